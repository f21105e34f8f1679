"""The archive file: opened, migrated, locked, and written in transactions that are whole or not at all."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import platformdirs

from oimcrawler.archive.schema import migrate, pending
from oimcrawler.exits import BUSY, DAMAGED, INTERNAL, USAGE, Problem

BUSY_SECONDS = 30.0


@dataclass(slots=True)
class Archive:
    """One open archive: `db` is its connection (rows are `sqlite3.Row`), `path` its file."""

    path: Path
    db: sqlite3.Connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.db.close()


def default_path() -> Path:
    """Where the archive is when nobody says: `$OIMCRAWLER_ARCHIVE`, the checkout's `data/archive.db`, or the user's data directory."""
    named = os.environ.get("OIMCRAWLER_ARCHIVE")
    if named:
        return Path(named).expanduser()
    here = Path.cwd()
    for folder in (here, *here.parents):
        # Only a checkout of ours: cron may stand in another Scrapy project.
        if (folder / "scrapy.cfg").is_file() and (folder / "oimcrawler" / "archive").is_dir():
            return folder / "data" / "archive.db"
    return Path(platformdirs.user_data_dir("oimcrawler", appauthor=False)) / "archive.db"


def open_archive(path: Path, *, create: bool = False) -> Archive:
    """Open an archive for writing, migrated to the present schema; raises Problem where it is missing (unless `create`), unreadable or not one of ours."""
    if not path.exists():
        if not create:
            raise Problem(USAGE, f"no archive at {path}: crawl or import first, or name another with --archive")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Problem(
                USAGE, f"{path.parent}: cannot be made ({error.strerror}); name another place with --archive"
            ) from None
    elif path.is_dir():
        raise Problem(USAGE, f"{path}: is a folder, not an archive file; name the file with --archive")
    with _explained(path):
        db = _connect(f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}")
        try:
            _check_ours(db, path)
            # NORMAL in WAL mode: a power cut may take the last pages back (they are fetched again), never damage the file.
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA secure_delete = ON")
            if _pending(db):
                migrate(db)
            db.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            db.close()
            raise
    return Archive(path, db)


def open_reader(path: Path) -> Archive:
    """Open an archive for reading only, also while a crawl writes; raises Problem where there is none."""
    if not path.is_file():
        raise Problem(USAGE, f"no archive at {path}: crawl or import first, or name another with --archive")
    uri = path.absolute().as_uri()
    with _explained(path):
        db = _connect(f"{uri}?mode=ro")
        try:
            try:
                db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except sqlite3.OperationalError as error:
                if "unable to open" not in str(error) and "readonly" not in str(error):
                    raise
                # A folder that nobody may write in: without a -wal file beside it the file is complete as it is.
                if path.with_name(path.name + "-wal").exists():
                    raise
                db.close()
                db = _connect(f"{uri}?mode=ro&immutable=1")
            _check_ours(db, path)
            if _pending(db):
                raise Problem(
                    USAGE,
                    f"{path}: was written by an older oimcrawler; any writing command ('oimcrawler reclean --dry-run') brings it up to date",
                )
            db.execute("PRAGMA query_only = ON")
        except BaseException:
            db.close()
            raise
    return Archive(path, db)


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """A write transaction that takes its lock at once; inside another one it simply joins it."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


@contextmanager
def run_lock(path: Path) -> Iterator[None]:
    """The right to write, for one process at a time; it dies with the process. Raises Problem (13) when another one has it."""
    place = path.with_name(path.name + ".lock")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle: IO[str] = place.open("a+")
    except OSError as error:
        raise Problem(
            USAGE, f"{place}: cannot be written ({error.strerror}); make the folder writable or name another archive"
        ) from None
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.seek(0)
            who = handle.read().strip() or "another process"
            raise Problem(BUSY, f"{path}: {who} is writing to this archive; try again when it has finished") from None
        handle.truncate(0)
        handle.write(f"process {os.getpid()}")
        handle.flush()
        yield


def busy_seconds() -> float:
    """How many seconds to wait for another program that has the file locked; `$OIMCRAWLER_BUSY_SECONDS` says otherwise."""
    try:
        return float(os.environ.get("OIMCRAWLER_BUSY_SECONDS") or BUSY_SECONDS)
    except ValueError:
        return BUSY_SECONDS


def _connect(uri: str) -> sqlite3.Connection:
    db = sqlite3.connect(uri, uri=True, timeout=busy_seconds(), isolation_level=None)
    db.row_factory = sqlite3.Row
    return db


def _check_ours(db: sqlite3.Connection, path: Path) -> None:
    names = {row[0] for row in db.execute("SELECT tbl_name FROM sqlite_master")}
    # A first migration that was killed may leave its ledger, and nothing else.
    if names - {"_sqlite_migrations"} and "article_rows" not in names:
        raise Problem(USAGE, f"{path}: is a database, but not an oimcrawler archive; name another with --archive")


def _pending(db: sqlite3.Connection) -> bool:
    try:
        return bool(pending(db))
    except ValueError:
        raise Problem(
            USAGE, "this archive was written by a newer oimcrawler; update with pip install -U oimcrawler"
        ) from None


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from None


def explain(error: sqlite3.Error, path: Path) -> Problem:
    """What a database error means to a person."""
    text = str(error)
    if "not a database" in text or "malformed" in text or "disk image" in text:
        return Problem(DAMAGED, f"{path}: damaged ({text}); 'oimcrawler verify' says what can be recovered")
    if "locked" in text or "busy" in text:
        return Problem(
            BUSY, f"{path}: locked by another program for more than {busy_seconds():g} s; close it and try again"
        )
    # A limit on the size of files, or a failing disk, is called an I/O error.
    if "full" in text or "disk I/O" in text:
        return Problem(
            INTERNAL,
            f"{path}: the disk is full or cannot be written ({text}); nothing half-written was kept, make room and run again",
        )
    if "readonly" in text or "unable to open" in text:
        return Problem(
            USAGE, f"{path}: cannot be opened for this ({text}); check the permissions of the file and its folder"
        )
    return Problem(INTERNAL, f"{path}: {text}")
