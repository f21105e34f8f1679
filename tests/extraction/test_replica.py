"""Exact on the replica: every design, every language, one page or many."""

import pytest

from oimcrawler.extraction import Page, Template, extract, learn, parse
from oimcrawler.replica import Site, Truth

_DESIGNS = ("drupal", "redesign", "plain")


def _pages(site: Site, lang: str) -> list[tuple[Page, Truth]]:
    truth = site.truth()
    return [
        (parse(site.answer(path).body, f"http://replica.example{path}"), truth[path])
        for path in truth
        if truth[path].url_lang == lang
    ]


def _wrong(pages: list[tuple[Page, Truth]], template: Template | None) -> list[str]:
    return [truth.path for page, truth in pages if extract(page, template).paragraphs != truth.paragraphs]


@pytest.mark.parametrize("design", _DESIGNS)
@pytest.mark.parametrize("lang", ["fr", "en", "ar"])
def test_exact_with_a_template_and_alone(design: str, lang: str) -> None:
    pages = _pages(Site(articles=12, design=design), lang)
    template = learn(page for page, _ in pages[:8])
    assert _wrong(pages, template) == []
    assert _wrong(pages, None) == []
    assert _wrong(pages, learn(page for page, _ in pages[:2])) == []


@pytest.mark.parametrize("design", _DESIGNS)
def test_furniture_that_changes_changes_no_text(design: str) -> None:
    site = Site(articles=8, design=design, volatile=True)
    template = learn(page for page, _ in _pages(site, "fr"))
    site.change_menu()
    site.banner("Le bureau sera fermé pendant la semaine des fêtes ; merci d'écrire au guichet central.")
    again = _pages(site, "fr")
    assert _wrong(again, template) == []
    assert _wrong(again, learn((page for page, _ in again), template)) == []


def test_a_redesign_is_noticed_and_then_learned() -> None:
    site = Site(articles=8, design="drupal")
    before = _pages(site, "fr")
    template = learn(page for page, _ in before)
    site.redesign("redesign")
    after = _pages(site, "fr")
    assert all(not extract(page, template).known for page, _ in after)
    assert _wrong(after, template) == []
    both = learn((page for page, _ in after), template)
    assert all(extract(page, both).known for page, _ in [*before, *after])
    assert _wrong([*before, *after], both) == []


@pytest.mark.parametrize("design", _DESIGNS)
def test_listings_and_notices_are_no_articles(design: str) -> None:
    site = Site(articles=12, design=design)
    template = learn(page for page, _ in _pages(site, "fr"))
    for target in ("/fr/news", "/fr/news?page=0", "/fr/news/nothing-here"):
        for known in (None, template):
            body = extract(parse(site.answer(target).body), known)
            assert body.confidence < 0.5, (target, body.paragraphs)
