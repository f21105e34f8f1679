"""Cells of a CSV file that no spreadsheet takes for a formula, and the way back."""

import re
from collections.abc import Iterable

import orjson

# What spreadsheets and their importers pass over before they look whether a cell is a formula: blanks, quotes, control and invisible characters.
_PASSED_OVER = (
    r"\s'\"\u2018\u2019\u201c\u201d\u00ab\u00bb\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
)
_STARTS = r"=+\-@\t\r\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"
_FORMULA = re.compile(f"[{_PASSED_OVER}]*[{_STARTS}]")

HOW = (
    "A cell that a spreadsheet could run as a formula (it starts with = + - @, their full-width or small forms, the minus sign U+2212, "
    "tab or carriage return, also after blanks, quotes or invisible characters) has one ' put before it."
)
UNDO = "Where a cell starts with ' and matches the pattern, drop that one '."
PATTERN = f"^'{_FORMULA.pattern}"


def harmless(cell: str) -> str:
    """A cell as it stands in the file.

    >>> harmless("=HYPERLINK(1)"), harmless(" @sum"), harmless("L'OIM"), harmless("'-1")
    ("'=HYPERLINK(1)", "' @sum", "L'OIM", "''-1")
    """
    # Nearly all cells begin with a letter or a digit, and no pattern need be tried on them.
    return "'" + cell if not cell[:1].isalnum() and _FORMULA.match(cell) else cell


def original(cell: str) -> str:
    """The cell before `harmless`.

    >>> original(harmless("＝1+1")), original("'tis")
    ('＝1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell


def csv_line(values: Iterable[str | int | list[str] | None]) -> str:
    """A line of a CSV file: texts quoted and harmless, lists as JSON, nothing at all for None; NUL, which no reader agrees on, becomes U+FFFD.

    >>> csv_line([2, None, "", ["a"]]).strip()
    '2,,"","[""a""]"'
    """
    cells = []
    for value in values:
        if value is None:
            cells.append("")
            continue
        if isinstance(value, int):
            cells.append(str(value))
            continue
        cell = value if isinstance(value, str) else orjson.dumps(value).decode()
        # As `harmless`, without a call for each of a million cells.
        if not cell[:1].isalnum():
            cell = harmless(cell)
        if "\0" in cell:
            cell = cell.replace("\0", "\ufffd")
        cells.append('"' + (cell.replace('"', '""') if '"' in cell else cell) + '"')
    return ",".join(cells) + "\n"
