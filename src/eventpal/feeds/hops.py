"""What fetching tells of each request, and how it is kept from making one."""

from dataclasses import dataclass
from datetime import timedelta

from eventpal.errors import FetchError


@dataclass(frozen=True, slots=True)
class Hop:
    """One request that was made, or kept from being made."""

    asked: str
    """The location that led here, as it was given."""
    host: str
    address: str
    """Without what may be a secret."""
    received: int
    """Bytes of the body, as sent."""
    status: int
    """Of HTTP; 0 where there was no answer."""
    outcome: str
    """The status, or a sentence on why there was no content."""
    sent: bool = True
    """Whether anything left this computer."""
    failed: bool = False
    """Whether the host is to blame: no answer, or an answer without content."""
    wait: timedelta | None = None
    """How long the host asks to be left alone."""
    fresh: timedelta | None = None
    """How long the host says that its answer holds."""


class Refused(FetchError):
    """This address is not asked."""


class NotNow(Refused):
    """Nothing may be asked at present; that says nothing about the source."""
