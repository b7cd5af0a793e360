"""Two ways of ranking on the live list, compared by what the person chooses from each.

Team-draft interleaving (Radlinski, Kurup and Joachims, CIKM 2008): in each round both strategies
draft their best event that is not yet on the list, in an order that a coin decides. Whichever
strategy drafted what the person then likes, saves, goes to or opens gets the credit. An event
counts once, however often it is shown.
"""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from eventpal.domain import Pick, Rating, event_id_of
from eventpal.errors import BadInput
from eventpal.recommend.candidates import series
from eventpal.recommend.standing import CHOSEN
from eventpal.store.experiments import ExperimentStore, Trial, Turn

Strategy = Literal["my taste", "soonest first", "content only", "wide"]
STRATEGIES: Final[tuple[Strategy, ...]] = get_args(Strategy)

CONVINCING: Final = 0.05
"""A p-value below this is called a difference."""
FEWEST: Final = 6
"""With fewer credits even a clean sweep could be chance at that level (2 · 0.5 ** 5 = 0.06)."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """Two strategies that share the list."""

    first: Strategy
    second: Strategy
    started_at: datetime
    shown: int
    """Events that were drafted so far."""


@dataclass(frozen=True, slots=True)
class ExperimentResult:
    """How often the person chose what each strategy drafted."""

    first_wins: int
    second_wins: int
    p_value: float
    """How probable a difference at least as large is where both are equally good (sign test)."""
    sentence: str


class Experiments:
    """The experiments of one home; one runs at most."""

    def __init__(
        self,
        store: ExperimentStore,
        ratings: Callable[[], Sequence[Rating]],
        clock: Callable[[], datetime],
    ) -> None:
        """``ratings`` is the log of what the person did, without what was taken back."""
        self._store = store
        self._ratings = ratings
        self._clock = clock

    def running(self) -> Experiment | None:
        """The one that runs, if any."""
        trial = self._running()
        if trial is None:
            return None
        shown = len(self._store.turns(trial.id))
        return Experiment(_strategy(trial.first), _strategy(trial.second), trial.started_at, shown)

    def start(self, first: Strategy, second: Strategy) -> None:
        """Let two strategies share the list from now on. Raises BadInput."""
        if _strategy(first) == _strategy(second):
            raise BadInput("Choose two different ways of ranking to compare.")
        self._store.start(first, second, self._clock())

    def stop(self) -> None:
        """End the one that runs; its result stays."""
        self._store.stop(self._clock())

    def opened(self, identifier: str) -> None:
        """Note that the person opened an event, if it stands on a shared list."""
        trial = self._running()
        if trial is not None:
            self._store.opened(trial.id, event_id_of(identifier), self._clock())

    def shared(
        self, limit: int, ranked: Callable[[Strategy, int], Sequence[Pick]]
    ) -> list[Pick] | None:
        """The list that the two strategies draft together, at most ``limit`` long; None if none.

        What either drafted before keeps its team, so that coming back to the list changes nothing.

        Args:
            limit: how long.
            ranked: ``ranked(strategy, limit)``, the best first.
        """
        trial = self._running()
        if trial is None:
            return None
        teams = (_strategy(trial.first), _strategy(trial.second))
        first, second = (ranked(team, limit) for team in teams)
        picks = {series(pick.event): pick for pick in (*second, *first)}
        drafted = team_draft(
            [series(pick.event) for pick in first],
            [series(pick.event) for pick in second],
            limit,
            seed=f"{trial.id}:{self._clock():%Y-%m-%d}",
        )
        shown = [(picks[key], team) for key, team in drafted]
        self._store.show(
            trial.id, {pick.event.event_id: team for pick, team in shown}, self._clock()
        )
        return [pick for pick, _ in shown]

    def result(self) -> ExperimentResult:
        """What came of the one that runs, or ran last. Raises BadInput if there never was one."""
        trial = self._store.latest()
        if trial is None:
            raise BadInput("No comparison was started yet.")
        wins = credited(self._store.turns(trial.id), self._ratings(), trial.stopped_at)
        return ExperimentResult(*wins, sign_test(*wins), _sentence(trial, wins))

    def _running(self) -> Trial | None:
        latest = self._store.latest()
        return latest if latest is not None and latest.stopped_at is None else None


def team_draft(
    first: Sequence[str], second: Sequence[str], limit: int, *, seed: str
) -> list[tuple[str, int]]:
    """The interleaved list: (id, team), team 0 for ``first`` and 1 for ``second``.

    Each round a coin says who drafts first; a team with nothing left drafts nothing.
    """
    coin = random.Random(seed)  # noqa: S311 - a fair coin, not a secret
    drafted: dict[str, int] = {}
    sides = (iter(first), iter(second))
    while len(drafted) < limit:
        before = len(drafted)
        for team in coin.sample((0, 1), 2):
            best = next((one for one in sides[team] if one not in drafted), None)
            if best is not None and len(drafted) < limit:
                drafted[best] = team
        if len(drafted) == before:
            break
    return list(drafted.items())


def credited(
    turns: Iterable[Turn], ratings: Iterable[Rating], until: datetime | None
) -> tuple[int, int]:
    """How many of each team's events the person chose, up to ``until``."""
    chosen: dict[str, list[datetime]] = {}
    for rating in ratings:
        if rating.action in CHOSEN:
            chosen.setdefault(rating.event.event_id, []).append(rating.at)
    wins = [0, 0]
    for turn in turns:
        times = chosen.get(turn.event_id, []) + ([turn.opened_at] if turn.opened_at else [])
        wins[turn.team] += any(
            at >= turn.shown_at and (until is None or at <= until) for at in times
        )
    return wins[0], wins[1]


def sign_test(one: int, other: int) -> float:
    """The two-sided exact binomial test of ``one`` against ``other`` with equal odds."""
    n, most = one + other, max(one, other)
    if not n:
        return 1.0
    tail = float(sum(math.comb(n, k) for k in range(most, n + 1)) / 2**n)
    return min(1.0, 2 * tail)


def _sentence(trial: Trial, wins: tuple[int, int]) -> str:
    first, second = wins
    total, p = first + second, sign_test(first, second)
    if not total:
        return "You have not chosen anything from either list yet."
    counted = f"{first} from “{trial.first}”, {second} from “{trial.second}”"
    if total < FEWEST:
        return f"Too few choices to say yet: {counted}."
    if p >= CONVINCING:
        return f"No clear difference so far: you chose {counted} (p = {p:.2f})."
    better = trial.first if first > second else trial.second
    return f"“{better}” serves you better: you chose {counted} (p = {p:.3f})."


def _strategy(name: str) -> Strategy:
    for one in STRATEGIES:
        if one == name:
            return one
    raise BadInput(f"“{name}” is none of {', '.join(STRATEGIES)}.")
