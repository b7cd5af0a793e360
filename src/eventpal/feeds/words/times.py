"""Times of day near a date: 7–9 pm, 10:30 AM - noon, 19.30 Uhr, 20h30, doors 7 show 8."""

import re
from dataclasses import dataclass
from datetime import time, timedelta

from eventpal.feeds.words.calendar_words import ZONES, alternation

NEAR = 60
"""Characters after a date in which its time is looked for."""


@dataclass(frozen=True, slots=True)
class Clock:
    """From when to when, on the clock; ``span`` is where it stands.

    ``zone`` is an abbreviation such as "pst" in lower case, ``offset`` one from UTC; where both
    are missing it is local time. ``sure``: it is said which half of the day is meant.
    """

    start: time
    end: time | None
    span: tuple[int, int]
    sure: bool
    zone: str = ""
    offset: timedelta | None = None


_SPOKEN = {
    "noon": time(12), "midday": time(12), "mittags": time(12), "midi": time(12),
    "mediodía": time(12), "midnight": time(0), "mitternacht": time(0), "minuit": time(0),
    "medianoche": time(0),
}  # fmt: skip
_WORD = alternation(_SPOKEN)
_SAID = {
    "de la mañana": "a", "du matin": "a", "morgens": "a", "vormittags": "a", "früh": "a",
    "da manhã": "a", "di mattina": "a", "de la tarde": "p", "de la noche": "p",
    "de l'après-midi": "p", "de l’après-midi": "p", "du soir": "p", "nachmittags": "p",
    "abends": "p", "da tarde": "p", "da noite": "p", "di sera": "p",
    "in the morning": "a", "in the afternoon": "p", "in the evening": "p", "at night": "p",
}  # fmt: skip
_SAID_HALF = alternation(_SAID)
_HALF = r"[ap](?:\.\s?m\.|\.m\b|m\b|\b)\.?"


def _clock(name: str) -> str:
    return (
        rf"(?:(?:12\s)?(?P<word{name}>{_WORD})"
        rf"|(?P<hour{name}>[01]?\d|2[0-4])(?:(?:[:.h]|\sh\s)(?P<minute{name}>[0-5]\d)(?::[0-5]\d)?)?"
        rf"(?P<h{name}>\s?h(?:rs?)?\b|\s?uhr\b)?"
        rf"(?:\s(?P<say{name}>{_SAID_HALF})\b|\s?(?P<half{name}>{_HALF}))?)"
    )


_TO = r"\s{0,2}(?:-|–|—|‑|to|until|till|bis|à|a las|a|hasta las?|and)\s{0,2}(?:le )?"
_CUE = (
    r"(?:\b(?:at|from|um|ab|von|à|a las|las|de|às|das|ore|alle|om|kl\.?|klo|time:?|starts?|begins?"
    r"|show(?:time)?|music|kickoff|beginn:?|start:?|uhrzeit:?|heure:?|hora:?)|@)\s?"
    r"(?:at |:|um |is )?\s?"
)
_TIME = re.compile(
    rf"(?<![\d.:/$€£#-])(?P<cue>{_CUE})?"
    rf"(?<![\d.:/$€£#-]){_clock('1')}(?:{_TO}{_clock('2')})?(?![\d%]|[:.]\d|/\d|-\d)"
    rf"(?:\s?uhr\b)?(?:\s?\(?(?P<zone>{alternation(ZONES)})\b\)?)?"
)
_DOORS = re.compile(
    r"\b(?:doors?(?: open(?:s|ing)?)?|gates?(?: open)?|einlass|ouverture des portes|portes|puertas"
    r"|box office(?: opens)?|registration|check-?in)(?: (?:at|um|ab|à|a las))?\s?[:@–-]?\s?$"
)
_SHOW = re.compile(r"show|music")
_DOORS_AFTER = re.compile(r"\s?(?:doors?|einlass)\b")
_ANOTHER_DAY = re.compile(
    r"\n\s*\n(?!\W{0,4}(?:event )?(?:time|when|starts?|uhrzeit|zeit|beginn|heure|hora)\b)"
    r"|\bposted\b|\bpublished\b"
)


def find_clock(
    lowered: str, span: tuple[int, int], room: tuple[int, int], *, american: bool
) -> Clock | None:
    """The time that belongs to the date at ``span``, or None.

    What follows the date is looked at first, then what stands right before it; ``room`` is where
    the neighbouring dates end and begin. The show's time wins over the doors'.
    """
    end = min(room[1], span[1] + NEAR)
    gap = _ANOTHER_DAY.search(lowered, span[1], end)
    after, doors = _clocks(lowered, span[1], gap.start() if gap else end, american=american)
    start = max(room[0], span[0] - 32)
    before, _ = _clocks(lowered, start, span[0], american=american)
    adjacent = [clock for clock in before if re.fullmatch(_JOINT, lowered[clock.span[1] : span[0]])]
    close = [clock for clock in after if clock.span[0] - span[1] <= 12]
    for clocks in (close, adjacent[-1:], after, doors):
        if clocks:
            return clocks[0]
    return None


_JOINT = r"[\s,;|(·•–—-]{0,4}(?:on|am|le|el|,)?\s{0,2}(?:the )?"


def _clocks(
    lowered: str, start: int, end: int, *, american: bool
) -> tuple[list[Clock], list[Clock]]:
    """The times between two positions; those of doors apart."""
    found, doors = [], []
    for match in _TIME.finditer(lowered, start, end):
        clock = _read(match, american=american)
        if clock is None:
            continue
        before = lowered[max(start, match.start() - 30) : match.start()]
        if _DOORS.search(before) or _DOORS_AFTER.match(lowered, match.end(), end):
            doors.append(clock)
        else:
            found.append(clock)
    return found, doors


def _read(match: re.Match[str], *, american: bool) -> Clock | None:
    part = match.groupdict()
    for n in "12":
        part[f"half{n}"] = part[f"half{n}"] or _SAID.get(part[f"say{n}"] or "")
    half1, half2 = (part[f"half{n}"] or "" for n in "12")
    marked = [bool(part[f"word{n}"] or part[f"half{n}"] or part[f"h{n}"]) for n in "12"]
    full = bool(part["minute1"] or part["minute2"])
    uhr = "uhr" in match[0]
    if not (any(marked) or full or uhr or part["cue"]):
        return None  # a number, but no time
    ranged = bool(part["word2"] or part["hour2"])
    first, second = _hour(part, "1"), _hour(part, "2") if ranged else None
    if first is None or (ranged and second is None):
        return None
    sure = bool(any(marked) or uhr or first.hour > 12)
    if second is not None:
        if half2 and not half1 and not part["word1"] and not part["h1"] and first.hour <= 12:
            first = _halved(first, half2)
            if (first.hour, first.minute) >= (second.hour, second.minute) and second.hour:
                first = first.replace(hour=(first.hour + 12) % 24)
        elif half1 and not half2 and not part["word2"] and not part["h2"] and second.hour <= 12:
            second = _halved(second, half1)
            if second <= first:
                second = second.replace(hour=(second.hour + 12) % 24)
    if second is not None and part["word1"] and not marked[1] and second < first:
        second = second.replace(hour=second.hour % 12 + 12)  # noon to 2
    if not sure and american:
        # "at 7" is in the evening, "at 10" in the morning, but not for a show.
        if 1 <= first.hour < (12 if _SHOW.match(part["cue"] or "") else 8):
            first = first.replace(hour=first.hour + 12)
        if second is not None and second < first and second.hour < 12:
            second = second.replace(hour=second.hour + 12)
    zone = part["zone"] or ""
    return Clock(first, second, match.span(), sure, zone)


def _hour(part: dict[str, str | None], name: str) -> time | None:
    word = part[f"word{name}"]
    if word:
        return _SPOKEN[word]
    hour, minute = int(part[f"hour{name}"] or 0), int(part[f"minute{name}"] or 0)
    half = part[f"half{name}"]
    if half and hour > 12:
        half = None
    if hour == 24:
        hour = 0
    clock = time(hour, minute)
    return _halved(clock, half) if half else clock


def _halved(clock: time, half: str) -> time:
    """``clock`` in the morning or afternoon."""
    return clock.replace(hour=clock.hour % 12 + (12 if half.startswith("p") else 0))
