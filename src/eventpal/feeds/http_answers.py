"""What answers over HTTP mean: statuses in words, and text in the charset of the header."""

import email.utils
import re
from datetime import UTC, datetime

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def refusal(host: str, status: int, retry_after: str) -> str:
    """The sentence for an HTTP status that brings no content."""
    if status in {404, 410}:
        return f"{host} has nothing at this address ({status}): check the address."
    if status in {401, 403, 407}:
        return f"{host} doesn't let EventPal in ({status}): look for a public address."
    if status in {429, 503} and (wait := _waiting(retry_after)):
        return f"{host} asks to wait {wait} ({status}): refresh later."
    if status == 429:
        return f"{host} was asked too often (429): refresh later."
    if status >= 500:
        return f"{host} has a fault of its own ({status}): try again later."
    return f"{host} answers with status {status} instead of a calendar or feed."


def _waiting(retry_after: str) -> str:
    """``Retry-After`` (seconds, or a date) in words, or ""."""
    try:
        if retry_after.strip().isdigit():
            seconds = float(retry_after)
        else:
            seconds = (
                email.utils.parsedate_to_datetime(retry_after) - datetime.now(UTC)
            ).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return ""
    if seconds <= 0:
        return ""
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    minutes = seconds / 60
    return f"{minutes:.0f} minutes" if minutes < 90 else f"{minutes / 60:.0f} hours"


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
