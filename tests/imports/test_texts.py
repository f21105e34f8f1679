"""Text documents: clean, once, in any order, and never at the cost of their neighbours."""

import itertools
import os
import sys
from pathlib import Path

import pytest

from tests.cli.commands import SEEDS, process, run
from tests.imports.papers import BODIES, MENU, TITLES, paper, rows, state, write_papers

needs_seeds = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the sample documents are not beside this checkout (../shared/seeds)"
)


def test_documents_become_clean_articles(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    write_papers(tmp_path / "old")
    ended = run("import", tmp_path / "old", "--archive", archive, "--json")
    assert (ended.code, ended.document["new"], ended.complaints) == (0, 4, [])
    assert sorted(rows(archive, "SELECT title, body FROM articles")) == sorted(zip(TITLES, BODIES, strict=True))
    assert rows(archive, "SELECT name FROM source_documents ORDER BY 1") == [(f"{n:03}_papier.txt",) for n in range(4)]


def test_second_import_changes_nothing(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    write_papers(tmp_path / "old")
    run("import", tmp_path / "old", "--archive", archive)
    before, changes = state(archive), rows(archive, "SELECT * FROM changes")
    captures = rows(archive, "SELECT count(*) FROM captures")
    ended = run("import", tmp_path / "old", "--archive", archive, "--json")
    assert (ended.code, ended.document["new"], ended.document["unchanged"]) == (0, 0, 4)
    assert state(archive) == before
    assert rows(archive, "SELECT * FROM changes") == changes
    assert rows(archive, "SELECT count(*) FROM captures") == captures


def test_one_by_one_the_menu_is_learned_in_the_end(tmp_path: Path) -> None:
    whole = tmp_path / "whole.db"
    files = write_papers(tmp_path / "old")
    run("import", tmp_path / "old", "--archive", whole)
    wanted = [row[4:7] for row in state(whole)["articles"]]
    for number, order in enumerate(itertools.islice(itertools.permutations(files), 0, 24, 7)):
        archive = tmp_path / f"{number}.db"
        for file in order:
            assert run("import", file, "--archive", archive).code == 0
        assert sorted(row[4:7] for row in state(archive)["articles"]) == sorted(wanted)
        # The first of an unknown site was cleaned again when the second came, and that is no edit.
        assert rows(archive, "SELECT count(*) FROM changes WHERE kind = 'edited'") == [(0,)]


@needs_seeds
def test_seeds_give_five_clean_articles_in_any_order(tmp_path: Path) -> None:
    whole = tmp_path / "whole.db"
    assert run("import", SEEDS, "--archive", whole, "--json").document["new"] == 5
    wanted = state(whole)
    seeds = sorted(SEEDS.iterdir())
    texts = {file.name: file.read_text("utf-8").splitlines() for file in seeds}
    shared = set.intersection(*(set(lines) for lines in texts.values()))
    assert len(shared) >= 12
    for uid, _, _, lang, title, body, *_ in wanted["articles"]:
        lines = body.split("\n")
        assert lang == "fr" and title and not shared.intersection(lines), uid
    assert rows(whole, "SELECT count(DISTINCT uid), min(name) FROM source_documents") == [(5, seeds[0].name)]
    # Every line below the title is kept, however much of it looks like a contact block.
    for file in seeds:
        [(title, body)] = rows(
            whole,
            "SELECT a.title, a.body FROM articles a JOIN source_documents s ON s.uid = a.uid WHERE s.name = ?",
            file.name,
        )
        own = [line for line in texts[file.name] if line.strip() and line not in shared]
        assert len(body.split("\n")) + 1 == len(own), file.name
    for number, order in enumerate((seeds[::-1], seeds[2:] + seeds[:2])):
        archive = tmp_path / f"{number}.db"
        for file in order:
            assert run("import", file, "--archive", archive).code == 0
        assert state(archive) == wanted


def test_what_cannot_be_imported_is_one_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder, archive = tmp_path / "old", tmp_path / "a.db"
    write_papers(folder)
    (folder / "menu.txt").write_text(MENU + "\n", "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.txt").write_bytes(paper(1).encode()[:400] + b"\xc3\x28 d\xe9bris" + "é".encode() * 9)
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    with (folder / "huge.txt").open("wb") as handle:
        os.truncate(handle.fileno(), 200 * 1024 * 1024)
    ended = process("import", folder, "--archive", archive, "--json")
    assert ended.code == 12
    assert ended.document["new"] == 4
    for name in ("menu", "empty", "broken", "picture", "huge"):
        assert sum(f"{name}.txt" in line for line in ended.complaints) == 1, name
    assert len(ended.complaints) == 6 and "5 documents" in ended.complaints[-1]
    assert "Traceback" not in ended.err
    captures = rows(archive, "SELECT count(*) FROM captures")
    # The next import tells the same and keeps nothing twice.
    again = run("import", folder, "--archive", archive, "--json")
    assert (again.code, again.document["new"], again.document["unchanged"]) == (12, 0, 4)
    assert rows(archive, "SELECT count(*) FROM captures") == captures


@pytest.mark.parametrize("name", ["folder", "missing", "picture.png"])
def test_nothing_to_import_is_wrong_usage(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    ended = run("import", tmp_path / name, "--archive", tmp_path / "a.db")
    assert ended.code == 2
    assert len(ended.complaints) == 1 and name in ended.err
    assert not (tmp_path / "a.db").exists()


def test_one_bad_document_alone_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b" \n")
    ended = run("import", tmp_path / "empty.txt", "--archive", tmp_path / "a.db")
    assert ended.code == 12 and len(ended.complaints) == 1


def test_another_text_under_a_known_name_is_another_document(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    file = write_papers(tmp_path / "old")[0]
    run("import", tmp_path / "old", "--archive", archive)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / file.name).write_text(paper(0).replace("onze ans", "douze ans"), "utf-8")
    ended = run("import", tmp_path / "new", "--archive", archive, "--json")
    assert (ended.document["new"], ended.document["edited"]) == (1, 0)
    [(distance,)] = rows(archive, "SELECT DISTINCT distance FROM near_duplicates")
    assert 0 < distance < 0.5


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems know no such names")
def test_a_name_that_is_no_text_is_no_obstacle(tmp_path: Path) -> None:
    write_papers(tmp_path / "old")
    for name in (b"caf\xe9.txt", b"th\xe9.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path / "old") + b"/" + name)).write_bytes(
            b"" if name[0] == ord("t") else paper(0).encode() + b"Fin."
        )
    ended = process("import", tmp_path / "old", "--archive", tmp_path / "a.db", "--json")
    assert (ended.code, ended.document["new"], len(ended.complaints)) == (12, 5, 1)
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM source_documents WHERE name LIKE 'caf_.txt'") == [(1,)]
