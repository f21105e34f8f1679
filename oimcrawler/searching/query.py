"""What a person types, made into an FTS5 expression that is always valid.

Words stand for all their writings and must all occur; `"…"`, `«…»` and `“…”` hold a phrase; `migr*` is a beginning; `OR`, `AND`, `NOT`
in capitals and `-word` combine; brackets group; `title:` (`titre:`, `عنوان:`) and `body:` (`texte:`, `نص:`) look in one field.
What makes no sense is passed over, with a note where it matters.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from oimcrawler.searching.folding import CLITICS, CONTEXT, TITLE_MARK, fold_word, forms, key, tokens

MAX_CHARACTERS: Final = 1000
MAX_WORDS: Final = 40
_MAX_DEPTH: Final = (
    8  # the parser inside FTS5 has a small stack: brackets below this depth are read as if they were not there
)

_FIELDS: Final = {
    name: column
    for column, names in {
        "title": "title titre titolo título عنوان العنوان",
        "body": "body text texte corps نص النص",
    }.items()
    for name in names.split()
}
_PIECE: Final = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<minus>[-−](?=[^\s)-]))"
    rf"|(?P<field>(?:{'|'.join(_FIELDS)})\s?:)"
    r"|(?P<phrase>(?:\"[^\"”]*[\"”]|«[^»]*»|[“„”][^“”\"]*[“”\"])\*?)"
    r"|(?P<bracket>[()])"
    r"|(?P<word>[^\s()\"“”„«»]+)"
    r"|(?P<quote>.)",
    re.IGNORECASE | re.DOTALL,
)
_LIST: Final = re.compile(r"(?<!\d)[,;،؛]|[,;،؛](?!\d)")
_ARABIC_STEM: Final = re.compile("[\u0621-\u064a]{4,}")
_ALONE: Final = "what is left out inside an OR was passed over: it needs a word to search for beside it"


@dataclass(frozen=True, slots=True)
class Query:
    """A compiled search.

    `match` is the FTS5 expression, None when there is nothing to search for; `words` are the words to mark in snippets, a final `*` meaning a
    beginning; `negative_only` tells that only words to leave out were given; `notes` are sentences for the person who typed it.
    """

    match: str | None
    words: tuple[str, ...] = ()
    negative_only: bool = False
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reader:
    """The pieces still to be read, last first, and what was learned on the way."""

    pieces: list[tuple[str, str]]
    words: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    leaves: int = 0
    left_out: int = 0


def compile_query(text: str) -> Query:
    """The FTS5 expression for what a person typed; never a syntax error, whatever was typed.

    >>> compile_query("migrants -Rabat").match
    '("migrants" NOT "rabat")'
    >>> compile_query("  ").notes
    ('nothing to search for',)
    """
    text = unicodedata.normalize("NFC", re.sub("[\\0\ud800-\udfff]", " ", text))
    found = [(match.lastgroup or "", match.group()) for match in _PIECE.finditer(text[:MAX_CHARACTERS])]
    reader = _Reader([piece for piece in found if piece[0] != "space"][::-1])
    if len(text) > MAX_CHARACTERS:
        reader.notes[f"only the first {MAX_CHARACTERS} characters were searched for"] = None
    match = _any_of(reader, None, 0, False)
    if reader.leaves > MAX_WORDS:
        reader.notes[f"only the first {MAX_WORDS} words were searched for"] = None
    if match is not None:
        return Query(match, tuple(reader.words), notes=tuple(reader.notes))
    only_negative = reader.left_out > 0
    why = "only words to leave out were given: add one to search for" if only_negative else "nothing to search for"
    return Query(None, negative_only=only_negative, notes=(why,))


def _any_of(reader: _Reader, column: str | None, depth: int, negative: bool) -> str | None:
    """Reads alternatives up to the closing bracket of this depth, or to the end."""
    branches: list[str] = []
    while True:
        branch = _all_of(reader, column, depth, negative)
        if branch:
            branches.append(branch)
        if not reader.pieces:
            break
        if reader.pieces.pop() == ("bracket", ")") and depth:
            break
    return _joined(branches, " OR ")


def _all_of(reader: _Reader, column: str | None, depth: int, negative: bool) -> str | None:
    """Reads words that must stand together, up to `OR` or `)`, which it leaves to be read."""
    wanted: list[str] = []
    refused: list[str] = []
    away = False
    while (
        reader.pieces and reader.pieces[-1] != ("word", "OR") and not (depth and reader.pieces[-1] == ("bracket", ")"))
    ):
        kind, piece = reader.pieces.pop()
        if (kind, piece) in (("word", "AND"), ("bracket", ")")):
            continue
        if kind == "minus" or (kind, piece) == ("word", "NOT"):
            away = True
            continue
        within = column
        if kind == "field":
            within = _FIELDS[piece.rstrip(": \t\n\u00a0\u202f").lower()]
            if not reader.pieces or reader.pieces[-1] in (("word", "OR"), ("bracket", ")")):
                continue
            kind, piece = reader.pieces.pop()
        expression = _unit(reader, kind, piece, within, depth, negative or away)
        if expression:
            (refused if away else wanted).append(expression)
        away = False
    if not wanted:
        if refused:
            reader.left_out += len(refused)
            reader.notes[_ALONE] = None
        return None
    every = _joined(wanted, " AND ")
    return f"({every} NOT {_joined(refused, ' OR ')})" if refused else every


def _unit(reader: _Reader, kind: str, piece: str, column: str | None, depth: int, negative: bool) -> str | None:
    if kind == "bracket" and depth < _MAX_DEPTH:
        return _any_of(reader, column, depth + 1, negative)
    if kind == "phrase":
        inside = piece.rstrip("*")[1:-1].rstrip()
        return _leaf(reader, inside, column, negative, opened=piece.endswith("*") or inside.endswith("*"), phrase=True)
    if kind in ("word", "field"):
        found = [_leaf(reader, part.rstrip("*"), column, negative, part.endswith("*")) for part in _LIST.split(piece)]
        return _joined([leaf for leaf in found if leaf], " AND ")
    return None


def _leaf(
    reader: _Reader, text: str, column: str | None, negative: bool, opened: bool = False, phrase: bool = False
) -> str | None:
    pieces = tokens(text)
    if not pieces:
        return None
    reader.leaves += 1
    if reader.leaves > MAX_WORDS:
        return None
    if not negative:
        shown = pieces if phrase else [text.strip()]
        reader.words.update(dict.fromkeys([*shown[:-1], shown[-1] + "*" * opened]))
    if phrase and len(pieces) > 1:
        return _phrase(pieces, column, opened)
    return _one_of([text, *fold_word(text), *([] if opened else _with_clitics(text))], column, opened)


def _phrase(pieces: list[str], column: str | None, opened: bool) -> str:
    keys = [key(piece) or piece for piece in pieces]
    size = CONTEXT + 1
    # Folded words are indexed with their neighbours only, so a longer phrase is looked for as overlapping short ones.
    starts = range(max(1, len(keys) - size + 1))
    windows = [_one_of([" ".join(keys[i : i + size])], column, opened and i == starts[-1]) for i in starts]
    folded = _joined(windows, " AND ") or ""
    exact = _one_of([" ".join(pieces)], column, opened)
    return folded if windows == [exact] else f"({exact} OR {folded})"


def _with_clitics(text: str) -> list[str]:
    """An Arabic noun with what may be glued before it when it has no article: بمدينة for مدينة. Short words are left alone: ورقة is not رقة."""
    if not _ARABIC_STEM.fullmatch(text):
        return []
    *_, stem = [form for form in forms(text) if "ء" not in form]
    return [clitic + stem for clitic in CLITICS] if len(stem) >= 4 else []


def _one_of(writings: list[str], column: str | None, opened: bool) -> str:
    star = " *" if opened else ""
    plain: dict[str, None] = {}
    for writing in writings:
        # As it was typed, unless its lower case says the same.
        written = writing.lower() if writing.isascii() else writing
        plain[f'"{" ".join(written.replace(chr(34), " ").split())}"{star}'] = None
    every = _joined(list(plain), " OR ") or '""'
    if column == "title":
        marked = [" ".join(TITLE_MARK + part for part in tokens(writing)) for writing in writings]
        folded = _joined(list(dict.fromkeys(f'"{writing}"{star}' for writing in marked)), " OR ")
        return f"({{title}} : {_bracketed(every)} OR {{folded}} : {_bracketed(folded or every)})"
    # The column of folded words does not tell the body's from the title's: body: may find a folded word of the title too.
    return f"{{body folded}} : {_bracketed(every)}" if column == "body" else every


def _bracketed(expression: str) -> str:
    return expression if expression.startswith("(") else f"({expression})"


def _joined(expressions: list[str], operator: str) -> str | None:
    if len(expressions) < 2:
        return expressions[0] if expressions else None
    return f"({operator.join(expressions)})"
