"""The normal form and the content hash."""

import hashlib
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.fingerprint import content_hash
from oimcrawler.text import join_paragraphs, normal_line, normal_lines


@given(st.text())
def test_normal_form_is_stable(text: str) -> None:
    once = normal_line(text)
    assert normal_line(once) == once
    assert normal_lines("\n".join(normal_lines(text))) == normal_lines(text)
    assert once == once.strip(" ")
    assert "  " not in once


@given(st.text(), st.text())
def test_two_styles_of_one_text_have_one_hash(title: str, body: str) -> None:
    styled = unicodedata.normalize("NFD", body.replace(" ", "\u00a0").replace("'", "’"))
    if unicodedata.normalize("NFC", styled) == unicodedata.normalize(
        "NFC", body.replace(" ", "\u00a0").replace("'", "’")
    ):
        assert content_hash(title, styled + "\r\n \n") == content_hash(title, body)


def test_the_hash_is_the_contracts() -> None:
    assert (
        content_hash("L’Été", " Un\t« mot »\u202f! \n\nDeux")
        == hashlib.sha256("L'Été\nUn « mot » !\nDeux".encode()).hexdigest()[:16]
    )
    assert content_hash("a", "b") != content_hash("A", "b")
    assert content_hash("a", "b") != content_hash("á", "b")


def test_paragraphs_are_lines() -> None:
    assert join_paragraphs([" un ", "", "deux\ntrois"]) == "un\ndeux trois"
