"""What the statuses of HTTP mean, in words."""

import email.utils
from datetime import UTC, datetime


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
