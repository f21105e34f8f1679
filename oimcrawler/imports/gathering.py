"""Which files are documents: what people point at, sorted, with what cannot be one told apart at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from oimcrawler.exits import USAGE, Problem

LARGEST = 64 * 1024 * 1024
KINDS = {
    ".txt": "text",
    ".jsonl": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".warc": "warc",
    ".wacz": "warc",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One file: its kind (text, jsonl, html, warc) and the name it has under the path that was given."""

    path: Path
    name: str
    kind: str


def kind_of(path: Path) -> str | None:
    """The kind of a file by its name, None for other files."""
    return "warc" if path.name.endswith(".warc.gz") else KINDS.get(path.suffix.lower())


def gather(paths: Sequence[Path]) -> list[Found]:
    """The documents under the given files and folders, by name; raises Problem for a path that is not there and where there are none at all."""
    found: dict[Path, Found] = {}
    for path in paths:
        if not path.exists():
            raise Problem(USAGE, f"{path}: no such file or folder")
        for one in _documents(path):
            found.setdefault(one.path.resolve(), one)
    if not found:
        named = ", ".join(map(str, paths))
        raise Problem(USAGE, f"{named}: no documents there (.txt, .jsonl, .html, .warc, .warc.gz, .wacz)")
    return sorted(found.values(), key=lambda one: (one.name, str(one.path)))


def _documents(path: Path) -> Iterator[Found]:
    if path.is_file():
        if kind := kind_of(path):
            yield Found(path, told(path.name), kind)
        else:
            raise Problem(
                USAGE,
                f"{path}: not a kind of document that can be imported (.txt, .jsonl, .html, .warc, .warc.gz, .wacz)",
            )
        return
    for file in sorted(path.rglob("*")):
        if (
            file.is_file()
            and (kind := kind_of(file))
            and not any(part.startswith(".") for part in file.relative_to(path).parts)
        ):
            yield Found(file, told(file.relative_to(path).as_posix()), kind)


def told(name: str) -> str:
    """A file's name as text that can be stored and printed: bytes in it that are not UTF-8 become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read_bytes(found: Found) -> bytes:
    """A document's bytes; raises ValueError with a short reason for one that is too large or cannot be read."""
    try:
        size = found.path.stat().st_size
        if size > LARGEST:
            raise ValueError(f"too large ({size // 1024 // 1024} MB, at most {LARGEST // 1024 // 1024} MB)")
        return found.path.read_bytes()
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror})") from None
