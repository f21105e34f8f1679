"""What changes around the articles is no edit of them; what cannot be told apart waits, with its bytes."""

import html
import re
from collections.abc import Callable

import pytest

from oimcrawler.replica import Page
from tests.crawl.mission import Mission, advice, differences, intact, slowly

Make = Callable[..., Mission]
BANNERS = (
    "Notre bureau de Rabat sera fermé du 24 décembre au 2 janvier.",
    "Appel à candidatures : le programme des jeunes médiateurs est ouvert jusqu'au 15 mars, écrivez-nous.",
)


def edited(here: Mission) -> list[str]:
    """The articles that the archive says were edited."""
    return [
        url for (url,) in here.rows("SELECT a.url FROM versions v JOIN articles a USING (uid) WHERE v.cause = 'edited'")
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("banner", "volatile"),
    [(BANNERS[0], False), slowly(BANNERS[0], True), slowly(BANNERS[1], False), slowly(BANNERS[1], True)],
)
def test_a_notice_on_every_page_is_no_edit(mission: Make, volatile: bool, banner: str) -> None:
    here = mission(articles=8, volatile=volatile)
    here.crawl()
    here.site.banner(banner)
    for days in (0.6, 3, 30):
        ended = here.later(days=days)
        assert ended.code == 0, ended.err
    assert edited(here) == []
    assert differences(here) == []
    here.site.banner(None)
    for days in (0.6, 60):
        assert here.later(days=days).code == 0
    assert edited(here) == []
    assert differences(here) == []


@pytest.mark.slow
def test_a_notice_does_not_hide_an_edit(mission: Make) -> None:
    here = mission(articles=8)
    here.crawl()
    here.site.banner(BANNERS[0])
    path = here.site.paths("fr")[0]
    here.site.edit(path, kind="paragraph")
    assert here.later(days=60).code == 0
    assert here.versions(path) == ["published", "edited"]
    assert len(edited(here)) == 1
    assert differences(here) == []


@pytest.mark.slow
@pytest.mark.parametrize("volatile", [True, slowly(False)])
def test_a_changed_menu_is_no_edit(mission: Make, volatile: bool) -> None:
    here = mission(articles=8, volatile=volatile)
    here.crawl()
    for days in (0.6, 3, 60):
        here.site.change_menu()
        assert here.later(days=days).code == 0
    here.site.publish(2, lang="en")
    assert here.later(days=1).code == 0
    assert edited(here) == []
    assert differences(here) == []


@pytest.mark.parametrize("volatile", [False, slowly(True)])
def test_a_notice_is_told_from_an_edit_though_one_page_is_due(mission: Make, volatile: bool) -> None:
    here = mission(articles=6, volatile=volatile)
    here.crawl()
    here.site.banner(BANNERS[1])
    paths = here.site.paths("fr")
    here.due(paths[3])
    assert here.later(days=1).code == 0
    assert edited(here) == []
    assert differences(here) == []
    here.site.edit(paths[4], kind="paragraph")
    here.due(paths[4])
    assert here.later(days=1).code == 0
    assert here.versions(paths[4]) == ["published", "edited"]
    assert len(edited(here)) == 1
    assert differences(here) == []


@pytest.mark.parametrize("first", ["twin", slowly("original"), slowly("both")])
def test_twins_are_edited_together(mission: Make, first: str) -> None:
    here = mission(articles=4)
    path = here.site.paths("fr")[1]
    twin = here.site.twin(path)
    here.crawl()
    uid = here.uid(path)
    here.site.edit(path, kind="paragraph")
    here.due(*{"original": [path], "twin": [twin], "both": [path, twin]}[first])
    for _ in range(2):
        ended = here.later(days=2)
        assert ended.code == 0, ended.err
    assert here.uid(path) == here.uid(twin) == uid
    assert here.versions(path) == ["published", "edited"]
    assert here.changes().count("created") == 12
    assert here.changes().count("edited") == 1
    assert differences(here) == []


@pytest.mark.slow
def test_a_twin_that_is_no_longer_one_parts(mission: Make) -> None:
    here = mission(articles=4)
    path = here.site.paths("en")[1]
    twin = here.site.twin(path)
    here.crawl()
    uid = here.uid(path)
    other = here.site.answer(here.site.paths("en")[0], here.replica.origin).body.decode()
    mine = here.site.answer(path, here.replica.origin).body.decode()
    texts = here.site.truth()
    old, new = texts[path].paragraphs, texts[here.site.paths("en")[0]].paragraphs
    assert other != mine
    for paragraph in old[1:]:
        mine = mine.replace(
            html.escape(paragraph, quote=False), f"Reworded for the second address: {new[0]} {len(paragraph)}"
        )
    here.replica.fault(re.escape(twin), Page(mine))
    here.due(twin)
    assert here.later(days=2).code == 0
    assert here.uid(path) == uid
    assert here.uid(twin) != uid
    assert here.versions(path) == here.versions(twin) == ["published"]


def test_the_same_line_added_to_two_articles_is_two_edits(mission: Make) -> None:
    here = mission(articles=8)
    here.crawl()
    contact = "Contact presse : Samira Benali, bureau de Rabat, téléphone 05 37 00 00 00."
    chosen = here.site.paths("fr")[2:4]
    for path in chosen:
        page = here.site.answer(path, here.replica.origin).body.decode()
        end = here.site.truth()[path].paragraphs[-1][-12:] + "</p>"
        assert page.count(end) == 1
        here.replica.fault(re.escape(path) + "$", Page(page.replace(end, f"{end}\n<p>{contact}</p>")))
    here.due(*chosen)
    assert here.later(days=2).code == 0
    for path in chosen:
        assert here.versions(path) == ["published", "edited"]
        assert here.one("SELECT body FROM articles WHERE uid = ?", here.uid(path)).endswith(contact)


@pytest.mark.parametrize(
    ("design", "volatile"),
    [("redesign", False), slowly("redesign", True), slowly("plain", False), slowly("plain", True)],
)
def test_a_new_design_changes_no_text(mission: Make, design: str, volatile: bool) -> None:
    here = mission(articles=12, volatile=volatile)
    here.crawl()
    here.site.redesign(design)
    codes = [here.later(days=days).code for days in (0.8, 1, 3, 20, 60)]
    assert set(codes) <= {0, 10, 12}
    assert edited(here) == []
    assert intact(here.archive) == []
    new = here.site.publish(2, lang="fr")
    path = here.site.paths("fr")[3]
    here.site.edit(path, kind="paragraph")
    codes = [here.later(days=days).code for days in (1, 60, 60)]
    assert codes[-1] == 0
    assert here.versions(path) == ["published", "edited"]
    assert [here.versions(one) for one in new] == [["published"]] * 2
    assert differences(here) == []


def test_a_listing_that_shows_nothing_any_more_breaks_the_layout(mission: Make) -> None:
    here = mission(articles=4)
    here.crawl()
    here.replica.fault(
        "^/fr/news$", Page("<html><body><main><h1>Actualités</h1><div id='app'></div></main></body></html>")
    )
    ended = here.later(days=1)
    assert ended.code == 10, ended.err
    assert "listing" in advice(ended)
    assert here.one("SELECT count(*) FROM articles WHERE state = 'live'") == 12
    here.replica.mend()
    assert here.later(days=1).code == 0


@pytest.mark.slow
def test_articles_without_a_text_break_the_layout_and_are_kept(mission: Make) -> None:
    here = mission(articles=4)
    here.replica.fault(
        "/news/",
        Page("<html><head><title>IOM</title></head><body><div id='app'></div><script>render()</script></body></html>"),
    )
    ended = here.crawl()
    assert ended.code == 10, (ended.code, ended.err)
    advice(ended)
    assert here.one("SELECT count(*) FROM articles") == 0
    here.replica.mend()
    assert here.later(days=3).code == 0
    assert differences(here) == []
