"""Events as JSON and as rows: nothing is lost on the way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal.domain import Event, Listing, Place, Span, Status
from eventpal.store.encoding import (
    EVENT_COLUMNS,
    decode_event,
    decode_listing,
    encode_event,
    encode_listing,
    event_of,
    event_row,
    moment,
    over_by,
    seconds,
    zone_of,
)

ZONES = ["UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Apia", "Europe/Dublin"]
HOUR = timedelta(hours=1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
MOMENTS = st.builds(
    lambda at, zone: at.replace(microsecond=0, fold=0).astimezone(ZoneInfo(zone)),
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(ZONES),
)
PRICES = st.none() | st.floats(0, 1e6)


@st.composite
def made_events(draw: st.DrawFn) -> Event:
    start = draw(MOMENTS)
    zone = str(start.tzinfo)
    length = draw(st.none() | st.integers(0, 10**7))
    return Event(
        id=draw(st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=13, max_size=13)),
        uid=draw(TEXT),
        title=draw(TEXT),
        start=start,
        end=None
        if length is None
        else (start.astimezone(UTC) + timedelta(seconds=length)).astimezone(start.tzinfo),
        tz=zone,
        all_day=draw(st.booleans()),
        status=draw(st.sampled_from(Status)),
        venue=draw(TEXT),
        address=draw(TEXT),
        place=draw(st.none() | st.builds(Place, st.floats(-90, 90), st.floats(-180, 180))),
        price_min=draw(PRICES),
        price_max=draw(PRICES),
        currency=draw(st.none() | st.just("EUR")),
        is_free=draw(st.none() | st.booleans()),
        categories=tuple(draw(st.lists(TEXT, max_size=3))),
        organiser=draw(TEXT),
        description=draw(TEXT),
        url=draw(TEXT),
        image=draw(TEXT),
        sources=tuple(draw(st.lists(st.integers(1, 99), max_size=3))),
        series=draw(TEXT),
        first_seen=draw(st.none() | MOMENTS),
        sold_out=draw(st.booleans()),
        age_min=draw(st.none() | st.integers(0, 99)),
        age_max=draw(st.none() | st.integers(0, 99)),
        doors=draw(st.none() | st.times()),
    )


@given(made_events())
def test_an_event_survives_json(event: Event) -> None:
    read = decode_event(encode_event(event))
    assert read == event
    assert read.start.utcoffset() == event.start.utcoffset()


@given(made_events(), st.lists(MOMENTS, max_size=4, unique=True), st.booleans())
def test_a_listing_survives_json_without_what_the_store_adds(
    event: Event, starts: list[datetime], recurring: bool
) -> None:
    # On the event's own clock, as readers give them: Python never takes an hour that comes twice
    # for equal to itself on another clock.
    zone = event.start.tzinfo
    listing = Listing(
        event=event,
        dates=tuple(
            Span(start.astimezone(zone), (start.astimezone(UTC) + HOUR).astimezone(zone))
            for start in sorted(starts)
        ),
        recurring=recurring,
    )
    bare = replace(listing, event=replace(event, sources=(), first_seen=None))
    assert decode_listing(encode_listing(listing)) == bare


@given(made_events())
def test_an_event_survives_its_row(event: Event) -> None:
    event = replace(event, first_seen=event.first_seen or event.start)
    row = event_row(event, recurring=False, digest=b"")
    columns = len(EVENT_COLUMNS.split(", "))
    assert event_of((*row[:columns], *row[-2:])) == event


def test_a_date_of_a_series_has_an_id_of_its_own() -> None:
    start = datetime(2026, 3, 2, 19, tzinfo=ZoneInfo("America/Los_Angeles"))
    event = Event(
        id="a", uid="a", title="A", start=start, tz="America/Los_Angeles", first_seen=start
    )
    row = event_row(event, recurring=True, digest=b"")
    assert event_of((*row[:-4], *row[-2:])).id == "a-20260303T030000Z"


@pytest.mark.parametrize("name", ["", "Nowhere/Town", "America", "../etc/passwd", "a\0b"])
def test_a_zone_that_is_unknown_here_is_utc(name: str) -> None:
    assert zone_of(name) is UTC


@pytest.mark.parametrize(
    "at",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    ],
)
def test_moments_at_the_ends_of_time_are_read_in_any_zone(at: datetime) -> None:
    for zone in ("UTC", "Asia/Tokyo", "America/Los_Angeles"):
        assert moment(seconds(at), ZoneInfo(zone)) == at


def test_when_a_date_is_over() -> None:
    assert over_by(100, 160, all_day=False) == 160
    assert over_by(100, None, all_day=False) == 100
    assert over_by(100, None, all_day=True) == 100 + 86400
    # A publisher's mistake: it ends before it starts.
    assert over_by(100, 50, all_day=False) == 100
