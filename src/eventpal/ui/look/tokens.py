"""The table of colours, and the few measures that every page shares."""

from dataclasses import dataclass

GRID = 8
"""Every margin and gap is a multiple or the half of this, in pixels."""

RADIUS = 10

NARROW = 900
"""Below this window width, in pixels, details take the place of the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One set of colours, as ``#RRGGBB``."""

    name: str
    window: str
    sidebar: str
    surface: str
    hover: str
    selected: str
    border: str
    outline: str
    """Edges of controls; at least 3:1 against what is around them."""
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    good: str
    good_soft: str
    warning: str
    danger: str
    danger_soft: str
    focus: str
    toast: str
    on_toast: str
    toast_accent: str


LIGHT = Tokens(
    name="light",
    window="#F7F4EF",
    sidebar="#EFEAE2",
    surface="#FFFFFF",
    hover="#FCFAF7",
    selected="#FFF3EC",
    border="#E4DDD2",
    outline="#877D71",
    text="#1F1B16",
    muted="#635A50",
    accent="#B5380F",
    accent_hover="#97300E",
    on_accent="#FFFFFF",
    good="#1C6848",
    good_soft="#E3F2E9",
    warning="#855300",
    danger="#A81E2D",
    danger_soft="#FBE9E9",
    focus="#1F5FBF",
    toast="#2A241F",
    on_toast="#F7F1EA",
    toast_accent="#FFAA88",
)

DARK = Tokens(
    name="dark",
    window="#171412",
    sidebar="#110F0D",
    surface="#211D1A",
    hover="#28231F",
    selected="#38251C",
    border="#38312B",
    outline="#8C8176",
    text="#F4EFE8",
    muted="#B9AFA3",
    accent="#FF8F66",
    accent_hover="#FFA888",
    on_accent="#2A0F04",
    good="#7FD6A8",
    good_soft="#1B3429",
    warning="#F0BE6A",
    danger="#FF9490",
    danger_soft="#3D1F1E",
    focus="#84B6FF",
    toast="#F1EAE1",
    on_toast="#241E19",
    toast_accent="#9A2F0C",
)


def contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio of two ``#RRGGBB`` colours, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
