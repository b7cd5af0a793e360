"""Private files, replaced whole; one process at a time."""

import stat
from pathlib import Path

import pytest

from eventpal.errors import BadInput
from eventpal.store import files


def test_a_file_is_private_and_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    files.write_private(path, b"a" * 100)
    files.write_private(path, b"b")
    assert path.read_bytes() == b"b"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_process_left_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "file"
    (tmp_path / "file.new").write_bytes(b"half")
    files.write_private(path, b"whole")
    assert path.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_replaced_stays(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.mkdir()
    (path / "inside").write_bytes(b"")
    with pytest.raises(BadInput, match="cannot write"):
        files.write_private(path, b"whole")
    assert [child.name for child in tmp_path.iterdir()] == ["file"]


def test_a_new_folder_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "one" / "two"
    files.private_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_empty_folder_becomes_private_and_a_used_one_stays(tmp_path: Path) -> None:
    empty, used = tmp_path / "empty", tmp_path / "used"
    for folder in (empty, used):
        folder.mkdir(mode=0o755)
    (used / "letter.txt").write_text("mine")
    files.private_folder(empty)
    files.private_folder(used)
    assert stat.S_IMODE(empty.stat().st_mode) == 0o700
    assert stat.S_IMODE(used.stat().st_mode) == 0o755


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="Choose another"):
        files.private_folder(tmp_path / "file" / "home")


def test_the_lock_is_let_go_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), files.key_lock(tmp_path):
        raise ZeroDivisionError
    with files.key_lock(tmp_path):
        assert stat.S_IMODE((tmp_path / "vault.lock").stat().st_mode) == 0o600
