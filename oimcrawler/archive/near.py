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
    """Link an article to those whose body is nearly its own, whatever their titles. The caller holds the transaction.

    Exports show links, so an article whose links have changed with another's text has a line in the log.
    """
    mark = signature(body) if len(body.split()) >= LEAST_WORDS else b""
    known = db.execute("SELECT signature FROM near_signatures WHERE uid = ?", (uid,)).fetchone()
    if known is not None and known["signature"] == mark:
        others = {row[0] for row in db.execute("SELECT other_uid FROM near_links WHERE uid = ?", (uid,))}
        _tell(db, _link_all(db, uid, others | _found_by(db, uid), body) - {uid})
        return
    touched = _forget(db, uid)
    if mark:
        db.execute("INSERT INTO near_signatures(uid, signature) VALUES (?, ?)", (uid, mark))
        keys = bands(mark)
        db.executemany("INSERT INTO near_bands(band, uid) VALUES (?, ?)", [(key, uid) for key in keys])
        # Where this article has made a key a common one, what only that key had linked is linked no more.
        mates = [_members(db, key) for key in keys]
        touched |= _relink(db, [members - {uid} for members in mates if len(members) == MOST + 1])
        touched |= _link_all(db, uid, set().union(*(found for found in mates if len(found) <= MOST)) - {uid}, body)
    _tell(db, touched - {uid})


def forget_near(db: sqlite3.Connection, uid: str) -> None:
    """Take an article out of the links and of what finds them. The caller holds the transaction."""
    _tell(db, _forget(db, uid) - {uid})


def _forget(db: sqlite3.Connection, uid: str) -> set[str]:
    known = db.execute("SELECT signature FROM near_signatures WHERE uid = ?", (uid,)).fetchone()
    if known is None:
        return set()
    touched = {row[0] for row in db.execute("SELECT other_uid FROM near_links WHERE uid = ?", (uid,))}
    for other in sorted(touched):
        _unlink(db, uid, other)
    db.execute("DELETE FROM near_signatures WHERE uid = ?", (uid,))
    keys = bands(known["signature"])
    db.executemany("DELETE FROM near_bands WHERE band = ? AND uid = ?", [(key, uid) for key in keys])
    return touched | _relink(db, [members for key in keys if len(members := _members(db, key)) == MOST])


def _tell(db: sqlite3.Connection, uids: Iterable[str]) -> None:
    at = db.execute("SELECT at FROM changes ORDER BY seq DESC LIMIT 1").fetchone()
    for uid in sorted(uids) if at else ():
        db.execute(
            "INSERT INTO changes(at, kind, uid, version, detail)"
            " SELECT ?, 'recleaned', uid, version, 'near duplicates' FROM article_rows WHERE uid = ? AND state IN ('live', 'gone')",
            (at["at"], uid),
        )


def _members(db: sqlite3.Connection, key: int) -> set[str]:
    """The articles that have a key; some more than `MOST` of them where it is a common one."""
    return {row[0] for row in db.execute("SELECT uid FROM near_bands WHERE band = ? LIMIT ?", (key, MOST + 2))}


def _found_by(db: sqlite3.Connection, uid: str) -> set[str]:
    mark = db.execute("SELECT signature FROM near_signatures WHERE uid = ?", (uid,)).fetchone()["signature"]
    found: set[str] = set()
    for key in bands(mark):
        members = _members(db, key)
        if len(members) <= MOST:
            found |= members
    return found - {uid}


def _relink(db: sqlite3.Connection, groups: Iterable[set[str]]) -> set[str]:
    """Decide all links among the members of each group again; returns those whose links have changed."""
    touched: set[str] = set()
    pairs = sorted({pair for group in groups for pair in combinations(sorted(group), 2)})
    for one, others in groupby(pairs, key=itemgetter(0)):
        found, body = _found_by(db, one), _body(db, one)
        mates = {other for _, other in others}
        touched |= _link_all(db, one, mates & found, body)
        for other in sorted(mates - found):
            if _unlink(db, one, other):
                touched |= {one, other}
    return touched


def _link_all(db: sqlite3.Connection, uid: str, others: Iterable[str], body: str) -> set[str]:
    """Link an article with those of the others that are near, part it from the rest; returns those whose links have changed."""
    touched: set[str] = set()
    mark = _mark(db, uid)
    for other in sorted(others):
        there = _body(db, other)
        if body == there:
            far = 0.0
        elif distance(mark, _mark(db, other)) > SURELY_FAR:
            far = 1.0
        else:
            far = round(exact_distance(body, there), 4)
        if _link(db, uid, other, far) if far < NEAR else _unlink(db, uid, other):
            touched |= {uid, other}
    return touched


def _mark(db: sqlite3.Connection, uid: str) -> bytes:
    return bytes(db.execute("SELECT signature FROM near_signatures WHERE uid = ?", (uid,)).fetchone()["signature"])


def _link(db: sqlite3.Connection, one: str, other: str, far: float) -> bool:
    known = db.execute("SELECT distance FROM near_links WHERE uid = ? AND other_uid = ?", (one, other)).fetchone()
    if known is not None and known["distance"] == far:
        return False
    rows = [(one, other, far), (other, one, far)]
    db.executemany("INSERT OR REPLACE INTO near_links(uid, other_uid, distance) VALUES (?, ?, ?)", rows)
    return True


def _unlink(db: sqlite3.Connection, one: str, other: str) -> bool:
    pairs = [(one, other), (other, one)]
    return db.executemany("DELETE FROM near_links WHERE uid = ? AND other_uid = ?", pairs).rowcount > 0


def _body(db: sqlite3.Connection, uid: str) -> str:
    return str(db.execute("SELECT body FROM article_rows WHERE uid = ?", (uid,)).fetchone()["body"])
