from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from eventpal.domain import Listing, Place, Status, event_id
from eventpal.errors import FormatError
from eventpal.feeds.items.rss import read_feed, split_title
from eventpal.feeds.reading import Reading
from tests.unit.feeds.feed_moments import NOW, when

PACIFIC = ZoneInfo("America/Los_Angeles")
NAMESPACES = {
    "ev": "http://purl.org/rss/1.0/modules/event/",
    "xCal": "urn:ietf:params:xml:ns:xcal",
    "x-trumba": "http://schemas.trumba.com/rss/x-trumba",
    "x-microsoft": "http://schemas.microsoft.com/x-microsoft",
    "libcal": "https://libcal.com/rss_xmlns.php",
    "bc": "http://bibliocommons.com/rss/1.0/modules/event/",
    "calendarEvent": "https://town.example/Calendar.aspx",
    "mec": "http://webnus.net/rss/mec/",
    "s": "http://sidearmsports.com/schemas/cal_rss/1.0/",
    "livewhale": "http://livewhale.com/ns/",
    "event": "http://parks.example/eventsrss_ns/",
    "gd": "http://schemas.google.com/g/2005",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "georss": "http://www.georss.org/georss",
    "media": "http://search.yahoo.com/mrss/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
}

DATED = "<ev:startdate>2026-09-04T19:00:00</ev:startdate>"


def rss(*items: str, channel: str = "<title>Town</title>") -> bytes:
    """A feed with these items, each without a title given one, in every namespace above."""
    declared = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMESPACES.items())
    whole = "".join(
        f"<item>{'' if '<title>' in one else '<title>Jazz</title>'}{one}</item>" for one in items
    )
    return f'<rss version="2.0" {declared}><channel>{channel}{whole}</channel></rss>'.encode()


def read(body: bytes, zone: ZoneInfo = PACIFIC, now: datetime = NOW) -> Reading:
    return read_feed(body, zone, "town", now)


def only(body: bytes, zone: ZoneInfo = PACIFIC) -> Listing:
    (listing,) = read(body, zone).listings
    return listing


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        # The RSS event module
        ("<ev:startdate>2026-09-04T19:00:00-07:00</ev:startdate>", "2026-09-04T19:00-07:00"),
        (
            f"{DATED}<ev:enddate>2026-09-04T22:00:00</ev:enddate>",
            "2026-09-04T19:00-07:00/2026-09-04T22:00-07:00",
        ),
        ("<ev:startdate>2026-09-04</ev:startdate>", "2026-09-04"),
        (
            "<ev:startdate>2026-09-04</ev:startdate><ev:enddate>2026-09-06</ev:enddate>",
            "2026-09-04/2026-09-06",
        ),
        # Sidearm: seven digits of a second
        (
            "<ev:startdate>2026-09-05T02:00:00.0000000Z</ev:startdate>"
            "<s:localstartdate>2026-09-04T19:00:00.0000000</s:localstartdate>",
            "2026-09-04T19:00-07:00",
        ),
        # xCal, as Trumba gives it
        (
            "<xCal:dtstart>2026-09-05T02:00:00Z</xCal:dtstart><xCal:dtend>2026-09-05T04:00:00Z</xCal:dtend>"
            '<x-trumba:localstart tzAbbr="PDT">2026-09-04T19:00:00</x-trumba:localstart>',
            "2026-09-04T19:00-07:00/2026-09-04T21:00-07:00",
        ),
        (
            '<x-trumba:localstart tzAbbr="EST">2026-09-04T19:00:00</x-trumba:localstart>',
            "2026-09-04T19:00-04:00",
        ),
        (
            "<x-trumba:formatteddatetime>Friday, September 4, 2026, 9am - 1pm"
            "</x-trumba:formatteddatetime>",
            "2026-09-04T09:00-07:00/2026-09-04T13:00-07:00",
        ),
        (
            "<xCal:dtstart>2026-09-04</xCal:dtstart><xCal:dtend>2026-09-06</xCal:dtend>"
            "<x-microsoft:cdo-alldayevent>true</x-microsoft:cdo-alldayevent>",
            "2026-09-04/2026-09-05",  # iCalendar's end is the day after
        ),
        ("<xCal:dtstart>20260904T190000</xCal:dtstart><xCal:duration>PT2H30M</xCal:duration>",
         "2026-09-04T19:00-07:00/2026-09-04T21:30-07:00"),
        # LibCal
        (
            "<libcal:date>2026-09-04</libcal:date><libcal:start>10:15:00</libcal:start>"
            "<libcal:end>11:00:00</libcal:end>",
            "2026-09-04T10:15-07:00/2026-09-04T11:00-07:00",
        ),
        (
            "<libcal:date>2026-09-04</libcal:date><libcal:start>00:00:00</libcal:start>"
            "<libcal:end>23:59:59</libcal:end>",
            "2026-09-04",
        ),
        # BiblioCommons
        (
            "<bc:start_date>2026-09-05T01:00:00Z</bc:start_date><bc:end_date>2026-09-05T02:30:00Z</bc:end_date>"
            "<bc:start_date_local>2026-09-04T18:00</bc:start_date_local>",
            "2026-09-04T18:00-07:00/2026-09-04T19:30-07:00",
        ),
        # CivicPlus
        (
            "<calendarEvent:EventDates> September 4, 2026 </calendarEvent:EventDates>"
            "<calendarEvent:EventTimes>04:00 PM - 05:00 PM</calendarEvent:EventTimes>",
            "2026-09-04T16:00-07:00/2026-09-04T17:00-07:00",
        ),
        (
            "<calendarEvent:EventDates>October 3, 2026 - October 4, 2026</calendarEvent:EventDates>"
            "<calendarEvent:EventTimes></calendarEvent:EventTimes>",
            "2026-10-03/2026-10-04",
        ),
        (
            "<calendarEvent:EventDates>September 4, 2026</calendarEvent:EventDates>"
            "<calendarEvent:EventTimes>12:00 AM - 11:59 PM</calendarEvent:EventTimes>",
            "2026-09-04",
        ),
        (
            "<calendarEvent:EventDates>Fri, 04 Sep 2026 00:00:00 GMT</calendarEvent:EventDates>"
            "<calendarEvent:EventTimes>6:00 PM - 8:30 PM</calendarEvent:EventTimes>",
            "2026-09-04T18:00-07:00/2026-09-04T20:30-07:00",
        ),
        # Modern Events Calendar
        (
            "<mec:startDate>2026-09-04</mec:startDate><mec:startHour>7:00 PM</mec:startHour>"
            "<mec:endDate>2026-09-04</mec:endDate><mec:endHour>9:00 PM</mec:endHour>",
            "2026-09-04T19:00-07:00/2026-09-04T21:00-07:00",
        ),
        (
            "<mec:startDate>2026-09-04</mec:startDate><mec:startHour>19:00</mec:startHour>"
            "<mec:endDate>2026-09-05</mec:endDate><mec:endHour>02:00</mec:endHour>",
            "2026-09-04T19:00-07:00/2026-09-05T02:00-07:00",
        ),
        # NYC Parks
        (
            "<event:startdate>2026-09-04</event:startdate><event:enddate>2026-09-04</event:enddate>"
            "<event:starttime>8:00 am</event:starttime><event:endtime>10:00 am</event:endtime>",
            "2026-09-04T08:00-07:00/2026-09-04T10:00-07:00",
        ),
        # Google's Atom of old
        (
            '<gd:when startTime="2026-09-04T19:00:00-07:00" endTime="2026-09-04T21:00:00-07:00"/>',
            "2026-09-04T19:00-07:00/2026-09-04T21:00-07:00",
        ),
        ('<gd:when startTime="2026-09-04" endTime="2026-09-05"/>', "2026-09-04"),
        # Elements of no namespace, and seconds since 1970
        ("<startDate>2026-09-04 19:00</startDate>", "2026-09-04T19:00-07:00"),
        ("<event_date>1788573600</event_date>", "2026-09-04T19:00-07:00"),
        ("<start>Fri, 04 Sep 2026 19:00:00 -0700</start>", "2026-09-04T19:00-07:00"),
        ('<start tzid="Europe/Berlin">2026-09-04T19:00</start>', "2026-09-04T19:00+02:00"),
        # Midnight to midnight is a whole day
        (
            "<ev:startdate>2026-09-04T00:00:00-07:00</ev:startdate>"
            "<ev:enddate>2026-09-06T00:00:00-07:00</ev:enddate>",
            "2026-09-04/2026-09-05",
        ),
        # An end before the start is no end
        (
            f"{DATED}<ev:enddate>2026-09-01T19:00:00</ev:enddate>",
            "2026-09-04T19:00-07:00",
        ),
    ],
)  # fmt: skip
def test_dates_in_fields_of_their_own(item: str, expected: str) -> None:
    listing = only(rss(item + "<pubDate>Mon, 03 Aug 2026 09:12:44 GMT</pubDate>"))
    assert when(listing.event) == expected
    assert listing.dates[0].start == listing.event.start
    assert not listing.recurring


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("<title>Jazz — Fri Sep 4, 7:00 PM — Oak Hall</title>", "2026-09-04T19:00-07:00"),
        ("<title>Fri Sep 4: Jazz</title>", "2026-09-04"),
        ("<title>Jazz (September 4, 2026)</title>", "2026-09-04"),
        (
            "<description>Friday, Sept. 4, 2026, 7&amp;nbsp;&amp;ndash;&amp;nbsp;9&amp;nbsp;p.m. "
            "&lt;br/&gt;Come along.</description>",
            "2026-09-04T19:00-07:00/2026-09-04T21:00-07:00",
        ),
        (
            "<description>&lt;strong&gt;Event date:&lt;/strong&gt; September 4, 2026 &lt;br&gt;"
            "&lt;strong&gt;Event Time:&lt;/strong&gt; 06:00 PM - 08:30 PM</description>",
            "2026-09-04T18:00-07:00/2026-09-04T20:30-07:00",
        ),
        (
            "<description>An evening of old songs and new, by the river, with friends.\n"
            "When: Fri Sep 4, 2026 7pm to 9pm\nWhere: Oak Hall</description>",
            "2026-09-04T19:00-07:00/2026-09-04T21:00-07:00",
        ),
        (
            "<description>Come to the hall by the river, all are welcome, bring a friend, "
            "on Friday, September 4, 2026 at 7 pm for songs.</description>",
            "2026-09-04T19:00-07:00",
        ),
        (
            "<description><![CDATA[<p>Jazz</p><abbr class='dtstart' title='2026-09-05T02:00:00Z'>"
            "7:00 pm</abbr> <abbr class='dtend' title='2026-09-05T04:00:00Z'>9:00</abbr>"
            "]]></description>",
            "2026-09-04T19:00-07:00/2026-09-04T21:00-07:00",
        ),
        (
            "<content:encoded><![CDATA[<time class=\"dt-start\" datetime=\"2026-09-04 19:00\">"
            "</time>]]></content:encoded>",
            "2026-09-04T19:00-07:00",
        ),
        ("<link>https://hall.example/events/2026/9/4/jazz</link>", "2026-09-04"),
        ("<link>https://hall.example/event/jazz/2026-09-04/</link>", "2026-09-04"),
        ("<link>https://hall.example/events/jazz?occurrence=2026-09-04</link>", "2026-09-04"),
    ],
)  # fmt: skip
def test_dates_in_words_markup_and_links(item: str, expected: str) -> None:
    listing = only(rss(item + "<pubDate>Mon, 03 Aug 2026 09:12:44 GMT</pubDate>"))
    assert when(listing.event) == expected
    assert listing.event.title == "Jazz"


@pytest.mark.parametrize(
    "item",
    [
        "<title>News from the hall</title>",
        "<description>We wrote about this on September 4, 2026 and people liked it.</description>",
        "<description>Posted on September 4, 2026. A look at the season.</description>",
        "<description>A long look at the season that was. Applications for next season are open. "
        "Register by September 4, 2026.</description>",
        "<title>March 4 Our Lives</title>",
        "<title>Top 10 shows of 2026</title>",
        "<link>https://blog.example/2026/09/04/the-season</link>",
        "<ev:startdate>soon</ev:startdate>",
        "<ev:startdate></ev:startdate>",
        "<dc:date>2026-09-04T19:00:00Z</dc:date>",
    ],
)
def test_an_item_that_does_not_say_when_is_no_event(item: str) -> None:
    reading = read(rss(item + "<pubDate>Mon, 03 Aug 2026 19:00:00 GMT</pubDate>"))
    assert reading.listings == ()
    (problem,) = reading.problems
    assert problem.message == "Its one item names no date, so there is no event in it."


def test_how_many_items_name_no_date_is_told() -> None:
    dated, undated = "<ev:startdate>2026-09-04</ev:startdate><guid>{}</guid>", "<guid>x{}</guid>"
    body = rss(*(dated.format(n) for n in range(28)), *(undated.format(n) for n in range(12)))
    assert len(read(body).listings) == 28
    assert [problem.message for problem in read(body).problems] == [
        "12 of 40 items name no date, so those are not shown as events."
    ]
    assert read(rss(undated, undated)).problems[0].message == (
        "None of its 2 items names a date, so there is no event in it."
    )
    assert read(rss(dated, undated)).problems[0].message == (
        "1 of 2 items name no date, so that one is not shown as events."
    )
    assert read(rss()).problems[0].message == "The feed lists nothing at present."


class TestPublished:
    """pubDate is when an item was published, but for those who put the event's time there."""

    ahead = "<pubDate>Fri, 04 Sep 2026 19:00:00 -0700</pubDate>"
    midnight = "<pubDate>Fri, 04 Sep 2026 00:00:00 -0700</pubDate>"

    def test_much_published_in_the_future_is_published_when_it_happens(self) -> None:
        assert when(only(rss(self.ahead)).event) == "2026-09-04T19:00-07:00"
        assert when(only(rss(self.midnight)).event) == "2026-09-04"
        later = datetime(2026, 10, 1, tzinfo=UTC)
        assert read(rss(self.ahead), now=later).listings == ()
        built = "<title>Town</title><lastBuildDate>Sat, 22 Aug 2026 02:00:00 GMT</lastBuildDate>"
        assert len(read(rss(self.ahead, channel=built), now=later).listings) == 1

    def test_a_few_scheduled_posts_are_not(self) -> None:
        past = [
            f"<guid>{n}</guid><pubDate>Mon, 03 Aug 2026 09:00:00 GMT</pubDate>" for n in range(3)
        ]
        assert read(rss(self.ahead, *past)).listings == ()

    @pytest.mark.parametrize(
        "trace",
        [
            '<media:content url="https://images.localist.com/photos/1/huge/a.jpg" medium="image"/>',
            "<livewhale:ends>Fri, 04 Sep 2026 21:00:00 -0700</livewhale:ends>"
            "<georss:featurename>Oak Hall</georss:featurename>",
        ],
    )
    def test_some_programs_are_known_for_it(self, trace: str) -> None:
        later = datetime(2027, 1, 1, tzinfo=UTC)
        (listing,) = read(rss(self.ahead + trace), now=later).listings
        assert listing.event.start.isoformat() == "2026-09-04T19:00:00-07:00"
        if "livewhale" in trace:
            assert when(listing.event).endswith("/2026-09-04T21:00-07:00")
            assert listing.event.venue == "Oak Hall"

    def test_it_tells_the_zone_where_it_repeats_the_title(self) -> None:
        title = "<title>Jazz — Fri Sep 4, 7:00 PM</title>"
        eastern = "<pubDate>Fri, 04 Sep 2026 19:00:00 -0400</pubDate>"
        event = only(rss(title + eastern)).event
        assert event.start.isoformat() == "2026-09-04T19:00:00-04:00"
        assert event.tz == "Etc/GMT+4"
        other = "<pubDate>Sat, 22 Aug 2026 02:18:50 +0000</pubDate>"
        assert only(rss(title + other)).event.tz == "America/Los_Angeles"

    def test_it_tells_the_year(self) -> None:
        old = "<title>Jazz — Sept 4, 7 PM</title><pubDate>Mon, 03 Aug 2020 09:00:00 GMT</pubDate>"
        assert only(rss(old)).event.start.year == 2020


def test_one_id_on_several_dates_is_one_event() -> None:
    item = "<guid>g1</guid><ev:startdate>2026-09-{}T19:00:00</ev:startdate>"
    listing = only(rss(item.format("11"), item.format("04")))
    assert [f"{span.start:%d}" for span in listing.dates] == ["04", "11"]
    assert listing.event.start == listing.dates[0].start
    assert listing.event.id == event_id("g1")


def test_one_id_twice_is_the_later_version() -> None:
    item = f"<guid>g1</guid>{DATED}<title>Jazz{{}}</title>"
    assert only(rss(item.format(""), item.format(" (updated)"))).event.title == "Jazz (updated)"


def test_one_id_on_different_things_is_several_events() -> None:
    item = "<guid>g1</guid><title>{}</title><ev:startdate>2026-09-{}</ev:startdate>"
    listings = read(rss(item.format("Jazz", "04"), item.format("Blues", "05"))).listings
    assert [one.event.title for one in listings] == ["Jazz", "Blues"]
    assert len({one.event.id for one in listings}) == 2


def test_items_without_an_id_get_a_stable_one() -> None:
    body = rss("<title>Jazz — Fri Sep 4, 7 PM</title>", "<title>Blues — Sat Sep 5, 7 PM</title>")
    ids = [one.event.id for one in read(body).listings]
    assert len(set(ids)) == 2
    assert ids == [one.event.id for one in read(body).listings]


def test_a_list_of_days_is_several_dates() -> None:
    listing = only(rss("<title>Jazz — Sept 4, 11 &amp; 18, 2026, 7-9 pm</title>"))
    assert [f"{span.start:%d %H:%M}" for span in listing.dates] == [
        "04 19:00",
        "11 19:00",
        "18 19:00",
    ]
    assert all(span.end is not None and f"{span.end:%H}" == "21" for span in listing.dates)


@pytest.mark.parametrize(
    ("title", "date", "cleaned"),
    [
        ("Jazz — Fri Sep 4, 7 PM — Oak Hall", "Fri Sep 4, 7 PM", ("Jazz", "Oak Hall")),
        ("Jazz - Fri Sep 4", "Fri Sep 4", ("Jazz", "")),
        ("Jazz | Sep 4 | Oak Hall", "Sep 4", ("Jazz", "Oak Hall")),
        ("Sep 4: Jazz", "Sep 4", ("Jazz", "")),
        ("[9/4] Jazz", "9/4", ("Jazz", "")),
        ("Jazz (Sep 4)", "Sep 4", ("Jazz", "")),
        ("Jazz on Sep 4", "Sep 4", ("Jazz", "")),
        ("Jazz Sep 4 @ Oak Hall", "Sep 4", ("Jazz", "Oak Hall")),
        ("Jazz on Sep 4 in the park", "Sep 4", ("Jazz on Sep 4 in the park", "")),
        ("Meeting 10am-3pm — Tue Aug 25", "10am-3pm — Tue Aug 25", ("Meeting", "")),
        ("Sep 4", "Sep 4", ("", "")),
    ],
)
def test_titles_lose_their_date(title: str, date: str, cleaned: tuple[str, str]) -> None:
    start = title.index(date)
    assert split_title(title, (start, start + len(date))) == cleaned


def test_what_else_an_item_says() -> None:
    event = only(
        rss(
            DATED
            + "<title>&lt;b&gt;Jazz&lt;/b&gt; &amp;amp; more</title><link>https://hall.example/jazz</link>"
            "<guid>g1</guid><ev:location>Oak Hall, 5 Elm Street, Davis</ev:location>"
            "<ev:organizer>Hall Society</ev:organizer><ev:type>concert</ev:type>"
            "<category>Music</category><category>2026/09/04 (Fri)</category>"
            "<category>music</category>"
            "<geo:lat>38.54</geo:lat><geo:long>-121.74</geo:long>"
            '<enclosure url="https://hall.example/a.jpg" type="image/jpeg" length="1"/>'
            "<description>&lt;p&gt;Tickets $15. Ages 21+&lt;/p&gt;</description>"
        )
    ).event
    assert event.title == "Jazz & more"
    assert event.url == "https://hall.example/jazz"
    assert event.uid == "g1"
    assert (event.venue, event.address) == ("Oak Hall", "5 Elm Street, Davis")
    assert event.organiser == "Hall Society"
    assert event.categories == ("Music", "concert")
    assert event.place == Place(38.54, -121.74)
    assert event.image == "https://hall.example/a.jpg"
    assert event.description == "Tickets $15. Ages 21+"
    assert (event.price_min, event.currency, event.is_free) == (15, "USD", False)
    assert event.status is Status.CONFIRMED
    assert event.tz == "America/Los_Angeles"


@pytest.mark.parametrize(
    ("item", "venue", "address"),
    [
        ("<xCal:location>Oak Hall</xCal:location>", "Oak Hall", ""),
        (
            "<bc:location><bc:id>9</bc:id><bc:name>Oak Library</bc:name><bc:number>5</bc:number>"
            "<bc:street>Elm St</bc:street><bc:city>Davis</bc:city></bc:location>",
            "Oak Library", "5 Elm St, Davis",
        ),
        ("<mec:location></mec:location>", "", ""),
        ("<libcal:campus>Main</libcal:campus><libcal:location>Room 2</libcal:location>",
         "Room 2", ""),
        ('<gd:where valueString="Oak Hall"/>', "Oak Hall", ""),
        ("<description>Where: Oak Hall\nA fine evening</description>", "Oak Hall", ""),
        ("<description>Ort: Eichensaal</description>", "Eichensaal", ""),
        ("<bc:is_virtual>true</bc:is_virtual>", "Online", ""),
        ("<ev:location>https://zoom.us/j/1</ev:location>", "", ""),
        ("<venue>Oak Hall</venue><address>5 Elm Street</address>", "Oak Hall", "5 Elm Street"),
    ],
)  # fmt: skip
def test_where(item: str, venue: str, address: str) -> None:
    event = only(rss(DATED + item)).event
    assert (event.venue, event.address) == (venue, address)


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ("<bc:is_cancelled>true</bc:is_cancelled>", Status.CANCELLED),
        ("<bc:is_cancelled>false</bc:is_cancelled>", Status.CONFIRMED),
        ("<title>CANCELLED: Jazz</title>", Status.CANCELLED),
        (
            '<gd:eventStatus value="http://schemas.google.com/g/2005#event.canceled"/>',
            Status.CANCELLED,
        ),
        ("<event:status>Postponed</event:status>", Status.POSTPONED),
        ("<event:status>tentative</event:status>", Status.TENTATIVE),
    ],
)
def test_status(item: str, status: Status) -> None:
    assert only(rss(DATED + item)).event.status is status


@pytest.mark.parametrize(
    ("item", "image"),
    [
        (
            '<media:content url="https://a.example/1.jpg" medium="image"/>',
            "https://a.example/1.jpg",
        ),
        ('<media:content url="https://a.example/1.mp4" type="video/mp4"/>', ""),
        ('<media:thumbnail url="https://a.example/2.jpg"/>', "https://a.example/2.jpg"),
        ('<enclosure url="https://a.example/3.png"/>', "https://a.example/3.png"),
        ('<enclosure url="https://a.example/3.mp3" type="audio/mpeg"/>', ""),
        (
            "<libcal:feat_image>https://a.example/4.jpg</libcal:feat_image>",
            "https://a.example/4.jpg",
        ),
        (
            "<description>&lt;img src='https://a.example/5.jpg'&gt;</description>",
            "https://a.example/5.jpg",
        ),
        ("<description>&lt;img src='x.jpg'&gt;</description>", ""),
        ('<media:thumbnail url="javascript:alert(1)"/>', ""),
    ],
)
def test_images(item: str, image: str) -> None:
    assert only(rss(DATED + item)).event.image == image


@pytest.mark.parametrize(
    ("item", "place"),
    [
        ("<georss:point>38.54 -121.74</georss:point>", Place(38.54, -121.74)),
        ("<event:coordinates>40.80897, -73.96603</event:coordinates>", Place(40.80897, -73.96603)),
        ("<bc:location><bc:latitude>37.2</bc:latitude><bc:longitude>-122.0</bc:longitude></bc:location>",
         Place(37.2, -122.0)),
        ("<geo:lat>0</geo:lat><geo:long>0</geo:long>", None),
        ("<geo:lat>138</geo:lat><geo:long>0</geo:long>", None),
        ("<geo:lat>north</geo:lat><geo:long>0</geo:long>", None),
        ("<georss:point>38.54</georss:point>", None),
    ],
)  # fmt: skip
def test_places(item: str, place: Place | None) -> None:
    assert only(rss(DATED + item)).event.place == place


def test_who_is_read_from_labels() -> None:
    assert (
        only(
            rss(DATED + "<description>Hello\nPresented by Hall Society</description>")
        ).event.organiser
        == "Hall Society"
    )
    assert (
        only(rss(DATED + "<description>Hello\n\nSource: Town Paper</description>")).event.organiser
        == "Town Paper"
    )


def test_ill_formed_xml_is_read_as_far_as_it_goes() -> None:
    body = rss(
        "<title>Tea & Cocoa</title>"
        "<description>Friday, Sept. 4, 2026, 1&nbsp;&ndash;&nbsp;3&nbsp;p.m.<br/>"
        "Bring a cup</description>",
        "<bc:start_date>2026-09-05</bc:start_date>",
    ).replace(b"</channel></rss>", b"")
    tea, jazz = read(body).listings
    assert tea.event.title == "Tea & Cocoa"
    assert when(tea.event) == "2026-09-04T13:00-07:00/2026-09-04T15:00-07:00"
    assert when(jazz.event) == "2026-09-05"


@pytest.mark.parametrize(
    "broken",
    [
        "<georss:point>38.54</georss:point><georss:point>x</georss:point>",
        "<georss:polygon></georss:polygon>",
        "<pubDate>Fri, 99999999999 Sep 2026 19:00:00 GMT</pubDate>",
        "<guid>&#xD800;</guid>",
        "<enclosure/><media:content/><category/>",
    ],
)
def test_a_broken_item_costs_itself_alone(broken: str) -> None:
    body = rss(DATED + "<title>Blues</title>", DATED + broken, DATED + "<title>Rock</title>")
    reading = read(body)
    titles = [listing.event.title for listing in reading.listings]
    assert titles in (["Blues", "Rock"], ["Blues", "Jazz", "Rock"])
    assert reading.title == "Town"
    if len(titles) == 2:
        assert reading.problems[0].message == "1 item is damaged and could not be read."


def test_text_in_the_wrong_encoding_is_read() -> None:
    head = b'<?xml version="1.0" encoding="UTF-8"?>'
    body = head + rss(DATED + "<title>Fete</title>").replace(b"Fete", b"F\xeate")
    assert only(body).event.title == "Fête"


def test_entities_are_not_expanded_without_bounds() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
    body = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "ha">{entities}]>'.encode()
    body += rss(DATED, channel="<title>&e19;</title>")
    reading = read(body)
    assert len(reading.listings) == 1
    assert len(reading.title) < 1000


def test_external_entities_are_not_read(tmp_path: object) -> None:
    body = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    event = only(body + rss(DATED + "<title>Jazz &x;</title>")).event
    assert "root:" not in event.title


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<places><place/></places>", "not a feed"),
        (b"<rss", "damaged"),
        (b'{"version": "https://jsonfeed.org/version/1"', "damaged"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 5}', "not a feed"),
        (b'{"a":' * 100_000, "not a feed"),
    ],
)
def test_what_is_no_feed_is_a_sentence(body: bytes, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        read(body)


def test_json_feed() -> None:
    body = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Town", "items": [
      {"id": 7, "url": "https://hall.example/jazz", "title": "Jazz",
       "content_html": "<p>Free admission</p>", "image": "https://hall.example/a.jpg",
       "tags": ["Music", 3], "date_published": "2026-08-03T09:00:00Z",
       "_event": {"start_date": "2026-09-04T19:00:00-07:00", "location": "Oak Hall",
                  "latitude": 38.54, "longitude": -121.74}},
      {"id": "8", "title": "Blues", "start": "2026-09-05T19:00:00", "content_text": "Songs"},
      {"id": "9", "title": "News"}, "nonsense", {"title": "\\ud800", "start": "2026-09-06"}]}"""
    reading = read(body)
    jazz, blues, broken = (one.event for one in reading.listings)
    assert (jazz.uid, jazz.title, jazz.venue) == ("7", "Jazz", "Oak Hall")
    assert when(jazz) == "2026-09-04T19:00-07:00"
    assert jazz.place == Place(38.54, -121.74)
    assert jazz.is_free is True
    assert jazz.categories == ("Music",)
    assert when(blues) == "2026-09-05T19:00-07:00"
    assert broken.title == "Untitled"
    assert reading.problems[0].message.startswith("1 of 4 items name no date")


def test_atom_reads_as_rss_does() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:gd="http://schemas.google.com/g/2005">
      <title type="text">Town</title>
      <entry><id>a1</id><title type="html">&lt;i&gt;Jazz&lt;/i&gt;</title>
        <link rel="alternate" href="https://hall.example/jazz"/>
        <link rel="enclosure" type="image/png" href="https://hall.example/a.png"/>
        <category term="Music"/><updated>2026-08-03T09:00:00Z</updated>
        <content type="html">Free admission</content>
        <gd:when startTime="2026-09-04T19:00:00-07:00"/><gd:where valueString="Oak Hall"/></entry>
    </feed>"""
    event = only(body).event
    assert (event.uid, event.title, event.venue) == ("a1", "Jazz", "Oak Hall")
    assert (event.url, event.image) == ("https://hall.example/jazz", "https://hall.example/a.png")
    assert when(event) == "2026-09-04T19:00-07:00"
    assert event.categories == ("Music",)
    assert event.is_free is True
