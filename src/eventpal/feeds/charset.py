"""Bytes in UTF-8, where they are something else and it can be told."""

import re

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_WIDE = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(r"(<\?xml[^>]{0,100}?)\s+encoding=[\"'][^\"'>]{0,40}[\"']")


def narrowed(body: bytes) -> bytes:
    """XML in UTF-16 or UTF-32 turned into UTF-8; anything else as it is."""
    for mark, encoding in _WIDE:
        if body.startswith(mark):
            text = body.decode(encoding, "replace").lstrip("\ufeff")
            return _DECLARED.sub(r"\1", text, count=1).encode("utf-8", "replace")
    return body


def in_utf8(body: bytes, content_type: str) -> bytes:
    """``body`` in UTF-8 where only the header says that it is something else.

    Servers often claim a charset that is wrong, so it counts only for what is not UTF-8 and
    does not say what it is itself.
    """
    match = _CHARSET.search(content_type)
    if match is None or body.startswith((b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b", b"PK")):
        return body
    if b"encoding=" in body[:200]:
        return body
    try:
        body.decode()
    except UnicodeDecodeError:
        try:
            return body.decode(match[1]).encode()
        except (LookupError, UnicodeError):
            return body
    return body
