"""Near duplicates by MinHash and by SimHash: what is found, what is linked falsely, what it costs: `python -m benchmarks.likeness [--json]
[--size N]`."""

import argparse
import json
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Final
from zlib import crc32

from benchmarks.documents import article
from oimcrawler.likeness import BANDS, NEAR, bands, distance, exact_distance, signature

LANGUAGES: Final = ("fr", "en", "ar")


def simhash(text: str) -> int:
    """A 64-bit SimHash over word triples (Charikar 2002), for comparison."""
    words = text.casefold().split()
    weights = [0] * 64
    for triple in zip(words, words[1:], words[2:], strict=False):
        data = " ".join(triple).encode()
        value = crc32(data) | crc32(data, 0x5BD1E995) << 32
        for bit in range(64):
            weights[bit] += 1 if value >> bit & 1 else -1
    return sum(1 << bit for bit, weight in enumerate(weights) if weight > 0)


def by_minhash(one: str, other: str) -> bool:
    """Whether the bands meet and the signatures are near."""
    left, right = signature(one), signature(other)
    return not set(bands(left)).isdisjoint(bands(right)) and distance(left, right) < NEAR


def by_simhash(bits: int) -> Callable[[str, str], bool]:
    """Whether two SimHashes differ in so many bits at most."""
    return lambda one, other: (simhash(one) ^ simhash(other)).bit_count() <= bits


METHODS: Final[dict[str, Callable[[str, str], bool]]] = {
    "MinHash": by_minhash,
    "SimHash ≤ 3": by_simhash(3),
    "SimHash ≤ 10": by_simhash(10),
}


def changed(text: str, words: int, rng: random.Random) -> str:
    """The text with so many of its words replaced, in different places."""
    parts = text.split(" ")
    for place in rng.sample(range(len(parts)), min(words, len(parts))):
        parts[place] = f"autrement{rng.randrange(99)}"
    return " ".join(parts)


CHANGES: Final[dict[str, Callable[[str, random.Random], str]]] = {
    "1 word": lambda text, rng: changed(text, 1, rng),
    "2 words": lambda text, rng: changed(text, 2, rng),
    "4 words": lambda text, rng: changed(text, 4, rng),
    "another title, first line in the body": lambda text, rng: (
        "Un tout autre titre pour la même nouvelle de la semaine\n" + text
    ),
    "another host (contact lines added)": lambda text, rng: (
        text + "\nPour plus d'informations :\nMme Salma Berrada, sberrada@ports.example"
    ),
    "first two paragraphs only": lambda text, rng: text.split("\n")[0] + "\n" + text.split("\n")[1],
}


def texts(number: int, words: int | None = None) -> list[str]:
    """Invented bodies in three languages, whole or their first words only."""
    found = ["\n".join(article(n, lang, 7).paragraphs) for lang in LANGUAGES for n in range(number)]
    return [" ".join(text.split(" ")[:words]) for text in found] if words else found


def recall(number: int = 40) -> list[dict[str, object]]:
    """The share of changed copies that each method links with their original."""
    rows: list[dict[str, object]] = []
    for length, originals in (("whole", texts(number)), ("60 words", texts(number, 60))):
        for change, make in CHANGES.items():
            if length != "whole" and change.startswith("first"):
                continue
            rng = random.Random(change)
            pairs = [(text, make(text, rng)) for text in originals]
            found: dict[str, object] = {
                name: sum(link(*pair) for pair in pairs) / len(pairs) for name, link in METHODS.items()
            }
            rows.append(
                {
                    "text": length,
                    "change": change,
                    "exact distance": round(sum(exact_distance(*pair) for pair in pairs) / len(pairs), 3),
                }
                | found
            )
    return rows


def false_links(number: int = 40) -> dict[str, object]:
    """Pairs of different articles that each method links; articles of one language share many phrases here."""
    bodies = texts(number)
    signatures = [signature(text) for text in bodies]
    keys = [set(bands(each)) for each in signatures]
    hashes = [simhash(text) for text in bodies]
    pairs = [(i, j) for i in range(len(bodies)) for j in range(i)]
    meeting = [(i, j) for i, j in pairs if not keys[i].isdisjoint(keys[j])]
    return {
        "pairs": len(pairs),
        "MinHash candidates": len(meeting),
        "MinHash": sum(distance(signatures[i], signatures[j]) < NEAR for i, j in meeting),
        **{f"SimHash ≤ {bits}": sum((hashes[i] ^ hashes[j]).bit_count() <= bits for i, j in pairs) for bits in (3, 10)},
    }


def cost() -> dict[str, object]:
    """Milliseconds for a text of 500 words."""
    text = " ".join(" ".join(texts(6)[:6]).split()[:500])

    def timed(run: Callable[[str], object]) -> float:
        start = process_time()
        for _ in range(50):
            run(text)
        return round((process_time() - start) * 20, 3)

    return {
        "signature": timed(signature),
        "signature and bands": timed(lambda each: bands(signature(each))),
        "SimHash": timed(simhash),
    }


def _synthetic(size: int, band: int, rng: random.Random) -> Iterator[tuple[int, int]]:
    low = (band << 60) - (1 << 63)
    return ((key, row) for key, row in sorted((low + rng.getrandbits(60), row) for row in range(size)))


def lookups(size: int, folder: Path, queries: Sequence[bytes]) -> dict[str, object]:
    """Milliseconds to look up all bands of a text among so many stored signatures, in one indexed SQLite table."""
    connection = sqlite3.connect(folder / "bands.db")
    try:
        connection.execute(
            "create table bands (key integer, article integer, primary key (key, article)) without rowid"
        )
        rng = random.Random(1)
        with connection:
            for band in range(BANDS):
                connection.executemany("insert into bands values (?, ?)", _synthetic(size, band, rng))
        with connection:
            rows = [(key, size + number) for number, query in enumerate(queries) for key in bands(query)]
            connection.executemany("insert or ignore into bands values (?, ?)", rows)
        marks = ",".join("?" * BANDS)
        times, found = [], 0
        for number, query in enumerate(queries):
            start = perf_counter()
            hits = connection.execute(
                f"select article, count(*) from bands where key in ({marks}) group by article", bands(query)
            ).fetchall()
            times.append(1000 * (perf_counter() - start))
            found += (size + number, BANDS) in hits
        return {
            "signatures": size,
            "median ms": round(median(times), 3),
            "slowest ms": round(max(times), 3),
            "found": f"{found} of {len(queries)}",
        }
    finally:
        connection.close()


def main(arguments: list[str] | None = None) -> int:
    """Prints what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.likeness")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    parser.add_argument(
        "--size",
        type=int,
        default=1_000_000,
        help="synthetic signatures for the lookup (16 rows each; 0 leaves it out)",
    )
    parser.add_argument("--articles", type=int, default=40, help="articles a language")
    options = parser.parse_args(arguments)
    report: dict[str, object] = {
        "recall": recall(options.articles),
        "false links": false_links(options.articles),
        "cost, ms a text of 500 words": cost(),
    }
    if options.size:
        with tempfile.TemporaryDirectory() as folder:
            report["lookup"] = lookups(
                options.size, Path(folder), [signature(text) for text in texts(options.articles)]
            )
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
        return 0
    for name, part in report.items():
        print(f"\n{name}")
        for row in part if isinstance(part, list) else [part]:
            print("  " + json.dumps(row, ensure_ascii=False)[1:-1])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
