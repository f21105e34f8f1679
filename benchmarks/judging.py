"""The pages of the quality gate, and what an extractor's lines on one of them are worth: bags of four-grams and of blocks."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oimcrawler.text import normal_line

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "gate"

_WORD = re.compile(r"\w+")
_BULLET = re.compile(r"^(?:[-–•*·▪] )+")
_BAR = re.compile(r"\s*\|\s*")


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


def mean(scores: Sequence[Score]) -> Score:
    """The mean of each figure over pages."""
    count = len(scores) or 1
    return Score(
        sum(score.precision for score in scores) / count,
        sum(score.recall for score in scores) / count,
        sum(score.f1 for score in scores) / count,
    )
