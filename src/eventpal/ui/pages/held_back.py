"""What was held back from the picks, and why: one line, and the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from eventpal.ui import words
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.widgets import Button, OneLine, Picture, row

if TYPE_CHECKING:
    from eventpal.services.guide import HeldBack

MOST_NAMED = 3
"""Reasons that the line gives; the list gives all."""


@dataclass(frozen=True, slots=True)
class Group:
    """Events that were held back for the same reason."""

    title: str
    """Such as ``You are busy then``."""
    held: tuple[HeldBack, ...]

    @property
    def counted(self) -> str:
        """Such as ``you are busy then (4)``."""
        return f"{self.title[:1].lower()}{self.title[1:]} ({len(self.held):,})"


def groups(held: Sequence[HeldBack]) -> list[Group]:
    """``held`` by reason, the most frequent first."""
    found: dict[str, list[HeldBack]] = {}
    for one in held:
        found.setdefault(words.because(one.cause), []).append(one)
    made = [Group(title, tuple(ones)) for title, ones in found.items()]
    return sorted(made, key=lambda group: -len(group.held))


def summary(held: Sequence[HeldBack]) -> str:
    """``6 hidden: you are busy then (4), costs over 20 (2)``."""
    sorts = groups(held)
    named = ", ".join(group.counted for group in sorts[:MOST_NAMED])
    rest = sum(len(group.held) for group in sorts[MOST_NAMED:])
    more = f", other reasons ({rest:,})" if rest else ""
    return f"{len(held):,} hidden: {named}{more}"


class HeldBackLine(QWidget):
    """Says how many were held back and why; one click shows them, one more goes back."""

    turned = Signal(bool)
    """Whether what was held back shall be shown."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.text = OneLine("muted")
        self.button = Button(appearance, "Show them", kind="link")
        self.button.setCheckable(True)
        self.button.toggled.connect(self._turn)
        line = row(spacing=6)
        line.addWidget(Picture(appearance, "hide"))
        line.addWidget(self.text, 1)
        line.addWidget(self.button)
        self.setLayout(line)
        self.hide()

    def show_held(self, held: Sequence[HeldBack]) -> None:
        """Count ``held``; nothing held back is no line, unless it is being shown."""
        text = summary(held) if held else "Nothing is hidden any more"
        self.text.setText(text)
        self.text.setToolTip("\n".join(group.counted for group in groups(held)))
        self.button.setAccessibleDescription(text)
        self.setVisible(bool(held) or self.button.isChecked())

    def leave(self) -> None:
        """Go back to the picks and tell nobody."""
        self.button.blockSignals(True)
        self.button.setChecked(False)
        self.button.blockSignals(False)
        self._name()

    def _turn(self, shown: bool) -> None:
        self._name()
        self.turned.emit(shown)

    def _name(self) -> None:
        self.button.setText("Back to the picks" if self.button.isChecked() else "Show them")
