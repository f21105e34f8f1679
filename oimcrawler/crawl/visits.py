"""Visits: what the answer to an article's address means for the archive, in one transaction with the capture itself."""

import sqlite3
from dataclasses import dataclass

from oimcrawler.archive import transaction
from oimcrawler.archive.articles import mark_gone, record_redirect, see_address
from oimcrawler.archive.captures import Exchange
from oimcrawler.archive.frontier import add_page, hold
from oimcrawler.clock import after, moment, stamp
from oimcrawler.crawl.run import Run
from oimcrawler.model import Card
from oimcrawler.revisit import Due, History, choose, due_at

# A page must be missed twice, this far apart, before it is gone.
GONE_AFTER_HOURS = 20.0
ASK_AGAIN_HOURS = 24.0


@dataclass(frozen=True, slots=True)
class Visit:
    """A page on the frontier, with the validators of its last answer."""

    url: str
    lang: str
    etag: str | None = None
    last_modified: str | None = None
    new: bool = True


def next_visits(run: Run, done: set[str], most: int) -> list[Visit]:
    """What to fetch next: pages never fetched, newest first, then those due again within the run's budget; never one of `done`."""
    fresh = run.archive.db.execute(
        "SELECT url, lang FROM pages WHERE site = ? AND visited_at IS NULL AND due_at <= ? ORDER BY attempts, card_date IS NULL, card_date DESC, url",
        (run.profile.name, run.now()),
    )
    found: list[Visit] = []
    for row in fresh:
        if run.options.limit is not None and run.fetched_new + len(found) >= run.options.limit:
            break
        if row["url"] not in done:
            found.append(Visit(row["url"], row["lang"]))
        if len(found) >= most:
            break
    return found


def due_again(run: Run) -> list[Visit]:
    """The known pages that this run looks at again: those that are due, most urgent first, as many as the profile's budget allows."""
    now = run.now()
    rows = run.archive.db.execute(
        "SELECT p.*, a.published_on FROM pages p LEFT JOIN addresses d ON d.url = p.url LEFT JOIN article_rows a ON a.uid = d.uid"
        " WHERE p.site = ? AND p.visited_at IS NOT NULL AND p.due_at IS NOT NULL AND (p.due_at <= ? OR p.lastmod > p.visited_at)"
        " AND coalesce(a.state, 'live') <> 'withdrawn'",
        (run.profile.name, now),
    ).fetchall()
    due = {row["url"]: row for row in rows}
    moments = [_due(run, row, now) for row in rows]
    return [
        Visit(due[one.uid]["url"], due[one.uid]["lang"], due[one.uid]["etag"], due[one.uid]["last_modified"], False)
        for one in choose(moments, run.profile.revisit.budget, moment(now))
    ]


# So many known pages have to stand beside one that has changed before a change can be told from a notice on all of them.
WITNESSES = 2


def siblings(run: Run) -> list[Visit]:
    """The other addresses of articles of which one address shows another text: only together do they tell an edit from a parting."""
    rows = run.archive.db.execute(
        "SELECT p.url, p.lang, p.etag, p.last_modified FROM pages h JOIN addresses d ON d.url = h.url JOIN addresses o ON o.uid = d.uid AND o.url <> d.url"
        " JOIN pages p ON p.url = o.url WHERE h.site = ? AND h.held_capture_id IS NOT NULL AND o.role <> 'redirect' AND o.gone_at IS NULL"
        " AND p.visited_at IS NOT NULL AND p.visited_at < ? GROUP BY p.url ORDER BY p.url",
        (run.profile.name, run.started_at),
    )
    return [_again(row) for row in rows]


def witnesses(run: Run) -> list[Visit]:
    """Known pages to look at beside those that have changed, newest first, in each language where too few were looked at in this run anyway."""
    db, site = run.archive.db, run.profile.name
    found = []
    for row in db.execute(
        "SELECT h.lang, count(*) AS held FROM pages h JOIN addresses d ON d.url = h.url WHERE h.site = ? AND h.held_capture_id IS NOT NULL"
        " AND h.visited_at >= ? GROUP BY h.lang ORDER BY h.lang",
        (site, run.started_at),
    ).fetchall():
        known = "FROM pages p JOIN addresses d ON d.url = p.url WHERE p.site = ? AND p.lang = ? AND d.role = 'canonical' AND d.gone_at IS NULL AND p.visits > 0"
        seen = db.execute(
            f"SELECT count(*) {known} AND p.visits > 1 AND p.visited_at >= ?", (site, row["lang"], run.started_at)
        ).fetchone()[0]
        lacking = max(0, WITNESSES + 1 - max(seen, row["held"]))
        found += db.execute(
            f"SELECT p.url, p.lang, p.etag, p.last_modified {known} AND p.visited_at < ? AND p.missing = 0 AND p.due_at IS NOT NULL"
            " ORDER BY p.card_date IS NULL, p.card_date DESC, p.url LIMIT ?",
            (site, row["lang"], run.started_at, lacking),
        ).fetchall()
    return [_again(row) for row in found]


def _again(row: sqlite3.Row) -> Visit:
    return Visit(row["url"], row["lang"], row["etag"], row["last_modified"], False)


def _due(run: Run, row: sqlite3.Row, now: str) -> Due:
    planned = due_at(_history(row), moment(now), run.profile.revisit)
    if planned.announced:
        return planned
    # The stored date counts: it also speaks for what was missed, refused or failed.
    return Due(planned.uid, min(moment(row["due_at"]), moment(now)), planned.days)


def _history(row: sqlite3.Row) -> History:
    return History(
        row["url"],
        row["published_on"] or row["card_date"] or row["found_at"],
        row["visited_at"],
        row["edited_at"],
        row["edits"],
        row["visits"],
        row["lastmod"],
    )


def keep_visit(run: Run, visit: Visit, exchange: Exchange) -> int | None:
    """Store an answer to an article's address and all that follows from it; returns the capture's id when there is a new text to read, else None."""
    db = run.archive.db
    at = exchange.fetched_at
    with transaction(db):
        capture_id = run.record(exchange)
        row = db.execute("SELECT * FROM pages WHERE url = ?", (visit.url,)).fetchone()
        if exchange.outcome in ("ok", "not_modified"):
            return _answered(run, visit, exchange, capture_id, row)
        if exchange.outcome == "gone":
            _missed(run, visit, row, at)
        elif exchange.outcome in ("refused", "failed"):
            wait = (
                ASK_AGAIN_HOURS * 2 ** min(row["attempts"], 5)
                if exchange.outcome == "refused"
                else 2.0 ** min(row["attempts"], 7)
            )
            db.execute(
                "UPDATE pages SET attempts = attempts + 1, outcome = ?, due_at = ? WHERE url = ?",
                (exchange.outcome, after(at, hours=wait), visit.url),
            )
    return None


def _answered(run: Run, visit: Visit, exchange: Exchange, capture_id: int, row: sqlite3.Row) -> int | None:
    db, at = run.archive.db, exchange.fetched_at
    payload = db.execute("SELECT payload_sha256 FROM captures WHERE id = ?", (capture_id,)).fetchone()[0]
    fresh = exchange.outcome == "ok" and payload != row["payload_sha256"]
    due = due_at(_visited(row, at), moment(at), run.profile.revisit, trust_lastmod=False)
    db.execute(
        "UPDATE pages SET visited_at = ?, visits = visits + 1, attempts = 0, missing = 0, missing_since = NULL, outcome = ?, due_at = ?,"
        " etag = coalesce(?, CASE WHEN ? THEN NULL ELSE etag END), last_modified = coalesce(?, CASE WHEN ? THEN NULL ELSE last_modified END),"
        " payload_sha256 = coalesce(?, payload_sha256) WHERE url = ?",
        (
            at,
            exchange.outcome,
            stamp(due.at),
            exchange.etag,
            exchange.outcome == "ok",
            exchange.last_modified,
            exchange.outcome == "ok",
            payload,
            visit.url,
        ),
    )
    back = (
        row["missing"]
        or db.execute("SELECT 1 FROM addresses WHERE url = ? AND gone_at IS NOT NULL", (visit.url,)).fetchone()
    )
    if fresh or (back and exchange.outcome == "ok"):
        hold(db, visit.url, capture_id, "to be read")
        return capture_id
    see_address(db, visit.url, at)
    return None


def _visited(row: sqlite3.Row, at: str) -> History:
    return History(
        row["url"],
        row["card_date"] or row["found_at"],
        at,
        row["edited_at"],
        row["edits"],
        row["visits"] + 1,
        row["lastmod"],
    )


def _missed(run: Run, visit: Visit, row: sqlite3.Row, at: str) -> None:
    """A 404 or 410: once proves nothing, twice with time between them does."""
    db = run.archive.db
    since = row["missing_since"] or at
    missing = row["missing"] + 1
    proven = missing >= 2 and moment(at) >= moment(after(since, hours=GONE_AFTER_HOURS))
    uid = mark_gone(db, visit.url, at) if proven else None
    known = db.execute("SELECT 1 FROM addresses WHERE url = ?", (visit.url,)).fetchone()
    # What is gone is asked for again now and then: things come back. What never was an article is not.
    pause = (30.0 * 24 if uid or row["outcome"] == "gone" else ASK_AGAIN_HOURS) if not proven or known else None
    db.execute(
        "UPDATE pages SET visited_at = ?, missing = ?, missing_since = ?, outcome = ?, due_at = ?, etag = NULL, last_modified = NULL WHERE url = ?",
        (at, missing, since, "gone" if proven else "missing", after(at, hours=pause) if pause else None, visit.url),
    )


def keep_redirect(run: Run, visit: Visit, exchange: Exchange, target: str) -> Visit | None:
    """Store a permanent redirect of an article's address to another one of the site; returns the visit to make instead, or None where it leads to no article."""
    db, at = run.archive.db, exchange.fetched_at
    with transaction(db):
        run.record(exchange)
        db.execute(
            "UPDATE pages SET visited_at = ?, visits = visits + 1, attempts = 0, outcome = 'redirected', due_at = ?, held_capture_id = NULL WHERE url = ?",
            (at, after(at, days=90), visit.url),
        )
        row = db.execute("SELECT card_title, card_date, card_kind FROM pages WHERE url = ?", (visit.url,)).fetchone()
        card = Card(target, row["card_title"] or "", row["card_date"], row["card_kind"])
        fresh = add_page(db, run.profile.name, visit.lang, card, at, "redirect")
        record_redirect(db, visit.url, target, at)
    return Visit(target, visit.lang) if fresh else None
