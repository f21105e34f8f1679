"""Facets: what a search found, counted by language, year and kind, each count under the other filters that are set."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

NAMES = ("lang", "year", "kind")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how many articles it would show, and whether it is chosen now."""

    value: str
    count: int
    chosen: bool


def total(cube: Sequence[tuple[str, str, str, int]], chosen: Sequence[str | None]) -> int:
    """How many articles pass all filters; `chosen` is language, year and kind, None where not filtered.

    >>> total([("fr", "2024", "News", 3), ("ar", "2024", "News", 2)], ("fr", None, None))
    3
    """
    return sum(row[3] for row in cube if _passes(row, chosen))


def facets(cube: Sequence[tuple[str, str, str, int]], chosen: Sequence[str | None]) -> dict[str, list[Choice]]:
    """The choices of each facet: years newest first, the others by count; a chosen value stands there even where it finds nothing.

    >>> [(c.value, c.count) for c in facets([("fr", "2024", "News", 3), ("ar", "2025", "News", 2)], ("fr", None, None))["lang"]]
    [('fr', 3), ('ar', 2)]
    """
    found = {}
    for place, name in enumerate(NAMES):
        others = [None if other == place else value for other, value in enumerate(chosen)]
        counts: Counter[str] = Counter()
        for row in cube:
            if _passes(row, others):
                counts[str(row[place])] += row[3]
        mine = chosen[place]
        if mine is not None:
            counts[mine] += 0
        if name == "year":
            order = sorted(counts, key=lambda value: (value != "none", value), reverse=True)
        else:
            order = sorted(counts, key=lambda value: (value == "none", -counts[value], value))
        found[name] = [Choice(value, counts[value], value == mine) for value in order]
    return found


def _passes(row: Sequence[str | int], chosen: Sequence[str | None]) -> bool:
    return all(value is None or row[place] == value for place, value in enumerate(chosen))
