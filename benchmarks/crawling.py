"""What a crawl costs in CPU and memory, against bare Scrapy on the same site at the same time.

`python -m benchmarks.crawling` serves a replica of 300 articles with pages of 117 kilobytes from a process of its own and crawls it in further ones:
bare Scrapy (default settings; it follows the listings and yields address and title, storing nothing), our first crawl into a new archive, and
our second crawl of the unchanged site. CPU is user and system time of the whole crawling process, its start included; bare Scrapy = 1.00.
"""

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

WAYS = ("bare Scrapy", "first crawl", "second crawl, unchanged")


@contextmanager
def replica(articles: int, weight_kb: int) -> Iterator[str]:
    """A replica in a process of its own; yields its origin."""
    command = [
        sys.executable,
        "-m",
        "oimcrawler.replica",
        "--port",
        "0",
        "--articles",
        str(articles),
        "--weight-kb",
        str(weight_kb),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip().removesuffix("/fr/news")
    finally:
        process.terminate()
        process.wait(timeout=30)
        assert process.stdout is not None
        process.stdout.close()


def bare_scrapy(origin: str) -> int:
    """Follow every listing page and every article, yield address and title; returns how many."""
    from scrapy import Request, Spider
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response

    found = 0

    class Bare(Spider):
        name = "bare"

        async def start(self) -> object:  # type: ignore[override]
            for listing in ("/fr/news", "/news", "/ar/news"):
                yield Request(origin + listing)

        def parse(self, response: Response) -> Iterator[Request]:
            for link in dict.fromkeys(response.css("a::attr(href)").getall()):
                if re.search(r"^(?:/(?:fr|ar))?/news/.+", link):
                    yield response.follow(link, self.article)
                elif re.search(r"[?&]page=\d+$", link):
                    yield response.follow(link, self.parse)

        def article(self, response: Response) -> Iterator[dict[str, str | None]]:
            nonlocal found
            found += 1
            yield {"url": response.url, "title": response.css("h1 ::text").get()}

    process = CrawlerProcess({"LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False})
    process.crawl(Bare)
    process.start()
    return found


def our_crawl(origin: str, archive: Path) -> int:
    """One run of the command; returns how many articles the archive then holds."""
    from oimcrawler.cli import main as command

    code = command(["crawl", "--archive", str(archive), "--base-url", origin, "--delay", "0", "--json"])
    if code:
        raise SystemExit(f"the crawl ended with {code}")
    import sqlite3

    with sqlite3.connect(archive) as db:
        (number,) = db.execute("SELECT count(*) FROM articles").fetchone()
    db.close()
    return int(number)


def _measured(work: Callable[[], int]) -> None:
    """Do the work in this process and print what it took."""
    stdout = os.dup(1)
    os.dup2(2, 1)
    articles = work()
    used = resource.getrusage(resource.RUSAGE_SELF)
    os.write(
        stdout,
        json.dumps(
            {"articles": articles, "cpu": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}
        ).encode(),
    )


def _one(way: str, origin: str, archive: Path, now: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.crawling", "--one", way, origin, str(archive)]
    environment = {**os.environ, "OIMCRAWLER_NOW": now}
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, check=True, timeout=600
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def compare(articles: int, weight_kb: int, rounds: int) -> dict[str, dict[str, float]]:
    """Medians of CPU seconds and megabytes by way."""
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    with replica(articles, weight_kb) as origin, tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            archive = Path(folder) / f"{number}.db"
            for way, hour in zip(WAYS, ("08", "08", "18"), strict=True):
                one = _one(way, origin, archive, f"2026-01-06T{hour}:00:00Z")
                if one["articles"] != 3 * articles:
                    raise SystemExit(f"{way}: {one['articles']:.0f} articles in place of {3 * articles}")
                found[way].append(one)
    return {
        way: {name: statistics.median(one[name] for one in all_of_it) for name in ("cpu", "megabytes")}
        for way, all_of_it in found.items()
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100, help="a language")
    parser.add_argument("--weight-kb", type=int, default=117)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", nargs=3, metavar=("WAY", "ORIGIN", "ARCHIVE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        way, origin, archive = options.one
        _measured(lambda: bare_scrapy(origin) if way == WAYS[0] else our_crawl(origin, Path(archive)))
        return
    found = compare(options.articles, options.weight_kb, options.rounds)
    if options.json:
        print(json.dumps(found))
        return
    bare = found[WAYS[0]]["cpu"]
    print(
        f"{3 * options.articles} articles, pages of {options.weight_kb} kB, medians of {options.rounds}; bare Scrapy = 1.00 ({bare:.2f} s of CPU)"
    )
    for way, one in found.items():
        print(f"{way:<34} {one['cpu'] / bare:6.2f} {one['megabytes']:7.0f} MB")


if __name__ == "__main__":
    main()
