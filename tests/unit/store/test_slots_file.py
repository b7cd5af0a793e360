"""vault.json and its copy: damage, tampering, permissions."""

import hashlib
import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eventpal.errors import BadInput, Damaged, VaultError
from eventpal.store.vault import slots_file
from eventpal.store.vault.keys import DataKey
from eventpal.store.vault.slots import SlotKind, new_slot
from eventpal.store.vault.slots_file import SlotsFile, State

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)


@pytest.fixture
def key() -> DataKey:
    return DataKey.random()


@pytest.fixture
def file(key: DataKey) -> SlotsFile:
    slot = new_slot("1f", SlotKind.KEYRING, b"s" * 32, key, now=NOW, cost=None)
    return SlotsFile(vault="1f", state=State.READY, slots=(slot,))


def test_round_trip(tmp_path: Path, file: SlotsFile, key: DataKey) -> None:
    path = tmp_path / "vault.json"
    slots_file.write(path, file, key)
    readable = slots_file.read(path)
    assert [read for _, read in readable] == [file, file]
    assert slots_file.intact(path, readable[0][0])


def test_nothing_there(tmp_path: Path) -> None:
    assert slots_file.read(tmp_path / "vault.json") == []


def test_both_files_are_private(tmp_path: Path, file: SlotsFile, key: DataKey) -> None:
    path = tmp_path / "vault.json"
    slots_file.write(path, file, key)
    for written in (path, slots_file.copy_of(path)):
        assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert sorted(child.name for child in tmp_path.iterdir()) == ["vault.json", "vault.json.bak"]


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b"nonsense", b"\xff\xfe", b"[" * 100_000])
@pytest.mark.parametrize("which", [0, 1])
def test_one_damaged_file_costs_nothing(
    tmp_path: Path, file: SlotsFile, key: DataKey, damage: bytes, which: int
) -> None:
    path = tmp_path / "vault.json"
    slots_file.write(path, file, key)
    [path, slots_file.copy_of(path)][which].write_bytes(damage)
    assert [read for _, read in slots_file.read(path)] == [file]
    assert not slots_file.intact(path, slots_file.read(path)[0][0])


def test_both_damaged_is_a_sentence_with_a_way_on(
    tmp_path: Path, file: SlotsFile, key: DataKey
) -> None:
    path = tmp_path / "vault.json"
    slots_file.write(path, file, key)
    path.write_bytes(b"{")
    slots_file.copy_of(path).unlink()
    with pytest.raises(Damaged, match="vault restore"):
        slots_file.read(path)


def test_the_seal_tells_who_wrote_it(file: SlotsFile, key: DataKey) -> None:
    data = slots_file.to_bytes(file, key)
    assert slots_file.sealed_by(data, key)
    assert not slots_file.sealed_by(data, DataKey.random())


def forged(data: bytes, **changes: object) -> bytes:
    """What somebody without the key can write: any change, with the checksum mended."""
    body = json.loads(data) | changes
    del body["checksum"]
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    return json.dumps({**body, "checksum": hashlib.sha256(canonical).hexdigest()}).encode()


def test_a_change_with_a_mended_checksum_breaks_the_seal(
    tmp_path: Path, file: SlotsFile, key: DataKey
) -> None:
    data = slots_file.to_bytes(file, key)
    assert slots_file.sealed_by(forged(data), key)
    robbed = forged(data, slots=[])
    assert slots_file.from_bytes(robbed, tmp_path).slots == ()
    assert not slots_file.sealed_by(robbed, key)


def test_a_newer_version_is_left_alone(tmp_path: Path, file: SlotsFile, key: DataKey) -> None:
    path = tmp_path / "vault.json"
    path.write_bytes(forged(slots_file.to_bytes(file, key), version=slots_file.VERSION + 1))
    with pytest.raises(VaultError, match="newer EventPal") as caught:
        slots_file.read(path)
    assert not isinstance(caught.value, Damaged)


def test_a_full_or_closed_disk_is_a_sentence(file: SlotsFile, key: DataKey, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot write"):
        slots_file.write(tmp_path / "no such folder" / "vault.json", file, key)
