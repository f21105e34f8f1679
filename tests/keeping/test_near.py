"""Near duplicates: found under other titles and on other hosts, linked both ways, the same links in whatever order the texts came."""

import itertools
import json
import random
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from oimcrawler.archive import Archive, near, open_archive, transaction
from oimcrawler.archive.articles import Origin, store_article
from oimcrawler.archive.captures import begin_run
from oimcrawler.archive.near import forget_near
from oimcrawler.exports import export
from oimcrawler.fingerprint import content_hash
from oimcrawler.model import Article

MOST = 8
AT = "2026-01-05T08:00:00Z"
_WORDS = """port pont village atelier école forêt marché pêcheur tisserand potier jardin source chemin moulin four lampe
bateau voile corde filet"""
WORDS = _WORDS.split()


def text(seed: int, words: int = 120) -> str:
    """An invented text, another for each seed."""
    draw = random.Random(seed)
    return " ".join(draw.choice(WORDS) + str(draw.randrange(50)) for _ in range(words))


def store(archive: Archive, name: str, title: str, body: str, cause: str = "edited") -> str:
    with transaction(archive.db):
        article = Article(title=title, body=body, content_hash=content_hash(title, body))
        return store_article(
            archive.db, article, Origin("iom-morocco", f"https://{name}.example/news/x", AT, 1, "test"), cause=cause
        ).uid


def links(db: sqlite3.Connection) -> list[tuple[str, str, float]]:
    return [tuple(row) for row in db.execute("SELECT uid, other_uid, distance FROM near_links ORDER BY 1, 2")]


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is common from fewer articles on than in earnest."""
    monkeypatch.setattr(near, "MOST", MOST)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new(tmp_path / "a.db") as made:
        yield made


def new(path: Path) -> Archive:
    made = open_archive(path, create=True)
    with transaction(made.db):
        run = begin_run(made.db, "iom-morocco", "crawl", AT)
        made.db.execute(
            "INSERT INTO captures(id, url, site, run_id, fetched_at, status, outcome, role) VALUES (1, 'x', 'x', ?, ?, 200, 'ok', 'article')",
            (run, AT),
        )
    return made


def test_a_changed_word_another_title_another_host_are_found(archive: Archive) -> None:
    body = text(1)
    one = store(archive, "un", "Le pont est ouvert", body)
    changed = store(archive, "deux", "Le pont est ouvert", body.replace(body.split()[60], "viaduc", 1))
    titled = store(archive, "trois", "Ouverture d'un pont", body)
    other = store(archive, "quatre", "Le pont est ouvert", text(2))
    pairs = {(a, b) for a, b, _ in links(archive.db)}
    assert pairs == set(itertools.permutations([one, changed, titled], 2))
    assert all(other not in pair for pair in pairs)
    distances = {frozenset((a, b)): distance for a, b, distance in links(archive.db)}
    assert distances[frozenset((one, titled))] == 0
    assert 0 < distances[frozenset((one, changed))] < 0.1


def test_links_follow_the_text(archive: Archive) -> None:
    one, two = store(archive, "un", "A", text(1)), store(archive, "deux", "B", text(1) + " fin")
    assert len(links(archive.db)) == 2
    store(archive, "deux", "B", text(5))
    assert links(archive.db) == []
    store(archive, "deux", "B", text(1) + " fin ajout")
    assert {(a, b) for a, b, _ in links(archive.db)} == {(one, two), (two, one)}
    with transaction(archive.db):
        forget_near(archive.db, one)
    assert links(archive.db) == []
    assert archive.db.execute("SELECT count(*) FROM near_bands WHERE uid = ?", (one,)).fetchone()[0] == 0


def test_short_and_common_texts_link_nothing(archive: Archive) -> None:
    for n in range(6):
        store(archive, f"a{n}", f"Vidéo {n}", "Voir la vidéo de cette journée")
    assert links(archive.db) == []
    notice = text(3)
    for n in range(MOST):
        store(archive, f"b{n}", f"Avis {n}", notice)
    assert len(links(archive.db)) == MOST * (MOST - 1)
    last = store(archive, "b-last", "Avis de trop", notice)
    assert links(archive.db) == []
    with transaction(archive.db):
        forget_near(archive.db, last)
    assert len(links(archive.db)) == MOST * (MOST - 1)


def texts_of_an_archive() -> list[tuple[str, str]]:
    found = [(f"t{n}", text(n)) for n in range(6)]
    found += [(f"u{n}", text(n % 3) + f" suite {n}") for n in range(6)]
    return found + [(f"v{n}", " ".join(text(9).split()[: 100 - 6 * n])) for n in range(6)]


def test_the_order_does_not_matter(tmp_path: Path) -> None:
    results = []
    for number in range(4):
        items = texts_of_an_archive()
        random.Random(number).shuffle(items)
        results.append(_links_of(tmp_path / f"{number}.db", items))
    assert len(results[0]) > 10
    assert all(result == results[0] for result in results)


def test_a_common_key_is_forgotten_in_any_order(tmp_path: Path) -> None:
    items = [(f"n{n}", f"{text(4)} {text(100 + n, 8)}") for n in range(MOST + 3)]
    assert _links_of(tmp_path / "a.db", items) == _links_of(tmp_path / "b.db", items[::-1])


def _links_of(path: Path, items: Iterable[tuple[str, str]]) -> list[tuple[str, str, float]]:
    with new(path) as archive:
        for name, body in items:
            store(archive, name, name, body)
        return links(archive.db)


def test_exports_name_near_duplicates_and_a_delta_knows_when_they_change(tmp_path: Path) -> None:
    with new(tmp_path / "a.db") as archive:
        one, two = store(archive, "un", "A", text(1)), store(archive, "deux", "B", text(2))
        cursor = export(archive, tmp_path / "first", ["jsonl"]).to_cursor
        # The first article stays as it is, but now has a near duplicate.
        store(archive, "deux", "B", text(1) + " fin")
        export(archive, tmp_path / "delta", ["jsonl"], since=cursor)
        export(archive, tmp_path / "full", ["jsonl"])
        full = {row["uid"]: row for row in lines_of(tmp_path / "full")}
        assert lines_of(tmp_path / "delta") == list(full.values())
        assert [flag.rpartition(":")[0] for flag in full[one]["quality"]] == [f"near-duplicate:{two}"]
        assert [flag.rpartition(":")[0] for flag in full[two]["quality"]] == [f"near-duplicate:{one}"]
        kinds = archive.db.execute("SELECT kind, uid FROM changes WHERE seq > ? ORDER BY seq", (cursor,)).fetchall()
        assert [tuple(row) for row in kinds] == [("edited", two), ("recleaned", one)]


def lines_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "articles.jsonl").read_text("utf-8").splitlines()]
