"""The command line over one home, called in this process as a script would call it."""

import json
from pathlib import Path
from typing import Any

import pytest

from eventpal import cli


class CommandLine:
    """Commands on one home, on days of March 2026, and everything that they printed."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self.printed = ""
        self._capsys = capsys

    def __call__(self, *words: str, day: int = 1) -> Any:
        """Run a command that must end with 0; its JSON, which is all that it prints."""
        status, out, err = self.result(*words, day=day)
        assert status == 0, err
        assert "Traceback" not in err
        return json.loads(out)

    def refused(self, *words: str, day: int = 1) -> str:
        """Run a command that must end with 1, and give the one sentence that it prints."""
        status, out, err = self.result(*words, day=day)
        assert status == 1, out
        assert out == ""
        assert_sentence(err.removesuffix("\n"))
        return err.strip()

    def result(self, *words: str, day: int = 1) -> tuple[int, str, str]:
        """Run a command: how it ends, and what it prints to standard output and error."""
        now = f"2026-03-{day:02}T10:00+00:00"
        status = cli.main(["--home", str(self.home), "--now", now, "--json", *words])
        printed = self._capsys.readouterr()
        self.printed += printed.out + printed.err
        return status, printed.out, printed.err


def assert_sentence(text: str) -> None:
    """One clear sentence for a person: whole, short, and no Python in it."""
    assert text == text.strip()
    assert len(text.splitlines()) == 1
    assert text.endswith((".", "?", "!")), text
    assert 15 < len(text) < 320, text
    for word in ("Traceback", "Error(", "Errno", "Exception", "None", "object at", "b'"):
        assert word not in text, text
