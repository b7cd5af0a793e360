"""What the language model is worth to EventPal, as the application runs it: from a GGUF file.

``python -m training.generated.measure base=BASE.gguf tuned=TUNED.gguf`` finds for each file how
many intents of held-out messages it writes right, field by field, under the application's grammar;
how many of the sentences that it writes around answers the chat shows; and how well its P(yes)
tells what held-out people like. It keeps this where ``training.report`` finds it. Messages are held
out by words and by phrasings, people by city, organisers and topics.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path

import numpy as np

from eventpal.chat.answering.claims import Offer, fault
from eventpal.chat.answering.prompt import ANSWER_TOKENS, answer_grammar, answer_messages
from eventpal.chat.intent import Intent, from_json, grammar, intent_messages, to_json
from eventpal.engine.client import Engine
from eventpal.errors import FormatError, UserError
from eventpal.recommend.prompt import ANSWERS, preference_messages
from training.generated.answers import Answered, answers
from training.generated.intents import Asked, messages
from training.generated.tastes import Case, cases
from training.generated.vocabulary import Split
from training.metrics import auc
from training.models.judge import engine_on

SEED = 90_001
"""Far from the seeds that are learned from."""

KEPT = Path(__file__).parents[1] / "measured" / "chat.json"

_HELD_OUT: Sequence[Split] = ("words", "phrasings")

_LONGEST = 200
"""Tokens of an intent."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Understood:
    """How intents were written."""

    exact: Sequence[bool]
    """Which are right in every field."""
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
    return Understood(exact, {name: float(np.mean(values)) for name, values in right.items()})


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


def answering(engine: Engine, examples: Sequence[Answered]) -> tuple[list[bool], list[bool]]:
    """Which of the sentences that the model writes the chat shows; which answers have one."""
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
    return shown, answered


def liking(engine: Engine, people: Sequence[Case]) -> list[float]:
    """Of P(yes) the AUC among each person's own targets, of those who answer both ways."""
    found: list[float] = []
    for person in people:
        liked = np.array([bool(target.liked) for target in person.targets])
        if liked.any() and not liked.all():
            prompts = [preference_messages(person.history, target) for target in person.targets]
            odds = engine.answer_odds(prompts, ANSWERS).astype(np.float64)
            found.append(auc(odds, liked))
    return found


def measures(
    number: int, people: int
) -> Iterator[tuple[str, Callable[[Engine], Mapping[str, Sequence[float]]]]]:
    """Each exam by its name: what it finds of every question, by what is measured."""
    for held in _HELD_OUT:
        examples = list(messages(number, SEED, held))
        yield f"intents, new {held}", partial(_intents, examples=examples)
    found = [one for one in answers(2 * number, SEED, "phrasings") if one.found][:number]
    yield "answers", partial(_answers, examples=found)
    if people:
        new = list(cases(people, SEED, "words"))
        yield "P(yes), new people", lambda engine: {"auc": liking(engine, new)}


def _intents(engine: Engine, *, examples: Sequence[Asked]) -> Mapping[str, Sequence[float]]:
    found = understanding(examples, written(engine, examples))
    print(", ".join(f"{name} {share:.2f}" for name, share in found.fields.items()))
    return {"whole": found.exact}


def _answers(engine: Engine, *, examples: Sequence[Answered]) -> Mapping[str, Sequence[float]]:
    shown, answered = answering(engine, examples)
    return {"sentences shown": shown, "answers with one": answered}


def report(model: Path, number: int, people: int, kept: Path, name: str) -> None:
    """Measure the model in ``model`` as far as ``kept`` does not hold it yet, and keep it there."""
    known = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    own = known.setdefault(name, {})
    with engine_on(model) as engine:
        for exam, ask in measures(number, people):
            if exam not in own:
                found = {what: [float(one) for one in all_] for what, all_ in ask(engine).items()}
                own[exam] = found
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_text(json.dumps(known) + "\n", encoding="utf-8")
            told = ", ".join(f"{what} {np.mean(one):.3f}" for what, one in own[exam].items())
            print(f"{name}: {exam}: {told}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.generated.measure")
    parser.add_argument("models", nargs="+", metavar="NAME=FILE", help="GGUF files by a name")
    parser.add_argument("--messages", type=int, default=150, help="of each kind")
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--kept", type=Path, default=KEPT, help="where the outcomes are kept")
    options = parser.parse_args(arguments)
    try:
        for one in options.models:
            name, _, path = one.partition("=")
            report(Path(path), options.messages, options.people, options.kept, name)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
