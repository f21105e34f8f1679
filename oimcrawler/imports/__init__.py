"""Importing what somebody already has: texts, pages, exports and web archives, into the same articles, versions and addresses as a crawl."""

from oimcrawler.imports.importing import Imported, import_paths

__all__ = ["Imported", "import_paths"]
