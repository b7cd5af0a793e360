"""The encrypted database: one writer lane, a read connection per thread.

SQLCipher encrypts and authenticates every page; the WAL is encrypted alike. A key that does not
fit, or a file that is not what was written, is an error and never leads to a new database.
"""

import hashlib
import hmac
import os
import secrets
import stat
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from eventpal.errors import Damaged, Locked, UserError, VaultError, WrongSecret
from eventpal.progress import CancelToken
from eventpal.store.migrations import migrate
from eventpal.store.sqlite import sqlite_utils
from eventpal.store.vault.keys import DataKey

BUSY_SECONDS = 15
"""How long to wait for another process that is writing."""

_PAGE, _IV, _MAC = 4096, 16, 64
_PRIMARY_CODE = 0xFF
_STEPS = 100
"""SQLite's steps, or pages it checks, between two looks at a token: a millisecond or so."""
_FULL = frozenset({dbapi2.SQLITE_FULL})
_BUSY = frozenset({dbapi2.SQLITE_BUSY, dbapi2.SQLITE_LOCKED})
_BROKEN = frozenset({dbapi2.SQLITE_CORRUPT, dbapi2.SQLITE_NOTADB, dbapi2.SQLITE_IOERR})
_REFUSED = frozenset({dbapi2.SQLITE_CANTOPEN, dbapi2.SQLITE_READONLY, dbapi2.SQLITE_PERM})


class Database:
    """One person's SQLCipher database."""

    def __init__(self, path: Path, key: DataKey) -> None:
        """Open ``path``, or create it where there is none, and bring its schema up to date.

        Raises:
            WrongSecret: ``key`` is not the key it was written with.
            Damaged: the file is not what was written.
            VaultError: it cannot be opened, or a newer EventPal wrote it.
        """
        self.path = path
        self._key = key
        self._lane = threading.RLock()
        self._own = threading.local()
        self._readers: weakref.WeakSet[sqlite_utils.Database] = weakref.WeakSet()
        self._reading = 0
        self._quiet = threading.Condition()
        self._closed = False
        if not path.exists():
            _create(path, key)
        self._writer = _open(path, key)
        with _closing_on_error(self._writer), _sentences(path):
            # Ids are hashes, so a big write touches index pages all over: 32 MiB holds them.
            self._writer.execute("PRAGMA cache_size = -32768")
            migrate(self._writer)

    @contextmanager
    def write(self) -> Iterator[sqlite_utils.Database]:
        """One transaction in the writer lane: all of it is kept, or after an error none of it.

        Raises:
            Locked: the database was closed.
            UserError: the disk is full, or another process holds the database for too long.
        """
        with self._lane, _sentences(self.path):
            self._check_open()
            db = self._writer
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                db.rollback()
                raise

    def read(self) -> sqlite_utils.Database:
        """This thread's own connection, which can only read and never waits for the writer.

        It must not be in use when the database is closed; ``rows`` takes care of that.
        """
        self._check_open()
        reader: sqlite_utils.Database | None = getattr(self._own, "reader", None)
        if reader is None:
            reader = _open(self.path, self._key)
            reader.execute("PRAGMA query_only = ON")
            self._own.reader = reader
            with self._quiet:
                self._readers.add(reader)
        return reader

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
        """All rows of a query on this thread's read connection, as tuples.

        Raises:
            Locked: the database is closed, or was closed meanwhile.
        """
        with self._quiet:
            self._check_open()
            self._reading += 1
        try:
            with _sentences(self.path):
                return list(self.read().execute(sql, parameters).fetchall())
        except dbapi2.OperationalError:
            self._check_open()
            raise
        finally:
            with self._quiet:
                self._reading -= 1
                self._quiet.notify_all()

    def verify(self, token: CancelToken | None = None) -> None:
        """Read and authenticate every page and check every table and index. Takes a while.

        Raises:
            Damaged: something is not as it was written.
            Cancelled: ``token`` was cancelled.
        """
        with _sentences(self.path), closing(_open(self.path, self._key)) as db:
            if token is not None:
                db.conn.set_progress_handler(lambda: token.cancelled, _STEPS)
            try:
                _check(db, self.path)
            except dbapi2.OperationalError:
                if token is not None:
                    token.check()
                raise

    def close(self) -> None:
        """Close every connection: after the write that is under way, and breaking off reads."""
        with self._lane, self._quiet:
            if self._closed:
                return
            self._closed = True
            for reader in self._readers:
                reader.conn.interrupt()
            self._quiet.wait_for(lambda: self._reading == 0)
            for reader in self._readers:
                reader.close()
            self._writer.close()

    def _check_open(self) -> None:
        if self._closed:
            raise Locked("EventPal is locked: unlock it to go on.")


def opens(path: Path, key: DataKey) -> bool:
    """Whether ``key`` is the key of the database at ``path``. Rolls back what a crash left.

    Raises:
        Damaged: the key fits, but the database cannot be read.
        UserError: another process holds it, or it may not be opened.
    """
    with _sentences(path):
        _refuse_fragment(path)
        try:
            _connect(path, key).close()
        except dbapi2.DatabaseError as error:
            if _code(error) == dbapi2.SQLITE_NOTADB and not _fits(path, key):
                return False
            raise
    return True


def copy(path: Path, key: DataKey, target: Path) -> None:
    """Write the database, as it is at one moment, to the new file ``target`` under the same key.

    Others go on reading and writing meanwhile. The copy is one file without a journal, checked
    page by page, and on the disk when this returns.

    Raises:
        Damaged: the database cannot be read whole.
        UserError: the disk is full.
    """
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with (
            _sentences(path),
            closing(_open(path, key)) as source,
            closing(_connect(target, key)) as db,
        ):
            source.conn.backup(db.conn)
            db.execute("PRAGMA journal_mode = DELETE")
            _check(db, path)
        with target.open("rb+") as file:
            os.fsync(file.fileno())
    except BaseException:
        target.unlink()
        raise


def verify(path: Path, key: DataKey) -> None:
    """Authenticate every page of a database that nobody uses and check every table and index.

    Raises:
        WrongSecret: ``key`` is not its key.
        Damaged: something is not as it was written.
    """
    with _sentences(path), closing(_open(path, key)) as db:
        _check(db, path)


def require_sole_use(path: Path, key: DataKey) -> None:
    """Make sure that no connection to the database is open in any process; writes nothing.

    Raises:
        UserError: there is one.
    """
    with _sentences(path):
        _connect(path, key, alone=True).close()


def rekey(path: Path, key: DataKey, new_key: DataKey) -> None:
    """Encrypt the whole database anew, in place and in one transaction.

    A process killed on the way leaves a rollback journal, with which the next opening, by either
    key, restores every page; ``opens`` then tells which key it is.

    Raises:
        UserError: another connection is open, or the disk is full; the old key still opens it.
    """
    with _sentences(path), closing(_open(path, key)) as db:
        # Leaving WAL needs the database for itself alone, so nobody is left with the old key.
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA synchronous = EXTRA")
        db.execute(f"PRAGMA rekey = \"x'{new_key.hex()}'\"")


def _check(db: sqlite_utils.Database, path: Path) -> None:
    broken = db.execute("PRAGMA cipher_integrity_check").fetchall()
    if not broken:
        rows = db.execute("PRAGMA integrity_check").fetchall()
        broken = [row for row in rows if row[0] != "ok"]
    if broken:
        raise _damaged(path)


def _create(path: Path, key: DataKey) -> None:
    """A new database under another name, moved into place when it is whole."""
    journal = path.with_name(f"{path.name}-wal")
    if journal.exists():
        # Opening would throw the journal away, and with it what can still be recovered.
        raise Damaged(
            f"{path} is missing but its journal is still there: put the file back, "
            "or restore a backup."
        )
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _close_to_others(path.parent)
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            with _sentences(new), closing(_connect(new, key)) as db:
                migrate(db)
            _put_in_place(new, path)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise VaultError(f"{path} cannot be created: {error.strerror}.") from error


def _put_in_place(new: Path, path: Path) -> None:
    """Give ``new`` the name ``path`` unless another process has just done so."""
    try:
        os.link(new, path)
    except FileExistsError:
        return
    except OSError:
        # A file system without hard links.
        new.rename(path)


def _close_to_others(folder: Path) -> None:
    """Make a folder that holds nothing but EventPal's files the person's own (0700)."""
    names = [child.name for child in folder.iterdir()]
    shared = any(not name.startswith(("eventpal", "vault", "settings")) for name in names)
    if not shared and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        folder.chmod(0o700)


def _open(path: Path, key: DataKey) -> sqlite_utils.Database:
    """A connection to an existing database that has shown that the key fits."""
    with _sentences(path):
        _refuse_fragment(path)
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)
        try:
            db = _connect(path, key)
            with _closing_on_error(db):
                db.execute("PRAGMA journal_mode = WAL")
        except dbapi2.DatabaseError as error:
            if _code(error) in _BROKEN and not _fits(path, key):
                raise WrongSecret(
                    f"This key does not open {path}: unlock with the right passphrase, "
                    "or restore a backup if the file is damaged."
                ) from error
            raise
        return db


def _refuse_fragment(path: Path) -> None:
    """SQLite takes what is shorter than a page for a new, empty database; it is a lost one."""
    if path.stat().st_size < _PAGE:
        raise _damaged(path)


def _connect(path: Path, key: DataKey, *, alone: bool = False) -> sqlite_utils.Database:
    # mode=rw: SQLite must never make a new file where the old one has just gone.
    connection = dbapi2.connect(
        f"{path.resolve().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=1 if alone else BUSY_SECONDS,
    )
    db = sqlite_utils.Database(connection, recursive_triggers=False, execute_plugins=False)
    with _closing_on_error(db):
        # SQLCipher would write what it thinks of a page to standard error.
        db.execute("PRAGMA cipher_log_level = NONE")
        db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        if alone:
            # Set before the first access, this needs every lock that any other could hold.
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        # SQLCipher wipes its own key material in any case. Locking and wiping every buffer of
        # SQLite too makes it three times slower, while the same text lies in Python's strings.
        db.execute("PRAGMA cipher_memory_security = OFF")
        db.execute("PRAGMA temp_store = MEMORY")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA secure_delete = ON")
        # In WAL mode a commit outlives the process with NORMAL, and the power cut loses the
        # last commits at most, never the database.
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute(f"PRAGMA journal_size_limit = {64 * 2**20}")
    return db


@contextmanager
def _closing_on_error(db: sqlite_utils.Database) -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.close()
        raise


def _fits(path: Path, key: DataKey) -> bool:
    """Whether any page of the file was written with ``key``.

    SQLite alone cannot tell a wrong key from a damaged first page. SQLCipher 4 ends each page
    with an HMAC-SHA512 of its ciphertext, its IV and its number, so the other pages can tell.
    """
    with path.open("rb") as file:
        salt = file.read(_IV)
        secret = hashlib.pbkdf2_hmac(
            "sha512", bytes(key), bytes(byte ^ 0x3A for byte in salt), 2, dklen=32
        )
        file.seek(0)
        number = 0
        while page := file.read(_PAGE):
            number += 1
            body = page[_IV if number == 1 else 0 : -_MAC] + number.to_bytes(4, "little")
            if hmac.compare_digest(hmac.digest(secret, body, "sha512"), page[-_MAC:]):
                return True
    return False


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """Turn what the person can mend about the database's file into a sentence."""
    try:
        yield
    except dbapi2.DatabaseError as error:
        code = _code(error)
        if code in _FULL:
            raise UserError(
                "The disk is full, so this was not saved: free some space and try again."
            ) from error
        if code in _BUSY:
            raise UserError(
                "Another EventPal is writing to the same data: close it, or try again."
            ) from error
        if code in _BROKEN:
            raise _damaged(path) from error
        if code in _REFUSED:
            raise VaultError(
                f"{path} cannot be opened for writing: check who may read and write it."
            ) from error
        raise


def _code(error: BaseException) -> int:
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & _PRIMARY_CODE


def _damaged(path: Path) -> Damaged:
    return Damaged(f"{path} is damaged: restore a backup. The file is left as it is.")
