"""What EventPal is opened with: a key, a zone, or a home that is gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import tzlocal

from eventpal import paths
from eventpal.store.vault.keys import DataKey
from eventpal.store.vault.vault import Vault


def unlock(home: paths.Home, passphrase: str | None, recovery_code: str | None = None) -> DataKey:
    """The data key of ``home``; a home that is new gets its vault now.

    Raises:
        VaultError: with the sentence that says what is needed.
    """
    vault = Vault(home)
    if vault.exists:
        return vault.unlock(passphrase=passphrase, recovery_code=recovery_code)
    return vault.create(passphrase=passphrase)


@contextmanager
def throwaway_home() -> Iterator[tuple[paths.Home, DataKey]]:
    """A home that is gone afterwards, with a key that is never written anywhere."""
    with tempfile.TemporaryDirectory(prefix="eventpal-demo-") as folder:
        yield paths.Home(Path(folder)), DataKey.random()


def zone_of(now: datetime) -> ZoneInfo:
    """The zone of a clock that shows ``now``: this computer's, unless its offset is another.

    Of several zones with that offset it is the first of ``_ZONES``, so that an evening in another
    part of the world stays an evening; a part of an hour that none of them has is left to this
    computer.
    """
    here = tzlocal.get_localzone()
    fitting = (zone for zone in map(ZoneInfo, _ZONES) if _agrees(zone, now))
    return here if _agrees(here, now) else next(fitting, here)


def _agrees(zone: ZoneInfo, now: datetime) -> bool:
    return now.astimezone(zone).utcoffset() == now.utcoffset()


_ZONES = (
    *("Europe/London", "Europe/Berlin", "Europe/Helsinki", "America/New_York", "America/Chicago"),
    *("America/Los_Angeles", "America/Denver", "America/Halifax", "America/Sao_Paulo"),
    *("Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo"),
    *("Australia/Adelaide", "Australia/Sydney", "Pacific/Auckland", "Pacific/Honolulu"),
    *(f"Etc/GMT{hours:+d}" for hours in (*range(-14, 0), *range(1, 13))),
)
"""Zones of many people first, then one for each whole hour."""
