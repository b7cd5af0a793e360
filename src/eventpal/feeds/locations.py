"""What the person gives as a source: a web address, a file, a folder, or the sample city."""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from eventpal.domain import Login, SourceKind
from eventpal.errors import BadInput, NotFound
from eventpal.feeds import sample

FOLDER_SUFFIXES = (".ics", ".ical", ".ics.gz", ".xml", ".rss", ".atom", ".json")
"""The files of a folder that are read; folders inside it are not."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
_HOST_LIKE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Given:
    """A source as it is kept: where it is, what to call it at first, and its login, if any."""

    kind: SourceKind
    location: str
    title: str
    login: Login | None = None


def given_as(text: str, now: datetime) -> Given:
    """The source that ``text`` names; what stands before an ``@`` is its login.

    Raises:
        NotFound: there is no such file or folder.
        BadInput: it is none of these.
    """
    given = text.strip().strip("\"'")
    if not given:
        raise BadInput("Give a web address, a file or a folder.")
    scheme = match[1].lower() if (match := _SCHEME.match(given)) else ""
    if scheme == "sample":
        where = given if "?from=" in given else f"{given}?from={now.date().isoformat()}"
        sample.read(where, now.date())
        return Given(SourceKind.SAMPLE, where, sample.CITY)
    if scheme in {"http", "https", "webcal", "webcals"}:
        try:
            host = urlsplit(given).hostname
        except ValueError:
            host = None
        if not host or any(letter.isspace() for letter in given):
            shown = given.rpartition("@")[2]  # what stands before it may be a password
            raise BadInput(f"“{shown}” is no complete web address: check it for typing errors.")
        location, login = without_login(given)
        return Given(SourceKind.WEB, location, host, login)
    if scheme == "file":
        given = unquote(urlsplit(given).path)
    elif "://" in given:
        raise BadInput(
            f"EventPal can't read “{scheme}:” addresses: give one with https, http or webcal, "
            "a file or a folder."
        )
    return _given_path(given)


def completed(text: str) -> str:
    """What was pasted, with https:// before it where it can be nothing but a web address."""
    given = text.strip().strip("\"'")
    if _SCHEME.match(given) or not _HOST_LIKE.fullmatch(given) or Path(given).exists():
        return given
    is_file = "/" not in given and given.lower().endswith(FOLDER_SUFFIXES)
    return given if is_file else f"https://{given}"


def without_login(address: str) -> tuple[str, Login | None]:
    """A web address without the name and password in it, and these."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address, None
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return address, None
    name, _, password = user.partition(":")
    bare = urlunsplit((parts.scheme, host, parts.path, parts.query, parts.fragment))
    return bare, Login(unquote(name), unquote(password)) if user else None


def _given_path(given: str) -> Given:
    if len(given) > 1000 or any(letter < " " for letter in given):
        raise BadInput("This is neither a web address nor a file or folder.")
    try:
        path = Path(os.path.abspath(Path(given).expanduser()))
        found = path.exists()
    except (OSError, ValueError, RuntimeError):
        raise BadInput("This is neither a web address nor a file or folder.") from None
    if path.is_dir():
        return Given(SourceKind.FOLDER, str(path), path.name or str(path))
    if found:
        return Given(SourceKind.FILE, str(path), path.stem)
    if _HOST_LIKE.fullmatch(given) and ("/" in given or path.suffix not in FOLDER_SUFFIXES):
        raise NotFound(f"There is no file “{given}”; for a web address write “https://{given}”.")
    raise NotFound(f"There is no file or folder “{path}”: check the name.")
