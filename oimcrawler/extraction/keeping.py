"""Which blocks inside of the chosen element belong to the article, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from oimcrawler.extraction.names import says_lead
from oimcrawler.extraction.outline import HEADINGS, Block, Outline
from oimcrawler.extraction.structure import holder, kept_in_figure, links_document, row_of
from oimcrawler.extraction.trimming import NOTE, belongs, biography, edge, quoted_again, sections, strays
from oimcrawler.extraction.weighing import SENTENCE, fold
from oimcrawler.extraction.words import (
    heads_comments,
    heads_facts,
    is_call,
    is_contact,
    is_credit,
    is_file_note,
    is_label,
    is_rights,
    is_section_label,
    is_signed,
    is_source,
    is_time,
    is_trailer,
)

_NEAR: Final = 60
_NOTE_SIZE: Final = 20


@dataclass
class Selection:
    """The chosen blocks by index, the element that holds them, why each other block of it was left out, and the marks for the confidence."""

    kept: list[int] = field(default_factory=list)
    container: int = -1
    dropped: dict[int, str] = field(default_factory=dict)
    prose: float = 0.0
    share: float = 0.0
    sure: bool = False
    by_place: bool = False
    cards: int = 0
    headline: int = -1


def keep(
    outline: Outline,
    chosen: Selection,
    repeated: Mapping[int, int],
    weights: list[float],
    reasons: list[str],
    headline: int,
    titles: list[str],
    authors: list[str],
) -> None:
    blocks = outline.blocks
    node = chosen.container
    start, stop = (outline.starts[node], outline.stops[node]) if node >= 0 else (0, len(blocks))
    dropped = chosen.dropped

    def reasons_at(index: int) -> str:
        node = blocks[index].node
        return reasons[node] if node >= 0 else ""

    if start <= headline < stop and sum(weights[headline + 1 : stop]) > 0.3 * sum(weights[start:stop]):
        for index in range(start, headline + 1):
            dropped[index] = "title" if index == headline else "label"
        start = headline + 1
    wanted = {fold(title) for title in titles if title}
    if headline >= 0:
        wanted.add(fold(blocks[headline].text))
    prose_seen = 0
    listed: set[int] = set()
    files: set[int] = set()
    seen: set[str] = set()
    kept: list[int] = []
    leads = [
        index
        for index in range(headline + 1, start)
        if headline >= 0
        and not reasons_at(index)
        and (
            is_lead(outline, blocks[index], weights[index], chosen.sure)
            or _beside(outline, blocks[headline], blocks[index], weights[index])
        )
        and not line_reason(blocks[index], 1, wanted)
    ]
    leads = sorted({*leads, *_points(outline, leads, start, wanted)})
    flow = {
        holder(outline, blocks[index].node)
        for index in range(start, stop)
        if weights[index] >= 60 and not reasons_at(index)
    }
    facts = -1
    for index in range(start, stop):
        block = blocks[index]
        if prose_seen and heads_comments(block.text):
            dropped.update(dict.fromkeys(range(index, stop), "comments"))
            break
        reason = reasons_at(index)
        if reason and kept_in_figure(outline, block, reason):
            reason = ""
        if reason == "remark" and _remarks(outline, block, reasons, flow):
            reason = ""
        if not reason and index in repeated:
            reason = "repeated"
        if not reason and block.tag in HEADINGS and prose_seen and heads_facts(block.text):
            facts = _facts_box(outline, block.node, flow)
        if not reason and index < facts:
            reason = "related"
        cell = block.tag in {"td", "th", "p", "div"} and row_of(outline, block) >= 0
        if not reason and not cell:
            announced = block.tag == "li" and bool(kept) and _announces(blocks, kept[-1], index, listed, chosen.sure)
            filed = (
                block.tag in {"li", "p", "div"}
                and bool(kept)
                and block.linked >= 0.8
                and _files(outline, kept[-1], index, files)
            )
            reason = "" if filed or (announced and block.linked >= 0.98) else line_reason(block, prose_seen, wanted)
            if filed:
                files.add(index)
            elif announced and not reason and block.linked >= 0.8:
                listed.add(index)
        if not reason and kept and is_source(block.text) and row_of(outline, blocks[kept[-1]]) >= 0:
            reason = "caption"
        if not reason and block.size >= 80:
            if block.text in seen:
                reason = "other"
            seen.add(block.text)
        if reason:
            dropped[index] = reason
        else:
            kept.append(index)
            prose_seen += weights[index] >= 60
    repeats = quoted_again(outline, kept)
    dropped.update(dict.fromkeys(repeats, "other"))
    kept = [index for index in kept if index not in repeats]
    astray = strays(outline, kept, start, dropped, chosen.sure) - files
    for index in astray:
        dropped[index] = "other"
    kept = [index for index in kept if index not in astray]
    about = biography(blocks, kept, headline, authors)
    if about >= 0:
        dropped[kept.pop()] = "label"
    # A list of links under a heading at the very end leads elsewhere.
    while kept and kept[-1] in listed and not any(blocks[index].text[-1] == ":" for index in kept[-20:]):
        dropped[kept.pop()] = "related"
    while kept and (edge(blocks, kept[-1], False) or is_rights(blocks[kept[-1]].text)):
        dropped[kept.pop()] = "related"
    leads = [index for index in leads if index not in repeated and fold(blocks[index].text) not in wanted]
    titled = sections(outline, kept)
    while (
        kept
        and not leads
        and kept[0] not in titled
        and edge(blocks, kept[0], True)
        and not is_lead(outline, blocks[kept[0]], 0, True)
    ):
        dropped[kept.pop(0)] = "label"
    chosen.kept = [*leads, *kept, *(_notes_behind(outline, stop, reasons, repeated, wanted) if kept else ())]


def _announces(blocks: list[Block], before: int, index: int, listed: set[int], sure: bool) -> bool:
    """Whether a list of links belongs to the article: a line with a colon, or a heading of a body that names itself, stands above it."""
    above = blocks[before]
    return above.text[-1] == ":" or before in listed or (sure and before == index - 1 and above.tag in HEADINGS)


def _files(outline: Outline, before: int, index: int, files: set[int]) -> bool:
    """Whether a list item that is a link offers a document of the article: a heading or a line with a colon stands right above the list."""
    above = outline.blocks[before]
    headed = before == index - 1 and (above.tag in HEADINGS or above.text[-1] == ":")
    return (headed or before in files) and links_document(outline, outline.blocks[index])


def _points(outline: Outline, leads: list[int], start: int, wanted: set[str]) -> list[int]:
    """The other items of a list of key points above the body of which some were taken for leads: short ones say as much."""
    blocks, parents = outline.blocks, outline.parents
    lists = {parents[blocks[index].node] for index in leads if blocks[index].tag == "li"}
    first = min((outline.starts[node] for node in lists), default=start)
    return [
        index
        for index in range(first, start)
        if blocks[index].tag == "li"
        and parents[blocks[index].node] in lists
        and not line_reason(blocks[index], 1, wanted)
    ]


def _remarks(outline: Outline, block: Block, reasons: list[str], flow: set[int]) -> bool:
    """Whether a box that its class calls an alert is a sentence of the article set apart: it stands among the paragraphs and asks for nothing."""
    node = block.node
    while node >= 0 and outline.parents[node] >= 0 and reasons[outline.parents[node]] == "remark":
        node = outline.parents[node]
    return (
        outline.parents[node] in flow
        and block.links * 3 < block.size
        and block.size >= SENTENCE
        and block.text[-1] in ".!?:…؟»"
        and not (is_call(block.text) and not is_contact(block.text))
    )


def _facts_box(outline: Outline, node: int, flow: set[int]) -> int:
    """The block behind a box of facts that the heading at `node` opens; -1 where the heading stands among the article's own paragraphs."""
    box = outline.parents[node]
    alone = box >= 0 and box not in flow and outline.starts[box] == outline.starts[node]
    return outline.stops[box] if alone and outline.stops[box] - outline.starts[box] <= 12 else -1


def _notes_behind(
    outline: Outline, stop: int, reasons: list[str], repeated: Mapping[int, int], wanted: set[str]
) -> list[int]:
    """The notes and the postscript that stand in boxes of their own behind the chosen element, before any comment."""
    blocks = outline.blocks
    found: list[int] = []
    for index in range(stop, min(len(blocks), stop + _NEAR)):
        block = blocks[index]
        if heads_comments(block.text):
            break
        if block.node < 0 or reasons[block.node] or index in repeated or not belongs(outline, block.node):
            continue
        sentence = block.size >= _NOTE_SIZE and block.text.rstrip(" ↩")[-1:] in ".!?…؟»)"
        said = sentence and (NOTE.match(block.text) or is_section_label(blocks[index - 1].text))
        if said and not line_reason(block, 3, wanted):
            found.append(index)
    return found


def is_lead(outline: Outline, block: Block, weight: float, sure: bool) -> bool:
    """Whether a block between headline and body is the article's lead: one that is called so, or, where the body does not name itself, a plain
    paragraph."""
    node = block.node
    if node < 0 or block.size < SENTENCE or is_label(block.text):
        return False
    if not sure and block.tag == "p" and weight >= SENTENCE:
        return True
    for _ in range(4):
        if node < 0:
            break
        if says_lead(outline.names[node]):
            return True
        node = outline.parents[node]
    return False


def _beside(outline: Outline, headline: Block, block: Block, weight: float) -> bool:
    """Whether a block is a sentence in the headline's own box, right under it: a lead whatever it is called."""
    if min(headline.node, block.node) < 1 or weight < 60 or block.text[-1] not in ".!?…»؟":
        return False
    return outline.parents[headline.node] == outline.parents[block.node] and not is_label(block.text)


def shown_bold(element: Any, line: str) -> bool:
    """Whether a short line that does not end like a sentence is one whole bold or enlarged run of `element`."""
    if not 8 < len(line) < 200 or line[-1] in ".:;,!?…؛،":
        return False
    for tag in ("b", "strong", "big", "font"):
        for run in element.iter(tag):
            large = tag != "font" or (run.get("size") or "").strip() in {"3", "4", "5", "6", "7", "+1", "+2", "+3"}
            if large and " ".join("".join(run.itertext()).split()) == line:
                return True
    return False


def line_reason(block: Block, prose_seen: int, wanted: set[str]) -> str:
    """Why one block inside of the body is no part of it; empty for what stays."""
    text = block.text
    if block.size < 200:
        if not any(char.isalnum() for char in text):
            return "other"
        sentence = block.tag == "p" and block.size >= 60 and text[-1] in ".!?؟"
        if block.links * 10 >= block.size * 8 and not sentence and not is_contact(text):
            return "related"
        if is_trailer(text, block.linked):
            return "related"
        colon = text.find(":")
        if 0 < colon < 30 and block.linked >= 0.55 and block.size - block.links <= colon + 6 and not is_contact(text):
            return "related"
        if is_credit(text):
            return "caption"
        if is_time(text):
            return "date"
        if prose_seen and is_signed(text):
            return "label"
        if is_file_note(text) or (block.tag in HEADINGS and prose_seen and is_section_label(text)):
            return "label"
        if not prose_seen:
            if fold(text) in wanted:
                return "title"
            if is_label(text) and block.tag not in HEADINGS:
                return "date"
        elif prose_seen <= 2 and block.tag not in HEADINGS and text[-1] not in ".!?…»" and is_label(text):
            return "date"
    return ""
