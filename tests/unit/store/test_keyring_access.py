"""Which keyring is asked, for how long, and what its failures become."""

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backends import SecretService

from eventpal.store.vault.keyring_access import (
    SERVICE,
    KeyringBackend,
    KeyringFailed,
    SecretKeyring,
    first_trusted,
    system_keyring,
)
from tests.keyrings import BrokenKeyring, ForgetfulKeyring, HangingKeyring, MemoryKeyring


@pytest.mark.parametrize(
    "backend", [keyring.backends.fail.Keyring(), keyring.backends.null.Keyring()]
)
def test_none_where_the_person_has_none_or_wants_none(
    backend: keyring.backend.KeyringBackend,
) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        assert system_keyring() is None
        assert not SecretKeyring(None).works()
    finally:
        keyring.set_keyring(before)


def test_only_the_desktops_own_is_trusted() -> None:
    """A backend from elsewhere may work and yet keep secrets where anybody can read them."""
    own = SecretService.Keyring()
    assert first_trusted([MemoryKeyring(), own]) is own
    assert first_trusted([MemoryKeyring()]) is None


@pytest.mark.parametrize("backend", [BrokenKeyring(), keyring.backends.fail.Keyring()])
def test_any_failure_of_a_backend_is_one(backend: KeyringBackend) -> None:
    ring = SecretKeyring(backend)
    assert not ring.works()
    for ask in (lambda: ring.read("v"), lambda: ring.store("v", "s"), lambda: ring.forget("v")):
        with pytest.raises(KeyringFailed):
            ask()


def test_a_secret_that_is_not_kept_is_a_failure() -> None:
    with pytest.raises(KeyringFailed, match="does not keep"):
        SecretKeyring(ForgetfulKeyring()).store("v", "s")


def test_a_backend_that_hangs_is_left_behind() -> None:
    hanging = HangingKeyring()
    with pytest.raises(KeyringFailed, match="Timeout"):
        SecretKeyring(hanging, limit_s=0.05).read("v")
    assert not hanging.released.is_set()
    hanging.released.set()


def test_the_probe_touches_no_other_entry() -> None:
    ring = MemoryKeyring({(SERVICE, "vault"): "secret"})
    assert SecretKeyring(ring).works()
    assert ring.entries == {(SERVICE, "vault"): "secret"}
