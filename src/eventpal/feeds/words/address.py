"""Street addresses in text, and the two halves of a location line: venue and address."""

import re
from functools import lru_cache

_STREET = (
    r"(?:Street|St|Avenue|Ave|Av|Boulevard|Blvd|Road|Rd|Drive|Dr|Lane|Ln|Court|Ct|Circle|Cir"
    r"|Place|Pl|Square|Sq|Highway|Hwy|Parkway|Pkwy|Terrace|Ter|Trail|Trl|Way|Alley|Loop|Plaza"
    r"|Broadway|Pike|Row|Run|Turnpike|Tpke|Crescent|Cres|Close|Mews|Walk|Quay)"
)
_WORD = r"[A-Z0-9][\w.'’-]{0,20}"
_UNIT = r"(?:Suite|Ste|Unit|Apt|Bldg|Building|Floor|Fl|Room|Rm|Studio|#)\.? ?#?[\w-]{1,8}"
_TOWN = r"[A-ZÄÖÜÉ][\w.'’ -]{1,28}"
_POSTCODE = (
    r"(?:[A-Z]{2},? \d{5}(?:-\d{4})?|[A-Z]{2}(?=\s|,|$)|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{5})"
)
_NUMBER_FIRST = re.compile(
    # 1404 Sandhill Rd. Suite 2, Candler, NC 28715
    r"(?<![\w$€£.#/-])\d{1,5}(?:-\d{1,5})?[A-Za-z]? (?:[NSEW]{1,2}\.? )?"
    rf"(?:{_WORD} ){{0,4}}"
    rf"{_STREET}\b\.?(?: (?:NE|NW|SE|SW|[NSEW])\b\.?)?(?:,? (?:{_UNIT}))?"
    rf"(?:(?:,|\.| -|\n|(?<=\.)) ?{_TOWN}?(?:,|(?= [A-Z]{{2}} \d)) ?{_POSTCODE}"
    r"(?:,? (?:USA|United States|UK))?)?"
)
# Each other pattern with plain substrings, in lower case, without which it cannot match.
_PATTERNS = (
    (
        # Musterstraße 12, 10115 Berlin
        ("straße", "strasse", "str.", "platz", "weg ", "allee", "gasse", "ring ", "ufer", "damm"),
        re.compile(
            r"\b[A-ZÄÖÜ][\wäöüß.-]{1,30}"
            r"(?:(?: S|s)tra(?:ß|ss)e|str\.|platz|weg|allee|gasse|ring|ufer|damm)"
            r" \d{1,4} ?[a-z]?\b(?:,? (?:D-)?\d{4,5} [A-ZÄÖÜ][\wäöüß-]{1,25})?"
        ),
    ),
    (
        # 12 bis rue de la République, 75011 Paris
        (" rue ", " avenue ", " boulevard ", " place ", " quai ", "chemin", "impasse", " cours "),
        re.compile(
            r"\b\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|quai|chemin|impasse|cours)"
            rf" [^,\n]{{2,40}}(?:, ?\d{{5}} {_TOWN})?"
        ),
    ),
    (
        # Calle Mayor, 5, 28013 Madrid
        ("calle", "c/", "avenida", "avda", "plaza", "paseo"),
        re.compile(
            r"\b(?:Calle|C/|Avenida|Avda\.?|Plaza|Paseo) ?[A-ZÁÉÍÓÚÑ][^,\n\d]{2,40},? ?"
            rf"(?:n[º°.]? ?)?\d{{1,4}}(?:, ?\d{{5}} {_TOWN})?"
        ),
    ),
)
_DIGIT = re.compile(r"\d")
_BETWEEN = " \n,;:|–—-@("


def find_address(text: str) -> str:
    """The first street address in plain text, on one line, or ""."""
    match = _match(text)
    return " ".join(match[0].split()).rstrip(" ,.") if match else ""


@lru_cache(maxsize=4096)
def split_location(location: str) -> tuple[str, str]:
    """Venue and address of a location line.

    Everything from the street number on is the address: "Library - 5 Elm St. - Candler" gives
    "Library" and "5 Elm St., Candler". Without a street all of it is the venue, for "Oak Hall,
    Davis" cannot be told from "Oak Hall, Room 5".
    """
    match = _match(location)
    if match is None:
        return " ".join(location.split()), ""
    venue = " ".join(location[: match.start()].split()).strip(_BETWEEN)
    lines = [line.strip(" ,") for line in location[match.start() :].split("\n")]
    address = ", ".join(line for line in lines if line)
    address = re.sub(r" [-–—|] ", ", ", " ".join(address.split())).rstrip(" ,;)")
    return venue, address


def _match(text: str) -> re.Match[str] | None:
    digit = _DIGIT.search(text)
    if digit is None:
        return None
    number_first = _NUMBER_FIRST.search(text, digit.start())
    contains = text.lower().__contains__
    found = [number_first] + [
        pattern.search(text) for needles, pattern in _PATTERNS if any(map(contains, needles))
    ]
    return min(filter(None, found), key=lambda match: match.start(), default=None)
