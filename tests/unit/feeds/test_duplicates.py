"""What is one event and what only looks like it, on small examples of each trap."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal.domain import Event, Place, Status, event_id
from eventpal.feeds.duplicates import find
from eventpal.store.published import Published

START = datetime(2026, 9, 5, 19, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TEXT = "An evening of songs from the northern isles, with stories between them and tea after."

OTHER_TEXT = "Bring what your family recorded and watch it become files on a stick that you keep."


def listing(
    title: str,
    source: int,
    start: datetime = START,
    *,
    hours: float | None = 2,
    dates: int = 1,
    **facts: Any,
) -> Published:
    """``title`` as ``source`` lists it; ``dates`` are a week apart."""
    id_ = event_id(f"{title} {source} {start} {sorted(facts.items())}")
    end = None if hours is None else start + hours * HOUR
    facts = {"venue": "The Wharf Hall", **facts}
    return Published(
        event=Event(
            id=id_, uid=id_, title=title, start=start, end=end, tz="UTC", series=id_, **facts
        ),
        starts=tuple(int((start + 7 * DAY * week).timestamp()) for week in range(dates)),
        recurring=dates > 1,
        origins=frozenset({(source, "")}),
        shown_as=id_,
    )


def whole_day(title: str, source: int, **facts: Any) -> Published:
    midnight = START.replace(hour=0, minute=0)
    return listing(title, source, midnight, hours=24, all_day=True, **facts)


ONE = [
    # Another publisher may not know yet that it is off.
    (listing("Isla Brand Trio", 1, status=Status.CANCELLED), listing("Isla Brand Trio", 2)),
    (listing("Seals of the Outer Isles", 1), listing("Seals of the Outer Isles", 2)),
    (listing("Seals of the Outer Isles", 1), listing("SEALS OF THE OUTER ISLES!", 2)),
    (listing("Isla Brand & The Reeds", 1), listing("Isla Brand and the Reeds - Isles Tour", 2)),
    (listing("Fauré Requiem by Candlelight", 1), listing("Faure: Requiem (candlelight)", 2)),
    (listing("Isla Brand", 1), listing("Isla Brand w/ The Reeds", 1)),
    (listing("Isla Brand", 1), listing("Isla Brand", 2, START + HOUR)),
    (listing("Isla Brand Trio", 1, START - 12 * HOUR), listing("Isla Brand Trio", 2)),
    (listing("Isla Brand Trio", 1), whole_day("Isla Brand Trio", 2)),
    (listing("Isla Brand Trio", 1), listing("Isla Brand Trio", 2, venue="Wharf Hall, Upstairs")),
    (
        listing("Isla Brand Trio", 1, venue="", address="12 Quay Street, Merrow"),
        listing("Isla Brand Trio", 2, venue="The Old Wharf", address="12 Quay Street"),
    ),
    (
        listing("Open Mic", 1, venue="", url="https://thewharfhall.example/open-mic"),
        listing("Open Mic", 2),
    ),
    (
        listing("Merrow Rovers v Ballin Town", 1, venue="Quay Ground"),
        listing("Derby: Rovers vs. Ballin", 2, venue="Quay Ground"),
    ),
    (listing("Isla Brand sings", 1, dates=6), listing("Isla Brand sings", 2, dates=6)),
    (listing("Isla Brand sings", 1, dates=6), listing("Isla Brand sings", 2, START + 14 * DAY)),
]

TWO = [
    # Other dates, showings and parts of one series.
    (listing("Isla Brand Trio", 1), listing("Isla Brand Trio", 2, START + 7 * DAY)),
    (listing("The Whale", 1), listing("The Whale", 1, START + 2 * HOUR)),
    (listing("The Whale", 1), listing("The Whale", 2, START + 3 * HOUR)),
    (listing("Watercolour Basics Part 1", 1), listing("Watercolour Basics Part 2", 2)),
    (listing("Sound Studio 1: Listening", 1), listing("Sound Studio 2: Listening", 2)),
    (listing("Isla Brand sings", 1, dates=6), listing("Isla Brand sings", 2, START + DAY)),
    # Other places.
    (listing("Isla Brand Trio", 1), listing("Isla Brand Trio", 2, venue="Saltbox Gallery")),
    (
        listing("Baby Storytime", 1, venue="Northwest Merrow Library", description=TEXT),
        listing("Baby Storytime", 2, venue="Central Merrow Library", description=TEXT),
    ),
    (
        listing("Isla Brand Trio", 1, place=Place(52.34, -6.46)),
        listing("Isla Brand Trio", 2, place=Place(52.40, -6.46)),
    ),
    # What many are called.
    (listing("Story time", 1, venue=""), listing("Story Time", 2, venue="")),
    (listing("Open Mic", 1, venue=""), listing("Open Mic Night", 2, venue="Saltbox Gallery")),
    (whole_day("Closed", 1, venue=""), whole_day("Closed", 2, venue="")),
    # What one place has at one time.
    (listing("Jazz in the Bar", 1), listing("Life Drawing", 2)),
    (listing("Opening Reception: Mara Quill", 1), listing("Opening Reception: Tom Vane", 2)),
    (listing("Women's Swimming Gala", 1), listing("Men's Swimming Gala", 2)),
    (listing("Rovers v Ballin", 1), listing("Athletic v Carrick", 2)),
    (listing("Book Club: Salt", 1), listing("Book Club: Rope", 1)),
    # One publisher's, off beside on.
    (listing("Isla Brand Trio", 1, status=Status.CANCELLED), listing("Isla Brand Trio", 1)),
]


@pytest.mark.parametrize("pair", ONE, ids=lambda pair: pair[1].event.title)
def test_one_event_is_found(pair: tuple[Published, Published]) -> None:
    found = find(pair)
    assert [{*joined} for joined in found] == [{one.event.id for one in pair}]
    assert found == find(pair[::-1])


@pytest.mark.parametrize("pair", TWO, ids=lambda pair: pair[1].event.title)
def test_two_events_stay_two(pair: tuple[Published, Published]) -> None:
    assert find(pair) == find(pair[::-1]) == []


def test_what_is_stored_and_says_more_is_what_others_join() -> None:
    stored = listing("Isla Brand Trio", 1)
    new = listing("Isla Brand Trio", 2, description=TEXT)
    assert find([new], [stored]) == [(new.event.id, stored.event.id)]
    assert find([new, stored]) == [(stored.event.id, new.event.id)]
    assert find([], [stored, new]) == []


def test_dates_that_a_source_lists_one_by_one_join_the_series() -> None:
    series = listing("Isla Brand sings", 1, dates=6)
    dates = [listing("Isla Brand sings", 2, START + 7 * DAY * week) for week in range(6)]
    assert find([*dates, series]) == sorted((date.event.id, series.event.id) for date in dates)


def test_two_showings_are_told_by_their_times_alone() -> None:
    early, late = (listing("The Whale", 1, START + gap * HOUR) for gap in (0, 1))
    again = listing("The Whale", 2, START + HOUR)
    between = listing("The Whale", 3, START + HOUR / 2)
    assert find([early, late, again, between]) in (
        [(late.event.id, again.event.id)],
        [(again.event.id, late.event.id)],
    )


def test_what_one_publisher_lists_side_by_side_is_not_joined_through_a_third() -> None:
    stations = [
        listing("Scanning Station - Memory Lab", 1, description=TEXT),
        listing("Tape Station - Memory Lab", 1, description=OTHER_TEXT),
    ]
    third = listing("Tape Station: Memory Lab", 2, description=OTHER_TEXT)
    assert [{*pair} for pair in find([*stations, third])] == [
        {stations[1].event.id, third.event.id}
    ]


def test_what_the_person_told_apart_stays_apart_through_others_too() -> None:
    a, b, c = (listing("Isla Brand Trio", source) for source in (1, 2, 3))
    apart = [(a.event.id, b.event.id)]
    assert find([a, b], apart=apart) == []
    assert len(find([a, b, c], apart=apart)) == 1
    assert len(find([a, b, c])) == 2


def test_a_time_that_the_text_tells_counts() -> None:
    shifted = listing(
        "Isla Brand, The Reeds",
        1,
        START - 3 * HOUR,
        description="Isla Brand at The Wharf Hall at 2026-09-05T19:30:00+0000",
    )
    assert len(find([shifted, listing("Isla Brand & The Reeds", 2)])) == 1


TITLES = st.sampled_from(
    ["Isla Brand", "Isla Brand w/ The Reeds", "The Reeds", "Open Mic", "Salt Part 1", "Salt Part 2"]
)
LISTINGS = st.builds(
    lambda title, source, half_hours, venue, number: replace(
        made := listing(title, source, START + half_hours * HOUR / 2, venue=venue, image=number),
        shown_as=made.event.id,
    ),
    TITLES,
    st.integers(1, 4),
    st.integers(0, 5),
    st.sampled_from(["", "The Wharf Hall", "Wharf Hall", "Saltbox Gallery"]),
    st.sampled_from("abc"),
)


@given(st.lists(LISTINGS, max_size=10, unique_by=lambda one: one.event.id), st.randoms())
def test_order_does_not_matter_and_what_is_joined_is_not_found_again(
    listings: list[Published], chance: Any
) -> None:
    pairs = find(listings)
    into = dict(pairs)
    assert len(into) == len(pairs)
    assert not into.keys() & set(into.values())
    mixed = listings[:]
    chance.shuffle(mixed)
    assert find(mixed) == pairs
    joined = [replace(one, shown_as=into.get(one.shown_as, one.shown_as)) for one in listings]
    again = find(joined)
    assert all(moved in into.values() or moved not in into for moved, _ in again)
    assert find([], joined) == []
