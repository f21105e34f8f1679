"""The quality gate: our extractor and the general ones on the pages of `tests/gate`, in one run.

`python -m benchmarks.gate` prints precision, recall and F1 by four-gram and by block; `--site NAME` shows what is missing
and what is too much on every page of one site; `--floors` pins the figures that `tests/test_gate.py` holds.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from lxml import html as lxml_html

from benchmarks.general import others
from benchmarks.judging import FOLDER, Lines, Page, Result, Score, digest, judge, load, mean
from oimcrawler.extraction import Template, extract, learn, parse

FLOORS = FOLDER / "floors.json"
CONDITIONS: dict[str, int | None] = {"all": None, "4": 4, "2": 2, "0": 0}
"""How many other pages of the site are known; None is all of them."""


def ours(pages: Sequence[Page], conditions: Iterable[str] = CONDITIONS) -> dict[str, Lines]:
    """The lines of our extractor under each condition; the page itself is always among those that are learned from, as in a crawl.

    With k others known they are the k next pages of the site in the order of their names, round the end.
    """
    found: dict[str, Lines] = {condition: {} for condition in conditions}
    for site in dict.fromkeys(page.site for page in pages):
        members = [page for page in pages if page.site == site]
        trees = [parse(page.html, page.url) for page in members]
        everything = learn(trees) if "all" in found else None
        for condition, lines in found.items():
            known = CONDITIONS[condition]
            for at, page in enumerate(members):
                if known is None:
                    template = everything
                elif known == 0:
                    template = None
                else:
                    template = learn([trees[(at + step) % len(trees)] for step in range(known + 1)])
                lines[page.site, page.name] = extract(trees[at], template).paragraphs
    return found


def cost(pages: Sequence[Page], repeats: int = 3) -> float:
    """Milliseconds of CPU a page that ours takes above plain parsing by lxml when the template is known (the best of some repeats)."""
    total = 0.0
    for site in dict.fromkeys(page.site for page in pages):
        members = [page for page in pages if page.site == site]
        template = learn([parse(page.html, page.url) for page in members])
        for page in members:
            whole = min(_seconds(_read, page, template) for _ in range(repeats))
            total += whole - min(_seconds(lxml_html.document_fromstring, page.html) for _ in range(repeats))
    return 1000 * total / len(pages)


def _read(page: Page, template: Template) -> None:
    extract(parse(page.html, page.url), template)


def _seconds(call: Callable[..., object], *values: object) -> float:
    start = time.process_time()
    call(*values)
    return time.process_time() - start


def table(results: dict[str, list[Result]]) -> dict[str, dict[str, dict[str, list[float]]]]:
    """Per extractor, per site and 'overall': the percentages precision, recall, F1 by `grams` and by `blocks`."""
    report: dict[str, dict[str, dict[str, list[float]]]] = {}
    for name, judged in results.items():
        rows = {"overall": judged}
        for result in judged:
            rows.setdefault(result.page.site, []).append(result)
        report[name] = {
            row: {
                "grams": _percent(mean([result.grams for result in chosen])),
                "blocks": _percent(mean([result.blocks for result in chosen])),
            }
            for row, chosen in rows.items()
        }
    return report


def _percent(score: Score) -> list[float]:
    return [round(100 * figure, 2) for figure in (score.precision, score.recall, score.f1)]


def floors(results: dict[str, list[Result]]) -> dict[str, Any]:
    """What `floors.json` holds: the digest of the set and, for each condition, F1 by grams and blocks rounded down to 0.1."""

    def low(scores: Sequence[Score]) -> float:
        return math.floor(1000 * mean(scores).f1) / 10

    return {
        "digest": digest(),
        "f1": {
            condition: {
                "grams": low([result.grams for result in results[f"ours {condition}"]]),
                "blocks": low([result.blocks for result in results[f"ours {condition}"]]),
            }
            for condition in CONDITIONS
        },
    }


def _print_tables(report: dict[str, dict[str, dict[str, list[float]]]], pages: int) -> None:
    print(f"{pages} pages; precision, recall, F1 by four-gram | by block, in percent, means over pages")
    for name, rows in report.items():
        grams_, blocks = rows["overall"]["grams"], rows["overall"]["blocks"]
        print(f"{name:24}{_figures(grams_)} |{_figures(blocks)}")
    print("\nF1 by four-gram (by block) of each site")
    width = max(len(row) for rows in report.values() for row in rows)
    print(" " * width + "".join(f"{name.replace('trafilatura precision', 'traf. prec.')[:15]:>16}" for name in report))
    for row in next(iter(report.values())):
        if row != "overall":
            cells = (f"{rows[row]['grams'][2]:.1f} ({rows[row]['blocks'][2]:.1f})" for rows in report.values())
            print(f"{row:{width}}" + "".join(f"{cell:>16}" for cell in cells))


def _figures(figures: Sequence[float]) -> str:
    return "".join(f"{figure:7.1f}" for figure in figures)


def _print_lines(results: dict[str, list[Result]]) -> None:
    for name, judged in results.items():
        if not name.startswith("ours"):
            continue
        print(f"\n== {name}")
        for result in judged:
            print(
                f"{result.page.site}/{result.page.name}: F1 {100 * result.grams.f1:.1f} ({100 * result.blocks.f1:.1f})"
            )
            for sign, lines in (("-", result.missing), ("+", result.extra)):
                for line in lines:
                    print(f"  {sign} {line[:160]}")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 0 when it could measure, 2 when there is nothing to measure."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.gate", description=__doc__.split("\n")[0] if __doc__ else None
    )
    parser.add_argument(
        "--site", help="one site only, with the lines that are missing (-) and too much (+) on each page"
    )
    parser.add_argument("--ours", action="store_true", help="leave the other extractors out")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    parser.add_argument("--floors", action="store_true", help="rewrite tests/gate/floors.json from this run")
    options = parser.parse_args(arguments)
    pages = load(site=options.site)
    if not pages:
        print(f"no pages for {options.site or FOLDER}; the sites are the folders of tests/gate", file=sys.stderr)
        return 2
    if options.floors and options.site:
        print("--floors needs the whole set; leave --site out", file=sys.stderr)
        return 2
    found = {f"ours {condition}": lines for condition, lines in ours(pages).items()}
    if not options.ours:
        found |= others(pages)
    results = {name: [judge(page, lines[page.site, page.name]) for page in pages] for name, lines in found.items()}
    report = table(results)
    spent = round(cost(pages), 2)
    if options.floors:
        FLOORS.write_text(json.dumps(floors(results), indent=1) + "\n", encoding="utf-8")
    if options.json:
        print(
            json.dumps(
                {"pages": len(pages), "digest": digest(), "ms_above_parsing": spent, "scores": report},
                ensure_ascii=False,
            )
        )
        return 0
    _print_tables(report, len(pages))
    print(f"\nours, template known: {spent:.2f} ms of CPU a page above plain parsing")
    if options.site:
        _print_lines(results)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
