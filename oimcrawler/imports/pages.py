"""Saved pages and web archives: captures of others, kept and settled like our own."""

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from oimcrawler.answers import judge
from oimcrawler.archive import transaction
from oimcrawler.archive.articles import DOCUMENT
from oimcrawler.archive.captures import Exchange, record_capture
from oimcrawler.archive.frontier import add_page, hold, keep_cards
from oimcrawler.archive.withdrawal import forget_purged, is_purged
from oimcrawler.discovery import page_number, read_listing
from oimcrawler.exits import Problem
from oimcrawler.extraction import parse
from oimcrawler.fields import read_fields
from oimcrawler.imports.gathering import Found, read_bytes
from oimcrawler.imports.importing import Intake
from oimcrawler.model import Card
from oimcrawler.reading import read_page
from oimcrawler.settlement import settle
from oimcrawler.urls import canonical_url, host_site, url_language

# So much is held in memory at a time (bytes).
BATCH_BYTES = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Saved:
    """One captured page with the key it is kept under."""

    name: str
    url: str
    at: str
    body: bytes
    content_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


def import_pages(intake: Intake, files: Iterable[Found]) -> None:
    """Import saved `.html` pages; their address is what they declare as canonical, else their file's name."""
    for batch in _batches(_saved_pages(intake, files)):
        _take_in(intake, batch)


def _saved_pages(intake: Intake, files: Iterable[Found]) -> Iterator[Saved]:
    for found in files:
        try:
            data = read_bytes(found)
            if not data.strip():
                raise ValueError("empty")
            declared = read_fields(parse(data)).canonical_url
            url = canonical_url(declared.value) if declared else ""
            if not url or intake.profile.is_article(url) is not True:
                url = f"{DOCUMENT}{intake.profile.name}/{found.name}"
            verdict = judge(200, {}, data, url)
            if verdict.outcome != "ok":
                raise ValueError(verdict.reason)
        except ValueError as error:
            intake.fail(found.name, str(error))
            continue
        yield Saved(found.name, url, intake.at, data)


def import_web_archives(intake: Intake, files: Iterable[Found]) -> None:
    """Import WARC and WACZ files: the pages of articles among their records, oldest first, and the cards of listings."""
    for found in files:
        told, pages, articles = len(intake.result.problems), 0, 0
        for batch in _batches(_records(intake, found)):
            chosen = [one for one in batch if _is_article(intake, one.url)]
            pages += len(batch)
            articles += len(chosen)
            _keep_listings(intake, [one for one in batch if intake.profile.is_listing(one.url)])
            _take_in(intake, [one for one in chosen if _is_page(intake, one)])
        intake.result.skipped += pages - articles
        if pages and not articles:
            intake.fail(found.name, f"no articles of {intake.profile.name} in it; name another --site")
        elif not pages and len(intake.result.problems) == told:
            intake.fail(found.name, "no web pages in it")


def _records(intake: Intake, found: Found) -> Iterator[Saved]:
    from oimcrawler.webarchives import read

    try:
        for record in read(found.path):
            if isinstance(record, str):
                intake.fail(found.name, record)
            elif record.status == 200 and record.body:
                headers = tuple(record.headers)
                content_type = next((value for name, value in headers if name.lower() == "content-type"), None)
                name = f"{found.name}: {record.url}"
                yield Saved(name, canonical_url(record.url), record.fetched_at, record.body, content_type, headers)
    except Problem as problem:
        intake.fail(found.name, str(problem))


def _batches(saved: Iterable[Saved]) -> Iterator[list[Saved]]:
    """Pages in lots that fit into memory; all of an ordinary import is one."""
    batch: list[Saved] = []
    size = 0
    for one in saved:
        batch.append(one)
        size += len(one.body)
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _is_page(intake: Intake, one: Saved) -> bool:
    """Whether a capture shows an article's page and not a refusal or an error in a page's clothes, which is told."""
    verdict = judge(200, {name.lower(): value for name, value in one.headers}, one.body, one.url)
    if verdict.outcome != "ok":
        intake.fail(one.name, verdict.reason)
    return verdict.outcome == "ok"


def _is_article(intake: Intake, url: str) -> bool:
    if url.startswith(DOCUMENT) or host_site(url) != host_site(intake.profile.origin):
        return False
    return intake.profile.is_article(url) is not False


def _keep_listings(intake: Intake, saved: Iterable[Saved]) -> None:
    for one in sorted(saved, key=lambda s: (s.at, s.url)):
        lang = url_language(one.url, intake.profile) or "und"
        page = read_page(one.body, one.url, one.content_type)
        listing = read_listing(page, one.url, intake.profile, lang=lang)
        with transaction(intake.db):
            rank = max(0, page_number(one.url, intake.profile)) * 1_000
            keep_cards(intake.db, intake.profile.name, lang, listing.cards, one.url, rank, one.at)
            intake.db.execute(
                "UPDATE pages SET due_at = NULL WHERE site = ? AND visited_at IS NULL AND found_at = ?",
                (intake.profile.name, one.at),
            )


def _take_in(intake: Intake, saved: Iterable[Saved]) -> None:
    """Keep the pages and settle them in rounds, the n-th capture of each address in the n-th, so that versions follow each other as they did."""
    rounds: dict[int, list[Saved]] = defaultdict(list)
    seen: dict[str, int] = defaultdict(int)
    for one in sorted(saved, key=lambda s: (s.at, s.url, s.name)):
        rounds[seen[one.url]].append(one)
        seen[one.url] += 1
    for _, members in sorted(rounds.items()):
        if names := {one.url: one.name for one in members if _keep(intake, one)}:
            _settle(intake, names)
            with transaction(intake.db):
                for url in names:
                    forget_purged(intake.db, url)


def _keep(intake: Intake, one: Saved) -> bool:
    """Keep a page for the settlement; False for one that says nothing new."""
    db, site = intake.db, intake.profile.name
    lang = url_language(one.url, intake.profile) if not one.url.startswith(DOCUMENT) else None
    digest = hashlib.sha256(one.body).hexdigest()
    intake.result.documents += 1
    with transaction(db):
        add_page(db, site, lang or "und", Card(one.url), one.at, "import")
        before = db.execute("SELECT payload_sha256, visited_at FROM pages WHERE url = ?", (one.url,)).fetchone()
        # The same bytes again, or an older page than what a crawl has seen, is no edit; what was purged does not come back.
        known = before["payload_sha256"] == digest or (before["visited_at"] or "") > one.at
        known = known or (one.at == intake.at and _captured(db, one.url, digest))
        if (
            known
            or is_purged(db, "", one.url)
            or db.execute("SELECT 1 FROM purged_payloads WHERE sha256 = ?", (digest,)).fetchone()
        ):
            intake.result.unchanged += 1
            return False
        exchange = Exchange(
            one.url,
            site,
            one.at,
            200,
            "imported",
            "article",
            body=one.body,
            headers=one.headers,
            content_type=one.content_type,
        )
        capture_id = record_capture(db, intake.run_id, exchange)
        due = None if one.url.startswith(DOCUMENT) else one.at
        db.execute(
            "UPDATE pages SET visited_at = ?, visits = visits + 1, payload_sha256 = ?, outcome = 'imported', due_at = ? WHERE url = ?",
            (one.at, digest, due, one.url),
        )
        hold(db, one.url, capture_id, "imported")
    return True


def _captured(db: sqlite3.Connection, url: str, digest: str) -> bool:
    """Whether an import has brought these bytes from this address before: a saved page has no time of its own that could make it newer."""
    return (
        db.execute(
            "SELECT 1 FROM captures WHERE payload_sha256 = ? AND url = ? AND outcome = 'imported'", (digest, url)
        ).fetchone()
        is not None
    )


def _settle(intake: Intake, names: dict[str, str]) -> None:
    """Read and store what waits; of pages that are not understood only those of this import are told."""
    db, result = intake.db, intake.result
    settled = settle(db, intake.profile, intake.run_id, intake.at)
    result.new += settled.new
    result.edited += settled.edited
    result.duplicates += settled.duplicates
    result.unchanged += settled.unchanged
    result.recleaned += settled.recleaned
    for url, reason in settled.waiting:
        if url in names:
            intake.fail(names[url], f"kept, but not read as an article: {reason}")
