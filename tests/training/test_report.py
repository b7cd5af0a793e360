"""The report is put together from what was measured, in order, with a plot for each task."""

import json
from pathlib import Path

from training import report, tables


def row(name: str, value: float) -> dict:
    told = {"value": value, "low": value - 0.1, "high": value + 0.1}
    return {
        "name": name,
        "queries": 1200,
        "seconds": 1.0,
        "measures": {"auc": told},
    }


def test_ways_to_ask_stand_side_by_side():
    """A row for each, with what it changed; what asks no language model has no part in it."""
    no_change = dict.fromkeys(("value", "low", "high"), 0.0)
    tuned, small = row("fine-tuned", 0.75), row("fine-tuned, Q4_0", 0.7)
    tuned["measures"]["difference"] = no_change
    small["measures"]["difference"] = {"value": -0.05, "low": -0.125, "high": 0.025}
    lists = {"name": "fine-tuned", "measures": {"hr@1": {"value": 0.5}, "difference": no_change}}
    found = tables.side_by_side({"films": [row("popularity", 0.6), tuned, small], "games": [lists]})
    assert found.splitlines() == [
        "|  | films: auc | games: hr@1 |",
        "|---|---|---|",
        "| fine-tuned | 0.750 | 0.500 |",
        "| fine-tuned, Q4_0 | 0.700, -0.050 (-0.125 to +0.025) |  |",
    ]


def test_tables_and_plots_are_written_from_what_was_measured(tmp_path: Path):
    measured, adapters = tmp_path / "measured", tmp_path / "adapters"
    (measured / "tallrec-movie").mkdir(parents=True)
    (adapters / "tallrec-movie").mkdir(parents=True)
    validation = (
        "300 queries of 9 people\n\n| measure | value |\n|---|---|\n| auc | .7654 |\n\n"
        "| auc by | | queries | value |\n|---|---|---|---|\n| history | 0-4 | 9 | .5 |\n"
        "| category | War | 2 | nan |"
    )
    learned = {
        "learned": {"tokens": 12345, "steps": 9, "seconds": 600},
        "validation": validation,
    }
    (adapters / "tallrec-movie" / "summary.json").write_text(json.dumps(learned))
    for place, (name, value) in enumerate((("popularity", 0.6), ("fine-tuned", 0.75))):
        path = measured / "tallrec-movie" / f"{place:02d}.json"
        path.write_text(json.dumps(row(name, value)))
    student = {"name": "films: distilled, 20 layers", "mebibytes": 61.2, "layers": 20,
               "weights": 1e6, "tokens_per_second": 9.0, "loss": 1.5, "queries": 50,
               "auc": {"value": 0.5, "low": 0.4, "high": 0.6}}  # fmt: skip
    (measured / "students.json").write_text(json.dumps([student]))
    kind = {"kind": "q4_0", "mebibytes": 87.5, "read": 500.0, "written": 80.0,
            "loss": {"intents": 0.25}, "exact": {"intents": 0.5}}  # fmt: skip
    (measured / "kinds.json").write_text(json.dumps([kind]))
    chat = {"shipped": {"intents": {"whole": [1.0, 1.0, 0.0, 0.0]}}, "base": {}}
    (measured / "chat.json").write_text(json.dumps(chat))
    worth = {"value": 0.5, "low": 0.4, "high": 0.6}
    likes = {"queries": 9, "people": 4, "rows": {"EventPal's ranker": worth}}
    (measured / "liking.json").write_text(json.dumps(likes))
    tag = {"name": "always music", "events": 1500, "accuracy": worth, "macro F1": 0.01}
    (measured / "tags.json").write_text(json.dumps([tag]))
    out = tmp_path / "RESULTS.md"
    report.write(measured, adapters, out)
    text = out.read_text()
    assert "12,345 tokens in 9 steps, 10 minutes" in text
    assert "|  | queries | auc |" in text
    first = text.index("| popularity | 1,200 | 0.600 (0.500–0.700) |")
    assert first < text.index("| fine-tuned | 1,200 | 0.750")
    assert "| intents: whole | 0.500 (0.000–1.000), n = 4 |  |" in text
    assert "| EventPal's ranker | 0.500 (0.400–0.600) |" in text
    assert "| always music | 1,500 | 0.500 (0.400–0.600) | 0.010 |" in text
    assert "on 300 queries of 9 people:\n\n| measure | value |\n|---|---|\n| auc | .7654 |" in text
    assert "|---|---|---|---|\n| history | 0-4 | 9 | .5 |\n\n" in text
    name = "films: distilled, 20 layers (50 queries)"
    assert f"| {name} | 20 | 1 | 61 | 9 | 1.500 | 0.500 (0.400–0.600) |" in text
    assert "| q4_0 | 88 | 500 | 80 | 0.250, 0.50 |" in text
    plot = tmp_path / "plots" / "tallrec-movie.svg"
    drawn = plot.read_text()
    assert "fine-tuned" in drawn or "<path" in drawn
    report.write(measured, adapters, out)
    assert plot.read_text() == drawn
