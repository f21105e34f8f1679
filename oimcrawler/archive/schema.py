"""The archive's schema and its migrations; what is released is only ever added to."""

import sqlite3
from collections.abc import Callable
from importlib.resources import files
from typing import Final

from oimcrawler.archive.dictionary import write_dictionary

SET: Final = "oimcrawler"


def m0001_first(db: sqlite3.Connection) -> None:
    """The first schema."""
    run_script(db, files("oimcrawler.archive").joinpath("schema.sql").read_text("utf-8"))


STEPS: Final[tuple[Callable[[sqlite3.Connection], None], ...]] = (m0001_first,)


def pending(db: sqlite3.Connection) -> list[str]:
    """The names of the steps that this archive has still to take; raises ValueError where it has taken one that is not known here."""
    known = [step.__name__ for step in STEPS]
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return known
    done = {row[0] for row in db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (SET,))}
    if unknown := done - set(known):
        raise ValueError(f"unknown steps: {', '.join(sorted(unknown))}")
    return [name for name in known if name not in done]


def migrate(db: sqlite3.Connection) -> None:
    """Take every step that is pending, each in a transaction with its record, and bring the data dictionary in the file up to date."""
    # Imported only when there is something to migrate: it brings pandas along where that is installed.
    from sqlite_utils import Database, Migrations

    migrations = Migrations(SET)

    def register(step: Callable[[sqlite3.Connection], None]) -> None:
        @migrations(name=step.__name__)
        def take(database: Database) -> None:
            step(database.conn)

    for step in STEPS:
        register(step)
    database = Database(db)
    migrations.apply(database)
    with database.atomic():
        write_dictionary(db)


def run_script(db: sqlite3.Connection, script: str) -> None:
    """Run the statements of a script one by one: `executescript` would commit the migration's transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
