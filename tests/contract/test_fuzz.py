"""Files with a few bytes changed at random: never a fault, a hang or silence."""

import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract.fuzzing import check, mutated

OWN = Path(__file__).parents[1] / "data" / "ical"
DATA = os.environ.get("EVENTPAL_DATA", "")
FEEDS = (
    b"""<?xml version="1.0"?><rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/">
<channel><title>Town</title><item><title>Concert on 6 March 2026 at 7:30 pm</title>
<guid>1</guid><ev:startdate>2026-03-06T19:30:00</ev:startdate><description>&lt;b&gt;Free&lt;/b&gt;
entry, doors 19:00, ages 16+</description></item></channel></rss>""",
    b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Hall</title><entry><id>a</id>
<title>Reading, 7 March 2026, 8pm</title><summary>Sold out. Tickets $12-15</summary>
</entry></feed>""",
    b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Mill", "items": [{"id": "1",
"title": "Fair on Saturday 14 March 2026", "content_text": "10am to 4pm, 12 Mill Street"}]}""",
    b"""<html><head><link rel="alternate" type="text/calendar" href="/all.ics"><script
type="application/ld+json">{"@type": "Event", "name": "Ball", "startDate": "2026-03-07T20:00",
"offers": {"price": "5", "priceCurrency": "EUR"}, "location": {"name": "Hall"}}</script></head>
<body><div class="h-event"><span class="p-name">Walk</span><time class="dt-start"
datetime="2026-03-08T10:00">8 March</time></div></body></html>""",
)


def seeds(real: int) -> list[bytes]:
    """Our own small files, and so many real ones where there are any."""
    found = [*FEEDS, *(path.read_bytes() for path in sorted(OWN.glob("*.ics")))]
    if DATA:
        corpus = Path(DATA).parent / "corpus"
        paths = sorted([*corpus.rglob("*.ics"), *corpus.rglob("*.xml"), *Path(DATA).rglob("*.xml")])
        random.Random(1).shuffle(paths)
        small = (path for path in paths if 20 < path.stat().st_size < 20_000)
        found += [path.read_bytes() for path, _ in zip(small, range(real), strict=False)]
    return [body for body in found if body]


def run(seconds: float, start: int, real: int, examine: Callable[[bytes], int] = check) -> int:
    """Change and read files for so many seconds of processor time; returns how many."""
    chance = random.Random(start)
    until = time.process_time() + seconds
    for count, body in enumerate(mutated(seeds(real), chance), start=1):
        try:
            examine(body)
        except BaseException as error:
            kept = Path(os.environ.get("EVENTPAL_FUZZ_KEEP") or tempfile.gettempdir())
            kept /= "eventpal-fuzz-found"
            kept.write_bytes(body)
            raise AssertionError(f"{error!r} for the bytes in {kept}") from error
        if time.process_time() > until:
            return count
    raise AssertionError("mutated() never ends")


def test_our_own_files_changed_a_little_are_read_or_refused() -> None:
    assert run(3, start=7, real=0) > 50


@pytest.mark.slow
def test_files_changed_at_random_are_read_or_refused() -> None:
    """EVENTPAL_FUZZ_SECONDS of processor time (30), each time from elsewhere."""
    seconds = float(os.environ.get("EVENTPAL_FUZZ_SECONDS", "30"))
    start = int(os.environ.get("EVENTPAL_FUZZ_START", "0")) or time.time_ns()
    count = run(seconds, start, real=1500)
    print(f"{count:,} files read from start {start}")
    assert count > seconds


def test_a_fault_is_found_and_the_bytes_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(body: bytes) -> int:
        raise ZeroDivisionError(f"{len(body)} bytes")

    monkeypatch.setenv("EVENTPAL_FUZZ_KEEP", str(tmp_path))
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        run(1, start=1, real=0, examine=broken)
    assert (tmp_path / "eventpal-fuzz-found").read_bytes()
