"""`pack`: the kept captures as one WARC 1.1 file or one WACZ 1.1.1 package."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from oimcrawler.archive import Archive
from oimcrawler.archive.payloads import read_payload
from oimcrawler.archive.snapshot import lossy_texts, snapshot
from oimcrawler.exits import INTERNAL, USAGE, Problem
from oimcrawler.webarchives.package import Page, write_package
from oimcrawler.webarchives.records import Capture, Entry, RecordWriter, headers_of

_STEP = 100
_REDIRECTS = (301, 302, 303, 307, 308)
# An article that was withdrawn is not handed on: neither what its addresses answered nor the same bytes from elsewhere.
_WITHHELD = """
WITH of_withdrawn AS (
    SELECT c.url, c.payload_sha256 FROM captures AS c
    WHERE c.url IN (SELECT d.url FROM addresses AS d JOIN article_rows AS a ON a.uid = d.uid WHERE a.state = 'withdrawn')
    OR c.id IN (SELECT v.capture_id FROM version_rows AS v JOIN article_rows AS a ON a.uid = v.uid WHERE a.state = 'withdrawn')
)
"""
_WHERE = """
FROM captures AS c
WHERE c.url LIKE 'http%' AND (c.payload_sha256 IS NOT NULL OR c.status IN (304, 301, 302, 303, 307, 308))
AND c.url NOT IN (SELECT url FROM of_withdrawn)
AND (c.payload_sha256 IS NULL OR c.payload_sha256 NOT IN (SELECT payload_sha256 FROM of_withdrawn WHERE payload_sha256 IS NOT NULL))
AND (:site IS NULL OR c.site = :site) AND (:since IS NULL OR c.fetched_at >= :since)
"""


@dataclass(frozen=True, slots=True)
class Packed:
    """What a pack holds: captures, as `responses` with a body of their own and `revisits` of them; `left_out` have no body any more."""

    captures: int
    responses: int
    revisits: int
    left_out: int
    bytes: int

    def document(self) -> dict[str, Any]:
        """The same as JSON values."""
        return asdict(self)


def pack(
    archive: Archive,
    out: Path,
    *,
    site: str | None = None,
    since: str | None = None,
    overwrite: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Packed:
    """Write the captures (of one site, made on the day `since` or later) to `out`, whose name ends in `.warc.gz` or `.wacz`.

    The same archive gives the same bytes. Purged pages and pages of withdrawn articles are left out,
    and so are imported documents, which no server answered with.
    Raises Problem (2) for another name, a file that is there already (unless `overwrite`), and where there is nothing to pack.
    """
    as_package = out.name.endswith(".wacz")
    if not as_package and not out.name.endswith(".warc.gz"):
        raise Problem(USAGE, f"{out}: its name says no format; let it end in .warc.gz or .wacz")
    if out.exists() and not (overwrite and out.is_file()):
        raise Problem(USAGE, f"{out}: is there already; name another file or say --overwrite")
    warc = out.with_name(f".{out.name}.unfinished")
    with snapshot(archive.db), lossy_texts(archive.db), _explained(out), _removed_at_the_end(warc):
        with warc.open("w+b") as file:
            packed, entries = _write_records(archive.db, file, {"site": site, "since": since}, progress)
            _settle(file)
        if not entries:
            what = " ".join(["no captures", *([f"of {site}"] if site else []), *([f"since {since}"] if since else [])])
            raise Problem(USAGE, f"{archive.path}: holds {what} to pack; 'oimcrawler status' shows what is there")
        if as_package:
            whole = out.with_name(f".{out.name}.package")
            with _removed_at_the_end(whole):
                with whole.open("w+b") as file:
                    write_package(file, warc, entries, _pages(archive.db, entries))
                    _settle(file)
                whole.replace(out)
        else:
            warc.replace(out)
    return Packed(**packed, bytes=out.stat().st_size)


def _write_records(
    db: sqlite3.Connection, file: IO[bytes], chosen: dict[str, str | None], progress: Callable[[int, int], None] | None
) -> tuple[dict[str, int], list[Entry]]:
    writer = RecordWriter(file)
    total, first = db.execute(f"{_WITHHELD} SELECT count(*), min(c.fetched_at) {_WHERE}", chosen).fetchone()
    counts = dict.fromkeys(("captures", "responses", "revisits", "left_out"), 0)
    entries: list[Entry] = []
    if total:
        writer.begin(first)
    columns = "c.id, c.url, c.fetched_at, c.status, c.headers, c.content_type, c.payload_sha256, c.etag, c.last_modified, c.location"
    for number, row in enumerate(db.execute(f"{_WITHHELD} SELECT {columns} {_WHERE} ORDER BY c.id", chosen), 1):
        entry = _write_capture(db, writer, row)
        if entry is None:
            counts["left_out"] += 1
        else:
            entries.append(entry)
            counts["captures"] += 1
            counts["revisits" if entry.mime == "warc/revisit" else "responses"] += 1
        if progress is not None and (number % _STEP == 0 or number == total):
            progress(number, total)
    return counts, entries


def _write_capture(db: sqlite3.Connection, writer: RecordWriter, row: sqlite3.Row) -> Entry | None:
    headers = headers_of(row["headers"]) or [
        (name, row[column])
        for name, column in (
            ("Content-Type", "content_type"),
            ("ETag", "etag"),
            ("Last-Modified", "last_modified"),
            ("Location", "location"),
        )
        if row[column]
    ]
    capture = Capture(
        row["id"],
        row["url"].replace(" ", "%20"),
        row["fetched_at"],
        row["status"],
        headers,
        row["content_type"],
        row["payload_sha256"],
    )
    if capture.status == 304:
        return writer.not_modified(capture)
    body = b""
    if capture.payload_sha256 is not None:
        try:
            body = read_payload(db, capture.payload_sha256)
        except KeyError:
            return None
    elif capture.status not in _REDIRECTS:
        return None
    return writer.response(capture, body)


def _pages(db: sqlite3.Connection, entries: list[Entry]) -> Iterator[Page]:
    """Every page once, at the time of its first capture, with the headline of its article."""
    seen: set[str] = set()
    for entry in entries:
        if entry.status == 200 and entry.mime in ("text/html", "application/xhtml+xml") and entry.url not in seen:
            seen.add(entry.url)
            title = db.execute(
                "SELECT a.title FROM addresses AS d JOIN articles AS a ON a.uid = d.uid WHERE d.url = ?", (entry.url,)
            ).fetchone()
            yield Page(entry.url, entry.fetched_at, title[0] if title else "")


def _settle(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def _removed_at_the_end(path: Path) -> Iterator[None]:
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _explained(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = INTERNAL if error.errno in (28, 122) else USAGE
        raise Problem(
            code, f"{out}: cannot be written ({error.strerror or error}); make room or name another file"
        ) from None
