"""Getting the bytes of a source: from the web, a file, or the bundled sample city.

The only module that opens sockets. A fetch is bounded in size, unpacked size, time and redirects.
Each hop's host is resolved here, its addresses are checked, and the connection is made to a
checked address, so that a name cannot point elsewhere in between. Nothing but the request itself
leaves the computer: no cookies, no referrer. Sentences name the host alone, since private
calendars have their secret in the path.
"""

import ipaddress
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from socket import SOCK_STREAM, gaierror, getaddrinfo
from urllib.request import getproxies, proxy_bypass

import certifi
import httpx

from eventpal import __version__
from eventpal.errors import Cancelled, FetchError
from eventpal.feeds import sample
from eventpal.feeds.charset import in_utf8
from eventpal.feeds.files import MIB, read_file, size_in_words, unpacked
from eventpal.feeds.hops import Hop, Refused
from eventpal.feeds.http_answers import fresh_for, public_address, refusal, wait_asked
from eventpal.progress import CancelToken

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take. Times in seconds."""

    web_bytes: int = 15 * MIB
    """Of what the web sends, packed and unpacked."""
    file_bytes: int = 64 * MIB
    """Of a file on disk, packed and unpacked."""
    total: float = 60.0
    wait: float = 15.0
    """Until a connection is made, or for the next bytes."""
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was got. ``not_modified``: it is as it was when the validators were given; no body."""

    body: bytes
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False


def is_public(address: Address) -> bool:
    """Whether an address is on the open internet, rather than this computer or its network."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        address = inner or address
    return address.is_global and not address.is_multicast


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
    ) -> Fetched:
        """The bytes at ``location``: http, https, webcal, webcals, sample:, or a path.

        Args:
            location: As the person gave it.
            etag: The validator of an earlier fetch; with either one, an unchanged source is
                answered without its body.
            last_modified: The other validator.
            token: Checked before each piece.

        Raises:
            FetchError: with one sentence on what is wrong; NotNow if nothing may be sent.
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
        url = _url(location)
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        job = _Job(location, token, time.monotonic() + self._limits.total, headers)
        if scheme != "webcal":
            return self._follow(url, job)
        try:  # webcal names no protocol: the safe one, and where nobody answers there, the other
            return self._follow(url.copy_with(scheme="https"), job)
        except _NoConnection:
            return self._follow(url.copy_with(scheme="http"), job)

    def _follow(self, url: httpx.URL, job: "_Job") -> Fetched:
        """Fetch ``url``, following redirects by hand with each hop checked."""
        local: bool | None = None
        for _ in range(self._limits.redirects + 1):
            with self._reporting(url, job):
                self._allow(url.host)
                proxy = _proxy_for(url)
                # A proxy resolves names itself; it can be given only what is no name.
                addresses = _literal(url.host) if proxy else _resolve(url)
                private = any(not self._public(address) for address in addresses)
                if local is None:
                    local = private  # the person's own choice, which may lead around their network
                elif private and not local:
                    raise Refused(
                        f"{job.hosts[0]} redirects to an address inside a private network, which "
                        "EventPal doesn't follow: add that address itself if you trust it."
                    )
                job.hosts.append(url.host)
                answer = self._request(url, [] if proxy else addresses, proxy, job)
            if isinstance(answer, Fetched):
                return answer
            url = _next_hop(url, answer)
        raise FetchError(f"{job.hosts[0]} redirects in circles: check the address.")

    @contextmanager
    def _reporting(self, url: httpx.URL, job: "_Job") -> Iterator[None]:
        """Report what becomes of the request to ``url``."""
        job.response = None
        try:
            yield
        except (FetchError, Cancelled) as error:
            refused = isinstance(error, Refused)
            outcome = f"refused: {error}" if refused else str(error)
            failed = not refused and not isinstance(error, Cancelled)
            self._report(_hop(url, job, outcome, sent=not refused, failed=failed))
            raise
        self._report(_hop(url, job, ""))

    def _request(
        self, url: httpx.URL, addresses: list[Address], proxy: str, job: "_Job"
    ) -> Fetched | str:
        """What ``url`` gives: its content, or where it redirects to."""
        targets: list[Address | None] = [*addresses[:3]] or [None]
        for number, target in enumerate(targets, start=1):
            try:
                with self._open(url, target, proxy, job) as response:
                    return self._answer(url, response, job)
            except _NoConnection:
                if number == len(targets):
                    raise
        raise AssertionError("every address was tried")

    @contextmanager
    def _open(
        self, url: httpx.URL, target: Address | None, proxy: str, job: "_Job"
    ) -> Iterator[httpx.Response]:
        """A response whose body is not yet read, from ``target`` if that is given."""
        headers = {**_HEADERS, **{name: text for name, text in job.validators.items() if text}}
        headers["Host"] = url.netloc.decode().rpartition("@")[2]
        extensions = {"sni_hostname": url.raw_host.decode("ascii")}
        sent_to = url if target is None else url.copy_with(host=str(target))
        wait = min(self._limits.wait, job.left())
        try:
            with (
                httpx.Client(
                    verify=self._tls, trust_env=False, proxy=proxy or None, timeout=wait
                ) as client,
                client.stream("GET", sent_to, headers=headers, extensions=extensions) as response,
            ):
                job.response = response
                yield response
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
            raise _failure(url.host, error) from None

    def _answer(self, url: httpx.URL, response: httpx.Response, job: "_Job") -> Fetched | str:
        status, headers = response.status_code, response.headers
        if status in _REDIRECTS and "Location" in headers:
            return headers["Location"]
        if status == httpx.codes.NOT_MODIFIED and any(job.validators.values()):
            return Fetched(b"", not_modified=True, etag=job.validators["If-None-Match"],
                           last_modified=job.validators["If-Modified-Since"])  # fmt: skip
        if status != httpx.codes.OK:
            raise FetchError(refusal(url.host, status, headers.get("Retry-After", "")))
        body = self._body(url.host, response, job)
        return Fetched(
            in_utf8(unpacked(body, self._limits.web_bytes), headers.get("Content-Type", "")),
            etag=headers.get("ETag", ""),
            last_modified=headers.get("Last-Modified", ""),
        )

    def _body(self, host: str, response: httpx.Response, job: "_Job") -> bytes:
        limit = self._limits.web_bytes
        too_much = FetchError(
            f"{host} sends more than {size_in_words(limit)}, which no calendar or feed needs."
        )
        announced = response.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced) > limit:
            raise too_much
        coding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if coding not in _CODINGS:
            raise FetchError(f"{host} packs its answer in a way that wasn't asked for ({coding}).")
        unpack = zlib.decompressobj(_CODINGS[coding]) if _CODINGS[coding] else None
        pieces: list[bytes] = []
        room = limit
        for raw in response.iter_raw():
            job.token.check()
            job.left(host)
            try:
                piece = raw if unpack is None else unpack.decompress(raw, room + 1)
            except zlib.error:
                raise FetchError(f"{host} sends damaged data: try again later.") from None
            room -= len(piece)
            if room < 0:
                raise too_much
            pieces.append(piece)
        if unpack is not None and pieces and not unpack.eof:
            raise FetchError(f"{host} broke off before it had sent all: try again later.")
        return b"".join(pieces)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """The system's certificates, which a company may have added to, and Mozilla's."""
        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
        return context


class _Job:
    """One fetch: what is shared by its hops."""

    def __init__(
        self, asked: str, token: CancelToken, deadline: float, validators: Mapping[str, str]
    ) -> None:
        self.asked = asked
        self.response: httpx.Response | None = None
        self.token = token
        self.validators = validators
        self.hosts: list[str] = []
        self._deadline = deadline

    def left(self, host: str = "") -> float:
        """Seconds that are left; FetchError if none are."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise FetchError(f"{host or self.hosts[0]} is too slow: try again later.")
        return left


class _NoConnection(FetchError):
    """Nobody answers at this address; another way in may work."""


_WEB_SCHEMES = {"http", "https", "webcal", "webcals"}
_HEADERS = {
    "User-Agent": f"EventPal/{__version__}",
    "Accept": "text/calendar, application/rss+xml, application/atom+xml, application/xml;q=0.9, "
    "application/feed+json;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip",
}
_CODINGS = {"identity": 0, "": 0, "gzip": 47, "x-gzip": 47, "deflate": 47}
_REDIRECTS = {301, 302, 303, 307, 308}
_BUSY = {429, 503}


def _hop(
    url: httpx.URL, job: _Job, outcome: str, *, sent: bool = True, failed: bool = False
) -> Hop:
    """What is to be told of a request; without an ``outcome``, its status."""
    answer = job.response
    headers = answer.headers if answer is not None else httpx.Headers()
    status = answer.status_code if answer is not None else 0
    return Hop(
        asked=job.asked,
        host=url.host,
        address=public_address(str(url)),
        received=answer.num_bytes_downloaded if answer is not None else 0,
        status=status,
        outcome=outcome or str(status),
        sent=sent,
        failed=failed,
        wait=wait_asked(headers.get("Retry-After", "")) if status in _BUSY else None,
        fresh=fresh_for(headers.get("Cache-Control", "")),
    )


def _url(location: str) -> httpx.URL:
    try:
        url = httpx.URL(location.strip())
        url = url.copy_with(scheme="http" if url.scheme == "http" else "https", fragment=None)
    except (httpx.InvalidURL, UnicodeError):
        raise FetchError("This is no web address: check it for typing errors.") from None
    if not url.host:
        raise FetchError("This web address names no host: check it for typing errors.")
    return url


def _next_hop(url: httpx.URL, location: str) -> httpx.URL:
    try:
        to = url.join(location)
    except (httpx.InvalidURL, UnicodeError):
        raise FetchError(f"{url.host} redirects to an address that is none.") from None
    if to.scheme in {"webcal", "webcals"}:
        to = to.copy_with(scheme="https")
    if to.scheme not in {"http", "https"} or not to.host:
        raise FetchError(
            f"{url.host} redirects to a “{to.scheme}:” address, which EventPal doesn't follow."
        )
    return to


def _proxy_for(url: httpx.URL) -> str:
    """The proxy that the environment names for ``url``, or ""."""
    if proxy_bypass(url.host):
        return ""
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all") or ""
    return proxy if "://" in proxy or not proxy else f"http://{proxy}"


def _literal(host: str) -> list[Address]:
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        return []


def _resolve(url: httpx.URL) -> list[Address]:
    port = url.port or (80 if url.scheme == "http" else 443)
    try:
        found = getaddrinfo(url.host, port, type=SOCK_STREAM)
    except (gaierror, UnicodeError):
        raise _NoConnection(
            f"There is no “{url.host}”, or no connection to the internet: check both."
        ) from None
    texts = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
    return [ipaddress.ip_address(text) for text in texts]


def _failure(host: str, error: Exception) -> FetchError:
    """The sentence for what the network did."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return FetchError(
                f"{host} can't prove that it is {host}, so nothing was read from it: "
                f"{cause.verify_message}."
            )
        if isinstance(cause, ssl.SSLError):
            return _NoConnection(f"{host} gives no safe connection (https): check the address.")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
        return _NoConnection(f"{host} doesn't answer: check the address, or try again later.")
    if isinstance(error, httpx.InvalidURL):  # our own addresses were checked before
        return FetchError(f"{host} redirects to an address that is none.")
    what = "breaks the connection"
    if isinstance(error, httpx.TimeoutException):
        what = "is too slow"
    elif isinstance(error, httpx.RemoteProtocolError):
        what = "broke off before it had sent all"
    return FetchError(f"{host} {what}: try again later.")
