"""Screenshots for the README, the same every time: ``python -m tests.gui.screenshots FOLDER``.

The real application on a throwaway home with the sample city, at a fixed moment, light and dark.
It needs the models that ``make setup`` builds; it works offscreen and on any display.
"""

import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtTest import QTest

from eventpal.domain import Action
from eventpal.opening import throwaway_home
from eventpal.settings import Settings, Theme, save
from eventpal.ui.application import make_application
from eventpal.ui.cards.models import Card
from eventpal.ui.look import fonts
from eventpal.ui.shell import Shell

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=ZoneInfo("Europe/Dublin"))
SIZE = (1280, 820)
LONGEST_S = 180

LIKED = ("jazz", "trio", "choir")
SAVED = ("walk", "film")
SAID = ("Small jazz venues; rarely Mondays", "Not over 25 €")
ASKED = ("Anything free with the kids on Saturday?", "Plan my Saturday")
RANKED = 2
"""The place of the ranked list of a month among the choices of the picks."""


def take(folder: Path, theme: Theme) -> None:
    """Take all pictures in one theme."""
    application = make_application()
    with throwaway_home() as (home, key):
        save(home.settings, Settings(theme=theme, reduce_motion=True))
        shell = Shell(home, lambda: NOW, base=fonts.system_font(), key=key, sample=True)
        application.processEvents()
        shell.start()
        window = shell.window
        assert window is not None
        window.resize(*SIZE)

        def rest() -> None:
            QTest.qWait(200)
            _until(lambda: not shell.tasks.busy)
            QTest.qWait(50)

        def shot(name: str) -> None:
            rest()
            window.toast.hide()
            window.grab().save(str(folder / f"{name}-{theme.value}.png"))

        picks = window.pages.picks
        _until(lambda: bool(picks.rows))
        shot("start")
        picks.chips.choose(RANKED)
        rest()
        _act(window, LIKED, Action.LIKE)
        _act(window, SAVED, Action.SAVE)
        rest()
        picks.view.choose_first()
        shot("ranked")
        for line in SAID:
            window.controller.taste.add(line)
        picks.chips.choose(0)
        rest()
        picks.shelves.choose_first()
        shot("picks")
        window.open_page("agenda")
        shot("agenda")
        window.open_page("day")
        shot("day")
        window.open_page("taste")
        shot("taste")
        window.search("something quiet on a rainy evening")
        shot("search")
        window.open_page("sources")
        shot("sources")
        window.open_page("privacy")
        shot("settings")
        window.open_page("picks")
        window.toggle_chat()
        for text in ASKED:
            window.chat.ask(text)
            rest()
        shot("chat")
        window.toggle_chat()
        window.resize(800, 820)
        shot("narrow")
        shell.close()


def _act(window, words, action) -> None:
    """Rate the best pick for each word."""
    for word in words:
        for row in window.pages.picks.rows:
            if isinstance(row, Card) and word in row.event.title.lower():
                window.controller.feedback.act(row.event, action)
                break


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST_S
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError("EventPal did not come to rest")
        QTest.qWait(20)


def main() -> None:
    """Take both themes into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for theme in (Theme.LIGHT, Theme.DARK):
        take(folder, theme)
        print(*sorted(path.name for path in folder.glob(f"*-{theme.value}.png")))


if __name__ == "__main__":
    main()
