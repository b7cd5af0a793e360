"""The columns that are read of events."""

from datetime import timedelta

import numpy as np
import pytest
from recommend_people import NOW, ZONE, a_date, an_event

from eventpal.domain import Place, Status, event_id
from eventpal.recommend import candidates


def table(*events):
    return candidates.table(events, ZONE)


def column(name, **facts):
    (value,) = getattr(table(an_event(**facts)), name)
    return value


def test_events_come_in_order_of_time():
    late, soon = an_event("late", days=5), an_event("soon", days=1)
    assert table(late, soon).events == (soon, late)


def test_no_events_make_empty_columns():
    empty = table()
    assert len(empty) == len(empty.start) == len(empty.card) == len(empty.organiser.rows) == 0


class TestCards:
    def test_dates_of_a_series_share_one(self):
        assert len(set(table(a_date("choir", days=1), a_date("choir", days=8)).card)) == 1

    def test_a_moved_date_belongs_to_its_series(self):
        moved = an_event("choir", days=9, id=event_id("choir", "x"), series=event_id("choir"))
        assert len(set(table(a_date("choir", days=1), moved).card)) == 1

    def test_one_title_at_one_venue_is_one(self):
        one = an_event("a", title="Pub  Quiz", venue="The Anchor")
        same = an_event("b", title="pub quiz", venue="the anchor", days=10)
        elsewhere = an_event("c", title="Pub Quiz", venue="The Crown", days=11)
        card = table(one, same, elsewhere).card
        assert card[0] == card[1] != card[2]


@pytest.mark.parametrize(
    "title",
    ["City Hall closed", "CANCELLED: Jazz", "No class today", "Tax return deadline"],
)
def test_notices_are_told_from_events(title):
    assert column("notice", title=title) == 1


@pytest.mark.parametrize(
    "title",
    ["Planning Commission", "Parks Subcommittee", "Choir rehearsal", "Board of Directors"],
)
def test_meetings_are_told_from_outings(title):
    assert column("meeting", title=title) == 1


@pytest.mark.parametrize(
    "title", ["Close Encounters", "Council of Owls"[11:], "Board Game Night", "Surfboard Expo"]
)
def test_outings_are_neither(title):
    assert (column("notice", title=title), column("meeting", title=title)) == (0, 0)


def test_words_say_what_it_is_about():
    event = an_event(title="The 3rd Annual Jazz & Blues Night, jazz for all!")
    assert candidates.words(event) == ["jazz", "blues"]


def test_detail_counts_what_is_known():
    nothing = column("detail")
    some = column("detail", venue="Blue Door", description="Short.")
    everything = column(
        "detail",
        venue="Blue Door",
        description="Long. " * 100,
        image="https://a/b.png",
        is_free=True,
    )
    assert nothing == 0 < some < everything == pytest.approx(1)


def test_price_is_nan_where_unknown_and_0_where_free():
    assert np.isnan(column("price"))
    assert column("price", is_free=True) == 0
    assert column("price", price_min=12.5, is_free=False) == 12.5
    assert column("price", price_min=0.0, price_max=6.0, is_free=False) == 3


def test_labels_join_names_that_differ_in_case_only():
    found = table(
        an_event("a", organiser="Blue Door"), an_event("b", organiser="blue  door"), an_event("c")
    ).organiser
    assert list(found.codes_of) == ["blue door"]
    assert found.rows.tolist() == [0, 1]


def test_places_and_status_are_read():
    found = table(an_event(place=Place(53.5, 10.0), status=Status.CANCELLED))
    assert (found.lat[0], found.lon[0], found.cancelled[0]) == (53.5, 10.0, True)


def test_all_day_means_a_day_without_a_time_but_not_a_season():
    start = NOW.replace(hour=0)
    assert column("all_day", start=start, end=start + timedelta(days=1), all_day=True) == 1
    assert column("all_day", start=start, end=start + timedelta(days=9), all_day=True) == 0


def test_vectors_are_zero_where_missing():
    known = {event_id("a"): np.full(384, 0.5, dtype=np.float32)}
    rows = candidates.vectors_of([an_event("a"), an_event("b")], known)
    assert rows.shape == (2, 384)
    assert (rows[0] == 0.5).all()
    assert not rows[1].any()


def test_a_series_is_found_by_its_id():
    found = table(a_date("choir", days=1), an_event("jazz", days=2), a_date("choir", days=8))
    assert candidates.series_rows(found, {event_id("choir"), "other"}).tolist() == [0, 2]


def test_who_lists_what_others_hold_is_not_their_host():
    gig, talk = an_event("gig", organiser="Town Guide"), an_event("talk", organiser="Library")
    found = table(gig, talk, an_event("fair", organiser=""))
    hosts = dict(zip(found.events, candidates.hosts(found, {"town guide", "x"}), strict=True))
    assert list(hosts.values()).count(-1) == 2
    assert hosts[talk] == found.organiser.codes_of["library"]
