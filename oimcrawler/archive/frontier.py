"""The frontier: which pages are to be visited, when and why; what listings showed; what waits for the settlement."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from oimcrawler.model import Card


@dataclass(frozen=True, slots=True)
class Held:
    """A capture that was kept and waits to be read."""

    url: str
    lang: str
    capture_id: int
    payload_sha256: str
    content_type: str | None
    fetched_at: str
    card: Card
    reason: str | None


def add_page(db: sqlite3.Connection, site: str, lang: str, card: Card, at: str, found_by: str) -> bool:
    """Put the page of a card on the frontier, due at once; True when it is new. What a later card says of a known page fills gaps only."""
    cursor = db.execute(
        "INSERT INTO pages(url, site, lang, found_at, found_by, card_title, card_date, card_kind, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(url) DO NOTHING",
        (card.url, site, lang, at, found_by, card.title or None, card.date, card.kind, at),
    )
    if cursor.rowcount:
        return True
    db.execute(
        "UPDATE pages SET card_title = coalesce(?, card_title), card_date = coalesce(?, card_date), card_kind = coalesce(?, card_kind) WHERE url = ?"
        " AND (card_title IS NOT coalesce(?, card_title) OR card_date IS NOT coalesce(?, card_date) OR card_kind IS NOT coalesce(?, card_kind))",
        (*(card.title or None, card.date, card.kind), card.url, *(card.title or None, card.date, card.kind)),
    )
    return False


def keep_cards(
    db: sqlite3.Connection, site: str, lang: str, cards: Sequence[Card], listing: str, first: int, at: str
) -> tuple[int, list[int]]:
    """Store every card of a listing page; `first` is the rank of its first card in the whole listing.

    Returns how many were new or say something else than before (the pages of these are due at once), and the former ranks of those that were known.
    """
    changed, ranks = 0, []
    for position, card in enumerate(cards):
        if _is_purged(db, card.url):
            # The site may go on showing what this archive was asked to forget.
            card = replace(card, title="")
        known = db.execute(
            "SELECT title, date, position, last_seen_at FROM cards WHERE site = ? AND url = ?", (site, card.url)
        ).fetchone()
        if known is not None:
            ranks.append(int(known["position"]))
        if known is None or (card.title, card.date) != (known["title"], known["date"]):
            changed += 1
        db.execute(
            "INSERT INTO cards(site, url, lang, title, date, kind, listing, position, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(site, url) DO UPDATE SET title = excluded.title, date = excluded.date, kind = excluded.kind, listing = excluded.listing,"
            " position = excluded.position, last_seen_at = excluded.last_seen_at, listed = 1",
            (site, card.url, lang, card.title, card.date, card.kind, listing, first + position, at, at),
        )
        if add_page(db, site, lang, card, at, card.source) or known is None:
            continue
        if card.title != known["title"] or _has_returned(db, card.url, known["last_seen_at"]):
            bring_forward(db, card.url, at)
    return changed, ranks


def _has_returned(db: sqlite3.Connection, url: str, last_listed: str) -> bool:
    """Whether a card is back that had left the listing before its page went missing."""
    row = db.execute("SELECT missing_since FROM pages WHERE url = ?", (url,)).fetchone()
    return row is not None and row["missing_since"] is not None and last_listed < row["missing_since"]


def _is_purged(db: sqlite3.Connection, url: str) -> bool:
    found = db.execute(
        "SELECT 1 FROM tombstones t JOIN addresses d ON d.uid = t.uid WHERE d.url = ? AND t.purged_at IS NOT NULL",
        (url,),
    )
    return found.fetchone() is not None


def title_finder(db: sqlite3.Connection, site: str) -> Callable[[str], frozenset[str]]:
    """A function that tells by which titles the article at an address is known: its card's and its own."""

    @lru_cache(maxsize=4096)
    def titles(url: str) -> frozenset[str]:
        rows = db.execute(
            "SELECT title FROM cards WHERE site = ? AND url = ? UNION SELECT card_title FROM pages WHERE url = ?"
            " UNION SELECT r.title FROM addresses a JOIN article_rows r ON r.uid = a.uid WHERE a.url = ?",
            (site, url, url, url),
        )
        return frozenset(row[0] for row in rows if row[0])

    return titles


def bring_forward(db: sqlite3.Connection, url: str, at: str) -> None:
    """A page that was visited before is due now: something was heard of it."""
    db.execute("UPDATE pages SET due_at = ? WHERE url = ? AND due_at > ? AND visited_at IS NOT NULL", (at, url, at))


def hold(db: sqlite3.Connection, url: str, capture_id: int, reason: str) -> None:
    """Mark a page's newest capture as waiting to be read."""
    db.execute("UPDATE pages SET held_capture_id = ?, held_reason = ? WHERE url = ?", (capture_id, reason, url))


def look_again(db: sqlite3.Connection, url: str, at: str) -> None:
    """A page that could not be read is due again soon, and less and less soon while nothing changes."""
    db.execute(
        "UPDATE pages SET due_at = min(due_at, strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(visited_at, ?), '+' || (1 << min(max(visits - 1, 0), 5)) || ' days'))"
        " WHERE url = ?",
        (at, url),
    )


def release(db: sqlite3.Connection, url: str) -> None:
    """The page's capture has been read."""
    db.execute("UPDATE pages SET held_capture_id = NULL, held_reason = NULL WHERE url = ?", (url,))


def held_pages(db: sqlite3.Connection, site: str, lang: str) -> list[Held]:
    """The pages that wait, those first whose address is likeliest to name the article."""
    rows = db.execute(
        "SELECT p.url, p.lang, p.held_reason, p.card_title, p.card_date, p.card_kind, c.id, c.payload_sha256, c.content_type, c.fetched_at FROM pages p"
        " JOIN captures c ON c.id = p.held_capture_id WHERE p.site = ? AND p.lang = ? AND c.payload_sha256 IS NOT NULL ORDER BY length(p.url), p.url",
        (site, lang),
    ).fetchall()
    return [
        Held(
            url=row["url"],
            lang=row["lang"],
            capture_id=row["id"],
            payload_sha256=row["payload_sha256"],
            content_type=row["content_type"],
            fetched_at=row["fetched_at"],
            card=Card(row["url"], row["card_title"] or "", row["card_date"], row["card_kind"]),
            reason=row["held_reason"],
        )
        for row in rows
    ]


def held_languages(db: sqlite3.Connection, site: str) -> list[str]:
    """The interface languages in which pages of a site wait."""
    return [
        row[0]
        for row in db.execute(
            "SELECT DISTINCT lang FROM pages WHERE site = ? AND held_capture_id IS NOT NULL ORDER BY 1", (site,)
        )
    ]
