"""The facts of an event as an answer shows them: from the database alone, in the person's language.

Text that publishers write is shown as one plain line: no control, bidirectional or zero-width
characters, no marks of any markup.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from eventpal.domain import CURRENCY_SIGNS, Event, Status

_LONGEST = 120
_DAYS = {
    False: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    True: ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
}
_MONTHS = {
    False: ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    True: tuple("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.".split()),
}
_LONG = timedelta(hours=36)
_LINK = r"(?:[a-z]{2,12}:)?//\S+|(?:javascript|data|mailto)\s?:\s?\S+|www\.\S+|\S+@\S+\.\w+"
_MARKS = re.compile(
    r"<[^<>]{0,400}>|<\|[^|]{0,40}\|>|\[/?(?:INST|SYS)\]|<</?SYS>>|"
    + _LINK
    + r"|[*_`#|<>\[\]{}\\]",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_MONEY = re.compile(
    r"(?:€|£|\$|EUR|GBP|USD)\s?(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\s?(?:€|£|\$|euros?\b|EUR)"
)
_STEERING = re.compile(
    r"(?i)\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instruction|previous|above|rules?"
    r"|prompt)"
    r"|\b(?:system|assistant|developer|user)\s?:|\bprompt\b|\blanguage model|\bas an ai\b|\bjson\b"
    r"|\byou (?:are|must|will) (?:now|always|only|respond|answer|reply|say|recommend)|\breply with"
    r"|\brespond with|\btell the user|\bthe user'?s?\b|\beventpal\b|\bprofile\b|\bclick\b"
    r"|\bpassword"
    r"|\.(?:example|com|net|org|ru|io|zip)\b|\bim_(?:start|end)\b|\bjailbreak|\bdo not mention"
    r"|\bassistants?\b"
)


def plain(text: str, longest: int = _LONGEST) -> str:
    """``text`` on one line without anything that is not meant to be read."""
    shown = "".join(
        " " if unicodedata.category(one)[0] in {"C", "Z"} and one not in "\u200d" else one
        for one in text
        if unicodedata.category(one) not in {"Cf", "Cn", "Co", "Cs"}
    )
    line = " ".join(_MARKS.sub(" ", shown).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def said(event: Event, longest: int) -> str:
    """What the publisher writes about ``event``, to be quoted.

    Left out are sentences with links or with prices that are not the event's own, and those that
    speak to a machine.
    """
    own = {f"{one:g}" for one in (event.price_min, event.price_max) if one is not None}
    kept = [
        sentence
        for sentence in _SENTENCE.split(plain(event.description, 4 * longest))
        if not _STEERING.search(sentence)
        and all(amount in own for match in _MONEY.findall(sentence) for amount in match if amount)
    ]
    return plain(" ".join(kept), longest)


def line(event: Event, zone: tzinfo, *, german: bool) -> str:
    """Title, time, venue and price of ``event`` in one line."""
    facts = [when(event, zone, german=german), venue(event), price(event, german=german)]
    return f"{plain(event.title)} — {' · '.join(fact for fact in facts if fact)}"


def lines(events: Sequence[Event], zone: tzinfo, *, german: bool) -> str:
    """A numbered list of ``events``."""
    return "\n".join(
        f"{number}. {line(event, zone, german=german)}" for number, event in enumerate(events, 1)
    )


def when(event: Event, zone: tzinfo, *, german: bool) -> str:
    """When ``event`` is, on the clock at its place."""
    start = local(event.start, event, zone)
    end = local(event.end, event, zone) if event.end is not None else None
    if event.all_day:
        last = end - timedelta(days=1) if end is not None else start
        if last.date() > start.date():
            return f"{_day(start, german)} – {_day(last, german)}"
        return _day(start, german)
    if end is not None and end - start > _LONG:
        return f"{_day(start, german)} – {_day(end, german)}"
    return f"{_day(start, german)}, {start:%H:%M}{' Uhr' if german else ''}"


def local(moment: datetime, event: Event, zone: tzinfo) -> datetime:
    """``moment`` on the clock at the event's place; on ``zone``'s where its publisher gave UTC."""
    return moment.astimezone(zone) if event.tz.upper() in {"UTC", "GMT", "Z"} else moment


def price(event: Event, *, german: bool) -> str:
    """What ``event`` costs, "" where it is not known."""
    if event.is_free:
        return "kostenlos" if german else "free"
    low, high = event.price_min, event.price_max
    if low is None and high is None:
        return ""
    sign = CURRENCY_SIGNS.get(event.currency or "", f"{event.currency or ''} ".lstrip())
    amounts = [_amount(one, sign) for one in (low, high) if one is not None]
    return amounts[0] if len(set(amounts)) == 1 else "–".join(amounts)


def venue(event: Event) -> str:
    """The venue's name, without an address that its publisher wrote behind it."""
    return plain(event.venue.partition(",")[0])


def marks(event: Event, *, german: bool) -> str:
    """What stands in the way: cancelled, sold out; "" where nothing does."""
    if event.status is Status.CANCELLED:
        return "abgesagt" if german else "cancelled"
    if event.status is Status.POSTPONED:
        return "verschoben" if german else "postponed"
    if event.sold_out:
        return "ausverkauft" if german else "sold out"
    return ""


def _day(moment: datetime, german: bool) -> str:
    dot = "." if german else ""
    return (
        f"{_DAYS[german][moment.weekday()]}{', ' if german else ' '}{moment.day}{dot} "
        f"{_MONTHS[german][moment.month - 1]}"
    )


def _amount(value: float, sign: str) -> str:
    number = f"{value:.0f}" if value == int(value) else f"{value:.2f}"
    return f"{sign}{number}"
