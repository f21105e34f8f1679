"""Whether an export is still what its manifest says."""

import hashlib
from pathlib import Path, PurePosixPath

from oimcrawler.exports.manifest import read_manifest


def check_export(folder: Path) -> list[str]:
    """What is wrong with an export, one line a file that is missing or differs from its manifest; raises Problem (2) where there is no manifest."""
    found = []
    for file in read_manifest(folder).files:
        name = PurePosixPath(file.path)
        path = folder / name
        if name.is_absolute() or ".." in name.parts:
            found.append(f"{file.path}: the manifest names a file outside of the folder")
        elif not path.is_file():
            found.append(f"{file.path}: is missing")
        elif path.stat().st_size != file.bytes:
            found.append(f"{file.path}: has {path.stat().st_size} bytes, the manifest says {file.bytes}")
        else:
            with path.open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() != file.sha256:
                    found.append(f"{file.path}: is not what was exported (SHA-256 differs)")
    return found
