"""Verifying: the file, its index, and every hash in it computed again; each finding says what is wrong and what can be recovered."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zstandard

from oimcrawler.archive.file import busy_seconds
from oimcrawler.archive.payloads import unpack
from oimcrawler.exits import BUSY, USAGE, Problem
from oimcrawler.fingerprint import content_hash


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where, what, and the way back."""

    where: str
    what: str
    recovery: str


def check_archive(path: Path, progress: Callable[[str], None] = lambda _: None) -> list[Finding]:
    """All that is wrong with an archive file, most basic first; empty when nothing is."""
    try:
        db = _open(path)
    except sqlite3.Error as error:
        return [Finding(str(path), str(error), "restore the latest backup")]
    try:
        return list(_findings(db, path, progress))
    finally:
        db.close()


def _open(path: Path) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    db = sqlite3.connect(f"{uri}?mode=ro", uri=True, timeout=30, isolation_level=None)
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        db.close()
        if path.with_name(f"{path.name}-wal").exists():
            raise
        # In a folder that nobody may write in, a file without a log beside it is complete as it is.
        db = sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True, isolation_level=None)
    except sqlite3.DatabaseError:
        pass  # what is wrong is told by the checks
    db.row_factory = sqlite3.Row
    # A byte that is not UTF-8 any more is one text's damage, not the end of the examination.
    db.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    return db


def _findings(db: sqlite3.Connection, path: Path, progress: Callable[[str], None]) -> Iterator[Finding]:
    try:
        with path.open("rb") as handle:
            if handle.read(16) != b"SQLite format 3\0":
                yield Finding(str(path), "is not a SQLite file any more", "restore the latest backup")
                return
        progress("file")
        # All that follows looks at one state, also while a crawl writes.
        db.execute("BEGIN")
        names = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
        if names and "article_rows" not in names:
            raise Problem(USAGE, f"{path}: is a database, but not an oimcrawler archive; name another with --archive")
        broken = [row[0] for row in db.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    except (sqlite3.Error, OSError) as error:
        yield Finding(str(path), str(error), _recoverable(db))
        return
    if broken:
        yield Finding(str(path), "; ".join(broken[:3]), _recoverable(db))
    for check in (_foreign_keys, _texts, _identities, _payloads, _index):
        progress(check.__name__.strip("_").replace("_", " "))
        if check is _index:
            # It asks for the right to write, which our own reading must not stand in the way of.
            db.execute("ROLLBACK")
        try:
            yield from check(db)
        except sqlite3.Error as error:
            yield Finding(check.__name__.strip("_").replace("_", " "), str(error), _recoverable(db))


def _recoverable(db: sqlite3.Connection) -> str:
    """What can still be read of a damaged file, table by table."""
    readable, lost = [], []
    for name in ("article_rows", "version_rows", "addresses", "changes", "captures", "payloads", "runs"):
        try:
            number = sum(1 for _ in db.execute(f"SELECT * FROM {name}"))
            readable.append(f"{number} {name}")
        except sqlite3.Error:
            lost.append(name)
    found = f"readable: {', '.join(readable) or 'nothing'}" + (f"; damaged: {', '.join(lost)}" if lost else "")
    return f"{found}; restore the latest backup, or save what is readable with: sqlite3 ARCHIVE .recover | sqlite3 RECOVERED"


def _foreign_keys(db: sqlite3.Connection) -> Iterator[Finding]:
    for row in db.execute("PRAGMA foreign_key_check").fetchmany(20):
        yield Finding(
            f"{row[0]} row {row[1]}",
            f"points to a row of {row[2]} that is not there",
            "restore the latest backup; the row itself can be read",
        )


def _index(db: sqlite3.Connection) -> Iterator[Finding]:
    # The check is an INSERT in form: it needs a connection that may write, and changes nothing.
    path = db.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
    writer = sqlite3.connect(path, timeout=busy_seconds(), isolation_level=None)
    try:
        writer.execute("BEGIN IMMEDIATE")
        # Only with rank 1 is the index compared with its content.
        writer.execute("INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise Problem(
                BUSY,
                f"{path}: another process is writing to this archive, so its index cannot be checked; try again when it has finished",
            ) from None
        if "readonly" not in str(error):
            raise
    except sqlite3.DatabaseError as error:
        yield Finding(
            "articles_fts",
            f"the search index does not match the articles ({error})",
            "INSERT INTO articles_fts(articles_fts) VALUES ('rebuild') makes it anew from the articles",
        )
    finally:
        if writer.in_transaction:
            writer.execute("ROLLBACK")
        writer.close()


def _texts(db: sqlite3.Connection) -> Iterator[Finding]:
    purged = {row[0] for row in db.execute("SELECT uid FROM tombstones WHERE purged_at IS NOT NULL")}
    for relation, label in (("article_rows", "article"), ("version_rows", "version")):
        for row in db.execute(f"SELECT uid, version, title, body, content_hash FROM {relation}"):
            if row["uid"] not in purged and content_hash(row["title"], row["body"]) != row["content_hash"]:
                way = (
                    "its other copy (article or version row) and its capture hold the text: "
                    "'oimcrawler reclean' derives it again, or restore the latest backup"
                )
                yield Finding(f"{label} {row['uid']}@{row['version']}", "its text does not have its content hash", way)


def _identities(db: sqlite3.Connection) -> Iterator[Finding]:
    checks: tuple[tuple[str, str, str], ...] = (
        (
            "SELECT a.uid FROM article_rows a LEFT JOIN version_rows v ON v.uid = a.uid AND v.version "
            "= a.version WHERE v.uid IS NULL OR v.content_hash <> a.content_hash",
            "its present version is missing or is another text",
            "restore the latest backup",
        ),
        (
            "SELECT uid FROM version_rows GROUP BY uid HAVING count(*) <> max(version) OR min(version) <> 1",
            "a version between the first and the last is missing",
            "restore the latest backup",
        ),
        (
            "SELECT a.uid FROM article_rows a WHERE a.state <> 'merged' AND NOT EXISTS (SELECT 1 FROM addresses d WHERE d.uid = a.uid)",
            "it has no address",
            "the next full crawl ('oimcrawler crawl --full') finds it again",
        ),
        (
            "SELECT DISTINCT c.uid FROM changes c LEFT JOIN article_rows a ON a.uid = c.uid WHERE a.uid IS NULL",
            "the log of changes names it, but it is not there",
            "restore the latest backup",
        ),
        (
            "SELECT a.uid FROM article_rows a WHERE a.state <> 'merged' AND NOT EXISTS (SELECT 1 FROM changes c WHERE c.uid = a.uid)",
            "the log of changes does not know it",
            "restore the latest backup; exports since a cursor miss it until it changes",
        ),
    )
    for sql, what, recovery in checks:
        for row in db.execute(sql).fetchmany(20):
            yield Finding(f"article {row[0]}", what, recovery)
    if (top := db.execute("SELECT max(seq) FROM changes").fetchone()[0]) is not None:
        number = db.execute("SELECT count(*) FROM changes").fetchone()[0]
        if number != top:
            yield Finding(
                "changes",
                f"{top - number} lines of the log are missing",
                "restore the latest backup; consumers should take a full export",
            )


def _payloads(db: sqlite3.Connection) -> Iterator[Finding]:
    dictionaries = {row["id"]: row["data"] for row in db.execute("SELECT id, data FROM dictionaries")}
    for row in db.execute("SELECT sha256, size, dictionary_id, data FROM payloads"):
        if row["dictionary_id"] is not None and row["dictionary_id"] not in dictionaries:
            yield Finding(
                f"payload {row['sha256'][:16]}",
                "its dictionary is missing",
                "the texts read from it are not touched; the page is fetched again when it is due",
            )
            continue
        try:
            data = unpack(row["data"], row["size"], dictionaries.get(row["dictionary_id"]))
        except (zstandard.ZstdError, MemoryError, TypeError):  # a damaged header can ask for any size
            data = b""
        if hashlib.sha256(data).hexdigest() != row["sha256"]:
            yield Finding(
                f"payload {row['sha256'][:16]}",
                "its bytes do not have its digest",
                "the texts read from it are not touched; the page is fetched again when it is due",
            )
    missing = db.execute(
        "SELECT c.id, c.url FROM captures c LEFT JOIN payloads p ON p.sha256 = c.payload_sha256 "
        "LEFT JOIN purged_payloads g ON g.sha256 = c.payload_sha256"
        " WHERE c.payload_sha256 IS NOT NULL AND p.sha256 IS NULL AND g.sha256 IS NULL LIMIT 20"
    )
    for row in missing:
        yield Finding(
            f"capture {row['id']} of {row['url']}",
            "its body is not there",
            "restore the latest backup; the texts read from it are not touched",
        )


def as_document(findings: list[Finding]) -> list[dict[str, Any]]:
    """Findings as a plain document."""
    return [{"where": one.where, "what": one.what, "recovery": one.recovery} for one in findings]
