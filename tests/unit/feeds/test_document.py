from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal.errors import FormatError
from eventpal.feeds.document import is_feed, read_document
from eventpal.feeds.reading import Reading, Window

NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(days=365), NOW + timedelta(days=400))
ZONE = ZoneInfo("America/Los_Angeles")

CALENDAR = """BEGIN:VCALENDAR
X-WR-CALNAME:Town
BEGIN:VEVENT
UID:1
SUMMARY:Jazz in the Park
DTSTART:20260306T190000
DESCRIPTION:Free admission.
END:VEVENT
END:VCALENDAR
"""
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Town</title>
<item><title>Jazz in the Park — Fri Mar 6, 7:00 PM — Oak Hall</title><guid>1</guid></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Town</title>
<entry><title>Jazz in the Park — Fri Mar 6, 7:00 PM — Oak Hall</title><id>1</id></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>Town</title></channel>
<item rdf:about="1"><title>Jazz in the Park — Fri Mar 6, 7:00 PM — Oak Hall</title></item>
</rdf:RDF>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Town", "items":
[{"id": "1", "title": "Jazz in the Park — Fri Mar 6, 7:00 PM — Oak Hall"}]}"""


def read(text: str | bytes) -> Reading:
    body = text.encode() if isinstance(text, str) else text
    return read_document(body, WINDOW, ZONE, "town", NOW)


@pytest.mark.parametrize(
    "text",
    [
        CALENDAR,
        RSS,
        ATOM,
        RDF,
        JSON,
        "\ufeff" + CALENDAR,
        "\ufeff" + RSS,
        "\n\n  " + RSS,
        "<!-- a comment -->\n" + ATOM,
        "Warning: mysql_connect() in /var/www\n" + CALENDAR,
        CALENDAR.replace("Free admission.", "See <rss version=2> and <html>"),
        CALENDAR.encode("utf-16"),
        RSS.encode("utf-16"),
        RSS.encode("utf-16-be"),
        RSS.encode("utf-32"),
    ],
    ids=range(15),
)
def test_formats_are_told_by_content(text: str | bytes) -> None:
    reading = read(text)
    assert reading.title == "Town"
    (listing,) = reading.listings
    assert listing.event.title == "Jazz in the Park"
    assert listing.event.start.isoformat() == "2026-03-06T19:00:00-08:00"


def test_words_are_read_in_either_format() -> None:
    for text in (
        CALENDAR,
        RSS.replace("</guid>", "</guid><description>Free admission</description>"),
    ):
        (listing,) = read(text).listings
        assert listing.event.is_free is True


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("  \r\n ", "empty"),
        ("<!DOCTYPE html><html><head><title>Sign in</title></head></html>", "web page"),
        ("<html><head><title>404 &amp; lost</title></head><body></body></html>", "404 & lost"),
        ('<?xml version="1.0"?><places><place/></places>', "XML"),
        ('{"error": "not found"}', "JSON"),
        ("[1, 2]", "JSON"),
        ("Just some text", "not a calendar"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a calendar"),
        (b"%PDF-1.7\n%\xe2\xe3", "not a calendar"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\x1f\x8bbroken", "damaged"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [', "JSON Feed that is damaged"),
        ("<rss><channel><title>cut", "lists nothing"),
    ],
)
def test_what_is_no_calendar_or_feed_is_a_sentence(text: str | bytes, words: str) -> None:
    try:
        reading = read(text)
    except FormatError as error:
        sentence = str(error)
    else:
        assert not reading.listings
        (problem,) = reading.problems
        sentence = problem.message
    assert words in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def assert_read_or_refused(body: bytes) -> None:
    """There are events, or a sentence says why not."""
    try:
        reading = read(body)
    except FormatError as error:
        sentences = [str(error)]
    else:
        sentences = [problem.message for problem in reading.problems]
        assert reading.listings or sentences
    assert all(sentence.endswith(".") for sentence in sentences)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    assert_read_or_refused(body)


_PIECES = [
    *(b"<rss>", b"<channel>", b"<item>", b"</item>", b"<title>", b"Fri Mar 6, 7 PM", b"&", b"<"),
    *(b"<![CDATA[", b"]]>", b"<!DOCTYPE x [", b"<?xml version='1.0' encoding='x'?>", b"\xff"),
    *(b"BEGIN:VCALENDAR\n", b"BEGIN:VEVENT\n", b"DTSTART:20260306\n", b"<feed>", b"<entry>"),
    *(b"<pubDate>", b"<guid>1</guid>", b"<geo:lat>", b"<georss:point>1 2</georss:point>", b"{"),
    *(b'"version": "https://jsonfeed.org/version/1"', b"</channel></rss>", b"\0"),
]


@given(st.lists(st.sampled_from(_PIECES), max_size=25).map(b"".join))
def test_broken_documents_are_read_or_refused(body: bytes) -> None:
    assert_read_or_refused(body)


def test_a_page_that_mentions_feeds_is_no_feed() -> None:
    assert not is_feed(b"<html><body><code>&lt;rss></code><rss></rss></body></html>")
    assert is_feed(b"<rss><channel><description><html></description></channel></rss>")
