"""The page of an article, of one of its versions, and of the difference between two."""

import json
import re
import sqlite3
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

from oimcrawler.archive.asking import article, cited, history, provenance, removed, texts
from oimcrawler.archive.browsing import shows, withdrawn_lines
from oimcrawler.archive.lookup import Key, find
from oimcrawler.desk.citations import FORMATS, cite
from oimcrawler.desk.diffs import document as diff_document
from oimcrawler.desk.diffs import unified, word_diff
from oimcrawler.exits import Problem
from oimcrawler.profiles import known_profiles
from oimcrawler.web.answers import Answer, Asked, Missing, Redirect

_EXACT: Final = re.compile(r"(?P<uid>[^@]+)(?:@(?P<version>[1-9][0-9]{0,5}))?")
_FLAT: Final = 64
"""Longer keys are shown cut in what a page says of them."""


def show(db: sqlite3.Connection, asked: Asked) -> Answer | Redirect:
    """An article with all that is known of it, or one of its versions."""
    key = _key(db, asked.path["key"])
    place = key.uid + (f"@{key.version}" if key.given else "")
    if place != asked.path["key"]:
        return Redirect(f"/article/{place}{asked.path.get('json') or ''}")
    found = article(db, key.uid, key.version)
    told = history(db, key.uid)
    lines = withdrawn_lines(db)
    current = next(one for one in told["versions"] if one["version"] == key.version)
    version = db.execute(
        "SELECT capture_id FROM versions WHERE uid = ? AND version = ?", (key.uid, key.version)
    ).fetchone()
    source = cited(db, key.uid, key.version, _site_title(found["site"]))
    document = {
        **found,
        "captured_at": current["captured_at"],
        "derivation": current["derivation"],
        "capture_id": version["capture_id"],
        "history": {"versions": told["versions"], "changes": told["changes"]},
        "removed": [block for block in removed(db, key.uid, key.version) if not shows(block["text"], lines)],
        "provenance": provenance(db, key.uid, key.version),
        "citations": {form: cite(source, form) for form in FORMATS},
        "site_title": source.site_title,
    }
    document["citations"]["csl-json"] = json.loads(document["citations"]["csl-json"])
    extra = {
        "paragraphs": found["body"].split("\n") if found["body"] else [],
        "cited": {form: cite(source, form) for form in FORMATS},
        "given": key.given,
        "newest": key.version == found["versions"],
    }
    return Answer("article.html", document, extra)


def compare(db: sqlite3.Connection, asked: Asked) -> Answer | Redirect:
    """What changed between two versions, word by word; the form's `from` and `to` lead to the address that says it."""
    key = _key(db, asked.path["key"])
    older, newer = (asked.path.get(name) or asked.args.get(name, "") for name in ("from", "to"))
    if not (re.fullmatch("[0-9]{1,6}", older) and re.fullmatch("[0-9]{1,6}", newer)):
        raise Missing(
            404,
            "Which versions?",
            f"A comparison needs the numbers of two versions, like /article/{key.uid}/diff/1/2.",
            uid=key.uid,
        )
    place = f"/article/{key.uid}/diff/{int(older)}/{int(newer)}"
    if (
        asked.path["key"] != key.uid
        or not asked.path.get("from")
        or (older, newer) != (str(int(older)), str(int(newer)))
    ):
        return Redirect(place + (asked.path.get("json") or ""))
    try:
        (old_title, old_body), (new_title, new_body) = texts(db, key.uid, int(older)), texts(db, key.uid, int(newer))
    except Problem:
        raise Missing(
            404,
            "There is no such version",
            f"The article {key.uid} has other versions; its page lists them.",
            uid=key.uid,
        ) from None
    found = article(db, key.uid, int(newer))
    title, body = word_diff(old_title, new_title), word_diff(old_body, new_body)
    names = f"{key.uid}@{older}", f"{key.uid}@{newer}"
    document: dict[str, Any] = {
        "uid": key.uid,
        "from": int(older),
        "to": int(newer),
        "lang": found["lang"],
        "versions": found["versions"],
        "title": diff_document(title),
        "body": diff_document(body),
        "unified": unified(f"{old_title}\n{old_body}", f"{new_title}\n{new_body}", names),
    }
    spans = {
        row["version"]: dict(row)
        for row in db.execute("SELECT version, valid_from, cause FROM versions WHERE uid = ?", (key.uid,))
    }
    extra = {
        "new_title": new_title,
        "same": (old_title, old_body) == (new_title, new_body),
        "spans": spans,
        "pieces": sum(op.op != "same" for paragraph in (*title, *body) for op in paragraph),
    }
    return Answer("diff.html", document, extra)


def _key(db: sqlite3.Connection, text: str) -> Key:
    """The article that is meant; Missing where there is none, it is withdrawn, or it has become part of another."""
    try:
        key = find(db, text)
    except Problem as problem:
        several = " means " in str(problem)
        shown = text if len(text) <= _FLAT else text[:_FLAT] + "…"
        if several:
            raise Missing(
                404, "That means more than one article", f"“{shown}” is the beginning of several keys. Give more of it."
            ) from None
        match = _EXACT.fullmatch(text)
        row = (
            db.execute("SELECT uid, version FROM article_rows WHERE uid = ?", (match["uid"],)).fetchone()
            if match
            else None
        )
        if row is not None:
            raise Missing(
                404, "There is no such version", f"The article has versions 1 to {row['version']}.", uid=row["uid"]
            ) from None
        raise Missing(
            404,
            "There is no such article",
            f"Nothing in this archive goes by “{shown}”: it is no uid, content hash or address of an article.",
        ) from None
    row = db.execute("SELECT state, merged_into FROM article_rows WHERE uid = ?", (key.uid,)).fetchone()
    if row["state"] == "withdrawn":
        tomb = db.execute("SELECT withdrawn_at, reason, purged_at FROM tombstones WHERE uid = ?", (key.uid,)).fetchone()
        told = dict(tomb) if tomb else {"withdrawn_at": None, "reason": "no reason given", "purged_at": None}
        raise Missing(
            410,
            "This article was withdrawn",
            "The keeper of this archive has taken it out.",
            uid=key.uid,
            state="withdrawn",
            **told,
        )
    if row["state"] == "merged":
        into = find(db, row["merged_into"]).uid
        raise Missing(
            404,
            "This article is part of another now",
            "Its text became that of another article, which tells the rest of the story.",
            uid=into,
        )
    return key


@lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    return {state.name: state.profile.title for state in known_profiles() if state.profile is not None}


def _site_title(site: str) -> str:
    """The publisher's name as the site's profile gives it."""
    return _titles().get(site, site)


def address(uid: str) -> str:
    """The path of an article's page.

    >>> address("3f9a0c51d27e")
    '/article/3f9a0c51d27e'
    """
    return f"/article/{quote(uid, safe='')}"
