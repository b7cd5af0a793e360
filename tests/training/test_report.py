"""The report is put together from what was measured, in order, with a plot for each task."""

import json
from pathlib import Path

from training import report


def row(name: str, place: int, value: float) -> dict:
    told = {"value": value, "low": value - 0.1, "high": value + 0.1}
    return {
        "name": name,
        "place": place,
        "queries": 1200,
        "seconds": 1.0,
        "measures": {"auc": told},
    }


def test_tables_and_plots_are_written_from_what_was_measured(tmp_path: Path):
    work, adapters = tmp_path / "work", tmp_path / "adapters"
    (work / "tallrec-movie").mkdir(parents=True)
    (adapters / "tallrec-movie").mkdir(parents=True)
    validation = (
        "300 queries of 9 people\n\n| measure | value |\n|---|---|\n| auc | .7654 |\n\nmore"
    )
    learned = {
        "learned": {"tokens": 12345, "steps": 9, "seconds": 600},
        "validation": validation,
    }
    (adapters / "tallrec-movie" / "summary.json").write_text(json.dumps(learned))
    for place, (name, value) in enumerate((("popularity", 0.6), ("fine-tuned", 0.75))):
        path = work / "tallrec-movie" / f"{place:02d}.json"
        path.write_text(json.dumps(row(name, place, value)))
    student = {"name": "base", "layers": 30, "weights": 1e6, "tokens_per_second": 9.0, "loss": 1.5}
    (work / "students.json").write_text(json.dumps([student]))
    kind = {"kind": "q4_0", "mebibytes": 87.5, "read": 500.0, "written": 80.0,
            "loss": {"intents": 0.25}, "exact": {"intents": 0.5}}  # fmt: skip
    (work / "kinds.json").write_text(json.dumps([kind]))
    out = tmp_path / "RESULTS.md"
    report.write(work, adapters, out)
    text = out.read_text()
    assert "12,345 tokens in 9 steps, 10 minutes" in text
    assert "| 1,200 held-out queries | auc |" in text
    assert text.index("| popularity | 0.600 (0.500–0.700) |") < text.index("| fine-tuned | 0.750")
    assert "on 300 queries of 9 people:\n\n| measure | value |\n|---|---|\n| auc | .7654 |" in text
    assert "| base | 30 | 1 | 9 | 1.500 |" in text
    assert "| q4_0 | 88 | 500 | 80 | 0.250, 0.50 |" in text
    plot = tmp_path / "plots" / "tallrec-movie.svg"
    drawn = plot.read_text()
    assert "fine-tuned" in drawn or "<path" in drawn
    report.write(work, adapters, out)
    assert plot.read_text() == drawn
