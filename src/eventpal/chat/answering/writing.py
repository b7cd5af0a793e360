"""What the language model writes for the chat: never waited for longer than is said.

The model works in a thread of its own. Where it is not there, loads, fails or is slow, the chat
goes on without it.
"""

import contextlib
import re
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import Final

from eventpal.chat.answering import claims, render, wording
from eventpal.chat.answering.claims import Offer
from eventpal.chat.answering.prompt import ANSWER_TOKENS, SLOTS, answer_grammar, answer_messages
from eventpal.chat.intent import Intent, from_json, grammar, intent_messages
from eventpal.chat.services import Services, Writer
from eventpal.domain import Event, Pick
from eventpal.engine.messages import Message
from eventpal.errors import Cancelled, EngineError, FormatError
from eventpal.progress import CancelToken

INTENT_TOKENS = 96
"""The most that the model may write for an intent; usually 15 to 30."""

PATIENCE_S = 0.45
"""How long the model may think about a message; then the reader's findings must do."""

WRITING_S: Final = 1.5
"""How long it may write about an answer whose facts are there; what is finished then is shown."""

MOST_SENTENCES: Final = 2

TEMPERATURE: Final = 0.4
"""Some variety; what makes no sense is dropped, and the fixed sentences stand in any case."""

_LOOK_S = 0.05
"""A stop is seen so soon."""

_INTENTS: Final = grammar()
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_TOLD = frozenset(
    "distance graph interest like_nearest organiser series time_of_week usual_places venue".split()
)
"""The features whose reasons read well inside a sentence."""

_OPENERS: Final = (
    ("I'd start with", "How about", "Have a look at", "I'd go to"),
    ("Ich würde mit", "Wie wäre es mit", "Schau dir", "Mein Tipp:"),
)
"""How an answer to a bare request begins, in turn: left to itself the model likes one too well."""

_LISTED = frozenset({"when", "where", "price"})

_LOWERED = re.compile(r"(?:At|By|Close|In|Like|You)\b")
"""How a reason begins where it is no name."""


def intent(writer: Writer, text: str, before: str, token: CancelToken) -> Intent | None:
    """The intent of ``text`` as the model writes it; None where it fails or is slow.

    ``before`` is the JSON of the intent before, or "". Raises Cancelled.
    """
    written = "".join(
        _pieces(
            writer,
            intent_messages(text, before),
            until=time.monotonic() + PATIENCE_S,
            token=token,
            grammar=_INTENTS,
            max_tokens=INTENT_TOKENS,
        )
    )
    try:
        return from_json(written)
    except FormatError:
        return None


def sentences(writer: Writer, offer: Offer, seed: int, token: CancelToken) -> Iterator[str]:
    """At most ``MOST_SENTENCES`` about an answer, each checked, with its facts, as it is there.

    Raises Cancelled.
    """
    slots = tuple(offer.slots)
    openers = ("",) if claims.in_kind(offer) else _OPENERS[offer.german]
    pieces = _pieces(
        writer,
        answer_messages(offer.question, offer.act, offer.found, slots, german=offer.german),
        until=time.monotonic() + WRITING_S,
        token=token,
        grammar=answer_grammar(slot for slot in slots if slot not in _LISTED),
        max_tokens=ANSWER_TOKENS,
        temperature=TEMPERATURE,
        seed=seed,
        # Every other message is the person's.
        prefill=openers[seed // 2 % len(openers)],
    )
    shown: set[str] = set()
    with contextlib.closing(pieces):
        for sentence in whole(pieces):
            if sentence not in shown and not claims.fault(sentence, offer):
                shown.add(sentence)
                yield claims.filled(sentence, offer)
            if len(shown) == MOST_SENTENCES:
                return


def whole(pieces: Iterator[str]) -> Iterator[str]:
    """The sentences of a text that comes in pieces, each when the next begins or the text ends."""
    held = ""
    for piece in pieces:
        *done, held = _SENTENCE.split(held + piece)
        yield from filter(None, map(str.strip, done))
    if held.strip():
        yield held.strip()


def offer(
    question: str,
    wished: Intent,
    events: Sequence[Event],
    services: Services,
    *,
    german: bool,
    left: int,
) -> Offer:
    """What can be said about an answer that names ``events``, the best first.

    Time, venue and price stand in the list above; they are told to the model, as it learned, and
    the grammar keeps it from saying them again.
    """
    first = events[0]
    quoted = "„{}“" if german else "“{}”"
    facts = {
        # "Three fit" is no longer true where more do.
        "count": wording.number(len(events), german=german) if len(events) > 1 and not left else "",
        "wishes": (" oder " if german else " or ").join(wished.topics),
        **{
            str(place): quoted.format(render.plain(event.title))
            for place, event in enumerate(events[:3], 1)
        },
        "when": render.when(first, services.zone, german=german),
        "where": render.venue(first),
        "price": render.price(first, german=german),
        # The ranker's reasons are English.
        "why": "" if german else _reason(services.why(first.id)),
    }
    slots = {slot: facts[slot] for slot in SLOTS if facts.get(slot)}
    return Offer(question, wished.act, len(events), slots, german, left, wished)


def _reason(pick: Pick) -> str:
    """The strongest reason for an event that reads well inside a sentence; "" where none does."""
    texts = [
        render.plain(one.text)
        for one in pick.reasons
        if one.contribution > 0 and one.feature in _TOLD and ":" not in one.text
    ]
    text = texts[0] if texts else ""
    return text[:1].lower() + text[1:] if _LOWERED.match(text) else text


def _pieces(
    writer: Writer,
    messages: Sequence[Message],
    *,
    until: float,
    token: CancelToken,
    grammar: str,
    max_tokens: int,
    temperature: float = 0.0,
    seed: int = 0,
    prefill: str = "",
) -> Generator[str, None, None]:
    """What the model writes after ``prefill``, up to ``until`` on the monotonic clock."""
    written: SimpleQueue[str | None] = SimpleQueue()
    enough = CancelToken()

    def write() -> None:
        try:
            with contextlib.suppress(EngineError, Cancelled):
                writer.generate(
                    messages,
                    grammar=grammar,
                    max_tokens=max_tokens,
                    temperature=temperature,
                    seed=seed,
                    prefill=prefill,
                    on_text=written.put,
                    token=enough,
                )
        finally:
            written.put(None)

    threading.Thread(target=write, name="writing", daemon=True).start()
    try:
        yield prefill
        while (left := until - time.monotonic()) > 0:
            token.check()
            try:
                piece = written.get(timeout=min(left, _LOOK_S))
            except Empty:
                continue
            if piece is None:
                return
            yield piece
    finally:
        enough.cancel()
