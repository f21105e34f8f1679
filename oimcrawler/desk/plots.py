"""Plots of counts: lines of text for a terminal, inline SVG for a page. No plot needs another file, a script or a font."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_LEVELS: Final = " ▁▂▃▄▅▆▇█"
_ASCII_LEVELS: Final = " .:-=+*#@"
_MAX_MONTHS: Final = 12 * 200  # a wrong year must not make a plot of two thousand years
_MONTH: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")

Counts = Mapping[tuple[str, str], int]


def bars(rows: Sequence[tuple[str, int]], width: int = 72, *, unicode: bool = True) -> list[str]:
    """One line a row: label, bar, number; the longest bar fills the width. A count above 0 shows at least a sliver; no rows give no lines.

    >>> for line in bars([("fr", 8), ("ar", 4)], 15): print(line)
    fr  ████████  8
    ar  ████      4
    """
    counts = [max(0, count) for _, count in rows]
    numbers = [f"{count:,}".replace(",", " ") for count in counts]
    labels = [_clipped(label, max(4, width // 3)) for label, _ in rows]
    label_width = max(map(_cells, labels), default=0)
    number_width = max(map(len, numbers), default=0)
    room = max(4, width - label_width - number_width - 4)
    top = max(counts, default=0)
    lines = []
    for label, count, number in zip(labels, counts, numbers, strict=True):
        bar = _bar(count, top, room, unicode)
        lines.append(
            f"{label}{' ' * (label_width - _cells(label))}  {bar}{' ' * (room - len(bar))}  {number:>{number_width}}"
        )
    return [line.rstrip() for line in lines]


def months_by_language(counts: Counts, width: int = 72, *, unicode: bool = True) -> list[str]:
    """Articles by month, one row of columns a language, all on one scale, with a line of years below; `counts` is keyed (`YYYY-MM`, language).

    Months without articles are gaps; where there are more months than columns, each column stands for several. Keys that are no month are counted
    in a last line. No data gives one line that says so.

    >>> for line in months_by_language({("2024-01", "fr"): 4, ("2024-03", "fr"): 8, ("2024-02", "ar"): 2}, 40): print(line)
    fr  ▄ █  12
    ar   ▂    2
        2024-01 … 2024-03, highest column: 8 a month
    """
    known, undated = _dated(counts)
    if not known:
        return ["no dated articles", *_undated(undated)]
    months = _months(known)
    languages = _languages(known)
    numbers = {
        lang: f"{sum(n for (_, other), n in known.items() if other == lang):,}".replace(",", " ") for lang in languages
    }
    label_width = max(_cells(lang) for lang in languages)
    number_width = max(map(len, numbers.values()))
    room = max(4, width - label_width - number_width - 4)
    step = next((n for n in (1, 3, 12) if math.ceil(len(months) / n) <= room), math.ceil(len(months) / room))
    groups = [months[i : i + step] for i in range(0, len(months), step)]
    columns = {lang: [sum(known.get((month, lang), 0) for month in group) for group in groups] for lang in languages}
    top = max(max(row) for row in columns.values())
    levels = _LEVELS if unicode else _ASCII_LEVELS
    lines = []
    for lang in languages:
        plot = "".join(levels[0 if not count else max(1, round(8 * count / top))] for count in columns[lang])
        lines.append(f"{lang}{' ' * (label_width - _cells(lang))}  {plot}  {numbers[lang]:>{number_width}}")
    dots = "…" if unicode else "..."
    span = months[0] if len(months) == 1 else f"{months[0]} {dots} {months[-1]}"
    unit = "month" if step == 1 else f"{step} months"
    lines.append(f"{' ' * label_width}  {span}, highest column: {top} {'a' if step == 1 else 'in'} {unit}")
    return [*lines, *_undated(undated)]


def svg_months(
    counts: Counts, title: str = "Articles by month and language", width: int = 720, height: int = 240
) -> str:
    """Articles by month as an SVG of stacked columns, one class a language (`plot-1`, `plot-2`, … and `plot-lang-fr`), with scale, years and legend.

    Colours are the page's: `.plot-1 { fill: …; fill-opacity: 1 }`; without a style sheet the languages differ
    by opacity. Text takes the page's colour. The caller gives the numbers as a table beside it, for readers whom a picture does not serve.
    """
    known, _ = _dated(counts)
    months, languages = _months(known), _languages(known)
    series = [(lang, [known.get((month, lang), 0) for month in months]) for lang in languages]
    return _columns(months, series, title, width, height)


def svg_bars(rows: Sequence[tuple[str, int]], title: str, width: int = 720, height: int = 200) -> str:
    """Counts in the order given (edits over time, say) as an SVG of columns, labelled below where there is room."""
    return _columns([label for label, _ in rows], [("", [max(0, count) for _, count in rows])], title, width, height)


def _columns(
    labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], title: str, width: int, height: int
) -> str:
    totals = [sum(counts[i] for _, counts in series) for i in range(len(labels))]
    top = _round_up(max(totals, default=0))
    named = [(number, name) for number, (name, _) in enumerate(series, 1) if name]
    left, right, above, below = 14 + 7 * len(_short(top)), 8, 12, 24 + (22 if named else 0)
    room, tall = max(40, width - left - right), max(40, height - above - below)
    base = above + tall
    pitch = room / max(1, len(labels))
    out = [_opening(title, _description(labels, series, totals), width, base + below)]
    for value in sorted({0, top // 2, top} if top > 1 else {0, top}):
        y = base - tall * value / max(1, top)
        out.append(
            f'<line class="plot-grid" x1="{left}" x2="{left + room}" y1="{y:.1f}" y2="{y:.1f}" stroke="currentColor" stroke-opacity=".25"/>'
        )
        out.append(f'<text class="plot-scale" x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{_short(value)}</text>')
    gap = max(min(2.0, pitch * 0.2), pitch - 48)  # few columns stay columns
    for place, label in enumerate(labels):
        floor = float(base)
        for number, (name, counts) in enumerate(series, 1):
            if not counts[place]:
                continue
            size = max(0.5, tall * counts[place] / max(1, top))
            floor -= size
            said = " ".join(filter(None, [label, name])) + f": {counts[place]}"
            out.append(
                f'<rect {_paint(number, name)} x="{left + place * pitch + gap / 2:.2f}" y="{floor:.2f}" width="{pitch - gap:.2f}" '
                f'height="{size:.2f}"><title>{_xml(said)}</title></rect>'
            )
    for place, label in _ticks(labels, room):
        x = left + (place + 0.5) * pitch
        out.append(f'<text class="plot-label" x="{x:.1f}" y="{base + 16}" text-anchor="middle">{_xml(label)}</text>')
    x = float(left)
    for number, name in named:
        out.append(f'<rect {_paint(number, name)} x="{x:.1f}" y="{base + 28}" width="10" height="10"/>')
        out.append(f'<text class="plot-legend" x="{x + 15:.1f}" y="{base + 37}">{_xml(name)}</text>')
        x += 32 + 8 * _cells(name)
    if not labels:
        out.append(
            f'<text class="plot-empty" x="{left + room / 2:.1f}" y="{above + tall / 2:.1f}" text-anchor="middle">no data</text>'
        )
    return "\n".join([*out, "</svg>"])


def _opening(title: str, description: str, width: int, height: int) -> str:
    # role=img with both names: screen readers say title and summary instead of every number. No ids: several plots may share a page.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" aria-label="{_xml(f"{title}. {description}")}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" direction="ltr" font-size="12" '
        f'font-family="sans-serif" fill="currentColor">\n'
        f"<title>{_xml(title)}</title>\n<desc>{_xml(description)}</desc>"
    )


def _description(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], totals: Sequence[int]) -> str:
    if not labels:
        return "No data."
    highest = max(range(len(labels)), key=totals.__getitem__)
    span = f"{labels[0]} to {labels[-1]}" if len(labels) > 1 else labels[0]
    each = ", ".join(f"{name} {sum(counts)}" for name, counts in series if name)
    return f"{span}, {sum(totals)} in all{f' ({each})' if each else ''}; most in {labels[highest]} ({totals[highest]})."


def _paint(number: int, name: str) -> str:
    # A presentation attribute gives way to any rule of a style sheet.
    language = f" plot-lang-{name}" if re.fullmatch("[a-z]{2,3}", name) else ""
    return f'class="plot-{number}{language}" fill-opacity="{max(0.25, 1.15 - 0.3 * number):.2f}"'


def _ticks(labels: Sequence[str], room: int) -> list[tuple[int, str]]:
    """The labels that fit: years where the labels are months of more than one year, else every n-th."""
    if len(labels) * 56 > room and all(_MONTH.fullmatch(label) for label in labels):
        years = [(i, label[:4]) for i, label in enumerate(labels) if label.endswith("-01") or i == 0]
        if len(years) > 1 and years[1][0] < 6:
            years = years[1:]  # the first, cut year has no room for its number
        return years[:: max(1, math.ceil(len(years) * 40 / room))]
    longest = max(map(_cells, labels), default=1)
    step = max(1, math.ceil(len(labels) * (longest * 7 + 10) / room))
    return [(i, labels[i]) for i in range(0, len(labels), step)]


def _dated(counts: Counts) -> tuple[dict[tuple[str, str], int], int]:
    known: dict[tuple[str, str], int] = {}
    undated = 0
    for (month, lang), count in counts.items():
        if count <= 0:
            continue
        if month and _MONTH.fullmatch(month):
            known[month, lang or "?"] = known.get((month, lang or "?"), 0) + count
        else:
            undated += count
    return known, undated


def _undated(count: int) -> list[str]:
    return [f"{count} without a date"] if count else []


def _months(known: Iterable[tuple[str, str]]) -> list[str]:
    """Every month from the first to the last."""
    numbers = sorted({int(month[:4]) * 12 + int(month[5:]) - 1 for month, _ in known})
    if not numbers:
        return []
    last = numbers[-1]
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(max(numbers[0], last - _MAX_MONTHS + 1), last + 1)]


def _languages(known: Mapping[tuple[str, str], int]) -> list[str]:
    """The languages, most articles first."""
    sums: dict[str, int] = {}
    for (_, lang), count in known.items():
        sums[lang] = sums.get(lang, 0) + count
    return sorted(sums, key=lambda lang: (-sums[lang], lang))


def _bar(count: int, top: int, room: int, unicode: bool) -> str:
    if count <= 0 or top <= 0:
        return ""
    if not unicode:
        return "#" * max(1, room * count // top)
    eighths = max(1, room * 8 * count // top)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _round_up(value: int) -> int:
    """The next 1, 2, 4, 5, 6, 8 or 10 with zeros behind it: a scale that a person reads."""
    if value <= 0:
        return 0
    unit = int("1" + "0" * (len(str(value)) - 1))
    steps: tuple[int, ...] = (1, 2, 4, 5, 6, 8)
    return next((n * unit for n in steps if n * unit >= value), 10 * unit)


def _short(value: int) -> str:
    for size, sign in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if value >= 10 * size or (value >= size and value % size == 0):
            return f"{value / size:g}{sign}" if value < 10**15 else f"{value:.0e}"
    return str(value)


def _cells(text: str) -> int:
    """Columns that a text takes in a terminal: two for wide characters, none for marks."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _clipped(text: str, width: int) -> str:
    text = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    if _cells(text) <= width:
        return text
    while text and _cells(text) > width - 1:
        text = text[:-1]
    return text + "…"


def _xml(text: str) -> str:
    return escape("".join(c if c.isprintable() else " " for c in text))
