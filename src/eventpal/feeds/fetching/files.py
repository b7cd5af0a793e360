"""Reading a calendar or feed from a file on disk, within bounds."""

import os
import stat
import zlib
from pathlib import Path

from eventpal.errors import FetchError, NotFound
from eventpal.progress import CancelToken

MIB = 2**20


def read_file(path: Path, limit: int, known: str, token: CancelToken) -> tuple[bytes | None, str]:
    """A file's content, unpacked if it is gzip, and its mark (time of change and size).

    The content is None where the mark is the ``known`` one: the file is as it was.

    Raises:
        NotFound: there is no such file.
        FetchError: it is larger than ``limit`` bytes, no ordinary file, or can't be read.
        Cancelled: the token says so.
    """
    try:
        # Opening a named pipe would wait for somebody to write to it.
        descriptor = os.open(path, os.O_RDONLY | _NO_WAITING)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"There is no file “{path}”.") from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise FetchError(f"“{path.name}” is no ordinary file: give a calendar file.")
        if status.st_size > limit:
            raise FetchError(
                f"“{path.name}” has {size_in_words(status.st_size)}; a calendar or feed of more "
                f"than {size_in_words(limit)} is not read."
            )
        mark = f"{status.st_mtime_ns}-{status.st_size}"
        if mark == known:
            return None, mark
        body = bytearray()
        # A file may grow while it is read.
        while len(body) <= limit and (chunk := os.read(descriptor, MIB)):
            token.check()
            body += chunk
    except OSError as error:
        raise _unreadable(path, error) from None
    finally:
        os.close(descriptor)
    return unpacked(bytes(body[:limit]), limit), mark


def unpacked(body: bytes, limit: int) -> bytes:
    """A gzip file's content; what is no gzip, or a damaged one, as it is.

    Raises:
        FetchError: it unpacks to more than ``limit`` bytes.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpack = zlib.decompressobj(wbits=31)
    try:
        content = unpack.decompress(body, limit + 1)
    except zlib.error:
        return body
    if len(content) > limit:
        raise FetchError(
            f"It is packed and unpacks to more than {size_in_words(limit)}, which no calendar or "
            "feed needs."
        )
    return content if unpack.eof else body


def size_in_words(count: int) -> str:
    """``count`` bytes, in the unit that suits."""
    return f"{count / MIB:.0f} MiB" if count >= MIB else f"{count / 1024:.0f} KiB"


def _unreadable(path: Path, error: OSError | ValueError) -> FetchError:
    reason = error.strerror if isinstance(error, OSError) else "the name is not valid"
    return FetchError(f"“{path.name}” can't be read: {reason}.")


_NO_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
