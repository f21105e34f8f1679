"""One entry of a listing: its title, date and kind, read around its links and never beyond the next entry."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from oimcrawler.dates import Order, find_dates, parse_date
from oimcrawler.discovery.links import HEADINGS, SKIPPED, Frame, Run
from oimcrawler.discovery.words import KINDS, READ_MORE, READ_MORE_ABOUT, SCOPES
from oimcrawler.slugs import slug_matches
from oimcrawler.text import normal_line

_LONGEST_DATE_LINE: Final = 70
_MOST_LETTERS_BESIDE: Final = 22  # "Date de publication :" stands beside a date; with more it is a sentence or a title
_LONGEST_KIND: Final = 40
_KIND_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:tag|tags|type|kind|category|categorie|label|badge|rubrique|kicker|eyebrow|bundle)(?=$|[\s_-])"
)


@dataclass(eq=False, slots=True)
class Token:
    """A piece of text with its element and the run in whose region it stands; `stamp` is a machine's date beside it (a `datetime` attribute)."""

    text: str
    element: Any
    run: Run | None
    heading: bool = False
    stamp: str = ""

    def looks(self, order: Order | None) -> tuple[str, str, bool]:
        """What a token has in common with its counterparts in other entries."""
        words = (self.element.get("class") or "").split()
        return (self.element.tag, words[0] if words else "", self.date(order) is not None)

    def date(self, order: Order | None) -> str | None:
        """The date that this piece of text is (not one that a sentence mentions)."""
        if self.stamp and (found := parse_date(self.stamp[:40])):
            return found.isoformat()
        if len(self.text) > _LONGEST_DATE_LINE or not any(char.isdigit() for char in self.text):
            return None
        found_all = find_dates(self.text, order=order)
        if letters_beside(self.text) > _MOST_LETTERS_BESIDE:
            return None
        if found := parse_date(self.text, order=order):
            return found.isoformat()
        return found_all[0][0].isoformat() if len(found_all) > 1 else None


def letters_beside(text: str) -> int:
    """The number of letters in a text that are not part of a date."""
    rest = text
    for _, words in find_dates(text, order="dmy") or find_dates(text, order="mdy"):
        rest = rest.replace(words, "", 1)
    return sum(char.isalpha() for char in rest)


def is_date_line(text: str) -> bool:
    """Whether a short text is a date in numbers, in whatever order, with no more than a few words beside it."""
    return len(text) <= _LONGEST_DATE_LINE and letters_beside(text) <= _MOST_LETTERS_BESIDE


def tokens_of(body: Any, runs: Sequence[Run], frame: Frame) -> list[Token]:
    """The page's pieces of text in document order, without frames and scripts."""
    regions = {region: run for run in runs for region in run.regions}
    found: list[Token] = []

    def add(text: str | None, element: Any, run: Run | None, heading: bool) -> None:
        if text and (line := normal_line(text)):
            found.append(Token(line, element, run, heading))

    def walk(element: Any, run: Run | None, heading: bool) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in SKIPPED:
            return
        run = regions.get(element, run)
        if run is None and frame.of(element) == "frame":
            return
        heading = heading or tag in HEADINGS
        start = len(found)
        add(element.text, element, run, heading)
        for child in element:
            walk(child, run, heading)
            add(child.tail, element, run, heading)
        stamp = (
            element.get("datetime")
            if tag == "time"
            else element.get("content")
            if (element.get("itemprop") or "") in ("datePublished", "dateCreated")
            else None
        )
        if stamp:
            if len(found) == start:
                found.append(Token("", element, run, heading, stamp))
            else:
                found[start].stamp = stamp

    walk(body, None, False)
    return found


def title_link(run: Run) -> Any:
    """The link of a run that carries the title: the one in or around a heading, else the one with most text."""
    for link in run.links:
        if (
            any(node.tag in HEADINGS for node in link.iterancestors() if _inside(node, run.region_of(link)))
            or next(link.iter(*HEADINGS), None) is not None
        ):
            return link
    return max(run.links, key=lambda link: len(text_of(link)) if not READ_MORE.fullmatch(text_of(link).lower()) else 0)


def text_of(element: Any) -> str:
    """The visible text of an element in one normal line."""
    return (
        normal_line(" ".join(element.itertext(with_tail=False)))
        if next(element.iter(*SKIPPED), None) is None
        else normal_line(" ".join(_visible(element)))
    )


def _visible(element: Any) -> list[str]:
    texts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in SKIPPED:
            texts += _visible(child)
        texts.append(child.tail or "")
    return texts


def _inside(node: Any, region: Any) -> bool:
    return node is region or any(above is region for above in node.iterancestors())


def read_title(run: Run, own: Sequence[Token], slug: str, hinted: Sequence[Any]) -> str:
    """The title of an entry; the address decides between candidates where it was made from the title, else their place does."""
    candidates: list[str] = [text_of(element) for element in hinted]
    candidates += [text_of(heading) for heading in _headings(run)]
    link = title_link(run)
    blocks = [token.text for token in own if _inside(token.element, link)]
    whole = text_of(link)
    candidates += (
        [_whole_of(whole, link)]
        if len(blocks) <= 1 or (len(whole) <= 200 and not any(_block(child) for child in link.iter()))
        else blocks
    )
    candidates += [text_of(one) for one in run.links if one is not link]
    candidates += [token.text for token in run.extra if token.heading]
    for one in run.links:
        candidates += [normal_line(one.get("title") or ""), normal_line(one.get("aria-label") or "")]
        candidates += [normal_line(image.get("alt") or "") for image in one.iter("img")]
    usable = sorted((title for text in candidates if (title := _as_title(text))), key=_is_date)
    return next((title for title in usable if slug and slug_matches(title, slug)), usable[0] if usable else "")


def _headings(run: Run) -> list[Any]:
    links = set(run.links)
    inside = [element for element in run.elements() if element.tag in HEADINGS]
    around = [node for link in run.links for node in link.iterancestors(*HEADINGS)]
    # A heading with or in the link before one that merely stands in the same entry.
    linked = [
        heading for heading in inside if any(one in links for one in (*heading.iter("a"), *heading.iterancestors("a")))
    ]
    return [*dict.fromkeys([*linked, *(one for one in around if len(text_of(one)) < 400), *inside])]


def _whole_of(text: str, link: Any) -> str:
    """A text that was cut for show (`…`), replaced by the whole one where the link's title has it."""
    full = normal_line(link.get("title") or "")
    cut = text.rstrip(". …")
    return full if text.endswith(("…", "...")) and cut and full.startswith(cut) else text


def _block(element: Any) -> bool:
    return element.tag in (
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "figure",
        "ul",
        "li",
        "br",
        "table",
    )


def _as_title(text: str) -> str:
    lowered = text.lower()
    if (
        not any(char.isalnum() for char in text)
        or READ_MORE.fullmatch(lowered)
        or lowered in KINDS
        or lowered in SCOPES
    ):
        return ""
    if (about := READ_MORE_ABOUT.match(text)) and len(text) > about.end() + 8:
        return text[about.end() :].strip('»”" ')
    return text


def _is_date(text: str) -> bool:
    return (
        len(text) <= 40
        and bool(find_dates(text, order="dmy") or find_dates(text, order="mdy"))
        and letters_beside(text) <= 12
    )


def read_date(own: Sequence[Token], title: str, hinted: Sequence[Any], order: Order | None) -> str | None:
    """The date among an entry's pieces of text: a machine's first, then a hinted one, then the first short one that is a date and not the title."""
    for token in own:
        if token.stamp and (found := token.date(order)):
            return found
    marked = {id(node) for element in hinted for node in element.iter()}
    ranked = sorted(own, key=lambda token: id(token.element) not in marked) if marked else own
    for token in ranked:
        if token.text != title and not (token.heading and token.text in title) and (found := token.date(order)):
            return found
    # A date in pieces: <span>12</span> <span>mars</span> <span>2024</span>.
    for start in range(len(own)):
        for size in (2, 3, 4):
            pieces = own[start : start + size]
            line = " ".join(token.text for token in pieces)
            if (
                len(pieces) == size
                and len(line) <= 24
                and line not in title
                and (found_day := parse_date(line, order=order))
            ):
                return found_day.isoformat()
    return None


def read_kind(own: Sequence[Token], title: str, hinted: Sequence[Any], repeated: frozenset[str]) -> str | None:
    """The kind an entry is called (`News`, `Communiqué`): a hinted element, a known word, a word classed as a label, or
    one that several entries share.
    """
    marked = {id(node) for element in hinted for node in element.iter()}
    found: list[tuple[int, str]] = []
    for token in own:
        text = token.text.strip(" :|·-–")
        lowered = text.lower()
        if (
            not text
            or len(text) > _LONGEST_KIND
            or text == title
            or lowered in SCOPES
            or any(char.isdigit() for char in text)
            or READ_MORE.fullmatch(lowered)
        ):
            continue
        if text in title and any(node.tag == "a" for node in (token.element, *token.element.iterancestors())):
            continue  # a piece of the title's link; a label may well be a word of the title ("Statement on …")
        if lowered in KINDS:
            found.append((0, text))
        elif id(token.element) in marked:
            found.append((1, text))
        elif _KIND_CLASS.search((token.element.get("class") or "").lower()):
            found.append((2, text))
        elif text in repeated:
            found.append((3, text))
    return min(found, default=(9, None), key=lambda one: one[0])[1]
