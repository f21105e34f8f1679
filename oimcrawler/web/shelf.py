"""Every article's language, month and kind in memory, kept up with the log of changes: what facets and the plot are counted from.

Counting a hundred thousand hits in SQL takes longer than ranking them; here each is a look into an array.
"""

import sqlite3
from array import array
from collections import Counter
from threading import Lock

from oimcrawler.archive.asking import UNKNOWN
from oimcrawler.archive.browsing import cursor, found_ids, shelved

Cube = list[tuple[str, str, str, int]]
Place = tuple[str, str, str]


class Shelf:
    """The counts of one archive; made once a site, filled when it is first asked, used by several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._cursor: int | None = None
        self._places: list[Place | None] = [None]
        self._numbers: dict[tuple[str | None, str | None, str | None], int] = {}
        # By row id, the number of its place in `_places`; 0 is an article that is not shown.
        self._codes = array("I")
        self._counts: Counter[int] = Counter()

    def cube(self, db: sqlite3.Connection, match: str | None = None) -> Cube:
        """How many articles there are of each language, year and kind (`none` where not known), of all or of those that a compiled query finds."""
        self._refresh(db)
        if match is None:
            counts = self._counts
        else:
            ids = found_ids(db, match)
            # An article that came in after the shelf was brought up to date is counted the next time.
            if ids and max(ids) >= len(self._codes):
                ids = [number for number in ids if number < len(self._codes)]
            counts = Counter(map(self._codes.__getitem__, ids))
        found: Counter[Place] = Counter()
        for code, count in counts.items():
            place = self._places[code]
            if place is not None and count:
                found[place[0], place[1][:4] if place[1] != UNKNOWN else UNKNOWN, place[2]] += count
        return [(*place, count) for place, count in sorted(found.items())]

    def months(self, db: sqlite3.Connection) -> dict[tuple[str, str], int]:
        """How many articles were published in each month (`YYYY-MM`, empty where no date is known) and language (`?` where not known)."""
        self._refresh(db)
        found: Counter[tuple[str, str]] = Counter()
        for code, count in self._counts.items():
            place = self._places[code]
            if place is not None and count:
                found["" if place[1] == UNKNOWN else place[1], "?" if place[0] == UNKNOWN else place[0]] += count
        return dict(sorted(found.items()))

    def _refresh(self, db: sqlite3.Connection) -> None:
        newest = cursor(db)
        if self._cursor is not None and newest <= self._cursor:
            return
        with self._lock:
            if self._cursor is not None and newest <= self._cursor:
                return
            rows = shelved(db, self._cursor)
            codes, numbers = self._codes, self._numbers
            top = max((row[0] for row in rows), default=0)
            if top >= len(codes):
                codes.extend([0] * (top + 1 - len(codes)))
            for number, lang, day, kind, shown in rows:
                key = (lang, day[:7] if day else None, kind)
                code = numbers.get(key) or self._number(key)
                self._counts[codes[number]] -= 1
                codes[number] = code if shown else 0
                self._counts[codes[number]] += 1
            self._cursor = newest

    def _number(self, key: tuple[str | None, str | None, str | None]) -> int:
        self._places.append((key[0] or UNKNOWN, key[1] or UNKNOWN, key[2] or UNKNOWN))
        self._numbers[key] = len(self._places) - 1
        return self._numbers[key]
