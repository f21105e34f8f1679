"""Clean articles from pages or texts that somebody already has: no archive, no network, no Scrapy, no rule for any site."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from oimcrawler.extraction import Page, Template, extract, learn, parse
from oimcrawler.model import Removed
from oimcrawler.text import join_paragraphs

__all__ = ["CleanDocument", "Template", "clean_documents", "clean_texts"]


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """One article: `body` is one paragraph a line, `lang` that of the body (`fr`, `en`, `ar`, …), `published_on` an ISO date.

    Both are None where nothing tells.
    `quality` lists what a person should know (`short-body`, `only-general`, …), `removed` what was taken out of the page.
    """

    url: str
    title: str
    body: str
    lang: str | None = None
    published_on: str | None = None
    quality: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = ()


def clean_documents(documents: Iterable[tuple[str, str | bytes]]) -> Iterator[CleanDocument]:
    """The articles of `(url, html)` pairs, in the order given; the pages of one host are learned from together.

    All pages are held in memory at once. A page that is no article has an empty body and says so in its quality; bad markup never raises.

    >>> menu = "<ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul>"
    >>> texts = ["The school by the river has opened again after long repairs.", "Two hundred trees were planted on the hill above town."]
    >>> pages = [(f"https://a.example/{n}", f"<body>{menu}<h1>Item {n}</h1><p>{text}</p></body>") for n, text in enumerate(texts)]
    >>> [document.body for document in clean_documents(pages)] == texts
    True
    """
    pages = [parse(html, url) for url, html in documents]
    hosts: dict[str, list[Page]] = {}
    for page in pages:
        hosts.setdefault(_host(page.url), []).append(page)
    # Imported here: reading fields needs more than cleaning alone does.
    from oimcrawler.fields import repeated_headings

    templates = {host: learn(group) if len(group) > 1 else None for host, group in hosts.items()}
    names = {host: repeated_headings(group) for host, group in hosts.items()}
    for page in pages:
        host = _host(page.url)
        yield _document(page, templates[host], names[host])


def clean_texts(documents: Iterable[tuple[str, str]]) -> Iterator[CleanDocument]:
    """The articles of `(name, text)` pairs, in the order given: the flat text of pages, navigation lines above the article.

    All documents are learned from together and held in memory at once; `url` of the result is the name given.

    >>> menu = "Pays\\nPays\\n- Presse\\n- Agir\\n"
    >>> texts = [("a.txt", menu + "Un titre\\nUn texte de la ville."), ("b.txt", menu + "Un autre titre\\nUne suite au port.")]
    >>> [(document.title, document.body) for document in clean_texts(texts)]
    [('Un titre', 'Un texte de la ville.'), ('Un autre titre', 'Une suite au port.')]
    """
    # Imported here: whoever cleans pages needs none of it.
    from oimcrawler.documents import clean_document, learn_menus
    from oimcrawler.languages import body_language

    held = list(documents)
    menus = learn_menus(held)
    for name, raw in held:
        found = clean_document(raw, menus)
        text = join_paragraphs(found.paragraphs)
        language = body_language(text)
        yield CleanDocument(
            url=name,
            title=found.title or "",
            body=text,
            lang=language[0] if language else None,
            quality=found.flags,
            removed=found.removed,
        )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _document(page: Page, template: Template | None, site_names: Collection[str]) -> CleanDocument:
    from oimcrawler.fields import read_fields
    from oimcrawler.languages import body_language

    reading = read_fields(page, url=page.url, site_names=site_names)
    title = reading.title.value if reading.title else ""
    body = extract(page, template, title=title or None)
    text = join_paragraphs(body.paragraphs)
    language = body_language(text)
    return CleanDocument(
        url=page.url,
        title=title,
        body=text,
        lang=language[0] if language else None,
        published_on=reading.published_on.value if reading.published_on else None,
        quality=tuple(dict.fromkeys((*body.flags, *reading.flags))),
        removed=body.removed,
    )
