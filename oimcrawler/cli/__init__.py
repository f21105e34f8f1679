"""The command line: finds the command, runs it, and turns whatever goes wrong into one line and an exit code."""

import argparse
import importlib
import os
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from oimcrawler import __version__
from oimcrawler.cli.base import Command, note
from oimcrawler.exits import DONE, INTERNAL, USAGE, Problem

# Each command's module is imported only when it is asked for: most of them start without Scrapy.
MODULES = {
    "demo": "crawling",
    "crawl": "crawling",
    "doctor": "doctoring",
    "sites": "doctoring",
    "import": "importing",
    "extract": "importing",
    "reclean": "keeping",
    "reconcile": "keeping",
    "search": "reading",
    "show": "reading",
    "history": "reading",
    "diff": "reading",
    "cite": "reading",
    "runs": "watching",
    "status": "watching",
    "report": "watching",
    "export": "handing",
    "pack": "handing",
    "verify": "keeping_safe",
    "backup": "keeping_safe",
    "withdraw": "keeping_safe",
    "restore": "keeping_safe",
    "serve": "serving",
}

WITHOUT_ARCHIVE = {"extract", "sites", "demo"}


def command(name: str) -> Command:
    """The command of this name."""
    module = importlib.import_module(f"oimcrawler.cli.{MODULES[name]}")
    found: Command = next(one for one in module.COMMANDS if one.name == name)
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; the entry point of the `oimcrawler` script."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(words)
    except Problem as problem:
        note(f"oimcrawler: {problem}")
        return problem.code
    except sqlite3.Error as error:
        from oimcrawler.archive.file import explain

        explained = explain(error, Path("the archive"))
        note(f"oimcrawler: {explained}")
        return explained.code
    except KeyboardInterrupt:
        note("oimcrawler: interrupted; what was finished is stored, run the command again to go on")
        return INTERNAL
    except BrokenPipeError:
        # The reader of our output (head, less) has left: that is its right.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except MemoryError:
        note("oimcrawler: out of memory; what was finished is stored")
        return INTERNAL
    except Exception as error:
        if os.environ.get("OIMCRAWLER_TRACEBACK"):
            raise
        what = f"{type(error).__name__}: {' '.join(str(error).split())}"
        note(
            f"oimcrawler: internal failure: {what}; run it again with OIMCRAWLER_TRACEBACK=1 and report what it prints"
        )
        return INTERNAL


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        print(_overview())
        return DONE
    if words[0] in ("-V", "--version", "version"):
        print(f"oimcrawler {__version__}")
        return DONE
    name = words[0]
    if name not in MODULES:
        import difflib

        near = difflib.get_close_matches(name, MODULES, 1)
        hint = f"did you mean {near[0]}?" if near else "'oimcrawler --help' lists them"
        raise Problem(USAGE, f"no such command: {name}; {hint}")
    chosen = command(name)
    parser = _Parser(
        prog=f"oimcrawler {name}",
        description=chosen.summary,
        epilog=f"example:\n  {chosen.example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--archive",
        metavar="PATH",
        type=Path,
        help="the archive file (default: $OIMCRAWLER_ARCHIVE, else data/archive.db of the checkout, else your data directory)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout and nothing else")
    chosen.configure(parser)
    args = parser.parse_args(words[1:])
    if args.archive is None:
        from oimcrawler.archive import default_path

        args.archive = default_path()
        if name not in WITHOUT_ARCHIVE and not (
            os.environ.get("OIMCRAWLER_ARCHIVE") or args.archive.parent.name == "data"
        ):
            note(f"oimcrawler: the archive is {args.archive}")
    return chosen.run(args)


class _Parser(argparse.ArgumentParser):
    """argparse that answers wrong usage with one line instead of a page."""

    def error(self, message: str) -> NoReturn:
        raise Problem(USAGE, f"{message}; '{self.prog} --help' shows an example")


def _overview() -> str:
    lines = [
        "usage: oimcrawler COMMAND [--archive PATH] [--json] …",
        "",
        "Keeps the news of a mission's site: crawled, cleaned, deduplicated, versioned, in one SQLite file.",
        "",
    ]
    for name in MODULES:
        try:
            lines.append(f"  {name:<10} {command(name).summary}")
        except ModuleNotFoundError as error:
            lines.append(f"  {name:<10} (needs {error.name}, which is not installed)")
    return "\n".join([*lines, "", "'oimcrawler COMMAND --help' shows an example of each."])
