from datetime import UTC, datetime, timedelta

import pytest

from eventpal.domain import Status
from eventpal.ui import words
from eventpal.ui.vault.forms import strength
from tests.gui.fake_app import NOW, make_event


def at(text, **values):
    """An event that starts at ``text`` (day.month hour:minute), local time."""
    start = datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=NOW.tzinfo)
    return make_event(0, **{"start": start, "end": None, **values})


@pytest.mark.parametrize(
    ("start", "hours", "said"),
    [
        ("27.11.2026 19:30", 2, "Tonight 19:30–21:30"),
        ("27.11.2026 19:30", None, "Tonight 19:30"),
        ("27.11.2026 14:00", 1, "Today 14:00–15:00"),
        ("27.11.2026 09:00", 3, "Now, until 12:00"),
        ("27.11.2026 22:00", 5, "Tonight 22:00–03:00"),
        ("28.11.2026 10:00", 1.5, "Tomorrow 10:00–11:30"),
        ("04.12.2026 19:30", 3, "Fri 4 Dec, 19:30–22:30"),
        ("04.12.2026 22:00", 6, "Fri 4 Dec, 22:00–04:00"),
        ("20.11.2026 09:00", 24 * 12, "Until Wed 2 Dec, 09:00"),
        ("27.11.2026 09:00", 30, "Until Sat 28 Nov, 15:00"),
        ("04.12.2026 18:00", 46, "Fri 4 Dec, 18:00 – Sun 6 Dec, 16:00"),
        ("08.01.2027 18:00", 1, "Fri 8 Jan, 18:00–19:00"),
        ("04.06.2027 18:00", 1, "Fri 4 Jun 2027, 18:00–19:00"),
    ],
)
def test_times_are_said_as_people_say_them(start, hours, said):
    event = at(start)
    if hours is not None:
        event = at(start, end=event.start + timedelta(hours=hours))
    assert words.when(event, NOW) == said


@pytest.mark.parametrize(
    ("start", "days", "said"),
    [
        ("27.11.2026 00:00", 1, "Today, all day"),
        ("28.11.2026 00:00", None, "Tomorrow, all day"),
        ("04.12.2026 00:00", 1, "Fri 4 Dec, all day"),
        ("04.12.2026 00:00", 3, "4–6 Dec"),
        ("29.11.2026 00:00", 4, "29 Nov – 2 Dec"),
        ("20.11.2026 00:00", 12, "Until Tue 1 Dec"),
        ("30.12.2026 00:00", 4, "30 Dec – 2 Jan"),
        ("30.06.2027 00:00", 4, "30 Jun – 3 Jul 2027"),
        ("04.12.2026 00:00", 0, "Fri 4 Dec, all day"),
    ],
)
def test_all_day_events_have_no_times_and_an_exclusive_end(start, days, said):
    event = at(start, all_day=True)
    if days is not None:
        event = at(start, all_day=True, end=event.start + timedelta(days=days))
    assert words.when(event, NOW) == said


def test_an_event_is_told_on_the_clock_of_its_place():
    event = at("27.11.2026 19:30", tz="America/New_York")
    assert words.when(event, NOW) == "Today 14:30 (New York time)"
    assert words.when(at("27.11.2026 19:30", tz="Mars/Olympus"), NOW) == "Tonight 19:30"


def test_today_is_the_persons_own_wherever_the_event_is():
    event = at("28.11.2026 16:00", tz="Asia/Tokyo")
    assert words.when(event, NOW) == "Sun 29 Nov, 01:00 (Tokyo time)"
    assert words.moment(event, NOW) == "Sun 29 Nov 01:00"


@pytest.mark.parametrize(
    ("low", "high", "currency", "free", "said"),
    [
        (None, None, None, True, "Free"),
        (0.0, 0.0, "EUR", True, "Free"),
        (None, None, None, None, ""),
        (12.0, 12.0, "EUR", False, "€12"),
        (12.5, 12.5, "EUR", False, "€12.50"),
        (8.0, 15.0, "USD", False, "$8–15"),
        (8.0, None, "GBP", False, "From £8"),
        (0.0, 10.0, "EUR", None, "Up to €10"),
        (None, 10.0, "EUR", None, "Up to €10"),
        (8.0, 15.0, "CHF", False, "8–15 CHF"),
        (8.0, 8.0, None, False, "8"),
    ],
)
def test_prices(low, high, currency, free, said):
    event = make_event(0, price_min=low, price_max=high, currency=currency, is_free=free)
    assert words.price(event) == said


@pytest.mark.parametrize(
    ("km", "said"),
    [
        (0.0, "50 m"),
        (0.33, "350 m"),
        (0.94, "950 m"),
        (0.96, "1.0 km"),
        (1.24, "1.2 km"),
        (9.96, "10 km"),
        (1234.0, "1234 km"),
    ],
)
def test_distances(km, said):
    assert words.distance(km) == said


def test_where_is_the_venue_else_the_first_part_of_the_address():
    event = make_event(0, venue="", address="1 Quay, Port Merrow")
    assert words.where(event, 1.2) == "1 Quay · 1.2 km"
    assert words.where(make_event(0, venue="", address=""), None) == ""


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.org/a", "example.org"),
        ("http://example.org:80/", "example.org"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://[::1", ""),
        ("", ""),
        ("data:text/html,x", ""),
    ],
)
def test_only_web_addresses_can_be_opened(url, host):
    assert words.host(url) == host


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 minutes ago"),
        (timedelta(hours=1, minutes=5), "1 hour ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(days=1, hours=3), "yesterday"),
        (timedelta(days=9), "9 days ago"),
    ],
)
def test_how_long_ago(passed, said):
    assert words.ago(NOW - passed, NOW.astimezone(UTC)) == said
    assert words.ago(None, NOW) == "never"


def test_every_status_but_the_usual_one_is_said():
    said = {status: words.status(make_event(0, status=status)) for status in Status}
    assert said[Status.CONFIRMED] == ""
    assert all(said[status] for status in Status if status is not Status.CONFIRMED)


def test_only_words_too_long_for_a_line_get_places_to_break():
    plain = "Übergrößenträgerinnen am https://example.org/a-very-long-address-that-is-copied-whole"
    assert words.breakable(plain) == plain
    long = "Donaudampfschifffahrtsgesellschaftskapitän 🎉"
    broken = words.breakable(long)
    assert broken.replace("\u200b", "") == long
    assert max(len(piece) for piece in broken.split("\u200b")) < 25


def test_one_missing_character_is_said_as_one():
    assert strength("seven77")[1] == "1 more character is needed."
    assert strength("three")[1] == "3 more characters are needed."


@pytest.mark.parametrize(
    ("passphrase", "points"),
    [
        ("", 0),
        ("short", 1),
        ("aaaaaaaaaaaaaaaa", 1),
        ("password", 2),
        ("Tr0ub4dor&3xyz", 3),
        ("correct horse battery staple", 4),
    ],
)
def test_longer_and_more_varied_passphrases_count_as_stronger(passphrase, points):
    assert strength(passphrase)[0] == points
