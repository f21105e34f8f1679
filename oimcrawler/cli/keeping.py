"""reclean and reconcile: the archive against itself and against what the listings showed."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oimcrawler.archive import Archive, open_archive, open_reader, run_lock
from oimcrawler.cli.base import Command, emit, table
from oimcrawler.clock import utc_now
from oimcrawler.desk import diffs
from oimcrawler.exits import DONE, PARTIAL, USAGE, Problem
from oimcrawler.profiles import Profile, load_profile


def _configure_site(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sites", nargs="*", metavar="SITE", help="these sites only (default: all that the archive knows)"
    )


@contextmanager
def writing(path: Path) -> Iterator[Archive]:
    """An existing archive, locked and open for writing; raises Problem where there is none, and then leaves nothing behind."""
    if not path.is_file():
        raise Problem(USAGE, f"no archive at {path}: crawl or import first, or name another with --archive")
    with run_lock(path), open_archive(path) as archive:
        yield archive


def _profiles(args: argparse.Namespace) -> list[Profile]:
    names = args.sites
    if not names:
        with open_reader(args.archive) as archive:
            names = [
                row[0]
                for row in archive.db.execute("SELECT site FROM runs UNION SELECT site FROM article_rows ORDER BY 1")
            ]
    return [load_profile(name) for name in names]


def _configure_reclean(parser: argparse.ArgumentParser) -> None:
    _configure_site(parser)
    parser.add_argument("--dry-run", action="store_true", help="show what would change and change nothing")


def _reclean(args: argparse.Namespace) -> int:
    from oimcrawler.recleaning import reclean

    lines, sites, code = [], [], DONE
    profiles = _profiles(args)
    with writing(args.archive) as archive:
        for profile in profiles:
            result = reclean(archive.db, profile, utc_now(), dry_run=args.dry_run)
            would = "would read" if args.dry_run else "read"
            lines.append(
                f"{profile.name}: {len(result.changes)} of {result.articles} articles {would} "
                f"differently, {result.settled.new} waiting pages became articles"
            )
            for change in result.changes[:20]:
                lines += ["", change.uid, *diffs.plain(diffs.word_diff(change.before, change.after)).split("\n")]
            if len(result.changes) > 20:
                lines.append(f"… and {len(result.changes) - 20} more (--json shows all)")
            if result.settled.waiting:
                code = PARTIAL
                lines.append(f"{len(result.settled.waiting)} pages still wait: {result.settled.waiting[0][1]}")
            sites.append(
                {
                    "site": profile.name,
                    "articles": result.articles,
                    "changed": [
                        {"uid": one.uid, "diff": diffs.unified(one.before, one.after, ("now", "recleaned"))}
                        for one in result.changes
                    ],
                    "new": result.settled.new,
                    "waiting": [{"url": url, "reason": reason} for url, reason in result.settled.waiting],
                }
            )
    emit(args, {"dry_run": args.dry_run, "sites": sites}, lines)
    return code


def _reconcile(args: argparse.Namespace) -> int:
    from oimcrawler.archive.reconciling import reconcile

    lines, sites = [], []
    profiles = _profiles(args)
    with writing(args.archive) as archive:
        for profile in profiles:
            found = reconcile(archive.db, profile.name, utc_now())
            lines.append(
                f"{profile.name}: {len(found.without_article)} cards without article, {len(found.unlisted)} articles that no listing shows"
            )
            if found.without_article:
                rows = [
                    (one["lang"], one["held_reason"] or one["outcome"] or "not fetched yet", one["url"])
                    for one in found.without_article
                ]
                lines += ["", *table(("lang", "state of the page", "card"), rows)]
            if found.unlisted:
                lines += [
                    "",
                    *table(
                        ("uid", "last seen", "unlisted article"),
                        [(one["uid"], one["last_seen_at"], one["url"]) for one in found.unlisted],
                    ),
                ]
            if found.requeued:
                lines += ["", f"{found.requeued} pages are due again: the next crawl asks for them"]
            sites.append(
                {
                    "site": profile.name,
                    "cards_without_article": found.without_article,
                    "unlisted_articles": found.unlisted,
                    "requeued": found.requeued,
                }
            )
    emit(args, {"sites": sites}, lines)
    return DONE


COMMANDS = (
    Command(
        "reclean",
        "learns the repeated blocks anew and derives every article again, without the network",
        "oimcrawler reclean --dry-run",
        _configure_reclean,
        _reclean,
    ),
    Command(
        "reconcile",
        "what the listings show against what the archive holds",
        "oimcrawler reconcile iom-morocco",
        _configure_site,
        _reconcile,
    ),
)
