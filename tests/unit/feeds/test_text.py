from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal.domain import Event, Status
from eventpal.feeds.words.text import Ages, Attendance, Facts, complete, read_facts


def title(text: str) -> Facts:
    return read_facts({"title": text})


def said(text: str) -> Facts:
    return read_facts({"description": text})


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("CANCELLED: Jazz Night", Status.CANCELLED),
        ("Canceled - Jazz Night", Status.CANCELLED),
        ("Jazz Night - CANCELLED", Status.CANCELLED),
        ("Jazz Night (cancelled)", Status.CANCELLED),
        ("**CANCELED** Saturday Ride", Status.CANCELLED),
        ("[CANCELLED] Jazz Night", Status.CANCELLED),
        ("Jazz Night CANCELED!", Status.CANCELLED),
        ("Solar Observing - CANCELLED DUE TO CLOUDS", Status.CANCELLED),
        ("ABGESAGT: Jazz im Park", Status.CANCELLED),
        ("Jazz im Park fällt aus", Status.CANCELLED),
        ("Jazz im Park – entfällt", Status.CANCELLED),
        ("ANNULÉ - Concert", Status.CANCELLED),
        ("Concert annulé", Status.CANCELLED),
        ("CANCELADO: Concierto", Status.CANCELLED),
        ("Concierto suspendido", Status.CANCELLED),
        ("POSTPONED: Jazz Night", Status.POSTPONED),
        ("Jazz Night - postponed", Status.POSTPONED),
        ("Jazz Night postponed to May 5", Status.POSTPONED),
        ("Konzert verschoben", Status.POSTPONED),
        ("REPORTÉ - Concert", Status.POSTPONED),
        ("APLAZADO: Concierto", Status.POSTPONED),
    ],
)
def test_status_in_titles(text: str, status: Status) -> None:
    found = title(text).status
    assert found is not None
    assert found.value is status
    assert found.field == "title"


@pytest.mark.parametrize(
    "text",
    [
        "Cancel Culture: A Debate",
        "The Cancelled Shows Podcast",
        "Cancelled Stamps Collectors' Fair",
        "Annual Report Card Night",
        "Jazz Night",
        "Confirmed: Jazz Night",
    ],
)
def test_no_status_in_titles(text: str) -> None:
    assert title(text).status is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("This event has been cancelled.", Status.CANCELLED),
        ("We are sorry: the concert has been canceled due to illness.", Status.CANCELLED),
        ("Tonight's show is cancelled!", Status.CANCELLED),
        ("CANCELLED\nJoin us for an evening of jazz", Status.CANCELLED),
        ("*CANCELED*\nJoin us", Status.CANCELLED),
        ("Die Veranstaltung wurde leider abgesagt.", Status.CANCELLED),
        ("Das Konzert fällt aus.", Status.CANCELLED),
        ("Le concert est annulé.", Status.CANCELLED),
        ("El concierto ha sido cancelado.", Status.CANCELLED),
        ("This event has been postponed until spring.", Status.POSTPONED),
        ("POSTPONED - new date to be announced", Status.POSTPONED),
        ("Das Konzert wird verschoben.", Status.POSTPONED),
    ],
)
def test_status_in_descriptions(text: str, status: Status) -> None:
    found = said(text).status
    assert found is not None
    assert found.value is status


@pytest.mark.parametrize(
    "text",
    [
        "If it rains, the walk is cancelled.",
        "The walk is cancelled if it rains.",
        "The event will be cancelled in case of lightning.",
        "If the ride is cancelled, that will be posted on the forum.",
        "The class may be cancelled if fewer than five sign up.",
        "Cancellation policy: no refunds.",
        "You can cancel at any time.",
        "Registrations cancelled later than a week before are not refunded.",
        "The tour was never cancelled, even in the war.",
        "Unless it is raining hard the game is not cancelled.",
        "Bring your cancelled checks.",
        "Wenn es regnet, wird die Veranstaltung abgesagt.",
        "Students will report their findings.",
        "The report card is due.",
    ],
)
def test_no_status_in_descriptions(text: str) -> None:
    assert said(text).status is None


@pytest.mark.parametrize(
    "text",
    [
        "SOLD OUT",
        "Jazz Night - SOLD OUT",
        "Jazz Night (sold out!)",
        "[SOLD OUT] Jazz Night",
        "This event is sold out.",
        "Tickets are now sold out, join the waitlist.",
        "The class is full.",
        "This workshop is fully booked",
        "No tickets remaining",
        "No spots left!",
        "Ausverkauft!",
        "Der Kurs ist ausgebucht.",
        "COMPLET",
        "Concert complet !",
        "Entradas agotadas",
        "AGOTADO",
        "Tutto esaurito",
        "Uitverkocht",
    ],
)
def test_sold_out(text: str) -> None:
    assert said(text).sold_out is not None


@pytest.mark.parametrize(
    "text",
    [
        "Last year's show sold out in a day.",
        "The band has sold out arenas across the land.",
        "Buy early, this often sells out.",
        "Get tickets before it's sold out!",
        "If the show is sold out, come at the door.",
        "The tour is not sold out.",
        "A complete guide to gardening",
        "Concert dans un complexe sportif complet et moderne",
        "The sold-out crowd cheered",
        "The hall is full of light",
        "Tickets are nearly sold out",
    ],
)
def test_not_sold_out(text: str) -> None:
    assert said(text).sold_out is None


@pytest.mark.parametrize(
    ("text", "lowest", "highest"),
    [
        ("All ages", 0, None),
        ("An all-ages show", 0, None),
        ("21+", 21, None),
        ("Doors at 7. 21+ only.", 21, None),
        ("Ages 18+", 18, None),
        ("(18+)", 18, None),
        ("18 and over", 18, None),
        ("Ages 16 and up", 16, None),
        ("Must be 21 or older", 21, None),
        ("21 years old and up", 21, None),
        ("For ages 5-12", 5, 12),
        ("Ages 0 to 5", 0, 5),
        ("Kids 6-10 welcome", 6, 10),
        ("for 8-12 year olds", 8, 12),
        ("No one under 21 admitted", 21, None),
        ("Participants must be at least 16.", 16, None),
        ("Für Kinder ab 6 Jahren", 6, None),
        ("Ab 18 Jahren", 18, None),
        ("FSK 16", 16, None),
        ("Für 6 bis 10 Jahre", 6, 10),
        ("Dès 8 ans", 8, None),
        ("À partir de 12 ans", 12, None),
        ("Tout public", 0, None),
        ("Mayores de 18 años", 18, None),
        ("Para todas las edades", 0, None),
    ],
)
def test_ages(text: str, lowest: int, highest: int | None) -> None:
    found = said(text).ages
    assert found is not None
    assert found.value == Ages(lowest, highest)


@pytest.mark.parametrize(
    "text",
    [
        "50+ vendors and 12+ food trucks",
        "Over 20+ local artists",
        "Call +1 707 555 1234",
        "$5 youth 6 to 12, seniors 62+ $8",
        "Tickets are $60 per adult, $50 for seniors (62+)",
        "7+ miles of trails",
        "Open 10 and up the hill",
        "You must be 15 minutes early",
        "A 10-year-old tradition",
        "Ages ago",
    ],
)
def test_no_ages(text: str) -> None:
    assert said(text).ages is None


@pytest.mark.parametrize(
    ("text", "doors"),
    [
        ("Doors 7pm, show 8pm", time(19)),
        ("Doors open at 6:30 PM", time(18, 30)),
        ("Doors: 7:30", time(19, 30)),
        ("Doors at 11 AM for brunch", time(11)),
        ("7pm doors, 8pm show", time(19)),
        ("Showtime: 8 pm Doors: 7 pm", time(19)),
        ("Einlass 19 Uhr", time(19)),
        ("Einlass: 18:30 Uhr", time(18, 30)),
        ("Ouverture des portes à 19h30", time(19, 30)),
        ("Apertura de puertas: 20:00", time(20)),
    ],
)
def test_doors(text: str, doors: time) -> None:
    found = said(text).doors
    assert found is not None
    assert found.value == doors


@pytest.mark.parametrize(
    "text",
    [
        "Doors open 1 hour before the show",
        "$15 at the door",
        "Door prizes!",
        "Price: $28.00 Doors TBA",
    ],
)
def test_no_doors(text: str) -> None:
    assert said(text).doors is None


@pytest.mark.parametrize(
    ("fields", "attendance"),
    [
        ({"title": "Webinar: Estate Planning"}, Attendance.ONLINE),
        ({"title": "Book Club (online)"}, Attendance.ONLINE),
        ({"title": "Volunteer training - virtual"}, Attendance.ONLINE),
        ({"title": "Zoom: Finance Meeting"}, Attendance.ONLINE),
        ({"title": "Atelier en ligne"}, Attendance.ONLINE),
        ({"location": "Online"}, Attendance.ONLINE),
        ({"location": "Zoom"}, Attendance.ONLINE),
        ({"location": "https://us06web.zoom.us/j/123"}, Attendance.ONLINE),
        ({"location": "Via Zoom"}, Attendance.ONLINE),
        ({"description": "This is an online event."}, Attendance.ONLINE),
        ({"description": "The meeting will be held via Zoom."}, Attendance.ONLINE),
        ({"description": "Join Zoom Meeting https://zoom.us/j/1"}, Attendance.ONLINE),
        ({"description": "Location: Zoom"}, Attendance.ONLINE),
        ({"title": "Lecture (hybrid)"}, Attendance.HYBRID),
        ({"description": "In person and online"}, Attendance.HYBRID),
        ({"description": "A hybrid event"}, Attendance.HYBRID),
        ({"description": "Join us in person or via Zoom"}, Attendance.HYBRID),
        ({"description": "Présentiel et en ligne"}, Attendance.HYBRID),
    ],
)
def test_attendance(fields: dict[str, str], attendance: Attendance) -> None:
    found = read_facts(fields).attendance
    assert found is not None
    assert found.value is attendance


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Online Dating: The Musical"},
        {"title": "Zoom Lens Photography Walk"},
        {"location": "Virtual Reality Arcade"},
        {"location": "The Line Hotel"},
        {"description": "Register online or by phone."},
        {"description": "Buy tickets online."},
        {"description": "Find us online at example.org"},
        {"description": "Kids zoom down the slide"},
        {"description": "A hybrid tea rose garden"},
    ],
)
def test_no_attendance(fields: dict[str, str]) -> None:
    assert read_facts(fields).attendance is None


def test_the_first_field_that_says_it_counts_and_is_named() -> None:
    facts = read_facts(
        {"cost": "$20", "title": "Jazz - CANCELLED", "description": "Free admission. Ages 21+."}
    )
    assert facts.price is not None
    assert (facts.price.field, facts.price.value.low) == ("cost", 20)
    assert facts.status is not None
    assert facts.status.field == "title"
    assert facts.status.quote == "- CANCELLED"
    assert facts.ages is not None
    assert (facts.ages.field, facts.ages.quote) == ("description", "21+")


def event(**changes: object) -> Event:
    whole = {"id": "a", "uid": "a", "title": "Jazz", "start": datetime(2026, 9, 4, tzinfo=UTC)}
    return Event(**{**whole, **changes})  # type: ignore[arg-type]


def test_complete_fills_what_is_empty() -> None:
    got = complete(
        event(
            title="Jazz - CANCELLED", tz="America/Toronto", description="Tickets $20. 5 Elm Street"
        )
    )
    assert (got.price_min, got.price_max, got.currency, got.is_free) == (20, 20, "CAD", False)
    assert got.status is Status.CANCELLED
    assert got.address == "5 Elm Street"


def test_complete_overrules_nothing_that_is_stated() -> None:
    stated = event(
        title="Jazz - CANCELLED", description="Tickets $20 at 5 Elm Street", price_min=5.0,
        status=Status.TENTATIVE, venue="Oak Hall",
    )  # fmt: skip
    assert complete(stated) == stated


def test_complete_reads_the_cost_field_first() -> None:
    got = complete(event(description="Free admission"), cost="12.50")
    assert (got.price_min, got.price_max, got.is_free) == (12.5, 12.5, False)


def test_complete_takes_free_from_a_category() -> None:
    assert complete(event(categories=("Music", "Free"))).is_free is True
    assert complete(event(categories=("Music", "Free Jazz"))).is_free is None


def test_complete_says_online_only_for_what_has_no_other_place() -> None:
    assert complete(event(title="Webinar: Taxes")).venue == "Online"
    assert complete(event(title="Webinar: Taxes", venue="Oak Hall")).venue == "Oak Hall"
    assert complete(event(description="In person or via Zoom")).venue == ""


def test_an_event_that_says_nothing_is_returned_as_it_is() -> None:
    plain = event(description="An evening of music in the park.")
    assert complete(plain) is plain


@given(st.text(max_size=400))
def test_any_text_is_read_without_fault(text: str) -> None:
    read_facts({"cost": text, "title": text, "location": text, "description": text})


@pytest.mark.timeout(60)  # far above what it takes: only a hang fails
@pytest.mark.parametrize(
    "hostile",
    [
        *("cancel " * 2000, "21+" * 4000, "doors " * 2000, "ages 1 to " * 1200),
        *("the " * 3000 + "cancelled", "zoom in person and " * 600, "sold out " * 1300),
        "if " * 3000 + "cancelled",
    ],
    ids=lambda text: repr(text[:9]),
)
def test_hostile_text_is_quick(hostile: str) -> None:
    said(hostile)


def test_sold_out_ages_and_doors_become_part_of_the_event() -> None:
    got = complete(event(title="Jazz Night (sold out!)", description="Doors 6:30 pm. Ages 18+."))
    assert (got.sold_out, got.age_min, got.age_max, got.doors) == (True, 18, None, time(18, 30))
    silent = complete(event(title="Jazz Night", description="Bring a friend."))
    assert (silent.sold_out, silent.age_min, silent.age_max, silent.doors) == (
        False,
        None,
        None,
        None,
    )
    stated = complete(event(title="Jazz Night", sold_out=True))
    assert stated.sold_out
