"""The real store and vault behind the real window."""

import gc
import json
from datetime import datetime, timedelta

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit

from eventpal import paths
from eventpal.domain import Event
from eventpal.engine.models import library
from eventpal.errors import Locked
from eventpal.paths import Home
from eventpal.settings import Settings, Theme
from eventpal.settings import load as load_settings
from eventpal.settings import save as save_settings
from eventpal.store.vault import backup, recovery_code
from eventpal.store.vault.keys import DataKey
from eventpal.store.vault.slots import Cost, SlotKind
from eventpal.store.vault.vault import Vault
from eventpal.ui.dialogs import Confirm
from eventpal.ui.look import fonts
from eventpal.ui.look.tokens import DARK
from eventpal.ui.shell import Shell
from eventpal.ui.vault import recovery_sheet, upkeep
from eventpal.ui.vault.dialogs import VaultDialog
from eventpal.ui.vault.forms import ASKED_GROUPS, NewCode, NewPassphrase, Secrets, Unlocking
from tests.gui.fake_app import NOW
from tests.keyrings import BrokenKeyring, MemoryKeyring

CHEAP = Cost(passes=1, memory_kib=64, lanes=1)
PAGE = 4096
PASSPHRASE = "four unrelated words here"
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//EventPal//Test//EN
BEGIN:VEVENT
UID:quay-concert@example.org
DTSTAMP:20261101T000000Z
DTSTART:20261128T190000Z
DTEND:20261128T210000Z
SUMMARY:Concert on the quay
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def home(tmp_path):
    save_settings(tmp_path / "home" / "settings.json", Settings(reduce_motion=True))
    return Home(tmp_path / "home")


@pytest.fixture
def start(qtbot, application, home, monkeypatch):
    """``start(keyring)`` gives a shell that shows a window or a dialog."""
    monkeypatch.setattr(upkeep, "FIRST_MS", 0)
    shells = []

    def begin(keyring, *, key=None, clock=lambda: NOW):
        vault = Vault(home, keyring=keyring, cost=CHEAP)
        shell = Shell(home, clock, base=fonts.system_font(), vault=vault, key=key)
        shells.append(shell)
        shell.start()
        qtbot.waitUntil(lambda: shell.door is not None)
        return shell

    yield begin
    for shell in shells:
        shell.close()


@pytest.fixture
def opened(qtbot):
    """Wait until the shell's window is there and at rest; a code that it offers waits, too."""

    def wait(shell, *, later=True):
        qtbot.waitUntil(lambda: shell.is_open, timeout=20_000)
        qtbot.waitUntil(lambda: not shell.tasks.busy, timeout=20_000)
        for offered in shell.window.findChildren(VaultDialog) if later else ():
            offered.leave.click()
            shell.window.activateWindow()
            qtbot.waitUntil(shell.window.isActiveWindow)
        return shell.window

    return wait


@pytest.fixture
def asked(qtbot):
    """Wait until the shell asks for something."""

    def wait(shell, form=None):
        qtbot.waitUntil(
            lambda: (
                shell.door.dialog is not None
                and (form is None or isinstance(shell.door.dialog.form, form))
            ),
            timeout=20_000,
        )
        return shell.door.dialog

    return wait


@pytest.fixture
def pressed(qtbot):
    """Press the button of the shell's dialog whose text begins so, once it is there."""

    def wait(shell, text):
        def found():
            dialog = shell.door.dialog
            buttons = dialog.findChildren(QAbstractButton) if dialog is not None else []
            return [one for one in buttons if one.text().strip().startswith(text)]

        qtbot.waitUntil(lambda: bool(found()), timeout=20_000)
        dialog = shell.door.dialog
        found()[0].click()
        return dialog

    return wait


@pytest.fixture
def backed_up(qtbot, home):
    """Wait for the first automatic backup."""
    return lambda: qtbot.waitUntil(lambda: bool(backup.automatic(home)), timeout=20_000)


def unlock_with_passphrase(dialog):
    dialog.form.passphrase.setText(PASSPHRASE)
    dialog.go.click()


def choose(dialog, passphrase=PASSPHRASE):
    dialog.form.first.setText(passphrase)
    dialog.form.second.setText(passphrase)
    dialog.go.click()


def code_offered(window):
    return next(one for one in window.findChildren(VaultDialog) if one.isVisible())


def confirm(offered):
    """Type the two groups that are asked for."""
    groups = recovery_code.groups(offered.form.secrets().code)
    for field, at in zip(offered.form.fields, ASKED_GROUPS, strict=True):
        field.setText(groups[at])


def damage(home):
    """One byte of a page in the middle, which opening does not read."""
    content = bytearray(home.database.read_bytes())
    content[len(content) // PAGE // 2 * PAGE + 1000] ^= 1
    home.database.write_bytes(content)


def shown_anywhere():
    """Every text in every widget and model that there is, hidden ones included."""
    texts = []
    for widget in QApplication.allWidgets():
        texts += [widget.windowTitle(), widget.toolTip(), widget.accessibleName()]
        texts += [widget.text()] if hasattr(widget, "text") and callable(widget.text) else []
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            for at in range(model.rowCount()):
                texts += [str(text) for text in model.itemData(model.index(at, 0)).values()]
    return "\n".join(texts)


def made_with_passphrase(home):
    vault = Vault(home, keyring=BrokenKeyring(), cost=CHEAP)
    key = vault.create(passphrase=PASSPHRASE)
    return vault, key


def kinds(home):
    return {slot.kind for slot in Vault(home, keyring=BrokenKeyring()).slots()}


def add_event(window, tmp_path, qtbot, tasks):
    file = tmp_path / "quay.ics"
    file.write_text(ICS)
    window.controller.add([str(file)])
    qtbot.waitUntil(lambda: bool(window.pages.picks.shown.rows), timeout=20_000)
    qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)


def test_with_a_keyring_nothing_is_asked_and_everything_is_there_again(
    start, opened, home, tmp_path, qtbot
):
    keyring = MemoryKeyring()
    shell = start(keyring)
    window = opened(shell)
    assert window.pages.picks.welcome.isVisible()
    add_event(window, tmp_path, qtbot, shell.tasks)
    QTest.keyClick(window, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: bool(window.controller.app.history.ratings()))
    shell.close()
    again = start(keyring)
    window = opened(again)
    window.open_page("saved")
    qtbot.waitUntil(lambda: bool(window.pages.saved.rows))
    assert window.pages.saved.current().event.title == "Concert on the quay"
    assert not window.findChildren(VaultDialog)
    assert b"quay" not in home.database.read_bytes()


def test_without_a_keyring_a_passphrase_is_chosen_and_a_code_is_offered(
    start, opened, asked, home, qtbot
):
    shell = start(BrokenKeyring())
    dialog = asked(shell, NewPassphrase)
    assert not dialog.go.isEnabled()
    dialog.form.first.setText("short")
    dialog.form.second.setText("short")
    assert not dialog.go.isEnabled()
    dialog.form.first.setText(PASSPHRASE)
    dialog.form.second.setText("something else")
    assert not dialog.go.isEnabled()
    assert dialog.form.hint.text() == "The two are not the same."
    choose(dialog)
    offered = code_offered(opened(shell, later=False))
    code = offered.form.secrets().code
    assert not offered.go.isEnabled()
    groups = recovery_code.groups(code)
    offered.form.fields[0].setText(groups[2].lower())
    offered.form.fields[1].setText(groups[4])
    assert not offered.go.isEnabled()
    offered.form.fields[1].setText(f" {groups[5]} ")
    assert offered.go.isEnabled()
    offered.go.click()
    qtbot.waitUntil(lambda: not offered.isVisible())
    vault = Vault(home, keyring=BrokenKeyring(), cost=CHEAP)
    assert {slot.kind for slot in vault.slots()} == {SlotKind.PASSPHRASE, SlotKind.RECOVERY_CODE}
    assert vault.unlock(recovery_code=code) == vault.unlock(passphrase=PASSPHRASE)


def test_with_a_keyring_a_code_is_offered_once_and_opens_without_it(
    start, opened, asked, home, qtbot
):
    shell = start(MemoryKeyring())
    offered = code_offered(opened(shell, later=False))
    code = offered.form.secrets().code
    assert {button.text().strip() for button in offered.findChildren(QAbstractButton)} >= {
        "Save…",
        "Print…",
        "Later",
    }
    confirm(offered)
    offered.go.click()
    qtbot.waitUntil(lambda: kinds(home) == {SlotKind.KEYRING, SlotKind.RECOVERY_CODE})
    shell.close()
    # The desktop changed, and its keyring with it.
    again = start(BrokenKeyring())
    dialog = asked(again, Unlocking)
    dialog.form.ask_for(SlotKind.RECOVERY_CODE)
    dialog.form.code.setText(code)
    dialog.go.click()
    assert not opened(again, later=False).findChildren(VaultDialog)


def test_a_code_that_is_left_for_later_opens_nothing(start, opened, home):
    shell = start(MemoryKeyring())
    offered = code_offered(opened(shell, later=False))
    offered.leave.click()
    assert kinds(home) == {SlotKind.KEYRING}


def test_a_wrong_passphrase_is_one_sentence_and_the_right_one_opens(start, opened, asked, home):
    made_with_passphrase(home)
    shell = start(BrokenKeyring())
    dialog = asked(shell, Unlocking)
    dialog.form.passphrase.setText("not the right one")
    QTest.keyClick(dialog.form.passphrase, Qt.Key.Key_Return)
    QTest.qWait(1)
    while not dialog.error.isVisible():
        QTest.qWait(10)
    assert "passphrase" in dialog.error.text()
    assert "\n" not in dialog.error.text()
    assert "keyring" not in dialog.text.text()
    for said in (dialog.text, dialog.error):
        assert said.height() >= said.heightForWidth(said.width())
    dialog.form.passphrase.setText(PASSPHRASE)
    dialog.go.click()
    assert opened(shell).isVisible()


def test_the_recovery_code_opens_too_and_says_where_it_was_mistyped(start, opened, asked, home):
    vault, _ = made_with_passphrase(home)
    code = recovery_code.generate()
    vault.set_recovery_code(code)
    shell = start(BrokenKeyring())
    dialog = asked(shell, Unlocking)
    dialog.form.others[SlotKind.RECOVERY_CODE].click()
    assert dialog.form.code.isVisible()
    assert not dialog.form.passphrase.isVisible()
    dialog.form.code.setText(code[:-1])
    dialog.go.click()
    while not dialog.error.isVisible():
        QTest.qWait(10)
    assert "groups" in dialog.error.text()
    dialog.form.code.setText(code.lower().replace("-", " "))
    dialog.go.click()
    assert opened(shell).isVisible()


def test_the_passphrase_shows_only_when_asked_for(start, asked, home):
    made_with_passphrase(home)
    field = asked(start(BrokenKeyring()), Unlocking).form.passphrase
    assert field.echoMode() is QLineEdit.EchoMode.Password
    field.eye.trigger()
    assert field.echoMode() is QLineEdit.EchoMode.Normal


def test_leaving_the_first_dialog_ends_and_makes_nothing(start, asked, home, qtbot):
    shell = start(BrokenKeyring())
    dialog = asked(shell, NewPassphrase)
    with qtbot.waitSignal(shell.ended):
        dialog.leave.click()
    assert not home.database.exists()


def test_locking_closes_the_store_and_asks_again(start, opened, asked, home):
    made_with_passphrase(home)
    shell = start(BrokenKeyring())
    dialog = asked(shell, Unlocking)
    dialog.form.passphrase.setText(PASSPHRASE)
    dialog.go.click()
    window = opened(shell)
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    dialog = asked(shell, Unlocking)
    assert shell.window is None
    assert not window.isVisible()
    dialog.form.passphrase.setText(PASSPHRASE)
    dialog.go.click()
    assert opened(shell).isVisible()


@pytest.mark.models
def test_locking_leaves_no_child_no_widget_and_no_title(  # noqa: PLR0917
    start, opened, asked, home, tmp_path, qtbot
):
    if not library.listing(paths.models())[0].ready:
        pytest.skip("no models: make setup builds them")
    shell = start(MemoryKeyring())
    window = opened(shell)
    add_event(window, tmp_path, qtbot, shell.tasks)
    window.search("quay")
    qtbot.waitUntil(lambda: not shell.tasks.busy, timeout=20_000)
    database = window.controller.app.database
    child = window.controller.app.engine.pid
    assert child is not None
    assert psutil.pid_exists(child)
    assert "Concert on the quay" in shown_anywhere()
    del window
    shell.lock()
    asked(shell, Unlocking)
    qtbot.waitUntil(lambda: "quay" not in shown_anywhere())
    assert not psutil.pid_exists(child)
    with pytest.raises(Locked):
        database.rows("SELECT 1")
    assert {type(one) for one in QApplication.topLevelWidgets() if one.isVisible()} == {VaultDialog}
    # Nor is any left where a bug could show it again.
    gc.collect()
    events = [one for one in gc.get_objects() if issubclass(type(one), Event)]
    assert "Concert on the quay" not in {event.title for event in events}


def test_it_locks_with_the_screen(start, opened, asked):
    shell = start(MemoryKeyring())
    window = opened(shell)
    assert shell._screen is None
    window.pages.privacy.with_screen.setChecked(True)
    assert load_settings(shell._home.settings).settings.lock_with_screen
    shell._screen.changed(False)
    assert shell.window is window
    shell._screen.changed(True)
    assert asked(shell, Unlocking).isVisible()
    shell._screen.changed(True)
    asked(shell, Unlocking).go.click()
    window = opened(shell)
    window.pages.privacy.with_screen.setChecked(False)
    assert shell._screen is None


def test_a_lock_with_only_a_keyring_opens_with_one_click(start, opened, asked):
    shell = start(MemoryKeyring())
    opened(shell)
    shell.lock()
    dialog = asked(shell, Unlocking)
    assert dialog.form.keyring.isVisible()
    dialog.go.click()
    assert opened(shell).isVisible()


def test_idle_time_locks(start, opened, asked, monkeypatch):
    shell = start(MemoryKeyring())
    window = opened(shell)
    window.pages.privacy.idle.setCurrentIndex(1)
    assert load_settings(shell._home.settings).settings.idle_lock_minutes == 5
    shell._idle_check()
    assert shell.window is not None
    shell._last_input -= 5 * 60 + 1
    shell._idle_check()
    assert asked(shell, Unlocking).isVisible()


def test_a_damaged_database_is_said_and_a_backup_restores_it(  # noqa: PLR0917
    start, opened, asked, pressed, backed_up, home
):
    keyring = MemoryKeyring()
    shell = start(keyring)
    opened(shell)
    backed_up()
    shell.close()
    home.database.write_bytes(b"\x00" * 8192)
    for side in ("-wal", "-shm"):
        home.database.with_name(home.database.name + side).unlink(missing_ok=True)
    shell = start(keyring)
    dialog = asked(shell)
    assert dialog.error.text()
    assert "Traceback" not in dialog.error.text()
    pressed(shell, "Restore that of")
    assert opened(shell).isVisible()
    [aside] = home.root.glob("set-aside-*")
    assert Home(aside).database.read_bytes() == b"\x00" * 8192


def test_with_a_passphrase_a_damaged_database_is_restored_by_the_same_click(  # noqa: PLR0917
    start, opened, asked, pressed, backed_up, home
):
    made_with_passphrase(home)
    shell = start(BrokenKeyring())
    unlock_with_passphrase(asked(shell, Unlocking))
    opened(shell)
    backed_up()
    shell.close()
    home.database.write_bytes(b"\x00" * 8192)
    shell = start(BrokenKeyring())
    unlock_with_passphrase(asked(shell, Unlocking))
    pressed(shell, "Restore that of")
    assert opened(shell).isVisible()


def test_trying_again_asks_for_the_passphrase_again(  # noqa: PLR0917
    start, opened, asked, pressed, home, qtbot
):
    made_with_passphrase(home)
    whole = home.database.read_bytes()
    home.database.write_bytes(b"\x00" * 8192)
    shell = start(BrokenKeyring())
    unlock_with_passphrase(asked(shell, Unlocking))
    qtbot.waitUntil(
        lambda: shell.door.dialog is not None and shell.door.dialog.form is None, timeout=20_000
    )
    home.database.write_bytes(whole)
    pressed(shell, "Try again")
    unlock_with_passphrase(asked(shell, Unlocking))
    assert opened(shell).isVisible()


def test_damage_deep_inside_is_found_soon_after_opening(  # noqa: PLR0917
    start, opened, asked, pressed, backed_up, home, tmp_path, qtbot
):
    keyring = MemoryKeyring()
    shell = start(keyring)
    window = opened(shell)
    add_event(window, tmp_path, qtbot, shell.tasks)
    backed_up()
    shell.close()
    damage(home)
    shell = start(keyring)
    dialog = asked(shell)
    assert shell.window is None
    assert "is damaged" in dialog.error.text()
    # What is readable can still be got out; it is said again, and nothing is taken away.
    assert "readable" in dialog.go.text()
    dialog.go.click()
    window = opened(shell)
    qtbot.waitUntil(window.banner.isVisible, timeout=20_000)
    assert shell.door.dialog is None
    assert "is damaged" in window.banner.text.text()
    shell.close()
    shell = start(keyring)
    dialog = asked(shell)
    pressed(shell, "Restore that of")
    window = opened(shell)
    shell.window.controller.app.database.verify()
    assert len(list(home.root.glob("set-aside-*"))) == 1


def test_without_any_backup_one_can_begin_anew(start, opened, asked, pressed, home):
    made_with_passphrase(home)
    home.database.write_bytes(b"\x00" * 8192)
    shell = start(BrokenKeyring())
    unlock_with_passphrase(asked(shell, Unlocking))
    dialog = pressed(shell, "Begin anew")
    next(one for one in dialog.findChildren(Confirm) if one.isVisible()).go.click()
    choose(asked(shell, NewPassphrase))
    assert opened(shell).isVisible()
    [aside] = home.root.glob("set-aside-*")
    assert Home(aside).database.read_bytes() == b"\x00" * 8192


def test_a_backup_is_made_on_each_day_that_the_window_is_open(start, opened, home, qtbot):
    now = NOW
    shell = start(MemoryKeyring(), clock=lambda: now)
    window = opened(shell)
    qtbot.waitUntil(lambda: len(backup.automatic(home)) == 1, timeout=20_000)
    keeping = window.controller.findChild(upkeep.Upkeep)
    for day in (0, 1, 1, 2):
        now = NOW + timedelta(days=day)
        keeping.back_up()
        qtbot.waitUntil(lambda: not shell.tasks.busy, timeout=20_000)
        assert len(backup.automatic(home)) == day + 1


def test_a_backup_that_cannot_be_made_is_one_calm_line(start, opened, home, qtbot):
    home.backups.write_text("in the way")
    window = opened(start(MemoryKeyring()))
    qtbot.waitUntil(window.banner.isVisible, timeout=20_000)
    assert window.banner.text.text().startswith("There is no backup of today: ")
    assert window.isVisible()


def test_a_new_key_keeps_everything(start, opened, home, tmp_path, qtbot):
    shell = start(MemoryKeyring())
    window = opened(shell)
    add_event(window, tmp_path, qtbot, shell.tasks)
    before = home.database.read_bytes()[:64]
    shell.door.rekey()
    window = opened(shell)
    qtbot.waitUntil(lambda: bool(window.pages.picks.shown.rows), timeout=20_000)
    assert window.pages.picks.shown.rows[0].event.title == "Concert on the quay"
    assert home.database.read_bytes()[:64] != before


def test_deleting_everything_asks_and_leaves_nothing(start, opened, home, qtbot):
    keyring = MemoryKeyring()
    shell = start(keyring)
    window = opened(shell)
    window.open_page("privacy")
    qtbot.waitUntil(lambda: not shell.tasks.busy, timeout=20_000)
    button = next(
        one for one in window.findChildren(QAbstractButton) if "Delete everything" in one.text()
    )
    button.click()
    confirm = next(one for one in window.findChildren(Confirm) if one.isVisible())
    with qtbot.waitSignal(shell.ended, timeout=20_000):
        confirm.go.click()
    assert not home.database.exists()
    assert not home.slots.exists()
    assert keyring.entries == {}


def test_slots_are_listed_added_and_removed_but_never_the_last(start, opened, home, qtbot):
    shell = start(MemoryKeyring())
    window = opened(shell)
    window.open_page("privacy")
    qtbot.waitUntil(lambda: not shell.tasks.busy, timeout=20_000)

    def press(name):
        button = next(
            one
            for one in window.pages.privacy.findChildren(QAbstractButton)
            if one.accessibleName() == name and one.isVisible()
        )
        button.click()

    press("Set up… A passphrase")
    dialog = next(one for one in window.findChildren(VaultDialog) if one.isVisible())
    choose(dialog)
    both = {SlotKind.KEYRING, SlotKind.PASSPHRASE}
    qtbot.waitUntil(lambda: kinds(home) == both, timeout=20_000)
    qtbot.waitUntil(lambda: not shell.tasks.busy, timeout=20_000)
    press("Remove The keyring of this desktop")
    next(one for one in window.findChildren(Confirm) if one.isVisible()).go.click()
    qtbot.waitUntil(lambda: kinds(home) == {SlotKind.PASSPHRASE}, timeout=20_000)
    qtbot.waitUntil(lambda: not shell.tasks.busy, timeout=20_000)
    QTest.qWait(10)
    press("Remove A passphrase")
    next(one for one in window.findChildren(Confirm) if one.isVisible()).go.click()
    qtbot.waitUntil(window.banner.isVisible, timeout=20_000)
    assert "only way" in window.banner.text.text()


def test_a_backup_is_written_to_a_file(start, opened, tmp_path, qtbot):
    shell = start(MemoryKeyring())
    window = opened(shell)
    window.pages.privacy._vault.back_up(tmp_path / "mine.backup")
    qtbot.waitUntil(lambda: "Backed up" in window.toast.text.text(), timeout=20_000)
    assert backup.check(tmp_path / "mine.backup").database_bytes > 0


def test_everything_about_the_person_is_written_to_two_files(start, opened, home, tmp_path, qtbot):
    shell = start(MemoryKeyring())
    window = opened(shell)
    window.open_page("privacy")
    [button] = [
        one for one in window.findChildren(QAbstractButton) if "everything about me" in one.text()
    ]
    assert button.isEnabled()
    window.pages.privacy._vault.take_out(tmp_path / "me.json")
    qtbot.waitUntil(lambda: "not encrypted" in window.toast.text.text(), timeout=20_000)
    assert json.loads((tmp_path / "me.json").read_text())["settings"]["reduce_motion"] is True
    assert (tmp_path / "me.ics").is_file()


def test_a_file_that_is_no_backup_changes_nothing(start, opened, tmp_path):
    shell = start(MemoryKeyring())
    window = opened(shell)
    (tmp_path / "note.txt").write_text("hello")
    shell.door.restore(tmp_path / "note.txt")
    assert shell.window is window
    assert window.banner.isVisible()


def test_a_damaged_settings_file_is_said_in_the_window(start, opened, home):
    home.settings.write_text("{")
    window = opened(start(MemoryKeyring()))
    assert "settings.json.broken-1" in window.banner.text.text()


def test_the_window_comes_back_as_it_was(start, opened):
    keyring = MemoryKeyring()
    shell = start(keyring)
    window = opened(shell)
    window.resize(733, 641)
    window.pages.privacy.theme.setCurrentIndex(2)
    assert shell.appearance.look.tokens is DARK
    shell.close()
    again = start(keyring)
    assert opened(again).size().toTuple() == (733, 641)
    assert again.appearance.look.tokens is DARK
    assert load_settings(again._home.settings).settings.theme is Theme.DARK


def test_a_bug_in_the_window_is_a_calm_sentence(start, opened):
    shell = start(MemoryKeyring())
    window = opened(shell)
    assert shell.unexpected(KeyError, KeyError("anna@example.org"), None)
    assert window.banner.isVisible()
    window.banner.copy.click()
    assert "anna" not in QGuiApplication.clipboard().text()


def test_a_demo_has_no_vault(start, opened, home):
    shell = start(BrokenKeyring(), key=DataKey.random())
    window = opened(shell)
    shell.lock()
    assert shell.window is window
    assert not home.slots.exists()


def test_a_clock_from_elsewhere_brings_its_zone_along(start, opened):
    there = datetime.fromisoformat("2026-03-01T10:00-08:00")
    shell = start(BrokenKeyring(), key=DataKey.random(), clock=lambda: there)
    zone = opened(shell).controller.app.zone
    assert there.astimezone(zone).utcoffset() == timedelta(hours=-8)


def test_the_recovery_sheet_is_private(tmp_path):
    file = tmp_path / "code.txt"
    file.write_text("old")
    recovery_sheet.save("ABCDE-FGHJK", file)
    assert "ABCDE-FGHJK" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600


def test_secrets_do_not_show_themselves(application):
    assert "word" not in repr(Secrets(passphrase="pass word", code="pass word"))
    assert NewCode(recovery_code.generate()).secrets().passphrase is None
