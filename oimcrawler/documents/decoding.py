"""From the bytes of a file to its text, and the one-line reason when it has none."""

import codecs
import re
from typing import Final

_CONTROL: Final = bytes(set(range(32)) - {8, 9, 10, 11, 12, 13, 26, 27})
_UTF16: Final = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SEQUENCE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LATIN = re.compile(
    r"[a-zA-Z][àâäçéèêëîïôöùûüœæñáíóúÀÂÇÉÈÊÎÔŒ’]|[àâäçéèêëîïôöùûüœæñáíóúÀÂÇÉÈÊÎÔŒ][a-zA-Z ,.]|[«»–—•…“”’°\u00a0©]"
)
_ARABIC = re.compile(r"[\u0621-\u064a]")
_ARABIC_WORD = re.compile(r"[\u0621-\u064a]{3,}")
_SAMPLE: Final = 65_536
_PRINTABLE: Final = frozenset((*range(9, 14), *range(32, 127)))


def _binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    strange = len(sample) - len(sample.translate(None, _CONTROL))
    # One stray NUL or control character in a long text is damage that a text can live with; more is another kind of file.
    return strange * 200 > len(sample)


def is_text(data: bytes) -> bool:
    """Whether the bytes look like text at all (not a picture, a PDF, an archive); says nothing about their encoding.

    >>> is_text("Un atelier à Rabat".encode()), is_text(bytes(range(64)))
    (True, False)
    """
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or not _binary(data)


def _old_code_page(data: bytes) -> str | None:
    """The text in windows-1252 or windows-1256 when nearly all of its upper bytes make sense there; None otherwise."""
    upper = len(data) - len(data.translate(None, bytes(range(128, 256))))
    arabic = data.decode("cp1256", errors="replace")
    if len(_ARABIC.findall(arabic)) > 0.8 * upper and 2 * sum(map(len, _ARABIC_WORD.findall(arabic))) > upper:
        return arabic
    latin = data.decode("cp1252", errors="replace")
    if "\ufffd" not in latin and len(_LATIN.findall(latin)) >= 0.6 * upper and upper <= 0.25 * len(data):
        return latin
    return None


def decode_document(data: bytes) -> str:
    """The text of a document: UTF-8 (with or without mark), UTF-16 with its mark, else windows-1256 or windows-1252 where the bytes make sense in it.

    Raises ValueError with a short reason, ready to be shown beside the file's name: empty, binary, broken UTF-8 at byte N, unknown encoding.

    >>> decode_document("\\ufeffUn atelier à Rabat".encode()), decode_document("Un atelier à Fès".encode("cp1252"))
    ('Un atelier à Rabat', 'Un atelier à Fès')
    """
    for mark, name in _UTF16:
        # The mark of UTF-32 begins with that of UTF-16.
        if data.startswith(mark) and not data.startswith(codecs.BOM_UTF32_LE):
            if _no_utf16(data[len(mark) :]):
                raise ValueError("broken UTF-8 at byte 0")
            try:
                text = data[len(mark) :].decode(name)
            except UnicodeDecodeError as error:
                raise ValueError(f"broken UTF-16 at byte {error.start + len(mark)}") from None
            break
    else:
        body = data.removeprefix(codecs.BOM_UTF8)
        offset = len(data) - len(body)
        if _binary(body):
            raise ValueError("binary, not text")
        text = _decode_bytes(body, offset)
    text = text.replace("\x00", "").removeprefix("\ufeff")
    if not text.strip():
        raise ValueError("empty")
    return text


def _no_utf16(body: bytes) -> bool:
    """Whether what follows the mark of UTF-16 is plainly UTF-8: the two bytes are damage, and read in pairs the rest would be gibberish."""
    sample = body[:_SAMPLE]
    ascii_bytes = sum(byte in _PRINTABLE for byte in sample)
    return bool(sample) and ascii_bytes + sum(map(len, _SEQUENCE.findall(sample))) >= 0.8 * len(sample)


def _decode_bytes(data: bytes, offset: int) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = error.start + offset
    whole = len(_SEQUENCE.findall(data))
    old = None if offset or whole else _old_code_page(data)
    if old is None and not offset and whole:
        # A few pairs of letters of an old code page look like UTF-8 by chance; in a damaged UTF-8 text they are the rule.
        upper = len(data) - len(data.translate(None, bytes(range(128, 256))))
        inside = sum(map(len, _SEQUENCE.findall(data)))
        old = _old_code_page(data) if inside * 2 < upper else None
    if old is not None:
        return old
    if whole or offset:
        raise ValueError(f"broken UTF-8 at byte {place}")
    raise ValueError(f"broken UTF-8 at byte {place}, and no other encoding fits")
