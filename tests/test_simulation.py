"""The simulated crawl is a crawl, and re-crawls of a restless site whose articles stand still report nothing."""

from pathlib import Path

import pytest

from benchmarks.recrawls import recrawl
from benchmarks.simulation import UNLIMITED, Simulation, true_hashes, with_budget
from benchmarks.year import POLICIES, events, live_through
from oimcrawler.replica import Site


def wrong(simulation: Simulation) -> list[str]:
    """The live articles whose text in the archive is not what the site says."""
    archived = simulation.hashes()
    return [path for path, wanted in true_hashes(simulation.site).items() if archived.get(path) != wanted]


@pytest.mark.parametrize("volatile", [False, True])
def test_a_simulated_crawl_holds_what_the_site_says(tmp_path: Path, volatile: bool) -> None:
    site = Site(8, volatile=volatile)
    simulation = Simulation(site, tmp_path / "archive.db")
    first = simulation.run()
    assert (first.code, len(first.paths("created"))) == (0, 24)
    assert wrong(simulation) == []
    site.advance(days=1)
    new = site.publish(2, lang="fr")
    edited = site.paths("en")[0]
    site.edit(edited, "paragraph")
    simulation.everything_due()
    second = simulation.run()
    assert second.code == 0
    assert sorted(second.paths("created")) == sorted(new)
    assert second.paths("edited") == [edited]
    assert wrong(simulation) == []


def test_an_unchanged_site_answers_304(tmp_path: Path) -> None:
    simulation = Simulation(Site(8), tmp_path / "archive.db")
    simulation.run()
    simulation.site.advance(hours=2)
    again = simulation.run()
    assert (again.requests, again.not_modified, again.changes) == (4, 3, ())


def test_thirty_recrawls_of_a_restless_site_report_true_edits_only(tmp_path: Path) -> None:
    tally = recrawl(30, 4, 7, tmp_path)
    assert tally.false_edits == []
    assert tally.wrong_texts == 0
    assert (tally.found, dict(tally.codes)) == (tally.planted, {0: 30})
    assert min(tally.planted, tally.menu_editions, tally.notices, tally.redesigns) > 0


def test_a_title_edit_is_found_while_the_card_on_file_shows_the_old_one(tmp_path: Path) -> None:
    site = Site(14, volatile=True)
    simulation = Simulation(site, tmp_path / "archive.db", with_budget(UNLIMITED))
    simulation.run()
    site.advance(days=2)
    old = site.paths("fr")[-1]  # its card stands on the listing's second page, which is not read again
    site.edit(old, "title")
    simulation.everything_due()
    assert simulation.run().paths("edited") == [old]
    assert wrong(simulation) == []


def test_an_edit_made_together_with_a_new_design_is_found(tmp_path: Path) -> None:
    site = Site(8, volatile=True)
    simulation = Simulation(site, tmp_path / "archive.db")
    simulation.run()
    for kind, design in (("paragraph", "redesign"), ("title", "plain"), ("word", "drupal")):
        site.advance(days=3)
        path = site.paths("fr")[5]
        site.edit(path, kind)
        site.redesign(design)
        simulation.everything_due()
        result = simulation.run()
        assert (result.code, result.paths("edited")) == (0, [path]), (kind, result.reason)
        assert wrong(simulation) == []


def test_the_same_year_for_every_policy(tmp_path: Path) -> None:
    assert events(365, 3.0, ("fr", "en"), 1) == events(365, 3.0, ("fr", "en"), 1)
    names = ("ours", "every run")
    ours, always = (live_through(name, POLICIES[name], tmp_path, articles=3, days=20, a_week=4) for name in names)
    assert ours.edits == always.edits > 0
    assert ours.false_edits == always.false_edits == 0
    assert 0.5 <= ours.found <= always.found == 1.0
    assert ours.visits < always.visits
