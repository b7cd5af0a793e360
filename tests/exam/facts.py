"""Whether a text says of events only what the database says, found apart from what wrote it.

A listed line must be an event's own, word for word, and every date, time, price and venue in it is
compared with the event's fields, which are read here and not by what renders them. In the sentences
that the language model wrote, whatever the database says of the events named is taken away; what is
left may hold no number, day, price, name or any other claim.
"""

import re
from collections.abc import Sequence
from datetime import timedelta, tzinfo

from eventpal.chat.answering import render, wording
from eventpal.domain import Event
from tests.exam.marking import City
from tests.exam.running import Marked

_CLAIMS = re.compile(
    r"\d|[€£$%]|\b(?:free|gratis|cost\w*|price\w*|cheap\w*|expensive|euros?|pounds?|dollars?"
    r"|sold|cancel\w*|postponed|full|available|tickets?"
    r"|today|tonight|tomorrow|yesterday|noon|midnight|o'clock|weekends?|weekly|weeks?"
    r"|mornings?|afternoons?|evenings?|hours?|minutes?|early|late|later|until"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|january|february|march|april|june|july|august|september|october|november|december"
    r"|(?:in|out)(?:doors?|side)|online|near\w*|far|close|kilomet\w+|miles?|minutes?"
    r"|oldest|newest|largest|biggest|famous|award\w*|popular|latest|earliest|soonest"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred"
    r"|kostenlos\w*|umsonst|preis\w*|g[uü]nstig\w*|teuer\w*|ausverkauft|abgesagt|verschoben"
    r"|heute|morgen|abends?|mittags?|nachts?|uhr|stunden?|fr[uü]h\w*|sp[aä]t\w*|w[oö]chentlich"
    r"|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?"
    r"|januar|februar|m[aä]rz|mai|juni|juli|oktober|dezember"
    r"|drinnen|drau(?:ß|ss)en|nah\w*|weit|ber[uü]hmt\w*|vier|f[uü]nf|sechs|sieben|acht|neun|zehn)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[\w,;:”“] )(?!I\b|I['’])[A-Z]\w+")
"""A capital letter inside an English sentence."""

_SENTENCE = re.compile(r"(?<=[.!?]) ")
_DAYS = ("Mon Tue Wed Thu Fri Sat Sun".split(), "Mo Di Mi Do Fr Sa So".split())
_MONTHS = (
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
    "Jan Feb März Apr Mai Juni Juli Aug Sept Okt Nov Dez".split(),
)
_SIGNS = {"€": ("EUR",), "£": ("GBP",), "$": ("USD", "NZD", "AUD", "CAD")}
_FREE = ("free", "kostenlos")
_FACT = re.compile(
    r"\d+(?:[:.]\d+)?|[€£$]|\b(?:[A-Z]{3}|"
    + "|".join({*_FREE, *(name for names in (*_DAYS, *_MONTHS) for name in names)})
    + r")\b"
)
_BESIDE = re.compile(r"(?:,| ·) (?:(?:until|bis)\b|\d+(?:\.\d+)? km\b).*")
"""What some answers add: how long a plan stays, how far it is, and where."""
_TITLE = re.compile(r"[“„]([^”“]+)[”“]")


def invented(marked: Marked, city: City) -> list[str]:
    """What an answer says that is not what the database says of the events that it names."""
    return [*_listed(marked, city), *_written(marked, city), *_missing(marked)]


def _listed(marked: Marked, city: City) -> list[str]:
    known = [
        render.line(event, city.zone, german=german)
        for event in marked.named
        for german in (False, True)
    ]
    listed = [line for line in marked.answer.splitlines() if line[:1].isdigit() and " — " in line]
    return [
        line
        for line in listed
        if not any(line.partition(". ")[2].startswith(one) for one in known)
        or listed_wrongly(line, marked.named, city.zone)
    ]


def listed_wrongly(line: str, events: Sequence[Event], zone: tzinfo) -> bool:
    """Whether a listed line says something that is in the fields of none of ``events``."""
    return all(_foreign(line, event, zone) for event in events)


def _foreign(line: str, event: Event, zone: tzinfo) -> list[str]:
    """What a listed line says that is not in the event's fields."""
    _, title, told = line.partition(f". {render.plain(event.title)} — ")
    venue = event.venue.partition(",")[0].strip()
    if not title or venue not in told:
        return [line]
    own = {name for name in _FREE if event.is_free}
    own.add(event.currency or "")
    own |= {sign for sign, codes in _SIGNS.items() if event.currency in codes}
    for amount in (event.price_min, event.price_max):
        own |= set() if amount is None else {f"{amount:g}", f"{amount:.2f}"}
    last = event.end - timedelta(days=1) if event.all_day and event.end else event.end
    for moment in filter(None, (event.start, last)):
        there = moment.astimezone(zone) if event.tz.upper() in {"UTC", "GMT", "Z"} else moment
        own |= {str(there.day), f"{there:%H:%M}"}
        own |= {names[there.weekday()] for names in _DAYS}
        own |= {names[there.month - 1] for names in _MONTHS}
    told = _BESIDE.sub("", told).replace(venue, " ")
    return [fact for fact in _FACT.findall(told) if fact not in own]


def _missing(marked: Marked) -> list[str]:
    return [one.title for one in marked.named if render.plain(one.title) not in marked.answer]


def _written(marked: Marked, city: City) -> list[str]:
    """Claims of the model's own sentences."""
    text = marked.written
    if not text:
        return []
    titles = [render.plain(event.title) for event in marked.named]
    wrong = [
        sentence
        for sentence in _SENTENCE.split(text)
        if any(fact in _TITLE.sub("", sentence) for fact in _facts(marked.named[:1], city) if fact)
        and set(_TITLE.findall(sentence)) & (set(titles) - {titles[0]})
    ]
    left = text
    own = [*titles, *_facts(marked.named[:1], city), *marked.reasons, *marked.intent.topics]
    for fact in sorted(filter(None, own), key=len, reverse=True):
        left = re.sub(rf"(?<!\w){re.escape(fact)}(?!\w)", " ", left, flags=re.IGNORECASE)
    count = wording.number(len(marked.named), german=False)
    left = re.sub(rf"\b{count}\b", " ", left, flags=re.IGNORECASE)
    return [
        *wrong,
        *(found[0] for found in _CLAIMS.finditer(left)),
        *(() if _is_german(text) else _NAME.findall(left)),
    ]


def _facts(events: Sequence[Event], city: City) -> list[str]:
    return [
        fact
        for event in events
        for german in (False, True)
        for fact in (
            render.when(event, city.zone, german=german),
            render.venue(event),
            render.price(event, german=german),
        )
    ]


def _is_german(text: str) -> bool:
    german = r"\b(?:ich|dir|dich|ist|und|für|wie|das|es|gern|mein|viel)\b"
    return re.search(german, text.lower()) is not None
