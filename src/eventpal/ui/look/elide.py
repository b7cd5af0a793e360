"""Text in a few lines, the last one cut short with an ellipsis."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption


def draw_lines(
    painter: QPainter, area: QRect, text: str, font: QFont, colour: str, *, most: int
) -> int:
    """Draw ``text`` in at most ``most`` lines from the top of ``area``; returns where it ended."""
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    top = area.top()
    for line in lines(text, font, area.width(), most):
        painter.drawText(QPointF(area.left(), top + metrics.ascent()), line)
        top += metrics.lineSpacing()
    return top


def lines(text: str, font: QFont, width: int, most: int) -> list[str]:
    """``text`` broken to ``width`` pixels; with more than ``most`` lines the last ends in …."""
    text = " ".join(text.split())
    metrics = QFontMetrics(font)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    broken: list[str] = []
    layout.beginLayout()
    while len(broken) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        # Qt counts in UTF-16 units, Python in characters.
        units = text.encode("utf-16-le")
        start, length = line.textStart() * 2, line.textLength() * 2
        rest = units[start:].decode("utf-16-le", "ignore")
        if len(broken) == most - 1:
            broken.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
        else:
            broken.append(units[start : start + length].decode("utf-16-le", "ignore").rstrip())
    layout.endLayout()
    return broken
