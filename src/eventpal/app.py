"""The composition root: builds the services of one home once, and offers what a person does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from eventpal import paths
from eventpal.calendars import exporting
from eventpal.domain import Action, Change, Event, Login, Pick, Place, event_id_of
from eventpal.engine.client import Engine
from eventpal.feeds import sample
from eventpal.feeds.fetching.fetch import Fetcher
from eventpal.feeds.refresh import Refreshed, Refresher
from eventpal.progress import Progress
from eventpal.recommend.counterfactuals import Counterfactual
from eventpal.recommend.experiment import Experiments
from eventpal.recommend.honesty import Honesty
from eventpal.recommend.language import LanguageJudge
from eventpal.recommend.learned import LearnedWeight
from eventpal.recommend.plans import DayPlan
from eventpal.recommend.profile import Profile, ProfileLine
from eventpal.recommend.reasoning import ReasoningGraph
from eventpal.recommend.recommender import Recommender
from eventpal.recommend.shelves import Shelf
from eventpal.recommend.travel import Travel, home_of
from eventpal.search.hybrid import HybridSearch
from eventpal.services.gallery import Gallery
from eventpal.services.guide import Guide
from eventpal.services.health import Check, Health
from eventpal.services.intake import Intake
from eventpal.services.language_model import LanguageModel
from eventpal.services.network import Network
from eventpal.services.own_calendars import Imported, OwnCalendars
from eventpal.services.understanding import Understanding
from eventpal.store.busy import BusyStore
from eventpal.store.changes import Changes
from eventpal.store.conversations import ConversationStore
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.experiments import ExperimentStore
from eventpal.store.history import History
from eventpal.store.impressions import ImpressionStore
from eventpal.store.ledger import Ledger
from eventpal.store.names import known_names
from eventpal.store.pictures import PictureStore
from eventpal.store.plans import Plans
from eventpal.store.preferences import Preferences
from eventpal.store.profile import ProfileStore
from eventpal.store.published import Origin, origins_of
from eventpal.store.sources import SourceStore
from eventpal.store.vault.backup import Backup
from eventpal.store.vault.keys import DataKey
from eventpal.store.vectors import VectorStore

if TYPE_CHECKING:
    from eventpal.chat.assistant import Assistant

Clock = Callable[[], datetime]


class EventPal:
    """One person's guide: open from construction until ``close``."""

    def __init__(self, home: paths.Home, key: DataKey, *, clock: Clock, zone: ZoneInfo) -> None:
        self.home = home
        self.clock = clock
        self.zone = zone
        self._key = key
        self.database = Database(home.database, key)
        self.sources = SourceStore(self.database)
        self.events = EventStore(self.database)
        self.history = History(self.database)
        self.preferences = Preferences(self.database)
        self.vectors = VectorStore(self.database)
        self.changes = Changes(self.database)
        self.conversations = ConversationStore(self.database)
        self.tell: Callable[[str], None] = lambda _: None
        """Told one line when the engine's process had to be replaced; on any thread."""
        self.engine = Engine(
            paths.models(), choice=home.language_model, on_restart=self._engine_restarted
        )
        self.model = LanguageModel(self.engine, paths.models(), home.language_model)
        self.searcher = HybridSearch(self.events, self.vectors, self.engine.embed)
        self.impressions = ImpressionStore(self.database)
        self.profile = Profile(
            ProfileStore(self.database),
            clock,
            changed=self._rated,
            names=partial(known_names, self.database),
            vectors=self.vectors,
            embed=self.engine.embed,
        )
        self.judge = LanguageJudge(self.engine.answer_odds)
        self.recommender = Recommender(
            self.events,
            self.history,
            self.vectors,
            self.preferences,
            said=self.profile.said,
            shown=self.impressions.left_alone,
            odds=self.judge.odds,
        )
        self.travel = Travel(self.preferences)
        self.experiments = ExperimentStore(self.database)
        self.experiment = Experiments(self.experiments, self.history.ratings, clock)
        self.busy_times = BusyStore(self.database)
        self.calendars = OwnCalendars(self.history, self.busy_times, clock, zone)
        self.guide = Guide(
            recommender=self.recommender,
            events=self.events,
            history=self.history,
            vectors=self.vectors,
            sources=self.sources,
            busy=self.busy_times,
            profile=self.profile,
            travel=self.travel,
            experiment=self.experiment,
            home=lambda: self.home_place,
            clock=clock,
        )
        self.ledger = Ledger(self.database)
        self.network = Network(
            self.ledger, Plans(self.database), self.preferences, self.sources, clock
        )
        fetcher = Fetcher(allow=self.network.allow, report=self.network.report)
        self.gallery = Gallery(PictureStore(self.database), fetcher, clock)
        self.refresher = Refresher(self.sources, self.events, fetcher, clock, zone)
        self.intake = Intake(
            self.sources, self.refresher, checked=self.network.checked, changed=self._events_changed
        )
        self.understanding = Understanding(
            engine=self.engine,
            vectors=self.vectors,
            profile=self.profile,
            recommender=self.recommender,
            judge=self.judge,
            clock=clock,
            zone=zone,
        )
        self.health = Health(
            home=home,
            key=key,
            database=self.database,
            events=self.events,
            vectors=self.vectors,
            sources=self.sources,
            engine=self.engine,
            clock=clock,
        )

    @cached_property
    def assistant(self) -> Assistant:
        """Who answers in the chat, made when first asked: it takes 0.45 s to load."""
        from eventpal.chat.assistant import Assistant  # noqa: PLC0415
        from eventpal.chat.services import Services  # noqa: PLC0415

        return Assistant(
            Services(
                events=self.events,
                conversations=self.conversations,
                writer=self.engine,
                narrator=self.engine,
                clock=self.clock,
                zone=self.zone,
                home=lambda: self.home_place,
                search=self._searched,
                vectors=self.vectors.for_events,
                meaning=self.searcher.meaning,
                scores=lambda: self.recommender.scores(self.clock()),
                why=self.why,
                rate=self.rate,
                withdraw=self.withdraw,
                actions=self.history.actions,
                plan=self.guide.plan_day,
                note=self._noted,
                forget=self.profile.remove,
            )
        )

    def close(self) -> None:
        """End the engine's process and close the database."""
        self.engine.close()
        self.database.close()

    def _events_changed(self, change: Change) -> None:
        self.recommender.refresh(change)
        self.profile.refresh(change)
        self._tell_assistant()

    def _engine_restarted(self, line: str) -> None:
        self.tell(line)

    def _tell_assistant(self) -> None:
        """What the assistant remembers of the events is another now."""
        if "assistant" in self.__dict__:
            self.assistant.refresh()

    # Sources

    def add_sources(
        self, locations: Sequence[str], progress: Progress, login: Login | None = None
    ) -> list[Refreshed]:
        """Add each location and read it once, up to the first that fails.

        Raises:
            UserError: if one can't be added or read at all; it is then not kept. LeadsToFeeds if
                it is a web page with feeds to choose from, LoginNeeded if a ``login`` is missing.
        """
        return [self.intake.add(location, progress, login) for location in locations]

    def add_sample_city(self, progress: Progress) -> list[Refreshed]:
        """Add the bundled sample city, dated from today, and live in its centre."""
        today = self.clock().astimezone(self.zone).date()
        if self.home_place is None:
            self.home_place = sample.HOME
        return self.add_sources([sample.location(name, today) for name in sample.NAMES], progress)

    def refresh(
        self,
        ids: Sequence[int],
        progress: Progress,
        each: Callable[[Refreshed], None] = lambda _: None,
    ) -> list[Refreshed]:
        """Read the sources with these ids again; none given means all that are not paused.

        ``each`` is told every result as soon as it is there.
        """
        return self.intake.refresh(ids, progress, each)

    def remove_source(self, source: int) -> Change:
        """Forget a source and its events, but for those the person rated."""
        return self.intake.remove(source)

    def embed_pending(self, progress: Progress) -> int:
        """Work out what the models can tell of new events; what is finished stays when cancelled.

        Returns:
            How many texts were embedded.

        Raises:
            EngineError: the engine cannot answer.
        """
        embedded, fresh = self.understanding.embed(progress)
        if fresh:
            self.searcher.refresh()
            self.recommender.reload()
            self._tell_assistant()
        if self.understanding.judge(progress):
            self.recommender.reload()
        return embedded

    # Finding

    def picks(self, *, days: int = 30, limit: int | None = 50, breadth: float = 0.5) -> list[Pick]:
        """What is coming in ``days`` days, the best first; ``breadth`` from 0, narrow, to 1."""
        return list(self.guide.picked(days=days, limit=limit, breadth=breadth).picks)

    def shelves(self, *, breadth: float = 0.5) -> list[Shelf]:
        """The best picks laid out: tonight, this weekend, just announced, plan ahead."""
        return self.guide.shelves(breadth=breadth)

    def plan_day(self, day: date) -> DayPlan:
        """Events of one day that fit together, with the way between them."""
        return self.guide.plan_day(day)

    def why(self, identifier: str) -> Pick:
        """One event's score with every reason for it. Raises NotFound."""
        return self.guide.note(self.recommender.why(identifier, self.clock()))

    def counterfactuals(self, identifier: str) -> list[Counterfactual]:
        """What would have to be different for an event to rank higher. Raises NotFound."""
        return self.guide.counterfactuals(identifier)

    def reasoning(self, identifier: str) -> ReasoningGraph:
        """How EventPal got from the person to an event. Raises NotFound."""
        return self.guide.reasoning(identifier)

    def hides(self, identifier: str, reason: str) -> list[Event]:
        """What "not interested" for this reason would take off the list. Raises NotFound."""
        return self.guide.hides(identifier, reason)

    def start_cards(self, n: int = 24) -> list[Event]:
        """Events as different from each other as can be, to learn a new person from."""
        return self.guide.start_cards(n)

    def honesty(self, progress: Progress) -> Honesty:
        """Whether the ranking beats order by date on what the person chose so far."""
        return self.guide.honesty(progress)

    def learned(self) -> list[LearnedWeight]:
        """The weights of the score: what holds for anyone, and for this person."""
        return self.guide.learned()

    def search(self, text: str, *, limit: int = 50) -> list[Event]:
        """Coming events that match ``text`` by words or by meaning, the best first."""
        now = self.clock()
        return self.searcher.search(text, start=now, end=None, limit=limit, now=now)

    def _searched(self, text: str, start: datetime, end: datetime | None) -> list[Event]:
        return self.searcher.search(text, start=start, end=end, limit=200, now=self.clock())

    def _noted(self, text: str) -> ProfileLine:
        self.profile.add(text, "chat")
        return self.profile.lines()[-1]

    def upcoming(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        limit: int | None = None,
    ) -> list[Event]:
        """Occurrences from ``start`` (now) to ``end`` (open) in order of time."""
        return self.events.between(start or self.clock(), end, limit=limit)

    def origins(self, identifier: str) -> list[Origin]:
        """Every listing that an event is made of, its own ones first."""
        return origins_of(self.database, event_id_of(identifier))

    def join(self, identifier: str, into: str) -> Change:
        """Make one event of two. Raises NotFound, and BadInput where they are one already."""
        change = self.events.join(event_id_of(identifier), event_id_of(into))
        self._events_changed(change)
        return change

    def split(self, identifier: str) -> Change:
        """Take apart what was joined as one event, so that it stays apart.

        An event's own id takes all of it apart; an id that was joined to it, that alone. Raises
        NotFound where nothing was joined.
        """
        id_ = event_id_of(identifier)
        change = Change()
        for each in self.events.joined(id_) or [id_]:
            change |= self.events.split(each)
        self._events_changed(change)
        return change

    def note_shown(self, events: Sequence[Event]) -> None:
        """Remember that these were shown today; what is left alone for days makes room."""
        self.impressions.add({one.event_id for one in events}, self.clock().date())

    # What the person does

    def rate(self, identifier: str, action: Action, reason: str = "") -> Change:
        """Note what the person says or does about an event. Raises NotFound."""
        event = self.events.get(identifier, now=self.clock())
        return self._rated(self.history.rate(event, action, self.clock(), reason))

    def withdraw(self, identifier: str, action: Action) -> Change:
        """Take an action back that stands for an event. Raises NotFound."""
        event = self.events.get(identifier, now=self.clock())
        return self._rated(self.history.withdraw(event, action, self.clock()))

    def undo(self) -> Change:
        """Take back the last thing that was noted. Raises BadInput if there is none."""
        return self._rated(self.history.undo())

    def reset(self) -> Change:
        """Forget all that was learnt of the person; their sources, home and settings stay."""
        change = self.profile.clear() | self._rated(self.history.clear())
        self.experiments.clear()
        self.impressions.clear()
        self.busy_times.clear()
        self.travel.clear()
        return change | Change(taste=True)

    def _rated(self, change: Change) -> Change:
        self.recommender.refresh(change)
        return change

    @property
    def home_place(self) -> Place | None:
        """Where the person lives; None while unknown."""
        return home_of(self.preferences)

    @home_place.setter
    def home_place(self, place: Place | None) -> None:
        self.preferences.set("home_place", asdict(place) if place else None)

    # Calendars

    def import_history(self, files: Sequence[Path], progress: Progress) -> Imported:
        """Learn from the person's own calendars: their past events count as attended.

        Raises:
            UserError: none of the files could be read; says why of the last.
        """
        imported = self.calendars.import_history(files, progress)
        self.recommender.reload()
        return imported

    def import_busy(self, files: Sequence[Path], progress: Progress) -> Imported:
        """Keep when the person is busy, from their own calendars. Raises UserError likewise."""
        return self.calendars.import_busy(files, progress)

    def export(self, path: Path, events: Sequence[Event]) -> int:
        """Write ``events`` as an iCalendar file; returns how many."""
        exporting.write_ics(path, events, self.clock())
        return len(events)

    def with_action(self, *actions: Action) -> list[Event]:
        """Events that stand under any of ``actions`` now, by their next date."""
        wanted = set(actions)
        ids = [event for event, current in self.history.actions().items() if current & wanted]
        return sorted(self.events.find(ids, now=self.clock()), key=lambda event: event.start)

    # Health

    def back_up_daily(self) -> Backup | None:
        """Make today's automatic backup unless there is one. Raises Damaged, UserError."""
        return self.health.back_up_daily()

    def look_after(self, progress: Progress) -> Backup | None:
        """Today's backup where it is due, else a look at every page. Raises Damaged, UserError."""
        return self.health.look_after(progress)

    def doctor(self) -> list[Check]:
        """Look at everything that must work, each with one sentence."""
        return self.health.doctor()
