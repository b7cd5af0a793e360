"""What tests of whole commands share: a home, and a command line that asks nobody anything."""

import functools
from pathlib import Path

import pytest

from eventpal import opening
from eventpal.paths import Home
from eventpal.store.vault.keys import DataKey
from tests.e2e.command_line import CommandLine

_UNLOCK = opening.unlock


@functools.cache
def _unlocked_once(home: Home, passphrase: str | None, recovery_code: str | None) -> DataKey:
    return _UNLOCK(home, passphrase, recovery_code)


@pytest.fixture
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase, and no desktop keyring."""
    monkeypatch.setenv("EVENTPAL_PASSPHRASE", "a long enough passphrase")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def in_process(passphrase: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A passphrase, no keyring, no models, and each home unlocked once, since that takes long."""
    monkeypatch.setenv("EVENTPAL_MODELS", str(tmp_path / "no-models"))
    monkeypatch.setenv("EVENTPAL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(opening, "unlock", _unlocked_once)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all tests of a module, in the order they are written in."""
    return tmp_path_factory.mktemp("kept") / "home"


@pytest.fixture
def run(home: Path, passphrase: None, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(home, capsys)
