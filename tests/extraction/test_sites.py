"""Every kind of site: right with its other pages known, near right with one page, and never a line of furniture in the confident ones."""

import pytest

from oimcrawler.extraction import Page, extract, learn, parse
from tests.extraction.sites import SITES

_NUMBERS = range(1, 6)


def _pages(site: str) -> tuple[list[Page], list[list[str]]]:
    made = [SITES[site](number) for number in _NUMBERS]
    return [parse(html, f"http://{site}.example/{n}") for n, (html, _) in enumerate(made)], [gold for _, gold in made]


@pytest.mark.parametrize("site", sorted(SITES))
def test_the_other_pages_of_the_site_make_it_exact(site: str) -> None:
    pages, golds = _pages(site)
    template = learn(pages)
    for page, gold in zip(pages, golds, strict=True):
        assert list(extract(page, template).paragraphs) == gold


@pytest.mark.parametrize("site", sorted(SITES))
def test_pages_that_were_not_learned_from_are_exact_too(site: str) -> None:
    pages, golds = _pages(site)
    for at, (page, gold) in enumerate(zip(pages, golds, strict=True)):
        others = pages[:at] + pages[at + 1 :]
        assert list(extract(page, others=others).paragraphs) == gold


@pytest.mark.parametrize("site", sorted(SITES))
def test_one_page_alone_loses_nothing(site: str) -> None:
    for number in _NUMBERS:
        html, gold = SITES[site](number)
        got = extract(parse(html)).paragraphs
        assert [line for line in gold if line not in got] == []
        assert len(got) <= len(gold) + 3


def test_a_listing_is_no_article() -> None:
    for number in _NUMBERS:
        body = extract(parse(SITES["listing"](number)[0]))
        assert body.paragraphs == ()
        assert body.confidence < 0.2
        assert "listing-like" in body.flags


def test_a_known_design_is_told_and_trusted_more() -> None:
    pages, _ = _pages("drupal_new")
    alone, learned = extract(pages[0]), extract(pages[0], learn(pages[1:]))
    assert (alone.method, alone.known) == ("general", False)
    assert (learned.method, learned.known) == ("template", True)
    assert learned.confidence > alone.confidence > 0.5
    assert "only-general" in alone.flags
    assert learned.flags == ()
