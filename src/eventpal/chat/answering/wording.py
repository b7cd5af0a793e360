"""The sentences around the facts, English and German, each said in a few ways."""

import re
import zlib
from collections.abc import Sequence

from eventpal.chat.dates.feasts import FEAST
from eventpal.chat.dates.words import MONTHS, WEEKDAYS
from eventpal.chat.intent import Company, Format, Intent, Sort

_NUMBERS = {
    False: ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    True: tuple("keine eine zwei drei vier fünf sechs sieben acht neun zehn".split()),
}
_COMPANY = {
    Company.KIDS: ("for kids", "für Kinder"),
    Company.ACCESSIBLE: ("", "barrierefrei"),
    Company.ADULTS: ("for adults only", "nur für Erwachsene"),
}
_FORMAT = {
    Format.INDOOR: ("indoors", "drinnen"),
    Format.OUTDOOR: ("outdoors", "draußen"),
    Format.ONLINE: ("online", "online"),
    Format.WORKSHOP: ("to take part in", "zum Mitmachen"),
    Format.TALK: ("talks", "Vorträge"),
    Format.TOUR: ("tours", "Führungen"),
    Format.AVAILABLE: ("with tickets left", "mit freien Plätzen"),
}
_NAMES = {
    *("monday tuesday wednesday thursday friday saturday sunday january february march".split()),
    *("april june july august september october november december christmas easter".split()),
    *("montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz".split()),
    *("juni juli oktober dezember wochenende woche abend".split()),
}

FIRST = {
    Sort.SOONEST: ("The next one", "Als Nächstes"),
    Sort.CHEAPEST: ("The cheapest", "Am günstigsten"),
    Sort.NEAREST: ("The nearest", "Am nächsten"),
}
"""What the first in something is called."""

HELP = (
    "Ask me what's on in your own words: “free jazz on Saturday”, “something for a six-year-old "
    "this weekend”, “what's on at the library?”. Then go on: “cheaper”, “on Sunday instead”, “the "
    "second one”, “why?”. I can also plan a day, compare events, save them, put them into your "
    "calendar, and note what you like. Everything stays on this computer.",
    "Frag mich in deinen Worten, was los ist: „kostenloser Jazz am Samstag“, „etwas für ein "
    "sechsjähriges Kind am Wochenende“. Dann geht es weiter: „günstiger“, „lieber am Sonntag“,"
    " „das "
    "zweite“, „warum?“. Ich kann auch einen Tag planen, Veranstaltungen vergleichen, merken und "
    "in deinen Kalender legen und mir notieren, was du magst. Alles bleibt auf diesem Computer.",
)
TALK = (
    ("Hello! What are you in the mood for?", "Hallo! Worauf hast du Lust?"),
    ("Hi there. Tell me a day or a topic and I'll look.", "Hallo! Nenn mir einen Tag oder ein "
     "Thema, dann schaue ich nach."),
)  # fmt: skip
THANKS = (
    ("You're welcome. Have a lovely time!", "Gern! Viel Vergnügen!"),
    ("Any time!", "Jederzeit gern!"),
)
WHO = (
    "I'm EventPal. I look through the calendars you added, on this computer only.",
    "Ich bin EventPal und durchsuche die Kalender, die du hinzugefügt hast, nur auf diesem "
    "Computer.",
)


BYE = ("Bye! Have a lovely time.", "Tschüss! Viel Vergnügen!")
CANNOT = (
    "I can't do that: I only read the calendars on this computer. The event's own page is where"
    " tickets are; I can save it for you, or put it into your calendar.",
    "Das kann ich nicht: Ich lese nur die Kalender auf diesem Computer. Karten gibt es auf der"
    " Seite der Veranstaltung; ich kann sie dir merken oder in deinen Kalender legen.",
)
PAST = (
    "I only look ahead. Ask me what's coming up, and I'll look.",
    "Ich schaue nur nach vorn: Frag mich, was noch kommt.",
)
WEATHER = (
    "I don't know the weather. Tell me “indoors” or “outdoors” and I'll choose accordingly.",
    "Das Wetter kenne ich nicht. Sag „drinnen“ oder „draußen“, dann suche ich danach aus.",
)
_THANKS = re.compile(
    r"\b(?:thanks?|thx|cheers|ta|danke|merci|great|perfect|super|lovely|awesome|prima|toll)\b"
)
_BYE = re.compile(
    r"\b(?:good ?bye|bye|see (?:you|ya)|tschuss|tschüss|auf wiedersehen|ciao|bis bald)\b"
)
_WHO = re.compile(r"\b(?:who|what) are you|are you a|your name|wer bist du\b")
_WEATHER = re.compile(r"\b(?:weather|wetter)\b")
_PAST = re.compile(r"\b(?:did|was|were|missed|verpasst|war)\b")
_ASKED_TO = re.compile(r"\b(?:can|could|will|would|kannst|book|buy|reserve)\b")


def small_talk(text: str, *, german: bool) -> str:
    """What to say to those who are not asking for events."""
    folded = text.casefold()
    kinds = ((_WHO, WHO), (_WEATHER, WEATHER), (_PAST, PAST), (_BYE, BYE), (_ASKED_TO, CANNOT))
    for pattern, reply in kinds:
        if pattern.search(folded):
            return reply[german]
    return pick(THANKS if _THANKS.search(folded) else TALK, folded, german=german)


def pick(choices: Sequence[tuple[str, str]], seed: str, *, german: bool) -> str:
    """One of several ways to say it, the same for the same ``seed``."""
    return choices[zlib.crc32(seed.encode()) % len(choices)][german]


def number(count: int, *, german: bool, capital: bool = False) -> str:
    """A count in words up to ten."""
    names = _NUMBERS[german]
    text = names[count] if count < len(names) else str(count)
    return text[:1].upper() + text[1:] if capital else text


def wishes(intent: Intent, *, german: bool) -> str:
    """What was asked for, in the person's own words; "" for anything at all.

    English says it as one phrase ("free jazz on Friday"), German as a list.
    """
    if not german:
        phrase = _phrase(intent)
        return "" if phrase == _ANYTHING else phrase
    parts = [
        " oder ".join(intent.topics),
        priced(intent.price, german=True),
        *(_FORMAT[form][True] for form in intent.format),
        accompanied(intent, german=True),
        placed(intent.where),
        named(" ".join(one.partition(" than ")[0] for one in intent.when)),
        *(f"ohne {one}" for one in intent.exclude),
    ]
    return ", ".join(part for part in parts if part)


_ANYTHING = "events"
_FEAST = re.compile(rf"{FEAST}$")
_SMALL = frozenset({"of", "the", "and", "in"})
_OF_PLACES = frozenset(
    """
    a an the of in at on by near around close to from within under less than up not far too away
    outside and or half here me my us our home house place flat door walk walking walkable distance
    minute minutes min km k m mi mile miles kilometre kilometres kilometer kilometers metre metres
    meters nearby locally town city centre center middle round corner area neighbourhood
    neighborhood other im am an in der die dem den das bei beim nahe um ecke zu fuss meiner hier
    gegend von mir nicht weit
    """.split()
)
"""What stands in a phrase of place beside the name, or instead of one."""

_KINDS = {Format.WORKSHOP: "workshops", Format.TALK: "talks", Format.TOUR: "tours"}
_DATED = re.compile(
    rf"(?!the week|the next)(?:{'|'.join((*WEEKDAYS, *MONTHS))})\b|the \d|\d{{1,2}}(?:st|nd|rd|th"
    rf"|[./])"
)

_A_DAY = re.compile(rf"{_DATED.pattern}|\b(?:today|tonight|tomorrow|weekend|week)\b", re.IGNORECASE)


def _phrase(intent: Intent, *, one: bool = False) -> str:
    kinds = [_KINDS[form] for form in intent.format if form in _KINDS]
    what = " or ".join(intent.topics)
    if not what:
        what = " and ".join(kinds) or _ANYTHING
        what = what.removesuffix("s") if one else what
    price = priced(intent.price, german=False)
    adjective = price in {"free", "cheap", "cheaper"}
    when = [named(said.partition(" than ")[0]) for said in intent.when]
    parts = [
        "step-free" if intent.company is Company.ACCESSIBLE else "",
        price if adjective else "",
        what,
        *(f"as {kind}" for kind in kinds if intent.topics),
        "" if adjective else price,
        *(_FORMAT[form][False] for form in intent.format if form not in _KINDS),
        accompanied(intent, german=False),
        *(
            f"or {said}"
            if at and _A_DAY.search(said) and _A_DAY.search(when[at - 1])
            else _timed(said)
            for at, said in enumerate(when)
        ),
        placed(intent.where),
        f"(not {' or '.join(intent.exclude)})" if intent.exclude else "",
    ]
    return " ".join(part for part in parts if part)


def _timed(said: str) -> str:
    """A phrase of time as it stands in a sentence: "on Friday", "over Memorial Day weekend"."""
    if said.startswith("the weekend"):
        return f"at {said}"
    feast = _FEAST.match(said.lower())
    if feast is not None:
        name = " ".join(word if word in _SMALL else word.capitalize() for word in said.split())
        name = name.replace("Weekend", "weekend").removeprefix("The ")
        if name.lower().startswith(("over ", "at ", "around ", "for ", "between ")):
            return name[:1].lower() + name[1:]
        name = f"the {name}" if name[:1].isdigit() else name
        return f"over {name}" if name.endswith("weekend") else f"on {name}"
    return f"on {said}" if _DATED.match(said.lower()) else said


def lead(intent: Intent, count: int, *, german: bool, seed: str) -> str:
    """The sentence above a list of ``count`` events."""
    asked = wishes(intent, german=german)
    many = number(count, german=german)
    single = _phrase(intent, one=True)
    if intent.sort is not Sort.BEST and count == 1:
        first = FIRST[intent.sort][german]
        if german:
            return f"{first}{f' ({asked})' if asked else ''}:"
        return f"{first.removesuffix(' one')} {single}:" if asked else f"{first}:"
    if not asked:
        return pick(
            (
                ("Here's what I'd look at first:", "Das würde ich mir zuerst ansehen:"),
                ("These look best for you:", "Das passt am besten zu dir:"),
            ),
            seed,
            german=german,
        )
    if count == 1:
        alone = f"for {asked}" if intent.topics else single
        return pick(
            (
                (f"There's one {alone}:", f"Eine passt ({asked}):"),
                (f"I found one {alone}:", f"Eine habe ich gefunden ({asked}):"),
            ),
            seed,
            german=german,
        )
    # "Three free workshops", but "three for free jazz".
    counted = f"for {asked}" if intent.topics else asked
    capital = number(count, german=german, capital=True)
    return pick(
        (
            (f"{capital} {counted}:", f"{capital} passen ({asked}):"),
            (f"Here are {many} {counted}:", f"Bitte sehr ({asked}):"),
            (f"{capital} {counted} that look good:", f"{capital} gute ({asked}):")
            if not intent.topics
            else (f"For {asked}, I'd look at these:", f"{capital} gute ({asked}):"),
        ),
        seed,
        german=german,
    )


def closing(left: int, *, german: bool) -> str:
    """The sentence below a list where ``left`` more events fit; "" where none does."""
    if left <= 0:
        return ""
    count = number(left, german=german, capital=True)
    if german:
        return f"{count} weitere {'passt' if left == 1 else 'passen'} auch: sag „mehr“."
    return f"{count} more {'fits' if left == 1 else 'fit'}, too: say “more”."


def more_of_nothing(*, german: bool) -> str:
    """There is no more to show."""
    return "Mehr habe ich nicht gefunden." if german else "That's all I found."


def named(phrase: str) -> str:
    """A folded phrase with the names in it as they are written."""
    return " ".join(
        word.capitalize() if word.rstrip(",.").removesuffix("'s") in _NAMES else word
        for word in phrase.split()
    )


def placed(where: str) -> str:
    """A folded phrase of place as it stands in a sentence: "in Southbar", "near me"."""
    if where in {"walking", "walking distance", "walkable"}:
        return "within walking distance"
    return " ".join(
        word if word in _OF_PLACES or word[:1].isdigit() else word.capitalize()
        for word in where.split()
    )


def priced(price: str, *, german: bool) -> str:
    """A limit on the price in words."""
    if price in {"", "cheaper"}:
        return {"": "", "cheaper": "günstiger" if german else "cheaper"}[price]
    if price == "free":
        return "kostenlos" if german else "free"
    if price == "cheap":
        return "günstig" if german else "cheap"
    limit = price.rpartition(" ")[2]
    return f"bis {limit}" if german else f"under {limit}"


def accompanied(intent: Intent, *, german: bool) -> str:
    """Who comes along, in words."""
    if intent.company is Company.KIDS and intent.age is not None:
        return f"ab {intent.age} Jahren" if german else f"for a {intent.age}-year-old"
    return _COMPANY.get(intent.company, ("", ""))[german]
