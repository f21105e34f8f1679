"""The data dictionary is the archive's own: no column without an entry, no entry without a column."""

from pathlib import Path

import pytest

from oimcrawler.archive import open_archive
from oimcrawler.archive.dictionary import columns, relations, render, write_dictionary

ROOT = Path(__file__).resolve().parents[1]
KINDS = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "TEXT", "time": "TEXT", "list": "TEXT"}


@pytest.mark.parametrize("relation", relations())
def test_every_public_column_is_described_and_every_described_column_is_there(tmp_path: Path, relation: str) -> None:
    with open_archive(tmp_path / "archive.db", create=True) as archive:
        write_dictionary(archive.db)
        there = {
            row["name"]: row["type"]
            for row in archive.db.execute("SELECT name, type FROM pragma_table_info(?)", (relation,))
        }
    described = {one.column: one.type for one in columns() if one.relation == relation}
    assert set(described) == set(there)
    for name, kind in described.items():
        # An expression of a view has no declared type.
        assert there[name] in ("", KINDS[kind.removesuffix(" or null")]), name


def test_the_contract_is_described() -> None:
    promised = {
        "articles": "uid url site lang title body published_on kind scope content_hash version state first_seen_at last_seen_at last_changed_at"
        " translation_group quality",
        "addresses": "url uid role first_seen_at",
        "versions": "uid version title body content_hash valid_from valid_to cause",
        "changes": "seq at kind uid version",
        "captures": "id url run_id fetched_at status etag last_modified payload_sha256 outcome",
        "runs": "id site started_at finished_at exit_code reason requests not_modified bytes articles_new articles_edited duplicates failed software",
        "removed_blocks": "site hash text pages first_seen_at last_seen_at",
    }
    described = {(one.relation, one.column) for one in columns()}
    assert [
        (relation, name)
        for relation, names in promised.items()
        for name in names.split()
        if (relation, name) not in described
    ] == []


def test_entries_say_something() -> None:
    assert [
        one
        for one in columns()
        if not (one.meaning.endswith(".") and one.example and one.source and one.type.removesuffix(" or null") in KINDS)
    ] == []


def test_the_file_itself_holds_the_dictionary_and_keeps_up(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db", create=True) as archive:
        write_dictionary(archive.db)
        assert not write_dictionary(archive.db)
        archive.db.execute("UPDATE data_dictionary SET meaning = 'old' WHERE relation = 'articles' AND column = 'uid'")
        assert write_dictionary(archive.db)
        [row] = archive.db.execute("SELECT count(*), sum(meaning = 'old') FROM data_dictionary")
        assert tuple(row) == (len(columns()), 0)


def test_the_document_is_in_step() -> None:
    written = (ROOT / "DATA_FORMAT.md").read_text("utf-8").splitlines()
    wrong = [
        number
        for number, (one, other) in enumerate(zip(written, render().splitlines(), strict=False), 1)
        if one != other
    ]
    assert not wrong, f"line {wrong[0]}: run python -m oimcrawler.archive.dictionary > DATA_FORMAT.md"
    assert len(written) == len(render().splitlines())
