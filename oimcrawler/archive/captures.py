"""Captures: every exchange that mattered, and the runs that made them."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from oimcrawler import __version__
from oimcrawler.archive.payloads import keep_payload


@dataclass(frozen=True, slots=True)
class Exchange:
    """One answer as it came off the wire: `body` after transfer and content decoding, `headers` as received, `outcome` in the words of `answers.judge`."""

    url: str
    site: str
    fetched_at: str
    status: int
    outcome: str
    role: str
    body: bytes | None = None
    headers: Sequence[tuple[str, str]] = ()
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    reason: str | None = None
    location: str | None = None


def record_capture(db: sqlite3.Connection, run_id: int, exchange: Exchange) -> int:
    """Store an exchange, its body included (None and empty bodies have no payload), and return the capture's id. The caller holds the transaction."""
    payload = keep_payload(db, exchange.site, exchange.body) if exchange.body else None
    cursor = db.execute(
        "INSERT INTO captures(url, site, run_id, fetched_at, status, etag, last_modified, content_type, payload_sha256, outcome, role, reason, location,"
        " headers) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            exchange.url,
            exchange.site,
            run_id,
            exchange.fetched_at,
            exchange.status,
            exchange.etag,
            exchange.last_modified,
            exchange.content_type,
            payload,
            exchange.outcome,
            exchange.role,
            exchange.reason,
            exchange.location,
            json.dumps([list(pair) for pair in exchange.headers], ensure_ascii=False),
        ),
    )
    return int(cursor.lastrowid or 0)


def begin_run(db: sqlite3.Connection, site: str, command: str, at: str) -> int:
    """Open a run and return its id. Runs that never finished (killed) are closed with a reason first: whoever calls this holds the lock."""
    db.execute(
        "UPDATE runs SET finished_at = ?, exit_code = 1, reason = 'killed before its end' WHERE finished_at IS NULL",
        (at,),
    )
    cursor = db.execute(
        "INSERT INTO runs(site, command, started_at, software) VALUES (?, ?, ?, ?)",
        (site, command, at, f"oimcrawler {__version__}"),
    )
    return int(cursor.lastrowid or 0)


def count(db: sqlite3.Connection, run_id: int, **added: int) -> None:
    """Add to a run's counters (requests, not_modified, bytes, articles_new, articles_edited, duplicates, failed)."""
    if added:
        db.execute(
            f"UPDATE runs SET {', '.join(f'{name} = {name} + ?' for name in added)} WHERE id = ?",
            (*added.values(), run_id),
        )


def finish_run(db: sqlite3.Connection, run_id: int, at: str, exit_code: int, reason: str) -> None:
    """Close a run with the exit code and the reason that a person reads."""
    db.execute(
        "UPDATE runs SET finished_at = ?, exit_code = ?, reason = ? WHERE id = ?", (at, exit_code, reason, run_id)
    )
