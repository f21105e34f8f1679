"""Reconciling: listings against articles, and what is asked again."""

from pathlib import Path

from oimcrawler.archive import open_archive, transaction
from oimcrawler.archive.frontier import keep_cards
from oimcrawler.model import Card
from tests.cli.commands import run
from tests.imports.papers import page, rows

AT = "2026-01-05T08:00:00Z"
ORIGIN = "https://morocco.iom.int"


def test_cards_without_article_and_unlisted_articles_are_told_and_asked_again(tmp_path: Path) -> None:
    archive, pages = tmp_path / "a.db", tmp_path / "pages"
    pages.mkdir()
    for n in range(3):
        (pages / f"{n}.html").write_text(page(n, slug=f"papier-{n}"), "utf-8")
    run("import", pages, "--archive", archive)
    cards = [Card(f"{ORIGIN}/fr/news/papier-{n}", f"Papier {n}") for n in (0, 1, 7, 8)]
    with open_archive(archive) as opened, transaction(opened.db):
        keep_cards(opened.db, "iom-morocco", "fr", cards, f"{ORIGIN}/fr/news", 0, AT)
        # One was given up after three attempts, and one known article is not due before long.
        opened.db.execute("UPDATE pages SET attempts = 3, due_at = NULL, outcome = 'failed' WHERE url LIKE '%papier-7'")
        opened.db.execute("UPDATE pages SET due_at = '2099-01-01T00:00:00Z' WHERE url LIKE '%papier-2'")
    ended = run("reconcile", "--archive", archive, "--json")
    assert ended.code == 0
    [site] = ended.document["sites"]
    assert [one["url"] for one in site["cards_without_article"]] == [
        f"{ORIGIN}/fr/news/papier-7",
        f"{ORIGIN}/fr/news/papier-8",
    ]
    assert [one["url"] for one in site["unlisted_articles"]] == [f"{ORIGIN}/fr/news/papier-2"]
    assert site["requeued"] >= 2
    due = "SELECT count(*) FROM pages WHERE url LIKE ? AND due_at < '2099' AND attempts = 0"
    assert [rows(archive, due, f"%papier-{n}")[0][0] for n in (7, 8, 2)] == [1, 1, 1]
    again = run("reconcile", "iom-morocco", "--archive", archive, "--json")
    assert again.document["sites"][0]["requeued"] == 0
    people = run("reconcile", "--archive", archive)
    assert "papier-7" in people.out and "papier-2" in people.out


def test_a_withdrawn_article_is_not_asked_for(tmp_path: Path) -> None:
    archive, pages = tmp_path / "a.db", tmp_path / "pages"
    pages.mkdir()
    for n in range(2):
        (pages / f"{n}.html").write_text(page(n, slug=f"papier-{n}"), "utf-8")
    run("import", pages, "--archive", archive)
    run("withdraw", f"{ORIGIN}/fr/news/papier-0", "--purge", "--archive", archive)
    [site] = run("reconcile", "--archive", archive, "--json").document["sites"]
    assert [one["url"] for one in site["unlisted_articles"]] == [f"{ORIGIN}/fr/news/papier-1"]
    assert rows(archive, "SELECT due_at FROM pages WHERE url LIKE '%papier-0'") == [(None,)]
