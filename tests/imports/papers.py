"""Invented documents for the tests of imports and safekeeping."""

import sqlite3
from pathlib import Path
from typing import Any

MENU = """\
Qui sommes nous
L'Organisation des ponts a été créée en 1961.
À propos
À propos
- Histoire
- Structure
- Contact
Nos activités
Nos activités
- Ateliers
- Chantiers
- 2030 Agenda"""
TITLES = (
    "Un chantier naval rouvre ses portes à Larache",
    "Les apprentis forgerons exposent à Azrou",
    "Une bibliothèque ambulante parcourt le Rif",
    "Vingt jardinières transforment une friche à Salé",
)
BODIES = (
    "Larache – Fermé depuis onze ans, le chantier a retrouvé hier ses charpentiers et leurs outils.\nLe "
    "premier bateau sera mis à l'eau au printemps, annonce le contremaître.",
    "Azrou – Quarante pièces de métal, du heurtoir à la girouette, sont montrées dans l'ancien "
    "marché couvert.\n- Entrée libre\n- Tous les jours jusqu'au dimanche",
    "Chefchaouen – Le camion jaune s'arrête deux heures dans chaque village et prête des livres en "
    "trois langues.\nLes enfants l'attendent au bord de la route dès le matin.",
    "Salé – La friche derrière la gare est devenue un verger où poussent grenadiers et "
    "figuiers.\nLes jardinières vendent leurs confitures au marché du jeudi.",
)


def paper(number: int, menu: str = MENU) -> str:
    """A text document as somebody's extraction left it: menu, title, paragraphs."""
    return f"{menu}\n{TITLES[number]}\n{BODIES[number]}\n"


def write_papers(folder: Path, *numbers: int) -> list[Path]:
    """Text documents in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in numbers or range(len(TITLES)):
        file = folder / f"{number:03}_papier.txt"
        file.write_text(paper(number), "utf-8")
        files.append(file)
    return files


def page(number: int, *, slug: str | None = None, lang: str = "fr", extra: str = "") -> str:
    """The same article as a web page, with a canonical address when it has a slug."""
    link = f'<link rel="canonical" href="https://morocco.iom.int/fr/news/{slug}">' if slug else ""
    lines = "".join(f"<p>{line}</p>" for line in BODIES[number].split("\n"))
    menu = "".join(f"<li><a href='/{n}'>{line}</a></li>" for n, line in enumerate(MENU.split("\n")))
    return (
        f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>{TITLES[number]}</title>{link}"
        f"<meta property='article:published_time' content='2024-03-0{number + 1}T10:00:00Z'></head><body><nav><ul>{menu}</ul></nav>"
        f"<main><h1>{TITLES[number]}</h1><div class='body'>{lines}{extra}</div></main><footer><p>© "
        "L'Organisation des ponts</p></footer></body></html>"
    )


def rows(archive: Path, sql: str, *given: Any) -> list[tuple[Any, ...]]:
    """What a plain SQLite finds in an archive."""
    db = sqlite3.connect(archive)
    try:
        return db.execute(sql, given).fetchall()
    finally:
        db.close()


def state(archive: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Articles, versions and addresses without their times: what must not depend on how they came."""
    return {
        "articles": rows(
            archive,
            "SELECT uid, url, site, lang, title, body, content_hash, version, state, published_on, quality FROM articles ORDER BY uid",
        ),
        "versions": rows(
            archive, "SELECT uid, version, title, body, content_hash, cause FROM versions ORDER BY uid, version"
        ),
        "addresses": rows(archive, "SELECT url, uid, role FROM addresses ORDER BY url"),
    }
