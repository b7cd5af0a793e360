"""The real window over the real services, the real engine's process and the real models."""

import shutil
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer

from eventpal.app import EventPal
from eventpal.paths import Home
from eventpal.progress import Progress
from eventpal.settings import Settings, Theme, save
from eventpal.store.vault.keys import DataKey
from eventpal.ui.chat.lines import AnswerLine
from eventpal.ui.chat.pane import ChatPane
from eventpal.ui.look import fonts
from eventpal.ui.shell import Shell

ZONE = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 24, 16, 0, tzinfo=ZONE)
PATIENCE_MS = 120_000


def sample_home(folder: Path) -> tuple[Home, DataKey]:
    """A home with the sample city, all that is in it understood."""
    home, key = Home(folder), DataKey.random()
    app = EventPal(home, key, clock=lambda: NOW, zone=ZONE)
    progress = Progress()
    app.add_sample_city(progress)
    app.embed_pending(progress)
    app.close()
    save(home.settings, Settings(theme=Theme.LIGHT, reduce_motion=True))
    return home, key


class RealWindow:
    """What a person sees and does, and what the window tells them meanwhile."""

    def __init__(self, qtbot, home, key):
        self._qtbot, self.home, self.key = qtbot, home, key
        self.shell = Shell(home, lambda: NOW, base=fonts.system_font(), key=key)
        self.shell.start()
        self.until(lambda: self.shell.is_open)
        self.window = self.shell.window
        self.app = self.window.controller.app
        self.engine = self.app.engine
        self.told = []
        """Every sentence that was shown besides answers."""
        self.ticks = 0
        self._lack = ""
        self.window.controller.noticed.connect(lambda notice: self.told.append(notice.text))
        self.shell.tasks.failed.connect(lambda failure: self.told.append(failure.sentence))
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(10)
        self.rest()

    def _tick(self):
        self.ticks += 1

    def _lacking(self, why):
        if why not in {"", self._lack}:
            self.told.append(why)
        self._lack = why

    def until(self, true):
        self._qtbot.waitUntil(true, timeout=PATIENCE_MS)

    def rest(self):
        self.until(lambda: not self.shell.tasks.busy)

    def open_chat(self):
        self.window.topbar.chat.click()
        self.chat.work.failed.connect(lambda failure: self.told.append(failure.sentence))
        self.chat.work.lacking.connect(self._lacking)
        self.rest()

    @property
    def chat(self) -> ChatPane:
        """The chat; it is shown as soon as it is asked for."""
        return self.window.chat

    def ask(self, text, strike=None):
        """Ask and wait for the answer; ``strike`` is called at its first words."""
        left = [strike] if strike else []

        def heard(_line):
            if left:
                left.pop()()

        self.chat.work.heard.connect(heard)
        ticks = self.ticks
        self.chat.ask(text)
        self.until(lambda: not self.chat.work.busy)
        self.rest()
        self.chat.work.heard.disconnect(heard)
        assert self.ticks > ticks
        return self.answer

    @property
    def answer(self) -> AnswerLine:
        """The last answer in the chat."""
        return self.chat.said[-1]

    def stored(self):
        """Who said what in the conversation, as it is in the database."""
        return [
            (one.speaker, one.text)
            for one in self.app.conversations.get(self.chat.work.conversation)
        ]

    def close(self):
        self._timer.stop()
        self.shell.close()


@contextmanager
def opened(qtbot, template, folder):
    """A window on a copy of the ``template``, a home and its key."""
    home, key = template
    shutil.copytree(home.root, folder)
    window = RealWindow(qtbot, Home(folder), key)
    try:
        yield window
    finally:
        window.close()
