"""A message's text before its phrases of time are looked for: folded, with odd spellings undone."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from eventpal.chat.dates.words import MONTHS, NUMBERS, WEEKDAYS
from eventpal.chat.words import fold

_W = "(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + ")"
_M = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_SPELT = (
    "(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    "|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf)"
)
_SHORT = dict(
    zip(
        ("mo", "di", "mi", "do", "fr", "sa", "so"),
        "montag dienstag mittwoch donnerstag freitag samstag sonntag".split(),
        strict=True,
    )
)
_NTH: Mapping[str, int] = MappingProxyType(
    dict(
        zip(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
            " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
            " twentieth".split(),
            range(1, 21),
            strict=True,
        )
    )
    | {
        f"{tens}{join}{name}": ten + unit
        for tens, ten in (("twenty", 20), ("thirty", 30))
        for join in " -"
        for unit, name in enumerate(
            "first second third fourth fifth sixth seventh eighth ninth".split(), 1
        )
        if ten + unit <= 31
    }
    | {"thirtieth": 30}
)
"""Days of the month in words."""

_TH = "(?:" + "|".join(sorted(_NTH, key=len, reverse=True)) + ")"
_LATE_TH = "|".join(name for name in sorted(_NTH, key=len, reverse=True) if _NTH[name] > 10)
_HOUR = rf"(?:\d{{1,2}}|one|{_SPELT})"


def _hour(text: str) -> int:
    return int(text) if text.isdecimal() else NUMBERS[text]


def _half(match: re.Match[str]) -> str:
    return f"at {_hour(match[1])}:30"


def _half_to(match: re.Match[str]) -> str:
    return f"um {_hour(match[1]) - 1 or 12}:30"


def _quarter(match: re.Match[str]) -> str:
    past = match[2] in {"past", "nach"}
    return f"at {_hour(match[3]) if past else _hour(match[3]) - 1 or 12}:{15 if past else 45}"


def _or_later(match: re.Match[str]) -> str:
    said = match[1] or match[2]
    return f"after {NUMBERS.get(said, said)}"


def _between_halves(match: re.Match[str]) -> str:
    return f"between {_hour(match[2])}:30 and {_hour(match[4])}"


def _short_day(match: re.Match[str]) -> str:
    return f"am {_SHORT[match[1]]}"


def _short_days(match: re.Match[str]) -> str:
    joins = {"-": "bis", "/": "oder", "u.": "und"}.get(match[2], match[2])
    return f"{_SHORT[match[1]]} {joins} {_SHORT[match[3]]}"


def _nth(match: re.Match[str]) -> str:
    number = _NTH[match[2]]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number if number < 20 else number % 10, "th")
    return f"{match[1]}{number}{ending}"


def _spelt(match: re.Match[str]) -> str:
    first = f"{match[1]} {NUMBERS[match[2]]}"
    return f"{first} {match[3]} {NUMBERS[match[4]]}" if match[3] else first


_PARTED: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (
            rf"(?<!between )(?<!zwischen )\b(\d{{1,2}})(?:st|nd|rd|th|\.)? (or|oder) (?:the )?"
            rf"(?=\d{{1,2}}(?:st|nd|rd|th|\.)? (?:of )?({_M})\b)",
            r"\1 \3 \2 ",
        ),
        # Endings and small words as they are typed by ear.
        (r"\b(even|morn|someth|anyth|noth|go|do|look|play|sing|happen)in\b'?", r"\1ing"),
        (r"\bwat\b", "what"),
        (r"\bwher\b", "where"),
        (r"\bwit(?= (?:no|the|my|me|our|a|an|kids|friends|out)\b)", "with"),
        # Days of the month in words.
        (rf"\b()({_TH})(?= (?:day )?(?:of )?{_M}\b(?! (?:week|month)))", _nth),
        (
            rf"\b({_M} (?:the )?|{_W},? the |weekend of the )({_TH})\b"
            r"(?! (?:one|event|thing|weekend))",
            _nth,
        ),
        (rf"\b((?:on|for|until|till|by|from|after|before) the )({_LATE_TH})\b(?! [^\W\d_])", _nth),
        # Words that only look like days.
        (
            r"\b(we|i|they|he|she|who|been) sat\b(?! (?:and|or) sun)",
            r"\1 seated",
        ),
        (r"\bsat nav\b", "navigation"),
        (r"\b(get|got|gets|getting|newly) wed\b", r"\1 married"),
        (
            r"\b(the|some) sun\b(?!day)|\bsun(?= (?:is|was|shines?|shining|cream|sets|rises"
            r"|comes)\b)",
            "sunshine",
        ),
        (
            rf"\b({_W})s? (league|school|roasts?|papers?|night lights|night live|night fever)\b",
            r"\2",
        ),
        (r"\b24/7\b", "always open"),
        (rf"\b(late|early) ({_W}) (morning|afternoon|evening)s?\b", r"\2 \1 \3"),
        (
            rf"\bnot this (week|weekend|{_W}),? (?:but )?(?:the )?(?:next(?: one)?|one after"
            rf"|following)\b",
            r"next \1",
        ),
        (r"\b(i|we|he|she|they|who) works? nights?\b", r"\1 works late"),
        (rf"\b(?:before|by) (?:the )?end of (?=(?:this |next |the )?week\b|{_M}\b)", "until "),
        (
            r"\b(?:once|when|after|as soon as) (?:i|we)(?:'ve)? (?:finish(?:ed)?|get off|knock off)"
            r"(?: work)?(?! at)\b",
            "after work",
        ),
        (
            r"\b(?:once|when|after|as soon as) (?:i|we)(?:'ve)? (?:finish(?:ed)?|get off|knock off)"
            r"(?: work)? at (?=\d)",
            "after ",
        ),
        (
            rf"\b(?:tihs|thsi|ths|thid)(?= (?:week|weekend|month|year|morning|afternoon|evening"
            rf"|{_W})\b)",
            "this",
        ),
        (rf"\b(?:nxt|nxet|netx|enxt|nex)(?= (?:week|weekend|month|{_W})\b)", "next"),
        # What somebody does or did each day is no wish either.
        (
            r"\bevery (?:single )?(?:day|night|evening|morning)\b(?! (?:this|next|of the week"
            r"|until))",
            "always",
        ),
        (
            r"\b(labou?r|memorial|anzac|waitangi|canada|australia|columbus|presidents'?) weekend\b",
            r"\1 day weekend",
        ),
        # What is over is no wish.
        (
            rf"\b(?:the )?(?:last|previous|letzte[nrs]?|vergangene[nrs]?) (?:{_W}|week|weekend"
            rf"|month|year|night|woche|wochenende|monat|jahr)\b"
            r"(?! (?:of|in|im|before|vor)\b)|\b(?:yesterday|gestern)\b",
            "lately",
        ),
        (
            r"\b(?!so oder so)(mo|di|mi|do|fr|sa|so)\.? ?(bis|-|oder|und|u\.|/) ?(mo|di|mi|do|fr|sa"
            r"|so)\b\.?(?!\w)",
            _short_days,
        ),
        (
            r"\b(?:am|diesen|kommenden|nachsten) (mo|di|mi|do|fr|sa|so)\b\.?(?= *$|[,?!]"
            r"| (?:abend|nachmittag|morgen|fruh|um|ab|gegen|bis|vor))",
            _short_day,
        ),
        (rf"\b({_W})(abend|nachmittag|vormittag|morgen|mittag|nacht|fruh)s?\b", r"\1 \2"),
        (
            rf"\b(?:(?:at|from|starting|starts"
            rf"|begins) )+({_HOUR}(?:[:.]\d\d)?(?: ?[ap]m)?) or (?:later|after)\b"
            rf"|\b(\d{{1,2}}(?:[:.]\d\d)?(?: ?[ap]m)) or later\b",
            _or_later,
        ),
        (
            r"\b(?:very )?late(?:r)? (?:on )?(?:tonight|this evening)\b|\bspat heute abend\b",
            "today late night",
        ),
        (r"\bthis very (?=evening|day|morning|afternoon|week)", "this "),
        (r"\b(?:tonights?|tonight's|tonite|2 ?night|2 ?nite|tonigth)\b", "this evening"),
        (r"\b(?:tmrw|tmw|tmr|tomo|tomoz|tomorow|tommorow|tommorrow|2moro|2morrow)\b", "tomorrow"),
        (r"\bnite\b", "night"),
        (r"\barvo\b", "afternoon"),
        (rf"\b({_W}|this|tomorrow) avo\b", r"\1 afternoon"),
        (r"\bheut\b", "heute"),
        (r"\b(am|dieses|nachstes|ubers) we\b(?= *$|[,?!.])", r"\1 wochenende"),
        (r"\b(?:wknd|wkend|w/e|week-end|week end)\b", "weekend"),
        (r"\btoday'?s\b", "today"),
        (r"\b(?:week|school|work) ?nights?\b", "weekday evenings"),
        (
            r"\b(after|from|before|until|till|by|at|around|between|past|to|and|um|ab|bis) "
            r"(?:noon|midday|12 noon)\b(?= (?:and|on|to|until|tomorrow|today)|[,.?!]| *$)",
            r"\1 12 pm",
        ),
        (r"\b(before|until|till|by|to|vor|bis) (?:midnight|mitternacht)\b", r"\1 24 h"),
        (
            rf"\b(?:at |around |about )?(?:a )?(quarter) (past|to) ({_HOUR})\b(?! (?:price|hour"
            rf"|an))",
            _quarter,
        ),
        (rf"\b(?:um |gegen )?(viertel) (nach|vor) ({_HOUR})\b", _quarter),
        (
            rf"\b(between|from) half(?: past)? ({_HOUR}) (and|to"
            rf"|until) (?:half(?: past)? )?({_HOUR})\b",
            _between_halves,
        ),
        (rf"\b(?:at |around |about )?half(?: past)? ({_HOUR})\b(?! (?:am|price|hour|an))", _half),
        (rf"\b(?:um |gegen )?halb ({_HOUR})\b", _half_to),
        (
            rf"\b(after|before|until|till|at|around|past|between|about|from|by|than|nach|ab|gegen"
            rf"|vor"
            rf"|bis|um) ({_SPELT})(?: (and|to|und|bis) ({_SPELT}))?(?='? ?o'? ?clock"
            rf"| (?:in the|on|onwards|tomorrow|at|pm|am|uhr|today|tonight|this|or so|ish|for)\b"
            rf"|[,.?!]| *$)",
            _spelt,
        ),
        (r"\b(?:at |around |about )?(\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?) ?-?ish\b", r"around \1"),
        (
            r"\bbetween (?:now|today) and\b|\bfrom (?:now|today)(?: on)? (?:to|until|till)\b",
            "until",
        ),
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
            rf"\b({_W}),? (\d|1\d|2[0-4]) ?- ?(\d|1\d|2[0-4])\b(?! ?(?:{_M}|[ap]m|/|\.\d))",
            r"\1 from \2 to \3",
        ),
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
