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


def language(_: Path) -> list[Row]:
    """The language model beside the same file called naively, which reads every prompt whole."""
    found = run("tests.benchmarks.language").found
    return [
        Row(
            "language model",
            f"reads {found['reads_per_second']:.0f} and writes {found['writes_per_second']:.0f} "
            "tokens/s",
            "–",
            None,
        ),
        _beside_naive("… first words in the chat", found, "first_words_s", 0.7),
        _beside_naive("… whole answer", found, "answer_s", 3),
        _beside_naive("… 30 events scored", found, "scored_s", 2),
        Row("… engine process, both models", f"{found['engine_mib']:.0f} MiB", "–", None),
    ]


def answers(folder: Path) -> list[Row]:
    """Picks again after a rating, 10,000 events upcoming in 30 days."""
    home = folder / "home"
    run("tests.benchmarks.stock", str(home), str(UPCOMING), "30")
    found = run("tests.benchmarks.answers", str(home)).found
    return [
        _milliseconds("picks after a rating, 10,000 upcoming", found["picks_after_rating_ms"], 100),
        _milliseconds("… first picks", found["first_picks_ms"], 1500),
    ]  # fmt: skip


def chat(_: Path) -> list[Row]:
    """The exams over all cities, and every fact in at least 500 answers."""
    found = run("tests.benchmarks.chat").found
    right = found["right"]
    return [
        *(
            Row(
                f"chat: questions answered rightly, {name}",
                f"{share:.1%}",
                "≥ 90%",
                share >= 0.9,
            )
            for name, share in right.items()
        ),
        Row(
            f"… facts that are not the event's own, in {found['answers']} answers",
            f"{found['invented']}",
            "0",
            not found["invented"],
        ),
        Row("… with words of the language model", f"{found['written']}", "–", None),
        Row(
            "… first words, p95",
            f"{found['first_words_s']:.2f} s",
            "≤ 0.7 s",
            found["first_words_s"] <= 0.7,
        ),
        Row("… whole answer, p95", f"{found['answer_s']:.2f} s", "≤ 3 s", found["answer_s"] <= 3),
    ]


def large_store(folder: Path) -> list[Row]:
    """Search over 100,000 events, and the window on them."""
    home = folder / "home"
    run("tests.benchmarks.stock", str(home), str(LARGE), "365")
    found = run("tests.benchmarks.answers", str(home)).found
    recall = run("tests.benchmarks.recall", str(home)).found["recall"]
    return [
        _milliseconds(f"hybrid search over {LARGE:,} events, p95", found["search_p95_ms"], 30),
        Row("… recall@10 of exact", f"{recall:.4f}", "≥ 0.99", recall >= 0.99),
        _milliseconds(
            "… p95 while the graph is built, by exact search", found["exact_search_p95_ms"], None
        ),
        _milliseconds("… first search after opening", found["first_search_ms"], None),
        *_windows(home, f"{LARGE:,} events stored"),
    ]


def window(folder: Path) -> list[Row]:
    """The window on a small home."""
    home = folder / "home"
    run("tests.benchmarks.stock", str(home), "300", "60")
    return _windows(home, "300 events stored")


def _windows(home: Path, stored: str) -> list[Row]:
    run("tests.benchmarks.window", str(home))  # Python compiles what it has not yet.
    pairs = beside(
        lambda: run("tests.benchmarks.window", str(home)),
        lambda: run("tests.benchmarks.window"),
        5,
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
        Row(
            "… window and engine together, both models",
            f"{memory:.0f} MiB",
            "≤ 600 MiB",
            memory <= 600,
        ),
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


def _beside_naive(what: str, found: dict[str, float], figure: str, bar: float) -> Row:
    ours, naive = found[figure], found[f"naive_{figure}"]
    return Row(what, f"{ours:.2f} s, {ours / naive:.2f} × naive", f"≤ {bar:g} s", ours <= bar)


def _milliseconds(what: str, figure: float, bar: float | None) -> Row:
    if bar is None:
        return Row(what, f"{figure:.0f} ms", "–", None)
    return Row(what, f"{figure:.0f} ms", f"≤ {bar:g} ms", figure <= bar)
