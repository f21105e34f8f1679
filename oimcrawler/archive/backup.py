"""Backup: a whole, verified copy of an archive, also while a crawl writes to it."""

import os
import sqlite3
from pathlib import Path

from oimcrawler.archive import open_reader
from oimcrawler.archive.checking import Finding, check_archive
from oimcrawler.archive.file import explain
from oimcrawler.exits import DAMAGED, USAGE, Problem


def backup(source: Path, target: Path) -> int:
    """Copy an archive to a new file and verify the copy; returns its size in bytes. An existing target is never
    overwritten, a failed copy leaves none.
    """
    if target.exists():
        raise Problem(USAGE, f"{target}: exists already, and a backup overwrites nothing; name another file")
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    with open_reader(source) as archive:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            copy = sqlite3.connect(part)
        except (OSError, sqlite3.Error) as error:
            raise Problem(USAGE, f"{target}: cannot be written ({error}); name another place") from None
        try:
            # One step: the copy is of one moment, however long the crawl goes on writing.
            archive.db.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.commit()
        except sqlite3.Error as error:
            copy.close()
            part.unlink(missing_ok=True)
            if explain(error, source).code == DAMAGED:
                raise explain(error, source) from None
            raise Problem(USAGE, f"{target}: the copy failed ({error}); nothing was left there") from None
        copy.close()
    findings: list[Finding] = check_archive(part)
    if findings:
        part.unlink(missing_ok=True)
        raise Problem(
            DAMAGED,
            f"{source}: the copy does not verify ({findings[0].where}: {findings[0].what}); run 'oimcrawler verify' on the archive",
        )
    with part.open("rb") as handle:
        os.fsync(handle.fileno())
    try:
        # Whoever makes the name first has it: a file that came meanwhile is not overwritten.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        part.unlink()
        raise Problem(USAGE, f"{target}: exists already, and a backup overwrites nothing; name another file") from None
    part.replace(target)
    return target.stat().st_size
