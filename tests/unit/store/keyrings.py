"""Scripted keyrings that behave as real ones do, well and badly."""

from dataclasses import dataclass, field


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
