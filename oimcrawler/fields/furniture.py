"""The headings that the pages of one site have in common: its name, its sections, the heads of its boxes."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain, islice

from oimcrawler.fields.surroundings import text_of
from oimcrawler.fields.survey import HEADINGS, SEPARATOR, Element, Parsed, fold, visible

_BOLD = ("b", "strong", "big", "font", "th")


def repeated_headings(pages: Iterable[Parsed]) -> frozenset[str]:
    """The headings, bold lines and parts of document titles that stand on two pages or more of one site, and on a third of them at least.

    Give pages of one site; a page given twice counts once. Of one page nothing is known.
    """
    counts: Counter[str] = Counter()
    titles: Counter[str] = Counter()
    seen: set[int] = set()
    for page in pages:
        digest = hash("".join(islice(page.root.itertext(), 20_000)))
        if digest not in seen:
            seen.add(digest)
            parts = _title_parts(page.root)
            titles.update(parts)
            counts.update(parts | _headings(page.root))
    enough = max(2, len(seen) / 3)
    # A box of most-read articles shows their titles everywhere: what is in the document title of some pages only is the title of these.
    return frozenset(text for text, count in counts.items() if count >= enough and not 0 < titles[text] < enough)


def _headings(root: Element) -> set[str]:
    found: set[str] = set()
    for element in chain(islice(root.iter(*HEADINGS), 200), islice(root.iter(*_BOLD), 200)):
        parent = element.getparent()
        linked = next(element.iter("a"), None) is not None or (parent is not None and parent.tag == "a")
        if (not linked or element.tag == "h1") and (text := text_of(element, 300)):
            found.add(fold(text))
    return found - {""}


def _title_parts(root: Element) -> set[str]:
    title = next(root.iter("title"), None)
    text = visible((title.text or "")[:2_000]) if title is not None else ""
    found = {fold(text)}
    for match in islice(SEPARATOR.finditer(text), 8):
        found |= {fold(text[: match.start()]), fold(text[match.end() :])}
    return found - {""}
