"""A captured page made inert: nothing in it runs, is sent, is fetched or leads away, before any policy of a browser has to say so.

What may stay is listed; everything else goes. Styles stay where they are in the page and fetch nothing.
"""

import re
from typing import Final

import lxml.html
from lxml import etree

# With what is in them. Others that are not kept become plain boxes: what stood in them, or in a parser's eyes still stands in them, is shown.
_GONE: Final = frozenset((
    "script", "noscript", "template", "iframe", "svg", "math", "link", "meta", "base", "title", "input", "select", "option", "optgroup",
    "datalist", "textarea", "xml", "plaintext", "noembed", "noframes",
))  # fmt: skip
_KEPT: Final = frozenset((
    "html", "head", "body", "style", "a", "abbr", "acronym", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br",
    "caption", "center", "cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "dir", "div", "dl", "dt", "em",
    "fieldset", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i", "img", "ins",
    "kbd", "label", "legend", "li", "main", "mark", "menu", "nav", "ol", "p", "picture", "pre", "q", "rp", "rt", "ruby", "s", "samp",
    "search", "section", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "time", "tr", "tt", "u", "ul", "var", "wbr",
))  # fmt: skip
_ATTRIBUTES: Final = frozenset((
    "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "cols", "colspan", "datetime", "dir", "face",
    "headers", "height", "hidden", "id", "lang", "nowrap", "open", "reversed", "role", "rowspan", "rules", "scope", "size", "span", "start",
    "style", "title", "type", "valign", "value", "width",
))  # fmt: skip
_IMAGE: Final = re.compile(r"data:image/(?:png|gif|jpeg|webp|avif);base64,[A-Za-z0-9+/=\s]*\Z")
_FETCHING: Final = re.compile(r"url\s*\(|@import|image-set|expression|behavior|-moz-binding|\\", re.I)
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*>", re.I)
_STYLE: Final = "img{max-width:100%}img:not([src]){display:inline-block;min-width:2em;min-height:1em;border:1px dashed #888;padding:.25em}"


def inert(text: str) -> str:
    """The page as a complete HTML document without anything active; text that cannot be read as HTML comes back as an empty page.

    >>> "onclick" in inert("<p onclick=x()>Bonjour<script>x()</script>")
    False
    """
    try:
        root = lxml.html.document_fromstring(
            _DECLARATION.sub("", text.replace("\0", "\ufffd"), count=1) or "<p></p>", parser=_parser()
        )
    except (etree.LxmlError, ValueError):
        root = lxml.html.document_fromstring("<p></p>")
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or (element.tag in _GONE and element is not root):
            _drop(element)
        else:
            _settle(element)
    head = root.find("head")
    if head is None:
        head = root.makeelement("head")
        root.insert(0, head)
    style = head.makeelement("style")
    style.text = _STYLE
    head.insert(0, style)
    charset = head.makeelement("meta", {"charset": "utf-8"})
    head.insert(0, charset)
    shown: str = lxml.html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return shown


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _settle(element: etree._Element) -> None:
    """An element that stays: a plain box where its name is not a known one, with attributes that can do nothing."""
    if element.tag not in _KEPT:
        element.tag = "div" if element.tag == "form" else "span"
    if element.tag == "style":
        element.text = _harmless(element.text or "")
    source = element.get("src") if element.tag == "img" else None
    for name in list(element.attrib):
        value = element.attrib[name]
        if name not in _ATTRIBUTES or (name == "style" and _FETCHING.search(str(value))):
            del element.attrib[name]
    if source and _IMAGE.match(source):
        element.set("src", source)


def _harmless(css: str) -> str:
    """A style sheet without the rules that fetch; where escapes hide what it says, nothing of it."""
    if "\\" in css or "<" in css:
        return ""
    css = re.sub(r"@import[^;]*;?", "", css, flags=re.I)
    return re.sub(r"(?:url|(?:-webkit-)?image-set)\s*\([^)]*\)?", "none", css, flags=re.I)
