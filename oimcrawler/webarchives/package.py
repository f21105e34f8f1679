"""The WACZ package: a WARC with its index, its pages and their hashes in one zip file."""

import hashlib
import json
import shutil
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from oimcrawler import __version__
from oimcrawler.webarchives.records import Entry
from oimcrawler.webarchives.surt import surt

WARC = "archive/data.warc.gz"
# The same index twice: CDXJ is its form and proper ending, but pywb's wb-manager takes an index only under the older one.
INDEXES = ("indexes/index.cdxj", "indexes/index.cdx")
PAGES = "pages/pages.jsonl"

_LARGE = 1 << 31


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a reader may begin with."""

    url: str
    fetched_at: str
    title: str


def write_package(file: IO[bytes], warc: Path, entries: Sequence[Entry], pages: Iterable[Page]) -> None:
    """Write a WACZ of this WARC file; nothing in it is compressed twice, so that readers reach every record by its offset."""
    lines = index(entries).encode()
    with ZipFile(file, "w", ZIP_STORED) as package:
        resources = [
            _add_file(package, WARC, warc),
            *(_add(package, name, lines) for name in INDEXES),
            _add(package, PAGES, _page_lines(pages).encode()),
        ]
        times = [entry.fetched_at for entry in entries]
        description = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": "Captures kept by oimcrawler",
            "software": f"oimcrawler {__version__}",
            "created": max(times),
            "resources": resources,
        }
        text = (json.dumps(description, ensure_ascii=False, indent=1) + "\n").encode()
        _add(package, "datapackage.json", text)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(text).hexdigest()}"}
        _add(package, "datapackage-digest.json", (json.dumps(digest) + "\n").encode())


def index(entries: Iterable[Entry]) -> str:
    """The CDXJ index: one line a response or revisit, sorted by key and time.

    A 304 is left out: what the address showed stands at the line that it refers to, and a replay tool that lands on it would have nothing to show.
    """
    lines = []
    for entry in entries:
        if entry.status == 304:
            continue
        values = {
            "url": entry.url,
            "mime": entry.mime,
            "status": str(entry.status),
            "digest": entry.digest,
            "length": str(entry.length),
            "offset": str(entry.offset),
            "filename": WARC.rpartition("/")[2],
        }
        moment = "".join(character for character in entry.fetched_at if character.isdigit())[:14]
        lines.append(f"{surt(entry.url)} {moment} {json.dumps(values, ensure_ascii=False)}\n")
    return "".join(sorted(lines, key=str.encode))


def _page_lines(pages: Iterable[Page]) -> str:
    lines: list[dict[str, Any]] = [{"format": "json-pages-1.0", "id": "pages", "title": "All pages"}]
    for page in pages:
        identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{page.url} {page.fetched_at}").hex
        lines.append(
            {"id": identifier, "url": page.url, "ts": page.fetched_at} | ({"title": page.title} if page.title else {})
        )
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _add(package: ZipFile, path: str, data: bytes) -> dict[str, Any]:
    package.writestr(_member(path), data)
    return _resource(path, hashlib.sha256(data).hexdigest(), len(data))


def _add_file(package: ZipFile, path: str, source: Path) -> dict[str, Any]:
    size = source.stat().st_size
    with source.open("rb") as file, package.open(_member(path), "w", force_zip64=size >= _LARGE) as target:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        shutil.copyfileobj(file, target, 1 << 20)
    return _resource(path, digest, size)


def _member(path: str) -> ZipInfo:
    # A fixed date: the same archive is to give the same file.
    member = ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    member.external_attr = 0o644 << 16
    member.create_system = 3
    return member


def _resource(path: str, digest: str, size: int) -> dict[str, Any]:
    return {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{digest}", "bytes": size}
