"""Lines of JSON, saved pages and web archives: the same articles by every way."""

import json
import uuid
from pathlib import Path

import pytest

from tests.cli.commands import process, run
from tests.imports.papers import BODIES, TITLES, page, paper, rows, state, write_papers


def write_lines(file: Path, *lines: object) -> Path:
    file.write_text(
        "".join(f"{line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)}\n" for line in lines),
        "utf-8",
    )
    return file


def test_an_export_fills_an_empty_archive_with_the_same_articles(tmp_path: Path) -> None:
    first, second = tmp_path / "a.db", tmp_path / "b.db"
    write_papers(tmp_path / "old")
    lines = [
        {
            "url": f"https://morocco.iom.int/fr/news/papier-{n}",
            "title": TITLES[n],
            "body": BODIES[n],
            "published_on": f"2023-05-0{n + 1}",
            "kind": "News",
        }
        for n in range(4)
    ]
    run("import", write_lines(tmp_path / "x.jsonl", *lines), "--archive", first)
    run("import", tmp_path / "old", "--archive", first)
    assert run("export", tmp_path / "out", "--archive", first).code == 0
    ended = run("import", tmp_path / "out" / "articles.jsonl", "--archive", second, "--json")
    assert (ended.code, ended.document["new"]) == (0, 4)
    fields = (
        "SELECT uid, url, site, lang, title, body, content_hash, published_on, kind, scope FROM articles ORDER BY uid"
    )
    assert rows(second, fields) == rows(first, fields)
    assert rows(second, "SELECT url, uid FROM addresses ORDER BY 1") == rows(
        first, "SELECT url, uid FROM addresses ORDER BY 1"
    )
    before = state(second)
    again = run("import", tmp_path / "out" / "articles.jsonl", "--archive", second, "--json")
    assert (again.code, again.document["unchanged"], state(second)) == (0, 4, before)


def test_texts_in_lines_are_cleaned_together(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    run(
        "import",
        write_lines(
            tmp_path / "x.jsonl",
            *[{"text": paper(n), "url": f"https://morocco.iom.int/fr/news/{n}-papier"} for n in range(3)],
        ),
        "--archive",
        archive,
    )
    assert rows(archive, "SELECT title, body, url FROM articles ORDER BY url") == [
        (TITLES[n], BODIES[n], f"https://morocco.iom.int/fr/news/{n}-papier") for n in range(3)
    ]


def test_a_text_at_an_address_that_was_read_is_no_edit(tmp_path: Path) -> None:
    archive, pages = tmp_path / "a.db", tmp_path / "pages"
    pages.mkdir()
    for n in range(4):
        (pages / f"{n}.html").write_text(page(n, slug=f"papier-{n}"), "utf-8")
    run("import", pages, "--archive", archive)
    old = {"text": paper(0).replace("onze ans", "dix ans"), "url": "https://morocco.iom.int/fr/news/papier-0"}
    before = state(archive)
    ended = run("import", write_lines(tmp_path / "x.jsonl", old, {"text": paper(1)}), "--archive", archive, "--json")
    assert (ended.code, ended.document["edited"]) == (0, 0)
    assert run("reclean", "--archive", archive, "--json").code == 0
    assert (state(archive)["articles"], state(archive)["versions"]) == (before["articles"], before["versions"])


def test_bad_lines_are_told_one_by_one(tmp_path: Path) -> None:
    good = {"title": TITLES[0], "body": BODIES[0]}
    file = write_lines(
        tmp_path / "x.jsonl",
        good,
        "{",
        [1],
        {"title": 5, "body": "x"},
        {"title": "Sans corps"},
        "",
        {"title": "Vide", "body": " "},
        "[" * 100_000,
    )
    ended = run("import", file, "--archive", tmp_path / "a.db", "--json")
    assert (ended.code, ended.document["new"]) == (12, 1)
    assert [line.split(":")[2] for line in ended.complaints[:-1]] == ["2", "3", "4", "5", "7", "8"]


def test_an_older_export_is_no_edit(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    row = {"url": "https://morocco.iom.int/fr/news/papier", "title": TITLES[0], "body": BODIES[0]}
    run("import", write_lines(tmp_path / "x.jsonl", row | {"body": BODIES[0] + "\nUn ajout."}), "--archive", archive)
    ended = run(
        "import",
        write_lines(tmp_path / "y.jsonl", row | {"last_changed_at": "2020-01-01T00:00:00Z"}),
        "--archive",
        archive,
        "--json",
    )
    assert (ended.document["edited"], ended.document["unchanged"]) == (0, 1)
    assert rows(archive, "SELECT count(*) FROM versions") == [(1,)]


def test_saved_pages_become_articles_under_their_own_address(tmp_path: Path) -> None:
    archive, folder = tmp_path / "a.db", tmp_path / "pages"
    folder.mkdir()
    for n in range(4):
        (folder / f"{n}.html").write_text(page(n, slug=f"papier-{n}" if n else None), "utf-8")
    (folder / "empty.html").write_bytes(b"")
    (folder / "note.html").write_bytes(b"only a note")
    (folder / "lost.html").write_bytes(
        b"<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>"
    )
    ended = run("import", folder, "--archive", archive, "--json")
    assert (ended.code, ended.document["new"], len(ended.complaints)) == (12, 4, 4)
    found = rows(archive, "SELECT url, title, body, published_on FROM articles ORDER BY title")
    wanted = [
        (
            f"https://morocco.iom.int/fr/news/papier-{n}" if n else "document:iom-morocco/0.html",
            TITLES[n],
            BODIES[n],
            f"2024-03-0{n + 1}",
        )
        for n in range(4)
    ]
    assert found == sorted(wanted, key=lambda row: row[1])
    before, captures = state(archive), rows(archive, "SELECT count(*) FROM captures")
    for name in ("empty", "note", "lost"):
        (folder / f"{name}.html").unlink()
    again = run("import", folder, "--archive", archive, "--json")
    assert (again.code, again.document["new"], again.document["edited"]) == (0, 0, 0)
    assert (state(archive), rows(archive, "SELECT count(*) FROM captures")) == (before, captures)


def test_a_page_and_its_text_are_one_article(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    write_papers(tmp_path / "old")
    (tmp_path / "pages").mkdir()
    for n in range(4):
        (tmp_path / "pages" / f"{n}.html").write_text(page(n, slug=f"papier-{n}"), "utf-8")
    run("import", tmp_path / "old", "--archive", archive)
    ended = run("import", tmp_path / "pages", "--archive", archive, "--json")
    assert (ended.document["new"], ended.document["duplicates"]) == (0, 4)
    assert rows(archive, "SELECT count(*), min(url) LIKE 'https:%' FROM articles") == [(4, 1)]


@pytest.mark.parametrize("suffix", [".warc.gz", ".wacz"])
def test_our_own_pack_fills_an_empty_archive(tmp_path: Path, suffix: str) -> None:
    first, second, folder = tmp_path / "a.db", tmp_path / "b.db", tmp_path / "pages"
    folder.mkdir()
    for n in range(4):
        (folder / f"{n}.html").write_text(page(n, slug=f"papier-{n}"), "utf-8")
    run("import", folder, "--archive", first)
    packed = tmp_path / f"kept{suffix}"
    assert run("pack", packed, "--archive", first).code == 0
    ended = run("import", packed, "--archive", second, "--json")
    assert (ended.code, ended.document["new"], ended.complaints) == (0, 4, [])
    fields = "SELECT uid, url, lang, title, body, content_hash, published_on FROM articles ORDER BY uid"
    assert rows(second, fields) == rows(first, fields)
    before = state(second)
    assert run("import", packed, "--archive", second, "--json").document["new"] == 0
    assert state(second) == before


def test_a_web_archive_cut_off_gives_what_is_whole(tmp_path: Path) -> None:
    first, folder = tmp_path / "a.db", tmp_path / "pages"
    folder.mkdir()
    for n in range(4):
        (folder / f"{n}.html").write_text(page(n, slug=f"papier-{n}"), "utf-8")
    run("import", folder, "--archive", first)
    packed = tmp_path / "kept.warc.gz"
    run("pack", packed, "--archive", first)
    data = packed.read_bytes()
    packed.write_bytes(data[: len(data) - len(data) // 5])
    ended = process("import", packed, "--archive", tmp_path / "b.db", "--json")
    assert ended.code == 12
    assert 1 <= ended.document["new"] < 4
    assert len(ended.complaints) >= 1 and "Traceback" not in ended.err


def test_a_broken_web_archive_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(b"no archive at all")
    ended = run("import", tmp_path / "x.warc.gz", "--archive", tmp_path / "a.db")
    assert ended.code == 12 and len(ended.complaints) == 1


def test_versions_in_a_web_archive_follow_each_other(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    texts = [
        page(0, slug="papier-0"),
        page(0, slug="papier-0").replace("onze ans", "douze ans"),
        page(0, slug="papier-0"),
    ]
    others = [page(n, slug=f"papier-{n}") for n in (1, 2, 3)]
    records = [warc_record("papier-0", f"2024-05-0{day}T10:00:00Z", text) for day, text in enumerate(texts, 1)]
    records += [warc_record(f"papier-{n}", "2024-05-01T10:00:00Z", text) for n, text in enumerate(others, 1)]
    (tmp_path / "x.warc").write_bytes(b"".join(records[::-1]))
    ended = run("import", tmp_path / "x.warc", "--archive", archive, "--json")
    assert (ended.code, ended.document["new"], ended.document["edited"]) == (0, 4, 2)
    versions = rows(
        archive,
        "SELECT v.version, v.cause, v.valid_from FROM versions v JOIN articles "
        "a USING (uid) WHERE a.url LIKE '%papier-0' ORDER BY 1",
    )
    assert versions == [
        (1, "published", "2024-05-01T10:00:00Z"),
        (2, "edited", "2024-05-02T10:00:00Z"),
        (3, "edited", "2024-05-03T10:00:00Z"),
    ]
    again = run("import", tmp_path / "x.warc", "--archive", archive, "--json")
    assert (again.document["new"], again.document["edited"], again.document["unchanged"]) == (0, 0, 6)


def warc_record(slug: str, at: str, html: str) -> bytes:
    body = html.encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s" % (
        len(body),
        body,
    )
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, slug + at)}>\r\nWARC-Date: {at}\r\n"
    head += (
        f"WARC-Target-URI: https://morocco.iom.int/fr/news/{slug}\r\nContent-Type: application/http; "
        f"msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"
