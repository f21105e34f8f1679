"""One writer a format: each is given the articles one by one, in the order of their uids, and knows nothing of the archive."""

import os
import re
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import orjson

from oimcrawler.exits import USAGE, Problem
from oimcrawler.exports.cells import csv_line
from oimcrawler.exports.rows import COLUMNS, Row
from oimcrawler.fingerprint import content_hash

FORMATS = ("jsonl", "csv", "parquet", "txt", "feed")
FILES = {
    "jsonl": "articles.jsonl",
    "csv": "articles.csv",
    "parquet": "articles.parquet",
    "txt": "txt",
    "feed": "feed.xml",
}
CHANGES = "changes.jsonl"

_BUFFER = 1 << 16
_HASH = re.compile(r"[0-9a-f]{16}\Z")
# A row group is what a reader holds at once: at three kilobytes an article, some ten megabytes.
_GROUP_ROWS = 4_000
_GROUP_CHARACTERS = 8_000_000


class Writer(Protocol):
    """What takes the articles of an export, one by one."""

    def add(self, row: Row) -> None:
        """Write one article."""

    def close(self) -> None:
        """Finish the file and hand it to the disk."""


class JsonLines:
    """One JSON object a line, in UTF-8."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self._file = stack.enter_context(path.open("wb", buffering=_BUFFER))

    def add(self, row: Row) -> None:
        self._file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))

    def close(self) -> None:
        close_synced(self._file)


class Csv:
    """Comma-separated values in UTF-8 without a byte order mark; lines end with a line feed.

    Texts are quoted and a missing value is nothing at all, so that it differs from an empty text; lists are JSON.
    """

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self._file = stack.enter_context(path.open("wb", buffering=_BUFFER))
        self._file.write((",".join(COLUMNS) + "\n").encode())

    def add(self, row: Row) -> None:
        self._file.write(csv_line(row.values()).encode())

    def close(self) -> None:
        close_synced(self._file)


class Parquet:
    """Row groups of bounded size, zstd; dates and times have their own types, `urls` and `quality` are lists of strings."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        try:
            import pyarrow
            import pyarrow.parquet as parquet
        except ImportError:
            raise Problem(
                USAGE,
                "parquet needs pyarrow, which is not installed; pip install 'oimcrawler[parquet]' or leave the format out",
            ) from None
        self._arrow = pyarrow
        moment, strings = pyarrow.timestamp("ms", tz="UTC"), pyarrow.list_(pyarrow.string())
        kinds = {
            "urls": strings,
            "quality": strings,
            "version": pyarrow.int64(),
            "published_on": pyarrow.date32(),
            "first_seen_at": moment,
            "last_changed_at": moment,
        }
        self._schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in COLUMNS])
        self._file = stack.enter_context(path.open("wb", buffering=_BUFFER))
        self._writer = stack.enter_context(parquet.ParquetWriter(self._file, self._schema, compression="zstd"))
        self._rows: list[Row] = []
        self._characters = 0

    def add(self, row: Row) -> None:
        self._rows.append(row)
        self._characters += len(row["body"])
        if len(self._rows) >= _GROUP_ROWS or self._characters >= _GROUP_CHARACTERS:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()
        close_synced(self._file)

    def _flush(self) -> None:
        if not self._rows:
            return
        columns = [self._column([row[field.name] for row in self._rows], field.type) for field in self._schema]
        self._writer.write_table(
            self._arrow.Table.from_arrays(columns, schema=self._schema), row_group_size=len(self._rows)
        )
        self._rows, self._characters = [], 0

    def _column(self, values: list[Any], kind: Any) -> Any:
        arrow = self._arrow
        if not (arrow.types.is_date(kind) or arrow.types.is_timestamp(kind)):
            return arrow.array(values, type=kind)
        try:
            return arrow.array(values, type=arrow.string()).cast(kind)
        except arrow.ArrowInvalid:
            return arrow.array([self._moment(value, kind) for value in values], type=kind)

    def _moment(self, value: str | None, kind: Any) -> Any:
        # The archive's own values are always dates; another program's may not be, and a typed column has no other place for them.
        try:
            return self._arrow.scalar(value, type=self._arrow.string()).cast(kind).as_py()
        except self._arrow.ArrowInvalid:
            return None


class Texts:
    """A folder with one text file an article: the title, then the body, named by a running number from 0 and the content hash."""

    def __init__(self, path: Path, total: int) -> None:
        path.mkdir()
        self._path = path
        self._digits = max(3, len(str(total - 1)))
        self._number = 0

    def add(self, row: Row) -> None:
        name = row["content_hash"]
        if not _HASH.match(name):
            name = content_hash(row["title"], row["body"])
        text = f"{row['title']}\n{row['body']}"
        (self._path / f"{self._number:0{self._digits}d}_{name}.txt").write_bytes(text.replace("\0", "\ufffd").encode())
        self._number += 1

    def close(self) -> None:
        # One call for all: a hundred thousand times fsync takes minutes.
        os.sync()


def open_writers(formats: Sequence[str], folder: Path, total: int, stack: ExitStack) -> list[Writer]:
    """The writers of the formats that hold articles, of which `total` will come; `stack` closes the files if something goes wrong.

    Raises Problem (2) where a format needs what is not installed.
    """
    made: list[Writer] = []
    for name in formats:
        path = folder / FILES[name]
        match name:
            case "jsonl":
                made.append(JsonLines(path, stack))
            case "csv":
                made.append(Csv(path, stack))
            case "parquet":
                made.append(Parquet(path, stack))
            case "txt":
                made.append(Texts(path, total))
    return made


def close_synced(file: Any) -> None:
    """Close a file after the disk has it."""
    file.flush()
    os.fsync(file.fileno())
    file.close()
