"""Learning a template: which blocks several articles' pages share, and where the rest stands.

Copies of one article (two addresses, two captures, a print edition) share all of their text, which would make the article itself look repeated:
pages are grouped by article first, and groups are counted, not pages.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from oimcrawler.extraction.page import Page
from oimcrawler.extraction.selecting import choose
from oimcrawler.extraction.template import Design, Template, block_key, once_key
from oimcrawler.extraction.weighing import fold, headline_block, titles_of, weight

_ALIKE: Final = 0.6
_MOST_ONCE: Final = 20_000


def learn(pages: Iterable[Page], previous: Template | None = None) -> Template:
    """The template of one site's pages in one interface language, in any order; `previous` is continued, its counts included.

    Pages of several designs (a redesign, articles and galleries) are learned as several designs; copies of one article count once.
    """
    ordered = sorted(pages, key=_order)
    clusters: list[tuple[Design | None, list[Page]]] = [
        (design, []) for design in (previous.designs if previous else ())
    ]
    for page in ordered:
        signature = page.outline.signature
        best, value = -1, _ALIKE
        for index, (design, members) in enumerate(clusters):
            if design is not None:
                alike = design.likeness(signature)
            else:
                first = members[0].outline.signature
                alike = len(first & signature) / max(1, min(len(first), len(signature)))
            if alike >= value:
                best, value = index, alike + 1e-9
        if best < 0:
            clusters.append((None, [page]))
        else:
            clusters[best][1].append(page)
    designs = [_continue(design, members) for design, members in clusters]
    return Template(
        tuple(
            sorted((design for design in designs if design), key=lambda design: (-design.pages, sorted(design.places)))
        )
    )


def _order(page: Page) -> tuple[int, str, str]:
    text = "\n".join(block.text for block in page.outline.blocks)
    return -len(page.outline.signature), hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), page.url


def _continue(design: Design | None, pages: list[Page]) -> Design | None:
    if not pages:
        return design
    groups = group_copies(pages)
    counts: Counter[tuple[str, str]] = Counter()
    once: dict[str, str] = dict(design.once) if design else {}
    repeated: dict[tuple[str, str], int] = dict(design.repeated) if design else {}
    before = design.pages if design else 0
    names: dict[tuple[str, str], str] = {}
    new = 0
    for group in groups:
        keys = {key for page in group for key in _keys(page)}
        name = _group_name(keys)
        if design is not None and copy_of(group[0], design):
            continue
        new += 1
        counts.update(keys)
        names.update(dict.fromkeys(keys, name))
    for key, number in counts.items():
        if key in repeated:
            repeated[key] += number
        else:
            short = once_key(key)
            if number + (short in once) >= 2:
                repeated[key] = number + (once.pop(short, None) is not None)
            else:
                once[short] = names[key]
    if len(once) > _MOST_ONCE:
        once = dict(sorted(once.items())[:_MOST_ONCE])
    total = before + new
    places = _common_places(design, before, groups)
    return Design(total, places, repeated, _bodies(design, before, groups, repeated, once), once)


def _keys(page: Page) -> set[tuple[str, str]]:
    outline = page.outline
    if "keys" not in page.notes:
        page.notes["keys"] = [block_key(outline, block) for block in outline.blocks]
    return set(page.notes["keys"])


def _group_name(keys: set[tuple[str, str]]) -> str:
    return min(once_key(key) for key in keys) if keys else ""


def _common_places(design: Design | None, before: int, groups: list[list[Page]]) -> frozenset[str]:
    counts = Counter(place for group in groups for place in group[0].outline.signature)
    if design is not None:
        counts.update(dict.fromkeys(design.places, before))
    need = (before + len(groups)) / 2
    return frozenset(place for place, number in counts.items() if number >= need)


def _bodies(
    design: Design | None,
    before: int,
    groups: list[list[Page]],
    repeated: dict[tuple[str, str], int],
    once: dict[str, str],
) -> dict[str, float]:
    """For the places that were chosen as body on some page: the mean share of the pages' own prose that they held."""
    votes: Counter[str] = Counter()
    for group in groups:
        page = group[0]
        outline = page.outline
        marks = repeated_blocks(page, repeated)
        chosen = choose(outline, marks, {}, titles_of(page.root))
        if chosen.container >= 0 and chosen.prose >= 100:
            votes[outline.places[chosen.container]] += min(1.0, chosen.share)  # type: ignore[assignment]
    total = before + len(groups)
    out = {place: share * before / total for place, share in (design.bodies.items() if design else ())}
    for place, share in votes.items():
        out[place] = out.get(place, 0.0) + share / total
    return {place: round(share, 4) for place, share in out.items() if share * total >= 0.6}


def repeated_blocks(page: Page, repeated: dict[tuple[str, str], int]) -> dict[int, int]:
    """The blocks of a page that the template knows as repeated, with their number of pages."""
    _keys(page)
    return {index: repeated[key] for index, key in enumerate(page.notes["keys"]) if key in repeated}


def copy_of(page: Page, design: Design) -> str:
    """The group of the learned article that this page is a copy of; empty when it is none."""
    shared: Counter[str] = Counter()
    total = 0
    for key, block in zip(page.notes.get("keys") or sorted(_keys(page)), page.outline.blocks, strict=False):
        if key in design.repeated or weight(block) < 60:
            continue
        total += block.size
        group = design.once.get(once_key(key))
        if group:
            shared[group] += block.size
    if not shared:
        return ""
    group, size = shared.most_common(1)[0]
    return group if size >= 0.5 * total else ""


def group_copies(pages: list[Page]) -> list[list[Page]]:
    """The pages by article: pages that share most of their own prose under like headlines, or nearly all of it, are copies."""
    proses = [_prose(page) for page in pages]
    owners: defaultdict[str, list[int]] = defaultdict(list)
    for number, prose in enumerate(proses):
        for text in prose:
            owners[text].append(number)
    heads = [_headline(page) for page in pages]
    different = len(set(heads))
    under = {text: len({heads[number] for number in numbers}) for text, numbers in owners.items()}
    everywhere = {text for text, number in under.items() if number > 3 and number > 0.5 * different}
    parent = list(range(len(pages)))

    def find(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    shared: Counter[tuple[int, int]] = Counter()
    for text, numbers in owners.items():
        if text in everywhere or len(numbers) < 2:
            continue
        for at, one in enumerate(numbers[:60]):
            for other in numbers[at + 1 : 60]:
                shared[one, other] += len(text)
    sizes = [sum(len(text) for text in prose if text not in everywhere) for prose in proses]
    for (one, other), size in sorted(shared.items()):
        smaller = max(1, min(sizes[one], sizes[other]))
        need = 0.5 if heads[one] and heads[one] == heads[other] else 0.8
        if size >= need * smaller and (size >= 0.3 * max(sizes[one], sizes[other]) or heads[one] == heads[other]):
            parent[max(find(one), find(other))] = min(find(one), find(other))
    groups: defaultdict[int, list[Page]] = defaultdict(list)
    for number, page in enumerate(pages):
        groups[find(number)].append(page)
    return list(groups.values())


def _prose(page: Page) -> set[str]:
    chosen = choose(page.outline, {}, {}, titles_of(page.root))
    blocks = page.outline.blocks
    return {blocks[index].text for index in chosen.kept if blocks[index].size >= 40}


def _headline(page: Page) -> str:
    index = headline_block(page.outline, titles_of(page.root))
    return fold(page.outline.blocks[index].text) if index >= 0 else ""
