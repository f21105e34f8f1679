"""When articles are looked at again: laws of the intervals, the budget, and a year in small."""

import random
import statistics
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.profiles import Revisits
from oimcrawler.revisit import Due, History, choose, due_at, lastmods_tell, moment, next_interval

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BORN = "2026-01-01T00:00:00Z"
UIDS = st.text(min_size=1, max_size=12)
DAYS = st.floats(0, 4000)


def history(
    uid: str = "u",
    age: float = 10.0,
    visited: float | None = 0.0,
    edited: float | None = None,
    edits: int = 0,
    visits: int = 3,
    lastmod: str | None = None,
) -> History:
    """An article born, visited and edited so many days before NOW."""

    def ago(days: float | None) -> str | None:
        return None if days is None else (NOW - timedelta(days=days)).isoformat()

    return History(uid, ago(age) or BORN, ago(visited), ago(edited), edits, visits, lastmod)


@given(UIDS, DAYS, st.integers(0, 500), st.integers(0, 500))
def test_intervals_are_bounded_and_repeatable(uid: str, age: float, edits: int, visits: int) -> None:
    settings = Revisits(10, 2.0, 60.0)
    days = next_interval(history(uid, age, edits=edits, visits=visits), settings)
    assert 2.0 * 0.75 <= days <= 60.0
    assert days == next_interval(history(uid, age, edits=edits, visits=visits), settings)


@given(UIDS, DAYS, DAYS)
def test_older_texts_wait_longer_and_edited_ones_less(uid: str, age: float, more: float) -> None:
    assert next_interval(history(uid, age + more)) >= next_interval(history(uid, age))
    assert next_interval(history(uid, age + more, edits=2)) <= next_interval(history(uid, age + more))
    assert next_interval(history(uid, age + more, edited=min(age, age + more), edits=1)) <= next_interval(
        history(uid, age + more)
    )


def test_intervals_of_an_article_that_never_changes() -> None:
    days, at, intervals = 0.0, moment(BORN), []
    assert at is not None
    for visits in range(1, 40):
        days = next_interval(History("u", BORN, at.isoformat(), visits=visits))
        at += timedelta(days=days)
        intervals.append(days)
    assert intervals[0] <= 1 and intervals[1] <= 1.5 and max(intervals) <= 180
    assert all(later >= 0.75 * earlier for earlier, later in pairwise(intervals))
    assert sum(intervals[:12]) > 60


def test_due_dates_are_spread() -> None:
    days = {round(next_interval(history(f"u{n}", 400.0)), 1) for n in range(200)}
    assert len(days) > 100


def test_first_visit_is_due_at_once_and_a_young_one_each_day() -> None:
    assert due_at(history(visited=None), NOW).at == NOW
    for n in range(50):
        assert due_at(history(f"u{n}", 1.0, 1.0), NOW + timedelta(minutes=5)).at <= NOW


@pytest.mark.parametrize(
    ("lastmod", "announced"),
    [
        ("2026-03-01T11:30:00Z", True),
        ("2026-03-01T12:30:00+01:00", True),
        ("2026-03-01T11:30:00+01:00", False),
        ("2026-03-01T10:30:00Z", False),
        ("2026-03-01", True),
        ("2026-02-28", False),
        ("2026-03-01T01:20:00.5-0930", False),
        ("2026-03-01T02:30:00-0930", True),
        ("2031-01-01T00:00:00Z", False),
        ("bientôt", False),
        ("", False),
        (None, False),
    ],
)
def test_a_sitemap_brings_a_visit_forward(lastmod: str | None, announced: bool) -> None:
    found = due_at(history(age=900.0, visited=1 / 24, lastmod=lastmod), NOW)
    assert found.announced is announced and (found.at <= NOW) is announced
    assert not due_at(history(age=900.0, visited=1 / 24, lastmod=lastmod), NOW, trust_lastmod=False).announced


def test_sitemaps_that_only_tell_when_they_were_made() -> None:
    assert not lastmods_tell([]) and not lastmods_tell([None, "x"]) and lastmods_tell(["2026-01-01T00:00:00Z"])
    assert not lastmods_tell([f"2026-01-01T10:00:{n:02}Z" for n in range(20)])
    assert lastmods_tell([f"2026-01-{n + 1:02}T10:00:00Z" for n in range(20)])


@given(st.floats(0.01, 4000), st.floats(0, 4000))
def test_a_clock_that_was_set_back(ahead: float, age: float) -> None:
    wrong = due_at(history(age=age, visited=-ahead), NOW)
    right = due_at(history(age=age, visited=0.0), NOW)
    assert wrong == right and wrong.at > NOW


def test_times_of_all_kinds() -> None:
    assert moment("2026-01-01") == datetime(2026, 1, 1, tzinfo=UTC)
    assert moment("2026-01-01T00:00:00") == datetime(2026, 1, 1, tzinfo=UTC)
    assert moment("2026-01-01T02:00:00+0200") == datetime(2026, 1, 1, tzinfo=timezone(timedelta(0)))
    assert [moment(text) for text in (None, "", "hier", "2026-99-01", "0001-01-01T00:00:00+12:00")] == [None] * 5
    assert due_at(history(), NOW.replace(tzinfo=None)).at.tzinfo is not None


@given(st.lists(st.tuples(st.floats(-400, 400), st.floats(0.1, 180), st.booleans()), max_size=30), st.integers(-1, 40))
def test_the_budget_is_kept_and_the_most_urgent_come_first(
    values: list[tuple[float, float, bool]], budget: int
) -> None:
    due = [
        Due(f"u{n}", NOW + timedelta(days=days), interval, announced)
        for n, (days, interval, announced) in enumerate(values)
    ]
    chosen = choose(due, budget, NOW)
    ready = [one for one in due if one.at <= NOW]
    assert len(chosen) == min(max(budget, 0), len(ready)) and all(one in ready for one in chosen)
    assert choose(due[::-1], budget, NOW) == chosen
    if any(not one.announced for one in chosen):
        assert all(one in chosen for one in ready if one.announced)


def test_nobody_waits_for_ever() -> None:
    young = [Due(f"y{n}", NOW - timedelta(days=0.1), 1.0) for n in range(20)]
    old = Due("old", NOW - timedelta(days=90), 180.0)
    assert choose([*young, old], 1, NOW) == [old]


def test_a_year_finds_most_edits_soon_and_cheaply() -> None:
    chance, start = random.Random(7), datetime(2026, 1, 1, tzinfo=UTC)
    births = [start - timedelta(days=chance.uniform(1, 2000)) for _ in range(120)] + [
        start + timedelta(days=chance.uniform(0, 300)) for _ in range(60)
    ]
    delays: list[float] = []
    visits = edits = months = 0
    for number, born in enumerate(births):
        changes = sorted(
            found
            for _ in range(2)
            if (found := born + timedelta(days=chance.lognormvariate(0.7, 1.6))) > max(start, born + timedelta(days=1))
        )
        edits += len(changes)
        end, at = start + timedelta(days=365), max(born, start)
        months += (end - at).days // 30
        times_found, seen = 0, 0
        last_edit: str | None = None
        while at < end:
            known = History(f"u{number}", born.isoformat(), at.isoformat(), last_edit, times_found, seen)
            # A run each day at one hour: what is due in between waits for it.
            due = due_at(known, at).at
            run = at + timedelta(days=max(1, -(-(due - at).total_seconds() // 86_400)))
            if run >= end:
                break
            news = [change for change in changes if at < change <= run]
            delays += [(run - change).total_seconds() / 86_400 for change in news]
            times_found += bool(news)
            last_edit = run.isoformat() if news else last_edit
            at, seen, visits = run, seen + 1, visits + 1
    assert len(delays) >= 0.65 * edits > 20
    assert statistics.median(delays) <= 2
    assert visits <= months
