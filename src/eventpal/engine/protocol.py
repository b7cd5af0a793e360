"""Messages between the application and the engine's process: frames over a pipe.

A frame is two unsigned 32-bit lengths (little endian), a header (a JSON object in UTF-8) and a
payload (raw bytes, here rows of 32-bit floats). A request has a number, which its answers carry.
"""

import json
import struct
from typing import IO, Any

Header = dict[str, Any]

_LENGTHS = struct.Struct("<II")
_LONGEST = 64 * 2**20


class Garbled(Exception):
    """What came through the pipe is no frame."""


def write_frame(pipe: IO[bytes], header: Header, payload: bytes = b"") -> None:
    """Send one frame; any thread may. Raises OSError where the other side is gone."""
    # A lone surrogate cannot be encoded; a text that has one still must be sent.
    text = json.dumps(header, ensure_ascii=False).encode("utf-8", "replace")
    # One call, which no other thread's can come between.
    pipe.write(_LENGTHS.pack(len(text), len(payload)) + text + payload)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> tuple[Header, bytes]:
    """Wait for one frame.

    Raises:
        EOFError: the other side is gone.
        Garbled: what came is no frame.
    """
    header_length, payload_length = _LENGTHS.unpack(_read(pipe, _LENGTHS.size))
    if header_length > _LONGEST or payload_length > _LONGEST:
        raise Garbled("a frame that long is never sent")
    text = _read(pipe, header_length)
    payload = _read(pipe, payload_length)
    try:
        header = json.loads(text)
    except ValueError:
        # The cause would carry the text.
        raise Garbled("the header is not JSON") from None
    if not isinstance(header, dict):
        raise Garbled("the header is not an object")
    return header, payload


def _read(pipe: IO[bytes], length: int) -> bytes:
    found = pipe.read(length)
    if len(found) < length:
        raise EOFError
    return found
