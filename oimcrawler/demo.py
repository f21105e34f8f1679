"""The demonstration: an embedded replica of a mission's site is crawled, changes, and is crawled again, each time by the real command."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oimcrawler.archive import open_reader
from oimcrawler.cli.base import emit, note, table
from oimcrawler.exits import DONE, USAGE, Problem
from oimcrawler.replica import Replica, Site

SITE = "iom-morocco"


@dataclass(frozen=True, slots=True)
class Visit:
    """One run of the demonstration: what it was for, how many requests and bytes the replica saw, and how it ended."""

    title: str
    requests: int
    not_modified: int
    bytes: int
    reason: str


def demonstrate(args: argparse.Namespace) -> int:
    """Run the demonstration and print its summary; raises Problem where a crawl fails."""
    archive = _place(args)
    site = Site(articles=args.articles, seed=7)
    visits: list[Visit] = []
    with Replica(site) as replica:
        note(f"A replica of a mission's news site answers on {replica.origin}; crawling it …")
        site.twin(site.paths("fr")[1])
        _crawl(site, replica, archive, "first run: everything is new", visits)
        site.advance(hours=1)
        _crawl(site, replica, archive, "an hour later: nothing has changed", visits)
        note(
            "The site publishes three articles, edits two, withdraws one and changes its menu; then it is crawled again …"
        )
        site.publish(3, lang="fr")
        newest = site.paths("en")
        site.edit(newest[0], kind="word")
        site.edit(newest[1], kind="paragraph")
        site.withdraw(newest[2])
        site.change_menu()
        site.advance(days=10)
        _crawl(site, replica, archive, "ten days later: 3 published, 2 edited, 1 withdrawn, another menu", visits)
        site.advance(days=2)
        _crawl(site, replica, archive, "two days later: what was missing once is missing again: gone", visits)
    document = _document(archive, visits)
    emit(args, document, _lines(document, archive))
    return DONE


def _place(args: argparse.Namespace) -> Path:
    """The demonstration keeps to a file of its own: invented articles have no place in a real archive."""
    chosen: Path = args.archive
    if "--archive" not in sys.argv and not any(word.startswith("--archive=") for word in sys.argv):
        chosen = chosen.with_name("demo.db")
        for name in (chosen.name, f"{chosen.name}-wal", f"{chosen.name}-shm"):
            chosen.with_name(name).unlink(missing_ok=True)
    elif chosen.exists():
        raise Problem(USAGE, f"{chosen}: exists already; the demonstration fills only a new archive, name another file")
    return chosen


def _crawl(site: Site, replica: Replica, archive: Path, title: str, visits: list[Visit]) -> None:
    replica.clear()
    with tempfile.TemporaryFile() as log:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "oimcrawler",
                "crawl",
                SITE,
                "--archive",
                str(archive),
                "--base-url",
                replica.origin,
                "--delay",
                "0",
                "--json",
            ],
            env={**os.environ, "OIMCRAWLER_NOW": site.now.strftime("%Y-%m-%dT%H:%M:%SZ")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            timeout=600,
            check=False,
        )
        log.seek(0)
        trouble = log.read().decode("utf-8", "replace")
    reason = ""
    if done.stdout:
        reason = json.loads(done.stdout)["runs"][0]["reason"]
    if done.returncode != DONE:
        last = trouble.strip().rpartition("\n")[2].removeprefix("oimcrawler: ")
        raise Problem(done.returncode, f"the demonstration's crawl failed: {last}")
    seen = replica.requests
    visits.append(
        Visit(title, len(seen), sum(one.status == 304 for one in seen), sum(one.bytes_sent for one in seen), reason)
    )


def _document(archive: Path, visits: list[Visit]) -> dict[str, Any]:
    with open_reader(archive) as opened:
        db = opened.db
        languages = {
            row[0]: row[1]
            for row in db.execute(
                "SELECT lang, count(*) FROM articles WHERE state <> 'withdrawn' GROUP BY lang ORDER BY lang"
            )
        }
        duplicates = db.execute("SELECT count(*) FROM addresses WHERE role = 'duplicate'").fetchone()[0]
        # Those that took most out of the texts come first.
        blocks = [
            {"text": " ".join(row["text"].split()), "pages": row["pages"]}
            for row in db.execute("SELECT text, pages FROM removed_blocks ORDER BY pages * length(text) DESC, text")
        ]
        changes = {
            row[0]: row[1] for row in db.execute("SELECT kind, count(*) FROM changes GROUP BY kind ORDER BY kind")
        }
        edited = db.execute(
            "SELECT uid FROM version_rows WHERE cause = 'edited' ORDER BY valid_from DESC, uid LIMIT 1"
        ).fetchone()
        words = db.execute(
            "SELECT title FROM articles WHERE lang = 'fr' AND state = 'live' ORDER BY published_on DESC, uid LIMIT 1"
        ).fetchone()
    return {
        "archive": str(archive),
        "articles": languages,
        "duplicates": duplicates,
        "removed_blocks": len(blocks),
        "removed_most": blocks[:3],
        "changes": changes,
        "runs": [
            {
                "title": v.title,
                "requests": v.requests,
                "not_modified": v.not_modified,
                "bytes": v.bytes,
                "reason": v.reason,
            }
            for v in visits
        ],
        "edited": edited["uid"] if edited else None,
        "word": max(
            (word for word in (words["title"] if words else "migration").replace("'", " ").split()),
            key=len,
            default="migration",
        ),
    }


def _lines(document: Mapping[str, Any], archive: Path) -> list[str]:
    names = {"ar": "Arabic", "en": "English", "fr": "French"}
    languages = ", ".join(f"{number} {names.get(lang, lang)}" for lang, number in document["articles"].items())
    lines = [
        "",
        f"In the archive {_relative(archive)}:",
        f"  articles     {sum(document['articles'].values())} ({languages})",
    ]
    lines.append(
        f"  duplicates   {document['duplicates']} merged: the same text at a second address is an address, not an article"
    )
    lines.append(
        f"  navigation   {document['removed_blocks']} repeated blocks were taken out of the texts, the largest among them:"
    )
    lines += [
        f"                 on {block['pages']} pages: {_short(block['text'])}" for block in document["removed_most"]
    ]
    lines.append("  history      " + ", ".join(f"{number} {kind}" for kind, number in document["changes"].items()))
    lines += ["", "What the site was asked for:"]
    rows = [
        (run["title"], run["requests"], run["not_modified"], f"{run['bytes'] / 1000:.1f} kB")
        for run in document["runs"]
    ]
    lines += ["  " + line for line in table(("run", "requests", "not modified", "received"), rows, right=(1, 2, 3))]
    shown = _relative(archive)
    option = f"--archive {shown}"
    lines += ["", "Try next:", f"  {_command()} search {document['word']} {option}"]
    if document["edited"]:
        lines.append(f"  {_command()} diff {document['edited']} {option}")
    lines.append(f"  {_command()} export {shown.parent / 'demo-export'} --format jsonl,csv {option}")
    return lines


def _relative(path: Path) -> Path:
    """A path as a person in this folder would write it."""
    try:
        return path.absolute().relative_to(Path.cwd())
    except ValueError:
        return path


def _short(text: str, width: int = 70) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _command() -> str:
    """How this very program is called again from the same folder."""
    script = Path(sys.argv[0])
    return (
        str(_relative(script)) if script.name == "oimcrawler" and not _relative(script).is_absolute() else "oimcrawler"
    )
