"""Parts of town: what lies in one, where only some addresses name it."""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eventpal.domain import Place, distance_km

_REACH_KM = 0.8
"""How far from a venue whose address names the part of town others may lie in it, too."""

_INSIDE, _EDGE = 0.85, 0.6
_CLEARLY = 0.6
"""Up to this share of the way to another part of town a venue is beyond doubt in this one."""

_MOST = 300
_STREET = re.compile(
    r"\b(?:st|str|street|ave|avenue|rd|road|lane|ln|dr|drive|way|blvd|row|place|pl|court|ct|close"
    r"|terrace|highway|route|strasse|weg|gasse|allee|platz|county)\b|(?:strasse|weg|gasse|allee)\b"
)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """One part of town, and those around it, by venues whose addresses name them."""

    inside: tuple[Place, ...]
    others: tuple[Place, ...]
    named: frozenset[str]
    """Folded names of the other parts."""

    def weight(self, address: Sequence[str], place: Place | None) -> float:
        """How surely what is at ``place`` lies inside, 0 to 1; its address does not say so."""
        if place is None or not self.named.isdisjoint(address):
            return 0.0
        own = min((distance_km(place, one) for one in self.inside), default=math.inf)
        other = min((distance_km(place, one) for one in self.others), default=math.inf)
        if own > _REACH_KM or own >= other:
            return 0.0
        return _INSIDE if own <= _CLEARLY * other else _EDGE


def districts_of(
    areas: Iterable[str], addresses: Mapping[str, Collection[str]], places: Mapping[str, Place]
) -> dict[str, tuple[Place, ...]]:
    """The parts of town among ``areas``, and the places of the venues in each.

    Args:
        areas: folded parts of addresses that are not those of the whole town.
        addresses: the folded venues that have each part in their address.
        places: where each venue is.
    """
    found = {
        area: tuple(places[venue] for venue in sorted(addresses[area]) if venue in places)
        for area in areas
        if not _STREET.search(area)
    }
    return {area: at for area, at in found.items() if at}


def neighbours(area: str, districts: Mapping[str, tuple[Place, ...]]) -> Neighbours | None:
    """What lies around ``area``; None where none of its venues has a place."""
    inside = districts.get(area, ())
    others = {name: at for name, at in districts.items() if name != area}
    if not inside:
        return None
    return Neighbours(inside, tuple(one for at in others.values() for one in at), frozenset(others))


def middle(places: Mapping[str, Place]) -> Place | None:
    """The place of the venue that is nearest to all the others: the middle of town."""
    some = [places[name] for name in sorted(places)][:_MOST]
    if not some:
        return None
    return min(some, key=lambda one: math.fsum(math.sqrt(distance_km(one, it)) for it in some))
