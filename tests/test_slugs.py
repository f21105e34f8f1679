"""The slug as a function of the title, and the title recognised by its slug."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.slugs import STOP_WORDS, pathauto, slug_matches, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("L’école d’été ouvre ses portes à Tanger", "lecole-dete-ouvre-ses-portes-tanger"),
        ("L'ÉCOLE D'ÉTÉ OUVRE SES PORTES À TANGER", "lecole-dete-ouvre-ses-portes-tanger"),
        ("Statement on the Rights of Migrants: a way forward", "statement-rights-migrants-way-forward"),
        ("« Mon œuvre » – un récit à deux voix…", "mon-oeuvre-un-recit-deux-voix"),
        ("Rencontre, Rabat 28/02/2020", "rencontre-rabat-28/02/2020"),
        ("A-t-il raison ?", "t-il-raison"),
        ("N° 12 : 50 % des 1.200 élèves", "ndeg-12-50-des-1200-eleves"),
        ("Niño, Straße, Łódź, smørrebrød", "nino-strasse-lodz-smorrebrod"),
        ("بيان صحفي: المنظمة الدولية للهجرة، ٢٠٢٣", "byan-shfy-almnzmt-aldwlyt-llhjrt-2023"),
        ("مُؤتمر الهجرة", "muwtmr-alhjrt"),
        ("To the", "to-the"),
        ("  <b>Deux</b>\u00a0 mots ", "deux-mots"),
        ("!?…", ""),
        ("", ""),
    ],
)
def test_the_rule(title: str, slug: str) -> None:
    assert pathauto(title) == slug


def test_a_slug_is_cut_at_a_word() -> None:
    assert pathauto("Une formation pour trente enseignantes", 20) == "une-formation-pour"
    assert pathauto("Une formation pour trente", 25) == "une-formation-pour-trente"
    assert pathauto("Internationalisation", 8) == "internat"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Un atelier à Rabat", "un-atelier-rabat"),
        ("Un atelier à Rabat", "un-atelier-rabat-0"),
        ("Un atelier à Rabat", "un-atelier-rabat-12"),
        ("Un atelier à Rabat", "un-atelier-a-rabat"),
        ("L'atelier d'été à Rabat", "l-atelier-d-ete-a-rabat"),
        ("Un atelier à Rabat", "48213-un-atelier-rabat"),
        ("Un atelier à Rabat", "un-atelier-rabat-48213"),
        ("Un atelier de deux jours à Rabat pour trente enseignantes", "un-atelier-de-deux-jours-rabat"),
        ("Rencontre, Rabat 28/02/2020", "rencontre-rabat-28/02/2020"),
        ("Rencontre, Rabat 28/02/2020", "rencontre-rabat-28022020"),
        ("ورشة عمل بالرباط", "wrsht-ml-balrbat"),
        ("ورشة عمل بالرباط", "ورشة-عمل-بالرباط"),
        ("ورشة عمل بالرباط", "%D9%88%D8%B1%D8%B4%D8%A9-%D8%B9%D9%85%D9%84-%D8%A8%D8%A7%D9%84%D8%B1%D8%A8%D8%A7%D8%B7"),
        ("Grüße aus der Küche", "gruesse-aus-der-kueche"),
    ],
)
def test_slugs_that_belong_to_a_title(title: str, slug: str) -> None:
    assert slug_matches(title, slug)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Un atelier à Rabat", "un-atelier-fes"),
        ("Un atelier à Rabat", "un-atelier"),
        ("Un atelier", "un-atelier-rabat"),
        ("Un atelier de deux jours à Rabat", "un-atelier-de-deux-jou"),
        ("", "un-atelier"),
        ("Un atelier", ""),
        ("…", "0"),
    ],
)
def test_slugs_that_do_not(title: str, slug: str) -> None:
    assert not slug_matches(title, slug)


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://morocco.iom.int/fr/news/un-atelier-rabat", "un-atelier-rabat"),
        ("https://morocco.iom.int/news/un-atelier-rabat/?utm_source=x#y", "un-atelier-rabat"),
        ("https://morocco.iom.int/fr/news/rencontre-rabat-28/02/2020", "rencontre-rabat-28/02/2020"),
        ("https://morocco.iom.int/fr/stories/recits/deux-voix", "recits/deux-voix"),
        ("https://morocco.iom.int/fr/axes-dintervention", "axes-dintervention"),
        ("https://blog.example/2020/02/28/un-atelier/", "un-atelier"),
        ("https://journal.example/news/2020/02/un-atelier.html", "un-atelier"),
        ("https://journal.example/article/un-atelier/48213", "un-atelier"),
        ("https://journal.example/news/%D9%88%D8%B1%D8%B4%D8%A9", "ورشة"),
        ("/fr/news/un-atelier", "un-atelier"),
        ("https://morocco.iom.int/node/812", None),
        ("https://morocco.iom.int/fr/node/812", None),
        ("https://morocco.iom.int/fr/news?page=7", None),
        ("https://morocco.iom.int/fr/", None),
        ("https://morocco.iom.int", None),
        ("https://journal.example/index.php", None),
        ("https://journal.example/48213", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_slug_of_an_address(url: str, slug: str | None) -> None:
    assert slug_of(url) == slug


@given(st.text(max_size=200), st.none() | st.integers(1, 80))
def test_a_slug_is_its_own_slug(title: str, longest: int | None) -> None:
    slug = pathauto(title, longest)
    assert pathauto(slug, longest) == slug
    assert longest is None or len(slug) <= longest
    assert slug.isascii() and slug == slug.lower() and not set(slug) - set("abcdefghijklmnopqrstuvwxyz0123456789-/")


@given(
    st.lists(
        st.sampled_from(["un", "the", "réunion", "à", "Fès", "2020", "l’accueil", "هجرة", "«", "of", "–"]),
        min_size=1,
        max_size=9,
    )
)
def test_a_title_is_recognised_by_its_slug(words: list[str]) -> None:
    title = " ".join(words)
    slug = pathauto(title)
    if slug:
        assert slug_matches(title, slug)
        assert slug_matches(title, f"{slug}-0")
        assert not set(slug.split("-")) & STOP_WORDS or set(slug.split("-")) <= STOP_WORDS


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_texts_are_compared_without_an_error(title: str, url: str) -> None:
    slug_matches(title, url)
    slug_of(url)
