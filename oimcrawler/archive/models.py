"""The repeated-block models: numbered, stored with what they were learned from, never changed once stored."""

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A learned model: `number` is its id in the archive, `covers` the newest capture it has taken into account, `pages` how many pages taught it."""

    number: int
    digest: str
    data: str
    pages: int
    covers: int


def latest_model(
    db: sqlite3.Connection, site: str, lang: str, kind: str, *, settled: bool = False
) -> StoredModel | None:
    """The model in force for a site and interface language; kind is html or text.

    With `settled` it is the last one that has been applied to all that it concerns (`mark_settled`).
    """
    row = db.execute(
        "SELECT id, digest, data, pages, covers FROM models WHERE site = ? AND lang = ? AND kind = ? AND (covers > 0 OR ?)"
        " ORDER BY id DESC LIMIT 1",
        (site, lang, kind, not settled),
    ).fetchone()
    return StoredModel(row["id"], row["digest"], row["data"], row["pages"], row["covers"]) if row else None


def adopt_model(
    db: sqlite3.Connection, site: str, lang: str, kind: str, *, digest: str, data: str, pages: int, covers: int, at: str
) -> StoredModel:
    """Put a newly learned model in force; one that is equal to the present one only notes what it covers. The caller holds the transaction."""
    present = latest_model(db, site, lang, kind)
    if present is not None and present.digest == digest:
        db.execute(
            "UPDATE models SET covers = max(covers, ?), pages = max(pages, ?) WHERE id = ?",
            (covers, pages, present.number),
        )
    else:
        db.execute(
            "INSERT INTO models(site, lang, kind, digest, made_at, pages, covers, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (site, lang, kind, digest, at, pages, covers, data),
        )
    adopted = latest_model(db, site, lang, kind)
    assert adopted is not None
    return adopted


def mark_settled(db: sqlite3.Connection, number: int, covers: int) -> None:
    """A model has been applied to all that it concerns, up to this capture. The caller holds the transaction."""
    db.execute("UPDATE models SET covers = max(covers, ?) WHERE id = ?", (covers, number))
