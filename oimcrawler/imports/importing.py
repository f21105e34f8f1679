"""The import as one run: each document is kept first, then read with the others beside it; what fails is told and the rest goes on."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from oimcrawler.archive import open_archive, run_lock, transaction
from oimcrawler.archive.captures import begin_run, finish_run
from oimcrawler.clock import utc_now
from oimcrawler.exits import DONE, INTERNAL, PARTIAL
from oimcrawler.imports.gathering import Found, gather
from oimcrawler.profiles import Profile, known_profiles


@dataclass(slots=True)
class Imported:
    """What an import came to; `problems` has one line for each document that could not be imported."""

    documents: int = 0
    new: int = 0
    edited: int = 0
    duplicates: int = 0
    unchanged: int = 0
    recleaned: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        return PARTIAL if self.problems else DONE

    @property
    def reason(self) -> str:
        line = f"{self.documents} documents: {self.new} new, {self.edited} edited, {self.duplicates} duplicates, {self.unchanged} unchanged"
        return line + (f"; {len(self.problems)} could not be imported ({self.problems[0]})" if self.problems else "")


@dataclass(slots=True)
class Intake:
    """What the readers of each kind of document work with; `sites` are the names of all known profiles."""

    db: sqlite3.Connection
    profile: Profile
    run_id: int
    at: str
    result: Imported
    tell: Callable[[str], None]
    sites: frozenset[str] = frozenset()

    def fail(self, name: str, reason: str) -> None:
        """A document that cannot be imported: one line, and on to the next."""
        line = f"{name}: {reason}"
        self.result.problems.append(line)
        self.tell(line)


def import_paths(
    paths: Sequence[Path],
    archive: Path,
    profile: Profile,
    *,
    tell: Callable[[str], None],
    now: Callable[[], str] = utc_now,
) -> Imported:
    """Import every document under these paths into the archive (made where it is missing); `tell` receives the line of each one that fails.

    Raises Problem where nothing can be begun: a missing path, no documents, an archive that is held, no archive or damaged.
    """
    from oimcrawler.imports.jsonl import import_jsonl
    from oimcrawler.imports.pages import import_pages, import_web_archives
    from oimcrawler.imports.texts import import_texts

    files = gather(paths)
    with run_lock(archive), open_archive(archive, create=True) as opened:
        with transaction(opened.db):
            run_id = begin_run(opened.db, profile.name, "import", now())
        sites = frozenset(state.name for state in known_profiles() if state.profile is not None)
        intake = Intake(opened.db, profile, run_id, now(), Imported(), tell, sites)
        try:
            readers: dict[str, Callable[[Intake, list[Found]], None]] = {
                "jsonl": import_jsonl,
                "warc": import_web_archives,
                "html": import_pages,
                "text": import_texts,
            }
            for kind, read in readers.items():
                if chosen := [one for one in files if one.kind == kind]:
                    read(intake, chosen)
        except BaseException as error:
            with transaction(opened.db):
                finish_run(opened.db, run_id, now(), INTERNAL, f"import failed: {type(error).__name__}")
            raise
        with transaction(opened.db):
            finish_run(opened.db, run_id, now(), intake.result.exit_code, intake.result.reason)
    return intake.result
