"""In how many runs, and in which order, a site was crawled does not show in the archive."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crawl.mission import Mission, differences

Make = Callable[..., Mission]
TEXTS = "SELECT uid, url, title, body, content_hash, published_on, kind, scope, lang, state, translation_group FROM articles ORDER BY uid"
ADDRESSES = "SELECT url, uid, role FROM addresses ORDER BY url"


def state(here: Mission, archive: Path) -> list[tuple[object, ...]]:
    """The articles and their addresses."""
    return here.rows(TEXTS, archive=archive) + here.rows(ADDRESSES, archive=archive)


@pytest.mark.parametrize(
    "limit", [5, pytest.param(1, marks=pytest.mark.slow), pytest.param(13, marks=pytest.mark.slow)]
)
def test_many_small_runs_are_as_good_as_one(mission: Make, limit: int) -> None:
    here = mission(articles=6 if limit < 13 else 20, per_page=4, volatile=True)
    for lang in ("fr", "ar"):
        here.site.twin(here.site.paths(lang)[2])
    whole, parts = here.folder / "whole.db", here.archive
    assert here.crawl(archive=whole).code == 0
    for _ in range(70):
        ended = here.crawl("--limit", str(limit))
        assert ended.code == 0, ended.err
        if here.one("SELECT count(*) FROM pages WHERE visited_at IS NULL") == 0 and not here.rows(
            "SELECT 1 FROM walks WHERE unfinished IS NOT NULL"
        ):
            break
    here.crawl()
    assert differences(here) == []
    one, other = state(here, whole), state(here, parts)
    assert [row for row in one if row not in other] == []
    assert len(one) == len(other)


@pytest.mark.slow
@pytest.mark.parametrize("hidden", ["fr", pytest.param("ar", marks=pytest.mark.slow)])
def test_the_order_of_languages_and_pages_is_of_no_account(mission: Make, hidden: str) -> None:
    here = mission(articles=6, per_page=4)
    twin = here.site.twin(here.site.paths("en")[3])
    whole = here.folder / "whole.db"
    assert here.crawl(archive=whole).code == 0
    # First only the other languages and the later pages are to be had; then the rest.
    prefix = {"fr": "/fr/news", "ar": "/ar/news"}[hidden]
    here.site.robots(disallow=[f"{prefix}$", here.site.paths("en")[0], here.site.paths("en")[3] + "$"])
    assert here.crawl().code == 11
    here.site.robots()
    for days in (0.1, 30):
        here.later(days=days)
    assert differences(here) == []
    one, other = state(here, whole), state(here, here.archive)
    assert [row for row in one if row not in other] == []
    assert len(one) == len(other)
    assert twin
