"""Fixtures of the crawl's tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.crawl.mission import Mission


@pytest.fixture
def mission(tmp_path: Path) -> Iterator[Callable[..., Mission]]:
    """Makes missions: arguments are those of Site (6 articles a language unless told otherwise)."""
    with ExitStack() as stack:

        def make(**options: Any) -> Mission:
            folder = tmp_path / f"mission{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            return stack.enter_context(Mission(folder, **options))

        yield make
