"""References: one of each form and language as it should look, and laws over any article."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oimcrawler.desk.citations import FORMATS, CitedArticle, cite
from oimcrawler.exits import USAGE, Problem

ARTICLE = CitedArticle(
    uid="a7f3",
    version=2,
    title="Un atelier à Fès & 50 % de femmes",
    url="https://example.org/fr/news/un_atelier-a-fes",
    site_title="OIM Maroc",
    content_hash="795ac224d842799f",
    lang="fr",
    published_on="2024-03-01",
    captured_at="2024-08-05T10:11:12Z",
)


def test_text_in_french() -> None:
    assert cite(ARTICLE) == (
        "OIM Maroc (1er mars 2024). « Un atelier à Fès & 50 % de femmes ». https://example.org/fr/news/un_atelier-a-fes "
        "(version 2, consultée le 5 août 2024, empreinte 795ac224d842799f)."
    )


def test_text_in_english() -> None:
    article = replace(ARTICLE, lang="en", title="A workshop", site_title="IOM Morocco")
    assert cite(article) == (
        "IOM Morocco (1 March 2024). “A workshop”. https://example.org/fr/news/un_atelier-a-fes "
        "(version 2, accessed 5 August 2024, content hash 795ac224d842799f)."
    )


def test_text_in_arabic() -> None:
    article = replace(ARTICLE, lang="ar", title="ورشة في فاس", site_title="المنظمة الدولية للهجرة")
    assert cite(article) == (
        "المنظمة الدولية للهجرة (1 مارس 2024). «ورشة في فاس». \u2066https://example.org/fr/news/un_atelier-a-fes\u2069 "
        "(النسخة 2، تاريخ الاطلاع 5 أغسطس 2024، البصمة 795ac224d842799f)."
    )


def test_text_without_dates_and_in_another_language() -> None:
    cited = cite(replace(ARTICLE, lang="es", published_on=None, captured_at=None))
    assert cited.startswith("OIM Maroc (n.d.). “Un atelier")
    assert "accessed n.d." in cited


def test_bibtex() -> None:
    assert cite(ARTICLE, "bibtex").split("\n") == [
        "@online{a7f3-v2,",
        r"  title = {{Un atelier à Fès \& 50 \% de femmes}},",
        "  author = {{OIM Maroc}},",
        "  year = {2024},",
        "  month = {03},",
        "  date = {2024-03-01},",
        "  url = {https://example.org/fr/news/un_atelier-a-fes},",
        "  urldate = {2024-08-05},",
        "  version = {2},",
        "  langid = {french},",
        "  note = {Version 2, content hash 795ac224d842799f, captured 2024-08-05T10:11:12Z, kept as a7f3@2 in oimcrawler},",
        "}",
    ]


def test_csl_json() -> None:
    (item,) = json.loads(cite(ARTICLE, "csl-json"))
    assert item == {
        "id": "a7f3@2",
        "type": "webpage",
        "title": "Un atelier à Fès & 50 % de femmes",
        "author": [{"literal": "OIM Maroc"}],
        "container-title": "OIM Maroc",
        "URL": "https://example.org/fr/news/un_atelier-a-fes",
        "version": "2",
        "archive": "oimcrawler",
        "archive_location": "a7f3@2",
        "note": "content hash 795ac224d842799f, captured 2024-08-05T10:11:12Z, kept as a7f3@2 in oimcrawler",
        "language": "fr",
        "issued": {"date-parts": [[2024, 3, 1]]},
        "accessed": {"date-parts": [[2024, 8, 5]]},
    }


@pytest.mark.parametrize(
    ("published", "parts"), [("2024", [2024]), ("2024-03", [2024, 3]), ("soon", None), ("", None), ("20240301", None)]
)
def test_dates_are_as_exact_as_they_are_known(published: str, parts: list[int] | None) -> None:
    (item,) = json.loads(cite(replace(ARTICLE, published_on=published), "csl-json"))
    assert item.get("issued") == ({"date-parts": [parts]} if parts else None)


def test_an_unknown_form_is_wrong_usage() -> None:
    with pytest.raises(Problem, match="no such citation format: ris; known are text, bibtex, csl-json") as caught:
        cite(ARTICLE, "ris")
    assert caught.value.code == USAGE


ANY_ARTICLE = st.builds(
    CitedArticle,
    uid=st.text("abc019-_", min_size=1, max_size=10),
    version=st.integers(1, 99),
    title=st.text(max_size=60) | st.text("{}\\$&#%_~^\"' a", max_size=30),
    url=st.text(max_size=30).map("https://example.org/".__add__) | st.just("https://example.org/a%20{b}\\c"),
    site_title=st.text(max_size=20),
    content_hash=st.just("0" * 16),
    lang=st.none() | st.sampled_from(["fr", "en", "ar", "de", "", "x"]),
    published_on=st.none() | st.dates().map(str) | st.text(max_size=12),
    captured_at=st.none() | st.datetimes().map(lambda t: t.isoformat() + "Z"),
)


@given(ANY_ARTICLE)
def test_bibtex_braces_are_balanced_and_nothing_of_latex_is_left(article: CitedArticle) -> None:
    entry = cite(article, "bibtex")
    bare = re.sub(r"\\[{}]", "", entry)
    depth = 0
    for char in bare:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0
    title = entry.split("\n")[1]
    assert title.startswith("  title = {{")
    assert not re.search(r"(?<!\\)[$&#%_]|[~^]", title)
    assert len(re.findall("^  [a-z]+ = ", entry, re.MULTILINE)) == len(entry.split("\n")) - 2


@given(ANY_ARTICLE)
@example(replace(ARTICLE, url="https://example.org/\n", title="\n"))
def test_csl_json_is_json_and_text_is_one_line(article: CitedArticle) -> None:
    (item,) = json.loads(cite(article, "csl-json"))
    assert item["URL"] == article.url
    assert item["archive_location"] == f"{article.uid}@{article.version}"
    assert "\n" not in cite(article, "text")
    assert article.content_hash in cite(article, "text")


def test_every_form_has_the_version_and_the_hash() -> None:
    for form in FORMATS:
        cited = cite(ARTICLE, form)
        assert "795ac224d842799f" in cited
        assert re.search("[Vv]ersion[^0-9]+2", cited)
