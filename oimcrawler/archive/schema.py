"""The archive's schema and its migrations; what is released is only ever added to."""

import sqlite3
from importlib.resources import files

from sqlite_utils import Database, Migrations

migrations = Migrations("oimcrawler")


@migrations()
def m0001_first(db: Database) -> None:
    """The first schema."""
    run_script(db, files("oimcrawler.archive").joinpath("schema.sql").read_text("utf-8"))


def run_script(db: Database, script: str) -> None:
    """Run the statements of a script one by one: `executescript` would commit the migration's transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.conn.execute(statement)
            statement = ""
