"""The three eyes: hints, template, general reader; and what they say of their agreement."""

# ruff: noqa: E501 (markup stays in one line)

from oimcrawler.extraction import Hints, extract, learn, parse
from tests.extraction.sites import SITES, Writer, ps


def test_hints_are_followed() -> None:
    html, gold = SITES["drupal_new"](1)
    body = extract(parse(html), hints=Hints(body=(".nowhere", ".narrow-content .field--type-text-with-summary")))
    assert list(body.paragraphs) == gold
    assert body.method == "hints"
    assert "eyes-disagree" not in body.flags


def test_hints_that_fail_leave_it_to_the_others() -> None:
    html, gold = SITES["drupal_new"](1)
    for selector in (".gone", "div[", ">>>", ""):
        body = extract(parse(html), hints=Hints(body=(selector,)))
        assert list(body.paragraphs) == gold
        assert "hints-failed" in body.flags


def test_hints_that_find_something_else_are_flagged() -> None:
    html, _ = SITES["drupal_new"](1)
    assert "eyes-disagree" in extract(parse(html), hints=Hints(body=(".banner-note",))).flags


def test_removed_hints_take_out() -> None:
    html, gold = SITES["drupal_new"](1)
    html = html.replace(
        'summary">',
        'summary"><div class="promo-x"><p>Une campagne commence demain dans toutes les villes du pays.</p></div>',
    )
    hints = Hints(body=(".narrow-content",), removed=(".promo-x",))
    assert list(extract(parse(html), hints=hints).paragraphs) == gold


def test_everything_taken_out_is_told_with_its_reason() -> None:
    pages = [parse(SITES["wordpress"](n)[0], f"http://x/{n}") for n in (1, 2, 3)]
    body = extract(pages[0], learn(pages))
    assert {removed.reason for removed in body.removed} <= {
        "menu",
        "repeated",
        "caption",
        "label",
        "share",
        "related",
        "teaser",
        "form",
        "notice",
        "title",
        "date",
        "footer",
        "other",
    }
    assert any(removed.pages == 3 and removed.text == "Recent Posts" for removed in body.removed)
    assert not set(body.paragraphs) & {removed.text for removed in body.removed}
    assert all(removed.place for removed in body.removed)


def test_the_title_that_the_caller_knows_is_taken_out() -> None:
    w = Writer("title")
    body, title = w.paragraphs(3), "Une rencontre sur les métiers du port"
    page = parse(f"<html><body><div class=x><p>{title}</p>{ps(body)}</div></body></html>")
    assert list(extract(page, title=title).paragraphs) == body


def test_declared_text_confirms_and_corrects() -> None:
    import json

    w = Writer("declared")
    body, other = w.paragraphs(3), w.paragraphs(6)
    script = json.dumps({"@type": "NewsArticle", "articleBody": "\n\n".join(body)})
    html = f"<html><head><script type='application/ld+json'>{script}</script></head><body><div class=a>{ps(body)}</div><div class=b>{ps(other)}</div></body></html>"
    assert list(extract(parse(html)).paragraphs) == body


def test_broken_json_is_ignored() -> None:
    w = Writer("json")
    body = w.paragraphs(3)
    html = f'<html><body><script type=\'application/ld+json\'>{{"articleBody": "x</script><script>window.__S__ = {{broken</script>{ps(body)}</body></html>'
    assert list(extract(parse(html)).paragraphs) == body


def test_state_in_a_script_is_read_when_the_page_shows_nothing() -> None:
    html = '<body><div id=app></div><script>window.__STATE__ = {"post": {"html": "<p>Le port a rouvert hier après deux ans de travaux et de patience.</p><p>Les pêcheurs s\'en réjouissent.</p>"}};</script></body>'
    assert extract(parse(html)).paragraphs == (
        "Le port a rouvert hier après deux ans de travaux et de patience.",
        "Les pêcheurs s'en réjouissent.",
    )


def test_short_bodies_are_flagged() -> None:
    body = extract(parse("<html><body><h1>Avis</h1><p>Le guichet sera fermé lundi toute la journée.</p></body></html>"))
    assert len(body.paragraphs) == 1
    assert "short-body" in body.flags
    assert body.confidence < 0.5


def test_extracting_twice_gives_the_same() -> None:
    page = parse(SITES["wordpress"](1)[0])
    template = learn([parse(SITES["wordpress"](n)[0]) for n in (2, 3)])
    assert extract(page, template) == extract(page, template) == extract(parse(SITES["wordpress"](1)[0]), template)
