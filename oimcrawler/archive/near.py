"""Near duplicates: linked with their distance, never merged."""

import sqlite3


def link_near(db: sqlite3.Connection, uid: str, title: str, body: str) -> None:
    """Link an article to those whose text is nearly its own. The caller holds the transaction."""
