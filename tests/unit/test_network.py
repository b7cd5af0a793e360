"""The ledger and the air-gap switch, over a real EventPal and a server on loopback."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eventpal.app import EventPal
from eventpal.errors import FetchError
from eventpal.feeds.schedule import FIRST
from eventpal.paths import Home
from eventpal.progress import Progress
from eventpal.services.network import AIRGAPPED
from eventpal.store.vault.keys import DataKey
from tests.unit.feeds.feed_server import FeedServer, serving

pytestmark = pytest.mark.usefixtures("no_proxy")

ZONE = ZoneInfo("Europe/Vienna")
START = datetime(2026, 3, 1, 12, tzinfo=ZONE)
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nX-WR-CALNAME:Town\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Concert\r\n"
    b"DTSTART:20260306T190000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def later(self, span: timedelta) -> None:
        self.now += span


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pal(tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[EventPal]:
    with closing(EventPal(Home(tmp_path), DataKey.random(), clock=clock, zone=ZONE)) as opened:
        yield opened


def outcomes(pal: EventPal) -> list[str]:
    return [one.outcome for one in reversed(pal.ledger.latest())]


# The ledger


def test_every_request_is_noted_without_its_secrets(pal: EventPal, server: FeedServer) -> None:
    secret = "/private-abc123secretX9/basic.ics"
    server.gives(CALENDAR, secret, etag='"a"')
    url = server.redirects("/feed", f"{secret}?token=xyz")
    pal.add_sources([url.replace("//", "//me:pass@") + "?key=k1"], Progress())
    after, before = pal.ledger.latest()
    base = f"http://127.0.0.1:{server.server_port}"
    assert (before.address, before.outcome, before.received) == (f"{base}/feed?…", "302", 0)
    assert after.address == f"{base}/private-…/basic.ics?…"
    assert (after.outcome, after.received) == ("200", len(CALENDAR))
    assert {after.host, before.host} == {"127.0.0.1"}
    assert after.why == "Source: 127.0.0.1"
    assert after.at == START


def test_what_was_unchanged_or_refused_is_noted(pal: EventPal, server: FeedServer) -> None:
    url = server.gives(CALENDAR, etag='"a"')
    [added] = pal.add_sources([url], Progress())
    server.gives(b"", status=304)
    pal.refresh([added.source.id], Progress())
    server.gives(b"nothing", status=404)
    pal.refresh([added.source.id], Progress())
    server.redirects("/feed", "file:///etc/passwd")
    pal.refresh([added.source.id], Progress())
    first, second, third, fourth = outcomes(pal)
    assert (first, second, fourth) == ("200", "304", "302")
    assert "(404)" in third
    assert pal.ledger.latest()[0].why == "Source: Town"


def test_a_host_that_does_not_answer_is_noted(pal: EventPal) -> None:
    with serving() as gone:
        url = gone.url()
    with pytest.raises(FetchError):
        pal.add_sources([url], Progress())
    [noted] = pal.ledger.latest()
    assert "doesn't answer" in noted.outcome
    assert noted.received == 0


def test_files_and_the_sample_city_leave_no_trace(pal: EventPal, tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    file.write_bytes(CALENDAR)
    pal.add_sources([str(file)], Progress())
    pal.add_sample_city(Progress())
    assert pal.ledger.latest() == []


# The air-gap switch


def test_no_socket_is_opened_while_the_switch_is_on(
    pal: EventPal, server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.gives(CALENDAR, etag='"a"')
    [added] = pal.add_sources([url], Progress())
    asked = len(server.requests)
    pal.network.airgap = True

    def no_socket(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", no_socket)
    monkeypatch.setattr(socket, "create_connection", no_socket)
    monkeypatch.setattr("eventpal.feeds.fetching.web.getaddrinfo", no_socket)
    [refused] = pal.refresh([added.source.id], Progress())
    assert [one.message for one in refused.problems] == [AIRGAPPED]
    with pytest.raises(FetchError, match="air-gap switch is on"):
        pal.add_sources(["webcal://town.example/feed"], Progress())
    assert outcomes(pal)[1:] == [f"refused: {AIRGAPPED}"] * 2
    # Files and the sample city need no network.
    file = tmp_path / "a.ics"
    file.write_bytes(CALENDAR)
    pal.add_sources([str(file)], Progress())
    pal.add_sample_city(Progress())
    assert pal.events.count() > 10
    monkeypatch.undo()
    assert len(server.requests) == asked
    # What was known of the source stands.
    assert pal.sources.get(added.source.id) == added.source
    pal.network.airgap = False
    server.gives(b"", status=304)
    pal.refresh([added.source.id], Progress())
    assert outcomes(pal)[-1] == "304"


# When a source is due


def test_a_source_is_due_after_what_was_learned(
    pal: EventPal, server: FeedServer, clock: Clock
) -> None:
    [added] = pal.add_sources([server.gives(CALENDAR)], Progress())
    ids, soonest = pal.network.due()
    assert ids == []
    assert soonest is not None
    assert 0.9 * FIRST <= soonest - START <= FIRST
    clock.now = soonest
    assert pal.network.due() == ([added.source.id], None)
    pal.refresh([added.source.id], Progress())  # unchanged: less often
    _, slower = pal.network.due()
    assert slower is not None
    assert slower - clock.now > FIRST
    clock.now = slower
    server.gives(CALENDAR.replace(b"Concert", b"Recital"))
    pal.refresh([added.source.id], Progress())  # changed: more often
    _, faster = pal.network.due()
    assert faster is not None
    assert faster - clock.now < FIRST
    pal.remove_source(added.source.id)
    assert pal.network.due() == ([], None)


def test_max_age_is_honoured_up_to_a_day(pal: EventPal, server: FeedServer) -> None:
    for number, (said, hours) in enumerate(
        [("public, max-age=43200", 12), ("max-age=99999999", 24), ("no-cache, max-age=43200", 6)]
    ):
        path = f"/{number}"
        server.gives(CALENDAR, path, cache_control=said)
        [added] = pal.add_sources([server.url(path)], Progress())
        _, soonest = pal.network.due()
        assert soonest is not None
        assert 0.9 * hours <= (soonest - START) / timedelta(hours=1) <= hours
        pal.remove_source(added.source.id)


def test_a_source_is_looked_at_no_more_often_than_its_publisher_suggests(
    pal: EventPal, server: FeedServer, clock: Clock
) -> None:
    hinted = CALENDAR.replace(b"X-WR", b"REFRESH-INTERVAL;VALUE=DURATION:PT20H\r\nX-WR", 1)
    pal.add_sources([server.gives(hinted)], Progress())
    _, due = pal.network.due()
    assert due is not None
    assert timedelta(hours=17) < due - clock.now <= timedelta(hours=20)


def test_a_host_that_asks_to_wait_is_not_asked_even_by_the_person(
    pal: EventPal, server: FeedServer, clock: Clock
) -> None:
    [added] = pal.add_sources([server.gives(CALENDAR)], Progress())
    server.gives(b"", status=429, retry_after="7200")
    pal.refresh([added.source.id], Progress())
    asked = len(server.requests)
    [told] = pal.refresh([added.source.id], Progress())
    assert "127.0.0.1 asked not to be asked again before" in str(told.error)
    assert len(server.requests) == asked
    clock.later(timedelta(hours=2))
    server.gives(CALENDAR)
    [after] = pal.refresh([added.source.id], Progress())
    assert after.error is None
    assert len(server.requests) == asked + 1


def test_a_failing_host_is_left_alone_longer_each_time_but_not_by_the_person(
    pal: EventPal, server: FeedServer, clock: Clock
) -> None:
    [added] = pal.add_sources([server.gives(CALENDAR)], Progress())
    server.gives(b"", status=500)
    for _ in range(12):
        pal.refresh([added.source.id], Progress())
    _, soonest = pal.network.due()
    assert soonest is not None
    assert timedelta(hours=12) <= soonest - START <= timedelta(hours=24)
    asked = len(server.requests)
    server.gives(CALENDAR)
    pal.refresh([added.source.id], Progress())
    assert len(server.requests) == asked + 1
    _, soonest = pal.network.due()
    assert soonest is not None
    assert soonest - START < timedelta(hours=12)


def test_web_sources_are_not_due_behind_the_air_gap(
    pal: EventPal, server: FeedServer, clock: Clock, tmp_path: Path
) -> None:
    file = tmp_path / "a.ics"
    file.write_bytes(CALENDAR)
    _, local = pal.add_sources([server.gives(CALENDAR), str(file)], Progress())
    pal.network.airgap = True
    clock.later(timedelta(days=2))
    assert pal.network.due() == ([local.source.id], None)


def test_what_is_due_stays_so_over_a_restart(
    pal: EventPal, server: FeedServer, tmp_path: Path, clock: Clock
) -> None:
    pal.add_sources([server.gives(CALENDAR)], Progress())
    planned = pal.network.due()
    again = EventPal(Home(tmp_path), pal._key, clock=clock, zone=ZONE)
    with closing(again):
        assert again.network.due() == planned
