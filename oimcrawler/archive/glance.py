"""The archive at a glance: what it holds, what the last runs did, what is due, and what should make a person look."""

import sqlite3
from typing import Any

from oimcrawler.clock import after
from oimcrawler.exits import DONE, NAMES

QUIET_DAYS = 8


def glance(db: sqlite3.Connection, now: str) -> dict[str, Any]:
    """Counts, runs, due dates and alarms, as a plain document."""

    def one(sql: str, *given: str) -> Any:
        return db.execute(sql, given).fetchone()[0]

    def rows(sql: str, *given: str) -> list[dict[str, Any]]:
        return [dict(row) for row in db.execute(sql, given)]

    return {
        "articles": one("SELECT count(*) FROM articles WHERE state <> 'withdrawn'"),
        "by_state": {
            row["state"]: row["n"] for row in rows("SELECT state, count(*) AS n FROM articles GROUP BY 1 ORDER BY 1")
        },
        "by_language": {
            row["lang"]: row["n"]
            for row in rows(
                "SELECT coalesce(lang, '?') AS lang, count(*) AS n FROM articles WHERE state <> 'withdrawn' GROUP BY 1 ORDER BY 1"
            )
        },
        "by_year": {
            row["year"]: row["n"]
            for row in rows(
                "SELECT coalesce(substr(published_on, 1, 4), 'no date') AS year, count(*) AS n FROM articles WHERE state <> 'withdrawn' GROUP BY 1 ORDER BY 1"
            )
        },
        "by_site": {
            row["site"]: row["n"]
            for row in rows("SELECT site, count(*) AS n FROM articles WHERE state <> 'withdrawn' GROUP BY 1 ORDER BY 1")
        },
        "versions": one("SELECT count(*) FROM version_rows"),
        "addresses": one("SELECT count(*) FROM addresses"),
        "captures": one("SELECT count(*) FROM captures"),
        "removed_blocks": one("SELECT count(*) FROM removed_blocks"),
        "cursor": one("SELECT coalesce(max(seq), 0) FROM changes"),
        "bytes": one("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
        "due_now": one("SELECT count(*) FROM pages WHERE due_at <= ?", now),
        "due_next": one("SELECT min(due_at) FROM pages WHERE due_at > ?", now),
        "never_fetched": one("SELECT count(*) FROM pages WHERE visited_at IS NULL AND due_at IS NOT NULL"),
        "waiting": rows("SELECT url, held_reason AS reason FROM pages WHERE held_capture_id IS NOT NULL ORDER BY url"),
        "runs": runs(db, 5),
        "alarms": alarms(db, now),
    }


def runs(db: sqlite3.Connection, most: int) -> list[dict[str, Any]]:
    """The last runs, newest first."""
    return [dict(row) for row in db.execute("SELECT * FROM runs ORDER BY id DESC LIMIT ?", (most,))]


def alarms(db: sqlite3.Connection, now: str) -> list[str]:
    """What should make a person look, one sentence each."""
    found = []
    for site, started, code, reason in db.execute(
        "SELECT site, started_at, exit_code, reason FROM runs WHERE id IN (SELECT max(id) FROM runs WHERE command = 'crawl' GROUP BY site) ORDER BY site"
    ):
        if code not in (DONE, None):
            found.append(f"{site}: the last crawl ended with {code} ({NAMES.get(code, 'unknown')}): {reason}")
        elif after(started, days=QUIET_DAYS) < now:
            found.append(f"{site}: the last crawl was {started}; is cron still running?")
    for site, kept in db.execute(
        "SELECT site, count(*) FROM pages WHERE held_capture_id IS NOT NULL GROUP BY site ORDER BY site"
    ):
        found.append(f"{site}: {kept} kept pages wait to be read")
    for site, failing in db.execute("SELECT site, count(*) FROM pages WHERE attempts >= 3 GROUP BY site ORDER BY site"):
        found.append(f"{site}: {failing} pages have failed three times or more")
    for site, lang in db.execute("SELECT site, lang FROM walks WHERE unfinished IS NOT NULL ORDER BY 1, 2"):
        found.append(f"{site}: the {lang} listing has not been walked to its end yet")
    return found
