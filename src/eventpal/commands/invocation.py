"""What a call of the command line chooses: the home, the clock, and the secrets given."""

import argparse
import os
from collections.abc import Callable
from datetime import UTC, datetime

from eventpal import paths


def home_of(options: argparse.Namespace) -> paths.Home:
    """The data folder that the options choose."""
    return (
        paths.Home(options.home.expanduser().absolute()) if options.home else paths.default_home()
    )


def secrets_given() -> tuple[str | None, str | None]:
    """EVENTPAL_PASSPHRASE and EVENTPAL_RECOVERY_CODE; both None means the keyring.

    A passphrase comes first where both are set.
    """
    passphrase = os.environ.get("EVENTPAL_PASSPHRASE") or None
    code = None if passphrase else os.environ.get("EVENTPAL_RECOVERY_CODE") or None
    return passphrase, code


def clock_of(options: argparse.Namespace) -> Callable[[], datetime]:
    """The clock that the options set, else the computer's."""
    fixed: datetime | None = options.now
    return (lambda: fixed) if fixed is not None else (lambda: datetime.now(UTC).astimezone())
