"""Verify and backup: each kind of damage is found and comes with a way back; a copy is whole, proven and never at another file's cost."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from oimcrawler.archive import open_archive, transaction
from tests.cli.commands import process, run
from tests.imports.papers import BODIES, page, rows, state


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    for n in range(4):
        (pages / f"{n}.html").write_text(page(n, slug=f"papier-{n}") + "<!-- filler -->" * 400, "utf-8")
    (pages / "z.html").write_text(
        page(2, slug="papier-2").replace("deux heures", "trois heures") + "<!-- filler -->" * 400, "utf-8"
    )
    assert run("import", pages, "--archive", tmp_path / "a.db").code == 0
    run("import", pages / "z.html", "--archive", tmp_path / "a.db")
    return tmp_path / "a.db"


def sql(*statements: str) -> Callable[[Path], None]:
    def damage(archive: Path) -> None:
        db = sqlite3.connect(archive)
        for statement in statements:
            assert db.execute(statement).rowcount != 0, statement
        db.commit()
        db.close()

    return damage


def flip(find: bytes, offset: int = 0) -> Callable[[Path], None]:
    def damage(archive: Path) -> None:
        data = bytearray(archive.read_bytes())
        at = data.find(find)
        assert at >= 0
        data[at + offset] ^= 0x11
        archive.write_bytes(data)

    return damage


def tear_page(archive: Path) -> None:
    """Damage the root page of a table."""
    [(root,)] = rows(archive, "SELECT rootpage FROM sqlite_master WHERE name = 'version_rows'")
    [(size,)] = rows(archive, "PRAGMA page_size")
    data = bytearray(archive.read_bytes())
    data[(root - 1) * size : (root - 1) * size + 64] = bytes(64)
    archive.write_bytes(data)


def overwrite(archive: Path) -> None:
    archive.write_bytes(b"not a database" * 99)


def cut(archive: Path) -> None:
    data = archive.read_bytes()
    archive.write_bytes(data[: len(data) * 2 // 3])


UNINDEX = "INSERT INTO articles_fts(articles_fts, rowid, title, body, folded) SELECT 'delete', id, title, body, folded FROM article_rows LIMIT 1"
DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "page": (tear_page, "backup"),
    "truncated": (cut, "backup"),
    "no database": (overwrite, "backup"),
    "letter in the file": (flip("jardinières vendent".encode(), 2), "reclean"),
    "byte that is no UTF-8": (flip("jardinières vendent".encode(), 5), "reclean"),
    "body": (sql("UPDATE article_rows SET body = body || ' ajouté' WHERE version = 1"), "reclean"),
    "old version": (sql("UPDATE version_rows SET title = 'Autre' WHERE version = 1"), "reclean"),
    "version row": (
        sql(
            "DELETE FROM version_rows WHERE version = 1 AND uid IN (SELECT uid FROM article_rows WHERE version = 1 LIMIT 1)"
        ),
        "backup",
    ),
    "payload": (
        sql(
            "UPDATE payloads SET data = CAST(substr(data, 1, 20) || x'00' || substr(data, 22) AS BLOB) WHERE dictionary_id IS NOT NULL"
        ),
        "fetched again",
    ),
    "payload gone": (sql("DELETE FROM payloads WHERE rowid = 1"), "backup"),
    "dictionary": (sql("UPDATE dictionaries SET data = zeroblob(5000)"), "fetched again"),
    "dictionary gone": (sql("DELETE FROM dictionaries"), "fetched again"),
    "index": (sql(UNINDEX), "rebuild"),
    "address gone": (sql("DELETE FROM addresses WHERE rowid = 1"), "crawl"),
    "log": (sql("DELETE FROM changes WHERE seq = 2"), "backup"),
    "capture gone": (sql("DELETE FROM captures WHERE id = (SELECT min(capture_id) FROM version_rows)"), "backup"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_found(archive: Path, name: str) -> None:
    assert run("verify", "--archive", archive).code == 0
    damage, recovery = DAMAGES[name]
    damage(archive)
    ended = run("verify", "--archive", archive, "--json")
    assert ended.code == 15, ended.err
    findings = ended.document["findings"]
    assert findings and all(one["where"] and one["what"] and one["recovery"] for one in findings)
    assert any(recovery in one["recovery"] for one in findings), findings
    assert len(ended.complaints) == 1 and ended.complaints[0].startswith("oimcrawler: archive damaged")


def test_the_index_is_rebuilt_as_advised(archive: Path) -> None:
    sql(UNINDEX)(archive)
    sql("INSERT INTO articles_fts(articles_fts) VALUES ('rebuild')")(archive)
    assert run("verify", "--archive", archive).code == 0


@pytest.mark.parametrize("how", ["altered", "missing", "manifest"])
def test_an_altered_export_is_found(archive: Path, tmp_path: Path, how: str) -> None:
    out = tmp_path / "out"
    run("export", out, "--archive", archive)
    assert run("verify", "--archive", archive, "--export", out).code == 0
    if how == "altered":
        (out / "articles.jsonl").write_bytes((out / "articles.jsonl").read_bytes().replace(b"Larache", b"Larazhe"))
    elif how == "missing":
        (out / "articles.jsonl").unlink()
    else:
        (out / "manifest.json").write_text(json.dumps({"files": 1}))
    ended = run("verify", "--archive", archive, "--export", out, "--json")
    assert ended.code == (15 if how != "manifest" else 2)
    assert len(ended.complaints) == 1


def test_another_database_is_no_damaged_archive(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "x.db").executescript("CREATE TABLE birds(name); INSERT INTO birds VALUES ('merle')")
    for words in (("verify",), ("backup", tmp_path / "y.db"), ("status",)):
        ended = run(*words, "--archive", tmp_path / "x.db")
        assert ended.code == 2 and len(ended.complaints) == 1


def test_a_damaged_archive_is_named_by_every_command(archive: Path) -> None:
    cut(archive)
    for words in (
        ("status",),
        ("search", "chantier"),
        ("show", "papier"),
        ("backup", archive.with_name("b.db")),
        ("export", archive.with_name("out")),
        ("reclean",),
    ):
        ended = run(*words, "--archive", archive)
        assert ended.code == 15, (words, ended)
        assert len(ended.complaints) == 1
    assert not archive.with_name("b.db").exists()


def test_a_backup_is_whole_and_overwrites_nothing(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "kept" / "b.db"
    ended = run("backup", target, "--archive", archive, "--json")
    assert (ended.code, ended.document["verified"]) == (0, True)
    assert state(target) == state(archive)
    assert run("verify", "--archive", target).code == 0
    before = target.read_bytes()
    again = run("backup", target, "--archive", archive)
    assert again.code == 2 and "overwrites nothing" in again.err and target.read_bytes() == before
    run("backup", target.parent, "--archive", archive)
    assert [path.name for path in sorted(target.parent.iterdir()) if path.name.startswith("a-")] != []
    assert not [path for path in target.parent.iterdir() if path.name.startswith(".") or path.name.endswith(".part")]


def test_a_backup_while_a_writer_commits_is_of_one_moment(archive: Path, tmp_path: Path) -> None:
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        with open_archive(archive) as opened:
            for number in range(100_000):
                if stop.is_set():
                    break
                # A text and its hash change together: no reader may see one without the other.
                with transaction(opened.db):
                    opened.db.execute("UPDATE runs SET requests = ?, bytes = ? WHERE id = 1", (number, number))
                    opened.db.execute(
                        "INSERT INTO changes(at, kind, uid, version) SELECT at, 'moved', uid, version FROM changes WHERE seq = 1"
                    )
                written.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(20)
        ended = run("backup", tmp_path / "b.db", "--archive", archive)
        during = run("verify", "--archive", archive, "--json")
    finally:
        stop.set()
        writer.join(30)
    assert ended.code == 0, ended.err
    assert during.code == 0, during.out
    assert rows(tmp_path / "b.db", "SELECT requests = bytes FROM runs WHERE id = 1") == [(1,)]
    assert run("verify", "--archive", tmp_path / "b.db").code == 0


def test_verify_waits_for_no_writer_and_blames_nobody(archive: Path) -> None:
    db = sqlite3.connect(archive, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    try:
        ended = process("verify", "--archive", archive, OIMCRAWLER_BUSY_SECONDS="0.2")
    finally:
        db.close()
    assert ended.code == 13 and len(ended.complaints) == 1


def edited(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")


@pytest.fixture
def menus(tmp_path: Path) -> Iterator[Path]:
    """An archive of one page whose notice could not be told from its text, and a second one that gives it away."""
    pages = tmp_path / "pages"
    pages.mkdir(exist_ok=True)
    yield pages


def test_recleaning_is_rehearsed_and_is_never_an_edit(menus: Path, tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    for n in range(4):
        (menus / f"{n}.html").write_text(page(n, slug=f"papier-{n}"), "utf-8")
    run("import", menus, "--archive", archive)
    # As an older reader would have left it: a line of the page's frame in the text, hash and index in keeping.
    from oimcrawler.archive.articles import Origin, store_article
    from oimcrawler.fingerprint import content_hash
    from oimcrawler.model import Article

    with open_archive(archive) as opened, transaction(opened.db):
        url, capture, title = opened.db.execute(
            "SELECT d.url, d.capture_id, a.title FROM addresses d JOIN article_rows a ON a.uid = d.uid ORDER BY 1 LIMIT 1"
        ).fetchone()
        body = BODIES[0] + "\n© L'Organisation des ponts"
        article = Article(title=title, body=body, content_hash=content_hash(title, body), lang="fr")
        store_article(
            opened.db, article, Origin("iom-morocco", url, "2030-01-01T00:00:00Z", capture, "old"), cause="recleaned"
        )
    before, changes = state(archive), rows(archive, "SELECT * FROM changes")
    rehearsed = run("reclean", "--dry-run", "--archive", archive, "--json")
    assert rehearsed.code == 0
    [site] = rehearsed.document["sites"]
    assert len(site["changed"]) == 1 and "-© L'Organisation des ponts" in site["changed"][0]["diff"]
    assert (state(archive), rows(archive, "SELECT * FROM changes")) == (before, changes)
    assert rows(archive, "SELECT count(*) FROM runs WHERE command = 'reclean'") == [(0,)]
    assert run("reclean", "--archive", archive).code == 0
    assert rows(archive, "SELECT body FROM articles WHERE url = ?", url) == [(BODIES[0],)]
    assert rows(archive, "SELECT kind FROM changes ORDER BY seq DESC LIMIT 1") == [("recleaned",)]
    assert rows(archive, "SELECT count(*) FROM changes WHERE kind = 'edited'") == [(0,)]
    settled = state(archive)
    assert run("reclean", "--archive", archive, "--json").document["sites"][0]["changed"] == []
    assert state(archive) == settled
    assert run("verify", "--archive", archive).code == 0
