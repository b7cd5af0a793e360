"""From scores to a list: what can be gone to, in which order it is shown, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eventpal.domain import Event, Pick
from eventpal.recommend import candidates, diversify, explain, features, learner, rank, timing
from eventpal.recommend.candidates import Floats
from eventpal.recommend.coming import Coming
from eventpal.recommend.feasibility import FREE, Verdict
from eventpal.recommend.scene import Scene
from eventpal.recommend.standing import Person
from eventpal.recommend.taste import Opinion

LIMIT: Final = 50

Allow = Callable[[Event], Verdict]


@dataclass(frozen=True, slots=True)
class Refused:
    """A coming event that would be among the picks, and why it is not."""

    event: Event
    verdict: Verdict


def judged(
    scene: Scene,
    rows: NDArray[np.intp],
    logits: Floats,
    allow: Allow | None,
    *,
    shown: int,
) -> tuple[NDArray[np.intp], dict[int, Verdict], list[Refused]]:
    """The rows that can be gone to, with remarks, and the best of those that cannot.

    Judged from the best on, until there is enough to mix a list of ``shown``.
    """
    if allow is None:
        return rows, {}, []
    enough = shown * diversify.MIX.pool + LIMIT
    kept: list[int] = []
    verdicts: dict[int, Verdict] = {}
    refused: list[Refused] = []
    for row in rows[np.argsort(-logits[rows], kind="stable")].tolist():
        if len(kept) == enough:
            break
        event = scene.candidates.events[row]
        verdict = allow(event)
        if verdict.allowed:
            kept.append(row)
            verdicts[row] = verdict
        elif len(kept) < shown:
            refused.append(Refused(event, verdict))
    return np.sort(np.array(kept, dtype=np.intp)), verdicts, refused


def mixed(
    coming: Coming,
    rows: NDArray[np.intp],
    logits: Floats,
    *,
    breadth: float,
    shown: int,
) -> NDArray[np.intp]:
    """The order in which to show ``rows``: places among them, all of them."""
    n = len(coming.table)
    groups = diversify.Groups(
        capped=[candidates.hosts(coming.table, coming.listings)[rows]],
        crowding=[candidates.single(coming.table.venue, n)[rows]],
    )
    return diversify.order(
        logits[rows],
        groups,
        coming.table.day[rows],
        coming.vectors[rows],
        max(LIMIT, min(shown, 4 * LIMIT)),
        mix=diversify.mix_of(breadth),
    )


def borne(labels: candidates.Labels, n: int, names: frozenset[str]) -> NDArray[np.bool_]:
    """Which rows bear one of ``names``, [n]."""
    codes = [labels.codes_of[name] for name in names if name in labels.codes_of]
    borne = np.zeros(n, dtype=bool)
    borne[labels.rows[np.isin(labels.codes, codes)]] = True
    return borne


def explained(
    scene: Scene,
    person: Person,
    rows: NDArray[np.intp],
    values: Floats,
    *,
    weights: Floats,
    levels: Floats,
    verdicts: Mapping[int, Verdict],
) -> list[Pick]:
    """The picks of ``rows`` with every reason.

    Args:
        scene: where the rows are from.
        person: whose picks they are.
        rows: which, [r].
        values: their features, [r, F].
        weights: what these count, [F].
        levels: the log-odds of each as mixed, [r].
        verdicts: what was said of going there, by row.
    """
    dates = timing.dates_ahead(scene)
    by_name = dict(zip(features.NAMES, weights.tolist(), strict=True))
    held_back = levels - rank.logits(values, weights)
    picks = []
    for number, row in enumerate(rows.tolist()):
        context = explain.Context(
            event=scene.candidates.events[row],
            now=scene.now,
            taste=scene.taste,
            dates=int(dates[row]),
            home=scene.home,
            own=scene.own.get(row),
            nearest_liked=_nearest(person.liked, scene.liked[:, row]),
            nearest_disliked=_nearest(person.disliked, scene.disliked[:, row]),
            interest=_interest(scene, person, row),
            shown=scene.shown.get(scene.candidates.events[row].event_id, 0),
        )
        named = dict(zip(features.NAMES, values[number].tolist(), strict=True))
        why = explain.reasons(context, named, by_name, learner.BIAS, float(held_back[number]))
        score = learner.probability(float(levels[number]))
        picks.append(Pick(context.event, score, why, verdicts.get(row, FREE).note))
    return picks


def _nearest(rated: Sequence[Opinion], cosines: NDArray[np.float32]) -> Opinion | None:
    return rated[int(np.argmax(cosines))] if len(cosines) else None


def _interest(scene: Scene, person: Person, row: int) -> Sequence[Opinion]:
    """The wanted events of the interest that the event fits best."""
    if not len(scene.strengths):
        return ()
    group = person.taste.interests.largest()[int(np.argmax(scene.interests[:, row]))]
    return [person.own[id_] for id_ in group.members if id_ in person.own]
