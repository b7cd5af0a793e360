import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventpal.domain import Event, Listing, Place, Status
from eventpal.errors import FormatError
from eventpal.feeds.document import read_document
from eventpal.feeds.pages.page import read_page
from eventpal.feeds.reading import Reading, Window

NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(days=365), NOW + timedelta(days=400))
ZONE = ZoneInfo("America/Los_Angeles")
HERE = "https://town.example/events/"

JAZZ = {
    "@context": "https://schema.org",
    "@type": "MusicEvent",
    "name": "Jazz in the Park",
    "startDate": "2026-03-06T19:00:00-08:00",
    "url": "/events/jazz",
}


def read(page: str | bytes, address: str = HERE) -> Reading:
    body = page if isinstance(page, bytes) else page.encode()
    return read_page(body, WINDOW, ZONE, "town", NOW, address=address)


def script(text: str, title: str = "Town") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title>"
        f'<script type="application/ld+json">{text}</script></head><body></body></html>'
    )


def stated(**facts: object) -> Event:
    (listing,) = read(script(json.dumps({**JAZZ, **facts}))).listings
    return listing.event


def titles(reading: Reading) -> list[str]:
    return [listing.event.title for listing in reading.listings]


def test_json_ld_says_everything() -> None:
    event = stated(
        endDate="2026-03-06T22:00:00-08:00",
        location={
            "@type": "Place",
            "name": "Oak Hall",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "12 Elm St",
                "addressLocality": "Davis",
                "addressRegion": "CA",
                "postalCode": "95616",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": "38.5", "longitude": -121.7},
        },
        offers={"@type": "Offer", "price": "12.50", "priceCurrency": "USD"},
        organizer={"@type": "Organization", "name": "Jazz Club"},
        description="<p>Bring a <b>chair</b>.</p>",
        image=["/jazz.jpg", "/other.jpg"],
        keywords="Jazz, Outdoors",
    )
    assert event.start.isoformat() == "2026-03-06T19:00:00-08:00"
    assert event.end is not None
    assert event.end.isoformat() == "2026-03-06T22:00:00-08:00"
    assert (event.tz, event.all_day, event.status) == (ZONE.key, False, Status.CONFIRMED)
    assert (event.venue, event.address) == ("Oak Hall", "12 Elm St, Davis, CA, 95616")
    assert event.place == Place(38.5, -121.7)
    assert (event.price_min, event.price_max, event.currency) == (12.5, 12.5, "USD")
    assert event.is_free is False
    assert event.organiser == "Jazz Club"
    assert event.description == "Bring a chair."
    assert event.url == "https://town.example/events/jazz"
    assert event.image == "https://town.example/jazz.jpg"
    assert event.categories == ("Music", "Jazz", "Outdoors")


@pytest.mark.parametrize(
    ("said", "start", "all_day"),
    [
        ("2026-03-06T19:00", "2026-03-06T19:00:00-08:00", False),
        ("2026-03-06 19:00", "2026-03-06T19:00:00-08:00", False),
        ("2026-03-06T19:00:00.000Z", "2026-03-06T11:00:00-08:00", False),
        ("2026-03-06T19:00:00+0100", "2026-03-06T19:00:00+01:00", False),
        ("2026-03-06T19:00:00:00+01:00", "2026-03-06T19:00:00+01:00", False),
        ("20260306T190000Z", "2026-03-06T11:00:00-08:00", False),
        ("2026-3-6T9:30", "2026-03-06T09:30:00-08:00", False),
        ("2026-03-06 7:00 PM", "2026-03-06T19:00:00-08:00", False),
        ("2026-03-06", "2026-03-06T00:00:00-08:00", True),
        ("2026-03-06T00:00:00", "2026-03-06T00:00:00-08:00", True),
        ("Fri, 06 Mar 2026 19:00:00 GMT", "2026-03-06T11:00:00-08:00", False),
        ("Friday, March 6, 2026 at 7:00 PM", "2026-03-06T19:00:00-08:00", False),
        ({"@type": "DateTime", "@value": "2026-03-06T19:00"}, "2026-03-06T19:00:00-08:00", False),
        (["", "2026-03-06T19:00"], "2026-03-06T19:00:00-08:00", False),
    ],
)
def test_dates_of_every_form(said: object, start: str, all_day: bool) -> None:
    event = stated(startDate=said)
    assert event.start.isoformat() == start
    assert event.all_day is all_day


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-03-06", "2026-03-08", "2026-03-09T00:00:00-07:00"),
        ("2026-03-06", None, "2026-03-07T00:00:00-08:00"),
        ("2026-03-06T19:00", "2026-03-06", None),
        ("2026-03-06T19:00", "2026-03-05T19:00", None),
        ("2026-03-06T19:00", "2036-03-05T19:00", None),
        ("2026-03-06T00:00", "2026-03-06T23:59", "2026-03-07T00:00:00-08:00"),
        ("2026-03-06T19:00", "2026-03-07T01:00", "2026-03-07T01:00:00-08:00"),
    ],
)
def test_ends(start: str, end: str | None, expected: str | None) -> None:
    event = stated(startDate=start, endDate=end)
    assert (event.end.isoformat() if event.end else None) == expected


def test_a_duration_stands_for_an_end() -> None:
    event = stated(duration="PT1H30M")
    assert event.end == event.start + timedelta(minutes=90)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("https://schema.org/EventCancelled", Status.CANCELLED),
        ("EventCancelled", Status.CANCELLED),
        ({"@id": "http://schema.org/EventPostponed"}, Status.POSTPONED),
        (["EventRescheduled", "https://schema.org/EventScheduled"], Status.CONFIRMED),
        (None, Status.CONFIRMED),
    ],
)
def test_status(said: object, status: Status) -> None:
    assert stated(eventStatus=said).status is status


def test_a_rescheduled_event_stays_the_same_event() -> None:
    before = stated()
    after = stated(
        startDate="2026-04-10T19:00:00-07:00",
        previousStartDate="2026-03-06T19:00:00-08:00",
        eventStatus="https://schema.org/EventRescheduled",
    )
    assert after.start.isoformat() == "2026-04-10T19:00:00-07:00"
    assert after.id == before.id


@pytest.mark.parametrize(
    ("location", "venue", "address"),
    [
        ("Oak Hall, 12 Elm St, Davis, CA", "Oak Hall", "12 Elm St, Davis, CA"),
        ({"@type": "Place", "name": "Oak Hall"}, "Oak Hall", ""),
        ({"@type": "Place", "name": "Oak Hall", "address": "Elm St"}, "Oak Hall", "Elm St"),
        ({"@type": "PostalAddress", "streetAddress": "12 Elm St"}, "", "12 Elm St"),
        ({"@type": "VirtualLocation", "url": "https://zoom.example/1"}, "Online", ""),
        ("https://zoom.example/1", "Online", ""),
        (
            [{"@type": "VirtualLocation"}, {"@type": "Place", "name": "Oak Hall"}],
            "Oak Hall",
            "",
        ),
        (
            {"@type": "Place", "name": "Room 3", "containedInPlace": {"name": "Library"}},
            "Room 3, Library",
            "",
        ),
        ([], "", ""),
        (17, "", ""),
    ],
)
def test_places_of_every_shape(location: object, venue: str, address: str) -> None:
    event = stated(location=location)
    assert (event.venue, event.address) == (venue, address)


def test_the_place_of_what_it_is_part_of() -> None:
    assert stated(superEvent={"@type": "Festival", "location": "Oak Hall"}).venue == "Oak Hall"


def test_an_event_moved_online() -> None:
    assert stated(eventStatus="https://schema.org/EventMovedOnline").venue == "Online"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"offers": {"price": 0}}, (0.0, 0.0, None, True)),
        ({"offers": {"price": "Free"}}, (0.0, 0.0, None, True)),
        ({"isAccessibleForFree": True}, (0.0, 0.0, None, True)),
        ({"isAccessibleForFree": "https://schema.org/True"}, (0.0, 0.0, None, True)),
        ({"offers": {"price": "€ 8,50"}}, (8.5, 8.5, "EUR", False)),
        (
            {"offers": {"lowPrice": "5", "highPrice": "20", "priceCurrency": "GBP"}},
            (5.0, 20.0, "GBP", False),
        ),
        ({"offers": {"lowPrice": 5, "priceCurrency": "GBP"}}, (5.0, None, "GBP", False)),
        (
            {"offers": [{"price": "5", "priceCurrency": "usd"}, {"price": "9"}]},
            (5.0, 9.0, "USD", False),
        ),
        (
            {"offers": {"priceSpecification": [{"price": 7, "priceCurrency": "CHF"}]}},
            (7.0, 7.0, "CHF", False),
        ),
        ({"offers": {"url": "https://x.example"}}, (None, None, None, None)),
        ({"offers": {"price": "9" * 40}}, (None, None, None, None)),
    ],
)
def test_offers(facts: dict[str, object], expected: tuple[object, ...]) -> None:
    event = stated(**facts)
    assert (event.price_min, event.price_max, event.currency, event.is_free) == expected


@pytest.mark.parametrize(
    "image",
    [
        "https://x.example/a.jpg",
        ["https://x.example/a.jpg"],
        {"@type": "ImageObject", "url": "https://x.example/a.jpg"},
        {"@type": "ImageObject", "contentUrl": ["https://x.example/a.jpg"]},
        [{"@id": "https://x.example/a.jpg"}],
        ["javascript:alert(1)", "https://x.example/a.jpg"],
    ],
)
def test_images_of_every_shape(image: object) -> None:
    assert stated(image=image).image == "https://x.example/a.jpg"


def test_events_are_found_wherever_they_stand() -> None:
    def named(name: str) -> dict[str, object]:
        return {**JAZZ, "name": name, "url": f"/{name}"}

    for document in (
        [named("A"), named("B")],
        {"@graph": [{"@type": "WebPage"}, named("A"), named("B")]},
        {"@type": "ItemList", "itemListElement": [{"item": named("A")}, {"item": named("B")}]},
        {"@type": "Place", "event": [named("A"), named("B")]},
        {"@graph": [{"@type": "Place", "event": [{"@id": "#b"}]}, named("A"),
                    {**named("B"), "@id": "#b"}]},
    ):  # fmt: skip
        assert sorted(titles(read(script(json.dumps(document))))) == ["A", "B"]


def test_references_inside_a_page_are_followed() -> None:
    graph = [
        {**JAZZ, "location": {"@id": "#hall"}},
        {"@type": "Place", "@id": "#hall", "name": "Oak Hall"},
    ]
    (listing,) = read(script(json.dumps({"@graph": graph}))).listings
    assert listing.event.venue == "Oak Hall"


def test_parts_of_a_festival_are_at_its_place() -> None:
    festival = {
        "@type": "Festival", "name": "Spring", "startDate": "2026-05-01", "endDate": "2026-05-03",
        "location": {"@type": "Place", "name": "Oak Park"}, "url": "/spring",
        "subEvent": [{"@type": "Event", "name": "Parade", "startDate": "2026-05-01T10:00"}],
    }  # fmt: skip
    reading = read(script(json.dumps(festival)))
    assert titles(reading) == ["Spring", "Parade"]
    assert {listing.event.venue for listing in reading.listings} == {"Oak Park"}
    assert reading.listings[0].event.categories == ("Festival",)


def test_a_series_is_its_dates() -> None:
    series = {
        "@type": "EventSeries", "name": "Quiz", "startDate": "2026-05-01", "endDate": "2026-07-01",
        "subEvent": [{"@type": "Event", "name": "Quiz", "startDate": f"2026-05-0{day}T19:00"}
                     for day in (1, 8)],
    }  # fmt: skip
    reading = read(script(json.dumps(series)))
    assert [one.event.start.day for one in reading.listings] == [1, 8]
    assert len({one.event.id for one in reading.listings}) == 2


def test_a_schedule_is_expanded() -> None:
    weekly = {
        **JAZZ,
        "eventSchedule": {
            "@type": "Schedule", "startDate": "2026-03-06", "endDate": "2026-04-03",
            "repeatFrequency": "P1W", "byDay": "https://schema.org/Friday",
            "startTime": "19:00:00", "endTime": "21:00:00", "exceptDate": "2026-03-20",
            "scheduleTimezone": "America/Los_Angeles",
        },
    }  # fmt: skip
    (listing,) = read(script(json.dumps(weekly))).listings
    assert listing.recurring
    assert [span.start.isoformat() for span in listing.dates] == [
        "2026-03-06T19:00:00-08:00", "2026-03-13T19:00:00-07:00",
        "2026-03-27T19:00:00-07:00", "2026-04-03T19:00:00-07:00",
    ]  # fmt: skip
    assert listing.dates[0].end == listing.dates[0].start + timedelta(hours=2)


@pytest.mark.parametrize(
    "text",
    [
        "/* dates */ %s",
        "// dates\n%s",
        "<!-- %s -->",
        "//<![CDATA[\n%s\n//]]>",
        "%s;",
        "[%s,]",
        "\ufeff%s",
        '[{"@type": "Event", "name": "Broken", "startDate": 2026-03-06}, %s]',
        '{"@context": "x" "@graph": [%s]}',
    ],
)
def test_damaged_json_costs_itself_only(text: str) -> None:
    assert titles(read(script(text % json.dumps(JAZZ)))) == ["Jazz in the Park"]


def test_a_broken_event_costs_itself_only() -> None:
    bad = [{**JAZZ, "name": "Odd", "startDate": "soon"},
           {**JAZZ, "name": "Dateless", "startDate": 0},
           {**JAZZ, "name": ""}, {"@type": "Event", "name": "Empty"}]  # fmt: skip
    reading = read(script(json.dumps([*bad, JAZZ])))
    assert titles(reading) == ["Jazz in the Park"]
    said = " ".join(problem.message for problem in reading.problems)
    assert "2 events have a date that can't be read" in said
    assert "“Empty” has no date." in said
    assert "An event without a title has no title." in said


MICRODATA = """<html itemscope itemtype="https://schema.org/WebPage"><head><title>T</title></head>
<body><div itemscope itemtype="http://schema.org/TheaterEvent" itemref="price">
 <a itemprop="url" href="lear.html"><span itemprop="name">King <b>Lear</b></span></a>
 <time itemprop="startDate" datetime="2026-03-06T19:00">Friday</time>
 <div itemprop="location" itemscope itemtype="http://schema.org/Place">
  <span itemprop="name">Globe</span><div itemprop="address" itemscope
  itemtype="http://schema.org/PostalAddress"><span itemprop="streetAddress">1 Bank St</span>,
  <span itemprop="addressLocality">London</span></div>
  <div itemprop="geo" itemscope><meta itemprop="latitude" content="51.5">
  <meta itemprop="longitude" content="-0.1"></div></div>
 <img itemprop="image" src="/lear.jpg"><p itemprop="description">Sad.<br>Long.</p>
 <link itemprop="eventStatus" href="https://schema.org/EventPostponed">
</div>
<p id="price" itemprop="offers" itemscope itemtype="http://schema.org/Offer">
<span itemprop="price" content="20.00">$20</span><meta itemprop="priceCurrency" content="GBP"></p>
</body></html>"""


def test_microdata() -> None:
    (listing,) = read(MICRODATA).listings
    event = listing.event
    assert (event.title, event.status) == ("King Lear", Status.POSTPONED)
    assert event.start.isoformat() == "2026-03-06T19:00:00-08:00"
    assert (event.venue, event.address) == ("Globe", "1 Bank St, London")
    assert event.place == Place(51.5, -0.1)
    assert (event.price_min, event.currency) == (20.0, "GBP")
    assert event.url == "https://town.example/events/lear.html"
    assert event.image == "https://town.example/lear.jpg"
    assert event.description == "Sad.\nLong."
    assert event.categories == ("Theater",)


H_EVENT = """<html><body><div class="h-event"><h1 class="p-name">Talk</h1>
<time class="dt-start" datetime="2026-03-06T19:00-08:00">x</time>
<time class="dt-end" datetime="2026-03-06T20:00-08:00">x</time>
<div class="p-location h-card"><span class="p-name">Library</span>
<span class="p-street-address">5 Elm St</span> <span class="p-locality">Davis</span></div>
<a class="u-url" href="/talk">more</a><div class="e-content"><p>About <i>bees</i>.</p></div>
<span class="p-category">Nature</span></div></body></html>"""


def test_h_event() -> None:
    (listing,) = read(H_EVENT).listings
    event = listing.event
    assert (event.title, event.venue, event.address) == ("Talk", "Library", "5 Elm St, Davis")
    assert event.end == event.start + timedelta(hours=1)
    assert (event.url, event.description) == ("https://town.example/talk", "About bees.")
    assert event.categories == ("Nature",)


def test_classic_hcalendar() -> None:
    page = """<div class="vcalendar"><div class="vevent"><a class="url summary" href="/f">Fair</a>
    <abbr class="dtstart" title="2026-03-06">6</abbr>–<abbr
    class="dtend" title="2026-03-08">7</abbr>
    at <span class="location">Oak Park</span> <span class="status">CANCELLED</span></div>
    <div class="vevent"><b class="summary">No date</b></div></div>"""
    reading = read(page)
    (listing,) = reading.listings
    event = listing.event
    assert (event.title, event.venue, event.status) == ("Fair", "Oak Park", Status.CANCELLED)
    assert event.end is not None
    assert event.end.isoformat() == "2026-03-08T00:00:00-08:00"
    assert [problem.message for problem in reading.problems] == ["“No date” has no date."]


def test_what_is_said_in_two_syntaxes_is_one_event() -> None:
    lear = {"@type": "Event", "name": "King Lear", "startDate": "2026-03-06", "url": "/other",
            "organizer": "The Players"}  # fmt: skip
    page = MICRODATA.replace(
        "</head>", f'<script type="application/ld+json">{json.dumps(lear)}</script></head>'
    )
    (listing,) = read(page).listings
    assert listing.event.organiser == "The Players"
    assert listing.event.venue == "Globe"
    assert not listing.event.all_day
    assert listing.dates[0].start == listing.event.start


def test_the_same_title_and_time_at_two_places_is_two_events() -> None:
    both = [{**JAZZ, "url": f"/{name}", "location": name} for name in ("Oak Hall", "Elm Hall")]
    reading = read(script(json.dumps(both)))
    assert len({listing.event.id for listing in reading.listings}) == 2


def test_events_that_share_an_address_are_kept_apart() -> None:
    both = [{**JAZZ, "name": name, "url": HERE} for name in ("A", "B")]
    assert len({one.event.id for one in read(script(json.dumps(both))).listings}) == 2


def test_ids_are_the_same_when_read_again_and_in_another_order() -> None:
    other = {**JAZZ, "name": "Other", "url": "/other"}

    def ids(*events: dict[str, object]) -> set[str]:
        return {one.event.id for one in read(script(json.dumps(events))).listings}

    assert ids(JAZZ, other) == ids({**other, "description": "new"}, JAZZ)
    assert ids(JAZZ) < ids(JAZZ, other)


def test_texts_are_plain() -> None:
    event = stated(
        name="Jazz &amp; <b>Blues</b>\u202e",
        description="&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;Come!&lt;/p&gt;",
        organizer={"name": "<i>Club</i>"},
        url="javascript:alert(1)",
    )
    assert event.title == "Jazz & Blues"
    assert event.description == "Come!"
    assert event.organiser == "Club"
    assert event.url == HERE


def test_words_say_what_fields_do_not() -> None:
    assert stated(description="Free admission.").is_free is True


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    page = script(json.dumps({**JAZZ, "name": "Café"}, ensure_ascii=False))
    if encoding == "cp1252":
        page = page.replace("<head>", '<head><meta charset="windows-1252">')
    assert titles(read(page.encode(encoding))) == ["Café"]


def test_a_document_that_is_a_page_with_events_is_read() -> None:
    body = script(json.dumps(JAZZ)).encode()
    reading = read_document(body, WINDOW, ZONE, "town", NOW, address=HERE)
    assert (reading.title, titles(reading), reading.page) == ("Town", ["Jazz in the Park"], True)


def test_a_page_without_events_says_what_it_is_and_links() -> None:
    page = b"<html><head><title>Home</title></head><body>%s</body></html>"
    with pytest.raises(FormatError, match=r"^It is a web page titled “Home” and not a calendar\.$"):
        read_document(page % b"", WINDOW, ZONE, "town", NOW, address=HERE)
    with pytest.raises(
        FormatError, match=r"It links a calendar \(https://town.example/all\.ics\)\.$"
    ):
        read_document(
            page % b'<a href="/all.ics">Subscribe</a>', WINDOW, ZONE, "town", NOW, address=HERE
        )


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20)
    | st.sampled_from(["Event", "2026-03-06", "https://x.example", "<b>", "PT1H", "9e999", "#a"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from([
            "@type", "@id", "@graph", "@value", "name", "startDate", "endDate", "location", "geo",
            "latitude", "longitude", "address", "offers", "price", "lowPrice", "image", "url",
            "organizer", "subEvent", "superEvent", "eventStatus", "eventSchedule", "keywords",
            "repeatFrequency", "startTime", "previousStartDate", "containedInPlace", "duration",
        ]), inner, max_size=6),
    max_leaves=25,
)  # fmt: skip


FACTS = [
    "name", "startDate", "endDate", "location", "offers", "image", "organizer", "subEvent",
    "superEvent", "eventStatus", "eventSchedule", "url", "@id", "keywords", "duration",
]  # fmt: skip


@given(facts=st.dictionaries(st.sampled_from(FACTS), JSON))
@settings(max_examples=150, deadline=None)
def test_no_shape_breaks_a_page(facts: dict[str, object]) -> None:
    event = {**JAZZ, **facts}
    reading = read(script(json.dumps([event, {**JAZZ, "name": "Other"}])))
    assert "Other" in titles(reading)


@given(body=st.binary(max_size=300) | st.text(max_size=300).map(
    lambda text: f'<html><div class=vevent itemscope itemtype=Event>{text}'.encode()))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_no_bytes_break_it(body: bytes) -> None:
    reading = read(b"<html>" + body)
    assert isinstance(reading, Reading)


@pytest.mark.timeout(60)  # far above what it takes: only a hang fails
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<",
        b"\0" * 50,
        b"<html>" + b"<div>" * 50_000,
        b"<div itemscope itemtype=Event itemprop=subEvent>" * 3_000,
        b"<div class=vevent>" * 3_000,
        b'<script type="application/ld+json">' + b'{"a":[' * 100_000,
        b'<script type="application/ld+json">' + b"{" * 500_000,
        b"<p id=a itemscope itemref=b itemprop=x></p><p id=b itemscope itemref=a itemprop=x></p>",
        b"<base href='http://[bad'><div itemscope itemtype=Event><a itemprop=url href='//['></div>",
    ],
    ids=range(10),
)
def test_hostile_pages_are_over_soon(body: bytes) -> None:
    assert read(body).listings == ()


@pytest.mark.timeout(60)  # far above what it takes: only a hang fails
def test_half_a_megabyte_is_read_at_once() -> None:
    words = "word " * 500
    many = [
        {**JAZZ, "name": f"Event {n}", "url": f"/{n}", "description": words} for n in range(180)
    ]
    page = script(json.dumps(many))
    assert len(page) > 450_000
    assert len(read(page).listings) == 180


def corpus(folder: str) -> list[Path]:
    root = os.environ.get("EVENTPAL_DATA")
    if not root:
        pytest.skip("EVENTPAL_DATA is not set")
    return sorted((Path(root).parent / "corpus" / "feeds" / folder).glob("*.html"))


@pytest.mark.data
def test_real_pages_of_ticket_shops() -> None:
    counts = {path.name: len(read(path.read_bytes()).listings)
              for path in corpus("event-html-placecal")}  # fmt: skip
    assert counts
    assert min(counts.values()) >= 1
    assert sum(counts.values()) >= 120


@pytest.mark.data
def test_the_pages_of_other_readers_tests() -> None:
    readings = {path.name: read(path.read_bytes()) for path in corpus("extruct-html")}
    assert sum(bool(reading.listings) for reading in readings.values()) >= 11
    (cancelled,) = readings["schema.org__Event.004.html"].listings
    assert isinstance(cancelled, Listing)
    assert cancelled.event.status is Status.CANCELLED


@pytest.mark.data
def test_pages_among_the_calendars_say_what_they_are() -> None:
    root = os.environ.get("EVENTPAL_DATA")
    if not root:
        pytest.skip("EVENTPAL_DATA is not set")
    pages = [
        body
        for path in sorted((Path(root) / "calendars").rglob("*.ics"))
        if b"BEGIN:VCALENDAR" not in (body := path.read_bytes()) and b"<html" in body[:2000].lower()
    ]
    assert pages
    for body in pages:
        with pytest.raises(FormatError, match="web page"):
            read_document(body, WINDOW, ZONE, "town", NOW)
