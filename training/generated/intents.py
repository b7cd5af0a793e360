"""Messages and what they ask for: every kind of act, put together from frames and wordings."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from eventpal.chat.intent import Act, Company, Format, Intent, Sort, Verdict
from training.generated import chatter, frames, noise, parts, wordings
from training.generated.parts import Draw, filled
from training.generated.vocabulary import Split


@dataclass(frozen=True, slots=True)
class Asked:
    """A message, the intent before it in the conversation if there is one, and its own intent."""

    text: str
    intent: Intent
    before: Intent | None = None
    german: bool = False


def messages(
    number: int, seed: int, split: Split = "train", *, chatty: bool = True
) -> Iterator[Asked]:
    """``number`` messages, the same for the same seed; ``chatty``: some say more than they ask."""
    for place in range(number):
        yield _message(Random(f"{seed} {split} {place}"), split, chatty=chatty)


def _message(random: Random, split: Split, *, chatty: bool) -> Asked:
    write = Draw(random, split, german=random.random() < 0.17, chatty=chatty)
    kind = random.choices([kind for kind, _ in _KINDS], [share for _, share in _KINDS])[0]
    in_conversation = kind in _FOLLOWING or (kind in _ANYWHERE and random.random() < 0.3)
    if in_conversation:
        write.before = _finding(Draw(random, split, write.german)).intent
    asked = kind(write)
    return replace(asked, before=write.before, german=write.german)


def _finished(write: Draw, text: str, act: Act, *, hasty: bool = True) -> Asked:
    """The message with chatter around it and slips in it, and its intent."""
    random = write.random
    text = _tidy(text)
    if hasty and random.random() < 0.1:
        text = noise.slips(text, random, 0.15)
    if write.chatty:
        text = _chatty(text, write)
    intent = Intent(act=act, **write.asked)  # type: ignore[arg-type]  # drawn by name
    return Asked(noise.typed(text, random), intent)


def _chatty(text: str, write: Draw) -> str:
    """``text`` among what people say besides."""
    random = write.random
    if random.random() < 0.12:
        hello = chatter.greeting(random, write.split)
        text = f"{hello}{random.choice((', ', ' ', '! '))}{text}"
    if random.random() < 0.16:
        said = chatter.before(random, write.split)
        text = f"{said}{random.choice((', ', '. ', ' so ', ' - ', ' and '))}{text}"
    if random.random() < 0.1:
        said = chatter.after(random, write.split)
        text = f"{text.rstrip('?')}{random.choice((', ', '. ', ' - '))}{said}"
    if random.random() < 0.1:
        end = chatter.ending(random, write.split)
        text = f"{text.rstrip('?')}{random.choice((' ', ', '))}{end}"
    return text


def _tidy(text: str) -> str:
    text = re.sub(r"\s+([,?.!:])", r"\1", " ".join(text.split()))
    return re.sub(r"^[\s,:.-]+", "", text)


def _finding(write: Draw) -> Asked:
    random = write.random
    if random.random() < 0.3:
        frame = write.frame(frames.FIND_ANYTHING_DE if write.german else frames.FIND_ANYTHING)
        return _finished(write, filled(frame, M=parts.parts(write, 1)), Act.FIND)
    frame = write.frame(frames.FIND_DE if write.german else frames.FIND)
    if "{M} " in frame[:4]:
        frame = random.choice((frame, "{T} {M}"))
    topic = parts.looked_for(write)
    taken = (parts.format_,) if "format" in write.asked else ()
    free = random.random()
    if free < 0.06:  # "free jazz tonight": some adjectives stand before what they belong to
        word, name, value = random.choice(
            (
                ("free", "price", "free"),
                ("cheap", "price", "cheap"),
                ("outdoor", "format", (Format.OUTDOOR,)),
                ("indoor", "format", (Format.INDOOR,)),
                ("kids", "company", Company.KIDS),
            )
        )
        if name not in write.asked:
            write.asked[name] = value
            topic = f"{word} {topic}"
        taken = (parts.format_, parts.price, parts.company)
    return _finished(write, filled(frame, T=topic, M=parts.parts(write, 0, but=taken)), Act.FIND)


def _abroad(write: Draw) -> Asked:
    wording, value = write.wording(wordings.ABROAD)
    frame = write.random.choice(wordings.ABROAD_ASKS)
    topic = write.topic()
    write.asked["when"] = (value,)
    if "{topic}" in frame:
        write.asked["topics"] = (topic,)
    return _finished(write, frame.format(when=wording, topic=topic), Act.FIND, hasty=False)


def _refining(write: Draw) -> Asked:
    random = write.random
    kind = random.random()
    if kind < 0.3:
        frame = write.frame(frames.REFINE_TOPIC_DE if write.german else frames.REFINE_TOPIC)
        return _finished(write, filled(frame, T=parts.looked_for(write)), Act.REFINE)
    if kind < 0.45:
        wording, value = write.wording(wordings.COMPARATIVES, wordings.COMPARATIVES_DE)
        write.asked |= from_comparative(value)
        return _finished(write, wording, Act.REFINE)
    frame = write.frame(frames.REFINE_DE if write.german else frames.REFINE)
    random.choices(list(_CHANGED), list(_CHANGED.values()))[0](write)
    if not write.said:
        parts.when(write)
    return _finished(write, filled(frame, M=write.said[0]), Act.REFINE)


_CHANGED = {
    parts.when: 6,
    parts.where: 3,
    parts.price: 3,
    parts.company: 2,
    parts.format_: 2,
    parts.exclude: 2,
    parts.count: 1,
}
"""What a refinement changes, and how often."""


def from_comparative(value: str) -> dict[str, object]:
    """The fields that a comparative of ``wordings`` means."""
    if value == "cheaper":
        return {"price": value}
    if value in {"later", "earlier"}:
        return {"when": (value,)}
    return {"refers": (0,)} if value == "other" else {"sort": Sort(value)}


def _more(write: Draw) -> Asked:
    frame = write.frame(frames.MORE)
    if "{n}" in frame:
        number = write.random.randint(2, 9)
        write.asked["count"] = number
        frame = frame.replace("{n}", str(number))
    return _finished(write, frame, Act.MORE)


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_ORDINALS_DE = ("erste", "zweite", "dritte", "vierte", "fünfte", "sechste")


def _one(write: Draw, *, alone: bool = True) -> tuple[str, int]:
    """A wording for one place in the last answer."""
    random = write.random
    kind = random.random()
    if kind < 0.2 and alone:
        here = (
            ("das", "das da", "den")
            if write.german
            else ("it", "that one", "that", "this one", "this")
        )
        return random.choice(here), 0
    if kind < 0.32:
        return ("das letzte" if write.german else random.choice(("the last one", "the last"))), -1
    number = random.randint(1, 6)
    if write.german:
        return random.choice(
            (f"das {_ORDINALS_DE[number - 1]}", f"nummer {number}", f"nr. {number}")
        ), number
    ordinal = _ORDINALS[number - 1]
    forms = (
        *(f"the {ordinal}{noun}" for noun in (" one", "")),
        *(f"{word}{number}" for word in ("number ", "no. ", "#", "event ")),
        f"the {ordinal} event",
        f"option {number}",
        f"{number}",
    )
    return random.choice(forms), number


def _some(write: Draw) -> tuple[str, tuple[int, ...]]:
    """A wording for several places in the last answer."""
    random = write.random
    kind = random.random()
    if kind < 0.25:
        number = random.choice((2, 3))
        word = ("two", "three")[number - 2]
        if write.german:
            word = ("zwei", "drei")[number - 2]
        first = (
            f"die ersten {word}"
            if write.german
            else f"the first {random.choice((word, str(number)))}"
        )
        return first, tuple(range(1, number + 1))
    (first, one), (second, two) = _one(write, alone=False), _one(write, alone=False)
    if one == two or -1 in (one, two):
        one, two = sorted(random.sample(range(1, 6), 2))
        first, second = f"{one}", f"{two}"
        if not write.german and random.random() < 0.5:
            first, second = f"the {_ORDINALS[one - 1]}", f"the {_ORDINALS[two - 1]}"
    return f"{first} {'und' if write.german else random.choice(('and', 'or', 'and'))} {second}", (
        one,
        two,
    )


def _comparing(write: Draw) -> Asked:
    if write.random.random() < 0.3:
        return _finished(write, write.frame(frames.COMPARE_ALL), Act.COMPARE)
    wording, write.asked["refers"] = _some(write)
    return _finished(write, filled(write.frame(frames.COMPARE), R=wording), Act.COMPARE)


def _explaining(write: Draw) -> Asked:
    if write.random.random() < 0.3:
        return _finished(write, write.frame(frames.EXPLAIN_ALL), Act.EXPLAIN)
    about = frames.EXPLAIN if write.random.random() < 0.6 else frames.FACTS
    return _pointing(write, about, Act.EXPLAIN)


def _pointing(write: Draw, frames_of: tuple[str, ...], act: Act) -> Asked:
    several = act in {Act.SAVE, Act.EXPORT} and write.random.random() < 0.25
    wording, refers = _some(write) if several else _one(write)
    write.asked["refers"] = refers if isinstance(refers, tuple) else (refers,)
    return _finished(write, filled(write.frame(frames_of), R=wording), act)


def _rating(write: Draw) -> Asked:
    frames_of, verdict = write.random.choice(
        (
            (frames.LIKE, Verdict.LIKE),
            (frames.DISLIKE, Verdict.DISLIKE),
            (frames.HIDE, Verdict.HIDE),
            (frames.GOING, Verdict.GOING),
        )
    )
    write.asked["verdict"] = verdict
    return _pointing(write, frames_of, Act.RATE)


def _saving(write: Draw) -> Asked:
    write.asked["verdict"] = Verdict.SAVE
    return _pointing(write, frames.SAVE, Act.SAVE)


def _exporting(write: Draw) -> Asked:
    if write.random.random() < 0.3:
        return _finished(write, write.frame(frames.EXPORT_ALL), Act.EXPORT)
    return _pointing(write, frames.EXPORT, Act.EXPORT)


def _planning(write: Draw) -> Asked:
    random = write.random
    frame = write.frame(frames.PLAN)
    day = random.choice(
        wordings.TAGE if frame.startswith(("plane", "plan mir", "ein pro")) else wordings.DAYS
    )
    if "{D}" in frame:
        phrase = random.choice(
            (day, day, "weekend", "saturday", "sunday", "tomorrow", f"{day} evening")
        )
        if day in wordings.TAGE:
            phrase = day
        write.asked["when"] = (phrase,)
        frame = frame.replace("{D}", phrase)
    else:
        wording, phrase = wordings.when(random, german=write.german)
        write.asked["when"] = (phrase,)
        frame = frame.replace("{W}", wording)
    rest = (
        parts.parts(write, 0, but=(parts.when, parts.sort, parts.count))
        if random.random() < 0.6
        else ""
    )
    return _finished(write, filled(frame, M=rest), Act.PLAN)


def _telling(write: Draw) -> Asked:
    random = write.random
    kind = random.random()
    if kind < 0.15:
        random.choice((parts.when, parts.price, parts.company, parts.format_))(write)
        return _finished(write, filled(write.frame(frames.TASTE_OTHER), M=write.said[0]), Act.TASTE)
    loved, hated = write.topic(), write.topic()
    if kind < 0.6:
        second = write.topic()
        several = second != loved and random.random() < 0.25
        write.asked["topics"] = (loved, second) if several else (loved,)
        wording = f"{loved} and {second}" if several else loved
        return _finished(write, filled(write.frame(frames.TASTE_LIKE), T=wording), Act.TASTE)
    write.asked["exclude"] = (hated,)
    if kind < 0.85 or loved == hated:
        return _finished(write, filled(write.frame(frames.TASTE_DISLIKE), X=hated), Act.TASTE)
    write.asked["topics"] = (loved,)
    return _finished(write, filled(write.frame(frames.TASTE_BOTH), T=loved, X=hated), Act.TASTE)


def _talking(write: Draw) -> Asked:
    return _finished(write, write.frame(frames.TALK), Act.TALK)


def _helping(write: Draw) -> Asked:
    return _finished(write, write.frame(frames.HELP), Act.HELP)


_KINDS: Sequence[tuple[Callable[[Draw], Asked], float]] = (
    (_finding, 48), (_abroad, 3), (_refining, 14), (_more, 3), (_comparing, 3), (_explaining, 4),
    (_rating, 6), (_saving, 4), (_exporting, 3), (_planning, 4), (_telling, 5),
    (_talking, 3), (_helping, 2),
)  # fmt: skip
_FOLLOWING = {_refining, _more, _comparing, _explaining, _rating, _saving, _exporting}
"""What makes sense only after an answer."""
_ANYWHERE = {_finding, _planning, _telling, _talking, _helping, _abroad}
