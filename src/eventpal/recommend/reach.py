"""Features of how far an event is and what it costs."""

import numpy as np

from eventpal.domain import EARTH_RADIUS_KM
from eventpal.recommend.candidates import Candidates, Floats, place_arrays
from eventpal.recommend.scene import Scene

NEAR_HOME_KM = 8.0
"""At this distance from home an event is neither near nor far."""
USUAL_PLACE_KM = 15.0
"""At this distance from a visited place, the visit counts 1/e."""
USUAL_PLACES_KEPT = 12
DEAR = 100.0
"""A price, in units of its currency, that has the lowest value."""
DEAR_FROM = 0.9
"""Of a price that was too dear, from which others are, too."""


def distance(scene: Scene) -> Floats:
    """How near home it is, on a log scale: 0 km is 1, 8 km is 0, 80 km is -1."""
    if scene.home is None:
        return np.zeros(len(scene.candidates))
    lat, lon = place_arrays([scene.home])
    km = _km(scene.candidates, lat, lon)[0]
    near_home: Floats = np.nan_to_num(
        np.clip(1 - np.log1p(km) / np.log1p(NEAR_HOME_KM), -1, 1), nan=0.0
    )
    return near_home


def usual_places(scene: Scene) -> Floats:
    """How much nearer it is to where the person goes than candidates are on average.

    Each place counts 1 at no distance and 1/e at 15 km. Drawn to 0 while few places are known.
    """
    known = sorted(scene.taste.places.items(), key=lambda item: (-item[1], item[0]))
    if not known or np.isnan(scene.candidates.lat).all():
        return np.zeros(len(scene.candidates))
    kept = known[:USUAL_PLACES_KEPT]
    weights = np.array([weight for _, weight in kept])
    lat, lon = np.array([place for place, _ in kept]).T
    near = weights @ np.exp(-_km(scene.candidates, lat, lon) / USUAL_PLACE_KM) / weights.sum()
    trust = scene.taste.wanted / (scene.taste.wanted + 2.0)
    habit: Floats = np.nan_to_num((near - np.nanmean(near)) * trust, nan=0.0)
    return habit


def price(scene: Scene) -> Floats:
    """How cheap entry is, on a log scale: free is 1, about 9 is 0, 100 is -1; unknown is 0."""
    value = 1 - 2 * np.log1p(np.clip(scene.candidates.price, 0, DEAR)) / np.log1p(DEAR)
    filled: Floats = np.nan_to_num(value, nan=0.0)
    return filled


def price_fit(scene: Scene) -> Floats:
    """How near it is to what the person pays: the same is 1, e times as much 0; unknown is 0.

    Each price that was too dear takes from all that cost about as much or more.
    """
    level = np.log1p(scene.candidates.price)
    fit = np.zeros(len(level))
    if scene.taste.prices:
        usual = float(np.median(np.log1p(scene.taste.prices)))
        trust = len(scene.taste.prices) / (len(scene.taste.prices) + 3.0)
        # Less than usual is no flaw.
        fit = trust * np.clip(1 - np.clip(level - usual, 0, None), -1.0, 1.0)
    for limit in scene.taste.too_dear:
        fit = fit - 0.5 * (scene.candidates.price >= DEAR_FROM * limit)
    filled: Floats = np.clip(np.nan_to_num(fit, nan=0.0), -1.0, 1.0)
    return filled


def _km(candidates: Candidates, lat: Floats, lon: Floats) -> Floats:
    """Distances to ``m`` places, [m, n], nan where unknown.

    Equirectangular, which is within 1% of the great circle up to 500 km outside the polar regions
    and costs no trigonometry for each pair.
    """
    north = np.radians(candidates.lat - lat[:, None])
    turn = (candidates.lon - lon[:, None] + 180.0) % 360.0 - 180.0
    east = np.radians(turn) * np.cos(np.radians(lat))[:, None]
    km: Floats = EARTH_RADIUS_KM * np.hypot(north, east)
    return km
