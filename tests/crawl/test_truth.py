"""The first crawl of a site holds exactly what the site published."""

from collections.abc import Callable

import pytest

from tests.crawl.mission import ORIGIN, Mission, differences, intact


@pytest.mark.parametrize(
    ("design", "volatile"), [("drupal", False), ("redesign", True), ("plain", False)], ids=lambda value: str(value)
)
def test_every_article_is_there_and_nothing_else(mission: Callable[..., Mission], design: str, volatile: bool) -> None:
    here = mission(articles=12, design=design, volatile=volatile)
    twins = [here.site.twin(here.site.paths(lang)[3]) for lang in ("fr", "ar")]
    ended = here.crawl()
    assert (ended.code, ended.err.count("\n")) == (0, 1), ended.err
    assert differences(here) == []
    assert here.one("SELECT count(*) FROM articles") == 36
    assert sorted(here.rows("SELECT url FROM addresses WHERE role = 'duplicate'")) == sorted(
        (ORIGIN + twin,) for twin in twins
    )
    furniture = here.site.lines_of_furniture()
    left = [
        (url, line)
        for url, body in here.rows("SELECT url, body FROM articles")
        for line in body.split("\n")
        if line in furniture
    ]
    assert left == []
    assert here.one("SELECT count(*) FROM removed_blocks WHERE pages >= 10") > 3
    assert here.changes().count("created") == 36
    assert intact(here.archive) == []
