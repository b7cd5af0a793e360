"""The subcommands about the person: their profile, their limits, their day, their history."""

import argparse
import sys
from dataclasses import asdict

from eventpal import wire
from eventpal.app import EventPal
from eventpal.commands.answering import Answer, opened, progress
from eventpal.errors import BadInput
from eventpal.recommend.profile import ProfileLine
from eventpal.services import takeout


def show(options: argparse.Namespace) -> Answer:
    """What the profile says, and what EventPal makes of it."""
    with opened(options) as pal:
        return _profile(pal)


def add(options: argparse.Namespace) -> Answer:
    """Append a line."""
    with opened(options) as pal:
        pal.profile.add(options.text)
        return _profile(pal)


def edit(options: argparse.Namespace) -> Answer:
    """Change how a line reads."""
    with opened(options) as pal:
        pal.profile.edit(options.id, options.text)
        return _profile(pal)


def forget(options: argparse.Namespace) -> Answer:
    """Take a line out."""
    with opened(options) as pal:
        pal.profile.remove(options.id)
        return _profile(pal)


def undo(options: argparse.Namespace) -> Answer:
    """Take back the last step in the profile."""
    with opened(options) as pal:
        pal.profile.undo()
        return _profile(pal)


def limits(options: argparse.Namespace) -> Answer:
    """Choose company, budget and travel; what is not given stays."""
    with opened(options) as pal:
        if options.company is not None:
            pal.travel.company = options.company
        if options.mode is not None:
            pal.travel.mode = options.mode
        if options.budget is not None:
            pal.travel.budget = _limit(options.budget)
        if options.max_minutes is not None:
            pal.travel.max_minutes = _limit(options.max_minutes)
        return _profile(pal)


def explore(options: argparse.Namespace) -> Answer:
    """Whether the list tries things out."""
    with opened(options) as pal:
        pal.recommender.exploring = options.switch == "on"
        return _profile(pal)


def reset(options: argparse.Namespace) -> Answer:
    """Forget everything that was learnt about the person."""
    if not options.yes:
        raise BadInput(
            "This forgets your profile, all you did about events, your busy times and comparisons; "
            "say eventpal profile reset --yes to do it."
        )
    with opened(options) as pal:
        change = pal.reset()
        return {"changed": wire.changed(change)}, "EventPal knows nothing of your taste any more."


def export(options: argparse.Namespace) -> Answer:
    """Write everything about the person, in the clear."""
    with opened(options) as pal:
        made = takeout.write(pal, options.output.expanduser())
    print(takeout.WARNING, file=sys.stderr)
    return {
        "file": str(made.file),
        "calendar": str(made.calendar),
        "entries": made.entries,
        "calendar_events": made.calendar_events,
    }, f"Everything about you is in {made.file}; your events are in {made.calendar}."


def plan(options: argparse.Namespace) -> Answer:
    """A day's plan."""
    with opened(options) as pal:
        day = options.day or pal.clock().astimezone(pal.zone).date()
        found = pal.plan_day(day)
        home = pal.home_place
    lines = [
        f"{stop.starts:%H:%M}-{stop.leaves.astimezone(stop.starts.tzinfo):%H:%M}  "
        f"{stop.event.title}  ({stop.travel_minutes:.0f} min there)"
        for stop in found.stops
    ]
    return {
        "day": day.isoformat(),
        "stops": [
            {
                "event": wire.event(stop.event, home),
                "travel_minutes": stop.travel_minutes,
                "starts": stop.starts.isoformat(),
                "leaves": stop.leaves.isoformat(),
            }
            for stop in found.stops
        ],
        "note": found.note,
    }, "\n".join([*lines, found.note])


def honesty(options: argparse.Namespace) -> Answer:
    """Whether the ranking beats order by date for this person."""
    with opened(options) as pal:
        found = pal.honesty(progress())
    return asdict(found), found.sentence


def _profile(pal: EventPal) -> Answer:
    lines = pal.profile.lines()
    habits = pal.travel.habits
    text = [f"{line.id:>4}  {line.text}\n      {line.meaning}" for line in lines]
    text = text or ["Nothing yet: eventpal profile add 'I like jazz; no clubs; up to 20 €'"]
    chosen = [
        "" if habits.company == "anyone" else f"company: {habits.company}",
        "" if habits.budget is None else f"budget: {habits.budget:g}",
        "" if habits.mode_is_usual else f"you travel: {habits.mode}",
        "" if habits.max_minutes is None else f"at most {habits.max_minutes:g} min away",
        "the list tries things out" if pal.recommender.exploring else "",
    ]
    text += [", ".join(filter(None, chosen))] if any(chosen) else []
    return {
        "lines": [_line(line) for line in lines],
        "company": habits.company,
        "budget": habits.budget,
        "mode": habits.mode,
        "max_minutes": habits.max_minutes,
        "explore": pal.recommender.exploring,
    }, "\n".join(text)


def _line(of: ProfileLine) -> wire.Json:
    return {"id": of.id, "text": of.text, "origin": of.origin, "meaning": of.meaning}


def _limit(text: str) -> float | None:
    """A number, or None for "none"."""
    if text == "none":
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise BadInput(f"“{text}” is no number; write one, or: none") from None
