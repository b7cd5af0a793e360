"""Any order of changes: every slot that remains opens the database, none that was removed does."""

import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)

from eventpal.errors import BadInput, Locked, VaultError
from eventpal.paths import Home
from eventpal.store import database
from eventpal.store.vault import backup, recovery_code, slots_file
from eventpal.store.vault.slots import SlotKind
from eventpal.store.vault.vault import Vault
from tests.keyrings import BrokenKeyring, MemoryKeyring
from tests.unit.store.vaults import WEAK

MEMORY = Path("/dev/shm")
"""Every change waits for the disk several times; what is tested here is the logic."""
NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Secrets:
    """What is expected to open the vault."""

    passphrase: str | None = None
    code: str | None = None
    keyring: str | None = None

    @property
    def count(self) -> int:
        return sum(secret is not None for secret in (self.passphrase, self.code, self.keyring))


class VaultMachine(RuleBasedStateMachine):
    backups = Bundle("backups")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.home = Home(self.folder / "home")
        self.ring = MemoryKeyring()
        self.unplugged = False
        self.present = Secrets()
        self.past: list[Secrets] = []
        self.numbers = 0
        self.vault = self.reopened()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def reopened(self) -> Vault:
        ring = BrokenKeyring() if self.unplugged else self.ring
        now = NOW + timedelta(days=self.numbers)
        return Vault(self.home, keyring=ring, cost=WEAK, now=lambda: now)

    def next_passphrase(self) -> str:
        self.numbers += 1
        return f"passphrase {self.numbers}"

    def entry(self) -> str | None:
        return next(iter(self.ring.entries.values()), None)

    def keyring_opens(self) -> bool:
        present = self.present.keyring
        return not self.unplugged and present is not None and present == self.entry()

    def becomes(self, secrets: Secrets) -> None:
        self.past.append(self.present)
        self.present = secrets

    @initialize(unplugged=st.booleans(), with_passphrase=st.booleans())
    def create(self, unplugged: bool, with_passphrase: bool) -> None:
        self.unplugged = unplugged
        passphrase = self.next_passphrase() if with_passphrase or unplugged else None
        self.vault = self.reopened()
        self.vault.create(passphrase=passphrase)
        self.present = Secrets(passphrase, None, self.entry())

    @rule()
    def set_passphrase(self) -> None:
        passphrase = self.next_passphrase()
        self.vault.set_passphrase(passphrase)
        self.becomes(replace(self.present, passphrase=passphrase))

    @rule()
    def set_recovery_code(self) -> None:
        code = recovery_code.generate()
        self.vault.set_recovery_code(code)
        self.becomes(replace(self.present, code=code))

    @rule()
    def set_keyring(self) -> None:
        vault = self.reopened()
        vault.unlock(**self.a_secret())
        if self.unplugged:
            with pytest.raises(Locked):
                vault.set_keyring()
        else:
            vault.set_keyring()
            self.becomes(replace(self.present, keyring=self.entry()))

    @rule(kind=st.sampled_from(SlotKind))
    def remove(self, kind: SlotKind) -> None:
        name = {SlotKind.PASSPHRASE: "passphrase", SlotKind.RECOVERY_CODE: "code"}.get(
            kind, "keyring"
        )
        left = replace(self.present, **{name: None})
        opens_after = left.passphrase or left.code or (left.keyring and self.keyring_opens())
        vault = self.reopened()
        vault.unlock(**self.a_secret())
        if left == self.present or not opens_after:
            with pytest.raises(BadInput):
                vault.remove(kind)
        else:
            vault.remove(kind)
            self.becomes(left)

    @precondition(lambda self: self.present.passphrase or self.present.code)
    @rule()
    def lose_the_entry(self) -> None:
        self.ring.entries.clear()

    @precondition(lambda self: self.present.passphrase or self.present.code)
    @rule()
    def unplug_or_plug_the_keyring(self) -> None:
        self.unplugged = not self.unplugged

    @rule(which=st.booleans(), lost=st.booleans())
    def damage_one_slots_file(self, which: bool, lost: bool) -> None:
        path = self.home.slots if which else slots_file.copy_of(self.home.slots)
        if lost:
            path.unlink()
        else:
            path.write_bytes(b"damaged")

    @rule()
    def rekey(self) -> None:
        before = self.vault.unlock(**self.a_secret())
        after = self.vault.rekey()
        assert not database.opens(self.home.database, before)
        assert database.opens(self.home.database, after)

    @rule(target=backups)
    def back_up(self) -> tuple[Path, Secrets]:
        self.numbers += 1
        path = self.folder / f"{self.numbers}.backup"
        backup.write(self.home, self.vault.unlock(**self.a_secret()), path, NOW)
        return path, self.present

    @rule(made=consumes(backups), by_code=st.booleans())
    def restore(self, made: tuple[Path, Secrets], by_code: bool) -> None:
        path, secrets = made
        entry = self.entry()
        vault = self.reopened()
        if secrets.code and (by_code or not secrets.passphrase):
            vault.restore(path, recovery_code=secrets.code)
        elif secrets.passphrase:
            vault.restore(path, passphrase=secrets.passphrase)
        elif not self.unplugged and entry == secrets.keyring:
            vault.restore(path)
        else:
            with pytest.raises(Locked):
                vault.restore(path)
            return
        self.vault = vault
        if secrets.keyring and not self.unplugged and entry is None:
            # Only an empty keyring is filled: an entry may belong to another copy of the vault.
            secrets = replace(secrets, keyring=self.entry())
        self.becomes(secrets)

    def a_secret(self) -> dict[str, str]:
        if self.present.passphrase:
            return {"passphrase": self.present.passphrase}
        if self.present.code:
            return {"recovery_code": self.present.code}
        return {}

    @precondition(lambda self: self.present.count)
    @invariant()
    def every_remaining_slot_opens(self) -> None:
        keys = []
        if self.present.passphrase:
            keys.append(self.reopened().unlock(passphrase=self.present.passphrase))
        if self.present.code:
            keys.append(self.reopened().unlock(recovery_code=self.present.code))
        if self.keyring_opens():
            keys.append(self.reopened().unlock())
        elif self.present.keyring or not self.unplugged:
            with pytest.raises(Locked):
                self.reopened().unlock()
        assert keys
        assert len(set(keys)) == 1
        assert database.opens(self.home.database, keys[0])
        self.vault = self.reopened()
        self.vault.unlock(**self.a_secret())

    @invariant()
    def nothing_removed_opens(self) -> None:
        for secrets in self.past[-3:]:
            if secrets.passphrase and secrets.passphrase != self.present.passphrase:
                with pytest.raises(VaultError):
                    self.reopened().unlock(passphrase=secrets.passphrase)
            if secrets.code and secrets.code != self.present.code:
                with pytest.raises(VaultError):
                    self.reopened().unlock(recovery_code=secrets.code)

    @invariant()
    def no_more_slots_than_expected(self) -> None:
        if self.present.count:
            assert len(self.vault.slots()) == self.present.count


VaultMachine.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, derandomize=True
)
TestVaultMachine = VaultMachine.TestCase


class LongVaultMachine(VaultMachine):
    """The same, for longer."""


LongVaultMachine.TestCase.settings = settings(
    max_examples=300, stateful_step_count=50, deadline=None
)
TestLongVaultMachine = pytest.mark.slow(pytest.mark.timeout(1200)(LongVaultMachine.TestCase))
