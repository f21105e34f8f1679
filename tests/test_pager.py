"""The way from one listing page to the next."""

import lxml.html
import pytest

from oimcrawler.discovery import listing_url, next_page, page_number, read_listing, same_cards
from oimcrawler.extraction.page import Page
from oimcrawler.model import Card
from oimcrawler.profiles import load_profile, profile_from_toml

MOROCCO = load_profile("iom-morocco")
LIST = "https://morocco.iom.int/fr/news"
FROM_ONE = profile_from_toml(
    'name = "x"\norigin = "https://a.org"\nlistings = { fr = "/n?type=presse" }\npages = { parameter = "p", first = 1 }',
    "x",
)


def find(body: str, url: str = LIST) -> tuple[str | None, bool]:
    return next_page(
        lxml.html.document_fromstring(f"<html><head></head><body><p>x</p>{body}</body></html>"), url, MOROCCO
    )


@pytest.mark.parametrize(
    "body",
    [
        '<a href="?page=1" rel="next">x</a>',
        '<a href="/fr/news?page=1">Suivant ›</a>',
        '<a href="/fr/news?page=1"><span>Page suivante</span> <span aria-hidden="true">››</span></a>',
        '<a href="?page=1" title="Aller à la page suivante" aria-label="Next page">&gt;</a>',
        '<a href="?page=1">Next</a>',
        '<a href="?page=1">التالي</a>',
        '<a href="?page=1">‹ التالي</a>',
        '<a href="?page=1">الصفحة التالية</a>',
        '<a href="?page=1">›</a>',
        '<a href="?page=1">Load more</a>',
        '<b>1</b><a href="?page=1">2</a><a href="?page=2">3</a>',
        '<a href="?page=0">1</a><a href="?page=1">Page 2</a><a href="?page=1">Suivant</a><a href="?page=9">Dernière »</a>',
        '<a href="?page=2">3</a><a href="?page=1">2</a>',
        '<link rel="next" href="?page=1">',
    ],
)
def test_the_next_page_is_found(body: str) -> None:
    assert find(body) == (f"{LIST}?page=1", True)


@pytest.mark.parametrize(
    ("body", "url", "pager"),
    [
        ("", LIST, False),
        ('<a href="?page=0">1</a><a href="?page=1">2</a>', f"{LIST}?page=2", True),
        ('<a href="?page=1">‹ Précédent</a>', f"{LIST}?page=2", True),
        ('<a rel="next" href="?page=2">Suivant</a>', f"{LIST}?page=2", True),
        ('<a rel="next" href="?page=1">Suivant</a>', f"{LIST}?page=2", True),
        ('<a rel="next" href="/fr/news/un-article">Suivant</a>', LIST, False),
        ('<a rel="next" href="https://ailleurs.org/fr/news?page=1">Suivant</a>', LIST, False),
        ('<a href="?page=9">Dernière page »</a>', f"{LIST}?page=9", True),
        ('<a href="/fr/news/x">2</a>', LIST, False),
    ],
)
def test_what_is_no_next_page(body: str, url: str, pager: bool) -> None:
    assert find(body, url) == (None, pager)


def test_pages_in_the_path_and_other_ways_of_counting() -> None:
    assert find('<a href="/fr/news/page/3">Next</a>', f"{LIST}/page/2")[0] == f"{LIST}/page/3"
    assert find('<a href="/fr/news/page/2">2</a>')[0] == f"{LIST}/page/2"
    assert find('<a href="?start=20">Next</a>', f"{LIST}?start=10")[0] == f"{LIST}?start=20"
    assert find('<a href="?start=0">Next</a>', f"{LIST}?start=10")[0] is None
    assert find('<a href="?page=0%2C3">Next</a>', f"{LIST}?page=0%2C2")[0] == f"{LIST}?page=0%2C3"


def test_a_mirrors_next_page_is_at_the_mirror() -> None:
    assert (
        find('<a rel="next" href="http://www.morocco.iom.int/fr/news?page=1">x</a>', "http://127.0.0.1:8000/fr/news")[0]
        == "http://127.0.0.1:8000/fr/news?page=1"
    )


def test_arithmetic() -> None:
    assert [listing_url(MOROCCO, "ar", n) for n in (0, 1)] == [
        "https://morocco.iom.int/ar/news",
        "https://morocco.iom.int/ar/news?page=1",
    ]
    assert [listing_url(FROM_ONE, "fr", n) for n in (0, 1)] == [
        "https://a.org/n?type=presse",
        "https://a.org/n?type=presse&p=2",
    ]
    for profile in (MOROCCO, FROM_ONE):
        assert [page_number(listing_url(profile, "fr", n), profile) for n in (0, 1, 2, 30)] == [0, 1, 2, 30]
    with pytest.raises(KeyError):
        listing_url(MOROCCO, "xx", 0)


def test_without_a_pager_the_next_page_is_computed_and_told() -> None:
    def read(body: str, url: str = LIST) -> tuple[str | None, tuple[str, ...]]:
        found = read_listing(Page(lxml.html.document_fromstring(f"<body>{body}</body>")), url, MOROCCO)
        return found.next_url, found.flags

    cards = "<ul><li><h2><a href='/fr/news/un-titre-long'>Un titre long</a></h2>3 mai 2024"
    cards += "<li><h2><a href='/fr/news/un-autre-titre'>Un autre titre</a></h2>2 mai 2024</ul>"
    assert read(cards) == (f"{LIST}?page=1", ("next-guessed",))
    assert read(cards, f"{LIST}?page=4") == (f"{LIST}?page=5", ("next-guessed",))
    assert read(cards + '<a href="?page=3">‹ Précédent</a>', f"{LIST}?page=4") == (None, ())


def test_same_cards() -> None:
    one, two = Card("https://a.org/1"), Card("https://a.org/2")
    assert same_cards([one, two], [two, one, two]) and not same_cards([one], [one, two]) and not same_cards([], [])
