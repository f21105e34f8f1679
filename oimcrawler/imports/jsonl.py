"""Lines of JSON: articles with the keys of our export, or texts with their navigation still on top."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from oimcrawler.archive import transaction
from oimcrawler.archive.articles import DOCUMENT, Origin, store_article
from oimcrawler.archive.captures import Exchange, record_capture
from oimcrawler.archive.withdrawal import is_purged
from oimcrawler.dates import parse_date
from oimcrawler.fields import body_language
from oimcrawler.fingerprint import content_hash
from oimcrawler.imports.gathering import LARGEST, Found
from oimcrawler.imports.importing import Intake
from oimcrawler.imports.texts import keep_document, settle_texts, tally
from oimcrawler.model import Article, Evidence
from oimcrawler.text import join_paragraphs, normal_line, normal_lines
from oimcrawler.urls import canonical_url, is_web_url

LONGEST_LINE = LARGEST
LONGEST_ADDRESS = 4_096
# Around a line: white space and, at the start of a file, the mark of UTF-8.
BLANK = b" \t\r\n\xef\xbb\xbf"
# So many lines share a transaction: a commit for each would cost more than storing it.
BATCH = 200


def import_jsonl(intake: Intake, files: Iterable[Found]) -> None:
    """Import `.jsonl`: a line with `title` and `body` is a clean article, one with `text` is cleaned like a text document."""
    texts = False
    for found in files:
        lines = _told(intake, found)
        while batch := list(islice(lines, BATCH)):
            with transaction(intake.db):
                for line in batch:
                    texts |= _import_line(intake, found.name, line)
    if texts:
        settle_texts(intake)


def _told(intake: Intake, found: Found) -> Iterator["Line"]:
    try:
        yield from read_lines(found.path, intake.fail)
    except ValueError as error:
        intake.fail(found.name, str(error))


def _import_line(intake: Intake, file: str, line: "Line") -> bool:
    """Take in one line; True when it is a text that has to be cleaned with the others."""
    name = f"{file}:{line.number}"
    try:
        row = json.loads(line.data)
        if not isinstance(row, dict):
            raise ValueError("not an object")
        if isinstance(row.get("text"), str) and "body" not in row:
            keep_document(intake, name, row["text"].encode("utf-8", "replace"), _address(row))
            return True
        _import_article(intake, row, line.data)
    except (ValueError, RecursionError) as error:
        intake.fail(name, f"no article in this line ({error})")
    return False


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its number from 1, the byte it begins at, and its bytes."""

    number: int
    offset: int
    data: bytes


def read_lines(path: Path, tell: Callable[[str, str], None]) -> Iterator[Line]:
    """The lines of a file one at a time; raises ValueError with a short reason where it is empty or cannot be read. A
    line that is too long is told and left out.
    """
    try:
        with path.open("rb") as handle:
            number = offset = 0
            while data := handle.readline(LONGEST_LINE + 1):
                number, start = number + 1, offset
                offset += len(data)
                if len(data) > LONGEST_LINE:
                    while data and not data.endswith(b"\n"):
                        data = handle.readline(LONGEST_LINE)
                        offset += len(data)
                    tell(f"{path.name}:{number}", f"longer than {LONGEST_LINE // 1024 // 1024} MB")
                elif stripped := data.strip(BLANK):
                    yield Line(number, start, stripped)
            if number == 0:
                raise ValueError("empty")
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror})") from None


def _import_article(intake: Intake, row: dict[str, Any], line: bytes) -> None:
    article = _article(row)
    db, site = intake.db, _site(intake, row)
    url = _address(row) or f"{DOCUMENT}{site}/{article.content_hash}"
    intake.result.documents += 1
    with transaction(db):
        known = db.execute(
            "SELECT d.content_hash, a.state, a.last_changed_at FROM addresses d JOIN article_rows a ON a.uid = d.uid WHERE d.url = ?",
            (url,),
        ).fetchone()
        # An older export says nothing new of an article that has changed since; one that was purged does not come back by any way.
        stale = known is not None and (_text(row, "last_changed_at") or "9") < known["last_changed_at"]
        if is_purged(db, article.content_hash, url) or (
            known is not None and (known["content_hash"] == article.content_hash or stale)
        ):
            intake.result.unchanged += 1
            return
        exchange = Exchange(
            url, site, intake.at, 200, "imported", "document", body=line, content_type="application/json"
        )
        capture_id = record_capture(db, intake.run_id, exchange)
        origin = Origin(site, url, intake.at, capture_id, "import-1/none/sha256-16")
        tally(intake, store_article(db, article, origin).what)
        urls = row.get("urls")
        for other in sorted(
            {found for one in (urls if isinstance(urls, list) else []) if (found := _key(one))} - {url}
        ):
            if db.execute("SELECT 1 FROM addresses WHERE url = ?", (other,)).fetchone() is None:
                store_article(db, article, Origin(site, other, intake.at, capture_id, origin.derivation))


def _site(intake: Intake, row: dict[str, Any]) -> str:
    """The site of a line of our own export, where its profile is known; else the one that the import names."""
    site = row.get("site")
    return site if isinstance(site, str) and site in intake.sites else intake.profile.name


def _address(row: dict[str, Any]) -> str | None:
    return _key(row.get("url"))


def _key(url: object) -> str | None:
    """An address as the archive keeps it: a web address, or the name of a document in an archive that was exported."""
    if not isinstance(url, str) or len(url) > LONGEST_ADDRESS:
        return None
    if url.startswith(DOCUMENT) and url == normal_line(url):
        return url
    return canonical_url(url) if is_web_url(url) else None


def _article(row: dict[str, Any]) -> Article:
    title, body = row.get("title"), row.get("body")
    if not isinstance(body, str) or not isinstance(title, str | None) or not body.strip():
        raise ValueError("it needs title and body, or text")
    title, body = normal_line(title or ""), join_paragraphs(normal_lines(body))
    lang, certainty = body_language(f"{title}\n{body}", declared=_text(row, "lang"))
    published = parse_date(_text(row, "published_on") or "")
    found = {
        name: Evidence(value, "import", "jsonl")
        for name in ("kind", "scope", "published_on")
        if (value := _text(row, name))
    }
    quality = row.get("quality")
    return Article(
        title=title,
        body=body,
        content_hash=content_hash(title, body),
        lang=_text(row, "lang") or lang,
        published_on=published.isoformat() if published else None,
        kind=_text(row, "kind"),
        scope=_text(row, "scope"),
        quality=tuple(sorted({flag for flag in quality if isinstance(flag, str)})) if isinstance(quality, list) else (),
        why={
            **found,
            "title": Evidence(title, "import", "jsonl"),
            "body": Evidence(f"{body.count(chr(10)) + 1} paragraphs", "import", "jsonl"),
            "lang": Evidence(lang or "", "words of the body", f"certainty {certainty:.2f}"),
        },
        method="document",
        confidence=1.0,
    )


def _text(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    return normal_line(value) or None if isinstance(value, str) else None
