"""The slots of a vault: each holds the data key so that one secret opens it.

A slot has a key pair of its own. Its private half is wrapped with AES-256-GCM under a key derived
from the slot's secret: Argon2id (RFC 9106) for a passphrase, HKDF-SHA256 (RFC 5869) for the random
secrets of the keyring and the recovery code. The data key is sealed to the public half with HPKE
(RFC 9180: X25519, HKDF-SHA256, AES-256-GCM). So a new data key can be given to every slot without
asking for its secret, and an old data key opens no slot. Vault, slot, kind and parameters are bound
as associated data to both.
"""

import json
import secrets
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from eventpal.errors import Damaged, VaultError, WrongSecret
from eventpal.store.vault.keys import DataKey

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_NONCE_BYTES = 12
_SALT_BYTES = 16


class SlotKind(StrEnum):
    """Where the secret of a slot is kept."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a kind
    RECOVERY_CODE = "recovery_code"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a passphrase costs: Argon2id passes, memory in KiB, and lanes."""

    passes: int
    memory_kib: int
    lanes: int

    @property
    def sane(self) -> bool:
        """Whether a slots file may ask this of the machine that opens it."""
        return (
            1 <= self.passes <= 1000
            and 1 <= self.lanes <= 64
            and 8 * self.lanes <= self.memory_kib <= 4 * 1024 * 1024
        )


FLOOR = Cost(passes=3, memory_kib=64 * 1024, lanes=4)
"""The second recommendation of RFC 9106, section 4: no new slot costs less."""

_MOST_PASSES = 20
_MEMORIES_KIB = (256 * 1024, 128 * 1024)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One way to the data key. Nothing in it is readable without its secret."""

    id: str
    kind: SlotKind
    created_at: datetime
    cost: Cost | None
    """Of a passphrase; None for a random secret."""
    salt: bytes = field(repr=False)
    public: bytes = field(repr=False)
    private: bytes = field(repr=False)
    """The private half of the pair, wrapped under the secret."""
    sealed: bytes = field(repr=False)
    """The data key, sealed to the public half."""
    sealed_next: bytes | None = field(default=None, repr=False)
    """While the database is being rekeyed: the key it will have."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a slot holds: the data key, and during a rekey the next one."""

    key: DataKey
    next_key: DataKey | None


def new_slot(
    vault: str, kind: SlotKind, secret: bytes, key: DataKey, *, now: datetime, cost: Cost | None
) -> Slot:
    """A slot of the vault with the id ``vault`` in which ``secret`` opens ``key``.

    ``cost`` is for a passphrase; None says that ``secret`` is random with at least 128 bits.
    """
    pair = X25519PrivateKey.generate()
    slot = Slot(
        id=secrets.token_hex(8),
        kind=kind,
        created_at=now.astimezone(UTC).replace(microsecond=0),
        cost=cost,
        salt=secrets.token_bytes(_SALT_BYTES),
        public=pair.public_key().public_bytes_raw(),
        private=b"",
        sealed=b"",
    )
    nonce = secrets.token_bytes(_NONCE_BYTES)
    wrapped = AESGCM(_wrapping_key(slot, secret)).encrypt(
        nonce, pair.private_bytes_raw(), _context(vault, slot)
    )
    return replace(slot, private=nonce + wrapped, sealed=seal(vault, slot, key))


def seal(vault: str, slot: Slot, key: DataKey) -> bytes:
    """``key`` for the holder of the slot's secret, which need not be at hand."""
    recipient = X25519PublicKey.from_public_bytes(slot.public)
    return _SUITE.encrypt(bytes(key), recipient, info=_context(vault, slot))


def open_slot(vault: str, slot: Slot, secret: bytes) -> Opened:
    """What ``slot`` holds.

    Raises:
        WrongSecret: ``secret`` is not the slot's.
        Damaged: the secret is right, but the key in the slot is not what was sealed.
        VaultError: too little memory is free.
    """
    context = _context(vault, slot)
    nonce, wrapped = slot.private[:_NONCE_BYTES], slot.private[_NONCE_BYTES:]
    try:
        raw = AESGCM(_wrapping_key(slot, secret)).decrypt(nonce, wrapped, context)
    except InvalidTag as error:
        raise WrongSecret("That does not open this vault; check it and try again.") from error
    pair = X25519PrivateKey.from_private_bytes(raw)
    try:
        key = DataKey(_SUITE.decrypt(slot.sealed, pair, info=context))
        following = slot.sealed_next and DataKey(
            _SUITE.decrypt(slot.sealed_next, pair, info=context)
        )
    except InvalidTag as error:
        raise Damaged(
            "The file that holds the keys has been altered; restore a backup of EventPal."
        ) from error
    return Opened(key, following or None)


def measured_cost(target_s: float = 0.5, clock: Callable[[], float] = time.perf_counter) -> Cost:
    """The Argon2id cost that takes about ``target_s`` seconds here, never below ``FLOOR``.

    Memory is what makes guessing dear, so it is tried from the largest down; passes fill the time.
    """
    for memory in _MEMORIES_KIB:
        try:
            one = _seconds(Cost(passes=1, memory_kib=memory, lanes=FLOOR.lanes), clock)
        except HashingError:  # so much memory is not to be had here
            continue
        if one * FLOOR.passes <= target_s:
            passes = min(_MOST_PASSES, round(target_s / one))
            return Cost(passes=passes, memory_kib=memory, lanes=FLOOR.lanes)
    one = _seconds(replace(FLOOR, passes=1), clock)
    return replace(FLOOR, passes=max(FLOOR.passes, min(_MOST_PASSES, round(target_s / one))))


def _seconds(cost: Cost, clock: Callable[[], float]) -> float:
    """The time of one hash: the better of two, since a busy machine only ever adds."""

    def once() -> float:
        begun = clock()
        _argon2(b"measured", b"0" * _SALT_BYTES, cost)
        return max(clock() - begun, 1e-6)

    return min(once(), once())


def _argon2(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        secret,
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=32,
        type=Type.ID,
    )


def _wrapping_key(slot: Slot, secret: bytes) -> bytes:
    if slot.cost is not None:
        try:
            return _argon2(secret, slot.salt, slot.cost)
        except HashingError as error:
            raise VaultError(
                "There is too little memory free to check the passphrase; "
                "close some programs and try again."
            ) from error
    derivation = HKDF(SHA256(), length=32, salt=slot.salt, info=b"eventpal slot v1")
    return derivation.derive(secret)


def _context(vault: str, slot: Slot) -> bytes:
    """What is bound to a slot's ciphertexts, so that no part can be moved elsewhere."""
    facts = slot_to_json(slot)
    bound = {name: facts[name] for name in ("id", "kind", "cost", "salt", "public")}
    return json.dumps({"vault": vault, **bound}, sort_keys=True).encode()


def slot_to_json(slot: Slot) -> dict[str, Any]:
    """The slot as it stands in vault.json."""
    cost = slot.cost
    facts: dict[str, Any] = {
        "id": slot.id,
        "kind": slot.kind.value,
        "created_at": slot.created_at.isoformat(),
        "cost": cost
        and {
            "algorithm": "argon2id",
            "passes": cost.passes,
            "memory_kib": cost.memory_kib,
            "lanes": cost.lanes,
        },
        "salt": b64encode(slot.salt).decode(),
        "public": b64encode(slot.public).decode(),
        "private": b64encode(slot.private).decode(),
        "sealed": b64encode(slot.sealed).decode(),
    }
    if slot.sealed_next is not None:
        facts["sealed_next"] = b64encode(slot.sealed_next).decode()
    return facts


def slot_from_json(facts: dict[str, Any]) -> Slot:
    """The slot that ``slot_to_json`` wrote.

    Raises:
        KeyError, TypeError, ValueError: it is no slot, or one that no machine should try.
    """
    given = facts["cost"]
    cost = given and Cost(int(given["passes"]), int(given["memory_kib"]), int(given["lanes"]))
    if cost and not cost.sane:
        raise ValueError("an Argon2id cost beyond reason")
    following = facts.get("sealed_next")
    return Slot(
        id=str(facts["id"]),
        kind=SlotKind(facts["kind"]),
        created_at=datetime.fromisoformat(facts["created_at"]),
        cost=cost,
        salt=b64decode(facts["salt"], validate=True),
        public=b64decode(facts["public"], validate=True),
        private=b64decode(facts["private"], validate=True),
        sealed=b64decode(facts["sealed"], validate=True),
        sealed_next=None if following is None else b64decode(following, validate=True),
    )
