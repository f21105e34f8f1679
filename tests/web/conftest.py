"""An archive with ordinary and with hostile articles, and a browser of sorts that asks the site for pages without a network."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import lxml.html
import pytest

from oimcrawler.archive import open_archive, transaction
from oimcrawler.archive.withdrawal import withdraw
from oimcrawler.model import Evidence, Removed
from oimcrawler.web.site import close_site, make_site
from tests.exports.archives import World

HOSTILE_TITLE = '<script>document.title="ran"</script> "><img src=x onerror="document.title=\'ran\'"> \u202eevil\u202c'
HOSTILE_BODY = (
    "</p><script>document.title='ran'</script>\n<iframe src=//evil.example></iframe> javascript:alert(1)\n{{ 7*7 }} {% raw %} \x00 \u202e"
    + "x" * 400
)
SECRET_TITLE = "Un secret que personne ne doit plus lire ici"
SECRET_LINE = "La phrase retirée que ce site ne montre nulle part."


@dataclass(frozen=True)
class Visitor:
    """Asks one site for pages."""

    site: Any
    uids: dict[str, str]
    path: Path

    def get(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            found: httpx.Response = await self.site.client.request(
                method, path, headers=headers, follow_redirects=False
            )
            return found

        return asyncio.run(ask())

    def page(self, path: str) -> lxml.html.HtmlElement:
        """A page that answers 200, parsed."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[-300:])
        return lxml.html.document_fromstring(answer.content)

    def json(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.headers["content-type"].startswith("application/json"), path
        return json.loads(answer.content)


def fill(world: World) -> dict[str, str]:
    """Articles of every kind that the pages have to deal with; returns their uids by name."""
    uids = {}
    group = {"fr": "https://maroc.example/fr/news/atelier", "ar": "https://maroc.example/ar/news/warsha"}
    why = {
        "published_on": Evidence("2024-03-01", "json-ld", "script[1]"),
        "title": Evidence("Un atelier", "h1", "main/h1"),
    }
    removed = (
        Removed("Qui sommes nous", "menu", 31, "nav"),
        Removed(f"Lire aussi : {SECRET_TITLE}", "related", 2, "aside"),
    )
    uids["atelier"] = world.store(
        "atelier", "Un atelier à Rabat", "Rabat – Vingt personnes ont appris à lire l'œuvre.\nLe deuxième paragraphe.",
        published_on="2024-03-01", kind="Communiqué", scope="Local", alternates=group, why=why, removed=removed,
    ).uid  # fmt: skip
    world.store(
        "atelier", "Un atelier à Rabat", "Rabat – Trente personnes ont appris à lire l'œuvre.\nLe deuxième paragraphe.",
        published_on="2024-03-01", kind="Communiqué", scope="Local", alternates=group, why=why, removed=removed,
    )  # fmt: skip
    world.store(
        "atelier-0",
        "Un atelier à Rabat",
        "Rabat – Trente personnes ont appris à lire l'œuvre.\nLe deuxième paragraphe.",
    )
    uids["arabic"] = world.store(
        "https://maroc.example/ar/news/warsha",
        "ورشة عمل في الرباط",
        "الرباط – نظمت المنظمة ورشة عمل.\nشارك فيها عشرون شابا.",
        lang="ar",
        published_on="2024-03-02",
        kind="خبر",
        alternates=group,
    ).uid
    uids["hostile"] = world.store(
        "hostile", HOSTILE_TITLE, HOSTILE_BODY, lang="en", published_on="2024-05-01", kind='"><b onclick=x>'
    ).uid
    uids["huge"] = world.store(
        "huge", "Mot" * 3000, "\n".join(["mot " * 4000] * 5), lang="en", published_on="0001-01-01"
    ).uid
    uids["empty"] = world.store("empty", "", "Un texte sans titre.", lang=None).uid
    uids["gone"] = world.store(
        "gone",
        "A training for coast guards",
        "Tangier – Twenty officers took part.",
        lang="en",
        published_on="2023-12-31",
    ).uid
    world.vanish("gone")
    uids["secret"] = world.store(
        "un-secret",
        SECRET_TITLE,
        f"{SECRET_LINE}\nEncore une ligne assez longue pour être reconnue.",
        published_on="2024-04-01",
    ).uid
    world.store(
        "un-secret",
        SECRET_TITLE,
        f"{SECRET_LINE}\nUne autre ligne assez longue pour être reconnue aussi.",
        published_on="2024-04-01",
    )
    # Another address showed an older text of it until it became the same: that identity is hidden with the one it went into.
    world.store(
        "un-secret-bis",
        SECRET_TITLE,
        f"{SECRET_LINE}\nUne troisième ligne.",
        published_on="2024-04-01",
        why={"title": Evidence(SECRET_TITLE, "h1")},
    )
    world.store("un-secret-bis", SECRET_TITLE, f"{SECRET_LINE}\nUne autre ligne assez longue pour être reconnue aussi.")
    with transaction(world.archive.db):
        withdraw(world.archive.db, uids["secret"], "asked by its author", "2026-02-01T00:00:00Z")
    for number in range(45):
        world.store(
            f"serie-{number}",
            f"Série numéro {number}",
            f"Le numéro {number} de la série parle de migration.",
            published_on=f"2025-{number % 12 + 1:02}-15",
            kind="News",
        )
    return uids


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """One filled archive and its site a module; what a test writes, it takes back."""
    # A name that must be quoted in a URI.
    path = tmp_path_factory.mktemp("site") / "arch ive?#%41.db"
    with open_archive(path, create=True) as archive:
        uids = fill(World(archive))
    site = make_site(path)
    yield Visitor(site, uids, path)
    close_site(site)
