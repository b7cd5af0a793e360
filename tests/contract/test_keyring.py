"""What a keyring must do for a vault: the one in memory and the real Secret Service alike."""

from collections.abc import Iterator

import pytest
from keyring.backends import SecretService

from eventpal.store.vault.keyring_access import KeyringBackend, SecretKeyring
from tests import secret_service
from tests.keyrings import MemoryKeyring


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[secret_service.SecretService]:
    if reason := secret_service.why_not():
        pytest.skip(reason)
    with secret_service.running(tmp_path_factory.mktemp("login")) as service:
        yield service


@pytest.fixture(params=["memory", "Secret Service"])
def backend(request: pytest.FixtureRequest) -> Iterator[KeyringBackend]:
    if request.param == "memory":
        yield MemoryKeyring()
    else:
        with secret_service.connected(request.getfixturevalue("service")):
            yield SecretService.Keyring()


def test_an_unknown_entry_is_none(backend: KeyringBackend) -> None:
    assert SecretKeyring(backend).read("unknown") is None


def test_an_entry_is_kept_replaced_and_forgotten(backend: KeyringBackend) -> None:
    ring = SecretKeyring(backend)
    ring.store("vault", "first")
    assert ring.read("vault") == "first"
    ring.store("vault", "second")
    assert ring.read("vault") == "second"
    ring.forget("vault")
    assert ring.read("vault") is None


def test_entries_are_told_apart(backend: KeyringBackend) -> None:
    ring = SecretKeyring(backend)
    ring.store("one", "1")
    ring.store("other", "2")
    ring.forget("one")
    assert ring.read("one") is None
    assert ring.read("other") == "2"
    ring.forget("other")


def test_forgetting_what_is_not_there(backend: KeyringBackend) -> None:
    SecretKeyring(backend).forget("unknown")


def test_the_probe_says_that_it_works_and_leaves_nothing(backend: KeyringBackend) -> None:
    ring = SecretKeyring(backend)
    assert ring.works()
    if isinstance(backend, MemoryKeyring):
        assert not backend.entries


def test_a_secret_of_64_digits_comes_back_exactly(backend: KeyringBackend) -> None:
    ring = SecretKeyring(backend)
    ring.store("vault", "0f" * 32)
    assert ring.read("vault") == "0f" * 32
    ring.forget("vault")
