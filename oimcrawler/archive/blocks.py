"""Removed blocks: each distinct text once a site, and which version lost which of them."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from oimcrawler.model import Removed


@lru_cache(maxsize=4096)  # a site's menu is the same on every page
def block_hash(text: str) -> str:
    """16 hex digits that name a removed block's text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def keep_blocks(
    db: sqlite3.Connection, site: str, removed: Iterable[Removed], at: str, *, count: bool
) -> list[tuple[int, int]]:
    """Keep the removed blocks and return what the version remembers: ranges of block numbers, in page order.

    With `count` each block has stood on one page more. The caller holds the transaction.
    """
    blocks = {(block_hash(block.text), block.reason, block.place): block.text for block in removed if block.text}
    known = _known(db, site, sorted({name for name, _, _ in blocks}))
    numbers = []
    for key, text in blocks.items():
        if key not in known:
            cursor = db.execute(
                "INSERT INTO block_rows(site, hash, reason, place, text, first_seen_at) VALUES (?, ?, ?, ?, ?, ?)",
                (site, *key, text, at),
            )
            known[key] = int(cursor.lastrowid or 0)
            db.execute("INSERT INTO block_counts(id, pages, last_seen_at) VALUES (?, 0, ?)", (known[key], at))
        numbers.append(known[key])
    found = ranges(numbers)
    if count:
        db.executemany(
            "UPDATE block_counts SET pages = pages + 1, last_seen_at = max(last_seen_at, ?) WHERE id BETWEEN ? AND ?",
            [(at, *span) for span in found],
        )
    return found


def _known(db: sqlite3.Connection, site: str, hashes: Sequence[str]) -> dict[tuple[str, str, str], int]:
    rows = db.execute(
        "SELECT id, hash, reason, place FROM block_rows WHERE site = ? AND hash IN (SELECT value FROM json_each(?))",
        (site, json.dumps(hashes)),
    )
    return {(name, reason, place): number for number, name, reason, place in rows}


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers in their order as (first, last) of each run of followers.

    >>> ranges([4, 5, 6, 9, 2, 3])
    [(4, 6), (9, 9), (2, 3)]
    """
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def drop_blocks(db: sqlite3.Connection, uids: Sequence[str], tells: Callable[[str], bool]) -> None:
    """Delete the blocks that only versions of these articles lost, and all whose text tells too much. The caller holds the transaction."""
    spans = "SELECT r.value ->> 0, r.value ->> 1 FROM version_rows v, json_each(v.removed) r WHERE v.uid"
    named = ", ".join("?" * len(uids))
    own = {number for first, last in db.execute(f"{spans} IN ({named})", uids) for number in range(first, last + 1)}
    for first, last in db.execute(f"{spans} NOT IN ({named})", uids):
        if own:
            own.difference_update(range(first, last + 1))
    for row in db.execute("SELECT id, text FROM block_rows").fetchall():
        if row["id"] in own or tells(row["text"]):
            db.execute("DELETE FROM block_rows WHERE id = ?", (row["id"],))
            db.execute("DELETE FROM block_counts WHERE id = ?", (row["id"],))
