"""Keyrings for tests: one in memory, and the ways in which real ones fail."""

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class MemoryKeyring:
    """Keeps entries for as long as the test lasts."""

    entries: dict[tuple[str, str], str] = field(default_factory=dict)

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


class BrokenKeyring:
    """Raises whatever it is asked, as a backend without its service does."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("org.freedesktop.DBus.Error.ServiceUnknown")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError("org.freedesktop.DBus.Error.ServiceUnknown")

    def delete_password(self, service: str, username: str) -> None:
        raise RuntimeError("org.freedesktop.DBus.Error.ServiceUnknown")


class ForgetfulKeyring:
    """Takes everything and keeps nothing, as keyring's null backend does."""

    def get_password(self, service: str, username: str) -> str | None:
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        return None

    def delete_password(self, service: str, username: str) -> None:
        return None


@dataclass
class HangingKeyring:
    """Never answers until ``released``, as one that waits for a dialog nobody sees."""

    released: threading.Event = field(default_factory=threading.Event)

    def get_password(self, service: str, username: str) -> str | None:
        self.released.wait()
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.released.wait()

    def delete_password(self, service: str, username: str) -> None:
        self.released.wait()


@dataclass(frozen=True)
class FileKeyring:
    """Keeps entries in a file, so that several processes see the same ones."""

    path: Path

    def _entries(self) -> dict[str, str]:
        return dict(json.loads(self.path.read_text())) if self.path.exists() else {}

    def _write(self, entries: dict[str, str]) -> None:
        unfinished = self.path.with_suffix(".new")
        unfinished.write_text(json.dumps(entries))
        unfinished.replace(self.path)

    def get_password(self, service: str, username: str) -> str | None:
        return self._entries().get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write({**self._entries(), username: password})

    def delete_password(self, service: str, username: str) -> None:
        entries = self._entries()
        del entries[username]
        self._write(entries)
