"""The archive: one SQLite file that keeps bytes, texts, versions and the state of the crawl."""

from oimcrawler.archive.file import Archive, default_path, open_archive, open_reader, run_lock, transaction

__all__ = ["Archive", "default_path", "open_archive", "open_reader", "run_lock", "transaction"]
