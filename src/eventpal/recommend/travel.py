"""How the person gets about and who comes along; minutes between two places."""

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from eventpal.domain import Place, distance_km
from eventpal.errors import BadInput
from eventpal.store.preferences import Preferences

Mode = Literal["walk", "bike", "transit", "car"]
Company = Literal["anyone", "alone", "kids", "accessible"]


@dataclass(frozen=True, slots=True)
class Pace:
    """How one way of travelling goes."""

    km_per_hour: float
    """On the way itself."""
    detour: float
    """How much longer the way is than the straight line."""
    overhead: float
    """Minutes that every trip takes besides: waiting, parking, unlocking."""


PACES: Final[dict[Mode, Pace]] = {
    "walk": Pace(4.8, 1.3, 0.0),
    "bike": Pace(15.0, 1.3, 3.0),
    "transit": Pace(22.0, 1.4, 10.0),
    "car": Pace(35.0, 1.4, 7.0),
}
"""Our judgement of a town, doors to doors. The detour by road is 1.4 in the mean (Boscoe, Henry
and Zdeb, Professional Geographer 2012); ways on foot and by bicycle are straighter."""


def home_of(preferences: Preferences) -> Place | None:
    """Where the person lives; None while unknown."""
    stored = preferences.get("home_place")
    return Place(stored["lat"], stored["lon"]) if stored else None


def minutes(here: Place, there: Place, mode: Mode) -> float:
    """How long the trip takes, estimated from the straight line; 0 within 50 m."""
    km = distance_km(here, there)
    pace = PACES[mode]
    return 0.0 if km < 0.05 else pace.overhead + km * pace.detour / pace.km_per_hour * 60.0


@dataclass(frozen=True, slots=True)
class Habits:
    """The person's choices at one moment."""

    company: Company = "anyone"
    budget: float | None = None
    """The most that entry may cost, in whatever currency it is given."""
    mode: Mode = "transit"
    max_minutes: float | None = None
    """The longest trip from home, one way."""
    mode_is_usual: bool = True
    """Whether the mode is merely what most people would choose."""


class Travel:
    """The same choices, kept; setting one takes effect at once."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    @property
    def company(self) -> Company:
        """Who comes along: anyone, nobody, children, or somebody who needs step-free access."""
        value = self._get("company")
        return value if value in get_args(Company) else "anyone"

    @company.setter
    def company(self, company: Company) -> None:
        self._choose("company", company, get_args(Company))

    @property
    def mode(self) -> Mode:
        """How the person travels."""
        value = self._get("mode")
        return value if value in get_args(Mode) else "transit"

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._choose("mode", mode, get_args(Mode))

    @property
    def budget(self) -> float | None:
        """The most that entry may cost; None is no limit."""
        return self._number("budget")

    @budget.setter
    def budget(self, budget: float | None) -> None:
        self._limit("budget", budget)

    @property
    def max_minutes(self) -> float | None:
        """The longest trip from home in minutes, one way; None is no limit."""
        return self._number("max_minutes")

    @max_minutes.setter
    def max_minutes(self, most: float | None) -> None:
        self._limit("max_minutes", most)

    @property
    def habits(self) -> Habits:
        """All of it at once."""
        unchosen = self._get("mode") is None
        return Habits(self.company, self.budget, self.mode, self.max_minutes, unchosen)

    def clear(self) -> None:
        """Back to how it is before anything was chosen."""
        for name in ("company", "mode", "budget", "max_minutes"):
            self._set(name, None)

    def _choose(self, name: str, value: str, known: tuple[str, ...]) -> None:
        if value not in known:
            raise BadInput(f"“{value}” is none of {', '.join(known)}.")
        self._set(name, value)

    def _number(self, name: str) -> float | None:
        value = self._get(name)
        return None if value is None else float(value)

    def _limit(self, name: str, value: float | None) -> None:
        if value is not None and not 0 <= value < float("inf"):
            raise BadInput("A limit is a number from 0 on, or none.")
        self._set(name, value)

    def _get(self, name: str) -> Any:
        return (self._preferences.get("travel", None) or {}).get(name)

    def _set(self, name: str, value: Any) -> None:
        chosen = dict(self._preferences.get("travel", None) or {})
        chosen[name] = value
        self._preferences.set("travel", chosen)
