"""verify, backup, withdraw, restore: what keeps an archive trustworthy."""

import argparse
from pathlib import Path

from oimcrawler.archive import transaction
from oimcrawler.archive.lookup import find
from oimcrawler.cli.base import Command, emit, note, progress_wanted
from oimcrawler.cli.keeping import writing
from oimcrawler.clock import utc_now
from oimcrawler.exits import DAMAGED, DONE, USAGE, Problem


def _configure_verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--export",
        type=Path,
        metavar="DIR",
        action="append",
        default=[],
        help="also compare an export with its manifest",
    )


def _verify(args: argparse.Namespace) -> int:
    from oimcrawler.archive.checking import as_document, check_archive
    from oimcrawler.exports import check_export

    if not args.archive.is_file():
        raise Problem(USAGE, f"no archive at {args.archive}: crawl or import first, or name another with --archive")
    findings = check_archive(
        args.archive, (lambda step: note(f"checking: {step}")) if progress_wanted() else (lambda _: None)
    )
    problems = [f"{folder}: {line}" for folder in args.export for line in check_export(folder)]
    lines = [f"{one.where}: {one.what}\n    {one.recovery}" for one in findings] + problems
    emit(
        args,
        {"archive": str(args.archive), "findings": as_document(findings), "exports": problems},
        lines or [f"{args.archive}: all is well"],
    )
    if findings or problems:
        first = findings[0] if findings else None
        note(
            f"oimcrawler: archive damaged: {len(findings) + len(problems)} findings; "
            + (f"{first.recovery}" if first else "export again")
        )
        return DAMAGED
    return DONE


def _configure_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", type=Path, metavar="PATH", help="the copy to make; never overwritten")


def _backup(args: argparse.Namespace) -> int:
    from oimcrawler.archive.backup import backup

    target = args.target / f"{args.archive.stem}-{utc_now()[:10]}.db" if args.target.is_dir() else args.target
    size = backup(args.archive, target)
    emit(args, {"backup": str(target), "bytes": size, "verified": True}, [f"{target}: {size / 1e6:.1f} MB, verified"])
    return DONE


def _configure_withdraw(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="uid, content hash or URL")
    parser.add_argument("--reason", default="no reason given", help="kept in the tombstone")
    parser.add_argument("--purge", action="store_true", help="leave nothing of its text in the file; cannot be undone")


def _withdraw(args: argparse.Namespace) -> int:
    from oimcrawler.archive.withdrawal import purge, withdraw

    with writing(args.archive) as archive:
        uid = find(archive.db, args.key).uid
        at = utc_now()
        with transaction(archive.db):
            withdraw(archive.db, uid, args.reason, at)
        bodies = purge(archive.db, uid, at) if args.purge else 0
    lines = [f"{uid} is withdrawn: {args.reason}"]
    lines.append(
        f"purged: nothing of its text is left, {bodies} kept bodies went with it"
        if args.purge
        else f"'oimcrawler restore {uid}' brings it back"
    )
    emit(
        args,
        {"uid": uid, "withdrawn_at": at, "reason": args.reason, "purged": args.purge, "payloads_removed": bodies},
        lines,
    )
    return DONE


def _configure_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="uid, content hash or URL")


def _restore(args: argparse.Namespace) -> int:
    from oimcrawler.archive.withdrawal import restore

    with writing(args.archive) as archive:
        uid = find(archive.db, args.key).uid
        with transaction(archive.db):
            restore(archive.db, uid, utc_now())
    emit(args, {"uid": uid, "restored": True}, [f"{uid} is back"])
    return DONE


COMMANDS = (
    Command(
        "verify",
        "database, search index, every hash and digest, exports against their manifest",
        "oimcrawler verify --export exports/",
        _configure_verify,
        _verify,
    ),
    Command(
        "backup",
        "a verified copy, safe while a crawl is writing",
        "oimcrawler backup /backups/archive-2026-11.db",
        _configure_backup,
        _backup,
    ),
    Command(
        "withdraw",
        "takes an article out of search, exports and the site; a tombstone stays",
        'oimcrawler withdraw 3399ffeeba62 --reason "asked by the author"',
        _configure_withdraw,
        _withdraw,
    ),
    Command(
        "restore", "brings a withdrawn article back", "oimcrawler restore 3399ffeeba62", _configure_restore, _restore
    ),
)
