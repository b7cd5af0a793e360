# ruff: noqa: DTZ001 - values are wall clocks before their zone is known
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import vDuration, vText

from eventpal.feeds.calendar.ical_values import (
    LONGEST,
    Lines,
    Moment,
    Property,
    duration_of,
    moment_of,
    moment_of_text,
    offset_of,
    text_of,
    texts_of,
)

EVENT = Lines(("SUMMARY", "DTSTART", "ORGANIZER", "DESCRIPTION", "X-COST"))


def one(line: str) -> Property:
    (items,) = EVENT.read(line).values()
    return items[0]


def test_reads_the_lines_of_the_wanted_names_only() -> None:
    found = EVENT.read("SUMMARY:A\nUID:1\nX-COST:5\nSUMMARY:B\nXSUMMARY:C\n")
    assert {name: [item.value for item in items] for name, items in found.items()} == {
        "SUMMARY": ["A", "B"],
        "X-COST": ["5"],
    }


@pytest.mark.parametrize(
    ("line", "parameters", "value"),
    [
        ("SUMMARY:Plain: with colon", {}, "Plain: with colon"),
        ("summary;language=de:Klein", {"LANGUAGE": "de"}, "Klein"),
        (
            'ORGANIZER;CN="Hall; Bar: x";ROLE=CHAIR:mailto:a@b',
            {"CN": "Hall; Bar: x", "ROLE": "CHAIR"},
            "mailto:a@b",
        ),
        ("ORGANIZER;CN=Ann ^'The^' Bee^nHall:x", {"CN": 'Ann "The" Bee\nHall'}, "x"),
        ('ORGANIZER;CN="never closed:mailto:a@b', {"CN": "never closed"}, "mailto:a@b"),
        ("DTSTART ;VALUE=DATE : 20260310", {"VALUE": "DATE"}, " 20260310"),
        ("item1.SUMMARY:Grouped", {}, "Grouped"),
        ("SUMMARY;:Empty parameters", {}, "Empty parameters"),
        ("SUMMARY:", {}, ""),
    ],
)
def test_reads_a_line(line: str, parameters: dict[str, str], value: str) -> None:
    item = one(line)
    assert (item.parameters, item.value) == (parameters, value)


@pytest.mark.parametrize(
    "line",
    [
        "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Gr=C3=BC=C3=9Fe",
        "SUMMARY;encoding=quoted-printable:Gr=C3=BC=C3=9Fe",
        "SUMMARY;QUOTED-PRINTABLE:Gr=FC=DFe",
        "SUMMARY;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:Gr=FC=DFe",
        "SUMMARY;CHARSET=X-UNHEARD-OF;QUOTED-PRINTABLE:Gr=FC=DFe",
    ],
)
def test_reads_quoted_printable_in_any_character_set(line: str) -> None:
    assert one(line).value == "Grüße"


def test_line_breaks_of_quoted_printable_are_text() -> None:
    assert text_of(one("DESCRIPTION;QUOTED-PRINTABLE:a=0D=0Ab").value) == "a\nb"


# icalendar writes a backslash before N as the end of a line, so that text cannot come back.
LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
WRITABLE = st.text(LETTERS | st.just("\n")).filter(lambda text: "\\N" not in text)


@given(WRITABLE)
def test_text_comes_back_as_icalendar_wrote_it(text: str) -> None:
    assert text_of(vText(text).to_ical().decode()) == text.strip()


@given(st.lists(WRITABLE.filter(lambda text: text and "\n" not in text), min_size=1))
def test_lists_of_text_come_back_as_icalendar_wrote_them(texts: list[str]) -> None:
    value = ",".join(vText(text).to_ical().decode() for text in texts)
    assert texts_of(value) == [text.strip() for text in texts]


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("20260310", Moment(datetime(2026, 3, 10), all_day=True)),
        ("2026-03-10", Moment(datetime(2026, 3, 10), all_day=True)),
        ("20260310T193000", Moment(datetime(2026, 3, 10, 19, 30))),
        ("20260310T1930", Moment(datetime(2026, 3, 10, 19, 30))),
        ("20260310T193000Z", Moment(datetime(2026, 3, 10, 19, 30), offset=timedelta())),
        (
            "2026-03-10T19:30:00.000-08:00",
            Moment(datetime(2026, 3, 10, 19, 30), offset=timedelta(hours=-8)),
        ),
        ("20260310T240000", Moment(datetime(2026, 3, 11))),
        ("20260310T193060", Moment(datetime(2026, 3, 10, 19, 31))),
        (" 20260310T193000 <br>", Moment(datetime(2026, 3, 10, 19, 30))),
    ],
)
def test_reads_moments(value: str, moment: Moment) -> None:
    assert moment_of_text(value) == moment


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "20261301",
        "20260230",
        "20260310T250000",
        "20260310T196000",
        "00000000",
        "99991231T240000Z",
    ],
)
def test_reads_no_moment_where_there_is_none(value: str) -> None:
    assert moment_of_text(value) is None


def test_parameters_say_what_a_moment_means() -> None:
    whole = Property("DTSTART", {"VALUE": "date", "TZID": "Japan"}, "20260310T000000")
    assert moment_of(whole) == Moment(datetime(2026, 3, 10), all_day=True, zone="Japan")


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Z", 0),
        ("-0800", -8),
        ("+05:30", 5.5),
        ("+013000", 1.5),
        ("+9999", None),
        ("+0199", None),
        ("8", None),
    ],
)
def test_reads_offsets(text: str, hours: float | None) -> None:
    assert offset_of(text) == (None if hours is None else timedelta(hours=hours))


@given(
    st.timedeltas(timedelta(), LONGEST).map(
        lambda size: size - timedelta(microseconds=size.microseconds)
    )
)
def test_durations_come_back_as_icalendar_wrote_them(size: timedelta) -> None:
    assert duration_of(vDuration(size).to_ical().decode()) == size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("P15M", timedelta(minutes=15)),
        ("P1H30M", timedelta(minutes=90)),
        ("P1D2H", timedelta(days=1, hours=2)),
        ("PT90M", timedelta(minutes=90)),
        ("pt2h", timedelta(hours=2)),
        ("PT1.5S", timedelta(seconds=1)),
        ("P", None),
        ("PT", timedelta()),
        ("-PT1H", None),
        ("P999999999999999999W", None),
        ("2 hours", None),
    ],
)
def test_reads_durations_as_they_are_meant(text: str, size: timedelta | None) -> None:
    assert duration_of(text) == size
