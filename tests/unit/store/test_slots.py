"""One slot: what opens it, what does not, and what it shows."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventpal.errors import Damaged, VaultError, WrongSecret
from eventpal.store.vault import slots
from eventpal.store.vault.keys import DataKey
from eventpal.store.vault.slots import Cost, Slot, SlotKind, new_slot, open_slot, seal

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
WEAK = Cost(passes=1, memory_kib=64, lanes=1)
VAULT = "0123456789abcdef"
SECRET = b"a secret"


def slot_of(key: DataKey, *, cost: Cost | None = WEAK, secret: bytes = SECRET) -> Slot:
    return new_slot(VAULT, SlotKind.PASSPHRASE, secret, key, now=NOW, cost=cost)


@pytest.mark.parametrize("cost", [WEAK, None])
def test_the_secret_opens_the_key(cost: Cost | None) -> None:
    key = DataKey.random()
    opened = open_slot(VAULT, slot_of(key, cost=cost), SECRET)
    assert (opened.key, opened.next_key) == (key, None)


@pytest.mark.parametrize("cost", [WEAK, None])
def test_another_secret_does_not(cost: Cost | None) -> None:
    with pytest.raises(WrongSecret):
        open_slot(VAULT, slot_of(DataKey.random(), cost=cost), b"another")


def test_a_slot_opens_in_its_own_vault_only() -> None:
    with pytest.raises(WrongSecret):
        open_slot("another vault", slot_of(DataKey.random()), SECRET)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "0" * 16},
        {"kind": SlotKind.KEYRING},
        {"cost": replace(WEAK, passes=2)},
        {"salt": b"0" * 16},
        {"public": b"9" * 32},
    ],
)
def test_nothing_bound_can_be_changed(change: dict[str, object]) -> None:
    slot = slot_of(DataKey.random())
    with pytest.raises(WrongSecret):
        open_slot(VAULT, replace(slot, **change), SECRET)


def test_a_sealed_key_of_another_slot_is_not_taken() -> None:
    key = DataKey.random()
    one, other = slot_of(key), slot_of(key)
    with pytest.raises(Damaged, match="restore a backup"):
        open_slot(VAULT, replace(one, sealed=other.sealed), SECRET)


def test_the_next_key_needs_no_secret_to_be_given() -> None:
    key, following = DataKey.random(), DataKey.random()
    slot = slot_of(key)
    slot = replace(slot, sealed_next=seal(VAULT, slot, following))
    opened = open_slot(VAULT, slot, SECRET)
    assert (opened.key, opened.next_key) == (key, following)


def test_equal_secrets_give_unequal_slots() -> None:
    key = DataKey.random()
    one, other = slot_of(key), slot_of(key)
    assert one.salt != other.salt
    assert one.private != other.private
    assert one.sealed != other.sealed


def test_a_slot_shows_neither_key_nor_secret_nor_ciphertext() -> None:
    key = DataKey.random()
    slot = slot_of(key, cost=None)
    shown = repr(slot) + json.dumps(slots.slot_to_json(slot)) + repr(open_slot(VAULT, slot, SECRET))
    assert key.hex() not in shown
    assert repr(bytes(key)) not in shown
    assert SECRET.decode() not in shown
    assert "sealed" not in repr(slot)
    assert "private" not in repr(slot)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(SlotKind),
    st.none() | st.builds(Cost, st.integers(1, 1000), st.integers(512, 2**22), st.integers(1, 64)),
    st.datetimes(timezones=st.just(UTC)),
    st.lists(st.binary(max_size=90), min_size=4, max_size=4),
    st.none() | st.binary(max_size=90),
)
def test_json_round_trip(
    kind: SlotKind,
    cost: Cost | None,
    created_at: datetime,
    ciphertexts: list[bytes],
    following: bytes | None,
) -> None:
    salt, public, private, sealed = ciphertexts
    slot = Slot(
        id="1f",
        kind=kind,
        created_at=created_at,
        cost=cost,
        salt=salt,
        public=public,
        private=private,
        sealed=sealed,
        sealed_next=following,
    )
    assert slots.slot_from_json(json.loads(json.dumps(slots.slot_to_json(slot)))) == slot


@pytest.mark.parametrize(
    "cost",
    [
        Cost(passes=1, memory_kib=2**33, lanes=1),
        Cost(passes=10**6, memory_kib=64, lanes=1),
        Cost(passes=1, memory_kib=64, lanes=10**6),
        Cost(passes=0, memory_kib=64, lanes=1),
    ],
)
def test_a_cost_beyond_reason_is_refused_before_it_is_tried(cost: Cost) -> None:
    facts = slots.slot_to_json(replace(slot_of(DataKey.random()), cost=cost))
    with pytest.raises(ValueError, match="beyond reason"):
        slots.slot_from_json(facts)


def test_too_little_memory_is_a_sentence() -> None:
    slot = slot_of(DataKey.random())
    four_tib = Cost(passes=1, memory_kib=2**32 - 1, lanes=1)
    with pytest.raises(VaultError, match="close some programs"):
        open_slot(VAULT, replace(slot, cost=four_tib), SECRET)


def ticking(step_s: float) -> Iterator[float]:
    return count(0.0, step_s)


@pytest.mark.parametrize(
    ("seconds_per_hash", "expected"),
    [
        (0.05, Cost(passes=10, memory_kib=256 * 1024, lanes=4)),  # 256 MiB fits 10 times
        (0.0001, Cost(passes=20, memory_kib=256 * 1024, lanes=4)),  # never more than that
        (10.0, Cost(passes=3, memory_kib=64 * 1024, lanes=4)),  # never less than the floor
    ],
)
def test_the_cost_follows_the_machine(seconds_per_hash: float, expected: Cost) -> None:
    # Each hash reads the clock twice; every reading is one hash later.
    readings = ticking(seconds_per_hash)
    assert slots.measured_cost(0.5, clock=lambda: next(readings)) == expected


def test_the_measured_cost_is_sane_here() -> None:
    cost = slots.measured_cost(0.05)
    assert cost.sane
    assert cost.memory_kib >= slots.FLOOR.memory_kib
    assert cost.passes >= slots.FLOOR.passes
