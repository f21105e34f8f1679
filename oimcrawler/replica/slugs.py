"""Addresses as the platform makes them: a slug is a function of the title."""

import re
import unicodedata

_DROPPED = frozenset(
    word
    for word in (
        *("a", "an", "as", "at", "before", "but", "by", "for", "from", "is", "in", "into", "like", "of", "off"),
        *("on", "onto", "per", "since", "than", "the", "this", "that", "to", "up", "via", "with"),
    )
)
_ARABIC = {
    **dict(zip("اأإآبتثجحخد", ("a", "a", "a", "a", "b", "t", "th", "j", "h", "kh", "d"), strict=True)),
    **dict(zip("ذرزسشصضطظغ", ("dh", "r", "z", "s", "sh", "s", "d", "t", "z", "gh"), strict=True)),
    **dict(zip("فقكلمنهويىةؤئ", ("f", "q", "k", "l", "m", "n", "h", "w", "y", "y", "t", "w", "y"), strict=True)),
    **dict(zip("ًٌٍَُِ", ("an", "un", "in", "a", "u", "i"), strict=True)),
}


def slug(title: str, longest: int = 180) -> str:
    """The slug of a title: accents and punctuation gone, Arabic in Latin letters, stop words dropped, dashes between words, slashes kept.

    >>> slug("L’école d’été : « Œuvrer » avec les jeunes, 18/08/2016")
    'lecole-dete-oeuvrer-avec-les-jeunes-18/08/2016'
    >>> slug("Statement on the Rights of Migrants"), slug("ورشة عمل بالرباط")
    ('statement-rights-migrants', 'wrsht-ml-balrbat')
    """
    text = title.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    text = "".join(_ARABIC.get(letter, letter) for letter in text)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.split(r"[\s\-]+", re.sub(r"[^\w\s/\-]", "", text).replace("_", ""))
    kept = [word for word in words if word and word not in _DROPPED]
    cut = "-".join(kept)[: longest + 1]
    if len(cut) > longest:
        cut = cut.rpartition("-")[0] or cut[:longest]
    return cut.strip("-/") or "untitled"
