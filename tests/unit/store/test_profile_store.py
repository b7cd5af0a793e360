"""Lines of the profile, busy times and experiments in the encrypted database."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from eventpal.domain import Busy, Change, Place
from eventpal.errors import BadInput, NotFound
from eventpal.store.busy import BusyStore
from eventpal.store.database import Database
from eventpal.store.names import known_names
from eventpal.store.profile import LONGEST_LINE, ProfileStore
from tests.unit.store.store_work import KEY, NOW

TEXTS = st.text(min_size=1, max_size=12).filter(lambda text: text.strip())


class ProfileMachine(RuleBasedStateMachine):
    """Whatever is written, undo takes back exactly, step by step to the beginning."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.database = Database(Path(self.folder.name) / "eventpal.db", KEY)
        self.store = ProfileStore(self.database)
        self.steps = [[]]
        """How the lines read after each step, as (id, text)."""
        self.ids = set()

    def teardown(self):
        self.database.close()
        self.folder.cleanup()

    def read(self):
        return [(line.id, line.text) for line in self.store.lines()]

    @rule(text=TEXTS)
    def add(self, text):
        line, change = self.store.add(text, "person", NOW)
        assert change == Change(taste=True)
        assert line not in self.ids
        self.ids.add(line)
        self.steps.append([*self.steps[-1], (line, " ".join(text.split()))])

    @precondition(lambda self: self.steps[-1])
    @rule(data=st.data(), text=TEXTS)
    def edit(self, data, text):
        line, old = data.draw(st.sampled_from(self.steps[-1]))
        new = " ".join(text.split())
        change = self.store.edit(line, text, NOW)
        assert change == Change(taste=new != old)
        if new != old:
            self.steps.append([(one, new if one == line else kept) for one, kept in self.steps[-1]])

    @precondition(lambda self: self.steps[-1])
    @rule(data=st.data())
    def remove(self, data):
        line, _ = data.draw(st.sampled_from(self.steps[-1]))
        self.store.remove(line, NOW)
        self.steps.append([pair for pair in self.steps[-1] if pair[0] != line])

    @rule()
    def undo(self):
        if len(self.steps) == 1:
            with pytest.raises(BadInput, match="nothing to undo"):
                self.store.undo()
        else:
            self.store.undo()
            self.steps.pop()

    @rule()
    def reset(self):
        self.store.clear()
        self.steps = [[]]

    @rule()
    def open_again(self):
        self.database.close()
        self.database = Database(Path(self.folder.name) / "eventpal.db", KEY)
        self.store = ProfileStore(self.database)

    @invariant()
    def reads_as_it_should(self):
        assert self.read() == self.steps[-1]


TestProfileMachine = ProfileMachine.TestCase
TestProfileMachine.settings = settings(max_examples=12, stateful_step_count=14, deadline=None)


def test_what_is_no_line_is_said(database):
    store = ProfileStore(database)
    with pytest.raises(BadInput, match="Write what"):
        store.add(" \n ", "person", NOW)
    with pytest.raises(BadInput, match="characters"):
        store.add("x" * (LONGEST_LINE + 1), "person", NOW)
    with pytest.raises(NotFound, match="no line 7"):
        store.edit(7, "x", NOW)
    line, _ = store.add("x", "chat", NOW)
    store.remove(line, NOW)
    with pytest.raises(NotFound):
        store.remove(line, NOW)
    assert store.lines() == []


def test_a_line_keeps_where_it_comes_from(database):
    store = ProfileStore(database)
    line, _ = store.add("no  clubs", "chat", NOW)
    store.edit(line, "no bars", NOW + timedelta(days=1))
    (read,) = store.lines()
    assert (read.text, read.origin, read.since) == ("no bars", "chat", NOW + timedelta(days=1))


def a_time(title, hours, length=1.0, **facts):
    start = NOW + timedelta(hours=hours)
    return Busy(title=title, start=start, end=start + timedelta(hours=length), **facts)


def test_busy_times_come_back_as_they_went_in(database):
    store = BusyStore(database)
    times = [
        a_time("Dentist", 2, place=Place(52.5, 13.4), calendar="work.ics"),
        a_time("Leave", 24, 24, all_day=True, calendar="work.ics"),
    ]
    assert store.replace("work.ics", times) == 2
    assert store.between(None, None) == times
    assert [one.title for one in store.between(NOW, NOW + timedelta(hours=24))] == ["Dentist"]
    # What ends as the span begins is not in it.
    assert store.between(NOW + timedelta(hours=3), NOW + timedelta(hours=5)) == []


def test_a_calendar_replaces_itself_alone(database):
    store = BusyStore(database)
    store.replace("work.ics", [a_time("Dentist", 2), a_time("Call", 3)])
    store.replace("home.ics", [a_time("Dinner", 9)])
    store.replace("work.ics", [a_time("Call", 4)])
    assert store.calendars() == {"home.ics": 1, "work.ics": 1}
    assert [one.title for one in store.between(None, None)] == ["Call", "Dinner"]
    assert store.remove("work.ics") == 1
    assert store.calendars() == {"home.ics": 1}


def test_names_are_those_of_listed_events(database):
    with database.write() as db:
        for number, (venue, organiser) in enumerate(
            [("Blue Door", "Jazz Society"), ("Bar", ""), ("", "blue door")]
        ):
            db.execute(
                """
                INSERT INTO event (id, digest, text_digest, series, recurring, first_seen, uid,
                title, start, tz, all_day, status, venue, address, categories, organiser, url,
                image, sources, description)
                VALUES (?, '', '', '', 0, 0, '', '', 0, 'UTC', 0, '', ?, '', '', ?, '', '', '', '')
                """,
                (str(number), venue, organiser),
            )
    assert known_names(database) == {"blue door": "venue", "jazz society": "organiser"}
