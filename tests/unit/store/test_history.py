"""The person's log of actions and the state that follows from it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from eventpal.domain import Action, Change, Listing, Status, occurrence_id
from eventpal.errors import BadInput, NotFound
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.history import History
from eventpal.store.sources import SourceStore
from tests.unit.store.store_work import (
    DAY,
    HOUR,
    KEY,
    NOW,
    assert_whole,
    contents,
    id_of,
    listing,
    source,
)


def test_an_entry_keeps_the_event_as_it_was(
    database: Database, events: EventStore, history: History
) -> None:
    id_ = source(database)
    events.apply(id_, "", [listing("gig", venue="Hall", price_min=5.0)], now=NOW)
    then = events.get(id_of("gig"), now=NOW)
    change = history.rate(then, Action.LIKE, NOW + HOUR, "the band")
    assert change.rated == {id_of("gig")}
    events.apply(id_, "", [listing("gig", title="Another")], now=NOW)
    (rating,) = history.ratings()
    assert rating.event == then
    assert (rating.action, rating.at, rating.reason) == (Action.LIKE, NOW + HOUR, "the band")


def test_a_date_of_a_series_is_rated_under_its_event(
    database: Database, events: EventStore, history: History
) -> None:
    events.apply(source(database), "", [listing("class", dates=3)], now=NOW)
    date = events.get(occurrence_id(id_of("class"), NOW + 8 * DAY), now=NOW)
    assert history.rate(date, Action.GOING, NOW).rated == {id_of("class")}
    assert history.actions() == {id_of("class"): {Action.GOING}}
    assert history.ratings()[0].event.id == date.id


@pytest.mark.parametrize(
    ("log", "state"),
    [
        ([Action.LIKE], {Action.LIKE}),
        ([Action.LIKE, Action.LIKE], {Action.LIKE}),
        ([Action.LIKE, Action.DISLIKE], {Action.DISLIKE}),
        ([Action.DISLIKE, Action.SAVE, Action.LIKE], {Action.SAVE, Action.LIKE}),
        (list(Action), set(Action) - {Action.LIKE}),
    ],
)
def test_the_state_follows_from_the_log(
    history: History, log: list[Action], state: set[Action]
) -> None:
    for action in log:
        history.rate(listing("gig").event, action, NOW)
    assert history.actions() == {id_of("gig"): state}
    assert [rating.action for rating in history.ratings()] == log


def test_undo_brings_back_what_the_rating_replaced(history: History) -> None:
    event = listing("gig").event
    history.rate(event, Action.LIKE, NOW)
    history.rate(event, Action.DISLIKE, NOW)
    assert history.undo().rated == {id_of("gig")}
    assert history.actions() == {id_of("gig"): {Action.LIKE}}
    history.undo()
    assert history.actions() == {}
    with pytest.raises(BadInput, match="nothing to undo"):
        history.undo()


def test_a_save_is_taken_back_long_after(history: History) -> None:
    gig, walk = listing("gig").event, listing("walk").event
    history.rate(gig, Action.SAVE, NOW)
    history.rate(gig, Action.LIKE, NOW)
    history.rate(walk, Action.SAVE, NOW)
    assert history.withdraw(gig, Action.SAVE, NOW).rated == {gig.event_id}
    assert history.actions() == {gig.event_id: {Action.LIKE}, walk.event_id: {Action.SAVE}}
    assert [rating.action for rating in history.ratings()] == [Action.LIKE, Action.SAVE]
    assert history.withdraw(gig, Action.SAVE, NOW) == Change()
    history.rate(gig, Action.SAVE, NOW)
    assert Action.SAVE in history.actions()[gig.event_id]


def test_an_import_is_not_undone(history: History) -> None:
    history.rate(listing("gig").event, Action.LIKE, NOW)
    history.import_attended([listing("old", NOW - DAY)], "mine.ics", NOW)
    history.undo()
    assert history.actions() == {id_of("old"): {Action.ATTENDED}}
    with pytest.raises(BadInput):
        history.undo()


def test_undoing_the_last_rating_lets_go_what_only_it_kept(
    database: Database, events: EventStore, history: History
) -> None:
    id_ = source(database)
    events.apply(id_, "", [listing("gig")], now=NOW)
    gig = events.get(id_of("gig"), now=NOW)
    history.rate(gig, Action.SAVE, NOW)
    history.rate(gig, Action.LIKE, NOW)
    events.apply(id_, "", [], now=NOW)
    assert history.undo().removed == set()
    assert events.count() == 1
    assert history.undo().removed == {id_of("gig")}
    assert events.count() == 0
    assert_whole(database)


def test_a_rated_event_that_nothing_lists_is_found_by_its_id(
    events: EventStore, history: History
) -> None:
    event = listing("gig").event
    history.rate(event, Action.LIKE, NOW)
    assert events.get(id_of("gig"), now=NOW) == event
    assert events.find([id_of("gig"), "x"], now=NOW) == [event]
    assert events.between(NOW, None) == []
    history.undo()
    with pytest.raises(NotFound):
        events.get(id_of("gig"), now=NOW)


class TestImport:
    def test_only_what_has_begun_was_attended(self, history: History) -> None:
        told = [
            listing("past", NOW - 30 * DAY),
            listing("now", NOW - HOUR),
            listing("future", NOW + DAY),
            listing("off", NOW - DAY, status=Status.CANCELLED),
            Listing(event=listing("none").event, dates=(), recurring=True),
        ]
        assert history.import_attended(told, "mine.ics", NOW) == 2
        assert set(history.actions()) == {id_of("past"), id_of("now")}
        by_title = {rating.event.title: rating for rating in history.ratings()}
        assert by_title["Past"].at == NOW - 30 * DAY
        assert by_title["Past"].action is Action.ATTENDED

    def test_the_same_file_again_is_nothing_new(self, history: History) -> None:
        told = [listing("past", NOW - 30 * DAY), listing("class", NOW - 30 * DAY, dates=9)]
        assert history.import_attended(told, "mine.ics", NOW) == 2
        before = history.ratings()
        assert history.import_attended(told, "copy.ics", NOW + 8 * DAY) == 0
        assert history.ratings() == before

    def test_a_series_counts_once_with_its_latest_date(self, history: History) -> None:
        weekly = listing("class", NOW - 30 * DAY, dates=9)
        moved = listing("class", NOW - HOUR, recurrence_id="20260301T180000Z")
        assert history.import_attended([moved, weekly], "mine.ics", NOW) == 1
        assert set(history.actions()) == {id_of("class")}
        assert history.ratings()[0].event.start == NOW - HOUR
        assert history.import_attended([weekly], "mine.ics", NOW) == 0

    def test_it_recommends_nothing(
        self, database: Database, events: EventStore, history: History
    ) -> None:
        history.import_attended([listing("class", NOW - 9 * DAY, dates=9)], "mine.ics", NOW)
        assert events.between(NOW - 99 * DAY, None) == []
        assert events.match("class", start=NOW - 99 * DAY, end=None, limit=9) == []
        assert events.count() == 0
        assert events.get(id_of("class"), now=NOW).title == "Class"
        assert_whole(database)

    def test_it_takes_nothing_from_what_a_source_lists(
        self, database: Database, events: EventStore, history: History
    ) -> None:
        id_ = source(database)
        events.apply(id_, "", [listing("gig", NOW - DAY)], now=NOW)
        before = contents(database)
        assert history.import_attended([listing("gig", NOW - DAY)], "mine.ics", NOW) == 1
        assert contents(database) == before
        SourceStore(database).remove(id_)
        assert events.get(id_of("gig"), now=NOW).title == "Gig"

    def test_many_are_one_write(self, history: History) -> None:
        told = [listing(f"e{number}", NOW - DAY) for number in range(500)]
        assert history.import_attended(told, "mine.ics", NOW) == 500
        assert len(history.ratings()) == 500


NAMES = ("a", "b", "c")


class Machine(RuleBasedStateMachine):
    """Rating, undoing, feeds that change and calendars imported, in any order.

    The model is the log itself; every undo must lead back to what was there before.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.database = Database(Path(self.folder.name) / "eventpal.db", KEY)
        self.events = EventStore(self.database)
        self.history = History(self.database)
        self.source = source(self.database)
        self.listed: set[str] = set()
        self.before: list[tuple[Any, Any]] = []
        self.logged: set[str] = set()

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    def state(self) -> tuple[Any, Any]:
        log = [(rating.event.id, rating.action, rating.reason) for rating in self.history.ratings()]
        return log, self.history.actions()

    @rule(name=st.sampled_from(NAMES), action=st.sampled_from(Action), reason=st.text("xy"))
    def rate(self, name: str, action: Action, reason: str) -> None:
        self.before.append(self.state())
        self.history.rate(listing(name).event, action, NOW, reason)
        self.logged.add(id_of(name))
        assert action in self.history.actions()[id_of(name)]

    @rule(name=st.sampled_from(NAMES), action=st.sampled_from(Action))
    def withdraw(self, name: str, action: Action) -> None:
        before = self.state()
        change = self.history.withdraw(listing(name).event, action, NOW)
        if change.rated:
            self.before.append(before)
        else:
            assert self.state() == before
        assert action not in self.history.actions().get(id_of(name), set())
        assert not [
            rating
            for rating in self.history.ratings()
            if (rating.event.event_id, rating.action) == (id_of(name), action)
        ]

    @precondition(lambda self: self.before)
    @rule()
    def undo(self) -> None:
        self.history.undo()
        assert self.state() == self.before.pop()

    @precondition(lambda self: not self.before)
    @rule()
    def undo_nothing(self) -> None:
        with pytest.raises(BadInput):
            self.history.undo()

    @rule(names=st.sets(st.sampled_from(NAMES)))
    def refresh(self, names: set[str]) -> None:
        self.events.apply(self.source, "", map(listing, sorted(names)), now=NOW)
        self.listed = names

    @precondition(lambda self: not self.before)
    @rule(name=st.sampled_from(NAMES))
    def attend(self, name: str) -> None:
        attended = Action.ATTENDED in self.history.actions().get(id_of(name), set())
        new = self.history.import_attended([listing(name, NOW - DAY)], "mine.ics", NOW)
        assert new <= (not attended)
        if new:
            self.logged.add(id_of(name))

    @invariant()
    def rated_events_are_never_lost(self) -> None:
        for event_id in self.history.actions():
            assert self.events.get(event_id, now=NOW).event_id == event_id

    @invariant()
    def what_is_shown_is_listed_or_rated(self) -> None:
        shown = {event.id for event in self.events.between(NOW, None)}
        listed = {id_of(name) for name in self.listed}
        assert listed <= shown <= listed | self.logged
        assert_whole(self.database)


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
