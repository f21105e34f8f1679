"""Asking the archive: the questions of the command line and of the site, answered as plain values from the public tables."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from oimcrawler.desk.citations import CitedArticle
from oimcrawler.exits import USAGE, Problem
from oimcrawler.searching import RANK, Query
from oimcrawler.searching.snippets import parts

UNKNOWN: Final = "none"
"""As a filter's value: articles of which this is not known."""
LOOKED_THROUGH: Final = 200_000
"""Characters of a text that a snippet is looked for in."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search: language, publication dates (ISO, inclusive; a year or a month will do), kind, year."""

    lang: str | None = None
    since: str | None = None
    until: str | None = None
    kind: str | None = None
    year: str | None = None


def search(
    db: sqlite3.Connection, query: Query, filters: Filters, *, limit: int = 20, offset: int = 0
) -> list[dict[str, Any]]:
    """The best hits of a compiled query, each with its snippet as (text, is hit) parts under `snippet`."""
    narrowed, given = _narrowed(filters)
    # Ranked by number first: the texts of a hundred thousand hits are not read to show twenty.
    rows = db.execute(
        "SELECT a.uid, a.url, a.site, a.lang, a.title, substr(a.body, 1, ?) AS body, a.published_on, a.kind, a.version, a.state, best.score FROM"
        f" (SELECT rowid AS id, {RANK} AS score FROM articles_fts WHERE articles_fts MATCH ?{narrowed}"
        " ORDER BY score, rowid LIMIT ? OFFSET ?) AS best"
        " JOIN article_rows a ON a.id = best.id ORDER BY best.score, best.id",
        (LOOKED_THROUGH, query.match, *given, limit, offset),
    ).fetchall()
    return [{**_plain(row), "snippet": parts(row["body"] or row["title"], query.words)} for row in rows]


def hits(db: sqlite3.Connection, query: Query, filters: Filters) -> int:
    """How many articles a compiled query finds."""
    narrowed, given = _narrowed(filters)
    found: int = db.execute(
        f"SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?{narrowed}", (query.match, *given)
    ).fetchone()[0]
    return found


def conditions(filters: Filters) -> tuple[str, list[str]]:
    """An SQL condition over `article_rows` (as `a`), true of what may be shown and passes, with its parameters; `none` means not known."""
    text, given = "a.state IN ('live', 'gone')", []
    for expression, comparison, value in (
        ("a.lang", "=", filters.lang),
        ("a.published_on", ">=", filters.since),
        # A month or a year as the last day means its end.
        ("a.published_on", "<=", f"{filters.until}\uffff" if filters.until else None),
        ("a.kind", "=", filters.kind),
        ("substr(a.published_on, 1, 4)", "=", filters.year),
    ):
        if value == UNKNOWN:
            text += f" AND {expression} IS NULL"
        elif value is not None:
            text += f" AND {expression} {comparison} ?"
            given.append(value)
    return text, given


def _narrowed(filters: Filters) -> tuple[str, list[str]]:
    if filters == Filters():
        return "", []  # the index holds nothing that may not be shown
    condition, given = conditions(filters)
    # The + keeps SQLite from asking the index once for every article that passes the filters.
    return f" AND +rowid IN (SELECT a.id FROM article_rows a WHERE {condition})", given


def _plain(row: sqlite3.Row) -> dict[str, Any]:
    return {name: row[name] for name in row.keys() if name not in ("body", "score")}  # noqa: SIM118 (a Row iterates over values)


def article(db: sqlite3.Connection, uid: str, version: int | None = None) -> dict[str, Any]:
    """All that is said of an article: its row, or that of one version, with addresses, translations and near duplicates."""
    row = db.execute("SELECT * FROM articles WHERE uid = ?", (uid,)).fetchone()
    if row is None:
        raise Problem(USAGE, f"{uid}: has become part of another article; 'oimcrawler history {uid}' tells which")
    found = {name: row[name] for name in row.keys() if name != "rowid"}  # noqa: SIM118
    found["quality"] = json.loads(found["quality"])
    found["versions"] = row["version"]
    if version is not None and version != row["version"]:
        old = db.execute("SELECT * FROM versions WHERE uid = ? AND version = ?", (uid, version)).fetchone()
        found |= {
            name: old[name]
            for name in ("version", "title", "body", "content_hash", "lang", "published_on", "kind", "scope")
        }
        found["quality"] = json.loads(old["quality"])
    span = db.execute(
        "SELECT valid_from, valid_to, cause FROM version_rows WHERE uid = ? AND version = ?", (uid, found["version"])
    ).fetchone()
    found |= {"valid_from": span["valid_from"], "valid_to": span["valid_to"], "cause": span["cause"]}
    found["addresses"] = _rows(
        db, "SELECT url, role, first_seen_at FROM addresses WHERE uid = ? ORDER BY role <> 'canonical', url", uid
    )
    found["translations"] = _rows(
        db,
        "SELECT uid, lang, title, url FROM articles WHERE translation_group = (SELECT translation_group FROM articles WHERE uid = ?) AND uid <> ?"
        " AND state <> 'withdrawn' ORDER BY lang, uid",
        uid,
        uid,
    )
    found["near_duplicates"] = _rows(
        db,
        "SELECT n.other_uid AS uid, n.distance, a.title, a.url FROM near_duplicates n JOIN articles a ON a.uid = n.other_uid WHERE n.uid = ? ORDER BY 2, 1",
        uid,
    )
    found["source_names"] = [
        row["name"] for row in _rows(db, "SELECT name FROM source_documents WHERE uid = ? ORDER BY name", uid)
    ]
    return found


def history(db: sqlite3.Connection, uid: str) -> dict[str, Any]:
    """The versions of an article and the log of all that happened to it."""
    versions = _rows(
        db,
        "SELECT v.version, v.cause, v.valid_from, v.valid_to, v.content_hash, v.title, v.derivation, c.fetched_at AS captured_at, c.url FROM versions v"
        " LEFT JOIN captures c ON c.id = v.capture_id WHERE v.uid = ? ORDER BY v.version",
        uid,
    )
    events = _rows(db, "SELECT seq, at, kind, version, detail FROM changes WHERE uid = ? ORDER BY seq", uid)
    tomb = _rows(db, "SELECT withdrawn_at, reason, purged_at, restored_at FROM tombstones WHERE uid = ?", uid)
    return {"uid": uid, "versions": versions, "changes": events, "withdrawal": tomb[0] if tomb else None}


def texts(db: sqlite3.Connection, uid: str, version: int) -> tuple[str, str]:
    """Title and body of one version."""
    row = db.execute("SELECT title, body FROM versions WHERE uid = ? AND version = ?", (uid, version)).fetchone()
    if row is None:
        raise Problem(USAGE, f"{uid}: has no version {version}; 'oimcrawler history {uid}' lists them")
    return row["title"], row["body"]


def removed(db: sqlite3.Connection, uid: str, version: int) -> list[dict[str, Any]]:
    """What was taken out of a version, in page order, and on how many pages each block stood."""
    return _rows(
        db,
        "SELECT b.text, b.reason, b.place, c.pages, b.hash FROM version_rows v JOIN article_rows a ON a.uid = v.uid, json_each(v.removed) r"
        " JOIN block_rows b ON b.id BETWEEN r.value ->> 0 AND r.value ->> 1 JOIN block_counts c ON c.id = b.id"
        " WHERE v.uid = ? AND v.version = ? AND a.state <> 'withdrawn' ORDER BY r.key, b.id",
        uid,
        version,
    )


def provenance(db: sqlite3.Connection, uid: str, version: int) -> list[dict[str, Any]]:
    """Which method gave each field of a version, and from where."""
    return _rows(
        db,
        "SELECT field, value, method, place FROM provenance WHERE uid = ? AND version = ? ORDER BY field",
        uid,
        version,
    )


def cited(db: sqlite3.Connection, uid: str, version: int, site_title: str) -> CitedArticle:
    """An article's version as a citation needs it."""
    found = article(db, uid, version)
    row = db.execute(
        "SELECT c.fetched_at FROM version_rows v LEFT JOIN captures c ON c.id = v.capture_id WHERE v.uid = ? AND v.version = ?",
        (uid, version),
    ).fetchone()
    return CitedArticle(
        uid=uid,
        version=version,
        title=found["title"],
        url=found["url"],
        site_title=site_title,
        content_hash=found["content_hash"],
        lang=found["lang"],
        published_on=found["published_on"],
        captured_at=row["fetched_at"] or found["valid_from"],
    )


def _rows(db: sqlite3.Connection, sql: str, *given: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(sql, given)]


def counts_by_month(db: sqlite3.Connection) -> dict[tuple[str, str], int]:
    """How many articles were published in each month (`YYYY-MM`, empty where no date is known) and language."""
    rows: Sequence[sqlite3.Row] = db.execute(
        "SELECT coalesce(substr(published_on, 1, 7), '') AS month, coalesce(lang, '?') AS lang, count(*) AS n FROM articles WHERE state IN ('live', 'gone')"
        " GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    return {(row["month"], row["lang"]): row["n"] for row in rows}
