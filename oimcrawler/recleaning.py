"""Recleaning: the repeated blocks are learned anew and every article is derived again from what was kept, without the network."""

import sqlite3
from dataclasses import dataclass, field

from oimcrawler.archive import transaction
from oimcrawler.archive.captures import begin_run, finish_run
from oimcrawler.archive.frontier import held_languages, held_pages
from oimcrawler.exits import DONE
from oimcrawler.imports.texts import reclean_texts
from oimcrawler.profiles import Profile
from oimcrawler.settlement import Settled, derive_again, learn_model, settle


@dataclass(frozen=True, slots=True)
class Change:
    """One article that reads differently now: its texts before and after (title, a line break, body)."""

    uid: str
    before: str
    after: str


@dataclass(slots=True)
class Recleaned:
    """What a recleaning came to, or would come to: changed articles, and what became of pages that were waiting."""

    articles: int = 0
    changes: list[Change] = field(default_factory=list)
    settled: Settled = field(default_factory=Settled)


class _Rehearsed(Exception):
    """Ends the transaction of a dry run."""


def reclean(db: sqlite3.Connection, profile: Profile, at: str, *, dry_run: bool = False) -> Recleaned:
    """Learn and derive all of one site again, in one transaction: done wholly, or (dry run, failure, kill) not at all."""
    result = Recleaned()
    try:
        with transaction(db):
            run_id = begin_run(db, profile.name, "reclean", at)
            before = _texts(db, profile.name)
            for lang in _languages(db, profile.name):
                newest = db.execute("SELECT coalesce(max(id), 0) FROM captures").fetchone()[0]
                model = learn_model(db, profile, lang, held_pages(db, profile.name, lang), at, newest)
                derive_again(db, profile, lang, model, at)
            result.settled = settle(db, profile, run_id, at)
            reclean_texts(db, profile.name, at)
            after = _texts(db, profile.name)
            result.articles = len(after)
            result.changes = [
                Change(uid, before[uid], text)
                for uid, text in sorted(after.items())
                if uid in before and before[uid] != text
            ]
            finish_run(
                db,
                run_id,
                at,
                DONE,
                f"{len(result.changes)} of {len(after)} articles read differently, {result.settled.new} waiting pages became articles",
            )
            if dry_run:
                raise _Rehearsed
    except _Rehearsed:
        pass
    return result


def _languages(db: sqlite3.Connection, site: str) -> list[str]:
    known = db.execute(
        "SELECT DISTINCT p.lang FROM pages p JOIN addresses a ON a.url = p.url WHERE p.site = ?", (site,)
    )
    return sorted({row[0] for row in known} | set(held_languages(db, site)))


def _texts(db: sqlite3.Connection, site: str) -> dict[str, str]:
    rows = db.execute(
        "SELECT uid, title || char(10) || body AS text FROM article_rows WHERE site = ? AND state IN ('live', 'gone')",
        (site,),
    )
    return {row["uid"]: row["text"] for row in rows}
