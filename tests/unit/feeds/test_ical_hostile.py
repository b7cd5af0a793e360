"""Files made to crash or to hold up the reader."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical_files import FILES, LA, WINDOW

from eventpal.errors import FormatError
from eventpal.feeds.calendar.ical import read_ical


def calendar(*lines: str) -> bytes:
    return "\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]).encode()


def of_one_uid(count: int, *lines: str) -> bytes:
    """Many VEVENTs of one series; ``{n}`` is a number and ``{day}`` a date of its own."""
    events = []
    for n in range(count):
        day = f"{date(2020, 1, 1) + timedelta(days=n):%Y%m%d}"
        written = (line.format(n=n, day=day) for line in lines)
        events += ["BEGIN:VEVENT", "UID:1", "SUMMARY:Hostile", *written, "END:VEVENT"]
    return calendar(*events)


def event(*lines: str) -> str:
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def in_a_series(*lines: str) -> bytes:
    """Many instances of one series, which come to change it."""
    master = event("UID:1", "DTSTART:20200101T000000Z", "RRULE:FREQ=DAILY", "SEQUENCE:9")
    begin = b"BEGIN:VCALENDAR\n"
    return of_one_uid(2_000, *lines).replace(begin, begin + master.encode() + b"\n", 1)


def zone(name: str) -> str:
    change = "DTSTART:19700101T000000", "TZOFFSETFROM:+0011", "TZOFFSETTO:+0012"
    lines = "BEGIN:STANDARD", *change, "RRULE:FREQ=MINUTELY", "END:STANDARD"
    return "\n".join(["BEGIN:VTIMEZONE", f"TZID:{name}", *lines, "END:VTIMEZONE"])


def in_zones(count: int) -> list[str]:
    return [event(f"UID:{n}", f"DTSTART;TZID=Z{n}:20260310T190000") for n in range(count)]


HOSTILE = {
    "breaks": b"BEGIN:VCALENDAR" + b"\n" * 1_000_000 + b"END:VCALENDAR",
    "returns": b"BEGIN:VCALENDAR" + b"\r" * 1_000_000 + b"END:VCALENDAR",
    "folds": b"BEGIN:VCALENDAR\nX:" + b"\n " * 500_000,
    "spaces": b"BEGIN:VCALENDAR\n" + b" " * 1_000_000 + b"X",
    "soft breaks": b"BEGIN:VCALENDAR\nX" + b";QUOTED-PRINTABLE" * 60_000,
    "quotes": b'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;X="' + b'a";Y="' * 200_000,
    "titles": b"<title" * 30_000,
    "deep": calendar(*["BEGIN:X-A"] * 100_000, *["END:X-B"] * 100_000),
    "parts": calendar(event("DTSTART:20260310", *["X:" + "y" * 60, "BEGIN:A", "END:A"] * 30_000)),
    "long zone": calendar(event(f"DTSTART;TZID={'a' * 500_000}:20260310T190000")),
    "unknown zones": calendar(*in_zones(3_000)),
    "definitions": calendar(*(zone(f"Z{n}") for n in range(1_000)), *in_zones(1_000)),
    "rules": calendar(
        *(
            event(f"UID:{n}", "DTSTART:20100310T190000Z", f"RRULE:FREQ=SECONDLY;BYHOUR={n % 24}")
            for n in range(1_000)
        )
    ),
    "masters": of_one_uid(2_000, "DTSTART:{day}T000000Z", "RRULE:FREQ=DAILY"),
    "changes": in_a_series(
        "DTSTART:{day}T010000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:{day}T000000Z"
    ),
    "old states": in_a_series(
        "DTSTART:{day}T010000Z", "RECURRENCE-ID:{day}T120000Z", "RRULE:FREQ=DAILY"
    ),
}


@pytest.mark.timeout(60)  # far above what it takes: only a hang fails
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_file_takes_long_however_hostile(kind: str) -> None:
    try:
        reading = read_ical(HOSTILE[kind], WINDOW, LA, "hostile")
    except FormatError:
        reading = None
    assert reading is None or len(reading.problems) <= 21


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(sorted(path.name for path in FILES.glob("*.ics"))),
    st.lists(
        st.tuples(st.integers(0, 3000), st.binary(max_size=12), st.integers(0, 40)), max_size=8
    ),
)
def test_damage_anywhere_is_never_an_exception(
    name: str, cuts: list[tuple[int, bytes, int]]
) -> None:
    body = bytearray((FILES / name).read_bytes())
    for at, put, length in cuts:
        body[at : at + length] = put
    try:
        reading = read_ical(bytes(body), WINDOW, LA, name)
    except FormatError:
        return
    assert reading.listings or reading.problems
    for listing in reading.listings:
        assert listing.event.title
        assert listing.event.start.tzinfo is not None
        assert list(listing.dates) == sorted(listing.dates, key=lambda span: span.start)
