"""Documents for measuring the cleaning: invented menus over invented articles, with everything that makes cleaning hard, and the truth
beside each."""

import random
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from oimcrawler.replica.writing import write

_LEAD: Final = {
    "fr": "L'Agence des ports réunit 174 communes du littoral et de l'intérieur, et veille depuis 1983 à ce que chacun voyage dignement.",
    "en": "The Agency of Ports brings 174 towns of the coast and the hinterland together, and has cared since 1983 for dignified journeys.",
    "ar": "تجمع وكالة الموانئ والمعابر 174 جماعة من الساحل والداخل، وتعمل منذ عام 1983 من أجل أن يسافر كل إنسان بكرامة وأمان.",
}
_WORK: Final = {
    "fr": "D'un port à l'autre, nos équipes accompagnent les voyageurs et contribuent au Programme 2030 dans 12 provinces du royaume.",
    "en": "From one port to the next, our teams accompany travellers and contribute to the 2030 Agenda in 12 provinces of the kingdom.",
    "ar": "من ميناء إلى آخر ترافق فرقنا المسافرين وتكون الموظفين وتساهم في تحقيق خطة عام 2030 في 12 إقليما من أقاليم المملكة.",
}
_NAMES: Final = {
    "fr": (
        "Notre agence",
        "Nos missions",
        ("Structure", "Agence mondiale"),
        ("Ports et gares", "Priorités communes"),
        ("Chiffres et cartes", "S'engager", "Agir"),
    ),
    "en": (
        "Our agency",
        "Our missions",
        ("Structure", "Agency worldwide"),
        ("Ports and stations", "Common priorities"),
        ("Figures and maps", "Get involved", "Act"),
    ),
    "ar": (
        "وكالتنا",
        "مهامنا",
        ("الهيكلة", "الوكالة في العالم"),
        ("الموانئ والمحطات", "الأولويات المشتركة"),
        ("أرقام وخرائط", "شارك معنا", "بادر"),
    ),
}
_AGENDA: Final = {"fr": "2030 Agenda", "en": "2030 AGENDA", "ar": "أجندة 2030"}
CONTACTS: Final = (
    "Pour plus d'informations, merci de prendre contact avec :",
    "Mme Salma Berrada - Chargée de communication : sberrada@ports.example",
)
FOOTER: Final = ("Partager", "Suivez-nous", "Facebook", "Bureau central de l'Agence", "© Agence des ports 2024")


@dataclass(frozen=True, slots=True)
class Document:
    """A text document and its truth: menu lines, furniture between menu and title, title (None without one), paragraphs, footer lines."""

    menu: tuple[str, ...]
    title: str | None
    paragraphs: tuple[str, ...]
    between: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The document as it would stand in a file."""
        return (
            "\n".join(
                (*self.menu, *self.between, *([self.title] if self.title else []), *self.paragraphs, *self.footer)
            )
            + "\n"
        )

    @property
    def article(self) -> tuple[str, ...]:
        """The lines that must stay."""
        return (*([self.title] if self.title else []), *self.paragraphs)


def platform_menu(lang: str = "fr", host: int = 0) -> tuple[str, ...]:
    """A menu of the platform's shape, of an organisation that does not exist; each host has other headings and another length."""
    us, work, first, second, leaves = _NAMES[lang]
    mark = "" if host == 0 else f" {'ABCDEFGH'[host % 8] * 3}"
    place = {"fr": " Bureau", "en": " Office", "ar": " مكتب"}[lang] + mark + "."
    lines = ["-", us + mark, us + mark + _LEAD[lang] + place]
    lines += [line for name in first[: 1 + (host + 1) % 2] for line in (name, name)]
    lines += ["-", work + mark, work + mark + _WORK[lang] + place]
    lines += [line for name in second for line in (name + mark, name + mark)]
    return (*lines, *(f"- {leaf}" for leaf in leaves[host % 2 :]), f"- {_AGENDA[lang]}")


def plain_menu(lang: str = "fr", host: int = 0) -> tuple[str, ...]:
    """A menu of another platform: plain entries, an introduction, a search line, no closing leaf that anybody could know."""
    us, work, first, second, leaves = _NAMES[lang]
    mark = "" if host == 0 else f" {'ABCDEFGH'[host % 8] * 3}"
    return ("Menu" + mark, us + mark, *first, _LEAD[lang] + mark, work + mark, *second, *leaves, "Contact" + mark)


def article(number: int, lang: str = "fr", seed: int = 1) -> Document:
    """An invented article without a menu; its number is its identity."""
    text = write(number, lang, seed, date(2024, 3, 1 + number % 28))
    return Document((), text.title, text.paragraphs)


Condition = Callable[[tuple[str, ...], random.Random, int], list[Document]]


def _under(menu: tuple[str, ...], seed: int, size: int = 5, lang: str = "fr", start: int = 0) -> list[Document]:
    return [replace(article(number, lang, seed), menu=menu) for number in range(start, start + size)]


def _some(documents: list[Document], change: Callable[[Document], Document], which: tuple[int, ...]) -> list[Document]:
    return [change(document) if place in which else document for place, document in enumerate(documents)]


def _drift(change: Callable[[list[str], int], None], which: tuple[int, ...] = (1, 3)) -> Condition:
    def condition(menu: tuple[str, ...], rng: random.Random, seed: int) -> list[Document]:
        lines = list(menu)
        change(lines, rng.randrange(2, len(lines) - 1))
        return _some(_under(menu, seed), lambda document: replace(document, menu=tuple(lines)), which)

    return condition


def _take_out(lines: list[str], place: int) -> None:
    del lines[place]


def _add(lines: list[str], place: int) -> None:
    lines.insert(place, "Le mot du mois")


def _reword(lines: list[str], place: int) -> None:
    lines[place] = ("- " if lines[place].startswith("- ") else "") + "Espace des voyageurs et des familles"


def _each_its_own(menu: tuple[str, ...], rng: random.Random, seed: int) -> list[Document]:
    documents = []
    for document in _under(menu, seed, 6):
        lines = list(menu)
        place = rng.randrange(2, len(lines) - 1)
        rng.choice((_take_out, _add, _reword))(lines, place)
        documents.append(replace(document, menu=tuple(lines)))
    return documents


def _inside(menu: tuple[str, ...], rng: random.Random, seed: int) -> list[Document]:
    words = [line.removeprefix("- ") for line in menu if 3 < len(line) < 40 and "2030" not in line]
    return [
        replace(
            document,
            paragraphs=(rng.choice(words), document.paragraphs[0], rng.choice(words), *document.paragraphs[1:]),
        )
        for document in _under(menu, seed)
    ]


def _bullets(menu: tuple[str, ...], rng: random.Random, seed: int) -> list[Document]:
    leaves = [line for line in menu if line.startswith("- ")] or ["- Agir", "- S'engager"]
    return [
        replace(
            document,
            paragraphs=(
                document.paragraphs[0],
                "- L'accueil des familles",
                leaves[0],
                "- La formation des agents",
                leaves[-1],
                *document.paragraphs[1:],
            ),
        )
        for document in _under(menu, seed)
    ]


def _own_sentence(menu: tuple[str, ...], rng: random.Random, seed: int) -> list[Document]:
    opening = _LEAD["fr"]
    return _some(
        _some(_under(menu, seed), lambda d: replace(d, paragraphs=(opening, *d.paragraphs)), (0, 2)),
        lambda d: replace(d, paragraphs=(opening.replace("'", "’"), *d.paragraphs)),
        (3,),
    )


def _hosts(menu: tuple[str, ...], rng: random.Random, seed: int) -> list[Document]:
    maker = platform_menu if menu[0] == "-" else plain_menu
    found = [d for host in range(3) for d in _under(maker("fr", host), seed, 4, start=10 * host)]
    rng.shuffle(found)
    return found


def _redesign(menu: tuple[str, ...], rng: random.Random, seed: int) -> list[Document]:
    maker = platform_menu if menu[0] == "-" else plain_menu
    other = (
        ("-", "Découvrir", "DécouvrirL'Agence ouvre ses portes à toutes et à tous.", *maker("fr", 5)[3:])
        if menu[0] == "-"
        else ("Ouvrir le menu", *maker("fr", 5)[1:])
    )
    return _under(menu, seed, 5) + _under(other, seed, 2, start=20)


FLAT: Final = {
    "fr": (
        "Accueil",
        "Actualités",
        "Qui sommes-nous ?",
        "Phares et balises",
        "Structure",
        "Nous écrire",
        "Agir",
        "Recherche",
    ),
    "en": ("Home", "News", "About us", "Lighthouses", "Structure", "Write to us", "Act", "Search"),
    "ar": ("الرئيسية", "الأخبار", "من نحن", "المنارات", "الهيكلة", "اتصل بنا", "بادر", "بحث"),
}


def flat_menu(lang: str = "fr", size: int = 5) -> tuple[str, ...]:
    """A short menu of plain entries, some of which other menus have too."""
    return FLAT[lang][:size]


def _flat_beside(menu: tuple[str, ...], rng: random.Random, seed: int) -> list[Document]:
    kinds = zip(("fr", "en", "ar"), rng.sample(range(3, 9), 3), (4, 3, 2), strict=True)
    documents = _under(menu, seed, 5)
    for number, (lang, size, count) in enumerate(kinds):
        documents += _under(flat_menu(lang, size), seed, count, lang, 20 + 10 * number)
    return documents


def _flat_drift(menu: tuple[str, ...], rng: random.Random, seed: int) -> list[Document]:
    new = _under(flat_menu("fr", 7), seed, 4, start=20)
    lines = list(flat_menu("fr", 7))
    rng.choice((_take_out, _add, _reword))(lines, rng.randrange(2, 6))
    return _under(menu, seed, 5) + _some(new, lambda d: replace(d, menu=tuple(lines)), (1, 3))


def _wrapped(menu: tuple[str, ...], rng: random.Random, seed: int) -> list[Document]:
    return [
        replace(d, paragraphs=tuple(line for p in d.paragraphs for line in textwrap.wrap(p.replace("œ", "?"), 72)))
        for d in _under(menu, seed)
    ]


def _copies(menu: tuple[str, ...], rng: random.Random, seed: int) -> list[Document]:
    maker = platform_menu if menu[0] == "-" else plain_menu
    one, two = article(1, "fr", seed), article(2, "fr", seed)
    changed = replace(one, paragraphs=(one.paragraphs[0].replace(" a ", " avait ", 1), *one.paragraphs[1:]))
    other = maker("fr", 3)
    return [
        replace(d, menu=m)
        for d, m in (
            (one, menu),
            (one, other),
            (changed, menu),
            (two, menu),
            (two, other),
            (article(3, "fr", seed), other),
        )
    ]


def _languages(*langs: str, menu_lang: str) -> Condition:
    def condition(menu: tuple[str, ...], rng: random.Random, seed: int) -> list[Document]:
        own = (platform_menu if menu[0] == "-" else plain_menu)(menu_lang)
        return [
            replace(article(number, lang, seed), menu=own) for number, lang in zip(range(6), langs * 6, strict=False)
        ]

    return condition


def _twins(menu: tuple[str, ...], rng: random.Random, seed: int) -> list[Document]:
    documents = _under(menu, seed, 6)
    same = "Appel à candidatures pour la formation des agents du port"
    return _some(documents, lambda d: replace(d, title=same), (1, 4))


CONDITIONS: Final[dict[str, Condition]] = {
    "identical menu": lambda menu, rng, seed: _under(menu, seed),
    "two documents": lambda menu, rng, seed: _under(menu, seed, 2),
    "174 → 175": lambda menu, rng, seed: _some(
        _under(menu, seed), lambda d: replace(d, menu=tuple(line.replace("174", "175") for line in d.menu)), (1, 3)
    ),
    "a line added": _drift(_add),
    "added on one": _drift(_add, (2,)),
    "a line removed": _drift(_take_out),
    "removed on one": _drift(_take_out, (2,)),
    "a line reworded": _drift(_reword),
    "reworded on one": _drift(_reword, (2,)),
    "each its own drift": _each_its_own,
    "quotes changed": lambda menu, rng, seed: _some(
        _under(menu, seed), lambda d: replace(d, menu=tuple(line.replace("'", "’") for line in d.menu)), (0, 3)
    ),
    "menu word inside": _inside,
    "bullets like leaves": _bullets,
    "body begins with the menu's sentence": _own_sentence,
    "text on the 2030 Agenda": lambda menu, rng, seed: [
        replace(
            d,
            paragraphs=(
                "L'Agenda 2030 appelle à une mobilité sûre. Le programme 2030 engage aussi les ports.",
                "- Agenda 2030",
                *d.paragraphs,
            ),
        )
        for d in _under(menu, seed)
    ],
    "contact lines on 3 of 5": lambda menu, rng, seed: _some(
        _under(menu, seed), lambda d: replace(d, paragraphs=(*d.paragraphs, *CONTACTS)), (0, 2, 4)
    ),
    "contact lines on all": lambda menu, rng, seed: [
        replace(d, paragraphs=(*d.paragraphs, *CONTACTS)) for d in _under(menu, seed)
    ],
    "footer": lambda menu, rng, seed: [replace(d, footer=FOOTER) for d in _under(menu, seed, 6)],
    "contact lines and footer": lambda menu, rng, seed: [
        replace(d, paragraphs=(*d.paragraphs, *CONTACTS), footer=FOOTER) for d in _under(menu, seed, 6)
    ],
    "no title line": lambda menu, rng, seed: _some(_under(menu, seed), lambda d: replace(d, title=None), (1, 3)),
    "no menu": lambda menu, rng, seed: _some(_under(menu, seed, 6), lambda d: replace(d, menu=()), (1, 3, 4)),
    "hard-wrapped": _wrapped,
    "Arabic": _languages("ar", menu_lang="ar"),
    "English under a French menu": _languages("fr", "en", menu_lang="fr"),
    "Arabic under an English menu": _languages("en", "ar", menu_lang="en"),
    "one article under two menus": _copies,
    "two articles with one title": _twins,
    "three hosts mixed": _hosts,
    "a redesign in the middle": _redesign,
    "short flat menus beside": _flat_beside,
    "a short flat menu that drifts": _flat_drift,
    "labels and a date": lambda menu, rng, seed: [
        replace(d, between=("Communiqué", "Local", "12 mars 2024")) for d in _under(menu, seed)
    ],
}
