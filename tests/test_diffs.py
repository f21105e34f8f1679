"""Differences by word: readable on chosen texts, exact on any, bounded on huge ones."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oimcrawler.desk import diffs
from oimcrawler.desk.diffs import Op, ansi, document, plain, unified, word_diff

WORDS = st.sampled_from(
    ["un", "deux", "trois", "اللاجئون", "مُهاجر", "l'OIM", "fin.", ",", " ", "  ", "\n", "\n\n", "\t", "œ"]
)
TEXTS = st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=30)


def side(old: str, new: str, kind: str) -> str:
    return "".join(op.text for paragraph in word_diff(old, new) for op in paragraph if op.op in ("same", kind))


@given(TEXTS, TEXTS)
@example("", "\n")
@example("a", "a\n")
@example("a\r\nb", "a\nb")
def test_the_pieces_make_both_texts_again(old: str, new: str) -> None:
    assert side(old, new, "old") == old
    assert side(old, new, "new") == new
    for paragraph in word_diff(old, new):
        assert paragraph
        assert all(op.text for op in paragraph)
        assert "\n" not in "".join(op.text for op in paragraph if op.op != "old").removesuffix("\n")


@given(TEXTS)
def test_equal_texts_have_no_difference(text: str) -> None:
    assert {op.op for paragraph in word_diff(text, text) for op in paragraph} <= {"same"}
    assert unified(text, text, ("a", "b")) == ""
    assert plain(word_diff(text, text)) == text


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Le centre ouvre lundi.", "Le centre ouvre mardi.", "Le centre ouvre {-lundi-}{+mardi+}."),
        (
            "Cent personnes attendent.",
            "Deux cents familles attendent.",
            "{-Cent personnes-}{+Deux cents familles+} attendent.",
        ),
        ("Un.\nDeux lignes ici.", "Un.\nTrois lignes ici.", "Un.\n{-Deux-}{+Trois+} lignes ici."),
        ("Un.\nDeux.", "Un.\nUn ajout entier.\nDeux.", "Un.\n{+Un ajout entier.+}\nDeux."),
        ("Un.\nÀ supprimer.\nDeux.", "Un.\nDeux.", "Un.\n{-À supprimer.-}\nDeux."),
        ("رحب المجلس بالقرار أمس.", "رحب المجلس بالاتفاق أمس.", "رحب المجلس {-بالقرار-}{+بالاتفاق+} أمس."),
        ("مُهاجر هنا", "مهاجر هنا", "{-مُهاجر-}{+مهاجر+} هنا"),
        ("L'enfant joue.", "L'enfance joue.", "L'{-enfant-}{+enfance+} joue."),
        ("Il y a 12 cas.", "Il y a 13 cas.", "Il y a {-12-}{+13+} cas."),
        ("", "Tout neuf.", "{+Tout neuf.+}"),
    ],
)
def test_a_person_reads_it(old: str, new: str, shown: str) -> None:
    assert plain(word_diff(old, new)) == shown


def test_edited_paragraphs_are_paired_across_an_insertion() -> None:
    old = "Le premier paragraphe parle de la pêche.\nLe second parle des écoles du village."
    new = "Le premier paragraphe parle de la chasse.\nUne phrase ajoutée entre les deux.\nLe second parle des écoles de la ville."
    assert plain(word_diff(old, new)).split("\n") == [
        "Le premier paragraphe parle de la {-pêche-}{+chasse+}.",
        "{+Une phrase ajoutée entre les deux.+}",
        "Le second parle des écoles {-du village-}{+de la ville+}.",
    ]


def test_ansi_closes_every_colour_in_its_line_and_shows_control_characters() -> None:
    shown = ansi(word_diff("un deux\ntrois \x1b[2J", "un dix\nquatre \x1b[2J"))
    assert "\x1b[31;9mdeux\x1b[0m\x1b[32;4mdix\x1b[0m" in shown
    assert "\x1b[2J" not in shown
    for line in shown.split("\n"):
        assert line.count("\x1b[0m") * 2 == line.count("\x1b[")


def test_document_is_json() -> None:
    assert json.loads(json.dumps(document(word_diff("a b", "a c")))) == [
        [{"op": "same", "text": "a "}, {"op": "old", "text": "b"}, {"op": "new", "text": "c"}]
    ]


def test_a_huge_paragraph_is_replaced_whole_between_its_common_ends() -> None:
    size = diffs.MAX_WORDS
    old = "Début " + " ".join(f"a{n}" for n in range(size)) + " fin"
    new = "Début " + " ".join(f"b{n}" for n in range(size)) + " fin"
    # Nothing but the ends is common, so this is told to be two paragraphs.
    assert [[op.op for op in paragraph] for paragraph in word_diff(old, new)] == [["old"], ["new"]]
    mixed_old = "Début " + " ".join(f"a{n} mot commun" for n in range(size)) + " fin"
    mixed_new = "Début " + " ".join(f"b{n} mot commun" for n in range(size)) + " fin"
    (paragraph,) = word_diff(mixed_old, mixed_new)
    assert [op.op for op in paragraph] == ["same", "old", "new", "same"]
    assert paragraph[0] == Op("same", "Début ")


def test_thousands_of_changed_paragraphs_stay_exact() -> None:
    old = "\n".join(f"Ligne {n} de l'ancien texte." for n in range(5000))
    new = "\n".join(f"Ligne {n} du nouveau texte." for n in range(5000))
    assert len(side(old, new, "old")) == len(old)
    assert (side(old, new, "old") == old, side(old, new, "new") == new) == (True, True)


@given(st.lists(st.sampled_from("abcdef"), max_size=30), st.lists(st.sampled_from("abcdef"), max_size=30))
def test_unified_has_the_changed_lines_and_right_numbers(old: list[str], new: list[str]) -> None:
    lines = unified("\n".join(old), "\n".join(new), ("x@1", "x@2")).split("\n")[2:]
    rebuilt = patched(old, lines)
    assert rebuilt == (new if lines else old)


def patched(old: list[str], lines: list[str]) -> list[str]:
    """The new lines, made from the old ones and a unified diff by its line numbers."""
    found: list[str] = []
    place = 0
    for line in lines:
        if line.startswith("@@"):
            first, _, count = line.split()[1][1:].partition(",")
            start = int(first) if count == "0" else int(first) - 1
            found += old[place:start]
            place = start
        elif line[0] in " -":
            assert old[place] == line[1:]
            found += [line[1:]] if line[0] == " " else []
            place += 1
        else:
            found.append(line[1:])
    return found + old[place:]
