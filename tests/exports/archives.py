"""Archives for the tests of this folder, filled through the real writer."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from oimcrawler.archive import Archive, open_archive, transaction
from oimcrawler.archive.articles import Met, Origin, mark_gone, record_redirect, store_article
from oimcrawler.archive.captures import Exchange, begin_run, record_capture
from oimcrawler.archive.withdrawal import purge, restore, withdraw
from oimcrawler.clock import after
from oimcrawler.exits import Problem
from oimcrawler.fingerprint import content_hash
from oimcrawler.model import Article
from oimcrawler.text import join_paragraphs, normal_line

START = "2026-01-05T08:00:00Z"
BASE = "https://maroc.example/fr/news/"
TEXTS = (
    ("L'OIM ouvre un bureau à Oujda", "Oujda – Le bureau reçoit ses premiers visiteurs.\n- Accueil\n- Orientation"),
    ("=Somme(A1)", "+212 est l'indicatif du pays.\n@tous : venez nombreux."),
    ('Un atelier, "deux" langues', "Rabat – « Nous apprenons ; nous parlons », dit-elle.\nFin, dit-il."),
    ("ورشة عمل في الرباط", "الرباط – نظمت المنظمة ورشة عمل.\nشارك فيها عشرون شابا."),
    ("A training for coast guards", "Tangier – Twenty officers took part.\tIt lasted a week."),
)
LANGUAGES = ("fr", "fr", "fr", "ar", "en")


@dataclass
class World:
    """An archive and a clock that moves on with every event."""

    archive: Archive
    now: str = START
    _run: int = 0

    def store(
        self, slug: str, title: str, body: str, *, lang: str | None = "fr", cause: str = "edited", **fields: object
    ) -> Met:
        """An address shows a text."""
        self.now = after(self.now, seconds=1)
        url = slug if ":" in slug else BASE + slug
        title, body = normal_line(title), join_paragraphs(body.split("\n"))
        article = Article(title=title, body=body, content_hash=content_hash(title, body), lang=lang, **fields)  # type: ignore[arg-type]
        with transaction(self.archive.db):
            if not self._run:
                self._run = begin_run(self.archive.db, "iom-morocco", "crawl", self.now)
            page = f"<!doctype html><html><body><h1>{title}</h1><p>{body}</p></body></html>".encode()
            headers = (
                ("Content-Type", "text/html; charset=UTF-8"),
                ("Content-Encoding", "gzip"),
                ("Content-Length", "99"),
                ("ETag", '"x"'),
            )
            exchange = Exchange(
                url, "iom-morocco", self.now, 200, "page", "article", page, headers, "text/html; charset=UTF-8"
            )
            capture = record_capture(self.archive.db, self._run, exchange)
            return store_article(
                self.archive.db, article, Origin("iom-morocco", url, self.now, capture, "test", lang="fr"), cause=cause
            )

    def show(self, slug: str, text: int, **fields: object) -> Met:
        """An address shows one of `TEXTS`."""
        return self.store(slug, *TEXTS[text], lang=LANGUAGES[text], **fields)  # type: ignore[arg-type]

    def vanish(self, slug: str) -> None:
        """The server says that an address is gone."""
        self.now = after(self.now, seconds=1)
        with transaction(self.archive.db):
            mark_gone(self.archive.db, BASE + slug, self.now)

    def redirect(self, slug: str, target: str) -> None:
        """An address redirects to another."""
        self.now = after(self.now, seconds=1)
        with transaction(self.archive.db):
            record_redirect(self.archive.db, BASE + slug, BASE + target, self.now)

    def withdraw(self, slug: str, *, purged: bool = False) -> None:
        """The archive's keeper takes out what stands at an address, perhaps to its last byte."""
        self.now = after(self.now, seconds=1)
        if uid := self._at(slug):
            with transaction(self.archive.db):
                withdraw(self.archive.db, uid, "asked by the author", self.now)
            if purged:
                purge(self.archive.db, uid, self.now)

    def restore(self, slug: str) -> None:
        """And puts it back, if that can be done."""
        self.now = after(self.now, seconds=1)
        if uid := self._at(slug):
            with suppress(Problem), transaction(self.archive.db):
                restore(self.archive.db, uid, self.now)

    def _at(self, slug: str) -> str | None:
        row = self.archive.db.execute("SELECT uid FROM addresses WHERE url = ?", (BASE + slug,)).fetchone()
        return row["uid"] if row else None

    def cursor(self) -> int:
        """The archive's cursor."""
        return int(self.archive.db.execute("SELECT coalesce(max(seq), 0) FROM changes").fetchone()[0])


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """A new, empty archive in a folder."""
    with open_archive(folder / "archive.db", create=True) as archive:
        yield World(archive)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def differing(one: Path, other: Path) -> list[str]:
    """The names of the files that are not the same in two folders."""
    first, second = contents(one), contents(other)
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
