"""Features of what an event is about, by the meaning of its text."""

import numpy as np

from eventpal.recommend.candidates import Floats
from eventpal.recommend.scene import Scene

NEUTRAL_COSINE = 0.25
"""Of two events that have no more in common than any two. A whole number of 1/4, so that taking
it away leaves exactly 0 in any precision."""
USUAL_INTEREST = 0.35
"""Cosine with the middle of a group of events at which an event neither belongs nor not."""


def like_nearest(scene: Scene) -> Floats:
    """How like the most similar wanted event it is: cosine .25 is 0, cosine .75 is 1.

    That it is unlike all of them says little while they are few: half as much for four of them.
    """
    if not len(scene.liked):
        return np.zeros(len(scene.candidates))
    value = (scene.liked.max(axis=0).astype(float) - NEUTRAL_COSINE) / 0.5
    return _trusted(scene, np.clip(value, -0.5, 1.5))


def like_overall(scene: Scene) -> Floats:
    """How like the wanted events it is on average: cosine .25 is 0, cosine .5 is 1.

    That it is unlike them says little while they are few: half as much for four of them.
    """
    if not len(scene.liked):
        return np.zeros(len(scene.candidates))
    value = (scene.liked.mean(axis=0).astype(float) - NEUTRAL_COSINE) / 0.25
    return _trusted(scene, np.clip(value, -0.5, 1.5))


def interest(scene: Scene) -> Floats:
    """How well it fits the best fitting of the person's interests: cosine .35 is 0, .75 is 1.

    Drawn to 0 for an interest of few events.
    """
    if not len(scene.strengths):
        return np.zeros(len(scene.candidates))
    trust = scene.strengths / (scene.strengths + 1.0)
    fit = np.clip((scene.interests.astype(float) - USUAL_INTEREST) / 0.4, 0.0, 1.5)
    best: Floats = (fit * trust[:, None]).max(axis=0)
    return np.where(scene.embedded, best, 0.0)


def dislike_nearest(scene: Scene) -> Floats:
    """How like the most similar unwanted event it is: up to cosine .25 is 0, cosine .75 is 1."""
    if not len(scene.disliked):
        return np.zeros(len(scene.candidates))
    value = (scene.disliked.max(axis=0).astype(float) - NEUTRAL_COSINE) / 0.5
    return np.where(scene.embedded, np.clip(value, 0.0, 1.5), 0.0)


def rejected(scene: Scene) -> Floats:
    """How much it is of a kind that was turned down and never wanted: by meaning, by category.

    By meaning up to cosine .3 is 0 and from .5 on 1, if nothing wanted is as near; by category
    half for one that was turned down, three quarters for three.
    """
    value = np.zeros(len(scene.candidates))
    if len(scene.disliked):
        nearest = scene.disliked.max(axis=0).astype(float)
        apart = nearest > (scene.liked.max(axis=0) if len(scene.liked) else -1.0)
        value = np.where(apart & scene.embedded, np.clip((nearest - 0.3) / 0.2, 0.0, 1.0), 0.0)
    labels = scene.candidates.category
    refused = scene.taste.category.refused(labels.codes_of)
    np.maximum.at(value, labels.rows, refused[labels.codes])
    value[list(scene.own)] = 0.0
    return value


def language_model(scene: Scene) -> Floats:
    """What the language model gives for a yes: log-odds less those it gives on average, base e."""
    value = np.zeros(len(scene.candidates))
    rows = [n for n, one in enumerate(scene.candidates.events) if one.event_id in scene.odds]
    if not scene.odds or not rows:
        return value
    odds = np.clip([scene.odds[scene.candidates.events[n].event_id] for n in rows], 1e-3, 1 - 1e-3)
    usual = np.clip(list(scene.odds.values()), 1e-3, 1 - 1e-3)
    middle = float(np.mean(np.log(usual / (1 - usual))))
    value[rows] = np.clip(np.log(odds / (1 - odds)) - middle, -2.0, 2.0)
    return value


def _trusted(scene: Scene, value: Floats) -> Floats:
    """``value`` where there is a vector; what is below 0 as far as the history reaches."""
    trust = scene.taste.wanted / (scene.taste.wanted + 4.0)
    return np.where(scene.embedded, np.where(value < 0, value * trust, value), 0.0)
