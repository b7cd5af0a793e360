"""The assistant: every message is stored, understood, answered from the database, and remembered.

The order of one answer: store the message; read it; find; say the first sentence; then the facts.
Without a language model, or when it fails, everything works but for what only it understands.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from eventpal.chat import memory
from eventpal.chat import understand as understanding
from eventpal.chat.answering import acts, misses, render, wording, writing
from eventpal.chat.answering.acts import Reply
from eventpal.chat.answering.claims import Offer
from eventpal.chat.answering.stream import Stream
from eventpal.chat.intent import (
    Act,
    Intent,
    Sort,
    Verdict,
    to_json,
)
from eventpal.chat.matching import evidence, retrieve, topics
from eventpal.chat.matching.finder import Calendar, Finder
from eventpal.chat.matching.retrieve import Found
from eventpal.chat.memory import Turn
from eventpal.chat.phrases.acts import UNDO, YES
from eventpal.chat.reading import reader
from eventpal.chat.reading.follow import Reading
from eventpal.chat.services import Answer, Services
from eventpal.chat.words import fold
from eventpal.domain import Action, Event
from eventpal.errors import BadInput
from eventpal.progress import CancelToken

LONGEST_MESSAGE = 4_000
"""Characters of a message that are stored and read."""


class Assistant:
    """Answers messages; one at a time, on any thread."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self._finder = Finder(services)

    def refresh(self) -> None:
        """Read the calendar's events again: they changed."""
        self._finder.refresh()

    def ask(
        self,
        text: str,
        *,
        conversation: str | None = None,
        on_text: Callable[[str], None] | None = None,
        on_events: Callable[[tuple[Event, ...]], None] | None = None,
        token: CancelToken | None = None,
    ) -> Answer:
        """Answer ``text``; the message is kept whatever happens.

        Args:
            text: what the person says.
            conversation: the id of the conversation it belongs to; None starts one.
            on_text: told each piece of the answer as it is there.
            on_events: told the events that the answer names, before its text is complete.
            token: stops the answer between two steps.

        Raises:
            BadInput: there is no text.
            NotFound: there is no such conversation.
            Cancelled: ``token`` was cancelled; the message stays.
        """
        text = text.strip()[:LONGEST_MESSAGE]
        if not text:
            raise BadInput("There is no question yet: write one.")
        store, now = self.services.conversations, self.services.clock()
        conversation = conversation or store.start(now)
        before = store.get(conversation)
        seed = store.add(conversation, "person", text, now)
        turns = [turn for said in before if (turn := memory.restored(said.state))]
        return self._answered(
            text,
            conversation,
            turns[-1] if turns else None,
            seed,
            Stream(on_text or _ignore, on_events or _ignore_events, token or CancelToken()),
        )

    def regenerate(
        self,
        conversation: str,
        *,
        on_text: Callable[[str], None] | None = None,
        on_events: Callable[[tuple[Event, ...]], None] | None = None,
        token: CancelToken | None = None,
    ) -> Answer:
        """Answer the last message again. Raises NotFound, BadInput, Cancelled as ``ask``."""
        return self._again(conversation, None, on_text, on_events, token)

    def edit_last(
        self,
        conversation: str,
        text: str,
        *,
        on_text: Callable[[str], None] | None = None,
        on_events: Callable[[tuple[Event, ...]], None] | None = None,
        token: CancelToken | None = None,
    ) -> Answer:
        """Ask ``text`` instead of the last message. Raises as ``ask``."""
        return self._again(conversation, text, on_text, on_events, token)

    def _again(
        self,
        conversation: str,
        text: str | None,
        on_text: Callable[[str], None] | None,
        on_events: Callable[[tuple[Event, ...]], None] | None,
        token: CancelToken | None,
    ) -> Answer:
        said = self.services.conversations.get(conversation)
        last = next((one for one in reversed(said) if one.speaker == "person"), None)
        if last is None:
            raise BadInput("There is no question yet: write one.")
        if text is not None and not text.strip():
            raise BadInput("There is no question yet: write one.")
        self.services.conversations.drop(conversation, last.id)
        return self.ask(
            text or last.text,
            conversation=conversation,
            on_text=on_text,
            on_events=on_events,
            token=token,
        )

    def _answered(
        self, text: str, conversation: str, turn: Turn | None, seed: int, stream: Stream
    ) -> Answer:
        started = time.perf_counter()
        now = self.services.clock()
        today = now.astimezone(self.services.zone).date()
        calendar = self._finder.calendar(now)
        reading = reader.read(
            text, known=calendar.known, words=calendar.words, today=today, follows=turn is not None
        )
        stream.token.check()
        read = time.perf_counter()
        intent = self._understood(text, reading, turn, calendar, stream.token)
        understood = time.perf_counter()
        reply = self._reply(text, intent, reading, turn, stream)
        stream.token.check()
        stream.events(reply.events)
        stream.finish(reply.text)
        answered, narrator = time.perf_counter(), self.services.narrator
        written: list[str] = []
        if narrator is not None and (offer := self._offer(text, intent, reading, reply)):
            for sentence in writing.sentences(narrator, offer, seed, stream.token):
                stream.text(f" {sentence}" if written else f"\n{sentence}")
                written.append(sentence)
        if reply.closing:
            stream.text(f"\n{reply.closing}")
        done = time.perf_counter()
        state = memory.stored(reply.turn or turn or Turn(Intent()))
        self.services.conversations.add(
            conversation, "eventpal", stream.sent, self.services.clock(), state
        )
        timings = {
            "read": read - started,
            "model": understood - read,
            "answer": answered - understood,
            "written": done - answered,
            "first_words": (stream.first or done) - started,
            "total": time.perf_counter() - started,
        }
        return Answer(
            conversation,
            stream.sent,
            reply.events,
            intent,
            {name: round(seconds * 1000, 1) for name, seconds in timings.items()},
            reply.proposals,
            " ".join(written),
        )

    def _offer(self, text: str, intent: Intent, reading: Reading, reply: Reply) -> Offer | None:
        """What the language model may write about; None where it has nothing to add."""
        if reply.left is None or reply.turn is None or not reply.events:
            return None
        return writing.offer(
            text,
            replace(reply.turn.intent, act=intent.act),
            reply.events,
            self.services,
            german=reading.german,
            left=reply.left,
        )

    def _understood(
        self,
        text: str,
        reading: Reading,
        turn: Turn | None,
        calendar: Calendar,
        token: CancelToken,
    ) -> Intent:
        """The intent of the message alone; the model is asked where words are left over."""
        today = self.services.clock().astimezone(self.services.zone).date()

        def knows(words: str) -> bool:
            asked = topics.topic(words)
            return any(topics.weight(event, asked) >= evidence.SURE for event in calendar.events)

        if not understanding.needs_model(reading, knows):
            return reading.intent
        writer = self.services.writer
        before = to_json(turn.intent) if turn is not None else ""
        model = writing.intent(writer, text, before, token) if writer is not None else None
        return understanding.reconciled(reading, model, knows=knows, today=today)

    def _reply(  # noqa: PLR0911 - one rule after another
        self, text: str, intent: Intent, reading: Reading, turn: Turn | None, stream: Stream
    ) -> Reply:
        german, services = reading.german, self.services
        folded = fold(text).strip()
        if UNDO.fullmatch(folded):
            return acts.undo(turn, services, german=german)
        if turn is not None and turn.offer is not None and YES.fullmatch(folded):
            return self._search(turn.offer, Turn(turn.offer), german=german, stream=stream)
        if turn is not None and reading.all_of_them and intent.act in _SPOKEN and turn.events:
            intent = replace(intent, refers=tuple(range(1, len(turn.events) + 1)))
        match intent.act:
            case Act.HELP:
                return Reply(wording.HELP[german])
            case Act.TALK:
                reply = acts.talk(text, german=german)
                return replace(reply, turn=Turn(Intent())) if reading.began_again else reply
            case Act.TASTE:
                return acts.taste(text, turn, services, german=german)
            case Act.PLAN:
                return self._plan(intent, german=german)
            case Act.EXPLAIN | Act.COMPARE | Act.RATE | Act.SAVE | Act.EXPORT:
                return self._about(folded, intent, turn, reading.best_of, german=german)
            case Act.MORE if turn is not None and turn.offer is not None and not turn.events:
                return self._search(turn.offer, Turn(turn.offer), german=german, stream=stream)
            case Act.MORE if turn is not None:
                return self._search(
                    turn.intent, turn, german=german, stream=stream, more=True, count=intent.count
                )
            case Act.REFINE if turn is not None:
                return self._refine(intent, reading, turn, stream)
            case _:
                asked = replace(intent, act=Act.FIND, refers=(), verdict=Verdict.NONE)
                return self._search(asked, Turn(asked), german=german, stream=stream)

    def _refine(self, intent: Intent, reading: Reading, turn: Turn, stream: Stream) -> Reply:
        today = self.services.clock().astimezone(self.services.zone).date()
        if reading.dropped:
            away = [one.event_id for one in acts.spoken_of(intent, turn, self.services)]
            turn = replace(turn, refused=tuple(dict.fromkeys([*turn.refused, *away])))
            intent = replace(intent, refers=())
        if reading.similar:
            return self._similar(intent, turn, german=reading.german, stream=stream)
        asked = memory.refined(
            turn.intent,
            intent,
            today,
            freed=reading.freed,
            allowed=reading.allowed,
            instead=reading.instead,
        )
        more = intent.act is Act.MORE
        return self._search(
            asked, replace(turn, intent=asked), german=reading.german, stream=stream, more=more
        )

    def _similar(self, intent: Intent, turn: Turn, *, german: bool, stream: Stream) -> Reply:
        """Events of the same kind as one that was named, with the other wishes as they were."""
        like = acts.spoken_of(intent, turn, self.services)
        if not like:
            return acts.unclear(german=german)
        if intent.refers == (0,) and not turn.focus and len(turn.events) > 1:
            # Of several none was spoken of: more of them is meant.
            return self._search(turn.intent, turn, german=german, stream=stream, more=True)
        kinds = evidence.concepts(like[0])
        said = (max(kinds, key=lambda kind: kinds[kind]),) if kinds else turn.intent.topics
        asked = replace(turn.intent, topics=said, count=intent.count, price=intent.price)
        shown = replace(turn, intent=asked, seen=(*turn.seen, like[0].event_id))
        return self._search(asked, shown, german=german, stream=stream, more=True)

    def _about(
        self, folded: str, intent: Intent, turn: Turn | None, best_of: Sort | None, *, german: bool
    ) -> Reply:
        """Acts on events that were spoken of, or on those that the message itself asks for."""
        services = self.services
        events = acts.spoken_of(intent, turn, services)
        if best_of is not None and turn is not None:
            events = events or services.events.find(turn.events, now=services.clock())
            if events:
                return acts.first_in(best_of, events, turn, services, german=german)
        if intent.act is Act.COMPARE and len(events) < 2 and turn is not None:
            events = services.events.find(turn.events, now=services.clock())[:3]
        if not events and intent.topics:
            asked = replace(intent, act=Act.FIND, refers=(), verdict=Verdict.NONE)
            wanted, found = self._finder.found(asked, frozenset(), ())
            events = list(retrieve.named(found, wanted))[: 3 if intent.act is Act.COMPARE else 1]
        if not events and intent.act is Act.EXPORT:
            ids = [id_ for id_, all_ in services.actions().items() if all_ & _CHOSEN]
            events = services.events.find(ids, now=services.clock())
        if not events or (intent.act is Act.COMPARE and len(events) < 2):
            return acts.unclear(german=german)
        turn = turn or Turn(Intent(), tuple(event.id for event in events))
        match intent.act:
            case Act.EXPLAIN:
                return acts.explain(folded, events, turn, services, german=german)
            case Act.COMPARE:
                return acts.compare(events, turn, services, german=german)
            case Act.EXPORT:
                return acts.export(events, turn, services, german=german)
            case _:
                verdict = intent.verdict if intent.verdict is not Verdict.NONE else Verdict.SAVE
                return acts.rate(
                    replace(intent, verdict=verdict), events, turn, services, german=german
                )

    def _plan(self, intent: Intent, *, german: bool) -> Reply:
        bare = replace(intent, when=(), act=Act.FIND, count=None, sort=Sort.BEST)
        if bare == Intent():
            return acts.plan(intent, None, self.services, german=german)
        _, found = self._finder.found(replace(intent, act=Act.FIND, count=None), frozenset(), ())
        return replace(acts.plan(intent, found.events, self.services, german=german), left=0)

    # Search

    def _search(
        self,
        intent: Intent,
        turn: Turn,
        *,
        german: bool,
        stream: Stream,
        more: bool = False,
        count: int | None = None,
    ) -> Reply:
        """The events that fit ``intent``; with ``more`` only those that were not shown yet."""
        services = self.services
        shown = services.events.find(turn.events, now=services.clock()) if turn.events else []
        without = frozenset(turn.refused) | frozenset(turn.seen if more else ())
        if intent.price == "cheaper":
            without |= {event.event_id for event in shown}
        asked, found = self._finder.found(intent, without, shown)
        if count is not None:
            asked = replace(asked, intent=replace(intent, count=count))
        events = retrieve.named(found, asked)
        if more and found.weights and max(found.weights) < evidence.SURE:
            events = ()
        if not events:
            return self._missed(intent, turn, german=german, more=more)
        lead = wording.lead(intent, len(events), german=german, seed=to_json(intent))
        stream.text(lead + "\n")
        stream.events(events)
        listed = render.lines(events, services.zone, german=german)
        left = _left(found, events)
        closing = wording.closing(left, german=german) if intent.count != 1 else ""
        ids = tuple(event.id for event in events)
        seen = (*(turn.seen if more else ()), *(event.event_id for event in events))
        kept = retrieve.settled(intent, asked)
        return Reply(
            f"{lead}\n{listed}",
            events,
            Turn(
                kept,
                ids,
                seen,
                focus=ids[0] if len(ids) == 1 else "",
                refused=turn.refused,
                undo=turn.undo,
            ),
            closing=closing,
            left=left,
        )

    def _missed(self, intent: Intent, turn: Turn, *, german: bool, more: bool) -> Reply:
        """Says that nothing fits, and what would if one wish were given up."""
        if more:
            return Reply(wording.more_of_nothing(german=german), (), replace(turn, offer=None))
        services = self.services
        found = misses.nearest(intent, self._finder.found, services.clock(), services.zone)
        asked, _ = self._finder.found(intent, frozenset(), ())
        text = misses.said(intent, asked, found, services.zone, german=german)
        offer = found[0].intent if found else None
        # "What time does it open?" may be asked of the only one that was offered.
        only = found[0].events[0].id if found and len(found[0].events) == 1 else ""
        kept = replace(turn, intent=intent, events=(), focus=only, offer=offer)
        return Reply(text, (), kept)


_SPOKEN = frozenset({Act.SAVE, Act.RATE, Act.EXPORT, Act.COMPARE})
_CHOSEN = frozenset({Action.SAVE, Action.GOING})


def _ignore(_: str) -> None:
    pass


def _ignore_events(_: tuple[Event, ...]) -> None:
    pass


def _left(found: Found, events: Sequence[Event]) -> int:
    """How many more fit for sure."""
    named = {event.id for event in events}
    return sum(
        weight >= evidence.SURE and event.id not in named
        for event, weight in zip(found.events, found.weights, strict=True)
    )
