"""Answers to everything but the search: why, compare, plan, save, rate, taste, small talk.

Each act gives a ``Reply``: the text, the events it names, and what it leaves for the next turn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from eventpal.chat.answering import direct, render, wording
from eventpal.chat.dates import spotting
from eventpal.chat.intent import Act, Intent, Sort, Verdict
from eventpal.chat.memory import Turn
from eventpal.chat.services import ProfileProposal, Services
from eventpal.domain import Action, Event, Pick, distance_km
from eventpal.errors import UserError

_REASONS = 3
_DESCRIPTION = 280
_ACTIONS: Final[Mapping[Verdict, Action]] = {
    Verdict.LIKE: Action.LIKE,
    Verdict.DISLIKE: Action.DISLIKE,
    Verdict.SAVE: Action.SAVE,
    Verdict.GOING: Action.GOING,
    Verdict.HIDE: Action.HIDE,
}
_DONE: Final[Mapping[Verdict, tuple[str, str]]] = {
    Verdict.LIKE: ("Noted that you like", "Notiert, dass dir das gefällt:"),
    Verdict.DISLIKE: ("Noted that it's not for you:", "Notiert, dass das nichts für dich ist:"),
    Verdict.SAVE: ("Saved:", "Gemerkt:"),
    Verdict.GOING: ("Noted that you're going:", "Notiert, dass du hingehst:"),
    Verdict.HIDE: ("Hidden:", "Ausgeblendet:"),
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say, and the events that it names."""

    text: str
    events: tuple[Event, ...] = ()
    turn: Turn | None = None
    """Where the conversation then stands; None leaves it where it is."""
    proposals: tuple[ProfileProposal, ...] = ()
    closing: str = ""
    """What is said at the very end."""
    left: int | None = None
    """How many more fit; None where the language model has nothing to add."""


def spoken_of(intent: Intent, turn: Turn | None, services: Services) -> list[Event]:
    """The events of the last answer that ``intent`` refers to, in the order it does."""
    if turn is None:
        return []
    ids: list[str] = []
    for place in intent.refers:
        if place == 0:
            ids.append(turn.focus or (turn.events[0] if turn.events else ""))
        elif -len(turn.events) <= place <= len(turn.events):
            ids.append(turn.events[place - 1 if place > 0 else place])
    found = services.events.find([id_ for id_ in ids if id_], now=services.clock())
    return list({event.id: event for event in found}.values())


def unclear(*, german: bool) -> Reply:
    """The events meant are not known."""
    if german:
        return Reply(
            "Welche meinst du? Frag zuerst nach Veranstaltungen und sag dann „die zweite“."
        )
    return Reply("Which one do you mean? Ask for events first, then say “the second one”.")


def explain(
    folded: str, events: Sequence[Event], turn: Turn, services: Services, *, german: bool
) -> Reply:
    """The one fact that is asked for; else facts, what its publisher writes, and our reasons."""
    turn = replace(turn, focus=events[0].id)
    asked = direct.answer(folded, events[0], services.zone, services.home(), german=german)
    if asked and len(events) == 1:
        line = render.line(events[0], services.zone, german=german)
        return Reply(f"{asked}\n{line}", tuple(events), turn)
    parts = []
    for event in events:
        pick = services.why(event.id)
        good = [render.plain(one.text) for one in pick.telling][:_REASONS]
        said = render.said(event, _DESCRIPTION)
        quoted = f"„{said}“" if german else f"“{said}”"
        reasons = "; ".join(good)
        because = ("Dafür spricht: " if german else "Why it's here: ") + reasons + "."
        parts.append(
            "\n".join(
                filter(
                    None,
                    [
                        _full(event, services, german=german),
                        (f"Der Veranstalter schreibt: {quoted}" if german
                         else f"The organiser writes: {quoted}") if said else "",
                        because if good else "",
                    ],
                )
            )
        )  # fmt: skip
    return Reply("\n\n".join(parts), tuple(events), turn)


def compare(events: Sequence[Event], turn: Turn, services: Services, *, german: bool) -> Reply:
    """The facts side by side, and what tells them apart."""
    listed = "\n".join(
        f"{number}. {_full(event, services, german=german)}"
        for number, event in enumerate(events, 1)
    )
    said = []
    first = min(events, key=lambda event: event.start)
    said.append(
        ("Zuerst kommt" if german else "The first to come is") + f" {render.plain(first.title)}."
    )
    priced = [event for event in events if event.is_free or event.price_min is not None]
    if len(priced) == len(events):
        low = min(priced, key=_price)
        if any(_price(event) > _price(low) for event in priced):
            said.append(
                ("Am wenigsten kostet" if german else "The least expensive is")
                + f" {render.plain(low.title)}."
            )
    home = services.home()
    placed = [event for event in events if event.place is not None]
    if home is not None and len(placed) == len(events):
        near = min(placed, key=lambda event: distance_km(home, event.place) if event.place else 0.0)
        said.append(
            ("Am nächsten liegt" if german else "The nearest is") + f" {render.plain(near.title)}."
        )
    scores = services.scores()
    best = max(events, key=lambda event: scores.get(event.id, 0.0))
    said.append(
        f"Nach allem, was ich von dir weiß, eher {render.plain(best.title)}." if german
         else f"Going by what I know of you: {render.plain(best.title)}."
    )  # fmt: skip
    turn = replace(turn, events=tuple(event.id for event in events), focus=best.id)
    return Reply(f"{listed}\n\n{' '.join(said)}", tuple(events), turn)


def first_in(
    sort: Sort, events: Sequence[Event], turn: Turn, services: Services, *, german: bool
) -> Reply:
    """The one of ``events`` that is cheapest, soonest or nearest, and the facts of it."""
    home = services.home()
    if sort is Sort.NEAREST and home is None:
        return compare(events, turn, services, german=german)

    def far(event: Event) -> float:
        return distance_km(home, event.place) if home and event.place else float("inf")

    def cost(event: Event) -> float:
        known = event.is_free or event.price_min is not None
        return _price(event) if known else float("inf")

    keys = {
        Sort.CHEAPEST: cost,
        Sort.NEAREST: far,
        Sort.SOONEST: lambda event: event.start.timestamp(),
    }
    best = min(events, key=keys[sort])
    lead = wording.FIRST[sort][german]
    text = f"{lead}:\n{_full(best, services, german=german)}"
    return Reply(text, (best,), replace(turn, focus=best.id))


def rate(
    intent: Intent, events: Sequence[Event], turn: Turn, services: Services, *, german: bool
) -> Reply:
    """Does what the person said about events, so that "undo" takes it back."""
    action = _ACTIONS[intent.verdict]
    for event in events:
        services.rate(event.id, action)
    quoted = "„{}“" if german else "“{}”"
    titles = ", ".join(quoted.format(render.plain(one.title)) for one in events)
    undo = "Sag „rückgängig“, wenn nicht." if german else "Say “undo” if that was wrong."
    done = _DONE[intent.verdict][german]
    turn = replace(
        turn,
        focus=events[0].id,
        undo=("rating", action.value, *(event.id for event in events)),
    )
    return Reply(f"{done} {titles}. {undo}", tuple(events), turn)


def export(events: Sequence[Event], turn: Turn, services: Services, *, german: bool) -> Reply:
    """Names what goes into the calendar; the window or the command writes the file."""
    listed = render.lines(events, services.zone, german=german)
    lead = (
        "Das kommt in deinen Kalender; „Exportieren“ schreibt die Datei:" if german
        else "Ready for your calendar; Export writes the file:"
    )  # fmt: skip
    return Reply(f"{lead}\n{listed}", tuple(events), replace(turn, focus=events[0].id))


def undo(turn: Turn | None, services: Services, *, german: bool) -> Reply:
    """Takes back what the chat did last."""
    if turn is None or not turn.undo:
        return Reply(
            "Es gibt nichts rückgängig zu machen." if german else "There is nothing to undo."
        )
    kind, value, *ids = turn.undo
    try:
        if kind == "profile":
            services.forget(int(value))
        for id_ in ids:
            services.withdraw(id_, Action(value))
    except UserError as error:
        return Reply(str(error), turn=replace(turn, undo=()))
    return Reply("Zurückgenommen." if german else "Taken back.", turn=replace(turn, undo=()))


def taste(text: str, turn: Turn | None, services: Services, *, german: bool) -> Reply:
    """Makes a line of the profile of what the person says about their taste."""
    said = render.plain(text, 200).strip(" .!")
    try:
        line = services.note(f"{said[:1].upper()}{said[1:]}.")
    except UserError as error:
        return Reply(str(error))
    reply = (
        f"In deinem Profil steht jetzt: „{line.text}“ {line.meaning} Sag „rückgängig“, wenn nicht."
        if german
        else f"Noted in My taste: “{line.text}” {line.meaning} Say “undo” if that was wrong."
    )
    turn = replace(turn or Turn(Intent()), undo=("profile", str(line.id)))
    return Reply(reply, turn=turn, proposals=(ProfileProposal(line.id, line.text, line.meaning),))


def plan(
    intent: Intent, fits: Sequence[Event] | None, services: Services, *, german: bool
) -> Reply:
    """A day's events one after another, with the way between them; None fits anything goes."""
    now = services.clock()
    times = spotting.resolve(intent.when, now, services.zone) if intent.when else None
    start = times.spans[0][0] if times is not None and times.spans else now
    day = start.astimezone(services.zone).date()
    scores = services.scores() if fits is not None else {}
    picks = None if fits is None else [Pick(event, scores.get(event.id, 0.5)) for event in fits]
    made = services.plan(day, picks)
    heading = wording.named(f"{day:%A} {day.day} {day:%B}".lower())
    if not made.stops:
        return Reply(
            f"Für diesen Tag finde ich nichts, was zusammenpasst ({heading})." if german
            else f"I can't find anything that fits together for {heading}.",
            turn=Turn(intent),
        )  # fmt: skip
    listed = []
    for number, stop in enumerate(made.stops, 1):
        way = round(stop.travel_minutes)
        going = (f" ({way} Min. Weg)" if german else f" ({way} min on the way)") if way else ""
        leaves = render.local(stop.leaves, stop.event, services.zone)
        until = f", bis {leaves:%H:%M}" if german else f", until {leaves:%H:%M}"
        listed.append(
            f"{number}. {render.line(stop.event, services.zone, german=german)}{until}{going}"
        )
    lead = f"Ein Plan für den Tag ({heading}):" if german else f"A plan for {heading}:"
    text = "\n".join([lead, *listed, *([made.note] if made.note and not german else [])])
    events = tuple(stop.event for stop in made.stops)
    ids = tuple(event.id for event in events)
    seen = tuple(event.event_id for event in events)
    return Reply(text, events, Turn(replace(intent, act=Act.FIND), ids, seen, focus=ids[0]))


def talk(text: str, *, german: bool) -> Reply:
    """A friendly line."""
    return Reply(wording.small_talk(text, german=german))


def _full(event: Event, services: Services, *, german: bool) -> str:
    """All facts of an event in one line, with its length and what stands in the way."""
    facts = [render.line(event, services.zone, german=german)]
    if event.end is not None and not event.all_day and event.end - event.start < timedelta(days=1):
        until = render.local(event.end, event, services.zone)
        facts.append(f"bis {until:%H:%M}" if german else f"until {until:%H:%M}")
    home = services.home()
    if home is not None and event.place is not None:
        far = distance_km(home, event.place)
        facts.append(f"{far:.1f} km entfernt" if german else f"{far:.1f} km away")
    if event.address:
        facts.append(render.plain(event.address))
    if stands := render.marks(event, german=german):
        facts.append(stands)
    return " · ".join(facts)


def _price(event: Event) -> float:
    return 0.0 if event.is_free else event.price_min or 0.0
