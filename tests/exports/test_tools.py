"""Other people's tools open what is exported."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oimcrawler.exits import USAGE, Problem
from oimcrawler.exports import COLUMNS, FORMATS, export
from tests.exports.archives import World, world


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A full export in all formats, and one delta of it in `delta`."""
    with world(tmp_path) as made:
        _fill(made)
        export(made.archive, tmp_path / "out", FORMATS)
        export(made.archive, tmp_path / "out" / "delta", FORMATS, since=1)
    yield tmp_path / "out"


def _fill(made: World) -> None:
    for number in range(5):
        made.show(
            f"article-{number}",
            number,
            published_on="2026-01-04" if number else None,
            quality=("short",) if number == 2 else (),
        )
    made.show("article-2-0", 2)
    made.withdraw("article-4")


def _rows(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "articles.jsonl").read_text("utf-8").splitlines()]


def test_the_data_package_passes_the_frictionless_validator(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    with frictionless.system.use_context(trusted=True):
        for place in (folder, folder / "delta"):
            report = frictionless.validate(str(place / "datapackage.json"))
            assert list(report.flatten(["name", "type", "note"])) == []
            checked = {task["name"]: task for task in report.to_dict()["tasks"]}
            assert checked["articles-csv"]["stats"]["rows"] == len(_rows(place))


def test_jsonl_passes_the_validator_as_a_table(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    pytest.importorskip("jsonlines")
    package = json.loads((folder / "datapackage.json").read_text())
    package["resources"] = [resource for resource in package["resources"] if resource["name"] == "articles-jsonl"]
    del package["resources"][0]["type"]
    (folder / "table.json").write_text(json.dumps(package))
    with frictionless.system.use_context(trusted=True):
        report = frictionless.validate(str(folder / "table.json"))
    assert list(report.flatten(["name", "type", "note"])) == []
    assert report.to_dict()["tasks"][0]["stats"]["rows"] == len(_rows(folder))


def test_a_changed_file_fails_the_frictionless_validator(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    (folder / "articles.csv").write_bytes((folder / "articles.csv").read_bytes().replace(b"2026-01-04", b"2026-01-32"))
    with frictionless.system.use_context(trusted=True):
        assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_every_column_is_described(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text())
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"] if "schema" in resource}
    assert set(schemas) == {"articles-jsonl", "articles-csv", "articles-parquet"}
    for schema in schemas.values():
        assert tuple(field["name"] for field in schema["fields"]) == COLUMNS
        assert all(field["type"] and field["description"] for field in schema["fields"])


def test_parquet_has_types_and_the_same_rows(folder: Path) -> None:
    pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = parquet.read_table(folder / "articles.parquet")
    assert tuple(table.column_names) == COLUMNS
    kinds = {field.name: str(field.type) for field in table.schema}
    assert (kinds["published_on"], kinds["first_seen_at"], kinds["version"]) == (
        "date32[day]",
        "timestamp[ms, tz=UTC]",
        "int64",
    )
    rows = table.to_pylist()
    for row, expected in zip(rows, _rows(folder), strict=True):
        for name in ("published_on", "first_seen_at", "last_changed_at"):
            row[name] = row[name] and row[name].isoformat().replace("+00:00", "Z")
        assert row == expected


def test_duckdb_reads_all_three(folder: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    expected = [(row["uid"], row["body"]) for row in _rows(folder)]
    for name in ("articles.parquet", "articles.jsonl"):
        assert duckdb.sql(f"SELECT uid, body FROM '{folder / name}' ORDER BY uid").fetchall() == expected
    assert [
        row[0] for row in duckdb.sql(f"SELECT uid FROM read_csv('{folder / 'articles.csv'}') ORDER BY uid").fetchall()
    ] == [uid for uid, _ in expected]


def test_pandas_reads_all_three(folder: Path) -> None:
    pandas = pytest.importorskip("pandas")
    expected = [row["uid"] for row in _rows(folder)]
    assert list(pandas.read_json(folder / "articles.jsonl", lines=True, dtype=False)["uid"]) == expected
    assert list(pandas.read_csv(folder / "articles.csv", dtype=str)["uid"]) == expected
    assert list(pandas.read_parquet(folder / "articles.parquet")["uid"]) == expected


def test_polars_reads_all_three(folder: Path) -> None:
    polars = pytest.importorskip("polars")
    expected = [row["uid"] for row in _rows(folder)]
    assert polars.read_ndjson(folder / "articles.jsonl")["uid"].to_list() == expected
    assert polars.read_csv(folder / "articles.csv", infer_schema_length=0)["uid"].to_list() == expected
    assert polars.read_parquet(folder / "articles.parquet")["uid"].to_list() == expected


def test_datasets_reads_jsonl(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = pytest.importorskip("datasets")
    read = datasets.load_dataset(
        "json", data_files=str(folder / "articles.jsonl"), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert read["uid"] == [row["uid"] for row in _rows(folder)]


def test_without_pyarrow_the_hint_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with (
        world(tmp_path / "other") as made,
        pytest.raises(Problem, match=r"pip install 'oimcrawler\[parquet\]'") as caught,
    ):
        export(made.archive, tmp_path / "other" / "out", ["jsonl", "parquet"])
    assert caught.value.code == USAGE
