import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal.errors import FormatError
from eventpal.feeds.opml import Outline, read_opml, write_opml

words = st.text(st.characters(exclude_categories=("C", "Z")), max_size=30)
outlines = st.lists(
    st.builds(
        Outline,
        words,
        words.map(lambda word: f"https://town.example/{word}"),
        st.sampled_from(["", "Town", "Town / Stages", "Elsewhere"]),
    ),
    min_size=1,
    unique_by=lambda one: one.location,
)


@given(outlines)
def test_a_list_comes_back_as_it_was_written(given_outlines: list[Outline]) -> None:
    read = read_opml(write_opml(given_outlines))
    assert sorted(read, key=_place) == sorted(given_outlines, key=_place)


def _place(of: Outline) -> str:
    return of.location


@given(st.text())
def test_any_title_can_be_written(title: str) -> None:
    [read] = read_opml(write_opml([Outline(title, "https://town.example/")]))
    assert read.location == "https://town.example/"


def test_feeds_are_in_their_folders_and_count_once() -> None:
    body = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
    <opml version="1.1"><head/><body>
      <outline text="Town"><outline text="Stages">
        <outline text="Th\xe9\xe2tre" xmlurl=" https://town.example/a "/>
        <outline title="Again" xmlUrl="https://town.example/a"/>
      </outline></outline>
      <outline type="rss" xmlUrl="https://town.example/b"/>
      <outline text="no feed"/>
    </body></opml>"""
    assert read_opml(body) == [
        Outline("Théâtre", "https://town.example/a", "Town / Stages"),
        Outline("", "https://town.example/b"),
    ]


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml><body><outline text="&b;" '
    b'xmlUrl="https://town.example"/></body></opml>'
)
PEEK = (
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body><outline text="&a;" '
    b'xmlUrl="https://town.example"/></body></opml>'
)


@pytest.mark.parametrize(
    "body",
    [b"", b"BEGIN:VCALENDAR", b"<html/>", b"<opml><body/></opml>", b"<opml>", b"\0\1", BOMB, PEEK,
     b"<rss><outline xmlUrl='https://town.example/'/></rss>", b"<?xml encoding='x'?><opml/>"],
)  # fmt: skip
def test_what_is_no_list_is_one_sentence(body: bytes) -> None:
    with pytest.raises(FormatError) as failure:
        read_opml(body)
    assert str(failure.value).count(".") == 1


@given(st.binary())
def test_any_bytes_are_a_list_or_a_sentence(body: bytes) -> None:
    with pytest.raises(FormatError):
        read_opml(body)


def test_a_deep_list_ends() -> None:
    deep = b"<outline text='x'>" * 200 + b"</outline>" * 200
    with pytest.raises(FormatError):
        read_opml(b"<opml><body>" + deep + b"</body></opml>")
