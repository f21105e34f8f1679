"""Time in the archive's one form, `YYYY-MM-DDTHH:MM:SSZ`; the only module that reads the machine's clock."""

import os
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from oimcrawler.exits import USAGE, Problem


def utc_now() -> str:
    """The present time, to the second; a process started with `$OIMCRAWLER_NOW` lives at that time, for rehearsals."""
    return stamp(datetime.now(UTC) + _shift(os.environ.get("OIMCRAWLER_NOW")))


@lru_cache(maxsize=1)
def _shift(rehearsed: str | None) -> timedelta:
    if not rehearsed:
        return timedelta()
    try:
        return moment(rehearsed) - datetime.now(UTC)
    except ValueError:
        raise Problem(USAGE, f"OIMCRAWLER_NOW={rehearsed}: not a time; write it like 2026-01-05T08:00:00Z") from None


def stamp(moment: datetime) -> str:
    """A moment in the archive's form; a naive one is taken for UTC.

    >>> stamp(datetime(2026, 1, 5, 8, tzinfo=UTC))
    '2026-01-05T08:00:00Z'
    """
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """The moment that a time in the archive's form names; raises ValueError where it names none."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def after(text: str, **delta: float) -> str:
    """The time `delta` (days, hours, seconds …) after another.

    >>> after("2026-01-31T00:00:00Z", days=1)
    '2026-02-01T00:00:00Z'
    """
    return stamp(moment(text) + timedelta(**delta))
