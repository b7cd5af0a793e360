import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventpal.feeds.pages.discovery import found
from eventpal.feeds.reading import Feed, FeedKind

HERE = "https://town.example/events/"
CALENDAR, FEED, PAGE = FeedKind.CALENDAR, FeedKind.FEED, FeedKind.PAGE


def page(head: str = "", body: str = "", attributes: str = "") -> bytes:
    return (
        f"<!doctype html><html><head><title>Town</title>{head}</head>"
        f"<body {attributes}>{body}</body></html>"
    ).encode()


def addresses(body: bytes, address: str = HERE) -> list[str]:
    return [feed.address for feed in found(body, address)]


def test_what_a_page_declares() -> None:
    body = page(
        '<link rel="alternate" type="application/rss+xml" title="News" href="/feed/">'
        '<link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/comments">'
        '<link rel="alternate" type="text/calendar; charset=utf-8" title="All" href="/all.ics">'
        '<link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" href="/x.css">'
    )
    assert found(body, HERE) == (
        Feed("All", "https://town.example/all.ics", CALENDAR),
        Feed("News", "https://town.example/feed/", FEED),
    )


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("town.ics", "https://town.example/events/town.ics"),
        ("/town.ics?token=1#x", "https://town.example/town.ics?token=1#x"),
        ("webcal://cal.example/town", "webcal://cal.example/town"),
        ("/list/?ical=1", "https://town.example/list/?ical=1"),
        ("?outlook-ical=1", "https://town.example/events/?outlook-ical=1"),
        ("/feed/ics", "https://town.example/feed/ics"),
        (
            "https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2Fcal.example%2Fa",
            "webcal://cal.example/a",
        ),
        (
            "https://calendar.google.com/calendar/u/0?cid=dG93bkBncm91cC5jYWxlbmRhci5nb29nbGUuY29t",
            "https://calendar.google.com/calendar/ical/"
            "town%40group.calendar.google.com/public/basic.ics",
        ),
        (
            "https://outlook.live.com/owa?path=/calendar&url=https%3A%2F%2Fcal.example%2Fa",
            "https://cal.example/a",
        ),
    ],
)
def test_links(href: str, address: str) -> None:
    (feed,) = found(page(body=f'<a href="{href}">Subscribe</a>'), HERE)
    assert (feed.address, feed.kind, feed.linked) == (address, CALENDAR, True)


@pytest.mark.parametrize(
    "href",
    ["/about", "mailto:a@b.example", "javascript:x.ics", "", "/topics", "/event/jazz/?ical=1"],
)
def test_other_links_are_no_calendars(href: str) -> None:
    assert found(page(body=f'<a href="{href}">x</a>'), HERE) == ()


@pytest.mark.parametrize(
    ("address", "body", "expected"),
    [
        (
            "https://town.example/events/list/",
            page('<link rel="stylesheet" href="/wp-content/plugins/the-events-calendar/a.css">'),
            "https://town.example/events/list/?ical=1",
        ),
        (
            "https://town.example/",
            page(attributes='class="home tribe-events-page"'),
            "https://town.example/events/?ical=1",
        ),
        (
            "https://events.uni.example/",
            page('<script src="https://assets.localist.com/a.js"></script>'),
            "https://events.uni.example/calendar.ics",
        ),
        (
            "https://library.libcal.com/calendar/main",
            page('<script src="//libcal.com/a.js"></script><script>var x={calId: 812}</script>'),
            "https://library.libcal.com/ical_subscribe.php?src=p&cid=812",
        ),
        (
            "https://www.meetup.com/Town-Hikers/",
            page(),
            "https://www.meetup.com/Town-Hikers/events/ical/",
        ),
        (
            "https://mob.example/@club/events",
            page('<meta name="generator" content="Mobilizon">'),
            "https://mob.example/@club/feed/ics",
        ),
        (
            "https://gancio.example/",
            page('<meta name="generator" content="Gancio 1.6">'),
            "https://gancio.example/feed/ics",
        ),
        (
            "https://cafe.example/calendar",
            page('<script src="https://static1.squarespace.com/a.js"></script>'),
            "https://cafe.example/calendar?format=ical",
        ),
        (
            "https://town.example/",
            page(
                '<script src="https://public.tockify.com/embed.js"></script>',
                '<div data-tockify-component="calendar" data-tockify-calendar="town"></div>',
            ),
            "https://tockify.com/api/feeds/ics/town",
        ),
        (
            "https://town.example/",
            page(body='<div data-tockify-component="mini" data-tockify-calendar="town"></div>'),
            "https://tockify.com/api/feeds/ics/town",
        ),
        (
            "https://town.example/event/jazz/",
            page('<link rel="stylesheet" href="/wp-content/plugins/the-events-calendar/a.css">'),
            "https://town.example/events/?ical=1",
        ),
        (
            "https://lib.libcal.com/calendar?cid=812",
            page(),
            "https://lib.libcal.com/ical_subscribe.php?src=p&cid=812",
        ),
        (
            "https://www.meetup.com/de-DE/Town-Hikers/",
            page(),
            "https://www.meetup.com/Town-Hikers/events/ical/",
        ),
        (
            "https://calendar.google.com/calendar/u/0/embed?src=town@group.calendar.google.com",
            page(),
            "https://calendar.google.com/calendar/ical/town%40group.calendar.google.com"
            "/public/basic.ics",
        ),
        (
            "https://uni.example/calendar",
            page(
                body='<script>$Trumba.addSpud({webName: "uni-main"});</script>'
                '<script src="//www.trumba.com/scripts/spuds.js"></script>'
            ),
            "https://www.trumba.com/calendars/uni-main.ics",
        ),
        (
            "https://club.example/termine/",
            page('<link rel="stylesheet" href="/wp-content/plugins/modern-events-calendar/a.css">'),
            "https://club.example/?mec-ical-feed=1",
        ),
        (
            "https://club.example/events/",
            page('<link rel="stylesheet" href="/wp-content/plugins/events-manager/a.css">'),
            "https://club.example/events.ics",
        ),
        (
            "https://teamup.com/ks3vx7q9d2ab",
            page(),
            "https://ics.teamup.com/feed/ks3vx7q9d2ab/0.ics",
        ),
        (
            "https://outlook.office365.com/owa/calendar/a@b.example/c/calendar.html",
            page(),
            "https://outlook.office365.com/owa/calendar/a@b.example/c/calendar.ics",
        ),
        (
            "https://cloud.example/apps/calendar/p/aBc-1",
            page(),
            "https://cloud.example/remote.php/dav/public-calendars/aBc-1?export",
        ),
        (
            "https://tockify.com/town/monthly",
            page(),
            "https://tockify.com/api/feeds/ics/town",
        ),
    ],
)
def test_programs_that_are_known(address: str, body: bytes, expected: str) -> None:
    (feed,) = found(body, address)
    assert (feed.address, feed.kind, feed.linked) == (expected, CALENDAR, False)


def test_an_embedded_google_calendar() -> None:
    body = page(
        body='<iframe src="https://calendar.google.com/calendar/embed?height=600&amp;'
        'src=town%40group.calendar.google.com&amp;src=en.usa%23holiday%40group.v.calendar.google.com">'
    )
    assert addresses(body) == [
        f"https://calendar.google.com/calendar/ical/{name}/public/basic.ics"
        for name in (
            "town%40group.calendar.google.com",
            "en.usa%23holiday%40group.v.calendar.google.com",
        )
    ]


def test_an_organiser_at_eventbrite() -> None:
    body = page(body='<a href="https://www.eventbrite.co.uk/o/the-club-123">The Club</a>')
    assert found(body, HERE) == (
        Feed("The Club", "https://www.eventbrite.co.uk/o/the-club-123", PAGE),
    )


def test_one_address_is_offered_once() -> None:
    body = page(
        '<link rel="alternate" type="text/calendar" href="/all.ics">',
        '<a href="/all.ics">1</a><a href="webcal://town.example/all.ics">2</a>',
    )
    assert addresses(body) == ["https://town.example/all.ics"]


def test_nothing_is_made_of_links_without_a_base() -> None:
    assert found(page(body='<a href="all.ics">x</a>'), "") == ()
    assert found(b"", HERE) == ()


@given(body=st.binary(max_size=200), address=st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_no_bytes_break_it(body: bytes, address: str) -> None:
    found(b"<html><a href='" + body, address)
    found(body, f"https://{address}")
