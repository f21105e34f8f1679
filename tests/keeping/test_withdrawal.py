"""Withdrawal: out of everything that is shown, back when it may come back, and gone to the last byte when it must be."""

import re
import sqlite3
from pathlib import Path

import pytest
import zstandard

from oimcrawler.archive.traces import Traces
from oimcrawler.replica import Replica, Site
from tests.cli.commands import Ended, process, run
from tests.imports.papers import BODIES, TITLES, page, paper, rows, state

SECRET = "Le dépouillement de la télétransmission"
SECRET_BODY = (
    "Tanger – La radiotéléphonie clandestine du phare a été démontée hier par l'adjudicataire. Rien n'en subsiste.\n"
    "« L'anticonstitutionnel n'est pas l'extraordinaire », a dit la vice-présidente ; 174 personnes l'ont entendue.\n"
    "Contact : 0539 00 00 00"
)
DISTINCTIVE = ("télétransmission", "radiotéléphonie", "adjudicataire", "anticonstitutionnel", "extraordinaire")


def fill(folder: Path) -> Path:
    """An archive in which one article stands as page, text, teaser, related item and navigation."""
    archive, pages = folder / "a.db", folder / "pages"
    pages.mkdir()
    teaser = (
        f'<aside class="related"><a href="/fr/news/secret" title="{SECRET}">{SECRET[:30]}…</a><p>La radiotéléphonie '
        "<b>clandestine</b> du phare a été démontée hier par l&#39;adjudicataire.</p></aside>"
    )
    for n in range(4):
        (pages / f"{n}.html").write_text(page(n, slug=f"papier-{n}") + ("<!-- filler -->" * 400), "utf-8")
    (pages / "related.html").write_text(
        page(3, slug="papier-3").replace("</main>", f"{teaser}</main>") + ("<!-- filler -->" * 400), "utf-8"
    )
    lines = "".join(f"<p>{line}</p>" for line in SECRET_BODY.split("\n"))
    secret = page(0, slug="secret").replace(TITLES[0], SECRET)
    secret = re.sub(
        r"<div class='body'>.*?</div>", lambda _: f"<div class='body'>{lines}</div>", secret, flags=re.DOTALL
    )
    (pages / "secret.html").write_text(secret + ("<!-- filler -->" * 400), "utf-8")
    (pages / "a-first.html").write_text(
        secret.replace("fr/news/secret", "fr/news/secret-0") + ("<!-- filler -->" * 400), "utf-8"
    )
    assert run("import", pages, "--archive", archive).code in (0, 12)
    text = paper(0).replace(TITLES[0], SECRET).replace(BODIES[0], SECRET_BODY)
    (folder / "secret.txt").write_text(text, "utf-8")
    (folder / "other.txt").write_text(paper(2), "utf-8")
    assert run("import", folder / "secret.txt", folder / "other.txt", "--archive", archive).code == 0
    return archive


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return fill(tmp_path)


def secret_of(archive: Path) -> str:
    [(uid,)] = rows(archive, "SELECT uid FROM articles WHERE title = ?", SECRET)
    return str(uid)


def in_files(archive: Path, words: list[str]) -> list[str]:
    data = b"".join(file.read_bytes() for file in archive.parent.glob("a.db*"))
    return [word for word in words if word.encode() in data or word.encode("utf-16-le") in data]


def in_payloads(archive: Path, words: list[str]) -> list[str]:
    db = sqlite3.connect(archive)
    dictionaries = dict(db.execute("SELECT id, data FROM dictionaries"))
    bodies = [data for _, data in sorted(dictionaries.items())]
    for number, data in db.execute("SELECT dictionary_id, data FROM payloads"):
        raw = (
            zstandard.ZstdCompressionDict(dictionaries[number], dict_type=zstandard.DICT_TYPE_RAWCONTENT)
            if number is not None
            else None
        )
        bodies.append(
            zstandard.ZstdDecompressor(dict_data=raw).decompress(data, max_output_size=10**7)
            if raw
            else zstandard.ZstdDecompressor().decompress(data, max_output_size=10**7)
        )
    db.close()
    return [word for word in words if any(word.encode() in body for body in bodies)]


def test_a_withdrawn_article_is_nowhere_but_in_its_tombstone(archive: Path, tmp_path: Path) -> None:
    uid = secret_of(archive)
    assert run("search", "radiotéléphonie", "--archive", archive, "--json").document["total"] == 1
    ended = run("withdraw", uid, "--reason", "asked by the author", "--archive", archive)
    assert ended.code == 0 and uid in ended.out
    assert run("search", "radiotéléphonie", "--archive", archive, "--json").document["total"] == 0
    run("export", tmp_path / "out", "--format", "jsonl,csv,txt,feed", "--archive", archive)
    assert not [
        file
        for file in (tmp_path / "out").rglob("*")
        if file.is_file() and "radiotéléphonie" in file.read_text("utf-8")
    ]
    shown = run("show", uid, "--archive", archive, "--json").document
    assert (shown["state"], shown["title"], shown["body"]) == ("withdrawn", "", "")
    tomb = run("history", uid, "--archive", archive, "--json").document["withdrawal"]
    assert (tomb["reason"], tomb["purged_at"]) == ("asked by the author", None)
    assert run("cite", uid, "--archive", archive).code == 2
    for key in ("SELECT title FROM articles", "SELECT title FROM versions", "SELECT value FROM provenance"):
        assert SECRET not in [row[0] for row in rows(archive, key)]
    assert run("verify", "--archive", archive).code == 0


def test_restored_it_is_as_it_was(archive: Path) -> None:
    uid, before = secret_of(archive), state(archive)
    run("withdraw", uid, "--archive", archive)
    assert run("restore", uid, "--archive", archive).code == 0
    assert state(archive) == before
    assert run("search", "radiotéléphonie", "--archive", archive, "--json").document["total"] == 1
    assert rows(archive, "SELECT kind FROM changes WHERE uid = ? ORDER BY seq DESC LIMIT 2", uid) == [
        ("restored",),
        ("withdrawn",),
    ]
    assert run("restore", uid, "--archive", archive).code == 2


def test_an_import_does_not_bring_a_withdrawn_article_back(archive: Path, tmp_path: Path) -> None:
    uid = secret_of(archive)
    run("withdraw", uid, "--archive", archive)
    run("import", tmp_path / "pages", tmp_path / "secret.txt", "--archive", archive)
    assert rows(archive, "SELECT state FROM articles WHERE uid = ?", uid) == [("withdrawn",)]
    assert rows(archive, "SELECT count(*) FROM articles WHERE title = ?", SECRET) == [(0,)]


def purge(archive: Path) -> tuple[str, Ended]:
    uid = secret_of(archive)
    return uid, run("withdraw", uid, "--purge", "--archive", archive, "--json")


def telltales() -> list[str]:
    sentences = [
        piece for line in SECRET_BODY.split("\n") for piece in re.split(r"(?<=[.!?])\s+", line) if len(piece) > 12
    ]
    return [SECRET, SECRET[:25], *sentences, *DISTINCTIVE]


def test_a_purge_leaves_no_word_in_the_file(archive: Path) -> None:
    assert in_files(archive, telltales()) and in_payloads(archive, telltales())
    others = [row for row in state(archive)["articles"] if row[4] != SECRET]
    uid, ended = purge(archive)
    assert (ended.code, ended.document["purged"]) == (0, True)
    assert in_files(archive, telltales()) == []
    assert in_payloads(archive, telltales()) == []
    assert [row for row in state(archive)["articles"] if row[0] != uid] == others
    assert run("verify", "--archive", archive).code == 0
    # The bodies of pages that never showed it are still there.
    assert rows(archive, "SELECT count(*) >= 3 FROM payloads") == [(1,)]


def test_purged_it_stays_purged(archive: Path, tmp_path: Path) -> None:
    uid, _ = purge(archive)
    refused = run("restore", uid, "--archive", archive)
    assert refused.code == 2 and "purged" in refused.err and len(refused.complaints) == 1
    assert run("history", uid, "--archive", archive, "--json").document["withdrawal"]["purged_at"]
    # By the same file, by the same text in other bytes, by another address, as a line of JSON.
    (tmp_path / "again.txt").write_text(
        paper(1).replace(TITLES[1], SECRET).replace(BODIES[1], SECRET_BODY) + "\n\n", "utf-8"
    )
    moved = (tmp_path / "pages" / "secret.html").read_text("utf-8").replace("fr/news/secret", "fr/news/other")
    (tmp_path / "moved.html").write_text(moved, "utf-8")
    changed = (tmp_path / "pages" / "secret.html").read_text("utf-8").replace("<main>", "<main data-view='77'>")
    (tmp_path / "changed.html").write_text(changed, "utf-8")
    assert (
        run(
            "import",
            *(tmp_path / name for name in ("secret.txt", "again.txt", "moved.html", "changed.html")),
            "--archive",
            archive,
        ).code
        == 0
    )
    assert rows(archive, "SELECT state FROM articles WHERE uid = ?", uid) == [("withdrawn",)]
    assert rows(archive, "SELECT count(*) FROM articles") == [(5,)]
    assert in_files(archive, telltales()) == []
    assert in_payloads(archive, telltales()) == []
    assert run("verify", "--archive", archive).code == 0
    assert run("reclean", "--archive", archive).code in (0, 12)
    assert in_files(archive, telltales()) == []


def test_a_purge_can_be_run_again(archive: Path) -> None:
    uid, _ = purge(archive)
    again = process("withdraw", uid, "--purge", "--archive", archive, "--json")
    assert (again.code, again.document["payloads_removed"]) == (0, 0)
    assert run("verify", "--archive", archive).code == 0


def test_traces_see_through_markup_and_encodings() -> None:
    traces = Traces.of([SECRET], [SECRET_BODY])
    sentence = "La radiotéléphonie clandestine du phare a été démontée hier par l'adjudicataire."
    for body in (
        sentence.encode("cp1252"),
        sentence.encode("utf-16"),
        "<p>La <b>radio</b>téléphonie <i>clandestine</i>\n du phare a &eacute;t&eacute; démontée hier par l&rsquo;adjudicataire</p>".encode(),
        b'{"title": "Le d\\u00e9pouillement de la t\\u00e9l\\u00e9transmission"}',
        f'<img alt="{SECRET.upper()}">'.encode(),
        "<p>« L'anticonstitutionnel n'est pas l'extraordinaire », a dit…</p>".encode(),
    ):
        assert traces.in_page(body), body
    assert not traces.in_page(f"<p>{BODIES[0]}</p><p>Le phare est démonté.</p>".encode())
    assert not Traces.of(["Vu"], ["Oui."])
    assert not traces.without(f"{SECRET} {SECRET_BODY}")


def test_a_crawl_goes_on_after_a_purge_and_does_not_ask_for_the_article(tmp_path: Path) -> None:
    archive, site = tmp_path / "a.db", Site(articles=5, seed=5)
    with Replica(site) as replica:

        def crawl() -> Ended:
            now = site.now.strftime("%Y-%m-%dT%H:%M:%SZ")
            words = (
                "crawl",
                "iom-morocco",
                "--base-url",
                replica.origin,
                "--delay",
                "0",
                "--full",
                "--archive",
                archive,
            )
            return process(*words, OIMCRAWLER_NOW=now)

        assert crawl().code == 0
        [(uid, url, title, body)] = rows(
            archive, "SELECT uid, url, title, body FROM articles WHERE lang = 'fr' ORDER BY published_on DESC LIMIT 1"
        )
        others = " ".join(
            " ".join(row) for row in rows(archive, "SELECT title, body FROM articles WHERE uid <> ?", uid)
        )
        lines = [
            line
            for text in (title, body)
            for line in re.split(r"(?<=[.!?])\s+|\n", text)
            if len(line) > 20 and line not in others
        ]
        assert len(lines) > 5 and in_payloads(archive, lines)
        assert run("withdraw", uid, "--purge", "--archive", archive).code == 0
        assert (in_files(archive, lines), in_payloads(archive, lines)) == ([], [])
        replica.clear()
        site.advance(days=40)
        ended = crawl()
        assert ended.code == 0, ended.err
        assert url.removeprefix("https://morocco.iom.int") not in [request.path for request in replica.requests]
    assert in_payloads(archive, body.split("\n")) == []
    assert run("verify", "--archive", archive).code == 0
