"""The chat from the command line."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from eventpal import wire
from eventpal.app import EventPal
from eventpal.chat.intent import Act, to_json
from eventpal.commands.answering import Answer, opened
from eventpal.domain import Event


def ask(options: argparse.Namespace) -> Answer:
    """Answer a message; without ``--json``, word by word as it comes."""

    def say(piece: str) -> None:
        sys.stdout.write(piece)
        sys.stdout.flush()

    with opened(options) as pal:
        answer = pal.assistant.ask(
            options.text,
            conversation=options.conversation,
            on_text=None if options.json else say,
        )
        home = pal.home_place
        found: wire.Json = {
            "conversation": answer.conversation,
            "answer": answer.text,
            "events": [wire.event(event, home) for event in answer.events],
            "intent": json.loads(to_json(answer.intent)),
            "timings_ms": dict(answer.timings_ms),
        }
        said = ""
        if answer.intent.act is Act.EXPORT and answer.events:
            said = _exported(pal, answer.events, options.output)
    return found, f"{said}\n\n(eventpal ask --conversation {answer.conversation} …)"


def _exported(pal: EventPal, events: Sequence[Event], output: Path | None) -> str:
    """Writes the events that the answer exports, or says which command does."""
    if output is None:
        ids = " ".join(event.id for event in events)
        return f"\n\n(eventpal export -o FILE --ids {ids})"
    pal.export(output, events)
    return f"\n\n{output} is written."
