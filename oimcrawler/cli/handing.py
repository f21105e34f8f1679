"""`export` and `pack`: what the archive holds, handed on to other people and their tools."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from oimcrawler.archive import open_reader
from oimcrawler.cli.base import Command, emit, progress_wanted, table
from oimcrawler.exits import DONE, USAGE, Problem


def _configure_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder to write into; made if it is not there")
    parser.add_argument(
        "--format",
        default="jsonl",
        metavar="NAMES",
        help="jsonl, csv, parquet, txt, feed, or several with commas (default: jsonl)",
    )
    parser.add_argument(
        "--since",
        metavar="CURSOR",
        help="only what changed after this cursor: to_cursor of an earlier export's manifest.json, 0 for everything",
    )
    parser.add_argument("--lang", help="only articles of this language, such as fr")


def _export(args: argparse.Namespace) -> int:
    from oimcrawler.exports import export

    with open_reader(args.archive) as archive:
        manifest = export(
            archive,
            args.folder,
            _names(args.format),
            since=_cursor(args.since),
            lang=args.lang,
            progress=_progress("articles"),
        )
    rows = [
        (file.path, "" if file.rows is None else file.rows, file.bytes)
        for file in manifest.files
        if not file.path.startswith("txt/")
    ]
    texts = [file for file in manifest.files if file.path.startswith("txt/")]
    if texts:
        rows.append(("txt/", len(texts), sum(file.bytes for file in texts)))
    changed = "" if manifest.changes is None else f", {manifest.changes} changes since cursor {manifest.from_cursor}"
    lines = [
        f"{manifest.articles} articles{changed} in {args.folder}",
        *table(("file", "rows", "bytes"), rows, right=(1, 2)),
        f"next time: oimcrawler export {args.folder}-since-{manifest.to_cursor} --since {manifest.to_cursor}",
    ]
    emit(args, manifest.document() | {"folder": str(args.folder)}, lines)
    return DONE


def _names(text: str) -> list[str]:
    return [name for part in text.split(",") if (name := part.strip().lower())]


def _cursor(text: str | None) -> int | None:
    if text is None:
        return None
    # isdecimal alone lets other scripts' digits through, and int() lets signs, blanks and underscores.
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise Problem(
            USAGE,
            f"--since {text}: is not a cursor; it is the number to_cursor in an earlier export's manifest.json, or 0",
        )
    return int(text)


def _configure_pack(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", metavar="OUT", type=Path, help="the file to write; its name ends in .warc.gz or .wacz")
    parser.add_argument("--site", help="only captures of this site")
    parser.add_argument("--since", metavar="DATE", help="only captures made on this day (YYYY-MM-DD) or later")
    parser.add_argument("--overwrite", action="store_true", help="replace OUT if it is there")


def _pack(args: argparse.Namespace) -> int:
    from oimcrawler.webarchives import pack

    with open_reader(args.archive) as archive:
        packed = pack(
            archive,
            args.out,
            site=args.site,
            since=_day(args.since),
            overwrite=args.overwrite,
            progress=_progress("captures"),
        )
    lines = [
        f"{packed.responses} responses and {packed.revisits} revisits of {packed.captures} captures in {args.out} ({packed.bytes} bytes)"
    ]
    emit(args, packed.document() | {"path": str(args.out)}, lines)
    return DONE


def _day(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Problem(USAGE, f"--since {text}: is not a day; write it as 2026-01-31") from None


def _progress(what: str) -> Callable[[int, int], None] | None:
    if not progress_wanted():
        return None

    def show(done: int, total: int) -> None:
        end = "\n" if done >= total else ""
        print(f"\r{done} of {total} {what}", end=end, file=sys.stderr, flush=True)

    return show


COMMANDS = (
    Command(
        "export",
        "writes the articles as files for other tools, whole or what changed since a cursor",
        "oimcrawler export handed-on --format jsonl,csv --lang fr",
        _configure_export,
        _export,
    ),
    Command(
        "pack",
        "writes the kept captures as a web archive that replay tools open",
        "oimcrawler pack morocco.wacz --since 2026-01-01",
        _configure_pack,
        _pack,
    ),
)
