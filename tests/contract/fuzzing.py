"""What must hold of any bytes that are read, and changing bytes at random."""

import random
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from eventpal.errors import FormatError
from eventpal.feeds.document import read_document
from eventpal.feeds.reading import Window
from eventpal.store.encoding import decode_listing, encode_listing, event_row

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZONE = ZoneInfo("America/Los_Angeles")
WINDOW = Window(datetime(2025, 3, 1, tzinfo=UTC), datetime(2027, 4, 5, tzinfo=UTC))
PATIENCE_S = 20.0
"""Processor time after which reading one file counts as hanging: far more than any needs."""
_JOINTS = (
    b"\r\n", b"\n", b"\r", b":", b";", b",", b"\0", b"<", b">", b"&", b'"', b"=", b"T", b"Z",
    b"-", b"{", b"}", b"[", b"null", b"\xc3", b"\xff\xfe", b"\xef\xbb\xbf", b"<item>", b"</item>",
    b"<![CDATA[", b"]]>", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"END:VCALENDAR\r\n",
    b"BEGIN:VTIMEZONE\r\n", b"DTSTART:", b"EXDATE:", b"RECURRENCE-ID:", b"TZID=", b"GEO:nan;nan",
    b"RRULE:FREQ=SECONDLY", b"RRULE:FREQ=YEARLY;BYDAY=99MO", b"DURATION:P99999999W",
    b"99999999999999999999", b"20260231T250000",
)  # fmt: skip


class Hangs(BaseException):
    """What was done did not come to an end."""


@contextmanager
def ending(seconds: float = PATIENCE_S) -> Iterator[None]:
    """Stops what takes more than so many seconds of processor time. In the main thread only.

    Raises:
        Hangs: it does.
    """

    def stop(*_: object) -> None:
        raise Hangs(f"still at work after {seconds} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def check(body: bytes) -> int:
    """Read ``body``: a sentence, or listings that can be stored; returns how many.

    Anything else that is raised, and not coming to an end, is what fuzzing looks for.
    """
    try:
        with ending():
            reading = read_document(
                body, WINDOW, ZONE, "fuzz", NOW, address="https://town.example/x"
            )
    except FormatError:
        return 0
    assert reading.listings or reading.problems, "silent"
    for listing in reading.listings:
        event = listing.event
        assert event.title
        assert event.start.tzinfo is not None
        starts = [span.start for span in listing.dates]
        assert starts == sorted(starts)
        assert len(set(starts)) == len(starts)
        assert all(span.end is None or span.end >= span.start for span in listing.dates)
        event_row(event, recurring=listing.recurring, digest=b"")
        encoded = encode_listing(listing)
        encoded.encode()  # SQLite takes no lone surrogates
        assert encode_listing(decode_listing(encoded)) == encoded
    return len(reading.listings)


def mutated(seeds: Sequence[bytes], chance: random.Random) -> Iterator[bytes]:
    """Files with a few things changed, without end."""
    while True:
        body = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 1, 2, 4, 16))):
            _change(body, seeds, chance)
        yield bytes(body)


def _change(body: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(body) + 1)
    end = min(len(body), at + chance.choice((1, 2, 8, 64, 512)))
    match chance.randrange(6):
        case 0:
            body[at:end] = b""
        case 1:
            body[at:at] = chance.choice(_JOINTS)
        case 2:
            body[at:end] = chance.choice(_JOINTS)
        case 3:
            body[at:at] = body[at:end] * chance.choice((1, 2, 20))
        case 4:
            other = chance.choice(seeds)
            start = chance.randrange(len(other) + 1)
            body[at:end] = other[start : start + chance.choice((4, 40, 400))]
        case _:
            for place in range(at, end, chance.choice((1, 3, 17))):
                body[place] = chance.randrange(256)
