"""Near duplicates: estimates near the truth, copies found, different articles told apart."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.likeness import CHANGES, changed, main, texts
from oimcrawler.likeness import BANDS, NEAR, bands, distance, exact_distance, signature

WORDS = st.lists(st.sampled_from([f"mot{number}" for number in range(40)]), min_size=0, max_size=200).map(" ".join)


def test_a_signature_never_changes() -> None:
    """Signatures are stored: another value here means that every stored one has to be made again."""
    assert signature("Un atelier a réuni vingt personnes à Rabat").hex()[:32] == "28a801205958cd5ec7d805dd5958cd5e"
    assert bands(signature("Un atelier a réuni vingt personnes à Rabat"))[:2] == [
        -8931862598873492752,
        -8046816069393025636,
    ]


def test_bodies_with_a_few_changed_words_share_a_band() -> None:
    for number, text in enumerate(texts(10)):
        one = signature(text)
        for words in (1, 2, 4):
            other = signature(changed(text, words, random.Random(number)))
            assert set(bands(one)) & set(bands(other))
            assert distance(one, other) < NEAR


def test_another_title_or_host_is_found() -> None:
    rng = random.Random(1)
    for text in texts(10):
        for name in ("another title, first line in the body", "another host (contact lines added)"):
            assert distance(signature(text), signature(CHANGES[name](text, rng))) < NEAR


def test_different_articles_are_far_apart() -> None:
    found = [signature(text) for text in texts(15)]
    assert all(distance(one, other) >= NEAR for place, one in enumerate(found) for other in found[:place])


def test_the_estimate_is_near_the_exact_distance() -> None:
    rng = random.Random(3)
    errors = []
    for text in texts(15):
        for words in (5, 15, 40):
            other = changed(text, words, rng)
            errors.append(distance(signature(text), signature(other)) - exact_distance(text, other))
    assert max(map(abs, errors)) < 0.25
    assert abs(sum(errors) / len(errors)) < 0.02


def test_case_marks_and_punctuation_do_not_count() -> None:
    assert signature("L’ÉTÉ, à Fès : un bilan.") == signature("l'été à fès — un bilan")
    assert signature("كَتَبَ الوَلَدُ الدَّرْسَ") == signature("كتب الولد الدرس")


def test_texts_without_words_are_like_each_other_only() -> None:
    assert signature("") == signature("—\n…") == b""
    assert bands(b"") == []
    assert (distance(b"", b""), distance(b"", signature("un mot")), exact_distance("", "")) == (0.0, 1.0, 0.0)


def test_a_damaged_signature_is_refused() -> None:
    with pytest.raises(ValueError, match="256 bytes"):
        distance(b"abc", signature("un mot"))


def test_keys_fit_a_database_column_and_name_their_band() -> None:
    keys = bands(signature(texts(1)[0]))
    assert len(keys) == BANDS
    assert all(-(1 << 63) <= key < 1 << 63 for key in keys)
    assert [(key + (1 << 63)) >> 60 for key in keys] == list(range(BANDS))


@given(WORDS, WORDS)
def test_distances_are_distances(one: str, other: str) -> None:
    left, right = signature(one), signature(other)
    assert distance(left, left) == exact_distance(one, one) == 0.0
    assert distance(left, right) == distance(right, left)
    assert exact_distance(one, other) == exact_distance(other, one)
    assert 0.0 <= distance(left, right) <= 1.0
    if exact_distance(one, other) == 0.0:
        assert left == right


def test_the_benchmark_reports(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "--size", "500", "--articles", "4"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["lookup"]["found"] == "12 of 12"
    assert all(row["MinHash"] == 1.0 for row in report["recall"] if row["change"] == "1 word")
    assert report["false links"]["MinHash"] == 0
