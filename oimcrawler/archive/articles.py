"""Articles: identities, addresses and versions (four identities that are never confused: address, article, version, capture)."""

import hashlib
import json
import re
import sqlite3
from dataclasses import dataclass, replace

from oimcrawler.archive.blocks import keep_blocks
from oimcrawler.archive.near import forget_near, link_near
from oimcrawler.model import Article
from oimcrawler.searching import fold_for_index

DOCUMENT = "document:"
_COUNTED_SLUG = re.compile(r"-\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Met:
    """What storing a page came to: created, edited, recleaned, merged (a known text at a new address), moved, restored, unchanged or withdrawn (and left alone)."""

    what: str
    uid: str
    version: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article was read: `url` in canonical form, the capture and the model it was derived from (ids), the interface's language, the moment."""

    site: str
    url: str
    at: str
    capture_id: int
    derivation: str
    model_id: int | None = None
    lang: str | None = None


def store_article(db: sqlite3.Connection, article: Article, origin: Origin, *, cause: str = "edited") -> Met:
    """Store what an address shows. The caller holds the transaction.

    A text that the archive knows adds an address; another text at a known address is a new version with this `cause` (edited or recleaned);
    a known address that merely still shows an older text of its article changes nothing.
    """
    address = db.execute("SELECT * FROM addresses WHERE url = ?", (origin.url,)).fetchone()
    if address is None:
        met = _first_meeting(db, article, origin, cause)
    else:
        met = _next_meeting(db, article, origin, cause, address)
    _see(db, met.uid, origin.at)
    return met


def _first_meeting(db: sqlite3.Connection, article: Article, origin: Origin, cause: str) -> Met:
    uid = _by_text(db, article.content_hash) or _by_node(db, article, origin)
    if uid is None:
        return _create(db, article, origin)
    row = _row(db, uid)
    by_text = row["content_hash"] == article.content_hash or _had_text(db, uid, article.content_hash)
    _attach(db, uid, article, origin, "duplicate" if by_text and not _declares(article, origin) else "alias")
    if row["state"] == "withdrawn":
        return Met("withdrawn", uid, row["version"])
    if row["state"] in ("gone", "merged"):
        _revive(db, row, origin.at)
    moved = _choose_canonical(db, uid, origin.at)
    if not by_text:
        return _new_version(db, uid, article, origin, cause)
    if not moved:
        log(db, origin.at, "merged", uid, row["version"], origin.url)
    _refresh(db, uid, article, origin, cause)
    return Met("moved" if moved and row["state"] == "gone" else "merged", uid, row["version"])


def _next_meeting(db: sqlite3.Connection, article: Article, origin: Origin, cause: str, address: sqlite3.Row) -> Met:
    uid = address["uid"]
    row = _row(db, uid)
    if row["state"] == "withdrawn":
        return Met("withdrawn", uid, row["version"])
    shown_before = address["content_hash"]
    db.execute(
        "UPDATE addresses SET content_hash = ?, capture_id = ?, gone_at = NULL WHERE url = ?",
        (article.content_hash, origin.capture_id, origin.url),
    )
    restored = row["state"] == "gone" and _revive(db, row, origin.at)
    if article.content_hash == row["content_hash"]:
        if address["role"] == "canonical" or cause == "recleaned":
            _refresh(db, uid, article, origin, cause)
        return Met("restored" if restored else "unchanged", uid, row["version"])
    if shown_before == article.content_hash:
        # Only for a duplicate can its own text stand still while the article's has moved on.
        return Met("restored" if restored else "unchanged", uid, row["version"])
    if address["role"] in ("duplicate", "redirect"):
        return _part(db, article, origin, uid, cause)
    return _new_version(db, uid, article, origin, cause)


def _part(db: sqlite3.Connection, article: Article, origin: Origin, uid: str, cause: str) -> Met:
    """A duplicate that now shows a text of its own is an article of its own."""
    if _had_text(db, uid, article.content_hash):
        return Met("unchanged", uid, _row(db, uid)["version"])
    db.execute("DELETE FROM addresses WHERE url = ?", (origin.url,))
    log(db, origin.at, "moved", uid, _row(db, uid)["version"], f"{origin.url} has parted")
    return _first_meeting(db, replace(article, node_id=None), origin, cause)


def _create(db: sqlite3.Connection, article: Article, origin: Origin) -> Met:
    uid = _mint(db, article, origin)
    db.execute(
        "INSERT INTO article_rows(uid, site, url, lang, title, body, folded, published_on, kind, scope, content_hash, version, state, first_seen_at,"
        " last_changed_at, translation_group, node_id, alternates, quality, interface_lang) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 'live', ?, ?, ?, ?, ?, ?, ?)",
        (
            uid,
            origin.site,
            origin.url,
            article.lang,
            article.title,
            article.body,
            fold_for_index(article.title, article.body),
            article.published_on,
            article.kind,
            article.scope,
            article.content_hash,
            origin.at,
            origin.at,
            translation_group(article, origin.url, origin.site),
            article.node_id,
            json.dumps(dict(sorted(article.alternates.items()))),
            json.dumps(sorted(article.quality)),
            origin.lang,
        ),
    )
    _insert_version(db, uid, 1, article, origin, "published")
    log(db, origin.at, "created", uid, 1)
    _attach(db, uid, article, origin, "canonical")
    _choose_canonical(db, uid, origin.at, quiet=True)
    link_near(db, uid, article.title, article.body)
    return Met("created", uid, 1)


def _new_version(db: sqlite3.Connection, uid: str, article: Article, origin: Origin, cause: str) -> Met:
    twin = db.execute(
        "SELECT uid, first_seen_at FROM article_rows WHERE content_hash = ? AND uid <> ? AND state IN ('live', 'gone')"
        " ORDER BY first_seen_at, uid LIMIT 1",
        (article.content_hash, uid),
    ).fetchone()
    if twin is not None and (twin["first_seen_at"], twin["uid"]) < (_row(db, uid)["first_seen_at"], uid):
        return _merge(db, uid, twin["uid"], origin.at)
    if twin is not None:
        _merge(db, twin["uid"], uid, origin.at)
    version = int(_row(db, uid)["version"]) + 1
    db.execute("UPDATE version_rows SET valid_to = ? WHERE uid = ? AND valid_to IS NULL", (origin.at, uid))
    _insert_version(db, uid, version, article, origin, cause)
    db.execute(
        "UPDATE article_rows SET lang = ?, title = ?, body = ?, folded = ?, published_on = ?, kind = ?, scope = ?, content_hash = ?, version = ?,"
        " last_changed_at = ?, translation_group = ?, node_id = ?, alternates = ?, quality = ? WHERE uid = ?",
        (
            article.lang,
            article.title,
            article.body,
            fold_for_index(article.title, article.body),
            article.published_on,
            article.kind,
            article.scope,
            article.content_hash,
            version,
            origin.at,
            translation_group(article, origin.url, origin.site),
            article.node_id,
            json.dumps(dict(sorted(article.alternates.items()))),
            json.dumps(sorted(article.quality)),
            uid,
        ),
    )
    log(db, origin.at, cause, uid, version)
    link_near(db, uid, article.title, article.body)
    return Met(cause, uid, version)


def _insert_version(
    db: sqlite3.Connection, uid: str, version: int, article: Article, origin: Origin, cause: str
) -> None:
    removed = keep_blocks(db, origin.site, article.removed, origin.at, count=version == 1)
    why = {name: [found.value, found.method, found.place] for name, found in article.why.items()}
    db.execute(
        "INSERT INTO version_rows(uid, version, title, body, content_hash, valid_from, cause, lang, published_on, kind, scope, quality, capture_id, model_id,"
        " derivation, why, removed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            uid,
            version,
            article.title,
            article.body,
            article.content_hash,
            origin.at,
            cause,
            article.lang,
            article.published_on,
            article.kind,
            article.scope,
            json.dumps(sorted(article.quality)),
            origin.capture_id,
            origin.model_id,
            origin.derivation,
            json.dumps(why, ensure_ascii=False),
            json.dumps(removed),
        ),
    )


def _refresh(db: sqlite3.Connection, uid: str, article: Article, origin: Origin, cause: str) -> None:
    """The text is the same; what the page says beside it may have become known, or, when recleaned, better known."""
    row = _row(db, uid)
    fresh = {name: getattr(article, name) or row[name] for name in ("published_on", "kind", "scope", "node_id")}
    if article.alternates:
        fresh["alternates"] = json.dumps(dict(sorted(article.alternates.items())))
        fresh["translation_group"] = translation_group(article, row["url"], row["site"])
    if cause == "recleaned":
        fresh["quality"] = json.dumps(sorted(article.quality))
        fresh["lang"] = article.lang
    fresh = {name: value for name, value in fresh.items() if value != row[name]}
    if not fresh:
        return
    db.execute(
        f"UPDATE article_rows SET {', '.join(f'{name} = ?' for name in fresh)} WHERE uid = ?", (*fresh.values(), uid)
    )
    mine = {
        name: value for name, value in fresh.items() if name in ("published_on", "kind", "scope", "quality", "lang")
    }
    if mine:
        why = {name: [found.value, found.method, found.place] for name, found in article.why.items()}
        db.execute(
            f"UPDATE version_rows SET {', '.join(f'{name} = ?' for name in mine)}, why = ?, model_id = ?, derivation = ? WHERE uid = ? AND version = ?",
            (
                *mine.values(),
                json.dumps(why, ensure_ascii=False),
                origin.model_id,
                origin.derivation,
                uid,
                row["version"],
            ),
        )
    if set(fresh) - {"alternates", "node_id"}:
        log(db, origin.at, "recleaned", uid, row["version"], "fields")


def _merge(db: sqlite3.Connection, uid: str, into: str, at: str) -> Met:
    """Two articles that have become the same text are one; the younger identity keeps its history and points to the other."""
    db.execute(
        "UPDATE addresses SET uid = ?, role = CASE role WHEN 'canonical' THEN 'duplicate' ELSE role END WHERE uid = ?",
        (into, uid),
    )
    db.execute("UPDATE article_rows SET state = 'merged', merged_into = ? WHERE uid = ?", (into, uid))
    db.execute("UPDATE source_documents SET uid = ? WHERE uid = ?", (into, uid))
    db.execute("UPDATE version_rows SET valid_to = ? WHERE uid = ? AND valid_to IS NULL", (at, uid))
    forget_near(db, uid)
    log(db, at, "merged", uid, _row(db, uid)["version"], f"into {into}")
    if _row(db, into)["state"] == "gone" and _is_alive(db, into):
        _revive(db, _row(db, into), at)
    version = int(_row(db, into)["version"])
    if not _choose_canonical(db, into, at):
        log(db, at, "merged", into, version, f"with {uid}")
    return Met("merged", into, version)


def record_redirect(db: sqlite3.Connection, url: str, target: str, at: str) -> bool:
    """An address now redirects: its article lives at `target`. True when the archive knew the address and learned something."""
    known = db.execute("SELECT uid, role FROM addresses WHERE url = ?", (url,)).fetchone()
    if known is None or url == target or known["role"] == "redirect":
        return False
    there = db.execute("SELECT uid FROM addresses WHERE url = ?", (target,)).fetchone()
    db.execute("UPDATE addresses SET role = 'redirect' WHERE url = ?", (url,))
    if there is None:
        before = db.execute("SELECT content_hash, capture_id FROM addresses WHERE url = ?", (url,)).fetchone()
        db.execute(
            "INSERT INTO addresses(url, uid, role, first_seen_at, content_hash, capture_id) VALUES (?, ?, 'alias', ?, ?, ?)",
            (target, known["uid"], at, before["content_hash"], before["capture_id"]),
        )
    elif there["uid"] != known["uid"] and not _is_alive(db, known["uid"]):
        # All that led to this article leads to another one now.
        _merge(db, known["uid"], there["uid"], at)
        return True
    if not _choose_canonical(db, known["uid"], at):
        log(db, at, "moved", known["uid"], _row(db, known["uid"])["version"], f"{url} redirects to {target}")
    return True


def mark_gone(db: sqlite3.Connection, url: str, at: str) -> str | None:
    """An address has vanished for good. Returns the uid when with it the whole article is gone."""
    known = db.execute("SELECT uid FROM addresses WHERE url = ?", (url,)).fetchone()
    if known is None:
        return None
    db.execute("UPDATE addresses SET gone_at = coalesce(gone_at, ?) WHERE url = ?", (at, url))
    uid = str(known["uid"])
    row = _row(db, uid)
    if _is_alive(db, uid):
        if row["state"] == "live":
            _choose_canonical(db, uid, at)
        return None
    if row["state"] != "live":
        return None
    db.execute("UPDATE article_rows SET state = 'gone', last_changed_at = ? WHERE uid = ?", (at, uid))
    log(db, at, "gone", uid, row["version"])
    return uid


def _is_alive(db: sqlite3.Connection, uid: str) -> bool:
    """Whether some web address still shows the article itself."""
    shown = (
        "SELECT 1 FROM addresses WHERE uid = ? AND gone_at IS NULL AND role <> 'redirect' AND url NOT LIKE 'document:%'"
    )
    return db.execute(shown, (uid,)).fetchone() is not None


def confirm_address(db: sqlite3.Connection, url: str, capture_id: int, at: str) -> None:
    """An address shows the text it showed before, in newer bytes; an article that was gone is back. The caller holds the transaction."""
    db.execute("UPDATE addresses SET capture_id = ?, gone_at = NULL WHERE url = ?", (capture_id, url))
    row = _row(db, db.execute("SELECT uid FROM addresses WHERE url = ?", (url,)).fetchone()["uid"])
    if row["state"] == "gone":
        _revive(db, row, at)
    _see(db, row["uid"], at)


def _revive(db: sqlite3.Connection, row: sqlite3.Row, at: str) -> bool:
    db.execute(
        "UPDATE article_rows SET state = 'live', merged_into = NULL, last_changed_at = ? WHERE uid = ?",
        (at, row["uid"]),
    )
    if row["state"] == "merged":
        db.execute(
            "UPDATE version_rows SET valid_to = NULL WHERE uid = ? AND version = ?", (row["uid"], row["version"])
        )
    log(db, at, "restored", row["uid"], row["version"])
    return True


def log(db: sqlite3.Connection, at: str, kind: str, uid: str, version: int, detail: str | None = None) -> None:
    """Add a line to the log behind the export cursor."""
    db.execute(
        "INSERT INTO changes(at, kind, uid, version, detail) VALUES (?, ?, ?, ?, ?)", (at, kind, uid, version, detail)
    )


def translation_group(article: Article, url: str, site: str) -> str | None:
    """The name of the group of translations: from the set of addresses that hreflang gives, else from the node that all translations share."""
    if others := set(article.alternates.values()) - {url}:
        key = min(others | {url})
    elif article.node_id:
        key = f"{site}/node/{article.node_id}"
    else:
        return None
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _mint(db: sqlite3.Connection, article: Article, origin: Origin) -> str:
    """A uid from the first text, so that archives made in another order, or elsewhere, agree on it; the address is added where that name is taken."""
    for key in (
        article.content_hash,
        f"{article.content_hash} {origin.url}",
        f"{article.content_hash} {origin.url} {origin.at}",
    ):
        uid = hashlib.sha256(f"article {key}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
        if db.execute("SELECT 1 FROM article_rows WHERE uid = ?", (uid,)).fetchone() is None:
            return uid
    raise sqlite3.IntegrityError(f"no free uid for {origin.url}")


def _by_text(db: sqlite3.Connection, content_hash: str) -> str | None:
    found = db.execute(
        "SELECT a.uid FROM version_rows v JOIN article_rows a ON a.uid = v.uid WHERE v.content_hash = ?"
        " ORDER BY a.state = 'merged', a.content_hash <> v.content_hash, a.uid LIMIT 1",
        (content_hash,),
    ).fetchone()
    return str(found["uid"]) if found else None


def _by_node(db: sqlite3.Connection, article: Article, origin: Origin) -> str | None:
    """The article of the same node and interface language: the same page under a new slug, or its /node/ID form."""
    if article.node_id is None:
        return None
    rows = db.execute(
        "SELECT uid, title, body FROM article_rows WHERE site = ? AND node_id = ? AND interface_lang IS ? AND state <> 'merged' ORDER BY uid",
        (origin.site, article.node_id, origin.lang),
    )
    lines = {article.title, *article.body.split("\n")}
    # A number alone is not believed: a page may well carry that of another. A new slug comes with some of the text.
    return next(
        (str(row["uid"]) for row in rows if not lines.isdisjoint((row["title"], *row["body"].split("\n")))), None
    )


def _had_text(db: sqlite3.Connection, uid: str, content_hash: str) -> bool:
    return (
        db.execute("SELECT 1 FROM version_rows WHERE uid = ? AND content_hash = ?", (uid, content_hash)).fetchone()
        is not None
    )


def _declares(article: Article, origin: Origin) -> bool:
    return article.canonical_url is not None and article.canonical_url != origin.url


def _attach(db: sqlite3.Connection, uid: str, article: Article, origin: Origin, role: str) -> None:
    if (
        _declares(article, origin)
        and db.execute("SELECT 1 FROM addresses WHERE url = ?", (article.canonical_url,)).fetchone() is None
    ):
        db.execute(
            "INSERT INTO addresses(url, uid, role, first_seen_at, content_hash, capture_id) VALUES (?, ?, 'duplicate', ?, ?, ?)",
            (article.canonical_url, uid, origin.at, article.content_hash, origin.capture_id),
        )
        role = "alias"
    db.execute(
        "INSERT INTO addresses(url, uid, role, first_seen_at, content_hash, capture_id) VALUES (?, ?, ?, ?, ?, ?)",
        (origin.url, uid, role, origin.at, article.content_hash, origin.capture_id),
    )


def _choose_canonical(db: sqlite3.Connection, uid: str, at: str, *, quiet: bool = False) -> bool:
    """Settle which address names the article, by the addresses alone and not by the order they were met in. True when it has changed."""
    row = _row(db, uid)
    rows = db.execute("SELECT url, role, gone_at FROM addresses WHERE uid = ?", (uid,)).fetchall()
    if not rows:
        return False

    def rank(address: sqlite3.Row) -> tuple[object, ...]:
        url = address["url"]
        return (
            url.startswith(DOCUMENT),
            address["role"] == "redirect",
            address["gone_at"] is not None,
            address["role"] == "alias",
            bool(_COUNTED_SLUG.search(url)),
            len(url),
            url,
        )

    chosen = min(rows, key=rank)["url"]
    db.execute(
        "UPDATE addresses SET role = 'duplicate' WHERE uid = ? AND role = 'canonical' AND url <> ?", (uid, chosen)
    )
    db.execute("UPDATE addresses SET role = 'canonical' WHERE url = ? AND role <> 'redirect'", (chosen,))
    if chosen == row["url"]:
        return False
    db.execute("UPDATE article_rows SET url = ? WHERE uid = ?", (chosen, uid))
    if not quiet:
        log(db, at, "moved", uid, row["version"], f"{row['url']} to {chosen}")
    return True


def _see(db: sqlite3.Connection, uid: str, at: str) -> None:
    db.execute(
        "INSERT INTO sightings(uid, last_seen_at) VALUES (?, ?) ON CONFLICT(uid) DO UPDATE SET last_seen_at = excluded.last_seen_at"
        " WHERE excluded.last_seen_at > last_seen_at",
        (uid, at),
    )


def see_address(db: sqlite3.Connection, url: str, at: str) -> None:
    """An address answered and shows what it showed before."""
    known = db.execute("SELECT uid FROM addresses WHERE url = ?", (url,)).fetchone()
    if known is not None:
        _see(db, known["uid"], at)


def _row(db: sqlite3.Connection, uid: str) -> sqlite3.Row:
    row: sqlite3.Row = db.execute("SELECT * FROM article_rows WHERE uid = ?", (uid,)).fetchone()
    return row
