"""Reading for others: one state of the archive for several queries, and texts that always decode."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def snapshot(db: sqlite3.Connection) -> Iterator[None]:
    """Whatever is read in the block is of one moment; inside a transaction it simply joins it."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")


@contextmanager
def lossy_texts(db: sqlite3.Connection) -> Iterator[None]:
    """In the block, bytes that are not UTF-8 (another program wrote them) come out as U+FFFD, which costs a call for every text."""
    kept = db.text_factory
    db.text_factory = _decoded
    try:
        yield
    finally:
        db.text_factory = kept


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")
