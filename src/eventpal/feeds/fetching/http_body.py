"""The body of an answer, within its limits: announced, sent, and unpacked."""

import zlib
from collections.abc import Callable, Iterable, Mapping

from eventpal.errors import FetchError
from eventpal.feeds.fetching.files import size_in_words

_CODINGS = {"identity": 0, "": 0, "gzip": 47, "x-gzip": 47, "deflate": 47}
"""What is unpacked, as zlib calls it; 47 finds out which of gzip and zlib it is."""


def whole_body(
    host: str,
    headers: Mapping[str, str],
    pieces: Iterable[bytes],
    *,
    most: int,
    what: str,
    check: Callable[[], None],
) -> bytes:
    """The body that arrives in ``pieces``, unpacked.

    Args:
        host: Who sends it.
        headers: The answer's, by names in any case.
        pieces: As they come from the line.
        most: Bytes that it may have once unpacked.
        what: What is read, for the sentence when it is too much.
        check: Called after each piece; raises where waiting has taken too long.

    Raises:
        FetchError: it is too much, damaged, packed in an unknown way, or broken off.
    """
    too_much = FetchError(f"{host} sends more than {size_in_words(most)}, which no {what} needs.")
    announced = headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > most:
        raise too_much
    coding = headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in _CODINGS:
        raise FetchError(f"{host} packs its answer in a way that wasn't asked for ({coding}).")
    unpack = zlib.decompressobj(_CODINGS[coding]) if _CODINGS[coding] else None
    found: list[bytes] = []
    room = most
    for raw in pieces:
        check()
        try:
            piece = raw if unpack is None else unpack.decompress(raw, room + 1)
        except zlib.error:
            raise FetchError(f"{host} sends damaged data: try again later.") from None
        room -= len(piece)
        if room < 0:
            raise too_much
        found.append(piece)
    check()  # a line that was cut looks like the end of a body without a length
    if unpack is not None and found and not unpack.eof:
        raise FetchError(f"{host} broke off before it had sent all: try again later.")
    return b"".join(found)
