"""When the event of a feed's item is: from its fields, its markup, its words, never by guessing.

The time of publication counts as the event's only for publishers who are known, or seen, to put
the event's time there.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eventpal.feeds.items.feed_fields import (
    Dated,
    Setting,
    days_of,
    ends_of,
    from_fields,
    moment_of,
    whole_days,
)
from eventpal.feeds.items.feed_items import Feed, Item
from eventpal.feeds.words.countries import writes_month_first
from eventpal.feeds.words.dates import LONGEST, MAX_READ, When, find_whens
from eventpal.feeds.words.times import NEAR, find_clock

ENOUGH = 0.5
"""Confidence from which a date is taken as the event's."""
IN_TITLE, IN_TEXT = 0.8, 0.6
EARLY = 400
"""A date that begins a line among these first characters is what the text is headed with."""


def setting_of(feed: Feed, zone: ZoneInfo, now: datetime) -> Setting:
    """How this feed tells dates."""
    return Setting(zone, now.astimezone(zone).date(), _published_is_start(feed, now))


def date_of(item: Item, title: str, text: str, setting: Setting) -> Dated | None:
    """When the event of ``item`` is; None where nothing says so.

    Args:
        item: The item as published.
        title: Its title as one plain line.
        text: Its description as plain text.
        setting: What its feed has told.
    """
    stated = from_fields(item, setting) or _from_markup(item, setting)
    if stated is not None:
        return stated
    today = setting.today
    if item.published is not None:
        today = item.published.astimezone(setting.zone).date()
    in_title = _best(find_whens(title, zone=setting.zone, today=today), title, whole=True)
    if in_title is not None and in_title.confidence >= IN_TITLE:
        return _at_stated_time(_with_published_zone(in_title, item), text, setting)
    in_text = _best(find_whens(text, zone=setting.zone, today=today), text, whole=False)
    if in_text is not None and in_text.confidence >= IN_TEXT:
        return _dated(in_text, None)
    if setting.published_is_start and item.published is not None:
        return _from_published(item, item.published, setting)
    if in_title is not None and in_title.confidence >= ENOUGH:
        return _with_published_zone(in_title, item)
    return _from_link(item.link, setting.zone)


# Markup

_MARKED = (
    re.compile(
        r"<[a-z]+\b[^<>]{0,200}\b(?:dtstart|dt-start)\b[^<>]{0,200}?"
        r"\b(?:title|datetime|content)=[\"']([^\"'<>]{8,40})[\"']",
        re.IGNORECASE,
    ),
    re.compile(
        r"<[a-z]+\b[^<>]{0,200}\b(?:title|datetime|content)=[\"']([^\"'<>]{8,40})[\"']"
        r"[^<>]{0,200}\b(?:dtstart|dt-start|startDate)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bitemprop=[\"']startDate[\"'][^<>]{0,80}?\b(?:content|datetime)=[\"']([^\"'<>]{8,40})[\"']"
    ),
)
_MARKED_END = re.compile(
    r"<[a-z]+\b[^<>]{0,200}\b(?:dtend|dt-end|endDate)\b[^<>]{0,200}?"
    r"\b(?:title|datetime|content)=[\"']([^\"'<>]{8,40})[\"']",
    re.IGNORECASE,
)


_TIME_ELEMENT = re.compile(
    r"<time\b(?P<more>[^<>]{0,200}?)\bdatetime=[\"'](?P<at>[^\"'<>]{8,40})[\"'](?P<rest>[^<>]{0,200})>",
    re.IGNORECASE,
)
_OF_PUBLISHING = re.compile(r"publish|update|modif|posted|created|entry-date|dateline|byline", re.I)


def _from_markup(item: Item, setting: Setting) -> Dated | None:
    """From what a description states for programs: schema.org, hCalendar, h-event, ``time``."""
    html = item.html
    if "ld+json" in html and (dated := _from_json_ld(html, setting)):
        return dated
    if ("start" in html or "START" in html) and (dated := _from_attributes(html, setting)):
        return dated
    return _from_time_elements(item, setting) if "<time" in html else None


def _from_json_ld(html: str, setting: Setting) -> Dated | None:
    """From an event that a script in the description states."""
    # Only descriptions with scripts need what reads pages, which takes 0.05 s to load.
    from eventpal.feeds.pages.page_fields import dated_of  # noqa: PLC0415
    from eventpal.feeds.pages.page_items import open_page, stated_events  # noqa: PLC0415

    page = open_page(html.encode("utf-8", "replace"), "")
    for stated in stated_events(page) if page else ():
        dated = dated_of(stated.node, setting.zone, setting.today)
        if dated is not None:
            return Dated(dated.start, dated.end, dated.all_day, 0.98)
    return None


def _from_time_elements(item: Item, setting: Setting) -> Dated | None:
    """From ``<time datetime=…>``, one or a pair, that is not about the text itself."""
    moments = [
        moment
        for match in _TIME_ELEMENT.finditer(item.html)
        if not _OF_PUBLISHING.search(f"{match['more']} {match['rest']}")
        and (moment := moment_of(match["at"], setting.zone, setting.today)) is not None
    ]
    if not moments:
        return None
    start, last = moments[0], moments[1] if len(moments) > 1 else None
    if not isinstance(start, datetime):
        return whole_days(start, days_of([last] if last else []), setting.zone, exclusive=False)
    written = item.published
    if written is not None and abs(start - written) < timedelta(hours=1):
        return None
    after = last if isinstance(last, datetime) and start < last <= start + LONGEST else None
    return Dated(start, after, False, 0.9)


def _from_attributes(html: str, setting: Setting) -> Dated | None:
    for pattern in _MARKED:
        match = pattern.search(html)
        start = moment_of(match[1], setting.zone, setting.today) if match else None
        if start is None:
            continue
        ended = _MARKED_END.search(html)
        end = moment_of(ended[1], setting.zone, setting.today) if ended else None
        if isinstance(start, datetime):
            after = end if isinstance(end, datetime) and end > start else None
            return Dated(start, after, False, 0.98)
        return whole_days(start, days_of([end] if end else []), setting.zone, exclusive=True)
    return None


# Words

_EDGE_BEFORE = re.compile(r"(?:^|[—–|:,(\[@•·~/]|\s-|\bon)\s*$", re.IGNORECASE)
_EDGE_AFTER = re.compile(r"^\s*(?:$|[—–|:,)\]•·~/@]|-\s|\bat\b)", re.IGNORECASE)


def _best(whens: Sequence[When], text: str, *, whole: bool) -> When | None:
    """The date that the text is most likely about. ``whole``: it is a title."""
    weighed = [(_weight(when, text, whole=whole), -when.span[0], when) for when in whens]
    best = max(weighed, key=lambda one: one[:2], default=None)
    if best is None or best[0] < ENOUGH:
        return None
    when = best[2]
    return When(when.start, when.end, when.all_day, best[0], when.span, when.more)


_TEXT_LABEL = re.compile(
    r"(?:when|dates?|time|starts?|wann|datum|termin|beginn|quand|cuándo|cuando|fecha)\s?"
    r"(?:and time|& time)?\s?[:–-]\s*$",
    re.IGNORECASE,
)


_LEAD = re.compile(
    r"(?:from|on|vom|von|am|du|le|del|el|dal|il|van|op|den|der|de|em|em|the|on the|el día)",
    re.IGNORECASE,
)


def _weight(when: When, text: str, *, whole: bool) -> float:
    begin, finish = when.span
    if whole:
        set_off = _EDGE_BEFORE.search(text[:begin]) and _EDGE_AFTER.search(text[finish:])
        leads = begin == 0 and not when.all_day
        return when.confidence if set_off or leads else when.confidence * 0.7
    lead = text[text.rfind("\n", 0, begin) + 1 : begin].strip(" •*-")
    heads_a_line = begin <= EARLY and (not lead or _LEAD.fullmatch(lead))
    if heads_a_line or _TEXT_LABEL.search(text[max(0, begin - 30) : begin]):
        return when.confidence
    # Somewhere in running text: a time must say that this is an appointment.
    if when.all_day:
        return when.confidence * 0.5
    return when.confidence * 0.75


def _dated(when: When, title_span: tuple[int, int] | None) -> Dated:
    return Dated(when.start, when.end, when.all_day, when.confidence, title_span, when.more)


def _with_published_zone(when: When, item: Item) -> Dated:
    """The title's date; where the item was "published" at that very time, in its offset.

    A publisher who writes the event's time as the time of publication tells its zone with it.
    """
    dated = _dated(when, when.span)
    written = item.published
    if written is None or when.all_day or not isinstance(when.start.tzinfo, ZoneInfo):
        return dated
    same = written.replace(tzinfo=None) == when.start.replace(tzinfo=None)
    if not same or written.utcoffset() == when.start.utcoffset():
        return dated
    end = when.end.replace(tzinfo=written.tzinfo) if when.end else None
    return Dated(written, end, False, when.confidence, when.span, when.more)


_SAYS_TIME = re.compile(
    r"^\W{0,4}(?:event |start(?:ing)? )?(?:time|uhrzeit|beginn|heure|horaire|hora)\s?:\s?",
    re.IGNORECASE | re.MULTILINE,
)


def _at_stated_time(dated: Dated, text: str, setting: Setting) -> Dated:
    """A title's day, at the time that the text states on a line of its own."""
    label = _SAYS_TIME.search(text[:MAX_READ]) if dated.all_day else None
    if label is None or dated.end is None or dated.end - dated.start > timedelta(hours=26):
        return dated
    line = text[label.end() :].partition("\n")[0].lower()
    american = writes_month_first(setting.zone.key)
    clock = find_clock(f" {line}", (0, 0), (0, min(NEAR, len(line) + 1)), american=american)
    if clock is None or clock.span[0] > 1:
        return dated
    start = datetime.combine(dated.start.date(), clock.start, dated.start.tzinfo)
    end = datetime.combine(start.date(), clock.end, start.tzinfo) if clock.end else None
    if end is not None and end <= start:
        end += timedelta(days=1)
    return replace(dated, start=start, end=end, all_day=False)


# The time of publication

_KNOWN_FOR_IT = ("localist", "livewhale", "events-manager", "eventsmanager", "wp-events")


def _published_is_start(feed: Feed, now: datetime) -> bool:
    """Whether items are "published" when their events happen.

    So it is with some calendar programs, and wherever most of a feed would be published in the
    future, at times such as events begin at.
    """
    sample = feed.items[:20]
    traces = " ".join(
        [feed.generator, *(image for item in sample for image in item.images)]
    ).lower()
    fields = {name for item in sample for name in item.fields}
    if any(name in traces for name in _KNOWN_FOR_IT) or "featurename" in fields:
        return True
    written = [item.published for item in feed.items if item.published is not None]
    built = min(now, feed.built) if feed.built else now
    ahead = [one for one in written if one > built + timedelta(days=1)]
    round_times = all(one.second == 0 and one.minute % 5 == 0 for one in ahead)
    return round_times and len(ahead) * 2 > len(written)


def _from_published(item: Item, moment: datetime, setting: Setting) -> Dated:
    zone = setting.zone
    ends = [end for end in ends_of(item, setting) if isinstance(end, datetime)]
    if moment.time() == time() and moment.utcoffset() == moment.astimezone(zone).utcoffset():
        return whole_days(moment.date(), days_of(ends), zone, exclusive=False)
    if moment.time() == time() and moment.utcoffset() and not ends:
        return whole_days(moment.date(), [], zone, exclusive=False)
    later = [end for end in ends if end > moment]
    return Dated(moment, later[0] if later else None, False, 0.8)


_LINK_DATE = re.compile(
    r"/(?:events?|calendar|agenda|veranstaltung(?:en)?|termine?|evenements?|eventos?)/"
    r"(?:[^?#]{0,200}/)?(?P<y>20\d\d)[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})(?:[/?#-]|$)"
    r"|[?&](?:occurrence|event_?date|date)=(?P<y2>20\d\d)-(?P<m2>\d\d)-(?P<d2>\d\d)",
    re.IGNORECASE,
)


def _from_link(link: str, zone: ZoneInfo) -> Dated | None:
    """From an address such as /events/2026/8/21/name: a calendar's, not a blog's."""
    match = _LINK_DATE.search(link[:1000])
    if match is None:
        return None
    numbers = [match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"]]
    try:
        day = date(*(int(number) for number in numbers))
    except ValueError:
        return None
    dated = whole_days(day, [], zone, exclusive=False)
    return Dated(dated.start, dated.end, True, 0.6)
