"""The law of the cursor as a function: a full export and the delta after it give the later full export, byte for byte."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import orjson

from oimcrawler.exits import USAGE, Problem
from oimcrawler.exports.folder import staged
from oimcrawler.exports.manifest import Manifest, describe, read_manifest
from oimcrawler.exports.rows import Selection
from oimcrawler.exports.writers import CHANGES, FILES, close_synced

_APPLIED = ("jsonl", "csv")
_Record = tuple[bytes, bytes]


def apply_delta(full: Path, delta: Path, out: Path) -> Manifest:
    """Bring a full export up to date with a delta of the same archive and language.

    `out`, which may be `full`, is what a full export at the delta's cursor would have written: `articles.jsonl` and `articles.csv`, where both
    have them, and the two descriptions. Raises Problem (2) where the two do not fit.
    """
    base, news = read_manifest(full), read_manifest(delta)
    if base.from_cursor is not None:
        raise Problem(USAGE, f"{full}: holds a delta itself; a delta is applied to a full export")
    if news.from_cursor is None:
        raise Problem(USAGE, f"{delta}: holds a full export, not a delta; use it as it is")
    if news.from_cursor > base.to_cursor or base.lang != news.lang:
        raise Problem(
            USAGE,
            f"{delta}: starts at cursor {news.from_cursor} (language {news.lang or 'all'}), the export in {full} ends at {base.to_cursor}"
            f" (language {base.lang or 'all'}); export since {base.to_cursor}",
        )
    if news.to_cursor < base.to_cursor:
        raise Problem(
            USAGE, f"{delta}: ends at cursor {news.to_cursor}, the export in {full} is already at {base.to_cursor}"
        )
    formats = [name for name in _APPLIED if name in base.formats and name in news.formats]
    if not formats:
        raise Problem(
            USAGE,
            f"{full} and {delta} have neither articles.jsonl nor articles.csv in common; export both with --format jsonl",
        )
    count = 0
    with staged(out) as stage:
        with (delta / CHANGES).open("rb") as lines:
            touched = {orjson.loads(line)["uid"].encode() for line in lines}
        for name in formats:
            with (
                (full / FILES[name]).open("rb") as old,
                (delta / FILES[name]).open("rb") as new,
                (stage / FILES[name]).open("wb") as file,
            ):
                if name == "csv":
                    file.write(old.readline())
                    new.readline()
                read = _json_records if name == "jsonl" else _csv_records
                count = _write(file, _merged(read(old), read(new), touched))
        chosen = Selection(None, news.to_cursor, news.as_of, news.lang)
        return describe(stage, chosen, formats, count, None)


def _merged(old: Iterable[_Record], new: Iterable[_Record], touched: set[bytes]) -> Iterator[bytes]:
    """Both are in the order of their uids, and so is what comes out."""
    waiting = iter(new)
    pending = next(waiting, None)
    for uid, record in old:
        while pending is not None and pending[0] < uid:
            yield pending[1]
            pending = next(waiting, None)
        if pending is not None and pending[0] == uid:
            continue
        if uid not in touched:
            yield record
    while pending is not None:
        yield pending[1]
        pending = next(waiting, None)


def _json_records(lines: BinaryIO) -> Iterator[_Record]:
    for line in lines:
        yield orjson.loads(line)["uid"].encode(), line


def _csv_records(lines: BinaryIO) -> Iterator[_Record]:
    """Records as they stand: their uid is the first cell, and one is complete when its quotes are even in number."""
    record: list[bytes] = []
    whole = True
    for line in lines:
        record.append(line)
        whole ^= line.count(b'"') % 2 == 1
        if whole:
            yield record[0][1 : record[0].index(b'"', 1)], b"".join(record)
            record = []


def _write(file: BinaryIO, records: Iterable[bytes]) -> int:
    count = 0
    for record in records:
        file.write(record)
        count += 1
    close_synced(file)
    return count
