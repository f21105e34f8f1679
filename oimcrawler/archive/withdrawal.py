"""Withdrawal: an article taken out of search, exports and site, and, when purged, out of the file to its last byte; a tombstone stays."""

import hashlib
import json
import sqlite3

import zstandard

from oimcrawler.archive import transaction
from oimcrawler.archive.articles import log
from oimcrawler.archive.blocks import drop_blocks
from oimcrawler.archive.near import forget_near
from oimcrawler.archive.payloads import LEVEL, read_payload, unpack
from oimcrawler.archive.traces import Traces
from oimcrawler.exits import BUSY, USAGE, Problem


def withdraw(db: sqlite3.Connection, uid: str, reason: str, at: str) -> bool:
    """Withdraw an article; False when it was withdrawn already (the reason is then replaced). The caller holds the transaction."""
    row = db.execute("SELECT state, version FROM article_rows WHERE uid = ?", (uid,)).fetchone()
    already = row["state"] == "withdrawn"
    db.execute(
        "INSERT INTO tombstones(uid, withdrawn_at, reason) VALUES (?, ?, ?) ON CONFLICT(uid) DO UPDATE SET reason = excluded.reason,"
        " withdrawn_at = CASE WHEN restored_at IS NULL THEN withdrawn_at ELSE excluded.withdrawn_at END, restored_at = NULL",
        (uid, at, reason),
    )
    if not already:
        db.execute(
            "UPDATE article_rows SET state = 'withdrawn', state_before = state, last_changed_at = ? WHERE uid = ?",
            (at, uid),
        )
        log(db, at, "withdrawn", uid, row["version"])
    return not already


def restore(db: sqlite3.Connection, uid: str, at: str) -> None:
    """Bring a withdrawn article back as it was; raises Problem where it is not withdrawn or was purged. The caller holds the transaction."""
    row = db.execute("SELECT state, state_before, version FROM article_rows WHERE uid = ?", (uid,)).fetchone()
    if row["state"] != "withdrawn":
        raise Problem(USAGE, f"{uid}: is not withdrawn, so there is nothing to restore")
    purged = db.execute("SELECT purged_at FROM tombstones WHERE uid = ?", (uid,)).fetchone()
    if purged is not None and purged["purged_at"]:
        raise Problem(USAGE, f"{uid}: was purged on {purged['purged_at']}: nothing of its text is left to restore")
    db.execute(
        "UPDATE article_rows SET state = coalesce(state_before, 'live'), state_before = NULL, last_changed_at = ? WHERE uid = ?",
        (at, uid),
    )
    db.execute("UPDATE tombstones SET restored_at = ? WHERE uid = ?", (at, uid))
    log(db, at, "restored", uid, row["version"])


def is_purged(db: sqlite3.Connection, content_hash: str, url: str) -> bool:
    """Whether this text, or whatever stands at this address, belongs to an article that was purged, and may not be kept again."""
    found = db.execute(
        "SELECT 1 FROM tombstones t WHERE t.purged_at IS NOT NULL AND (EXISTS (SELECT 1 "
        "FROM version_rows v WHERE v.uid = t.uid AND v.content_hash = ?)"
        " OR EXISTS (SELECT 1 FROM addresses d WHERE d.uid = t.uid AND d.url = ?)) LIMIT 1",
        (content_hash, url),
    ).fetchone()
    return found is not None


def forget_capture(db: sqlite3.Connection, capture_id: int, *, purged: bool = False) -> None:
    """Take a capture back, and its body where no other capture has it; one of a purged text may never be kept again.
    The caller holds the transaction.
    """
    digest = db.execute("SELECT payload_sha256 FROM captures WHERE id = ?", (capture_id,)).fetchone()[0]
    db.execute("DELETE FROM captures WHERE id = ?", (capture_id,))
    if digest is None or (
        not purged and db.execute("SELECT 1 FROM captures WHERE payload_sha256 = ?", (digest,)).fetchone()
    ):
        return
    data = read_payload(db, digest)
    for row in db.execute("SELECT id FROM dictionaries WHERE data = ?", (data,)).fetchall():
        _drop_dictionary(db, row["id"], data, {digest})
    db.execute("DELETE FROM payloads WHERE sha256 = ?", (digest,))
    if purged:
        db.execute("INSERT OR IGNORE INTO purged_payloads(sha256) VALUES (?)", (digest,))


def forget_purged(db: sqlite3.Connection, url: str) -> None:
    """Let go of what an address has just shown where that is a purged text: the address stays, its bytes do not. The caller holds the transaction."""
    row = db.execute(
        "SELECT d.capture_id FROM addresses d JOIN tombstones t ON t.uid = d.uid WHERE d.url = ? AND t.purged_at IS NOT NULL",
        (url,),
    ).fetchone()
    if row is None or row["capture_id"] is None:
        return
    db.execute("UPDATE addresses SET capture_id = NULL WHERE url = ?", (url,))
    db.execute(
        "UPDATE pages SET card_title = NULL, due_at = NULL, held_capture_id = NULL, held_reason = NULL WHERE url = ?",
        (url,),
    )
    db.execute("UPDATE version_rows SET capture_id = NULL WHERE capture_id = ?", (row["capture_id"],))
    forget_capture(db, row["capture_id"], purged=True)


def purge(db: sqlite3.Connection, uid: str, at: str) -> int:
    """Leave nothing of a withdrawn article's text in the file, its log or its free pages; returns how many kept bodies went with it.

    Pages of others that show its title or a sentence (listings, related items) lose their kept bytes; their own articles keep their
    texts, and what they share with it word for word is theirs as well. Runs outside any transaction, since the file is rewritten at
    the end. Raises Problem (13) where another program keeps the file from being rewritten; run again, it finishes the work.
    """
    with transaction(db):
        family = _family(db, uid)
        traces = _traces(db, family)
        urls = [row[0] for one in family for row in db.execute("SELECT url FROM addresses WHERE uid = ?", (one,))]
        own = _own_bodies(db, family, urls)
        doomed = own | _showing(db, traces)
        for row in db.execute("SELECT id, data FROM dictionaries").fetchall():
            if traces.in_page(row["data"]) or _digest_of(row["data"]) in doomed:
                _drop_dictionary(db, row["id"], row["data"], doomed)
        removed = sum(
            db.execute("DELETE FROM payloads WHERE sha256 = ?", (digest,)).rowcount for digest in sorted(doomed)
        )
        _ask_again(db, doomed, at)
        for digest in sorted(own):
            db.execute("INSERT OR IGNORE INTO purged_payloads(sha256) VALUES (?)", (digest,))
        for digest in sorted(doomed - own):
            # Of pages that only showed it a later answer may be kept: what they show then is the site's affair.
            db.execute("UPDATE captures SET payload_sha256 = NULL WHERE payload_sha256 = ?", (digest,))
        drop_blocks(db, family, traces.in_text)
        _scrub_models(db, traces)
        for one in family:
            _empty(db, one, at)
        for url in urls:
            db.execute("UPDATE cards SET title = '' WHERE url = ?", (url,))
            db.execute(
                "UPDATE pages SET card_title = NULL, due_at = NULL, held_capture_id = NULL, held_reason = NULL WHERE url = ?",
                (url,),
            )
        # Deleting from an FTS5 index only marks: words stay in its segments until it is built anew.
        db.execute("INSERT INTO articles_fts(articles_fts) VALUES ('rebuild')")
    db.execute("VACUUM")
    if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise Problem(
            BUSY,
            f"{uid}: purged, but another program still reads the archive, so its log cannot be emptied; close that program and purge again",
        )
    return removed


def _family(db: sqlite3.Connection, uid: str) -> list[str]:
    """The article and those that have become part of it: their histories hold the same text."""
    family = [uid]
    for one in family:
        family += [
            row[0]
            for row in db.execute("SELECT uid FROM article_rows WHERE merged_into = ? AND uid <> ?", (one, uid))
            if row[0] not in family
        ]
    return family


def _own_bodies(db: sqlite3.Connection, family: list[str], urls: list[str]) -> set[str]:
    """The bodies that were met under the article's addresses, or that its versions were read from."""
    at_address = "SELECT payload_sha256 FROM captures WHERE url = ? AND payload_sha256 IS NOT NULL"
    of_version = (
        "SELECT c.payload_sha256 FROM version_rows v JOIN captures c ON c.id = v.capture_id"
        " WHERE v.uid = ? AND c.payload_sha256 IS NOT NULL"
    )
    found = {row[0] for url in urls for row in db.execute(at_address, (url,))}
    return found | {row[0] for uid in family for row in db.execute(of_version, (uid,))}


def _traces(db: sqlite3.Connection, family: list[str]) -> Traces:
    titles, bodies = [], []
    for one in family:
        for row in db.execute("SELECT title, body FROM version_rows WHERE uid = ?", (one,)):
            titles.append(row["title"])
            bodies.append(row["body"])
        titles += [
            row[0]
            for row in db.execute(
                "SELECT c.title FROM cards c JOIN addresses a ON a.url = c.url WHERE a.uid = ?", (one,)
            )
        ]
        titles += [
            row[0] or ""
            for row in db.execute(
                "SELECT p.card_title FROM pages p JOIN addresses a ON a.url = p.url WHERE a.uid = ?", (one,)
            )
        ]
    traces = Traces.of(titles, bodies)
    marks = ", ".join("?" * len(family))
    for row in db.execute(
        f"SELECT title || char(10) || body AS text FROM version_rows WHERE uid NOT IN ({marks})", family
    ):
        traces = traces.without(row["text"])
    return traces


def _digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _showing(db: sqlite3.Connection, traces: Traces) -> set[str]:
    if not traces:
        return set()
    found = set()
    for row in db.execute("SELECT sha256 FROM payloads").fetchall():
        try:
            if traces.in_page(read_payload(db, row["sha256"])):
                found.add(row["sha256"])
        except Problem:
            # Unreadable as it is, it may hold anything.
            found.add(row["sha256"])
    return found


def _drop_dictionary(db: sqlite3.Connection, number: int, data: bytes, doomed: set[str]) -> None:
    """A dictionary is an earlier page: one that shows the text goes, and what was packed with it is packed anew."""
    for packed in db.execute("SELECT sha256, size, data FROM payloads WHERE dictionary_id = ?", (number,)).fetchall():
        if packed["sha256"] in doomed:
            db.execute("UPDATE payloads SET data = x'', dictionary_id = NULL WHERE sha256 = ?", (packed["sha256"],))
            continue
        plain = zstandard.ZstdCompressor(level=LEVEL).compress(unpack(packed["data"], packed["size"], data))
        db.execute("UPDATE payloads SET data = ?, dictionary_id = NULL WHERE sha256 = ?", (plain, packed["sha256"]))
    db.execute("DELETE FROM dictionaries WHERE id = ?", (number,))


def _ask_again(db: sqlite3.Connection, doomed: set[str], at: str) -> None:
    """Pages and listings of others whose bytes went are asked for in full when they are next visited."""
    for digest in sorted(doomed):
        db.execute(
            "UPDATE pages SET held_capture_id = NULL, held_reason = NULL, due_at = ? WHERE "
            "held_capture_id IN (SELECT id FROM captures WHERE payload_sha256 = ?)",
            (at, digest),
        )
        db.execute(
            "UPDATE pages SET etag = NULL, last_modified = NULL, payload_sha256 = NULL WHERE payload_sha256 = ?",
            (digest,),
        )
        db.execute(
            "UPDATE listings SET etag = NULL, last_modified = NULL, payload_sha256 = NULL WHERE payload_sha256 = ?",
            (digest,),
        )


def _scrub_models(db: sqlite3.Connection, traces: Traces) -> None:
    for row in db.execute("SELECT id, data FROM models").fetchall():
        data = traces.cut_from(json.loads(row["data"]))
        text = json.dumps(data, ensure_ascii=False, sort_keys=True)
        if data != json.loads(row["data"]):
            db.execute("UPDATE models SET data = ? WHERE id = ?", (text, row["id"]))


def _empty(db: sqlite3.Connection, uid: str, at: str) -> None:
    db.execute("UPDATE version_rows SET title = '', body = '', why = '{}', removed = '[]' WHERE uid = ?", (uid,))
    db.execute("UPDATE article_rows SET title = '', body = '', folded = '' WHERE uid = ?", (uid,))
    forget_near(db, uid)
    db.execute(
        "INSERT INTO tombstones(uid, withdrawn_at, reason, purged_at) VALUES (?, ?, 'part of an article that was purged', ?)"
        " ON CONFLICT(uid) DO UPDATE SET purged_at = coalesce(purged_at, excluded.purged_at)",
        (uid, at, at),
    )
