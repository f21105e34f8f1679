"""`export`: one pass over the articles, all formats at once, in one snapshot of the archive."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import orjson

from oimcrawler.archive import Archive
from oimcrawler.archive.snapshot import snapshot
from oimcrawler.exits import USAGE, Problem
from oimcrawler.exports.feed import write_feed
from oimcrawler.exports.folder import staged
from oimcrawler.exports.manifest import Manifest, describe
from oimcrawler.exports.rows import Selection, articles, changes, count_articles, select
from oimcrawler.exports.writers import CHANGES, FILES, FORMATS, close_synced, open_writers

_STEP = 1_000


def export(
    archive: Archive,
    folder: Path,
    formats: Sequence[str] = ("jsonl",),
    *,
    since: int | None = None,
    lang: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Manifest:
    """Write the archive's articles into `folder` in these formats (of `FORMATS`), and return the manifest.

    Without `since` every article that is live or gone; with it those that changed after the cursor, and `changes.jsonl`; `lang` keeps one language.
    `progress` is called with the articles done and their number. The same state gives the same bytes; a reader never sees half a file.
    Raises Problem: 2 for an unknown format or cursor, a folder that cannot be written or a missing library, 13 where another export is at work there.
    """
    wanted = _known(formats)
    with snapshot(archive.db), staged(folder) as stage, ExitStack() as stack:
        chosen = select(archive.db, since, lang)
        total = count_articles(archive.db, chosen)
        writers = open_writers(wanted, stage, total, stack)
        done = 0
        for row in articles(archive.db, chosen):
            for writer in writers:
                writer.add(row)
            done += 1
            if progress is not None and done % _STEP == 0:
                progress(done, total)
        for writer in writers:
            writer.close()
        changed = None if since is None else _write_changes(archive.db, chosen, stage / CHANGES)
        entries = write_feed(archive.db, chosen, stage / FILES["feed"]) if "feed" in wanted else None
        manifest = describe(stage, chosen, wanted, done, changed, entries)
        if progress is not None:
            progress(done, total)
    return manifest


def _known(formats: Sequence[str]) -> tuple[str, ...]:
    if unknown := [name for name in formats if name not in FORMATS]:
        raise Problem(USAGE, f"no such export format: {', '.join(unknown)}; there are {', '.join(FORMATS)}")
    if not formats:
        raise Problem(USAGE, f"no export format is named; there are {', '.join(FORMATS)}")
    return tuple(name for name in FORMATS if name in formats)


def _write_changes(db: sqlite3.Connection, chosen: Selection, path: Path) -> int:
    count = 0
    with path.open("wb", buffering=1 << 20) as file:
        for change in changes(db, chosen):
            file.write(orjson.dumps(change, option=orjson.OPT_APPEND_NEWLINE))
            count += 1
        close_synced(file)
    return count
