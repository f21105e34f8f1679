# ruff: noqa: E501 -- mark-up stands in the lines in which it is served

"""An old design: layout tables, no class names, a date in words only, paragraphs that are mere divisions."""

from html import escape

from oimcrawler.replica.furniture import LANGUAGE_NAMES
from oimcrawler.replica.markup import alternates, body, date_in_words, extra_labels, link, padded, tag
from oimcrawler.replica.page import ArticleView, CardView, Frame, ListingView, NoticeView


def article(view: ArticleView) -> str:
    """An article's page."""
    frame, text, words = view.frame, view.text, view.frame.words
    counter = f"<p><small>{escape(words.views)} {frame.noise.views}</small></p>" if frame.noise.views else ""
    share = " | ".join(link("#", name) for name in words.share[1:])
    related = "".join(
        f"<li>{link(card.path, card.title)}<br><small>{escape(card.teaser)}</small></li>\n" for card in view.related
    )
    main = f"""<p><b>{escape(text.kind)}</b> <b>{text.scope}</b></p>
<h2>{escape(text.title)}</h2>
<p><i>{date_in_words(view.published, frame.lang)}</i></p>
<table align="right" width="200"><tr><td><img src="{view.image}" alt="{escape(text.caption)}" width="180"></td></tr><tr><td><font size="1">{escape(text.caption)}</font></td></tr></table>
<div>
{body(text.blocks, paragraph="div", wrap="font")}
</div>
<hr>
<p>{escape(words.share[0])}: {share}</p>
{counter}<h4>{escape(words.related)}</h4>
<ul>{related}</ul>"""
    return _page(frame, text.title, alternates(view), main)


def listing(view: ListingView) -> str:
    """A page of the listing, a row a card, dates in the order of the United States."""
    frame, words = view.frame, view.frame.words
    pager = [
        link(f"{view.path}?page={number}", name)
        for number, name in ((view.newer, words.pager[0]), (view.older, words.pager[1]))
        if number is not None
    ]
    main = f"""<h2>{escape(words.news)}</h2>
<table width="100%" border="0">
{"".join(_row(card) for card in view.cards)}</table>
<p align="center">{" - ".join(pager)}</p>"""
    return _page(frame, words.news, "", main)


def notice(view: NoticeView) -> str:
    """A page with one message."""
    return _page(view.frame, view.title, "", f"<h2>{escape(view.title)}</h2>\n<p>{escape(view.message)}</p>")


def _row(card: CardView) -> str:
    return f'<tr><td width="90" valign="top">{card.published:%m/%d/%Y}</td><td>{link(card.path, card.title)}<br>{escape(card.kind)}<br><small>{escape(card.teaser)}</small></td></tr>\n'


def _menu(frame: Frame) -> str:
    parts = []
    for section in frame.menu.sections:
        parts.append(
            f"<div>-</div><div><b>{escape(section.name)}</b></div><div><b>{escape(section.heading)}</b>{escape(section.sentence)}</div>"
        )
        parts += [f"<div>{link('#', entry)}</div><div>{escape(entry)}</div>" for entry in section.entries]
    parts += [f"<div>{link('#', f'- {leaf}')}</div>" for leaf in frame.menu.leaves]
    parts += [
        f'<div><a href="/node/{90000 + number}"><font face="Verdana" size="2" color="#003399">{escape(label)}</font></a></div>'
        for number, label in enumerate(extra_labels(frame))
    ]
    return "\n".join(parts)


def _page(frame: Frame, title: str, head: str, main: str) -> str:
    words = frame.words
    switch = " | ".join(link(path, LANGUAGE_NAMES[lang]) for lang, path in frame.switch.items())
    banner = f"<p><b>{escape(frame.banner)}</b></p>" if frame.banner else ""
    heading, sentence, label, button = words.newsletter
    html = f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html lang="{frame.lang}" dir="{frame.direction}">
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{escape(title)}</title>
{head}
</head>
<body bgcolor="#ffffff">
<table width="960" align="center" cellpadding="4">
<tr><td colspan="2"><a href="/{frame.lang}"><b>{escape(words.site)}</b></a> {switch}</td></tr>
<tr><td width="220" valign="top">
{_menu(frame)}
<form action="/newsletter"><b>{escape(heading)}</b><br>{escape(sentence)}<br>{escape(label)} <input name="mail"><input type="hidden" name="t" value="{frame.noise.token or "form"}"><input type="submit" value="{escape(button)}"></form>
</td><td valign="top">
{banner}
{main}
</td></tr>
<tr><td colspan="2" align="center"><hr>{tag("div", escape(words.footer[0]))}{tag("div", escape(words.footer[1]))}{link("#", words.footer[2])} {link("#", words.footer[3])}<br>{escape(words.footer[4])}
<div>{escape(words.cookies[0])} {link("#", words.cookies[1])} {link("#", words.cookies[2])}</div><!-- {frame.noise.nonce}{frame.noise.view_id} --></td></tr>
</table>
</body>
</html>
"""
    return padded(html, frame)
