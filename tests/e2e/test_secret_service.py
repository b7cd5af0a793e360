"""The vault with a real desktop keyring: there, locked, emptied, and gone."""

import gc
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from keyring.backends import SecretService

from eventpal.errors import Locked
from eventpal.paths import Home
from eventpal.store.vault import backup
from eventpal.store.vault.keyring_access import KeyringFailed, SecretKeyring
from eventpal.store.vault.slots import Cost, SlotKind
from eventpal.store.vault.vault import Vault
from tests import secret_service

WEAK = Cost(passes=1, memory_kib=64, lanes=1)
PASSPHRASE = "four unrelated words"

pytestmark = pytest.mark.skipif(
    bool(secret_service.why_not()), reason=secret_service.why_not() or "never"
)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[secret_service.SecretService]:
    folder = tmp_path / "login"
    folder.mkdir()
    with secret_service.running(folder) as running, secret_service.connected(running):
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def vault_of(home: Home) -> Vault:
    """With the backend that ``keyring`` would find: it looks only once in a process."""
    return Vault(home, keyring=SecretService.Keyring(), cost=WEAK)


def kinds(vault: Vault) -> set[SlotKind]:
    return {slot.kind for slot in vault.slots()}


def test_the_keyring_holds_one_entry_and_opens_the_vault(
    service: secret_service.SecretService, home: Home
) -> None:
    key = vault_of(home).create()
    assert kinds(vault_of(home)) == {SlotKind.KEYRING}
    assert vault_of(home).unlock() == key
    [(attributes, secret)] = service.secrets()
    assert attributes["service"] == "EventPal"
    assert secret.decode() != key.hex()


def test_a_locked_keyring_asks_nobody_and_names_the_other_slot(
    service: secret_service.SecretService, home: Home
) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    service.lock()
    with pytest.raises(KeyringFailed) as failure:
        SecretKeyring(SecretService.Keyring()).read("any")
    assert "is locked" in str(failure.value.__cause__)  # seen, not waited for
    with pytest.raises(Locked, match="unlock with your passphrase"):
        vault_of(home).unlock()
    assert vault_of(home).unlock(passphrase=PASSPHRASE) == key


def test_a_locked_keyring_at_the_first_start_counts_as_none(
    service: secret_service.SecretService, home: Home
) -> None:
    service.lock()
    assert not vault_of(home).keyring_works
    with pytest.raises(Locked, match="needs a passphrase"):
        vault_of(home).create()
    vault_of(home).create(passphrase=PASSPHRASE)
    assert kinds(vault_of(home)) == {SlotKind.PASSPHRASE}


@pytest.mark.timeout(100)  # less than a person's answer is waited for
def test_a_dialog_that_nobody_can_answer_ends(
    service: secret_service.SecretService, home: Home
) -> None:
    """Where a person allowed the keyring's own dialog but there is no screen to show it."""
    vault_of(home).create(passphrase=PASSPHRASE)
    service.lock()
    with warnings.catch_warnings():
        # keyring leaves its connection to the bus open when a dialog ends without an answer.
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            vault_of(home).unlock(may_prompt=True)
        except Locked as error:
            sentence = str(error)
        gc.collect()
    assert "unlock with your passphrase" in sentence


def test_a_deleted_entry_makes_no_new_key(
    service: secret_service.SecretService, home: Home
) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    [(attributes, _)] = service.secrets()
    SecretKeyring(SecretService.Keyring()).forget(attributes["username"])
    before = home.slots.read_bytes()
    with pytest.raises(Locked, match="no entry for this vault any more; unlock with your pass"):
        vault_of(home).unlock()
    assert service.secrets() == []
    assert home.slots.read_bytes() == before
    vault = vault_of(home)
    assert vault.unlock(passphrase=PASSPHRASE) == key
    vault.set_keyring()
    assert vault_of(home).unlock() == key


def test_a_keyring_that_goes_away_leaves_the_passphrase(tmp_path: Path, home: Home) -> None:
    folder = tmp_path / "login"
    folder.mkdir()
    with secret_service.running(folder) as service, secret_service.connected(service):
        key = vault_of(home).create(passphrase=PASSPHRASE)
    # The session is over; this process still has the backend and the address.
    with pytest.raises(Locked, match="unlock with your passphrase"):
        vault_of(home).unlock()
    assert vault_of(home).unlock(passphrase=PASSPHRASE) == key


def test_rekey_backup_restore_and_erase_with_the_keyring(
    service: secret_service.SecretService, home: Home, tmp_path: Path
) -> None:
    vault = vault_of(home)
    vault.create()
    key = vault.rekey()
    backup.write(home, key, tmp_path / "mine", vault_of(home)._now())
    assert vault.restore(tmp_path / "mine").key == key
    assert vault_of(home).unlock() == key
    vault.erase()
    assert service.secrets() == []
    assert not home.root.exists()


def test_the_command_line_finds_the_keyring_by_itself(
    service: secret_service.SecretService, home: Home
) -> None:
    """A process of its own, with nothing but the session's address."""
    program = (
        "import sys, json; from pathlib import Path; from eventpal.paths import Home;"
        "from eventpal.store.vault.vault import Vault; vault = Vault(Home(Path(sys.argv[1])));"
        "(vault.unlock if vault.exists else vault.create)();"
        "print(json.dumps([slot.kind for slot in vault.slots()]))"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", program, str(home.root)],
            env={**service.environment, "PATH": os.environ["PATH"]},
            capture_output=True,
            check=True,
            timeout=60,
        )
        assert json.loads(done.stdout) == ["keyring"]
        assert done.stderr == b""
