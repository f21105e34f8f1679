"""Listing against archive: cards without an article, articles that no listing shows, and what can be done about both without the network."""

import sqlite3
from dataclasses import dataclass
from typing import Any

from oimcrawler.archive import transaction


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Cards that have no article (with the state of their page), live articles of listed languages that no listing
    shows, pages put on the frontier again.
    """

    without_article: list[dict[str, Any]]
    unlisted: list[dict[str, Any]]
    requeued: int


def reconcile(db: sqlite3.Connection, site: str, at: str) -> Reconciled:
    """Compare what the listings of a site show with what the archive holds; whatever can be asked again is due now."""
    without = db.execute(
        "SELECT c.url, c.title, c.date, c.lang, p.outcome, p.attempts, p.held_reason, p.due_at, p.visited_at FROM cards c"
        " LEFT JOIN addresses d ON d.url = c.url LEFT JOIN pages p ON p.url = c.url"
        " WHERE c.site = ? AND c.listed = 1 AND d.url IS NULL ORDER BY c.lang, c.position",
        (site,),
    ).fetchall()
    unlisted = db.execute(
        "SELECT a.uid, a.url, a.title, a.lang, a.last_seen_at FROM articles a WHERE a.site = ? AND a.state = 'live' AND a.url NOT LIKE 'document:%'"
        " AND NOT EXISTS (SELECT 1 FROM addresses d JOIN cards c ON c.url = d.url WHERE d.uid = a.uid AND c.site = a.site AND c.listed = 1)"
        " ORDER BY a.last_seen_at, a.uid",
        (site,),
    ).fetchall()
    requeued = 0
    with transaction(db):
        for row in without:
            # What waits to be read needs no second visit; everything else does, with a clean slate.
            if row["held_reason"] is None:
                requeued += db.execute(
                    "UPDATE pages SET due_at = ?, attempts = 0 WHERE url = ? AND (due_at IS NULL OR due_at > ? OR attempts > 0)",
                    (at, row["url"], at),
                ).rowcount
        for row in unlisted:
            requeued += db.execute(
                "UPDATE pages SET due_at = ? WHERE url = ? AND (due_at IS NULL OR due_at > ?)", (at, row["url"], at)
            ).rowcount
    return Reconciled([dict(row) for row in without], [dict(row) for row in unlisted], requeued)
