"""Commands for tests: run in this process with what they print caught, or as processes of their own."""

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oimcrawler.cli import main

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)

    @property
    def complaints(self) -> list[str]:
        """The lines on stderr."""
        return self.err.splitlines()


def run(*words: object) -> Ended:
    """A command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:  # --help
            code = int(left.code or 0)
    return Ended(code, out.getvalue(), err.getvalue())


def process(*words: object, cwd: Path | None = None, **environment: str) -> Ended:
    """A command in a process of its own, in a plain environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OIMCRAWLER_")}
    done = subprocess.run(
        [sys.executable, "-m", "oimcrawler", *map(str, words)],
        cwd=cwd,
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)
