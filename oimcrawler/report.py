"""The archive's report: one HTML page that needs no other file, for a mail, a drawer or a printer."""

import base64
import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

from oimcrawler.archive.asking import counts_by_month
from oimcrawler.archive.glance import glance, runs
from oimcrawler.desk.plots import svg_bars, svg_months
from oimcrawler.desk.wording import clock, day, fit, language, number, size
from oimcrawler.exits import NAMES

LAST_RUNS: Final = 50
MOST_WAITING: Final = 200
_INITIALS: Final = tuple("JFMAMJJASOND")

Counts = Mapping[tuple[str, str], int]


def report_page(db: sqlite3.Connection, now: str) -> str:
    """The report as a complete HTML document: coverage by month and language, gaps, edits over time, runs, alarms, waiting pages."""
    document = glance(db, now)
    counted = counts_by_month(db)
    edits = db.execute(
        "SELECT substr(at, 1, 7), count(*) FROM changes WHERE kind = 'edited' GROUP BY 1 ORDER BY 1"
    ).fetchall()
    style = files("oimcrawler").joinpath("report.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    parts = [
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">',
        f"<title>Archive report, {day(now)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n<h1>Archive report</h1>",
        f"<p class=lead>As of {clock(now)}: {number(document['articles'])} articles, {number(document['versions'])} versions,"
        f" {number(document['addresses'])} addresses, {number(document['captures'])} captures, {size(document['bytes'])}.</p>",
        _section("alarms", "Alarms", _list(document["alarms"]) or "<p>None.</p>"),
        _section("coverage", "Coverage by month and language", _coverage(counted)),
        _section("gaps", "Gaps", _gaps(counted)),
        _section("edits", "Edits over time", _edits([(str(month), int(count)) for month, count in edits])),
        _section("runs", "Runs", _runs(runs(db, LAST_RUNS))),
        _section("waiting", "Waiting pages", _waiting(document["waiting"])),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def gaps(counted: Counts) -> dict[str, list[tuple[str, str, int]]]:
    """The months without an article between a language's first and last, as stretches (first month, last month, how many), by language.

    >>> gaps({("2024-01", "fr"): 1, ("2024-04", "fr"): 2, ("", "fr"): 9})
    {'fr': [('2024-02', '2024-03', 2)]}
    """
    found: dict[str, list[tuple[str, str, int]]] = {}
    for lang in sorted({lang for month, lang in counted if month}):
        numbers = sorted(
            {_number(month) for (month, other), count in counted.items() if other == lang and count and _dated(month)}
        )
        stretches = [(a + 1, b - 1) for a, b in pairwise(numbers) if b - a > 1]
        found[lang] = [(_month(a), _month(b), b - a + 1) for a, b in stretches]
    return found


def _coverage(counted: Counts) -> str:
    if not counted:
        return "<p>No articles yet.</p>"
    spoken = {(month, language(lang)): count for (month, lang), count in counted.items()}
    plots = "".join(
        f"<div class=at-{name}>{svg_months(spoken, width=width, height=height)}</div>"
        for name, width, height in (("wide", 900, 260), ("narrow", 340, 220))
    )
    return plots + "\n".join(_years(counted, lang) for lang in sorted({lang for _, lang in counted}))


def _years(counted: Counts, lang: str) -> str:
    """One language's articles as a table of years by months."""
    mine = {month: count for (month, other), count in counted.items() if other == lang}
    undated = sum(count for month, count in mine.items() if not _dated(month))
    dated = {month: count for month, count in mine.items() if _dated(month)}
    caption = f"{language(lang)}: {number(sum(mine.values()))}" + (
        f", {number(undated)} of them without a date" if undated else ""
    )
    if not dated:
        return f"<p>{_text(caption)}.</p>"
    first, last = min(dated), max(dated)
    rows = []
    for year in sorted({month[:4] for month in dated} | {str(y).zfill(4) for y in _span(first, last)}, reverse=True):
        names = [f"{year}-{place:02}" for place in range(1, 13)]
        cells = [number(dated[name]) if name in dated else ("–" if first < name < last else "") for name in names]
        rows.append((year, [*cells, number(sum(dated.get(name, 0) for name in names))]))
    return _table(caption, ("Year", *_INITIALS, "All"), rows, figures=range(1, 14))


def _span(first: str, last: str) -> Iterable[int]:
    # A wrong year must not make a table of two thousand rows.
    begin, end = int(first[:4]), int(last[:4])
    return range(max(begin, end - 199), end + 1)


def _gaps(counted: Counts) -> str:
    lines = []
    for lang, stretches in gaps(counted).items():
        said = [
            f"{day(first)}" if length == 1 else f"{day(first)} to {day(last)} ({length} months)"
            for first, last, length in stretches
        ]
        shown = "; ".join(said[:60]) + (f"; and {len(said) - 60} more" if len(said) > 60 else "")
        lines.append(f"{language(lang)}: {shown or 'no month without an article between the first and the last'}.")
    return _list(lines) or "<p>No dated articles yet.</p>"


def _edits(counts: Sequence[tuple[str, int]]) -> str:
    counts = [(month, count) for month, count in counts if _dated(month)]
    if not counts:
        return "<p>No article has been edited since it was first met.</p>"
    known = dict(counts)
    last = _number(counts[-1][0])
    filled = [(_month(n), known.get(_month(n), 0)) for n in range(max(_number(counts[0][0]), last - 239), last + 1)]
    plots = "".join(
        f"<div class=at-{name}>{svg_bars(filled, 'Edits by month', width=width, height=180)}</div>"
        for name, width in (("wide", 900), ("narrow", 340))
    )
    return plots + _table(
        "Edits by month",
        ("Month", "Edits"),
        [(day(month), [number(count)]) for month, count in reversed(counts)],
        figures=(1,),
    )


def _runs(found: Sequence[Mapping[str, Any]]) -> str:
    if not found:
        return "<p>No run yet.</p>"
    rows = [
        (
            str(run["id"]),
            [
                clock(run["started_at"]),
                run["site"],
                run["command"],
                "running"
                if run["finished_at"] is None
                else f"{NAMES.get(run['exit_code'], 'unknown')} ({run['exit_code']})",
                *(
                    number(run[name])
                    for name in ("requests", "articles_new", "articles_edited", "duplicates", "failed")
                ),
                run["reason"] or "",
            ],
        )
        for run in found
    ]
    head = ("Run", "Began", "Site", "Command", "Ended", "Requests", "New", "Edited", "Same text", "Failed", "Because")
    return _table(f"The last {len(rows)}, newest first", head, rows, figures=(5, 6, 7, 8, 9))


def _waiting(found: Sequence[Mapping[str, Any]]) -> str:
    if not found:
        return "<p>None: every kept page has been read.</p>"
    more = f"<p>And {number(len(found) - MOST_WAITING)} more.</p>" if len(found) > MOST_WAITING else ""
    return (
        _table(
            f"{number(len(found))} kept, not yet read",
            ("Page", "Because"),
            [(one["url"], [one["reason"] or ""]) for one in found[:MOST_WAITING]],
        )
        + more
    )


def _section(name: str, title: str, inside: str) -> str:
    return f'<section aria-labelledby="{name}">\n<h2 id="{name}">{title}</h2>\n{inside}\n</section>'


def _list(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li><bdi>{_text(line)}</bdi></li>" for line in lines) + "</ul>" if lines else ""


def _table(
    caption: str, head: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]], *, figures: Iterable[int] = ()
) -> str:
    right = set(figures)
    mark = [" class=n" if place in right else "" for place in range(len(head))]
    out = [
        f'<div class=scroll tabindex=0 role=region aria-label="{_text(caption)}"><table>\n<caption>{_text(caption)}</caption>\n<thead><tr>'
    ]
    out += [f"<th scope=col{mark[place]}>{_text(name)}</th>" for place, name in enumerate(head)]
    out.append("</tr></thead>\n<tbody>")
    for name, cells in rows:
        shown = "".join(f"<td{mark[place]}><bdi>{_text(cell)}</bdi></td>" for place, cell in enumerate(cells, 1))
        out.append(f"<tr><th scope=row><bdi>{_text(name)}</bdi></th>{shown}</tr>")
    return "".join(out) + "</tbody></table></div>"


def _text(text: str, most: int = 500) -> str:
    text = str(text)
    return escape(fit(text if len(text) <= most else text[: most - 1] + "…"))


def _dated(month: str) -> bool:
    return (
        len(month) == 7
        and month[:4].isdecimal()
        and month[4] == "-"
        and month[5:].isdecimal()
        and 1 <= int(month[5:]) <= 12
    )


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"
