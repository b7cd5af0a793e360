"""Giving the person a recovery code."""

from PySide6.QtWidgets import QWidget

from eventpal.errors import BadInput
from eventpal.store.vault import recovery_code
from eventpal.store.vault.vault import Vault
from eventpal.ui.look.theme import Appearance
from eventpal.ui.tasks import Tasks, failure
from eventpal.ui.vault import dialogs, recovery_sheet
from eventpal.ui.vault.dialogs import VaultDialog


def offer_code(
    appearance: Appearance, tasks: Tasks, vault: Vault, parent: QWidget | None
) -> VaultDialog:
    """A dialog with a new code that opens the vault once the person confirmed it."""
    code = recovery_code.generate()
    dialog = dialogs.show_code(
        appearance, tasks, lambda _: vault.set_recovery_code(code), code=code, parent=parent
    )

    def save() -> None:
        try:
            recovery_sheet.ask_and_save(code, dialog)
        except BadInput as error:
            dialog.complain(failure(error))

    dialog.add_action("Save…", "export", save)
    dialog.add_action("Print…", "file", lambda: recovery_sheet.ask_and_print(code, dialog))
    return dialog
