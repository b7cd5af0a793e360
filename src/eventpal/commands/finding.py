"""The subcommands about events: finding them, and what the person does about them."""

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from eventpal import app, wire
from eventpal.commands.answering import Answer, counted, opened, progress
from eventpal.domain import Action, Event, Pick, Status
from eventpal.errors import BadInput
from eventpal.recommend import week
from eventpal.services.guide import HeldBack


def _events(pal: app.EventPal, events: Sequence[Event]) -> Answer:
    home = pal.home_place
    lines = [_line(event, pal) for event in events] or ["No events."]
    return {"events": [wire.event(event, home) for event in events]}, "\n".join(lines)


def _line(event: Event, pal: app.EventPal) -> str:
    """An event in one line: its id, when on its own clock, what and where."""
    start, end = event.start, event.end
    when = f"{start:%a %d %b %Y}" if event.all_day else f"{start:%a %d %b %Y %H:%M}"
    if end and start <= pal.clock() < end and week.lasts(event):
        when = f"until {end - timedelta(seconds=1):%a %d %b %Y}"
    elif not event.all_day and start.utcoffset() != start.astimezone(pal.zone).utcoffset():
        when += f" {start:%Z}"
    said = "" if event.status is Status.CONFIRMED else event.status.value.upper()
    what = " · ".join(filter(None, (said, event.title, event.venue)))
    return f"{event.id:<30} {when:<25} {what}"


def list_events(options: argparse.Namespace) -> Answer:
    """List occurrences."""
    with opened(options) as pal:
        found = pal.upcoming(start=options.start, end=options.end, limit=options.limit)
        return _events(pal, found)


def search(options: argparse.Namespace) -> Answer:
    """Find coming events."""
    with opened(options) as pal:
        return _events(pal, pal.search(options.text, limit=options.limit))


def picks(options: argparse.Namespace) -> Answer:
    """The best of what is coming."""
    with opened(options) as pal:
        found = pal.guide.picked(days=options.days, limit=options.limit, breadth=options.breadth)
        return picked(pal, found.picks, found.held_back)


def picked(pal: app.EventPal, picks: Sequence[Pick], held_back: Sequence[HeldBack] = ()) -> Answer:
    """The picks as an answer, with what was held back from them."""
    home = pal.home_place
    lines = [
        f"{pick.score:4.0%}  {_line(pick.event, pal)}\n      {_in_short(pick)}"
        + (f"\n      {pick.note}" if pick.note else "")
        for pick in picks
    ] or ["Nothing is coming up: eventpal sources add LOCATION"]
    counts = Counter(one.cause for one in held_back)
    if counts:
        lines.append(f"Held back: {counted(counts.total(), 'event')}")
        lines += [f"  {count:>4}  {cause}" for cause, count in counts.most_common(8)]
    return {
        "picks": [wire.pick(pick, home) for pick in picks],
        "held_back": [
            {"event": wire.event(one.event, home), "why": one.why, "cause": one.cause}
            for one in held_back
        ],
    }, "\n".join(lines)


def _in_short(pick: Pick) -> str:
    """The three best things that speak for it."""
    good = [reason.text for reason in pick.telling][:3]
    return " · ".join(good or [pick.reasons[0].text])


def why(options: argparse.Namespace) -> Answer:
    """All the reasons for a score."""
    with opened(options) as pal:
        pick = pal.why(options.id)
        otherwise = pal.counterfactuals(options.id)
    lines = [f"{one.contribution:+.2f}  {one.text}" for one in pick.reasons]
    lines += [one.text for one in otherwise]
    return (
        {
            "score": pick.score,
            "reasons": wire.reasons(pick.reasons),
            "note": pick.note or None,
            "counterfactuals": [
                {"text": one.text, "rank": one.rank, "score": one.score} for one in otherwise
            ],
        },
        "\n".join([f"{pick.score:.0%}  {pick.event.title}", *lines]),
    )


# What the person does


def rate(options: argparse.Namespace) -> Answer:
    """Note what the person says or does."""
    with opened(options) as pal:
        action = Action(options.action)
        if options.off:
            change, done = pal.withdraw(options.id, action), "Taken back"
        else:
            change, done = pal.rate(options.id, action, options.reason), "Noted"
        title = pal.events.get(options.id, now=pal.clock()).title
        return {"changed": wire.changed(change)}, f"{done}: {action.value} “{title}”."


def undo(options: argparse.Namespace) -> Answer:
    """Take the last rating back."""
    with opened(options) as pal:
        return {"changed": wire.changed(pal.undo())}, "Taken back."


def import_calendars(options: argparse.Namespace) -> Answer:
    """Read the person's own calendars: what they went to, or when they are busy."""
    with opened(options) as pal:
        read = pal.import_busy if options.kind == "busy" else pal.import_history
        result = read(options.files, progress())
    lines = [f"{problem.where}: {problem.message}" for problem in result.problems]
    lines.append(f"{counted(result.imported, 'event')} imported, {result.skipped:,} skipped.")
    return {
        "imported": result.imported,
        "skipped": result.skipped,
        "problems": wire.problems(result.problems),
    }, "\n".join(lines)


def export(options: argparse.Namespace) -> Answer:
    """Write events as an iCalendar file."""
    with opened(options) as pal:
        chosen: list[Event] = []
        actions = [
            action
            for action, wanted in ((Action.SAVE, options.saved), (Action.GOING, options.going))
            if wanted
        ]
        if options.ids:
            chosen += [pal.events.get(one, now=pal.clock()) for one in options.ids]
        if options.picks:
            chosen += [pick.event for pick in pal.picks(limit=options.picks)]
        if actions or not (options.ids or options.picks):
            chosen += pal.with_action(*(actions or (Action.SAVE, Action.GOING)))
        if not chosen:
            raise BadInput(
                "There is nothing to export yet: save an event first, or add --picks 10."
            )
        count = pal.export(options.output, chosen)
    return {
        "exported": count,
        "file": str(options.output),
    }, f"{counted(count, 'event')} in {options.output}"


# Health


def doctor(options: argparse.Namespace) -> Answer:
    """Check that everything works."""
    with opened(options) as pal:
        checks = pal.doctor()
    lines = [f"{'ok  ' if one.ok else 'FAIL'}  {one.name}: {one.detail}" for one in checks]
    return {
        "checks": [{"name": one.name, "ok": one.ok, "detail": one.detail} for one in checks]
    }, "\n".join(lines)
