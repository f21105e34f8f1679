"""What every command shares: the archive's place, JSON or a table on stdout, one line on stderr when something is wrong."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `configure` adds its arguments, `run` does it and returns the exit code; `example` stands in its help."""

    name: str
    summary: str
    example: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def emit(args: argparse.Namespace, document: Any, lines: Iterable[str]) -> None:
    """The command's answer on stdout: one JSON document with --json, else lines for people."""
    if args.json:
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            print(line)


def note(line: str) -> None:
    """One line for a person on stderr, where logs and progress go."""
    print(line, file=sys.stderr, flush=True)


def table(head: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[int] = ()) -> list[str]:
    """Rows in aligned columns under a head; columns whose index is in `right` are set flush right.

    >>> table(("name", "n"), [("a", 10), ("bb", 5)], right=(1,))
    ['name   n', 'a     10', 'bb     5']
    """
    cells = [[str(cell) for cell in head], *([("" if cell is None else str(cell)) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    return [
        "  ".join(
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]


def progress_wanted() -> bool:
    """Whether progress may be shown: only where stderr is a terminal."""
    return sys.stderr.isatty()
