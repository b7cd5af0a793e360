"""The operating system's keyring, used so that it can neither block nor surprise.

Only the keyrings of the desktop itself count: Secret Service, KWallet, macOS Keychain, Windows
Credential Manager. A keyring that is locked would ask the person in a dialog of its own, which
nobody sees on a headless machine, so it is treated as absent. Every call has a time limit.
"""

import secrets
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import closing
from typing import Protocol, TypeVar

import keyring
from keyring.backends import SecretService, chainer

if sys.platform == "linux":
    import secretstorage

SERVICE = "EventPal"
LIMIT_S = 60.0 if sys.platform == "darwin" else 5.0
"""More than a healthy keyring needs by far, little enough to wait for a dead one. macOS may ask
the person whether EventPal may use the entry."""
PROMPT_LIMIT_S = 120.0
"""For a person who types the password of their keyring into its dialog."""

_TRUSTED = frozenset(
    f"keyring.backends.{name}"
    for name in ("SecretService", "libsecret", "kwallet", "macOS", "Windows")
)

_Result = TypeVar("_Result")


class KeyringBackend(Protocol):
    """The three calls of a ``keyring`` backend that EventPal makes."""

    def get_password(self, service: str, username: str) -> str | None:
        """The entry's secret, None where there is no such entry."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store or replace the entry."""

    def delete_password(self, service: str, username: str) -> None:
        """Delete the entry; raises where there is none."""


class KeyringFailed(Exception):
    """The keyring is absent, locked, out of order or does not answer. Not an error to show."""


class SecretKeyring:
    """Where a vault keeps one secret: service "EventPal", the vault's id as the user name."""

    def __init__(self, backend: KeyringBackend | None, *, limit_s: float = LIMIT_S) -> None:
        """``backend`` None stands for the system's keyring, looked up at each use."""
        self._backend = backend
        self._limit_s = limit_s

    def works(self) -> bool:
        """Whether a secret that is stored now can be read back and deleted."""
        name, secret = f"probe-{secrets.token_hex(8)}", secrets.token_hex(16)
        try:
            self.store(name, secret)
            self.forget(name)
        except KeyringFailed:
            return False
        return True

    def read(self, vault: str, *, may_prompt: bool = False) -> str | None:
        """The secret, or None where the keyring works and has no such entry.

        ``may_prompt``: a person is there to unlock a locked keyring in its own dialog.

        Raises:
            KeyringFailed: the keyring cannot be asked.
        """
        return self._ask(
            lambda backend: backend.get_password(SERVICE, vault), may_prompt=may_prompt
        )

    def store(self, vault: str, secret: str) -> None:
        """Store or replace the secret, and read it back to be sure.

        Raises:
            KeyringFailed: it is not kept.
        """

        def store(backend: KeyringBackend) -> str | None:
            backend.set_password(SERVICE, vault, secret)
            return backend.get_password(SERVICE, vault)

        if self._ask(store) != secret:
            raise KeyringFailed("the keyring does not keep what it is given")

    def forget(self, vault: str) -> None:
        """Delete the entry, if there is one.

        Raises:
            KeyringFailed: the keyring cannot be asked.
        """

        def forget(backend: KeyringBackend) -> None:
            if backend.get_password(SERVICE, vault) is not None:
                backend.delete_password(SERVICE, vault)

        self._ask(forget)

    def _ask(
        self, question: Callable[[KeyringBackend], _Result], *, may_prompt: bool = False
    ) -> _Result:
        def work() -> _Result:
            backend = self._backend if self._backend is not None else system_keyring()
            if backend is None:
                raise KeyringFailed("no keyring of the desktop")
            if not may_prompt and _would_prompt(backend):
                raise KeyringFailed("the keyring is locked")
            return question(backend)

        return _within(PROMPT_LIMIT_S if may_prompt else self._limit_s, work)


def system_keyring() -> KeyringBackend | None:
    """The desktop's own keyring, as far as ``keyring`` finds one and is not told otherwise.

    Backends that keep secrets in a file of their own, in the clear or nowhere are passed over.
    """
    chosen = keyring.get_keyring()
    return first_trusted(
        chosen.backends if isinstance(chosen, chainer.ChainerBackend) else [chosen]
    )


def first_trusted(backends: Iterable[KeyringBackend]) -> KeyringBackend | None:
    """The first of the backends that is a desktop's own keyring."""
    return next((one for one in backends if type(one).__module__ in _TRUSTED), None)


def _would_prompt(backend: KeyringBackend) -> bool:
    """Whether using the Secret Service would open a dialog: its collection is locked or missing."""
    if sys.platform != "linux" or not isinstance(backend, SecretService.Keyring):
        return False
    with closing(secretstorage.dbus_init()) as bus:
        try:
            return bool(secretstorage.Collection(bus).is_locked())
        except secretstorage.ItemNotFoundException:
            return True


def _within(limit_s: float, work: Callable[[], _Result]) -> _Result:
    """``work()`` in a thread that is left behind when it takes longer than ``limit_s``."""
    answer: Future[_Result] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        # A backend is other people's code that talks to other processes. Whatever it raises
        # (D-Bus, Win32, assertion …) means the same: this keyring cannot be used now.
        except Exception as error:  # noqa: BLE001
            answer.set_exception(error)

    threading.Thread(target=run, name="keyring", daemon=True).start()
    try:
        return answer.result(limit_s)
    except Exception as error:
        raise KeyringFailed(type(error).__name__) from error
