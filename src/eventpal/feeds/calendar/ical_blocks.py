"""From the bytes of an iCalendar file to its components, however the file was mangled on its way.

Nothing here fails because of one line: a component is the lines between its BEGIN and its END (or
where the END is missing, up to what ends it anyway), and values are read later, one by one.
"""

import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from eventpal.errors import FormatError

MOST_BYTES = 32 * 1024 * 1024
"""What a compressed calendar may grow to."""
DEEPEST = 20
"""Components inside components that are told apart; RFC 9073 needs four."""
KEPT = {"VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VLOCATION", "PARTICIPANT"}
"""The components that are given out; others are only told apart from these."""

_MARK = re.compile(r"^[ \t]*(BEGIN|END)[ \t]*:[ \t]*([A-Za-z0-9-]+).*$", re.MULTILINE | re.I)
# Nothing here may take more than one pass: a file is hostile until it is read.
_BREAKS = re.compile(rb"\n{2,}")
_FOLD = re.compile(rb"\n[ \t]")
_SOFT_BREAK = re.compile(
    rb"^([^:\n]{0,200}QUOTED-PRINTABLE[^:\n]{0,200}:(?:[^\n]*=\n)+[^\n]*)", re.MULTILINE | re.I
)
_STRAY_LINE = re.compile(rb"\n(?![A-Za-z0-9_.-]{1,80}[ \t]*[;:=])(?=[^\n])")


@dataclass(slots=True)
class Component:
    """One BEGIN … END: its own lines, unfolded, and the components inside it."""

    name: str
    pieces: list[str] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own lines, without those of the components inside it."""
        return "".join(self.pieces)

    def named(self, name: str) -> Iterator["Component"]:
        """The components of that name directly inside."""
        return (part for part in self.parts if part.name == name)


def read_calendars(body: bytes) -> list[Component]:
    """Every VCALENDAR in ``body``; events that stand alone count as one calendar.

    FormatError, with a sentence that says what it is instead, where there is none.
    """
    data = _as_utf8(_decompressed(body)).replace(b"\0", b"")
    if not re.search(rb"BEGIN[ \t]*:[ \t]*V(CALENDAR|EVENT)", data, re.I):
        raise FormatError(_what_it_is(_decoded(data[:100_000])))
    return _components(_decoded(_unfolded(data)))


def _decompressed(body: bytes) -> bytes:
    try:
        if body.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
                data = packed.read(MOST_BYTES + 1)
        elif body.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                names = [name for name in archive.namelist() if name.lower().endswith(".ics")]
                if not names:
                    raise FormatError("It is a ZIP archive without a calendar (.ics) in it.")
                with archive.open(names[0]) as packed_file:
                    data = packed_file.read(MOST_BYTES + 1)
        else:
            return body
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise FormatError("It is compressed, and damaged: fetch it again.") from None
    if len(data) > MOST_BYTES:
        raise FormatError(
            f"It is compressed and grows beyond {MOST_BYTES // 1024 // 1024} MiB, "
            "which no calendar of events does."
        )
    return data


def _as_utf8(data: bytes) -> bytes:
    """UTF-16 and UTF-32 turned into UTF-8; anything else as it is, without a byte order mark."""
    for mark, encoding in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace").encode()
    if data.startswith((b"B\0E\0", b"\r\0\n\0")):
        return data.decode("utf-16-le", "replace").encode()
    if data.startswith((b"\0B\0E", b"\0\r\0\n")):
        return data.decode("utf-16-be", "replace").encode()
    return data.removeprefix(b"\xef\xbb\xbf")


def _unfolded(data: bytes) -> bytes:
    """Lines that end in LF, unfolded as bytes: a fold may stand inside a character."""
    data = data.replace(b"\r", b"\n").replace(b"\x0b", b" ").replace(b"\x0c", b" ")
    data = _BREAKS.sub(b"\n", data)
    if b"QUOTED-PRINTABLE" in data.upper():
        data = _SOFT_BREAK.sub(lambda match: match[1].replace(b"=\n", b""), data)
    data = _FOLD.sub(b"", data)
    # Text that a publisher forgot to fold goes on with the value before it.
    return _STRAY_LINE.sub(rb"\\n", data)


def _decoded(data: bytes) -> str:
    """UTF-8, and where a line is not, Windows-1252."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return "\n".join(map(_decoded_line, data.split(b"\n")))


def _decoded_line(line: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def _components(text: str) -> list[Component]:
    """The calendars in unfolded text."""
    loose = Component("VCALENDAR")
    calendars: list[Component] = [loose]
    stack: list[Component] = []
    position = 0
    for mark in _MARK.finditer(text):
        if stack:
            stack[-1].pieces.append(text[position : mark.start()])
        position = mark.end() + 1
        kind, name = mark[1].upper(), mark[2].upper()
        if kind == "END":
            if any(part.name == name for part in stack):
                while stack.pop().name != name:
                    pass
            continue
        if name == "VCALENDAR":
            stack.clear()
        elif name in ("VEVENT", "VTIMEZONE"):
            # Neither stands inside another event: an END is missing.
            while stack and stack[-1].name != "VCALENDAR":
                stack.pop()
        elif len(stack) == DEEPEST:
            continue
        part = Component(name)
        if name == "VCALENDAR":
            calendars.append(part)
        elif name in KEPT:
            (stack[-1] if stack else loose).parts.append(part)
        stack.append(part)
    if stack:
        stack[-1].pieces.append(text[position:])
    return calendars if loose.parts else calendars[1:]


def _what_it_is(text: str) -> str:
    """One sentence on what was given where a calendar was expected."""
    start = text.lstrip("\ufeff \t\r\n")[:2000]
    lowered = start.lower()
    if not start:
        return "It is empty: the publisher gives no calendar at this address now."
    if lowered.startswith("<?xml") or "<rss" in lowered or "<feed" in lowered:
        return "It is an XML document and not a calendar."
    if "<html" in lowered or lowered.startswith(("<!doctype", "<head", "<body", "<div", "<p")):
        title = re.search(r"<title[^>]{0,200}>([^<]{1,300})</title", text, re.I)
        named = f" titled “{' '.join(html.unescape(title[1]).split())}”" if title else ""
        return f"It is a web page{named} and not a calendar."
    if start[0] in "{[":
        message = re.search(r'"(?:message|error|detail|title)"\s*:\s*"([^"]{1,200})"', text)
        says = f" that says “{message[1]}”" if message else ""
        return f"It is a JSON answer{says} and not a calendar."
    return "It is not a calendar: it has no BEGIN:VCALENDAR."
