"""What a scripted EventPal knows of the person's taste: everything in memory, nothing learned."""

from datetime import timedelta

from eventpal.domain import Change
from eventpal.errors import BadInput
from eventpal.recommend.counterfactuals import Counterfactual
from eventpal.recommend.experiment import Experiment, ExperimentResult
from eventpal.recommend.honesty import Honesty
from eventpal.recommend.learned import LearnedWeight
from eventpal.recommend.plans import DayPlan, Stop
from eventpal.recommend.profile import ProfileLine
from eventpal.recommend.reasoning import Link, Node, ReasoningGraph
from eventpal.recommend.shelves import Shelf
from eventpal.recommend.travel import Habits
from eventpal.services.guide import HeldBack
from eventpal.services.own_calendars import Imported

GRAPH = ReasoningGraph(
    nodes=(
        Node("you", "person", "You"),
        Node("liked-1", "event", "Trio Velour"),
        Node("liked-2", "event", "Late jazz at the Blue Door"),
        Node("jazz", "topic", "Jazz"),
        Node("society", "organiser", "Merrow Jazz Society"),
        Node("room", "venue", "The Lantern Room"),
        Node("pick", "pick", "Lantern Jam Session"),
    ),
    edges=(
        Link("you", "liked-1", "liked"),
        Link("you", "liked-2", "saved"),
        Link("liked-1", "jazz", "is about"),
        Link("liked-2", "jazz", "is about"),
        Link("liked-1", "society", "by"),
        Link("liked-2", "room", "at"),
        Link("jazz", "pick", "is about"),
        Link("society", "pick", "by"),
        Link("room", "pick", "at"),
    ),
)

LEARNED = [
    LearnedWeight("content", "Like what you chose", 0.6, 1.1, 0.7, 1.5),
    LearnedWeight("distance", "Far from home", -0.3, -0.7, -1.2, -0.2),
    LearnedWeight("price", "What it costs", -0.2, -0.2, -0.6, 0.2),
]

HONESTY = Honesty(34, 0.61, 0.42, 0.19, 0.08, 0.30, "EventPal finds what you choose sooner.")


class FakePreferences:
    def __init__(self):
        self.kept = {}

    def get(self, name, default=None):
        return self.kept.get(name, default)

    def set(self, name, value):
        self.kept[name] = value


class FakeProfile:
    def __init__(self):
        self.kept = []
        self._before = []
        self._number = 0

    def lines(self):
        return list(self.kept)

    def _step(self):
        self._before.append(list(self.kept))
        return Change(taste=True)

    def add(self, text, origin="person"):
        if not text.strip():
            raise BadInput("A line needs some words.")
        change = self._step()
        self._number += 1
        self.kept.append(self._line(self._number, text, origin))
        return change

    def _line(self, number, text, origin):
        return ProfileLine(number, text, origin, f"EventPal looks for {text}.")

    def edit(self, line, text):
        change = self._step()
        self.kept = [
            self._line(one.id, text, one.origin) if one.id == line else one for one in self.kept
        ]
        return change

    def remove(self, line):
        change = self._step()
        self.kept = [one for one in self.kept if one.id != line]
        return change

    def undo(self):
        if not self._before:
            raise BadInput("There is nothing to undo in your profile.")
        self.kept = self._before.pop()
        return Change(taste=True)


class FakeTravel:
    def __init__(self):
        self.company = "anyone"
        self.mode = "transit"
        self.budget = None
        self.max_minutes = None

    @property
    def habits(self):
        return Habits(self.company, self.budget, self.mode, self.max_minutes)


class FakeExperiment:
    def __init__(self, clock):
        self._clock = clock
        self._running = None
        self.ended = None
        self.looked_at = []

    def opened(self, identifier):
        self.looked_at.append(identifier)

    def running(self):
        return self._running

    def start(self, first, second):
        self._running = Experiment(first, second, self._clock(), 12)

    def stop(self):
        self.ended, self._running = self._running, None

    def result(self):
        if self._running is None and self.ended is None:
            raise BadInput("No comparison was started yet.")
        return ExperimentResult(9, 4, 0.27, "Too close to call.")


class FakeGuide:
    def __init__(self, app):
        self._app = app
        self.held = ()

    def held_back(self, *, days, limit):
        return self.held

    def hold(self, *groups):
        """Hold back ``count`` events for ``cause``, for each pair."""
        events = iter(self._app.stored)
        self.held = tuple(
            HeldBack(next(events), f"{cause}, at {at}", cause)
            for count, cause in groups
            for at in range(count)
        )


class FakeTaste:
    """The methods of EventPal around taste, for ``FakeApp`` to inherit."""

    def begin_taste(self):
        self.preferences = FakePreferences()
        self.profile = FakeProfile()
        self.travel = FakeTravel()
        self.experiment = FakeExperiment(self.clock)
        self.guide = FakeGuide(self)

    def note_shown(self, events):
        self.seen = [event.id for event in events]

    def shelves(self, *, breadth=0.5):
        self._call("shelves", breadth)
        picks = self.picks(days=60, limit=24, breadth=breadth)
        parts = (("tonight", "Tonight", picks[:5]), ("weekend", "This weekend", picks[5:14]))
        return [Shelf(name, title, tuple(kept)) for name, title, kept in parts if kept]

    def plan_day(self, day):
        self._call("plan_day", day)
        found = [one for one in self.stored if one.start.date() == day][:3]
        stops = tuple(
            Stop(one, 12.0, one.start, one.start + timedelta(hours=1, minutes=30)) for one in found
        )
        return DayPlan(stops, f"{len(stops)} stops." if stops else f"Nothing fits on {day:%A}.")

    def counterfactuals(self, identifier):
        self._call("counterfactuals", identifier)
        return [Counterfactual("It would rank first if it were free.", 1, 0.98)]

    def hides(self, identifier, reason):
        self._call("hides", identifier, reason)
        others = [one for one in self.stored if one.id != identifier]
        return others[: {"far": 14, "": 0}.get(reason, 3)]

    def reasoning(self, identifier):
        self._call("reasoning", identifier)
        return GRAPH

    def start_cards(self, n=24):
        self._call("start_cards", n)
        return self.stored[:n]

    def reset(self):
        self._call("reset")
        self.history.log.clear()
        self.profile = FakeProfile()
        return Change(taste=True)

    def honesty(self, progress):
        self._call("honesty")
        progress.step("Telling your history again", 1, 1)
        return HONESTY

    def learned(self):
        self._call("learned")
        return list(LEARNED)

    def import_busy(self, files, progress):
        self._call("import_busy", *files)
        return self._imported(files)

    def import_history(self, files, progress):
        self._call("import_history", *files)
        return self._imported(files)

    def _imported(self, files):
        return Imported(len(files), 0, ())
