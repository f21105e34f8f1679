"""How long to wait and how often to ask again: Retry-After, growing waits with jitter, and what is never repeated."""

import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

MOST_ATTEMPTS: Final = 3
FIRST_WAIT: Final = 5.0
LONGEST_WAIT: Final = 300.0
LONGEST_RETRY_AFTER: Final = 3600.0
_RETRIED_STATUS: Final = frozenset({408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527})
_RETRIED_FAILURES: Final = (
    "timeout",
    "timed out",
    "reset",
    "closed",
    "lost",
    "dataloss",
    "data loss",
    "truncated",
    "partial",
    "refused connection",
    "connection refused",
    "unreachable",
    "stalled",
)


def retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, 0 for a time that has passed, at most an hour; None for no header or nonsense.

    >>> retry_after("120", datetime(2026, 1, 1, tzinfo=UTC)), retry_after("Thu, 01 Jan 2026 00:01:00 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    (120.0, 60.0)
    >>> retry_after("demain", datetime(2026, 1, 1, tzinfo=UTC)) is None
    True
    """
    text = (value or "").strip()
    if re.fullmatch(r"[+-]?[0-9]+(?:\.[0-9]*)?", text):
        # The exponent of a very long number is infinite: the cap takes that too.
        return min(max(float(text), 0.0), LONGEST_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = (moment - (now if now.tzinfo else now.replace(tzinfo=UTC))).total_seconds()
    except (OverflowError, ValueError):
        return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)


def wait_before(attempt: int, header: str | None, now: datetime, jitter: float) -> float:
    """Seconds to wait before attempt number `attempt` (2 is the first repetition), never less than Retry-After (`header`) asks for.

    Doubles with each attempt from 5 s to at most 5 minutes; `jitter` (0 to 1, the caller's random number) adds up to half of it.
    Attempt 1 waits for nothing but the header.
    """
    asked = retry_after(header, now)
    grown = 0.0 if attempt <= 1 else min(FIRST_WAIT * math.ldexp(1.0, min(attempt - 2, 30)), LONGEST_WAIT)
    share = min(max(jitter, 0.0), 1.0) if math.isfinite(jitter) else 0.0
    return max(grown, asked or 0.0) * (1.0 + share / 2) if grown else (asked or 0.0)


def is_retried(outcome: str, *, status: int | None = None, failure: str = "") -> bool:
    """Whether asking again soon makes sense. `status` is None when no answer came; `failure` then says why (an exception's name or text).

    Server errors, resets, timeouts and truncated answers are; refusals, missing pages, redirects, names that do not resolve and
    pages that are no articles are not.
    """
    if outcome != "failed":
        return False
    if status is not None and status in _RETRIED_STATUS:
        return True
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", failure).lower() + " " + failure.lower()
    if "dns" in text or "resolve" in text:
        return False
    return any(word in text for word in _RETRIED_FAILURES)


def tries_again(attempt: int, outcome: str, *, status: int | None = None, failure: str = "") -> bool:
    """Whether, after attempt number `attempt` (from 1) ended like this, another one follows: three at most."""
    return attempt < MOST_ATTEMPTS and is_retried(outcome, status=status, failure=failure)
