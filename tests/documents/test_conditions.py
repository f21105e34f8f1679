"""Every condition that the benchmark measures: no menu line left, no article line lost, whatever the order."""

import random

import pytest

from benchmarks.cleaning import METHODS, errors
from benchmarks.documents import CONDITIONS, CONTACTS, FOOTER, Document, article, plain_menu, platform_menu
from oimcrawler.documents import clean_document, learn_menus

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


@pytest.mark.parametrize("name", sorted(set(CONDITIONS) - {"footer", "contact lines and footer"}))
def test_the_platforms_menu_goes_from_the_first_document_on(name: str) -> None:
    documents = _set(name, "platform")
    left, lost = _errors(documents, "ours, first document")
    assert lost == 0
    assert left <= sum(line.startswith("- Espace") for document in documents for line in document.menu)


@pytest.mark.parametrize("family", sorted(MENUS))
@pytest.mark.parametrize(
    "name", ["three hosts mixed", "a redesign in the middle", "each its own drift", "one article under two menus"]
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
