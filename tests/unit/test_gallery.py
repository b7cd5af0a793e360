"""Pictures of events: only from trusted sources, once, from the internet alone, and kept small."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eventpal.app import EventPal
from eventpal.feeds.fetching.fetch import Fetcher
from eventpal.feeds.fetching.hops import Limits
from eventpal.paths import Home
from eventpal.progress import Progress
from eventpal.services.gallery import Gallery
from eventpal.store.pictures import PictureStore
from eventpal.store.vault.keys import DataKey
from tests.unit.feeds.feed_server import FeedServer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIMITS = Limits(total=5, wait=2, picture_bytes=1000)


@pytest.fixture
def pal(tmp_path: Path) -> Iterator[EventPal]:
    home = Home(tmp_path / "home")
    with closing(EventPal(home, DataKey.random(), clock=lambda: NOW, zone=ZoneInfo("UTC"))) as pal:
        yield pal


@pytest.fixture
def gallery(pal: EventPal) -> Gallery:
    """One that takes loopback for the internet."""
    fetcher = Fetcher(
        limits=LIMITS,
        public=lambda _: True,
        allow=pal.network.allow,
        report=pal.network.report,
    )
    return Gallery(PictureStore(pal.database), fetcher, lambda: NOW)


def add(pal: EventPal, folder: Path, *images: str) -> int:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{at}\r\nSUMMARY:Event {at}\r\nDTSTART:202603{6 + at:02}T190000Z\r\n"
        f"IMAGE;VALUE=URI:{image}\r\nEND:VEVENT\r\n"
        for at, image in enumerate(images)
    )
    (folder / "a.ics").write_text(f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n")
    [result] = pal.add_sources([str(folder / "a.ics")], Progress())
    return result.source.id


def small(body: bytes) -> bytes:
    return b"small " + body if body.startswith(b"picture") else b""


def paths_asked(server: FeedServer) -> list[str]:
    return [path for path, _ in server.requests]


def test_nothing_is_fetched_until_the_person_trusts_the_source(
    pal: EventPal, gallery: Gallery, server: FeedServer, tmp_path: Path
) -> None:
    url = server.gives(b"picture", "/p.jpg")
    source = add(pal, tmp_path, url)
    assert gallery.gather(small, Progress()) == 0
    assert server.requests == []
    pal.sources.manage(source, pictures=True)
    assert gallery.gather(small, Progress()) == 1
    assert gallery.picture(url) == b"small picture"
    assert gallery.gather(small, Progress()) == 0
    assert paths_asked(server) == ["/p.jpg"]  # once
    [noted] = pal.ledger.latest()
    assert noted.why.startswith("A picture of an event")
    assert {"Referer", "Cookie", "Authorization"}.isdisjoint(server.requests[0][1])
    pal.sources.manage(source, pictures=False)
    assert gallery.forget_unused() == 1
    assert gallery.picture(url) == b""


def test_what_is_no_picture_or_too_much_is_tried_once_and_never_kept(
    pal: EventPal, gallery: Gallery, server: FeedServer, tmp_path: Path
) -> None:
    urls = [
        server.gives(b"<html>", "/page"),
        server.gives(b"picture" * 1000, "/huge"),
        server.gives(b"", "/gone", status=404),
        server.gives(b"picture", "/fine"),
    ]
    pal.sources.manage(add(pal, tmp_path, *urls), pictures=True)
    assert gallery.gather(small, Progress()) == 1
    assert gallery.gather(small, Progress()) == 0
    assert paths_asked(server) == ["/page", "/huge", "/gone", "/fine"]
    assert [gallery.picture(url) for url in urls] == [b"", b"", b"", b"small picture"]


def test_pictures_are_fetched_from_the_internet_alone(
    pal: EventPal, server: FeedServer, tmp_path: Path
) -> None:
    url = server.gives(b"picture", "/p.jpg")
    pal.sources.manage(add(pal, tmp_path, url, "http://169.254.169.254/latest"), pictures=True)
    assert pal.gallery.gather(small, Progress()) == 0
    assert server.requests == []
    assert all("refused" in one.outcome for one in pal.ledger.latest())


def test_the_air_gap_holds_for_pictures_which_are_fetched_after_it(
    pal: EventPal, gallery: Gallery, server: FeedServer, tmp_path: Path
) -> None:
    pal.sources.manage(add(pal, tmp_path, server.gives(b"picture", "/p.jpg")), pictures=True)
    pal.network.airgap = True
    assert gallery.gather(small, Progress()) == 0
    assert server.requests == []
    pal.network.airgap = False
    assert gallery.gather(small, Progress()) == 1
