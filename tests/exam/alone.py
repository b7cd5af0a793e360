"""The assistant without its deterministic reader: what the model writes is what was meant."""

from dataclasses import replace

from eventpal.chat.answering import writing
from eventpal.chat.assistant import Assistant
from eventpal.chat.intent import Intent, to_json
from eventpal.chat.matching.finder import Calendar
from eventpal.chat.memory import Turn
from eventpal.chat.reading.follow import Reading
from eventpal.progress import CancelToken


class ModelAlone(Assistant):
    """Takes the model's intent as it is, for comparison."""

    def _understood(
        self, text: str, reading: Reading, turn: Turn | None, calendar: Calendar, token: CancelToken
    ) -> tuple[Intent, bool]:
        writer = self.services.writer
        before = to_json(turn.intent) if turn is not None else ""
        model = writing.intent(writer, text, before, token) if writer is not None else None
        return model or replace(reading.intent, topics=(text,)), True
