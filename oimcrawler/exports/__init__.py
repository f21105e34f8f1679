"""Exports: the archive's articles as files for other people, whole or what changed since a cursor, the same state always in the same bytes."""

from oimcrawler.exports.check import check_export
from oimcrawler.exports.delta import apply_delta
from oimcrawler.exports.export import export
from oimcrawler.exports.manifest import ExportedFile, Manifest, read_manifest
from oimcrawler.exports.rows import COLUMNS
from oimcrawler.exports.writers import FORMATS

__all__ = ["COLUMNS", "FORMATS", "ExportedFile", "Manifest", "apply_delta", "check_export", "export", "read_manifest"]
