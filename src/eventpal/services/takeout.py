"""Everything that EventPal knows about the person, as one readable file and a calendar beside it.

The JSON explains its own keys. Left out is only what can be made again: the events that the person
never did anything about, which their sources list, and what is computed from all this.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from eventpal import __version__, settings, wire
from eventpal.app import EventPal
from eventpal.calendars import exporting
from eventpal.domain import Action, Event
from eventpal.errors import BadInput
from eventpal.store.conversations import Conversation
from eventpal.store.files import write_private
from eventpal.store.history import Entry

WARNING: Final = (
    "These files are not encrypted: whoever has them can read what EventPal knows about you. "
    "Delete them when you no longer need them."
)

KEYS: Final = {
    "made_at": "when this was written; every time here is ISO 8601 with its offset from UTC",
    "sources": "the calendars and feeds you subscribed to, with how each fared when last read",
    "history": "what you said or did about events, oldest first; withdrawn_at is when you took it "
    "back, null while it stands. What you took back with Undo is not kept at all.",
    "imported": "the past events that EventPal learned from your own calendars",
    "events": "every event that history or imported names by its event_id, as it was at that "
    "time, with the actions that stand for it now",
    "profile": "the lines you wrote about your taste, and what EventPal makes of each",
    "busy": "when you are busy, as the calendars say that you imported for it",
    "experiments": "the ways of ranking that you compared: who drafted which event, 0 the first "
    "and 1 the second, and when you opened it",
    "shown": "which events were shown to you among your picks, and on which day",
    "preferences": "what you told EventPal about yourself, such as where you live",
    "conversations": "what you and EventPal said to each other in the chat, the latest first",
    "requests": "what EventPal fetched from the network for you in the last 90 days, newest first",
    "settings": "how the window looks and when it locks",
}
"""What each key of the file holds."""

CALENDAR_ACTIONS: Final = frozenset({Action.SAVE, Action.GOING, Action.ATTENDED})
"""What puts an event into the calendar beside the file."""


States = dict[str, frozenset[Action]]

_OURS: Final = b"PRODID:-//EventPal//"


@dataclass(frozen=True, slots=True)
class Takeout:
    """What was written, and where."""

    file: Path
    calendar: Path
    entries: int
    """Entries of history, imported ones included."""
    calendar_events: int


def write(pal: EventPal, path: Path) -> Takeout:
    """Write everything to ``path`` (JSON) and to the .ics file of the same name beside it.

    Both are readable by their owner alone, and each appears whole or not at all.

    Raises:
        BadInput: they cannot be written there, or a calendar of the person's is in the way.
    """
    calendar = path.with_suffix(".ics")
    if calendar == path:
        raise BadInput(f"{path} becomes a JSON file with a calendar beside it: name it .json.")
    _refuse_other_calendar(calendar)
    now = pal.clock()
    log = pal.history.log()
    events = {entry.rating.event.id: entry.rating.event for entry in log}
    states = pal.history.actions()
    actions = {event.id: _standing(pal, states, event) for event in events.values()}
    chosen = [event for event in events.values() if actions[event.id] & CALENDAR_ACTIONS]
    exporting.write_ics(calendar, sorted(chosen, key=lambda event: event.start), now)
    home = pal.home_place
    everything: wire.Json = {
        "what": f"Everything about you that EventPal keeps. {WARNING}",
        "keys": KEYS,
        "made_at": now.isoformat(),
        "made_by": f"EventPal {__version__}",
        "sources": [wire.source(source) for source in pal.sources.all()],
        "history": [_entry(entry) for entry in log if not entry.origin],
        "imported": [
            _entry(entry) | {"imported_from": entry.origin} for entry in log if entry.origin
        ],
        "events": [
            wire.event(event, home) | {"actions": sorted(actions[event.id])}
            for event in events.values()
        ],
        "profile": [asdict(line) for line in pal.profile.lines()],
        "busy": [wire.busy(one) for one in pal.busy_times.between(None, None)],
        "experiments": [
            wire.trial(trial, pal.experiments.turns(trial.id)) for trial in pal.experiments.all()
        ],
        "shown": [{"event_id": event, "day": day} for event, day in pal.impressions.all()],
        "preferences": pal.preferences.all(),
        "conversations": [_conversation(pal, one) for one in pal.conversations.all()],
        "requests": [wire.request(one) for one in pal.ledger.latest()],
        "settings": asdict(settings.load(pal.home.settings).settings),
    }
    write_private(path, json.dumps(everything, ensure_ascii=False, indent=1).encode() + b"\n")
    return Takeout(path, calendar, len(log), len(chosen))


def _conversation(pal: EventPal, of: Conversation) -> wire.Json:
    return {
        "started_at": of.started_at.isoformat(),
        "messages": [
            {"at": said.at.isoformat(), "speaker": said.speaker, "text": said.text}
            for said in pal.conversations.get(of.id)
        ],
    }


def _entry(of: Entry) -> wire.Json:
    return {
        "at": of.rating.at.isoformat(),
        "action": of.rating.action.value,
        "reason": of.rating.reason or None,
        "event_id": of.rating.event.id,
        "title": of.rating.event.title,
        "withdrawn_at": of.withdrawn_at.isoformat() if of.withdrawn_at else None,
    }


def _standing(pal: EventPal, states: States, event: Event) -> frozenset[Action]:
    """The actions that stand for an event, under whichever id it is shown now."""
    shown = {found.event_id for found in pal.events.find([event.event_id])}
    found = (states.get(one) for one in {event.event_id, event.series, *shown})
    return frozenset().union(*(actions for actions in found if actions))


def _refuse_other_calendar(path: Path) -> None:
    try:
        ours = _OURS in path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise BadInput(f"{path} is in the way ({error.strerror}); choose another name.") from error
    if not ours:
        raise BadInput(f"{path} would be replaced and is not EventPal's; choose another name.")
