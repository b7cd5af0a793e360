"""Pictures of events: fetched once, made small by the one who asks, and kept encrypted."""

from collections.abc import Callable
from datetime import datetime

from eventpal.errors import FetchError
from eventpal.feeds.fetching.fetch import Fetcher
from eventpal.feeds.fetching.hops import NotNow
from eventpal.progress import Progress
from eventpal.store.pictures import PictureStore

AT_A_TIME = 50
"""Pictures that are looked up at once."""

Shrink = Callable[[bytes], bytes]
"""Makes a small picture of what was fetched, or b"" where that is none."""


class Gallery:
    """Fetches the pictures that sources which the person trusts name. Nothing else does."""

    def __init__(
        self, pictures: PictureStore, fetcher: Fetcher, clock: Callable[[], datetime]
    ) -> None:
        self._pictures = pictures
        self._fetcher = fetcher
        self._clock = clock

    def gather(self, shrink: Shrink, progress: Progress) -> int:
        """Fetch every picture that is wanted, each once; returns how many there are now more.

        What is fetched is kept only as ``shrink`` makes it anew. Stops where nothing may be
        fetched at present.

        Raises:
            Cancelled: what was fetched is kept.
        """
        self._pictures.forget_unused()
        done = tried = 0
        while wanted := self._pictures.wanted(self._clock(), AT_A_TIME):
            waiting = len(wanted)
            for address in wanted:
                progress.step("Fetching pictures", tried)
                try:
                    picture = shrink(self._fetcher.fetch_picture(address, progress.token))
                except NotNow:
                    waiting -= 1
                    continue
                except FetchError:
                    picture = b""
                self._pictures.put(address, picture, self._clock())
                tried += 1
                done += bool(picture)
            if not waiting:
                break
        return done

    def waiting(self) -> bool:
        """Whether there is a picture to fetch."""
        return bool(self._pictures.wanted(self._clock(), 1))

    def picture(self, address: str) -> bytes:
        """The small picture from ``address``, or b"" while there is none."""
        return self._pictures.get(address)

    def forget_unused(self) -> int:
        """Forget the pictures that no trusted source names any more; returns how many."""
        return self._pictures.forget_unused()
