"""What the models work out about events in the background: meaning and odds."""

from collections.abc import Callable
from datetime import datetime, tzinfo

from eventpal.engine.client import Engine
from eventpal.progress import Progress
from eventpal.recommend import language
from eventpal.recommend.language import LanguageJudge
from eventpal.recommend.profile import Profile
from eventpal.recommend.recommender import Recommender
from eventpal.store.vectors import VectorStore

EMBED_BATCH = 64
"""Texts handed to the engine at once: about 0.3 s of work, so a cancel is quick."""

EMBED_PAGE = 2048
"""Texts looked up at once: what came soonest meanwhile waits for half a minute at most."""


class Understanding:
    """Each piece of work keeps what is finished when it is cancelled."""

    def __init__(
        self,
        *,
        engine: Engine,
        vectors: VectorStore,
        profile: Profile,
        recommender: Recommender,
        judge: LanguageJudge,
        clock: Callable[[], datetime],
        zone: tzinfo,
    ) -> None:
        self._engine = engine
        self._vectors = vectors
        self._profile = profile
        self._recommender = recommender
        self._judge = judge
        self._clock = clock
        self._zone = zone

    def embed(self, progress: Progress) -> tuple[int, bool]:
        """Embed every text that has no vector yet, rated ones first, then soonest first.

        Returns:
            How many texts were embedded, and whether any vector is new, a topic's included.

        Raises:
            EngineError: the engine cannot answer.
        """
        self._vectors.prune()
        done, total = 0, self._vectors.missing_count(self._clock())
        topics = self._profile.understand()
        while page := self._vectors.missing(self._clock(), EMBED_PAGE):
            for at in range(0, len(page), EMBED_BATCH):
                progress.step("Understanding events", done, total)
                rows = page[at : at + EMBED_BATCH]
                matrix = self._engine.embed([text for _, text in rows], progress.token)
                digests = [digest for digest, _ in rows]
                self._vectors.put(zip(digests, matrix, strict=True))
                done += len(rows)
        progress.step("Understanding events", done, total)
        return done, bool(done or topics)

    def judge(self, progress: Progress) -> int:
        """Ask the language model about the best picks; nothing while its answers weigh nothing.

        Returns:
            How many answers are new.

        Raises:
            EngineError: the language model cannot answer.
        """
        if not language.earned():
            return 0
        now = self._clock()
        best = self._recommender.ranked(now, limit=language.ASKED, breadth=0.0).picks
        told = [one.opinion for one in self._recommender.told(now)]
        return self._judge.ask(told, [pick.event for pick in best], self._zone, progress)
