"""Three hundred ways to say when, each with the span it means on its clock (``times.tsv``)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eventpal.chat.dates import spotting

LINES = (Path(__file__).parents[2] / "data" / "times.tsv").read_text(encoding="utf-8").splitlines()
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
Span = tuple[datetime, datetime]


def said() -> Iterator[tuple[str, str, datetime]]:
    """Text, its spans as they are written, and now."""
    now = datetime.fromtimestamp(0, tz=ZoneInfo("UTC"))
    for line in LINES:
        if line.startswith("@"):
            _, clock, zone = line.split()
            now = datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone))
        elif not line.startswith("#"):
            text, spans = line.split("\t")
            yield text, spans, now


def coming(text: str, since: date) -> date:
    """The next day from ``since`` on that is written "MM-DD"."""
    month, day = (int(part) for part in text.split("-"))
    this_year = date(since.year, month, day)
    return this_year if this_year >= since else date(since.year + 1, month, day)


def wanted(spans: str, now: datetime) -> list[tuple[Span, Span]]:
    """Of each span, its least and its greatest: people don't agree when an evening begins."""
    found = []
    for span in [] if spans == "none" else spans.split(", "):
        days, _, hours = span.partition("T")
        first, _, last = days.partition("/")
        start = datetime.combine(coming(first, now.date()), time(), now.tzinfo)
        if hours:
            low, high = (float(hour) for hour in hours.split("/"))
            early, late = HOUR * (6 if low <= 6 else 1), HOUR * (4 if high >= 22 else 1)
            begin, end = start + low * HOUR, start + high * HOUR
            least = (begin + early, end - late - HOUR / 30)
            found.append((least, (begin - early, end + late + HOUR / 30)))
        else:
            day = coming(last or first, start.date())
            end = datetime.combine(day + DAY, time(), now.tzinfo)
            found.append(((max(start, now), end), (start, end)))
    return found


def spans(text: str, now: datetime) -> list[Span]:
    """What ``text`` means, with spans that meet as one."""
    phrases = spotting.joined(spotting.spot(text, now.date()), text)
    assert now.tzinfo is not None
    found = spotting.resolve(phrases, now, now.tzinfo) if phrases else None
    kept: list[Span] = []
    for start, end in found.spans if found is not None else ():
        if kept and kept[-1][1] == start:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return kept


@pytest.mark.parametrize(("text", "expected", "now"), list(said()))
def test_what_is_said_means_its_span(text, expected, now):
    want, found = wanted(expected, now), spans(text, now)
    # What comes round again and again is written with its first spans.
    assert len(found) == len(want) or (len(want) > 1 and len(found) > len(want))
    for (least, most), (start, end) in zip(want, found, strict=False):
        assert most[0] <= start <= max(least[0], now)
        assert least[1] <= end <= most[1]
