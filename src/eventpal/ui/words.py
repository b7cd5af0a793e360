"""Facts of an event in the words a person would use. No Qt, no state."""

import re
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from eventpal.domain import CURRENCY_SIGNS, Event, SourceKind, Status

EVENING = time(17)
NIGHT_ENDS = time(6)
"""An event that ends before this the next morning still belongs to the evening it began."""

NO_DOUBT = timedelta(days=180)
"""A day that is nearer than this needs no year, though another has begun by then."""

_LONG = re.compile(r"(?<!\S)(?!\S*[/@])\S{25,}")
"""Addresses stay as they are, since people copy them."""
_WORD = re.compile(r"\w{25,}")
_PIECE = re.compile(r".{1,12}")
_NO_SPACE = "\u200b"


def local(moment: datetime, tz: str) -> datetime:
    """``moment`` on the clock of the place where the event is."""
    try:
        return moment.astimezone(ZoneInfo(tz))
    except (ZoneInfoNotFoundError, ValueError):
        return moment


def day(of: date, today: date) -> str:
    """``Today``, ``Tomorrow``, ``Fri 27 Nov``, or with the year where it could be another."""
    if of == today:
        return "Today"
    if of == today + timedelta(days=1):
        return "Tomorrow"
    return _date(of, today)


def heading(of: date, today: date) -> str:
    """A day as the title of a group: ``Today · Friday 27 November``."""
    name = f"{of:%A} {of.day} {of:%B}{_year(of, today)}"
    near = day(of, today)
    return f"{near} · {name}" if near in {"Today", "Tomorrow"} else name


def when(event: Event, now: datetime) -> str:
    """The day and time, as in ``Tonight 19:30–22:00``, ``Fri 27 Nov, all day``, ``27–29 Nov``.

    On the clock of the event's place, which is named where it differs from that of ``now``.
    """
    start = local(event.start, event.tz)
    end = local(event.end, event.tz) if event.end else None
    if event.all_day:
        return _all_day(start.date(), end.date() if end else None, now.date())
    return _hours(start, end, now) + _elsewhere(event.tz, now)


def _hours(start: datetime, end: datetime | None, now: datetime) -> str:
    if end and start <= now < end and end - start < timedelta(days=1):
        return f"Now, until {end:%H:%M}"
    one_evening = end is None or end.date() == start.date() or _past_midnight(start, end)
    if not one_evening and end is not None and start <= now < end:
        return f"Until {_date(end.date(), now.date())}, {end:%H:%M}"
    if not one_evening and end is not None:
        first, last = _date(start.date(), now.date()), _date(end.date(), now.date())
        return f"{first}, {start:%H:%M} – {last}, {end:%H:%M}"
    span = f"{start:%H:%M}" + (f"–{end:%H:%M}" if end and end > start else "")
    if start.date() == now.date():
        return f"{'Tonight' if start.time() >= EVENING else 'Today'} {span}"
    near = day(start.date(), now.date())
    return f"{near} {span}" if near == "Tomorrow" else f"{near}, {span}"


def _elsewhere(tz: str, now: datetime) -> str:
    """`` (Tokyo time)`` where clocks there show another time than those here."""
    if local(now, tz).utcoffset() == now.utcoffset():
        return ""
    return f" ({tz.rpartition('/')[2].replace('_', ' ')} time)"


def moment(event: Event, now: datetime) -> str:
    """The start alone: ``Tue 1 Dec 18:00``."""
    start = local(event.start, event.tz)
    near = day(start.date(), now.date())
    return near if event.all_day else f"{near} {start:%H:%M}"


def price(event: Event) -> str:
    """``Free``, ``€12``, ``€8–15``, ``From €8``, or empty while unknown."""
    if event.is_free:
        return "Free"
    low, high = event.price_min, event.price_max
    if low is None and high is None:
        return ""
    if low == high or high is None:
        shown = _amount(low or 0.0, event.currency)
        return shown if low == high else f"From {shown}"
    if low is None or low == 0:
        return f"Up to {_amount(high, event.currency)}"
    symbol = CURRENCY_SIGNS.get(event.currency or "", "")
    upper = _number(high) if symbol else _amount(high, event.currency)
    return f"{symbol}{_number(low)}–{upper}"


def distance(km: float) -> str:
    """``350 m``, ``1.2 km``, ``12 km``."""
    if km < 0.95:
        return f"{max(round(km * 20) * 50, 50)} m"
    return f"{km:.1f} km" if km < 9.95 else f"{km:.0f} km"


def where(event: Event, km: float | None) -> str:
    """The venue and how far it is: ``Blue Door · 1.2 km``."""
    name = event.venue or event.address.partition(",")[0]
    return " · ".join(part for part in (name, distance(km) if km is not None else "") if part)


def status(event: Event) -> str:
    """``Cancelled``, ``Postponed``, ``Sold out``, or the like; empty where all is as planned."""
    sold_out = "Sold out" if event.sold_out else ""
    return {
        Status.CANCELLED: "Cancelled",
        Status.POSTPONED: "Postponed",
        Status.TENTATIVE: sold_out or "Not confirmed yet",
        Status.CONFIRMED: sold_out,
    }[event.status]


def entry(event: Event) -> str:
    """When the doors open and who is admitted: ``Doors 18:30 · from 16 years``, or empty."""
    doors = f"Doors {event.doors:%H:%M}" if event.doors else ""
    low, high = event.age_min, event.age_max
    ages = ""
    if low is not None and high is not None:
        ages = f"up to {high} years" if low == 0 else f"{low} to {high} years"
    elif low is not None:
        ages = f"from {low} years" if low else "all ages"
    text = " · ".join(part for part in (doors, ages) if part)
    return text[:1].upper() + text[1:]


def because(reason: str) -> str:
    """A reason as a sentence without its full stop, ready to stand under a title."""
    text = reason.strip().rstrip(".")
    return text[:1].upper() + text[1:]


def in_window(sentence: str) -> str:
    """A sentence that names a command, where the window has a place for the same."""
    return sentence.replace("with eventpal models use", "in the settings")


def ago(moment: datetime | None, now: datetime) -> str:
    """``just now``, ``5 minutes ago``, ``yesterday`` …; ``never`` for None."""
    if moment is None:
        return "never"
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 2:
        return "just now"
    if minutes < 60:
        return f"{minutes} minutes ago"
    hours = minutes // 60
    if hours < 24:
        return counted(hours, "hour") + " ago"
    days = hours // 24
    return "yesterday" if days == 1 else f"{days} days ago"


def lasting(since: datetime, now: datetime) -> str:
    """``3 days``, ``5 hours``, or empty for less."""
    hours = int((now - since).total_seconds() // 3600)
    if hours < 1:
        return ""
    return counted(hours, "hour") if hours < 48 else counted(hours // 24, "day")


def breakable(text: str) -> str:
    """``text`` with invisible places to break in words that are too long for a line."""

    def broken(word: re.Match[str]) -> str:
        return _NO_SPACE.join(_PIECE.findall(word[0]))

    return _LONG.sub(lambda found: _WORD.sub(broken, found[0]), text)


def counted(number: int, noun: str) -> str:
    """``1 event``, ``2,300 events``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def host(url: str) -> str:
    """The host of a web address without ``www.``, or empty if it is none that can be opened."""
    try:
        parts = urlsplit(url)
        name = parts.hostname or ""
    except ValueError:
        return ""
    return name.removeprefix("www.") if parts.scheme in {"http", "https"} else ""


def kind(of: SourceKind) -> str:
    """What a source is, in one or two words."""
    known = {"web": "Web feed", "file": "File", "folder": "Folder", "sample": "Sample city"}
    return known.get(of.value, of.value.capitalize())


def _all_day(first: date, end: date | None, today: date) -> str:
    last = max(end - timedelta(days=1), first) if end else first
    if first == last:
        return f"{day(first, today)}, all day"
    if first <= today <= last:
        return f"Until {_date(last, today)}"
    if first.month == last.month and first.year == last.year:
        return f"{first.day}–{last.day} {last:%b}{_year(last, today)}"
    opening = f"{first.day} {first:%b}"
    if year := _year(last, today):
        opening += f" {first.year}" if first.year != last.year else ""
    return f"{opening} – {last.day} {last:%b}{year}"


def _past_midnight(start: datetime, end: datetime) -> bool:
    return end.date() == start.date() + timedelta(days=1) and end.time() <= NIGHT_ENDS


def _date(of: date, today: date) -> str:
    return f"{of:%a} {of.day} {of:%b}{_year(of, today)}"


def _year(of: date, today: date) -> str:
    """`` 2027``, or empty where the day and month alone leave no doubt."""
    near = of.year == today.year or abs(of - today) < NO_DOUBT
    return "" if near else f" {of.year}"


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}"


def _amount(value: float, currency: str | None) -> str:
    symbol = CURRENCY_SIGNS.get(currency or "")
    if symbol:
        return f"{symbol}{_number(value)}"
    return f"{_number(value)} {currency}" if currency else _number(value)
