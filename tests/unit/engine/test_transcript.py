import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventpal.engine.process.transcript import Transcript


def shown(parts, stop):
    transcript = Transcript(stop)
    text = ""
    for part in parts:
        text += transcript.add(part)
        if transcript.stopped:
            break
    return text + transcript.end(), transcript.stopped


def test_a_letter_of_several_tokens_is_shown_when_it_is_whole():
    transcript = Transcript()
    assert [transcript.add(bytes([byte])) for byte in "é→".encode()] == ["", "é", "", "", "→"]


def test_what_could_be_a_stop_string_waits():
    transcript = Transcript(["\n\n"])
    assert transcript.add(b"one\n") == "one"
    assert transcript.add(b"two\n") == "\ntwo"
    assert transcript.add(b"\nthree") == ""
    assert transcript.stopped


def test_a_letter_cut_off_at_the_end_is_replaced():
    assert shown(["é".encode()[:1]], []) == ("\ufffd", False)


@pytest.mark.parametrize("stop", [[], ["ab"], ["aab", "b"], ["", "ba"]])
@settings(deadline=None)
@given(text=st.text("abc", max_size=20), cuts=st.lists(st.integers(0, 20)))
def test_however_it_comes_the_text_ends_at_the_first_stop_string(stop, text, cuts):
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    parts = [text[a:b].encode() for a, b in itertools.pairwise(places)]
    found, stopped = shown(parts, stop)
    ends = [text.find(one) for one in stop if one and one in text]
    # Cut at the stop string that is whole first.
    first = min(
        ((text.find(one) + len(one), text.find(one)) for one in stop if one and one in text),
        default=(0, len(text)),
    )
    assert stopped == bool(ends)
    assert found == text[: first[1]]
