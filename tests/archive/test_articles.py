"""Identities: addresses, articles and versions, and that the order of meeting them does not matter."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.archive import Archive, open_archive, transaction
from oimcrawler.archive.articles import Met, Origin, mark_gone, record_redirect, store_article
from oimcrawler.archive.captures import Exchange, begin_run, record_capture
from oimcrawler.clock import after
from oimcrawler.fingerprint import content_hash
from oimcrawler.model import Article, Removed

BASE = "https://morocco.iom.int/fr/news/"
START = "2026-01-01T08:00:00Z"


class Keeper:
    """An archive with a clock that goes a day forward with each meeting."""

    def __init__(self, archive: Archive) -> None:
        self.db = archive.db
        self.days = 0
        with transaction(self.db):
            self.run = begin_run(self.db, "iom-morocco", "test", START)

    def meet(self, slug: str, text: str, *, cause: str = "edited", lang: str = "fr", **more: Any) -> Met:
        self.days += 1
        at = after(START, days=self.days)
        url = slug if "://" in slug or slug.startswith("document:") else BASE + slug
        title = str(more.pop("title", f"Titre {text}"))
        article = Article(title, text, content_hash(title, text), lang, **more)
        with transaction(self.db):
            capture = record_capture(
                self.db, self.run, Exchange(url, "iom-morocco", at, 200, "ok", "article", body=text.encode())
            )
            return store_article(
                self.db, article, Origin("iom-morocco", url, at, capture, "test", None, lang), cause=cause
            )

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.db.execute(sql)]

    def kinds(self) -> list[str]:
        return [row[0] for row in self.rows("SELECT kind FROM changes ORDER BY seq")]


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    with open_archive(tmp_path / "a.db", create=True) as archive:
        yield Keeper(archive)
        archive.db.execute("INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)")
        assert archive.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_edit_and_its_undoing_are_three_versions(keeper: Keeper) -> None:
    uid = keeper.meet("un", "A").uid
    assert keeper.meet("un", "A").what == "unchanged"
    assert [keeper.meet("un", text).what for text in "BA"] == ["edited", "edited"]
    assert keeper.rows("SELECT version, body, cause, valid_to IS NULL FROM versions ORDER BY version") == [
        (1, "A", "published", 0),
        (2, "B", "edited", 0),
        (3, "A", "edited", 1),
    ]
    assert keeper.rows("SELECT uid, body, version FROM articles") == [(uid, "A", 3)]
    assert keeper.kinds() == ["created", "edited", "edited"]


def test_the_same_text_at_another_address_is_an_address(keeper: Keeper) -> None:
    uid = keeper.meet("un-atelier", "A").uid
    assert keeper.meet("un-atelier-0", "A").what == "merged"
    assert keeper.rows("SELECT url, role FROM addresses ORDER BY role") == [
        (BASE + "un-atelier", "canonical"),
        (BASE + "un-atelier-0", "duplicate"),
    ]
    assert keeper.rows("SELECT uid, url FROM articles") == [(uid, BASE + "un-atelier")]


def test_the_canonical_address_does_not_depend_on_the_order(keeper: Keeper) -> None:
    keeper.meet("un-atelier-0", "A")
    keeper.meet("un-atelier", "A")
    assert keeper.rows("SELECT url FROM articles") == [(BASE + "un-atelier",)]


def test_a_duplicate_that_lags_behind_is_no_edit(keeper: Keeper) -> None:
    keeper.meet("un", "A")
    keeper.meet("un-0", "A")
    assert keeper.meet("un", "B").what == "edited"
    assert keeper.meet("un-0", "A").what == "unchanged"
    assert keeper.meet("un-0", "B").what == "unchanged"
    assert keeper.rows("SELECT count(*) FROM articles") == [(1,)]
    assert keeper.kinds().count("edited") == 1


def test_a_duplicate_with_a_text_of_its_own_parts(keeper: Keeper) -> None:
    first = keeper.meet("un", "A").uid
    keeper.meet("un-0", "A")
    met = keeper.meet("un-0", "C")
    assert met.what == "created"
    assert met.uid != first
    assert keeper.rows("SELECT uid, body FROM articles ORDER BY body") == [(first, "A"), (met.uid, "C")]


def test_two_articles_that_become_one_text_are_one(keeper: Keeper) -> None:
    one, other = keeper.meet("un", "A").uid, keeper.meet("deux", "B").uid
    assert keeper.meet("deux", "A").what == "merged"
    assert keeper.rows("SELECT uid FROM articles") == [(one,)]
    assert keeper.rows(f"SELECT body FROM versions WHERE uid = '{other}'") == [("B",)]


def test_a_redirect_moves_the_article_and_keeps_its_history(keeper: Keeper) -> None:
    uid = keeper.meet("ancien", "A").uid
    with transaction(keeper.db):
        assert record_redirect(keeper.db, BASE + "ancien", BASE + "nouveau", after(START, days=5))
    assert keeper.meet("nouveau", "B").what == "edited"
    assert keeper.rows("SELECT uid, url, version FROM articles") == [(uid, BASE + "nouveau", 2)]
    assert dict(keeper.rows("SELECT url, role FROM addresses")) == {
        BASE + "ancien": "redirect",
        BASE + "nouveau": "canonical",
    }
    assert keeper.kinds() == ["created", "moved", "edited"]


def test_the_same_node_under_another_slug_is_the_same_article(keeper: Keeper) -> None:
    uid = keeper.meet("ancien", "A\nUne ligne.", node_id="12").uid
    assert keeper.meet("nouveau", "B\nUne ligne.", node_id="12").uid == uid
    with transaction(keeper.db):
        mark_gone(keeper.db, BASE + "ancien", after(START, days=9))
    assert keeper.rows("SELECT url, state FROM articles") == [(BASE + "nouveau", "live")]
    assert keeper.meet("nouveau-en", "C\nUne ligne.", node_id="12", lang="en").uid != uid
    assert keeper.meet("tout-autre", "D", node_id="12").uid != uid


def test_gone_when_the_last_address_is_gone_and_back_when_one_answers(keeper: Keeper) -> None:
    uid = keeper.meet("un", "A").uid
    keeper.meet("un-0", "A")
    at = after(START, days=9)
    with transaction(keeper.db):
        assert mark_gone(keeper.db, BASE + "un", at) is None
        assert mark_gone(keeper.db, BASE + "un-0", at) == uid
    assert keeper.rows("SELECT state FROM articles") == [("gone",)]
    assert keeper.meet("un-0", "A").what == "restored"
    assert keeper.rows("SELECT state, url FROM articles") == [("live", BASE + "un-0")]


def test_a_document_finds_its_page(keeper: Keeper) -> None:
    uid = keeper.meet("document:iom-morocco/000_a.txt", "A").uid
    assert keeper.meet("un", "A").uid == uid
    assert keeper.rows("SELECT url FROM articles") == [(BASE + "un",)]


def test_recleaning_is_a_version_but_no_edit(keeper: Keeper) -> None:
    keeper.meet("un", "A")
    assert keeper.meet("un", "B", cause="recleaned").what == "recleaned"
    assert keeper.kinds() == ["created", "recleaned"]


def test_a_declared_canonical_address_names_the_article(keeper: Keeper) -> None:
    keeper.meet("https://morocco.iom.int/node/12", "A", canonical_url=BASE + "un")
    assert dict(keeper.rows("SELECT url, role FROM addresses")) == {
        BASE + "un": "canonical",
        "https://morocco.iom.int/node/12": "alias",
    }
    assert keeper.meet("un", "A").what == "unchanged"


def test_removed_blocks_are_kept_once_and_counted(keeper: Keeper) -> None:
    for slug, text in (("un", "A"), ("deux", "B")):
        keeper.meet(slug, text, removed=(Removed("Accueil", "menu", 2), Removed(f"Légende {text}", "caption")))
    assert keeper.rows("SELECT text, pages FROM removed_blocks") == [("Accueil", 2)]
    assert keeper.rows("SELECT count(*) FROM version_blocks") == [(4,)]


_STEPS = st.lists(st.tuples(st.sampled_from(["un", "un-0", "deux", "trois"]), st.sampled_from("ABC")), max_size=12)


@given(_STEPS)
def test_any_history_leaves_a_consistent_archive(steps: list[tuple[str, str]]) -> None:
    with _memory() as archive:
        keeper = Keeper(archive)
        for slug, text in steps:
            keeper.meet(slug, text)
        for uid, version, shown in keeper.rows("SELECT uid, version, content_hash FROM articles"):
            latest = keeper.rows(
                f"SELECT content_hash, valid_to FROM version_rows WHERE uid = '{uid}' AND version = {version}"
            )
            assert latest == [(shown, None)]
        hashes = [row[0] for row in keeper.rows("SELECT content_hash FROM articles")]
        assert len(hashes) == len(set(hashes)), "one row a distinct article"
        assert keeper.rows("SELECT count(*) FROM addresses WHERE uid NOT IN (SELECT uid FROM articles)") == [(0,)]
        for (uid,) in keeper.rows("SELECT uid FROM articles"):
            assert keeper.rows(f"SELECT count(*) FROM addresses WHERE uid = '{uid}' AND role = 'canonical'") == [(1,)]
        archive.db.execute("INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)")


@given(st.permutations([("un-0", "A"), ("un", "A"), ("deux", "B"), ("un-1", "A"), ("deux-0", "B")]))
def test_new_articles_met_in_any_order_are_the_same_archive(order: list[tuple[str, str]]) -> None:
    with _memory() as archive:
        keeper = Keeper(archive)
        for slug, text in order:
            keeper.meet(slug, text)
        found = (
            keeper.rows("SELECT uid, url, content_hash FROM articles ORDER BY uid"),
            keeper.rows("SELECT url, uid, role FROM addresses ORDER BY url"),
        )
    with _memory() as archive:
        keeper = Keeper(archive)
        for slug, text in sorted(order):
            keeper.meet(slug, text)
        assert found == (
            keeper.rows("SELECT uid, url, content_hash FROM articles ORDER BY uid"),
            keeper.rows("SELECT url, uid, role FROM addresses ORDER BY url"),
        )


def _memory() -> Archive:
    from oimcrawler.archive.schema import migrate

    db = sqlite3.connect(":memory:", isolation_level=None)
    db.row_factory = sqlite3.Row
    migrate(db)
    return Archive(Path(":memory:"), db)
