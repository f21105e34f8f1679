"""Removed blocks: each distinct text once a site, and which version lost which of them."""

import hashlib
import sqlite3
from collections.abc import Iterable

from oimcrawler.model import Removed


def block_hash(text: str) -> str:
    """16 hex digits that name a removed block's text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def keep_blocks(db: sqlite3.Connection, site: str, removed: Iterable[Removed], at: str) -> list[list[str]]:
    """Keep the texts of removed blocks and return what the version remembers: [hash, reason, place] of each, in page order."""
    kept = []
    for block in removed:
        if not block.text:
            continue
        name = block_hash(block.text)
        kept.append([name, block.reason, block.place])
        db.execute(
            "INSERT INTO block_rows(site, hash, text, reason, pages, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(site, hash) DO UPDATE SET pages = max(pages, excluded.pages), last_seen_at = max(last_seen_at, excluded.last_seen_at)"
            " WHERE excluded.pages > pages OR excluded.last_seen_at > last_seen_at",
            (site, name, block.text, block.reason, max(1, block.pages), at, at),
        )
    return kept


def count_blocks(db: sqlite3.Connection, site: str) -> None:
    """Bring the number of pages that each block stood on up to date from the versions themselves. The caller holds the transaction."""
    db.execute(
        "UPDATE block_rows SET pages = max(pages, found.n) FROM ("
        " SELECT r.value ->> 0 AS hash, count(DISTINCT v.uid) AS n FROM version_rows v JOIN article_rows a ON a.uid = v.uid, json_each(v.removed) r"
        " WHERE a.site = ? GROUP BY 1) AS found WHERE block_rows.site = ? AND block_rows.hash = found.hash AND found.n > block_rows.pages",
        (site, site),
    )
