"""One event out of several listings: the richer field wins."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from eventpal.domain import Event, Place, Status
from eventpal.store.merge import dated, merged
from tests.unit.store.store_work import DAY, HOUR, NOW, listing

BARE = replace(listing("gig").event, url="")


def of(**facts: object) -> Event:
    return replace(BARE, **facts)  # type: ignore[arg-type]


def test_one_listing_is_the_event() -> None:
    assert merged([BARE]) is BARE


def test_identity_title_and_status_are_the_first_ones() -> None:
    moved = of(title="Gig (moved)", status=Status.POSTPONED)
    other = of(id="other", uid="other", title="A longer title than that", series="other")
    found = merged([moved, other])
    assert (found.id, found.uid, found.series) == (BARE.id, BARE.uid, BARE.series)
    assert (found.title, found.status) == ("Gig (moved)", Status.POSTPONED)


def test_what_the_first_does_not_know_comes_from_the_next_that_does() -> None:
    rich = of(
        venue="Hall",
        address="1 Main Street",
        place=Place(38, -122),
        organiser="Club",
        url="https://example.org/gig",
        image="https://example.org/gig.png",
    )
    found = merged([BARE, rich, of(venue="Elsewhere")])
    for name in ("venue", "address", "place", "organiser", "url", "image"):
        assert getattr(found, name) == getattr(rich, name)


def test_what_the_first_knows_stays() -> None:
    assert merged([of(venue="Hall"), of(venue="Elsewhere")]).venue == "Hall"


def test_the_first_description_wins_unless_another_says_much_more() -> None:
    short, longer = of(description="short"), of(description="much longer")
    assert merged([short, longer]).description == "much longer"
    assert merged([short, of(description="longest")]).description == "short"


def test_price_currency_and_free_go_together() -> None:
    priced = of(price_min=10.0, price_max=20.0, currency="USD", is_free=False)
    free = of(is_free=True)
    assert merged([BARE, priced, free]).price_max == 20
    found = merged([BARE, free, priced])
    assert (found.is_free, found.price_min, found.currency) == (True, None, None)


def test_a_price_of_nothing_is_known() -> None:
    assert merged([of(price_min=0.0), of(price_min=5.0)]).price_min == 0


def test_a_time_of_day_beats_a_whole_day() -> None:
    whole_day = of(all_day=True, start=NOW, end=NOW + DAY)
    found = merged([whole_day, BARE])
    assert (found.all_day, found.start, found.end) == (False, BARE.start, BARE.end)
    assert dated([whole_day, BARE]) == 1
    assert dated([whole_day, whole_day]) == 0


def test_categories_and_sources_are_united() -> None:
    found = merged(
        [
            of(categories=("Music", "Jazz"), sources=(3,)),
            of(categories=("Jazz", "Bar"), sources=(1,)),
        ]
    )
    assert found.categories == ("Music", "Jazz", "Bar")
    assert found.sources == (1, 3)


def test_an_event_is_as_old_as_its_oldest_listing() -> None:
    assert merged([of(first_seen=NOW), of(first_seen=NOW - HOUR), BARE]).first_seen == NOW - HOUR


TEXTS = st.sampled_from(["", "a", "bb"])
EVENTS = st.builds(
    lambda venue, description, categories, sources: of(
        venue=venue, description=description, categories=categories, sources=sources
    ),
    TEXTS,
    TEXTS,
    st.lists(TEXTS.filter(bool), unique=True).map(tuple),
    st.lists(st.integers(1, 5), unique=True).map(lambda found: tuple(sorted(found))),
)


@given(st.lists(EVENTS, min_size=1, max_size=4))
def test_merging_loses_nothing_and_repeats_nothing(events: list[Event]) -> None:
    found = merged(events)
    assert bool(found.venue) == any(event.venue for event in events)
    assert 2 * len(found.description) >= max(len(event.description) for event in events)
    assert found.description in {event.description for event in events}
    assert set(found.categories) == {name for event in events for name in event.categories}
    assert set(found.sources) == {id_ for event in events for id_ in event.sources}
    assert merged([found, found]) == found
    assert merged([found, *events]) == found
