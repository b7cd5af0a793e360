import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal.feeds.words.sanitize import MAX_INPUT, plain_line, plain_text, tidy


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("", ""),
        ("Plain words", "Plain words"),
        ("  two \t blanks  \n\n\n\n  and lines ", "two blanks\n\nand lines"),
        ("<p>Hello&nbsp;<b>world</b></p><p>Two &amp; more</p>", "Hello world\n\nTwo & more"),
        ("a<br>b<br/>c<BR />d", "a\nb\nc\nd"),
        ("<ul><li>tea</li><li>cake</li></ul>", "• tea\n• cake"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<p>one line\nof source</p>", "one line of source"),
        ("First\n\nSecond<br>Third", "First\n\nSecond\nThird"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("Tom & Jerry, I <3 you", "Tom & Jerry, I <3 you"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("&lt;p&gt;Escaped &amp;amp; once more&lt;/p&gt;", "Escaped & once more"),
        ("Tom &amp;amp; Jerry", "Tom & Jerry"),
        ("caf&eacute; &#8211; &#x1F3B5;", "café – 🎵"),
        ("<script>steal()</script>Talk<style>p{}</style>", "Talk"),
        ("<!-- hidden -->Talk", "Talk"),
        ("<a href='javascript:x()' onclick='y()'>Tickets</a>", "Tickets"),
        ("Join <https://example.org/j/1?a=b&c=d> now", "Join https://example.org/j/1?a=b&c=d now"),
        ("Write to <me@example.org>", "Write to me@example.org"),
        ("safe\u202etxt.exe", "safetxt.exe"),
        ("in\u200bvis\u2060ible\ufeff so\xadft", "invisible soft"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("Hi\U000e0049\U000e0047 there", "Hi there"),
        ("half \ud83d pair", "half pair"),
        ("line\u2028next\u2029end\x85", "line\nnext\nend"),
        ("thin\u2009non\u00a0breaking\u3000wide", "thin non breaking wide"),
        ("family 👨\u200d👩\u200d👧 stays", "family 👨\u200d👩\u200d👧 stays"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200db", "ab"),
        ("\r\nwindows\r\nlines\rmac", "windows\nlines\nmac"),
    ],
)
def test_plain_text(given_text: str, expected: str) -> None:
    assert plain_text(given_text) == expected


def test_plain_line_joins_lines() -> None:
    assert plain_line("Jazz<br>in the\n\npark &amp; more") == "Jazz in the park & more"
    assert plain_line("  Jazz   now ") == "Jazz now"


def test_long_text_is_cut() -> None:
    assert len(plain_text("x" * (MAX_INPUT + 5))) == MAX_INPUT


@given(st.text())
def test_nothing_invisible_or_unstorable_is_left(text: str) -> None:
    clean = plain_text(text)
    clean.encode()
    assert clean == clean.strip()
    for character in clean:
        category = unicodedata.category(character)
        assert character == "\n" or category not in {"Cc", "Cs", "Zl", "Zp"}
        assert character not in "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068"
    assert "\n\n\n" not in clean
    assert "  " not in clean


@given(st.text(alphabet=st.characters(exclude_characters="<&")))
def test_text_without_markup_is_only_tidied_and_that_is_stable(text: str) -> None:
    assert plain_text(text) == tidy(text)
    assert tidy(tidy(text)) == tidy(text)


@given(
    st.lists(
        st.sampled_from(["<", ">", "&", "/", "p", "br", "script", "a href='", "&lt;", "#", "!--"])
    )
)
def test_broken_markup_leaves_no_tag(pieces: list[str]) -> None:
    clean = plain_text("".join(pieces))
    assert "<script>" not in clean
    assert "<p>" not in clean


@pytest.mark.timeout(60)  # far above what it takes: only a hang fails
@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 80_000,
        "<a>" * 130_000,
        "<" * 400_000,
        "<font><p>" * 40_000,
        "&#" * 200_000,
        " \n" * 200_000 + "<br>",
        "<p " * 130_000,
        "a@" * 200_000 + "<",
    ],
    ids=lambda text: repr(text[:9]),
)
def test_hostile_markup_is_quick(hostile: str) -> None:
    plain_text(hostile)
