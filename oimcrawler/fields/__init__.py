"""The fields of a page beside its body: title, date, kind, scope, addresses, languages; each with the method that gave it and its place.

from oimcrawler.fields import read_fields
"""

from collections.abc import Collection, Mapping
from functools import lru_cache

from lxml import etree
from lxml.cssselect import CSSSelector

from oimcrawler import model
from oimcrawler.fields.addresses import read_alternates, read_canonical, read_interface, read_node
from oimcrawler.fields.furniture import repeated_headings
from oimcrawler.fields.labels import read_labels
from oimcrawler.fields.published import read_date
from oimcrawler.fields.surroundings import text_of
from oimcrawler.fields.survey import Element, Parsed, survey, visible
from oimcrawler.fields.titles import read_title
from oimcrawler.languages import body_language

__all__ = ["body_language", "read_fields", "repeated_headings"]


def read_fields(
    page: Parsed,
    *,
    url: str = "",
    card: model.Card | None = None,
    hints: Mapping[str, str] | None = None,
    site_names: Collection[str] = (),
) -> model.Reading:
    """Reads every field that the page gives, from whatever place gives it; never raises on odd mark-up.

    `card` is what a listing said of the page; `hints` are CSS selectors by field (title, date, kind, scope): one that finds nothing only leaves
    the flag `hint-failed:<field>`. `site_names` are texts that are known to stand on every page of the site (`repeated_headings`): none of them
    is a title. Other flags: `no-title`, `title-from-card`, `title-slug-mismatch`, `date-order-assumed`, `date-disagreement`,
    `date-implausible`, `canonical-ignored`.
    """
    found = survey(page.root, url or page.url or "")
    hinted: dict[str, tuple[Element, str]] = {}
    flags: list[str] = []
    for name, selector in (hints or {}).items():
        if hit := _select(page.root, selector):
            hinted[name] = hit
        else:
            flags.append(f"hint-failed:{name}")
    title, anchor, title_flags = read_title(found, card, hinted.get("title"), site_names)
    words = title.value if title else ""
    canonical, canonical_flags = read_canonical(found, words)
    interface = read_interface(found)
    published, date_flags = read_date(
        found,
        anchor,
        words,
        card=card,
        hinted=hinted.get("date"),
        lang=interface.value if interface else None,
        canonical=canonical.value if canonical else "",
    )
    kind, scope = read_labels(
        found, anchor, card=card, hinted_kind=hinted.get("kind"), hinted_scope=hinted.get("scope")
    )
    return model.Reading(
        title=title,
        published_on=published,
        kind=kind,
        scope=scope,
        canonical_url=canonical,
        interface_lang=interface,
        node_id=read_node(found, anchor),
        alternates=read_alternates(found),
        flags=tuple(dict.fromkeys(flags + title_flags + date_flags + canonical_flags)),
    )


@lru_cache(maxsize=256)
def _compiled(selector: str) -> CSSSelector | None:
    try:
        return CSSSelector(selector, translator="html")
    except Exception:  # cssselect has several families of errors, and a hint is never worth a failure
        return None


def _select(root: Element, selector: str) -> tuple[Element, str] | None:
    compiled = _compiled(selector)
    if compiled is None:
        return None
    try:
        hits = compiled(root)
    except etree.LxmlError:
        return None
    for element in hits[:5]:
        if text := text_of(element, 600) or visible((element.get("datetime") or element.get("content") or "")[:600]):
            return element, text
    return None
