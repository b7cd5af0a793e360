"""The recovery code on paper or in a file, away from this computer."""

import os
from pathlib import Path

from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from eventpal.errors import BadInput
from eventpal.ui.dialogs import documents

TEXT = """EventPal recovery code

{code}

It opens EventPal and its backups when the keyring or the passphrase does not.
Whoever has it can read what EventPal knows about you: keep it away from this computer.
"""


def save(code: str, path: Path) -> None:
    """Write the code to a file that only its owner can read.

    Raises:
        BadInput: the file cannot be written.
    """
    try:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(TEXT.format(code=code))
    except OSError as error:
        raise BadInput(
            f"The code cannot be saved there ({error.strerror}); choose another place."
        ) from error


def ask_and_save(code: str, parent: QWidget) -> None:
    """Ask where, then save. Raises BadInput."""
    proposed = str(Path(documents()) / "EventPal recovery code.txt")
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save the recovery code", proposed)
    if chosen:
        save(code, Path(chosen))


def ask_and_print(code: str, parent: QWidget) -> None:
    """Ask for a printer, then print."""
    printer = QPrinter()
    asked = QPrintDialog(printer, parent)
    if asked.exec() == QDialog.DialogCode.Accepted:
        page = QTextDocument()
        page.setPlainText(TEXT.format(code=code))
        page.print_(printer)
