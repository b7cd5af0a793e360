"""The calendars and feeds that a web page leads to: what it links, and what its maker offers.

Nothing is fetched here. An address made from what a calendar program is known to offer is a good
guess until it has been read; what the page links itself comes first.
"""

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import parse_qs, quote, unquote, urlsplit, urlunsplit

import lxml.html

from eventpal.feeds.pages.page_items import Page, joined, open_page
from eventpal.feeds.reading import Feed, FeedKind
from eventpal.feeds.words.sanitize import plain_line

_At = Callable[[str, str], str]
"""The address of a path and a query on the page's own host."""

MOST_FEEDS = 20
_LONGEST_ADDRESS = 2_000


def found(body: bytes, base_url: str) -> tuple[Feed, ...]:
    """The calendars and feeds that the page at ``base_url`` leads to, the likeliest first.

    Args:
        body: The page as fetched.
        base_url: Where it is; "" where nobody knows, then only whole addresses are found.
    """
    page = open_page(body, base_url)
    if page is None:
        return ()
    title = plain_line(page.title)
    feeds: dict[str, Feed] = {}
    for feed in (*_linked(page, title), *_offered(page, base_url, title)):
        if len(feed.address) <= _LONGEST_ADDRESS and feed.address != base_url:
            feeds.setdefault(_plain(feed.address), feed)
    ordered = sorted(feeds.values(), key=_unlikely)
    return tuple(ordered[:MOST_FEEDS])


def _unlikely(feed: Feed) -> tuple[int, bool]:
    return [FeedKind.CALENDAR, FeedKind.FEED, FeedKind.PAGE].index(feed.kind), not feed.linked


def _plain(address: str) -> str:
    """The address as one that differs in protocol alone has it, too."""
    return re.sub(r"^\w+://(?:www\.)?", "", address).rstrip("/")


# What the page links

_TYPES = {
    "text/calendar": FeedKind.CALENDAR,
    "application/rss+xml": FeedKind.FEED,
    "application/atom+xml": FeedKind.FEED,
    "application/rdf+xml": FeedKind.FEED,
    "application/feed+json": FeedKind.FEED,
}
_NOT_EVENTS = re.compile(r"comments?\b|/oembed|kommentar", re.IGNORECASE)
_CALENDAR_LINK = re.compile(
    r"\.(?:ics|ical|icalendar)(?:$|[?#])|[?&](?:outlook-)?ical=1|[?&]format=(?:ical|ics)\b"
    r"|/events/ical/?$|/feed/ics\b|/ical(?:endar)?/?$|[?&]ics=1|ical_subscribe|[?&]feed=ical",
    re.IGNORECASE,
)
_EVENTBRITE = re.compile(r"https://www\.eventbrite\.[a-z.]{2,7}/o/[\w%-]+")
"""An organiser's page there states the events to come."""
_ONE_EVENT = re.compile(r"/events?/[^/?#]+/?\?|[?&](?:eid|event_?id|tribe_event)=", re.IGNORECASE)


def _linked(page: Page, title: str) -> Iterator[Feed]:
    for link in page.tree.iter("link"):
        kind = _TYPES.get(link.get("type", "").split(";")[0].strip().lower())
        relation = link.get("rel", "").lower().split()
        named = plain_line(link.get("title", ""))
        address = _address(page.base, link.get("href", ""))
        fits = address and "alternate" in relation and not _NOT_EVENTS.search(f"{named} {address}")
        if kind and fits:
            yield Feed(named or title, address, kind)
    for anchor in page.tree.iter("a", "area"):
        href = anchor.get("href", "").strip()
        address = _address(page.base, href)
        if not address:
            continue
        inner = _subscribed(address)
        if _EVENTBRITE.match(address):
            yield Feed(plain_line(anchor.text_content()[:200]) or title, address, FeedKind.PAGE)
        elif inner:
            yield Feed(title, inner, FeedKind.CALENDAR)
        elif _ONE_EVENT.search(address):
            continue
        elif href.lower().startswith("webcal") or _CALENDAR_LINK.search(address):
            named = plain_line(anchor.text_content()[:200])
            yield Feed(title or named, address, FeedKind.CALENDAR)


def _address(base: str, href: str) -> str:
    """A link as an address that can be fetched, or ""."""
    if re.match(r"webcals?://\S", href.strip(), re.IGNORECASE):
        return href.strip()
    return joined(base, href) if href.strip() else ""


def _subscribed(address: str) -> str:
    """The calendar that a link to another calendar program asks it to subscribe to."""
    try:
        parts = urlsplit(address)
        query = parse_qs(parts.query)
    except ValueError:
        return ""
    host = parts.hostname or ""
    if host.endswith("google.com") and "/calendar/" in f"/{host}/{parts.path}/".replace(".", "/"):
        for name in ("cid", "src"):
            for given in query.get(name, ()):
                if re.match(r"(?:webcals?|https?)://", given):
                    return given
                if (name == "cid" or "/embed" in parts.path) and (calendar := _google_id(given)):
                    return _google(calendar)
    if host.startswith("outlook."):
        return next((one for one in query.get("url", ()) if one.startswith(_WHOLE)), "")
    return ""


_WHOLE = ("http://", "https://", "webcal://", "webcals://")

# What calendar programs offer


def _offered(page: Page, address: str, title: str) -> Iterator[Feed]:
    """By what the page's address and its insides give away of the program behind it."""
    for frame in page.tree.iter("iframe"):
        yield from _embedded(_address(page.base, frame.get("src", "")), title)
    try:
        parts = urlsplit(address or _own_address(page.tree))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return
    if not host or parts.scheme not in {"http", "https"}:
        return

    def at(path: str, query: str) -> str:
        return urlunsplit((parts.scheme, parts.netloc, path, query, ""))

    guess = (
        _by_host(host, parts.path, at)
        or _subscribed(address)
        or _tockify_element(page.tree)
        or (_libcal(page.tree, address, at) if host.endswith("libcal.com") else "")
    )
    if not guess:
        guess = _by_program(page.tree, parts.path.rstrip("/"), at)
    if guess:
        yield Feed(title, guess, FeedKind.CALENDAR, linked=False)


def _own_address(tree: lxml.html.HtmlElement) -> str:
    """What the page calls its own address."""
    for link in tree.iter("link"):
        if link.get("rel", "").lower() == "canonical":
            return str(link.get("href", ""))
    return ""


def _embedded(address: str, title: str) -> Iterator[Feed]:
    try:
        parts = urlsplit(address)
        query = parse_qs(parts.query)
    except ValueError:
        return
    host = parts.hostname or ""
    if host in {"calendar.google.com", "www.google.com"} and "/calendar/" in parts.path:
        for given in query.get("src", ()):
            if calendar := _google_id(given):
                yield Feed(title, _google(calendar), FeedKind.CALENDAR)
    elif host.endswith("tockify.com"):
        names = [name for name in parts.path.split("/") if name]
        if names:
            yield Feed(title, _tockify(names[0]), FeedKind.CALENDAR, linked=False)


def _google_id(given: str) -> str:
    """The calendar's name in ``src`` or ``cid``, which may be in base64, or ""."""
    if "@" not in given:
        try:
            given = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode()
        except (ValueError, UnicodeError):
            return ""
    return given if re.fullmatch(r"[\w.#%+-]+@[\w.-]+", given) else ""


def _google(calendar: str) -> str:
    name = quote(unquote(calendar), safe="")
    return f"https://calendar.google.com/calendar/ical/{name}/public/basic.ics"


def _tockify(name: str) -> str:
    return f"https://tockify.com/api/feeds/ics/{quote(name, safe='')}"


def _by_host(host: str, path: str, at: _At) -> str:
    names = [name for name in path.split("/") if name]
    if host == "meetup.com" and names and re.fullmatch(r"[a-z]{2}(?:-[A-Z]{2})?", names[0]):
        names = names[1:]
    if not names:
        return ""
    return _by_service(host, names, path, at) or _by_export(path, at)


def _by_service(host: str, names: Sequence[str], path: str, at: _At) -> str:
    if host == "meetup.com" and names[0] not in {"find", "topics", "cities", "login"}:
        return at(f"/{names[0]}/events/ical/", "")
    if host == "tockify.com":
        return _tockify(names[0])
    if host == "teamup.com" and re.fullmatch(r"ks[0-9a-z]{8,24}", names[0]):
        return f"https://ics.teamup.com/feed/{names[0]}/0.ics"
    if host.startswith("outlook.") and path.endswith("/calendar.html"):
        return at(path.removesuffix("html") + "ics", "")
    return ""


def _by_export(path: str, at: _At) -> str:
    if (token := re.search(r"/apps/calendar/(?:p|embed)/([\w-]+)", path)) is not None:
        return at(f"/remote.php/dav/public-calendars/{token[1]}", "export")
    return ""


def _by_program(tree: lxml.html.HtmlElement, path: str, at: _At) -> str:
    """By what the page's insides give away."""
    made_by = " ".join(
        meta.get("content", "")
        for meta in tree.iter("meta")
        if meta.get("name", "").lower() in {"generator", "application-name"}
    ).lower()
    insides = " ".join(
        [
            *(element.get("src", "") for element in tree.iter("script", "img")),
            *(element.get("href", "") for element in tree.iter("link")),
            *(tree.find("body").get("class", "").split() if tree.find("body") is not None else ()),
        ]
    ).lower()[:500_000]
    said = f"{made_by} {insides}"
    for words, address_of in _PROGRAMS:
        if any(word in said for word in words) and (address := address_of(tree, path, at)):
            return address
    return ""


def _tribe(_tree: lxml.html.HtmlElement, path: str, at: _At) -> str:
    whole = "/event" in path and not path.startswith("/event/")  # a page of one event states it
    return at(f"{path if whole else '/events'}/", "ical=1")


_TRUMBA = re.compile(r"""webName["']?\s*:\s*["']([\w-]{1,80})["']""")


def _trumba(tree: lxml.html.HtmlElement, _path: str, _at: _At) -> str:
    for script in tree.iter("script"):
        if match := _TRUMBA.search((script.text or "")[:200_000]):
            return f"https://www.trumba.com/calendars/{match[1]}.ics"
    return ""


def _exported(tree: lxml.html.HtmlElement, path: str, at: _At) -> str:
    query = "plugin=all-in-one-event-calendar&controller=ai1ec_exporter_controller"
    return at("/", f"{query}&action=export_events")


_LIBCAL_ID = re.compile(r"""\b(?:cal_?id|cid)["']?\s*[:=]\s*["']?(\d{1,8})""", re.IGNORECASE)


def _libcal(tree: lxml.html.HtmlElement, address: str, at: _At) -> str:
    for text in (address, *(script.text or "" for script in tree.iter("script"))):
        if match := _LIBCAL_ID.search(text[:200_000]):
            return at("/ical_subscribe.php", f"src=p&cid={match[1]}")
    return ""


def _mobilizon(_tree: lxml.html.HtmlElement, path: str, at: _At) -> str:
    group = re.match(r"/@[^/]+", path)
    return at(f"{group[0]}/feed/ics", "") if group else ""


def _tockify_element(tree: lxml.html.HtmlElement) -> str:
    names = (element.get("data-tockify-calendar") for element in tree.iter("div"))
    return next((_tockify(name) for name in names if name), "")


_PROGRAMS: tuple[tuple[tuple[str, ...], Callable[[lxml.html.HtmlElement, str, _At], str]], ...] = (
    (("the-events-calendar", "tribe-events"), _tribe),
    (
        ("localist",),
        lambda _tree, path, at: at(
            "/calendar.ics" if path in {"", "/calendar"} else f"{path}.ics", ""
        ),
    ),
    (("libcal", "springshare"), _libcal),
    (("mobilizon",), _mobilizon),
    (("gancio",), lambda _tree, _path, at: at("/feed/ics", "")),
    (("trumba.com",), _trumba),
    (("modern-events-calendar",), lambda _tree, _path, at: at("/", "mec-ical-feed=1")),
    (("plugins/events-manager",), lambda _tree, _path, at: at("/events.ics", "")),
    (("all-in-one-event-calendar",), _exported),
    (("livewhale",), lambda _tree, _path, at: at("/live/ical/events", "")),
    (("squarespace",), lambda _tree, path, at: at(path or "/", "format=ical")),
)
"""What gives a calendar program away, and where it offers its calendar."""
