"""Notices: whether a line that known pages have gained stands on nearly every page of the day, and so belongs to none of them."""

import sqlite3
from collections.abc import Collection, Sequence

from oimcrawler.archive.frontier import Held
from oimcrawler.archive.payloads import read_payload
from oimcrawler.extraction import parse
from oimcrawler.text import normal_line

# How many pages beside those that wait are asked.
ASKED = 5
# So many pages must carry a line for each one that lacks it.
CARRYING_FOR_ONE_LACKING = 4


class Notices:
    """Asks the other known pages of a language that answered since the oldest of the waiting ones did."""

    def __init__(self, db: sqlite3.Connection, site: str, lang: str, waiting: Sequence[Held]) -> None:
        self.db = db
        self.texts: dict[str, str] = {}
        since = min((one.fetched_at for one in waiting), default="")
        rows = db.execute(
            "SELECT p.url, p.payload_sha256 FROM pages p JOIN addresses d ON d.url = p.url WHERE p.site = ? AND p.lang = ? AND p.visited_at >= ?"
            " AND p.visits > 1 AND p.held_capture_id IS NULL AND p.payload_sha256 IS NOT NULL AND p.outcome IN ('ok', 'not_modified')"
            " ORDER BY p.visited_at DESC, p.url LIMIT ?",
            (site, lang, since, ASKED),
        )
        self.others = {row["url"]: row["payload_sha256"] for row in rows}

    def is_notice(self, line: str, gained_by: Collection[str], candidates: Sequence[Held]) -> bool:
        """Whether a line, gained by the pages with these addresses, is on nearly all pages; `candidates` are all that have changed."""
        rest = {one.url: one.payload_sha256 for one in candidates if one.url not in gained_by} | self.others
        also = sum(line in self._text(url, digest) for url, digest in rest.items())
        carrying = len(gained_by) + also
        return carrying > 1 and (len(rest) - also) * CARRYING_FOR_ONE_LACKING <= carrying

    def _text(self, url: str, digest: str) -> str:
        if digest not in self.texts:
            try:
                root = parse(read_payload(self.db, digest), url).root
                self.texts[digest] = normal_line(" ".join(str(part) for part in root.itertext()))
            except KeyError:  # purged
                self.texts[digest] = ""
        return self.texts[digest]
