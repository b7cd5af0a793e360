"""Getting the bytes of a source: from the web, a file, or the bundled sample city.

A fetch is bounded in size, unpacked size, time and redirects.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from eventpal.domain import Login
from eventpal.feeds import sample
from eventpal.feeds.fetching.files import read_file
from eventpal.feeds.fetching.hops import Fetched, Hop, Limits
from eventpal.feeds.fetching.host_addresses import Address, is_public
from eventpal.progress import CancelToken

if TYPE_CHECKING:
    from eventpal.feeds.fetching.web import Web

_WEB_SCHEMES = {"http", "https", "webcal", "webcals"}


class Fetcher:
    """Fetches one location at a time; safe to use from several threads.

    Args:
        public: Which addresses a source may send us to (a source that the person gave may be
            anywhere). Tests, whose servers are all on loopback, pass their own.
        limits: What one fetch may take.
        today: Dates the sample city where its location does not.
        allow: Called with each host before anything is sent to it; raises NotNow to prevent it.
        report: Told each request once it has ended.
    """

    def __init__(
        self,
        *,
        public: Callable[[Address], bool] = is_public,
        limits: Limits | None = None,
        today: Callable[[], date] | None = None,
        allow: Callable[[str], None] = lambda host: None,
        report: Callable[[Hop], None] = lambda hop: None,
    ) -> None:
        self._public = public
        self._limits = limits or Limits()
        self._today = today or (lambda: datetime.now(UTC).date())
        self._allow = allow
        self._report = report

    def fetch(
        self,
        location: str,
        *,
        etag: str = "",
        last_modified: str = "",
        token: CancelToken | None = None,
        login: Login | None = None,
    ) -> Fetched:
        """The bytes at ``location``: http, https, webcal, webcals, sample:, or a path.

        Args:
            location: As the person gave it.
            etag: The validator of an earlier fetch; with either one, an unchanged source is
                answered without its body.
            last_modified: The other validator.
            token: Checked before each piece.
            login: Sent to the host of ``location`` alone, and never unencrypted over the internet.

        Raises:
            FetchError: with one sentence on what is wrong; NotNow if nothing may be sent,
                LoginNeeded if the host asks for a name and password, or for others.
            NotFound: there is no such file.
            Cancelled: the token says so.
        """
        token = token or CancelToken()
        token.check()
        scheme = location.partition(":")[0].lower()
        if scheme == "sample":
            return Fetched(sample.read(location, self._today()))
        if scheme not in _WEB_SCHEMES:
            body, mark = read_file(Path(location), self._limits.file_bytes, etag, token)
            return Fetched(body or b"", etag=mark, not_modified=body is None)
        return self._web.document(
            location, etag=etag, last_modified=last_modified, token=token, login=login
        )

    def fetch_picture(self, address: str, token: CancelToken) -> bytes:
        """The bytes of a picture that a publisher names, which may be nowhere but on the internet.

        Raises:
            FetchError: with one sentence on what is wrong; NotNow if nothing may be sent.
            Cancelled: the token says so.
        """
        return self._web.picture(address, token)

    @cached_property
    def _web(self) -> "Web":
        # What speaks HTTP takes 0.1 s of processor time to load, and the window opens without it.
        from eventpal.feeds.fetching.web import Web  # noqa: PLC0415

        return Web(self._public, self._limits, self._allow, self._report)
