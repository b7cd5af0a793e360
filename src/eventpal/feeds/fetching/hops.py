"""What fetching may take, gives, and tells of each request; how it is kept from making one."""

from dataclasses import dataclass
from datetime import timedelta

from eventpal.errors import FetchError
from eventpal.feeds.fetching.files import MIB


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
    picture: bool = False
    """Whether it was for a picture of an event."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take. Times in seconds."""

    web_bytes: int = 15 * MIB
    """Of what the web sends, packed and unpacked."""
    file_bytes: int = 64 * MIB
    """Of a file on disk, packed and unpacked."""
    picture_bytes: int = 8 * MIB
    """Of a picture."""
    total: float = 60.0
    wait: float = 15.0
    """Until a connection is made, or for the next bytes."""
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was got. ``not_modified``: it is as it was when the validators were given; no body."""

    body: bytes
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False


class Refused(FetchError):
    """This address is not asked."""


class NotNow(Refused):
    """Nothing may be asked at present; that says nothing about the source."""
