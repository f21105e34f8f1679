"""Walking a listing, newest first, until it holds nothing new; every card seen is stored with the page it stood on.

A listing's first page that shows exactly the cards it showed before says that nothing has happened. Otherwise the walk goes on until several pages
in a row hold only cards that were known before it began: one known card proves nothing (pins, items that slide between pages in mid-crawl).
"""

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

from oimcrawler.archive import transaction
from oimcrawler.archive.captures import Exchange
from oimcrawler.archive.frontier import add_page, bring_forward, keep_cards
from oimcrawler.clock import after
from oimcrawler.crawl.run import Run
from oimcrawler.discovery import ListingPage
from oimcrawler.model import Card
from oimcrawler.urls import url_language

QUIET_PAGES = 2
# A page without cards, or one that was shown before, may be a hiccup; so many in a row are the end.
BARREN_PAGES = 2
SWEEP_DAYS = 14.0
MOST_PAGES = 5_000
RANKS_A_PAGE = 1_000


@dataclass(slots=True)
class Walk:
    """One walk through the listing of a language; `since` is when it began, or when the one began that never ended."""

    lang: str
    since: str
    full: bool
    resumed: bool
    quiet: int = 0
    pages: int = 0
    depth: int = 0
    digests: set[str] = field(default_factory=set)
    barren: int = 0
    complete: bool = False
    unchanged: bool = False


def begin_walk(run: Run, lang: str) -> Walk:
    """A walk for this run: a full one when asked for, when there never was one, or when the last is too long ago; an unfinished one is taken up."""
    row = run.archive.db.execute(
        "SELECT swept_at, unfinished FROM walks WHERE site = ? AND lang = ?", (run.profile.name, lang)
    ).fetchone()
    swept = row["swept_at"] if row else None
    full = run.options.full or swept is None or after(swept, days=SWEEP_DAYS) <= run.started_at
    if row and row["unfinished"]:
        since, _, kind = row["unfinished"].partition(" ")
        return Walk(lang, since, full or kind == "full", True)
    return Walk(lang, run.started_at, full, False)


def cards_digest(cards: Sequence[Card], last_page: str | None = None) -> str:
    """A name for what a listing page shows: its cards in order, and where its pager ends."""
    lines = [f"{card.url}\t{card.title}\t{card.date or ''}" for card in cards]
    return hashlib.sha256("\n".join([*lines, last_page or ""]).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def stored_listing(db: sqlite3.Connection, url: str) -> sqlite3.Row | None:
    """What is known of a listing page: validators, digest of its cards, payload."""
    row: sqlite3.Row | None = db.execute("SELECT * FROM listings WHERE url = ?", (url,)).fetchone()
    return row


def keep_listing(run: Run, walk: Walk, url: str, exchange: Exchange, listing: ListingPage) -> bool:
    """Store a listing page with its cards and all that it says; returns whether the walk has reason to go on."""
    db, at = run.archive.db, exchange.fetched_at
    site = run.profile.name
    digest = cards_digest(listing.cards)
    before = stored_listing(db, url)
    with transaction(db):
        capture_id = run.record(exchange)
        older = {
            row["url"]
            for row in db.execute(
                "SELECT url FROM cards WHERE site = ? AND lang = ? AND first_seen_at < ?", (site, walk.lang, walk.since)
            )
        }
        changed, ranks = keep_cards(db, site, walk.lang, listing.cards, url, walk.pages * RANKS_A_PAGE, at)
        for card in listing.mentioned:
            add_page(db, site, url_language(card.url, run.profile) or walk.lang, card, at, "mentioned")
        payload = db.execute("SELECT payload_sha256 FROM captures WHERE id = ?", (capture_id,)).fetchone()[0]
        db.execute(
            "INSERT INTO listings(url, site, lang, etag, last_modified, payload_sha256, visited_at, cards_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(url) DO UPDATE SET etag = coalesce(excluded.etag, CASE WHEN excluded.payload_sha256 IS NULL THEN etag END),"
            " last_modified = coalesce(excluded.last_modified, CASE WHEN excluded.payload_sha256 IS NULL THEN last_modified END),"
            " payload_sha256 = coalesce(excluded.payload_sha256, payload_sha256), visited_at = excluded.visited_at, cards_digest = excluded.cards_digest",
            (
                url,
                site,
                walk.lang,
                exchange.etag,
                exchange.last_modified,
                payload,
                at,
                digest if listing.cards else None,
            ),
        )
        still = (
            walk.pages == 0
            and not walk.full
            and not walk.resumed
            and before is not None
            and before["cards_digest"] == digest
        )
        if not still:
            db.execute(
                "INSERT INTO walks(site, lang, unfinished) VALUES (?, ?, ?) ON CONFLICT(site, lang) DO UPDATE SET unfinished = excluded.unfinished",
                (site, walk.lang, f"{walk.since} {'full' if walk.full else 'new'}"),
            )
    if ranks:
        # The median: a pinned card says nothing of how deep the walk has come.
        walk.depth = sorted(ranks)[len(ranks) // 2]
    walk.pages += 1
    known = bool(listing.cards) and all(card.url in older for card in listing.cards) and not changed
    walk.quiet = walk.quiet + 1 if known else 0
    walk.barren = walk.barren + 1 if not listing.cards or digest in walk.digests else 0
    walk.digests.add(digest)
    walk.unchanged = still
    if walk.barren >= BARREN_PAGES:
        # The listing has been seen to its end: what was not met stands nowhere any more.
        walk.depth = MOST_PAGES * RANKS_A_PAGE
    if (
        still
        or walk.barren >= BARREN_PAGES
        or walk.pages >= MOST_PAGES
        or (not walk.full and walk.quiet >= QUIET_PAGES)
    ):
        walk.complete = True
    return not walk.complete


def end_walk(run: Run, walk: Walk) -> None:
    """A walk that saw all it had to see is no longer unfinished; a full one also tells which cards are no longer listed."""
    db, site = run.archive.db, run.profile.name
    with transaction(db):
        db.execute(
            "INSERT INTO walks(site, lang, swept_at) VALUES (?, ?, ?) ON CONFLICT(site, lang)"
            " DO UPDATE SET unfinished = NULL, swept_at = coalesce(excluded.swept_at, swept_at)",
            (site, walk.lang, run.started_at if walk.full else None),
        )
        if walk.unchanged:
            return
        # What stood above the depth that was reached, and was not seen there, may have been withdrawn: look.
        unseen = "site = ? AND lang = ? AND listed = 1 AND last_seen_at < ? AND (? OR position < ?)"
        given = (site, walk.lang, walk.since, walk.full, walk.depth)
        for row in db.execute(f"SELECT url FROM cards WHERE {unseen}", given).fetchall():
            bring_forward(db, row["url"], run.now())
        if walk.full:
            db.execute(f"UPDATE cards SET listed = 0 WHERE {unseen}", given)
