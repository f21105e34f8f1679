"""The site over one archive: a Datasette that reads it, with our pages and nothing that writes."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm
from datasette.utils.sqlite import sqlite3

from oimcrawler.archive import open_reader
from oimcrawler.web import plugin


class ArchiveDatabase(Database):  # type: ignore[misc]
    """The archive as Datasette reads it: by a name with any characters, in a folder that nobody may write in, never for writing."""

    def connect(self, write: bool = False) -> Any:
        """A connection for one of Datasette's threads."""
        if write:
            raise sqlite3.OperationalError("the archive is read, never written, by this site")
        uri = Path(self.path).absolute().as_uri()
        db = _open(f"{uri}?mode=ro")
        try:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            db.close()
            if Path(f"{self.path}-wal").exists():
                raise
            # A folder that nobody may write in: without a -wal file beside it the file is complete as it is.
            db = _open(f"{uri}?mode=ro&immutable=1")
        db.execute("PRAGMA query_only = ON")
        self._all_file_connections.append(db)
        return db

    async def foreign_keys_for_table(self, table: str) -> list[Any]:
        """None: Datasette would follow them into the internal tables to label a uid with its title."""
        return []

    async def get_all_foreign_keys(self) -> dict[str, Any]:
        """None, as above."""
        return {name: {"incoming": [], "outgoing": []} for name in await self.table_names()}

    def interrupt(self) -> None:
        """End what is being read."""
        for db in self._all_file_connections:
            db.interrupt()


def _open(uri: str) -> Any:
    return sqlite3.connect(uri, uri=True, timeout=5.0, isolation_level=None, check_same_thread=False)


def make_site(path: Path, *, loopback: bool = True) -> Any:
    """The site over an archive, as an instance of Datasette (its `.app()` is the ASGI application); raises Problem where there is no archive.

    With `loopback` only requests that name this machine are answered. `close_site` ends it.
    """
    with open_reader(path):
        pass
    if not pm.is_registered(plugin):
        pm.register(plugin, plugin.NAME)
    site = Datasette(
        files=[],
        memory=False,
        template_dir=str(files("oimcrawler.web") / "templates"),
        metadata={
            "plugins": {plugin.NAME: {"loopback": loopback}},
            "databases": {plugin.DATABASE: {"tables": {"articles": {"fts_table": "articles_fts", "fts_pk": "rowid"}}}},
        },
        settings={
            "default_allow_sql": False,
            "allow_download": False,
            "allow_facet": False,
            "suggest_facets": False,
            "allow_csv_stream": False,
            "default_page_size": 50,
            "max_returned_rows": 500,
            "sql_time_limit_ms": 3000,
            "truncate_cells_html": 200,
            "default_cache_ttl": 0,
            "cache_size_kb": 32_000,
        },
    )
    if "_memory" in site.databases:
        site.remove_database("_memory")
    site.add_database(ArchiveDatabase(site, str(path), is_mutable=True), name=plugin.DATABASE)
    return site


def close_site(site: Any) -> None:
    """End what is being read, and let go of the archive."""
    for database in site.databases.values():
        if isinstance(database, ArchiveDatabase):
            database.interrupt()
    if site.executor is not None:
        site.executor.shutdown(wait=True, cancel_futures=True)
    for database in site.databases.values():
        database.close()
