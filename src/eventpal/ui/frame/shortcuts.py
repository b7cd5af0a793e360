"""Keys that do something wherever the focus is in the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from eventpal.domain import Action

ACTIONS = {
    Action.LIKE: "L",
    Action.DISLIKE: "N",
    Action.SAVE: "S",
    Action.GOING: "G",
    Action.HIDE: "H",
}

UNDO = ("U", QKeySequence.StandardKey.Undo)
SEARCH = ("Ctrl+K", "/", QKeySequence.StandardKey.Find)
BACK = ("Esc",)
CHAT = ("Ctrl+J",)
REFRESH = ("Ctrl+R",)
ADD = ("Ctrl+N",)
LOCK = ("Ctrl+L",)
QUIT = (QKeySequence.StandardKey.Quit,)


def page(number: int) -> tuple[str]:
    """The key of a page, counted from 1."""
    return (f"Ctrl+{number}",)


def bind(
    window: QWidget,
    keys: Iterable[str | QKeySequence.StandardKey],
    do: Callable[[], Any],
) -> None:
    """Have each of ``keys`` do it in ``window``; one that is held down does it once."""
    for key in keys:
        made = QAction(window)
        made.setShortcut(QKeySequence(key))
        made.setAutoRepeat(False)
        made.triggered.connect(lambda _=False: do())
        window.addAction(made)
