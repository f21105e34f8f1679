"""Plots: right lengths in the terminal, well-formed and inert SVG, nothing that a strange count can break."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.desk.plots import bars, months_by_language, svg_bars, svg_months

SVG = "{http://www.w3.org/2000/svg}"
COUNTS = {("2023-11", "fr"): 4, ("2024-02", "fr"): 8, ("2024-02", "ar"): 2, ("2024-01", "en"): 1}

MONTHS = st.builds("{:04}-{:02}".format, st.integers(1990, 2030), st.integers(1, 12)) | st.sampled_from(
    ["", "2024", "2024-13", "9999-12", "0000-01"]
)
ANY_COUNTS = st.dictionaries(
    st.tuples(MONTHS, st.sampled_from(["fr", "en", "ar", "", "<x>"])), st.integers(-1, 10**18), max_size=12
)
ROWS = st.lists(st.tuples(st.text(max_size=12), st.integers(-5, 10**18)), max_size=8)


def test_bars_keep_proportion() -> None:
    assert bars([("2023", 100), ("2024", 50), ("2025", 1), ("2026", 0)], 29) == [
        "2023  ██████████████████  100",
        "2024  █████████            50",
        "2025  ▏                     1",
        "2026                        0",
    ]


def test_bars_in_ascii() -> None:
    assert bars([("fr", 1200), ("العربية", 300)], 24, unicode=False) == [
        "fr       ########  1 200",
        "العربية  ##          300",
    ]


def test_no_rows_no_lines() -> None:
    assert bars([]) == []


def test_months_with_gaps() -> None:
    assert months_by_language(COUNTS, 60) == [
        "fr  ▄  █  12",
        "ar     ▂   2",
        "en    ▁    1",
        "    2023-11 … 2024-02, highest column: 8 a month",
    ]


def test_months_in_ascii() -> None:
    assert months_by_language(COUNTS, 60, unicode=False) == [
        "fr  =  @  12",
        "ar     :   2",
        "en    .    1",
        "    2023-11 ... 2024-02, highest column: 8 a month",
    ]


def test_one_month_no_month_and_undated() -> None:
    assert months_by_language({("2024-05", "fr"): 3}) == ["fr  █  3", "    2024-05, highest column: 3 a month"]
    assert months_by_language({}) == ["no dated articles"]
    assert months_by_language({("", "fr"): 3}) == ["no dated articles", "3 without a date"]


def test_many_years_share_columns() -> None:
    counts = {(f"{year}-{month:02}", "fr"): 1 for year in range(2000, 2025) for month in range(1, 13)}
    lines = months_by_language(counts, 60)
    assert lines == ["fr  " + "█" * 25 + "  300", "    2000-01 … 2024-12, highest column: 12 in 12 months"]


@given(ANY_COUNTS, st.integers(1, 120), st.booleans())
def test_month_plots_stay_within_the_width(counts: dict[tuple[str, str], int], width: int, unicode: bool) -> None:
    lines = months_by_language(counts, width, unicode=unicode)
    plots = [line for line in lines if "█" in line or "@" in line]
    assert lines
    assert all(len(line) <= max(width, 45) for line in plots)
    assert unicode or all(line.isascii() for line in lines)


@given(ROWS, st.integers(1, 120))
def test_bars_one_line_a_row(rows: list[tuple[str, int]], width: int) -> None:
    lines = bars(rows, width)
    assert len(lines) == len(rows)
    for (_, count), line in zip(rows, lines, strict=True):
        assert ("\n" not in line, line.replace(" ", "").endswith(str(count if count >= 0 else 0))) == (True, True)


def test_svg_months_adds_up() -> None:
    svg = ElementTree.fromstring(svg_months(COUNTS))
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == f"{svg.findtext(SVG + 'title')}. {svg.findtext(SVG + 'desc')}"
    assert svg.findtext(SVG + "desc") == "2023-11 to 2024-02, 15 in all (fr 12, ar 2, en 1); most in 2024-02 (10)."
    columns = [rect for rect in svg.iter(SVG + "rect") if rect.find(SVG + "title") is not None]
    assert [rect.findtext(SVG + "title") for rect in columns] == [
        "2023-11 fr: 4",
        "2024-01 en: 1",
        "2024-02 fr: 8",
        "2024-02 ar: 2",
    ]
    heights = [float(rect.get("height", "0")) for rect in columns]
    assert heights[2] == pytest.approx(2 * heights[0], abs=0.02)
    # The Arabic part stands on the French one.
    assert float(columns[3].get("y", "0")) + heights[3] == pytest.approx(float(columns[2].get("y", "0")), abs=0.02)
    assert "plot-lang-fr" in (columns[0].get("class") or "")
    legend = [text.text for text in svg.iter(SVG + "text") if text.get("class") == "plot-legend"]
    assert legend == ["fr", "ar", "en"]


@given(ANY_COUNTS)
def test_svg_is_well_formed_inert_and_inside_its_frame(counts: dict[tuple[str, str], int]) -> None:
    text = svg_months(counts, 'A "title" & <script>')
    svg = ElementTree.fromstring(text)
    inert(svg)
    assert len(text) < 1_500_000


@given(ROWS, st.text(max_size=10))
def test_svg_bars_are_well_formed(rows: list[tuple[str, int]], title: str) -> None:
    inert(ElementTree.fromstring(svg_bars(rows, title)))


def inert(svg: ElementTree.Element) -> None:
    width, height = map(float, (svg.get("viewBox") or "").split()[2:])
    for element in svg.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "line", "rect", "text"}
        assert not any(name.startswith("on") or name in ("href", "style", "id") for name in element.attrib)
        if element.tag == SVG + "rect" and element.find(SVG + "title") is not None:
            x, y, w, h = (float(element.get(name, "-1")) for name in ("x", "y", "width", "height"))
            assert (x >= 0, y >= 0, w > 0, h > 0, x + w <= width + 1, y + h <= height + 1) == (True,) * 6


def test_svg_without_data_says_so() -> None:
    assert "no data" in svg_months({})
    assert "no data" in svg_bars([], "Edits")


def test_long_spans_are_labelled_by_year() -> None:
    counts = {(f"{year}-{month:02}", "fr"): month for year in range(2010, 2025) for month in range(1, 13)}
    svg = ElementTree.fromstring(svg_months(counts))
    labels = [text.text for text in svg.iter(SVG + "text") if text.get("class") == "plot-label"]
    assert labels == [str(year) for year in range(2010, 2025)]
