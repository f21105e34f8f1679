"""The general extractors that the quality gate measures beside ours, each as it comes out of its box."""

import importlib.util
import logging
import re
import sys
from collections.abc import Callable, Sequence

from lxml import etree
from lxml import html as lxml_html

from benchmarks.judging import Lines, Page
from oimcrawler.text import normal_line, normal_lines

_LINES = frozenset(
    ["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "tr", "dt", "dd", "figcaption", "br", "div"]
)
_CELLS = frozenset({"td", "th"})
_GAP = re.compile(r"\n[ \t\r]*\n")


def _markup_lines(markup: str) -> list[str]:
    """The text of an HTML fragment, one block a line and cells joined by bars: what readability gives is mark-up.

    >>> _markup_lines("<div><p>Un<br>deux</p><table><tr><td>a</td><td>b</td></tr></table><pre>x\\ny\\n\\nz</pre></div>")
    ['Un', 'deux', 'a | b', 'x y', 'z']
    """
    if not markup.strip():
        return []
    parts: list[str] = []
    preformatted = 0
    for event, element in etree.iterwalk(lxml_html.fromstring(markup), events=("start", "end", "comment", "pi")):
        if event == "end" and element.tag == "pre":
            preformatted -= 1
        if event == "start" and element.tag == "pre":
            preformatted += 1
        if event in ("start", "end") and element.tag in _LINES:
            parts.append("\n")
        if event == "end" and element.tag in _CELLS and element.getnext() is not None:
            parts.append(" | ")
        text = (element.text if event == "start" else element.tail) or ""
        # A blank line parts paragraphs in <pre>; elsewhere it is a space.
        pieces = _GAP.split(text) if preformatted else [text]
        parts.append("\n".join(piece.replace("\n", " ") for piece in pieces))
    return normal_lines("".join(parts))


def _trafilatura(page: Page, precision: bool = False) -> list[str]:
    import trafilatura

    return normal_lines(
        trafilatura.extract(page.html, url=page.url, favor_precision=precision, include_comments=False) or ""
    )


def _readability(page: Page) -> list[str]:
    from lxml.etree import LxmlError
    from readability import Document
    from readability.readability import Unparseable

    try:
        return _markup_lines(Document(page.html, url=page.url).summary(html_partial=True))
    except (Unparseable, LxmlError, ValueError):
        return []


def _newspaper(page: Page) -> list[str]:
    import newspaper

    article = newspaper.Article(page.url, fetch_images=False)
    article.download(input_html=_decoded(page))
    article.parse()
    return normal_lines(article.text)


def _resiliparse(page: Page) -> list[str]:
    from resiliparse.extract.html2text import extract_plain_text

    return normal_lines(extract_plain_text(_decoded(page), main_content=True))


def _decoded(page: Page) -> str:
    # Both tools want text; the declared encoding is read the way a browser reads it.
    from w3lib.encoding import html_to_unicode

    return html_to_unicode(None, page.html)[1]


OTHERS: dict[str, tuple[str, Callable[[Page], list[str]]]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "trafilatura precision": ("trafilatura", lambda page: _trafilatura(page, precision=True)),
    "readability-lxml": ("readability", _readability),
    "newspaper4k": ("newspaper", _newspaper),
    "resiliparse": ("resiliparse", _resiliparse),
}
"""The general extractors: the name that is printed, the module that must be installed, the call."""


def others(pages: Sequence[Page]) -> dict[str, Lines]:
    """The lines of every general extractor that is installed; who is missing is said on stderr."""
    logging.disable(logging.CRITICAL)
    found: dict[str, Lines] = {}
    for name, (module, call) in OTHERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"{name}: not installed, skipped (pip install 'oimcrawler[gate]')", file=sys.stderr)
            continue
        found[name] = {(page.site, page.name): _called(name, call, page) for page in pages}
    logging.disable(logging.NOTSET)
    return found


def _called(name: str, call: Callable[[Page], list[str]], page: Page) -> list[str]:
    try:
        return call(page)
    except ImportError as error:
        # newspaper4k reads Arabic only with nltk: such a page counts as not read, and the run says so.
        print(f"{name}: {page.site}/{page.name} not read: {normal_line(str(error))}", file=sys.stderr)
        return []
