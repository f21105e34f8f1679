"""Crossings: whether the articles of a language read the same on both sides of a change of layout."""

import sqlite3

from oimcrawler.archive.payloads import read_payload
from oimcrawler.extraction import parse
from oimcrawler.layouts import layout, same_layout


def unchanged_across(
    db: sqlite3.Connection, site: str, lang: str, url: str, shown: frozenset[str], before: str, most: int
) -> int:
    """How many other articles show one text in the layout `shown` and, at the time `before`, in another.

    They were found unchanged in this run or an earlier one, and so no longer wait; `url` is the address that asks, and `most` articles are looked
    at, the newest captures first.
    """
    rows = db.execute(
        "SELECT c.url, c.payload_sha256 AS now, e.payload_sha256 AS earlier FROM addresses d"
        " JOIN captures c ON c.id = d.capture_id JOIN pages p ON p.url = d.url"
        " JOIN version_rows v ON v.uid = d.uid AND v.content_hash = d.content_hash"
        " JOIN captures e ON e.id = (SELECT max(id) FROM captures"
        " WHERE url = d.url AND outcome = 'ok' AND payload_sha256 IS NOT NULL AND fetched_at <= ?)"
        " WHERE p.site = ? AND p.lang = ? AND d.url <> ? AND c.id > e.id AND v.valid_to IS NULL AND v.valid_from <= e.fetched_at"
        " AND c.payload_sha256 IS NOT NULL ORDER BY c.id DESC LIMIT ?",
        (before, site, lang, url, most),
    ).fetchall()
    found = 0
    for row in rows:
        try:
            now, earlier = (layout(parse(read_payload(db, row[name]), row["url"])) for name in ("now", "earlier"))
        except KeyError:  # purged
            continue
        found += same_layout(now, shown) and not same_layout(now, earlier)
    return found
