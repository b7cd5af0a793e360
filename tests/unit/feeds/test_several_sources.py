"""Several sources at once, logins, and pages that lead to feeds, with a server on loopback."""

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eventpal.domain import Login, SourceKind
from eventpal.errors import Cancelled, FetchError, LoginNeeded
from eventpal.feeds.fetching.fetch import Fetcher
from eventpal.feeds.fetching.hops import Limits
from eventpal.feeds.fetching.host_addresses import Address
from eventpal.feeds.locations import completed, given_as, without_login
from eventpal.feeds.reading import LeadsToFeeds
from eventpal.feeds.refresh import Refresher
from eventpal.progress import CancelToken, Progress
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.sources import SourceStore
from eventpal.store.vault.keys import DataKey
from tests.unit.feeds.feed_server import FeedServer, Handler, serving

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIMITS = Limits(total=5, wait=2)


def calendar(uid: str) -> bytes:
    return (
        f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:Event {uid}\r\n"
        "DTSTART:20260306T190000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


class Home:
    def __init__(self, folder: Path) -> None:
        self.database = Database(folder / "eventpal.db", DataKey.random())
        self.sources = SourceStore(self.database)
        self.events = EventStore(self.database)
        self.refresher = Refresher(
            self.sources, self.events, Fetcher(limits=LIMITS), lambda: NOW, ZoneInfo("UTC")
        )

    def close(self) -> None:
        self.database.close()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with closing(Home(tmp_path)) as made:
        yield made


@pytest.fixture
def servers(no_proxy: None) -> Iterator[list[FeedServer]]:
    with serving("127.0.0.1") as a, serving("127.0.0.2") as b, serving("127.0.0.3") as c:
        yield [a, b, c]


# Several at once


def test_slow_servers_are_waited_for_side_by_side(home: Home, servers: list[FeedServer]) -> None:
    together = threading.Barrier(3, timeout=4)

    def play(uid: str) -> object:
        def answer(handler: Handler) -> None:
            together.wait()  # nobody is answered until all three have been asked
            handler.answer(200, calendar(uid))

        return answer

    for number, server in enumerate(servers):
        server.plays["/feed"] = play(str(number))  # type: ignore[assignment]
    sources = [home.refresher.add(server.url()) for server in servers]
    results = list(home.refresher.refresh_all(sources, Progress()))
    assert [one.error for one in results] == [None] * 3
    assert {one.source.id for one in results} == {one.id for one in sources}
    assert home.events.count() == 3


def test_a_failing_server_costs_itself_alone(home: Home, servers: list[FeedServer]) -> None:
    servers[0].gives(calendar("0"))
    servers[1].gives(b"", status=500)
    servers[2].gives(calendar("2"))
    sources = [home.refresher.add(server.url()) for server in servers]
    results = {one.source.id: one for one in home.refresher.refresh_all(sources, Progress())}
    assert [results[one.id].error is None for one in sources] == [True, False, True]
    assert home.events.count() == 2


def test_a_stop_keeps_what_came_and_does_not_wait_for_the_rest(
    home: Home, servers: list[FeedServer]
) -> None:
    held, asked = threading.Event(), threading.Event()

    def play(_: Handler) -> None:
        asked.set()
        held.wait()

    servers[0].gives(calendar("0"))
    servers[1].plays["/feed"] = play
    token = CancelToken()
    sources = [home.refresher.add(server.url()) for server in servers[:2]]
    results = home.refresher.refresh_all(sources, Progress(token=token))
    assert next(results).error is None
    asked.wait()
    token.cancel()
    with pytest.raises(Cancelled):
        next(results)
    assert any(thread.name == "fetch" for thread in threading.enumerate())
    held.set()
    assert home.events.count() == 1


# Logins


def guarded(server: FeedServer, expected: str = "Basic bWU6czNjcmV0IQ==") -> str:
    """A feed that only ``me`` with ``s3cret!`` gets."""

    def play(handler: Handler) -> None:
        if handler.headers.get("Authorization") == expected:
            handler.answer(200, calendar("mine"))
        else:
            handler.answer(401, b"", www_authenticate='Basic realm="x"')

    server.plays["/feed"] = play
    return server.url()


def test_a_login_in_the_address_is_kept_apart_and_used(
    home: Home, servers: list[FeedServer]
) -> None:
    url = guarded(servers[0])
    source = home.refresher.add(url.replace("//", "//me:s3cret%21@"))
    assert source.location == url
    assert home.sources.login(source.id) == Login("me", "s3cret!")
    assert home.refresher.refresh(source, Progress()).error is None
    assert home.events.count() == 1
    home.sources.remove(source.id)
    assert home.database.rows("SELECT * FROM login") == []


def test_a_missing_or_wrong_login_is_a_sentence_without_it(
    home: Home, servers: list[FeedServer]
) -> None:
    source = home.refresher.add(guarded(servers[0]))
    missing = home.refresher.refresh(source, Progress()).error
    assert isinstance(missing, LoginNeeded)
    assert "asks for a name and password" in str(missing)
    home.sources.set_login(source.id, Login("me", "wr0ng"))
    wrong = home.refresher.refresh(source, Progress())
    assert isinstance(wrong.error, LoginNeeded)
    assert "doesn't accept" in str(wrong.error)
    assert "wr0ng" not in f"{wrong}"
    assert "wr0ng" not in f"{Login('me', 'wr0ng')}"
    home.sources.set_login(source.id, Login("me", "s3cret!"))
    assert home.refresher.refresh(source, Progress()).error is None


def test_a_login_goes_to_no_other_host(home: Home, servers: list[FeedServer]) -> None:
    servers[1].gives(calendar("1"))
    source = home.refresher.add(servers[0].redirects("/feed", servers[1].url()))
    home.sources.set_login(source.id, Login("me", "s3cret!"))
    assert home.refresher.refresh(source, Progress()).error is None
    assert "Authorization" in servers[0].requests[0][1]
    assert "Authorization" not in servers[1].requests[0][1]


def test_a_login_is_never_sent_unencrypted_over_the_internet(servers: list[FeedServer]) -> None:
    def public(_: Address) -> bool:
        return True  # as if loopback were the internet

    url = guarded(servers[0])
    with pytest.raises(FetchError, match="unencrypted"):
        Fetcher(limits=LIMITS, public=public).fetch(url, login=Login("me", "s3cret!"))
    assert servers[0].requests == []


@pytest.mark.parametrize(
    ("given", "bare", "login"),
    [
        ("https://a.example/x?y#z", "https://a.example/x?y#z", None),
        ("https://me@a.example:8/x", "https://a.example:8/x", Login("me", "")),
        ("webcal://m%40e:p%3A%2F@a.example/x", "webcal://a.example/x", Login("m@e", "p:/")),
        ("https://@a.example/", "https://a.example/", None),
        ("https://[::1", "https://[::1", None),
    ],
)
def test_the_login_in_an_address(given: str, bare: str, login: Login | None) -> None:
    assert without_login(given) == (bare, login)


def test_an_address_that_is_none_is_named_without_its_password() -> None:
    with pytest.raises(Exception, match="no complete web address") as failure:
        given_as("https://me:s3cret@exa mple/x", NOW)
    assert "s3cret" not in str(failure.value)


@pytest.mark.parametrize(
    ("pasted", "whole"),
    [
        ("town.example/cal", "https://town.example/cal"),
        (" www.town.example\n", "https://www.town.example"),
        ("town.example:8080/x?y", "town.example:8080/x?y"),
        ("webcal://town.example/", "webcal://town.example/"),
        ("calendar.ics", "calendar.ics"),
        ("folder/with.dot/a b", "folder/with.dot/a b"),
        ("sample:culture", "sample:culture"),
    ],
)
def test_a_pasted_address_needs_no_protocol(pasted: str, whole: str) -> None:
    assert completed(pasted) == whole


# Pages that lead to feeds

PAGE = """<html><head><title>Town hall</title>
<link rel="alternate" type="text/calendar" title="All events" href="/all.ics">
<link rel="alternate" type="text/calendar" title="Children" href="/kids.ics">
<link rel="alternate" type="application/rss+xml" title="News" href="/rss"></head>
<body>{}</body></html>"""
STATED = """<script type="application/ld+json">{"@type": "Event", "name": "Fair",
"startDate": "2026-03-07T10:00:00Z"}</script>"""


def test_a_page_that_leads_to_several_feeds_offers_them(
    home: Home, servers: list[FeedServer]
) -> None:
    source = home.refresher.add(servers[0].gives(PAGE.format("Hello").encode()))
    error = home.refresher.refresh(source, Progress()).error
    assert isinstance(error, LeadsToFeeds)
    base = servers[0].url("")
    assert [(one.title, one.address) for one in error.offers] == [
        ("All events", f"{base}/all.ics"),
        ("Children", f"{base}/kids.ics"),
        ("News", f"{base}/rss"),
    ]


def test_a_page_that_states_events_offers_its_feeds_too(
    home: Home, servers: list[FeedServer]
) -> None:
    source = home.refresher.add(servers[0].gives(PAGE.format(STATED).encode()))
    result = home.refresher.refresh(source, Progress())
    assert result.error is None
    assert home.events.count() == 1
    assert [one.title for one in result.offers] == ["All events", "Children", "News"]


# What the person decides about a source


def test_what_the_person_decides_stays(home: Home, servers: list[FeedServer]) -> None:
    source = home.refresher.add(servers[0].gives(calendar("0")))
    assert source.kind is SourceKind.WEB
    home.sources.manage(source.id, folder="  Old   town ", paused=True, pictures=True, title="My")
    again = home.refresher.refresh(home.sources.get(source.id), Progress()).source
    assert (again.folder, again.paused, again.pictures, again.title) == (
        "Old town",
        True,
        True,
        "My",
    )
    home.sources.manage(source.id, paused=False)
    assert not home.sources.get(source.id).paused
    assert home.sources.get(source.id).folder == "Old town"


def test_since_when_a_source_fails_is_known(home: Home, servers: list[FeedServer]) -> None:
    source = home.refresher.add(servers[0].gives(calendar("0")))
    assert home.refresher.refresh(source, Progress()).source.failing_since is None
    servers[0].gives(b"", status=500)
    for _ in range(2):
        assert home.refresher.refresh(source, Progress()).source.failing_since == NOW
    servers[0].gives(calendar("0"))
    assert home.refresher.refresh(source, Progress()).source.failing_since is None
