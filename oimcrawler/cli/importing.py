"""import and extract: what somebody already has, into the archive or only cleaned."""

import argparse
from pathlib import Path

from oimcrawler.cli.base import Command, emit, note
from oimcrawler.exits import DONE, PARTIAL
from oimcrawler.profiles import load_profile


def _configure_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="files or folders of .txt, .jsonl, .html, .warc, .warc.gz, .wacz",
    )
    parser.add_argument("--site", default="iom-morocco", help="the site the documents come from (default iom-morocco)")


def _import(args: argparse.Namespace) -> int:
    from oimcrawler.imports import import_paths

    profile = load_profile(args.site)
    result = import_paths(args.paths, args.archive, profile, tell=lambda line: note(f"oimcrawler: {line}"))
    document = {
        "archive": str(args.archive),
        "documents": result.documents,
        "new": result.new,
        "edited": result.edited,
        "duplicates": result.duplicates,
        "unchanged": result.unchanged,
        "recleaned": result.recleaned,
        "skipped": result.skipped,
        "problems": result.problems,
        "exit_code": result.exit_code,
    }
    counts = [
        ("new articles", result.new),
        ("edited", result.edited),
        ("duplicates", result.duplicates),
        ("unchanged", result.unchanged),
    ]
    lines = [
        f"{result.documents} documents read into {args.archive}: "
        + ", ".join(f"{number} {name}" for name, number in counts)
    ]
    if result.recleaned:
        lines.append(f"{result.recleaned} earlier ones were cleaned again, now that more of their menu is known")
    emit(args, document, lines)
    if result.exit_code != DONE and len(result.problems) > 1:
        note(f"oimcrawler: {len(result.problems)} documents could not be imported; the rest is stored")
    return result.exit_code


def _configure_extract(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="a folder with one subfolder of .html pages a site, or a .jsonl of url and html",
    )
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="where the texts go: DIR/<site>/<name>.txt and .json"
    )


def _extract(args: argparse.Namespace) -> int:
    from oimcrawler.imports.extracting import extract_paths

    written, problems = extract_paths(args.paths, args.out)
    for line in problems:
        note(f"oimcrawler: {line}")
    emit(
        args,
        {"out": str(args.out), "pages": written, "problems": problems},
        [f"{written} pages cleaned into {args.out}"],
    )
    return PARTIAL if problems else DONE


COMMANDS = (
    Command(
        "import",
        "takes in documents that somebody already has",
        "oimcrawler import old-texts/ --site iom-morocco",
        _configure_import,
        _import,
    ),
    Command(
        "extract",
        "the cleaning alone, without archive or network",
        "oimcrawler extract pages/ --out texts/",
        _configure_extract,
        _extract,
    ),
)
