"""How long each kind of page of the site takes, in milliseconds by the clock and of CPU (medians), in an archive of invented articles.

`python -m benchmarks.serving` makes an archive of 100,000 articles and prints one line a page; `--articles N` makes another, `--archive PATH`
keeps it for the next time, `--limit MS` ends with 1 if a page takes more CPU. All is measured but for the network: request, queries, template.
"""

import argparse
import asyncio
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path
from urllib.parse import quote

from oimcrawler.archive import open_archive
from oimcrawler.clock import after
from oimcrawler.fingerprint import content_hash
from oimcrawler.searching import fold_for_index
from oimcrawler.web.site import close_site, make_site

_COMMON = {
    "fr": "de la le les des et en du une pour dans sur avec au par que migrants retour projet formation jeunes femmes région atelier OIM Maroc Rabat",
    "en": "the of and to in for with on by from that migrants return project training youth women region workshop IOM Morocco Rabat support children",
    "ar": "في من على إلى عن مع التي الذي المهاجرين العودة مشروع تدريب الشباب النساء الجهة ورشة المنظمة المغرب الرباط دعم الأطفال",
}
_SYLLABLES = {
    "fr": "ba dé ri mon tel ga chi lo ven cé par",
    "en": "ba ter lon shi wor dal ne fim cro sta",
    "ar": "با دي سل مك رو تن عي فر جد لو",
}
_KINDS = ("News", "Communiqué", "Press release", "Statement", "خبر", None)


def _vocabulary(lang: str, chance: random.Random) -> tuple[list[str], list[float]]:
    """Words from common to rare, and their cumulative weights, falling as one over the rank."""
    syllables = _SYLLABLES[lang].split()
    rare = {"".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(9000)}
    words = [*_COMMON[lang].split(), *sorted(rare)]
    return words, list(accumulate(1 / (rank + 3) for rank in range(len(words))))


def make(path: Path, articles: int) -> None:
    """An archive of so many articles of 250 words, one in twenty edited once, over twenty years in three languages."""
    chance = random.Random(5)
    vocabularies = {lang: _vocabulary(lang, chance) for lang in _COMMON}
    start = "2006-01-01T08:00:00Z"
    with open_archive(path, create=True) as archive:
        db = archive.db
        db.execute("BEGIN")
        db.execute(
            "INSERT INTO runs(id, site, command, started_at, finished_at, exit_code, reason, software)"
            " VALUES (1, 'iom-morocco', 'crawl', ?, ?, 0, 'done', 'x')",
            (start, start),
        )
        for number in range(articles):
            lang = chance.choices(("fr", "en", "ar"), (6, 3, 2))[0]
            words, weights = vocabularies[lang]
            title = " ".join(chance.choices(words, cum_weights=weights, k=9))
            body = "\n".join(" ".join(chance.choices(words, cum_weights=weights, k=50)) + "." for _ in range(5))
            _insert(db, number, lang, title, body, after(start, hours=chance.randint(0, 175_000)), chance)
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _insert(
    db: sqlite3.Connection, number: int, lang: str, title: str, body: str, at: str, chance: random.Random
) -> None:
    uid, url, digest = (
        f"{number * 2654435761 % 2**48:012x}",
        f"https://maroc.example/{lang}/news/{number}",
        content_hash(title, body),
    )
    kind = chance.choice(_KINDS)
    edited = number % 20 == 0
    folded = fold_for_index(title, body[:300] if lang == "ar" else "")
    db.execute(
        "INSERT INTO article_rows(uid, site, url, lang, title, body, folded, published_on, kind, content_hash, version, state, first_seen_at,"
        " last_changed_at)"
        " VALUES (?, 'iom-morocco', ?, ?, ?, ?, ?, ?, ?, ?, ?, 'live', ?, ?)",
        (uid, url, lang, title, body, folded, at[:10], kind, digest, 2 if edited else 1, at, at),
    )
    db.execute("INSERT INTO addresses(url, uid, role, first_seen_at) VALUES (?, ?, 'canonical', ?)", (url, uid, at))
    db.execute(
        "INSERT INTO pages(url, site, lang, found_at, found_by, visited_at, due_at) VALUES (?, 'iom-morocco', ?, ?, 'listing', ?, ?)",
        (url, lang, at, at, after(at, days=900)),
    )
    for version in (1, 2) if edited else (1,):
        db.execute(
            "INSERT INTO version_rows(uid, version, title, body, content_hash, valid_from, cause, lang, derivation)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'b1')",
            (
                uid,
                version,
                title,
                body if version > 1 or not edited else body.replace(" ", " x ", 3),
                digest,
                at,
                "edited" if version > 1 else "published",
                lang,
            ),
        )
        db.execute(
            "INSERT INTO changes(at, kind, uid, version) VALUES (?, ?, ?, ?)",
            (at, "edited" if version > 1 else "created", uid, version),
        )


def pages(path: Path) -> dict[str, str]:
    """Kinds of page and an address of each."""
    db = sqlite3.connect(path)
    edited, title = db.execute("SELECT uid, title FROM article_rows WHERE version = 2 ORDER BY id LIMIT 1").fetchone()
    db.close()
    rare = max(title.split(), key=len)
    return {
        "start": "/",
        "search, a rare word": f"/search?q={quote(rare)}",
        "search, a middling word": "/search?q=atelier",
        "search, a common word": "/search?q=migrants",
        "search, the commonest word": "/search?q=de",
        "search, two common words": "/search?q=" + quote("retour migrants"),
        "search, a phrase": "/search?q=" + quote('"retour projet"'),
        "search, a beginning": "/search?q=migr*",
        "search, Arabic": "/search?q=" + quote("المهاجرين"),
        "search, common word, filtered": "/search?q=migrants&lang=fr&year=2020",
        "search, page 10": "/search?q=migrants&page=10",
        "browse": "/search",
        "browse, filtered": "/search?lang=ar&year=2015&kind=News",
        "browse, page 100": "/search?page=100",
        "article": f"/article/{edited}",
        "comparison": f"/article/{edited}/diff/1/2",
        "feed": "/feed.xml",
        "runs": "/runs",
        "table as JSON": "/archive/articles.json?_size=20",
    }


async def measure(path: Path, repeats: int) -> dict[str, tuple[float, float]]:
    """Milliseconds a page, by the clock and of CPU, medians of the repeats after one that warms up."""
    site = make_site(path)
    found = {}
    try:
        for name, address in pages(path).items():
            times = []
            for _ in range(repeats + 1):
                begun, worked = time.perf_counter(), time.process_time()
                answer = await site.client.get(address)
                times.append(((time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000))
                if answer.status_code != 200:
                    raise SystemExit(f"{address}: answered {answer.status_code}")
            found[name] = (
                statistics.median(one[0] for one in times[1:]),
                statistics.median(one[1] for one in times[1:]),
            )
    finally:
        close_site(site)
    return found


def main() -> int:
    """Make the archive unless it is there, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--limit", type=float, metavar="MS")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.archive or Path(folder) / "archive.db"
        if not path.exists():
            make(path, args.articles)
        found = asyncio.run(measure(path, args.repeats))
    print(f"{'page':<32} {'ms':>8} {'CPU ms':>8}")
    for name, (clock, cpu) in found.items():
        print(f"{name:<32} {clock:8.1f} {cpu:8.1f}")
    slowest = max(found, key=lambda name: found[name][1])
    print(f"slowest: {slowest}")
    return 1 if args.limit and found[slowest][1] > args.limit else 0


if __name__ == "__main__":
    sys.exit(main())
