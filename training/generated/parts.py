"""The parts of a request: a draw of words and sentences, and what each part adds to an intent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

from eventpal.chat.intent import Company, Format, Intent, Sort
from training.generated import noise, wordings
from training.generated.vocabulary import GERMAN, TOPICS, Split, district, held_out, of_split, venue


@dataclass(slots=True)
class Draw:
    """Draws words and sentences of one split in one language."""

    random: Random
    split: Split
    german: bool = False
    chatty: bool = True
    """Some messages say more than they ask for."""
    before: Intent | None = None
    said: list[str] = field(default_factory=list)
    """Wordings for the ``{M}`` of a frame."""
    asked: dict[str, object] = field(default_factory=dict)
    """The intent's fields so far."""

    def frame(self, given: tuple[str, ...]) -> str:
        """One of the sentences."""
        return self.random.choice(frames_of(given, held=self.split == "phrasings"))

    def wording(self, english: wordings.Pairs, german: wordings.Pairs = ()) -> tuple[str, str]:
        """One of the wordings and what it means."""
        pairs = german if self.german and german else english
        return self.random.choice(wordings_of(pairs, held=self.split == "phrasings"))

    def topic(self) -> str:
        """Something to do or to see."""
        return self.random.choice(of_split(GERMAN if self.german else TOPICS, self.split))

    def place(self) -> tuple[str, str]:
        """A name of a district or a venue as it is written, and as it is looked up."""
        name = (district if self.random.random() < 0.5 else venue)(self.random, self.split)
        return name, name.lower().removeprefix("the ")


@cache
def frames_of(all_of: tuple[str, ...], *, held: bool) -> tuple[str, ...]:
    """The frames that are held out, or those that are not; all of few."""
    return tuple(one for one in all_of if held_out(one, "frame") == held) or all_of


@cache
def wordings_of(pairs: wordings.Pairs, *, held: bool) -> wordings.Pairs:
    """The pairs whose wording is held out, or those where it is not; all of few."""
    return tuple(one for one in pairs if held_out(one[0], "wording") == held) or pairs


def _add(write: Draw, name: str, value: object, wording: str) -> None:
    write.asked[name] = value
    write.said.append(wording)


def when(write: Draw) -> None:
    """Adds a time, seldom two."""
    random = write.random
    wording, phrase = wordings.when(random, german=write.german)
    if random.random() < 0.08:
        other, second = wordings.when(random, german=write.german)
        if second != phrase:
            _add(
                write, "when", (phrase, second), f"{wording} {random.choice(('or', 'and'))} {other}"
            )
            return
    if random.random() < 0.12:
        wording = noise.slips(wording, random, 0.5)
    _add(write, "when", (phrase,), wording)


def where(write: Draw) -> None:
    """Adds a part of town, a venue, or here."""
    random = write.random
    kind = random.random()
    if kind < 0.2:
        here = random.choice(wordings.NEAR_ME)
        _add(write, "where", "near me", here)
        return
    name, looked_up = write.place()
    if kind < 0.45:
        frame = random.choice(wordings.NEARS_DE if write.german else wordings.NEARS)
        _add(write, "where", f"near {looked_up}", frame.format(p=name))
        return
    german, english = wordings.WHERES_DE + wordings.VENUES_DE, wordings.WHERES + wordings.VENUES
    frame = random.choice(german if write.german else english)
    _add(write, "where", looked_up, frame.format(d=name, v=name.removeprefix("The ")))


def price(write: Draw) -> None:
    """Adds what it may cost."""
    wording, value = write.wording(wordings.PRICES, wordings.PRICES_DE)
    number = write.random.choice((3, 5, 7, 8, 10, 12, 15, 18, 20, 25, 30, 35, 40, 50, 60, 75, 100))
    money = write.random.choice(wordings.MONEY).format(n=number)
    _add(write, "price", value.format(n=number), wording.format(n=money))


def company(write: Draw) -> None:
    """Adds who comes along, or what they need."""
    wording, value = write.wording(wordings.COMPANY, wordings.COMPANY_DE)
    age = write.random.randint(2, 16)
    who, _, aged = value.partition(" ")
    _add(write, "company", Company(who), wording.format(age=age))
    if aged:
        write.asked["age"] = int(aged.format(age=age))


def format_(write: Draw) -> None:
    """Adds how it is held."""
    wording, value = write.wording(wordings.FORMATS, wordings.FORMATS_DE)
    _add(write, "format", (Format(value),), wording)


def sort(write: Draw) -> None:
    """Adds what comes first."""
    wording, value = write.wording(wordings.SORTS, wordings.SORTS_DE)
    _add(write, "sort", Sort(value), wording)


def count(write: Draw) -> None:
    """Adds how many are wanted."""
    number = write.random.randint(1, 8)
    word = ("one", "two", "three", "four", "five", "six", "seven", "eight")[number - 1]
    german = ("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht")[number - 1]
    if write.german:
        _add(write, "count", number, write.random.choice((f"nur {german}", f"{german} vorschläge")))
        return
    forms = (
        f"top {number}",
        f"just {word}",
        f"{word} ideas",
        f"max {number} results",
        f"only {number}",
    )
    _add(write, "count", number, write.random.choice(forms))


def exclude(write: Draw) -> None:
    """Adds what is not wanted."""
    unwanted = write.topic()
    if unwanted in write.asked.get("topics", ()):  # type: ignore[operator]
        return
    frame = write.frame(wordings.EXCLUDES_DE if write.german else wordings.EXCLUDES)
    _add(write, "exclude", (unwanted,), frame.format(x=unwanted))


Part = Callable[[Draw], None]
_PARTS: Sequence[tuple[Part, float]] = (
    (when, 0.55), (where, 0.24), (price, 0.24), (company, 0.18), (format_, 0.12),
    (sort, 0.05), (count, 0.06), (exclude, 0.09),
)  # fmt: skip
_MOST_PARTS = 4


def parts(write: Draw, least: int, *, but: Sequence[Part] = ()) -> str:
    """Adds parts of a request, at least ``least``, and gives their wordings in some order."""
    random = write.random
    drawn = [part for part, share in _PARTS if part not in but and random.random() < share]
    while len(drawn) < least:
        drawn = [random.choice([part for part, _ in _PARTS[:5] if part not in but])]
    if random.random() < 0.4:
        random.shuffle(drawn)
    for part in drawn[:_MOST_PARTS]:
        part(write)
    return random.choice((" ", " ", " ", ", ")).join(write.said)


def looked_for(write: Draw) -> str:
    """Adds topics, and gives what they are called in the message."""
    random = write.random
    first = write.topic()
    kind = random.random()
    if kind < 0.16:
        kinds = wordings.KINDS_DE if write.german else wordings.KINDS
        wording, value = random.choice(wordings_of(kinds, held=write.split == "phrasings"))
        write.asked.update(topics=(first,), format=(Format(value),))
        return wording.format(topic=first)
    others = [one for one in {write.topic(), write.topic()} if one != first]
    others.sort()
    if kind < 0.3 and others:
        write.asked["topics"] = (first, others[0])
        joint = random.choice(
            ("oder", "und", "/") if write.german else ("or", "and", "/", "or maybe")
        )
        return f"{first} {joint} {others[0]}"
    if kind < 0.33 and len(others) > 1:
        write.asked["topics"] = (first, *others)
        return f"{first}, {others[0]} {'oder' if write.german else 'or'} {others[1]}"
    write.asked["topics"] = (first,)
    if kind < 0.45:
        return noise.slips(first, random, 0.6)
    return first


def filled(frame: str, **slots: str) -> str:
    """``frame`` with its slots filled."""
    for name, text in slots.items():
        frame = frame.replace("{" + name + "}", text)
    return frame
