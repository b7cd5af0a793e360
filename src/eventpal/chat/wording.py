"""The sentences around the facts, English and German, each said in a few ways."""

import zlib
from collections.abc import Sequence

from eventpal.chat.intent import Company, Format, Intent, Sort

_NUMBERS = {
    False: ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    True: tuple("keine eine zwei drei vier fünf sechs sieben acht neun zehn".split()),
}
_COMPANY = {
    Company.KIDS: ("for kids", "für Kinder"),
    Company.ACCESSIBLE: ("step-free", "barrierefrei"),
    Company.DATE: ("for two", "für zwei"),
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


def pick(choices: Sequence[tuple[str, str]], seed: str, *, german: bool) -> str:
    """One of several ways to say it, the same for the same ``seed``."""
    return choices[zlib.crc32(seed.encode()) % len(choices)][german]


def number(count: int, *, german: bool, capital: bool = False) -> str:
    """A count in words up to ten."""
    names = _NUMBERS[german]
    text = names[count] if count < len(names) else str(count)
    return text[:1].upper() + text[1:] if capital else text


def wishes(intent: Intent, *, german: bool) -> str:
    """What was asked for in a few words, the person's own: "jazz, on Saturday, free"."""
    parts = [
        (" oder " if german else " or ").join(intent.topics),
        _price(intent.price, german=german),
        *(_FORMAT[form][german] for form in intent.format),
        _company(intent, german=german),
        named(intent.where),
        named(" ".join(one.partition(" than ")[0] for one in intent.when)),
        *((f"ohne {one}" if german else f"no {one}") for one in intent.exclude),
    ]
    return ", ".join(part for part in parts if part)


def lead(intent: Intent, count: int, *, german: bool, seed: str) -> str:
    """The sentence above a list of ``count`` events."""
    asked = wishes(intent, german=german)
    many = number(count, german=german, capital=True)
    if intent.sort is not Sort.BEST and count == 1:
        first = FIRST[intent.sort][german]
        return f"{first}{f' ({asked})' if asked else ''}:"
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
        return pick(
            (
                (f"One fits ({asked}):", f"Eine passt ({asked}):"),
                (f"I found one ({asked}):", f"Eine habe ich gefunden ({asked}):"),
            ),
            seed,
            german=german,
        )
    return pick(
        (
            (f"{many} that fit ({asked}):", f"{many} passen ({asked}):"),
            (f"Here you go: {asked}.", f"Bitte sehr: {asked}."),
            (f"{many} good ones ({asked}):", f"{many} gute ({asked}):"),
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


def nothing(intent: Intent, misses: Sequence[tuple[str, int]], *, german: bool) -> str:
    """Says that nothing fits, and what does when one wish is given up.

    Args:
        intent: what was asked for.
        misses: what to give up, as ``without``, and how many events then fit.
        german: the language.
    """
    asked = wishes(intent, german=german)
    sentence = (
        (f"Dazu finde ich nichts ({asked})." if asked else "Dazu finde ich nichts.")
        if german
        else (f"I can't find anything for that ({asked})." if asked else "Nothing is coming up.")
    )
    if not misses:
        return sentence
    offers = (" und " if german else ", and ").join(
        f"{what}: {number(count, german=german)}" for what, count in misses
    )
    if german:
        return f"{sentence} Aber es gibt {offers}. Soll ich das zeigen?"
    return f"{sentence} But there are some {offers}. Shall I show them?"


def more_of_nothing(*, german: bool) -> str:
    """There is no more to show."""
    return "Mehr habe ich nicht gefunden." if german else "That's all I found."


def named(phrase: str) -> str:
    """A folded phrase with the names in it as they are written."""
    return " ".join(
        word.capitalize() if word.rstrip(",.").removesuffix("'s") in _NAMES else word
        for word in phrase.split()
    )


def _price(price: str, *, german: bool) -> str:
    if price in {"", "cheaper"}:
        return {"": "", "cheaper": "günstiger" if german else "cheaper"}[price]
    if price == "free":
        return "kostenlos" if german else "free"
    if price == "cheap":
        return "günstig" if german else "cheap"
    limit = price.rpartition(" ")[2]
    return f"bis {limit}" if german else f"under {limit}"


def _company(intent: Intent, *, german: bool) -> str:
    if intent.company is Company.KIDS and intent.age is not None:
        return f"ab {intent.age} Jahren" if german else f"for age {intent.age}"
    return _COMPANY.get(intent.company, ("", ""))[german]
