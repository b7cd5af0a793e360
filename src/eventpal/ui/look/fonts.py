"""The fonts of the window: the system's own, in a scale of sizes."""

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

GENERIC_FAMILIES = {"sans serif", "sans", "dejavu sans", "helvetica", "arial"}
"""What a Linux desktop without a font setting answers; better ones are looked for then."""

BETTER_FAMILIES = ("Inter", "Cantarell", "Ubuntu", "Noto Sans", "Open Sans", "Liberation Sans")


@dataclass(frozen=True, slots=True)
class Type:
    """The fonts of the window, made from the system's own."""

    body: QFont
    strong: QFont
    small: QFont
    small_strong: QFont
    title: QFont
    heading: QFont


def system_font() -> QFont:
    """The system's font, or a better one where the system names none in particular."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    named = {font.family().lower(), QFontInfo(font).family().lower()}
    if named & GENERIC_FAMILIES:
        installed = set(QFontDatabase.families())
        better = next((family for family in BETTER_FAMILIES if family in installed), None)
        if better:
            font.setFamilies([better, font.family()])
    if font.pointSizeF() < 10:
        font.setPointSizeF(10)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return font


def scale(base: QFont, percent: int) -> Type:
    """The type scale on ``base``, ``percent`` of its size."""
    size = base.pointSizeF() * percent / 100

    def font(times: float, weight: QFont.Weight) -> QFont:
        made = QFont(base)
        made.setPointSizeF(round(size * times, 1))
        made.setWeight(weight)
        return made

    normal, strong, bold = QFont.Weight.Normal, QFont.Weight.DemiBold, QFont.Weight.Bold
    return Type(
        body=font(1, normal),
        strong=font(1, strong),
        small=font(0.9, normal),
        small_strong=font(0.9, strong),
        title=font(1.15, strong),
        heading=font(1.55, bold),
    )
