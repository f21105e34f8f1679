"""A mission for tests: the replica, an archive in a folder, and crawls of it as processes of their own.

The processes are forked from one that has already imported what a crawl imports (the standard library's fork server): they begin sooner, and are
otherwise what `python -m oimcrawler` is: their own memory, signals, locks and exit code.
"""

import json
import multiprocessing
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from oimcrawler.replica import Replica, Request, Site, Truth

ORIGIN = "https://morocco.iom.int"
PATIENCE = 60.0

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.crawl.warm"])


def slowly(*values: object) -> Any:
    """Values of a parametrized test that only the long run tries."""
    return pytest.param(*values, marks=pytest.mark.slow)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a crawl ended: its exit code (negative for a signal), what it wrote, the requests it made, and its peak memory in megabytes."""

    code: int
    out: str
    err: str
    requests: tuple[Request, ...] = field(repr=False)
    megabytes: float = 0.0

    @property
    def reason(self) -> str:
        """The reason of the only run, from --json."""
        return str(json.loads(self.out)["runs"][0]["reason"])

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [request.path for request in self.requests]


def _left(path: Path) -> str:
    """What a process has left in a file; one that was killed may have left it empty, or none."""
    return path.read_text("utf-8") if path.exists() else ""


class Process:
    """A command that is running."""

    def __init__(
        self, words: Iterable[str], folder: Path, environment: Mapping[str, str], largest_file: int | None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.out, self.err, self.used = folder / "out", folder / "err", folder / "used"
        self.used.unlink(missing_ok=True)
        self.process: BaseProcess = _forks.Process(
            target=_command,
            args=(list(words), str(self.out), str(self.err), str(self.used), dict(environment), largest_file),
            daemon=True,
        )
        self.process.start()

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Sends a signal, unless the process has ended."""
        if self.process.is_alive() and self.process.pid is not None:
            os.kill(self.process.pid, number)

    def wait(self, seconds: float = PATIENCE) -> tuple[int, str, str, float]:
        """Waits for the end; a process that does not come to one is killed and fails the test."""
        self.process.join(seconds)
        late = self.process.is_alive()
        if late:
            self.process.kill()
            self.process.join()
        code = self.process.exitcode
        self.process.close()
        assert not late, f"no end after {seconds:.0f} s: {self.err.read_text('utf-8')[-2000:]}"
        assert code is not None
        return code, _left(self.out), _left(self.err), float(_left(self.used) or 0.0)


def _command(
    words: list[str], out: str, err: str, used: str, environment: dict[str, str], largest_file: int | None
) -> None:
    for number, name in ((1, out), (2, err)):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", closefd=False)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.update(environment)
    if largest_file is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    from oimcrawler.cli import main

    code = main(words)
    sys.stdout.flush()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    if largest_file is None:
        Path(used).write_text(str(peak))
    # The forked process has pytest's exit handlers of nobody, but multiprocessing's: leave at once, as a command does.
    os._exit(code)


class Mission:
    """The site, its replica, and the archive that crawls of it fill."""

    def __init__(self, folder: Path, site: Site | None = None, **options: Any) -> None:
        self.site = site if site is not None else Site(**{"articles": 6, **options})
        self.folder = folder
        self.archive = folder / "archive.db"
        self.replica = Replica(self.site)

    def __enter__(self) -> Self:
        self.replica.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.replica.__exit__(kind, error, trace)

    # Crawling.

    def start(
        self,
        *more: str,
        archive: Path | None = None,
        base_url: str | None = None,
        environment: Mapping[str, str] | None = None,
        largest_file: int | None = None,
        name: str = "process",
    ) -> Process:
        """Starts a crawl at the site's time and does not wait for it."""
        words = [
            "crawl",
            "--archive",
            str(archive or self.archive),
            "--base-url",
            base_url or self.replica.origin,
            "--delay",
            "0",
            "--json",
        ]
        words += ["--set", "OIMCRAWLER_WAIT_FACTOR=0", *more]
        now = self.site.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        return Process(words, self.folder / name, {"OIMCRAWLER_NOW": now, **(environment or {})}, largest_file)

    def crawl(self, *more: str, **options: Any) -> Ended:
        """A crawl from beginning to end."""
        self.replica.clear()
        code, out, err, used = self.start(*more, **options).wait()
        return Ended(code, out, err, tuple(self.replica.requests), used)

    def later(self, *more: str, days: float = 2, **options: Any) -> Ended:
        """A crawl some days on."""
        self.site.advance(days=days)
        return self.crawl(*more, **options)

    # Looking.

    def rows(self, question: str, *values: object, archive: Path | None = None) -> list[tuple[Any, ...]]:
        """The rows of a question to the archive, asked as any reader would."""
        db = sqlite3.connect(f"{(archive or self.archive).as_uri()}?mode=ro", uri=True, timeout=10)
        try:
            return db.execute(question, values).fetchall()
        finally:
            db.close()

    def due(self, *paths: str) -> None:
        """Makes these articles due for a visit, and no others."""
        db = sqlite3.connect(self.archive, timeout=10)
        with db:
            db.execute("UPDATE pages SET due_at = '2999-01-01T00:00:00Z'")
            db.executemany("UPDATE pages SET due_at = visited_at WHERE url = ?", [(ORIGIN + path,) for path in paths])
        db.close()

    def one(self, question: str, *values: object) -> Any:
        """The single value of a question."""
        rows = self.rows(question, *values)
        assert len(rows) == 1, rows[:5]
        return rows[0][0]

    def uid(self, path: str) -> str:
        """The uid of the article at a path."""
        return str(self.one("SELECT uid FROM addresses WHERE url = ?", ORIGIN + path))

    def changes(self, after: int = 0) -> list[str]:
        """The kinds of the changes after a sequence number, in order, but for recleanings: these are no news."""
        return [
            kind
            for (kind,) in self.rows(
                "SELECT kind FROM changes WHERE seq > ? AND kind <> 'recleaned' ORDER BY seq", after
            )
        ]

    def last_change(self) -> int:
        """The newest sequence number."""
        return int(self.one("SELECT coalesce(max(seq), 0) FROM changes"))

    def versions(self, path: str) -> list[str]:
        """The causes of an article's versions, in order."""
        return [
            cause for (cause,) in self.rows("SELECT cause FROM versions WHERE uid = ? ORDER BY version", self.uid(path))
        ]


def differences(mission: Mission, *, besides: Iterable[str] = ()) -> list[str]:
    """What the archive says of the live articles and should not, one short line each: title, paragraphs, date, kind, scope, language, twins."""
    found: list[str] = []
    truth = {path: one for path, one in mission.site.truth().items() if one.live and path not in set(besides)}
    question = (
        "SELECT d.url, d.role, d.uid, a.url, a.title, a.body, a.published_on, a.kind, a.scope, a.lang, a.state"
        " FROM addresses d JOIN articles a ON a.uid = d.uid"
    )
    rows = {row[0]: row[1:] for row in mission.rows(question)}
    for path, one in truth.items():
        row = rows.get(ORIGIN + path)
        if row is None:
            found.append(f"{path}: not in the archive")
            continue
        role, uid, _, title, body, published_on, kind, scope, lang, state = row
        found += _fields(
            path, one, {"title": title, "published_on": published_on, "kind": kind, "scope": scope, "lang": lang}
        )
        found += _lines(path, list(one.paragraphs), body.split("\n"))
        if state != "live":
            found.append(f"{path}: {state}")
        original = one.address_of
        if original is not None and original in truth and (role != "duplicate" or uid != rows[ORIGIN + original][1]):
            found.append(f"{path}: {role}, not a duplicate of {original}")
        if original is None and role != "canonical":
            found.append(f"{path}: {role}, not canonical")
    return found


def _fields(path: str, truth: Truth, found: Mapping[str, object]) -> list[str]:
    return [
        f"{path}: {name} is {value!r}, not {getattr(truth, name)!r}"
        for name, value in found.items()
        if value != getattr(truth, name)
    ]


def _lines(path: str, wanted: list[str], found: list[str]) -> list[str]:
    if wanted == found:
        return []
    lost = [f"{path}: lost {line[:60]!r}" for line in wanted if line not in found]
    added = [f"{path}: added {line[:60]!r}" for line in found if line not in wanted]
    return (lost + added) or [f"{path}: order or number of paragraphs"]


def intact(archive: Path) -> list[str]:
    """What is wrong with an archive's file, its search index and its texts; an empty list for a sound one."""
    db = sqlite3.connect(archive, timeout=10)
    try:
        found = [row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'articles_fts'").fetchone():
            return found  # stopped before there was a schema
        found += [f"foreign key: {row}" for row in db.execute("PRAGMA foreign_key_check").fetchall()]
        try:
            db.execute("INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)")
        except sqlite3.Error as error:
            found.append(f"search index: {error}")
        db.rollback()
        halves = (
            ("an article without a body", "SELECT uid FROM article_rows WHERE body = '' OR title = ''"),
            (
                "an article without versions",
                "SELECT uid FROM article_rows a WHERE version <> (SELECT max(version) FROM version_rows v WHERE v.uid = a.uid)",
            ),
            (
                "an article without an address",
                "SELECT uid FROM article_rows WHERE state <> 'merged' AND uid NOT IN (SELECT uid FROM addresses)",
            ),
            (
                "two texts at once",
                "SELECT uid FROM version_rows WHERE valid_to IS NULL GROUP BY uid HAVING count(*) > 1",
            ),
            (
                "a payload that is missing",
                "SELECT url FROM captures WHERE payload_sha256 IS NOT NULL AND payload_sha256 NOT IN (SELECT sha256 FROM payloads)",
            ),
        )
        for name, question in halves:
            found += [f"{name}: {row[0]}" for row in db.execute(question)]
        return found
    finally:
        db.close()


def advice(ended: Ended) -> str:
    """The one line that a person reads on stderr; anything beside it fails."""
    lines = [
        line for line in ended.err.splitlines() if line and not line.startswith("oimcrawler: making a new archive")
    ]
    assert len(lines) == 1, lines
    assert lines[0].startswith("oimcrawler: "), lines
    return lines[0]
