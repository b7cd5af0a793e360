"""The command line, used as a person or a script would."""

import re
from pathlib import Path
from typing import get_args

import icalendar
import pytest

from eventpal import cli
from eventpal.recommend.travel import Company, Mode
from tests.e2e.command_line import CommandLine


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a good calendar, a page that is none, and a calendar with one bad event."""
    made = tmp_path_factory.mktemp("calendars")
    (made / "town.ics").write_text(_calendar(_event("jazz", "Harbour Jazz", "20260306T200000Z")))
    (made / "error.ics").write_text("<!doctype html><title>Gone fishing</title><p>404")
    (made / "broken.ics").write_text(
        _calendar(
            _event("bread", "Bread baking for beginners", "20260307T100000Z"),
            "BEGIN:VEVENT\r\nUID:bad\r\nSUMMARY:When?\r\nEND:VEVENT\r\n",
            _event("walk", "Bird walk", "20260308T080000Z", "RRULE:FREQ=WEEKLY;COUNT=3"),
        )
    )
    return made


def _calendar(*events: str) -> str:
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n"


def _event(uid: str, title: str, start: str, *more: str) -> str:
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART:{start}", *more]
    return "\r\n".join([*lines, "END:VEVENT", ""])


def test_a_folder_flows_in_and_each_broken_piece_costs_itself_only(
    run: CommandLine, folder: Path
) -> None:
    [source] = run("sources", "add", str(folder))["sources"]
    assert source["added"] == 3
    assert source["location"] == str(folder)
    named = {Path(problem["where"]).name for problem in source["problems"]}
    assert any("error.ics" in where for where in named)
    assert any("broken.ics" in where for where in named)


def test_reading_again_changes_nothing(run: CommandLine) -> None:
    [source] = run("sources", "refresh")["sources"]
    assert (source["added"], source["changed"], source["removed"]) == (0, 0, 0)
    assert source["unchanged"] == 3


def test_events_are_occurrences_in_order_of_time(run: CommandLine) -> None:
    events = run("events")["events"]
    assert [event["title"] for event in events] == [
        "Harbour Jazz",
        "Bread baking for beginners",
        "Bird walk",
        "Bird walk",
        "Bird walk",
    ]
    assert len({event["id"] for event in events}) == 5
    assert len(run("events", "--from", "2026-03-08T00:00Z", "--limit", "2")["events"]) == 2
    assert run("events", "--to", "2026-03-07T00:00Z")["events"][0]["uid"] == "jazz"


def test_search_finds_by_word_and_survives_any_text(run: CommandLine) -> None:
    assert run("search", "jazz")["events"][0]["title"] == "Harbour Jazz"
    for hostile in ['"', "a AND", "(*", "NEAR(", "-", "'; drop table event; --"]:
        run("search", hostile)


def test_a_rating_moves_the_picks_and_undo_moves_them_back(run: CommandLine) -> None:
    before = run("picks")["picks"]
    assert all(0 <= pick["score"] <= 1 and pick["reasons"] for pick in before)
    last = before[-1]["event"]["id"]
    assert run("rate", last, "like")["changed"]
    # It has a place of its own now, and what the picks offer instead is new.
    assert last not in {pick["event"]["id"] for pick in run("picks")["picks"]}
    assert run("why", last)["score"] > before[-1]["score"]
    run("undo")
    assert run("picks")["picks"] == before


def test_disliked_events_leave_the_picks(run: CommandLine) -> None:
    first = run("picks")["picks"][0]["event"]["id"]
    run("rate", first, "dislike", "--reason", "not my thing")
    assert first not in {pick["event"]["id"] for pick in run("picks")["picks"]}
    run("undo")


def test_saved_events_are_exported_as_a_calendar(run: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "saved.ics"
    assert "nothing to export" in run.refused("export", "-o", str(target), "--saved")
    run("rate", run("events")["events"][0]["id"], "save")
    assert run("export", "-o", str(target), "--saved")["exported"] == 1
    [event] = icalendar.Calendar.from_ical(target.read_bytes()).walk("VEVENT")
    assert event["SUMMARY"] == "Harbour Jazz"


def test_an_action_is_taken_back_by_name(run: CommandLine) -> None:
    event = run("events")["events"][0]["id"]
    run("rate", event, "going")
    before = run("picks")["picks"]
    run("rate", event, "like")
    assert run("rate", event, "like", "--off")["changed"]
    assert run("rate", event, "like", "--off")["changed"] == []
    assert run("picks")["picks"] == before


def test_history_is_learned_from_a_calendar(run: CommandLine, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ics"
    mine.write_text(
        _calendar(
            _event("a", "Jazz at the pier", "20251206T200000Z"),
            _event("b", "Dentist", "20260406T080000Z"),
        )
    )
    found = run("import", str(mine), "--as", "history")
    assert (found["imported"], found["skipped"], found["problems"]) == (1, 1, [])
    assert run("import", str(mine), "--as", "history")["imported"] == 0
    assert "Jazz at the pier" not in {event["title"] for event in run("events")["events"]}


def test_why_adds_up_to_the_score(run: CommandLine) -> None:
    pick = run("picks")["picks"][0]
    why = run("why", pick["event"]["id"])
    assert why["score"] == pytest.approx(pick["score"])
    assert {reason["feature"] for reason in pick["reasons"]} <= {
        reason["feature"] for reason in why["reasons"]
    }


def test_doctor_looks_at_everything(run: CommandLine) -> None:
    names = {check["name"] for check in run("doctor")["checks"]}
    assert names == {"database", "engine", "sources", "disk"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sources", "add", "/no/such/file.ics"], "no file or folder"),
        (["rate", "nosuchevent", "like"], "nosuchevent"),
        (["why", "nosuchevent"], "nosuchevent"),
        (["sources", "remove", "99"], "99"),
        (["sources", "refresh", "99"], "99"),
        (["import", "/no/such/calendar.ics"], "calendar.ics"),
        (["export", "-o", "/no/such/folder/out.ics", "--picks", "1"], "/no/such/folder"),
    ],
)
def test_bad_input_gets_one_sentence(run: CommandLine, words: list[str], said: str) -> None:
    assert said.lower() in run.refused(*words).lower()


def test_a_page_instead_of_a_calendar_is_not_kept(run: CommandLine, folder: Path) -> None:
    before = run("sources", "list")["sources"]
    assert "Gone fishing" in run.refused("sources", "add", str(folder / "error.ics"))
    assert run("sources", "list")["sources"] == before


def test_a_wrong_passphrase_gets_a_sentence(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENTPAL_PASSPHRASE", "not the one")
    assert "passphrase" in run.refused("events")


def test_no_passphrase_and_no_keyring_gets_a_sentence(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EVENTPAL_PASSPHRASE")
    assert "passphrase" in run.refused("events")


def test_every_subcommand_has_its_function() -> None:
    named = re.findall(
        r'"((?:chat|demo|finding|model|network|source|taste|vault|window)\.\w+)"',
        Path(cli.__file__).read_text(),
    )
    assert len(named) > 25
    assert all(callable(cli.command(name)) for name in named)


def test_the_limits_offered_are_those_there_are() -> None:
    """The parser names them itself, so that the window opens without loading what ranks."""
    assert get_args(Company) == cli._COMPANIES
    assert get_args(Mode) == cli._MODES


def test_usage_errors_end_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["rate", "x", "adore"])
    assert ended.value.code == 2
    assert "adore" in capsys.readouterr().err


def test_removing_a_source_keeps_what_was_saved(run: CommandLine) -> None:
    [source] = run("sources", "list")["sources"]
    run("sources", "remove", str(source["id"]))
    assert run("sources", "list")["sources"] == []
    assert [event["title"] for event in run("events")["events"]] == ["Harbour Jazz"]


def test_what_has_begun_and_lasts_is_told_by_its_last_day(
    run: CommandLine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "museum.ics").write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:maps\nSUMMARY:Old maps\nDTSTART;VALUE=DATE:20260110\n"
        "DTEND;VALUE=DATE:20260501\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    run("sources", "add", str(tmp_path / "museum.ics"))
    now = "2026-03-01T10:00+00:00"
    assert cli.main(["--home", str(run.home), "--now", now, "search", "old maps"]) == 0
    assert "until Thu 30 Apr 2026" in capsys.readouterr().out
