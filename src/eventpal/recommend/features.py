"""The named features of an event for one person at one moment; the score is a weighted sum of them.

Each is 0 where it has nothing to say, and its typical event lies near 0, so that a weight moves
only what is out of the ordinary.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from eventpal.recommend import affinities, likeness, reach, timing, turnout
from eventpal.recommend.candidates import Floats
from eventpal.recommend.scene import Scene


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: ``compute`` gives [n] values from ``low`` to ``high`` in ``unit``."""

    name: str
    unit: str
    low: float
    high: float
    compute: Callable[[Scene], Floats]

    @property
    def meaning(self) -> str:
        """What it measures, in a sentence."""
        return (self.compute.__doc__ or "").splitlines()[0]


def detail(scene: Scene) -> Floats:
    """How much its publisher tells of it (picture, text, place, price): half of that is 0."""
    return scene.candidates.detail - 0.5


def notice(scene: Scene) -> Floats:
    """1 for a notice that something is closed, called off or due."""
    return scene.candidates.notice


def meeting(scene: Scene) -> Floats:
    """1 for a meeting or rehearsal of a board, a committee, a club, rather than an outing."""
    return scene.candidates.meeting


def liked(scene: Scene) -> Floats:
    """1 for what the person has liked itself."""
    value = np.zeros(len(scene.candidates))
    value[[row for row, opinion in scene.own.items() if opinion.wanted]] = 1.0
    return value


FEATURES: Final = (
    Feature("like_nearest", "scaled cosine", -0.5, 1.5, likeness.like_nearest),
    Feature("like_overall", "scaled cosine", -0.5, 1.5, likeness.like_overall),
    Feature("interest", "scaled cosine", 0.0, 1.5, likeness.interest),
    Feature("dislike_nearest", "scaled cosine", 0.0, 1.5, likeness.dislike_nearest),
    Feature("rejected", "share", 0.0, 1.0, likeness.rejected),
    Feature("organiser", "shrunk share", -1.0, 1.0, affinities.organiser),
    Feature("venue", "shrunk share", -1.0, 1.0, affinities.venue),
    Feature("category", "shrunk share", -1.0, 1.0, affinities.category),
    Feature("topic", "shrunk share", -1.0, 1.0, affinities.topic),
    Feature("word", "shrunk share", -1.0, 1.0, affinities.word),
    Feature("series", "shrunk share", -1.0, 1.0, affinities.series),
    Feature("graph", "scaled log ratio", 0.0, 1.0, affinities.graph_nearness),
    Feature(
        "organiser_turnout",
        "log ratio",
        -turnout.LIMIT,
        turnout.LIMIT,
        affinities.organiser_turnout,
    ),
    Feature("venue_turnout", "log ratio", -turnout.LIMIT, turnout.LIMIT, affinities.venue_turnout),
    Feature(
        "repeat_turnout", "log ratio", -turnout.LIMIT, turnout.LIMIT, affinities.repeat_turnout
    ),
    Feature("time_of_week", "log ratio", -timing.LOG_LIMIT, timing.LOG_LIMIT, timing.time_of_week),
    Feature("lead_time", "scaled log days", -0.66, 1.0, timing.lead_time),
    Feature("lead_habit", "log ratio", -timing.LOG_LIMIT, timing.LOG_LIMIT, timing.lead_habit),
    Feature("next_date", "scaled log count", -1.0, 0.0, timing.next_date),
    Feature("just_announced", "share", -1.0, 1.0, timing.just_announced),
    Feature("last_chance", "share", 0.0, 1.0, timing.last_chance),
    Feature("distance", "scaled log km", -1.0, 1.0, reach.distance),
    Feature("usual_places", "kernel of km", -1.0, 1.0, reach.usual_places),
    Feature("price", "scaled log price", -1.0, 1.0, reach.price),
    Feature("price_fit", "scaled log price", -1.0, 1.0, reach.price_fit),
    Feature("novelty", "share", -1.0, 0.0, affinities.novelty),
    Feature("rarity", "scaled log count", -1.0, 0.0, timing.rarity),
    Feature("long_run", "scaled log days", 0.0, 1.0, timing.long_run),
    Feature("all_day", "yes or no", 0.0, 1.0, timing.all_day),
    Feature("detail", "share", -0.5, 0.5, detail),
    Feature("notice", "yes or no", 0.0, 1.0, notice),
    Feature("meeting", "yes or no", 0.0, 1.0, meeting),
    Feature("passed_over", "scaled log days", 0.0, 1.0, timing.passed_over),
    Feature("language_model", "log-odds", -2.0, 2.0, likeness.language_model),
    Feature("liked", "yes or no", 0.0, 1.0, liked),
)

NAMES: Final = tuple(feature.name for feature in FEATURES)


def matrix(scene: Scene) -> Floats:
    """All features of all candidates, [n, len(FEATURES)]."""
    return np.column_stack([feature.compute(scene) for feature in FEATURES])
