"""Snippets: the right window, the right marks, the text's own writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.searching import compile_query, parts, snippet


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Les élèves de Fès.", "eleves fes", "Les [élèves] de [Fès]."),
        ("Une ŒUVRE commune.", "oeuvre", "Une [ŒUVRE] commune."),
        ("Avec l’enfant.", "l'enfant", "Avec [l’enfant]."),
        ("Avec un enfant.", "l'enfant", "Avec un [enfant]."),
        ("La co-operation.", "cooperation", "La [co-operation]."),
        ("Un migrant, une Migration.", "migr*", "Un [migrant], une [Migration]."),
        ("قال مُهَاجِرٌ بالمغرب.", "مهاجر المغرب", "قال [مُهَاجِرٌ] [بالمغرب]."),
        ("صرح مسؤول بمدينة وجدة سنة ٢٠٢٤.", "مسئول مدينة 2024", "صرح [مسؤول] [بمدينة] وجدة سنة [٢٠٢٤]."),
        ("Près de 12 000 personnes.", "12000", "Près de [12 000] personnes."),
        ("Rien ici.", "absent", "Rien ici."),
        ("Tout, sauf Rabat.", "tout -Rabat", "[Tout], sauf Rabat."),
        ("Une ligne\nune autre", "autre", "Une ligne une [autre]"),
    ],
)
def test_marks(text: str, query: str, marked: str) -> None:
    assert snippet(text, compile_query(query).words) == marked


def test_the_window_with_most_different_words_wins() -> None:
    text = (
        "Rabat. "
        + "Une phrase sans intérêt. " * 40
        + "À Rabat, un atelier pour la coopération. "
        + "Encore une phrase. " * 40
    )
    shown = snippet(text, ["rabat", "cooperation"], 80)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "[Rabat], un atelier pour la [coopération]" in shown
    assert len(shown) <= 80 + 8


def test_without_a_hit_the_beginning_is_shown() -> None:
    assert snippet("Un début assez long pour être coupé quelque part ici", ["absent"], 30).startswith("Un début")


def test_parts_are_for_escaping() -> None:
    assert parts("<b>Rabat</b>", ["rabat"]) == [("<b>", False), ("Rabat", True), ("</b>", False)]
    assert parts("", ["rabat"]) == []


@given(st.text(max_size=200), st.lists(st.text(max_size=8), max_size=3), st.integers(0, 120))
def test_parts_are_pieces_of_the_text(text: str, sought: list[str], width: int) -> None:
    found = parts(text, sought, width)
    shown = "".join(piece for piece, _ in found)
    line = " ".join(text.split("\n"))
    assert shown.removeprefix("… ").removesuffix(" …") in line
    assert len(shown) <= max(width, 20) + 4
    assert all(piece in line for piece, hit in found if hit)


@given(
    st.sampled_from(["œuvre", "l'enfant", "co-opération", "بالمغرب", "مسؤول", "مُهاجر", "١٢", "Straße"]),
    st.text("abc \n", max_size=400),
)
def test_the_word_that_was_typed_is_marked_wherever_it_stands(word: str, around: str) -> None:
    found = parts(f"{around} {word} {around}", compile_query(word).words, 60)
    assert [piece for piece, hit in found if hit] == [word]
