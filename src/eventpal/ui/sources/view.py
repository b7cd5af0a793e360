"""The list of sources, each with its problems folded under it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from eventpal.domain import Problem, Source
from eventpal.ui.cards.covers import rounded
from eventpal.ui.guarded import guarded
from eventpal.ui.look import icons
from eventpal.ui.look.elide import lines
from eventpal.ui.look.theme import Look
from eventpal.ui.look.tokens import RADIUS
from eventpal.ui.sources.health import facts, health, title

KIND_ICONS = {"web": "web", "file": "file", "folder": "folder", "sample": "city"}

NO_FOLDER = "In no folder"
MARGIN = 20
GAP = 8
MOST_PROBLEMS = 200
"""Problems listed under one source; the rest is counted."""


class Role(IntEnum):
    """What a row holds: a Source, a Problem of one, or a Folder."""

    VALUE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Folder:
    """The heading of some sources; "" for those in no folder."""

    name: str
    sources: tuple[Source, ...]


@guarded
class SourceDelegate(QStyledItemDelegate):
    """Paints sources and their problems."""

    def __init__(self, look: Look, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self.look = look
        self._clock = clock
        self.expanded: Callable[[QModelIndex | QPersistentModelIndex], bool] = lambda _: False

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Qt's name for the size of a row."""
        fonts = self.look.type
        if isinstance(index.data(Role.VALUE), Folder):
            return QSize(300, QFontMetrics(fonts.title).lineSpacing() + 22)
        if isinstance(index.data(Role.VALUE), Source):
            title_height = QFontMetrics(fonts.strong).lineSpacing()
            return QSize(300, title_height + 2 * QFontMetrics(fonts.small).lineSpacing() + 30 + GAP)
        return QSize(300, 3 * QFontMetrics(fonts.small).lineSpacing() + 10)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        value = index.data(Role.VALUE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(value, Source):
            area = option.rect.adjusted(MARGIN, 0, -MARGIN, -GAP)
            self._ground(painter, area, option.state)
            self._source(painter, area, value, unfolded=self.expanded(index))
        elif isinstance(value, Folder):
            self._folder(painter, option.rect.adjusted(MARGIN, 12, -MARGIN, -GAP), value)
        else:
            self._problem(painter, option.rect.adjusted(MARGIN + 52, 0, -MARGIN, -6), value)
        painter.restore()

    def _folder(self, painter: QPainter, area: QRect, folder: Folder) -> None:
        tokens, ratio = self.look.tokens, painter.device().devicePixelRatio()
        side = QFontMetrics(self.look.type.title).ascent() + 4
        glyph = icons.pixmap("folder", tokens.muted, side, ratio)
        painter.drawPixmap(area.left() + 2, area.top(), glyph)
        area.setLeft(area.left() + side + 10)
        self._line(painter, area, folder.name or NO_FOLDER, "title", tokens.text)

    def _ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        tokens = self.look.tokens
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        edge = tokens.focus if focused else tokens.accent if chosen else tokens.border
        width = 2.0 if focused else 1.0
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(
            QColor(tokens.selected if chosen else tokens.hover if over else tokens.surface)
        )
        inset = width / 2
        painter.drawPath(rounded(area.toRectF().adjusted(inset, inset, -inset, -inset), RADIUS))

    def _source(self, painter: QPainter, area: QRect, source: Source, *, unfolded: bool) -> None:
        tokens, fonts = self.look.tokens, self.look.type
        ratio = painter.device().devicePixelRatio()
        middle = area.center().y()
        glyph = icons.pixmap(KIND_ICONS.get(source.kind.value, "web"), tokens.muted, 24, ratio)
        painter.drawPixmap(area.left() + 16, middle - 12, glyph)
        text = area.adjusted(56, 13, -16, -13)
        if source.problems:
            arrow = icons.pixmap("down" if unfolded else "forward", tokens.muted, 16, ratio)
            painter.drawPixmap(area.right() - 30, middle - 8, arrow)
            text.setRight(area.right() - 42)
        top = self._line(painter, text, title(source), "strong", tokens.text)
        text.setTop(top + 1)
        top = self._line(painter, text, facts(source, self._clock()), "small", tokens.muted)
        text.setTop(top + 1)
        state = health(source, self._clock())
        colour = getattr(tokens, state.colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        height = QFontMetrics(fonts.small).lineSpacing()
        painter.drawEllipse(QRect(text.left() + 1, text.top() + (height - 7) // 2, 7, 7))
        text.setLeft(text.left() + 15)
        self._line(painter, text, state.text, "small", colour)

    def _problem(self, painter: QPainter, area: QRect, problem: Problem | str) -> None:
        tokens = self.look.tokens
        if isinstance(problem, str):
            self._line(painter, area, problem, "small", tokens.muted)
            return
        area.setTop(self._line(painter, area, problem.where, "small_strong", tokens.text))
        font = self.look.type.small
        for line in lines(problem.message, font, area.width(), 2):
            area.setTop(self._line(painter, area, line, "small", tokens.muted))

    def _line(self, painter: QPainter, area: QRect, text: str, kind: str, colour: str) -> int:
        font = getattr(self.look.type, kind)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(area.width(), 0))
        painter.drawText(area.left(), area.top() + metrics.ascent(), shown)
        return area.top() + metrics.lineSpacing()


@guarded
class SourceView(QTreeView):
    """Shows sources; F5 refreshes the chosen one, Delete removes it."""

    refreshing = Signal(int)
    removing = Signal(object)
    chosen = Signal(object)
    menued = Signal(object, QPoint)
    """A Source, and where on the screen its menu was asked for."""
    folder_menued = Signal(object, QPoint)
    """The same of a Folder."""

    def __init__(self, look: Look, clock: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._clock = clock
        self.rows = QStandardItemModel(self)
        self.delegate_of_rows = SourceDelegate(look, clock, self)
        self.delegate_of_rows.expanded = self._unfolded
        self.setModel(self.rows)
        self.setItemDelegate(self.delegate_of_rows)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setAccessibleName("Sources")
        self.setAccessibleDescription(
            "F5 reads the source again, Delete removes it, the right arrow shows its problems."
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.current()))

    def wear(self, look: Look) -> None:
        """Paint in ``look`` from now on."""
        self.delegate_of_rows.look = look
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def current(self) -> Source | None:
        """The chosen source, also when one of its problems is."""
        index = self.currentIndex()
        value = (index.parent() if index.parent().isValid() else index).data(Role.VALUE)
        return value if isinstance(value, Source) else None

    def show_sources(self, sources: Sequence[Source]) -> None:
        """Show these, keeping what is chosen and unfolded."""
        chosen = self.current()
        before = [self.rows.item(at).index() for at in range(self.rows.rowCount())]
        unfolded = {index.data(Role.VALUE).id for index in before if self.isExpanded(index)}
        scroll = self.verticalScrollBar().value()
        self.rows.clear()
        first: QStandardItem | None = None
        for row in in_folders(sources):
            if isinstance(row, Folder):
                self.rows.appendRow(_heading(row))
                continue
            item = self._item(row)
            self.rows.appendRow(item)
            first = first or item
            self.setExpanded(item.index(), row.id in unfolded)
            if chosen is not None and row.id == chosen.id:
                self.setCurrentIndex(item.index())
        if first is not None and self.current() is None:
            self.setCurrentIndex(first.index())
        self.verticalScrollBar().setValue(scroll)
        self.chosen.emit(self.current())

    def _item(self, source: Source) -> QStandardItem:
        item = QStandardItem(title(source))
        item.setData(source, Role.VALUE)
        now = self._clock()
        spoken = f"{title(source)}, {facts(source, now)}, {health(source, now).text}"
        item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
        item.setToolTip(source.location)
        listed: list[Problem | str] = list(source.problems[:MOST_PROBLEMS])
        if len(source.problems) > MOST_PROBLEMS:
            listed.append(f"and {len(source.problems) - MOST_PROBLEMS:,} more")
        for problem in listed:
            text = problem if isinstance(problem, str) else f"{problem.where}: {problem.message}"
            child = QStandardItem(text)
            child.setData(problem, Role.VALUE)
            child.setToolTip(text)
            item.appendRow(child)
        return item

    def _unfolded(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        return self.isExpanded(self.rows.index(index.row(), 0))

    def _menu(self, position: QPoint) -> None:
        source, value = self.current(), self.indexAt(position).data(Role.VALUE)
        if isinstance(value, Folder):
            self.folder_menued.emit(value, self.viewport().mapToGlobal(position))
        elif source is not None:
            self.menued.emit(source, self.viewport().mapToGlobal(position))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """F5, Delete, and Enter to fold and unfold."""
        source = self.current()
        if source is not None and event.key() == Qt.Key.Key_F5:
            self.refreshing.emit(source.id)
        elif source is not None and event.key() == Qt.Key.Key_Delete:
            self.removing.emit(source)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.setExpanded(self.currentIndex(), not self.isExpanded(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click on a source folds and unfolds its problems."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and self.rows.hasChildren(index):
            self.setExpanded(index, not self.isExpanded(index))


def in_folders(sources: Sequence[Source]) -> list[Source | Folder]:
    """The sources under their folders, by name; those in none come last.

    While there are no folders, there are no headings.
    """
    names = sorted({source.folder for source in sources}, key=lambda name: (not name, name.lower()))
    if not any(names):
        return list(sources)
    rows: list[Source | Folder] = []
    for name in names:
        inside = tuple(source for source in sources if source.folder == name)
        rows += [Folder(name, inside), *inside]
    return rows


def _heading(folder: Folder) -> QStandardItem:
    item = QStandardItem(folder.name or NO_FOLDER)
    item.setData(folder, Role.VALUE)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item
