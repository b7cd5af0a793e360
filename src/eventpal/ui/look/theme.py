"""How the window looks: colours and type chosen by the settings and the system, and put on."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from eventpal.settings import Settings, Theme
from eventpal.ui.look import style
from eventpal.ui.look.fonts import Type, scale
from eventpal.ui.look.tokens import DARK, LIGHT, Tokens


@dataclass(frozen=True, slots=True)
class Look:
    """What widgets and delegates paint with. ``motion`` is False where animation is unwanted."""

    tokens: Tokens
    type: Type
    motion: bool


class Appearance(QObject):
    """The look that the window wears now; widgets that paint listen for the next one."""

    changed = Signal(object)
    """The new Look."""

    def __init__(self, settings: Settings, base: QFont, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._base = base
        self.look = make_look(settings, base)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._renew)
        self._on = False
        # Widgets take their font when they are made; one that comes later misses some of them.
        QApplication.setFont(self.look.type.body)

    def dress(self) -> None:
        """Dress the application, once. A window that was made before is styled only once, too."""
        if not self._on:
            self._on = True
            put_on(self.look)

    def wear(self, settings: Settings) -> None:
        """Follow ``settings`` from now on."""
        self._settings = settings
        self._renew()

    def _renew(self) -> None:
        self.look = make_look(self._settings, self._base)
        put_on(self.look)
        self.changed.emit(self.look)


def make_look(settings: Settings, base: QFont) -> Look:
    """The look that ``settings`` and the system ask for; ``base`` is the system's font."""
    calm = settings.reduce_motion or not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    return Look(LIGHT if not _dark(settings) else DARK, scale(base, settings.text_size), not calm)


def put_on(look: Look) -> None:
    """Dress the whole application in ``look``."""
    # The stylesheet reads its fonts from the application's, so that one goes first.
    QApplication.setFont(look.type.body)
    QApplication.setPalette(_palette(look.tokens))
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setStyleSheet(style.sheet(look.tokens, look.type))


def _dark(settings: Settings) -> bool:
    if settings.theme is Theme.SYSTEM:
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return settings.theme is Theme.DARK


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.window,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.hover,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.muted,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.BrightText: tokens.danger,
        QPalette.ColorRole.ToolTipBase: tokens.toast,
        QPalette.ColorRole.ToolTipText: tokens.on_toast,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.LinkVisited: tokens.accent,
        QPalette.ColorRole.Light: tokens.hover,
        QPalette.ColorRole.Midlight: tokens.border,
        QPalette.ColorRole.Mid: tokens.border,
        QPalette.ColorRole.Dark: tokens.outline,
        QPalette.ColorRole.Accent: tokens.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.WindowText,
    ):
        palette.setColor(disabled, role, QColor(tokens.outline))
    return palette
