"""Month, weekday and zone names in the languages that feeds are read in. All in lower case."""

from collections.abc import Iterable
from types import MappingProxyType


def _numbered(first: int, *groups: str) -> dict[str, int]:
    return {
        name: number
        for number, group in enumerate(groups, start=first)
        for name in group.replace("_", " ").split()
    }


# English, German, French, Spanish, Italian, Dutch, Portuguese, Swedish, Danish, Polish.
MONTHS = MappingProxyType(
    _numbered(
        1,
        "january jan januar jänner janvier janv enero ene gennaio gen januari janeiro stycznia",
        "february feb februar feber février fevrier févr fevr fév febrero febbraio februari"
        " fevereiro lutego",
        "march mar märz maerz mrz mär mars marzo maart mrt março marts",
        "april apr avril avr abril abr aprile kwietnia",
        "may mai mayo maggio mag mei maio maj",
        "june jun juni juin junio giugno giu junho czerwca",
        "july jul juli juillet juil julio luglio lug julho lipca",
        "august aug août aout agosto ago augustus augusti sierpnia",
        "september sep sept septembre septiembre set settembre setembro września",
        "october oct oktober okt octobre octubre ottobre ott outubro out października",
        "november nov novembre noviembre novembro listopada",
        "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro grudnia",
    )
)
WEEKDAYS = MappingProxyType(
    _numbered(
        0,
        "monday mon montag lundi lunes lunedì maandag segunda-feira måndag mandag",
        "tuesday tue tues dienstag mardi martes martedì dinsdag terça-feira tisdag tirsdag",
        "wednesday wed weds mittwoch mercredi miércoles miercoles mercoledì woensdag"
        " quarta-feira onsdag",
        "thursday thu thur thurs donnerstag jeudi jueves giovedì donderdag quinta-feira torsdag",
        "friday fri freitag vendredi viernes venerdì vrijdag sexta-feira fredag",
        "saturday sat samstag sonnabend samedi sábado sabado sabato zaterdag lördag lørdag",
        "sunday sun sonntag dimanche domingo domenica zondag söndag søndag",
    )
    # Short German and French forms, which are words of their own elsewhere, stand with a dot or
    # before a day's number; the patterns that use this table see to it.
    | _numbered(0, "mo lun", "di", "mi mié", "do jeu jue", "fr ven vie", "sa sam sáb", "so dim dom")
)
AMBIGUOUS_MONTHS = frozenset(
    {"may", "mar", "march", "mars", "set", "mag", "gen", "ago", "dic", "out"}
)
"""Words that also mean something else: they count as months only with a capital."""

ZONES = MappingProxyType(
    {
        **dict.fromkeys(("pst", "pdt", "pt"), "America/Los_Angeles"),
        **dict.fromkeys(("mst", "mdt", "mt"), "America/Denver"),
        **dict.fromkeys(("cst", "cdt", "ct"), "America/Chicago"),
        **dict.fromkeys(("est", "edt", "et"), "America/New_York"),
        **dict.fromkeys(("akst", "akdt"), "America/Anchorage"),
        "hst": "Pacific/Honolulu",
        **dict.fromkeys(("utc", "gmt"), "UTC"),
        **dict.fromkeys(("cet", "cest", "mez", "mesz"), "Europe/Berlin"),
        "bst": "Europe/London",
        **dict.fromkeys(("aest", "aedt"), "Australia/Sydney"),
    }
)
"""What is written behind a time, as the zone that is meant: "PST" in summer is still Pacific."""


def alternation(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))
