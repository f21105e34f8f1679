"""What the settlement must not believe: error pages in a page's clothes, one page at every address, furniture that looks like text."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.simulation import Simulation, true_hashes
from oimcrawler.archive import open_archive
from oimcrawler.exits import DONE, LAYOUT, PARTIAL
from oimcrawler.replica import Site
from oimcrawler.replica.site import Answer


class Masked(Site):
    """A site whose article pages can be put behind something else: `mask` gets the path and the true answer."""

    mask: Callable[[str, Answer], Answer] | None = None

    def answer(self, target: str, origin: str = "http://replica.example") -> Answer:
        true = super().answer(target, origin)
        if self.mask is None or "/news/" not in target:
            return true
        return self.mask(target, true)


def page(body: str, title: str = "OIM Maroc") -> Answer:
    return Answer(200, f"<html lang=fr><head><title>{title}</title></head><body>{body}</body></html>".encode())


def rows(simulation: Simulation, sql: str) -> list[tuple[Any, ...]]:
    with open_archive(simulation.archive) as archive:
        return [tuple(row) for row in archive.db.execute(sql)]


def exact(simulation: Simulation) -> bool:
    true = true_hashes(simulation.site)
    return {path: found for path, found in simulation.hashes().items() if path in true} == true


DIFFICULTIES = "<p>Le site rencontre actuellement des difficultés techniques et nos équipes y travaillent. Merci de réessayer dans quelques instants.</p>"


@pytest.mark.parametrize(
    "mask",
    [
        lambda target, true: page(f"<h2>OIM Maroc</h2>{DIFFICULTIES}"),
        lambda target, true: page(DIFFICULTIES),
        lambda target, true: page(f"<div><h2>Une panne</h2><div>{DIFFICULTIES * 3}</div></div>", "Une panne"),
    ],
    ids=["site's name", "bare", "own headline"],
)
def test_one_text_at_every_address_is_no_news(tmp_path: Path, mask: Callable[[str, Answer], Answer]) -> None:
    site = Masked(6)
    simulation = Simulation(site, tmp_path / "a.db")
    assert simulation.run().code == DONE
    site.advance(days=3)
    site.publish(3, lang="fr")
    site.mask = mask
    simulation.everything_due()
    masked = simulation.run()
    assert masked.code in (LAYOUT, PARTIAL)
    assert masked.changes == ()
    site.mask = None
    site.advance(days=3)
    simulation.everything_due()
    assert simulation.run().paths("edited") == []
    assert exact(simulation)


def test_a_site_that_shows_one_article_everywhere_changes_nothing(tmp_path: Path) -> None:
    site = Masked(6)
    simulation = Simulation(site, tmp_path / "a.db")
    assert simulation.run().code == DONE
    site.advance(days=3)
    site.publish(3, lang="fr")
    constant = Site.answer(site, site.paths("fr")[5])
    site.mask = lambda target, true: constant
    simulation.everything_due()
    masked = simulation.run()
    assert masked.code in (LAYOUT, PARTIAL)
    assert masked.changes == ()
    site.mask = None
    site.advance(days=3)
    simulation.everything_due()
    simulation.run()
    assert exact(simulation)
    assert rows(simulation, "SELECT count(*) FROM articles") == [(21,)]


def test_a_short_article_under_its_own_headline_is_stored(tmp_path: Path) -> None:
    site = Masked(5)
    short = site.paths("fr")[0]
    title = site.truth()[short].title
    text = "Le bureau de Rabat sera fermé vendredi prochain."
    site.mask = lambda target, true: page(f"<h1>{title}</h1><p>{text}</p>", title) if target == short else true
    simulation = Simulation(site, tmp_path / "a.db")
    assert simulation.run().code == DONE
    assert rows(simulation, f"SELECT body FROM articles WHERE url LIKE '%{short}'") == [(text,)]


def test_a_new_title_keeps_the_date_and_an_edit_is_looked_at_again_soon(tmp_path: Path) -> None:
    site = Site(6, design="plain")
    simulation = Simulation(site, tmp_path / "a.db")
    simulation.run()
    site.advance(days=60)
    path = site.paths("en")[3]
    site.edit(path, kind="title")
    simulation.everything_due()
    assert simulation.run().paths("edited") == [path]
    found = rows(
        simulation, f"SELECT v.published_on FROM versions v JOIN articles a USING (uid) WHERE a.url LIKE '%{path}'"
    )
    assert found == [(site.truth()[path].published_on,)] * 2
    due = rows(simulation, f"SELECT julianday(due_at) - julianday(visited_at) FROM pages WHERE url LIKE '%{path}'")[0][
        0
    ]
    assert due < 2


def test_rotating_teasers_among_the_paragraphs_are_no_edits(tmp_path: Path) -> None:
    site = Masked(8)
    turn = 0

    def with_teasers(target: str, true: Answer) -> Answer:
        nonlocal turn
        turn += 1
        others = [path for path in site.paths("fr") if path != target]
        truth = site.truth()
        shown = [others[(turn + step) % len(others)] for step in range(3)]
        boxes = "".join(
            f"<p><a href='{path}'>{truth[path].title}</a><br>{truth[path].paragraphs[0][:90]}</p>" for path in shown
        )
        body = true.body.decode()
        after = body.rfind("</p>", 0, body.find("<footer")) + 4
        return Answer(200, (body[:after] + boxes + body[after:]).encode())

    site.mask = with_teasers
    simulation = Simulation(site, tmp_path / "a.db")
    assert simulation.run().code == DONE
    for _ in range(3):
        site.advance(days=4)
        simulation.everything_due()
        assert simulation.run().changes == ()
