"""Daily backups that EventPal makes by itself, and the way back when the database is damaged."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from eventpal import cli
from eventpal.paths import Home
from eventpal.store.vault import backup
from tests.e2e.command_line import CommandLine

Run = Callable[..., tuple[int, str, str]]
PAGE = 4096
EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:walk\r\nSUMMARY:Bird walk\r\n"
    "DTSTART:20260308T080000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "my home")


@pytest.fixture
def walk(tmp_path: Path) -> str:
    file = tmp_path / "walk.ics"
    file.write_text(EVENT)
    return str(file)


@pytest.fixture
def run(home: Home, passphrase: None, capsys: pytest.CaptureFixture[str]) -> Run:
    return CommandLine(home.root, capsys).result


def damage(home: Home) -> None:
    """One byte of a page in the middle."""
    content = bytearray(home.database.read_bytes())
    content[len(content) // PAGE // 2 * PAGE + 1000] ^= 1
    home.database.write_bytes(content)


def test_a_refresh_backs_up_once_a_day_and_keeps_seven(run: Run, home: Home, walk: str) -> None:
    run("sources", "add", walk)
    [first] = backup.automatic(home)
    run("sources", "refresh")
    assert backup.automatic(home) == [first]
    for day in range(2, 10):
        assert run("sources", "refresh", day=day)[0] == 0
    kept = backup.automatic(home)
    assert [path.name[9:17] for path in kept] == [f"202603{day:02}" for day in range(9, 2, -1)]
    assert all(backup.check(path) for path in kept)


def test_a_backup_that_cannot_be_written_is_one_line_and_costs_nothing(
    run: Run, home: Home, walk: str
) -> None:
    home.root.mkdir()
    home.backups.write_text("in the way")
    status, out, err = run("sources", "add", walk)
    assert status == 0
    assert json.loads(out)["sources"][0]["added"] == 1
    [line] = err.strip().splitlines()
    assert line.startswith("There is no backup of today: ")


@pytest.mark.parametrize("whole", [False, True])
def test_the_sentence_names_the_command_that_brings_everything_back(
    run: Run, home: Home, walk: str, capsys: pytest.CaptureFixture[str], whole: bool
) -> None:
    run("sources", "add", walk)
    if whole:
        home.database.write_bytes(bytes(5 * PAGE))
    else:
        damage(home)
    damaged = home.database.read_bytes()
    # What needs every page finds any damage; a damaged first page is found by anything.
    status, out, err = run("events") if whole else run("sources", "refresh", day=2)
    assert status == 1
    assert not out
    [sentence] = err.strip().splitlines()
    program, *words = shlex.split(sentence.partition("10:00: ")[2])
    assert program == "eventpal"
    assert cli.main([*words, "--now", "2026-03-03T10:00+00:00"]) == 0
    capsys.readouterr()
    _, out, _ = run("events")
    assert [event["title"] for event in json.loads(out)["events"]] == ["Bird walk"]
    [aside] = home.root.glob("set-aside-*")
    kept = Home(aside).database.read_bytes()
    assert kept == damaged if whole else len(kept) >= len(damaged)


def test_the_doctor_finds_a_damaged_page(run: Run, home: Home, walk: str) -> None:
    run("sources", "add", walk)
    damage(home)
    _, out, _ = run("doctor")
    [check] = [one for one in json.loads(out)["checks"] if one["name"] == "database"]
    assert not check["ok"]
    assert str(backup.automatic(home)[0]) in check["detail"]


def test_without_a_backup_it_can_be_set_aside_and_begun_anew(
    run: Run, home: Home, walk: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run("sources", "add", walk)
    for path in backup.automatic(home):
        path.unlink()
    status, _, err = run("vault", "set-aside")
    assert status == 1
    assert "opens" in err
    home.database.write_bytes(bytes(5 * PAGE))
    _, _, err = run("events")
    program, *words = shlex.split(err.strip().partition("old file: ")[2])
    assert program == "eventpal"
    assert cli.main(words) == 0
    capsys.readouterr()
    status, out, _ = run("events")
    assert status == 0
    assert json.loads(out) == {"events": []}
    [aside] = home.root.glob("set-aside-*")
    assert Home(aside).database.read_bytes() == bytes(5 * PAGE)
