"""Who comes along, and how the person gets about, in the words of a profile line."""

# ruff: noqa: E501 - a pattern reads better on one line.

import re
from collections.abc import Sequence
from typing import Final, TypeVar

from eventpal.recommend.travel import Company, Mode

Said = TypeVar("Said")

_COMPANIES: Final[tuple[tuple[Company, re.Pattern[str]], ...]] = (
    (
        "kids",
        re.compile(
            r"(?:i have|we have|i've got|with|bring|ich habe|wir haben|mit)\b(?:(?!\bno\b|keine)[^,;]){0,20}?"
            r"\b(?:kids?|child(?:ren)?|toddlers?|babies|baby|sons?|daughters?|kind(?:er|ern)?"
            r"|kleinkind\w*)\b|\b(?:my|our) (?:kids?|children|daughters?|sons?|toddler) (?:are|is|comes?|loves?|likes?|enjoys?)\b(?! (?:grown|adults?|out\b))|\b(?:meine?|unsere?) (?:kinder|sohn|tochter) (?:sind|ist|mag|mögen|liebt|lieben)\b(?! erwachsen)|\b(?:child|kid|family|kinder|familien)"
            r"[- ]?(?:friendly|freundlich\w*|tauglich\w*)|\bi'?m a (?:single )?(?:mum|mom|dad|parent|mother|father)|\b(?:mother|father|mum|mom|dad|mutter|vater) (?:of|von)\b|\bwir sind eltern"
        ),
    ),
    (
        "accessible",
        re.compile(
            r"wheel ?chair|\bcane\b|crutches|walking frame|rollator|krücken|step[- ]?free|no (?:stairs|steps)|accessib|barrierefrei|rollstuhl|keine (?:"
            r"treppen|stufen)|can'?t (?:climb|use|take) (?:stairs|steps)|with a (?:pram|stroller)"
        ),
    ),
    (
        "alone",
        re.compile(
            r"\b(?:i (?:usually |mostly |often )?(?:go|come) (?:alone|on my own|by myself)|on my own|by"
            r" myself|alone|allein(?:e)?|ohne begleitung)\b"
        ),
    ),
)
_MODES: Final[tuple[tuple[Mode, re.Pattern[str]], ...]] = (
    ("transit", re.compile(
        r"\b(?:no car|(?:don'?t|do not) (?:drive|have a car|own a car)|without a car|kein auto|ohne auto"
        r"|(?:public )?transport|by (?:bus|train|tram|metro|subway)|mit (?:bus|bahn|den öffis|dem bus|der"
        r" bahn|öpnv)|öffentlich\w* verkehrs\w*)\b")),
    ("bike", re.compile(r"\b(?:by (?:bike|bicycle)|cycle|cycling everywhere|mit dem (?:fahr)?rad)\b")),
    ("walk", re.compile(r"\b(?:on foot|walk everywhere|i walk|zu fuß)\b")),
    ("car", re.compile(r"\b(?:by car|i drive|mit dem auto)\b")),
)  # fmt: skip
NO_CHILDREN: Final = re.compile(
    r"\b(?:i |we |ich |wir )?(?:don't have|do not have|have no|habe keine|haben keine)(?: any)? (?:kids|children|kinder)\b"
)


def company_and_mode(piece: str) -> tuple[Company | None, Mode | None, str]:
    """Who comes along and how they travel, None where nothing is said, and the rest of it."""
    company, rest = _first(_COMPANIES, piece)
    mode, rest = _first(_MODES, rest)
    return company, mode, rest


def _first(table: Sequence[tuple[Said, re.Pattern[str]]], piece: str) -> tuple[Said | None, str]:
    """The first of ``table`` that ``piece`` says, and the piece without it."""
    for value, pattern in table:
        match = pattern.search(piece)
        if match:
            return value, f"{piece[: match.start()]} {piece[match.end() :]}"
    return None, piece
