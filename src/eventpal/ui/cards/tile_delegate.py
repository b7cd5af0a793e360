"""Paints the tiles of a shelf: a picture above, the words under it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from eventpal.domain import Action, Status
from eventpal.services.news import mark
from eventpal.ui import words
from eventpal.ui.cards.covers import rounded
from eventpal.ui.cards.delegate import BUTTON, ICONS, LONG_TIME, CardDelegate, sign
from eventpal.ui.cards.models import Card, Role
from eventpal.ui.guarded import guarded
from eventpal.ui.look import icons
from eventpal.ui.look.elide import draw_lines
from eventpal.ui.look.tokens import RADIUS

WIDTH = 206
PICTURE = 112
GAP = 12
PADDING = 10
GLYPH = 17

_UNWANTED = {Action.DISLIKE, Action.HIDE}


@guarded
class TileDelegate(CardDelegate):
    """A card that stands upright."""

    def buttons(self, area: QRect) -> tuple[QRect, ...]:
        """At the lower right of the picture, in the order of ``actions``."""
        cover = _cover(area)
        first = cover.right() - 4 - BUTTON * len(self.actions)
        top = cover.bottom() - 4 - BUTTON
        return tuple(
            QRect(first + at * BUTTON, top, BUTTON, BUTTON) for at in range(len(self.actions))
        )

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Qt's name for the size of a tile."""
        return QSize(self.width + GAP, self.height)

    @property
    def width(self) -> int:
        """How wide a tile is: its date is not cut short, however large the text."""
        date = QFontMetrics(self.look.type.small_strong).horizontalAdvance(LONG_TIME)
        return max(WIDTH, date + 2 * PADDING + 2)

    @property
    def height(self) -> int:
        """How high a tile is; all of a shelf are equally high."""
        strong, small = QFontMetrics(self.look.type.strong), QFontMetrics(self.look.type.small)
        words = 2 * strong.lineSpacing() + (3 if self.reasons else 2) * small.lineSpacing()
        return PICTURE + words + 2 * PADDING + 8

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one tile."""
        card = index.data(Role.ROW)
        assert isinstance(card, Card)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._tile(painter, option.rect, card, option.state)
        painter.restore()

    def _tile(self, painter: QPainter, area: QRect, card: Card, state: QStyle.StateFlag) -> None:
        tokens, fonts, event = self.look.tokens, self.look.type, card.event
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        gone = event.status is Status.CANCELLED or bool(card.actions & _UNWANTED)
        box = area.adjusted(0, 0, -GAP, 0)
        self._ground(painter, box, chosen=chosen, hovered=hovered, focused=focused)
        self._picture(painter, _cover(area), card, gone=gone)
        inside = box.adjusted(PADDING, 1 + PICTURE + 8, -PADDING, -PADDING)
        ink = tokens.muted if gone else tokens.text
        top = draw_lines(painter, inside, event.title, fonts.strong, ink, most=2)
        line = QRect(inside.left(), top + 3, inside.width(), inside.height())
        status, news = words.status(event), mark(card.news)
        when = status or " · ".join(filter(None, (news, words.when(event, self._clock()))))
        ink = tokens.warning if news else tokens.muted if gone else tokens.accent
        ink = tokens.danger if status else ink
        self._run(painter, line, when, fonts.small_strong, ink)
        step = QFontMetrics(fonts.small).lineSpacing() + 2
        line.translate(0, step)
        place = " · ".join(part for part in (words.price(event), event.venue) if part)
        if place:
            self._run(painter, line, place, fonts.small, tokens.muted)
            line.translate(0, step)
        self._spark(painter, line, card)
        self._tile_buttons(painter, area, card, active=chosen or hovered)

    def _picture(self, painter: QPainter, area: QRect, card: Card, *, gone: bool) -> None:
        painter.save()
        # Round above only: below, the words go on.
        path = rounded(QRectF(area).adjusted(0, 0, 0, RADIUS), RADIUS - 1)
        square = QRectF(area)
        painter.setClipPath(path)
        painter.setClipRect(square, Qt.ClipOperation.IntersectClip)
        painter.setOpacity(0.45 if gone else 1)
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(area.topLeft(), self._covers.picture(card.event, area.size(), ratio))
        painter.restore()

    def _spark(self, painter: QPainter, line: QRect, card: Card) -> None:
        text = card.reason
        if not text:
            return
        fonts, tokens = self.look.type, self.look.tokens
        side = QFontMetrics(fonts.small).ascent()
        glyph = icons.pixmap(*sign(card, tokens), side, painter.device().devicePixelRatio())
        painter.drawPixmap(line.left(), line.top() + 2, glyph)
        self._run(painter, line.adjusted(side + 5, 0, 0, 0), text, fonts.small, tokens.muted)

    def _tile_buttons(self, painter: QPainter, area: QRect, card: Card, *, active: bool) -> None:
        tokens, ratio = self.look.tokens, painter.device().devicePixelRatio()
        for action, place in zip(self.actions, self.buttons(area), strict=True):
            done = action in card.actions
            if not (active or done):
                continue
            hot = self.hot == (card.key, action)
            painter.setPen(QPen(QColor(tokens.accent if hot else tokens.border), 1))
            painter.setBrush(QColor(tokens.surface))
            painter.drawEllipse(place.toRectF().adjusted(2.5, 2.5, -2.5, -2.5))
            name = f"{ICONS[action]}-on" if done else ICONS[action]
            glyph = icons.pixmap(name, tokens.accent if done else tokens.text, GLYPH, ratio)
            painter.drawPixmap(place.center() - QPoint(GLYPH // 2, GLYPH // 2), glyph)


def _cover(area: QRect) -> QRect:
    return QRect(area.left() + 1, area.top() + 1, area.width() - GAP - 2, PICTURE)
