"""What the classes and ids of elements say about them: weak evidence, never enough to drop what holds most of a page's prose."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

_DIGITS: Final = re.compile(r"\d+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORD: Final = re.compile(r"[^a-z0-9]+")
_STATES: Final = re.compile(
    r"active|current|open|expanded|collaps|first|last|odd|even|selected|loaded|visible|promoted|sticky"
)
_FURNITURE: Final = {
    "share": """share sharing shares sharebar social socials sociallinks socialmedia addthis addtoany sharedaddy followus follow partager partage
        compartir condividi teilen""",
    "related": """related recommended recommendations recommendation readmore morenews morestories similar suggested suggestions trending
        popular mostread latest sidebar widget widgets outbrain taboola promo promos upnext readnext seealso more factbox infobox
        aside complementary liens voiraussi rail carousel recirc recirculation correlati relacionadas relacionados leggianche""",
    "label": """byline bylines author authors authorbox bio meta metadata timestamp pubdate postedon published tags tag taglist keywords topics
        category categories catlinks eyebrow readingtime pageviews viewcount datetime posted submitted auteur autore autor firma fecha""",
    "caption": """caption captions credit credits legende photocredit copyright imagedescription wpcaption gallerycaption thumbcaption didascalia
        leyenda bildunterschrift""",
    "form": """newsletter subscribe subscription signup login search respond donate donation donations poll quiz webform abonnement abbonati
        suscripcion infolettre""",
    "notice": """cookie cookies consent gdpr modal popup overlay paywall advert adverts advertisement advertising ads ad sponsor sponsored
        dfp banner toast publicite pub adslot notification publicidad pubblicita werbung""",
    "comments": """comment comments cmt cmts reactions feedback commentlist disqus replies discussion comentarios commentaires commenti
        kommentare""",
    "menu": """nav navigation navbar menu submenu pager pagination breadcrumb breadcrumbs crumbs crumb toolbar topbar langswitch languages language
        toc skip skiplink skiplinks mainmenu megamenu sitenav prevnext postnav ariane""",
    "footer": "footer colophon sitefooter piede",
    "remark": "alert",
}
_WORDS: Final = {word: reason for reason, words in _FURNITURE.items() for word in words.split()}
_HIDDEN: Final = frozenset(
    (
        "hidden",
        "sr-only",
        "visually-hidden",
        "visuallyhidden",
        "screen-reader-text",
        "element-invisible",
        "print-only",
        "d-none",
        "is-hidden",
        "hide",
    )
)
# Words that say nothing of the block that carries them: layout switches and states.
_SWITCH: Final = re.compile(
    r"^(?:has|with|no|not|without|hide|show|js|wp|page|is|layout|lang|col|row|template|theme|body|sidebars?)[-_]"
)
_BODY: Final = re.compile(
    r"article-?_*(?:body|content|text|texte|copy|main|paragraphs?)|"
    r"(?:post|entry|story|news|page|body|node|press|release|main)-?_*(?:body|content|text|copy|article)|"
    r"field--name-body|field-name-body|text-with-summary|body-?copy|^body$|rich-?text|wysiwyg|^prose$|"
    r"corps|contenu|texte|cuerpo|contenido|^corpo|^testo$|artikel-?text|artikelinhalt",
    re.I,
)


@lru_cache(maxsize=20_000)
def reason_of(klass: str, ident: str) -> str:
    """The reason for which an element of this class and id may be furniture; empty when nothing is said.

    >>> reason_of("article__share-bar", ""), reason_of("has-sidebar story", ""), reason_of("", "comments")
    ('share', '', 'comments')
    >>> reason_of("post-7 post type-post status-publish format-standard category-town tag-river", "")
    ''
    """
    tokens = f"{klass} {ident}".split()
    if any(token in _HIDDEN for token in tokens):
        return "hidden"
    if any(_BODY.search(token) for token in tokens):
        return ""
    # A long row of classes lists what the article is filed under: only its beginning names the element.
    for token in tokens if len(tokens) < 6 else tokens[:3]:
        if _SWITCH.match(token):
            continue
        words = [word for word in _NOT_WORD.split(_CAMEL.sub("-", token).lower()) if word.isalpha()]
        for word in (*words, *(one + other for one, other in pairwise(words))):
            reason = _WORDS.get(word)
            if reason:
                return reason
    return ""


@lru_cache(maxsize=20_000)
def steady_name(klass: str, ident: str) -> str:
    """The part of class and id that stays the same from page to page: two class words at most, digits masked, states left out.

    >>> steady_name("post-8123 post active", ""), steady_name("", "node-77")
    ('post-0.post', '#node-0')
    """
    kept = [_DIGITS.sub("0", token)[:60] for token in klass.split() if not _STATES.search(token)][:2]
    if kept:
        return ".".join(kept)
    return "#" + _DIGITS.sub("0", ident.strip())[:60] if ident.strip() else ""


@lru_cache(maxsize=20_000)
def says_body(name: str) -> bool:
    """Whether a class or id is one that people give to the body of an article.

    >>> says_body("entry-content clearfix"), says_body("content-list")
    (True, False)
    """
    return any(_BODY.search(token) is not None for token in name.split())


_LEAD: Final = re.compile(
    r"standfirst|lede(?=$|[-_.\s])|chap[oe]u?\b|chapeau|lead(?=$|[-_.\s]|text|para)|\bintro|\bdek\b|\bdeck\b|sub-?(?:title|head)|entradilla|bajada|vorspann|(?<!with-)(?<!with_)summary|excerpt|accroche",
    re.I,
)


@lru_cache(maxsize=20_000)
def says_lead(name: str) -> bool:
    """Whether a class or id is one that people give to the paragraph between headline and body.

    >>> says_lead("p.article__standfirst"), says_lead("p.credit")
    (True, False)
    """
    return _LEAD.search(name) is not None


_REMARK: Final = re.compile(
    r"(?:^|[^a-z])(?:alert|note|notice|callout|highlight|important|info|warning|tip|encart|encadre|avis|remark|remarque)s?(?:$|[^a-z])",
    re.I,
)
_PART: Final = re.compile(
    r"(?:^|[^a-z])(?:(?:foot|end)notes?|notes|ps|post-?script(?:um)?|addendum|errata|correction|rectificatif)(?:$|[^a-z])",
    re.I,
)
_COLUMN: Final = re.compile(
    r"(?:^|[^a-z])(?:col(?:umn)?s?|span|cell|grid|region|left|right|gauche|droite|secondary|side|(?:small|medium|large|xs|sm|md|lg|w)-\d)(?=$|[^a-z])",
    re.I,
)
_CELL: Final = re.compile(
    r"(?:^|[^a-z])(?:col(?:umn)?s?|cell|span\d|(?:small|medium|large|xs|sm|md|lg)-\d)(?=$|[^a-z])", re.I
)
_TEXT: Final = re.compile(r"(?:^|[^a-z])(?:text|txt|texte|body|content|copy)(?:$|[^a-z])", re.I)
_IMAGE: Final = re.compile(r"caption|image|img|photo|picture|legend|credit", re.I)


def says_remark(name: str) -> bool:
    """Whether a class or id is one that people give to a sentence set apart in the text: a note, an alert, a callout.

    >>> says_remark("alert.alert-info"), says_remark("field-notebook")
    (True, False)
    """
    return _REMARK.search(name) is not None


def says_part(name: str) -> bool:
    """Whether a class or id is one that people give to what follows a text and belongs to it: its notes, its postscript."""
    return _PART.search(name) is not None


def says_column(name: str) -> bool:
    """Whether a class or id names a column of the layout.

    >>> says_column("col-md-0"), says_column("layout__region"), says_column("colour-box")
    (True, True, False)
    """
    return _COLUMN.search(name) is not None


def says_cell(name: str) -> bool:
    """Whether a class or id names a cell of a grid, beside which other cells stand.

    >>> says_cell("col-md-0"), says_cell("image-left")
    (True, False)
    """
    return _CELL.search(name) is not None


def says_text(name: str) -> bool:
    """Whether a class or id names a box of text beside an image, and not the image's own.

    >>> says_text("media-body"), says_text("image-text")
    (True, False)
    """
    return _TEXT.search(name) is not None and _IMAGE.search(name) is None
