import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal.engine.protocol import Garbled, read_frame, write_frame

headers = st.dictionaries(st.text(max_size=5), st.text() | st.integers() | st.lists(st.text()))


@given(st.lists(st.tuples(headers, st.binary()), max_size=4))
def test_frames_come_out_as_they_went_in(frames):
    pipe = io.BytesIO()
    for header, payload in frames:
        write_frame(pipe, header, payload)
    pipe.seek(0)
    assert [read_frame(pipe) for _ in frames] == frames
    with pytest.raises(EOFError):
        read_frame(pipe)


@given(st.data())
def test_a_frame_cut_off_anywhere_is_an_end(data):
    pipe = io.BytesIO()
    write_frame(pipe, {"do": "embed", "texts": ["ä"]}, b"12345678")
    whole = pipe.getvalue()
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(EOFError):
        read_frame(io.BytesIO(whole[:cut]))


def test_a_lone_surrogate_can_be_sent():
    pipe = io.BytesIO()
    write_frame(pipe, {"texts": ["a\ud800b"]})
    pipe.seek(0)
    assert read_frame(pipe) == ({"texts": ["a?b"]}, b"")


@pytest.mark.parametrize(
    "sent",
    [
        b"not a frame at all, but long enough to be read as one",
        struct.pack("<II", 4, 0) + b"{]oh",
        struct.pack("<II", 2, 0) + b"[]",
        struct.pack("<II", 1, 0) + b"\xff",
    ],
)
def test_what_is_no_frame_is_garbled(sent):
    with pytest.raises(Garbled) as caught:
        read_frame(io.BytesIO(sent))
    assert caught.value.__cause__ is None
