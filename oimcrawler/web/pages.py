"""Start, search, runs, about: what stands on these pages, read from one state of the archive."""

import re
import sqlite3
from typing import Any, Final

from oimcrawler.archive.asking import Filters, search
from oimcrawler.archive.browsing import newest, newest_edits
from oimcrawler.archive.dictionary import columns
from oimcrawler.archive.glance import alarms, runs
from oimcrawler.archive.lookup import find
from oimcrawler.desk.plots import svg_months
from oimcrawler.desk.wording import language
from oimcrawler.exits import NAMES as EXITS
from oimcrawler.exits import Problem
from oimcrawler.searching import compile_query, parts
from oimcrawler.urls import is_web_url
from oimcrawler.web.answers import Answer, Asked, Missing, Redirect
from oimcrawler.web.facets import facets, total

SIZE: Final = 20
MOST_PAGES: Final = 500
"""Pages of results at most: nobody reads the ten thousandth hit, and each costs as much as the first ones together."""

RELATIONS: Final = (
    "articles",
    "addresses",
    "versions",
    "changes",
    "captures",
    "runs",
    "removed_blocks",
    "version_blocks",
    "provenance",
    "near_duplicates",
    "data_dictionary",
)
"""The public relations that are browsed as tables."""

_KEY: Final = re.compile(r"[0-9a-f]{12}|[0-9a-f]{16}")


def start(db: sqlite3.Connection, asked: Asked) -> Answer:
    """What the archive holds, by month and language, what is new in it, and what should make somebody look."""
    counted = asked.shelf.months(db)
    totals: dict[str, int] = {}
    for (_, lang), count in counted.items():
        totals[lang] = totals.get(lang, 0) + count
    named = sorted({month for month, _ in counted if month})
    document = {
        "articles": sum(totals.values()),
        "languages": dict(sorted(totals.items(), key=lambda one: (-one[1], one[0]))),
        "first_month": named[0] if named else None,
        "last_month": named[-1] if named else None,
        "months": [
            {"month": month or None, "lang": lang, "articles": count} for (month, lang), count in counted.items()
        ],
        "newest": newest(db, Filters(), limit=8),
        "edits": newest_edits(db, 8),
        "alarms": alarms(db, asked.now),
    }
    spoken = {(month, language(lang)): count for (month, lang), count in counted.items()}
    wide, narrow = svg_months(spoken, width=960, height=260), svg_months(spoken, width=340, height=220)
    return Answer(
        "start.html", document, {"plot_wide": wide, "plot_narrow": narrow, "month_table": month_table(counted)}
    )


def month_table(counted: dict[tuple[str, str], int]) -> dict[str, Any]:
    """The plot's numbers as a table: languages, then a row a month, newest first, months without a date last."""
    sums: dict[str, int] = {}
    for (_, lang), count in counted.items():
        sums[lang] = sums.get(lang, 0) + count
    languages = sorted(sums, key=lambda lang: (-sums[lang], lang))
    rows = [
        (month, [counted.get((month, lang), 0) for lang in languages])
        for month in sorted({month for month, _ in counted}, reverse=True)
    ]
    return {"languages": languages, "rows": [(month, row, sum(row)) for month, row in rows]}


def results(db: sqlite3.Connection, asked: Asked) -> Answer | Redirect:
    """What a search finds, with facets; without a question, everything by date."""
    text = asked.args.get("q", "").strip()
    chosen = tuple(asked.args.get(name) or None for name in ("lang", "year", "kind"))
    if (uid := _named(db, text)) is not None and not any(chosen):
        return Redirect(f"/article/{uid}")
    lang, year, kind = chosen
    filters = Filters(lang=lang, year=year, kind=kind)
    query = compile_query(text)
    page = _page(asked.args.get("page", ""))
    notes = list(query.notes) if text else []
    counted = asked.shelf.cube(db, query.match) if query.match or not text else []
    count = total(counted, chosen)
    pages = min(max(1, -(-count // SIZE)), MOST_PAGES)
    if query.match:
        found = search(db, query, filters, limit=SIZE, offset=(page - 1) * SIZE) if count else []
    else:
        found = newest(db, filters, limit=SIZE, offset=(page - 1) * SIZE) if count else []
    document = {
        "q": text,
        "lang": lang,
        "year": year,
        "kind": kind,
        "page": page,
        "pages": pages,
        "count": count,
        "notes": notes,
        "results": [
            {
                **{name: value for name, value in hit.items() if name not in ("snippet", "lead")},
                "snippet": "".join(piece for piece, _ in _snippet(hit)),
            }
            for hit in found
        ],
        "facets": {
            name: [{"value": one.value, "count": one.count, "chosen": one.chosen} for one in choices]
            for name, choices in facets(counted, chosen).items()
        },
    }
    return Answer(
        "search.html",
        document,
        {
            "hits": [
                {**hit, "snippet": _snippet(hit), "title_parts": parts(hit["title"][:300], query.words, 300)}
                for hit in found
            ]
        },
    )


def _snippet(hit: dict[str, Any]) -> list[tuple[str, bool]]:
    if "snippet" in hit:
        found: list[tuple[str, bool]] = hit["snippet"]
        return found
    lead = " ".join(hit["lead"].split())
    return [(lead + "…" if len(hit["lead"]) >= 240 else lead, False)]


def _named(db: sqlite3.Connection, text: str) -> str | None:
    """The article that the text in the search box is a key of, where it looks like one."""
    if not (is_web_url(text) or _KEY.fullmatch(text)):
        return None
    try:
        return find(db, text).uid
    except Problem:
        return None


def _page(text: str) -> int:
    return min(max(1, int(text)), MOST_PAGES) if re.fullmatch("[0-9]{1,6}", text) else 1


def run_list(db: sqlite3.Connection, asked: Asked) -> Answer:
    """The last fifty runs, each with what its exit code means."""
    found = [
        {**run, "meaning": EXITS.get(run["exit_code"], "running" if run["finished_at"] is None else "unknown")}
        for run in runs(db, 50)
    ]
    return Answer("runs.html", {"runs": found, "alarms": alarms(db, asked.now)})


def about(db: sqlite3.Connection, asked: Asked) -> Answer:
    """What this is, how to search it, and its tables with the meaning of every column."""
    described: dict[str, list[dict[str, str]]] = {}
    for column in columns():
        if column.relation in RELATIONS:
            described.setdefault(column.relation, []).append(
                {"column": column.column, "type": column.type, "meaning": column.meaning, "example": column.example}
            )
    return Answer("about.html", {"tables": described})


def unknown(db: sqlite3.Connection, asked: Asked) -> Answer:
    """Every address that is not one of ours."""
    raise Missing(
        404, "There is no such page", "The address may be mistyped. Search the archive, or begin at the start page."
    )
