"""The piece of a text that shows why it was found, the words marked in the writing that the text has.

Made on the text itself: FTS5's own `snippet()` knows nothing of folded forms.
"""

from collections.abc import Iterable

from oimcrawler.searching.folding import CLITICS, Word, fold_word, forms, key, tokens, words


def snippet(text: str, sought: Iterable[str], width: int = 240, mark: tuple[str, str] = ("[", "]")) -> str:
    """The best window of about `width` characters, in one line, its hits between the two marks.

    For HTML take `parts`, escape each and mark then.

    >>> snippet("Une œuvre commune.", ["oeuvre"])
    'Une [œuvre] commune.'
    """
    return "".join(f"{mark[0]}{piece}{mark[1]}" if hit else piece for piece, hit in parts(text, sought, width))


def parts(text: str, sought: Iterable[str], width: int = 240) -> list[tuple[str, bool]]:
    """The best window as pieces of text, each with whether it is a hit: the window with the most different words, the earliest of these.

    `sought` is `Query.words`: words as typed, a final `*` for a beginning. Line breaks become spaces; `…` stands where text was left out.

    >>> parts("Les co-opérants", ["cooperants"])
    [('Les ', False), ('co-opérants', True)]
    """
    text = " ".join(text.split("\n"))
    whole, beginnings = _sought(sought)
    hits = [hit for word in words(text) for hit in _hits(text, word, whole, beginnings)] if whole or beginnings else []
    start, end = _window(text, hits, max(width, 20))
    found: list[tuple[str, bool]] = []
    place = start
    for first, last, _ in hits:
        if first < place or last > end:
            continue
        found += [(text[place:first], False), (text[first:last], True)]
        place = last
    found.append((text[place:end], False))
    found = [("… " if start else "", False), *found, (" …" if end < len(text) else "", False)]
    merged: list[tuple[str, bool]] = []
    for piece, hit in found:
        if piece and merged and merged[-1][1] == hit:
            merged[-1] = (merged[-1][0] + piece, hit)
        elif piece:
            merged.append((piece, hit))
    return merged


def _sought(sought: Iterable[str]) -> tuple[dict[str, int], dict[str, int]]:
    whole: dict[str, int] = {}
    beginnings: dict[str, int] = {}
    for number, word in enumerate(sought):
        group = beginnings if word.endswith("*") else whole
        for form in (word, *fold_word(word)):
            pieces = tokens(form)
            # A form of one token is a key already, and may hold a hamza that a key would lose.
            for found in ("".join(map(key, pieces)), *(map(key, pieces) if len(pieces) > 1 else pieces)):
                if len(found) > 1 or len(pieces) == 1 == len(found):
                    group.setdefault(found, number)
    return whole, beginnings


def _hits(text: str, word: Word, whole: dict[str, int], beginnings: dict[str, int]) -> Iterable[tuple[int, int, int]]:
    if len(word.parts) > 1:
        number = _number(("".join(key(text[a:b]) for a, b in word.parts),), whole, beginnings)
        if number is not None:
            return [(word.start, word.end, number)]
    found = [(a, b, _number(forms(text[a:b]), whole, beginnings)) for a, b in word.parts]
    return [(a, b, number) for a, b, number in found if number is not None]


def _number(written: tuple[str, ...], whole: dict[str, int], beginnings: dict[str, int]) -> int | None:
    for form in written:
        if form in whole:
            return whole[form]
    for clitic in CLITICS:
        # بمدينة is a hit for مدينة, as it is for the search.
        if (
            written
            and written[0].startswith(clitic)
            and len(written[0]) >= len(clitic) + 4
            and written[0][len(clitic) :] in whole
        ):
            return whole[written[0][len(clitic) :]]
    if beginnings:
        for form in written:
            for beginning, number in beginnings.items():
                if form.startswith(beginning):
                    return number
    return None


def _window(text: str, hits: list[tuple[int, int, int]], width: int) -> tuple[int, int]:
    if len(text) <= width:
        return 0, len(text)
    best, best_score = 0, (0, 0)
    last = 0
    for first in range(len(hits)):
        last = max(last, first)
        while last < len(hits) and hits[last][1] - hits[first][0] <= width:
            last += 1
        inside = hits[first:last][:200]
        score = (len({number for _, _, number in inside}), len(inside))
        if score > best_score:
            best, best_score = hits[first][0], score
    spread = max((b for a, b, _ in hits if a >= best and b <= best + width), default=best) - best
    start = max(0, min(best - (width - spread) // 3, len(text) - width))
    end = min(len(text), start + width)
    # Whole words: the window opens after a space and closes before one, where there is one near.
    if start and (space := text.find(" ", start, min(start + 30, best) if best > start else start + 30)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", max(end - 30, best + spread), end + 1)) >= 0:
        end = space
    return start, end
