"""A message's text before its phrases of time are looked for: folded, with odd spellings undone."""

import re
from collections.abc import Callable

from eventpal.chat.date_words import NUMBERS, WEEKDAYS
from eventpal.chat.words import fold

_W = "(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + ")"
_SPELT = (
    "(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    "|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf)"
)
_HOUR = rf"(?:\d{{1,2}}|one|{_SPELT})"


def _hour(text: str) -> int:
    return int(text) if text.isdecimal() else NUMBERS[text]


def _half(match: re.Match[str]) -> str:
    return f"at {_hour(match[1])}:30"


def _half_to(match: re.Match[str]) -> str:
    return f"um {_hour(match[1]) - 1 or 12}:30"


def _spelt(match: re.Match[str]) -> str:
    first = f"{match[1]} {NUMBERS[match[2]]}"
    return f"{first} {match[3]} {NUMBERS[match[4]]}" if match[3] else first


_PARTED: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (rf"\b({_W})(abend|nachmittag|vormittag|morgen|mittag|nacht|fruh)s?\b", r"\1 \2"),
        (r"\b(?:tonights?|tonight's|tonite|2night|tonigth)\b", "this evening"),
        (r"\b(?:tmrw|tmw|tmr|tomoz|tomorow|tommorow|tommorrow|2moro)\b", "tomorrow"),
        (r"\b(?:wknd|wkend|w/e|week-end|week end)\b", "weekend"),
        (r"\btoday'?s\b", "today"),
        (r"\b(?:week|school|work) ?nights?\b", "weekday evenings"),
        (
            r"\b(after|from|before|until|till|by|at|around|between|past|to|and|um|ab|bis) "
            r"(?:noon|midday|12 noon)\b(?= (?:and|on|to|until|tomorrow|today)|[,.?!]| *$)",
            r"\1 12 pm",
        ),
        (r"\b(before|until|till|by|to|vor|bis) (?:midnight|mitternacht)\b", r"\1 24 h"),
        (rf"\b(?:at |around |about )?half(?: past)? ({_HOUR})\b(?! (?:am|price|hour|an))", _half),
        (rf"\b(?:um |gegen )?halb ({_HOUR})\b", _half_to),
        (
            rf"\b(after|before|until|till|at|around|past|between|about|from|by|nach|ab|vor|bis|um) "
            rf"({_SPELT})(?: (and|to|und|bis) ({_SPELT}))?(?='? ?o'? ?clock"
            rf"| (?:in the|on|tomorrow|at|pm|am|uhr|today|tonight|or so|ish)\b|[,.?!]| *$)",
            _spelt,
        ),
        (r"\b(?:at |around |about )?(\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?) ?-?ish\b", r"around \1"),
        (r"\bin the sun\b", "in the sunshine"),
        (r"\bnxt\b", "next"),
        (r"\b(st|mt|dr)\. (?=[a-z])", r"\1 "),
        (r"\b(at|around|um|gegen) (?:midnight|mitternacht)\b", r"\1 24 h"),
        (
            rf"\bearly (?:on )?({_W}|tomorrow)\b(?! (?:morning|evening|afternoon|night))",
            r"\1 morning",
        ),
        (r"\b(?:wakes?|gets?|is|are|am) up at \w+", "wakes up"),
        (
            rf"\b({_W}) (morning|afternoon|evening|night|lunchtime|abend|nachmittag)s?,? "
            r"((?:of |in )?(?:next week|nachste[rn]? woche))\b",
            r"\1 \3 \2",
        ),
        (r"^(?:good )?(?:evening|morning|afternoon)(?: all| everyone| there)?[!,]", "hello,"),
        (r"\bthis (week|weekend) or (?:the )?next\b(?: \1)?", r"this \1 or next \1"),
        (r"\bwks?\b", "week"),
        (r"\beve\b(?! of)(?<!year's eve)(?<!years eve)(?<!christmas eve)(?<!xmas eve)", "evening"),
        (rf"\b({_W}) am\b(?= *$|[,.!?])", r"\1 morning"),
        (rf"\b({_W}) pm\b", r"\1 afternoon"),
        (
            r"^(?:hi|hello|hey|hallo)?[ ,!]*(?:good|guten) (?:morning|evening|afternoon|morgen"
            r"|abend|tag)\b",
            "hello",
        ),
    )
)


def prepared(text: str) -> str:
    """``text`` folded, with words that are two in one parted: "samstagabend", "tonite"."""
    folded = fold(text)
    for pattern, instead in _PARTED:
        folded = pattern.sub(instead, folded)
    return folded
