"""What changed between two texts of an article, line by line."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from difflib import SequenceMatcher

from oimcrawler.fingerprint import content_hash
from oimcrawler.model import Article, Removed

SIMILAR = 0.6
SENTENCE = 60


def added_lines(before: Article | None, after: Article) -> list[str]:
    """The body lines of the later text that the earlier one has not, as often as they are more."""
    return list((Counter(after.body.split("\n")) - Counter(before.body.split("\n") if before else [])).elements())


def without_lines(article: Article, lines: Collection[str]) -> Article:
    """The article without these body lines; one that would be emptied stays as it is."""
    kept = [line for line in article.body.split("\n") if line not in lines]
    if not kept or len(kept) == article.body.count("\n") + 1:
        return article
    body = "\n".join(kept)
    taken = tuple(Removed(line, "notice") for line in article.body.split("\n") if line in lines)
    return replace(article, body=body, content_hash=content_hash(article.title, body), removed=article.removed + taken)


def is_rewording(before: Article, after: Article) -> bool:
    """True when the later text has the paragraphs of the earlier one, some of them reworded: none came, went or moved."""
    old, new = before.body.split("\n"), after.body.split("\n")
    if len(old) != len(new):
        return False
    return all(one == other or _similar(one, other) for one, other in zip(old, new, strict=True))


def is_addition(before: Article, after: Article) -> bool:
    """True when the later text is the earlier one with a few sentences more, or fewer: no captions, labels or lists came or went."""
    old, new = before.body.split("\n"), after.body.split("\n")
    longer, shorter = (new, old) if len(new) > len(old) else (old, new)
    more = list((Counter(longer) - Counter(shorter)).elements())
    rest = list(longer)
    for line in more:
        rest.remove(line)
    return (
        rest == shorter
        and 0 < len(more) <= max(2, len(old) // 3)
        and all(len(line) >= SENTENCE and line[-1] in ".!?؟…»”" for line in more)
    )


def _similar(one: str, other: str) -> bool:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio() >= SIMILAR
