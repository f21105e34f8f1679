"""What a template learns, and the laws it keeps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.extraction import Page, Template, extract, learn, parse
from tests.extraction.sites import SITES, Writer, menu, ps


def _site(name: str, numbers: range = range(1, 6)) -> list[Page]:
    return [parse(SITES[name](number)[0], f"http://{name}.example/{number}") for number in numbers]


_MIXED = [*_site("drupal_old"), *_site("tables", range(1, 4)), *_site("react", range(1, 4))]
_LEARNED = learn(_MIXED)


@given(st.permutations(range(len(_MIXED))))
def test_the_order_of_the_pages_does_not_matter(order: list[int]) -> None:
    assert learn([_MIXED[at] for at in order]).digest == _LEARNED.digest


@given(st.lists(st.sampled_from(sorted(SITES)), min_size=1, max_size=3, unique=True))
def test_json_keeps_everything(names: list[str]) -> None:
    template = learn([page for name in names for page in _site(name, range(1, 4))])
    again = Template.from_json(template.to_json())
    assert again == template
    assert again.digest == template.digest


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", '{"format":1}', '{"format":99,"designs":[]}', '{"format":1,"designs":[{"pages":"x"}]}'],
)
def test_what_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Template.from_json(text)


def test_copies_of_one_article_are_one_page() -> None:
    html, gold = SITES["wordpress"](1)
    copies = [parse(html, f"http://w.example/{address}") for address in ("a", "a?utm_source=x", "print/a", "amp/a")]
    template = learn(copies)
    assert template.pages == 1
    assert template.blocks() == []
    for copy in copies:
        assert list(extract(copy, template).paragraphs) == gold


def test_a_copy_among_others_does_not_lose_its_text() -> None:
    pages = _site("drupal_new")
    twin = parse(SITES["drupal_new"](2)[0].replace("174 Etats", "175 Etats"), "http://other.example/2")
    template = learn([*pages, twin])
    assert template.pages == 5
    assert list(extract(twin, template).paragraphs) == SITES["drupal_new"](2)[1]
    assert list(extract(twin, learn(pages)).paragraphs) == SITES["drupal_new"](2)[1]


def test_a_number_that_drifts_is_the_same_block() -> None:
    pages = _site("drupal_new")
    later = parse(SITES["drupal_new"](7)[0].replace("174 Etats", "175 Etats"), "http://x.example/7")
    reasons = {removed.text: removed for removed in extract(later, learn(pages)).removed}
    [drifted] = [removed for text, removed in reasons.items() if "175 Etats" in text]
    assert drifted.pages == 5


def test_repeated_blocks_are_told_with_their_pages() -> None:
    blocks = {block.text: block for block in learn(_site("drupal_new")).blocks()}
    block = blocks["Qui sommes nous"]
    assert block.pages == 5
    assert len(block.hash) == 16
    assert "nav" in block.place or "ul" in block.place


def test_a_template_goes_on_from_the_one_before() -> None:
    pages = _site("wordpress", range(1, 9))
    first = learn(pages[:4])
    both = learn(pages[4:], first)
    assert both.pages == 8
    assert {block.hash for block in first.blocks()} <= {block.hash for block in both.blocks()}
    known = {block.text: block.pages for block in both.blocks()}
    assert known["Recent Posts"] == 8
    assert learn([], first) == first


def test_learning_the_same_pages_again_counts_nothing_twice() -> None:
    pages = _site("wordpress")
    first = learn(pages)
    again = learn(pages, first)
    assert again.pages == first.pages
    assert {(block.hash, block.pages) for block in again.blocks()} == {
        (block.hash, block.pages) for block in first.blocks()
    }


def test_both_designs_of_a_redesign_are_learned() -> None:
    old, new = _site("drupal_old"), _site("drupal_new")
    template = learn([*old, *new])
    assert len(template.designs) == 2
    for name, pages in (("drupal_old", old), ("drupal_new", new)):
        for number, page in enumerate(pages, 1):
            body = extract(page, template)
            assert body.known
            assert list(body.paragraphs) == SITES[name](number)[1]


def test_an_unknown_design_says_so_and_is_read_without_the_template() -> None:
    body = extract(_site("react")[0], learn(_site("drupal_old")))
    assert not body.known
    assert body.method == "general"
    assert "design-unknown" in body.flags
    assert len(body.paragraphs) >= 6


def test_a_banner_in_the_main_region_is_learned() -> None:
    banner = "Notre bureau sera fermé du premier au douze août ; les demandes urgentes sont reçues au guichet central."
    for place in ("<div class='field-body'>", "<main>"):
        pages = [
            parse(
                SITES["drupal_new"](n)[0].replace("<article", f"<p>{banner}</p><article", 1)
                if place == "<main>"
                else SITES["drupal_new"](n)[0].replace(
                    '<div class="narrow-content">', f'<div class="narrow-content"><p>{banner}</p>'
                ),
                f"http://x/{n}",
            )
            for n in (1, 2, 3)
        ]
        template = learn(pages)
        for n, page in enumerate(pages, 1):
            assert list(extract(page, template).paragraphs) == SITES["drupal_new"](n)[1]


def _article(n: int, *, contact: bool = True, heading: str = "Agir", about: str = "") -> tuple[str, list[str]]:
    w = Writer(f"law-{n}")
    body = w.paragraphs(3)
    tail = (
        ["Pour plus d'informations, veuillez contacter :", "Mme Salma Idrissi : sidrissi@mission.example"]
        if contact
        else []
    )
    gold = [body[0], heading, *body[1:], *([about] if about else []), *tail]
    inner = f"<p>{body[0]}</p><h3>{heading}</h3>{ps([*body[1:], *([about] if about else []), *tail])}"
    html = f"<html><body><nav>{menu('Accueil|Agir|Structure|Contact')}</nav><div class=wrap><h1>{w.title()}</h1><div class=story-x>{inner}</div></div></body></html>"
    return html, gold


def test_contact_lines_and_menu_words_in_the_article_stay() -> None:
    made = [_article(n, contact=n % 5 < 3) for n in range(6)]
    pages = [parse(html, f"http://x/{n}") for n, (html, _) in enumerate(made)]
    template = learn(pages)
    for page, (_, gold) in zip(pages, made, strict=True):
        assert list(extract(page, template).paragraphs) == gold


def test_a_paragraph_that_two_articles_share_stays() -> None:
    shared = "Le projet, financé par la coopération, vise à faciliter l'accès des jeunes aux métiers de la mer dans six villes."
    made = [_article(n, about=shared if n in (1, 3) else "") for n in range(6)]
    pages = [parse(html, f"http://x/{n}") for n, (html, _) in enumerate(made)]
    template = learn(pages)
    for page, (_, gold) in zip(pages, made, strict=True):
        assert list(extract(page, template).paragraphs) == gold


def test_cleaning_never_empties_an_article() -> None:
    html, gold = _article(1)
    changed = [
        parse(html.replace("<h1>", f"<h1>Édition {word} : "), f"http://x/{word}")
        for word in ("du matin", "du soir", "de la nuit")
    ]
    template = learn(changed)
    for page in changed:
        assert list(extract(page, template).paragraphs) == gold


@given(st.integers(1, 40), st.integers(0, 5))
def test_wrapping_a_page_in_boxes_changes_nothing(number: int, boxes: int) -> None:
    html, gold = _article(number)
    wrapped = html.replace("<body>", "<body>" + "<div>" * boxes).replace("</body>", "</div>" * boxes + "</body>")
    assert list(extract(parse(wrapped)).paragraphs) == gold
