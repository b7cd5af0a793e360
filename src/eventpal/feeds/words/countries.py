"""Which country a time zone lies in, and what that tells of how people write there."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

_COUNTRY_AND_ZONE = re.compile(r"^([A-Z]{2})\t\S+\t(\S+)", re.MULTILINE)
_ZONE_AND_ALIAS = re.compile(r"^L (\S+) (\S+)$", re.MULTILINE)
_MONTH_FIRST = {"US", "CA", "PR", "VI", "GU", "AS", "MP", "UM", "PA"}


def country_of_zone(tz: str) -> str:
    """The country (ISO 3166) that a named time zone lies in; "" for one that lies in none."""
    return _countries().get(tz, "")


def writes_month_first(tz: str) -> bool:
    """Whether 3/4 is the fourth of March where clocks follow this zone."""
    return country_of_zone(tz) in _MONTH_FIRST


@cache
def _countries() -> Mapping[str, str]:
    """The country of each zone that lies in one, from the zone database's own tables."""
    tables = resources.files("tzdata") / "zoneinfo"
    places = (tables / "zone.tab").read_text(encoding="utf-8")
    of = {zone: country for country, zone in _COUNTRY_AND_ZONE.findall(places)}
    aliases = _ZONE_AND_ALIAS.findall((tables / "tzdata.zi").read_text(encoding="utf-8"))
    return {alias: of[zone] for zone, alias in aliases if zone in of} | of
