"""A simulated year of daily runs under four ways of looking again at known articles: what they cost, which edits they find, and how soon.

`python -m benchmarks.year` lets a replica live through a year: publications, edits, menu changes, withdrawals, all of it decided beforehand,
so that every policy meets the same year. Runs differ only in when known articles are looked at again; listings are walked alike. `--reduced` is
the short form for CI.

Edits fall as they do on news sites: one new article in four is corrected within days (half of these within a day), one in sixteen after some
months, and old articles now and then (one in twenty-five a year). An edit counts as found with the first run that stores its text, or that of
a later edit of the same article; an edit that is stored for an article that nobody had edited, or whose text is not the true one, is false.
"""

import argparse
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.simulation import UNLIMITED, Simulation, true_hashes, with_budget
from oimcrawler.clock import moment
from oimcrawler.profiles import load_profile
from oimcrawler.replica import Site

Plan = Callable[[sqlite3.Connection, str], None]

START = "2026-01-05T08:00:00Z"
EARLY, MONTHS_LATER, OLD_A_YEAR = 0.25, 0.0625, 0.04
KINDS = ("word", "word", "word", "paragraph", "title")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at the site, so many days after the start: publish, edit, menu, withdraw. `pick` chooses the article."""

    day: float
    what: str
    lang: str = "fr"
    pick: float = 0.0
    kind: str = "word"


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one policy; `days` is the median between an edit and the run that stored it, `requests` those of a new article on average."""

    policy: str
    requests: float
    visits: int
    edits: int
    found: float
    days: float
    false_edits: int
    seconds: float


def events(days: int, a_week: float, languages: tuple[str, ...], seed: int) -> list[Event]:
    """The events of so many days in order of time; the `pick` of an edit is the number of the publication that it changes."""
    rng = random.Random(f"year {seed}")
    found: list[Event] = []
    number, day = 0, 0.0
    while (day := day + rng.expovariate(a_week / 7)) < days:
        found.append(Event(day, "publish", rng.choice(languages)))
        delays = []
        if rng.random() < EARLY:
            delays.append(rng.expovariate(1 / 1.5))
            if rng.random() < 0.2:
                delays.append(delays[0] + rng.expovariate(1 / 1.5))
        if rng.random() < MONTHS_LATER:
            delays.append(rng.uniform(30, 240))
        found += [
            Event(day + delay, "edit", pick=number, kind=rng.choice(KINDS)) for delay in delays if day + delay < days
        ]
        number += 1
    for what, a_year in (("menu", 10), ("withdraw", 4)):
        found += [Event(rng.uniform(0, days), what, pick=rng.random()) for _ in range(round(a_year * days / 365))]
    return sorted(found, key=lambda event: event.day)


def old_edits(days: int, articles: int, seed: int) -> list[Event]:
    """Late corrections in articles that were there before."""
    rng = random.Random(f"old {seed}")
    return [
        Event(rng.uniform(0, days), "correct", pick=rng.random(), kind=rng.choice(KINDS))
        for _ in range(round(OLD_A_YEAR * articles * days / 365))
    ]


class _Year:
    """One policy's walk through the year."""

    def __init__(self, site: Site, simulation: Simulation) -> None:
        self.site, self.simulation = site, simulation
        self.old = [path for lang in site.languages for path in site.paths(lang)]
        self.published: list[str] = []
        self.withdrawn: set[str] = set()
        self.pending: dict[str, list[datetime]] = {}
        self.edits = 0
        self.waits: list[float] = []
        self.false = 0

    def happen(self, event: Event) -> None:
        site = self.site
        if event.what == "publish":
            self.published += site.publish(1, lang=event.lang)
        elif event.what == "menu":
            site.change_menu()
        elif event.what == "withdraw":
            path = self.old[int(event.pick * len(self.old))]
            site.withdraw(path)
            self.withdrawn.add(path)
        else:
            path = (
                self.published[int(event.pick)] if event.what == "edit" else self.old[int(event.pick * len(self.old))]
            )
            if path not in self.withdrawn:
                site.edit(path, event.kind)
                self.pending.setdefault(path, []).append(site.now)
                self.edits += 1

    def crawl(self) -> int:
        """A run; returns its requests."""
        result = self.simulation.run()
        if result.code:
            raise RuntimeError(f"{self.site.now}: run ended with {result.code}: {result.reason}")
        stored = result.paths("edited") + [path for path in result.paths("created") if path in self.pending]
        archived = self.simulation.hashes() if stored else {}
        truth = true_hashes(self.site) if stored else {}
        for path in stored:
            # What was edited before it was met for the first time needed no finding.
            since = self.pending.pop(path, [])
            if "edited" in {kind for kind, found in result.changes if found == path}:
                self.waits += [(self.site.now - at).total_seconds() / 86_400 for at in since]
                self.false += not since or archived.get(path) != truth.get(path)
            else:
                self.edits -= len(since)
        return result.requests


def live_through(
    name: str, plan: Plan | None, folder: Path, *, articles: int, days: int, a_week: float, seed: int = 1
) -> Row:
    """A year under one policy; `plan` moves the dates on which pages are due before each run, None leaves them to the crawler itself."""
    started = time.process_time()
    site = Site(articles, seed=seed, start=START)
    profile = load_profile("iom-morocco") if plan is None else with_budget(UNLIMITED)
    simulation = Simulation(site, folder / f"{name}.db".replace(" ", "-"), profile, plan)
    year = _Year(site, simulation)
    simulation.run()
    waiting = sorted(
        events(days, a_week, site.languages, seed) + old_edits(days, articles * len(site.languages), seed),
        key=lambda event: event.day,
    )
    requests = 0
    start = site.now
    for day in range(1, days + 1):
        while waiting and waiting[0].day < day:
            event = waiting.pop(0)
            site.advance(seconds=max(0.0, (start + timedelta(days=event.day) - site.now).total_seconds()))
            year.happen(event)
        site.advance(seconds=max(0.0, (start + timedelta(days=day) - site.now).total_seconds()))
        requests += year.crawl()
    visits = _visits(folder / f"{name}.db".replace(" ", "-"), start)
    share = len(year.waits) / year.edits if year.edits else 1.0
    median = statistics.median(year.waits) if year.waits else float("nan")
    return Row(
        name,
        requests / max(1, len(year.published)),
        visits,
        year.edits,
        share,
        median,
        year.false,
        round(time.process_time() - started, 1),
    )


def _visits(path: Path, start: datetime) -> int:
    """Requests for articles that were known already."""
    with sqlite3.connect(path) as db:
        total, pages = db.execute("SELECT sum(visits), count(*) FROM pages WHERE visits > 0").fetchone()
    db.close()
    return int(total - pages)


def every(days: float) -> Plan:
    """Every known article again after so many days."""

    def plan(db: sqlite3.Connection, now: str) -> None:
        rows = db.execute(
            "SELECT url, visited_at FROM pages WHERE visited_at IS NOT NULL AND outcome IN ('ok', 'not_modified')"
        ).fetchall()
        due = [
            (row["url"],)
            for row in rows
            if (moment(now) - moment(row["visited_at"])).total_seconds() >= days * 86_400 - 3_600
        ]
        db.execute(
            "UPDATE pages SET due_at = '9999-12-31T00:00:00Z' WHERE visited_at IS NOT NULL AND outcome IN ('ok', 'not_modified')"
        )
        db.executemany("UPDATE pages SET due_at = visited_at WHERE url = ?", due)

    return plan


POLICIES: Mapping[str, Plan | None] = {
    "ours": None,
    "never": every(100_000),
    "every run": every(0),
    "every 30 days": every(30),
}


def main() -> int:
    """Print the table; 1 when an edit was invented."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reduced", action="store_true", help="a quarter of a year on a small site")
    parser.add_argument("--articles", type=int, default=100, help="a language, at the start")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--a-week", type=float, default=3.0, help="publications, all languages together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=sorted(POLICIES), action="append")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    articles, days, a_week = (10, 90, 3.0) if options.reduced else (options.articles, options.days, options.a_week)
    if not options.json:
        print(f"{days} daily runs; {3 * articles} articles at the start, {a_week:g} publications a week")
        print(
            f"{'policy':<14} {'requests a new article':>22} {'looks at known':>14} {'edits':>6} {'found':>6} {'median days':>11} {'false':>5}"
        )
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name in options.only or POLICIES:
            row = live_through(
                name, POLICIES[name], Path(folder), articles=articles, days=days, a_week=a_week, seed=options.seed
            )
            rows.append(row)
            if not options.json:
                figures = f"{row.requests:>22.1f} {row.visits:>14} {row.edits:>6} {row.found:>6.0%} {row.days:>11.2f} {row.false_edits:>5}"
                print(f"{row.policy:<14} {figures}", flush=True)
    if options.json:
        print(json.dumps([asdict(row) for row in rows]))
    return 1 if any(row.false_edits for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
