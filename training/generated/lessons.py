"""From generated examples to documents: the words of ``eventpal``'s own prompts, as tokens.

Messages share one head, and the targets of one person one history, so a document is a trunk with
a branch for each answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from transformers import PreTrainedTokenizerBase

from eventpal.chat.answering.prompt import answer_messages
from eventpal.chat.intent import intent_messages, to_json
from eventpal.engine.messages import Message
from eventpal.recommend.prompt import ANSWERS, preference_messages
from training.documents import Document, Part
from training.generated import intents, tastes
from training.generated.answers import Answered, answers
from training.generated.intents import Asked
from training.generated.tastes import Case
from training.instructions import Instruction

MESSAGES_OF_DOCUMENT = 5
TARGETS = 8
"""Events that each person is asked about."""

_UNTOLD = 2
"""So many verdicts of a history cannot be foreseen."""

_VALIDATED_SEED = 10
"""What is validated on is drawn from seeds that far from those that are learned from."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """Documents to learn from and to stop by; the latter hold words and phrasings held out."""

    train: Sequence[Document]
    valid: Sequence[Document]
    answers: tuple[int, ...]
    """The tokens of No and Yes."""


def write(
    tokenizer: PreTrainedTokenizerBase,
    *,
    messages: int,
    people: int,
    answered: int,
    valid: int,
    seed: int,
) -> Lessons:
    """Draw ``messages``, ``people`` and ``answered`` from ``seed``, and ``valid`` held out.

    The latter are documents, of messages and people about as many as said.
    """
    writer = Writer(tokenizer)
    apart = seed + _VALIDATED_SEED
    each = MESSAGES_OF_DOCUMENT * valid // 3
    return Lessons(
        train=[
            *writer.asked(intents.messages(messages, seed)),
            *writer.answered(answers(answered, seed + 2)),
            *map(writer.case, tastes.cases(people, seed + 1, targets=TARGETS)),
        ],
        valid=[
            *writer.asked(intents.messages(each, apart, "words")),
            *writer.asked(intents.messages(each, apart, "phrasings")),
            *writer.answered(answers(each, apart + 2, "phrasings") if answered else ()),
            *map(writer.case, tastes.cases(valid - 2 * (valid // 3), apart + 1, "words")),
        ],
        answers=writer.answers,
    )


class Writer:
    """Writes examples as documents in the words of one tokenizer and its chat template."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        self._tokenizer = tokenizer
        self._end = f"{tokenizer.eos_token}"
        self.answers = tuple(self._tokens(answer)[0] for answer in reversed(ANSWERS))
        """The tokens of No and Yes, as the assistant's first."""

    def asked(self, examples: Iterable[Asked]) -> Iterator[Document]:
        """Messages and their intents, some to a document."""
        told = (
            (intent_messages(one.text, to_json(one.before) if one.before else ""), one.intent)
            for one in examples
        )
        return self._branched((asked, to_json(intent)) for asked, intent in told)

    def answered(self, examples: Iterable[Answered]) -> Iterator[Document]:
        """Messages and the sentences that answer them, some to a document."""
        return self._branched(
            (
                answer_messages(one.question, one.act, one.found, one.slots, german=one.german),
                one.answer,
            )
            for one in examples
        )

    def instructed(self, one: Instruction) -> Document:
        """One chat, of which the answer is learned."""
        head, tail = self._parted(one.messages)
        question = self._tokens(tail)
        answer = self._tokens(one.answer + self._end)
        offsets = range(len(question), len(question) + len(answer))
        return Document((Part(self._tokens(head)), Part((*question, *answer), 0, tuple(offsets))))

    def _branched(self, told: Iterable[tuple[Sequence[Message], str]]) -> Iterator[Document]:
        """Prompts that begin alike, and what is to be written, some to a document."""
        rest = iter(told)
        while some := list(islice(rest, MESSAGES_OF_DOCUMENT)):
            parts: list[Part] = []
            for asked, wanted in some:
                head, tail = self._parted(asked)
                parts = parts or [Part(self._tokens(head))]
                question = self._tokens(tail)
                answer = self._tokens(wanted + self._end)
                offsets = range(len(question), len(question) + len(answer))
                parts.append(Part((*question, *answer), 0, tuple(offsets)))
            yield Document(tuple(parts))

    def case(self, case: Case) -> Document:
        """A history and what the person says of each target.

        Where both were told, the verdicts of the history are answers to learn as well, but for the
        first, before which nothing is known of the person.
        """
        questions = [preference_messages(case.history, target) for target in case.targets]
        head, _ = self._parted(questions[0])
        *history, _ = questions[0][1].content.split("\n")
        trunk = list(self._tokens(head))
        learned = []
        for place, line in enumerate(history):
            told, verdict = line.rsplit(" ", 1)
            trunk += self._tokens(told)
            if case.mixed and place >= _UNTOLD:
                learned.append(len(trunk))
            trunk += self._tokens(f" {verdict}\n")
        parts = [Part(tuple(trunk), answers=tuple(learned))]
        for question, target in zip(questions, case.targets, strict=True):
            last = question[1].content.split("\n")[-1]
            _, tail = self._parted([question[0], Message("user", last)])
            asked = self._tokens(tail)
            verdict = self._tokens(ANSWERS[not target.liked])[:1]
            parts.append(Part((*asked, *verdict), 0, (len(asked),)))
        return Document(tuple(parts))

    def _parted(self, messages: Sequence[Message]) -> tuple[str, str]:
        """The prompt up to what the user says, and the rest of it."""
        told = [{"role": one.role, "content": one.content} for one in messages]
        text = self._tokenizer.apply_chat_template(told, tokenize=False, add_generation_prompt=True)
        at = text.rindex(messages[-1].content)
        return text[:at], text[at:]

    def _tokens(self, text: str) -> tuple[int, ...]:
        return tuple(self._tokenizer(text, add_special_tokens=False)["input_ids"])
