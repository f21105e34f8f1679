"""The labels beside a headline: what kind of page it is (`Communiqué`, `News`, `خبر`) and its scope (`Local` or `Global`), as published."""

import re
from itertools import chain
from typing import Final
from urllib.parse import unquote

from oimcrawler.fields.surroundings import after, before, classes, has_own_text, text_of
from oimcrawler.fields.survey import Element, Survey, parts_of, visible
from oimcrawler.model import Card, Evidence
from oimcrawler.text import normal_line

_KIND_WORDS: Final = """
news|news release|press release|press briefing|press briefing notes|media release|story|stories|feature story|
feature|statement|joint statement|
speech|speeches|interview|video|photo story|photo essay|blog|opinion|op-ed|announcement|newsletter|publication|
report|event|update|situation report|article|
communiqué|communiqués|communique|communiqué de presse|communiqué conjoint|actualité|actualités|nouvelle|
nouvelles|note de presse|histoire|histoires|récit|
témoignage|déclaration|déclarations|déclaration conjointe|discours|entretien|vidéo|reportage|portrait|tribune|
annonce|événement|brève|note d'information|dossier|
comunicado|comunicado de prensa|noticia|noticias|nota de prensa|historia|historias|declaración|discurso|reportaje|entrevista|
comunicato|comunicato stampa|notizia|notizie|storia|storie|dichiarazione|discorso|intervista|
pressemitteilung|nachricht|nachrichten|erklärung|rede|notícia|notícias|comunicado de imprensa|declaração|
história|nieuws|persbericht|verklaring|verhaal|
خبر|أخبار|الأخبار|بيان|بيان صحفي|بيان مشترك|بلاغ|بلاغ صحفي|قصة|قصص|قصة نجاح|تصريح|تصريحات|خطاب|كلمة|مقال|تقرير|
فيديو|مقابلة|حوار|إعلان|فعالية
"""
_KINDS: Final = frozenset(word.strip() for word in _KIND_WORDS.split("|"))
_SCOPES: Final = {"local": "Local", "global": "Global"}
_KIND_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:content-?type|type-label|news-?type|article-?type|node-?type|field--?name-(?:field-)?type|"
    r"kicker|bundle)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"\s*[|·•/,;>»]\s*|\s+[–—-]\s+|\s{2,}")
_SECTIONS: Final = {
    "stories": "Story",
    "story": "Story",
    "statements": "Statement",
    "statement": "Statement",
    "press-releases": "Press release",
}


def fold_label(text: str) -> str:
    """A label without case, quotes' styles and a closing colon."""
    return normal_line(text).casefold().rstrip(" :.")


def read_labels(
    page: Survey,
    anchor: Element | None,
    *,
    card: Card | None,
    hinted_kind: tuple[Element, str] | None,
    hinted_scope: tuple[Element, str] | None,
) -> tuple[Evidence | None, Evidence | None]:
    """Kind and scope of a page, None where it shows none."""
    kind = Evidence(hinted_kind[1], "hint", "hint kind") if hinted_kind else None
    scope = (
        Evidence(hinted_scope[1], "hint", "hint scope")
        if hinted_scope and fold_label(hinted_scope[1]) in _SCOPES
        else None
    )
    if anchor is not None:
        for side, element in chain(
            (("in", e) for e in anchor.iterdescendants()),
            (("before", e) for e in before(anchor)),
            (("after", e) for e in after(anchor)),
        ):
            if kind and scope:
                break
            if (
                not isinstance(element.tag, str)
                or element.tag in ("h1", "time", "script", "style")
                or not has_own_text(element)
            ):
                continue
            text = text_of(element, 90)
            if not text or len(text) > 80:
                continue
            place = f"{element.tag!s} {side} the title"
            for part in _labels(text):
                folded = fold_label(part)
                if folded in _SCOPES:
                    scope = scope or Evidence(part, "label", place)
                elif not kind and (folded in _KINDS or (side != "after" and _names_kind(element, part))):
                    kind = Evidence(part.rstrip(" :"), "label", place)
    if not kind and card and card.kind and (told := visible(card.kind)):
        kind = Evidence(told, "card", card.source)
    return kind or _from_data(page) or _from_address(page.url), scope


def _names_kind(element: Element, part: str) -> bool:
    """Whether the mark-up calls an unknown word the page's type; below the headline such labels belong to teasers."""
    return len(part) <= 40 and not any(map(str.isdigit, part)) and bool(_KIND_CLASS.search(classes(element)))


def _labels(text: str) -> list[str]:
    parts = [part for part in _SPLIT.split(text) if part]
    # "Communiqué Local" and "News Global" in one element.
    for part in list(parts):
        head, _, tail = part.rpartition(" ")
        if fold_label(tail) in _SCOPES and fold_label(head) in _KINDS:
            parts += [head, tail]
    return parts


def _from_data(page: Survey) -> Evidence | None:
    for article in page.articles[:3]:
        value = article.get("articleSection")
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, str) and 0 < len(value := visible(value[:200])) <= 60:
            return Evidence(value, "json-ld", "articleSection")
    return None


def _from_address(url: str) -> Evidence | None:
    parts = unquote(parts_of(url).path).lower().strip("/").split("/")
    for part in parts[:-1]:
        if part in _SECTIONS:
            return Evidence(_SECTIONS[part], "url", part)
    return None
