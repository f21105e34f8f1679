"""status, runs, report: what the archive holds and how its runs went."""

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any

from oimcrawler.archive import open_reader
from oimcrawler.archive.asking import counts_by_month
from oimcrawler.archive.glance import glance, runs
from oimcrawler.cli.base import Command, emit, table
from oimcrawler.clock import utc_now
from oimcrawler.desk.plots import bars, months_by_language
from oimcrawler.exits import DONE, NAMES, USAGE, Problem

_RUN_HEAD = ("run", "site", "command", "started", "exit", "requests", "304", "new", "edited", "dup", "failed", "reason")
_RUN_COLUMNS = (
    "id",
    "site",
    "command",
    "started_at",
    "exit_code",
    "requests",
    "not_modified",
    "articles_new",
    "articles_edited",
    "duplicates",
    "failed",
    "reason",
)


def run_lines(found: list[dict[str, Any]], width: int = 60) -> list[str]:
    """Runs as a table."""
    rows = [
        [(str(run[name]) if name != "reason" else (run[name] or "running")[:width]) for name in _RUN_COLUMNS]
        for run in found
    ]
    return table(_RUN_HEAD, rows, right=(0, 4, 5, 6, 7, 8, 9, 10))


def _configure_status(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plot", action="store_true", help="articles by month and language, drawn in the terminal")


def _status(args: argparse.Namespace) -> int:
    with open_reader(args.archive) as archive:
        document = glance(archive.db, utc_now())
        months = counts_by_month(archive.db)
    width = min(shutil.get_terminal_size((100, 24)).columns, 120)
    drawn = (sys.stdout.encoding or "").lower().startswith("utf")
    lines = [
        f"{args.archive}: {document['articles']} articles, {document['versions']} versions, "
        f"{document['captures']} captures, {document['bytes'] / 1e6:.1f} MB"
    ]
    lines += ["", *table(("language", "articles"), list(document["by_language"].items()), right=(1,))]
    if args.plot:
        lines += ["", *months_by_language(months, width, unicode=drawn)]
    else:
        lines += ["", *bars(list(document["by_year"].items()), min(width, 72), unicode=drawn)]
    lines += [
        "",
        f"due now {document['due_now']}, never fetched {document['never_fetched']}, next due "
        f"{document['due_next'] or 'nothing'}, cursor {document['cursor']}",
    ]
    if document["runs"]:
        lines += ["", *run_lines(document["runs"])]
    if document["waiting"]:
        lines += ["", *table(("waits", "because"), [(one["url"], one["reason"]) for one in document["waiting"][:10]])]
    lines += ["", *([f"ALARM {line}" for line in document["alarms"]] or ["no alarms"])]
    emit(args, document, lines)
    return DONE


def _configure_runs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="runs at most, newest first (default 20)")


def _runs(args: argparse.Namespace) -> int:
    with open_reader(args.archive) as archive:
        found = runs(archive.db, max(1, args.limit))
    lines = run_lines(found, 200) if found else ["no runs yet"]
    emit(args, [{**run, "meaning": NAMES.get(run["exit_code"], "running")} for run in found], lines)
    return DONE


def _configure_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT.html", help="the page to write")


def _report(args: argparse.Namespace) -> int:
    from oimcrawler.report import report_page

    if args.out.is_dir():
        raise Problem(USAGE, f"{args.out}: is a folder; name the page to write, like report.html")
    with open_reader(args.archive) as archive:
        page = report_page(archive.db, utc_now())
    part = args.out.with_name(args.out.name + ".part")
    try:
        part.write_text(page, "utf-8")
        part.replace(args.out)
    except OSError as error:
        raise Problem(USAGE, f"{args.out}: cannot be written ({error.strerror})") from None
    emit(args, {"report": str(args.out)}, [f"{args.out} written"])
    return DONE


COMMANDS = (
    Command("status", "the archive at a glance", "oimcrawler status --plot", _configure_status, _status),
    Command("runs", "what each run did and why it ended", "oimcrawler runs --limit 5", _configure_runs, _runs),
    Command(
        "report",
        "one self-contained page: coverage, gaps, edits, runs, alarms",
        "oimcrawler report report.html",
        _configure_report,
        _report,
    ),
)
