"""The reasons for a score, in plain words and mostly from the person's own history."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from eventpal.domain import Action, Event, Place, Reason, distance_km
from eventpal.recommend import candidates, week
from eventpal.recommend.reasons import WRITTEN
from eventpal.recommend.taste import Opinion, Tally, Taste

_DID: Final = {
    Action.LIKE: "liked",
    Action.SAVE: "saved",
    Action.GOING: "are going to",
    Action.ATTENDED: "went to",
    Action.HIDE: "hid",
}
_LONGEST_TITLE = 60
_JUST_BEGUN = timedelta(minutes=15)
_OFTEN = 2.0
"""Visits about that time of the week from which it is called the person's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the sentences about one event are made of."""

    event: Event
    now: datetime
    taste: Taste
    dates: int = 1
    """How many dates it has in the coming weeks."""
    home: Place | None = None
    own: Opinion | None = None
    """What the person said of this very event."""
    interest: Sequence[Opinion] = ()
    """The wanted events of the interest that it fits best."""
    shown: int = 0
    """On how many days it was shown and left alone."""
    nearest_liked: Opinion | None = None
    nearest_disliked: Opinion | None = None


def reasons(
    context: Context,
    values: Mapping[str, float],
    weights: Mapping[str, float],
    bias: float,
    held_back: float = 0.0,
) -> tuple[Reason, ...]:
    """Every share of the score with its sentence; the shares add up to the score's log-odds.

    Args:
        context: the event and what is known of the person.
        values: the event's features by name; those that are 0 are left out.
        weights: log-odds for 1 of each feature. A feature's share is its value times its weight;
            its sentence tells its value, so it is true whatever the weight.
        bias: where every event starts.
        held_back: log-odds (0 or less) that variety took from it.

    Returns:
        What speaks for it, the largest first, then what speaks against it, then the start.
    """
    shares = [
        Reason(name, _SENTENCES[name](context, value > 0), value * weights[name])
        for name, value in values.items()
        if value
    ]
    if held_back:
        shares.append(Reason("variety", "Held back, so that the list stays mixed", held_back))
    shares.sort(key=lambda reason: (reason.contribution < 0, -abs(reason.contribution)))
    return (*shares, Reason("start", "Where every event starts", bias))


def _like_nearest(context: Context, good: bool) -> str:
    nearest = context.nearest_liked
    if not good or nearest is None:
        return "Unlike anything you have chosen so far"
    if nearest.reason == WRITTEN:
        return f"Close to {quoted(nearest.event)}, as you wrote"
    return f"Like {quoted(nearest.event)}, which you {_did(nearest, context.now)}"


def _like_overall(_: Context, good: bool) -> str:
    return "Close to what you usually choose" if good else "Unlike most of what you choose"


def _interest(context: Context, _: bool) -> str:
    if not context.interest:
        return "In line with one of your interests"
    first = quoted(context.interest[-1].event)
    more = len(context.interest) - 1
    return f"In line with {first}" + (f" and {more} more that you chose" if more else "")


def _topic(_: Context, good: bool) -> str:
    return "Its topics are mostly yours" if good else "Its topics are mostly not yours"


def _graph(_: Context, __: bool) -> str:
    return "Shares organisers, venues or topics with what you like"


def _turnout(what: str) -> Callable[[Context, bool], str]:
    def sentence(_: Context, good: bool) -> str:
        return f"You go to {what} more than to most" if good else f"You mostly pass over {what}"

    return sentence


def _lead_habit(_: Context, good: bool) -> str:
    return "About when you usually decide" if good else "Not when you usually decide"


def _next_date(_: Context, __: bool) -> str:
    return "There is an earlier date of the same"


def _just_announced(_: Context, good: bool) -> str:
    return "Just announced" if good else "Announced a while ago"


def _last_chance(_: Context, __: bool) -> str:
    return "One of the last chances to see it"


def _price_fit(_: Context, good: bool) -> str:
    return "About what you usually pay" if good else "More than you usually pay"


def _novelty(_: Context, __: bool) -> str:
    return "You know who or where it is"


def _passed_over(context: Context, _: bool) -> str:
    days = "a day" if context.shown == 1 else f"{context.shown} days"
    return f"Shown on {days} without an answer from you"


def _language_model(_: Context, good: bool) -> str:
    return (
        "The language model thinks it is for you"
        if good
        else ("The language model thinks it is not for you")
    )


def _dislike_nearest(context: Context, _: bool) -> str:
    nearest = context.nearest_disliked
    assert nearest is not None
    if nearest.reason == WRITTEN:
        return f"Close to {quoted(nearest.event)}, of which you wrote that it is not for you"
    ending = "which you hid" if nearest.action is Action.HIDE else "which was not for you"
    return f"Like {quoted(nearest.event)}, {ending}"


def _rejected(_: Context, __: bool) -> str:
    return "Of a kind that you turned down"


def _organiser(context: Context, good: bool) -> str:
    name = context.event.organiser
    if not good:
        return f"By {name}, whose events were not for you"
    tally = context.taste.organiser
    if _only_written(context, tally, name):
        return f"By {name}, as you wrote"
    did = _counted(context, tally, name, "one of their events", "of their events")
    return f"By {name}: you {did}"


def _venue(context: Context, good: bool) -> str:
    name = context.event.venue
    if not good:
        return f"At {name}, where events were not for you"
    if _only_written(context, context.taste.venue, name):
        return f"At {name}, as you wrote"
    return (
        f"At {name}, where you {_counted(context, context.taste.venue, name, 'an event', 'events')}"
    )


def _category(context: Context, good: bool) -> str:
    tally = context.taste.category
    name = _telling(context, context.event.categories, tally, good)
    if not good:
        return f"{name}, which was not for you so far"
    if _only_written(context, tally, name):
        return f"{name}, as you wrote"
    did = _counted(context, tally, name, "an event like that", "events like that")
    return f"{name}: you {did}"


def _word(context: Context, good: bool) -> str:
    tally = context.taste.word
    name = _telling(context, candidates.words(context.event), tally, good)
    if not good:
        return f"“{name.capitalize()}” in the title, as in what was not for you"
    last = _wanted(context, tally, name)[-1]
    if last.reason == WRITTEN:
        return f"“{name.capitalize()}” in the title, as you wrote"
    return f"“{name.capitalize()}” as in {quoted(last.event)}, which you {_did(last, context.now)}"


def _series(context: Context, good: bool) -> str:
    if not good:
        return "Another date of it was not for you"
    last = _wanted(context, context.taste.series, candidates.series(context.event))[-1]
    return f"You {_did(last, context.now)} another date of it"


def _time_of_week(context: Context, good: bool) -> str:
    zone = context.now.tzinfo or context.event.start.tzinfo
    assert zone is not None
    start = week.local_start(context.event, zone)
    when = f"{start:%A}" if context.event.all_day else f"{start:%A} {_part_of_day(start.hour)}"
    here = week.slot(context.event, zone)
    about = slice(here, here + 1)
    if here < week.SLOTS:
        day, hour = divmod(here, week.HOURS)
        about = slice(day * week.HOURS + max(0, hour - 2), day * week.HOURS + min(24, hour + 3))
    taste = context.taste
    written = float(taste.written[about].sum())
    if good and float(taste.visits[about].sum()) - written >= _OFTEN:
        return f"{when}, when you often go out"
    if good and written:
        return f"{when}, as you wrote"
    if not good and len(taste.went) >= _OFTEN:
        return f"{when}, when you rarely go out"
    return when


def _lead_time(context: Context, _: bool) -> str:
    start = context.event.start.astimezone(context.now.tzinfo)
    if context.event.all_day:
        start = context.event.start
    days = (start.date() - context.now.date()).days
    if start <= context.now:
        return "On now" if context.now - start > _JUST_BEGUN else "Starts now"
    if days == 0:
        return "Tonight" if start.hour >= 17 and not context.event.all_day else "Today"
    if days == 1:
        return "Tomorrow"
    return f"In {days} days" if days < 14 else f"In {days // 7} weeks"


def _distance(context: Context, _: bool) -> str:
    assert context.home is not None
    assert context.event.place is not None
    km = distance_km(context.home, context.event.place)
    if km < 0.95:
        return f"{max(1, round(km * 20)) * 50} m from home"
    return f"{km:.1f} km from home" if km < 10 else f"{km:.0f} km from home"


def _usual_places(_: Context, good: bool) -> str:
    return "Nearer than most to where you go" if good else "Farther than most from where you go"


def _price(context: Context, _: bool) -> str:
    event = context.event
    least, most = event.price_min or 0.0, event.price_max or 0.0
    if event.is_free or not (least or most):
        return "Free"
    figure = f"{least:g}" if least % 1 == 0 else f"{least:.2f}"
    several = most > least
    return " ".join(filter(None, ["From" if several else "Costs", figure, event.currency]))


def _rarity(context: Context, _: bool) -> str:
    return f"On often: {context.dates} dates in the coming weeks"


def _long_run(context: Context, _: bool) -> str:
    event = context.event
    end = event.end or event.start
    if event.all_day and end > event.start:
        # It ends where the next day begins.
        end -= timedelta(days=1)
    return f"Runs until {end.day} {end:%B}"


def _all_day(_: Context, __: bool) -> str:
    return "No time of day given"


def _detail(context: Context, good: bool) -> str:
    if not good:
        return "Little is said about it"
    event = context.event
    told = [
        name
        for name, known in (
            ("picture", event.image),
            ("description", event.description),
            ("place", event.venue or event.address),
        )
        if known
    ]
    return f"Comes with {', '.join(told[:-1])} and {told[-1]}"


def _notice(_: Context, __: bool) -> str:
    return "Reads like a notice rather than an event"


def _meeting(_: Context, __: bool) -> str:
    return "A meeting rather than an outing"


def _liked(context: Context, _: bool) -> str:
    return f"You {_did(context.own, context.now)} it" if context.own else "You liked it"


_SENTENCES: Final[Mapping[str, Callable[[Context, bool], str]]] = {
    "like_nearest": _like_nearest,
    "like_overall": _like_overall,
    "interest": _interest,
    "dislike_nearest": _dislike_nearest,
    "rejected": _rejected,
    "organiser": _organiser,
    "venue": _venue,
    "category": _category,
    "topic": _topic,
    "word": _word,
    "series": _series,
    "graph": _graph,
    "organiser_turnout": _turnout("what they put on"),
    "venue_turnout": _turnout("what is on there"),
    "repeat_turnout": _turnout("it"),
    "time_of_week": _time_of_week,
    "lead_time": _lead_time,
    "lead_habit": _lead_habit,
    "next_date": _next_date,
    "just_announced": _just_announced,
    "last_chance": _last_chance,
    "distance": _distance,
    "usual_places": _usual_places,
    "price": _price,
    "price_fit": _price_fit,
    "novelty": _novelty,
    "rarity": _rarity,
    "long_run": _long_run,
    "all_day": _all_day,
    "detail": _detail,
    "notice": _notice,
    "meeting": _meeting,
    "passed_over": _passed_over,
    "language_model": _language_model,
    "liked": _liked,
}


def _did(opinion: Opinion, now: datetime) -> str:
    if opinion.action is Action.GOING and opinion.event.start < now:
        return _DID[Action.ATTENDED]
    return _DID[opinion.action]


def _counted(context: Context, tally: Tally, name: str, one: str, several: str) -> str:
    """What the person did with events of ``name``: "saved an event", "chose 3 events"."""
    given = _done(_wanted(context, tally, candidates.plain(name)))
    verbs = {_did(each, context.now) for each in given}
    verb = verbs.pop() if len(verbs) == 1 else "chose"
    return f"{verb} {one}" if len(given) == 1 else f"{verb} {len(given)} {several}"


def _only_written(context: Context, tally: Tally, name: str) -> bool:
    """Whether the person wrote that they want ``name``, and has not chosen any of it yet."""
    given = _wanted(context, tally, candidates.plain(name))
    return bool(given) and not _done(given)


def _done(opinions: Sequence[Opinion]) -> list[Opinion]:
    """Those that come from what the person did, not from what they wrote."""
    return [one for one in opinions if one.reason != WRITTEN]


def _wanted(context: Context, tally: Tally, name: str) -> list[Opinion]:
    """The wanted events that bear ``name``, other than this one."""
    return [
        each
        for each in tally.opinions(name)
        if each.wanted and each.event.event_id != context.event.event_id
    ]


def _telling(context: Context, names: Sequence[str], tally: Tally, good: bool) -> str:
    """The name that, this event's own opinion aside, speaks most for it, or most against it."""
    pick = max if good else min
    return pick(names, key=lambda name: tally.affinity(candidates.plain(name), without=context.own))


def _part_of_day(hour: int) -> str:
    if hour < 5:
        return "night"
    if hour < 12:
        return "morning"
    if hour < 17:
        return "afternoon"
    return "evening" if hour < 22 else "night"


def quoted(event: Event) -> str:
    """Its title in quotation marks, cut where it is long."""
    title = event.title
    if len(title) > _LONGEST_TITLE:
        title = title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    return f"“{title}”"
