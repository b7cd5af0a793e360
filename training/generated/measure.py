"""What the language model is worth to EventPal, as the application runs it: from a GGUF file.

``python -m training.generated.measure base=BASE.gguf tuned=TUNED.gguf`` prints for each file how
many intents of held-out messages it writes right, field by field, under the application's grammar;
how many of the sentences that it writes around answers the chat shows; and how well its P(yes)
tells what held-out people like. Messages are held out by words and by phrasings, people by city,
organisers and topics.
"""

import argparse
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from eventpal.chat.answer_prompt import ANSWER_TOKENS, answer_grammar, answer_messages
from eventpal.chat.claims import Offer, fault
from eventpal.chat.intent import Intent, from_json, grammar, intent_messages, to_json
from eventpal.engine.client import Engine
from eventpal.engine.models.catalogue import SMOLLM2
from eventpal.errors import FormatError, UserError
from eventpal.recommend.prompt import ANSWERS, preference_messages
from training.generated.answers import Answered, answers
from training.generated.intents import Asked, messages
from training.generated.tastes import Case, cases
from training.generated.vocabulary import Split
from training.metrics import auc

SEED = 90_001
"""Far from the seeds that are learned from."""

_HELD_OUT: Sequence[Split] = ("words", "phrasings")

_LONGEST = 200
"""Tokens of an intent."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Understood:
    """How intents were written."""

    exact: float
    """Share that is right in every field."""
    fields: Mapping[str, float]
    """Share that has this field right, of the messages where it was said or written."""


def understanding(examples: Sequence[Asked], written: Sequence[Intent | None]) -> Understood:
    """How the ``written`` intents agree with those of the ``examples``; None is one unreadable."""
    right: defaultdict[str, list[bool]] = defaultdict(list)
    silent = Intent()
    for one, intent in zip(examples, written, strict=True):
        for field in fields(Intent):
            told = getattr(one.intent, field.name)
            found = None if intent is None else getattr(intent, field.name)
            default = getattr(silent, field.name)
            if field.name == "act" or told != default or found not in (default, None):
                right[field.name].append(found == told)
    exact = [one.intent == intent for one, intent in zip(examples, written, strict=True)]
    return Understood(
        float(np.mean(exact)), {name: float(np.mean(values)) for name, values in right.items()}
    )


def written(engine: Engine, examples: Sequence[Asked]) -> list[Intent | None]:
    """The intent that the model writes for each message, under the grammar."""
    rules = grammar()
    found: list[Intent | None] = []
    for one in examples:
        asked = intent_messages(one.text, to_json(one.before) if one.before else "")
        text = engine.generate(asked, grammar=rules, max_tokens=_LONGEST).text
        try:
            found.append(from_json(text))
        except FormatError:
            found.append(None)
    return found


def answering(engine: Engine, examples: Sequence[Answered]) -> tuple[float, float]:
    """Of the sentences that the model writes, how many the chat shows; and answers with one."""
    shown: list[bool] = []
    answered: list[bool] = []
    for one in examples:
        asked = answer_messages(one.question, one.act, one.found, one.slots, german=one.german)
        text = engine.generate(
            asked, grammar=answer_grammar(one.slots), max_tokens=ANSWER_TOKENS
        ).text
        offer = Offer(one.question, one.act, one.found, dict.fromkeys(one.slots, "x"), one.german)
        good = [not fault(sentence, offer) for sentence in _SENTENCE.split(text) if sentence]
        shown += good
        answered.append(any(good))
    return float(np.mean(shown or [False])), float(np.mean(answered))


def liking(engine: Engine, people: Sequence[Case]) -> tuple[float, float]:
    """AUC of P(yes) over all targets, and the mean of the AUC among each person's own targets."""
    scores: list[float] = []
    labels: list[bool] = []
    own: list[float] = []
    for person in people:
        prompts = [preference_messages(person.history, target) for target in person.targets]
        odds = engine.answer_odds(prompts, ANSWERS).astype(np.float64)
        liked = np.array([bool(target.liked) for target in person.targets])
        scores += odds.tolist()
        labels += liked.tolist()
        if liked.any() and not liked.all():
            own.append(auc(odds, liked))
    return auc(np.array(scores), np.array(labels)), float(np.mean(own))


@contextmanager
def engine_of(model: Path) -> Iterator[Engine]:
    """The application's engine on the language model in the file ``model``."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / SMOLLM2.built).symlink_to(model.resolve())
        engine = Engine(Path(folder))
        try:
            yield engine
        finally:
            engine.close()


def report(name: str, model: Path, number: int, people: int) -> str:
    """Lines that say what the model in ``model`` is worth."""
    lines = []
    with engine_of(model) as engine:
        for held in _HELD_OUT:
            examples = list(messages(number, SEED, held))
            found = understanding(examples, written(engine, examples))
            parts = ", ".join(f"{field} {share:.2f}" for field, share in found.fields.items())
            lines.append(f"{name}: intents with new {held}: {found.exact:.3f} exact; {parts}")
        examples = [one for one in answers(2 * number, SEED, "phrasings") if one.found][:number]
        shown, answered = answering(engine, examples)
        lines.append(f"{name}: sentences that the chat shows {shown:.3f}; answers {answered:.3f}")
        if people:
            whole, own = liking(engine, list(cases(people, SEED, "words")))
            lines.append(
                f"{name}: P(yes) of new people: AUC {whole:.3f}, within a person {own:.3f}"
            )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.generated.measure")
    parser.add_argument("models", nargs="+", metavar="NAME=FILE", help="GGUF files by a name")
    parser.add_argument("--messages", type=int, default=150, help="of each kind")
    parser.add_argument("--people", type=int, default=100)
    options = parser.parse_args(arguments)
    try:
        for one in options.models:
            name, _, path = one.partition("=")
            print(report(name, Path(path), options.messages, options.people), flush=True)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
