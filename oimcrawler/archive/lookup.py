"""Finding an article by what people hold of it: a uid, a content hash or the beginning of one, an address, a
document's name; `KEY@N` is a version.
"""

import re
import sqlite3
from dataclasses import dataclass

from oimcrawler.exits import USAGE, Problem
from oimcrawler.urls import canonical_url, is_web_url

_VERSION = re.compile(r"^(?P<key>.+)@(?P<version>\d{1,6})$")
_HEX = re.compile(r"[0-9a-f]{4,16}")


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it was understood: the article and the version that is meant (the present one unless the key names another)."""

    uid: str
    version: int
    given: bool


def find(db: sqlite3.Connection, text: str) -> Key:
    """The article (and version) that a key means; raises Problem where there is none or more than one."""
    match = _VERSION.match(text.strip())
    plain, wanted = (match["key"], int(match["version"])) if match else (text.strip(), None)
    uid = _uid(db, plain)
    row = db.execute("SELECT uid, version, state, merged_into FROM article_rows WHERE uid = ?", (uid,)).fetchone()
    if row["state"] == "merged" and wanted is None:
        return find(db, row["merged_into"])
    if wanted is None:
        # A hash names one text: where it is no longer the present one, its version is meant.
        return Key(uid, _version_of_hash(db, uid, plain) or row["version"], False)
    if db.execute("SELECT 1 FROM version_rows WHERE uid = ? AND version = ?", (uid, wanted)).fetchone() is None:
        raise Problem(
            USAGE, f"{text}: the article has versions 1 to {row['version']}; 'oimcrawler history {uid}' lists them"
        )
    return Key(uid, wanted, True)


def _uid(db: sqlite3.Connection, key: str) -> str:
    found = {row[0] for row in db.execute("SELECT uid FROM article_rows WHERE uid = ?", (key,))}
    if not found and is_web_url(key):
        found = {
            row[0] for row in db.execute("SELECT uid FROM addresses WHERE url IN (?, ?)", (canonical_url(key), key))
        }
    if not found:
        found = {row[0] for row in db.execute("SELECT uid FROM addresses WHERE url = ?", (key,))}
    if not found:
        found = {
            row[0] for row in db.execute("SELECT uid FROM source_documents WHERE name = ? AND uid IS NOT NULL", (key,))
        }
    if not found and _HEX.fullmatch(key.lower()):
        low, high = key.lower(), key.lower() + "g"
        for relation, column in (
            ("article_rows", "uid"),
            ("article_rows", "content_hash"),
            ("version_rows", "content_hash"),
        ):
            rows = db.execute(f"SELECT DISTINCT uid FROM {relation} WHERE {column} >= ? AND {column} < ?", (low, high))
            found |= {row[0] for row in rows}
    if not found:
        raise Problem(
            USAGE,
            f"{key}: no such article (a uid, a content hash or its beginning, or a URL); 'oimcrawler search WORDS' finds articles",
        )
    if len(found) > 1:
        raise Problem(USAGE, f"{key}: means {len(found)} articles ({', '.join(sorted(found)[:5])}); give more of it")
    return str(found.pop())


def _version_of_hash(db: sqlite3.Connection, uid: str, key: str) -> int | None:
    if not _HEX.fullmatch(key.lower()) or uid.startswith(key.lower()):
        return None
    row = db.execute(
        "SELECT max(version) AS version FROM version_rows WHERE uid = ? AND content_hash >= ? AND content_hash < ?",
        (uid, key.lower(), key.lower() + "g"),
    ).fetchone()
    return row["version"] if row else None
