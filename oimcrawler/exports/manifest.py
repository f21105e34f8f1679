"""What an export says of itself: `manifest.json` for programs that follow it, `datapackage.json` for everybody's tools."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oimcrawler.archive.dictionary import Column, column
from oimcrawler.exits import USAGE, Problem
from oimcrawler.exports import cells
from oimcrawler.exports.rows import CHANGE_KEYS, COLUMNS, Selection
from oimcrawler.exports.writers import CHANGES, FILES

CONTRACT = "1"
MANIFEST = "manifest.json"
PACKAGE = "datapackage.json"

APPLY = (
    "Drop every row whose uid stands in changes.jsonl of this delta from the full export at from_cursor, add the rows of this delta's articles.*, "
    "order by uid: that is, byte for byte, articles.jsonl and articles.csv of the full export at to_cursor. "
    "Tombstones are the changes after which a uid has no row: withdrawn (taken out), merged (its text is another article's now), "
    "left (of another language now, in an export of one language)."
)
_MEDIA = {
    "articles.jsonl": ("jsonl", "application/jsonl"),
    "articles.csv": ("csv", "text/csv"),
    "articles.parquet": ("parquet", "application/vnd.apache.parquet"),
    "feed.xml": ("xml", "application/atom+xml"),
    CHANGES: ("jsonl", "application/jsonl"),
}


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file of an export: its path in the folder, size in bytes, SHA-256 in hex, and its rows where it has any."""

    path: str
    bytes: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export holds. `from_cursor` is None for a full export; `as_of` is the time of the last change in it, None in an empty archive."""

    from_cursor: int | None
    to_cursor: int
    as_of: str | None
    lang: str | None
    formats: tuple[str, ...]
    articles: int
    changes: int | None
    files: tuple[ExportedFile, ...]
    contract: str = CONTRACT

    def document(self) -> dict[str, Any]:
        """The content of `manifest.json`."""
        document: dict[str, Any] = {
            "contract": self.contract,
            "holds": "full" if self.from_cursor is None else "delta",
            "from_cursor": self.from_cursor,
            "to_cursor": self.to_cursor,
            "as_of": self.as_of,
            "lang": self.lang,
            "formats": list(self.formats),
            "rows": {"articles": self.articles} | ({} if self.changes is None else {"changes": self.changes}),
        }
        if "csv" in self.formats:
            document["csv"] = {
                "encoding": "UTF-8 without byte order mark",
                "missing": "an unquoted empty cell; texts are always quoted",
                "formulas": cells.HOW,
                "undo": cells.UNDO,
                "undo_pattern": cells.PATTERN,
                "nul": "U+0000 is written as U+FFFD",
            }
        if self.from_cursor is not None:
            document["apply"] = APPLY
        document["files"] = [
            {"path": file.path, "bytes": file.bytes, "sha256": file.sha256}
            | ({} if file.rows is None else {"rows": file.rows})
            for file in self.files
        ]
        return document


def describe(
    folder: Path,
    chosen: Selection,
    formats: Sequence[str],
    articles: int,
    changes: int | None,
    entries: int | None = None,
) -> Manifest:
    """Write `datapackage.json` and `manifest.json` beside the finished files of a folder; `changes` is None without a cursor."""
    rows = {FILES[name]: articles for name in ("jsonl", "csv", "parquet")} | {CHANGES: changes, FILES["feed"]: entries}
    files = [_measured(folder, path, rows.get(path)) for path in _paths(folder, formats, changes is not None)]
    package = folder / PACKAGE
    _write_json(package, data_package(files, chosen))
    files.append(_measured(folder, PACKAGE, None))
    manifest = Manifest(
        chosen.since, chosen.until, chosen.as_of, chosen.lang, tuple(formats), articles, changes, tuple(files)
    )
    _write_json(folder / MANIFEST, manifest.document())
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an export; raises Problem (2) where the folder has none that can be read."""
    path = folder / MANIFEST
    try:
        document = json.loads(path.read_text("utf-8"))
        return Manifest(
            from_cursor=document["from_cursor"],
            to_cursor=int(document["to_cursor"]),
            as_of=document["as_of"],
            lang=document["lang"],
            formats=tuple(name for name in FILES if name in document["formats"]),
            articles=int(document["rows"]["articles"]),
            changes=document["rows"].get("changes"),
            files=tuple(
                ExportedFile(str(file["path"]), int(file["bytes"]), str(file["sha256"]), file.get("rows"))
                for file in document["files"]
            ),
            contract=str(document["contract"]),
        )
    except FileNotFoundError:
        raise Problem(
            USAGE, f"{path}: is not there, so this is no export; make one with 'oimcrawler export {folder}'"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(
            USAGE, f"{path}: is not the manifest of an export ({type(error).__name__}); export again"
        ) from None


def data_package(files: Sequence[ExportedFile], chosen: Selection) -> dict[str, Any]:
    """A Data Package descriptor (version 1) of an export's files, every column with its type and meaning."""
    package: dict[str, Any] = {
        "name": "oimcrawler-export",
        "title": "News articles kept by oimcrawler",
        "profile": "data-package",
        "version": f"{chosen.until}",
        "resources": [resource for file in files if (resource := _resource(file)) is not None],
    }
    if chosen.as_of:
        package["created"] = chosen.as_of
    package["resources"].append(
        {
            "name": "manifest",
            "type": "file",
            "path": MANIFEST,
            "format": "json",
            "mediatype": "application/json",
            "encoding": "utf-8",
        }
    )
    return package


def _resource(file: ExportedFile) -> dict[str, Any] | None:
    if file.path not in _MEDIA:
        return None
    kind, media = _MEDIA[file.path]
    resource: dict[str, Any] = {
        "name": file.path.replace(".", "-"),
        "path": file.path,
        "format": kind,
        "mediatype": media,
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if kind != "csv":
        # A validator reads a table of JSON or Parquet only with extras of its own, and fails without them; size and hash it can always check.
        resource["type"] = "file"
    else:
        resource["description"] = f"{cells.HOW} {cells.UNDO} Pattern: {cells.PATTERN}"
    if kind == "xml":
        return resource
    if file.path == CHANGES:
        fields = [_field(column("changes", name)) for name in CHANGE_KEYS]
        fields[2]["description"] += " In an export of one language also left: the article is of another language now."
        resource["schema"] = {"fields": fields}
    else:
        fields = [_field(column("exports" if name == "urls" else "articles", name)) for name in COLUMNS]
        resource["schema"] = {"fields": fields, "primaryKey": ["uid"]}
    return resource


_TYPES = {"text": "string", "integer": "integer", "date": "date", "time": "datetime", "list": "array"}


def _field(described: Column) -> dict[str, Any]:
    kind, _, null = described.type.partition(" or ")
    field: dict[str, Any] = {"name": described.column, "type": _TYPES[kind], "description": described.meaning}
    if described.column in ("uid", "seq", "content_hash", "version", "state", "kind") and not null:
        field["constraints"] = {"required": True}
    return field


def _paths(folder: Path, formats: Sequence[str], with_changes: bool) -> Iterator[str]:
    for name in formats:
        if name == "txt":
            yield from sorted(f"txt/{entry.name}" for entry in (folder / "txt").iterdir())
        else:
            yield FILES[name]
    if with_changes:
        yield CHANGES


def _measured(folder: Path, path: str, rows: int | None) -> ExportedFile:
    with (folder / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return ExportedFile(path, file.tell(), digest, rows)


def _write_json(path: Path, document: Mapping[str, Any]) -> None:

    with path.open("wb") as file:
        file.write((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())
        file.flush()
        os.fsync(file.fileno())
