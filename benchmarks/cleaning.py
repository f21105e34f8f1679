"""Lines of menus left and lines of articles lost, by ways of cleaning text documents: `python -m benchmarks.cleaning [--json]`.

Each figure is a sum over the documents of a condition, averaged over seeds and, for ours, over the first documents too: 0 left and 0 lost is the aim.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from benchmarks.documents import CONDITIONS, Document, plain_menu, platform_menu
from oimcrawler.documents import clean_document, learn_menus
from oimcrawler.documents.lines import key_of, similarity
from oimcrawler.text import normal_line, normal_lines

Cleaner = Callable[[Sequence[str]], list[list[str]]]
MENUS: Final = {"platform": platform_menu, "plain": plain_menu}


def common_prefix(texts: Sequence[str]) -> list[list[str]]:
    """Drops the longest run of first lines that all documents share."""
    documents = [normal_lines(text) for text in texts]
    size = next(
        (i for i, row in enumerate(zip(*documents, strict=False)) if len(set(row)) > 1), min(map(len, documents))
    )
    return [lines[size:] for lines in documents]


def document_frequency(texts: Sequence[str]) -> list[list[str]]:
    """Drops every line that stands on half of the documents."""
    documents = [normal_lines(text) for text in texts]
    stands = Counter(line for lines in documents for line in set(lines))
    return [[line for line in lines if 2 * stands[line] < len(documents)] for lines in documents]


def fuzzy_window(texts: Sequence[str], window: int = 30) -> list[list[str]]:
    """Drops lines among the first and last ones that stand, nearly so worded, in the same window of half of the documents."""
    documents = [normal_lines(text) for text in texts]
    edges = [[{key_of(line) for line in lines[:window]}, {key_of(line) for line in lines[-5:]}] for lines in documents]

    def repeated(line: str, edge: int) -> bool:
        key = key_of(line)
        return 2 * sum(
            key in each[edge] or any(similarity(key, other) >= 0.8 for other in each[edge]) for each in edges
        ) >= len(documents)

    cleaned = []
    for lines in documents:
        first = max((i + 1 for i, line in enumerate(lines[:window]) if repeated(line, 0)), default=0)
        last = len(lines)
        while last > first and repeated(lines[last - 1], 1):
            last -= 1
        cleaned.append(lines[first:last])
    return cleaned


def ours(texts: Sequence[str]) -> list[list[str]]:
    """The project's way, all documents known."""
    menus = learn_menus((str(i), text) for i, text in enumerate(texts))
    found = [clean_document(text, menus) for text in texts]
    return [[*([clean.title] if clean.title else []), *clean.paragraphs] for clean in found]


def first_document(texts: Sequence[str]) -> list[list[str]]:
    """The project's way, each document as the first of its site."""
    found = [clean_document(text) for text in texts]
    return [[*([clean.title] if clean.title else []), *clean.paragraphs] for clean in found]


METHODS: Final[dict[str, Cleaner]] = {
    "longest common prefix": common_prefix,
    "line document frequency": document_frequency,
    "frequency in a window, fuzzy": fuzzy_window,
    "ours, first document": first_document,
    "ours": ours,
}


def errors(documents: Sequence[Document], cleaned: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Lines of menu and furniture left, lines of articles lost."""
    left = lost = 0
    for document, lines in zip(documents, cleaned, strict=True):
        wanted, got = Counter(map(normal_line, document.article)), Counter(map(normal_line, lines))
        lost += (wanted - got).total()
        left += (got - wanted).total()
    return left, lost


@dataclass(frozen=True, slots=True)
class Figure:
    """Lines left and lost a document, for one family of menus, condition and method."""

    menu: str
    condition: str
    method: str
    left: float
    lost: float


def measure(seeds: int = 3, methods: Sequence[str] = tuple(METHODS), conditions: Sequence[str] = ()) -> list[Figure]:
    """One row a menu family, condition and method: lines left and lost a document, mean over seeds."""
    rows: list[Figure] = []
    for family, menu in MENUS.items():
        for name in conditions or CONDITIONS:
            condition = CONDITIONS[name]
            sets = [condition(menu("fr"), random.Random(f"{seed}/{name}"), seed) for seed in range(1, seeds + 1)]
            size = sum(map(len, sets))
            for method in methods:
                found = [
                    errors(documents, METHODS[method]([document.text for document in documents])) for documents in sets
                ]
                left, lost = (sum(each) / size for each in zip(*found, strict=True))
                rows.append(Figure(family, name, method, left, lost))
    return rows


def main(arguments: list[str] | None = None) -> int:
    """Prints the table; exit code 1 when ours leaves or loses a line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.cleaning", description=__doc__.splitlines()[0] if __doc__ else None
    )
    parser.add_argument("--json", action="store_true", help="one JSON document instead of the table")
    parser.add_argument("--seeds", type=int, default=3, help="sets of documents a condition")
    parser.add_argument("condition", nargs="*", metavar="CONDITION", help="these conditions only")
    options = parser.parse_args(arguments)
    if unknown := set(options.condition) - set(CONDITIONS):
        parser.error(f"no such condition: {', '.join(sorted(unknown))}; there are {', '.join(CONDITIONS)}")
    rows = measure(options.seeds, conditions=options.condition)
    if options.json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False))
    else:
        print("lines left / lost, mean a document")
        for family in MENUS:
            print(f"\n{family + ' menu':38}" + "".join(f"{name:>30}" for name in METHODS))
            for name in options.condition or CONDITIONS:
                cells = [row for row in rows if row.menu == family and row.condition == name]
                print(f"{name:38}" + "".join(f"{cell.left:22.1f} / {cell.lost:5.1f}" for cell in cells))
    return int(any(row.method == "ours" and (row.left or row.lost) for row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
