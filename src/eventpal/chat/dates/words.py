"""The tables behind ``dates``: names of days, months, numbers and parts of the day, en and de.

All are folded: lower case without accents.
"""

from collections.abc import Mapping
from types import MappingProxyType

_WEEKDAY_FORMS = (
    ("monday", "mon", "montag"),
    ("tuesday", "tues", "tue", "dienstag"),
    ("wednesday", "weds", "wed", "mittwoch"),
    ("thursday", "thurs", "thur", "thu", "donnerstag"),
    ("friday", "fri", "freitag"),
    ("saturday", "sat", "samstag", "sonnabend"),
    ("sunday", "sun", "sonntag"),
)
WEEKDAYS: Mapping[str, int] = MappingProxyType(
    {form: number for number, forms in enumerate(_WEEKDAY_FORMS) for form in forms}
)
_MONTH_FORMS = (
    ("january", "jan", "januar"),
    ("february", "feb", "februar"),
    ("march", "mar", "marz", "maerz"),
    ("april", "apr"),
    ("may", "mai"),
    ("june", "jun", "juni"),
    ("july", "jul", "juli"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct", "oktober", "okt"),
    ("november", "nov"),
    ("december", "dec", "dezember", "dez"),
)
MONTHS: Mapping[str, int] = MappingProxyType(
    {form: number for number, forms in enumerate(_MONTH_FORMS, 1) for form in forms}
)
PLAIN_MONTHS = tuple(
    form for form in MONTHS if form not in {"may", "march", "mar", "jan", "sep", "mai", "august"}
)
"""Those that are taken for a month without "in" before them."""

NUMBERS: Mapping[str, int] = MappingProxyType(
    {
        "a": 1,
        "an": 1,
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "couple of": 2,
        "a couple of": 2,
        "few": 3,
        "a few": 3,
        "several": 4,
        "ein": 1,
        "eine": 1,
        "einem": 1,
        "einer": 1,
        "einen": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "funf": 5,
        "sechs": 6,
        "sieben": 7,
        "acht": 8,
        "neun": 9,
        "zehn": 10,
        "paar": 3,
        "ein paar": 3,
        "einige": 4,
        "fifteen": 15,
        "twenty": 20,
        "twenty five": 25,
        "thirty": 30,
        "forty": 40,
        "fifty": 50,
        "hundred": 100,
        "funfzehn": 15,
        "zwanzig": 20,
        "dreissig": 30,
        "funfzig": 50,
        "elf": 11,
        "zwolf": 12,
        "handful": 5,
        "a handful": 5,
        "half a dozen": 6,
        "dozen": 12,
        "a dozen": 12,
        "handful of": 5,
        "a handful of": 5,
        "fourteen": 14,
        "vierzehn": 14,
        "thirteen": 13,
        "sixteen": 16,
        "seventeen": 17,
        "eighteen": 18,
        "nineteen": 19,
        "sixty": 60,
        "seventy": 70,
        "eighty": 80,
        "ninety": 90,
    }
)

PARTS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        r"before (?:noon|midday|lunch(?:time)?)|vor (?:dem )?mittag": (0, 12 * 60),
        r"after lunch|nach dem mittag(?:essen)?": (13 * 60, 24 * 60),
        r"after school|nach der schule": (15 * 60, 19 * 60),
        r"after dark|nach einbruch der dunkelheit": (17 * 60, 28 * 60),
        r"late(?: at)? night|late on|spat ?nachts|(?:after|past) midnight|nach mitternacht": (
            21 * 60,
            28 * 60,
        ),
        r"(?:before|vor) (?:dinner|tea|dem abendessen)|early doors": (12 * 60, 18 * 60),
        r"after (?:dinner|tea|supper)|nach dem (?:abend)?essen": (19 * 60, 24 * 60),
        r"(?:at )?tea ?time|mid ?afternoon": (14 * 60, 18 * 60),
        r"(?:at |for )?(?:breakfast|fruhstuck)(?: time|szeit)": (6 * 60, 11 * 60),
        r"(?:at )?brunch ?time|(?:over|at) brunch": (10 * 60, 14 * 60),
        r"early (?:in the )?morning|fruhmorgens|am fruhen morgen|before work": (5 * 60, 9 * 60),
        r"late morning|am spaten vormittag": (10 * 60, 12 * 60),
        r"(?:in the )?mornings?(?! (?:person|people|papers?)\b)|vormittags?|am vormittag|morgens"
        r"|fruh(?! ?stuck)": (
            300,
            720,
        ),
        r"lunch ?times?|(?:over|at|during|for my) lunch(?: break)?|(?:at )?noon|midday|mittags?"
        r"|am mittag|mittagspause": (11 * 60 + 30, 14 * 60),
        r"matinees?|nachmittagsvorstellung(?:en)?": (11 * 60, 17 * 60),
        r"late afternoon|am spaten nachmittag": (15 * 60, 18 * 60),
        r"early afternoon|am fruhen nachmittag": (12 * 60, 15 * 60),
        r"(?:in the )?afternoons?(?! teas?\b)|nachmittags?": (12 * 60, 17 * 60),
        r"early evening|fruhen abend": (16 * 60, 20 * 60),
        r"late evening|spaten abend|spatabends": (20 * 60, 26 * 60),
        r"evenings?|abends?": (17 * 60, 24 * 60),
        r"(?:in the |during the )?daytime|during the day|tagsuber": (6 * 60, 17 * 60),
        r"at night|nachts|in der nacht": (18 * 60, 28 * 60),
    }
)
"""Minutes after midnight of the day, from and to; past midnight belongs to the day before."""

NIGHT = (18 * 60, 28 * 60)
"""Friday night: people mean what begins in the evening."""

AFTER_WORK = (17 * 60, 24 * 60)
