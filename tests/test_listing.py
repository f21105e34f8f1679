"""Listings in many mark-ups: the same articles, in the same order, each with its own date, whatever the page is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.discovery import ListingPage, read_listing
from oimcrawler.extraction.page import Page
from oimcrawler.model import Card
from oimcrawler.profiles import Profile, load_profile, profile_from_toml

MOROCCO = load_profile("iom-morocco")
PLAIN = profile_from_toml(
    'name = "plain"\norigin = "https://gazette.example.org"\nlistings = "/actualites"', "plain.toml"
)
REAL = "https://morocco.iom.int"


@dataclass(frozen=True)
class Entry:
    slug: str
    title: str
    date: str
    iso: str
    kind: str = "News"


ENTRIES = (
    Entry(
        "un-atelier-rabat-sur-sante-migrants",
        "Un atelier à Rabat sur la santé des migrants",
        "24 mars 2024",
        "2024-03-24",
        "Communiqué",
    ),
    Entry(
        "retour-volontaire-dix-huit-personnes-conakry",
        "Retour volontaire de dix-huit personnes à Conakry",
        "19 mars 2024",
        "2024-03-19",
    ),
    Entry(
        "forum-jeunesse-oujda-28/02/2024", "Forum de la jeunesse, Oujda, 28/02/2024", "28 février 2024", "2024-02-28"
    ),
    Entry(
        "lancement-dun-projet-dans-loriental",
        "Lancement d'un projet dans l'Oriental",
        "1er février 2024",
        "2024-02-01",
        "Communiqué",
    ),
    Entry(
        "la-mission-remercie-ses-partenaires", "La mission remercie ses partenaires", "15 janvier 2024", "2024-01-15"
    ),
)
MENU = """<header><div class="top"><a href="/fr">Accueil</a><a href="/ar/news">العربية</a></div><nav><ul>
<li><a href="/fr/qui-sommes-nous">Qui sommes nous</a><li><a href="/fr/news/une-vieille-page-mise-en-avant">Notre histoire</a></ul></nav></header>"""
FOOTER = '<footer><p>© 2024</p><a href="/fr/news/un-lien-du-pied-de-page">Archives</a></footer>'
PAGER = '<nav class="pager"><ul><li><a href="?page=0">1</a><li><a href="?page=1">2</a><li><a href="?page=1" rel="next">Suivant ›</a></ul></nav>'
SUMMARY = "Le mardi, une trentaine de personnes ont pris part à cette rencontre organisée avec les autorités locales."


def page(text: str) -> Page:
    return Page(lxml.html.document_fromstring(text))


def whole(main: str, *, pager: str = PAGER, side: str = "") -> str:
    head = '<!doctype html><html lang="fr"><head><title>Actualités</title></head>'
    return f"{head}<body>{MENU}<main><h1>Actualités</h1>{main}{pager}</main>{side}{FOOTER}</body></html>"


def read(text: str, url: str = f"{REAL}/fr/news", profile: Profile = MOROCCO, **more: str) -> ListingPage:
    return read_listing(page(text), url, profile, **more)


def href(entry: Entry) -> str:
    return f"/fr/news/{entry.slug}"


def link(entry: Entry) -> str:
    return f'<a href="{href(entry)}">{entry.title}</a>'


def joined(one: Callable[[Entry], str], entries: Sequence[Entry]) -> str:
    return "\n".join(one(entry) for entry in entries)


LAYOUTS: dict[str, Callable[[Sequence[Entry]], str]] = {
    "known classes, not nested properly": lambda es: joined(
        lambda e: (
            f'<div class="views-row"><div class="article-detail"><h5 class="title">{link(e)}</h5></div>'
            f'<div class="tag">{e.kind}</div><div class="scope">Local</div><div class="date">{e.date}</div></div>'
        ),
        es,
    ),
    "articles with time": lambda es: joined(
        lambda e: (
            f'<article><a href="{href(e)}"><img src="x.jpg" alt=""></a><span>{e.kind}</span><h3>{link(e)}</h3>'
            f'<time datetime="{e.iso}T10:00:00+01:00">il y a peu</time><p>{SUMMARY}</p><a href="{href(e)}">Lire la suite</a></article>'
        ),
        es,
    ),
    "list": lambda es: (
        "<ul>" + joined(lambda e: f"<li><span>{e.date}</span> {link(e)} <em>{e.kind}</em></li>", es) + "</ul>"
    ),
    "list without end tags": lambda es: (
        "<ul>" + joined(lambda e: f"<li><b>{e.kind}</b><p>{link(e)}<p>{e.date}", es) + "</ul>"
    ),
    "table rows": lambda es: (
        "<table>" + joined(lambda e: f"<tr><td>{e.date}<td>{link(e)}<td>{e.kind}", es) + "</table>"
    ),
    "table, two rows an entry": lambda es: (
        "<table>"
        + joined(lambda e: f"<tr><td>{link(e)}</td></tr><tr><td>{e.kind}</td><td>{e.date}</td></tr>", es)
        + "</table>"
    ),
    "definition list": lambda es: (
        "<dl>" + joined(lambda e: f"<dt>{link(e)}<dd>{e.kind}<dd>{e.date}<dd>{SUMMARY}", es) + "</dl>"
    ),
    "definition list, date first": lambda es: (
        "<dl>" + joined(lambda e: f"<dt>{e.date}<dd>{link(e)}<dd>{e.kind}", es) + "</dl>"
    ),
    "flat, title first": lambda es: joined(
        lambda e: f"<h3>{link(e)}</h3><p>{e.date}</p><p>{e.kind}</p><p>{SUMMARY}</p>", es
    ),
    "flat, kind before and date after": lambda es: joined(
        lambda e: f'<span class="tag">{e.kind}</span><h5>{link(e)}</h5><p>{e.date}</p>', es
    ),
    "flat, date and kind before": lambda es: joined(lambda e: f"<p>{e.date}</p><p>{e.kind}</p><h4>{link(e)}</h4>", es),
    "flat, image link apart": lambda es: joined(
        lambda e: (
            f'<a href="{href(e)}"><img alt="Photo"></a><h3>{link(e)}</h3><p>{e.kind}</p><p>{e.date}</p><a href="{href(e)}">En savoir plus</a><hr>'
        ),
        es,
    ),
    "line breaks": lambda es: joined(lambda e: f"<b>{e.kind}</b> {link(e)}<br>{e.date}<br>", es),
    "soup of unclosed boxes": lambda es: joined(
        lambda e: f"<div class=box><div>{e.kind}</div><h3>{link(e)}</h3><div>{e.date}</div>", es
    ),
    "soup without classes": lambda es: (
        "<div>"
        + joined(lambda e: f"<div><div>{e.kind}</div><div>{link(e)}</div><div>{e.date}</div></div>", es)
        + "</div>"
    ),
    "whole card is a link": lambda es: joined(
        lambda e: (
            f'<a href="{href(e)}"><img alt=""><div>{e.kind}</div><div>{e.date}</div><div>{e.title}</div><p>{SUMMARY}</p></a>'
        ),
        es,
    ),
    "heading without link": lambda es: joined(
        lambda e: (
            f'<section><h3>{e.title}</h3><i>{e.date}</i> <u>{e.kind}</u><p>{SUMMARY}</p><a href="{href(e)}">Lire la suite »</a></section>'
        ),
        es,
    ),
    "grid of rows": lambda es: (
        '<div class="row">'
        + joined(lambda e: f"<div><h4>{link(e)}</h4><small>{e.kind}</small> <small>{e.date}</small></div>", es[:3])
        + '</div><div class="row">'
        + joined(lambda e: f"<div><h4>{link(e)}</h4><small>{e.kind}</small> <small>{e.date}</small></div>", es[3:])
        + "</div>"
    ),
    "screen reader text": lambda es: joined(
        lambda e: (
            f'<div class="c"><p>{e.kind}</p><p>{e.date}</p><a href="{href(e)}">Lire la suite '
            f'<span class="visually-hidden">à propos de {e.title}</span></a></div>'
        ),
        es,
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("number", [5, 2, 1])
def test_every_layout(name: str, number: int) -> None:
    entries = ENTRIES[:number]
    found = read(whole(LAYOUTS[name](entries)))
    assert [card.url for card in found.cards] == [REAL + href(entry) for entry in entries]
    assert [card.title for card in found.cards] == [entry.title for entry in entries]
    assert [card.date for card in found.cards] == [entry.iso for entry in entries]
    assert [card.kind for card in found.cards] == [entry.kind for entry in entries]
    assert found.next_url == f"{REAL}/fr/news?page=1" and not found.empty and found.flags == ()


@pytest.mark.parametrize("name", LAYOUTS)
def test_an_entry_without_a_date_gets_no_neighbours_date(name: str) -> None:
    entries = [*ENTRIES[:2], Entry(ENTRIES[2].slug, ENTRIES[2].title, "", ""), *ENTRIES[3:]]
    found = read(whole(LAYOUTS[name](entries)))
    assert [card.date for card in found.cards] == [entry.iso or None for entry in entries]


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_frame_is_mentioned_and_never_an_entry(name: str) -> None:
    side = (
        "<aside><h2>Les plus lus</h2><ul>"
        + "".join(f'<li><a href="/fr/news/autre-article-numero-{n}">Autre article {n}</a>' for n in range(9))
        + "</ul></aside>"
    )
    found = read(whole(LAYOUTS[name](ENTRIES), side=side))
    assert [card.url for card in found.cards] == [REAL + href(entry) for entry in ENTRIES]
    assert {card.url.rpartition("/")[2] for card in found.mentioned} == {
        "une-vieille-page-mise-en-avant",
        "un-lien-du-pied-de-page",
        *(f"autre-article-numero-{n}" for n in range(9)),
    }


@pytest.mark.parametrize(
    "side",
    [
        '<div class="sidebar-right"><ul>{}</ul></div>',
        '<div role="complementary"><ul>{}</ul></div>',
        "<div><h3>Les plus lus</h3><ul>{}</ul></div>",
        "<div><div>À lire aussi</div><ul>{}</ul></div>",
        '<div class="block related-content">{}</div>',
        "<section><h2>الأكثر قراءة</h2><ul>{}</ul></section>",
    ],
)
def test_side_columns_in_many_forms(side: str) -> None:
    items = "".join(f'<li><a href="/fr/news/autre-article-numero-{n}">Autre article {n}</a>' for n in range(9))
    body = f"<h1>Actualités</h1><ul>{joined(lambda e: f'<li>{link(e)} <span>{e.date}</span></li>', ENTRIES[:3])}</ul>"
    found = read(f"<body>{body}{side.format(items)}</body>")
    assert [card.url for card in found.cards] == [REAL + href(entry) for entry in ENTRIES[:3]]
    assert len(found.mentioned) == 9


def test_a_pinned_entry_in_a_frame_of_its_own() -> None:
    pinned = f'<section class="hero"><h2><a href="{href(ENTRIES[4])}">{ENTRIES[4].title}</a></h2><p>{ENTRIES[4].date}</p></section>'
    found = read(whole(pinned + LAYOUTS["list"](ENTRIES[:4])))
    assert [card.url for card in found.cards] == [REAL + href(e) for e in (ENTRIES[4], *ENTRIES[:4])]
    assert [card.date for card in found.cards] == [e.iso for e in (ENTRIES[4], *ENTRIES[:4])]


def test_a_listing_parted_by_months() -> None:
    first, second = ("".join(f"<li>{link(e)} ({e.date})</li>" for e in part) for part in (ENTRIES[:2], ENTRIES[2:]))
    months = f"<h2>Mars 2024</h2><ul>{first}</ul><h2>Février 2024</h2><ul>{second}</ul>"
    found = read(whole(months))
    assert [card.date for card in found.cards] == [entry.iso for entry in ENTRIES]


def test_a_date_over_several_entries() -> None:
    days = "".join(
        f"<h3>{d}</h3>{''.join(f'<p>{link(e)}</p>' for e in es)}"
        for d, es in (("12 mars 2024", ENTRIES[:2]), ("3 mars 2024", ENTRIES[2:]))
    )
    assert [card.date for card in read(whole(days)).cards] == ["2024-03-12"] * 2 + ["2024-03-03"] * 3


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["07/30/2016", "07/08/2016", "06/05/2016"], ["2016-07-30", "2016-07-08", "2016-06-05"]),
        (["30/07/2016", "08/07/2016", "05/06/2016"], ["2016-07-30", "2016-07-08", "2016-06-05"]),
        (
            ["Wed, 09/19/2018 - 11:19", "Sat, 09/08/2018 - 10:00", "Sun, 01/07/2018 - 09:00"],
            ["2018-09-19", "2018-09-08", "2018-01-07"],
        ),
        (["01 aout 2024", "٢٠ يوليوز ٢٠٢٤", "3 juin 2024"], ["2024-08-01", "2024-07-20", "2024-06-03"]),
        (
            ["12/05/2016", "11/09/2016", "10/08/2016", "09/07/2016"],
            ["2016-12-05", "2016-11-09", "2016-10-08", "2016-09-07"],
        ),
    ],
)
def test_the_order_of_day_and_month_is_the_pages(dates: list[str], expected: list[str]) -> None:
    rows = "".join(f"<li>{link(e)}<div>{d}</div></li>" for e, d in zip(ENTRIES, dates, strict=False))
    found = read(whole(f"<ul>{rows}</ul>"))
    assert [card.date for card in found.cards] == expected


def test_dates_that_nothing_decides_stay_out() -> None:
    found = read(
        whole(f"<ul><li>{link(ENTRIES[0])} <b>02/03/2020</b></li><li>{link(ENTRIES[1])} <b>01/02/2020</b></li></ul>")
    )
    assert [card.date for card in found.cards] == [None, None] and found.flags == ("dates-unordered",)


def test_a_date_in_a_title_or_summary_is_not_the_entrys() -> None:
    rows = "".join(f"<li><h3>{link(e)}</h3><p>Rabat, 24.07.2017 – {SUMMARY}</p><i>{e.date}</i></li>" for e in ENTRIES)
    assert [card.date for card in read(whole(f"<ul>{rows}</ul>")).cards] == [entry.iso for entry in ENTRIES]


def test_the_same_page_under_a_mirror() -> None:
    mirror = "http://127.0.0.1:8123"
    for base in ("", mirror, REAL, "http://www.morocco.iom.int"):
        rows = "".join(f'<li><a href="{base}{href(e)}?utm_source=a">{e.title}</a> {e.date}</li>' for e in ENTRIES)
        found = read(
            whole(f"<ul>{rows}</ul>", pager=f'<a rel="next" href="{base}/fr/news?page=1">Suivant</a>'),
            f"{mirror}/fr/news",
        )
        assert [card.url for card in found.cards] == [REAL + href(entry) for entry in ENTRIES]
        assert found.next_url == f"{mirror}/fr/news?page=1"
    kept = read(whole(f"<ul><li>{link(ENTRIES[0])} {ENTRIES[0].date}</ul>"), f"{mirror}/fr/news", as_origin=mirror)
    assert kept.cards[0].url == mirror + href(ENTRIES[0])


@pytest.mark.parametrize(
    "main",
    [
        "",
        "<p>Aucun résultat.</p>",
        "<p>No news found</p>",
        "<div>لا توجد نتائج</div>",
        "<p>Revenez bientôt.</p>",
        '<p>Voir aussi notre appel de mai, <a href="/fr/news/un-appel-de-mai">ici</a>.</p>',
    ],
)
def test_an_empty_listing_is_not_a_broken_one(main: str) -> None:
    found = read(whole(main, pager=""))
    assert found.cards == () and found.empty and found.next_url is None
    assert {card.url.rpartition("/")[2] for card in found.mentioned} >= {"une-vieille-page-mise-en-avant"}


@pytest.mark.parametrize(
    "text", ["<html><head></head><body></body></html>", "<body><div id='app'></div><script>start()</script></body>"]
)
def test_a_page_without_content_is_broken_not_empty(text: str) -> None:
    found = read(text)
    assert found.cards == () and not found.empty and "no-content" in found.flags


def test_entries_that_no_longer_match_the_pattern_are_told() -> None:
    rows = "".join(
        f'<article><h3><a href="/fr/actualites/{e.slug.replace("/", "-")}">{e.title}</a></h3><p>{e.date}</p></article>'
        for e in ENTRIES
    )
    found = read(whole(rows))
    assert found.cards == () and not found.empty and found.flags == ("unmatched-articles",)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_profile_of_three_lines(name: str) -> None:
    text = whole(LAYOUTS[name](ENTRIES)).replace("/fr/news/", "/actualites/")
    found = read(text, "https://gazette.example.org/actualites", PLAIN)
    expected = [f"https://gazette.example.org/actualites/{entry.slug}" for entry in ENTRIES]
    assert [card.url for card in found.cards] == expected
    assert [(card.title, card.date) for card in found.cards] == [(entry.title, entry.iso) for entry in ENTRIES]


@pytest.mark.parametrize("name", ["list", "articles with time", "flat, title first", "soup of unclosed boxes"])
def test_a_profile_of_three_lines_with_articles_elsewhere(name: str) -> None:
    text = whole(LAYOUTS[name](ENTRIES)).replace("/fr/news/", "/2024/03/")
    found = read(text, "https://gazette.example.org/actualites", PLAIN)
    assert [card.url for card in found.cards] == [
        f"https://gazette.example.org/2024/03/{entry.slug}" for entry in ENTRIES
    ]


def test_arabic() -> None:
    rows = (
        '<div class="x"><div>بيان صحفي</div><h5><a href="/ar/news/warsha-hawl-alhijra">ورشة حول الهجرة في الرباط</a></h5><div>٢٠ غشت ٢٠٢٤</div>'
        '<a href="/ar/news/warsha-hawl-alhijra">اقرأ المزيد</a></div>'
        '<div class="x"><div>خبر</div><h5><a href="/ar/news/ijtima-fi-wujda">اجتماع في وجدة</a></h5><div>3 يونيو 2024</div>'
        '<a href="/ar/news/ijtima-fi-wujda">اقرأ المزيد</a></div>'
    )
    found = read(whole(rows, pager='<a href="/ar/news?page=1">التالي</a>'), f"{REAL}/ar/news")
    assert found.cards == (
        Card(f"{REAL}/ar/news/warsha-hawl-alhijra", "ورشة حول الهجرة في الرباط", "2024-08-20", "بيان صحفي"),
        Card(f"{REAL}/ar/news/ijtima-fi-wujda", "اجتماع في وجدة", "2024-06-03", "خبر"),
    )
    assert found.next_url == f"{REAL}/ar/news?page=1"


@pytest.mark.parametrize(
    "text",
    [
        "<html></html>",
        "<html><body><a href='http://[::1'>x</a><a href='javascript:x'>y</a></body></html>",
        "<p>",
        "<frameset></frameset>",
    ],
)
def test_odd_pages_never_raise(text: str) -> None:
    assert read(text).cards == ()
    assert read(text, "no address").cards == ()


SOUP_MENU = (
    '<div><div><a href="/fr">Accueil</a></div>'
    + "".join(f'<div><div><a href="/fr/news/page-du-menu-{n}">En avant {n}</a></div></div>' for n in range(4))
    + "</div>"
)
SOUP_SIDE = (
    '<div class="col-4">'
    + "".join(f'<div><div><a href="/fr/news/lu-numero-{n}-hier">Lu {n}</a></div></div>' for n in range(8))
    + "</div>"
)


@pytest.mark.parametrize("number", [5, 1])
def test_boxes_in_boxes_without_a_single_telling_tag(number: int) -> None:
    cards = joined(
        lambda e: (
            f'<div><div>{e.kind}</div><div>Local</div><div><a href="{href(e)}">{e.title}</a></div><div>{e.date}</div>'
            f'<div><a href="{href(e)}"><img></a></div></div>'
        ),
        ENTRIES[:number],
    )
    found = read(f"<body>{SOUP_MENU}<div><div>Les nouvelles</div>{cards}</div>{SOUP_SIDE}</body>")
    assert [(card.title, card.date, card.kind) for card in found.cards] == [
        (e.title, e.iso, e.kind) for e in ENTRIES[:number]
    ]
    assert len(found.mentioned) == 12


@pytest.mark.parametrize(
    "one",
    [
        '<div class="article-detail"><a href="{u}"><h5 class="title">{t}</h5></a><div class="tag">{k}</div></div></div><div class="date">{d}</div>',
        '<div class="row"><div class="tag">{k}</div><h5 class="title"><a href="{u}">{t}</h5></a><div class="date">{d}</div><p>Un résumé',
        '<table><tr><td><font>{d}</font><br><b>{k}</b><td><a href="{u}"><font>{t}</font></a><br>Un résumé.<tr><td colspan=2><hr></table>',
        '<article><h3><a href="{u}">{t}</a></h3><p>{d}</p><i>{k}</i><a href="/news/x-{s}">English</a> <a href="/ar/news/y-{s}">العربية</a></article>',
        '<article><h3><a href="{u}">{t}</a></h3><p>{d}</p><i>{k}</i><a href="{u}?share=x">Partager</a><a href="{u}#c">3 commentaires</a></article>',
        '<article><a href="{u}" title="{t}">{c}…</a><p>Publié le {d}</p><i class="label">{k}</i></article>',
    ],
)
def test_overlapping_broken_and_crowded_entries(one: str) -> None:
    rows = [one.format(u=href(e), t=e.title, k=e.kind, d=e.date, s=e.slug, c=e.title[:15]) for e in ENTRIES]
    found = read(whole(f"<div>{''.join(rows)}</div>"))
    assert [(card.url, card.title, card.date, card.kind) for card in found.cards] == [
        (REAL + href(e), e.title, e.iso, e.kind) for e in ENTRIES
    ]


def test_a_kind_may_be_a_word_of_the_title() -> None:
    found = read(
        whole(
            '<div><b>Statement</b><h3><a href="/fr/news/statement-welcome-newcomers">Statement on newcomers</a></h3><i>3 May 2024</i></div>'
        )
    )
    assert found.cards[0].kind == "Statement"


def test_bare_links_beside_the_words_no_results_are_no_entries() -> None:
    found = read(f"<body>{SOUP_MENU}<div><div>Aucun résultat</div></div></body>")
    assert found.cards == () and found.empty and found.flags == ("no-results",) and len(found.mentioned) == 4


@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<ul><li>",
                "<p>",
                "<h3>",
                "</h3>",
                "<a href='/fr/news/un-titre'>",
                "<a href=/fr/news/deux-x>",
                "</a>",
                "3 mai 2024",
                "News",
                "<nav>",
                "</nav>",
                "<table><tr><td>",
                "</table>",
                "<time datetime=x>",
                "<!-- -->",
                "Lire la suite",
            ]
        ),
        max_size=40,
    )
)
def test_no_mark_up_raises_and_no_article_is_lost(pieces: list[str]) -> None:
    text = "<html><body><p>x</p>" + "".join(pieces) + "</body></html>"
    found = read(text)
    linked = {name for name in ("un-titre", "deux-x") if f"/fr/news/{name}" in text}
    assert {card.url.rpartition("/")[2] for card in (*found.cards, *found.mentioned)} == linked
    assert len({card.url for card in found.cards}) == len(found.cards)


def test_deep_nesting() -> None:
    found = read("<body>" + LAYOUTS["list"](ENTRIES) + "<div>" * 3000 + link(ENTRIES[0]))
    assert [card.date for card in found.cards] == [entry.iso for entry in ENTRIES]
