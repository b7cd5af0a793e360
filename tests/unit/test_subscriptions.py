import os
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eventpal.app import EventPal
from eventpal.domain import Login
from eventpal.errors import BadInput, FetchError, FormatError, NotFound
from eventpal.feeds.opml import Outline, write_opml
from eventpal.paths import Home
from eventpal.progress import Progress
from eventpal.services import subscriptions
from eventpal.store.vault.keys import DataKey

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def pal(tmp_path: Path) -> Iterator[EventPal]:
    home = Home(tmp_path / "home")
    with closing(EventPal(home, DataKey.random(), clock=lambda: NOW, zone=ZoneInfo("UTC"))) as pal:
        pal.network.airgap = True  # no test needs to read what is listed
        yield pal


def listed(path: Path, *outlines: tuple[str, ...]) -> Path:
    path.write_bytes(write_opml([Outline(*one) for one in outlines]))
    return path


def test_a_list_is_added_and_comes_back_out(pal: EventPal, tmp_path: Path) -> None:
    feeds = [
        ("Stages", "https://town.example/a", "Town / Old town"),
        ("Hall", "webcal://hall.example/b?k=1"),
    ]
    file = listed(tmp_path / "in.opml", *feeds)
    results, problems = subscriptions.read(pal, file, Progress())
    assert [one.source.title for one in results] == ["Stages", "Hall"]
    assert [one.source.folder for one in results] == ["Town / Old town", ""]
    assert problems == []
    again, _ = subscriptions.read(pal, file, Progress())
    assert again == []
    pal.add_sample_city(Progress())
    assert subscriptions.write(pal, tmp_path / "out.opml") == 2
    assert (tmp_path / "out.opml").read_bytes() == file.read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "out.opml").stat().st_mode) == 0o600


def test_files_of_this_computer_are_never_added_by_a_list(pal: EventPal, tmp_path: Path) -> None:
    (tmp_path / "mine.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    mine = str(tmp_path / "mine.ics")
    hostile = [("a", mine), ("b", f"file://{mine}"), ("c", "sample:culture")]
    with pytest.raises(FormatError, match="no web addresses"):
        subscriptions.read(pal, listed(tmp_path / "in.opml", *hostile), Progress())
    assert pal.sources.all() == []


def test_an_address_that_is_none_costs_itself_only(pal: EventPal, tmp_path: Path) -> None:
    feeds = [("Bad", "https://"), ("Good", "https://town.example/a")]
    results, problems = subscriptions.read(pal, listed(tmp_path / "in.opml", *feeds), Progress())
    assert [one.source.title for one in results] == ["Good"]
    assert len(problems) == 1
    with pytest.raises(FormatError, match="no complete web address"):
        subscriptions.read(pal, listed(tmp_path / "bad.opml", feeds[0]), Progress())


def test_what_can_not_be_read_or_written_is_a_sentence(pal: EventPal, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        subscriptions.read(pal, tmp_path / "nowhere.opml", Progress())
    with pytest.raises(FetchError):
        subscriptions.read(pal, tmp_path, Progress())
    (tmp_path / "x.opml").write_text("no list")
    with pytest.raises(FormatError, match="no list of feeds"):
        subscriptions.read(pal, tmp_path / "x.opml", Progress())
    with pytest.raises(BadInput, match="None of your sources"):
        subscriptions.write(pal, tmp_path / "out.opml")
    subscriptions.read(
        pal, listed(tmp_path / "in.opml", ("A", "https://town.example/a")), Progress()
    )
    with pytest.raises(BadInput):
        subscriptions.write(pal, tmp_path / "nowhere" / "out.opml")


def test_no_password_is_in_a_list(pal: EventPal, tmp_path: Path) -> None:
    feeds = [("Hall", "https://me:s3cret@hall.example/b")]
    [result], _ = subscriptions.read(pal, listed(tmp_path / "in.opml", *feeds), Progress())
    assert pal.sources.login(result.source.id) == Login("me", "s3cret")
    subscriptions.write(pal, tmp_path / "out.opml")
    assert b"s3cret" not in (tmp_path / "out.opml").read_bytes()
