"""Withdrawal: an article taken out of search, exports and site, and, when purged, out of the file to its last byte; a tombstone stays."""

import html
import json
import sqlite3

import zstandard

from oimcrawler.archive import transaction
from oimcrawler.archive.articles import log
from oimcrawler.archive.payloads import LEVEL, read_payload, unpack
from oimcrawler.exits import USAGE, Problem
from oimcrawler.text import normal_line

# A line shorter than this says too little to be looked for in other pages: "Contact", a date.
TELLING = 25


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
        db.execute("UPDATE article_rows SET state = 'withdrawn', state_before = state, last_changed_at = ? WHERE uid = ?", (at, uid))
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
    db.execute("UPDATE article_rows SET state = coalesce(state_before, 'live'), state_before = NULL, last_changed_at = ? WHERE uid = ?", (at, uid))
    db.execute("UPDATE tombstones SET restored_at = ? WHERE uid = ?", (at, uid))
    log(db, at, "restored", uid, row["version"])


def purge(db: sqlite3.Connection, uid: str, at: str) -> int:
    """Leave nothing of a withdrawn article's text in the file, its log or its free pages; returns how many kept bodies went with it.

    Pages of others that show its title or a paragraph (listings, related items) lose their kept bytes; their own articles keep their texts.
    Runs outside any transaction, since the file is rewritten at the end.
    """
    lines = _lines(db, uid)
    with transaction(db):
        urls = [row[0] for row in db.execute("SELECT url FROM addresses WHERE uid = ?", (uid,))]
        marks = ", ".join("?" * len(urls))
        doomed = {row[0] for row in db.execute(f"SELECT payload_sha256 FROM captures WHERE url IN ({marks}) AND payload_sha256 IS NOT NULL", urls)}
        doomed |= _showing(db, lines)
        _drop_dictionaries(db, lines, doomed)
        for digest in sorted(doomed):
            db.execute("DELETE FROM payloads WHERE sha256 = ?", (digest,))
            db.execute("INSERT OR IGNORE INTO purged_payloads(sha256) VALUES (?)", (digest,))
        _drop_blocks(db, uid, lines)
        _scrub_models(db, lines)
        db.execute("UPDATE version_rows SET title = '', body = '', why = '{}', removed = '[]' WHERE uid = ?", (uid,))
        db.execute("UPDATE article_rows SET title = '', body = '', folded = '' WHERE uid = ?", (uid,))
        db.execute(f"UPDATE cards SET title = '' WHERE url IN ({marks})", urls)
        db.execute(f"UPDATE pages SET card_title = NULL, due_at = NULL, held_capture_id = NULL, held_reason = NULL WHERE url IN ({marks})", urls)
        for relation in ("near_signatures", "near_bands"):
            db.execute(f"DELETE FROM {relation} WHERE uid = ?", (uid,))
        db.execute("DELETE FROM near_links WHERE uid = ? OR other_uid = ?", (uid, uid))
        db.execute("UPDATE tombstones SET purged_at = ? WHERE uid = ?", (at, uid))
        # Deleting from an FTS5 index only marks: words stay in its segments until it is built anew.
        db.execute("INSERT INTO articles_fts(articles_fts) VALUES ('rebuild')")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(doomed)


def _lines(db: sqlite3.Connection, uid: str) -> list[str]:
    found: dict[str, None] = {}
    for row in db.execute("SELECT title, body FROM version_rows WHERE uid = ?", (uid,)):
        for line in (row["title"], *row["body"].split("\n")):
            if len(line) >= TELLING:
                found[line] = None
    for row in db.execute("SELECT c.title FROM cards c JOIN addresses a ON a.url = c.url WHERE a.uid = ?", (uid,)):
        if len(row["title"]) >= TELLING:
            found[row["title"]] = None
    return list(found)


def _tells(data: bytes, lines: list[str]) -> bool:
    """Whether a body shows one of these lines, written plainly, with entities, or as JSON."""
    text = normal_line(html.unescape(data.decode("utf-8", "replace")))
    if "\\u" in text:
        text += normal_line(text.encode("ascii", "backslashreplace").decode("unicode_escape", "replace"))
    return any(line in text for line in lines)


def _showing(db: sqlite3.Connection, lines: list[str]) -> set[str]:
    if not lines:
        return set()
    found = set()
    for row in db.execute("SELECT sha256 FROM payloads").fetchall():
        try:
            if _tells(read_payload(db, row["sha256"]), lines):
                found.add(row["sha256"])
        except Problem:
            # Unreadable as it is, it may hold anything.
            found.add(row["sha256"])
    return found


def _drop_dictionaries(db: sqlite3.Connection, lines: list[str], doomed: set[str]) -> None:
    """A dictionary is an earlier page: one that shows the text goes, and what was packed with it is packed anew."""
    for row in db.execute("SELECT id, data FROM dictionaries").fetchall():
        if not _tells(row["data"], lines):
            continue
        for packed in db.execute("SELECT sha256, size, data FROM payloads WHERE dictionary_id = ?", (row["id"],)).fetchall():
            if packed["sha256"] not in doomed:
                plain = zstandard.ZstdCompressor(level=LEVEL).compress(unpack(packed["data"], packed["size"], row["data"]))
                db.execute("UPDATE payloads SET data = ?, dictionary_id = NULL WHERE sha256 = ?", (plain, packed["sha256"]))
            else:
                db.execute("DELETE FROM payloads WHERE sha256 = ?", (packed["sha256"],))
                db.execute("INSERT OR IGNORE INTO purged_payloads(sha256) VALUES (?)", (packed["sha256"],))
        db.execute("DELETE FROM dictionaries WHERE id = ?", (row["id"],))


def _drop_blocks(db: sqlite3.Connection, uid: str, lines: list[str]) -> None:
    own = {row[0] for row in db.execute("SELECT r.value ->> 0 FROM version_rows v, json_each(v.removed) r WHERE v.uid = ?", (uid,))}
    others = {row[0] for row in db.execute("SELECT DISTINCT r.value ->> 0 FROM version_rows v, json_each(v.removed) r WHERE v.uid <> ?", (uid,))}
    for row in db.execute("SELECT hash, text FROM block_rows").fetchall():
        text = normal_line(row["text"])
        if (row["hash"] in own and row["hash"] not in others) or any(line in text for line in lines):
            db.execute("DELETE FROM block_rows WHERE hash = ?", (row["hash"],))


def _scrub_models(db: sqlite3.Connection, lines: list[str]) -> None:
    for row in db.execute("SELECT id, data FROM models").fetchall():
        data = row["data"]
        for line in lines:
            for written in {line, json.dumps(line)[1:-1], json.dumps(line, ensure_ascii=False)[1:-1]}:
                data = data.replace(written, "")
        if data != row["data"]:
            db.execute("UPDATE models SET data = ? WHERE id = ?", (data, row["id"]))
