"""What an export holds, how it is written, and what it refuses."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest

from oimcrawler.archive import open_reader
from oimcrawler.exits import BUSY, USAGE, Problem
from oimcrawler.exports import COLUMNS, FORMATS, apply_delta, check_export, export, read_manifest
from oimcrawler.exports.cells import original
from oimcrawler.fingerprint import content_hash
from tests.exports.archives import BASE, TEXTS, World, contents, differing, world

ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[World]:
    """An archive of five articles, one under two addresses."""
    with world(tmp_path) as made:
        for number, slug in enumerate(("bureau", "formule", "atelier", "warsha", "training")):
            made.show(slug, number, published_on="2026-01-04" if number != 1 else None)
        made.show("atelier-0", 2)
        yield made


def _articles(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "articles.jsonl").read_text("utf-8").splitlines()]


def test_jsonl_has_the_columns_in_order_and_the_rows_by_uid(place: World, tmp_path: Path) -> None:
    manifest = export(place.archive, tmp_path / "out", ["jsonl"])
    rows = _articles(tmp_path / "out")
    assert [tuple(row) for row in rows] == [COLUMNS] * 5
    assert [row["uid"] for row in rows] == sorted(str(row["uid"]) for row in rows)
    assert {row["title"] for row in rows} == {title for title, _ in TEXTS}
    assert [BASE + "atelier", BASE + "atelier-0"] in [row["urls"] for row in rows]
    assert (manifest.articles, manifest.from_cursor, manifest.to_cursor) == (5, None, place.cursor())
    assert sorted(contents(tmp_path / "out")) == ["articles.jsonl", "datapackage.json", "manifest.json"]


def test_csv_is_harmless_and_the_manifest_brings_the_texts_back(place: World, tmp_path: Path) -> None:
    export(place.archive, tmp_path / "out", ["csv", "jsonl"])
    with (tmp_path / "out" / "articles.csv").open(encoding="utf-8", newline="") as file:
        cells = list(csv.DictReader(file))
    assert not [
        cell
        for row in cells
        for cell in row.values()
        if cell.lstrip(" \t\r\n'\"").startswith(("=", "+", "-", "@")) and not cell.startswith("'")
    ]
    for row, expected in zip(cells, _articles(tmp_path / "out"), strict=True):
        assert original(row["title"]) == expected["title"]
        assert original(row["body"]) == expected["body"]
        assert json.loads(row["urls"]) == expected["urls"]
        assert row["published_on"] == (expected["published_on"] or "")
    assert "'=Somme(A1)" in [row["title"] for row in cells]
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["csv"]["undo"]


def test_texts_are_named_as_the_samples_are(place: World, tmp_path: Path) -> None:
    export(place.archive, tmp_path / "out", ["txt", "jsonl"])
    rows = _articles(tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out" / "txt").iterdir())
    assert names == [f"{number:03}_{row['content_hash']}.txt" for number, row in enumerate(rows)]
    title, _, body = (tmp_path / "out" / "txt" / names[0]).read_text("utf-8").partition("\n")
    assert content_hash(title, body) == names[0][4:20]


def test_the_same_state_gives_the_same_bytes_and_one_pass_the_same_as_many(place: World, tmp_path: Path) -> None:
    export(place.archive, tmp_path / "one", FORMATS)
    export(place.archive, tmp_path / "two", list(reversed(FORMATS)))
    assert differing(tmp_path / "one", tmp_path / "two") == []
    with open_reader(place.archive.path) as reader:
        export(reader, tmp_path / "two", FORMATS)
    assert differing(tmp_path / "one", tmp_path / "two") == []


def test_a_withdrawn_article_is_nowhere_but_in_the_tombstone(place: World, tmp_path: Path) -> None:
    before = export(place.archive, tmp_path / "full", FORMATS)
    place.withdraw("formule")
    export(place.archive, tmp_path / "full", FORMATS)
    export(place.archive, tmp_path / "delta", FORMATS, since=before.to_cursor)
    for folder in ("full", "delta"):
        assert not [
            name for name, data in contents(tmp_path / folder).items() if b"indicatif" in data or b"Somme" in data
        ]
    [change] = [json.loads(line) for line in (tmp_path / "delta" / "changes.jsonl").read_text().splitlines()]
    assert list(change) == ["seq", "at", "kind", "uid", "version"]
    assert change["kind"] == "withdrawn"
    [tombstone] = ElementTree.parse(tmp_path / "delta" / "feed.xml").getroot().findall(DELETED)
    assert (tombstone.get("ref"), tombstone.get("when")) == (f"urn:x-oimcrawler:article:{change['uid']}", change["at"])


def test_a_gone_article_stays_with_its_state(place: World, tmp_path: Path) -> None:
    place.vanish("bureau")
    export(place.archive, tmp_path, ["jsonl"])
    assert [row["state"] for row in _articles(tmp_path) if row["url"] == BASE + "bureau"] == ["gone"]


def test_one_language(place: World, tmp_path: Path) -> None:
    manifest = export(place.archive, tmp_path / "out", FORMATS, lang="ar")
    assert [row["lang"] for row in _articles(tmp_path / "out")] == ["ar"]
    assert (manifest.articles, manifest.lang) == (1, "ar")


def test_an_article_of_another_language_now_leaves_with_a_tombstone_of_its_own(place: World, tmp_path: Path) -> None:
    cursor = place.cursor()
    place.store("bureau", "The office in Oujda", "Oujda – Open every day.", lang="en")
    export(place.archive, tmp_path, ["jsonl"], since=cursor, lang="fr")
    assert _articles(tmp_path) == []
    kinds = [json.loads(line)["kind"] for line in (tmp_path / "changes.jsonl").read_text().splitlines()]
    assert kinds == ["edited", "left"]


def test_changes_of_articles_that_were_never_in_the_language_are_not_told(place: World, tmp_path: Path) -> None:
    cursor = place.cursor()
    place.vanish("warsha")
    assert export(place.archive, tmp_path, ["jsonl"], since=cursor, lang="fr").changes == 0


@pytest.mark.parametrize("cursor", [-1, 10_000, 2**70, "7", 1.0, True])
def test_a_cursor_that_this_archive_never_gave_out_is_refused(place: World, tmp_path: Path, cursor: object) -> None:
    with pytest.raises(Problem) as caught:
        export(place.archive, tmp_path / "out", ["jsonl"], since=cursor)  # type: ignore[arg-type]
    assert caught.value.code == USAGE
    assert contents(tmp_path / "out") == {}


def test_the_beginning_and_the_end_are_cursors(place: World, tmp_path: Path) -> None:
    everything = export(place.archive, tmp_path / "all", ["jsonl"], since=0)
    nothing = export(place.archive, tmp_path / "none", FORMATS, since=place.cursor())
    assert (everything.articles, everything.changes) == (5, place.cursor())
    assert (nothing.articles, nothing.changes, contents(tmp_path / "none")["changes.jsonl"]) == (0, 0, b"")


def test_an_empty_archive_is_exported_too(tmp_path: Path) -> None:
    with world(tmp_path) as empty:
        manifest = export(empty.archive, tmp_path / "out", FORMATS)
    assert (manifest.articles, manifest.to_cursor, manifest.as_of) == (0, 0, None)
    assert check_export(tmp_path / "out") == []
    assert ElementTree.parse(tmp_path / "out" / "feed.xml").getroot().tag == f"{ATOM}feed"


@pytest.mark.parametrize("formats", [["jsonl", "xlsx"], [], ["JSONL"]])
def test_unknown_formats_are_refused(place: World, tmp_path: Path, formats: list[str]) -> None:
    with pytest.raises(Problem) as caught:
        export(place.archive, tmp_path / "out", formats)
    assert caught.value.code == USAGE


def test_a_format_of_the_last_time_is_not_left_to_grow_old(place: World, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    export(place.archive, tmp_path / "out", FORMATS, since=0)
    export(place.archive, tmp_path / "out", ["csv"])
    assert sorted(contents(tmp_path / "out")) == ["articles.csv", "datapackage.json", "manifest.json", "notes.txt"]


def test_somebodys_folder_of_texts_is_not_replaced(place: World, tmp_path: Path) -> None:
    (tmp_path / "out" / "txt").mkdir(parents=True)
    (tmp_path / "out" / "txt" / "novel.txt").write_text("mine")
    with pytest.raises(Problem) as caught:
        export(place.archive, tmp_path / "out", ["txt"])
    assert caught.value.code == USAGE
    assert (tmp_path / "out" / "txt" / "novel.txt").read_text() == "mine"


def test_a_folder_that_is_a_file_is_refused_in_one_line(place: World, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(Problem, match="out"):
        export(place.archive, tmp_path / "out", ["jsonl"])


def test_two_exports_into_one_folder_do_not_mix(place: World, tmp_path: Path) -> None:
    from oimcrawler.exports.folder import staged

    with staged(tmp_path / "out"), pytest.raises(Problem) as caught:
        export(place.archive, tmp_path / "out", ["jsonl"])
    assert caught.value.code == BUSY


def test_a_failed_export_leaves_the_last_good_one(place: World, tmp_path: Path) -> None:
    export(place.archive, tmp_path / "out", FORMATS)
    before = contents(tmp_path / "out")
    place.show("bureau", 4)

    def full_disk(done: int, total: int) -> None:
        raise OSError(28, "No space left on device", "articles.csv")

    with pytest.raises(Problem, match="No space"):
        export(place.archive, tmp_path / "out", FORMATS, progress=full_disk)
    assert contents(tmp_path / "out") == before


_KILLED = """
import os, signal, sys
from pathlib import Path
from oimcrawler.archive import open_reader
from oimcrawler.exports import FORMATS, export
from oimcrawler.exports import folder
step, moves = int(sys.argv[3]), 0
def die(*_):
    global moves
    moves += 1
    if moves > step:
        os.kill(os.getpid(), signal.SIGKILL)
if step:
    real = Path.replace
    Path.replace = lambda self, target: (die(), real(self, target))[1]
    other = Path.rename
    Path.rename = lambda self, target: (die(), other(self, target))[1]
with open_reader(Path(sys.argv[1])) as archive:
    export(archive, Path(sys.argv[2]), FORMATS, progress=None if step else die)
"""


@pytest.mark.parametrize("step", [0, 1, 3, 6])
def test_killed_at_any_moment_every_file_is_whole_and_the_next_export_is_complete(
    place: World, tmp_path: Path, step: int
) -> None:
    export(place.archive, tmp_path / "out", FORMATS)
    before = contents(tmp_path / "out")
    place.show("bureau", 4)
    place.show("neuf", 0)
    export(place.archive, tmp_path / "later", FORMATS)
    later = contents(tmp_path / "later")
    command = [sys.executable, "-c", _KILLED, str(place.archive.path), str(tmp_path / "out"), str(step)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, timeout=60, check=False, env=environment, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    seen = {name: data for name, data in contents(tmp_path / "out").items() if not name.startswith(".")}
    assert not [name for name, data in seen.items() if data not in (before.get(name), later.get(name))]
    if step == 0:
        assert seen == before
    export(place.archive, tmp_path / "out", FORMATS)
    assert differing(tmp_path / "out", tmp_path / "later") == []


def test_damage_is_found_against_the_manifest(place: World, tmp_path: Path) -> None:
    export(place.archive, tmp_path, ["jsonl", "csv", "txt"])
    assert check_export(tmp_path) == []
    (tmp_path / "articles.csv").unlink()
    data = (tmp_path / "articles.jsonl").read_bytes()
    (tmp_path / "articles.jsonl").write_bytes(data[:-3] + b"X" + data[-2:])
    next((tmp_path / "txt").iterdir()).write_text("short")
    found = check_export(tmp_path)
    assert len(found) == 3
    assert [word for word in ("missing", "SHA-256", "bytes") if not any(word in line for line in found)] == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"to_cursor": "x"}', '{"files": 3}'])
def test_a_manifest_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(Problem) as caught:
        read_manifest(tmp_path)
    assert caught.value.code == USAGE


def test_delta_and_full_that_do_not_fit_are_refused(place: World, tmp_path: Path) -> None:
    cursor = place.cursor()
    export(place.archive, tmp_path / "full", ["jsonl"])
    place.show("bureau", 4)
    place.vanish("warsha")
    export(place.archive, tmp_path / "late", ["jsonl"], since=place.cursor())
    export(place.archive, tmp_path / "french", ["jsonl"], since=cursor, lang="fr")
    export(place.archive, tmp_path / "csv", ["csv"], since=cursor)
    for full, delta in (
        ("full", "late"),
        ("full", "french"),
        ("full", "csv"),
        ("full", "full"),
        ("late", "late"),
        ("full", "nowhere"),
    ):
        with pytest.raises(Problem) as caught:
            apply_delta(tmp_path / full, tmp_path / delta, tmp_path / "out")
        assert caught.value.code == USAGE


def test_a_full_export_can_be_brought_up_to_date_in_its_place(place: World, tmp_path: Path) -> None:
    cursor = place.cursor()
    export(place.archive, tmp_path / "full", ["jsonl", "csv"])
    place.show("bureau", 4)
    export(place.archive, tmp_path / "delta", ["jsonl", "csv"], since=cursor)
    export(place.archive, tmp_path / "later", ["jsonl", "csv"])
    apply_delta(tmp_path / "full", tmp_path / "delta", tmp_path / "full")
    assert differing(tmp_path / "full", tmp_path / "later") == []


def test_hostile_texts_break_no_format(tmp_path: Path) -> None:
    title, body = "a\0b \ufffe <b> & ]]>", "un\x01deux\n\x1b[31m rouge \U0001f4f0 \ud7ff\n  =1+1"
    with world(tmp_path) as place:
        place.store("hostile", title, body, kind="<k>&\"'", quality=("a\0",))
        # Another program's bytes: a lone surrogate in WTF-8 and a byte that is no UTF-8.
        place.archive.db.execute("UPDATE article_rows SET scope = CAST(x'4C6FEDA08063FF' AS TEXT)")
        place.store("second", "Un autre", "Son texte.")
        place.archive.db.execute("UPDATE article_rows SET kind = CAST(x'FE41' AS TEXT) WHERE title = 'Un autre'")
        export(place.archive, tmp_path / "out", FORMATS)
    rows = _articles(tmp_path / "out")
    assert {"a\0b \ufffe <b> & ]]>", "Un autre"} == {row["title"] for row in rows}
    assert {None, "Lo\ufffd\ufffd\ufffdc\ufffd"} == {row["scope"] for row in rows}
    feed = ElementTree.parse(tmp_path / "out" / "feed.xml").getroot()
    assert "a\ufffdb \ufffd <b> & ]]>" in [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    text = (tmp_path / "out" / "articles.csv").read_text("utf-8")
    assert "\0" not in text
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == 3


def test_the_feed_is_atom_with_the_newest_first(place: World, tmp_path: Path) -> None:
    place.store("bureau", "Le bureau d'Oujda", "Oujda – Ouvert tous les jours.")
    export(place.archive, tmp_path, ["feed"])
    feed = ElementTree.parse(tmp_path / "feed.xml").getroot()
    for part in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert part.findtext(f"{ATOM}{name}"), name
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 5
    assert entries[0].findtext(f"{ATOM}title") == "Le bureau d'Oujda"
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == place.now


def test_progress_is_told(place: World, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    export(place.archive, tmp_path, ["jsonl"], progress=lambda done, total: told.append((done, total)))
    assert told == [(5, 5)]
