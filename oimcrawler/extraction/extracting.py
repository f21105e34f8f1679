"""The body of a page as three eyes see it: the profile's hints, the learned template, and the general reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from oimcrawler.extraction.embedded import embedded_lines
from oimcrawler.extraction.keeping import Selection, line_reason, shown_bold
from oimcrawler.extraction.learning import copy_of, learn
from oimcrawler.extraction.lines import body_lines, clean_line
from oimcrawler.extraction.outline import HEADINGS
from oimcrawler.extraction.page import Page
from oimcrawler.extraction.selecting import choose
from oimcrawler.extraction.structure import element_path, holder
from oimcrawler.extraction.template import Design, Template, block_key, once_key
from oimcrawler.extraction.weighing import titles_of
from oimcrawler.extraction.words import is_contact
from oimcrawler.model import Body, Removed

_SHORT: Final = 200
_KNOWN: Final = 0.6


@dataclass(frozen=True)
class Hints:
    """A profile's optional CSS selectors: what the body is (the first that matches counts) and what is removed from it."""

    body: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def extract(
    page: Page,
    template: Template | None = None,
    *,
    hints: Hints | None = None,
    title: str | None = None,
    others: Iterable[Page] = (),
) -> Body:
    """The article of a page, with what was taken out, how sure the reader is, and flags where the eyes disagree.

    `template` is what the site's pages taught; `others` are pages of the same site that are learned from on the spot (added to the template);
    `title` is the headline when the caller knows it. A page that is no article gives an empty body with a low confidence.

    >>> from oimcrawler.extraction.page import parse
    >>> page = parse("<nav><a href='/'>Accueil</a></nav><h1>Un titre</h1><p>Rabat - Un atelier a réuni hier cinquante participants de six pays.</p>")
    >>> extract(page).paragraphs
    ('Rabat - Un atelier a réuni hier cinquante participants de six pays.',)
    """
    more = list(others)
    if more:
        template = learn(more, template)
    titles = [*([title] if title else []), *titles_of(page.root)]
    design = _design(page, template)
    flags: list[str] = []
    repeated = _repeated(page, template) if template is not None else {}
    chosen = choose(page.outline, repeated, design.bodies if design else {}, titles)
    _restore(page, chosen, repeated, design)
    known = design is not None and _is_known(page, design, repeated, chosen)
    lines = body_lines(page.outline, chosen.kept)
    if (
        chosen.headline < 0
        and len(lines) > 1
        and shown_bold(page.outline.elements[page.outline.blocks[lines[0][0]].node], lines[0][1])
    ):
        lines.pop(0)
    method = "template" if known else "general"
    if template is not None and not known:
        flags.append("design-unknown")
    if hints is not None and hints.body:
        hinted = _hinted(page, hints, titles)
        if hinted:
            if _agreement(hinted, [line for _, line in lines]) < 0.8:
                flags.append("eyes-disagree")
            lines, method = [(-1, line) for line in hinted], "hints"
        else:
            flags.append("hints-failed")
    paragraphs = [line for _, line in lines]
    size = sum(map(len, paragraphs))
    if size < _SHORT:
        found = embedded_lines(page.root)
        if sum(map(len, found)) > 2 * size + 100:
            paragraphs, size = found, sum(map(len, found))
            method = "general"
    if method == "general":
        flags.append("only-general")
    if not paragraphs:
        flags.append("empty-body")
    elif size < _SHORT:
        flags.append("short-body")
    return Body(
        tuple(paragraphs),
        _removed(page, chosen, repeated),
        method,
        known,
        _confidence(chosen, size, known),
        tuple(flags),
    )


def _design(page: Page, template: Template | None) -> Design | None:
    if template is None:
        return None
    best, value = None, _KNOWN
    for design in template.designs:
        alike = design.likeness(page.outline.signature)
        if alike >= value:
            best, value = design, alike + 1e-9
    return best


def _repeated(page: Page, template: Template) -> dict[int, int]:
    outline = page.outline
    keys = page.notes.get("keys")
    if keys is None:
        keys = page.notes["keys"] = [block_key(outline, block) for block in outline.blocks]
    known = template.keys
    out = {index: known[key] for index, key in enumerate(keys) if key in known}
    for one in template.designs:
        if not one.once:
            continue
        own = copy_of(page, one)
        for index, key in enumerate(keys):
            if index not in out:
                group = one.once.get(once_key(key))
                if group and group != own:
                    out[index] = 1
    return out


def _restore(page: Page, chosen: Selection, repeated: dict[int, int], design: Design | None) -> None:
    """Puts back what repeats but belongs to the article: contact lines, headings and notes in the flow of the article's own paragraphs."""
    if not chosen.kept or not repeated:
        return
    outline, blocks = page.outline, page.outline.blocks
    own: dict[int, int] = {}
    for index in chosen.kept:
        at = holder(outline, blocks[index].node)
        own[at] = own.get(at, 0) + blocks[index].size
    flow = max(own, key=lambda at: own[at])
    first, last = chosen.kept[0], chosen.kept[-1]
    places = {outline.places[at] for at, size in own.items() if at >= 0 and size * 5 >= own[flow]}
    pages = max(design.pages if design else 1, 1)
    back: list[int] = []
    contact = False
    for index in sorted(chosen.dropped):
        block = blocks[index]
        at = holder(outline, block.node)
        if chosen.dropped[index] != "repeated" or (at != flow and (at < 0 or outline.places[at] not in places)):
            continue
        share = (repeated[index] + 1) / (pages + 1) if repeated[index] == 1 else repeated[index] / pages
        contact = is_contact(block.text) or (contact and index > last)
        if line_reason(block, index > first, set()):
            continue
        if index < first:
            stays = share < 0.5 and block.links * 4 < block.size
        else:
            always = share >= 0.8 and pages >= 4
            cell = block.tag in {"td", "th"}
            stays = (
                contact
                or cell
                or (block.tag in HEADINGS and index < last)
                or (not always and block.links * 2 < block.size)
            )
        if stays:
            back.append(index)
    for index in back:
        del chosen.dropped[index]
    chosen.kept = sorted([*chosen.kept, *back])
    # A heading that repeats is the article's only where text of the article's own follows it.
    for index in [index for index in back if blocks[index].tag in HEADINGS]:
        at = chosen.kept.index(index)
        follows = blocks[chosen.kept[at + 1]] if at + 1 < len(chosen.kept) else None
        if follows is None or follows.tag in HEADINGS:
            chosen.dropped[chosen.kept.pop(at)] = "repeated"


def _is_known(page: Page, design: Design, repeated: dict[int, int], chosen: Selection) -> bool:
    return design.pages >= 2 and (chosen.by_place or not design.bodies) and len(repeated) > 0


def _hinted(page: Page, hints: Hints, titles: Sequence[str]) -> list[str]:
    """What the selectors find, read with the same rules for lines; empty when they find nothing or are wrong."""
    found: list[Any] = []
    for selector in hints.body:
        try:
            found = CSSSelector(selector, translator="html")(page.root)
        except SelectorError:
            continue
        if found:
            break
    if not found:
        return []
    gone: set[Any] = set()
    for selector in hints.removed:
        try:
            gone.update(CSSSelector(selector, translator="html")(page.root))
        except SelectorError:
            continue
    outline = page.outline
    wanted = set(found)
    inside: list[bool] = []
    for element, parent in zip(outline.elements, outline.parents, strict=True):
        above = parent >= 0 and inside[parent]
        inside.append((above or element in wanted) and element not in gone)
    kept = [index for index, block in enumerate(outline.blocks) if block.node >= 0 and inside[block.node]]
    heads = {clean_line(title) for title in titles}
    lines = [line for _, line in body_lines(outline, kept)]
    while lines and lines[0] in heads:
        lines.pop(0)
    return lines


def _agreement(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of characters in lines that both have, 0 to 1."""
    both = set(one) & set(other)
    return 2 * sum(map(len, both)) / max(1, sum(map(len, one)) + sum(map(len, other)))


def _removed(page: Page, chosen: Selection, repeated: dict[int, int]) -> tuple[Removed, ...]:
    out: list[Removed] = []
    kept = set(chosen.kept)
    for index, block in enumerate(page.outline.blocks):
        if index in kept:
            continue
        reason = chosen.dropped.get(index)
        if reason is None and index not in repeated:
            continue
        text = clean_line(block.text.replace("\0", " "))
        if text:
            out.append(
                Removed(
                    text,
                    _REASONS.get(reason or "repeated", reason or "repeated"),
                    repeated.get(index, 0),
                    element_path(page.outline, block.node),
                )
            )
    return tuple(out)


_REASONS: Final = {"hidden": "other", "comments": "other", "header": "menu"}


def _confidence(chosen: Selection, size: int, known: bool) -> float:
    if not size:
        return 0.0
    value = 0.35 + 0.35 * min(1.0, size / 600) + 0.15 * chosen.sure + 0.2 * known
    if chosen.share < 0.5:
        value -= 0.2
    return round(max(0.05, min(0.99, value)), 3)
