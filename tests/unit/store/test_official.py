"""Whose site a listing is on, and that an event takes its facts from there."""

from dataclasses import replace

import pytest

from eventpal.domain import Status
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.official import LINKED, OTHER, OWN, RESELLER, officialness
from tests.unit.store.store_work import NOW, listing, source

BARE = replace(listing("gig").event, uid="1", url="")


@pytest.mark.parametrize(
    ("location", "facts", "expected"),
    [
        ("https://www.millhall.example/events.ics", {"venue": "The Mill Hall"}, OWN),
        ("https://mill-hall.co.uk/feed", {"venue": "Mill Hall"}, OWN),
        ("https://lanterntheatre.example/", {"venue": "Lantern Theater"}, OWN),
        ("https://cafe-zoe.example/", {"venue": "Café Zoë"}, OWN),
        ("https://events.ashlibrary.example/", {"organiser": "Ash County Library"}, OWN),
        ("/calendars/town.ics", {"uid": "7-1@millhall.example", "venue": "Mill Hall"}, OWN),
        ("/town.ics", {"url": "https://millhall.example/gig", "venue": "Mill Hall"}, LINKED),
        ("https://paper.example/all.ics", {"venue": "Mill Hall"}, OTHER),
        ("https://www.eventbrite.com/o/1", {"venue": "Mill Hall"}, RESELLER),
        ("/town.ics", {"url": "https://www.ticketmaster.com/x", "venue": "Mill Hall"}, RESELLER),
        # A town's name alone is nobody's, and so is what its visitors' office is called.
        (
            "https://ashford.example/",
            {"venue": "Ashford Museum", "address": "1 High St, Ashford"},
            OTHER,
        ),
        ("https://visitashford.example/", {"organiser": "Visit Ashford"}, OTHER),
        ("https://192.168.1.10/feed", {"venue": "Mill Hall"}, OTHER),
        ("https://[broken", {"venue": "Mill Hall", "url": "https://[no"}, OTHER),
        ("", {"venue": "Mill Hall"}, OTHER),
    ],
)
def test_whose_site_a_listing_is_on(location: str, facts: dict[str, str], expected: int) -> None:
    assert officialness(replace(BARE, **facts), location) == expected


@pytest.mark.parametrize(
    ("own", "retold", "shown"),
    [
        (Status.CANCELLED, Status.CONFIRMED, Status.CANCELLED),
        # The venue knows better than a paper.
        (Status.CONFIRMED, Status.CANCELLED, Status.CONFIRMED),
        (None, Status.CANCELLED, Status.CANCELLED),
        (None, Status.CONFIRMED, Status.CONFIRMED),
    ],
)
def test_whether_a_joined_event_takes_place(
    database: Database, own: Status | None, retold: Status, shown: Status
) -> None:
    store = EventStore(database)
    here, paper, other = (
        source(database, f"https://{host}.example/all.ics")
        for host in ("millhall", "paper", "post")
    )
    first = listing("own", venue="Mill Hall", status=own or Status.CONFIRMED)
    store.apply(here if own else other, "", [first], now=NOW)
    second = listing("copy", venue="Mill Hall", status=retold)
    store.apply(paper, "", [second], now=NOW)
    store.join(second.event.id, first.event.id)
    assert store.get(first.event.id, now=NOW).status is shown


@pytest.mark.parametrize("own_first", [True, False])
def test_a_joined_event_takes_its_facts_from_the_site_of_its_venue(
    database: Database, own_first: bool
) -> None:
    own = source(database, "https://millhall.example/events.ics")
    paper = source(database, "https://paper.example/all.ics")
    store = EventStore(database)
    theirs = listing(
        "own", title="Swing Night", venue="Mill Hall", price_min=10.0,
        url="https://millhall.example/swing", description="Six players and a floor to dance on.",
    )  # fmt: skip
    retold = listing(
        "copy", title="SWING NIGHT!! (21+)", venue="Mill Hall, downtown", price_min=12.0,
        url="https://paper.example/4711", description="Six players, and there is a floor to dance.",
        organiser="The Paper",
    )  # fmt: skip
    for one in (own, paper) if own_first else (paper, own):
        store.apply(one, "", [theirs if one == own else retold], now=NOW)
    first, second = (theirs, retold) if own_first else (retold, theirs)
    store.join(second.event.id, first.event.id)
    shown = store.get(first.event.id, now=NOW)
    expected = ("Swing Night", "Mill Hall", 10.0, "https://millhall.example/swing")
    assert (shown.title, shown.venue, shown.price_min, shown.url) == expected
    assert shown.description == theirs.event.description
    assert shown.organiser == "The Paper"  # only the paper says
    assert set(shown.sources) == {own, paper}
    assert shown.id == first.event.id
