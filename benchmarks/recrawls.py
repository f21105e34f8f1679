"""A thousand re-crawls of a site whose articles stand still while everything around them moves: no edit may be reported that was none.

`python -m benchmarks.recrawls` looks at every article of a volatile replica again and again: counters, tokens and related items differ in
each rendering, and between the runs the menu gets new editions, notices come and go, and the design changes. Now and then one article is truly
edited: these edits are to be found, and no others. `--reduced` is the short form for CI. Exits with 1 when an edit was invented or a text is wrong.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.simulation import UNLIMITED, Simulation, true_hashes, with_budget
from oimcrawler.replica import Site

DESIGNS = ("redesign", "drupal", "plain", "drupal", "redesign", "plain")
NOTICES = (
    "Le site sera en maintenance dimanche de six heures à huit heures du matin.",
    "This site will be under maintenance on Sunday, from six to eight in the morning.",
    "Les bureaux de la mission sont fermés pour la fête du Trône ; ils ouvrent de nouveau lundi à neuf heures.",
    "سيتوقف الموقع عن العمل يوم الأحد من السادسة إلى الثامنة صباحا من أجل الصيانة.",
    "Nouveau : le rapport annuel de la mission est en ligne, en trois langues.",
)


@dataclass(slots=True)
class Tally:
    """What the re-crawls came to: `false_edits` names (run, path) of each invented edit, `wrong_texts` counts the articles that differ from the
    truth at the end.
    """

    recrawls: int = 0
    pages: int = 0
    menu_editions: int = 0
    notices: int = 0
    redesigns: int = 0
    planted: int = 0
    found: int = 0
    false_edits: list[tuple[int, str]] = field(default_factory=list)
    wrong_texts: int = 0
    codes: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0


def recrawl(
    runs: int,
    articles: int,
    seed: int,
    folder: Path,
    *,
    redesigns: bool = True,
    progress: Callable[[str], None] = lambda line: None,
) -> Tally:
    """So many re-crawls of a volatile site with so many articles a language, each run after some of its furniture has changed."""
    rng = random.Random(f"recrawls {seed}")
    site = Site(articles, seed=seed, volatile=True)
    simulation = Simulation(site, folder / "archive.db", with_budget(UNLIMITED))
    tally = Tally()
    started = time.process_time()
    simulation.run()
    pending: dict[str, int] = {}
    shown, code = False, 0
    for number in range(1, runs + 1):
        site.advance(days=1)
        if rng.random() < 0.2:
            site.change_menu()
            tally.menu_editions += 1
        if rng.random() < 0.12:
            shown = not shown
            site.banner(rng.choice(NOTICES) if shown else None)
            tally.notices += shown
        if redesigns and number % 25 == 0:
            site.redesign(DESIGNS[tally.redesigns % len(DESIGNS)])
            tally.redesigns += 1
        if rng.random() < 0.1:
            path = rng.choice(site.paths())
            site.edit(path, rng.choice(("word", "word", "paragraph", "title")))
            pending[path] = number
            tally.planted += 1
        simulation.everything_due()
        result = simulation.run()
        tally.recrawls += 1
        tally.pages += result.requests
        tally.codes[result.code] += 1
        for path in result.paths("edited"):
            if path in pending:
                del pending[path]
                tally.found += 1
            else:
                tally.false_edits.append((number, path))
                progress(f"run {number}: {path} was not edited ({site.design}, notice {'on' if shown else 'off'})")
        if result.code != code:
            progress(f"run {number}: {result.code} {result.reason}")
            code = result.code
        if number % 100 == 0:
            progress(
                f"{number} re-crawls, {len(tally.false_edits)} false edits, {tally.found} of {tally.planted} edits found"
            )
    archived = simulation.hashes()
    for path, since in pending.items():
        progress(f"the edit of run {since} was not found: {path}")
    tally.wrong_texts = sum(archived.get(path) != wanted for path, wanted in true_hashes(site).items())
    tally.seconds = round(time.process_time() - started, 1)
    return tally


def main() -> int:
    """Print the figures; 1 when there was a false edit or a wrong text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reduced", action="store_true", help="100 re-crawls of 36 articles")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=20, help="a language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    runs, articles = (100, 12) if options.reduced else (options.runs, options.articles)
    with tempfile.TemporaryDirectory() as folder:
        tally = recrawl(
            runs, articles, options.seed, Path(folder), progress=lambda line: print(line, file=sys.stderr, flush=True)
        )
    if options.json:
        print(json.dumps(asdict(tally)))
    else:
        print(
            f"{tally.recrawls} re-crawls of {3 * articles} articles, {tally.pages} requests, {tally.seconds:.0f} s of CPU"
        )
        print(
            f"around them: {tally.menu_editions} editions of the menu, {tally.notices} notices, {tally.redesigns} changes of design"
        )
        print(
            f"edits: {tally.found} of {tally.planted} found; false edits: {len(tally.false_edits)}; wrong texts at the end: {tally.wrong_texts}"
        )
        print("exit codes of the runs: " + ", ".join(f"{code}: {times}" for code, times in sorted(tally.codes.items())))
    return 1 if tally.false_edits or tally.wrong_texts else 0


if __name__ == "__main__":
    sys.exit(main())
