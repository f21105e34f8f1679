# ruff: noqa: E501 -- mark-up stands in the lines in which it is served

"""A modern design: other elements, other names, another order; the date in JSON-LD and the text in nested sections."""

import json
from html import escape

from oimcrawler.replica.furniture import LANGUAGE_NAMES
from oimcrawler.replica.markup import alternates, body, date_in_words, extra_labels, extra_link, iso, link, padded, tag
from oimcrawler.replica.page import ArticleView, CardView, Frame, ListingView, NoticeView


def article(view: ArticleView) -> str:
    """An article's page."""
    frame, text, words = view.frame, view.text, view.frame.words
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": words.site, "url": frame.origin},
            {
                "@type": "NewsArticle",
                "headline": text.title,
                "datePublished": iso(view.published),
                "dateModified": iso(view.changed),
                "inLanguage": text.lang,
                "mainEntityOfPage": view.canonical,
                "image": [frame.origin + view.image],
            },
        ],
    }
    # "</" would end the script element early.
    linked = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    head = f"""{alternates(view)}
<meta property="og:title" content="{escape(text.title)}">
<meta property="og:url" content="{escape(view.canonical)}">
<script type="application/ld+json">{linked}</script>"""
    share = "".join(tag("button", escape(name), class_="btn-icon", type="button") for name in words.share[1:])
    main = f"""<div class="hero" style="background-image:url({view.image})"><p class="hero__credit">{escape(text.caption)}</p>
<h1 class="hero__title">{escape(text.title)}</h1></div>
<div class="l-grid"><aside class="l-grid__rail"><dl class="facts"><dt>{escape(words.published)}</dt><dd>{date_in_words(view.published, frame.lang)}</dd></dl>
<span class="chip chip--kind">{escape(text.kind)}</span><span class="chip">{text.scope}</span>
<div class="sharebar" aria-label="{escape(words.share[0])}">{share}</div>{_views(frame)}</aside>
<div class="l-grid__main" data-node="{view.node}"><section class="prose"><div class="prose__inner">
{body(text.blocks)}
</div></section></div></div>
<section class="more" aria-labelledby="more-{frame.noise.view_id or "title"}"><h2 id="more-{frame.noise.view_id or "title"}">{escape(words.related)}</h2>
<div class="tiles">{"".join(_tile(card, frame) for card in view.related)}</div></section>"""
    return _page(frame, text.title, head, main)


def listing(view: ListingView) -> str:
    """A page of the listing."""
    frame, words = view.frame, view.frame.words
    pager = [
        link(f"{view.path}?page={number}", name, "pager-link")
        for number, name in ((view.newer, words.pager[0]), (view.older, words.pager[1]))
        if number is not None
    ]
    main = f"""<h1 class="section-title">{escape(words.news)}</h1>
<ol class="feed" data-feed="{frame.noise.view_id or "news"}">
{"".join(tag("li", _tile(card, frame), class_="feed__item") for card in view.cards)}
</ol><p class="feed__pager">{"".join(pager)}</p>"""
    return _page(frame, words.news, f'<link rel="canonical" href="{frame.origin}{view.path}">', main)


def notice(view: NoticeView) -> str:
    """A page with one message."""
    return _page(
        view.frame,
        view.title,
        "",
        f'<h1 class="section-title">{escape(view.title)}</h1>\n<p class="message">{escape(view.message)}</p>',
    )


def _tile(card: CardView, frame: Frame) -> str:
    return f"""<article class="tile"><header><span class="chip chip--kind">{escape(card.kind)}</span> <time datetime="{card.published:%Y-%m-%d}">{date_in_words(card.published, frame.lang)}</time></header>
<h3 class="tile__title">{link(card.path, card.title)}</h3><p class="tile__text">{escape(card.teaser)}</p>{link(card.path, frame.words.read_more, "tile__more")}</article>
"""


def _views(frame: Frame) -> str:
    return f'<p class="counter">{escape(frame.words.views)} {frame.noise.views}</p>' if frame.noise.views else ""


def _menu(frame: Frame) -> str:
    parts = []
    for section in frame.menu.sections:
        entries = "".join(tag("li", link("#", entry)) for entry in section.entries)
        parts.append(
            f'<details class="nav-group"><summary>{escape(section.name)}</summary>'
            f'<p class="nav-group__lead">{escape(section.sentence)}</p><ul>{entries}</ul></details>'
        )
    parts.append(f'<ul class="nav-leaves">{"".join(tag("li", link("#", leaf)) for leaf in frame.menu.leaves)}</ul>')
    extra = [extra_link(label, number) for number, label in enumerate(extra_labels(frame))]
    return "\n".join([*parts, tag("ul", "\n".join(extra), class_="nav-all")] if extra else parts)


def _page(frame: Frame, title: str, head: str, main: str) -> str:
    words = frame.words
    switch = "".join(link(path, LANGUAGE_NAMES[lang], "lang") for lang, path in frame.switch.items())
    banner = f'<div class="notice-bar"><p>{escape(frame.banner)}</p></div>' if frame.banner else ""
    heading, sentence, label, button = words.newsletter
    html = f"""<!doctype html>
<html lang="{frame.lang}" dir="{frame.direction}">
<head>
<meta charset="utf-8">
<title>{escape(title)} – {escape(words.site)}</title>
{head}
<style>:root{{--blue:#0033a0}}.prose{{max-width:68ch}}</style>
</head>
<body>
<div id="consent" class="consent" data-nonce="{frame.noise.nonce}"><p>{escape(words.cookies[0])}</p><button>{escape(words.cookies[1])}</button> <button>{escape(words.cookies[2])}</button></div>
<div id="app"><div class="topbar"><a class="brand" href="/{frame.lang}">{escape(words.site)}</a><div class="langs">{switch}</div></div>
<div class="page">
{banner}
{main}
</div>
<nav class="site-nav">
{_menu(frame)}
</nav>
<div class="subscribe"><h3>{escape(heading)}</h3><p>{escape(sentence)}</p><form><input placeholder="{escape(label)}"><input type="hidden" value="{frame.noise.token or "form"}"><button>{escape(button)}</button></form></div>
<footer class="site-foot"><p>{escape(words.footer[0])}</p><address>{escape(words.footer[1])}</address>
<p>{link("#", words.footer[2])} {link("#", words.footer[3])}</p><small>{escape(words.footer[4])}</small></footer></div>
</body>
</html>
"""
    return padded(html, frame)
