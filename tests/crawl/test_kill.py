"""A crawl that is killed, again and again, ends in the same archive as one that nobody disturbs."""

import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.crawl.mission import Mission, intact

# What the order, the number and the moments of runs may change: times, ids of rows, and how often something was looked at.
QUESTIONS = {
    "articles": "SELECT uid, url, lang, title, body, published_on, kind, scope, content_hash, version, state,"
    " translation_group, quality FROM articles",
    "versions": "SELECT uid, version, title, body, content_hash, valid_to IS NULL, cause, lang, quality, derivation FROM versions",
    "evidence": "SELECT uid, version, field, value, method, place FROM provenance",
    "addresses": "SELECT url, uid, role, content_hash, gone_at IS NULL FROM addresses",
    "changes": "SELECT kind, uid, version, detail FROM changes WHERE kind <> 'recleaned'",
    "cards": "SELECT site, url, lang, title, date, kind, listing, position, listed FROM cards",
    "pages": "SELECT url, site, lang, found_by, card_title, card_date, card_kind, etag, payload_sha256, visited_at IS NULL, edits, attempts,"
    " missing, outcome, held_capture_id IS NULL, held_reason FROM pages",
    "listings": "SELECT url, lang, etag, payload_sha256, cards_digest FROM listings",
    "walks": "SELECT site, lang, swept_at IS NULL, unfinished FROM walks",
    "blocks": "SELECT b.site, b.hash, b.text, b.reason, b.place, c.pages FROM block_rows b JOIN block_counts c ON c.id = b.id",
    "payloads": "SELECT sha256, size FROM payloads",
    "index": "SELECT a.uid FROM articles_fts f JOIN article_rows a ON a.id = f.rowid WHERE articles_fts MATCH 'migrants OR migration OR الهجرة'",
}


def state(mission: Mission, archive: Path) -> dict[str, list[str]]:
    """All that an archive knows, as sorted lines of one row each."""
    return {
        name: sorted(repr(row) for row in mission.rows(question, archive=archive))
        for name, question in QUESTIONS.items()
    }


def compare(mission: Mission, undisturbed: Path, killed: Path) -> list[str]:
    """The first rows by which two archives differ, shortened."""
    one, other = state(mission, undisturbed), state(mission, killed)
    found = []
    for name in QUESTIONS:
        lost, added = set(one[name]) - set(other[name]), set(other[name]) - set(one[name])
        found += [f"{name} lost {row[:300]}" for row in sorted(lost)[:2]] + [
            f"{name} has {row[:300]}" for row in sorted(added)[:2]
        ]
        if not lost and not added and len(one[name]) != len(other[name]):
            found.append(f"{name}: {len(other[name])} rows, not {len(one[name])}")
    return found


def killed_crawls(
    mission: Mission, moments: Iterator[float], kills: int, before: Path | None = None
) -> tuple[Path, int, int]:
    """A crawl killed at these moments (seconds after the start) until `kills` kills have hit it, then left to finish.

    It begins with nothing, or with a copy of the archive `before`.
    Returns the archive, the number of kills that hit, and the requests for articles altogether.
    """
    archive = mission.folder / f"killed{sum(1 for _ in mission.folder.iterdir())}.db"
    if before is not None:
        shutil.copy(before, archive)
    mission.replica.clear()
    hits = 0
    while hits < kills:
        process = mission.start("--full", archive=archive)
        process.process.join(next(moments))
        process.kill()
        code, _, err, _ = process.wait()
        if code >= 0:
            assert code == 0, err
            break
        hits += 1
        if archive.exists() and mission.rows(
            "SELECT 1 FROM sqlite_master WHERE name = 'article_rows'", archive=archive
        ):
            assert intact(archive) == []
    articles = sum("/news/" in request.path for request in mission.replica.requests)
    ended = mission.crawl("--full", archive=archive)
    assert ended.code == 0, ended.err
    return archive, hits, articles + sum("/news/" in path for path in ended.paths())


def measured(mission: Mission) -> tuple[Path, float]:
    """An undisturbed archive, and how long a crawl into it took."""
    archive = mission.folder / "undisturbed.db"
    mission.crawl(archive=mission.folder / "warm.db")
    began = time.monotonic()
    assert mission.crawl("--full", archive=archive).code == 0
    took = time.monotonic() - began
    assert mission.crawl("--full", archive=archive).code == 0
    return archive, took


@pytest.mark.parametrize("kills", [4, pytest.param(100, marks=[pytest.mark.slow, pytest.mark.timeout(280)])])
def test_killed_at_any_moment_nothing_is_lost_or_repeated(mission: Callable[..., Mission], kills: int) -> None:
    here = mission(articles=20)
    for lang in ("fr", "en"):
        here.site.twin(here.site.paths(lang)[4])
    undisturbed, took = measured(here)
    chance = random.Random(20)
    left = kills
    while left:
        # Over the whole duration of a crawl, its start, its settlement and its end included.
        archive, hits, articles = killed_crawls(here, iter(lambda: chance.uniform(0.02, took), None), min(left, 6))
        left -= max(hits, 1)
        assert compare(here, undisturbed, archive) == []
        # At most the one request in flight is repeated for each kill.
        assert articles <= 62 + hits


@pytest.mark.parametrize("kills", [2, pytest.param(40, marks=[pytest.mark.slow, pytest.mark.timeout(200)])])
def test_killed_while_it_learns_of_changes_it_tells_them_once(mission: Callable[..., Mission], kills: int) -> None:
    here = mission(articles=8)
    twin = here.site.twin(here.site.paths("fr")[3])
    before, undisturbed = here.archive, here.folder / "undisturbed.db"
    assert here.crawl("--full").code == 0
    here.site.advance(days=200)
    paths = here.site.paths("fr")
    here.site.edit(paths[0], kind="word")
    here.site.edit(twin, kind="paragraph")
    here.site.move(paths[5])
    here.site.withdraw(paths[6])
    here.site.publish(4, lang="en")
    here.site.change_menu()
    shutil.copy(before, undisturbed)
    began = time.monotonic()
    assert here.crawl("--full", archive=undisturbed).code == 0
    took = time.monotonic() - began
    chance = random.Random(3)
    left = kills
    while left:
        moments = iter(lambda: chance.uniform(0.02, took), None)
        archive, hits, _ = killed_crawls(here, moments, min(left, 3), before)
        left -= max(hits, 1)
        assert compare(here, undisturbed, archive) == []
    # What was moved kept its identity; what was edited was edited once.
    changes = here.rows("SELECT kind FROM changes ORDER BY seq", archive=undisturbed)
    assert changes.count(("edited",)) == 2
    assert changes.count(("created",)) == 24 + 4
