"""What is found among the kept blocks when they are seen together: strays, pull quotes, biographies, sections, edges."""

import re
from typing import Final

from oimcrawler.extraction.names import says_part, says_remark
from oimcrawler.extraction.outline import HEADINGS, Block, Outline
from oimcrawler.extraction.structure import holder
from oimcrawler.extraction.words import is_call, is_contact

NOTE: Final = re.compile(
    r"(?:about|à propos|a propos|acerca|über|informazioni su|عن|حول)\s|[\d\[(*¹²³†]|notes?\b", re.I
)
_TOOLS: Final = frozenset({"share", "comments", "teaser", "form"})


def strays(outline: Outline, kept: list[int], start: int, dropped: dict[int, str], sure: bool) -> set[int]:
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
    contacts = {
        outline.parents[blocks[index].node] for index in kept if index > last and is_contact(blocks[index].text)
    }
    out: set[int] = set()
    for index in kept:
        block = blocks[index]
        place = where[index]
        rare = len(sizes[place]) <= 2 and block.size < 250
        if rare and place != main and is_call(block.text) and not is_contact(block.text):
            out.add(index)
        if place in flow or is_contact(block.text) or index < start or outline.parents[block.node] in contacts:
            continue
        if belongs(outline, block.node):
            continue
        counter = index > last and rare and block.size < 60 and block.text[-1:] not in ".!?…؟»"
        named = block.tag in {"div", "span", "section"} and bool(outline.names[block.node])
        remark = named and says_remark(outline.names[block.node]) and block.text[-1] in ".!?…؟" and not block.links
        box = not sure and rare and named and not remark
        below = (
            index > last
            and rare
            and block.tag not in {"li", "td", "th", "blockquote", "dd", "dt"}
            and not NOTE.match(block.text)
        )
        if counter or box or below or index > tools:
            out.add(index)
    return out


def belongs(outline: Outline, node: int) -> bool:
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


def sections(outline: Outline, kept: list[int]) -> set[int]:
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


def quoted_again(outline: Outline, kept: list[int]) -> set[int]:
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


def edge(blocks: list[Block], index: int, leading: bool) -> bool:
    """Whether a first (`leading`) or last block is a heading, a label or a caption without any text of its own."""
    block = blocks[index]
    if block.tag in HEADINGS or block.tag == "figcaption":
        return True
    return (
        leading
        and block.tag in {"div", "span", "li", "td", "section", "article"}
        and block.size < 30
        and block.text[-1:] not in ".!?:…؟»"
    )
