"""Near duplicates: linked both ways with their distance, never merged.

Two articles are linked when their bodies are near (`likeness.NEAR`) and a key finds one from the other. A key that more than `MOST` articles have is
common wording, not kinship, and finds nothing: that is decided again whenever a key becomes, or ceases to be, so common, and so the links are
those of the texts that are there, in whatever order they came.
"""

import sqlite3
from collections.abc import Iterable
from itertools import combinations, groupby
from operator import itemgetter

from oimcrawler.likeness import NEAR, bands, distance, exact_distance, signature

MOST = 40
# A body of fewer words says too little to be anything's copy: "Voir la vidéo".
LEAST_WORDS = 12
# Signatures estimate: what lies so far beyond is not looked at word by word.
SURELY_FAR = NEAR + 0.2


def link_near(db: sqlite3.Connection, uid: str, title: str, body: str) -> None:
    """Link an article to those whose body is nearly its own, whatever their titles. The caller holds the transaction."""
    mark = signature(body) if len(body.split()) >= LEAST_WORDS else b""
    known = db.execute("SELECT signature FROM near_signatures WHERE uid = ?", (uid,)).fetchone()
    if known is not None:
        if known["signature"] == mark:
            _renew(db, uid, body)
            return
        forget_near(db, uid)
    if not mark:
        return
    db.execute("INSERT INTO near_signatures(uid, signature) VALUES (?, ?)", (uid, mark))
    keys = bands(mark)
    db.executemany("INSERT INTO near_bands(band, uid) VALUES (?, ?)", [(key, uid) for key in keys])
    near: set[str] = set()
    common: list[set[str]] = []
    for key in keys:
        members = _members(db, key)
        if len(members) <= MOST:
            near |= members
        elif len(members) == MOST + 1:
            # This article has made the key a common one: what only it had linked is linked no more.
            common.append(members - {uid})
    _relink(db, common)
    for other in sorted(near - {uid}):
        _link(db, uid, other, body)


def forget_near(db: sqlite3.Connection, uid: str) -> None:
    """Take an article out of the links and of what finds them. The caller holds the transaction."""
    known = db.execute("SELECT signature FROM near_signatures WHERE uid = ?", (uid,)).fetchone()
    for row in db.execute("SELECT other_uid FROM near_links WHERE uid = ?", (uid,)).fetchall():
        _unlink(db, uid, row["other_uid"])
    if known is None:
        return
    db.execute("DELETE FROM near_signatures WHERE uid = ?", (uid,))
    keys = bands(known["signature"])
    db.executemany("DELETE FROM near_bands WHERE band = ? AND uid = ?", [(key, uid) for key in keys])
    _relink(db, [members for key in keys if len(members := _members(db, key)) == MOST])


def _members(db: sqlite3.Connection, key: int) -> set[str]:
    """The articles that have a key; one more than `MOST` at least where it is a common one."""
    return {row[0] for row in db.execute("SELECT uid FROM near_bands WHERE band = ? LIMIT ?", (key, MOST + 2))}


def _renew(db: sqlite3.Connection, uid: str, body: str) -> None:
    """The same signature, but perhaps another text: the distances are measured anew."""
    others = {row[0] for row in db.execute("SELECT other_uid FROM near_links WHERE uid = ?", (uid,))} | _found_by(
        db, uid
    )
    for other in sorted(others):
        _link(db, uid, other, body)


def _found_by(db: sqlite3.Connection, uid: str) -> set[str]:
    mark = db.execute("SELECT signature FROM near_signatures WHERE uid = ?", (uid,)).fetchone()["signature"]
    found: set[str] = set()
    for key in bands(mark):
        members = _members(db, key)
        if len(members) <= MOST:
            found |= members
    return found - {uid}


def _relink(db: sqlite3.Connection, groups: Iterable[set[str]]) -> None:
    """Decide all links among the members of each group again."""
    pairs = sorted({pair for group in groups for pair in combinations(sorted(group), 2)})
    for one, others in groupby(pairs, key=itemgetter(0)):
        found, body = _found_by(db, one), _body(db, one)
        for _, other in others:
            if other in found:
                _link(db, one, other, body)
            else:
                _unlink(db, one, other)


def _link(db: sqlite3.Connection, uid: str, other: str, body: str) -> None:
    one, two = (
        db.execute("SELECT signature FROM near_signatures WHERE uid = ?", (name,)).fetchone()["signature"]
        for name in (uid, other)
    )
    there = _body(db, other)
    far = 0.0 if body == there else 1.0 if distance(one, two) > SURELY_FAR else round(exact_distance(body, there), 4)
    if far >= NEAR:
        _unlink(db, uid, other)
        return
    for pair in ((uid, other), (other, uid)):
        db.execute("INSERT OR REPLACE INTO near_links(uid, other_uid, distance) VALUES (?, ?, ?)", (*pair, far))


def _unlink(db: sqlite3.Connection, one: str, other: str) -> None:
    db.executemany("DELETE FROM near_links WHERE uid = ? AND other_uid = ?", [(one, other), (other, one)])


def _body(db: sqlite3.Connection, uid: str) -> str:
    return str(db.execute("SELECT body FROM article_rows WHERE uid = ?", (uid,)).fetchone()["body"])
