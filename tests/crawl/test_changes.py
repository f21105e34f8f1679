"""What happens to articles after the first crawl, and what the archive says of it."""

from collections.abc import Callable

import pytest

from oimcrawler.replica import Challenge, Empty, ErrorPage, Fault, Login, Status
from tests.crawl.mission import ORIGIN, Mission, advice, differences, intact, slowly

Make = Callable[..., Mission]


@pytest.mark.parametrize("volatile", [False, True])
def test_an_unchanged_site_costs_one_request_a_language(mission: Make, volatile: bool) -> None:
    here = mission(volatile=volatile, articles=12)
    here.crawl()
    first = here.last_change()
    ended = here.later(days=0.1)
    assert ended.code == 0, ended.err
    assert ended.err == ""
    assert ended.paths() == ["/robots.txt", "/fr/news", "/news", "/ar/news"]
    if not volatile:
        assert [request.status for request in ended.requests[1:]] == [304, 304, 304]
        assert here.rows("SELECT requests, not_modified FROM runs ORDER BY id DESC LIMIT 1") == [(4, 3)]
    assert here.last_change() == first


@pytest.mark.parametrize("volatile", [True, slowly(False)])
def test_the_next_runs_find_what_was_published_edited_and_withdrawn(mission: Make, volatile: bool) -> None:
    here = mission(volatile=volatile, articles=12)
    here.crawl()
    before = here.last_change()
    here.site.advance(days=1)
    old = here.site.paths("fr")
    new = here.site.publish(3, lang="fr")
    here.site.edit(old[0], kind="word")
    here.site.edit(old[1], kind="paragraph")
    here.site.withdraw(old[2])
    ended = here.crawl()
    assert ended.code == 0, ended.err
    assert here.changes(before).count("created") == 3
    here.later(days=60)
    # A card that has left the listing is looked at; a second look, a day later, proves it.
    here.later(days=2)
    kinds = here.changes(before)
    assert sorted(kinds) == ["created"] * 3 + ["edited"] * 2 + ["gone"]
    assert [here.versions(path) for path in (*old[:3], *new)] == [
        ["published", "edited"],
        ["published", "edited"],
        *([["published"]] * 4),
    ]
    assert here.one("SELECT state FROM articles WHERE uid = ?", here.uid(old[2])) == "gone"
    assert differences(here) == []
    assert intact(here.archive) == []


def test_there_and_back_again_is_three_versions(mission: Make) -> None:
    here = mission(articles=3)
    here.crawl()
    path = here.site.paths("en")[1]
    first = here.one("SELECT content_hash FROM articles WHERE uid = ?", here.uid(path))
    here.site.edit(path, kind="word")
    here.later(days=30)
    here.site.revert(path)
    here.later(days=30)
    assert here.versions(path) == ["published", "edited", "edited"]
    hashes = [
        row[0] for row in here.rows("SELECT content_hash FROM versions WHERE uid = ? ORDER BY version", here.uid(path))
    ]
    assert hashes[0] == hashes[2] == first != hashes[1]
    assert differences(here) == []


@pytest.mark.slow
def test_an_edited_title_is_seen_in_the_listing_and_fetched_at_once(mission: Make) -> None:
    here = mission(articles=3)
    here.crawl()
    path = here.site.paths("fr")[2]
    here.site.edit(path, kind="title")
    ended = here.later(days=0.02)
    assert path in ended.paths()
    assert here.versions(path) == ["published", "edited"]
    assert differences(here) == []


@pytest.mark.parametrize("redirect", [slowly(True), False], ids=["by redirect", "by node"])
def test_a_moved_article_keeps_its_identity(mission: Make, redirect: bool) -> None:
    here = mission(articles=3)
    here.crawl()
    before = here.last_change()
    path = here.site.paths("fr")[1]
    uid = here.uid(path)
    here.site.edit(path, kind="title")
    new = here.site.move(path, redirect=redirect)
    for _ in range(3):
        here.later(days=3)
    assert here.uid(new) == uid
    assert here.one("SELECT url FROM articles WHERE uid = ?", uid) == ORIGIN + new
    assert here.one("SELECT state FROM articles WHERE uid = ?", uid) == "live"
    kinds = here.changes(before)
    assert kinds.count("edited") == 1
    assert kinds.count("moved") >= 1
    assert "created" not in kinds
    assert "gone" not in kinds
    assert here.one("SELECT count(*) FROM articles") == 9
    if redirect:
        assert here.one("SELECT role FROM addresses WHERE url = ?", ORIGIN + path) == "redirect"


def test_gone_after_two_misses_apart_in_time_and_restored(mission: Make) -> None:
    here = mission(articles=3)
    here.crawl()
    path = here.site.paths("fr")[2]
    uid = here.uid(path)
    here.site.withdraw(path, 410)
    states = []
    for days in (1.0, 0.01, 0.01, 1.1):
        here.later(days=days)
        states.append(here.one("SELECT state FROM articles WHERE uid = ?", uid))
    assert states == ["live", "live", "live", "gone"]
    here.site.restore(path)
    here.later(days=2)
    assert here.one("SELECT state FROM articles WHERE uid = ?", uid) == "live"
    assert here.changes()[-2:] == ["gone", "restored"]
    assert here.versions(path) == ["published"]
    assert differences(here) == []


@pytest.mark.slow
@pytest.mark.parametrize("volatile", [False, slowly(True)])
def test_one_miss_is_forgotten_when_the_page_answers_again(mission: Make, volatile: bool) -> None:
    here = mission(articles=3, volatile=volatile)
    here.crawl()
    path = here.site.paths("fr")[0]
    here.replica.fault(path, Status(404))
    here.later(days=3)
    here.replica.mend()
    here.later(days=3)
    here.replica.fault(path, Status(404))
    here.later(days=3)
    assert here.one("SELECT state FROM articles WHERE uid = ?", here.uid(path)) == "live"
    assert "gone" not in here.changes()


REFUSALS: dict[str, Fault] = {
    "403": Status(403),
    "429": Status(429),
    "challenge": Challenge(),
    "challenge with 200": Challenge(code=200),
}
FAILURES: dict[str, Fault] = {
    "503": Status(503),
    "login": Login(),
    "empty": Empty(),
    "error with 200": ErrorPage(),
    "one line with 200": ErrorPage(bare=True),
}


@pytest.mark.parametrize(
    "name",
    [
        "403",
        "error with 200",
        *map(slowly, ("challenge with 200", "login", "429", "challenge", "503", "empty", "one line with 200")),
    ],
)
def test_what_is_no_article_changes_nothing(mission: Make, name: str) -> None:
    fault, code = (REFUSALS[name], 11) if name in REFUSALS else (FAILURES[name], 12)
    here = mission(articles=3)
    here.crawl()
    question = "SELECT uid, url, title, body, version, state, quality FROM articles ORDER BY uid"
    articles, last = here.rows(question), here.last_change()
    here.replica.fault("/fr/news/", fault)
    ended = here.later(days=3)
    assert ended.code == code, (ended.code, ended.err)
    advice(ended)
    assert here.rows(question) == articles
    assert here.last_change() == last
    outcomes = {
        row[0] for row in here.rows("SELECT DISTINCT outcome FROM captures WHERE url LIKE '%/fr/news/%' AND run_id > 1")
    }
    assert outcomes == {"refused"} if code == 11 else {"failed"}
    here.replica.mend()
    assert here.later(days=40).code == 0
    assert differences(here) == []
