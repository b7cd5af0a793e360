"""Web pages to listings: the events that a page states in a form made for programs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urldefrag
from zoneinfo import ZoneInfo

from eventpal.domain import Event, Listing, Span, event_id
from eventpal.feeds.calendar.zones import named_zone
from eventpal.feeds.notes import Notes
from eventpal.feeds.pages.page_fields import (
    Dated,
    dated_of,
    description_of,
    line_of,
    lines_of,
    link_of,
    priced,
    stamp_of,
    status_of,
    text_of,
    where_of,
)
from eventpal.feeds.pages.page_items import Node, open_page, stated_events, types_of, values
from eventpal.feeds.pages.page_schedule import dates_of
from eventpal.feeds.reading import Reading, Window
from eventpal.feeds.words.sanitize import plain_line
from eventpal.feeds.words.text import complete

_MOST_CATEGORIES = 12
_LONGEST_CATEGORY = 60


@dataclass(frozen=True, slots=True)
class _Task:
    """What the events of one page share."""

    base: str
    window: Window
    zone: ZoneInfo
    now: datetime


@dataclass(frozen=True, slots=True)
class _Read:
    """One event as one syntax states it. ``key`` is what identifies it, beside its start."""

    listing: Listing
    syntax: str
    key: str
    began: datetime
    """Its start when it was first announced."""


def read_page(
    body: bytes, window: Window, zone: ZoneInfo, where: str, now: datetime, *, address: str = ""
) -> Reading:
    """Read the events that a web page states: JSON-LD, microdata, h-event, hCalendar.

    Args:
        body: The page as fetched.
        window: Schedules are expanded inside it; events with dates of their own are kept always.
        zone: The clock of times that name no zone.
        where: What to call the page in problems.
        now: Tells the year of a date that leaves it out.
        address: Where the page is, for links that are relative to it.

    Returns:
        The events, each once, and what could not be read; no listing where it states none.
    """
    page = open_page(body, address)
    if page is None:
        return Reading("", (), (), page=True)
    notes = Notes(where)
    task = _Task(page.base, window, zone, now)
    read: list[_Read] = []
    for stated in stated_events(page):
        if _stands_for_its_parts(stated.node):
            continue
        one = _read(stated.node, stated.syntax, task, notes)
        if one is not None:
            read.append(one)
    return Reading(
        plain_line(page.title), tuple(_identified(_merged(read))), notes.problems(), page=True
    )


def _read(node: Node, syntax: str, task: _Task, notes: Notes) -> _Read | None:
    title = line_of(node, "name", "headline", "summary", "alternateName", "abstract")
    dated = dated_of(node, task.zone, task.now.astimezone(task.zone).date())
    spans, rule = dates_of(node, dated, task.window, task.zone)
    if not title:
        if dated is not None:
            notes.add("has no title", "have no title", "")
        return None
    if dated is None and spans:
        dated = Dated(spans[0].start, spans[0].end, False)
    if dated is None:
        said = text_of(node.get("startDate"))
        fault = "has a date that can't be read" if said else "has no date"
        notes.add(fault, fault.replace("has", "have", 1), title)
        return None
    zone = named_zone(dated.start, task.zone)
    event = _event(node, title, dated, zone, task.base)
    own = Span(event.start, event.end)
    before = stamp_of(node.get("previousStartDate"), zone, event.start.date())
    key = urldefrag(link_of(node.get("@id"), task.base) or text_of(node.get("@id")))[0]
    listing = Listing(event=event, dates=spans or (own,), recurring=rule)
    return _Read(listing, syntax, key or event.url, before.at if before else event.start)


def _event(node: Node, title: str, dated: Dated, zone: ZoneInfo, base: str) -> Event:
    spot = where_of(node)
    tickets = [one.get("url") for one in values(node.get("offers")) if isinstance(one, dict)]
    main = [node.get("url"), node.get("mainEntityOfPage"), node.get("@id"), tickets]
    event = Event(
        id="",
        uid="",
        title=title,
        start=dated.start.astimezone(zone),
        end=dated.end.astimezone(zone) if dated.end else None,
        tz=zone.key,
        all_day=dated.all_day,
        status=status_of(node),
        venue=spot.venue,
        address=spot.address,
        place=spot.place,
        categories=tuple(_categories(node)),
        organiser=next(lines_of(node.get("organizer")), ""),
        description=description_of(node),
        url=next(filter(None, (link_of(one, base) for one in main)), "") or base,
        image=link_of(node.get("image"), base),
    )
    return complete(priced(event, node))


_KIND = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_KIND = {"", "Series", "Course Instance", "V"}


def _categories(node: Node) -> Iterator[str]:
    """The kind of event, and what the publisher files it under."""
    kinds = [_KIND.sub(" ", name.removesuffix("Event")).strip() for name in types_of(node)]
    named = [name for line in lines_of(node.get("keywords")) for name in re.split(r"[,;|]", line)]
    seen = {name.casefold() for name in _NO_KIND} | {"event"}
    for name in [*kinds, *(one.strip() for one in named), *lines_of(node.get("genre"))]:
        fits = len(name) <= _LONGEST_CATEGORY and "://" not in name
        if fits and name.casefold() not in seen and len(seen) < _MOST_CATEGORIES + len(_NO_KIND):
            seen.add(name.casefold())
            yield name


def _stands_for_its_parts(node: Node) -> bool:
    """Whether this is a series whose dates are stated one by one, as events in it."""
    parts = [one for one in values(node.get("subEvent")) if isinstance(one, dict)]
    dated = [one for one in parts if one.get("startDate")]
    if not dated:
        return False
    same = {line_of(one, "name") or line_of(node, "name") for one in dated}
    return "EventSeries" in types_of(node) or same == {line_of(node, "name")}


# One event, once


def _merged(read: list[_Read]) -> Iterator[_Read]:
    """Each event once: pages say the same in several syntaxes, and some say it twice in one."""
    by_name: dict[tuple[str, str], list[_Read]] = {}
    for one in read:
        event = one.listing.event
        alike = by_name.setdefault((event.title.casefold(), event.start.date().isoformat()), [])
        for number, other in enumerate(alike):
            if _same(one, other):
                alike[number] = _richer(other, one)
                break
        else:
            alike.append(one)
    for alike in by_name.values():
        yield from alike


def _same(one: _Read, other: _Read) -> bool:
    a, b = one.listing.event, other.listing.event
    across = one.syntax != other.syntax
    if a.start != b.start and not (across and (a.all_day or b.all_day)):
        return False
    elsewhere = a.venue and b.venue and a.venue.casefold() != b.venue.casefold()
    return across or (not elsewhere and (one.key == other.key or not one.key or not other.key))


def _richer(first: _Read, second: _Read) -> _Read:
    """``first`` with what only ``second`` says; a time beats a mere day."""
    if first.listing.event.all_day and not second.listing.event.all_day:
        first, second = second, first
    event, more = first.listing.event, second.listing.event
    gaps: dict[str, Any] = {
        name: getattr(more, name)
        for name in ("end", "venue", "address", "place", "organiser", "description", "image")
        if not getattr(event, name) and getattr(more, name)
    }
    if event.all_day or more.all_day:
        gaps.pop("end", None)
    if event.price_min is None and event.is_free is None:
        gaps |= {
            "price_min": more.price_min, "price_max": more.price_max,
            "currency": more.currency, "is_free": more.is_free,
        }  # fmt: skip
    event = replace(event, **gaps)
    dates = first.listing.dates
    if len(dates) == 1:
        dates = (Span(event.start, event.end),)
    return replace(first, listing=replace(first.listing, event=event, dates=dates))


def _identified(read: Iterator[_Read]) -> Iterator[Listing]:
    """Listings with ids from what identifies them, the same whatever else is on the page."""
    used: set[str] = set()
    for one in read:
        event = one.listing.event
        stamp = f"{one.began.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        uid = f"{one.key or event.title}#{stamp}"
        if uid in used:
            uid = f"{uid}#{event.title}#{event.venue}"
        if uid in used:
            continue
        used.add(uid)
        event = replace(event, uid=uid, id=event_id(uid), series=event_id(uid))
        yield replace(one.listing, event=event)
