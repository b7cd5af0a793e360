"""What the language model is asked to write around an answer's facts.

It reads the person's message, what was done and how many events came of it, and which slots there
are; nothing that publishers wrote. What it writes holds facts only as slots, which the caller fills
from the database: the grammar lets through no digit, no sign of a currency and no other slot.
Training and the application ask with the same words.
"""

from collections.abc import Iterable, Sequence

from eventpal.chat.intent import MAX_MESSAGE, Act
from eventpal.engine.messages import Message

ANSWER_SYSTEM = "Answer in one or two short, warm sentences. Facts stand only as given in braces."

SLOTS = ("count", "wishes", "1", "2", "3", "when", "where", "price", "why", "near")
"""What a slot may stand for: how many events, what was asked for, the titles of the first three;
of the first one its time, its venue, its price and a reason for it; and, where nothing fits, what
nearly does."""

ANSWER_TOKENS = 48
"""The most that the model may write; usually 10 to 30."""


def answer_messages(
    question: str, act: Act, found: int, slots: Sequence[str], *, german: bool
) -> list[Message]:
    """What the model reads to write the sentences of an answer.

    Args:
        question: The person's message.
        act: What was done.
        found: How many events the answer names.
        slots: Which of ``SLOTS`` can be filled.
        german: The language of the answer.
    """
    asked = " ".join(question.replace("{", " ").replace("}", " ").split())[:MAX_MESSAGE]
    language = " auf Deutsch" if german else ""
    offered = " ".join(f"{{{slot}}}" for slot in slots)
    return [
        Message("system", ANSWER_SYSTEM),
        Message("user", f"{asked}\n{act.value} {found}{language}: {offered}".rstrip()),
    ]


def answer_grammar(slots: Iterable[str]) -> str:
    """The GBNF grammar of such sentences: plain text on one line, and the slots given."""
    offered = "".join(rf' | "{{{slot}}}"' for slot in slots)
    return "\n".join(
        (
            "root ::= (letter | slot)+" if offered else "root ::= letter+",
            r"letter ::= [^{}<>|\\0-9€£$\x00-\x1F]",
            *((f"slot ::= {offered.removeprefix(' | ')}",) if offered else ()),
        )
    )
