"""Feedback, profile lines, undo and reset are exact inverses: the ranking has no other memory."""

import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from eventpal.app import EventPal
from eventpal.domain import Action
from eventpal.errors import BadInput
from eventpal.paths import Home
from eventpal.progress import Progress
from eventpal.store.vault.keys import DataKey

ZONE = ZoneInfo("Europe/Dublin")
NOW = datetime(2026, 3, 2, 10, tzinfo=ZONE)
LINES = ["I love jazz", "no clubs", "rarely Mondays", "up to 10 €", "only evenings", "???"]
REASONS = ["", "topic", "time", "dear", "far", "seen"]
TOPICS = ("jazz", "techno", "chess", "walks")


def town(path):
    blocks = [
        "\r\n".join(
            [
                "BEGIN:VEVENT",
                f"UID:{topic}{n}",
                f"SUMMARY:{topic} {n}",
                f"DTSTART:202603{4 + 2 * n:02}T{9 + 3 * TOPICS.index(topic) + n:02}0000Z",
                f"CATEGORIES:{topic}",
                f"LOCATION:{topic} house",
                f"X-COST:{6 * n} EUR",
                "END:VEVENT",
            ]
        )
        for topic in TOPICS
        for n in range(3)
    ]
    path.write_text("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *blocks, "END:VCALENDAR"]))
    return path


class Inverses(RuleBasedStateMachine):
    """A state is named by what stands in the log and in the profile: equal names, equal picks."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        root = Path(self.folder.name)
        self.pal = EventPal(Home(root / "home"), DataKey.random(), clock=lambda: NOW, zone=ZONE)
        self.pal.add_sources([str(town(root / "town.ics"))], Progress())
        self.events = [event.id for event in self.pal.upcoming()]
        self.log, self.steps = [], [()]
        self.seen = {}

    def teardown(self):
        self.pal.recommender.reload()
        assert self.picks() == self.seen[self.name()]
        self.pal.close()
        self.folder.cleanup()

    def name(self):
        return tuple(self.log), self.steps[-1]

    def picks(self):
        found = self.pal.guide.picked(limit=None)
        return [(pick.event.id, pick.score, pick.note) for pick in found.picks], [
            (one.event.id, one.why) for one in found.held_back
        ]

    @rule(
        at=st.integers(0, 11), action=st.sampled_from(list(Action)), reason=st.sampled_from(REASONS)
    )
    def rate(self, at, action, reason):
        self.pal.rate(self.events[at], action, reason)
        self.log.append((at, action, reason))

    @rule()
    def undo(self):
        if not self.log:
            with pytest.raises(BadInput):
                self.pal.undo()
            return
        self.pal.undo()
        self.log.pop()

    @rule(text=st.sampled_from(LINES))
    def write(self, text):
        self.pal.profile.add(text)
        self.steps.append((*self.steps[-1], text))

    @precondition(lambda self: self.steps[-1])
    @rule(data=st.data())
    def forget(self, data):
        at = data.draw(st.integers(0, len(self.steps[-1]) - 1))
        self.pal.profile.remove(self.pal.profile.lines()[at].id)
        self.steps.append((*self.steps[-1][:at], *self.steps[-1][at + 1 :]))

    @precondition(lambda self: self.steps[-1])
    @rule(data=st.data(), text=st.sampled_from(LINES))
    def rewrite(self, data, text):
        at = data.draw(st.integers(0, len(self.steps[-1]) - 1))
        before = self.steps[-1]
        if before[at] != text:
            self.pal.profile.edit(self.pal.profile.lines()[at].id, text)
            self.steps.append((*before[:at], text, *before[at + 1 :]))

    @rule()
    def take_back(self):
        if len(self.steps) == 1:
            with pytest.raises(BadInput):
                self.pal.profile.undo()
            return
        self.pal.profile.undo()
        self.steps.pop()

    @rule()
    def reset(self):
        self.pal.reset()
        self.log, self.steps = [], [()]

    @invariant()
    def the_same_state_gives_the_same_picks(self):
        assert [line.text for line in self.pal.profile.lines()] == list(self.steps[-1])
        assert self.seen.setdefault(self.name(), self.picks()) == self.picks()


@pytest.fixture(autouse=True)
def without_models(monkeypatch, tmp_path):
    monkeypatch.setenv("EVENTPAL_MODELS", str(tmp_path / "no-models"))


TestInverses = Inverses.TestCase
TestInverses.settings = settings(max_examples=8, stateful_step_count=12, deadline=None)
