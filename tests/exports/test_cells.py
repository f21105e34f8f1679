"""CSV cells: harmless in a spreadsheet, and always the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.exports.cells import PATTERN, harmless, original

_NASTY = st.text(st.sampled_from("=+-@\t\r\n '\"’“\u00a0\ufeff\u200b＝＋－＠−a1\0"), max_size=8)


@given(st.one_of(_NASTY, st.text(max_size=20)))
def test_the_way_back_is_exact(cell: str) -> None:
    assert original(harmless(cell)) == cell


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@A1",
        "\tx",
        "\r=1",
        " =1",
        "\u00a0=1",
        '"=1',
        "'=1",
        "\ufeff=1",
        "\n+1",
        "＝1+1",
        "＠x",
        "−1",
        "\0=1",
        "“=1",
    ],
)
def test_what_could_run_is_disarmed(cell: str) -> None:
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize(
    "cell", ["", "L'OIM", "a=1", "1-2", "« Oui »", "'tis", "Rabat – ici", "– tiret", "• puce", "٣", '["a"]']
)
def test_what_cannot_is_left_alone(cell: str) -> None:
    assert harmless(cell) == cell


def test_the_manifest_gives_the_pattern_of_the_cells_to_undo() -> None:
    import re

    assert re.match(PATTERN, harmless("=1"))
    assert not re.match(PATTERN, "'tis")
