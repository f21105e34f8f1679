"""The lines at the very end of documents that belong to the page and not to the article: a strict rule, because contact lines do belong to it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from oimcrawler.documents.lines import is_prose, key_of, line_hash

_SHARE: Final = 0.8
_MARKS = re.compile(
    r"©|\(c\) \d|copyright|tous droits r[ée]serv|all rights reserved|^(suivez|rejoignez)[- ]nous|^follow us|^partage[rz]?( |$)|^share( |$)|mentions l[ée]gales|legal notice|"
    r"confidentialit[ée]|privacy|terms (of use|and conditions)|conditions (g[ée]n[ée]rales|d'utilisation)|^plan du site|^site ?map|haut de (la )?page|back to top|^retour|newsletter|"
    r"^s'abonner|^abonnez|^subscribe|^imprimer|^print( |$)|^(facebook|twitter|x|linkedin|instagram|youtube|whatsapp|flickr|tiktok)$|derechos reservados|^compartir|^s[íi]guenos|"
    r"حقوق|^شارك|^مشاركة|^تابعنا|^تابعونا|الخصوصية|خريطة الموقع|^اطبع|^طباعة|النشرة"
)
_CONTACT = re.compile(
    r"\S@\S|\d(?:[\s.()/-]*\d){6}|\bt[ée]l\b|\btel\b|phone|mobile|pour (de )?plus d|more information|further information|"
    r"contacter|contact (with|avec)|media contact|contact m[ée]dia|مزيد من المعلومات|للاتصال|للتواصل|هاتف|contact ?:"
)


def is_footer_mark(line: str) -> bool:
    """Whether a line says of itself that it belongs to the page: rights, sharing, following, legal notices; never a contact of an article.

    >>> is_footer_mark("© OIM 2024. Tous droits réservés"), is_footer_mark("Partager"), is_footer_mark("Contact : Mme Alami, presse@example.org")
    (True, True, False)
    """
    key = key_of(line)
    return len(key) <= 100 and bool(_MARKS.search(key)) and not _CONTACT.search(key)


def footer_lines(endings: Iterable[tuple[int, Sequence[str]]]) -> tuple[tuple[str, str, int], ...]:
    """The footer lines of one kind of documents as (hash, text, documents), from their last lines as (article, lines).

    A line counts when it stands among the last ones on four fifths of the articles and says of itself that it is a footer; its neighbours below the first
    such line go with it, if they are short and no contact. On fewer than five articles it has to stand on all.
    """
    stands: dict[str, set[int]] = defaultdict(set)
    documents: dict[str, int] = defaultdict(int)
    texts: dict[str, str] = {}
    articles: set[int] = set()
    below: set[str] = set()
    for article, lines in endings:
        articles.add(article)
        keys = [key_of(line) for line in lines]
        top = next((place for place, line in enumerate(lines) if is_footer_mark(line)), len(lines))
        for place, (key, line) in enumerate(zip(keys, lines, strict=True)):
            stands[key].add(article)
            documents[key] += 1
            texts[key] = min(line, texts.get(key, line))
            if place >= top:
                below.add(key)
    needed = len(articles) if len(articles) < 5 else _SHARE * len(articles)
    if len(articles) < 2:
        return ()
    kept = (
        key
        for key in sorted(below)
        if len(stands[key]) >= needed and len(key) <= 100 and not is_prose(texts[key]) and not _CONTACT.search(key)
    )
    return tuple((line_hash(key), texts[key], documents[key]) for key in kept)
