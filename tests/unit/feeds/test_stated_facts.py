"""Facts in words, line by line: ``tests/data/facts.tsv`` has what publishers write and mean.

An empty last column is a line that must say nothing. Prices are low-high with "?" for unknown,
and with their currency where the line tells it.
"""

import csv
from pathlib import Path

import pytest

from eventpal.feeds.words.price import Price
from eventpal.feeds.words.text import Facts, read_facts

with (Path(__file__).parents[2] / "data" / "facts.tsv").open(encoding="utf-8") as file:
    LINES = [
        (row["fact"], row["field"], row["text"].replace("\\\\", "\\"), row["says"])
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]


def said(facts: Facts, fact: str, expected: str) -> str:
    """What was read of one fact, as the table writes it."""
    found = getattr(facts, fact)
    if found is None:
        return ""
    match fact:
        case "ages":
            return str(found.value.lowest)
        case "sold_out":
            return "yes"
        case "status":
            return str(found.value.value)
        case "doors":
            return f"{found.value:%H:%M}"
    return _price(found.value, with_currency=" " in expected)


def _price(price: Price, *, with_currency: bool) -> str:
    high = "?" if price.high is None else f"{price.high:g}"
    amounts = f"{0 if price.low is None else price.low:g}-{high}"
    return f"{amounts} {price.currency}" if with_currency else amounts


@pytest.mark.parametrize(("fact", "field", "text", "says"), LINES)
def test_a_line_says(fact: str, field: str, text: str, says: str) -> None:
    country = "US" if "$" in text else "DE"
    assert said(read_facts({field: text}, country=country), fact, says) == says
