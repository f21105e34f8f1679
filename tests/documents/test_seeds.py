"""The five sample documents, where they stand beside the checkout: exactly the 17 lines of navigation go."""

import itertools
from pathlib import Path

import pytest

from oimcrawler.documents import clean_document, decode_document, learn_menus

SEEDS = sorted((Path(__file__).parents[2].parent / "shared" / "seeds").glob("*.txt"))
needs_seeds = pytest.mark.skipif(
    len(SEEDS) != 5, reason="the five sample documents (../shared/seeds) are not beside this checkout"
)
TEXTS = [decode_document(path.read_bytes()) for path in SEEDS]
LINES = [text.strip().split("\n") for text in TEXTS]


def _exact(place: int, texts: list[str] | None) -> None:
    menus = None if texts is None else learn_menus((str(number), text) for number, text in enumerate(texts))
    clean = clean_document(TEXTS[place], menus)
    assert len(clean.removed) == 17
    assert {removed.reason for removed in clean.removed} == {"menu"}
    assert clean.title == LINES[place][17]
    assert list(clean.paragraphs) == LINES[place][18:]
    assert (clean.known_menu, clean.flags, clean.title_method) == (True, (), "after-menu")


@needs_seeds
@pytest.mark.parametrize("place", range(5))
def test_each_alone(place: int) -> None:
    _exact(place, None)
    _exact(place, [TEXTS[place]])


@needs_seeds
def test_all_together_in_any_order() -> None:
    digests = set()
    for order in itertools.permutations(TEXTS):
        menus = learn_menus((str(number), text) for number, text in enumerate(order))
        digests.add(menus.digest)
    assert len(digests) == 1
    for place in range(5):
        _exact(place, TEXTS)
    assert {documents for _, _, documents in menus.blocks()} == {5}
    assert len({text for text, _, _ in menus.blocks()}) == len({*LINES[0][:17]})


@needs_seeds
@pytest.mark.parametrize("size", [2, 3, 4])
def test_any_part_of_them(size: int) -> None:
    for part in itertools.combinations(range(5), size):
        for place in part:
            _exact(place, [TEXTS[each] for each in part])


@needs_seeds
@pytest.mark.parametrize("place", range(17))
def test_a_line_taken_out_added_or_reworded_on_one_alone(place: int) -> None:
    body = LINES[0][17:]
    menu = LINES[0][:17]
    sign = "- " if menu[place].startswith("- ") else ""
    for drifted in (
        [*menu[:place], *menu[place + 1 :]],
        [*menu[:place], "Le mot du mois", *menu[place:]],
        [*menu[:place], f"{sign}Le mot", *menu[place + 1 :]],
    ):
        clean = clean_document("\n".join([*drifted, *body]))
        assert [clean.title, *clean.paragraphs] == body


@needs_seeds
def test_the_text_without_its_menu_stays_whole() -> None:
    menus = learn_menus((str(number), text) for number, text in enumerate(TEXTS))
    for lines in LINES:
        clean = clean_document("\n".join(lines[17:]), menus)
        assert [clean.title, *clean.paragraphs] == lines[17:]
        assert clean.removed == ()
