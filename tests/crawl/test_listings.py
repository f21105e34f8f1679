"""Listings are evidence: nothing that stood on one is lost, whatever they do while they are walked."""

from collections.abc import Callable

import pytest

from oimcrawler.replica import Empty, Instead, Status
from tests.crawl.mission import ORIGIN, Mission, differences, intact, slowly

Make = Callable[..., Mission]


def test_a_pin_hides_nothing_new(mission: Make) -> None:
    here = mission(articles=9, per_page=3)
    here.crawl()
    oldest = here.site.paths("fr")[-1]
    here.site.pin(oldest)
    here.site.publish(5, lang="fr")
    ended = here.later(days=1)
    assert ended.code == 0, ended.err
    assert differences(here) == []
    assert here.changes().count("created") == 32


def test_items_that_slide_between_pages_in_mid_crawl_are_found(mission: Make) -> None:
    here = mission(articles=9, per_page=3)
    here.replica.before(r"/fr/news\?page=1", lambda: here.site.publish(2, lang="fr"))
    # A withdrawal moves items the other way: one slides from page 2, not yet seen, to page 1, already seen.
    here.replica.before(r"/news\?page=2$", lambda: here.site.withdraw(here.site.paths("en")[0]))
    assert here.crawl().code == 0
    assert here.later(days=0.1).code == 0
    assert here.later(days=0.1).code == 0
    assert differences(here) == []


@pytest.mark.slow
def test_an_old_date_inserted_late_is_found_by_a_full_walk(mission: Make) -> None:
    here = mission(articles=12, per_page=2)
    here.crawl()
    [late] = here.site.publish(1, lang="fr", date="2003-04-05")
    here.later(days=0.1)
    assert here.rows("SELECT 1 FROM addresses WHERE url = ?", ORIGIN + late) == []
    here.later("--full", days=0.1)
    assert differences(here) == []
    [later] = here.site.publish(1, lang="en", date="2003-04-06")
    # Without being asked, everything is walked once in a while.
    here.later(days=20)
    assert here.versions(later) == ["published"]
    assert differences(here) == []


@pytest.mark.slow
@pytest.mark.parametrize("volatile", [False, slowly(True)])
def test_a_late_insertion_near_the_top_is_found_at_once(mission: Make, volatile: bool) -> None:
    here = mission(articles=9, per_page=3, volatile=volatile)
    here.crawl()
    third = sorted((one.published_on for one in here.site.truth().values() if one.url_lang == "fr"), reverse=True)[3]
    here.site.publish(1, lang="fr", date=third)
    here.site.publish(1, lang="fr")
    here.later(days=1)
    assert differences(here) == []


def test_an_empty_page_in_the_middle_is_not_the_end(mission: Make) -> None:
    here = mission(articles=9, per_page=3)
    hidden = here.site.paths("fr")[3:6]
    here.replica.fault(r"/fr/news\?page=1$", Instead("/fr/news?page=77"))
    assert here.crawl().code == 0
    assert differences(here, besides=hidden) == []
    here.replica.mend()
    assert here.later("--full", days=0.1).code == 0
    assert differences(here) == []


@pytest.mark.slow
def test_a_pager_that_runs_in_a_circle_ends(mission: Make) -> None:
    here = mission(articles=6, per_page=3)
    # Beyond the first two pages the site begins again, and says each time that there is more.
    here.replica.fault(r"^/fr/news\?page=([2-9]|1\d)", Instead("/fr/news?page=0"))
    ended = here.crawl()
    assert ended.code == 0, ended.err
    assert len([path for path in ended.paths() if path.startswith("/fr/news?")]) <= 5
    assert differences(here) == []


@pytest.mark.slow
def test_a_listing_that_shrinks_takes_nothing_away(mission: Make) -> None:
    here = mission(articles=9, per_page=3)
    here.crawl()
    gone = here.site.shrink("fr", 4)
    assert here.later("--full", days=1).code == 0
    assert here.one("SELECT count(*) FROM articles WHERE state = 'live'") == 27
    assert here.later("--full", days=2).code == 0
    states = {here.one("SELECT state FROM articles WHERE uid = ?", here.uid(path)) for path in gone}
    assert states == {"gone"}
    assert here.one("SELECT count(*) FROM articles WHERE state = 'live'") == 23
    assert here.one("SELECT count(*) FROM cards WHERE listed = 0") == 4


@pytest.mark.slow
def test_a_withdrawn_item_is_missed_from_the_listing(mission: Make) -> None:
    here = mission(articles=9, per_page=3)
    here.crawl()
    path = here.site.paths("fr")[1]
    here.site.withdraw(path)
    assert path in here.later(days=0.1).paths()


def test_a_limit_is_kept_and_the_rest_comes_later(mission: Make) -> None:
    here = mission(articles=7, per_page=3)
    counts = []
    for _ in range(4):
        ended = here.later("--limit", "6", days=0.1)
        assert ended.code == 0, ended.err
        counts.append(here.one("SELECT count(*) FROM articles"))
    assert counts == [6, 12, 18, 21]
    assert here.later(days=0.1).code == 0
    assert differences(here) == []


@pytest.mark.parametrize("fault", [Status(500), slowly(Empty())], ids=["500", "empty"])
def test_a_walk_that_broke_off_goes_on(mission: Make, fault: Status | Empty) -> None:
    here = mission(articles=12, per_page=3)
    here.crawl()
    here.site.publish(8, lang="fr")
    here.replica.fault(r"/fr/news\?page=1", fault)
    ended = here.later(days=0.1)
    assert ended.code == 12, ended.err
    here.replica.mend()
    # The first page now says nothing new; the walk that never ended has to go on all the same.
    ended = here.later(days=0.1)
    assert ended.code == 0, ended.err
    assert differences(here) == []
    assert intact(here.archive) == []


@pytest.mark.slow
def test_a_feed_and_a_sitemap_help_and_are_not_needed(mission: Make) -> None:
    here = mission(articles=6, feeds=True)
    assert here.crawl().code == 0
    old = here.site.paths("fr")[-1]
    here.site.edit(old, kind="paragraph")
    assert here.later(days=2).code == 0
    assert here.versions(old) == ["published", "edited"]
    assert differences(here) == []
