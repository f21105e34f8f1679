"""One key for the many spellings of an address, and the way between a site and its mirror."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oimcrawler.profiles import load_profile, profile_from_toml
from oimcrawler.urls import canonical_url, host_site, join_url, parse_url, path_of, rebase, same_site, url_language

KEY = "https://morocco.iom.int/fr/news/un-atelier-rabat-28/02/2020"
SIGNS = "htps:/w.exampl?&=%2fF+#@[]é\\ ;amp;page0-_1\t"
ODD = st.one_of(
    st.text(),
    st.text(alphabet=SIGNS, max_size=40),
    st.text(alphabet="./a:%2eE?&=w+;é#", max_size=30).map(lambda text: "http://www.ex.org/" + text),
    st.text(alphabet="./a:%2eEw@[]0", max_size=20).map(lambda text: "https://www." + text),
)


@pytest.mark.parametrize(
    "spelling",
    [
        "http://morocco.iom.int/fr/news/un-atelier-rabat-28/02/2020",
        "HTTPS://WWW.Morocco.IOM.int:443/fr/news/un-atelier-rabat-28/02/2020/",
        "http://morocco.iom.int:80/fr/news/un-atelier-rabat-28/02/2020?utm_source=x&utm_medium=y&fbclid=z&gclid=1&mc_cid=2&mc_eid=3&_ga=4#contenu",
        "//morocco.iom.int/fr//news/./un-atelier-rabat-28/x/../02/2020?",
        " https://user:secret@morocco.iom.int./fr/news/un%2Datelier-rabat-28/02/2020?page=0\n",
        "https:\\\\morocco.iom.int\\fr\\news\\un-atelier-rabat-28/02/2020?amp;utm_source=x",
    ],
)
def test_one_page_has_one_key(spelling: str) -> None:
    assert canonical_url(spelling) == KEY


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("https://exemple.org/A/b", "https://exemple.org/A/b"),
        ("https://exemple.org", "https://exemple.org/"),
        ("https://exemple.org/?b=2&a=1&b=1", "https://exemple.org/?a=1&b=1&b=2"),
        ("https://exemple.org/news?page=7", "https://exemple.org/news?page=7"),
        ("https://exemple.org/été é", "https://exemple.org/%C3%A9t%C3%A9%20%C3%A9"),
        ("https://exemple.org/%c3%a9?q=a+b%2fc", "https://exemple.org/%C3%A9?q=a%20b%2FC".replace("%2FC", "%2Fc")),
        ("https://www.müller.example/x", "https://xn--mller-kva.example/x"),
        ("http://exemple.org:8080/x/", "http://exemple.org:8080/x"),
        ("http://localhost:8000/news?page=0", "http://localhost:8000/news"),
        ("http://[::1]:9000/x", "http://[::1]:9000/x"),
        ("https://exemple.org/web/2020/http://autre.org/x", "https://exemple.org/web/2020/http://autre.org/x"),
        ("https://exemple.org/100%", "https://exemple.org/100%25"),
        ("mailto:presse@exemple.org", "mailto:presse@exemple.org"),
        ("  n'importe quoi ", "n'importe quoi"),
        ("http://[", "http://["),
        ("http://a..b/", "http://a..b/"),
        ("", ""),
    ],
)
def test_canonical_forms(given_url: str, expected: str) -> None:
    assert canonical_url(given_url) == expected


@given(ODD)
@example("http://www.www.ex.org:443/%2541/..//a?amp;amp;=&page=0")
def test_a_key_is_its_own_key_and_nothing_raises(text: str) -> None:
    key = canonical_url(text)
    assert canonical_url(key) == key
    assert host_site(text) == host_site(key)
    path_of(text), url_language(text), join_url("https://ex.org/a", text), same_site(text, key)


@given(ODD)
def test_there_and_back_between_origins(text: str) -> None:
    real, mirror = "https://www.ex.org", "http://127.0.0.1:8000/copie"
    there = rebase(text, real, mirror)
    if same_site(text, real):
        assert there.startswith(mirror) and canonical_url(rebase(there, mirror, real)) == canonical_url(text)
    else:
        assert there == text


def test_a_folder_is_not_its_neighbour() -> None:
    assert rebase("http://h.org/copie2/x", "http://h.org/copie", "https://z.org") == "http://h.org/copie2/x"
    assert rebase("http://h.org/copie", "http://h.org/copie", "https://z.org") == "https://z.org/"


def test_parts() -> None:
    address = parse_url("http://Exemple.org:8080/a?b#c")
    assert address is not None and (address.netloc, address.loopback, str(address)) == (
        "exemple.org:8080",
        False,
        "http://exemple.org:8080/a?b",
    )
    assert parse_url("http://exemple.org:99999/") is None
    assert same_site("http://www.iom.int/x", "https://iom.int") and not same_site(
        "https://iom.int", "https://morocco.iom.int"
    )
    assert not same_site("x", "x")
    assert join_url("https://a.org/x/y", "../z") == "https://a.org/z"
    assert [join_url("https://a.org", link) for link in ("#x", "javascript:x()", "tel:1", "", "http://[")] == [""] * 5


def test_languages() -> None:
    morocco = load_profile("iom-morocco")
    origin = morocco.origin
    assert [
        url_language(origin + path, morocco)
        for path in ("/fr/news/x", "/news/x", "/ar/news", "/es/x", "/", "/zh-hans/x")
    ] == ["fr", "en", "ar", "es", "en", "zh"]
    assert url_language("https://a.org/hq/x") is None
    plain = profile_from_toml('name = "x"\norigin = "https://a.org"\nlistings = "/news"', "x")
    assert url_language("https://a.org/news/x", plain) is None
