"""One event from several sources over a real EventPal: where it is listed, apart, and together."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eventpal.app import EventPal
from eventpal.domain import Action
from eventpal.errors import BadInput, NotFound
from eventpal.paths import Home
from eventpal.progress import Progress
from eventpal.store.vault.keys import DataKey

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
EVENT = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:{uid}
SUMMARY:{title}
LOCATION:The Blue Door\\, 12 Harbour Street
DTSTART:20260306T193000Z
DTEND:20260306T220000Z
URL:https://{uid}.example/jazz
END:VEVENT
END:VCALENDAR
"""
TITLES = {"venue": "Late jazz with the Anna Weiss Trio", "town": "Late Jazz with Anna Weiss Trio"}


@pytest.fixture
def pal(tmp_path: Path) -> Iterator[EventPal]:
    home = Home(tmp_path / "home")
    with closing(EventPal(home, DataKey.random(), clock=lambda: NOW, zone=ZoneInfo("UTC"))) as pal:
        for uid, title in TITLES.items():
            (tmp_path / f"{uid}.ics").write_text(EVENT.format(uid=uid, title=title))
            pal.add_sources([str(tmp_path / f"{uid}.ics")], Progress())
        yield pal


def test_an_event_is_taken_apart_stays_apart_and_is_put_together_again(
    pal: EventPal, tmp_path: Path
) -> None:
    [event] = pal.upcoming()
    own, other = pal.origins(event.id)
    assert own.event.id == event.id
    assert {one.event.title for one in (own, other)} == set(TITLES.values())
    assert [one.event.url for one in (own, other)] == [
        f"https://{one.event.uid}.example/jazz" for one in (own, other)
    ]
    assert {own.source, other.source} == set(event.sources)
    pal.rate(event.id, Action.SAVE)

    change = pal.split(other.event.id)
    assert change.added == {other.event.id}
    assert change.changed == {event.id}
    assert {one.title for one in pal.upcoming()} == set(TITLES.values())
    assert [pick.event.id for pick in pal.picks()] == [other.event.id]  # saved ones are no picks
    assert [one.title for one in pal.with_action(Action.SAVE)] == [own.event.title]

    for path in tmp_path.glob("*.ics"):  # read anew, they are not joined again
        path.write_text(path.read_text().replace("T220000Z", "T223000Z"))
    pal.refresh([], Progress())
    assert len(pal.upcoming()) == 2

    pal.join(other.event.id, event.id)
    [again] = pal.upcoming()
    assert again.sources == event.sources
    with pytest.raises(BadInput):
        pal.join(other.event.id, event.id)


def test_all_of_an_event_is_taken_apart_by_its_own_id(pal: EventPal) -> None:
    [event] = pal.upcoming()
    assert len(pal.split(event.id).added) == 1
    assert len(pal.upcoming()) == 2
    with pytest.raises(NotFound):
        pal.split(event.id)
