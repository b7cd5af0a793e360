from datetime import datetime, time
from zoneinfo import ZoneInfo

from ical_files import by_title, of_lines, read

from eventpal.domain import Event, Place, Status, event_id


def test_everything_that_a_publisher_says_is_read() -> None:
    (listing,) = read("rich").listings
    berlin = ZoneInfo("Europe/Berlin")
    assert listing.event == Event(
        id=event_id("rich@test.example"),
        uid="rich@test.example",
        title="Jazz at the Mill",
        start=datetime(2026, 3, 10, 19, tzinfo=berlin),
        end=datetime(2026, 3, 10, 22, tzinfo=berlin),
        tz="Europe/Berlin",
        status=Status.TENTATIVE,
        venue="Old Mill",
        address="12 Mill Street, Springfield, IL 62701",
        place=Place(52.52, 13.405),
        price_min=12.0,
        price_max=18.0,
        currency="EUR",
        is_free=False,
        categories=("Music", "Jazz, modern"),
        organiser="Mill Club",
        description="Doors 18:30. Trio & guests.\nTickets at the door.",
        url="https://mill.example/jazz?a=1&b=2&section=3",
        image="https://mill.example/jazz.jpg",
        series=event_id("rich@test.example"),
        doors=time(18, 30),
    )


def test_the_fields_of_each_kind_of_software_are_read() -> None:
    events = {title: found.event for title, found in by_title(read("fields")).items()}
    apple = events["Garden day"]
    assert (apple.venue, apple.address) == ("Community Farm", "55 Shasta Ave, Petaluma")
    assert apple.place == Place(38.24, -122.64)
    trumba = events["Painting class"]
    assert (trumba.price_min, trumba.is_free) == (25.0, False)
    assert (trumba.image, trumba.url) == ("https://img.example/p.png", "https://t.example/1")
    tockify = events["Tasting"]
    assert tockify.description == "A flight of four"
    assert (tockify.image, tockify.url) == ("https://img.example/t.jpg", "https://book.example/t")
    other = events["From elsewhere"]
    assert (other.organiser, other.url) == ("City Library", "https://library.example/e/1")
    assert other.image == ""
    assert (events["Webinar"].venue, events["Webinar"].url) == (
        "Online",
        "https://meet.example/abc",
    )
    assert (events["Zoom call"].venue, events["Zoom call"].url) == (
        "Online",
        "https://zoom.example/j/1",
    )
    only_html = events["Only HTML"]
    assert (only_html.description, only_html.status) == ("Come along", Status.CANCELLED)
    assert only_html.place is None  # 0, 0 is what is written for "unknown"
    structured = events["Structured place"]
    assert (structured.venue, structured.place) == ("Town Hall", Place(52.5, 13.4))


def test_damaged_lists_of_links_are_no_links() -> None:
    for value in ('{"A": "https', "[" * 100_000, '{"A": 1}', "http\\://"):
        (listing,) = of_lines("UID:1", "DTSTART:20260310", f"X-SOURCE-URLS:{value}").listings
        assert listing.event.url == ""
    text = 'X-SOURCE-URLS:{"A": "/relative", "B": "https://b.example/1"}'
    (listing,) = of_lines("UID:1", "DTSTART:20260310", text).listings
    assert listing.event.url == "https://b.example/1"
