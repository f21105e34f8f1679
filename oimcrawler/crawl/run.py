"""A run: one site, one archive, one lock; its ledger of what was answered, and how it ended."""

import logging
import os
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from oimcrawler.archive import Archive, open_archive, run_lock, transaction
from oimcrawler.archive.captures import Exchange, begin_run, count, finish_run, record_capture
from oimcrawler.archive.file import explain
from oimcrawler.clock import utc_now
from oimcrawler.exits import DONE, INTERNAL, LAYOUT, PARTIAL, REFUSED, UNREACHABLE, Problem
from oimcrawler.profiles import Profile
from oimcrawler.settlement import Settled, settle

# This many refusals in a row end a run: the site does not want us, whatever the page.
REFUSALS_IN_A_ROW = 3
FAILURES_IN_A_ROW = 8


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may ask of a run: another origin to fetch from, every listing page, so many new articles at most."""

    base_url: str | None = None
    full: bool = False
    limit: int | None = None
    command: str = "crawl"


@dataclass(slots=True)
class Run:
    """An open run. `origin` is where pages are fetched from; keys in the archive are always at the profile's own origin."""

    profile: Profile
    archive: Archive
    run_id: int
    options: Options
    now: Callable[[], str]
    started_at: str
    _held: ExitStack
    refused: str | None = None
    unreachable: str | None = None
    interrupted: str | None = None
    error: BaseException | None = None
    answered: int = 0
    refusals: int = 0
    refusals_in_a_row: int = 0
    failures_in_a_row: int = 0
    fetched_new: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    settled: Settled = field(default_factory=Settled)
    ended: tuple[int, str] | None = None

    @property
    def origin(self) -> str:
        return self.options.base_url or self.profile.origin

    @property
    def stopped(self) -> bool:
        """Whether nothing more may be asked of the site in this run."""
        return (
            self.refused is not None
            or self.unreachable is not None
            or self.interrupted is not None
            or self.error is not None
        )

    def record(self, exchange: Exchange) -> int:
        """Store an exchange and count it; returns the capture's id. The caller holds the transaction."""
        tally = {"requests": 1, "bytes": len(exchange.body or b"")}
        if exchange.outcome == "not_modified":
            tally["not_modified"] = 1
        if exchange.outcome == "failed":
            tally["failed"] = 1
        count(self.archive.db, self.run_id, **tally)
        return record_capture(self.archive.db, self.run_id, exchange)

    def note(self, exchange: Exchange, *, challenge: bool = False) -> None:
        """Take an answer into account: who refuses three times in a row, or with a challenge or a 429, has said no."""
        if exchange.status:
            self.answered += 1
        if exchange.outcome == "refused":
            self.refusals += 1
            self.refusals_in_a_row += 1
            if challenge or self.refusals_in_a_row >= REFUSALS_IN_A_ROW:
                self.refused = exchange.reason or f"answer {exchange.status}"
            return
        self.refusals_in_a_row = 0
        if exchange.outcome == "failed":
            self.failures[exchange.reason or "failed"] += 1
            self.failures_in_a_row += 1
            if self.failures_in_a_row >= FAILURES_IN_A_ROW:
                self.unreachable = f"{self.failures_in_a_row} failures in a row, the last: {exchange.reason}"
        else:
            self.failures_in_a_row = 0

    def fail(self, error: BaseException) -> None:
        """Something of ours went wrong, and the run has to end; `$OIMCRAWLER_TRACEBACK` shows where."""
        self.error = self.error or error
        if os.environ.get("OIMCRAWLER_TRACEBACK"):
            logging.getLogger(__name__).error("the run failed", exc_info=error)

    def settle(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Read what the run has kept."""
        unchanged = self.settled.unchanged
        self.settled = settle(
            self.archive.db,
            self.profile,
            self.run_id,
            self.now(),
            fetched_from=self.options.base_url,
            progress=progress,
        )
        self.settled.unchanged += unchanged
        self.broken.extend(self.settled.broken)

    def finish(self) -> tuple[int, str]:
        """Close the run with its exit code and reason, and let archive and lock go. Called again it only answers again."""
        if self.ended is None:
            self.ended = ending(self)
            # Where the disk is full or the file locked, the ledger cannot be closed either: the next run does it.
            with self._held, suppress(sqlite3.Error), transaction(self.archive.db):
                finish_run(self.archive.db, self.run_id, self.now(), *self.ended)
        return self.ended


def open_run(profile: Profile, path: Path, options: Options, now: Callable[[], str] = utc_now) -> Run:
    """Take the lock, open (or make) the archive and begin a run; raises Problem (13) when another process has the lock."""
    with ExitStack() as stack:
        stack.enter_context(run_lock(path))
        archive = stack.enter_context(open_archive(path, create=True))
        steady = _never_back(now, archive)
        started = steady()
        with transaction(archive.db):
            run_id = begin_run(archive.db, profile.name, options.command, started)
        return Run(profile, archive, run_id, options, steady, started, stack.pop_all())


def _never_back(now: Callable[[], str], archive: Archive) -> Callable[[], str]:
    """A clock that never runs behind what the archive has already seen, so that a machine's clock set back does not put effects before causes."""
    latest = archive.db.execute(
        "SELECT max(coalesce((SELECT max(fetched_at) FROM captures), ''), coalesce((SELECT max(started_at) FROM runs), ''))"
    ).fetchone()[0]
    return lambda: max(now(), latest)


def _failure(error: BaseException, path: Path) -> tuple[int, str]:
    if isinstance(error, sqlite3.Error):
        error = explain(error, path)
    if isinstance(error, Problem):
        return error.code, str(error)
    what = f"{type(error).__name__}: {' '.join(str(error).split())}"
    return (
        INTERNAL,
        f"internal failure: {what}; what was kept is stored, run it again with OIMCRAWLER_TRACEBACK=1 and report what it prints",
    )


def ending(run: Run) -> tuple[int, str]:
    """How a run ended: exit code and one line that says which and what to do."""
    settled = run.settled
    found = f"{settled.new} new, {settled.edited} edited, {settled.duplicates} duplicates"
    if run.error is not None:
        return _failure(run.error, run.archive.path)
    if run.interrupted:
        return INTERNAL, f"interrupted ({run.interrupted}); {found}; the next run goes on"
    if run.refused:
        return (
            REFUSED,
            f"refused by the site: {run.refused}; {found}; wait, or agree with the site's operator on headers and pace (profile: agent, headers, delay)",
        )
    if run.unreachable and not run.answered:
        return UNREACHABLE, f"site unreachable: {run.unreachable}; check the address and the network, then run again"
    waiting = len(settled.waiting)
    usable = settled.new + settled.edited + settled.duplicates + settled.unchanged
    if settled.told == waiting:
        # Pages that have waited for long weigh against all that could be read ever since.
        usable += run.archive.db.execute(
            "SELECT count(*) FROM article_rows WHERE site = ?", (run.profile.name,)
        ).fetchone()[0]
    if run.broken or (waiting >= 3 and waiting > usable):
        what = (
            "; ".join(run.broken)
            or f"{waiting} of {waiting + usable} pages gave no sure text ({settled.waiting[0][1]})"
        )
        return (
            LAYOUT,
            f"the site's layout broke: {what}; the pages are kept, 'oimcrawler doctor {run.profile.name}' shows what is seen, 'oimcrawler reclean' reads them again",
        )
    if run.refusals:
        return (
            REFUSED,
            f"{run.refusals} pages were refused, the rest is stored; {found}; the next run asks for them again, later each time",
        )
    if run.unreachable:
        return PARTIAL, f"stopped after {run.unreachable}; {found}; what was fetched is stored, the next run goes on"
    if run.failures:
        reason, times = run.failures.most_common(1)[0]
        return (
            PARTIAL,
            f"{sum(run.failures.values())} requests failed ({reason}{f', {times} times' if times > 1 else ''}); {found}; the next run tries them again",
        )
    if waiting > settled.told or any(reason.startswith("the layout") for _, reason in settled.waiting):
        return (
            PARTIAL,
            f"{waiting} pages wait because {settled.waiting[0][1]}: {settled.waiting[0][0]}; {found}; 'oimcrawler status' lists them",
        )
    return DONE, found
