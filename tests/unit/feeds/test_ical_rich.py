"""What the richer calendars of RFC 7986, 9073 and 9253 say beside the event's own words."""

import base64
import json
from datetime import timedelta

from eventpal.domain import Event
from eventpal.feeds.calendar.ical import read_ical
from eventpal.feeds.reading import Reading
from tests.unit.feeds.ical_files import LA, WINDOW, of_lines

BASE = ("UID:1", "SUMMARY:Late concert", "DTSTART:20260410T190000")


def event(*lines: str) -> Event:
    (listing,) = of_lines(*BASE, *lines).listings
    return listing.event


def participant(kind: str, name: str) -> list[str]:
    return [
        "BEGIN:PARTICIPANT",
        "UID:p",
        f"PARTICIPANT-TYPE:{kind}",
        f"SUMMARY:{name}",
        "DESCRIPTION:About them",
        "END:PARTICIPANT",
    ]


def test_performers_are_told_where_the_description_leaves_them_out() -> None:
    found = event(
        "DESCRIPTION:An evening with Ada Lind.",
        *participant("PERFORMER", "Ada Lind"),
        *participant("PERFORMER", "Bo Weiss"),
        *participant("SPEAKER", "Cy Holm\\, trio"),
        *participant("EMERGENCY-CONTACT", "Fire brigade"),
    )
    assert found.description == "An evening with Ada Lind.\nWith Bo Weiss, Cy Holm, trio"
    assert found.title == "Late concert"  # the participants' SUMMARY is not the event's


def test_who_plans_it_is_the_organiser_where_there_is_none() -> None:
    planner = participant("PLANNER-CONTACT", "Mill Club")
    assert event(*planner).organiser == "Mill Club"
    assert event("ORGANIZER;CN=Town:mailto:a@b.c", *planner).organiser == "Town"


def test_a_place_inside_a_participant_is_not_the_event_s() -> None:
    inside = ["BEGIN:VLOCATION", "UID:v", "NAME:Her home", "END:VLOCATION"]
    lines = participant("PERFORMER", "Ada Lind")
    found = event(*lines[:-1], *inside, lines[-1])
    assert found.venue == ""


OFFER = {
    "@type": "MusicEvent",
    "offers": {
        "price": "12.50",
        "priceCurrency": "EUR",
        "availability": "https://schema.org/SoldOut",
    },
}


def escaped(value: object) -> str:
    return json.dumps(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def test_structured_data_states_the_price() -> None:
    data = 'STRUCTURED-DATA;FMTTYPE="application/ld+json";SCHEMA="https://schema.org/MusicEvent"'
    found = event(f"{data};VALUE=TEXT:{escaped(OFFER)}")
    assert (found.price_min, found.price_max, found.currency) == (12.5, 12.5, "EUR")
    assert found.sold_out
    binary = base64.b64encode(json.dumps(OFFER).encode()).decode()
    assert event(f"{data};VALUE=BINARY;ENCODING=BASE64:{binary}").price_min == 12.5


def test_structured_data_that_is_none_costs_nothing() -> None:
    for broken in ("{", "[1]", "{" * 5000, "null", "https://x.example/data.json", "%%%"):
        found = event(f"STRUCTURED-DATA;VALUE=TEXT:{broken}", "DESCRIPTION:Tickets $7")
        assert found.price_min == 7.0
    assert event("STRUCTURED-DATA;VALUE=BINARY:%%%").price_min is None


def test_concepts_styled_descriptions_and_links() -> None:
    found = event(
        "CATEGORIES:Music",
        "CONCEPT:https://town.example/topics/chamber-music/",
        "CONCEPT:https://town.example/topics/12",
        "STYLED-DESCRIPTION;VALUE=TEXT;FMTTYPE=text/html:<p>Strings &amp\\; <b>wine</b></p>",
        'LINK;LINKREL="alternate";VALUE=URI:https://town.example/late',
    )
    assert found.categories == ("Music", "chamber music")
    assert found.description == "Strings & wine"
    assert found.url == "https://town.example/late"
    plain = event("DESCRIPTION:In words", "STYLED-DESCRIPTION:<p>In style</p>", "URL:https://a.b/c")
    assert (plain.description, plain.url) == ("In words", "https://a.b/c")


def reading_with(line: str) -> Reading:
    lines = ["BEGIN:VCALENDAR", line, "BEGIN:VEVENT", *BASE, "END:VEVENT", "END:VCALENDAR"]
    return read_ical("\n".join(lines).encode(), WINDOW, LA, "x")


def test_how_often_the_publisher_suggests_to_look() -> None:
    assert reading_with("REFRESH-INTERVAL;VALUE=DURATION:PT12H").every == timedelta(hours=12)
    assert reading_with("X-PUBLISHED-TTL:PT30M").every == timedelta(minutes=30)
    assert reading_with("X-PUBLISHED-TTL:often").every is None
    assert reading_with("REFRESH-INTERVAL:-PT1H").every is None
