"""One intent from two readers: what was found for certain wins, and the model fills the gaps.

The rule. A field that the deterministic reader found stands. Where it found nothing, the model's
value is taken if the message's own words bear it out: a topic or a place must stand there word for
word, a time must be one that ``dates`` can read in the message. Words that are left over, which
no table knows, are no topic beside words that are one; alone they are if events of the calendar are
about them, or if the model says so too.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from eventpal.chat.dates import spotting
from eventpal.chat.intent import Act, Intent
from eventpal.chat.reading.follow import Reading
from eventpal.chat.words import fold, stems

_MODEL_ACTS = frozenset({Act.FIND, Act.TALK, Act.TASTE, Act.HELP, Act.PLAN})
"""Acts that are taken from the model; the others do something, or need words of their own."""


def needs_model(reading: Reading, knows: Callable[[str], bool]) -> bool:
    """Whether words are left over that only the model may know what to do with."""
    intent = reading.intent
    nothing = intent == Intent() and not reading.act_said
    return bool(_unsure(reading, knows)) or (nothing and len(reading.text.split()) > 2)


def _unsure(reading: Reading, knows: Callable[[str], bool]) -> list[str]:
    """The words left over that may be no topic: beside others, or about no event."""
    sure = len(reading.intent.topics) > len(reading.leftover)
    return [text for text in reading.leftover if sure or not knows(text)]


def reconciled(
    reading: Reading, model: Intent | None, *, knows: Callable[[str], bool], today: date
) -> Intent:
    """The reader's findings, with the model's in their gaps.

    Args:
        reading: what the reader found.
        model: what the model wrote; None without one.
        knows: whether some event of the calendar is plainly about these words.
        today: the date on the person's clock.
    """
    found = reading.intent
    if model is None:
        model = Intent()
    said = set(stems(reading.text))
    grounded = [text for text in model.topics if set(stems(fold(text))) <= said and text.strip()]
    unsure = _unsure(reading, knows)
    confirmed = {stem for text in grounded for stem in stems(fold(text))}
    topics = tuple(
        text for text in found.topics if text not in unsure or confirmed & set(stems(fold(text)))
    )
    if not topics and not found.exclude:
        topics = tuple(fold(text) for text in grounded if knows(text))
    act = found.act
    if not reading.act_said and not topics and model.act in _MODEL_ACTS and _bare(found):
        act = model.act
    when = found.when or tuple(
        text for text in model.when if spotting.spot(text, today) and set(stems(fold(text))) <= said
    )
    return replace(found, act=act, topics=topics, when=when)


def _bare(intent: Intent) -> bool:
    return not (intent.when or intent.where or intent.price or intent.company or intent.format)
