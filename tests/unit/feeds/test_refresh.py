import gzip
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eventpal.domain import Action, Change, Login, SourceKind
from eventpal.errors import BadInput, Cancelled, FetchError, FormatError, NotFound, UserError
from eventpal.feeds.fetching.fetch import Fetcher
from eventpal.feeds.fetching.hops import Fetched, Limits
from eventpal.feeds.refresh import Refreshed, Refresher
from eventpal.progress import CancelToken, Progress
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.history import History
from eventpal.store.sources import SourceStore
from eventpal.store.vault.keys import DataKey
from tests.unit.feeds.feed_server import FeedServer

ZONE = ZoneInfo("America/Los_Angeles")
START = datetime(2026, 3, 1, 18, tzinfo=UTC)


def calendar(*events: tuple[str, str], extra: str = "") -> bytes:
    """An .ics of ``(uid, DTSTART)`` events."""
    blocks = "".join(
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:Event {uid}\r\nDTSTART:{start}\r\n"
        f"{extra}END:VEVENT\r\n"
        for uid, start in events
    )
    return f"BEGIN:VCALENDAR\r\nX-WR-CALNAME:Town\r\n{blocks}END:VCALENDAR\r\n".encode()


ONE = calendar(("1", "20260306T190000"))
TWO = calendar(("1", "20260306T190000"), ("2", "20260307T190000"))
PAGE = b"<html><head><title>Sign in</title></head></html>"


class World:
    """A store, a clock that can be set, and everything that refreshing needs."""

    def __init__(self, folder: Path, fetcher: Fetcher | None = None) -> None:
        self.database = Database(folder / "eventpal.db", DataKey.random())
        self.sources = SourceStore(self.database)
        self.events = EventStore(self.database)
        self.history = History(self.database)
        self.now = START
        self.fetches = CountingFetcher(fetcher or Fetcher(limits=Limits(total=5, wait=2)))
        self.refresher = self.with_zone(ZONE)

    def with_zone(self, zone: ZoneInfo) -> Refresher:
        return Refresher(self.sources, self.events, self.fetches, lambda: self.now, zone)

    def read(self, location: object) -> Refreshed:
        return self.refresher.refresh(self.refresher.add(str(location)), Progress())

    def titles(self) -> list[str]:
        return [event.title for event in self.events.between(START - timedelta(days=900), None)]


class CountingFetcher(Fetcher):
    """Counts what it read in full."""

    def __init__(self, inner: Fetcher) -> None:
        self.inner = inner
        self.read = 0

    def fetch(
        self,
        location: str,
        *,
        etag: str = "",
        last_modified: str = "",
        token: CancelToken | None = None,
        login: Login | None = None,
    ) -> Fetched:
        fetched = self.inner.fetch(
            location, etag=etag, last_modified=last_modified, token=token, login=login
        )
        self.read += not fetched.not_modified
        return fetched


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    (tmp_path / "home").mkdir()
    made = World(tmp_path / "home")
    yield made
    made.database.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "calendars"
    made.mkdir()
    return made


# Adding


def test_paths_are_kept_absolute(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "town hall.ics").write_bytes(ONE)
    monkeypatch.chdir(folder.parent)
    monkeypatch.setenv("HOME", str(folder.parent))
    for given in ("calendars", "./calendars", "~/calendars", folder.as_uri(), f" '{folder}' "):
        source = world.refresher.add(given)
        assert (source.kind, source.location) == (SourceKind.FOLDER, str(folder))
        assert source.title == "calendars"
    file = world.refresher.add("calendars/town hall.ics")
    assert (file.kind, file.location) == (SourceKind.FILE, str(folder / "town hall.ics"))
    assert file.title == "town hall"
    assert len(world.sources.all()) == 2


@pytest.mark.parametrize(
    "address",
    [
        "https://town.example/cal.ics",
        "http://town.example/rss?x=1",
        "webcal://town.example/cal",
        "WEBCALS://town.example/cal",
    ],
)
def test_addresses_are_web_sources(world: World, address: str) -> None:
    source = world.refresher.add(f"  {address}\n")
    assert (source.kind, source.location) == (SourceKind.WEB, address)
    assert source.title == "town.example"
    assert world.fetches.read == 0


def test_the_sample_city_is_dated_when_it_is_added(world: World) -> None:
    source = world.refresher.add("sample:culture")
    assert source.kind is SourceKind.SAMPLE
    assert source.location == "sample:culture?from=2026-03-01"
    assert world.refresher.add("sample:culture?from=2026-04-01").id != source.id
    result = world.refresher.refresh(source, Progress())
    assert result.error is None
    assert result.change.added


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ("", BadInput, "Give a web address"),
        ("  ", BadInput, "Give a web address"),
        ("none.ics", NotFound, "no file or folder"),
        ("/nowhere/at/all", NotFound, "no file or folder"),
        ("town.example/cal", NotFound, "write “https://town.example/cal”"),
        ("https://", BadInput, "no complete web address"),
        ("https://town example/cal", BadInput, "no complete web address"),
        ("http://[::1", BadInput, "no complete web address"),
        ("ftp://town.example/cal.ics", BadInput, "can't read “ftp:”"),
        ("gopher://x", BadInput, "can't read “gopher:”"),
        ("a\0b", BadInput, "neither"),
        ("x" * 5000, BadInput, "neither"),
        ("line\nline", BadInput, "neither"),
        ("sample:atlantis", NotFound, "sample"),
        ("~nobody-of-this-name/x.ics", UserError, "."),
    ],
)
def test_what_cannot_be_added_is_a_sentence(
    world: World, given: str, error: type[UserError], words: str
) -> None:
    with pytest.raises(error) as failure:
        world.refresher.add(given)
    assert words in str(failure.value)
    assert str(failure.value).endswith(".")
    assert world.sources.all() == []


# One address or file


def test_a_file_is_read_stored_and_skipped_while_unchanged(world: World, folder: Path) -> None:
    path = folder / "town.ics"
    path.write_bytes(TWO)
    first = world.read(path)
    assert (len(first.change.added), first.problems, first.error) == (2, (), None)
    assert first.source.title == "Town"
    assert first.source.checked_at == first.source.changed_at == START
    world.now += timedelta(hours=1)
    again = world.read(path)
    assert again.change == Change(unchanged=2)
    assert world.fetches.read == 1
    assert again.source.checked_at == world.now
    assert again.source.changed_at == START


def test_a_touched_file_with_the_same_bytes_is_not_read_again(world: World, folder: Path) -> None:
    path = folder / "town.ics"
    path.write_bytes(ONE)
    world.read(path)
    os.utime(path, ns=(1, 1))
    assert world.read(path).change == Change(unchanged=1)
    assert world.read(path).change == Change(unchanged=1)
    assert world.fetches.read == 2


def test_what_changed_is_told(world: World, folder: Path) -> None:
    path = folder / "town.ics"
    path.write_bytes(calendar(("1", "20260306T190000"), ("2", "20260307T190000")))
    world.read(path)
    path.write_bytes(calendar(("1", "20260306T200000"), ("3", "20260308T190000")))
    change = world.read(path).change
    assert (len(change.added), len(change.changed), len(change.removed)) == (1, 1, 1)
    assert world.titles() == ["Event 1", "Event 3"]


def test_an_unchanged_series_is_read_again_when_its_window_wears_off(
    world: World, folder: Path
) -> None:
    path = folder / "town.ics"
    path.write_bytes(calendar(("1", "20260306T190000"), extra="RRULE:FREQ=DAILY\r\n"))
    world.read(path)

    def last() -> datetime:
        return world.events.between(START, None)[-1].start

    first_last = last()
    world.now += timedelta(days=29)
    world.read(path)
    assert (world.fetches.read, last()) == (1, first_last)
    world.now += timedelta(days=2)
    assert world.read(path).change.changed
    assert world.fetches.read == 2
    assert last() - first_last == timedelta(days=31)


def test_another_time_zone_reads_again(world: World, folder: Path) -> None:
    path = folder / "town.ics"
    path.write_bytes(ONE)
    source = world.read(path).source
    moved = world.with_zone(ZoneInfo("Europe/Berlin"))
    assert moved.refresh(source, Progress()).change.changed
    assert world.events.between(START, None)[0].start.isoformat() == "2026-03-06T19:00:00+01:00"


def test_the_web_is_asked_whether_anything_changed(world: World, server: FeedServer) -> None:
    server.plays["/cal"] = lambda handler: (
        handler.answer(304)
        if handler.headers["If-None-Match"] == '"a1"'
        else handler.answer(200, TWO, etag='"a1"')
    )
    url = server.url("/cal")
    assert len(world.read(url).change.added) == 2
    assert world.read(url).change == Change(unchanged=2)
    assert len(server.requests) == 2


def test_an_etag_that_lies_does_no_harm(world: World, server: FeedServer) -> None:
    url = server.gives(ONE, etag='"same"')
    world.read(url)
    server.gives(TWO, etag='"same"')
    assert len(world.read(url).change.added) == 1
    server.gives(TWO, etag='"other"')
    assert world.read(url).change == Change(unchanged=2)


@pytest.mark.parametrize(
    "bad",
    [
        PAGE,
        b"",
        b'{"error": "quota"}',
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"<rss><channel><title>x</title></channel></rss>",
        b"\x00\x01\x02",
    ],
)
def test_a_source_that_gives_nothing_for_once_keeps_its_events(
    world: World, server: FeedServer, bad: bytes
) -> None:
    url = server.gives(TWO)
    world.read(url)
    server.gives(bad)
    result = world.read(url)
    assert result.change == Change(unchanged=2)
    (problem,) = result.problems
    assert problem.where == "127.0.0.1"
    assert problem.message.endswith(".")
    assert result.source.problems == result.problems
    assert world.titles() == ["Event 1", "Event 2"]
    server.gives(TWO)
    recovered = world.read(url)
    assert recovered.problems == recovered.source.problems == ()


def test_a_server_that_fails_keeps_the_events(world: World, server: FeedServer) -> None:
    url = server.gives(TWO)
    world.read(url)
    server.gives(b"", status=503, retry_after="600")
    result = world.read(url)
    assert isinstance(result.error, FetchError)
    assert str(result.error) == "127.0.0.1 asks to wait 10 minutes (503): refresh later."
    assert result.problems[0].message == str(result.error)
    assert len(world.titles()) == 2


def test_a_secret_in_the_address_is_in_no_problem(world: World, server: FeedServer) -> None:
    server.gives(PAGE, "/private-abc123")
    result = world.read(server.url("/private-abc123?key=xyz").replace("//", "//me:pass@"))
    told = f"{result.problems}{result.error}"
    assert not [secret for secret in ("abc123", "xyz", "pass") if secret in told]


def test_what_the_person_rated_outlives_its_feed(world: World, folder: Path) -> None:
    path = folder / "town.ics"
    path.write_bytes(TWO)
    world.read(path)
    saved = world.events.between(START, None)[0]
    world.history.rate(saved, Action.SAVE, START)
    path.write_bytes(calendar(("3", "20260308T190000")))
    world.read(path)
    assert world.events.get(saved.id).title == "Event 1"


# Bad input: one clear sentence each


def bad_files(folder: Path) -> dict[str, Path]:
    """By name, files that cannot be read as they are."""
    huge = folder / "huge.ics"
    with huge.open("wb") as file:
        file.truncate(200 * 2**20)
    bomb = folder / "bomb.ics.gz"
    bomb.write_bytes(gzip.compress(b"\0" * (70 * 2**20), compresslevel=1))
    page = folder / "page.ics"
    page.write_bytes(PAGE)
    return {"huge": huge, "bomb": bomb, "page": page}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("huge", "“huge.ics” has 200 MiB; a calendar or feed of more than 64 MiB is not read."),
        ("bomb", "bomb.ics.gz: It is packed and unpacks to more than 64 MiB, which no calendar or"
                 " feed needs."),
        ("page", "page.ics: It is a web page titled “Sign in” and not a calendar."),
    ],
)  # fmt: skip
def test_bad_files_are_one_sentence(world: World, folder: Path, name: str, sentence: str) -> None:
    result = world.read(bad_files(folder)[name])
    assert str(result.error) == sentence
    assert len(result.problems) == 1


def test_a_file_that_vanished_is_one_sentence_and_costs_nothing(world: World, folder: Path) -> None:
    path = folder / "town.ics"
    path.write_bytes(ONE)
    world.read(path)
    source = world.sources.all()[0]
    path.unlink()
    result = world.refresher.refresh(source, Progress())
    assert isinstance(result.error, NotFound)
    assert world.titles() == ["Event 1"]


EVENTS_PAGE = (
    b'<html><head><title>Town</title><script type="application/ld+json">{"@type": "Event", "name":'
    b'"%s", "startDate": "2026-03-06T19:00", "url": "/jazz"}</script></head></html>'
)


def test_a_page_that_states_events_is_a_source(world: World, server: FeedServer) -> None:
    server.plays["/events"] = lambda handler: handler.answer(200, EVENTS_PAGE % b"Jazz")
    where = server.url("/events")
    assert len(world.read(where).change.added) == 1
    assert world.read(where).change.unchanged == 1
    server.plays["/events"] = lambda handler: handler.answer(200, EVENTS_PAGE % b"Swing")
    assert len(world.read(where).change.changed) == 1
    (event,) = world.events.between(START, None)
    assert (event.title, event.url) == ("Swing", server.url("/jazz"))
    server.plays["/events"] = lambda handler: handler.answer(200, PAGE)
    assert world.read(where).error is not None
    server.plays["/events"] = lambda handler: handler.answer(200, EVENTS_PAGE % b"Jazz")
    assert len(world.read(where).change.changed) == 1


def test_a_calendar_that_turns_into_a_page_keeps_its_events(
    world: World, server: FeedServer
) -> None:
    server.plays["/town.ics"] = lambda handler: handler.answer(200, TWO)
    where = server.url("/town.ics")
    world.read(where)
    server.plays["/town.ics"] = lambda handler: handler.answer(200, EVENTS_PAGE % b"Jazz")
    for _ in range(2):
        refreshed = world.read(where)
        assert refreshed.change == Change(unchanged=2)
        assert "is a web page now" in str(refreshed.error)
    assert world.titles() == ["Event 1", "Event 2"]


def test_the_one_calendar_that_a_page_links_is_read(world: World, server: FeedServer) -> None:
    server.plays["/"] = lambda handler: handler.answer(
        200, b"<html><a href='/all.ics'>Get</a></html>"
    )
    server.plays["/all.ics"] = lambda handler: handler.answer(200, ONE)
    assert len(world.read(server.url("/")).change.added) == 1
    server.plays["/all.ics"] = lambda handler: handler.answer(200, TWO)
    assert len(world.read(server.url("/")).change.added) == 1
    server.plays["/all.ics"] = lambda handler: handler.answer(404)
    assert "404" in str(world.read(server.url("/")).error)
    assert world.titles() == ["Event 1", "Event 2"]


@pytest.mark.parametrize(
    "links",
    [
        b"<a href='/a.ics'>A</a><a href='/b.ics'>B</a>",
        b"<a href='http://192.168.1.1/a.ics'>A</a>",
        b"<a href='https://elsewhere.example/a.ics'>A</a>",
    ],
)
def test_several_calendars_or_one_elsewhere_are_only_named(
    world: World, server: FeedServer, links: bytes
) -> None:
    server.plays["/"] = lambda handler: handler.answer(200, b"<html>%s</html>" % links)
    refreshed = world.read(server.url("/"))
    assert "It links a calendar (" in str(refreshed.error)
    assert len(server.requests) == 1


def test_nothing_at_the_address_is_one_sentence(world: World, server: FeedServer) -> None:
    result = world.read(server.url("/gone"))
    assert str(result.error) == ("127.0.0.1 has nothing at this address (404): check the address.")


def test_a_page_at_the_address_is_one_sentence(world: World, server: FeedServer) -> None:
    result = world.read(server.gives(PAGE, content_type="text/html"))
    assert str(result.error) == ("127.0.0.1: It is a web page titled “Sign in” and not a calendar.")


def test_a_bomb_from_the_web_is_one_sentence(world: World, server: FeedServer) -> None:
    bomb = gzip.compress(b"\0" * (20 * 2**20), compresslevel=1)
    result = world.read(server.gives(bomb, content_encoding="gzip"))
    assert str(result.error) == (
        "127.0.0.1 sends more than 15 MiB, which no calendar or feed needs."
    )


def test_an_endless_rule_costs_its_series_alone(world: World, folder: Path) -> None:
    path = folder / "town.ics"
    endless = calendar(("1", "20260306T190000"), extra="RRULE:FREQ=SECONDLY\r\n")
    good = calendar(("2", "20260307T190000"))
    path.write_bytes(endless.replace(b"END:VCALENDAR\r\n", b"") + good.split(b"Town\r\n")[1])
    result = world.read(path)
    assert result.error is None
    (problem,) = result.problems
    assert "Event 1" in problem.message
    assert "Event 2" in world.titles()


def test_an_unknown_time_zone_is_one_sentence(world: World, folder: Path) -> None:
    path = folder / "town.ics"
    path.write_bytes(ONE.replace(b"DTSTART:", b"DTSTART;TZID=Middle-earth/Shire:"))
    result = world.read(path)
    (problem,) = result.problems
    assert "Middle-earth/Shire" in problem.message
    assert world.titles() == ["Event 1"]


# Folders


def test_a_folder_is_its_files(world: World, folder: Path) -> None:
    (folder / "a.ics").write_bytes(ONE)
    (folder / "b.ICS").write_bytes(calendar(("2", "20260307T190000")))
    (folder / "c.xml").write_bytes(
        b"<rss><channel><item><guid>3</guid><title>Event 3 - Sun Mar 8, 2026</title></item>"
        b"</channel></rss>"
    )
    (folder / "d.ics.gz").write_bytes(gzip.compress(calendar(("4", "20260309T190000"))))
    (folder / "readme.txt").write_text("not a calendar")
    (folder / ".hidden.ics").write_bytes(PAGE)
    (folder / "inner").mkdir()
    (folder / "inner" / "e.ics").write_bytes(calendar(("5", "20260310T190000")))
    result = world.read(folder)
    assert result.problems == ()
    assert world.titles() == ["Event 1", "Event 2", "Event 3", "Event 4"]
    assert set(world.sources.parts(result.source.id)) == {"a.ics", "b.ICS", "c.xml", "d.ics.gz"}
    again = world.read(folder).change
    assert (again.added, again.changed, again.removed, again.unchanged) == (set(), set(), set(), 4)


def test_a_broken_file_costs_itself_alone_and_keeps_its_events(world: World, folder: Path) -> None:
    (folder / "a.ics").write_bytes(ONE)
    (folder / "b.ics").write_bytes(calendar(("2", "20260307T190000")))
    world.read(folder)
    (folder / "a.ics").write_bytes(PAGE)
    (folder / "b.ics").write_bytes(calendar(("3", "20260307T190000")))
    result = world.read(folder)
    assert result.error is None
    assert [(problem.where, problem.message) for problem in result.problems] == [
        ("a.ics", "It is a web page titled “Sign in” and not a calendar.")
    ]
    assert world.titles() == ["Event 1", "Event 3"]
    # The problem stays while nothing about the file changes.
    assert world.read(folder).problems == result.problems


def test_problems_of_skipped_files_are_kept(world: World, folder: Path) -> None:
    (folder / "a.ics").write_bytes(
        ONE.replace(b"END:VEVENT", b"END:VEVENT\r\nBEGIN:VEVENT\r\nEND:VEVENT")
    )
    first = world.read(folder)
    assert first.problems
    assert world.read(folder).problems == first.problems
    assert world.fetches.read == 1


def test_files_that_leave_a_folder_take_their_events_along(world: World, folder: Path) -> None:
    (folder / "a.ics").write_bytes(ONE)
    (folder / "b.ics").write_bytes(calendar(("2", "20260307T190000")))
    world.read(folder)
    (folder / "b.ics").unlink()
    result = world.read(folder)
    assert len(result.change.removed) == 1
    assert world.titles() == ["Event 1"]
    assert set(world.sources.parts(result.source.id)) == {"a.ics"}


def test_an_empty_or_missing_folder_costs_nothing(world: World, folder: Path) -> None:
    (folder / "a.ics").write_bytes(ONE)
    source = world.read(folder).source
    (folder / "a.ics").unlink()
    result = world.refresher.refresh(source, Progress())
    assert isinstance(result.error, FormatError)
    assert "holds no calendar or feed" in result.problems[0].message
    folder.rmdir()
    result = world.refresher.refresh(source, Progress())
    assert "can't be read" in result.problems[0].message
    assert world.titles() == ["Event 1"]


def test_progress_is_told_file_by_file(world: World, folder: Path) -> None:
    for name in ("a.ics", "b.ics"):
        (folder / name).write_bytes(calendar((name, "20260306T190000")))
    told: list[tuple[str, int, int]] = []
    source = world.refresher.add(str(folder))
    world.refresher.refresh(source, Progress(lambda *step: told.append(step)))
    assert told == [("Reading a.ics", 0, 2), ("Reading b.ics", 1, 2), ("Done", 2, 2)]


def test_stopping_keeps_the_files_that_were_finished(world: World, folder: Path) -> None:
    for number in range(5):
        (folder / f"{number}.ics").write_bytes(calendar((str(number), "20260306T190000")))
    token = CancelToken()
    source = world.refresher.add(str(folder))

    def stop_at_the_third(_what: str, done: int, _total: int) -> None:
        if done == 2:
            token.cancel()

    with pytest.raises(Cancelled):
        world.refresher.refresh(source, Progress(stop_at_the_third, token))
    assert world.titles() == ["Event 0", "Event 1"]
    assert len(world.refresher.refresh(source, Progress()).change.added) == 3
    assert world.fetches.read == 5


def test_a_stop_before_the_start_does_nothing(world: World, folder: Path) -> None:
    (folder / "a.ics").write_bytes(ONE)
    token = CancelToken()
    token.cancel()
    source = world.refresher.add(str(folder))
    with pytest.raises(Cancelled):
        world.refresher.refresh(source, Progress(token=token))
    assert world.titles() == []
