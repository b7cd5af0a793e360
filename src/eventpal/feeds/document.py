"""Reading bytes by what they are, whatever their name or declared type says."""

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from eventpal.errors import FormatError
from eventpal.feeds.calendar.calendar_forms import as_icalendar
from eventpal.feeds.calendar.ical import read_ical
from eventpal.feeds.charset import narrowed
from eventpal.feeds.reading import FeedKind, LeadsToFeeds, Reading, Window

_HEAD = 64 * 1024
_CALENDAR = re.compile(r"BEGIN[ \t]*:[ \t]*V(?:CALENDAR|EVENT)", re.IGNORECASE)
_FEED = re.compile(r"<(?:\w{1,20}:)?(?:rss|feed|rdf|channel|item|entry)[\s>/]", re.IGNORECASE)
_PAGE = re.compile(r"<(?:html|head|body)[\s>]", re.IGNORECASE)
_STARTS_PAGE = re.compile(r"<(?:!doctype\s+html|!--|title|meta|div|script|p|main)\b", re.IGNORECASE)
_PROVIDERS = {"calendar.google.com", "tockify.com"}
_JSON_FEED = re.compile(r'\s*\{.*?"version"\s*:\s*"https?:(?:\\?/){2}jsonfeed\.org\\?/', re.DOTALL)


def read_document(
    body: bytes, window: Window, zone: ZoneInfo, where: str, now: datetime, *, address: str = ""
) -> Reading:
    """Read a calendar, a feed, or a web page that states its events for programs.

    Args:
        body: The bytes as fetched.
        window: Series are expanded inside it.
        zone: The clock of times that name no zone.
        where: What to call the document in problems.
        now: Tells the year of a date that leaves it out.
        address: Where a web page is, for the links in it that are relative to it.

    Returns:
        The events and what could not be read; where there are none, a problem says why.

    Raises:
        FormatError: it is none of these; the sentence says what it is instead.
        LeadsToFeeds: it is a page that links some, or is likely to have some.
    """
    if other := as_icalendar(body):
        return read_ical(other, window, zone, where)
    if is_feed(body):
        # What reads feeds, and what reads web pages, takes 0.09 and 0.05 s of processor time to
        # load, and most sources are calendars.
        from eventpal.feeds.items.rss import read_feed  # noqa: PLC0415

        return read_feed(body, zone, where, now)
    if is_json(body) and (stated := _in_json(body, window, zone, where, now, address=address)):
        return stated
    try:
        return read_ical(body, window, zone, where)
    except FormatError as error:
        if not is_page(body):
            raise
        from eventpal.feeds.pages.discovery import found  # noqa: PLC0415 - as above
        from eventpal.feeds.pages.page import read_page  # noqa: PLC0415

        reading = read_page(body, window, zone, where, now, address=address)
        offers = found(body, address)
        if reading.listings:
            return replace(reading, offers=offers)
        if not offers:
            raise
        first = offers[0]
        leads = "links" if first.linked else "may offer"
        others = ", ".join(feed.address for feed in offers[1:4])
        others = f" Others are {others}." if others else ""
        sentence = f"{error} It {leads} a {first.kind} ({first.address}).{others}"
        raise LeadsToFeeds(sentence, offers) from None


def is_json(body: bytes) -> bool:
    """Whether this may be JSON."""
    return narrowed(body[:100]).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def _in_json(
    body: bytes, window: Window, zone: ZoneInfo, where: str, now: datetime, *, address: str
) -> Reading | None:
    """What a calendar program's answer, or a file of JSON-LD, says; None where it is neither."""
    if b'"@type"' in body and b"Event" in body:
        from eventpal.feeds.pages.page import read_page  # noqa: PLC0415 - as above

        script = narrowed(body).replace(b"</", b"<\\/")
        page = b'<script type="application/ld+json">' + script + b"</script>"
        reading = read_page(page, window, zone, where, now, address=address)
        if reading.listings:
            return replace(reading, page=False)
    from eventpal.feeds.items.rss import read_feed  # noqa: PLC0415 - as above

    try:
        reading = read_feed(narrowed(body), zone, where, now)
    except FormatError:
        return None
    return reading if reading.listings else None


def only_calendar(body: bytes, address: str) -> str:
    """The one calendar that the page at ``address`` links, or "" for none or several.

    It must be on the page's own host or a calendar provider's: no page sends us elsewhere unasked.
    """
    if not is_page(body):
        return ""
    from eventpal.feeds.pages.discovery import found  # noqa: PLC0415 - as above

    calendars = [
        feed.address
        for feed in found(body, address)
        if feed.linked and feed.kind is FeedKind.CALENDAR
    ]
    if len(calendars) != 1:
        return ""
    host = _host(calendars[0])
    return calendars[0] if host == _host(address) or host in _PROVIDERS else ""


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def is_page(body: bytes) -> bool:
    """Whether this looks like a web page."""
    head = narrowed(body[:_HEAD]).decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    return bool(_PAGE.search(head)) or _STARTS_PAGE.match(head) is not None


def is_feed(body: bytes) -> bool:
    """Whether this looks like RSS, Atom, RDF or JSON Feed rather than a calendar or a web page."""
    head = narrowed(body[:_HEAD]).decode("utf-8", "replace")
    if _CALENDAR.search(head) and not head.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        return False
    feed, page = _FEED.search(head), _PAGE.search(head)
    if feed and (page is None or feed.start() < page.start()):
        return True
    return bool(_JSON_FEED.match(head.lstrip("\ufeff")))
