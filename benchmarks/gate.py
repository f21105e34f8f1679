"""The quality gate: our extractor and the general ones on the pages of `tests/gate`, in one run.

`python -m benchmarks.gate` prints precision, recall and F1 by four-gram and by block; `--site NAME` shows what is missing
and what is too much on every page of one site; `--floors` pins the figures that `tests/test_gate.py` holds.
"""

import argparse
import hashlib
import importlib.util
import json
import logging
import math
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from oimcrawler.extraction import Template, extract, learn, parse
from oimcrawler.text import normal_line, normal_lines

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "gate"
FLOORS = FOLDER / "floors.json"
CONDITIONS: dict[str, int | None] = {"all": None, "4": 4, "2": 2, "0": 0}
"""How many other pages of the site are known; None is all of them."""

_WORD = re.compile(r"\w+")
_BULLET = re.compile(r"^(?:[-–•*·▪] )+")
_BAR = re.compile(r"\s*\|\s*")
_LINES = {
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "tr",
    "dt",
    "dd",
    "figcaption",
    "br",
    "div",
    "td",
}


@dataclass(frozen=True)
class Page:
    """One page of the set: its bytes, its gold lines and what its site says of it."""

    site: str
    name: str
    url: str
    title: str
    html: bytes
    gold: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1 between 0 and 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Result:
    """One page under one extractor: its scores, and the lines that are missing or too much."""

    page: Page
    grams: Score
    blocks: Score
    missing: tuple[str, ...]
    extra: tuple[str, ...]


Lines = dict[tuple[str, str], Sequence[str]]
"""The lines that an extractor found on each page, by (site, name)."""


def load(folder: Path = FOLDER, site: str | None = None) -> list[Page]:
    """The pages of the set in the order of their sites and names; of one site only when it is named."""
    pages = []
    for description in sorted(folder.glob("*/site.json")):
        home = description.parent
        if site not in (None, home.name):
            continue
        known = json.loads(description.read_text(encoding="utf-8"))["pages"]
        for file in sorted(home.glob("*.html")):
            about = known[file.stem]
            gold = tuple(file.with_suffix(".txt").read_text(encoding="utf-8").splitlines())
            pages.append(Page(home.name, file.stem, about["url"], about["title"], file.read_bytes(), gold))
    return pages


def digest(folder: Path = FOLDER) -> str:
    """SHA-256 over the sorted names and the bytes of every page, gold text and site description."""
    total = hashlib.sha256()
    files = [path for path in folder.glob("*/*") if path.suffix in {".html", ".txt", ".json"}]
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        data = path.read_bytes()
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()


def compare(found: Counter[Any], gold: Counter[Any]) -> Score:
    """The overlap of two bags; two empty bags agree.

    >>> compare(Counter("aab"), Counter("abcd"))
    Score(precision=0.6666666666666666, recall=0.5, f1=0.5714285714285715)
    """
    common = (found & gold).total()
    if not found and not gold:
        return Score(1.0, 1.0, 1.0)
    if not common:
        return Score(0.0, 0.0, 0.0)
    precision, recall = common / found.total(), common / gold.total()
    return Score(precision, recall, 2 * precision * recall / (precision + recall))


def grams(lines: Iterable[str], size: int) -> Counter[tuple[str, ...]]:
    """The bag of runs of `size` words of a text.

    >>> sorted(grams(["Un deux", "trois"], 2))
    [('deux', 'trois'), ('un', 'deux')]
    """
    words = _WORD.findall("\n".join(lines).casefold())
    return Counter(tuple(words[start : start + size]) for start in range(len(words) - size + 1))


def block(line: str) -> str:
    """A line as blocks are compared: normal, without a bullet, bars between cells in one style.

    >>> block("- un|deux |")
    'un | deux'
    """
    return _BAR.sub(" | ", _BULLET.sub("", normal_line(line))).strip(" |")


def judge(page: Page, lines: Sequence[str]) -> Result:
    """What an extractor's lines are worth on a page; texts of fewer than four words are compared word by word."""
    size = 4 if sum(len(_WORD.findall(line)) for line in page.gold) >= 4 else 1
    found = Counter(key for line in lines if (key := block(line)))
    gold = Counter(block(line) for line in page.gold)
    return Result(
        page,
        compare(grams(lines, size), grams(page.gold, size)),
        compare(found, gold),
        tuple((gold - found).elements()),
        tuple((found - gold).elements()),
    )


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


def _markup_lines(markup: str) -> list[str]:
    """The text of an HTML fragment, one block a line: what readability gives is mark-up."""
    if not markup.strip():
        return []
    parts: list[str] = []
    for event, element in etree.iterwalk(lxml_html.fromstring(markup), events=("start", "end", "comment", "pi")):
        if event in ("start", "end") and element.tag in _LINES:
            parts.append("\n")
        if event == "start":
            parts.append((element.text or "").replace("\n", " "))
        else:
            parts.append((element.tail or "").replace("\n", " "))
    return normal_lines("".join(parts))


def _trafilatura(page: Page, precision: bool = False) -> list[str]:
    import trafilatura

    return normal_lines(
        trafilatura.extract(page.html, url=page.url, favor_precision=precision, include_comments=False) or ""
    )


def _readability(page: Page) -> list[str]:
    from lxml.etree import LxmlError
    from readability import Document
    from readability.readability import Unparseable

    try:
        return _markup_lines(Document(page.html, url=page.url).summary(html_partial=True))
    except (Unparseable, LxmlError, ValueError):
        return []


def _newspaper(page: Page) -> list[str]:
    import newspaper

    article = newspaper.Article(page.url, fetch_images=False)
    article.download(input_html=_decoded(page))
    article.parse()
    return normal_lines(article.text)


def _resiliparse(page: Page) -> list[str]:
    from resiliparse.extract.html2text import extract_plain_text

    return normal_lines(extract_plain_text(_decoded(page), main_content=True))


def _decoded(page: Page) -> str:
    # Both tools want text; the declared encoding is read the way a browser reads it.
    from w3lib.encoding import html_to_unicode

    return html_to_unicode(None, page.html)[1]


OTHERS: dict[str, tuple[str, Callable[[Page], list[str]]]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "trafilatura precision": ("trafilatura", lambda page: _trafilatura(page, precision=True)),
    "readability-lxml": ("readability", _readability),
    "newspaper4k": ("newspaper", _newspaper),
    "resiliparse": ("resiliparse", _resiliparse),
}
"""The general extractors: the name that is printed, the module that must be installed, the call."""


def others(pages: Sequence[Page]) -> dict[str, Lines]:
    """The lines of every general extractor that is installed; who is missing is said on stderr."""
    logging.disable(logging.CRITICAL)
    found: dict[str, Lines] = {}
    for name, (module, call) in OTHERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"{name}: not installed, skipped (pip install 'oimcrawler[gate]')", file=sys.stderr)
            continue
        found[name] = {(page.site, page.name): _called(name, call, page) for page in pages}
    logging.disable(logging.NOTSET)
    return found


def _called(name: str, call: Callable[[Page], list[str]], page: Page) -> list[str]:
    try:
        return call(page)
    except ImportError as error:
        # newspaper4k reads Arabic only with nltk: such a page counts as not read, and the run says so.
        print(f"{name}: {page.site}/{page.name} not read: {normal_line(str(error))}", file=sys.stderr)
        return []


def mean(scores: Sequence[Score]) -> Score:
    """The mean of each figure over pages."""
    count = len(scores) or 1
    return Score(
        sum(score.precision for score in scores) / count,
        sum(score.recall for score in scores) / count,
        sum(score.f1 for score in scores) / count,
    )


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
