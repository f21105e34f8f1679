"""search, show, history, diff, cite: reading the archive."""

import argparse
import re
import sys
from typing import Any

from oimcrawler.archive import open_reader
from oimcrawler.archive.asking import Filters, article, cited, history, hits, provenance, removed, search, texts
from oimcrawler.archive.lookup import find
from oimcrawler.cli.base import Command, emit, note, table
from oimcrawler.desk import diffs
from oimcrawler.desk.citations import cite
from oimcrawler.exits import DONE, USAGE, Problem
from oimcrawler.profiles import known_profiles
from oimcrawler.searching import compile_query

_DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def day(text: str) -> str:
    """An ISO day, month or year as an argument."""
    if not _DAY.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text}: write a date like 2024-03-31, 2024-03 or 2024")
    return text


def positive(text: str) -> int:
    """A number from 1 on as an argument."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text}: a number from 1 on")
    return int(text)


def _configure_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="+", help='words, "a phrase", prefix*, AND OR NOT, -word, title:word')
    parser.add_argument("--lang", help="articles in this language only (fr, en, ar)")
    parser.add_argument("--since", type=day, metavar="DATE", help="published on this day or later")
    parser.add_argument("--until", type=day, metavar="DATE", help="published on this day or earlier")
    parser.add_argument("--limit", type=positive, default=10, metavar="N", help="hits at most (default 10)")


def _search(args: argparse.Namespace) -> int:
    text = " ".join(args.query)
    query = compile_query(text)
    if query.match is None:
        raise Problem(
            USAGE, f"{text!r}: {'; '.join(query.notes) or 'nothing to search for'}; give at least one word to find"
        )
    with open_reader(args.archive) as archive:
        filters = Filters(args.lang, args.since, args.until)
        found = search(archive.db, query, filters, limit=args.limit)
        total = hits(archive.db, query, filters) if len(found) == args.limit else len(found)
    for line in query.notes:
        note(f"oimcrawler: {line}")
    lines = []
    for hit in found:
        lines.append(
            f"{hit['uid']}  {hit['published_on'] or 'no date   '}  {hit['lang'] or '??'}  "
            f"{hit['title']}{'  (gone)' if hit['state'] == 'gone' else ''}"
        )
        lines.append("    " + "".join(f"[{part}]" if is_hit else part for part, is_hit in hit["snippet"]))
    lines.append(f"{total} articles" + (f", the best {len(found)} shown (--limit)" if total > len(found) else ""))
    document = [
        {**hit, "snippet": "".join(f"[{part}]" if is_hit else part for part, is_hit in hit["snippet"])} for hit in found
    ]
    emit(args, {"query": text, "total": total, "hits": document}, lines)
    return DONE


def _configure_show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "key", metavar="KEY", help="uid, content hash (its beginning is enough) or URL; KEY@N is a version"
    )
    parser.add_argument(
        "--removed", action="store_true", help="what was taken out of the text, and on how many pages it stood"
    )
    parser.add_argument("--why", action="store_true", help="which method gave each field, and from where")


def _show(args: argparse.Namespace) -> int:
    with open_reader(args.archive) as archive:
        key = find(archive.db, args.key)
        document: dict[str, Any] = article(archive.db, key.uid, key.version)
        if args.removed:
            document["removed"] = removed(archive.db, key.uid, key.version)
        if args.why:
            document["why"] = provenance(archive.db, key.uid, key.version)
    if args.removed or args.why:
        lines = [f"{document['uid']}@{document['version']}  {document['title']}", ""]
        if args.removed:
            rows = [
                (block["pages"], block["reason"], block["place"], " ".join(block["text"].split())[:100])
                for block in document["removed"]
            ]
            lines += (
                table(("pages", "reason", "place", "text"), rows, right=(0,)) if rows else ["nothing was taken out"]
            )
        if args.why:
            lines += table(
                ("field", "value", "method", "place"),
                [(w["field"], w["value"][:60], w["method"], w["place"]) for w in document["why"]],
            )
    else:
        lines = _article_lines(document)
    emit(args, document, lines)
    return DONE


def _article_lines(document: dict[str, Any]) -> list[str]:
    lines = [document["title"] or "(no title)", ""]
    facts = [
        (
            "uid",
            f"{document['uid']}, version {document['version']} of {document['versions']} ({document['cause']} {document['valid_from']})",
        ),
        ("address", document["url"]),
        *[
            ("also at", f"{one['url']} ({one['role']})")
            for one in document["addresses"]
            if one["url"] != document["url"]
        ],
        ("published", document["published_on"] or "the page does not say"),
        ("language", document["lang"] or "unknown"),
        ("kind", ", ".join(part for part in (document["kind"], document["scope"]) if part) or "not given"),
        ("state", document["state"]),
        ("hash", document["content_hash"]),
        ("seen", f"first {document['first_seen_at']}, last {document['last_seen_at']}"),
        *[("translation", f"{one['lang']}: {one['uid']} {one['title']}") for one in document["translations"]],
        *[
            ("near", f"{one['uid']} at distance {one['distance']:.2f}: {one['title']}")
            for one in document["near_duplicates"]
        ],
        *([("source", ", ".join(document["source_names"]))] if document["source_names"] else []),
        *([("quality", ", ".join(document["quality"]))] if document["quality"] else []),
    ]
    lines += [f"{name:<12} {value}" for name, value in facts]
    body = (
        document["body"].split("\n")
        if document["body"]
        else ["(withdrawn)" if document["state"] == "withdrawn" else "(no text)"]
    )
    for paragraph in body:
        lines += ["", paragraph]
    return lines


def _configure_history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="uid, content hash or URL")


def _history(args: argparse.Namespace) -> int:
    with open_reader(args.archive) as archive:
        key = find(archive.db, args.key)
        document = history(archive.db, key.uid)
    rows = [
        (v["version"], v["cause"], v["valid_from"], v["valid_to"] or "now", v["content_hash"], v["title"][:60])
        for v in document["versions"]
    ]
    lines = table(("version", "cause", "from", "to", "hash", "title"), rows, right=(0,))
    lines += [
        "",
        *table(
            ("seq", "at", "what", "version", "detail"),
            [(c["seq"], c["at"], c["kind"], c["version"], c["detail"]) for c in document["changes"]],
            right=(0, 3),
        ),
    ]
    if document["withdrawal"]:
        tomb = document["withdrawal"]
        lines += [
            "",
            f"withdrawn {tomb['withdrawn_at']}: {tomb['reason']}"
            + (f"; purged {tomb['purged_at']}" if tomb["purged_at"] else ""),
        ]
    emit(args, document, lines)
    return DONE


def _configure_diff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="uid, content hash or URL; KEY@N compares with the version before")
    parser.add_argument(
        "versions", nargs="*", type=positive, metavar="N", help="the two versions to compare (default: the last two)"
    )


def _diff(args: argparse.Namespace) -> int:
    if len(args.versions) not in (0, 2):
        raise Problem(USAGE, "diff takes no version or two: oimcrawler diff KEY 1 3")
    with open_reader(args.archive) as archive:
        key = find(archive.db, args.key)
        older, newer = args.versions or (key.version - 1, key.version)
        if older < 1:
            raise Problem(
                USAGE,
                f"{args.key}: there is no version before the first to compare with; 'oimcrawler history {key.uid}' lists them",
            )
        old, new = ("\n".join(texts(archive.db, key.uid, number)).rstrip("\n") for number in (older, newer))
    words = diffs.word_diff(old, new)
    document = {
        "uid": key.uid,
        "from": older,
        "to": newer,
        "words": diffs.document(words),
        "unified": diffs.unified(old, new, (f"{key.uid}@{older}", f"{key.uid}@{newer}")),
    }
    emit(args, document, (diffs.ansi(words) if sys.stdout.isatty() else diffs.plain(words)).split("\n"))
    return DONE


def _configure_cite(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="uid, content hash or URL; KEY@N cites a version")
    parser.add_argument("--format", choices=("text", "bibtex", "csl-json"), default="text", help="default text")


def _cite(args: argparse.Namespace) -> int:
    with open_reader(args.archive) as archive:
        key = find(archive.db, args.key)
        row = archive.db.execute("SELECT site, state FROM articles WHERE uid = ?", (key.uid,)).fetchone()
        if row["state"] == "withdrawn":
            raise Problem(
                USAGE, f"{args.key}: is withdrawn and cannot be cited; 'oimcrawler history {key.uid}' says when and why"
            )
        names = {state.name: state.profile.title for state in known_profiles() if state.profile is not None}
        text = cite(cited(archive.db, key.uid, key.version, names.get(row["site"], row["site"])), args.format)
    emit(args, {"uid": key.uid, "version": key.version, "format": args.format, "citation": text}, [text])
    return DONE


COMMANDS = (
    Command(
        "search",
        "ranked full text with snippets",
        'oimcrawler search "retour volontaire" --lang fr --since 2020',
        _configure_search,
        _search,
    ),
    Command(
        "show",
        "one article, or one version of it",
        "oimcrawler show https://morocco.iom.int/fr/news/un-atelier",
        _configure_show,
        _show,
    ),
    Command(
        "history",
        "every version of an article and what happened to it",
        "oimcrawler history 3399ffeeba62",
        _configure_history,
        _history,
    ),
    Command(
        "diff", "what changed between two versions, by word", "oimcrawler diff 3399ffeeba62 1 2", _configure_diff, _diff
    ),
    Command(
        "cite",
        "a citation with version and capture time",
        "oimcrawler cite 3399ffeeba62@1 --format bibtex",
        _configure_cite,
        _cite,
    ),
)
