"""A scripted EventPal: the same interface, everything in memory, failing and waiting when told."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from eventpal.domain import (
    Action,
    Change,
    Event,
    Pick,
    Place,
    Problem,
    Rating,
    Reason,
    Source,
    SourceKind,
    Status,
    event_id,
)
from eventpal.engine.messages import ModelInfo
from eventpal.engine.models.bench import Speed
from eventpal.engine.models.choice import ModelChoice
from eventpal.errors import BadInput, NotFound
from eventpal.feeds.refresh import Refreshed, Tried
from eventpal.services.health import Check
from eventpal.store.published import Origin
from tests.gui.fake_taste import FakeTaste

ZONE = ZoneInfo("Europe/Dublin")
NOW = datetime(2026, 11, 27, 10, 0, tzinfo=ZONE)
HOME = Place(52.3404, -6.4623)

TITLES = (
    ("Late jazz at the Blue Door", "music", "Blue Door"),
    ("Pottery for beginners", "workshop", "Kiln House"),
    ("Harbour farmers’ market", "market", "Quay Square"),
    ("The Winter’s Tale", "theatre", "Playhouse"),
    ("Open-air film: Metropolis", "film", "Castle Green"),
    ("Sunday run along the river", "running", "Boathouse"),
    ("Story time for toddlers", "family", "Central Library"),
    ("Introduction to astronomy", "science", "Observatory"),
    ("Council meeting", "government", "Town Hall"),
    ("Natural wine tasting", "wine", "Cellar 9"),
    ("Photographs of the old port", "exhibition", "Museum of the Sea"),
    ("Contact improvisation jam", "dance", "Studio Four"),
)


def make_event(number: int, **values: object) -> Event:
    """Event ``number`` of the script: one every eight hours from tonight on."""
    title, category, venue = TITLES[number % len(TITLES)]
    start = NOW.replace(hour=19, minute=30) + timedelta(hours=8 * number)
    given: dict[str, object] = {
        "id": event_id(f"event-{number}@fake"),
        "uid": f"event-{number}@fake",
        "title": title if number < len(TITLES) else f"{title} {number}",
        "start": start,
        "end": start + timedelta(hours=2),
        "tz": "Europe/Dublin",
        "venue": venue,
        "address": f"{number + 1} Harbour Street, Port Merrow",
        "place": Place(HOME.lat + number / 500, HOME.lon),
        "price_min": float(number % 5 * 4),
        "price_max": float(number % 5 * 4),
        "currency": "EUR",
        "is_free": number % 5 == 0,
        "categories": (category,),
        "organiser": f"{venue} friends",
        "description": f"{title} at {venue}. Doors open half an hour before.",
        "url": f"https://www.example.org/{number}",
        "sources": (1,),
        "series": event_id(f"event-{number}@fake"),
    }
    return Event(**{**given, **values})


class FakeSources:
    def __init__(self, app):
        self._app = app

    def all(self):
        return list(self._app.source_list)

    def manage(self, number, **decided):
        known = {name: value for name, value in decided.items() if value is not None}
        self._app._call("manage", number, known)
        self._app.source_list = [
            replace(one, **known) if one.id == number else one for one in self._app.source_list
        ]
        return next(one for one in self._app.source_list if one.id == number)

    def login(self, number):
        return None

    def set_login(self, number, login):
        self._app._call("set_login", number, login)


class FakeEvents:
    def __init__(self, app):
        self._app = app

    def count(self):
        return len(self._app.stored)

    def get(self, identifier):
        for event in self._app.stored:
            if identifier in {event.id, event.event_id}:
                return event
        raise NotFound("There is no such event.")

    def dates(self, event_id):
        return [event for event in self._app.stored if event.event_id == event_id]


class FakeHistory:
    def __init__(self):
        self.log = []

    def actions(self):
        state = {}
        for rating in self.log:
            if rating.reason == "withdrawn":
                state[rating.event.event_id] -= {rating.action}
                continue
            opposite = {Action.LIKE: Action.DISLIKE, Action.DISLIKE: Action.LIKE}
            before = state.get(rating.event.event_id, frozenset())
            after = (before - {opposite.get(rating.action)}) | {rating.action}
            state[rating.event.event_id] = after
        return {event_id: actions for event_id, actions in state.items() if actions}

    def ratings(self):
        return list(self.log)


class FakeRecommender:
    exploring = False

    def reload(self):
        pass


class FakeNetwork:
    def __init__(self):
        self.airgap = False
        self.waiting = ([], None)

    def due(self):
        """Each source is due once."""
        found = self.waiting
        self.waiting = ([], found[1])
        return found


class FakeChanges:
    def __init__(self):
        self.planned = {}

    def since_planned(self):
        return dict(self.planned)


class FakeGallery:
    """Pictures by their address; ``wanted`` are not fetched yet."""

    def __init__(self):
        self.wanted = {}
        self.kept = {}

    def gather(self, shrink, progress):
        before = len(self.kept)
        while self.wanted:
            address, body = self.wanted.popitem()
            if small := shrink(body):
                self.kept[address] = small
        return len(self.kept) - before

    def waiting(self):
        return bool(self.wanted)

    def picture(self, address):
        return self.kept.get(address, b"")

    def forget_unused(self):
        count = len(self.kept)
        self.kept.clear()
        return count


class FakeRefresher:
    """Tries a location out: every one lists six events."""

    def __init__(self, app):
        self._app = app

    def try_out(self, location, progress, login=None):
        self._app._call("try_out", location)
        return Tried("Tried", 6, ())


class FakeModel:
    """A language model that can be measured and exchanged."""

    def __init__(self, app):
        self._app = app
        self.choice = ModelChoice()
        self._info = ModelInfo("Small", "/models/small.gguf", "llama", 2048, "CPU", 0, 150 * 2**20)

    def chosen(self):
        return self.choice

    def use(self, file, gpu_layers, token=None):
        self._app._call("use_model", file, gpu_layers)
        self.choice = ModelChoice(file, gpu_layers)
        return self._info, ""

    def info(self, token=None):
        return self._info

    def measure(self, progress):
        return Speed(self._info, 300, 1000.0, 150.0, 0.05, 0.4)


class FakeLedger:
    def __init__(self):
        self.requests = []

    def latest(self):
        return list(self.requests)


class FakeApp(FakeTaste):
    """Liked events rank first, disliked ones last; ``failing`` names calls that raise."""

    def __init__(self, *, events=(), sources=()):
        self.stored = list(events)
        self.source_list = list(sources)
        self.sources = FakeSources(self)
        self.events = FakeEvents(self)
        self.history = FakeHistory()
        self.recommender = FakeRecommender()
        self.network = FakeNetwork()
        self.ledger = FakeLedger()
        self.model = FakeModel(self)
        self.changes = FakeChanges()
        self.gallery = FakeGallery()
        self.refresher = FakeRefresher(self)
        self.listed = {}
        """By event id: what it was put together from, as (event, source) pairs."""
        self.home_place = HOME
        self.zone = ZONE
        self.failing = {}
        self.calls = []
        self.gate = threading.Event()
        self.gate.set()
        self.closed = False
        self.exported = []
        self.begin_taste()

    def clock(self):
        return NOW

    def _call(self, name, *given):
        self.calls.append((name, *given))
        if name in self.failing:
            raise self.failing[name]

    def _rank(self, event):
        actions = self.history.actions().get(event.event_id, frozenset())
        return (Action.DISLIKE in actions) - (Action.LIKE in actions)

    def picks(self, *, days=30, limit=50, breadth=0.5):
        self._call("picks", days)
        hidden = {key for key, done in self.history.actions().items() if Action.HIDE in done}
        shown = [event for event in self.stored if event.event_id not in hidden]
        ranked = sorted(shown, key=lambda event: (self._rank(event), event.start))
        return [self._pick(event, at) for at, event in enumerate(ranked[:limit])]

    def _pick(self, event, at):
        reasons = (
            Reason(
                "content",
                f"Because you like {(event.categories or (event.venue,))[0]}.",
                1.2 - at / 100,
            ),
            Reason("distance", "It is close to home.", 0.4),
            Reason("price", "It costs more than you usually pay.", -0.3),
        )
        return Pick(event, max(0.95 - at / 50, 0.05), reasons)

    def why(self, identifier):
        self._call("why", identifier)
        return self._pick(self.events.get(identifier), 0)

    def search(self, text, *, limit=50):
        self._call("search", text)
        return [one for one in self.stored if text.lower() in one.title.lower()][:limit]

    def upcoming(self, *, start=None, end=None, limit=None):
        self._call("upcoming")
        first = start or NOW
        return [
            one for one in self.stored if one.start >= first and (end is None or one.start < end)
        ][:limit]

    def with_action(self, *actions):
        state = self.history.actions()
        wanted = set(actions)
        return [one for one in self.stored if state.get(one.event_id, frozenset()) & wanted]

    def rate(self, identifier, action, reason=""):
        self._call("rate", identifier, action, reason)
        event = self.events.get(identifier)
        self.history.log.append(
            Rating(id=len(self.history.log), event=event, action=action, at=NOW, reason=reason)
        )
        return Change(rated=frozenset({event.event_id}))

    def withdraw(self, identifier, action):
        return self.rate(identifier, action, "withdrawn")

    def undo(self):
        self._call("undo")
        if not self.history.log:
            raise BadInput("There is nothing to undo.")
        return Change(rated=frozenset({self.history.log.pop().event.event_id}))

    def add_sources(self, locations, progress, login=None):
        self._call("add_sources", *locations, *([login] if login else []))
        return [self._read(location, SourceKind.WEB, progress) for location in locations]

    def add_sample_city(self, progress):
        self._call("add_sample_city")
        return [self._read("sample:culture", SourceKind.SAMPLE, progress)]

    def _read(self, location, kind, progress):
        source = make_source(len(self.source_list) + 1, kind=kind, location=location, events=6)
        first = len(self.stored)
        for at in range(6):
            progress.step(f"Reading {location}", at, 6)
            self.gate.wait(10)
            progress.step(f"Reading {location}", at + 1, 6)
        fresh = [make_event(first + at) for at in range(6)]
        self.stored += fresh
        self.source_list.append(source)
        return Refreshed(source, Change(added=frozenset(one.event_id for one in fresh)), ())

    def refresh(self, ids, progress, each=lambda result: None):
        self._call("refresh", *ids)
        done = []
        for source in self.source_list:
            if not ids or source.id in ids:
                progress.step(f"Reading {source.title}", 1, 1)
                self.gate.wait(10)
                progress.step(f"Reading {source.title}", 1, 1)
                done.append(Refreshed(source, Change(unchanged=source.events), source.problems))
                each(done[-1])
        return done

    def origins(self, identifier):
        event = self.events.get(identifier)
        listed = self.listed.get(event.event_id, [(event, one) for one in event.sources])
        return [Origin(one, source) for one, source in listed]

    def split(self, identifier):
        self._call("split", identifier)
        for whole, listed in list(self.listed.items()):
            for one, _ in listed:
                if one.event_id == identifier and identifier != whole:
                    self.listed[whole] = [pair for pair in listed if pair[0] != one]
                    self.stored.append(one)
                    return Change(added=frozenset({identifier}), changed=frozenset({whole}))
        raise NotFound("It is not part of another event.")

    def join(self, identifier, into):
        self._call("join", identifier, into)
        return Change(removed=frozenset({identifier}), changed=frozenset({into}))

    def remove_source(self, source):
        self._call("remove_source", source)
        self.source_list = [one for one in self.source_list if one.id != source]
        gone = frozenset(one.event_id for one in self.stored if source in one.sources)
        self.stored = [one for one in self.stored if source not in one.sources]
        return Change(removed=gone, sources=frozenset({source}))

    def embed_pending(self, progress):
        self._call("embed_pending")
        return 0

    def export(self, path, events):
        self._call("export", path)
        self.exported += events
        return len(events)

    def doctor(self):
        self._call("doctor")
        return [Check("engine", ok=True, detail="It answers.")]

    def close(self):
        self.closed = True


def make_source(number, **values):
    given = {
        "id": number,
        "kind": SourceKind.WEB,
        "location": f"https://events{number}.example.org/calendar.ics",
        "title": f"Calendar {number}",
        "added_at": NOW - timedelta(days=3),
        "checked_at": NOW - timedelta(hours=2),
        "events": 40 * number,
    }
    return Source(**{**given, **values})


def awkward_events():
    """Events that break a layout which was not thought through."""
    long_title = (
        "An evening of unaccompanied polyphony, spoken word and improvised percussion with the "
        "Donaudampfschifffahrtsgesellschaftskapitänschor and friends from eleven countries"
    )
    return [
        make_event(
            0,
            title=long_title,
            venue="The Grand Old Hall of the Worshipful Company of Fishmongers and Ropemakers",
            price_min=8.0,
            price_max=2450.5,
            is_free=False,
        ),
        make_event(
            1,
            title="x",
            venue="",
            address="",
            organiser="",
            description="",
            url="",
            categories=(),
            place=None,
            price_min=None,
            price_max=None,
            is_free=None,
            end=None,
        ),
        make_event(2, status=Status.CANCELLED),
        make_event(
            3,
            all_day=True,
            start=NOW.replace(hour=0),
            end=NOW.replace(hour=0) + timedelta(days=12),
            title="𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🎻 日本の祭り مهرجان חג 🎉🎊",
        ),
        make_event(
            4,
            title="Supercalifragilisticexpialidocious" * 4,
            currency="CHF",
            price_min=12.5,
            price_max=None,
            is_free=False,
            status=Status.POSTPONED,
        ),
        make_event(5, description="A very long text. " * 800),
    ]


def with_problems():
    listed = tuple(
        Problem(f"calendar-{at}.ics", "“DTSTART” has no date, so this event was left out.")
        for at in range(14)
    )
    return [
        make_source(1, title="Old Town culture"),
        make_source(2, title="Stages of the harbour", problems=listed[:1]),
        make_source(
            3,
            kind=SourceKind.FOLDER,
            location="/home/me/calendars",
            title="calendars",
            problems=listed,
        ),
        make_source(
            4,
            title="",
            events=0,
            problems=(
                Problem(
                    "https://events4.example.org/calendar.ics",
                    "This address gives a web page instead of a calendar; look for “subscribe”.",
                ),
            ),
        ),
        make_source(
            5,
            kind=SourceKind.FILE,
            location="/home/me/old.ics",
            title="old.ics",
            checked_at=None,
            events=0,
        ),
    ]


def later(event, **values):
    return replace(event, **values)


UTC_NOW = NOW.astimezone(UTC)
