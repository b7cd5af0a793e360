"""What the statuses of HTTP mean, in words."""

import email.utils
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

_SECRET = re.compile(r"(?<=private-)[^/]+|(?=[a-zA-Z_]*\d)[a-zA-Z0-9_]{12,}")
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NOT_KEPT = re.compile(r"\bno-(?:store|cache)\b", re.IGNORECASE)


def refusal(host: str, status: int, retry_after: str) -> str:
    """The sentence for an HTTP status that brings no content."""
    if status in {404, 410}:
        return f"{host} has nothing at this address ({status}): check the address."
    if status in {403, 407}:
        return f"{host} doesn't let EventPal in ({status}): look for a public address."
    if status in {429, 503} and (wait := _waiting(retry_after)):
        return f"{host} asks to wait {wait} ({status}): refresh later."
    if status == 429:
        return f"{host} was asked too often (429): refresh later."
    if status >= 500:
        return f"{host} has a fault of its own ({status}): try again later."
    return f"{host} answers with status {status} instead of a calendar or feed."


def login_asked(host: str, *, known: bool) -> str:
    """The sentence for a host that lets nobody in without a name and password (401)."""
    if known:
        return f"{host} doesn't accept this name and password (401): check both."
    return f"{host} asks for a name and password (401): give those that you have for it."


def _waiting(retry_after: str) -> str:
    """``Retry-After`` in words, or ""."""
    wait = wait_asked(retry_after)
    if wait is None:
        return ""
    seconds = wait.total_seconds()
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    minutes = seconds / 60
    return f"{minutes:.0f} minutes" if minutes < 90 else f"{minutes / 60:.0f} hours"


def wait_asked(retry_after: str) -> timedelta | None:
    """What ``Retry-After`` (seconds, or a date; RFC 9110, 10.2.3) asks for, if it says it."""
    try:
        if retry_after.strip().isdecimal():
            wait = timedelta(seconds=int(retry_after))
        else:
            wait = email.utils.parsedate_to_datetime(retry_after) - datetime.now(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return wait if wait > timedelta() else None


def fresh_for(cache_control: str) -> timedelta | None:
    """How long ``Cache-Control`` (RFC 9111, 5.2.2) lets an answer stand without asking again."""
    found = _MAX_AGE.search(cache_control)
    if found is None or _NOT_KEPT.search(cache_control):
        return None
    return timedelta(seconds=int(found[1]))


def public_address(url: str) -> str:
    """``url`` without what may be a secret: user, query, and what looks random in the path."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    query = "?…" if parts.query else ""
    return f"{parts.scheme}://{host}{_SECRET.sub('…', parts.path)}{query}"
