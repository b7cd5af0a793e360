"""What the model writes, as text that can be shown: whole letters, and nothing of a stop string."""

import codecs
from collections.abc import Sequence


class Transcript:
    """Bytes in, text out."""

    def __init__(self, stop: Sequence[str] = ()) -> None:
        """``stop``: texts at which the answer ends; they are no part of it."""
        self.stopped = False
        """Whether a stop string came."""
        self._stop = [one for one in stop if one]
        self._letters = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""

    def add(self, written: bytes) -> str:
        """What can be shown now; what could become a stop string is held back."""
        return self._shown(self._letters.decode(written))

    def end(self) -> str:
        """What was held back, now that nothing comes any more."""
        if self.stopped:
            return ""
        text = self._shown(self._letters.decode(b"", True))
        rest, self._held = self._held, ""
        return text + rest

    def _shown(self, text: str) -> str:
        text = self._held + text
        places = [place for one in self._stop if (place := text.find(one)) >= 0]
        if places:
            self.stopped = True
            self._held = ""
            return text[: min(places)]
        held = max((_overlap(text, one) for one in self._stop), default=0)
        self._held = text[len(text) - held :]
        return text[: len(text) - held]


def _overlap(text: str, stop: str) -> int:
    """How many letters at the end of ``text`` ``stop`` begins with."""
    for length in range(min(len(stop) - 1, len(text)), 0, -1):
        if text.endswith(stop[:length]):
            return length
    return 0
