"""Archives of every released schema are opened, brought up to date, verified and read. `tests/old/archive-NNNN.db.gz` was written by schema step NNNN."""

import gzip
import sqlite3
from pathlib import Path

import pytest

from oimcrawler.archive import open_archive, open_reader
from oimcrawler.archive.asking import Filters, history, search
from oimcrawler.archive.checking import check_archive
from oimcrawler.archive.schema import STEPS, pending
from oimcrawler.exits import USAGE, Problem
from oimcrawler.exports import export
from oimcrawler.searching import compile_query

OLD = sorted((Path(__file__).parents[1] / "old").glob("archive-*.db.gz"))


@pytest.fixture(params=OLD, ids=lambda path: path.name)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def test_the_first_released_schema_is_among_them() -> None:
    assert OLD[0].name == "archive-0001.db.gz"


def test_an_old_archive_is_brought_up_to_date_and_keeps_all_it_had(old: Path, tmp_path: Path) -> None:
    with sqlite3.connect(old) as before:
        counts = {
            name: before.execute(f"SELECT count(*) FROM {name}").fetchone()
            for name in ("version_rows", "captures", "changes", "addresses")
        }
    before.close()
    with open_archive(old) as archive:
        assert pending(archive.db) == []
        for name, count in counts.items():
            assert tuple(archive.db.execute(f"SELECT count(*) FROM {name}").fetchone()) == count
        edited = archive.db.execute("SELECT uid FROM versions WHERE cause = 'edited'").fetchone()
        assert len(history(archive.db, edited["uid"])["versions"]) == 2
    assert check_archive(old) == []
    with open_reader(old) as archive:
        assert search(archive.db, compile_query("migration"), Filters())
        manifest = export(archive, tmp_path / "export", ("jsonl", "csv"))
    assert (tmp_path / "export" / "articles.jsonl").read_bytes().count(b"\n") >= 10
    assert manifest.files


def test_an_archive_of_a_later_program_is_left_alone(old: Path) -> None:
    with open_archive(old) as archive:
        archive.db.execute(
            "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('oimcrawler', 'm9999_later', '2030')"
        )
    with pytest.raises(Problem, match="newer oimcrawler") as caught:
        open_archive(old)
    assert caught.value.code == USAGE


def test_steps_are_numbered_in_their_order() -> None:
    assert [step.__name__[:5] for step in STEPS] == [f"m{number:04}" for number in range(1, len(STEPS) + 1)]
