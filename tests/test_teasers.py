"""Teasers of other articles are known by where they link to, whatever mark-up they stand in."""

import pytest

from oimcrawler.extraction import Page, parse
from oimcrawler.profiles import load_profile
from oimcrawler.teasers import strip_teasers

PROFILE = load_profile("iom-morocco")
URL = "https://morocco.iom.int/fr/news/un-atelier-rabat"
OTHER = "/fr/news/des-sacs-scolaires-pour-oujda"
TITLE = "Des sacs scolaires pour Oujda"


def words_of(page: Page) -> str:
    return " ".join(" ".join(page.root.itertext()).split())


def stripped(body: str, url: str = URL, **known: frozenset[str]) -> tuple[str, list[str]]:
    page: Page = parse(
        f"<html><body><h1>Un atelier à Rabat</h1><p>Le texte de la nouvelle.</p>{body}</body></html>", url
    )
    strip_teasers(page, PROFILE, titles=lambda key: known.get(key.rpartition("/")[2].replace("-", "_"), frozenset()))
    return words_of(page), [one.text for one in page.notes["teasers"]]


@pytest.mark.parametrize(
    "mark_up",
    [
        f"<p><a href='{OTHER}'>{TITLE}</a><br>Six cents élèves ont reçu un sac.</p>",
        f"<ul><li><a href='{OTHER}'>{TITLE}</a></li></ul>",
        f"<div><h4><a href='https://www.morocco.iom.int{OTHER}?utm_source=x'>{TITLE}</a></h4><p>Six cents élèves ont reçu un sac.</p></div>",
        f"<div class='x1'><a href='{OTHER}'><img src='a.png'><b>{TITLE}</b></a><span>12 mars 2024</span></div>",
        f"<table><tr><td><a href='{OTHER}'>{TITLE}</a><br><font size=1>Six cents élèves.</font></td></tr></table>",
        f"<a href='{OTHER}'>{TITLE}</a>",
    ],
)
def test_a_block_that_opens_with_another_articles_title_goes(mark_up: str) -> None:
    text, removed = stripped(mark_up)
    assert text == "Un atelier à Rabat Le texte de la nouvelle."
    assert len(removed) == 1
    assert removed[0].startswith(TITLE) or TITLE in removed[0]


@pytest.mark.parametrize(
    "mark_up",
    [
        f"<p>Comme l'a montré la distribution, <a href='{OTHER}'>{TITLE}</a>, les besoins restent grands.</p>",
        f"<p><a href='{OTHER}'>l'an dernier</a> six cents élèves ont reçu un sac.</p>",
        f"<p><a href='{URL}'>Un atelier à Rabat</a></p>",
        "<p><a href='https://example.org/des-sacs-scolaires-pour-oujda'>Des sacs scolaires pour Oujda</a></p>",
        "<p><a href='/fr/contact-du-bureau'>Contact du bureau</a></p>",
    ],
)
def test_links_of_the_article_itself_stay(mark_up: str) -> None:
    before = words_of(parse(f"<body>{mark_up}</body>"))
    text, removed = stripped(mark_up)
    assert text.endswith(before)
    assert removed == []


def test_where_the_address_does_not_tell_the_known_title_does() -> None:
    link = "<li><a href='/ar/news/khabar-1006'>حملة طبية في وجدة لفائدة الأسر …</a></li>"
    assert stripped(link)[1] == []
    assert len(stripped(link, khabar_1006=frozenset({"حملة طبية في وجدة لفائدة الأسر الوافدة"}))[1]) == 1


def test_two_teasers_in_one_box_go_one_by_one_and_the_rest_stays() -> None:
    more = "/fr/news/une-caravane-medicale-fes"
    text, removed = stripped(
        f"<div>Lire aussi <p><a href='{OTHER}'>{TITLE}</a></p><p><a href='{more}'>Une caravane médicale à Fès</a></p>La suite du texte.</div>"
    )
    assert removed == [TITLE, "Une caravane médicale à Fès"]
    assert text.endswith("Lire aussi La suite du texte.")
