"""Text documents: kept under the names they came with, cleaned of their menus with all of the site's documents as evidence, and stored."""

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from oimcrawler.archive import transaction
from oimcrawler.archive.articles import DOCUMENT, Origin, store_article
from oimcrawler.archive.captures import Exchange, count, record_capture
from oimcrawler.archive.models import StoredModel, adopt_model, latest_model
from oimcrawler.archive.payloads import read_payload
from oimcrawler.archive.withdrawal import forget_capture, is_purged
from oimcrawler.documents import CleanText, Menus, clean_document, decode_document, learn_menus
from oimcrawler.fields import body_language
from oimcrawler.fingerprint import content_hash
from oimcrawler.imports.gathering import Found, read_bytes
from oimcrawler.imports.importing import Intake
from oimcrawler.model import Article, Evidence
from oimcrawler.slugs import slug_of
from oimcrawler.text import join_paragraphs, normal_line


@dataclass(frozen=True, slots=True)
class Document:
    """A kept text document: its name, its address in the archive, the capture that holds its bytes, and its text."""

    name: str
    url: str
    capture_id: int
    text: str


def import_texts(intake: Intake, files: Iterable[Found]) -> None:
    """Import `.txt` documents in the form of the samples: navigation, title, paragraphs."""
    for found in files:
        try:
            data = read_bytes(found)
            decode_document(data)
        except ValueError as error:
            intake.fail(found.name, str(error))
            continue
        keep_document(intake, found.name, data)
    settle_texts(intake)


def keep_document(intake: Intake, name: str, data: bytes, url: str | None = None) -> None:
    """Keep a document's bytes under its name; one that is there already stays as it is."""
    db, site = intake.db, intake.profile.name
    digest = hashlib.sha256(data).hexdigest()
    intake.result.documents += 1
    known = db.execute(
        "SELECT 1 FROM source_documents WHERE site = ? AND name = ? AND sha256 = ?", (site, name, digest)
    ).fetchone()
    if known or db.execute("SELECT 1 FROM purged_payloads WHERE sha256 = ?", (digest,)).fetchone():
        intake.result.unchanged += 1
        return
    address = url or f"{DOCUMENT}{site}/{name}"
    taken = db.execute("SELECT 1 FROM source_documents WHERE url = ? AND sha256 <> ?", (address, digest)).fetchone()
    if taken:
        # Another text under the same name is another document, not an edit: nothing says that it is newer.
        address = f"{DOCUMENT}{site}/{name}?{digest[:8]}"
    with transaction(db):
        exchange = Exchange(address, site, intake.at, 200, "imported", "document", body=data, content_type="text/plain")
        capture_id = record_capture(db, intake.run_id, exchange)
        db.execute(
            "INSERT INTO source_documents(site, name, sha256, capture_id, url, first_seen_at) VALUES (?, ?, ?, ?, ?, ?)",
            (site, name, digest, capture_id, address, intake.at),
        )


def settle_texts(intake: Intake) -> None:
    """Clean and store the documents that wait, under menus learned from all of the site's documents; those of before
    are cleaned again where that changes them.
    """
    db, site = intake.db, intake.profile.name
    rows = _documents(db, site)
    if all(row["uid"] is not None for row in rows):
        return
    documents, menus, model, former = _learn(db, site, rows, intake.at)
    for row in rows:
        document = documents.get(row["capture_id"])
        if document is None:
            continue
        if row["uid"] is None:
            _store_document(intake, document, menus, model)
        elif former is None or former.digest != model.digest:
            intake.result.recleaned += clean_again(intake.db, site, document, menus, model, intake.at)


def reclean_texts(db: sqlite3.Connection, site: str, at: str) -> int:
    """Learn the menus of a site's text documents anew and clean all of them again; returns how many changed."""
    rows = [row for row in _documents(db, site) if row["uid"] is not None]
    if not rows:
        return 0
    documents, menus, model, _ = _learn(db, site, rows, at)
    return sum(clean_again(db, site, document, menus, model, at) for document in documents.values())


def _documents(db: sqlite3.Connection, site: str) -> list[sqlite3.Row]:
    return db.execute(
        "SELECT s.name, s.url, s.capture_id, s.uid, c.payload_sha256 FROM source_documents s JOIN captures c ON c.id = s.capture_id WHERE s.site = ?"
        " ORDER BY s.name, s.sha256",
        (site,),
    ).fetchall()


def _learn(
    db: sqlite3.Connection, site: str, rows: list[sqlite3.Row], at: str
) -> tuple[dict[int, Document], Menus, StoredModel, StoredModel | None]:
    documents = {row["capture_id"]: document for row in rows if (document := _document(db, row)) is not None}
    former = latest_model(db, site, "", "text")
    menus = learn_menus((document.name, document.text) for document in documents.values())
    with transaction(db):
        model = adopt_model(
            db,
            site,
            "",
            "text",
            digest=menus.digest,
            data=menus.to_json(),
            pages=len(documents),
            covers=max(documents, default=0),
            at=at,
        )
    return documents, menus, model, former


def _document(db: sqlite3.Connection, row: sqlite3.Row) -> Document | None:
    try:
        return Document(
            row["name"], row["url"], row["capture_id"], decode_document(read_payload(db, row["payload_sha256"]))
        )
    except (KeyError, ValueError):  # purged
        return None


def _store_document(intake: Intake, document: Document, menus: Menus, model: StoredModel) -> None:
    db, site = intake.db, intake.profile.name
    article = read_document(document, menus)
    if not article.body:
        intake.fail(document.name, "only navigation, no article in it")
        with transaction(db):
            db.execute("DELETE FROM source_documents WHERE capture_id = ?", (document.capture_id,))
            forget_capture(db, document.capture_id)
        return
    if is_purged(db, article.content_hash, document.url):
        with transaction(db):
            db.execute("DELETE FROM source_documents WHERE capture_id = ?", (document.capture_id,))
            forget_capture(db, document.capture_id, purged=True)
        intake.result.unchanged += 1
        return
    known = db.execute("SELECT uid, content_hash FROM addresses WHERE url = ?", (document.url,)).fetchone()
    if known is not None and known["content_hash"] != article.content_hash:
        # The address has been read already, and nothing says that this text is the newer one: it is kept, and is no edit.
        with transaction(db):
            db.execute("UPDATE source_documents SET uid = ? WHERE capture_id = ?", (known["uid"], document.capture_id))
        intake.result.unchanged += 1
        return
    with transaction(db):
        met = store_article(db, article, _origin(site, document, model, intake.at))
        db.execute("UPDATE source_documents SET uid = ? WHERE capture_id = ?", (met.uid, document.capture_id))
        tally(intake, met.what)


def tally(intake: Intake, what: str) -> None:
    """Count what storing a document came to, in the result and in the run."""
    result = intake.result
    if what == "created":
        result.new += 1
        count(intake.db, intake.run_id, articles_new=1)
    elif what in ("edited", "moved"):
        result.edited += 1
        count(intake.db, intake.run_id, articles_edited=1)
    elif what == "merged":
        result.duplicates += 1
        count(intake.db, intake.run_id, duplicates=1)
    else:
        result.unchanged += 1


def clean_again(
    db: sqlite3.Connection, site: str, document: Document, menus: Menus, model: StoredModel, at: str
) -> int:
    """Clean a stored document again under a newer model; returns 1 when its text has changed. Never empties an article."""
    shown = db.execute("SELECT content_hash, capture_id FROM addresses WHERE url = ?", (document.url,)).fetchone()
    if shown is None or shown["capture_id"] != document.capture_id:
        # Something else has been read at this address since.
        return 0
    article = read_document(document, menus)
    if not article.body or article.content_hash == shown["content_hash"]:
        return 0
    with transaction(db):
        met = store_article(db, article, _origin(site, document, model, at), cause="recleaned")
        db.execute("UPDATE source_documents SET uid = ? WHERE capture_id = ?", (met.uid, document.capture_id))
    return 1


def read_document(document: Document, menus: Menus | None) -> Article:
    """The article in a text document."""
    web = not document.url.startswith(DOCUMENT)
    return article_from(clean_document(document.text, menus, slug=slug_of(document.url) if web else None))


def article_from(clean: CleanText) -> Article:
    """A cleaned text as an article."""
    title, body = normal_line(clean.title or ""), join_paragraphs(clean.paragraphs)
    lang, certainty = body_language(f"{title}\n{body}")
    why = {
        "title": Evidence(title, clean.title_method, "document"),
        "body": Evidence(
            f"{len(clean.paragraphs)} paragraphs", "document", "known menu" if clean.known_menu else "menu unknown"
        ),
        "lang": Evidence(lang or "", "words of the body", f"certainty {certainty:.2f}"),
    }
    return Article(
        title=title,
        body=body,
        content_hash=content_hash(title, body),
        lang=lang,
        quality=tuple(sorted({*clean.flags, "no-date"})),
        why=why,
        removed=clean.removed,
        method="document",
        confidence=1.0 if clean.known_menu else 0.6,
    )


def _origin(site: str, document: Document, model: StoredModel, at: str) -> Origin:
    return Origin(site, document.url, at, document.capture_id, f"text-1/{model.digest}/sha256-16", model.number)
