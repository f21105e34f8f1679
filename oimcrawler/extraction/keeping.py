"""Which blocks inside of the chosen element belong to the article, line by line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from oimcrawler.extraction.outline import HEADINGS, Block, Outline
from oimcrawler.extraction.structure import holder, kept_in_figure, links_document, row_of
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
    is_time,
    is_trailer,
    says_lead,
    says_part,
    says_remark,
)

_NOTE: Final = re.compile(
    r"(?:about|à propos|a propos|acerca|über|informazioni su|عن|حول)\s|[\d\[(*¹²³†]|notes?\b", re.I
)
_NEAR: Final = 60
_TOOLS: Final = frozenset({"share", "comments", "teaser", "form"})


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
            filed = block.tag in {"li", "p", "div"} and bool(kept) and block.linked >= 0.8 and _files(outline, kept[-1], index, files)
            reason = "" if filed or (announced and block.linked >= 0.98) else line_reason(block, prose_seen, wanted)
            if filed:
                files.add(index)
            elif announced and not reason and block.linked >= 0.8:
                listed.add(index)
        if not reason and block.size >= 80:
            if block.text in seen:
                reason = "other"
            seen.add(block.text)
        if reason:
            dropped[index] = reason
        else:
            kept.append(index)
            prose_seen += weights[index] >= 60
    repeats = _quoted_again(outline, kept)
    dropped.update(dict.fromkeys(repeats, "other"))
    kept = [index for index in kept if index not in repeats]
    strays = _strays(outline, kept, start, dropped, chosen.sure) - files
    for index in strays:
        dropped[index] = "other"
    kept = [index for index in kept if index not in strays]
    about = biography(blocks, kept, headline, authors)
    if about >= 0:
        dropped[kept.pop()] = "label"
    # A list of links under a heading at the very end leads elsewhere.
    while kept and kept[-1] in listed and not any(blocks[index].text[-1] == ":" for index in kept[-20:]):
        dropped[kept.pop()] = "related"
    while kept and (_edge(blocks, kept[-1], False) or is_rights(blocks[kept[-1]].text)):
        dropped[kept.pop()] = "related"
    leads = [index for index in leads if index not in repeated and fold(blocks[index].text) not in wanted]
    titled = _sections(outline, kept)
    while (
        kept
        and not leads
        and kept[0] not in titled
        and _edge(blocks, kept[0], True)
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
        if blocks[index].tag == "li" and parents[blocks[index].node] in lists and not line_reason(blocks[index], 1, wanted)
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


def is_lead(outline: Outline, block: Block, weight: float, sure: bool) -> bool:
    """Whether a block between headline and body is the article's lead: one that is called so, or, where the body does not name itself, a plain
    paragraph."""
    node = block.node
    if node < 0 or block.size < (15 if block.tag == "li" else SENTENCE) or is_label(block.text):
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


def _strays(outline: Outline, kept: list[int], start: int, dropped: dict[int, str], sure: bool) -> set[int]:
    """Kept blocks that stand elsewhere than the article's paragraphs and are none: counters and links behind them, boxes that come after the share
    bar or the teasers, calls to subscribe, and (where the body does not name itself) rare named boxes between them."""
    blocks = outline.blocks
    sizes: dict[str, list[int]] = {}
    where: dict[int, str] = {}
    for index in kept:
        at = holder(outline, blocks[index].node)
        where[index] = outline.places[at] if at >= 0 else ""
        sizes.setdefault(where[index], []).append(blocks[index].size)
    total = sum(sum(group) for group in sizes.values())
    flow = {place for place, group in sizes.items() if sum(group) * 10 >= total}
    main = max(sizes, key=lambda place: sum(sizes[place]), default="")
    last = max((index for index in kept if where[index] in flow), default=-1)
    tools = min((index for index, reason in dropped.items() if index > last and reason in _TOOLS), default=len(blocks))
    contacts = {outline.parents[blocks[index].node] for index in kept if index > last and is_contact(blocks[index].text)}
    out: set[int] = set()
    for index in kept:
        block = blocks[index]
        place = where[index]
        rare = len(sizes[place]) <= 2 and block.size < 250
        if rare and place != main and is_call(block.text) and not is_contact(block.text):
            out.add(index)
        if place in flow or is_contact(block.text) or index < start or outline.parents[block.node] in contacts:
            continue
        if _belongs(outline, block.node):
            continue
        counter = index > last and rare and block.size < 60 and block.text[-1:] not in ".!?…؟»"
        named = block.tag in {"div", "span", "section"} and bool(outline.names[block.node])
        remark = named and says_remark(outline.names[block.node]) and block.text[-1] in ".!?…؟" and not block.links
        box = not sure and rare and named and not remark
        below = (
            index > last
            and rare
            and block.tag not in {"li", "td", "th", "blockquote", "dd", "dt"}
            and not _NOTE.match(block.text)
        )
        if counter or box or below or index > tools:
            out.add(index)
    return out


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
        if block.node < 0 or reasons[block.node] or index in repeated or not _belongs(outline, block.node):
            continue
        said = _NOTE.match(block.text) or (block.text[-1] in ".!?…؟»" and is_section_label(blocks[index - 1].text))
        if said and not line_reason(block, 3, wanted):
            found.append(index)
    return found


def _belongs(outline: Outline, node: int) -> bool:
    """Whether a block stands in a box that is called notes or postscript."""
    for _ in range(3):
        if node < 0:
            break
        if says_part(outline.names[node]):
            return True
        node = outline.parents[node]
    return False


def biography(blocks: list[Block], kept: list[int], headline: int, authors: list[str]) -> int:
    """The last kept block when it is a short one that begins with an author's name: what the author does, not what the article says; else -1."""
    if len(kept) < 3:
        return -1
    names = {clean for author in authors if (clean := author.strip()) and " " in clean}
    for block in blocks[max(headline, 0) + 1 : kept[0] + 4]:
        words = block.text.replace("\0", " ").split()
        if words and words[0].lower() in {"by", "par", "di", "por", "von"}:
            words = words[1:]
        if 2 <= len(words) <= 4 and len(block.text) < 40 and all(word[0].isupper() for word in words):
            names.add(" ".join(words))
    text = blocks[kept[-1]].text
    return kept[-1] if len(text) < 300 and any(text.startswith(name + " ") for name in names) else -1


def _sections(outline: Outline, kept: list[int]) -> set[int]:
    """The headings of the article's own sections: those that stand in boxes alike, one each, as the posts of a live page do."""
    places: dict[str, list[int]] = {}
    for index in kept:
        if outline.blocks[index].tag in HEADINGS:
            places.setdefault(outline.places[outline.blocks[index].node], []).append(index)
    parents = outline.parents
    return {
        index
        for group in places.values()
        if len({parents[outline.blocks[one].node] for one in group}) > 1
        for index in group
    }


def _quoted_again(outline: Outline, kept: list[int]) -> set[int]:
    """Pull quotes: quotations and named boxes whose words stand in another paragraph as well."""
    blocks = outline.blocks
    candidates = [index for index in kept if 25 < blocks[index].size < 300 and _quotable(outline, blocks[index].node)]
    if not candidates or len(kept) > 2000:
        return set()
    whole = "\n".join(blocks[index].text for index in kept)
    return {index for index in candidates if whole.count(blocks[index].text.strip(" «»“”\"'‘’")) > 1}


def _quotable(outline: Outline, node: int) -> bool:
    for _ in range(2):
        if node < 0:
            return False
        if outline.tags[node] == "blockquote" or (
            outline.tags[node] in {"div", "p", "section"} and "quote" in outline.names[node].lower()
        ):
            return True
        node = outline.parents[node]
    return False


def _edge(blocks: list[Block], index: int, leading: bool) -> bool:
    block = blocks[index]
    if block.tag in HEADINGS or block.tag == "figcaption":
        return True
    return (
        leading
        and block.tag in {"div", "span", "li", "td", "section", "article"}
        and block.size < 30
        and block.text[-1:] not in ".!?:…؟»"
    )


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
