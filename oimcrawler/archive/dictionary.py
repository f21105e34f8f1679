"""The data dictionary: every public column of the archive with its meaning, in the file itself, in `DATA_FORMAT.md` and in the exports' data package.

`dictionary.toml` holds the words; `python -m oimcrawler.archive.dictionary > DATA_FORMAT.md` writes the document.
"""

import sqlite3
import tomllib
from dataclasses import astuple, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

IN_EXPORTS_ONLY = "exports"

_CREATE = """
CREATE TABLE IF NOT EXISTS data_dictionary (
    relation TEXT NOT NULL,
    column TEXT NOT NULL,
    type TEXT NOT NULL,
    meaning TEXT NOT NULL,
    example TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (relation, column)
)
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a public relation.

    `type` is text, integer, number, date (`YYYY-MM-DD`), time (UTC, `YYYY-MM-DDTHH:MM:SSZ`) or list (JSON), with ` or null` where it may be missing;
    `source` says where the value comes from.
    """

    relation: str
    column: str
    type: str
    meaning: str
    example: str
    source: str


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("oimcrawler.archive").joinpath("dictionary.toml").read_text("utf-8"))


@cache
def columns() -> tuple[Column, ...]:
    """Every column, relation by relation; those of the relation `exports` stand in exported articles only."""
    return tuple(
        Column(relation, name, *entry)
        for relation, words in _words()["relations"].items()
        for name, entry in words["columns"].items()
    )


def relations() -> tuple[str, ...]:
    """The public tables and views of the archive."""
    return tuple(name for name in _words()["relations"] if name != IN_EXPORTS_ONLY)


def column(relation: str, name: str) -> Column:
    """The entry of one column; raises KeyError where there is none.

    >>> column("articles", "lang").type
    'text or null'
    """
    for found in columns():
        if (found.relation, found.column) == (relation, name):
            return found
    raise KeyError(f"{relation}.{name}")


def write_dictionary(db: sqlite3.Connection) -> bool:
    """Make the table `data_dictionary` what `columns` says; True when something had to be written. The caller holds the transaction."""
    wanted = [astuple(one) for one in columns()]
    db.execute(_CREATE)
    if [tuple(row) for row in db.execute("SELECT * FROM data_dictionary ORDER BY rowid")] == wanted:
        return False
    db.execute("DELETE FROM data_dictionary")
    db.executemany("INSERT INTO data_dictionary VALUES (?, ?, ?, ?, ?, ?)", wanted)
    return True


def render() -> str:
    """The text of `DATA_FORMAT.md`."""
    words = _words()
    meaning = {name: relation["meaning"] for name, relation in words["relations"].items()}
    public = (f"## {name}\n\n{meaning[name]}\n\n{_table(name)}" for name in relations())
    return "\n".join(
        [words["introduction"], *public, words["exports"], f"{meaning[IN_EXPORTS_ONLY]}\n\n{_table(IN_EXPORTS_ONLY)}"]
    )


def _table(relation: str) -> str:
    lines = ["| column | type | meaning | example | from |", "|---|---|---|---|---|"]
    for one in columns():
        if one.relation == relation:
            cells = [one.type, one.meaning, f"`{one.example}`", one.source]
            lines.append(f"| `{one.column}` | " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(render(), end="")
