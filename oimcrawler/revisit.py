"""When a known article is looked at again: by age (growing intervals), by habit (shorter where edits were found), within a budget per run.

Pure: `now` is an argument, the jitter comes from a hash of the uid. Times are ISO 8601 with `Z` or any offset, or plain dates.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from oimcrawler.profiles import Revisits

DEFAULTS: Final = Revisits()
_GROWTH: Final = 0.5  # the next interval is this share of the age since the article last changed
_HABIT: Final = 0.5  # an article that was edited often is looked at sooner, at most this much
_JITTER: Final = 0.2  # downwards only: an article due every day must not miss the run of every second day
_EARLY: Final = 0.05  # nor must one by the minutes that a run takes
_OFFSET: Final = re.compile(r"([+-]\d{2})(\d{2})$")


@dataclass(frozen=True, slots=True)
class History:
    """What revisiting needs to know of an article. `born_at` is its publication or, where that is unknown, the day it was first seen."""

    uid: str
    born_at: str
    last_visit_at: str | None = None
    last_edit_at: str | None = None
    edits: int = 0
    visits: int = 0
    lastmod: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """An article with the moment from which it is due, the interval (days) that led there, and whether the site itself announced a change."""

    uid: str
    at: datetime
    days: float
    announced: bool = False


def moment(text: str | None) -> datetime | None:
    """The moment (UTC) that an ISO time with any offset or a plain date (its first second) names; None for nothing or nonsense.

    >>> moment("2026-01-01T01:00:00+01:00") == moment("2026-01-01T00:00:00Z")
    True
    """
    try:
        found = datetime.fromisoformat(_OFFSET.sub(r"\1:\2", (text or "").strip().replace("z", "Z")))
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def next_interval(history: History, settings: Revisits = DEFAULTS) -> float:
    """Days from the last visit to the next one, jitter included (5 to 25 % sooner, by a hash of uid and visits).

    The younger the text (since its publication or last edit), the sooner: visits of an article that never changes lie 1, 1.5, 2.2, 3.4 … days
    apart, up to the longest interval.
    """
    visited = moment(history.last_visit_at) or moment(history.born_at)
    changed = [found for found in (moment(history.born_at), moment(history.last_edit_at)) if found is not None]
    if visited is None or not changed:
        return settings.first_days
    age = max((visited - max(changed)).total_seconds() / 86_400, 0.0)
    days = settings.first_days + _GROWTH * age
    if history.edits:
        # Edits a visit, with one unsuccessful visit taken as known beforehand.
        rate = min(history.edits / (max(history.visits, history.edits) + 1), 1.0)
        days *= 1.0 - _HABIT * rate
    days = min(max(days, settings.first_days), settings.longest_days)
    return days * (1.0 - _EARLY - _JITTER * _share(history))


def due_at(history: History, now: datetime, settings: Revisits = DEFAULTS, *, trust_lastmod: bool = True) -> Due:
    """When the article is due again.

    Never visited, or changed since by the word of sitemap or feed: now. A visit in the future (the clock was set back)
    counts as now.
    """
    now = _aware(now)
    visited = moment(history.last_visit_at)
    if visited is None:
        return Due(history.uid, now, settings.first_days, announced=True)
    if visited > now:
        visited = now
        history = _visited(history, now)
    days = next_interval(history, settings)
    if trust_lastmod and _announced(history.lastmod, visited, now):
        return Due(history.uid, now, days, announced=True)
    return Due(history.uid, visited + timedelta(days=days), days)


def choose(due: Sequence[Due], budget: int, now: datetime) -> list[Due]:
    """The articles to look at in this run, most urgent first, `budget` at most: announced changes, then those that waited
    longest for their interval.
    """
    now = _aware(now)
    ready = [one for one in due if one.at <= now]
    ready.sort(
        key=lambda one: (
            not one.announced,
            -((now - one.at).total_seconds() / 86_400 / max(one.days, 0.01)),
            one.days,
            one.uid,
        )
    )
    return ready[: max(budget, 0)]


def lastmods_tell(lastmods: Iterable[str | None]) -> bool:
    """Whether a sitemap's `lastmod` values say anything of single pages: not when there are none or when half of five or
    more lie in one minute (the sitemap's own making).
    """
    moments = [found for text in lastmods if (found := moment(text)) is not None]
    if len(moments) < 5:
        return bool(moments)
    minutes: dict[datetime, int] = {}
    for found in moments:
        minute = found.replace(second=0, microsecond=0)
        minutes[minute] = minutes.get(minute, 0) + 1
    return max(minutes.values()) * 2 < len(moments)


def _announced(lastmod: str | None, visited: datetime, now: datetime) -> bool:
    changed = moment(lastmod)
    if changed is None or changed > now + timedelta(days=1):  # a lastmod in the future announces for ever
        return False
    if changed == changed.replace(hour=0, minute=0, second=0, microsecond=0):
        # A day without an hour: the edit may be as late as its last second.
        changed = min(changed + timedelta(days=1) - timedelta(seconds=1), now)
    return changed > visited


def _share(history: History) -> float:
    digest = hashlib.sha256(f"{history.uid} {history.visits}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def _visited(history: History, now: datetime) -> History:
    return History(
        history.uid,
        history.born_at,
        now.isoformat(),
        history.last_edit_at,
        history.edits,
        history.visits,
        history.lastmod,
    )


def _aware(now: datetime) -> datetime:
    return now if now.tzinfo else now.replace(tzinfo=UTC)
