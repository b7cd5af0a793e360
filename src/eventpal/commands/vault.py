"""What each ``eventpal vault`` subcommand does. Secrets come from prompts or the environment."""

import argparse
import getpass
import shlex
import sys

from eventpal.commands.answering import Answer
from eventpal.commands.invocation import clock_of, home_of, secrets_given
from eventpal.errors import BadInput, Damaged
from eventpal.store.vault import backup as backups
from eventpal.store.vault import recovery_code as codes
from eventpal.store.vault.slots import SlotKind
from eventpal.store.vault.vault import Vault


def status(options: argparse.Namespace) -> Answer:
    """What opens the vault, and the backups there are."""
    vault = Vault(home_of(options))
    slots = [
        {"kind": slot.kind.value, "created_at": slot.created_at.isoformat()}
        for slot in vault.slots()
    ]
    kept = [str(path) for path in backups.automatic(home_of(options))]
    lines = [f"Opens with: {slot['kind'].replace('_', ' ')}" for slot in slots]
    lines += [f"Backup: {path}" for path in kept]
    return {
        "exists": vault.exists,
        "keyring_works": vault.keyring_works,
        "slots": slots,
        "backups": kept,
    }, "\n".join(lines or ["There is no vault here yet; it is made when EventPal first starts."])


def passphrase(options: argparse.Namespace) -> Answer:
    """Set or change the passphrase."""
    vault = _unlocked(options)
    vault.set_passphrase(_new_passphrase())
    return {"changed": ["passphrase"]}, "The new passphrase opens EventPal from now on."


def recovery_code(options: argparse.Namespace) -> Answer:
    """Make a new recovery code, in place of the former one, and show it this once."""
    vault = _unlocked(options)
    code = codes.generate()
    vault.set_recovery_code(code)
    return {"recovery_code": code}, f"Write this down; it is shown only now:\n{code}"


def unlock(options: argparse.Namespace) -> Answer:
    """Let this desktop's keyring open the vault."""
    _unlocked(options).set_keyring()
    return {"changed": ["keyring"]}, "The keyring of this desktop opens EventPal from now on."


def lock(options: argparse.Namespace) -> Answer:
    """Take the key out of this desktop's keyring."""
    _unlocked(options).remove(SlotKind.KEYRING)
    return {"changed": ["keyring"]}, "The keyring of this desktop no longer opens EventPal."


def rekey(options: argparse.Namespace) -> Answer:
    """Encrypt everything anew under a new key."""
    vault = _unlocked(options)
    key = vault.rekey()
    backups.renew(home_of(options), key, clock_of(options)())
    return {"changed": ["key"]}, "Everything is encrypted under a new key."


def backup(options: argparse.Namespace) -> Answer:
    """Write an encrypted backup."""
    passphrase, code = secrets_given()
    key = Vault(home_of(options)).unlock(passphrase=passphrase, recovery_code=code)
    made = backups.write(home_of(options), key, options.file, clock_of(options)())
    return {"file": str(made.path)}, f"Backed up to {made.path}."


def restore(options: argparse.Namespace) -> Answer:
    """Put a backup in place of what is here, which is set aside."""
    passphrase, code = secrets_given()
    restored = Vault(home_of(options)).restore(
        options.file, passphrase=passphrase, recovery_code=code
    )
    aside = str(restored.set_aside) if restored.set_aside else None
    text = f"Restored as of {restored.created_at:%d %b %Y %H:%M}."
    if aside:
        text += f" What was here before is in {aside}."
    return {"created_at": restored.created_at.isoformat(), "set_aside": aside}, text


def set_aside(options: argparse.Namespace) -> Answer:
    """Move what cannot be opened to a folder of its own, so that the next start begins anew."""
    home = home_of(options)
    try:
        _unlocked(options)
    except Damaged:
        aside = Vault(home).set_aside()
        return {"set_aside": str(aside)}, f"What was here is kept in {aside}."
    raise BadInput(
        "This vault opens, so it stays; to begin anew choose another folder with --home."
    )


def way_on(options: argparse.Namespace, error: Damaged) -> str:
    """The sentence of ``error``, and the command that puts the newest good backup in place."""
    home = home_of(options)
    found = backups.newest_good(home)
    given = ["--home", str(options.home)] if options.home else []
    if found is None:
        command = shlex.join(["eventpal", *given, "vault", "set-aside"])
        return f"{error} There is no backup here; to begin anew and keep the old file: {command}"
    command = shlex.join(["eventpal", *given, "vault", "restore", str(found.path)])
    return f"{error} The newest good backup is of {found.created_at:%d %b %Y %H:%M}: {command}"


def erase(options: argparse.Namespace) -> Answer:
    """Delete everything, after asking."""
    home = home_of(options)
    if not options.yes:
        if not sys.stdin.isatty():
            raise BadInput("This deletes everything EventPal knows about you; add --yes to do it.")
        if input(f"Delete everything in {home.root}? Type yes: ").strip().lower() != "yes":
            raise BadInput("Nothing was deleted.")
    Vault(home).erase()
    return {"erased": str(home.root)}, "Everything is deleted."


def _unlocked(options: argparse.Namespace) -> Vault:
    vault = Vault(home_of(options))
    passphrase, code = secrets_given()
    vault.unlock(passphrase=passphrase, recovery_code=code)
    return vault


def _new_passphrase() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("New passphrase: ")
    if getpass.getpass("Once more: ") != first:
        raise BadInput("The two passphrases differ; nothing was changed.")
    return first
