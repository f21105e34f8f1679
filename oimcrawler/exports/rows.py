"""What an export is made of: the rows of its articles and the changes behind its cursor, read from the archive one at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import orjson

from oimcrawler.archive.snapshot import lossy_texts
from oimcrawler.exits import USAGE, Problem

COLUMNS = (
    "uid", "url", "urls", "site", "lang", "title", "body", "published_on", "kind", "scope", "content_hash", "version", "state",
    "first_seen_at", "last_changed_at", "translation_group", "quality",
)  # fmt: skip
LISTS = ("urls", "quality")
CHANGE_KEYS = ("seq", "at", "kind", "uid", "version")

Row = dict[str, Any]
"""One article: `COLUMNS` in order; `urls` and `quality` are lists of strings, `version` a whole number, the rest strings or None."""

_URLS = "(SELECT group_concat(d.url, char(10)) FROM addresses AS d WHERE d.uid = a.uid) AS urls"
_FIELDS = ", ".join(_URLS if name == "urls" else f"a.{name}" for name in COLUMNS)
# The plus keeps SQLite from the index by state, after which it would sort all texts; the one by uid has them in order.
# Links change only with a line in the log for both articles (archive/near.py), so an export since a cursor has them all.
_NEAR = "(SELECT group_concat(n.other_uid || printf(':%.2f', n.distance), char(10)) FROM near_links AS n WHERE n.uid = a.uid)"
_SHOWN = "+a.state IN ('live', 'gone')"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of the archive: changes after `since` (None: all of it) and up to `until`, in one language or (None) in all."""

    since: int | None
    until: int
    as_of: str | None
    lang: str | None


def select(db: sqlite3.Connection, since: int | None, lang: str | None) -> Selection:
    """The part of the archive that an export holds; raises Problem (2) where the cursor is none that this archive gave out."""
    last = db.execute("SELECT seq, at FROM changes ORDER BY seq DESC LIMIT 1").fetchone()
    until, as_of = (int(last["seq"]), str(last["at"])) if last else (0, None)
    if since is not None and (isinstance(since, bool) or not isinstance(since, int) or not 0 <= since <= until):
        raise Problem(
            USAGE,
            f"cursor {since}: this archive's cursors go from 0 to {until}; take to_cursor from the manifest.json of an export of this archive",
        )
    return Selection(since, until, as_of, lang)


def count_articles(db: sqlite3.Connection, chosen: Selection) -> int:
    """How many rows `articles` will yield."""
    return int(
        db.execute(f"SELECT count(*) FROM articles AS a WHERE {_condition(chosen)}", _parameters(chosen)).fetchone()[0]
    )


def articles(db: sqlite3.Connection, chosen: Selection) -> Iterator[Row]:
    """The articles of the export by uid. Bytes that are not UTF-8 (another program wrote them) come out as U+FFFD."""
    query = f"SELECT {_FIELDS}, {_NEAR} FROM articles AS a WHERE a.uid > ? AND {_condition(chosen)} ORDER BY a.uid"
    return map(_row, _tolerant(db, query, _parameters(chosen)))


def changes(db: sqlite3.Connection, chosen: Selection) -> Iterator[Row]:
    """The changes after the cursor, oldest first, in `CHANGE_KEYS`.

    In an export of one language, an article that is of another language now is told by a line of kind `left` after its last change.
    """
    if chosen.lang is None:
        for values in db.execute(
            f"SELECT {', '.join(CHANGE_KEYS)} FROM changes WHERE seq > ? ORDER BY seq", (chosen.since or 0,)
        ):
            yield dict(zip(CHANGE_KEYS, values, strict=True))
        return
    query = (
        "SELECT c.seq, c.at, c.kind, c.uid, c.version, a.state IN ('live', 'gone') AND a.lang IS NOT :lang"
        " AND c.seq = (SELECT max(l.seq) FROM changes AS l WHERE l.uid = c.uid)"
        " FROM changes AS c LEFT JOIN article_rows AS a ON a.uid = c.uid"
        # Told: what is in the language, what the archive no longer shows at all, and what may have been in the language before.
        " WHERE c.seq > :since AND (a.uid IS NULL OR a.lang IS :lang OR a.state NOT IN ('live', 'gone')"
        " OR EXISTS (SELECT 1 FROM version_rows AS v WHERE v.uid = c.uid AND v.lang IS NOT a.lang)"
        " OR c.uid IN (SELECT r.uid FROM changes AS r WHERE r.seq > :since AND r.kind = 'recleaned')) ORDER BY c.seq"
    )
    for *values, has_left in db.execute(query, {"lang": chosen.lang, "since": chosen.since or 0}):
        change = dict(zip(CHANGE_KEYS, values, strict=True))
        yield change
        if has_left:
            yield {**change, "kind": "left"}


def _condition(chosen: Selection) -> str:
    parts = [_SHOWN]
    if chosen.since is not None:
        parts.append("a.uid IN (SELECT c.uid FROM changes AS c WHERE c.seq > ?)")
    if chosen.lang is not None:
        parts.append("a.lang = ?")
    return " AND ".join(parts)


def _parameters(chosen: Selection) -> tuple[object, ...]:
    return tuple(value for value in (chosen.since, chosen.lang) if value is not None)


def _tolerant(db: sqlite3.Connection, query: str, parameters: tuple[object, ...]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query over uids greater than its first parameter; the uid is their first column."""
    after = ""
    # A call for every text is slow: only an archive with a broken one pays for it.
    for reading in (nullcontext(), lossy_texts(db)):
        with reading:
            cursor = db.cursor()
            cursor.row_factory = None
            try:
                for values in cursor.execute(query, (after, *parameters)):
                    after = values[0]
                    yield values
                return
            except sqlite3.OperationalError as error:
                if "decode" not in str(error) or db.text_factory is not str:
                    raise


def _row(values: tuple[Any, ...]) -> Row:
    *fields, near = values
    row = dict(zip(COLUMNS, fields, strict=True))
    urls = row["urls"]
    row["urls"] = sorted(urls.split("\n")) if urls else [row["url"]]
    quality = row["quality"]
    row["quality"] = [] if quality == "[]" else _flags(quality)
    if near:
        row["quality"] = sorted([*row["quality"], *(f"near-duplicate:{one}" for one in near.split("\n"))])
    return row


def _flags(text: str) -> list[str]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = [text]
    return [
        flag if isinstance(flag, str) else orjson.dumps(flag).decode()
        for flag in (found if isinstance(found, list) else [found])
    ]
