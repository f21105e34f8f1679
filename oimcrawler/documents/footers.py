"""The lines at the very end of documents that belong to the page and not to the article: a strict rule, because contact lines do belong to it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from oimcrawler.documents.lines import is_prose, key_of, line_hash

_SHARE: Final = 0.8
_MARKS = re.compile(
    r"©|^\(c\) |copyright|tous droits r[ée]serv|all rights reserved|derechos reservados|(الحقوق محفوظة|حقوق (النشر|الطبع))"
    r"|^(suivez|rejoignez)[- ]nous|^follow us|^s[íi]guenos|^تابعو?نا|^mentions l[ée]gales|^legal notice|^(politique de )?confidentialit[ée]$"
    r"|^privacy( policy| notice)?$|^terms (of use|and conditions)|^conditions (g[ée]n[ée]rales )?d'utilisation|^سياسة الخصوصية|^شروط الاستخدام"
    r"|^plan du site$|^site ?map$|^خريطة الموقع$|haut de (la )?page$|^retour en haut|^back to top$|^العودة إلى الأعلى$"
    r"|newsletter$|^s'abonner|^abonnez-vous|^subscribe"
    r"|^(partager|partagez|share|compartir|شارك|مشاركة)( (cet article|cette page|sur|this|on|هذا|هذه|على)\b.*)?$|^(imprimer|print|اطبع|طباعة)$"
    r"|^(facebook|twitter|x|linkedin|instagram|youtube|whatsapp|flickr|tiktok)$"
)
_CONTACT = re.compile(
    r"\S@\S|\d(?:[\s.()/-]*\d){6}|\bt[ée]l\b|phone|mobile|pour (de )?plus d|more information|further information|contacter|contact (with|avec)|"
    r"media contact|contact m[ée]dia|contact ?:|مزيد من المعلومات|للاتصال|للتواصل|هاتف"
)


def _is_contact(line: str) -> bool:
    return bool(_CONTACT.search(line.casefold()))


def is_footer_mark(line: str) -> bool:
    """Whether a line says of itself that it belongs to the page: rights, sharing, following, legal notices; never a contact of an article.

    >>> [is_footer_mark(line) for line in ("© OIM 2024. Tous droits réservés", "Partager", "Partage d'expériences", "Contact : presse@example.org")]
    [True, True, False, False]
    """
    key = key_of(line)
    return len(key) <= 100 and bool(_MARKS.search(key)) and not _is_contact(line)


def footer_lines(endings: Iterable[tuple[int, Sequence[str]]]) -> tuple[tuple[str, str, int], ...]:
    """The footer lines of one kind of documents as (hash, text, documents), from their last lines as (article, lines).

    A line counts when it stands among the last ones on four fifths of the articles and says of itself that it is a footer; its neighbours
    below the first
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
        if len(stands[key]) >= needed and len(key) <= 100 and not is_prose(texts[key]) and not _is_contact(texts[key])
    )
    return tuple((line_hash(key), texts[key], documents[key]) for key in kept)
