import gzip
import io
import zipfile

import pytest

from eventpal.errors import FormatError
from eventpal.feeds.calendar import ical_blocks
from eventpal.feeds.calendar.ical_blocks import read_calendars

PLAIN = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Café ☕ concert\r\n"
    "BEGIN:VALARM\r\nSUMMARY:Alarm\r\nEND:VALARM\r\nLOCATION:Hall\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
LINES = ["SUMMARY:Café ☕ concert", "LOCATION:Hall"]


def zipped(name: str = "calendar.ics") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, PLAIN)
    return packed.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-32"),
        PLAIN.replace("\r\n", "\n").encode(),
        PLAIN.replace("\r\n", "\r").encode(),
        PLAIN.replace("\r\n", "\r\r\n").encode(),
        PLAIN.encode() + b"\0" * 500,
        b" \n\n" + PLAIN.encode(),
        PLAIN.replace("END:VCALENDAR\r\n", "").encode(),
        PLAIN.replace("END:VEVENT\r\nEND:VCALENDAR\r\n", "").encode(),
        PLAIN.replace("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "").encode(),
        PLAIN.replace("BEGIN:", "begin: ").encode(),
        gzip.compress(PLAIN.encode()),
        zipped(),
    ],
)
def test_finds_the_event_however_the_file_was_mangled(body: bytes) -> None:
    (calendar,) = read_calendars(body)
    (event,) = calendar.named("VEVENT")
    assert [line for line in event.text.split("\n") if line] == LINES
    assert event.parts == []  # the alarm's lines are not the event's


def test_a_fold_may_stand_inside_a_character() -> None:
    body = PLAIN.encode().replace("é".encode(), b"\xc3\r\n \xa9")
    (calendar,) = read_calendars(body)
    assert "Café" in calendar.parts[0].text


def test_a_line_in_another_encoding_costs_no_other_line() -> None:
    body = PLAIN.replace("Hall", "Größe").encode()
    mixed = body.replace("Größe".encode(), "Größe".encode("cp1252"))
    (calendar,) = read_calendars(mixed)
    assert "Café ☕" in calendar.parts[0].text
    assert "LOCATION:Größe" in calendar.parts[0].text


def test_text_that_was_not_folded_belongs_to_the_line_before() -> None:
    (calendar,) = read_calendars(PLAIN.replace("concert", "concert\r\n\r\nand more!").encode())
    assert "concert\\nand more!" in calendar.parts[0].text


def test_soft_line_breaks_of_quoted_printable_are_joined() -> None:
    quoted = "SUMMARY;ENCODING=QUOTED-PRINTABLE:Caf=C3=\r\n=A9 con=\r\ncert"
    (calendar,) = read_calendars(PLAIN.replace("SUMMARY:Café ☕ concert", quoted).encode())
    assert "Caf=C3=A9 concert" in calendar.parts[0].text


def test_several_calendars_and_loose_events_are_all_found() -> None:
    loose = "BEGIN:VEVENT\r\nSUMMARY:Loose\r\nEND:VEVENT\r\n"
    calendars = read_calendars((PLAIN + PLAIN + loose).encode())
    assert [len(calendar.parts) for calendar in calendars] == [1, 1, 1]


def test_nesting_without_end_is_no_trouble() -> None:
    body = "BEGIN:VCALENDAR\n" + "BEGIN:X-DEEP\n" * 50_000 + "BEGIN:VEVENT\nSUMMARY:Deep\n"
    (calendar,) = read_calendars(body.encode())
    assert [event.text for event in calendar.named("VEVENT")] == ["SUMMARY:Deep\n"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "It is empty"),
        (b"\r\n \r\n", "It is empty"),
        (
            b"<!DOCTYPE html><html><head><title>\n Just a  moment&hellip;</title></head></html>",
            "It is a web page titled “Just a moment…” and not a calendar.",
        ),
        (b"<html><body>No title</body></html>", "It is a web page and not a calendar."),
        (
            b'{"message":"Group not found"}',
            "It is a JSON answer that says “Group not found” and not a calendar.",
        ),
        (b"[1, 2]", "It is a JSON answer and not a calendar."),
        (b'<?xml version="1.0"?><rss></rss>', "It is an XML document and not a calendar."),
        (b"Service unavailable", "It is not a calendar: it has no BEGIN:VCALENDAR."),
        (gzip.compress(b"BEGIN:VCALENDAR")[:-9], "It is compressed, and damaged"),
        (b"PK\x03\x04 broken", "It is compressed, and damaged"),
        (zipped("photo.jpg"), "It is a ZIP archive without a calendar"),
    ],
)
def test_says_what_it_is_instead_of_a_calendar(body: bytes, sentence: str) -> None:
    with pytest.raises(FormatError) as raised:
        read_calendars(body)
    assert str(raised.value).startswith(sentence)


def test_a_compression_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ical_blocks, "MOST_BYTES", 100_000)
    with pytest.raises(FormatError, match="grows beyond"):
        read_calendars(gzip.compress(b"BEGIN:VCALENDAR\n" + b" " * 10_000_000))
