"""The real calendars of seven communities, through everything that a refresh does."""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest

from eventpal import app
from eventpal.domain import Problem
from eventpal.feeds.refresh import AHEAD, PAST, Refreshed
from eventpal.paths import Home
from eventpal.progress import Progress
from eventpal.store.vault.keys import DataKey

DATA = os.environ.get("EVENTPAL_DATA", "")
CALENDARS = Path(DATA) / "calendars"
ZONE = ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 3, 1, 10, tzinfo=ZONE)

pytestmark = [
    pytest.mark.data,
    pytest.mark.slow,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(not DATA, reason="EVENTPAL_DATA does not name the folder of real data"),
    pytest.mark.filterwarnings("ignore::UserWarning:icalendar"),
]

Identity = tuple[str, str]
"""The file and the UID."""


@contextmanager
def opened(home: Path) -> Iterator[app.EventPal]:
    pal = app.EventPal(Home(home), DataKey(bytes(32)), clock=lambda: NOW, zone=ZONE)
    with closing(pal):
        yield pal


@pytest.fixture(scope="module")
def santarosa(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Refreshed]:
    """A home that has read all of Santa Rosa, and what reading told."""
    home = tmp_path_factory.mktemp("santarosa")
    with opened(home) as pal:
        [result] = pal.add_sources([str(CALENDARS / "santarosa")], Progress())
    return home, result


def files(city: str) -> list[Path]:
    return sorted((CALENDARS / city).iterdir())


def problems_of(result: Refreshed) -> dict[str, list[Problem]]:
    found = defaultdict(list)
    for problem in result.problems:
        found[problem.where].append(problem)
    return found


def is_page(path: Path) -> bool:
    """Whether a file is an HTML or JSON answer rather than a calendar."""
    body = path.read_bytes()
    return b"BEGIN:VEVENT" not in body and body.lstrip()[:1] in (b"<", b"{")


def bare(path: Path) -> list[icalendar.Component] | None:
    """The events that icalendar itself reads in a file; None where it rejects the whole."""
    try:
        calendars = icalendar.Calendar.from_ical(path.read_bytes(), multiple=True)
    except (ValueError, IndexError, KeyError, AttributeError, TypeError):
        return None
    return [event for calendar in calendars for event in calendar.walk("VEVENT")]


def day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def as_written(start: int, zone: ZoneInfo) -> set[str]:
    """All the ways in which ``written`` may give this start, in seconds since 1970."""
    at = datetime.fromtimestamp(start, UTC)
    local = at.astimezone(zone)
    return {f"{at:%Y%m%dT%H%M%SZ}", f"{local:%Y%m%dT%H%M%S}", f"{local:%Y%m%d}"}


def written(moment: date) -> set[str]:
    """How a start may stand in the store: as an instant, and where it names no zone as a day or
    a time on the clock."""
    if not isinstance(moment, datetime):
        return {f"{moment:%Y%m%d}"}
    if moment.tzinfo is None:
        return {f"{moment:%Y%m%dT%H%M%S}"}
    return {f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"}


def test_every_event_that_icalendar_accepts_is_in(
    santarosa: tuple[Path, Refreshed], capsys: pytest.CaptureFixture[str]
) -> None:
    home, _ = santarosa
    listed: dict[Identity, set[str]] = defaultdict(set)
    shown: dict[Identity, set[str]] = defaultdict(set)
    with opened(home) as pal:
        rows = pal.database.rows("SELECT part, body, shown_as FROM listing")
        starts = defaultdict(set)
        for id_, start in pal.database.rows(
            "SELECT id, occurrence.start FROM event JOIN occurrence ON event = event.key"
        ):
            starts[id_].add(start)
        events = pal.events.count()
    for part, body, shown_as in rows:
        facts = json.loads(body)
        key, zone = (part, facts["uid"]), ZoneInfo(facts["tz"])
        for start, _ in facts["dates"]:
            listed[key] |= as_written(start, zone)
        for start in starts[shown_as]:
            shown[key] |= as_written(start, zone)
        listed[key].add("listed")
    counted: Counter[str] = Counter()
    lost: list[tuple[str, str, str]] = []
    for path in files("santarosa"):
        found = bare(path) or []
        moved = {
            (str(event["UID"]), *written(event["RECURRENCE-ID"].dt))
            for event in found
            if "RECURRENCE-ID" in event
        }
        for event in found:
            start = event.get("DTSTART")
            if start is None or isinstance(start, icalendar.prop.vBroken):
                counted["without a start"] += 1
                continue
            counted["events of icalendar"] += 1
            key = (path.name, " ".join(str(event.get("UID", "")).split()))
            in_window = (NOW - PAST).date() < day(start.dt) < (NOW + AHEAD).date()
            looked_for = written(start.dt)
            left_out = "EXDATE" in event or (str(event.get("UID", "")), *looked_for) in moved
            if "RRULE" in event and (left_out or not in_window):
                counted["series whose start need not be there"] += 1
                looked_for = {"listed"}
            elif not looked_for & shown[key]:
                # Joined with what another publisher lists, or with a newer state of it.
                counted["shown at another time"] += 1
            if not looked_for & listed[key]:
                lost.append((*key, str(start.dt)))
    with capsys.disabled():
        print(f"\nSanta Rosa: {dict(counted)}, shown as {events}, {len(lost)} lost")
    assert lost == []
    assert counted["events of icalendar"] > 15_000
    assert counted["shown at another time"] < 0.02 * counted["events of icalendar"]


def test_each_page_instead_of_a_calendar_is_named(
    santarosa: tuple[Path, Refreshed],
) -> None:
    _, result = santarosa
    told = problems_of(result)
    pages = [path.name for path in files("santarosa") if is_page(path)]
    assert pages
    for name in pages:
        [problem] = told[name]
        assert problem.message.endswith("not a calendar."), problem
    # And nothing is passed over in silence.
    with_events = {path.name for path in files("santarosa") if b"BEGIN:VEVENT" in path.read_bytes()}
    assert {path.name for path in files("santarosa")} <= with_events | set(told)


def test_reading_santa_rosa_again_changes_nothing(
    santarosa: tuple[Path, Refreshed],
) -> None:
    home, before = santarosa
    with opened(home) as pal:
        [again] = pal.refresh([], Progress())
        picks = pal.picks()
        soon = pal.upcoming(end=NOW + timedelta(days=7))
    assert not again.change.added | again.change.changed | again.change.removed
    assert again.source.events == before.source.events
    assert again.problems == before.problems
    assert len(picks) == 50
    assert len(soon) > 50
    assert all((event.end or event.start) >= NOW for event in soon)


def test_what_icalendar_rejects_whole_gives_all_its_good_events(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages, calendars, blocks, stored = 0, 0, 0, 0
    with opened(tmp_path) as pal:
        for path in sorted(CALENDARS.glob("*/*.ics")):
            if bare(path) is not None:
                continue
            source = pal.refresher.add(str(path))
            result = pal.refresher.refresh(source, Progress())
            if is_page(path):
                pages += 1
                assert result.error is not None, path
                assert len(result.problems) == 1
                continue
            calendars += 1
            body = path.read_bytes()
            blocks += body.count(b"BEGIN:VEVENT")
            stored += result.source.events
            assert result.source.events == body.count(b"BEGIN:VEVENT"), path
    with capsys.disabled():
        print(
            f"\nicalendar rejects {pages + calendars} files: {pages} pages, {calendars} calendars "
            f"with {blocks} events, of which {stored} are in"
        )
    assert pages + calendars == 36
    assert stored == blocks


@pytest.mark.parametrize(
    "city", [path.name for path in sorted(CALENDARS.iterdir())] if DATA else ["none"]
)
def test_every_city_flows_in(city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read = set()
    with opened(tmp_path) as pal:
        progress = Progress(lambda what, _done, _total: read.add(what.removeprefix("Reading ")))
        [result] = pal.add_sources([str(CALENDARS / city)], progress)
        until = NOW + AHEAD
        dates = pal.upcoming(start=NOW - PAST, end=until)
    with capsys.disabled():
        print(
            f"\n{city}: {len(files(city))} files, {result.source.events} events, {len(dates)} "
            f"dates in the window, {len(result.problems)} problems"
        )
    assert read >= {path.name for path in files(city)}
    assert result.error is None
    told = problems_of(result)
    for path in files(city):
        if is_page(path):
            assert any("not a calendar" in problem.message for problem in told[path.name]), path
    assert all(problem.message.endswith((".", "!", "?")) for problem in result.problems)
