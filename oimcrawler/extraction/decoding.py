"""Bytes to text: byte order mark, UTF-8 when the bytes are valid UTF-8, then what is declared, then what the letters look like."""

import codecs
import itertools
import re
from functools import lru_cache
from typing import Final

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What is tried when the declaration is missing or reads badly; on equal marks the earlier one wins.
_CANDIDATES: Final = (
    "cp1252", "cp1256", "cp1251", "koi8-r", "cp1250", "cp1253", "cp1255", "cp1254", "iso8859-6", "iso8859-5",
    "cp866", "mac-roman", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp874",
)  # fmt: skip
_MULTIBYTE: Final = frozenset(
    {"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "big5", "shift_jis", "euc_kr", "gbk", "gb2312"}
)
_SAMPLE: Final = 60_000
_MARGIN: Final = 0.12
_TAGS: Final = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^<>]{0,4000}>", re.S | re.I)
_WORDS: Final = re.compile(r"\w*[^\x00-\x7f][^\s\x00-\x40\x5b-\x60\x7b-\x7f]*")
_FREQUENT_HAN: Final = frozenset(
    "的一是不了在人有我他这这中大来上个国和地到说们为子你时年生自会要以可下过后多然家学之都小事同分已日月市新民区部发经政府报道移国際發這來個說們為時會過後對關開學實現國"
)
_MARKS_IN_WORDS: Final = frozenset("’‘“”«»–—…°،؛؟ـ")
_MARKED_SCRIPTS: Final = frozenset({"thai", "arabic", "hebrew"})  # their vowels and tones are marks, not letters
_FREQUENT_HEBREW: Final = frozenset("ויהלאתםרמשנבחד")
_FREQUENT_ARABIC: Final = frozenset("اليمنورتبةدسعفكهقحمجأش ")
_RUSSIAN_FREQUENT: Final = frozenset("оеаинтсрвлкмдпуя")


def decode(data: bytes, charset: str | None = None) -> tuple[str, str]:
    """The text of `data` and the name of the codec that was used; `charset` is what the answer's header declared.

    Valid UTF-8 wins over every declaration; `latin-1` is read as windows-1252, as browsers do; a declaration under which the letters do not
    form words of one script loses against one under which they do. Never raises: what cannot be decoded becomes U+FFFD.

    >>> decode("été".encode(), "iso-8859-1")
    ('été', 'utf-8')
    >>> decode("L’été à Rabat".encode("cp1252"), "iso-8859-1")
    ('L’été à Rabat', 'cp1252')
    """
    for mark, wide_name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(wide_name, "replace"), wide_name
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace"), wide
    declared = [name for raw in (charset, _in_document(data)) if (name := _codec(raw))]
    if b"\x1b$" in data and b"\x1b(" in data and data.isascii():
        return data.decode("iso2022_jp", "replace"), "iso2022_jp"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    # A few broken bytes (a cut title, one pasted line) do not make a UTF-8 page a page of something else.
    loose = data.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    good = sum(1 for char in loose[:400_000] if char > "\x7f") - broken
    if good > 4 * broken:
        return loose, "utf-8"
    best = _by_letters(data, [name for name in declared if name not in {"utf-8", "utf-16", "utf-32"}])
    return data.decode(best, "replace"), best


def _in_document(data: bytes) -> str | None:
    head = data[:8192]
    try:
        return html_body_declared_encoding(head)
    except (LookupError, ValueError):
        return None


@lru_cache(maxsize=256)
def _codec(raw: str | None) -> str | None:
    if not raw:
        return None
    label = http_content_type_encoding(raw) or raw.strip().strip("\"'")
    try:
        name = resolve_encoding(label) or codecs.lookup(label).name
        name = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}.get(name, name)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: the NUL bytes of its ASCII characters all stand on one side of the pairs."""
    head = data[:2000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 8 or even + odd < len(head) // 20 + 2 or min(even, odd) * 20 > even + odd:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _by_letters(data: bytes, declared: list[str]) -> str:
    sample = _TAGS.sub(b" ", data[: 4 * _SAMPLE])[:_SAMPLE]
    marks: dict[str, float] = {}
    for name in dict.fromkeys([*declared, *_CANDIDATES]):
        mark = _mark(sample, name)
        if mark is not None:
            marks[name] = mark
    if not marks:
        return declared[0] if declared else "cp1252"
    best = max(marks, key=lambda name: marks[name])
    for name in declared:
        if name in marks and marks[name] >= marks[best] - _MARGIN:
            return name
    return best


def _mark(sample: bytes, name: str) -> float | None:
    """How far the decoded letters look like words: about 1 for a text, below 0 for one that was read in the wrong code."""
    try:
        text = sample.decode(name, "replace")
    except LookupError:
        return None
    if name in _MULTIBYTE:
        return _mark_multibyte(text)
    foreign = [char for char in text if char > "\x7f"]
    if not foreign:
        return 0.0
    words = _WORDS.findall(text)
    total = sum(_mark_word(word) for word in words)
    bad = sum(1 for char in foreign if char == "\ufffd" or "\x80" <= char <= "\x9f" or "\ue000" <= char <= "\uf8ff")
    return total / max(len(words), 1) - 3 * bad / len(foreign)


def _mark_word(word: str) -> float:
    letters = [char for char in word if char.isalpha()]
    if not letters:
        return 0.6 if all(char in "«»“”‘’–—…•°€·" for char in word if char > "\x7f") else -0.3
    odd = sum(
        1
        for char in word
        if char > "\x7f" and not char.isalpha() and char not in _MARKS_IN_WORDS and _script(char) not in _MARKED_SCRIPTS
    )
    if odd:
        return -0.8
    scripts = {
        _script(char)
        for char in word
        if char.isalpha()
        or (char > "\x7f" and _script(char) in _MARKED_SCRIPTS and not char.isspace() and char not in _MARKS_IN_WORDS)
    }
    if len(scripts) > 1:
        return -1.0
    script = scripts.pop()
    if any(a.islower() and b.isupper() for a, b in itertools.pairwise(letters)):
        return -1.0
    if script == "latin":
        foreign = sum(1 for char in letters if char > "\x7f")
        if foreign * 2 > len(letters) and len(letters) > 2:
            return -0.8
        rare = sum(1 for char in letters if char not in _LATIN_USUAL and char > "\x7f")
        return 1.0 - 0.5 * (rare > 0) - 0.2 * (foreign > 1 and foreign * 3 > len(letters))
    if len(letters) == 1:
        return 0.2
    if script == "arabic":
        return 0.2 + 0.9 * sum(1 for char in letters if char in _FREQUENT_ARABIC) / len(letters)
    if script == "hebrew":
        return 0.3 + 0.9 * sum(1 for char in letters if char in _FREQUENT_HEBREW) / len(letters)
    if script == "cyrillic":
        shout = len(letters) > 3 and sum(1 for char in letters if char.isupper()) * 2 > len(letters)
        return 0.3 + 0.8 * sum(1 for char in letters if char.lower() in _RUSSIAN_FREQUENT) / len(letters) - 0.5 * shout
    return 0.8


_LATIN_USUAL: Final = frozenset("àâäáãåæçèéêëìíîïñòóôöõøœùúûüýÿßÀÂÄÁÇÈÉÊËÎÏÔÖÓÚÜÑŒčćđšžąęłńóśźżěřůőűığşİŞăâîșțéÉŠŽŁŚ")


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    code = ord(char)
    for low, high, name in (
        (0x41, 0x24F, "latin"), (0x370, 0x3FF, "greek"), (0x400, 0x52F, "cyrillic"), (0x590, 0x5FF, "hebrew"), (0x600, 0x6FF, "arabic"),
        (0xE00, 0xE7F, "thai"), (0x3040, 0x30FF, "kana"), (0x4E00, 0x9FFF, "han"), (0xAC00, 0xD7A3, "hangul"), (0x1E00, 0x1EFF, "latin"),
    ):  # fmt: skip
        if low <= code <= high:
            return name
    return "other"


def _mark_multibyte(text: str) -> float:
    foreign = [char for char in text if char > "\x7f"]
    if not foreign:
        return 0.0
    mark = 0.0
    for char in foreign:
        script = _script(char)
        if char == "\ufffd" or "\ue000" <= char <= "\uf8ff":
            mark -= 4
        elif script == "kana" or script == "hangul":
            mark += 1.0 if not "\uff61" <= char <= "\uff9f" else -1
        elif script == "han":
            mark += 1.4 if char in _FREQUENT_HAN else 0.55
        elif "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uff60":
            mark += 0.8
        else:
            mark -= 1.0
    return mark / len(foreign)
