"""Everything about a person in one readable file."""

import json
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from eventpal import cli
from eventpal.app import EventPal
from eventpal.domain import Action, Place
from eventpal.errors import BadInput
from eventpal.paths import Home
from eventpal.progress import Progress
from eventpal.services import takeout
from eventpal.settings import Settings, Theme, save
from eventpal.store.vault.keys import DataKey

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
{}END:VCALENDAR\r
"""
EVENT = "BEGIN:VEVENT\r\nUID:{0}\r\nSUMMARY:{1}\r\nDTSTART:{2}\r\nEND:VEVENT\r\n"
LEFT_OUT = {
    *("part", "event", "listing", "occurrence", "alias", "vector", "event_words"),
    *("unjoined", "apart", "plan", "host", "event_change", "picture", "login"),
}
"""Tables with what the sources list, how they were read, and what is computed from it; and the
passwords of sources, which no file in the clear may hold."""
WRITTEN = {
    *("source", "rating", "preference", "request", "profile_entry", "busy"),
    *("experiment", "experiment_turn", "conversation", "message", "impression"),
}


@pytest.fixture
def pal(tmp_path: Path) -> Iterator[EventPal]:
    home = Home(tmp_path / "home")
    save(home.settings, Settings(theme=Theme.DARK))
    with closing(EventPal(home, DataKey.random(), clock=lambda: NOW, zone=ZoneInfo("UTC"))) as pal:
        town = [
            EVENT.format(name, f"The {name}", f"202603{day:02}T190000Z")
            for day, name in enumerate(("concert", "lecture", "fair", "dinner"), 6)
        ]
        (tmp_path / "town.ics").write_text(CALENDAR.format("".join(town)))
        pal.add_sources([str(tmp_path / "town.ics")], Progress())
        (tmp_path / "mine.ics").write_text(
            CALENDAR.format(EVENT.format("past", "Grandma's birthday", "20250306T190000Z"))
        )
        pal.import_history([tmp_path / "mine.ics"], Progress())
        yield pal


def identifier(pal: EventPal, title: str) -> str:
    return next(event.id for event in pal.upcoming() if event.title == title)


def written(pal: EventPal, tmp_path: Path) -> Any:
    takeout.write(pal, tmp_path / "me.json")
    return json.loads((tmp_path / "me.json").read_text())


def test_all_that_was_said_and_done_is_in_it(pal: EventPal, tmp_path: Path) -> None:
    pal.rate(identifier(pal, "The concert"), Action.SAVE, "with Anna – früh da sein")
    pal.rate(identifier(pal, "The lecture"), Action.DISLIKE)
    pal.rate(identifier(pal, "The lecture"), Action.LIKE)
    pal.rate(identifier(pal, "The fair"), Action.GOING)
    pal.withdraw(identifier(pal, "The fair"), Action.GOING)
    pal.rate(identifier(pal, "The dinner"), Action.GOING)
    pal.undo()
    pal.home_place = Place(52.3, -6.4)
    found = written(pal, tmp_path)
    [source] = found["sources"]
    assert source["location"] == str(tmp_path / "town.ics")
    concert, *_ = found["history"]
    assert concert["reason"] == "with Anna – früh da sein"
    assert concert["at"] == NOW.isoformat()
    assert [(one["title"], one["action"], one["withdrawn_at"]) for one in found["history"]] == [
        ("The concert", "save", None),
        ("The lecture", "dislike", None),
        ("The lecture", "like", None),
        ("The fair", "going", NOW.isoformat()),
    ]
    [birthday] = found["imported"]
    assert (birthday["title"], birthday["imported_from"]) == ("Grandma's birthday", "mine.ics")
    assert {event["title"]: event["actions"] for event in found["events"]} == {
        "The concert": ["save"],
        "The lecture": ["like"],
        "The fair": [],
        "Grandma's birthday": ["attended"],
    }
    assert {event["id"] for event in found["events"]} == {
        entry["event_id"] for entry in found["history"] + found["imported"]
    }
    assert found["preferences"] == {"home_place": {"lat": 52.3, "lon": -6.4}}
    assert found["settings"]["theme"] == "dark"
    assert set(found) == {"what", "made_by", "keys", *found["keys"]}


def test_the_calendar_has_what_was_saved_or_gone_to(pal: EventPal, tmp_path: Path) -> None:
    pal.rate(identifier(pal, "The concert"), Action.SAVE)
    pal.rate(identifier(pal, "The lecture"), Action.LIKE)
    written(pal, tmp_path)
    calendar = icalendar.Calendar.from_ical((tmp_path / "me.ics").read_bytes())
    assert [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")] == [
        "Grandma's birthday",
        "The concert",
    ]


def test_it_outlives_its_source(pal: EventPal, tmp_path: Path) -> None:
    pal.rate(identifier(pal, "The concert"), Action.SAVE)
    pal.remove_source(pal.sources.all()[0].id)
    found = written(pal, tmp_path)
    assert "The concert" in {event["title"] for event in found["events"]}
    assert found["sources"] == []


def test_both_files_are_private_and_a_second_time_replaces_them(
    pal: EventPal, tmp_path: Path
) -> None:
    for _ in range(2):
        made = takeout.write(pal, tmp_path / "me.json")
        for path in (made.file, made.calendar):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.glob("me*")) == ["me.ics", "me.json"]


def test_a_calendar_of_the_persons_own_is_never_replaced(pal: EventPal, tmp_path: Path) -> None:
    mine = (tmp_path / "mine.ics").read_bytes()
    with pytest.raises(BadInput, match="choose another name"):
        takeout.write(pal, tmp_path / "mine.json")
    with pytest.raises(BadInput, match=r"name it \.json"):
        takeout.write(pal, tmp_path / "mine.ics")
    assert (tmp_path / "mine.ics").read_bytes() == mine
    assert not (tmp_path / "mine.json").exists()


def test_no_table_is_forgotten(pal: EventPal) -> None:
    """Whoever adds one decides whether it says something about the person."""
    names = pal.database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
    own = {name for (name,) in names if not name.startswith(("sqlite_", "event_words_"))}
    assert own == WRITTEN | LEFT_OUT


def test_the_command_warns_and_names_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EVENTPAL_PASSPHRASE", "a long enough passphrase")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    words = ["--home", str(tmp_path / "home"), "--json", "profile", "export", "-o"]
    assert cli.main([*words, str(tmp_path / "me.json")]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["calendar"] == str(tmp_path / "me.ics")
    assert "not encrypted" in printed.err
    assert cli.main([*words, str(tmp_path / "nowhere" / "me.json")]) == 1
    printed = capsys.readouterr()
    assert not printed.out
    assert len(printed.err.strip().splitlines()) == 1
