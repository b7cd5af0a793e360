import gzip
import ipaddress
import os
import threading
import time
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from eventpal import __version__
from eventpal.errors import Cancelled, FetchError, NotFound
from eventpal.feeds.fetching.fetch import Fetcher
from eventpal.feeds.fetching.hops import Limits
from eventpal.feeds.fetching.host_addresses import is_public
from eventpal.progress import CancelToken
from tests.unit.feeds.feed_server import FeedServer, Handler, self_signed, serving

pytestmark = pytest.mark.usefixtures("no_proxy")

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
QUICK = Limits(web_bytes=100_000, file_bytes=100_000, total=5, wait=2)


def refusal(fetcher: Fetcher, location: str) -> str:
    """The one sentence of a fetch that fails."""
    with pytest.raises(FetchError) as failure:
        fetcher.fetch(location)
    sentence = str(failure.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


# The web


def test_a_feed_is_got_with_its_validators(server: FeedServer) -> None:
    url = server.gives(CALENDAR, etag='"a1"', last_modified="Fri, 21 Aug 2026 10:00:00 GMT")
    fetched = Fetcher(limits=QUICK).fetch(url)
    assert fetched.body == CALENDAR
    assert fetched.etag == '"a1"'
    assert fetched.last_modified == "Fri, 21 Aug 2026 10:00:00 GMT"
    assert not fetched.not_modified


def test_the_request_tells_nothing_but_the_program(server: FeedServer) -> None:
    url = server.gives(CALENDAR, set_cookie="id=1")
    fetcher = Fetcher(limits=QUICK)
    fetcher.fetch(url)
    fetcher.fetch(url)
    for _, headers in server.requests:
        assert headers["User-Agent"] == f"EventPal/{__version__}"
        assert headers["Host"] == f"127.0.0.1:{server.server_port}"
        assert not {"Cookie", "Referer", "Authorization", "If-None-Match"} & set(headers)


def test_an_unchanged_feed_is_answered_without_its_body(server: FeedServer) -> None:
    server.plays["/feed"] = lambda handler: handler.answer(
        304 if handler.headers["If-None-Match"] == '"a1"' else 200, etag='"a1"'
    )
    fetched = Fetcher(limits=QUICK).fetch(server.url(), etag='"a1"', last_modified="then")
    assert fetched.not_modified
    assert fetched.body == b""
    assert (fetched.etag, fetched.last_modified) == ('"a1"', "then")
    assert server.requests[0][1]["If-Modified-Since"] == "then"


def test_not_modified_without_having_asked_is_a_fault(server: FeedServer) -> None:
    assert "304" in refusal(Fetcher(limits=QUICK), server.gives(b"", status=304))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "nothing at this address (404)"),
        (410, "nothing at this address (410)"),
        (401, "asks for a name and password (401)"),
        (403, "doesn't let EventPal in (403)"),
        (429, "was asked too often (429)"),
        (500, "a fault of its own (500)"),
        (418, "status 418"),
        (204, "status 204"),
        (302, "status 302"),
    ],
)
def test_statuses_are_sentences(server: FeedServer, status: int, words: str) -> None:
    sentence = refusal(Fetcher(limits=QUICK), server.gives(b"", status=status))
    assert words in sentence
    assert "127.0.0.1" in sentence


@pytest.mark.parametrize(
    ("retry_after", "words"),
    [
        ("40", "wait 40 seconds"),
        ("600", "wait 10 minutes"),
        ("7200", "wait 2 hours"),
        (format_datetime(datetime.now(UTC) + timedelta(hours=5), usegmt=True), "wait 5 hours"),
        ("soon", "asked too often"),
        ("-5", "asked too often"),
        (format_datetime(datetime.now(UTC) - timedelta(hours=5), usegmt=True), "asked too often"),
    ],
)
def test_retry_after_is_told(server: FeedServer, retry_after: str, words: str) -> None:
    url = server.gives(b"", status=429, retry_after=retry_after)
    assert words in refusal(Fetcher(limits=QUICK), url)


def test_redirects_are_followed(server: FeedServer) -> None:
    server.gives(CALENDAR, "/there")
    for status in (301, 302, 303, 307, 308):
        url = server.redirects(f"/{status}", "/there", status)
        assert Fetcher(limits=QUICK).fetch(url).body == CALENDAR


def test_redirects_in_circles_end(server: FeedServer) -> None:
    server.redirects("/b", "/a", 301)
    sentence = refusal(Fetcher(limits=QUICK), server.redirects("/a", "/b", 301))
    assert "redirects in circles" in sentence
    assert len(server.requests) == QUICK.redirects + 1


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("file:///etc/passwd", "“file:” address, which EventPal doesn't follow"),
        ("ftp://example.org/x", "“ftp:” address, which EventPal doesn't follow"),
        ("javascript:alert(1)", "an address that is none"),
        ("https://", "doesn't follow"),
    ],
)
def test_redirects_to_anything_but_the_web_are_refused(
    server: FeedServer, to: str, words: str
) -> None:
    sentence = refusal(Fetcher(limits=QUICK), server.redirects("/a", to))
    assert "127.0.0.1 redirects to " in sentence
    assert words in sentence


def test_redirects_into_a_private_network_are_refused(server: FeedServer) -> None:
    # 127.0.0.1 plays the open internet here, and 127.0.0.2 the network at home.
    fetcher = Fetcher(limits=QUICK, public=lambda address: str(address) == "127.0.0.1")
    with serving("127.0.0.2") as home:
        home.gives(b"router settings")
        sentence = refusal(fetcher, server.redirects("/a", home.url()))
        assert "private network" in sentence
        assert home.requests == []
        # What the person gave may be there, and may lead around there.
        home.gives(CALENDAR, "/calendar")
        assert fetcher.fetch(home.redirects("/b", "/calendar")).body == CALENDAR


def test_a_name_that_resolves_into_a_private_network_is_refused(server: FeedServer) -> None:
    fetcher = Fetcher(limits=QUICK, public=lambda address: False)
    fetcher_outside = Fetcher(
        limits=QUICK, public=lambda address: address == ipaddress.ip_address("127.0.0.1")
    )
    url = server.redirects("/a", f"http://localhost:{server.server_port}/b")
    server.gives(CALENDAR, "/b")
    assert fetcher.fetch(url).body == CALENDAR
    if "::1" in str(_resolved("localhost")):
        assert "private network" in refusal(fetcher_outside, url)


def _resolved(host: str) -> list[str]:
    import socket

    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, 80)]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("172.16.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_a_slow_drip_ends_with_the_time_limit(server: FeedServer) -> None:
    """Nothing else would end it."""

    def drip(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not server.ended.is_set():
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    server.plays["/feed"] = drip
    assert "too slow" in refusal(Fetcher(limits=replace(QUICK, total=0.6)), server.url())
    assert not server.ended.is_set()


@pytest.mark.parametrize("first", [b"", b"HTTP/1.0 200 OK\r\nX-Slow: "])
def test_headers_that_never_end_end_with_the_time_limit(server: FeedServer, first: bytes) -> None:
    def drip(handler: Handler) -> None:
        handler.wfile.write(first)
        while not handler.server.ended.wait(0.1):
            handler.wfile.write(b"H" if not first else b"x")
            handler.wfile.flush()

    server.plays["/feed"] = drip
    sentence = refusal(Fetcher(limits=Limits(total=1, wait=0.9)), server.url())
    assert not server.ended.is_set()
    assert sentence == "127.0.0.1 is too slow: try again later."


def test_a_server_that_falls_silent_is_given_up(server: FeedServer) -> None:
    server.plays["/feed"] = lambda handler: server.ended.wait(5) and None
    assert "too slow" in refusal(Fetcher(limits=replace(QUICK, wait=0.3)), server.url())


def test_an_endless_body_ends_with_the_size_limit(server: FeedServer) -> None:
    def flood(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 10_000)

    server.plays["/feed"] = flood
    assert "more than 98 KiB" in refusal(Fetcher(limits=QUICK), server.url())
    assert server.hung_up.wait(5)


def test_an_announced_size_beyond_the_limit_is_not_fetched(server: FeedServer) -> None:
    url = server.gives(b"", content_length=str(10**9))
    assert "sends more than" in refusal(Fetcher(limits=QUICK), url)


def test_a_body_shorter_than_announced_is_no_feed(server: FeedServer) -> None:
    url = server.gives(CALENDAR, content_length=str(len(CALENDAR) + 100))
    assert "broke off" in refusal(Fetcher(limits=QUICK), url)


def test_a_body_longer_than_announced_is_cut_there(server: FeedServer) -> None:
    url = server.gives(CALENDAR + b"more", content_length=str(len(CALENDAR)))
    assert Fetcher(limits=QUICK).fetch(url).body == CALENDAR


def test_packed_answers_are_unpacked(server: FeedServer) -> None:
    packed = gzip.compress(CALENDAR)
    fetcher = Fetcher(limits=QUICK)
    assert fetcher.fetch(server.gives(packed, content_encoding="gzip")).body == CALENDAR
    deflated = zlib.compress(CALENDAR)
    assert fetcher.fetch(server.gives(deflated, content_encoding="deflate")).body == CALENDAR
    assert fetcher.fetch(server.gives(packed, content_type="application/gzip")).body == CALENDAR


@pytest.mark.parametrize("headers", [{"content_encoding": "gzip"}, {}])
def test_a_gzip_bomb_is_not_unpacked(server: FeedServer, headers: dict[str, str]) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    sentence = refusal(Fetcher(limits=QUICK), server.gives(bomb, **headers))
    assert "more than 98 KiB" in sentence


def test_damaged_packing_is_a_sentence(server: FeedServer) -> None:
    fetcher = Fetcher(limits=QUICK)
    packed = gzip.compress(CALENDAR * 100)
    assert "broke off" in refusal(fetcher, server.gives(packed[:-20], content_encoding="gzip"))
    assert "damaged" in refusal(fetcher, server.gives(b"no gzip at all", content_encoding="gzip"))
    assert "(br)" in refusal(fetcher, server.gives(CALENDAR, content_encoding="br"))


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        ("Fête".encode(), "text/calendar; charset=iso-8859-1", "Fête"),  # the header is wrong
        ("Fête".encode("latin-1"), "text/calendar; charset=iso-8859-1", "Fête"),
        ("Привет".encode("cp1251"), 'text/calendar; charset="windows-1251"', "Привет"),
    ],
)
def test_the_charset_of_the_header_counts_where_the_body_needs_it(
    server: FeedServer, body: bytes, content_type: str, expected: str
) -> None:
    url = server.gives(body, content_type=content_type)
    assert Fetcher(limits=QUICK).fetch(url).body.decode() == expected


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"F\xeate", "text/calendar"),
        (b"F\xeate", "text/calendar; charset=nonsense"),
        (b"\xff\xfeF\x00", "text/calendar; charset=iso-8859-1"),
        (b'<?xml version="1.0" encoding="latin-1"?><a>\xe9</a>', "text/xml; charset=cp1251"),
    ],
)
def test_the_charset_of_the_header_is_left_where_it_does_not_help(
    server: FeedServer, body: bytes, content_type: str
) -> None:
    url = server.gives(body, content_type=content_type)
    assert Fetcher(limits=QUICK).fetch(url).body == body


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with serving(certificate=self_signed(tmp_path)) as server:
        url = server.gives(CALENDAR).replace("http:", "https:")
        assert "can't prove that it is 127.0.0.1" in refusal(Fetcher(limits=QUICK), url)
        assert server.requests == []


def test_webcal_falls_back_to_http_only_where_https_does_not_answer(server: FeedServer) -> None:
    server.gives(CALENDAR)
    fetcher = Fetcher(limits=QUICK)
    assert fetcher.fetch(server.url(scheme="webcal")).body == CALENDAR
    for scheme in ("https", "webcals"):
        assert "https" in refusal(fetcher, server.url(scheme=scheme))


def test_nobody_there_is_a_sentence() -> None:
    with serving() as server:
        url = server.url()
    assert "doesn't answer" in refusal(Fetcher(limits=QUICK), url)
    assert "There is no “nowhere.invalid”" in refusal(
        Fetcher(limits=QUICK), "https://nowhere.invalid/feed"
    )


@pytest.mark.parametrize("address", ["http://", "http://[::1", "https://exa mple.org:port/"])
def test_what_is_no_address_is_a_sentence(address: str) -> None:
    assert "check it for typing errors" in refusal(Fetcher(limits=QUICK), address)


def test_a_password_in_the_address_goes_to_its_host_alone(server: FeedServer) -> None:
    with serving("127.0.0.2") as other:
        other.gives(CALENDAR)
        server.redirects("/private", other.url())
        url = server.url("/private").replace("http://", "http://me:secret@")
        assert Fetcher(limits=QUICK).fetch(url).body == CALENDAR
        assert server.requests[0][1]["Authorization"].startswith("Basic ")
        assert "Authorization" not in other.requests[0][1]
        assert "Cookie" not in other.requests[0][1]


def test_sentences_keep_the_secret_of_the_address(server: FeedServer) -> None:
    url = server.url("/private-abc123/basic.ics?token=xyz").replace("//", "//me:secret@")
    sentence = refusal(Fetcher(limits=QUICK), url)
    assert not {"abc123", "xyz", "secret", "me:"} & set(sentence.replace("/", " ").split())
    assert "secret" not in sentence


def test_a_proxy_from_the_environment_is_used(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url(""))
    server.plays["http://calendars.example/feed"] = lambda handler: handler.answer(200, CALENDAR)
    assert Fetcher(limits=QUICK).fetch("http://calendars.example/feed").body == CALENDAR
    assert server.requests[0][0] == "http://calendars.example/feed"


def test_a_fetch_can_be_stopped_midway(server: FeedServer) -> None:
    token = CancelToken()
    sent = threading.Event()

    def drip(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not server.ended.is_set():
            handler.wfile.write(b"x")
            handler.wfile.flush()
            sent.set()
            time.sleep(0.02)

    server.plays["/feed"] = drip
    threading.Thread(target=lambda: (sent.wait(5), token.cancel())).start()
    with pytest.raises(Cancelled):
        Fetcher(limits=QUICK).fetch(server.url(), token=token)


# Files and the sample city


def test_a_file_is_read_and_skipped_while_it_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(CALENDAR)
    first = Fetcher().fetch(str(path))
    assert first.body == CALENDAR
    again = Fetcher().fetch(str(path), etag=first.etag)
    assert again.not_modified
    assert again.body == b""
    path.write_bytes(CALENDAR + b"\r\n")
    assert not Fetcher().fetch(str(path), etag=first.etag).not_modified


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.ics", tmp_path / "file" / "none.ics"):
        (tmp_path / "file").touch()
        with pytest.raises(NotFound, match="There is no file"):
            Fetcher().fetch(str(path))


def test_a_huge_file_is_a_sentence_and_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "huge.ics"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    assert refusal(Fetcher(), str(path)) == (
        "“huge.ics” has 200 MiB; a calendar or feed of more than 64 MiB is not read."
    )


def test_a_packed_file_is_unpacked_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "a.ics.gz"
    path.write_bytes(gzip.compress(CALENDAR))
    assert Fetcher().fetch(str(path)).body == CALENDAR
    path.write_bytes(gzip.compress(b"\0" * 10_000_000))
    assert "unpacks to more than 98 KiB" in refusal(Fetcher(limits=QUICK), str(path))
    damaged = gzip.compress(CALENDAR)[:-4]
    path.write_bytes(damaged)
    assert Fetcher().fetch(str(path)).body == damaged


def test_what_is_no_ordinary_file_is_a_sentence(tmp_path: Path) -> None:
    assert "no ordinary file" in refusal(Fetcher(), str(tmp_path))
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "no ordinary file" in refusal(Fetcher(), str(tmp_path / "pipe"))
        assert "no ordinary file" in refusal(Fetcher(), "/dev/zero")


def test_a_name_that_no_file_can_have_is_a_sentence() -> None:
    assert "can't be read" in refusal(Fetcher(), "a\0b")
    assert "can't be read" in refusal(Fetcher(), "a" * 5000)


def test_reading_a_file_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(CALENDAR)
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        Fetcher().fetch(str(path), token=token)


def test_the_sample_city_is_dated_by_the_clock_given() -> None:
    fetcher = Fetcher(today=lambda: date(2026, 3, 2))
    assert b"BEGIN:VCALENDAR" in fetcher.fetch("sample:culture").body
    assert fetcher.fetch("sample:culture").body == fetcher.fetch(
        "sample:culture?from=2026-03-02"
    ).body  # fmt: skip
    with pytest.raises(NotFound):
        fetcher.fetch("sample:nowhere")
