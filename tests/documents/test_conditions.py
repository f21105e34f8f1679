"""Every condition that the benchmark measures: no menu line left, no article line lost, whatever the order."""

import random

import pytest

from benchmarks.cleaning import METHODS, errors
from benchmarks.documents import CONDITIONS, CONTACTS, FOOTER, Document, article, flat_menu, plain_menu, platform_menu
from oimcrawler.documents import clean_document, learn_menus

FLAT_CONDITIONS = {"short flat menus beside", "a short flat menu that drifts"}
MENUS = {"platform": platform_menu, "plain": plain_menu}


def _set(name: str, family: str, seed: int = 2) -> list[Document]:
    return CONDITIONS[name](MENUS[family]("fr"), random.Random(f"{seed}/{name}"), seed)


def _errors(documents: list[Document], method: str = "ours") -> tuple[int, int]:
    return errors(documents, METHODS[method]([document.text for document in documents]))


@pytest.mark.parametrize("family", sorted(MENUS))
@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_nothing_left_and_nothing_lost(name: str, family: str) -> None:
    documents = _set(name, family)
    assert _errors(documents) == (0, 0)
    assert any(document.menu for document in documents), "a condition without any menu would measure nothing"


@pytest.mark.parametrize("family", sorted(MENUS))
@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_the_first_document_of_a_site_loses_nothing(name: str, family: str) -> None:
    assert _errors(_set(name, family), "ours, first document")[1] == 0


@pytest.mark.parametrize("name", sorted(set(CONDITIONS) - {"footer", "contact lines and footer"} - FLAT_CONDITIONS))
def test_the_platforms_menu_goes_from_the_first_document_on(name: str) -> None:
    documents = _set(name, "platform")
    left, lost = _errors(documents, "ours, first document")
    assert lost == 0
    assert left <= sum(line.startswith("- Espace") for document in documents for line in document.menu)


@pytest.mark.parametrize("family", sorted(MENUS))
@pytest.mark.parametrize(
    "name",
    [
        "three hosts mixed",
        "a redesign in the middle",
        "each its own drift",
        "one article under two menus",
        *sorted(FLAT_CONDITIONS),
    ],
)
def test_the_order_of_documents_changes_nothing(name: str, family: str) -> None:
    texts = [(str(number), document.text) for number, document in enumerate(_set(name, family))]
    digests = set()
    for seed in range(4):
        random.Random(seed).shuffle(texts)
        digests.add(learn_menus(texts).digest)
    assert len(digests) == 1


@pytest.mark.parametrize("family", sorted(MENUS))
def test_a_redesign_is_left_on_its_first_page_only(family: str) -> None:
    documents = _set("a redesign in the middle", family)
    before, after = documents[:6], documents
    menus = learn_menus((str(number), document.text) for number, document in enumerate(before))
    lonely = documents[5]
    clean = clean_document(lonely.text, menus)
    kept = {*clean.paragraphs, clean.title}
    assert all(line in kept for line in lonely.article)
    assert _errors(after) == (0, 0)


@pytest.mark.parametrize("lang", ["fr", "en", "ar"])
@pytest.mark.parametrize("size", [3, 4, 5, 8])
@pytest.mark.parametrize("count", [2, 4])
@pytest.mark.parametrize("family", ["platform", "plain", "none"])
def test_a_short_flat_menu_goes_beside_another_kind(lang: str, size: int, count: int, family: str) -> None:
    menu = MENUS[family]("fr") if family in MENUS else ()
    old = [Document(menu, each.title, each.paragraphs) for each in map(article, range(5))]
    new = [
        Document(flat_menu(lang, size), each.title, each.paragraphs)
        for each in (article(20 + number, lang) for number in range(count))
    ]
    assert _errors(old + new) == (0, 0)


def test_an_article_under_an_old_and_a_short_flat_menu_is_one_witness() -> None:
    copied, other = article(3), article(9)
    documents = [Document(platform_menu(), each.title, each.paragraphs) for each in map(article, (1, 2, 3, 4))]
    flat = [Document(flat_menu("fr", 3), each.title, each.paragraphs) for each in (copied, other)]
    assert _errors(documents + flat) == (0, 0)
    assert _errors([*documents, flat[0]]) == (3, 0), "one article alone tells no menu"


@pytest.mark.parametrize(
    "head",
    [
        ("Communiqué de presse", "Pour diffusion immédiate", "Rabat, Maroc"),
        ("Déclaration conjointe", "Rabat", "Embargo : 18 heures"),
        ("Royaume du Maroc", "Agence des ports", "Avis de recrutement"),
        ("Press release", "For immediate release", "Rabat, Morocco"),
        ("بيان صحفي", "للنشر الفوري", "الرباط"),
        ("Entretien", "Tanger", "Série d'été"),
        ("Rabat", "Lieu : Agadir", "Date : mardi"),
    ],
)
@pytest.mark.parametrize("family", ["platform", "none"])
def test_what_press_releases_begin_with_is_no_flat_menu(head: tuple[str, ...], family: str) -> None:
    menu = platform_menu() if family == "platform" else ()
    texts = [Document(menu, each.title, each.paragraphs) for each in map(article, range(5))]
    series = [Document((), head[0], (*head[1:], each.title or "", *each.paragraphs)) for each in map(article, (21, 22))]
    assert _errors(texts + series)[1] == 0


def test_a_series_of_one_title_and_its_headings_stays_whole() -> None:
    head = ("Portes ouvertes", "Rabat", "Le programme")
    series = [Document((), head[0], (*head[1:], *each.paragraphs)) for each in map(article, (21, 22, 23))]
    assert _errors(
        [Document(platform_menu(), each.title, each.paragraphs) for each in map(article, range(5))] + series
    ) == (0, 0)


def test_words_of_a_flat_menu_inside_its_articles_stay() -> None:
    menu = flat_menu("fr", 5)
    documents = [
        Document(menu, each.title, (each.paragraphs[0], menu[-1], menu[1], *each.paragraphs[1:]))
        for each in map(article, range(20, 24))
    ]
    for family in MENUS.values():
        others = [Document(family(), each.title, each.paragraphs) for each in map(article, range(5))]
        assert _errors(documents + others) == (0, 0)


def test_copies_under_two_names_are_no_witnesses() -> None:
    alone = Document(plain_menu(), "Un atelier sur les ports du nord", article(4).paragraphs)
    menus = learn_menus([("a", alone.text), ("b", alone.text), ("c", alone.text.replace(" a ", " avait ", 1))])
    clean = clean_document(alone.text, menus)
    assert menus.lines == ()
    assert clean.flags == ("menu-unknown",)
    assert [clean.title, *clean.paragraphs].count("Menu") == 1


def test_contact_lines_stay_and_the_footer_below_them_goes() -> None:
    documents = _set("contact lines and footer", "platform")
    menus = learn_menus((str(number), document.text) for number, document in enumerate(documents))
    for document in documents:
        clean = clean_document(document.text, menus)
        assert clean.paragraphs[-2:] == CONTACTS
        assert [removed.text for removed in clean.removed if removed.reason == "footer"] == list(FOOTER)
        assert all(removed.pages == len(documents) for removed in clean.removed if removed.reason == "footer")


def test_labels_and_date_above_the_title_are_named() -> None:
    document = _set("labels and a date", "platform")[0]
    clean = clean_document(document.text)
    assert clean.title == document.title
    assert [(removed.text, removed.reason) for removed in clean.removed[-3:]] == [
        ("Communiqué", "label"),
        ("Local", "label"),
        ("12 mars 2024", "date"),
    ]
