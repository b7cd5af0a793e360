"""Each budget of ARCHITECTURE.md: what is measured, beside what, and the bar."""

import os
from pathlib import Path

from tests.benchmarks.calendars import calendar
from tests.benchmarks.processes import Run, beside, median, run
from tests.benchmarks.table import Row

INGEST, BARE = "tests.benchmarks.ingest", "tests.benchmarks.bare"
LARGE, UPCOMING = 100_000, 10_000


def calendar_of_ten_thousand(folder: Path) -> list[Row]:
    """A 10,000-event calendar: new, unchanged, and with one event changed."""
    location = folder / "town.ics"
    location.write_bytes(calendar(10_000))
    homes = iter(folder / f"home-{number}" for number in range(9))
    pairs = beside(lambda: _ingested(next(homes), location), lambda: run(BARE, str(location)), 5)
    fresh = _ratio("seconds", pairs)
    home = str(folder / "home-0")
    location.write_bytes(calendar(10_000, changed=1))
    changed = run(INGEST, home, str(location))
    unchanged = run(INGEST, home, str(location))
    bare = median([other.seconds for _, other in pairs])
    assert changed.found["changed"] == 1
    return [
        Row("refresh of a 10,000-event calendar, all new", *_times(fresh, pairs, 2)),
        _beside_bare("… one event changed", changed, bare, 2),
        _beside_bare("… nothing changed", unchanged, bare, 2),
    ]


def folder_of_real_calendars(folder: Path) -> list[Row]:
    """The real calendars of one county, where EVENTPAL_DATA names them."""
    data = os.environ.get("EVENTPAL_DATA")
    if data is None:
        return [Row("a county's 170 calendars", "EVENTPAL_DATA is not set", "–", None)]
    location = Path(data) / "calendars" / "santarosa"
    homes = iter(folder / f"home-{number}" for number in range(4))
    pairs = beside(lambda: _ingested(next(homes), location), lambda: run(BARE, str(location)), 3)
    ours, bare = pairs[0]
    memory = median([one.peak_mib for one, _ in pairs])
    bare_memory = median([other.peak_mib for _, other in pairs])
    return [
        Row("a county's 170 calendars", *_times(_ratio("seconds", pairs), pairs, 2)),
        Row(
            "… peak memory",
            f"{memory:.0f} MiB, {memory / bare_memory:.2f} × bare icalendar",
            "≤ 600 MiB",
            memory <= 600,
        ),
        Row(
            "… events read",
            f"{ours.found['events']:,} distinct; icalendar alone parses {bare.found['events']:,} "
            f"VEVENTs and refuses {bare.found['refused']} files",
            "–",
            None,
        ),
    ]


def embedding(_: Path) -> list[Row]:
    """The engine beside sentence-transformers on the same texts."""
    found = run("tests.benchmarks.embedding").found
    ratio = found["engine_per_second"] / found["reference_per_second"]
    return [
        Row(
            "sentences embedded",
            f"{found['engine_per_second']:.0f}/s, {ratio:.2f} × sentence-transformers",
            "–",
            None,
        ),
        Row("… least cosine to sentence-transformers", f"{found['least_cosine']:.6f}",
            "≥ 0.99999", found["least_cosine"] >= 0.99999),
        Row("… one query", f"{found['query_ms']:.1f} ms", "–", None),
        Row("… engine process", f"{found['engine_mib']:.0f} MiB", "–", None),
    ]  # fmt: skip


def answers(folder: Path) -> list[Row]:
    """Picks again after a rating, 10,000 events upcoming in 30 days."""
    home = folder / "home"
    run("tests.benchmarks.stock", str(home), str(UPCOMING), "30")
    found = run("tests.benchmarks.answers", str(home)).found
    return [
        _milliseconds("picks after a rating, 10,000 upcoming", found["picks_after_rating_ms"], 100),
        _milliseconds("… first picks", found["first_picks_ms"], 1500),
    ]  # fmt: skip


def large_store(folder: Path) -> list[Row]:
    """Search over 100,000 events, and the window on them."""
    home = folder / "home"
    run("tests.benchmarks.stock", str(home), str(LARGE), "365")
    found = run("tests.benchmarks.answers", str(home)).found
    recall = run("tests.benchmarks.recall", str(home)).found["recall"]
    return [
        _milliseconds(f"hybrid search over {LARGE:,} events, p95", found["search_p95_ms"], 30),
        Row("… recall@10 of exact", f"{recall:.4f}", "≥ 0.99", recall >= 0.99),
        _milliseconds("… first search after opening", found["first_search_ms"], None),
        *_windows(home, f"{LARGE:,} events stored"),
    ]


def window(folder: Path) -> list[Row]:
    """The window on a small home."""
    home = folder / "home"
    run("tests.benchmarks.stock", str(home), "300", "60")
    return _windows(home, "300 events stored")


def _windows(home: Path, stored: str) -> list[Row]:
    pairs = beside(
        lambda: run("tests.benchmarks.window", str(home)),
        lambda: run("tests.benchmarks.window"),
        3,
    )
    ratio = _ratio("visible", pairs)
    visible = median([one.found["visible"] for one, _ in pairs])
    picks = median([one.found["picks"] for one, _ in pairs])
    memory = median([one.found["mib"] for one, _ in pairs])
    return [
        Row(
            f"window visible, {stored}",
            f"{visible:.2f} s, {ratio:.2f} × an empty PySide6 window",
            "≤ 2.5 ×",
            ratio <= 2.5,
        ),
        Row("… first picks", f"{picks:.2f} s", "≤ 1.5 s", picks <= 1.5),
        Row("… window and engine together", f"{memory:.0f} MiB", "≤ 600 MiB", memory <= 600),
    ]


def _ingested(home: Path, location: Path) -> Run:
    return run(INGEST, str(home), str(location))


def _ratio(figure: str, pairs: list[tuple[Run, Run]]) -> float:
    """The median ratio of whole processes, or of a figure they print."""
    if figure == "seconds":
        return median([one.seconds / other.seconds for one, other in pairs])
    return median([one.found[figure] / other.found[figure] for one, other in pairs])


def _times(ratio: float, pairs: list[tuple[Run, Run]], bar: float) -> tuple[str, str, bool]:
    seconds = median([one.seconds for one, _ in pairs])
    return f"{seconds:.1f} s, {ratio:.2f} × bare icalendar", f"≤ {bar:g} ×", ratio <= bar


def _beside_bare(what: str, one: Run, bare: float, bar: float) -> Row:
    ratio = one.seconds / bare
    return Row(
        what, f"{one.seconds:.1f} s, {ratio:.2f} × bare icalendar", f"≤ {bar:g} ×", ratio <= bar
    )


def _milliseconds(what: str, figure: float, bar: float | None) -> Row:
    if bar is None:
        return Row(what, f"{figure:.0f} ms", "–", None)
    return Row(what, f"{figure:.0f} ms", f"≤ {bar:g} ms", figure <= bar)
