"""Paints the cards and headings of an event list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from eventpal.domain import Action, Status
from eventpal.services.news import mark
from eventpal.ui import words
from eventpal.ui.cards.covers import Covers, rounded
from eventpal.ui.cards.models import Card, Heading, Leg, Role, Row
from eventpal.ui.guarded import guarded
from eventpal.ui.look import icons
from eventpal.ui.look.elide import draw_lines, lines
from eventpal.ui.look.theme import Look
from eventpal.ui.look.tokens import RADIUS, Tokens

CARD_ACTIONS = (Action.LIKE, Action.DISLIKE, Action.SAVE)
"""What the buttons on a card do, from left to right."""

ICONS = {
    Action.LIKE: "like",
    Action.DISLIKE: "dislike",
    Action.SAVE: "save",
    Action.GOING: "going",
    Action.HIDE: "hide",
}

MARGIN = 20
GAP = 10
PADDING = 12
BUTTON = 34
COVER = QSize(148, 112)
"""The largest cover; a lower card has one of the same shape."""
SMALL_COVER = QSize(84, 84)
WIDEST_CHIP = 160
LONG_TIME = "Wed 30 Nov, 20:00–22:30"
"""What a card has room for beside its cover, or else in its place."""
LEG = 22
"""Pixels over and under the words of a way, together."""
ROOMY = 560
"""From this card width, in pixels, the price and the match stand in a column of their own."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of one card are, in the view's coordinates."""

    card: QRect
    cover: QRect
    text: QRect
    aside: QRect
    """Right column of a roomy card; without width on a narrow one."""
    buttons: tuple[QRect, ...]


def places(area: QRect, least: int = 0, margin: int = MARGIN) -> Places:
    """Lay a card out in the item's ``area``; the cover gives way to ``least`` pixels of text."""
    card = area.adjusted(margin, 0, -margin, -GAP)
    roomy = card.width() >= ROOMY
    inner = card.adjusted(PADDING, PADDING, -PADDING, -PADDING)
    wide = min(inner.height() * COVER.width() // COVER.height(), COVER.width())
    cover_size = QSize(wide, inner.height()) if roomy else SMALL_COVER
    cover = QRect(inner.topLeft(), cover_size)
    column = BUTTON * len(CARD_ACTIONS)
    text = QRect(inner)
    if inner.right() - cover.right() - PADDING - 4 < least:
        cover.setWidth(0)
    else:
        text.setLeft(cover.right() + 1 + PADDING + 4)
    aside = QRect(inner.right() + 1, inner.top(), 0, inner.height())
    if roomy:
        aside = QRect(inner.right() + 1 - column, inner.top(), column, inner.height())
        text.setRight(aside.left() - PADDING)
    top = inner.bottom() + 1 - BUTTON
    first = inner.right() + 1 - column
    buttons = tuple(
        QRect(first + at * BUTTON, top, BUTTON, BUTTON) for at in range(len(CARD_ACTIONS))
    )
    return Places(card, cover, text, aside, buttons)


@guarded
class CardDelegate(QStyledItemDelegate):
    """Paints rows in the current look; sizes depend on the fonts and on ``reasons`` alone."""

    actions: Sequence[Action] = CARD_ACTIONS
    """What the buttons of a card do, in the order of ``buttons``."""

    margin = MARGIN
    """Pixels at the left and right of a card."""

    def __init__(
        self, look: Look, covers: Covers, clock: Callable[[], datetime], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._covers = covers
        self._clock = clock
        self.reasons = False
        """Whether cards have a line for their reason. All of a list are equally high."""
        self.hot: tuple[str, Action] | None = None
        """The button under the pointer: the row's key and what it does."""
        self.shifts: dict[str, float] = {}
        """How far below its place, in pixels, each row is painted while rows glide."""

    def buttons(self, area: QRect) -> tuple[QRect, ...]:
        """Where the buttons of the card in ``area`` are, in the order of ``actions``."""
        return self._places(area).buttons

    def _places(self, area: QRect) -> Places:
        least = QFontMetrics(self.look.type.strong).horizontalAdvance(LONG_TIME)
        return places(area, least, self.margin)

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Qt's name for the size of a row."""
        fonts = self.look.type
        row = index.data(Role.ROW)
        if isinstance(row, Heading):
            return QSize(100, QFontMetrics(fonts.title).height() + 30)
        if isinstance(row, Leg):
            return QSize(100, QFontMetrics(fonts.body).height() + LEG)
        title, body = QFontMetrics(fonts.title), QFontMetrics(fonts.body)
        text, cover = 2 * title.lineSpacing() + 2 * body.lineSpacing() + 5, SMALL_COVER
        if self.reasons:
            text, cover = text + QFontMetrics(fonts.small).lineSpacing() + 7, COVER
        return QSize(280, max(text, cover.height()) + 2 * PADDING + GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        row: Row = index.data(Role.ROW)
        area, state = option.rect, option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, self.shifts.get(row.key, 0.0))
        if isinstance(row, Heading):
            self._heading(painter, area, row)
        elif isinstance(row, Leg):
            self._leg(painter, area, row)
        else:
            self._card(painter, area, row, state)
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, row: Heading) -> None:
        painter.setFont(self.look.type.title)
        painter.setPen(QColor(self.look.tokens.text))
        inside = area.adjusted(self.margin + 2, 0, -self.margin, -10)
        painter.drawText(
            inside, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, row.text
        )

    def _leg(self, painter: QPainter, area: QRect, leg: Leg) -> None:
        """The way between two cards: a dotted line, and beside it how long it takes."""
        tokens, fonts = self.look.tokens, self.look.type
        across = self.margin + PADDING + COVER.width() // 8
        pen = QPen(QColor(tokens.outline), 2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([0.1, 3])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        # It reaches from the card above, under which a gap is left, to the card below.
        room = area.adjusted(0, 6 - GAP, 0, -6)
        painter.drawLine(across, room.top(), across, room.bottom())
        middle = room.center().y()
        ratio = painter.device().devicePixelRatio()
        glyph = icons.pixmap(leg.icon, tokens.muted, 18, ratio)
        painter.drawPixmap(across + 18, middle - 9, glyph)
        line = QRect(across + 44, 0, area.right() - across - 44 - self.margin, area.height())
        line.moveTop(middle - QFontMetrics(fonts.body).height() // 2)
        self._run(painter, line, leg.text, fonts.body, tokens.muted)

    def _card(self, painter: QPainter, area: QRect, card: Card, state: QStyle.StateFlag) -> None:
        at, tokens = self._places(area), self.look.tokens
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        self._ground(painter, at.card, chosen=chosen, hovered=hovered, focused=focused)
        gone = card.event.status is Status.CANCELLED or bool(
            card.actions & {Action.DISLIKE, Action.HIDE}
        )
        if at.cover.width():
            self._cover(painter, at.cover, card, gone=gone)
        shown = [
            (action, area)
            for action, area in zip(self.actions, at.buttons, strict=True)
            if chosen or hovered or action in card.actions
        ]
        self._text(painter, at, card, gone=gone, buttons=[area for _, area in shown])
        self._buttons(painter, shown, card, tokens)

    def _cover(self, painter: QPainter, area: QRect, card: Card, *, gone: bool) -> None:
        ratio = painter.device().devicePixelRatio()
        painter.save()
        painter.setClipPath(rounded(area.toRectF(), RADIUS - 3))
        painter.setOpacity(0.45 if gone else 1)
        painter.drawPixmap(area.topLeft(), self._covers.picture(card.event, area.size(), ratio))
        painter.restore()

    def _ground(
        self, painter: QPainter, area: QRect, *, chosen: bool, hovered: bool, focused: bool
    ) -> None:
        tokens = self.look.tokens
        fill = tokens.selected if chosen else tokens.hover if hovered else tokens.surface
        edge, width = tokens.outline if hovered else tokens.border, 1.0
        if chosen:
            edge = tokens.accent
        if focused:
            edge, width = tokens.focus, 2.0
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(fill))
        inset = width / 2
        painter.drawPath(rounded(area.toRectF().adjusted(inset, inset, -inset, -inset), RADIUS))

    def _text(
        self, painter: QPainter, at: Places, card: Card, *, gone: bool, buttons: Sequence[QRect]
    ) -> None:
        tokens, fonts, event = self.look.tokens, self.look.type, card.event
        roomy = at.aside.width() > 0
        ink = tokens.muted if gone else tokens.text
        price = words.price(event)
        area = QRect(at.text)
        chip = self._chip(at, price) if roomy and price else QRect()
        area.setRight(min(area.right(), chip.left() - PADDING) if chip else area.right())
        area.setTop(draw_lines(painter, area, event.title, fonts.title, ink, most=2) + 3)
        area.setRight(at.text.right())
        line = QRect(area)
        for word, colour in _marks(card, tokens):
            line.setLeft(self._run(painter, line, word, fonts.strong, colour) + 8)
        when, ink = words.when(event, self._clock()), tokens.muted if gone else tokens.accent
        self._run(painter, line, when, fonts.strong, ink)
        area.setTop(area.top() + QFontMetrics(fonts.body).lineSpacing() + 2)
        base = area.top() + QFontMetrics(fonts.body).ascent()
        if not roomy and buttons and base > buttons[0].top() + BUTTON // 4:
            area.setRight(buttons[0].left())
        whole = words.where(event, card.km) or event.organiser
        venue = whole if roomy else self.placed(card, area.width())
        self._run(painter, area, venue, fonts.body, tokens.muted)
        foot = area.top() + QFontMetrics(fonts.body).lineSpacing()
        self._reason(painter, at, card, foot, roomy=roomy)
        if roomy:
            self._aside(painter, at.aside, card, chip, price)

    def placed(self, card: Card, room: int) -> str:
        """What a narrow card says of price and place; how far it is only where there is room."""
        event = card.event
        places = (words.where(event, km) or event.organiser for km in (card.km, None))
        said = [" · ".join(filter(None, (words.price(event), one))) for one in places]
        fits = QFontMetrics(self.look.type.body).horizontalAdvance(said[0]) <= room
        return said[0 if fits else 1]

    def _reason(
        self, painter: QPainter, at: Places, card: Card, above: int, *, roomy: bool
    ) -> None:
        """At the foot of the card, in two lines where there is room under ``above``."""
        text = card.reason
        fonts, tokens = self.look.type, self.look.tokens
        height = QFontMetrics(fonts.small).lineSpacing()
        line = QRect(at.text.left(), at.text.bottom() + 1 - height, at.text.width(), height)
        if not roomy:
            line.setRight(at.buttons[0].left() - 6)
        if not text or line.width() < 60:
            return
        side = QFontMetrics(fonts.small).ascent() + 2
        ratio = painter.device().devicePixelRatio()
        spark = icons.pixmap(*sign(card, tokens), side, ratio)
        words_at = line.adjusted(side + 6, 0, 0, 0)
        most = 2 if roomy and line.top() - height > above else 1
        count = len(lines(text, fonts.small, words_at.width(), most))
        words_at.setTop(line.top() - (count - 1) * height)
        painter.drawPixmap(line.left(), words_at.top() + (height - side) // 2, spark)
        draw_lines(painter, words_at, text, fonts.small, tokens.muted, most=most)

    def _chip(self, at: Places, price: str) -> QRect:
        """Where the price stands, at the top right."""
        metrics = QFontMetrics(self.look.type.small_strong)
        width = min(metrics.horizontalAdvance(price) + 18, WIDEST_CHIP)
        right = at.aside.right() + 1
        return QRect(right - width, at.aside.top(), width, metrics.height() + 6)

    def _aside(self, painter: QPainter, area: QRect, card: Card, chip: QRect, price: str) -> None:
        tokens, fonts = self.look.tokens, self.look.type
        top = area.top()
        if price:
            free = bool(card.event.is_free)
            painter.setPen(Qt.PenStyle.NoPen if free else QPen(QColor(tokens.border), 1))
            painter.setBrush(QColor(tokens.good_soft if free else tokens.surface))
            edge = chip.toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawPath(rounded(edge, edge.height() / 2))
            painter.setFont(fonts.small_strong)
            painter.setPen(QColor(tokens.good if free else tokens.text))
            metrics = QFontMetrics(fonts.small_strong)
            text = metrics.elidedText(price, Qt.TextElideMode.ElideRight, chip.width() - 16)
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
            top = chip.bottom() + 5
        if card.pick is not None:
            painter.setFont(fonts.small)
            painter.setPen(QColor(tokens.muted))
            line = QRect(area.left(), top, area.width(), QFontMetrics(fonts.small).lineSpacing())
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, f"{card.pick.score:.0%} match")

    def _buttons(
        self,
        painter: QPainter,
        shown: Sequence[tuple[Action, QRect]],
        card: Card,
        tokens: Tokens,
    ) -> None:
        ratio = painter.device().devicePixelRatio()
        for action, area in shown:
            done = action in card.actions
            hot = self.hot == (card.key, action)
            if hot:
                painter.setPen(QPen(QColor(tokens.border), 1))
                painter.setBrush(QColor(tokens.surface))
                painter.drawEllipse(area.toRectF().adjusted(1.5, 1.5, -1.5, -1.5))
            name = f"{ICONS[action]}-on" if done else ICONS[action]
            colour = tokens.accent if done else tokens.text if hot else tokens.muted
            side = 19
            glyph = icons.pixmap(name, colour, side, ratio)
            painter.drawPixmap(
                area.left() + (area.width() - side) // 2,
                area.top() + (area.height() - side) // 2,
                glyph,
            )

    def _run(self, painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> int:
        """Draw one elided line at the top of ``area``; returns where it ended."""
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(area.width(), 0))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(area.left(), area.top() + metrics.ascent(), shown)
        return area.left() + metrics.horizontalAdvance(shown)


def sign(card: Card, tokens: Tokens) -> tuple[str, str]:
    """The icon before the sentence under the facts, and its colour."""
    return ("warning", tokens.warning) if card.obstacle else ("picks", tokens.accent)


def _marks(card: Card, tokens: Tokens) -> list[tuple[str, str]]:
    """What stands before the date, with its colour: what became of the event, and of the plan."""
    status = words.status(card.event)
    marks = [(status, tokens.danger)] if status else []
    if news := mark(card.news):
        marks.append((news, tokens.warning))
    if Action.GOING in card.actions:
        marks.append(("Going", tokens.good))
    return marks
