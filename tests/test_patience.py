"""Waiting and asking again."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.patience import (
    LONGEST_RETRY_AFTER,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    is_retried,
    retry_after,
    tries_again,
    wait_before,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", None),
        ("bientôt", None),
        ("0", 0.0),
        ("120", 120.0),
        (" 1.5 ", 1.5),
        ("-30", 0.0),
        ("9" * 400, LONGEST_RETRY_AFTER),
        ("1e9", None),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(days=9), usegmt=True), 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_RETRY_AFTER),
        ("Sun, 01 Mar 2026 13:01:00 +0100", 60.0),
        ("Sun, 99 Mar 2026 99:01:00 GMT", None),
    ],
)
def test_retry_after(value: str | None, expected: float | None) -> None:
    assert retry_after(value, NOW) == expected


@given(st.text() | st.integers().map(str))
def test_no_header_raises_and_all_are_bounded(value: str) -> None:
    found = retry_after(value, NOW)
    assert found is None or 0 <= found <= LONGEST_RETRY_AFTER


@given(st.integers(2, 2000), st.floats(0, 1), st.none() | st.integers(0, 4000).map(str))
def test_waits_grow_and_are_bounded(attempt: int, jitter: float, header: str | None) -> None:
    wait = wait_before(attempt, header, NOW, jitter)
    assert (retry_after(header, NOW) or 0) <= wait <= 1.5 * max(LONGEST_WAIT, LONGEST_RETRY_AFTER)
    assert wait_before(attempt + 1, header, NOW, jitter) >= wait > 0


def test_the_first_attempt_waits_only_when_asked() -> None:
    assert wait_before(1, None, NOW, 0.5) == 0 and wait_before(1, "7", NOW, 0.5) == 7
    assert wait_before(2, None, NOW, float("nan")) == 5


@pytest.mark.parametrize("status", [500, 502, 503, 504, 521, 408])
def test_server_errors_are_retried(status: int) -> None:
    assert [tries_again(attempt, "failed", status=status) for attempt in range(1, MOST_ATTEMPTS + 1)] == [True] * (
        MOST_ATTEMPTS - 1
    ) + [False]


@pytest.mark.parametrize(
    "failure",
    [
        "TimeoutError",
        "ConnectionResetError",
        "ResponseDataLossError",
        "DownloadTimeoutError",
        "truncated: 3 of 9 bytes",
        "ConnectionLost",
        "Connection refused",
    ],
)
def test_broken_connections_are_retried(failure: str) -> None:
    assert is_retried("failed", failure=failure)


@pytest.mark.parametrize(
    ("outcome", "status", "failure"),
    [
        ("refused", 403, ""),
        ("refused", 429, ""),
        ("refused", 503, "a Cloudflare challenge"),
        ("gone", 404, ""),
        ("ok", 200, ""),
        ("redirected", 301, ""),
        ("failed", 200, "a login page"),
        ("failed", None, "DNSLookupError"),
        ("failed", None, "could not resolve host: timed out"),
    ],
)
def test_what_is_never_retried(outcome: str, status: int | None, failure: str) -> None:
    assert not is_retried(outcome, status=status, failure=failure)
