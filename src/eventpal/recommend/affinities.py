"""Features of who and where: what the names that an event bears were worth so far."""

import numpy as np

from eventpal.recommend import graph, turnout
from eventpal.recommend.candidates import Floats, Labels, at
from eventpal.recommend.scene import Scene
from eventpal.recommend.taste import Tally


def organiser(scene: Scene) -> Floats:
    """How much the organiser's events were wanted, drawn to 0 while few are known."""
    return _affinity(scene, scene.candidates.organiser, scene.taste.organiser)


def venue(scene: Scene) -> Floats:
    """How much events at the venue were wanted, drawn to 0 while few are known."""
    return _affinity(scene, scene.candidates.venue, scene.taste.venue)


def category(scene: Scene) -> Floats:
    """How much the categories were wanted: the best and the worst known of them, added."""
    return _affinity(scene, scene.candidates.category, scene.taste.category)


def word(scene: Scene) -> Floats:
    """How much events with the title's words were wanted: the best and the worst, added."""
    return _affinity(scene, scene.candidates.word, scene.taste.word)


def topic(scene: Scene) -> Floats:
    """How much its categories were wanted on average, drawn to 0 while few are known."""
    return _average(scene, scene.candidates.category, scene.taste.category)


def series(scene: Scene) -> Floats:
    """How much other dates of the same series were wanted."""
    return _affinity(scene, scene.candidates.series, scene.taste.series)


def graph_nearness(scene: Scene) -> Floats:
    """How near it is in the net of organisers, venues and categories: log ratio to chance / 3."""
    labels = (scene.candidates.organiser, scene.candidates.venue, scene.candidates.category)
    tallies = (scene.taste.organiser, scene.taste.venue, scene.taste.category)
    near = graph.nearness(
        labels, len(scene.candidates), [tally.balance(scene.own) for tally in tallies]
    )
    return near / graph.LIMIT


def organiser_turnout(scene: Scene) -> Floats:
    """How much of what the organiser put on the person went to: log of the ratio to all, base e."""
    return _turnout(scene, "organiser", scene.candidates.organiser)


def venue_turnout(scene: Scene) -> Floats:
    """How much of what was on at the venue the person went to: log of the ratio to all, base e."""
    return _turnout(scene, "venue", scene.candidates.venue)


def repeat_turnout(scene: Scene) -> Floats:
    """How many earlier dates of it the person went to: log of the ratio to all dates, base e."""
    return _turnout(scene, "repeat", scene.candidates.repeat)


def novelty(scene: Scene) -> Floats:
    """How little of it the person has met: nothing of it is 0, all of it often -1."""
    known = np.zeros(len(scene.candidates))
    for labels, tally in (
        (scene.candidates.organiser, scene.taste.organiser),
        (scene.candidates.venue, scene.taste.venue),
        (scene.candidates.category, scene.taste.category),
    ):
        met = tally.familiarities(labels.codes_of)
        most = np.zeros(len(known))
        np.maximum.at(most, labels.rows, met[labels.codes])
        known += most
    return -known / 3.0


def _affinity(scene: Scene, labels: Labels, tally: Tally) -> Floats:
    """The highest affinity above 0 plus the lowest below 0 among each event's labels, [n]."""
    known = tally.affinities(labels.codes_of)
    best, worst = np.zeros(len(scene.candidates)), np.zeros(len(scene.candidates))
    if known.any():
        values = known[labels.codes]
        if scene.own:
            names = tuple(labels.codes_of)
            rows = np.fromiter(scene.own, dtype=np.intp)
            begin = np.searchsorted(labels.rows, rows).tolist()
            end = np.searchsorted(labels.rows, rows + 1).tolist()
            for opinion, *pairs in zip(scene.own.values(), begin, end, strict=True):
                for pair in range(*pairs):
                    values[pair] = tally.affinity(names[labels.codes[pair]], without=opinion)
        np.maximum.at(best, labels.rows, values)
        np.minimum.at(worst, labels.rows, values)
    return best + worst


def _average(scene: Scene, labels: Labels, tally: Tally) -> Floats:
    """The mean affinity over each event's labels, known or not, [n]."""
    known = tally.affinities(labels.codes_of)
    n = len(scene.candidates)
    total = np.bincount(labels.rows, known[labels.codes], minlength=n)
    mean: Floats = total / np.maximum(np.bincount(labels.rows, minlength=n), 1)
    for row, opinion in scene.own.items():
        names = tuple(labels.codes_of)
        borne = [names[code] for code in labels.codes[labels.rows == row]]
        if borne:
            mean[row] = float(np.mean([tally.affinity(name, without=opinion) for name in borne]))
    return mean


def _turnout(scene: Scene, kind: str, labels: Labels) -> Floats:
    value = np.zeros(len(scene.candidates))
    if scene.since is not None:
        by_name = turnout.ratios(
            scene.passed,
            scene.taste.went,
            kind,
            labels,
            since=at(scene.since),
            now=at(scene.now),
        )
        value[labels.rows] = by_name[labels.codes]
    return value
