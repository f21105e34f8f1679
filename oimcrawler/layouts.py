"""Layouts: whether two captures of a page were rendered by the same design."""

from oimcrawler.extraction import Page

SAME = 0.5


def layout(page: Page) -> frozenset[str]:
    """The vocabulary of a page's mark-up: its tags with their parents and classes, without words and counts."""
    found = set()
    for element in page.root.iter():
        if not isinstance(element.tag, str):
            continue
        parent = element.getparent()
        names = (element.get("class") or "").split()
        above = parent.tag if parent is not None and isinstance(parent.tag, str) else ""
        found.add(f"{above}>{element.tag}")
        found.update(f"{element.tag}.{name}" for name in names if not any(character.isdigit() for character in name))
    return frozenset(found)


def same_layout(one: frozenset[str], other: frozenset[str]) -> bool:
    """True when the two vocabularies overlap for the greater part (Jaccard)."""
    union = len(one | other)
    return union == 0 or len(one & other) / union >= SAME
