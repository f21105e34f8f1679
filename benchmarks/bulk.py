"""What storing costs: many articles at once against raw SQL, and one page in a small and in a large archive.

`python -m benchmarks.bulk` writes 20,000 articles of three kilobytes as lines of JSON, imports them with the command, and inserts the same rows
with `executemany` into a table with the same full-text columns (title, body, folded), the folding done beforehand: that is 1.00.
Then it stores single pages in an archive of 10,000 articles and in one of 100,000 (`--million`: of a million), transaction and index included.
"""

import argparse
import json
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from oimcrawler.archive import open_archive, transaction
from oimcrawler.archive.articles import Origin, store_article
from oimcrawler.archive.captures import Exchange, begin_run, record_capture
from oimcrawler.fingerprint import content_hash
from oimcrawler.model import Article, Evidence
from oimcrawler.searching import fold_for_index

SYLLABLES = ("ba", "di", "ro", "me", "lu", "ta", "ni", "so", "gra", "ven", "chi", "pol", "mar", "ex", "con", "tri")
LITTLE = (
    "le",
    "la",
    "les",
    "de",
    "des",
    "et",
    "à",
    "en",
    "pour",
    "dans",
    "qui",
    "que",
    "sur",
    "avec",
    "l'eau",
    "d'une",
)
PAGES = 200


def articles(count: int, seed: int = 1) -> Iterator[tuple[str, str, str]]:
    """Address, title and body of invented articles of three kilobytes, their words as unevenly used as those of a language."""
    rng = random.Random(f"bulk {seed}")
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 5))) for _ in range(20_000)]
    ranks = [1 / (rank + 10) for rank in range(len(words))]
    drawn: list[str] = []
    for number in range(count):
        if len(drawn) < 1_000:
            drawn += rng.choices(words, ranks, k=200_000)
        lines = []
        for _ in range(8):
            chosen, drawn[-35:] = drawn[-35:], []
            mixed = [word for one in chosen for word in ((rng.choice(LITTLE), one) if rng.random() < 0.7 else (one,))]
            lines.append(" ".join(mixed).capitalize() + ".")
        title = f"{lines[0][:60].rsplit(' ', 1)[0]} {seed}-{number}"
        yield f"https://morocco.iom.int/fr/news/{seed}-{number}", title, "\n".join(lines)


def raw(path: Path, count: int) -> float:
    """CPU seconds of `executemany` into a table and its full-text index, batches of a hundred, everything else done before."""
    rows = [(title, body, fold_for_index(title, body), content_hash(title, body)) for _, title, body in articles(count)]
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("CREATE TABLE rows(id INTEGER PRIMARY KEY, title TEXT, body TEXT, folded TEXT, content_hash TEXT)")
    db.execute(
        "CREATE VIRTUAL TABLE texts USING fts5(title, body, folded, content='rows', content_rowid='id',"
        " tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* Co Mn'\")"
    )
    db.execute(
        "CREATE TRIGGER fill AFTER INSERT ON rows BEGIN"
        " INSERT INTO texts(rowid, title, body, folded) VALUES (new.id, new.title, new.body, new.folded); END"
    )
    started = time.process_time()
    for first in range(0, count, 100):
        db.execute("BEGIN")
        batch = rows[first : first + 100]
        db.executemany("INSERT INTO rows(title, body, folded, content_hash) VALUES (?, ?, ?, ?)", batch)
        db.execute("COMMIT")
    seconds = time.process_time() - started
    db.close()
    return seconds


def write_lines(path: Path, count: int) -> None:
    """The articles as lines of JSON."""
    with path.open("w", encoding="utf-8") as file:
        for url, title, body in articles(count):
            file.write(json.dumps({"url": url, "title": title, "body": body}, ensure_ascii=False) + "\n")


def imported(lines: Path, archive: Path) -> float:
    """CPU seconds of the whole command, its start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "oimcrawler", "import", "--archive", str(archive), "--json", str(lines)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ, timeout=3600)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def store_pages(archive: Path, count: int, seed: int) -> list[float]:
    """Milliseconds of CPU for each page: capture, article, version, index, one transaction."""
    found = []
    with open_archive(archive, create=True) as opened:
        db = opened.db
        at = "2026-02-01T08:00:00Z"
        with transaction(db):
            run_id = begin_run(db, "iom-morocco", "crawl", at)
        for url, title, body in articles(count, seed):
            page = f"<html><body><h1>{title}</h1><p>{'</p><p>'.join(body.splitlines())}</p></body></html>".encode()
            article = Article(title, body, content_hash(title, body), "fr", why={"title": Evidence(title, "h1")})
            started = time.process_time()
            with transaction(db):
                capture = record_capture(db, run_id, Exchange(url, "iom-morocco", at, 200, "ok", "article", body=page))
                store_article(db, article, Origin("iom-morocco", url, at, capture, "html-1/none/sha256-16"))
            found.append((time.process_time() - started) * 1000)
    return found


def grow(archive: Path, count: int, seed: int) -> None:
    """Fill an archive by the same way, many articles a transaction."""
    with open_archive(archive, create=True) as opened:
        db = opened.db
        at = "2026-01-05T08:00:00Z"
        with transaction(db):
            run_id = begin_run(db, "iom-morocco", "import", at)
        everything = articles(count, seed)
        for _ in range(0, count, 500):
            with transaction(db):
                for _, (url, title, body) in zip(range(500), everything, strict=False):
                    capture = record_capture(
                        db, run_id, Exchange(url, "iom-morocco", at, 200, "ok", "article", body=body.encode())
                    )
                    article = Article(title, body, content_hash(title, body), "fr")
                    store_article(db, article, Origin("iom-morocco", url, at, capture, "html-1/none/sha256-16"))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[10_000, 100_000], help="of the archives that pages are stored in"
    )
    parser.add_argument("--million", action="store_true", help="also in an archive of a million articles (an hour)")
    parser.add_argument("--import-only", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = folder / "articles.jsonl"
        write_lines(lines, options.articles)
        figures["raw_seconds"] = raw(folder / "raw.db", options.articles)
        figures["import_seconds"] = imported(lines, folder / "imported.db")
        figures["import_ratio"] = figures["import_seconds"] / figures["raw_seconds"]
        if not options.json:
            print(
                f"{options.articles} articles: raw executemany with the index = 1.00 ({figures['raw_seconds']:.1f} s)"
            )
            print(f"oimcrawler import: {figures['import_ratio']:.2f} ({figures['import_seconds']:.1f} s)")
        if not options.import_only:
            sizes = options.sizes + ([1_000_000] if options.million else [])
            archive, there = folder / "archive.db", 0
            for number, size in enumerate(sizes):
                grow(archive, size - there, seed=100 + number)
                # The median says what a page costs, the mean also what the index's merging adds now and then.
                found = store_pages(archive, PAGES, seed=200 + number)
                there = size + PAGES
                figures[f"page_{size}"], figures[f"page_{size}_mean"] = (
                    statistics.median(found),
                    statistics.fmean(found),
                )
                if not options.json:
                    ratio = figures[f"page_{size}"] / figures[f"page_{sizes[0]}"]
                    mean = figures[f"page_{size}_mean"] / figures[f"page_{sizes[0]}_mean"]
                    print(
                        f"a page among {size:>9,}: {figures[f'page_{size}']:.2f} ms, {ratio:.2f} (median), {mean:.2f} (mean)"
                    )
    if options.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
