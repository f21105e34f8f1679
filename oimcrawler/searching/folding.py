"""The writings of one word brought together: what the column `folded` of the search index holds.

FTS5's `unicode61` tokenizer folds case and Latin accents and splits at apostrophes and hyphens. What it does not know stands here: œ, ß and
ligatures; Arabic vowel signs, tatweel, alef forms, ى and ة, hamza carriers, digits of other scripts, the Arabic article with what is glued before
it; words written in one or in two. Every word has one *key*; further *forms* are other words under which it should be found.

The column holds, first, each stretch of text around a word whose key is not what the tokenizer finds, in keys and in order, so that phrases are
found there too; then the other forms, once each, parted by a mark so that no phrase runs over two of them. Words of the title stand there once more,
marked, so that a search in the title alone knows folded forms.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

TITLE_MARK: Final = "\ue000"  # private use (Co): a letter for the tokenizer, and in nobody's text
_BREAK: Final = "\ue001"
CONTEXT: Final = 4
"""Words kept on either side of a folded one: a phrase of up to five words that holds it stands in the column whole."""
CLITICS: Final = ("و", "ف", "ب", "ل", "ك", "وب", "ول")
"""What Arabic writes in one with the word after it; taken for such at query time only, before words long enough to be sure."""

_LONE: Final = {
    "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "þ": "th", "ı": "i", "ĸ": "k", "ŋ": "n", "ſ": "s",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ە": "ه", "ک": "ك", "ڪ": "ك", "ء": "", "ٴ": "", "ـ": "", "ʼ": "",
}  # fmt: skip
_HYPHENS: Final = "-\u2010\u2011"
_INVISIBLE: Final = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # soft hyphen, joiners, marks of direction
_APOSTROPHES: Final = "'’‘‛´`′＇"
_IN_NUMBERS: Final = "\u00a0\u202f\u2009 .,٬"
_MAY_JOIN: Final = re.compile(
    f" (?=\\d)|[{re.escape(_HYPHENS + _INVISIBLE + _APOSTROPHES + _IN_NUMBERS.replace(' ', ''))}]"
)
_ELIDED: Final = frozenset(["l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"])
_RUN: Final = re.compile("[^ ]+")
_ARABIC: Final = re.compile("[\u0620-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_ARTICLE: Final = re.compile("([وف]?)(?:[بك]?[اٱ]ل|لل)(?=..)")
_ALLAH: Final = frozenset(["الله", "والله", "بالله", "لله", "ولله", "فالله"])
_HAMZA: Final = str.maketrans(dict.fromkeys("ؤئءأ", "ء"))


def _is_mark(char: str) -> bool:
    # Hebrew and Arabic points, and the accents; not viramas, Thai vowels or kana sound marks, which make other words.
    return 10 <= unicodedata.combining(char) <= 36 or unicodedata.combining(char) >= 200


class _Separators(dict[int, str]):
    """Every character that the tokenizer does not count as part of a word becomes a space; offsets stay."""

    def __missing__(self, code: int) -> str:
        category = unicodedata.category(chr(code))
        self[code] = chr(code) if category[0] in "LN" or category in ("Co", "Mn") else " "
        return self[code]


class _Keys(dict[int, str]):
    """What a character is in the key of its word: compatibility form, folded case, no marks."""

    def __missing__(self, code: int) -> str:
        folded = chr(code)
        for _ in range(2):
            folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not _is_mark(c)).casefold()
        folded = "".join(_LONE.get(c, c) for c in folded)
        folded = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in folded)
        self[code] = unicodedata.normalize("NFC", folded).translate(_SEPARATORS)
        return self[code]


class _Found(dict[int, str]):
    """What the tokenizer itself makes of a character: lower case, Latin letters without their accents."""

    def __missing__(self, code: int) -> str:
        # SQLite's table of cases is older than Python's: only what has long been a letter is taken to be folded there.
        lower = chr(code).lower() if unicodedata.ucd_3_2_0.category(chr(code)) != "Cn" else chr(code)
        parts = unicodedata.normalize("NFD", lower)
        self[code] = parts[0] if parts[0].isascii() and (len(parts) == 2 or 0x1E00 <= code <= 0x1EFF) else lower
        return self[code]


_SEPARATORS: Final = _Separators()
_KEYS: Final = _Keys()
_FOUND: Final = _Found()


class Word(NamedTuple):
    """A word as it is written, with its place: `parts` holds the spans of its tokens, more than one in `l'enfant` and `co-operation`."""

    start: int
    end: int
    parts: tuple[tuple[int, int], ...]


def words(text: str) -> Iterator[Word]:
    """The words of a text in order; tokens joined by one hyphen, apostrophe or invisible joiner are one word, as are thousands and `O.I.M.`.

    >>> [text[w.start:w.end] for text in ["L'enfant, 12 000 co-opérants"] for w in words(text)]
    ["L'enfant", '12 000', 'co-opérants']
    """
    for spans in _spans(text):
        yield Word(spans[0][0], spans[-1][1], tuple(spans))


def _spans(text: str) -> Iterator[list[tuple[int, int]]]:
    """The places of the tokens of each word."""
    held: list[tuple[int, int]] = []
    end = -2
    for match in _RUN.finditer(text.translate(_SEPARATORS)):
        span = start, _ = match.span()
        # A blank that no digit follows parts two words: what most words need no further question for.
        if start != end + 1 or (text[end] == " " and not text[start].isdecimal()) or not _joins(text, held, span):
            if held:
                yield held
            held = []
        held.append(span)
        end = span[1]
    if held:
        yield held


def _joins(text: str, held: list[tuple[int, int]], span: tuple[int, int]) -> bool:
    start, end = span
    joint = text[start - 1]
    if joint == " " and not text[start].isdecimal():
        return False
    if joint in _APOSTROPHES or joint in _INVISIBLE:
        return True
    before, after = text[slice(*held[-1])], text[start:end]
    if joint in _HYPHENS:
        return not (before.isdecimal() and after.isdecimal())
    if joint == "." and before.isalpha() and after.isalpha():
        return len(after) == 1 and len(before) == 1
    if joint in _IN_NUMBERS and after.isdecimal() and len(after) == 3 and before.isdecimal():
        joints = {text[place] for _, place in held[:-1]}
        return (len(before) == 3 or (len(held) == 1 and len(before) < 3)) and joints <= {joint}
    return False


def _joined(text: str, separated: str) -> Iterator[list[tuple[int, int]]]:
    """The places of the tokens of each word that has several, found from the few characters that can join two."""
    behind = 0
    for match in _MAY_JOIN.finditer(text):
        place = match.start()
        if place < behind or separated[place - 1 : place] in ("", " "):
            continue
        held = [(separated.rfind(" ", 0, place) + 1, place)]
        while separated[place + 1 : place + 2] not in ("", " "):
            end = separated.find(" ", place + 1)
            span = (place + 1, end if end >= 0 else len(text))
            if not _joins(text, held, span):
                break
            held.append(span)
            place = span[1]
        behind = place + 1
        if len(held) > 1:
            yield held


def tokens(text: str) -> list[str]:
    """The tokens that the index's tokenizer sees, as they are written; accents and vowel signs without a letter are none.

    >>> tokens("L'OIM, 2024")
    ['L', 'OIM', '2024']
    """
    found = text.translate(_SEPARATORS).split()
    return [token for token in found if token.isascii() or any(unicodedata.category(c) != "Mn" for c in token)]


def key(token: str) -> str:
    """The one writing that stands for all writings of a token; folding a key again changes nothing.

    >>> key("Œuvre"), key("مُؤَسَّسة"), key("٢٠٢٤")
    ('oeuvre', 'موسسه', '2024')
    """
    return token.translate(_KEYS)


@lru_cache(maxsize=1 << 15)
def _key(token: str) -> str:
    return token.lower() if token.isascii() and token.isalnum() else key(token)


@lru_cache(maxsize=1 << 15)
def _found(token: str) -> str:
    return token.lower() if token.isascii() else token.translate(_FOUND)


@lru_cache(maxsize=1 << 15)
def forms(token: str) -> tuple[str, ...]:
    """The key of a token, then the other words under which it should be found: without the Arabic article, with any carrier of its hamza.

    >>> forms("وللاجئين")
    ('وللاجيين', 'اجيين', 'لاجيين', 'وللاجءين', 'اجءين', 'لاجءين')
    """
    found = [key(token)]
    if "ʼ" in token:
        found += [key(part) for part in token.split("ʼ")]
    if not _ARABIC.search(token):
        return tuple(dict.fromkeys(filter(None, found)))
    bare = "".join(c for c in unicodedata.normalize("NFKC", token) if c != "ـ" and not _is_mark(c))
    stems = _without_article(bare)
    found += map(key, stems)
    for whole in (bare, *stems):
        if re.search("[ؤئء]|(?<=.)أ", whole):
            carried = whole[0] + whole[1:].translate(_HAMZA)
            found.append("".join("ء" if c == "ء" else key(c) for c in carried))
    return tuple(dict.fromkeys(filter(None, found)))


def _without_article(bare: str) -> list[str]:
    article = _ARTICLE.match(bare)
    if not article or bare in _ALLAH:
        return []
    stem = bare[article.end() :]
    # للجنة is ل and اللجنة: one ل of three is not written.
    return [stem, "ل" + stem] if bare[: article.end()].endswith("لل") else [stem]


def fold_word(word: str) -> tuple[str, ...]:
    """All writings in which a word as typed is looked up, beside itself: keys of its tokens, other forms, in one word, without elision.

    >>> fold_word("l'œuvre"), fold_word("co-operation")
    (('œuvre', 'l oeuvre', 'oeuvre', 'loeuvre'), ('co operation', 'cooperation'))
    """
    pieces = tokens(word)
    if len(pieces) < 2:
        return forms(pieces[0]) if pieces else ()
    found: list[str] = []
    whole = next(words(word))
    joined = len(whole.parts) == len(pieces)
    lead = key(pieces[0])
    if joined and word[whole.parts[0][1]] in _APOSTROPHES:
        rest = (
            word[whole.parts[1][0] :]
            if lead in _ELIDED
            else pieces[0]
            if key(pieces[-1]) == "s" and len(pieces) == 2
            else ""
        )
        found += [rest, *fold_word(rest)] if rest else []
    phrase = " ".join(map(key, pieces))
    found.insert(1 if found else 0, phrase)
    if joined:
        found.append("".join(map(key, pieces)))
    return tuple(dict.fromkeys(filter(str.strip, found)))


def fold_for_index(title: str, body: str) -> str:
    """The column `folded` of an article: the folded words of title and body that the tokenizer alone would not find, in a fixed order.

    Nothing for a text that needs no folding; size and time grow linearly with the text.

    >>> fold_for_index("", "Une main, deux enfants")
    ''
    """
    found = [*_folded(title, TITLE_MARK), *_folded(f"{title}\n{body}", "")]
    return f" {_BREAK} ".join(dict.fromkeys(found))


def _folded(text: str, mark: str) -> Iterator[str]:
    separated = text.translate(_SEPARATORS)
    pieces = [piece for piece in separated.split(" ") if piece]
    joined: dict[str, None] = {}
    for spans in _joined(text, separated):
        keys = [_key(text[start:end]) for start, end in spans]
        joined["".join(keys)] = None
        if keys[0] in _ELIDED and text[spans[0][1]] in _APOSTROPHES and len(keys) > 2:
            joined["".join(keys[1:])] = None
    distinct = dict.fromkeys(pieces)
    glued = _glued(text)
    found = {piece: _found(piece) for piece in distinct}
    folded = {piece: _key(piece) for piece in distinct}
    plain = set(found.values())
    changed = {piece for piece, written in folded.items() if piece in glued or written != found[piece]}
    present = plain | {folded[piece] for piece in changed}
    for first, last in _stretches([piece in changed for piece in pieces]):
        yield " ".join(mark + part for piece in pieces[first:last] for part in folded[piece].split())
    others = dict.fromkeys(form for piece in distinct if not piece.isascii() for form in forms(piece))
    for form in (*others, *joined):
        if form not in present:
            yield " ".join(mark + part for part in form.split())


def _glued(text: str) -> set[str]:
    """Tokens beside a sign that is younger than SQLite's table of categories, a new emoji say: the tokenizer takes that for a letter of the word."""
    young = {c for c in set(text) if _is_young_sign(c)}
    if not young:
        return set()
    spans = (match.span() for match in _RUN.finditer(text.translate(_SEPARATORS)))
    return {text[a:b] for a, b in spans if text[a - 1 : a] in young or text[b : b + 1] in young}


@lru_cache(maxsize=4096)
def _is_young_sign(char: str) -> bool:
    return unicodedata.ucd_3_2_0.category(char) == "Cn" and char.translate(_SEPARATORS) == " "


def _stretches(changed: list[bool]) -> Iterator[tuple[int, int]]:
    first = last = -1
    for place, differs in enumerate(changed):
        if not differs:
            continue
        if first >= 0 and place - CONTEXT > last:
            yield first, last
            first = -1
        if first < 0:
            first = max(0, place - CONTEXT)
        last = min(len(changed), place + CONTEXT + 1)
    if first >= 0:
        yield first, last
