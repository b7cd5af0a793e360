"""The sample city from its first minute on, through the command line."""

import json
import math
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest

from eventpal import cli
from eventpal.domain import event_id_of
from eventpal.feeds import sample
from tests.e2e import shapes
from tests.e2e.command_line import CommandLine

NOW = "2026-03-02T10:00+00:00"
Run = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture
def run(run: CommandLine) -> Run:
    """Run a command that must succeed; its JSON, which must have the given shape."""

    def call(shape: shapes.Shape, *words: str) -> Any:
        found = run(*words, day=2)
        assert shapes.misfit(found, shape) == ""
        return found

    return call


def test_the_demo_prints_picks_and_leaves_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert cli.main(["--now", NOW, "--json", "demo", "--headless", "--limit", "12"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert shapes.misfit(found, shapes.PICKS) == ""
    assert len(found["picks"]) == 12
    assert all(pick["event"]["distance_km"] is not None for pick in found["picks"][:3])
    assert list(tmp_path.iterdir()) == []


def test_the_city_flows_in(run: Run) -> None:
    result = run(shapes.ADD, "sources", "add", *sample.LOCATIONS)
    assert result["problems"] == []
    assert [source["problems"] for source in result["sources"]] == [[]] * 5
    assert sum(source["added"] for source in result["sources"]) > 300
    sources = run(shapes.SOURCES, "sources", "list")["sources"]
    assert [source["kind"] for source in sources] == ["sample"] * 5
    again = run(shapes.REFRESH, "sources", "refresh")["sources"]
    for before, source in zip(sources, again, strict=True):
        assert [source[key] for key in ("added", "changed", "removed")] == [0, 0, 0]
        assert source["unchanged"] == before["events"]


def test_its_events(run: Run) -> None:
    events = run(shapes.EVENTS, "events", "--from", "2026-01-01")["events"]
    assert 400 < len(events) < 480
    starts = [datetime.fromisoformat(event["start"]) for event in events]
    assert starts == sorted(starts)
    assert len({event["id"] for event in events}) == len(events)
    assert 300 <= len({event_id_of(event["id"]) for event in events}) <= 330
    assert {event["tz"] for event in events} == {"Europe/Dublin"}
    assert {event["status"] for event in events} == {"confirmed", "cancelled", "postponed"}
    for event in events:
        assert event["image"] is None or event["image"].startswith("sample:images/")
        if event["end"] is not None:
            assert datetime.fromisoformat(event["end"]) >= datetime.fromisoformat(event["start"])
        if event["price_min"] is not None and event["price_max"] is not None:
            assert event["price_min"] <= event["price_max"]
        if event["is_free"]:
            assert not event["price_min"]
    told = {
        name: sum(bool(event[name]) for event in events) / len(events)
        for name in ("image", "venue", "lat", "categories", "description", "url", "organiser")
    }
    assert min(told.values()) > 0.5, told
    assert any(event["is_free"] for event in events)
    assert any(event["currency"] == "EUR" and event["price_min"] > 0 for event in events)
    assert any(event["all_day"] for event in events)
    assert any(len(event["sources"]) > 1 for event in events), "no event of two publishers"


def test_picks_are_in_order_and_add_up(run: Run) -> None:
    picks = run(shapes.PICKS, "picks", "--limit", "40")["picks"]
    assert len(picks) == 40
    scores = [pick["score"] for pick in picks]
    assert scores == sorted(scores, reverse=True)
    assert len({event_id_of(pick["event"]["id"]) for pick in picks}) > 30
    for pick in picks:
        assert pick["event"]["status"] != "cancelled"
        assert_adds_up(pick)
    for pick in picks[:5]:
        why = run({"score": shapes.share, "reasons": [shapes.REASON]}, "why", pick["event"]["id"])
        assert_adds_up(why)
        if all(reason["feature"] != "variety" for reason in pick["reasons"]):
            assert why["score"] == pytest.approx(pick["score"])


def assert_adds_up(pick: Any) -> None:
    total = sum(reason["contribution"] for reason in pick["reasons"])
    assert total == pytest.approx(math.log(pick["score"] / (1 - pick["score"])), abs=1e-6)


@pytest.mark.parametrize("action", ["like", "dislike", "save", "going", "attended", "hide"])
def test_each_action_tells_and_is_undone(run: Run, action: str) -> None:
    before = run(shapes.PICKS, "picks", "--limit", "400")["picks"]
    chosen = before[7]["event"]["id"]
    changed = run(shapes.RATED, "rate", chosen, action, "--reason", "said so")["changed"]
    assert event_id_of(chosen) in changed
    after = run(shapes.PICKS, "picks", "--limit", "400")["picks"]
    assert [pick["score"] for pick in after] != [pick["score"] for pick in before]
    if action != "attended":
        # Turned down, or chosen: then it has a place of its own.
        assert event_id_of(chosen) not in {event_id_of(pick["event"]["id"]) for pick in after}
    if action not in {"dislike", "hide"}:
        similar = [
            pick["event"]["id"]
            for pick in before
            if pick["event"]["organiser"] == before[7]["event"]["organiser"]
        ]
        old, new = (
            {pick["event"]["id"]: pick["score"] for pick in picks} for picks in (before, after)
        )
        assert max(new[one] - old[one] for one in similar if one in new) > 0
    assert event_id_of(chosen) in run(shapes.RATED, "undo")["changed"]
    assert run(shapes.PICKS, "picks", "--limit", "400")["picks"] == before


def test_what_was_rated_survives_a_restart(run: Run) -> None:
    picks = run(shapes.PICKS, "picks", "--limit", "6")["picks"]
    ids = [pick["event"]["id"] for pick in picks]
    for id_, action in zip(ids, ("save", "going", "like", "dislike", "hide"), strict=False):
        run(shapes.RATED, "rate", id_, action)
    # Each command opens the home anew, so everything here was read back from the disk.
    left = {pick["event"]["id"] for pick in run(shapes.PICKS, "picks", "--limit", "400")["picks"]}
    assert not set(ids[:5]) & left


def test_exports_are_calendars_with_stable_uids(run: Run, tmp_path: Path) -> None:
    wanted = {
        "saved": (["--saved"], 1),
        "going": (["--going"], 1),
        "picks": (["--picks", "25"], 25),
    }
    for name, (options, count) in wanted.items():
        file = tmp_path / f"{name}.ics"
        result = run(shapes.EXPORTED, "export", "-o", str(file), *options)
        assert result == {"exported": count, "file": str(file)}
        calendar = icalendar.Calendar.from_ical(file.read_bytes())
        components = calendar.walk("VEVENT")
        assert len(components) == count
        uids = [str(component["UID"]) for component in components]
        assert len(set(uids)) == count
        named = {component["DTSTART"].params.get("TZID") for component in components} - {None}
        defined = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
        assert named == defined
        run(shapes.EXPORTED, "export", "-o", str(file), *options)
        again = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
        assert [str(component["UID"]) for component in again] == uids
    events = run(shapes.EVENTS, "events")["events"]
    [saved] = icalendar.Calendar.from_ical((tmp_path / "saved.ics").read_bytes()).walk("VEVENT")
    assert (str(saved["SUMMARY"]), saved["DTSTART"].dt) in {
        (event["title"], datetime.fromisoformat(event["start"])) for event in events
    }


def test_the_exported_calendar_can_be_read_in_again(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "picks.ics"
    run(shapes.EXPORTED, "export", "-o", str(file), "--picks", "25")
    [source] = run(shapes.ADD, "sources", "add", str(file))["sources"]
    assert source["problems"] == []
    assert source["added"] + source["changed"] + source["unchanged"] == 25
    run({"changed": [str]}, "sources", "remove", str(source["id"]))


def test_doctor(run: Run) -> None:
    checks = {check["name"]: check for check in run(shapes.CHECKS, "doctor")["checks"]}
    assert checks["database"]["ok"]
    assert not checks["engine"]["ok"]  # there are no models here, and it says so
    assert "models" in checks["engine"]["detail"]
    assert all(check["ok"] for name, check in checks.items() if name != "engine")


QUERIES = {
    "live jazz": "jazz",
    "something for small children": "kids|child|famil|toddler|small people",
    "a play at the theatre": "theatre|play",
    "running race": r"\brun\b|\b5k\b|\b8k\b|race",
    "watch an old film": "film|movie|screening|cinema",
    "buy vegetables from farmers": "farmers|market",
    "poetry reading": "poe[mt]",
    "help out as a volunteer": "volunteer",
    "learn to dance tango": "tango|milonga|dance",
    "stand-up comedians": "comedy|stand-up|laugh",
    "meet other programmers": "code|coding|program|software|hack|tech|python",
    "birds and wildlife": "bird|heron|wildlife|nature|seal",
}


@pytest.mark.models
def test_natural_questions_find_something_sensible(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EVENTPAL_MODELS")
    run(shapes.REFRESH, "sources", "refresh")
    poor = {}
    for query, sensible in QUERIES.items():
        events = run(shapes.EVENTS, "search", query, "--limit", "5")["events"]
        assert len(events) == 5
        told = [
            f"{event['title']} {event['categories']} {event['description']}" for event in events
        ]
        fitting = sum(bool(re.search(sensible, one, re.IGNORECASE)) for one in told)
        if fitting < 2:
            poor[query] = [event["title"] for event in events]
    assert poor == {}


def test_sources_that_are_removed_take_all_but_the_rated_ones(run: Run) -> None:
    for source in run(shapes.SOURCES, "sources", "list")["sources"]:
        run({"changed": [str]}, "sources", "remove", str(source["id"]))
    events = run(shapes.EVENTS, "events", "--from", "2026-01-01")["events"]
    assert 0 < len({event_id_of(event["id"]) for event in events}) <= 5
