"""Whatever the person does and takes back, the picks are those of the log that is left."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from recommend_people import (
    NOW,
    THEMES,
    Events,
    History,
    Preferences,
    Vectors,
    an_event,
    vectors_of,
)

from eventpal.domain import Action
from eventpal.recommend import reasons
from eventpal.recommend.recommender import EXPLORE, Recommender

TOWN = [
    an_event(
        f"{theme} {n}",
        days=0.4 + n,
        organiser=f"{theme} club",
        venue=f"Hall {n % 3}",
        categories=(theme,),
        price_min=float(5 * n),
        is_free=n == 0,
    )
    for theme in THEMES
    for n in range(5)
]
PASSED = [an_event(f"past {n}", days=-n / 9, organiser="jazz club", title="Jam") for n in range(9)]
ROWS = vectors_of(TOWN)
REASONS = st.sampled_from(["", "my own words", *reasons.EFFECTS])


class Machine(RuleBasedStateMachine):
    """One recommender lives through it all; a new one that reads the same log is its model."""

    @initialize(explore=st.booleans())
    def begin(self, explore):
        self.history = History()
        self.preferences = Preferences(**{EXPLORE: explore})
        self.lived = self.recommender()
        self.before = []

    def recommender(self):
        return Recommender(Events([*PASSED, *TOWN]), self.history, Vectors(ROWS), self.preferences)

    def picks(self):
        return self.lived.ranked(NOW, limit=8).picks

    @rule(event=st.sampled_from(TOWN), action=st.sampled_from(Action), reason=REASONS)
    def rate(self, event, action, reason):
        self.before.append(self.picks())
        at = NOW - timedelta(hours=40 - len(self.history.log))
        self.lived.refresh(self.history.rate(event, action, at, reason))

    @precondition(lambda self: self.before)
    @rule()
    def undo(self):
        self.lived.refresh(self.history.undo())
        assert self.picks() == self.before.pop()

    @precondition(lambda self: self.before)
    @rule()
    def reset(self):
        self.history.log.clear()
        self.lived.reload()
        first = self.before[0]
        self.before = []
        assert self.picks() == first

    @rule(event=st.sampled_from(TOWN))
    def wonder(self, event):
        # What would happen if changes nothing.
        now = self.picks()
        at_hand = self.history.rate(event, Action.DISLIKE, NOW)
        (what_if,) = self.history.log[-1:]
        self.history.log.pop()
        assert at_hand.rated == {event.event_id}
        picks = self.lived.ranked(NOW, as_if=[what_if]).picks
        assert event.id not in {pick.event.id for pick in picks}
        assert self.picks() == now

    @invariant()
    def it_follows_from_the_log(self):
        if hasattr(self, "lived"):
            assert self.picks() == self.recommender().ranked(NOW, limit=8).picks


Machine.TestCase.settings = settings(max_examples=12, stateful_step_count=8, deadline=None)
TestMachine = Machine.TestCase
