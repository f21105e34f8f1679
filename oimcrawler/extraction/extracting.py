"""The body of a page as three eyes see it: the profile's hints, the learned template, and the general reader."""

from collections.abc import Iterable, Sequence
from typing import Final

from oimcrawler.extraction.embedded import article_body, embedded_lines, paragraphs_of
from oimcrawler.extraction.hints import Hints, hinted_lines
from oimcrawler.extraction.keeping import Selection, line_reason, shown_bold
from oimcrawler.extraction.learning import copy_of, learn
from oimcrawler.extraction.lines import body_lines, clean_line
from oimcrawler.extraction.opinions import agreement, blocks_in, covered, slow_text
from oimcrawler.extraction.outline import HEADINGS, Outline
from oimcrawler.extraction.page import Page
from oimcrawler.extraction.selecting import choose
from oimcrawler.extraction.structure import element_path, holder, own_cells
from oimcrawler.extraction.template import Design, Template, block_key, once_key
from oimcrawler.extraction.trimming import biography
from oimcrawler.extraction.weighing import authors_of, fold, titles_of
from oimcrawler.extraction.words import is_closing, is_contact, is_rights
from oimcrawler.model import Body, Removed

_SHORT: Final = 200
_KNOWN: Final = 0.6
_UNSURE: Final = 0.65
_MOST_NODES: Final = 8_000  # above, the slow reader takes seconds


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
    outline = page.outline
    titles = [*([title] if title else []), *titles_of(page.root)]
    design = _design(page, template)
    repeated = _repeated(page, template) if template is not None else {}
    chosen = choose(outline, repeated, design.bodies if design else {}, titles)
    if repeated:
        general = choose(outline, {}, {}, titles)
        if not chosen.kept and general.kept:
            # A page that repeats another one word for word is still an article: cleaning never empties it.
            chosen = general
    _restore(page, chosen, repeated, design)
    known = design is not None and design.pages >= 2 and chosen.by_place
    flags: list[str] = []
    if template is not None and not known:
        flags.append("design-unknown")
    lines = _lines(page, chosen, titles)
    confidence = _confidence(chosen, sum(map(len, lines)), known)
    method = "template" if known else "general"
    if known:
        if repeated and _likeness(outline, chosen.kept, general.kept) < 0.5:
            flags.append("eyes-disagree")
            confidence = round(confidence * 0.9, 3)
    else:
        lines, confidence = _second_opinions(page, chosen, titles, lines, confidence, flags)
    if chosen.kept and chosen.kept[0] < chosen.headline:
        confidence = min(confidence, 0.45)  # text from above the headline is more often the site's than the article's
    if hints is not None and hints.body:
        hinted = hinted_lines(page, hints, titles)
        if hinted and agreement(hinted, lines) < 0.7 and lines:
            flags.append("eyes-disagree")
        if hinted:
            lines, method, confidence = hinted, "hints", max(confidence, 0.6)
        else:
            flags.append("hints-failed")
    if method == "general":
        flags.append("only-general")
        if is_listing(page, chosen, sum(map(len, lines))):
            flags.append("listing-like")
            lines, confidence = [], min(confidence, 0.1)
    if not lines:
        flags.append("empty-body")
        confidence = min(confidence, 0.1)
    elif sum(map(len, lines)) < _SHORT:
        flags.append("short-body")
    return Body(tuple(lines), _removed(page, chosen, repeated), method, known, confidence, tuple(dict.fromkeys(flags)))


def _lines(page: Page, chosen: Selection, titles: Sequence[str]) -> list[str]:
    outline = page.outline
    lines = body_lines(outline, chosen.kept)
    if chosen.headline < 0 or outline.blocks[chosen.headline].tag not in HEADINGS:
        # A page without any heading shows its headline as a bold line, perhaps below a path, a masthead or a date.
        wanted = [fold(title) for title in titles]
        for at, (index, line) in enumerate(lines[:4]):
            named = len(line) > 15 and any(fold(line) in title for title in wanted)
            if len(lines) > at + 1 and (named or shown_bold(outline.elements[outline.blocks[index].node], line)):
                lines = lines[at + 1 :]
                break
            if len(line) > 100 or line[-1] in ".!?…":
                break
    while len(lines) > 1 and any(ends(lines[-1][1]) for ends in (is_rights, is_closing)):
        lines.pop()
    return [line for _, line in lines]


def _second_opinions(
    page: Page, chosen: Selection, titles: list[str], lines: list[str], confidence: float, flags: list[str]
) -> tuple[list[str], float]:
    """The lines and the confidence after asking the page's own JSON and, when that is no help, the slow reader."""
    size = sum(map(len, lines))
    declared = article_body(page.root)[:200_000] if len(page.outline.tags) < _MOST_NODES else ""
    if len(declared) >= _SHORT and chosen.kept:
        if covered(page.outline, chosen.kept, declared) >= 0.7:
            return lines, round(min(0.95, confidence + 0.15), 3)
        again = blocks_in(page.outline, declared)
        if not again and covered(page.outline, chosen.kept, declared) < 0.2 and size < 2 * len(declared):
            return paragraphs_of(declared), 0.6
        if covered(page.outline, again, declared) * sum(
            page.outline.blocks[index].size for index in again
        ) >= 0.8 * len(declared):
            flags.append("eyes-disagree")
            chosen.kept = again
            return _lines(page, chosen, titles), 0.75
    if size < _SHORT:
        found = embedded_lines(page.root)
        if sum(map(len, found)) > 2 * size + 60:
            return found, 0.6
    if confidence < _UNSURE and page.outline.blocks and len(page.outline.tags) < _MOST_NODES:
        slow = slow_text(page.root)
        if slow and chosen.kept:
            same = covered(page.outline, chosen.kept, slow)
            if same >= 0.8:
                return lines, round(min(0.9, confidence + 0.1), 3)
            if same < 0.4 and len(slow) > _SHORT:
                flags.append("eyes-disagree")
                return lines, round(confidence * 0.8, 3)
        elif len(slow) >= _SHORT and not chosen.cards:
            chosen.kept = blocks_in(page.outline, slow)
            return _lines(page, chosen, titles), 0.5 if chosen.kept else 0.0
    return lines, confidence


def _likeness(outline: Outline, one: Sequence[int], other: Sequence[int]) -> float:
    """The share of characters that two choices of blocks have in common, 0 to 1."""
    first, second = set(one), set(other)
    size = sum(outline.blocks[index].size for index in one) + sum(outline.blocks[index].size for index in other)
    return 2 * sum(outline.blocks[index].size for index in first & second) / size if size else 1.0


def is_listing(page: Page, chosen: Selection, size: int) -> bool:
    """Whether a page shows other pages' headlines and next to no text of its own."""
    outline = page.outline
    astray = bool(chosen.kept) and chosen.kept[-1] < chosen.headline
    sentences = sum(1 for index in chosen.kept if outline.blocks[index].size >= 60)
    if not astray and (sentences > 1 or (chosen.sure and sentences)):
        return False
    if size >= 400 and not (astray and chosen.cards >= 4):
        return False
    others = sum(
        1
        for block in outline.blocks
        if block.linked >= 0.8 and block.size >= 20 and not (block.node >= 0 and outline.reasons[block.node] == "menu")
    )
    if chosen.cards < 4 and others < 10:
        return False
    if any(page.root.iter("video")) or any(
        meta.get("content") == "article" for meta in page.root.iter("meta") if meta.get("property") == "og:type"
    ):
        return False
    return size < _SHORT or chosen.cards >= 8 or astray


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
    cells = [index for index in out if outline.blocks[index].tag in {"td", "th", "p", "div"}]
    for index in own_cells(outline, out, cells):
        del out[index]
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
        in_flow = at == flow or (at >= 0 and outline.places[at] in places)
        if chosen.dropped[index] != "repeated" or not (in_flow or (index > first and is_contact(block.text))):
            continue
        share = (repeated[index] + 1) / (pages + 1) if repeated[index] == 1 else repeated[index] / pages
        contact = is_contact(block.text) or (contact and index > last)
        if line_reason(block, 2 * (index > first), set()) or is_rights(block.text):
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
    if back:
        # With a first or last paragraph the headings between it and the others come back: they were trimmed because they seemed to stand outside.
        outside = (index for index in chosen.dropped if back[0] < index < first or last < index < back[-1])
        trimmed = [i for i in outside if blocks[i].tag in HEADINGS and chosen.dropped[i] in ("label", "related")]
        back = sorted([*back, *trimmed])
    for index in back:
        del chosen.dropped[index]
    chosen.kept = sorted([*chosen.kept, *back])
    if biography(blocks, chosen.kept, chosen.headline, authors_of(outline)) >= 0:
        chosen.dropped[chosen.kept.pop()] = "label"
    # A heading that repeats is the article's only where text of the article's own follows it.
    heads = {index for index in back if blocks[index].tag in HEADINGS}
    following = zip(chosen.kept, [*chosen.kept[1:], -1], strict=True)
    alone = {one for one, after in following if one in heads and (after < 0 or blocks[after].tag in HEADINGS)}
    chosen.dropped.update(dict.fromkeys(alone, "repeated"))
    chosen.kept = [index for index in chosen.kept if index not in alone]


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


_REASONS: Final = {"hidden": "other", "comments": "other", "header": "menu", "remark": "notice"}


def _confidence(chosen: Selection, size: int, known: bool) -> float:
    if not size:
        return 0.0
    value = 0.35 + 0.35 * min(1.0, size / 600) + 0.15 * chosen.sure + 0.2 * known
    if chosen.share < 0.5:
        value -= 0.2
    return round(max(0.05, min(0.99, value)), 3)
