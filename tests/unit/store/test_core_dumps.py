"""A process that holds the key leaves no memory behind when it crashes."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import os, resource, sys
from pathlib import Path
from eventpal.paths import Home
from eventpal.store.vault.slots import Cost
from eventpal.store.vault.vault import Vault
from tests.keyrings import BrokenKeyring

_, hard = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
if sys.argv[1] == "unlocked":
    vault = Vault(Home(Path(sys.argv[2])), keyring=BrokenKeyring(), cost=Cost(1, 64, 1))
    vault.create(passphrase="four unrelated words")
os.abort()
"""


def crash(kind: str, folder: Path) -> list[str]:
    """The files that such a process leaves in its folder."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, kind, folder / "home"],
        cwd=folder,
        env={"PYTHONPATH": f"{Path(__file__).parents[3]}"},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == -6, done.stderr
    return [path.name for path in folder.iterdir() if path.name != "home"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads the limits as Linux sets them")
def test_a_crash_with_the_key_leaves_no_memory(tmp_path: Path) -> None:
    for kind in ("locked", "unlocked"):
        (tmp_path / kind).mkdir()
    if not crash("locked", tmp_path / "locked"):
        pytest.skip("this machine writes no core files into the working folder at all")
    assert crash("unlocked", tmp_path / "unlocked") == []
