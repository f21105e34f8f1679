"""What a reader who has no question yet is shown: the newest, counts by language, year and kind, a capture, and what may not be shown."""

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

import orjson

from oimcrawler.archive.asking import Filters, conditions

TELLING: Final = 25
"""A line of this many characters tells the article that it stands in; shorter ones (a name, a place) stand in many."""


def cursor(db: sqlite3.Connection) -> int:
    """The newest number in the log of changes: whatever is shown of articles is the same while it stands."""
    found: int = db.execute("SELECT coalesce(max(seq), 0) FROM changes").fetchone()[0]
    return found


Shelved = tuple[int, str | None, str | None, str | None, bool]


def shelved(db: sqlite3.Connection, since: int | None = None) -> list[Shelved]:
    """Row id, language, day, kind of every article and whether it may be shown; with `since`, only of those that changed after this cursor."""
    asking = db.cursor()
    asking.row_factory = None
    if since is None:
        asking.execute(
            "SELECT id, lang, published_on, kind, 1 FROM article_rows INDEXED BY article_rows_facets WHERE state IN ('live', 'gone')"
        )
    else:
        asking.execute(
            "SELECT id, lang, published_on, kind, state IN ('live', 'gone') FROM article_rows WHERE uid IN (SELECT uid FROM changes WHERE seq > ?)",
            (since,),
        )
    return asking.fetchall()


def found_ids(db: sqlite3.Connection, match: str) -> list[int]:
    """The row ids of all articles that a compiled query finds."""
    # In one text: handing over a hundred thousand rows takes five times as long.
    joined = db.execute("SELECT group_concat(rowid) FROM articles_fts WHERE articles_fts MATCH ?", (match,)).fetchone()[
        0
    ]
    found: list[int] = orjson.loads(f"[{joined or ''}]")
    return found


def newest(db: sqlite3.Connection, filters: Filters, *, limit: int = 20, offset: int = 0) -> list[dict[str, Any]]:
    """The newest articles by day of publication, those without one last, each with the beginning of its text under `lead`."""
    condition, given = conditions(filters)
    picked = f"SELECT id FROM article_rows a INDEXED BY article_rows_newest WHERE {condition} ORDER BY published_on DESC, uid LIMIT ? OFFSET ?"
    rows = db.execute(
        "SELECT uid, url, site, lang, title, substr(body, 1, 240) AS lead, published_on, kind, version, state FROM article_rows"
        f" WHERE id IN ({picked}) ORDER BY published_on DESC, uid",
        (*given, limit, offset),
    )
    return [dict(row) for row in rows]


def newest_edits(db: sqlite3.Connection, limit: int = 10) -> list[dict[str, Any]]:
    """The articles that their site edited last, with the version that came of it."""
    rows = db.execute(
        "SELECT c.at, c.uid, c.version, a.title, a.lang, a.published_on FROM changes c CROSS JOIN article_rows a ON a.uid = c.uid"
        " WHERE c.kind = 'edited' AND a.state IN ('live', 'gone') ORDER BY c.seq DESC LIMIT ?",
        (limit,),
    )
    return [dict(row) for row in rows]


def changed_last(db: sqlite3.Connection, limit: int = 50, within: int = 1000) -> list[dict[str, Any]]:
    """The articles that changed last, each once, among the last `within` changes; one that is withdrawn or merged has neither title nor body."""
    rows = db.execute(
        "SELECT c.uid, c.at, c.kind AS change, c.version, a.state, a.url, a.site, a.lang, a.kind, a.published_on,"
        " CASE WHEN a.state IN ('live', 'gone') THEN a.title END AS title, CASE WHEN a.state IN ('live', 'gone') THEN a.body END AS body"
        " FROM (SELECT uid, max(seq) AS seq FROM (SELECT uid, seq FROM changes ORDER BY seq DESC LIMIT ?) GROUP BY uid) AS last"
        " JOIN changes c ON c.seq = last.seq JOIN article_rows a ON a.uid = c.uid ORDER BY c.seq DESC LIMIT ?",
        (within, limit),
    )
    return [dict(row) for row in rows]


def capture(db: sqlite3.Connection, number: int) -> dict[str, Any] | None:
    """One capture with the articles that were read from it; None where there is none or its address is that of a withdrawn article."""
    row = db.execute("SELECT * FROM captures WHERE id = ?", (number,)).fetchone()
    if row is None or _withdrawn(db, number, row["url"]):
        return None
    articles = db.execute(
        "SELECT v.uid, v.version, v.title, a.lang FROM addresses d JOIN article_rows a ON a.uid = d.uid AND a.state IN ('live', 'gone')"
        " JOIN version_rows v ON v.uid = a.uid AND v.capture_id = ? WHERE d.url = ? ORDER BY v.uid, v.version",
        (number, row["url"]),
    )
    return {**dict(row), "articles": [dict(one) for one in articles]}


def _withdrawn(db: sqlite3.Connection, number: int, url: str) -> bool:
    found = db.execute(
        "SELECT 1 FROM article_rows a WHERE a.state = 'withdrawn' AND"
        " (EXISTS (SELECT 1 FROM addresses d WHERE d.uid = a.uid AND (d.url = ? OR d.capture_id = ?))"
        " OR EXISTS (SELECT 1 FROM version_rows v WHERE v.uid = a.uid AND v.capture_id = ?))",
        (url, number, number),
    ).fetchone()
    return found is not None


def withdrawn_lines(db: sqlite3.Connection) -> list[str]:
    """The titles and paragraphs of withdrawn articles that are long enough to tell them: what no page may show."""
    rows = db.execute(
        "SELECT v.title, v.body FROM version_rows v JOIN article_rows a ON a.uid = v.uid WHERE a.state = 'withdrawn'"
    )
    return sorted({line for row in rows for line in (row["title"], *row["body"].split("\n")) if len(line) >= TELLING})


def shows(text: str, lines: Sequence[str]) -> bool:
    """Whether a text holds one of these lines, whatever its spacing.

    >>> shows("Lire aussi : un atelier   à Oujda", ["un atelier à Oujda"])
    True
    """
    if not lines:
        return False
    plain = " ".join(text.split())
    return any(" ".join(line.split()) in plain for line in lines)
