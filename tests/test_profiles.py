"""Profiles: the shipped ones, the smallest one, the operator's own, and one clear line for every mistake."""

import os
from pathlib import Path

import pytest

from oimcrawler.exits import USAGE, Problem
from oimcrawler.profiles import known_profiles, load_profile, profile_from_toml, site_of

MINIMAL = 'name = "gazette"\norigin = "https://gazette.example.org"\nlistings = "/actualites"\n'


def test_every_shipped_profile_is_valid() -> None:
    states = known_profiles()
    assert {
        "iom-morocco",
        "iom-global",
        "iom-tunisia",
        "iom-mena",
        "iom-egypt",
        "iom-iraq",
        "iom-senegal",
        "iom-rodakar",
    } <= {state.name for state in states}
    for state in states:
        assert state.problem is None and state.profile is not None, state
        assert state.name == state.profile.name == Path(state.path).stem
        assert state.profile.manners.concurrency == 1 and state.profile.manners.delay >= 1
        assert not any(
            state.profile.is_article(state.profile.address(listing.path)) for listing in state.profile.languages
        )


def test_morocco() -> None:
    profile = load_profile("iom-morocco")
    assert [(listing.lang, listing.path) for listing in profile.languages] == [
        ("fr", "/fr/news"),
        ("en", "/news"),
        ("ar", "/ar/news"),
    ]
    assert profile.is_article("http://www.morocco.iom.int/ar/news/warsha/") is True
    assert profile.slug_of("https://morocco.iom.int/fr/news/forum-rabat-28/02/2020") == "forum-rabat-28/02/2020"
    for path in (
        "/fr/news",
        "/news?page=3",
        "/stories/x",
        "/node/12",
        "/fr/newsletter/x",
        "/sites/g/files/tmzbdl936/files/news/x.pdf",
    ):
        assert profile.is_article(profile.origin + path) is False, path
    assert profile.is_article("https://tunisia.iom.int/news/x") is False
    assert (
        site_of("http://morocco.iom.int/x") == profile
        and site_of("https://nobody.example") is None
        and site_of("x") is None
    )


def test_the_smallest_profile() -> None:
    profile = profile_from_toml(MINIMAL, "gazette.toml")
    assert (profile.title, profile.languages[0].lang, profile.languages[0].path) == ("gazette", "und", "/actualites")
    assert profile.is_article("https://gazette.example.org/2024/un-titre") is None
    assert profile.slug_of("https://gazette.example.org/2024/un-titre") == "un-titre"
    assert "Bob" in profile.manners.agent_for("1.0", "Bob")


def test_everything_that_can_be_said() -> None:
    profile = profile_from_toml(
        """
        name = "tout"
        title = "Tout"
        origin = "http://www.tout.example:8080/"
        sitemap = "/sitemap.xml"
        feeds = ["/rss.xml", "/fr/rss.xml"]
        listings = { fr = ["/fr/a", "/fr/b"], en = "/a" }
        pages = { parameter = "p", first = 1, per_page = 20 }
        article = { patterns = ['^/n/(?P<slug>[^/]+)$'], exclude = '^/n/archive' }
        expect = { cards = 5, fields = ["title", "published_on"] }
        revisit = { budget = 5, first_days = 0.5, longest_days = 90 }
        [[hints]]
        valid_until = 2022-12-31
        card = "div.old"
        [[hints]]
        valid_from = "2023-01-01"
        card = ["div.new", "li:not(.x)"]
        [manners]
        delay = 10
        agent = "us/{version} ({contact})"
        headers = { Accept-Language = "fr" }
        """,
        "tout.toml",
    )
    assert profile.origin == "http://www.tout.example:8080" and len(profile.languages) == 3
    assert (profile.pages.first, profile.pages.per_page, profile.manners.delay, profile.revisit.first_days) == (
        1,
        20,
        10.0,
        0.5,
    )
    old, new = profile.hints_on("2022-06-01"), profile.hints_on("2024-01-01T10:00:00Z")
    assert old and new and old.selectors == {"card": ("div.old",)} and new.selectors["card"][0] == "div.new"
    assert (
        profile.is_article("http://tout.example:8080/n/x") is True
        and profile.is_article("http://tout.example:8080/n/archive") is False
    )
    assert profile.manners.agent_for("1.0", "a@b.org") == "us/1.0 (a@b.org)" and profile.manners.headers == {
        "Accept-Language": "fr"
    }


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("name = ", "", "not valid TOML"),
        ('origin = "https://a.org"\nlistings = "/x"', "'name'", "is missing"),
        ('name = "A b"\norigin = "https://a.org"\nlistings = "/x"', "'name'", "small letters"),
        ('name = 3\norigin = "https://a.org"\nlistings = "/x"', "'name'", "a whole number, not a text"),
        ('name = "a"\nlistings = "/x"', "'origin'", "is missing"),
        ('name = "a"\norigin = "a.org"\nlistings = "/x"', "'origin'", "no web address"),
        ('name = "a"\norigin = "https://a.org/fr"\nlistings = "/x"', "'origin'", "https://a.org"),
        ('name = "a"\norigin = "https://a.org"', "'listings'", "is missing"),
        ('name = "a"\norigin = "https://a.org"\nlistings = []', "'listings'", "is empty"),
        ('name = "a"\norigin = "https://a.org"\nlistings = "news"', "'listings'", "begin it with one /"),
        ('name = "a"\norigin = "https://a.org"\nlistings = { french = "/x" }', "'listings.french'", "language tag"),
        ('name = "a"\norigin = "https://a.org"\nlistings = { fr = 1 }', "'listings.fr'", "not a text"),
        (MINIMAL + "feed = 'x'", "'feed'", "did you mean 'feeds'?"),
        (MINIMAL + "zzz = 1", "'zzz'", "known here"),
        (MINIMAL + "pages = 3", "'pages'", "not a table"),
        (MINIMAL + "pages = { frist = 0 }", "'pages.frist'", "did you mean 'first'?"),
        (MINIMAL + "pages = { first = true }", "'pages.first'", "true or false, not a whole number"),
        (MINIMAL + "pages = { first = -1 }", "'pages.first'", "out of range"),
        (MINIMAL + "article = { patterns = '(' }", "'article.patterns'", "regular expression"),
        (MINIMAL + "hints = 1", "'hints'", "[[hints]]"),
        (MINIMAL + "hints = [{ card = 'div..x' }]", "'hints[0].card'", "no CSS selector"),
        (MINIMAL + "hints = [{ cards = 'div.x' }]", "'hints[0].cards'", "did you mean 'card'?"),
        (MINIMAL + "hints = [{ valid_from = 'hier' }]", "'hints[0].valid_from'", "2024-05-31"),
        (
            MINIMAL + "hints = [{ valid_from = 2024-01-01, valid_until = 2023-01-01 }]",
            "'hints[0].valid_until'",
            "lies before",
        ),
        (MINIMAL + "manners = { delay = 'slow' }", "'manners.delay'", "not a number"),
        (MINIMAL + "manners = { delay = nan }", "'manners.delay'", "out of range"),
        (MINIMAL + "manners = { agent = 'x {me}' }", "'manners.agent'", "{contact}"),
        (MINIMAL + 'manners = { headers = { "X Y" = "a" } }', "'manners.headers.X Y'", "no HTTP header"),
        (MINIMAL + 'manners = { headers = { X = "a\\nb" } }', "'manners.headers.X'", "no HTTP header"),
        (MINIMAL + "expect = { fields = ['titel'] }", "'expect.fields'", "did you mean 'title'?"),
        (MINIMAL + "revisit = { first_days = 9, longest_days = 3 }", "'revisit.longest_days'", "exchange"),
        (MINIMAL + "sitemap = 'https://a.org/x y'", "'sitemap'", "no path"),
    ],
)
def test_every_mistake_is_one_line(text: str, key: str, words: str) -> None:
    with pytest.raises(Problem) as caught:
        profile_from_toml(text, "mine.toml")
    line = str(caught.value)
    assert caught.value.code == USAGE and line.startswith("mine.toml: ") and "\n" not in line
    assert key in line and words in line


def test_the_operators_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "gazette.toml").write_text(MINIMAL, encoding="utf-8")
    (folder / "twice.toml").write_text(MINIMAL, encoding="utf-8")
    (folder / "notes.txt").write_text("no profile", encoding="utf-8")
    (tmp_path / "own.toml").write_text(
        MINIMAL.replace("gazette", "iom-morocco", 1).replace("/actualites", "/la"), encoding="utf-8"
    )
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe9t\xe9"')
    paths = [folder, tmp_path / "own.toml", tmp_path / "latin.toml", tmp_path / "absent.toml"]
    monkeypatch.setenv("OIMCRAWLER_SITES", os.pathsep.join(map(str, paths)))
    states = {state.name: state for state in known_profiles()}
    assert load_profile("gazette").origin == "https://gazette.example.org"
    assert load_profile("iom-morocco").languages[0].path == "/la"
    assert "already taken" in next(state.problem or "" for state in states.values() if "twice" in state.path)
    assert "not UTF-8" in (states["latin"].problem or "") and "OIMCRAWLER_SITES" in (states["absent"].problem or "")
    with pytest.raises(Problem, match="UTF-8"):
        load_profile("latin")


def test_unknown_names_get_a_suggestion() -> None:
    with pytest.raises(Problem, match=r"did you mean 'iom-morocco'\?") as caught:
        load_profile("iom-maroc")
    assert caught.value.code == USAGE
