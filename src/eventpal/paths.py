"""Where things are on this computer."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "eventpal"


@dataclass(frozen=True, slots=True)
class Home:
    """The data folder of one person: everything personal lies under ``root``, encrypted."""

    root: Path

    @property
    def database(self) -> Path:
        """The SQLCipher database."""
        return self.root / "eventpal.db"

    @property
    def slots(self) -> Path:
        """The wrapped copies of the data key; nothing personal and no clear key is in it."""
        return self.root / "vault.json"

    @property
    def backups(self) -> Path:
        """The folder of encrypted backups."""
        return self.root / "backups"

    @property
    def settings(self) -> Path:
        """Appearance and the like; nothing personal."""
        return self.root / "settings.json"

    @property
    def language_model(self) -> Path:
        """Which language model was chosen; nothing personal."""
        return self.root / "settings.model.json"


def default_home() -> Home:
    """``EVENTPAL_HOME``, else this platform's folder for application data."""
    chosen = os.environ.get("EVENTPAL_HOME")
    return Home(
        Path(chosen).expanduser() if chosen else Path(platformdirs.user_data_dir(APP, False))
    )


def models() -> Path:
    """The folder of model files, shared by all homes; ``EVENTPAL_MODELS`` chooses another.

    A packaged application carries its models in its resources.
    """
    chosen = os.environ.get("EVENTPAL_MODELS")
    if chosen:
        return Path(chosen).expanduser()
    bundled = resources() / "models"
    if getattr(sys, "frozen", False) and bundled.is_dir():
        return bundled
    return Path(platformdirs.user_cache_dir(APP, False)) / "models"


def resources() -> Path:
    """The read-only files that come with EventPal."""
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parents[1] / "resources"
