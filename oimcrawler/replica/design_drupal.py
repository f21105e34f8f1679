"""The design of a mission's site as its scrapers know it: Drupal's class names, a mega menu, cards that are not nested properly."""

from html import escape

from oimcrawler.replica.furniture import LANGUAGE_NAMES
from oimcrawler.replica.markup import alternates, body, date_in_words, extra_labels, extra_link, iso, link, padded, tag
from oimcrawler.replica.page import ArticleView, CardView, Frame, ListingView, NoticeView


def article(view: ArticleView) -> str:
    """An article's page."""
    frame, text, words = view.frame, view.text, view.frame.words
    head = f"""{alternates(view)}
<link rel="shortlink" href="{frame.origin}/node/{view.node}">
<meta property="og:site_name" content="{escape(words.site)}">
<meta property="og:type" content="article">
<meta property="og:title" content="{escape(text.title)}">
<meta property="og:url" content="{escape(view.canonical)}">
<meta property="og:image" content="{frame.origin}{view.image}">
<meta property="article:published_time" content="{iso(view.published)}">
<meta name="description" content="{escape(text.teaser)}">"""
    main = f"""<article data-history-node-id="{view.node}" class="node node--type-news node--view-mode-full">
<div class="narrow-content">
<div class="tag">{escape(text.kind)}</div>
<div class="scope">{text.scope}</div>
<h1 class="page-title"><span class="field field--name-title">{escape(text.title)}</span></h1>
<div class="date"><time datetime="{iso(view.published)}" class="datetime">{date_in_words(view.published, frame.lang)}</time></div>
<figure class="media media--type-image"><img src="{view.image}" alt="{escape(text.caption)}" width="8" height="8" loading="lazy">
<figcaption>{escape(text.caption)}</figcaption></figure>
<div class="clearfix text-formatted field field--name-body field--type-text-with-summary field--label-hidden field__item">
{body(text.blocks)}
</div>
<div class="social-share"><h5>{escape(words.share[0])}</h5><ul>{"".join(tag("li", link("#share", name)) for name in words.share[1:])}</ul></div>
{_views(frame)}</div>
</article>
<section class="views-element-container block related"><h2>{escape(words.related)}</h2>
<div class="view view-related js-view-dom-id-{frame.noise.view_id or "related"}">
{"".join(_related(card, frame) for card in view.related)}</div></section>"""
    return _page(frame, text.title, head, main)


def listing(view: ListingView) -> str:
    """A page of the listing."""
    frame, words = view.frame, view.frame.words
    cards = "\n".join(_card(card, frame) for card in view.cards)
    pager = [
        tag("li", link(f"{view.path}?page={number}", name))
        for number, name in ((view.newer, words.pager[0]), (view.older, words.pager[1]))
        if number is not None
    ]
    main = f"""<h1 class="page-title">{escape(words.news)}</h1>
<div class="views-element-container"><div class="view view-news js-view-dom-id-{frame.noise.view_id or "news"}"><div class="view-content row">
{cards}
</div><nav class="pager"><ul class="pager__items">{"".join(pager)}</ul></nav></div></div>"""
    return _page(frame, words.news, f'<link rel="canonical" href="{frame.origin}{view.path}">', main)


def notice(view: NoticeView) -> str:
    """A page with one message."""
    return _page(
        view.frame,
        view.title,
        "",
        f'<h1 class="page-title">{escape(view.title)}</h1>\n<div class="region-content">{escape(view.message)}</div>',
    )


def _card(card: CardView, frame: Frame) -> str:
    # The detail is closed before its teaser, and the link opens outside of both: as on the real site, a card is its parent's content.
    return f"""<div class="col-md-4 views-row"><a href="{card.path}" class="card-link"><img src="{card.image}" alt="{escape(card.title)}" loading="lazy"></a>
<div class="article-detail"><div class="tag">{escape(card.kind)}</div><h5 class="title"><a href="{card.path}">{escape(card.title)}</a></h5>
<div class="date">{date_in_words(card.published, frame.lang)}</div></div><div class="teaser">{escape(card.teaser)}</div></div>"""


def _related(card: CardView, frame: Frame) -> str:
    return f"""<div class="related-item"><a href="{card.path}"><span class="related-title">{escape(card.title)}</span></a>
<div class="date">{date_in_words(card.published, frame.lang)}</div><p class="related-teaser">{escape(card.teaser)}</p></div>
"""


def _views(frame: Frame) -> str:
    return (
        f'<div class="statistics-counter">{escape(frame.words.views)} {frame.noise.views}</div>\n'
        if frame.noise.views
        else ""
    )


def _menu(frame: Frame) -> str:
    parts = []
    for section in frame.menu.sections:
        entries = "".join(
            f'<li class="menu-item menu-item--expanded"><a href="#">{escape(entry)}</a><div class="sub-title">{escape(entry)}</div></li>'
            for entry in section.entries
        )
        parts.append(
            f'<li class="menu-item mega"><div class="toggle">-</div><div class="top"><a href="#">{escape(section.name)}</a></div>'
            f'<div class="intro"><strong>{escape(section.heading)}</strong>{escape(section.sentence)}</div><ul class="menu sub">{entries}</ul></li>'
        )
    parts += [f'<li class="menu-item leaf"><a href="#">- {escape(leaf)}</a></li>' for leaf in frame.menu.leaves]
    parts += [extra_link(label, number) for number, label in enumerate(extra_labels(frame))]
    return "\n".join(parts)


def _page(frame: Frame, title: str, head: str, main: str) -> str:
    words = frame.words
    switch = "".join(tag("li", link(path, LANGUAGE_NAMES[lang])) for lang, path in frame.switch.items())
    banner = f'<div class="alert alert-info" role="status">{escape(frame.banner)}</div>' if frame.banner else ""
    heading, sentence, label, button = words.newsletter
    html = f"""<!DOCTYPE html>
<html lang="{frame.lang}" dir="{frame.direction}">
<head>
<meta charset="utf-8">
<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>{escape(title)} | {escape(words.site)}</title>
{head}
<link rel="stylesheet" media="all" href="/core.css">
</head>
<body class="path-news page-node-type-news">
<a href="#main-content" class="visually-hidden focusable skip-link">{escape(words.skip)}</a>
<header class="header" role="banner"><div class="logo"><a href="/{frame.lang}">{escape(words.site)}</a></div>
<nav class="language-switcher" aria-label="{escape(words.languages)}"><ul>{switch}</ul></nav>
<nav class="navbar navbar-mega" aria-label="menu"><ul class="menu menu--main">
{_menu(frame)}
</ul></nav>
<form action="/search" method="get" class="search-form"><input type="search" name="keys" aria-label="{escape(words.search)}">
<input type="hidden" name="form_build_id" value="form-{frame.noise.token or "search"}"><button type="submit">{escape(words.search)}</button></form></header>
<main role="main"><a id="main-content" tabindex="-1"></a><div class="region region-content">
{banner}
{main}
</div></main>
<aside class="newsletter"><h3>{escape(heading)}</h3><p>{escape(sentence)}</p><form action="/newsletter" method="post"><label>{escape(label)}</label>
<input type="email" name="mail"><input type="hidden" name="form_token" value="{frame.noise.token or "newsletter"}"><button>{escape(button)}</button></form></aside>
<footer class="footer"><h4>{escape(words.footer[0])}</h4><p>{escape(words.footer[1])}</p><ul class="menu menu--footer">
{"".join(tag("li", link("#", name)) for name in words.footer[2:4])}</ul><div class="copyright">{escape(words.footer[4])}</div></footer>
<div id="cookie-notice" class="eu-cookie"><p>{escape(words.cookies[0])}</p><button>{escape(words.cookies[1])}</button><button>{escape(words.cookies[2])}</button></div>
<script>window.page = {{"nonce": "{frame.noise.nonce}"}};</script>
</body>
</html>
"""
    return padded(html, frame)
