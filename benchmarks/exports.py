"""Exports against reading the same rows into Python, in CPU and memory, each in a process of its own.

`python -m benchmarks.exports` makes an archive of 100,000 articles of three kilobytes and prints one line a way; `--articles N` makes another.
"""

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import orjson

from oimcrawler.archive import open_archive, open_reader
from oimcrawler.exports import COLUMNS, export

WAYS = ("read", "orjson", "jsonl", "csv", "parquet", "jsonl,csv,parquet")
_COLUMNS = ", ".join(name for name in COLUMNS if name != "urls")
_SENTENCE = "Trente-deux personnes ont pris part à l'atelier de Rabat, où l'on parla d'emploi et d'école ; « c'est utile », dit l'une d'elles."


def make(path: Path, articles: int) -> None:
    """An archive of so many articles; the search index stays empty, since no export reads it."""
    with open_archive(path, create=True) as archive:
        archive.db.execute("BEGIN")
        archive.db.execute("DROP TRIGGER article_rows_insert")
        for number in range(articles):
            uid, url = f"{number * 2654435761 % 2**48:012x}", f"https://maroc.example/fr/news/atelier-{number}"
            body = "\n".join(f"{number}.{paragraph} {_SENTENCE} {_SENTENCE}" for paragraph in range(10))
            archive.db.execute(
                "INSERT INTO article_rows(uid, site, url, lang, title, body, folded, published_on, kind, content_hash, version, state, first_seen_at,"
                " last_changed_at) VALUES (?, 'maroc', ?, 'fr', ?, ?, '', '2026-01-04', 'Communiqué', ?, 1, 'live', ?, ?)",
                (uid, url, f"Atelier {number}", body, f"{number:016x}", "2026-01-05T08:00:00Z", "2026-01-05T08:00:00Z"),
            )
            archive.db.execute(
                "INSERT INTO addresses(url, uid, role, first_seen_at) VALUES (?, ?, 'canonical', '2026-01-05T08:00:00Z')",
                (url, uid),
            )
            archive.db.execute(
                "INSERT INTO changes(at, kind, uid, version) VALUES ('2026-01-05T08:00:00Z', 'created', ?, 1)", (uid,)
            )
        archive.db.execute("COMMIT")


def measure(path: Path, way: str) -> dict[str, float]:
    """CPU seconds and megabytes at the peak of one way of reading or exporting, in this process."""
    with tempfile.TemporaryDirectory() as folder, open_reader(path) as archive:
        started = time.process_time()
        if way == "read":
            cursor = archive.db.cursor()
            cursor.row_factory = None
            for _ in cursor.execute(f"SELECT {_COLUMNS} FROM articles ORDER BY uid"):
                pass
        elif way == "orjson":
            _plain_loop(archive.db, Path(folder) / "articles.jsonl")
        else:
            export(archive, Path(folder), way.split(","))
        seconds = time.process_time() - started
    return {"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _plain_loop(db: sqlite3.Connection, path: Path) -> None:
    names = _COLUMNS.split(", ")
    cursor = db.cursor()
    cursor.row_factory = None
    with path.open("wb") as file:
        for values in cursor.execute(f"SELECT {_COLUMNS} FROM articles ORDER BY uid"):
            file.write(orjson.dumps(dict(zip(names, values, strict=True)), option=orjson.OPT_APPEND_NEWLINE))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3, help="how often each way is taken; the quickest counts")
    parser.add_argument("--one", nargs=2, metavar=("ARCHIVE", "WAY"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(Path(args.one[0]), args.one[1])))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        make(path, args.articles)
        found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
        for _ in range(args.rounds):
            for way in WAYS:
                command = [sys.executable, "-m", "benchmarks.exports", "--one", str(path), way]
                done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
                found[way].append(json.loads(done.stdout))
    floor = min(one["seconds"] for one in found["read"])
    print(f"{args.articles} articles; reading all rows into Python = 1.00 ({floor:.2f} s of CPU)")
    for way, all_of_it in found.items():
        best = min(one["seconds"] for one in all_of_it)
        print(f"{way:<20} {best / floor:6.2f}  {max(one['megabytes'] for one in all_of_it):6.0f} MB")


if __name__ == "__main__":
    main()
