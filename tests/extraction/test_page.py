"""Pages of any size and shape are parsed in proportion, and nothing raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.extraction import extract, learn, parse
from oimcrawler.extraction.lines import clean_line

_SENTENCE = "Un atelier a réuni hier à Rabat cinquante participants de six pays autour de la santé des migrants."


def test_nothing_gives_an_empty_page() -> None:
    for data in (b"", "", b"   \n", b"\0\0", "<!-- only a comment -->", b"<?xml version='1.0'?>"):
        page = parse(data)
        assert page.root is not None
        assert page.outline.blocks == []
        body = extract(page)
        assert body.paragraphs == ()
        assert body.confidence < 0.5
        assert "empty-body" in body.flags


def test_size_and_encoding_are_told() -> None:
    page = parse("<p>été</p>".encode("cp1252"), "http://a.example/x", "iso-8859-1")
    assert (page.size, page.encoding, page.url) == (10, "cp1252", "http://a.example/x")


def test_text_with_an_xml_declaration_is_parsed() -> None:
    assert extract(
        parse(f'<?xml version="1.0" encoding="utf-8"?><html><body><p>{_SENTENCE}</p></body></html>')
    ).paragraphs == (_SENTENCE,)


def test_nul_and_control_characters_vanish() -> None:
    page = parse(f"<p>{_SENTENCE[:20]}\0\x01\x08{_SENTENCE[20:]}</p>".encode())
    assert extract(page).paragraphs == (_SENTENCE,)


def test_invisible_controls_go_and_joiners_stay() -> None:
    text = "la mi\u00adgra\u200btion \ufeffet \u202ele droit\u202c, نمی\u200cخواهم"
    assert clean_line(text) == "la migration et le droit, نمی\u200cخواهم"


@pytest.mark.parametrize(
    "piece", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<font><p>", "</p></div>", "<a href=x>", "<blockquote>"]
)
def test_deep_nesting_costs_no_more_than_its_size(piece: str) -> None:
    page = parse((piece * (1_000_000 // len(piece)) + _SENTENCE).encode())
    assert len(page.outline.tags) <= 500_000
    depth = 0
    for node in range(len(page.outline.tags)):
        parent = page.outline.parents[node]
        assert parent < node
        depth = max(depth, 0 if parent < 0 else 1)
    extract(page)


def test_ten_megabytes_of_nested_tags() -> None:
    page = parse(b"<div><span>" * 1_000_000)
    assert len(page.outline.tags) <= 3_000
    assert extract(page).paragraphs == ()


def test_a_page_that_never_closes_its_fonts_is_read_to_the_end() -> None:
    html = "<body>" + "".join(f"<p><font size=2>{_SENTENCE} Jour {n}." for n in range(400)) + "</body>"
    paragraphs = extract(parse(html)).paragraphs
    assert len(paragraphs) == 400
    assert paragraphs[-1].endswith("Jour 399.")


def test_a_million_attributes_are_cut_before_they_cost() -> None:
    many = " ".join(f"a{n}=1" for n in range(1_000_000))
    page = parse(f"<body><p {many}>{_SENTENCE}</p></body>".encode())
    assert max(len(element.attrib) for element in page.root.iter()) <= 250
    assert extract(page).paragraphs == (_SENTENCE,)


def test_many_attributes_with_brackets_in_their_values_are_cut_too() -> None:
    many = " ".join(f'a{n}=">"' for n in range(100_000))
    page = parse(f"<body><p {many}>{_SENTENCE}</p></body>".encode())
    assert max(len(element.attrib) for element in page.root.iter()) <= 250
    assert _SENTENCE in " ".join(extract(page).paragraphs)


def test_an_image_in_an_attribute_is_no_attack() -> None:
    picture = "data:image/png;base64," + "A" * 60_000
    page = parse(f'<body><p class="x" style="background:url({picture})">{_SENTENCE}</p></body>')
    assert page.root.find(".//p").get("class") == "x"


def test_a_million_unclosed_paragraphs_stay_blocks() -> None:
    page = parse(b"<p>x" * 100_000)
    assert len(page.outline.blocks) == 100_000


@given(st.binary(max_size=600))
def test_random_bytes_never_raise(data: bytes) -> None:
    page = parse(data)
    body = extract(page, learn([page]))
    assert 0 <= body.confidence <= 1


_PIECES = st.lists(
    st.sampled_from(
        [
            "<div>",
            "</div>",
            "<p>",
            "</p>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<br>",
            "<br><br>",
            "<a href='/x'>",
            "</a>",
            "<ul><li>",
            "</ul>",
            "<h1>",
            "</h1>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "&eacute;",
            "&#0;",
            "&#x1F600;",
            "&bogus;",
            "\x00",
            "\u200f",
            "<svg>",
            "<form>",
            "</form>",
            "<figure><img>",
            "</figure>",
            "<article class='post'>",
            "</article>",
            "<nav>",
            "</nav>",
            _SENTENCE,
            "Court",
            "- ",
            "12:30",
            "<body>",
            "</html>",
            "<pre>\n a\n\n b",
            "</pre>",
            "<b",
            '"',
            "'",
        ]
    ),
    max_size=60,
).map("".join)


def _squeezed(text: str) -> str:
    return "".join(clean_line(text).split())


@given(_PIECES)
def test_random_markup_never_raises_and_no_line_is_invented(html: str) -> None:
    page = parse(html)
    whole = _squeezed("".join(block.text.replace("\0", " ") for block in page.outline.blocks))
    template = learn([page, parse(f"<p>Autre</p>{html}")])
    for body in (extract(page), extract(page, template)):
        for line in body.paragraphs:
            assert line == clean_line(line)
            assert all(_squeezed(cell) in whole for cell in line.split(" | "))


@given(_PIECES)
def test_the_outline_is_a_tree_in_document_order(html: str) -> None:
    outline = parse(html).outline
    for node, parent in enumerate(outline.parents):
        assert parent < node < outline.ends[node] <= len(outline.tags)
        assert outline.starts[node] <= outline.stops[node] <= len(outline.blocks)
        if parent >= 0:
            assert outline.starts[parent] <= outline.starts[node]
            assert outline.stops[node] <= outline.stops[parent]
    for index, block in enumerate(outline.blocks):
        if block.node >= 0:
            assert outline.starts[block.node] <= index < outline.stops[block.node]
