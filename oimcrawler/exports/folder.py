"""The folder of an export: files are made out of sight beside the old ones and take their places when all of them are finished."""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oimcrawler.exits import BUSY, INTERNAL, USAGE, Problem
from oimcrawler.exports.manifest import MANIFEST
from oimcrawler.exports.writers import CHANGES, FILES

_STAGE = ".export-unfinished"
_BEFORE = ".export-replaced"
_TEXT_NAME = re.compile(r"\d{3,}_[0-9a-f]{16}\.txt\Z")
_OURS = frozenset({*FILES.values(), CHANGES})


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A new folder to write an export into; when the block ends well, what is in it replaces the export in `folder`, the manifest last.

    When it does not, or the process dies, the export that was there stays, and the next one takes the leftovers away.
    Raises Problem: 2 where the folder cannot be written, 13 where another export is writing there, 1 where the disk is full.
    """
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _lock(folder, handle)
        with _explained(folder):
            _tidy(folder)
            _refuse_foreign_texts(folder)
            stage = folder / _STAGE
            stage.mkdir()
            try:
                yield stage
                _install(stage, folder, handle)
            finally:
                shutil.rmtree(stage, ignore_errors=True)
    finally:
        os.close(handle)


def _lock(folder: Path, handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Problem(BUSY, f"{folder}: another export is writing there; wait for it or name another folder") from None


def _tidy(folder: Path) -> None:
    """Take away what a killed export has left, and give back what it had put aside."""
    shutil.rmtree(folder / _STAGE, ignore_errors=True)
    before = folder / _BEFORE
    if before.is_dir() and not (folder / FILES["txt"]).exists():
        before.rename(folder / FILES["txt"])
    shutil.rmtree(before, ignore_errors=True)


def _refuse_foreign_texts(folder: Path) -> None:
    texts = folder / FILES["txt"]
    if not texts.exists():
        return
    if not texts.is_dir() or texts.is_symlink() or any(not _TEXT_NAME.match(entry.name) for entry in texts.iterdir()):
        raise Problem(
            USAGE, f"{texts}: holds other things than exported texts and would be replaced; name another folder"
        )


def _install(stage: Path, folder: Path, handle: int) -> None:
    names = sorted((entry.name for entry in stage.iterdir()), key=lambda name: (name == MANIFEST, name))
    if FILES["txt"] in names:
        _replace_texts(stage, folder)
    for name in names:
        if name == MANIFEST:
            _drop_stale(folder, set(names))
            # What the manifest names is on the disk before the manifest is.
            os.fsync(handle)
        if name != FILES["txt"]:
            (stage / name).replace(folder / name)
    os.fsync(handle)


def _replace_texts(stage: Path, folder: Path) -> None:
    texts, before = folder / FILES["txt"], folder / _BEFORE
    if texts.exists():
        texts.rename(before)
    (stage / FILES["txt"]).rename(texts)
    shutil.rmtree(before, ignore_errors=True)


def _drop_stale(folder: Path, names: set[str]) -> None:
    """A file that the last export made and this one does not would be taken for a part of it."""
    try:
        listed = {
            str(file["path"]).partition("/")[0] for file in json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        return
    for name in sorted((listed & _OURS) - names):
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place, why = error.filename or folder, error.strerror or str(error)
        code = INTERNAL if error.errno in (28, 122) else USAGE
        raise Problem(
            code, f"{place}: {why}; the export that was there is untouched, make room or name another folder"
        ) from None
