"""Reading other people's web archives: every HTML page that is whole, and one line for everything that is not."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, cast

from oimcrawler.clock import moment
from oimcrawler.exits import USAGE, Problem
from oimcrawler.webarchives.members import Lines, Truncated
from oimcrawler.webarchives.messages import BODY_LIMIT, Undecodable, decoded, header, split_message

_LINE_LIMIT = 1 << 16
_HEADERS_LIMIT = 1 << 20
_HTML = ("text/html", "application/xhtml+xml")
_LOOKS_LIKE_HTML = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_WARC_MEMBER = re.compile(r"archive/[^/\\]+\.warc(?:\.gz)?\Z")
_UNKNOWN = (0, 0xFFFFFFFF)
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z\Z")


@dataclass(frozen=True, slots=True)
class Found:
    """One HTML response: `fetched_at` in the archive's form, `headers` as they were kept, `body` without transfer and content encoding."""

    url: str
    fetched_at: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def read(path: Path) -> Iterator[Found | str]:
    """The HTML responses of a `.warc`, `.warc.gz` or `.wacz` file in its order; revisits come with the body that they refer to.

    What is damaged, cut off, too large or refers to nothing is told in a line (a string), and the rest is read.
    Raises Problem (2) where the file is none of these.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
            file.seek(0)
            with TemporaryFile() as spool:
                pages = _Pages(spool)
                if start.startswith(b"PK\x03\x04"):
                    yield from _package(path, file, pages)
                elif start.startswith((b"\x1f\x8b", b"WARC/")):
                    yield from pages.read(file, path.name)
                else:
                    raise Problem(USAGE, f"{path}: is neither WARC nor WACZ; give a .warc, .warc.gz or .wacz file")
    except OSError as error:
        raise Problem(USAGE, f"{path}: cannot be read ({error.strerror or error})") from None


def _package(path: Path, file: IO[bytes], pages: "_Pages") -> Iterator[Found | str]:
    try:
        package = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        yield f"{path.name}: its list of contents is missing or damaged; reading what stands before it"
        yield from _without_directory(path, file, pages)
        return
    with package:
        # Names are only compared, nothing is written under them.
        members = [
            member
            for member in package.infolist()
            if _WARC_MEMBER.match(member.filename) and ".." not in member.filename
        ]
        if not members:
            raise Problem(
                USAGE,
                f"{path}: is a zip file without archive/*.warc.gz, so no WACZ; give a .warc, .warc.gz or .wacz file",
            )
        for member in sorted(members, key=lambda member: member.filename):
            name = f"{path.name}/{member.filename}"
            try:
                with package.open(member) as inner:
                    yield from pages.read(inner, name)
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
                yield f"{name}: cannot be read further ({error})"


def _without_directory(path: Path, file: IO[bytes], pages: "_Pages") -> Iterator[Found | str]:
    """A package that was cut off: its members stand one after the other, each behind a header of its own."""
    place = 0
    while True:
        file.seek(place)
        head = file.read(30)
        if len(head) < 30 or head[:4] != b"PK\x03\x04":
            return
        method, size = int.from_bytes(head[8:10], "little"), int.from_bytes(head[18:22], "little")
        name = file.read(int.from_bytes(head[26:28], "little")).decode("utf-8", "replace")
        file.seek(int.from_bytes(head[28:30], "little"), 1)
        start = file.tell()
        if _WARC_MEMBER.match(name):
            if method == zipfile.ZIP_STORED:
                yield from pages.read(
                    cast(IO[bytes], _Part(file, size)) if size not in _UNKNOWN else file, f"{path.name}/{name}"
                )
            else:
                yield f"{path.name}/{name}: is compressed once more; only a whole package of this kind can be read"
        if size in _UNKNOWN:
            return
        place = start + size


class _Part:
    """The next bytes of an open file, so many and no more."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._left = file, size

    def read(self, size: int) -> bytes:
        piece = self._file.read(min(size, self._left))
        self._left -= len(piece)
        return piece


class _Pages:
    """What one archive has shown so far: its bodies are kept compressed in a temporary file, for the revisits of them."""

    def __init__(self, spool: IO[bytes]) -> None:
        self._spool = spool
        self._places: dict[tuple[str, ...], tuple[int, int, str | None]] = {}

    def read(self, file: IO[bytes], name: str) -> Iterator[Found | str]:
        """The pages of one WARC file, which is called `name` in what is told of it."""
        lines = Lines(file)
        number, told = 0, False
        while True:
            number += 1
            try:
                fields = _record_head(lines)
                if fields is None and lines.damage is None:
                    return
                if fields is None:
                    raise Truncated(lines.damage)
                found = self._record(lines, fields, f"{name}, record {number}")
            except Truncated as why:
                goes_on = lines.resume()
                if not told or not goes_on:
                    yield f"{name}, record {number}: {why}; {'passed over' if goes_on else 'what stands before it was read, the rest was not'}"
                if not goes_on:
                    return
                # One line is enough for a stretch of damage, however often it looks like a beginning.
                told = True
                continue
            told = False
            if found is not None:
                yield found

    def _record(self, lines: Lines, fields: dict[str, str], where: str) -> Found | str | None:
        length = int(fields["content-length"])
        kind = fields.get("warc-type", "").lower()
        url = fields.get("warc-target-uri", "").strip().removeprefix("<").removesuffix(">")
        wanted = (
            kind in ("response", "revisit")
            and url.startswith(("http://", "https://"))
            and fields.get("warc-segment-number", "1") == "1"
        )
        if not wanted or length > BODY_LIMIT + _HEADERS_LIMIT:
            lines.skip(length)
            return f"{where}, {url}: is larger than {BODY_LIMIT >> 20} MB" if wanted else None
        block = lines.read(length)
        fetched_at = _time(fields.get("warc-date", ""))
        if fetched_at is None:
            return f"{where}, {url}: has no date that can be read"
        try:
            if kind == "revisit":
                return self._revisit(url, fetched_at, fields, block)
            return self._response(url, fetched_at, fields, block)
        except Undecodable as why:
            return f"{where}, {url}: {why}"

    def _response(self, url: str, fetched_at: str, fields: dict[str, str], block: bytes) -> Found | None:
        status, headers, raw = split_message(block)
        kind = header(headers, "content-type")
        if kind is not None and not kind.lower().startswith(_HTML):
            return None
        body = decoded(headers, raw)
        if kind is None and not _LOOKS_LIKE_HTML.match(body):
            return None
        self._keep(url, fetched_at, fields, body, kind)
        return Found(url, fetched_at, status, tuple(headers), body)

    def _revisit(self, url: str, fetched_at: str, fields: dict[str, str], block: bytes) -> Found | None:
        status, headers, _ = split_message(block) if block.strip() else (200, [], b"")
        if status == 304 or fields.get("warc-profile", "").strip("<>").endswith("server-not-modified"):
            return None
        kind = header(headers, "content-type")
        if kind is not None and not kind.lower().startswith(_HTML):
            return None
        body, first_kind = self._kept(fields)
        if first_kind is not None and kind is None:
            headers = [*headers, ("Content-Type", first_kind)]
        return Found(url, fetched_at, status, tuple(headers), body)

    def _keep(self, url: str, fetched_at: str, fields: dict[str, str], body: bytes, kind: str | None) -> None:
        packed = zlib.compress(body, 1)
        start = self._spool.seek(0, 2)
        self._spool.write(packed)
        for key in ((url, fetched_at), *_digests(fields), (fields.get("warc-record-id", ""),)):
            self._places[key] = (start, len(packed), kind)

    def _kept(self, fields: dict[str, str]) -> tuple[bytes, str | None]:
        named = (
            fields.get("warc-refers-to-target-uri", "").strip("<>"),
            _time(fields.get("warc-refers-to-date", "")) or "",
        )
        for key in ((fields.get("warc-refers-to", ""),), *_digests(fields), named):
            if any(key) and key in self._places:
                start, length, kind = self._places[key]
                self._spool.seek(start)
                return zlib.decompress(self._spool.read(length)), kind
        raise Undecodable("refers to an earlier record that is not in this file")


def _record_head(lines: Lines) -> dict[str, str] | None:
    """The named fields of the next record in lower case, None at the end of the file; raises Truncated where no record begins."""
    line = lines.line(_LINE_LIMIT)
    while line.strip() == b"" and line:
        line = lines.line(_LINE_LIMIT)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise Truncated("something that is no record stands here")
    fields: dict[str, str] = {}
    last, size = "", 0
    while True:
        line = lines.line(_LINE_LIMIT)
        size += len(line)
        if not line.endswith(b"\n") or size > _HEADERS_LIMIT:
            raise Truncated(
                "the file ends within the head of a record"
                if size <= _HEADERS_LIMIT
                else "the head of a record does not end"
            )
        if line.strip() == b"":
            break
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[0] in " \t" and last:
            fields[last] += " " + text.strip()
            continue
        name, _, value = text.partition(":")
        last = name.strip().lower()
        fields[last] = value.strip()
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdecimal() and len(length) <= 15):
        raise Truncated("a record does not say how long it is")
    return fields


def _digests(fields: dict[str, str]) -> list[tuple[str, ...]]:
    digest = fields.get("warc-payload-digest", "").strip().lower()
    return [("digest", digest)] if digest else []


def _time(text: str) -> str | None:
    found = _TIME.match(text.strip())
    if found is None:
        return None
    try:
        moment(f"{found[1]}Z")
    except ValueError:
        return None
    return f"{found[1]}Z"
