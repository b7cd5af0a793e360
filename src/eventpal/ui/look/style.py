"""The stylesheet of the window, made from the tokens."""

from pathlib import Path

from PySide6.QtGui import QFont

from eventpal import paths
from eventpal.ui.look.fonts import Type
from eventpal.ui.look.tokens import RADIUS, Tokens


def sheet(tokens: Tokens, fonts: Type) -> str:
    """The stylesheet for ``tokens``. Widgets choose their part by object name or ``kind``."""
    values = {field: getattr(tokens, field) for field in Tokens.__slots__}
    values |= {f"font_{field}": _font(getattr(fonts, field)) for field in Type.__slots__}
    values |= {"radius": f"{RADIUS}px", "icons": _folder(), "check": f"check-{tokens.name}"}
    text = _SHEET
    for name in sorted(values, key=len, reverse=True):
        text = text.replace(f"@{name}", values[name])
    return text


def _font(font: QFont) -> str:
    return f"font-size: {font.pointSizeF():.1f}pt; font-weight: {font.weight().value};"


def _folder() -> str:
    return Path(paths.resources() / "icons").as_posix()


_SHEET = """
* { outline: none; }
QWidget { color: @text; }
QMainWindow, QDialog, #page, #scrolled { background: @window; }
QDialog { border: 1px solid @outline; }
QToolTip {
    background: @toast; color: @on_toast; border: none; padding: 6px 8px;
}
QLabel { background: transparent; }
QLabel[kind="heading"] { @font_heading }
QLabel[kind="title"] { @font_title }
QLabel[kind="strong"] { @font_strong }
QLabel[kind="muted"] { color: @muted; }
QLabel[kind="small"] { color: @muted; @font_small }
QLabel[kind="when"] { color: @accent; @font_strong }
QLabel[kind="danger"] { color: @danger; @font_strong }
QLabel[kind="overline"] { color: @muted; @font_small_strong }
QLabel[kind="chip"] {
    background: @hover; border: 1px solid @border; border-radius: 11px;
    padding: 3px 10px; @font_small
}
QLabel[kind="chip-good"] {
    background: @good_soft; color: @good; border-radius: 11px; padding: 4px 11px;
    @font_small_strong
}
QLabel[kind="chip-danger"] {
    background: @danger_soft; color: @danger; border-radius: 11px; padding: 4px 11px;
    @font_small_strong
}

QPushButton, QToolButton {
    background: @surface; border: 1px solid @border; border-radius: 9px;
    padding: 7px 14px; color: @text;
}
QPushButton:hover, QToolButton:hover { background: @hover; border-color: @outline; }
QPushButton:pressed, QToolButton:pressed { background: @selected; }
QPushButton:focus, QToolButton:focus { border: 2px solid @focus; padding: 6px 13px; }
QPushButton:disabled, QToolButton:disabled { color: @outline; background: @window; }
QPushButton:checked { background: @selected; border-color: @accent; }
QPushButton[kind="primary"] {
    background: @accent; color: @on_accent; border-color: @accent; font-weight: 600;
}
QPushButton[kind="primary"]:hover { background: @accent_hover; border-color: @accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid @focus; }
QPushButton[kind="primary"]:disabled { background: @border; color: @muted; border-color: @border; }
QPushButton[kind="danger"] { color: @danger; border-color: @danger; }
QPushButton[kind="danger"]:hover { background: @danger_soft; }
QPushButton[kind="quiet"], QToolButton[kind="quiet"] {
    background: transparent; border: 1px solid transparent; padding: 6px 8px;
}
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover {
    background: @selected; border-color: transparent;
}
QPushButton[kind="quiet"]:checked { background: @selected; border-color: @accent; }
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus {
    border: 2px solid @focus; padding: 5px 7px;
}
QToolButton[kind="action"] { padding: 8px 4px 6px 4px; border-radius: 10px; @font_small }
QToolButton[kind="action"]:focus { padding: 7px 3px 5px 3px; }
QToolButton[kind="action"]:checked { background: @selected; border-color: @accent; color: @accent; }
QToolButton[kind="action"]:checked:focus { border: 2px solid @focus; }
/* Qt draws no round corners at all where they are larger than half the height. */
QPushButton[kind="chip"] { border-radius: 13px; padding: 5px 14px; }
QPushButton[kind="chip"]:focus { padding: 4px 13px; }
QPushButton[kind="chip"]:checked {
    background: @text; color: @window; border-color: @text;
}
QPushButton[kind="chip"]:checked:focus { border: 2px solid @focus; }
QPushButton[kind="answer"] {
    background: transparent; border: 1px solid transparent; padding: 6px 8px; text-align: left;
}
QPushButton[kind="answer"]:hover { background: @selected; }
QPushButton[kind="answer"]:focus { border: 2px solid @focus; padding: 5px 7px; }
QPushButton[kind="link"] {
    background: transparent; border: 2px solid transparent; padding: 1px 0; color: @accent;
    text-align: left; font-weight: 600;
}
QPushButton[kind="link"]:hover { text-decoration: underline; background: transparent; }
QPushButton[kind="link"]:focus { border-color: @focus; padding: 1px 0; }

#sidebar { background: @sidebar; border-right: 1px solid @border; }
#brand { @font_title }
#sidebar QPushButton {
    background: transparent; border: 1px solid transparent; border-radius: 9px;
    padding: 9px 12px; text-align: left; color: @muted; font-weight: 500;
}
#sidebar QPushButton[slim="true"] { padding: 9px 0; text-align: center; }
#sidebar QPushButton:hover { background: @hover; color: @text; }
#sidebar QPushButton:checked { background: @surface; color: @text; border-color: @border;
    font-weight: 600; }
#sidebar QPushButton:focus { border: 2px solid @focus; }
#topbar { background: @window; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDoubleSpinBox {
    background: @surface; border: 1px solid @outline; border-radius: 9px; padding: 7px 10px;
    color: @text; selection-background-color: @accent; selection-color: @on_accent;
}
QLineEdit, QPlainTextEdit { placeholder-text-color: @muted; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {
    border: 2px solid @focus; padding: 6px 9px;
}
#search { border-radius: 15px; padding: 8px 12px 8px 2px; border-color: @border; }
#search:hover { border-color: @outline; }
#search:focus { border: 2px solid @focus; padding: 7px 11px 7px 1px; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url("@icons/down-@name.svg"); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
    background: @surface; border: 1px solid @border; border-radius: 9px; padding: 4px;
    selection-background-color: @selected; selection-color: @text;
}
QCheckBox { spacing: 8px; background: transparent; }
QCheckBox::indicator {
    width: 18px; height: 18px; border: 1px solid @outline; border-radius: 5px;
    background: @surface;
}
QCheckBox::indicator:checked {
    background: @accent; border-color: @accent; image: url("@icons/@check.svg");
}
QCheckBox::indicator:focus { border: 2px solid @focus; }

QSlider { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @border; }
QSlider::handle:horizontal {
    width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    background: @surface; border: 1px solid @outline;
}
QSlider::handle:horizontal:hover { border-color: @accent; }
QSlider::handle:horizontal:focus { border: 2px solid @focus; }

QMenu { background: @surface; border: 1px solid @border; padding: 6px; }
QMenu::item { padding: 7px 22px 7px 10px; border-radius: 6px; }
QMenu::item:selected { background: @selected; }
QMenu::item:disabled { color: @outline; }
QMenu::separator { height: 1px; background: @border; margin: 5px 8px; }
QMenu::icon { padding-left: 8px; }

QListView, QTreeView, QScrollArea { background: transparent; border: none; }
QHeaderView::section {
    background: @window; color: @muted; border: none; border-bottom: 1px solid @border;
    padding: 4px 6px;
}
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QFileDialog QToolButton, QFileDialog QToolButton:focus { padding: 3px; }
QFileDialog QListView, QFileDialog QTreeView {
    background: @surface; selection-background-color: @selected; selection-color: @text;
}
QSplitter::handle { background: transparent; }
QSplitter::handle:horizontal { width: 1px; background: @border; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: @border; border-radius: 4px; min-height: 36px; min-width: 36px; }
QScrollBar::handle:hover { background: @outline; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }

#chat { background: @surface; border-left: 1px solid @border; }
#chat #scrolled { background: @surface; }
#question { background: @selected; border-radius: 14px; }
#detail { background: @surface; }
#detail #scrolled { background: @surface; }
#card {
    background: @surface; border: 1px solid @border; border-radius: @radius;
}
#panel { background: @surface; border: 1px solid @outline; border-radius: 12px; }
#activity { background: @surface; border-top: 1px solid @border; }
QProgressBar {
    background: @border; border: none; border-radius: 3px; min-height: 6px; max-height: 6px;
}
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QProgressBar[kind="weak"]::chunk { background: @warning; }
QProgressBar[kind="strong"]::chunk { background: @good; }
#banner { background: @danger_soft; border: 1px solid @danger; border-radius: @radius; }
#notice { background: @good_soft; border: 1px solid @good; border-radius: @radius; }
#toast { background: @toast; border-radius: 12px; }
#toast QLabel { color: @on_toast; }
#toast QPushButton {
    background: transparent; border: 1px solid transparent; color: @toast_accent;
    font-weight: 600; padding: 5px 10px;
}
#toast QPushButton:hover { border-color: @toast_accent; }
#toast QPushButton:focus { border: 2px solid @toast_accent; padding: 4px 9px; }
#drop { background: @selected; border: 2px dashed @accent; border-radius: 16px; }
"""
