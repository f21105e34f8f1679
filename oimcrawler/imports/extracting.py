"""The cleaning alone: folders of pages, or lines of `url` and `html`, into one text and one JSON file a page, a site at a time."""

import hashlib
import html
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oimcrawler.cleaning_api import CleanDocument, clean_documents
from oimcrawler.exits import LAYOUT, USAGE, Problem
from oimcrawler.imports.gathering import Found, kind_of, read_bytes, told
from oimcrawler.imports.jsonl import BLANK, LONGEST_LINE, read_lines
from oimcrawler.slugs import slug_of
from oimcrawler.urls import canonical_url, host_site, is_web_url, join_url, path_of

_LONGEST_NAME = 120
_UNSAFE = re.compile(r"[^\w.+-]+")
_HEAD = 65_536
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|div|p|table|title|meta|article|main|section|h1)\b", re.IGNORECASE
)
_HTML_TAG = re.compile(r"<html\b[^>]*>", re.IGNORECASE)
_LANG = re.compile(r"\b(?:xml:)?lang\s*=\s*[\"']?([a-zA-Z]{2,3})\b", re.IGNORECASE)
_LINK = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_REL = re.compile(r"\brel\s*=\s*[\"']?canonical\b", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where one page is to be read from: a file, or the line of a file that begins at `offset` (bytes) and has this number."""

    file: Path
    label: str
    stem: str
    url: str = ""
    offset: int | None = None


@dataclass(slots=True)
class _Writing:
    """What has been written, and a line for each page that could not be read."""

    out: Path
    written: int = 0
    usable: int = 0
    problems: list[str] = field(default_factory=list)


def extract_paths(paths: Sequence[Path], out: Path) -> tuple[int, list[str]]:
    """Clean the pages under these paths into `out/<site>/<name>.txt` and `.json`; returns how many pages, and one
    line for each that could not be read.

    A path is a folder with one subfolder of `.html` pages a site (pages right in it are a site named after it), or a `.jsonl` of `url` and `html`,
    whose sites are the hosts. The pages of one site and interface language are learned from together; only one site is held in memory.
    Raises Problem where a path is missing, where there are no pages, and where no article is found on any.
    """
    work = _Writing(out)
    sites: dict[str, list[_Source]] = defaultdict(list)
    for path in paths:
        for site, source in _sources(path, work.problems):
            sites[site].append(source)
    if not sites:
        first = (
            f" ({work.problems[0]})"
            if work.problems
            else " (a folder with one subfolder of .html pages a site, or a .jsonl of url and html)"
        )
        raise Problem(USAGE, f"{', '.join(map(str, paths))}: no pages there{first}")
    folders = dict(zip(sorted(sites), _safe_names([(site, site) for site in sorted(sites)]), strict=True))
    for site in sorted(sites):
        _clean_site(work, folders[site], sites[site])
    if not work.written:
        raise Problem(USAGE, f"none of the {len(work.problems)} pages can be read: {work.problems[0]}")
    if not work.usable:
        raise Problem(LAYOUT, f"no article was found on any of the {work.written} pages; what they gave is in {out}")
    return work.written, work.problems


def _sources(path: Path, problems: list[str]) -> Iterator[tuple[str, _Source]]:
    if path.is_dir():
        yield from _pages_in(path)
    elif not path.exists():
        raise Problem(USAGE, f"{path}: no such file or folder")
    elif path.suffix.lower() == ".jsonl":
        yield from _lines_of(path, problems)
    else:
        raise Problem(USAGE, f"{path}: not a folder of pages and not a .jsonl file")


def _pages_in(folder: Path) -> Iterator[tuple[str, _Source]]:
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        if kind_of(file) != "html" or not file.is_file() or any(part.startswith(".") for part in parts):
            continue
        site, inside = (parts[0], parts[1:]) if len(parts) > 1 else (folder.resolve().name or "pages", parts)
        stem = "_".join(inside)[: -len(file.suffix)]
        yield site, _Source(file, told(file.relative_to(folder).as_posix()), told(stem))


def _lines_of(file: Path, problems: list[str]) -> Iterator[tuple[str, _Source]]:
    try:
        for line in read_lines(file, lambda name, reason: problems.append(f"{name}: {reason}")):
            label = f"{file.name}:{line.number}"
            try:
                url = _row(line.data)["url"]
            except ValueError as error:
                problems.append(f"{label}: no page in this line ({error})")
                continue
            stem = slug_of(url) or path_of(url).strip("/") or "index"
            yield host_site(url), _Source(file, label, stem, url, line.offset)
    except ValueError as error:
        problems.append(f"{file.name}: {error}")


def _row(data: bytes) -> dict[str, Any]:
    row = json.loads(data)
    if not isinstance(row, dict) or not isinstance(row.get("html"), str) or not isinstance(row.get("url"), str):
        raise ValueError("it needs url and html")
    if not is_web_url(row["url"]):
        raise ValueError(f"{row['url'][:80]} is not a web address")
    if not row["html"].strip():
        raise ValueError("its html is empty")
    return row


def _clean_site(work: _Writing, folder: str, sources: list[_Source]) -> None:
    pages: list[tuple[_Source, str, str | bytes]] = []
    seen: set[tuple[str, str]] = set()
    for source in sources:
        try:
            data = _read(source)
        except ValueError as error:
            work.problems.append(f"{source.label}: {error}")
            continue
        raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
        key = (canonical_url(source.url) or str(source.file), hashlib.sha256(raw).hexdigest())
        if key not in seen:
            seen.add(key)
            pages.append((source, source.url or _declared(data), data))
    names = _safe_names([(source.stem, source.url or source.label) for source, _, _ in pages])
    for group in _groups([_language(data) for _, _, data in pages]):
        documents = clean_documents((pages[i][0].url, pages[i][2]) for i in group)
        for i, document in zip(group, documents, strict=True):
            _write(work, folder, names[i], document, pages[i][1])


def _read(source: _Source) -> bytes | str:
    if source.offset is None:
        data = read_bytes(Found(source.file, source.label, "html"))
        if not data.strip():
            raise ValueError("empty")
        if not _MARKUP.search(data[: 4 * _HEAD].replace(b"\0", b"")):
            raise ValueError("not a web page")
        return data
    try:
        with source.file.open("rb") as handle:
            handle.seek(source.offset)
            found: str = _row(handle.readline(LONGEST_LINE).strip(BLANK))["html"]
            return found
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror})") from None


def _head(data: str | bytes) -> str:
    # The tags that are looked for are ASCII in every encoding of the web but UTF-16, whose zeros go.
    return data[:_HEAD] if isinstance(data, str) else data[:_HEAD].replace(b"\0", b"").decode("latin-1")


def _language(data: str | bytes) -> str:
    """The interface language that a page declares, empty where it does not."""
    tag = _HTML_TAG.search(_head(data))
    found = _LANG.search(tag.group()) if tag else None
    return found[1].lower() if found else ""


def _declared(data: str | bytes) -> str:
    """The address that a page declares as canonical, empty where it does not."""
    for tag in _LINK.finditer(_head(data)):
        if _REL.search(tag.group()) and (href := _HREF.search(tag.group())):
            return join_url("", html.unescape(next(part for part in href.groups() if part is not None)))
    return ""


def _groups(languages: list[str]) -> list[list[int]]:
    """Which pages are learned from together: those of one language; a page that is alone in its language goes with the largest group."""
    by_language: dict[str, list[int]] = defaultdict(list)
    for index, lang in enumerate(languages):
        by_language[lang].append(index)
    groups = sorted(by_language.values(), key=lambda group: (-len(group), group[0]))
    alone = [index for group in groups[1:] if len(group) == 1 for index in group]
    return [sorted([*groups[0], *alone]), *[group for group in groups[1:] if len(group) > 1]] if groups else []


def _safe_names(wanted: Iterable[tuple[str, str]]) -> list[str]:
    """A file name for each (name, what tells it apart): safe on every system, no two alike even where case is not told apart."""
    plain = [(_safe(name), name, apart) for name, apart in wanted]
    first: dict[str, set[str]] = defaultdict(set)
    for safe, name, apart in plain:
        first[safe.casefold()].add(f"{name}\0{apart}")
    taken: set[str] = set()
    found = []
    for safe, name, apart in plain:
        chosen = safe
        if len(first[safe.casefold()]) > 1:
            chosen = f"{safe}-{hashlib.sha256(f'{name} {apart}'.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
        number = 2
        unique = chosen
        while unique.casefold() in taken:
            unique, number = f"{chosen}-{number}", number + 1
        taken.add(unique.casefold())
        found.append(unique)
    return found


def _safe(name: str) -> str:
    safe = _UNSAFE.sub("_", name).strip("._") or "page"
    # Cut by bytes: that is what file systems count.
    return safe.encode("utf-8", "replace")[:_LONGEST_NAME].decode("utf-8", "ignore")


def _write(work: _Writing, folder: str, name: str, document: CleanDocument, url: str) -> None:
    place = work.out / folder
    row = {
        "url": url or None,
        "title": document.title,
        "body": document.body,
        "published_on": document.published_on,
        "lang": document.lang,
        "quality": list(document.quality),
    }
    try:
        place.mkdir(parents=True, exist_ok=True)
        _replace(place / f"{name}.txt", f"{document.body}\n" if document.body else "")
        _replace(place / f"{name}.json", json.dumps(row, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise Problem(USAGE, f"{place}: cannot be written ({error.strerror}); name another --out") from None
    work.written += 1
    work.usable += bool(document.body)


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(text.encode("utf-8", "replace"))
        os.replace(part, path)  # noqa: PTH105 (the same call, and it says what it does)
    finally:
        part.unlink(missing_ok=True)
