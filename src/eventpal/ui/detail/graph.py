"""How EventPal got from the person to a pick, as a picture: what they liked, what it shares."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QDialog, QSizePolicy, QWidget

from eventpal.ui.dialogs import frame
from eventpal.ui.guarded import guarded
from eventpal.ui.look import icons
from eventpal.ui.look.elide import lines as broken
from eventpal.ui.look.theme import Appearance, Look
from eventpal.ui.look.widgets import Button, label, row, scrolled

if TYPE_CHECKING:
    from eventpal.recommend.reasoning import Link, Node, ReasoningGraph

ICONS = {
    "person": "person",
    "event": "like-on",
    "topic": "tags",
    "organiser": "person",
    "venue": "place",
    "pick": "picks",
}
COLUMNS = {"person": 0, "event": 1, "topic": 2, "organiser": 2, "venue": 2, "pick": 3}
ENDS = {"person", "pick"}
TITLES = ("You", "What you chose", "What they share", "The pick")

WIDE, GAP = 168, 52
ICON = 16
INSET = 10
BETWEEN = 14
MARGIN = 18
AROUND = 60
"""Pixels around the picture: the dialog's margins, its title and its button."""


@guarded
class GraphView(QWidget):
    """The picture: four columns, and lines from left to right."""

    def __init__(self, appearance: Appearance, graph: ReasoningGraph) -> None:
        super().__init__()
        self._look = appearance.look
        self._graph = graph
        self._columns = _columns(graph)
        self._hot = ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("How EventPal got to this pick")
        self.setAccessibleDescription(" ".join(spoken(graph)))
        self._places: dict[str, QRectF] = {}
        self._lay_out()
        appearance.changed.connect(self._wear)

    def _wear(self, look: Look) -> None:
        self._look = look
        self._lay_out()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """All of it."""
        right = max((place.right() for place in self._places.values()), default=200.0)
        low = max((place.bottom() for place in self._places.values()), default=80.0)
        return QSize(int(right) + MARGIN, int(low) + MARGIN)

    def _wide(self) -> int:
        return max(WIDE, QFontMetrics(self._look.type.body).averageCharWidth() * 21)

    def _lay_out(self) -> None:
        """Put each column in the middle of the highest one."""
        metrics = QFontMetrics(self._look.type.body)
        wide, head = self._wide(), QFontMetrics(self._look.type.small_strong).height() + 12
        heights = {
            node.id: len(self._text(node, wide)) * metrics.lineSpacing() + 2 * INSET
            for node in self._graph.nodes
        }
        tall = [
            sum(heights[one.id] for one in nodes) + BETWEEN * max(len(nodes) - 1, 0)
            for nodes in self._columns
        ]
        for at, nodes in enumerate(self._columns):
            left = MARGIN + at * (wide + GAP)
            top = MARGIN + head + (max(tall) - tall[at]) / 2
            for node in nodes:
                self._places[node.id] = QRectF(left, top, wide, heights[node.id])
                top += heights[node.id] + BETWEEN
        self.setFixedSize(self.sizeHint())

    def _text(self, node: Node, wide: int) -> list[str]:
        font = self._look.type.strong if node.kind in ENDS else self._look.type.body
        return broken(node.label, font, wide - 2 * INSET - ICON - 6, 3)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Paint the titles, the lines and the nodes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, fonts = self._look.tokens, self._look.type
        painter.setFont(fonts.small_strong)
        painter.setPen(QColor(tokens.muted))
        for at, title in enumerate(TITLES):
            if self._columns[at]:
                left = MARGIN + at * (self._wide() + GAP)
                painter.drawText(QRectF(left, MARGIN - 6, self._wide(), 24), title)
        lit = _lit(self._graph, self._hot) if self._hot else frozenset()
        for link in self._graph.edges:
            self._line(painter, link, lit=(link.source, link.target) in lit)
        for node in self._graph.nodes:
            self._node(painter, node)
        painter.end()

    def _line(self, painter: QPainter, link: Link, *, lit: bool) -> None:
        tokens = self._look.tokens
        source, target = self._places[link.source], self._places[link.target]
        start = QPointF(source.right(), source.center().y())
        end = QPointF(target.left(), target.center().y())
        bend = max((end.x() - start.x()) / 2, 24)
        path = QPainterPath(start)
        path.cubicTo(start + QPointF(bend, 0), end - QPointF(bend, 0), end)
        quiet = QColor(tokens.outline)
        quiet.setAlphaF(0.55)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent) if lit else quiet, 2.5 if lit else 1.5))
        painter.drawPath(path)

    def _node(self, painter: QPainter, node: Node) -> None:
        tokens, fonts = self._look.tokens, self._look.type
        place = self._places[node.id]
        ends = node.kind in ENDS
        hot = node.id == self._hot
        painter.setPen(QPen(QColor(tokens.accent if hot or ends else tokens.border), 1.5))
        painter.setBrush(QColor(tokens.selected if ends else tokens.surface))
        painter.drawRoundedRect(place, 10, 10)
        ratio = self.devicePixelRatioF()
        glyph = icons.pixmap(ICONS[node.kind], tokens.accent, ICON, ratio)
        metrics = QFontMetrics(fonts.body)
        first = place.top() + INSET + (metrics.height() - ICON) / 2
        painter.drawPixmap(QPointF(place.left() + INSET, first), glyph)
        painter.setFont(fonts.strong if ends else fonts.body)
        painter.setPen(QColor(tokens.text))
        top = place.top() + INSET + metrics.ascent()
        for line in self._text(node, int(place.width())):
            painter.drawText(QPointF(place.left() + INSET + ICON + 6, top), line)
            top += metrics.lineSpacing()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Light the ways through the node under the pointer."""
        where = event.position()
        hot = next((id_ for id_, place in self._places.items() if place.contains(where)), "")
        if hot != self._hot:
            self._hot = hot
            self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Nothing is lit without a pointer."""
        self._hot = ""
        self.update()
        super().leaveEvent(event)


class GraphDialog(QDialog):
    """The picture, and the same in sentences under it."""

    def __init__(self, appearance: Appearance, parent: QWidget, graph: ReasoningGraph) -> None:
        super().__init__(parent)
        lines = frame(self, "How EventPal got here")
        if graph.edges:
            self.view = GraphView(appearance, graph)
            area = scrolled(self.view)
            area.setWidgetResizable(False)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            area.setAlignment(Qt.AlignmentFlag.AlignCenter)
            lines.addWidget(area, 1)
        else:
            text = "Nothing you chose so far is connected with it: it is a guess for anyone."
            lines.addWidget(label(text, "muted", wrap=True))
        close = Button(appearance, "Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(close)
        lines.addLayout(foot)
        room = parent.size() - QSize(AROUND, AROUND)
        self.resize(self._wanted(graph).boundedTo(room))

    def _wanted(self, graph: ReasoningGraph) -> QSize:
        """All of the picture, without bars."""
        if not graph.edges:
            return self.sizeHint()
        return self.view.size() + QSize(AROUND, 3 * AROUND)


def spoken(graph: ReasoningGraph) -> list[str]:
    """The graph as sentences, for a screen reader."""
    names = {node.id: node.label for node in graph.nodes}
    return [f"{names[one.source]} – {one.label} – {names[one.target]}." for one in graph.edges]


def _columns(graph: ReasoningGraph) -> list[list[Node]]:
    """The nodes by column, each near the mean place of what leads to it."""
    columns: list[list[Node]] = [[] for _ in TITLES]
    for node in graph.nodes:
        columns[COLUMNS[node.kind]].append(node)
    into: defaultdict[str, list[str]] = defaultdict(list)
    for link in graph.edges:
        into[link.target].append(link.source)
    for before, nodes in pairwise(columns):
        order = {node.id: at for at, node in enumerate(before)}

        def middle(node: Node, order: dict[str, int] = order) -> float:
            places = [order[one] for one in into[node.id] if one in order]
            return sum(places) / len(places) if places else len(order) / 2

        nodes.sort(key=middle)
    return columns


def _lit(graph: ReasoningGraph, node: str) -> frozenset[tuple[str, str]]:
    """The links on any way through ``node``."""
    found: set[tuple[str, str]] = set()
    for ends in (("source", "target"), ("target", "source")):
        todo = [node]
        while todo:
            here = todo.pop()
            for link in graph.edges:
                key = (link.source, link.target)
                if getattr(link, ends[0]) == here and key not in found:
                    found.add(key)
                    todo.append(getattr(link, ends[1]))
    return frozenset(found)
