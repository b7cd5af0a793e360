"""Getting bytes from the web: one bounded request after another, each hop checked.

The only module that opens sockets. Each hop's host is resolved here, its addresses are checked,
and the connection is made to a checked address, so that a name cannot point elsewhere in between.
Nothing but the request itself leaves the computer: no cookies, no referrer. Sentences name the
host alone, since private calendars have their secret in the path.
"""

import ipaddress
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from socket import SHUT_RDWR, SOCK_STREAM, gaierror, getaddrinfo
from typing import Any
from urllib.request import getproxies, proxy_bypass

import certifi
import httpx

from eventpal import __version__
from eventpal.domain import Login
from eventpal.errors import Cancelled, FetchError, LoginNeeded
from eventpal.feeds.charset import in_utf8
from eventpal.feeds.fetching.files import unpacked
from eventpal.feeds.fetching.hops import Fetched, Hop, Limits, Refused
from eventpal.feeds.fetching.host_addresses import Address, literal
from eventpal.feeds.fetching.http_answers import (
    fresh_for,
    login_asked,
    public_address,
    refusal,
    wait_asked,
)
from eventpal.feeds.fetching.http_body import whole_body
from eventpal.feeds.locations import without_login
from eventpal.progress import CancelToken


class Web:
    """Gets what web addresses give; safe to use from several threads. See ``Fetcher``."""

    def __init__(
        self,
        public: Callable[[Address], bool],
        limits: Limits,
        allow: Callable[[str], None],
        report: Callable[[Hop], None],
    ) -> None:
        self._public = public
        self._limits = limits
        self._allow = allow
        self._report = report

    def document(
        self,
        location: str,
        *,
        etag: str,
        last_modified: str,
        token: CancelToken,
        login: Login | None,
    ) -> Fetched:
        """The calendar, feed or page at ``location``; as ``Fetcher.fetch``."""
        bare, given = without_login(location.strip())
        url = _url(bare)
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        deadline = time.monotonic() + self._limits.total
        job = _Job(location, token, deadline, headers, login or given)
        if location.partition(":")[0].lower() != "webcal":
            return self._follow(url, job)
        try:  # webcal names no protocol: the safe one, and where nobody answers there, the other
            return self._follow(url.copy_with(scheme="https"), job)
        except _NoConnection:
            return self._follow(url.copy_with(scheme="http"), job)

    def picture(self, address: str, token: CancelToken) -> bytes:
        """The bytes of a picture; as ``Fetcher.fetch_picture``."""
        deadline = time.monotonic() + self._limits.wait
        job = _Job(address, token, deadline, {}, None, picture=True)
        return self._follow(_url(without_login(address)[0]), job).body

    def _follow(self, url: httpx.URL, job: "_Job") -> Fetched:
        """Fetch ``url``, following redirects by hand with each hop checked."""
        local = False if job.picture else None
        for _ in range(self._limits.redirects + 1):
            with self._reporting(url, job):
                self._allow(url.host)
                proxy = _proxy_for(url)
                # A proxy resolves names itself; it can be given only what is no name.
                addresses = literal(url.host) if proxy else _resolve(url)
                private = any(not self._public(address) for address in addresses)
                if local is None:
                    local = private  # the person's own choice, which may lead around their network
                elif private and not local:
                    leads = f"{job.hosts[0]} redirects" if job.hosts else "A picture leads"
                    raise Refused(
                        f"{leads} to an address inside a private network, which "
                        "EventPal doesn't follow: add that address itself if you trust it."
                    )
                job.hosts.append(url.host)
                if job.login_for(url) and url.scheme == "http" and not private:
                    raise Refused(
                        f"{url.host} would get your password unencrypted, for all to read on the "
                        "way: give its address with https."
                    )
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
        if job.picture:
            headers["Accept"] = "image/jpeg, image/png, image/webp, image/gif"
        headers["Host"] = url.netloc.decode().rpartition("@")[2]
        line = _Line()
        extensions = {"sni_hostname": url.raw_host.decode("ascii"), "trace": line.trace}
        sent_to = url if target is None else url.copy_with(host=str(target))
        wait = min(self._limits.wait, job.left())
        login = job.login_for(url)
        auth = httpx.BasicAuth(login.name, login.password) if login else None
        try:
            with (
                line.cut_after(job.left()),
                httpx.Client(
                    verify=self._tls, trust_env=False, proxy=proxy or None, timeout=wait
                ) as client,
                client.stream(
                    "GET", sent_to, headers=headers, extensions=extensions, auth=auth
                ) as response,
            ):
                job.response = response
                yield response
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
            job.left(url.host)  # where the time was up, that is what is wrong
            raise _failure(url.host, error) from None

    def _answer(self, url: httpx.URL, response: httpx.Response, job: "_Job") -> Fetched | str:
        status, headers = response.status_code, response.headers
        if status in _REDIRECTS and "Location" in headers:
            return headers["Location"]
        if status == httpx.codes.NOT_MODIFIED and any(job.validators.values()):
            return Fetched(b"", not_modified=True, etag=job.validators["If-None-Match"],
                           last_modified=job.validators["If-Modified-Since"])  # fmt: skip
        if status == httpx.codes.UNAUTHORIZED:
            raise LoginNeeded(login_asked(url.host, known=job.login_for(url) is not None))
        if status != httpx.codes.OK:
            raise FetchError(refusal(url.host, status, headers.get("Retry-After", "")))
        body = self._body(url, response, job)
        if job.picture:
            return Fetched(body)
        return Fetched(
            in_utf8(unpacked(body, self._limits.web_bytes), headers.get("Content-Type", "")),
            etag=headers.get("ETag", ""),
            last_modified=headers.get("Last-Modified", ""),
        )

    def _body(self, url: httpx.URL, response: httpx.Response, job: "_Job") -> bytes:
        def check() -> None:
            job.token.check()
            job.left(url.host)

        return whole_body(
            url.host,
            response.headers,
            response.iter_raw(),
            most=self._limits.picture_bytes if job.picture else self._limits.web_bytes,
            what="picture" if job.picture else "calendar or feed",
            check=check,
        )

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """The system's certificates, which a company may have added to, and Mozilla's."""
        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
        return context


class _Job:
    """One fetch: what is shared by its hops."""

    def __init__(
        self,
        asked: str,
        token: CancelToken,
        deadline: float,
        validators: Mapping[str, str],
        login: Login | None,
        *,
        picture: bool = False,
    ) -> None:
        self.asked = asked
        self.picture = picture
        self.response: httpx.Response | None = None
        self.token = token
        self.validators = validators
        self.hosts: list[str] = []
        self._deadline = deadline
        self._login = login

    def login_for(self, url: httpx.URL) -> Login | None:
        """The login, where ``url`` is on the host that it is meant for."""
        return self._login if not self.hosts or url.host == self.hosts[0] else None

    def left(self, host: str = "") -> float:
        """Seconds that are left; FetchError if none are."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise FetchError(f"{host or self.hosts[0]} is too slow: try again later.")
        return left


class _Line:
    """A connection that is cut when its time is up.

    Waiting for bytes has a limit of its own, but a server that sends one now and then keeps
    within that for ever while it has not ended its headers.
    """

    def __init__(self) -> None:
        self._stream: Any = None

    def trace(self, name: str, info: Mapping[str, Any]) -> None:
        """Told by httpcore what it does."""
        if name in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._stream = info["return_value"]

    @contextmanager
    def cut_after(self, seconds: float) -> Iterator[None]:
        """Cut the line after so many seconds, unless the block ends before."""
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        if self._stream is not None:
            with suppress(OSError):  # it may be closed already
                self._stream.get_extra_info("socket").shutdown(SHUT_RDWR)


class _NoConnection(FetchError):
    """Nobody answers at this address; another way in may work."""


_HEADERS = {
    "User-Agent": f"EventPal/{__version__}",
    "Accept": "text/calendar, application/rss+xml, application/atom+xml, application/xml;q=0.9, "
    "application/feed+json;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip",
}
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
        picture=job.picture,
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
