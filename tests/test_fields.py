"""Fields of pages in many manners: what is read, from where, and what is left alone."""

from dataclasses import dataclass

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from oimcrawler.extraction import parse
from oimcrawler.fields import read_fields, repeated_headings
from oimcrawler.fields.survey import Element
from oimcrawler.model import Card, Evidence, Reading
from oimcrawler.replica import Site
from oimcrawler.text import normal_line

HOST = "https://morocco.iom.int"
NEWS = f"{HOST}/fr/news/un-atelier-sur-laccueil-des-familles"
TITLE = "Un atelier sur l’accueil des familles"
PROSE = "<p>" + "Les participants ont comparé leurs manières de recevoir les familles et de les orienter. " * 5 + "</p>"


@dataclass
class Tree:
    root: Element
    url: str = ""


def read(markup: str, url: str = NEWS, card: Card | None = None, hints: dict[str, str] | None = None) -> Reading:
    return read_fields(Tree(lxml.html.document_fromstring(markup), url), card=card, hints=hints)


def page(main: str, head: str = "", lang: str = "fr", around: str = "") -> str:
    return f'<html lang="{lang}"><head>{head}</head><body>{around}<main>{main}{PROSE}</main></body></html>'


def value(evidence: Evidence | None) -> str | None:
    return evidence.value if evidence else None


def day(reading: Reading) -> str | None:
    return value(reading.published_on)


class TestTitle:
    @pytest.mark.parametrize(
        "markup",
        [
            page(f"<h1>{TITLE}</h1>"),
            page(f'<h1 class="logo"><a href="/fr">OIM Maroc</a></h1><h2 class="page-title">{TITLE}</h2>'),
            page("<h1>Actualités</h1>", f"<title>{TITLE} | OIM Maroc</title>"),
            page("<h1>Actualités</h1>", f"<title>OIM Maroc » {TITLE}</title>"),
            page(
                "",
                f'<meta property="og:title" content="{TITLE} - Mission au Maroc"><meta property="og:site_name" content="Mission au Maroc">',
            ),
            page("", f"<title>{TITLE} – International Organization for Migration in Morocco</title>"),
            page(f"<h1>{TITLE}</h1>", '<meta property="og:title" content="Un atelier sur l’accueil…">'),
            page("<h1>Un atelier sur l’accueil…</h1>", f'<meta property="og:title" content="{TITLE}">'),
            page(f"<table><tr><td><font size=5>{TITLE}</font></td></tr></table>"),
            page(f"<p><b>{TITLE}</b></p>", "<title>Mission au Maroc</title>"),
            page(f'<h1><span class="label">Communiqué :</span> {TITLE}</h1>'),
            page(f"<h1>Dernière minute pour tous les lecteurs</h1><h1>{TITLE}</h1>"),
            page(f'<h1 class="visually-hidden">Menu principal</h1><h1>{TITLE}</h1>'),
            page(
                "",
                f'<script type="application/ld+json">{{"@graph":[{{"@type":["NewsArticle"],"headline":"{TITLE}"}}]}}</script>',
            ),
            page("", f'<meta name="twitter:title" content="{TITLE} :: Maroc"><meta name="dc.title" content="{TITLE}">'),
        ],
    )
    def test_every_manner_gives_the_visible_title(self, markup: str) -> None:
        reading = read(markup)
        assert value(reading.title) == TITLE
        assert "title-slug-mismatch" not in reading.flags

    def test_without_a_telling_address_agreement_decides(self) -> None:
        markup = page(
            "<h1>Mission au Maroc</h1><h2>Le port de Nador fête ses marins</h2>",
            '<title>Le port de Nador fête ses marins | Mission au Maroc</title><meta property="og:title" content="Le port de Nador fête ses marins">',
        )
        assert value(read(markup, f"{HOST}/node/77").title) == "Le port de Nador fête ses marins"

    def test_a_site_that_has_its_name_in_the_h1(self) -> None:
        markup = page(
            "<h1>Mission Maroc</h1><p><b>Fête au port de Nador</b></p>",
            "<title>Fête au port de Nador - Mission Maroc</title>",
        )
        assert value(read(markup, f"{HOST}/node/77").title) == "Fête au port de Nador"
        markup = page("<h1>Fête au port</h1>", "<title>Mission Maroc - Fête au port</title>")
        assert value(read(markup, f"{HOST}/node/77").title) == "Fête au port"

    def test_a_label_in_the_words_of_the_title_stays(self) -> None:
        url = f"{HOST}/fr/news/communique-le-port-rouvre-ses-portes"
        assert (
            value(read(page("<h1>Communiqué : le port rouvre ses portes</h1>"), url).title)
            == "Communiqué : le port rouvre ses portes"
        )

    def test_a_hyphen_in_a_title_is_no_separator(self) -> None:
        markup = page(
            "<h1>Rabat – Salé : deux rives, un projet</h1>", "<title>Rabat – Salé : deux rives, un projet | OIM</title>"
        )
        assert value(read(markup, f"{HOST}/node/5").title) == "Rabat – Salé : deux rives, un projet"

    def test_entities_escaped_twice(self) -> None:
        markup = page("", '<meta property="og:title" content="Un atelier sur l&amp;#039;accueil des familles">')
        assert value(read(markup).title) == "Un atelier sur l'accueil des familles"

    def test_flags(self) -> None:
        assert "title-slug-mismatch" in read(page("<h1>Tout autre chose que prévu</h1>")).flags
        assert read(page("<h1>Actualités</h1>")).flags == ("no-title",)
        from_card = read(page(""), card=Card(NEWS, TITLE))
        assert (value(from_card.title), from_card.flags) == (TITLE, ("title-from-card",))

    def test_a_slug_that_leaves_words_out_is_no_mismatch(self) -> None:
        assert read(page("<h1>Un grand atelier de trois jours sur l’accueil des familles à Rabat</h1>")).flags == ()
        assert read(page("<h1>Un atelier sur l’accueil</h1>")).flags == ("title-slug-mismatch",)

    def test_a_second_node_of_the_same_title_is_no_mismatch(self) -> None:
        assert read(page(f"<h1>{TITLE}</h1>"), f"{NEWS}-0").flags == ()

    def test_teasers_do_not_lend_their_titles(self) -> None:
        others = "".join(
            f'<div class="views-row teaser"><h1>Une autre nouvelle du mois, numéro {n}</h1></div>' for n in range(5)
        )
        assert (
            value(read(page("<h1>Le port de Nador fête ses marins</h1>", around=others), f"{HOST}/node/5").title)
            == "Le port de Nador fête ses marins"
        )

    def test_arabic(self) -> None:
        title = "ورشة عمل حول استقبال الأسر بمدينة فاس"
        url = f"{HOST}/ar/news/wrsht-ml-hwl-astqbal-alasr-bmdynt-fas"
        reading = read(page(f"<h1>الأخبار</h1><h1>{title}</h1>", lang="ar"), url)
        assert (value(reading.title), reading.flags) == (title, ())


class TestDate:
    @pytest.mark.parametrize(
        "markup",
        [
            page(f"<h1>{TITLE}</h1>", '<meta property="article:published_time" content="2018-09-19T23:40:00+00:00">'),
            page(f"<h1>{TITLE}</h1>", '<meta name="dcterms.date" content="2018-09-19">'),
            page(
                f"<h1>{TITLE}</h1>",
                '<script type="application/ld+json">[{"@type":"Article","datePublished":"2018-09-19T00:10:00+0100",},]</script>',
            ),
            page(f'<h1>{TITLE}</h1><time datetime="2018-09-19T00:10:00+01:00">hier</time>'),
            page(f"<h1>{TITLE}</h1><div>19 septembre 2018</div>"),
            page(f"<div>News</div><div>Local</div><div>09/19/2018</div><h1>{TITLE}</h1>"),
            page(
                f"<h1>{TITLE}</h1><p><i>Publié par l’équipe le mercredi 19 septembre 2018, mis à jour le 2 octobre 2018</i></p>"
            ),
            page(f'<h1>{TITLE}</h1><span class="submitted">Soumis par admin le mer, 09/19/2018 - 11:19</span>'),
            page(f"<h1>{TITLE}</h1><p>Communiqué | Local | 19.09.2018</p>"),
            page(f"<h1>{TITLE}</h1><ul><li>Mis à jour le 02/10/2018</li><li>Publié le 19/09/2018</li></ul>"),
            page(f"<h1>{TITLE}</h1><p>١٩ شتنبر ٢٠١٨</p>", lang="ar"),
            page(f"<h1>{TITLE}</h1><aside><dl><dt>Publié le</dt><dd>19 septembre 2018</dd></dl></aside>"),
            page(f'<h1>{TITLE}</h1><time class="entry-date published updated" datetime="2018-09-19">19 sept.</time>'),
            page(f"<h1>{TITLE}</h1>{PROSE}{PROSE}<p>Publié le 19 septembre 2018</p>"),
            page(
                f"<table><tr><td><font>Actualités &gt; 19 septembre 2018</font><br><b>{TITLE}</b><br><hr></td></tr></table>"
            ),
            page(
                f"<table><tr><td><font size=4><b>{TITLE}</b></font><br>19 septembre 2018<br><br>Les familles arrivent.</td></tr></table>"
            ),
            page(f"<h1>{TITLE}</h1><p>19 septembre 2018<br>{'Les familles sont arrivées à la gare. ' * 9}</p>"),
            page(f"<h1>{TITLE}</h1><p>Par Salma Idrissi, le 19 septembre 2018</p>"),
            page(f'<h1>{TITLE}</h1><div class="articleDate_x3f">Rabat, 19 septembre 2018</div>'),
            page(f'<h1>{TITLE}</h1><span property="dc:date" content="2018-09-19T11:19:00+01:00">mer, 11:19</span>'),
        ],
    )
    def test_every_manner_gives_the_day(self, markup: str) -> None:
        assert day(read(markup)) == "2018-09-19"

    @pytest.mark.parametrize(
        "main",
        [
            "<p><strong>Rabat, 24.07.2017 –</strong> Les partenaires se sont réunis.</p>",
            "<p>Rabat, 24.07.2017</p>",
            "<p><b>24.07.2017</b>, Rabat</p>",
            "<p><b>24 juillet 2017</b> Les familles sont arrivées à la gare de Rabat par le train du matin et la ville les a reçues.</p>",
            "<p>Rabat, 24 juillet 2017<br>Les familles sont arrivées.</p>",
            "<p>Maroc - Hier, 1er juin 2017, les familles sont arrivées.</p>",
            "<div>Mis à jour le 3 mai 2021</div>",
            '<time class="date-modified" datetime="2021-05-03">3 mai 2021</time>',
            "<p>Date limite : 3 mai 2021</p>",
            "<p>Du 3 au 5 mai 2021</p>",
            '<aside class="related"><h2>À lire aussi</h2><div class="date">3 mai 2021</div><time datetime="2021-05-03">mai</time></aside>',
            '<div class="comments"><p>Publié le 3 mai 2021</p></div>',
            '<meta property="article:modified_time" content="2021-05-03">',
            "<div>31/02/2020</div>",
            '<time datetime="0017-05-03">autrefois</time>',
        ],
    )
    def test_other_dates_are_not_the_publication(self, main: str) -> None:
        assert read(page(f"<h1>{TITLE}</h1>{main}")).published_on is None

    def test_the_clock_in_the_header_and_the_footer_are_not_the_publication(self) -> None:
        around = '<header><div class="date">dimanche 22 novembre 2020</div><nav><a href="/">Accueil</a></nav></header>'
        assert day(read(page(f"<h1>{TITLE}</h1><p>3 mai 2018</p>", around=around))) == "2018-05-03"

    def test_the_clock_at_the_top_of_a_layout_table_is_not_the_publication(self) -> None:
        menu = "".join(f"<tr><td><a href=/{n}>Rubrique {n}</a></td></tr>" for n in range(12))
        clock = f"<table><tr><td>dimanche 22 novembre 2020</td></tr>{menu}</table>"
        assert read(page(f"<h2>{TITLE}</h2>", around=clock)).published_on is None
        assert day(read(page(f"<h2>{TITLE}</h2><i>3 mai 2018</i>", around=clock))) == "2018-05-03"

    def test_order_by_the_platform_is_marked_as_assumed(self) -> None:
        reading = read(page(f"<h1>{TITLE}</h1><div>02/03/2020</div>"))
        assert (day(reading), reading.flags) == ("2020-02-03", ("date-order-assumed",))

    def test_order_by_language_elsewhere(self) -> None:
        url = "https://www.journal.example/un-atelier-sur-laccueil-des-familles"
        assert day(read(page(f"<h1>{TITLE}</h1><div>02/03/2020</div>"), url)) == "2020-03-02"

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            ('<aside class="related"><div>25/01/2020</div></aside>', "2020-03-02"),
            ('<aside class="related"><div>01/25/2020</div></aside>', "2020-02-03"),
        ],
    )
    def test_order_proven_by_other_dates_of_the_page(self, more: str, expected: str) -> None:
        reading = read(page(f"<h1>{TITLE}</h1><div>02/03/2020</div>{more}"))
        assert (day(reading), reading.flags) == (expected, ())

    def test_order_proven_by_the_card(self) -> None:
        reading = read(page(f"<h1>{TITLE}</h1><div>02/03/2020</div>"), card=Card(NEWS, TITLE, "2020-03-02"))
        assert (day(reading), reading.flags) == ("2020-03-02", ())

    def test_shown_date_and_card_outvote_a_machine_date(self) -> None:
        # A site that was moved to a new system stamps every old article with the day of the move.
        head = '<meta property="article:published_time" content="2021-06-30T10:00:00+01:00">'
        reading = read(page(f"<h1>{TITLE}</h1><div>3 mai 2016</div>", head), card=Card(NEWS, TITLE, "05/03/2016"))
        assert (day(reading), reading.flags) == ("2016-05-03", ("date-disagreement",))

    def test_an_article_older_than_its_picture_is_flagged(self) -> None:
        head = f'<meta property="og:image" content="{HOST}/sites/g/files/tmzbdl936/files/styles/x/public/media/2021-06/a.jpg">'
        reading = read(page(f"<h1>{TITLE}</h1><div>3 mai 2016</div>", head))
        assert (day(reading), reading.flags) == ("2016-05-03", ("date-implausible",))
        assert read(page(f"<h1>{TITLE}</h1><div>3 juin 2021</div>", head)).flags == ()

    def test_structured_data_of_other_articles_is_left_alone(self) -> None:
        data = f"""{{"@context":"x","@graph":[
          {{"@type":"ItemList","itemListElement":[{{"@type":"NewsArticle","headline":"Autre","datePublished":"2022-01-01"}}]}},
          {{"@type":"NewsArticle","headline":"Encore une autre","datePublished":"2022-02-02","url":"{HOST}/fr/news/encore-une-autre"}},
          {{"@type":"NewsArticle","headline":"{TITLE}","datePublished":{{"@value":"2018-09-19"}},"mainEntityOfPage":{{"@id":"{NEWS}"}}}}]}}"""
        assert (
            day(read(page(f"<h1>{TITLE}</h1>", f'<script type="application/ld+json">{data}</script>'))) == "2018-09-19"
        )

    def test_the_source_is_told(self) -> None:
        reading = read(page(f"<h1>{TITLE}</h1><div>19 septembre 2018</div>"))
        assert reading.published_on == Evidence("2018-09-19", "text", "div after the title")

    def test_a_picture_below_the_headline_bounds_the_month_of_numbers(self) -> None:
        picture = '<figure><img src="/sites/g/files/tmzbdl936/files/styles/x/public/media/2020-03/a.jpg"></figure>'
        url = "https://mission.example/news/un-atelier-sur-laccueil-des-familles"
        reading = read(page(f"<h1>{TITLE}</h1><div>04/02/2020</div>{picture}", lang="fr"), url)
        assert (day(reading), reading.flags) == ("2020-04-02", ("date-order-assumed",))


class TestLabels:
    @pytest.mark.parametrize(
        ("main", "kind", "scope"),
        [
            (f"<div>Communiqué</div><div>Local</div><h1>{TITLE}</h1>", "Communiqué", "Local"),
            (f"<h1>{TITLE}</h1><p>News | Global | 09/19/2018</p>", "News", "Global"),
            (f"<h1><span class=label>Communiqué de presse :</span> {TITLE}</h1>", "Communiqué de presse", None),
            (f"<span>خبر</span><span>Local</span><h1>{TITLE}</h1>", "خبر", "Local"),
            (
                f'<div class="field--name-field-type">Note aux rédactions</div><h1>{TITLE}</h1>',
                "Note aux rédactions",
                None,
            ),
            (
                f'<nav class="breadcrumb"><a href="/">Accueil</a> <a href="/news">News</a></nav><h1>{TITLE}</h1>',
                None,
                None,
            ),
            (f'<h1>{TITLE}</h1><div><span class="kicker">À lire aussi</span> Le port rouvre</div>', None, None),
            (f"<div>Communiqué Global</div><h1>{TITLE}</h1>", "Communiqué", "Global"),
        ],
    )
    def test_labels_beside_the_headline(self, main: str, kind: str | None, scope: str | None) -> None:
        reading = read(page(main))
        assert (value(reading.kind), value(reading.scope)) == (kind, scope)

    def test_the_card_tells_the_kind_of_a_page_without_labels(self) -> None:
        assert read(page("<h1>Le port</h1>"), f"{HOST}/stories/le-port", Card("", kind="Récit ")).kind == Evidence(
            "Récit", "card", "listing"
        )

    def test_the_section_of_the_address(self) -> None:
        assert read(page("<h1>Le port</h1>"), f"{HOST}/stories/le-port").kind == Evidence("Story", "url", "stories")


class TestAddresses:
    def test_canonical_is_made_absolute(self) -> None:
        reading = read(
            page(
                "",
                f'<link rel="canonical" href="/fr/news/un-atelier-sur-laccueil-des-familles#haut"><title>{TITLE}</title>',
            )
        )
        assert value(reading.canonical_url) == NEWS

    @pytest.mark.parametrize(
        "href",
        [
            "/",
            "/fr",
            "https://www.ailleurs.example/fr/accueil",
            "http://default/fr/news/x",
            "/fr/news/une-tout-autre-nouvelle-du-port",
            "javascript:void(0)",
            "http://[x",
            "/fr/news",
        ],
    )
    def test_a_canonical_that_cannot_be_this_page_is_ignored(self, href: str) -> None:
        reading = read(page(f"<h1>{TITLE}</h1>", f'<link rel="canonical" href="{href}">'))
        assert (reading.canonical_url, reading.flags) == (None, ("canonical-ignored",))

    def test_a_mirror_keeps_the_canonical_of_the_site(self) -> None:
        reading = read(
            page(f"<h1>{TITLE}</h1>", f'<link rel="canonical" href="{NEWS}">'),
            NEWS.replace(HOST, "http://127.0.0.1:8000"),
        )
        assert value(reading.canonical_url) == NEWS

    def test_the_twin_under_a_second_address_names_the_first(self) -> None:
        assert (
            value(read(page(f"<h1>{TITLE}</h1>", f'<link rel="canonical" href="{NEWS}">'), f"{NEWS}-0").canonical_url)
            == NEWS
        )

    def test_alternates(self) -> None:
        head = (
            '<link rel="alternate" hreflang="x-default" href="/"><link rel="alternate" hreflang="fr-MA" href="/ma">'
            '<link rel="alternate" hreflang="fr" href="/fr/a">'
            '<link rel="alternate" hreflang="ar" href="/ar/a"><link rel="alternate" type="application/rss+xml" href="/rss">'
            '<link rel="alternate" hreflang="?" href="/z">'
        )
        assert read(page("", head)).alternates == {"fr": f"{HOST}/fr/a", "ar": f"{HOST}/ar/a"}

    @pytest.mark.parametrize(
        "markup",
        [
            '<head><link rel="shortlink" href="https://x.example/node/812"></head><body><h1>Le port</h1></body>',
            '<body class="path-node page-node-812 page-node-type-news"><h1>Le port</h1></body>',
            '<body><article data-history-node-id="812"><h1>Le port</h1></article><article data-history-node-id="9"></article></body>',
            '<body><script type="application/json" data-drupal-selector="drupal-settings-json">'
            '{"path":{"currentPath":"node\\/812"}}</script><h1>Le port</h1></body>',
            '<body><h1>Le port</h1><div data-history-node-id="812"></div></body>',
        ],
    )
    def test_node_number(self, markup: str) -> None:
        assert value(read(f"<html>{markup}</html>").node_id) == "812"

    def test_interface_language(self) -> None:
        assert value(read("<html lang='ar-MA'><body></body></html>").interface_lang) == "ar"
        assert (
            value(read('<html><head><meta property="og:locale" content="fr_FR"></head></html>').interface_lang) == "fr"
        )
        assert read("<p>", f"{HOST}/ar/news/x").interface_lang == Evidence("ar", "url", "path")
        assert read("<p>", f"{HOST}/news/x").interface_lang is None


class TestHints:
    MARKUP = page(
        '<div class="t">Le port de Nador fête ses marins</div><div class="d">3 mai 2021</div><div class="k">Brèves du port</div>'
        "<h1>À la une de la semaine</h1>"
    )

    def test_a_hint_leads(self) -> None:
        reading = read(self.MARKUP, f"{HOST}/node/5", hints={"title": ".t", "date": ".d", "kind": ".k"})
        assert [value(e) for e in (reading.title, reading.published_on, reading.kind)] == [
            "Le port de Nador fête ses marins",
            "2021-05-03",
            "Brèves du port",
        ]
        assert reading.flags == ()

    def test_a_hint_may_name_a_machine_value(self) -> None:
        markup = page(
            '<h1>Le port</h1><time class="d" datetime="2021-05-03"></time>', '<meta name="x-day" content="2021-05-03">'
        )
        assert read(markup, hints={"date": "meta[name=x-day]"}).published_on == Evidence(
            "2021-05-03", "hint", "hint date"
        )
        assert read(page("<h1>Le port</h1>"), hints={"date": "h1"}).flags == ("title-slug-mismatch", "hint-failed:date")

    @pytest.mark.parametrize("selector", [".absent", "div[", "", "::before", "a:nth-child(x)"])
    def test_a_hint_that_fails_is_a_flag(self, selector: str) -> None:
        reading = read(page(f"<h1>{TITLE}</h1>"), hints={"title": selector})
        assert (value(reading.title), reading.flags) == (TITLE, ("hint-failed:title",))


class TestHeadlines:
    """Pages whose h1 and document title may name only the site."""

    SITE = "<h1>OIM Maroc</h1>"
    NAMED = f"<title>{TITLE} - OIM Maroc</title>"

    @pytest.mark.parametrize("tag", ["h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "td", "div", "span", "font"])
    @pytest.mark.parametrize("url", [NEWS, f"{HOST}/node/77", ""])
    @pytest.mark.parametrize(
        "line",
        [
            "<p><i>Publié le jeudi 16 octobre 2025</i></p>",
            "<p><i>Publié le jeudi 16 octobre 2025</i>",
            "<p><b><i>jeudi 16 octobre 2025</i></b></p>",
            "<div><span class=when>16 octobre 2025</span></div>",
            "<p>16 octobre 2025</p>",
            "<p><a href=/x>16 octobre 2025</a></p>",
        ],
    )
    def test_the_date_is_found_beside_whatever_shows_the_title(self, tag: str, url: str, line: str) -> None:
        for banner in ("", self.SITE):
            reading = read(page(f"{banner}<{tag}>{TITLE}</{tag}>{line}", self.NAMED), url)
            assert (value(reading.title), day(reading)) == (TITLE, "2025-10-16")

    def test_the_clock_beside_the_name_of_the_site_is_not_the_publication(self) -> None:
        clock = f"<table><tr><td>{self.SITE}<font size=1>Nous sommes le lundi 5 janvier 2026</font></td></tr></table>"
        reading = read(page(f"{clock}<h2>{TITLE}</h2><p><i>Publié le 16 octobre 2025</i></p>", self.NAMED))
        assert (value(reading.title), day(reading)) == (TITLE, "2025-10-16")

    @pytest.mark.parametrize(
        "line",
        [
            "Mis en ligne le samedi 15 février 2025",
            "Posted on 15 February 2025",
            "نشر في 15 فبراير 2025",
            "Publié le 15 février 2025",
            "Publicado el 15 de febrero de 2025",
            "Date de publication : 15 février 2025",
            "Rédigé le 15 février 2025 à Rabat",
            "Paru le 15 février 2025 dans la rubrique Ville",
        ],
    )
    def test_lines_of_publication(self, line: str) -> None:
        for markup in (f"<p>{line}</p>", f"<p><i>{line}</i></p>", f"<div><font size=1>{line}</font></div>"):
            assert day(read(page(f"{self.SITE}<h2>{TITLE}</h2>{markup}", self.NAMED))) == "2025-02-15"

    @pytest.mark.parametrize(
        "headline",
        [
            "<h2>Fête au port de Nador</h2>",
            "<h4>Fête au port de Nador</h4>",
            "<p><b>Fête au port de Nador</b></p>",
            "<font size=5><b>Fête au port de Nador</b></font><br>",
        ],
    )
    @pytest.mark.parametrize("head", ["<title>Agence des ports</title>", "<title>Salle de presse</title>", ""])
    def test_the_line_above_date_and_prose_leads(self, headline: str, head: str) -> None:
        menu = "<h1>Agence des ports</h1><div><a href=/a>Accueil</a> <a href=/b>Presse</a></div>"
        reading = read(page(f"{menu}{headline}<p>3 mai 2021</p>", head), f"{HOST}/node/77")
        assert (value(reading.title), day(reading)) == ("Fête au port de Nador", "2021-05-03")

    def test_a_name_that_signs_the_page_is_the_site(self) -> None:
        foot = "<div>Agence des ports, 3 rue du Quai. Tous droits réservés.</div>"
        markup = page(f"<h1>Agence des ports</h1><h4>Fête au port de Nador</h4>{PROSE}{foot}", "<title>Presse</title>")
        assert value(read(markup, "").title) == "Fête au port de Nador"

    def test_text_between_breaks_in_a_table(self) -> None:
        text = "<br><br>".join(
            "Les familles sont venues nombreuses au port pour saluer les marins de retour. " * 2 for _ in range(3)
        )
        menu = "<td><b>Rubriques</b><br><a href=/1>Ville</a><br><a href=/2>Sports</a></td>"
        cell = f"<td><font size=5><b>Fête au port de Nador</b></font><br><font size=1>Par Salma Idrissi, le 3 mai 2021</font><br><br>{text}</td>"
        markup = f"<html><head><title>Le Courrier du Port</title></head><body><table><tr>{menu}{cell}</tr></table></body></html>"
        reading = read(markup, "")
        assert (value(reading.title), day(reading)) == ("Fête au port de Nador", "2021-05-03")

    def test_a_subheading_is_not_the_title(self) -> None:
        for head in (
            f"<title>{TITLE}</title>",
            f"<title>{TITLE} | OIM</title>",
            f"<title>OIM Maroc - {TITLE}</title>",
            "<title>Salle de presse</title>",
            "",
        ):
            for main in (
                f"<h1>{TITLE}</h1><h2>Un contexte difficile</h2>",
                f"<h1>{TITLE}</h1><p>3 mai 2021</p><h2>Un contexte difficile</h2>",
            ):
                assert value(read(page(main, head), f"{HOST}/node/77").title) == TITLE

    def test_the_title_of_a_box_of_teasers_is_not_the_title(self) -> None:
        teasers = "<p><b>Pour aller plus loin</b></p>" + "".join(
            f"<p><a href=/n/{n}>Une autre nouvelle, numéro {n}</a><br>{'Les voisins ont visité le jardin, ' * 4}…</p>"
            for n in range(3)
        )
        markup = f"<html><head>{self.NAMED}</head><body>{self.SITE}<h2>{TITLE}</h2><p>Le bureau ferme vendredi.</p>{teasers}</body></html>"
        assert value(read(markup, "").title) == TITLE

    def test_the_name_that_the_caller_knows_is_no_title(self) -> None:
        markup = page("<h1>Agence des ports</h1><h4>Fête au port de Nador</h4>", "<title>Presse</title>")
        tree = Tree(lxml.html.document_fromstring(markup))
        assert value(read_fields(tree).title) == "Agence des ports"
        assert value(read_fields(tree, site_names=["Agence  des PORTS", "Presse"]).title) == "Fête au port de Nador"

    def test_the_name_of_the_site_beside_the_date(self) -> None:
        reading = read(
            page("<h2>Fête au port</h2><i>Le Courrier, 3 mai 2021</i>", "<title>Le Courrier: Fête au port</title>"), ""
        )
        assert (value(reading.title), day(reading)) == ("Fête au port", "2021-05-03")

    def test_the_card_gives_the_date_even_where_the_title_was_edited(self) -> None:
        markup = page(
            f"{self.SITE}<h2>Tout autre titre pour la nouvelle</h2>",
            "<title>Tout autre titre pour la nouvelle - OIM Maroc</title>",
        )
        reading = read(markup, NEWS, Card(NEWS, TITLE, "3 mai 2021"))
        assert reading.published_on == Evidence("2021-05-03", "card", "listing")

    def test_an_edited_title_keeps_the_date_beside_it(self) -> None:
        title = "Tout autre titre pour la nouvelle"
        markup = page(
            f"{self.SITE}<h2>{title}</h2><p><i>Publié le 3 mai 2021</i></p>", f"<title>{title} - OIM Maroc</title>"
        )
        reading = read(markup, NEWS, Card(NEWS, title, None))
        assert (value(reading.title), day(reading)) == (title, "2021-05-03")

    def test_an_article_in_the_frame_of_a_card_keeps_its_date(self) -> None:
        main = f"<h1>{TITLE}</h1><div class='card'><div><span><i></i> 20/05/2024</span><span>842 vues</span></div>{PROSE}</div>"
        assert day(read(page(main))) == "2024-05-20"


class TestRepeatedHeadings:
    def pages(self, count: int) -> list[Tree]:
        box = "<div><h5><a href=/t>La fête du titre, le plus lu</a></h5><h3>Les plus lus</h3></div>"
        return [
            Tree(
                lxml.html.document_fromstring(
                    page(
                        f"<h1>Agence des ports</h1><h4>Nouvelle du port, la {n}e</h4>{box}",
                        f"<title>Nouvelle du port, la {n}e - Presse</title>",
                    )
                )
            )
            for n in range(count)
        ]

    def test_what_stands_on_the_pages_of_a_site(self) -> None:
        assert repeated_headings(self.pages(6)) == {"agence des ports", "presse", "les plus lus"}

    def test_one_page_tells_nothing(self) -> None:
        assert repeated_headings(self.pages(1) * 3) == frozenset()
        assert repeated_headings([]) == frozenset()

    def test_two_articles_of_one_title_keep_it(self) -> None:
        twins = [
            Tree(
                lxml.html.document_fromstring(
                    page(f"<h1>Le port rouvre</h1><p>{n}", "<title>Le port rouvre - Presse</title>")
                )
            )
            for n in range(2)
        ]
        names = repeated_headings([*self.pages(6), *twins])
        assert "le port rouvre" not in names
        assert value(read_fields(twins[0], site_names=names).title) == "Le port rouvre"


@pytest.mark.parametrize("design", ["drupal", "redesign", "plain"])
def test_the_replica_is_read_exactly(design: str) -> None:
    site = Site(articles=8)
    site.redesign(design)
    wrong = []
    for path, truth in site.truth().items():
        address = f"http://replica.example{path}"
        reading = read_fields(parse(site.answer(path).body, address))
        got = (
            normal_line(value(reading.title) or ""),
            day(reading),
            value(reading.kind),
            value(reading.scope),
            value(reading.interface_lang),
            reading.flags,
        )
        if got != (normal_line(truth.title), truth.published_on, truth.kind, truth.scope, truth.url_lang, ()):
            wrong.append((path, got))
    assert wrong == []


HOSTILE = [
    "<html></html>",
    "<frameset><frame src=x></frameset>",
    f'<html><head><meta property="og:title" content="{"x" * 1_000_000}"><title>{"y " * 100_000}</title></head>'
    f'<body class="{"z " * 100_000}"><h1>Le port</h1></body></html>',
    '<script type="application/ld+json">' + "[" * 50_000 + "</script><h1>Le port</h1>",
    '<script type="application/ld+json">{"@type": 7, "headline": {"a": []}, "datePublished": 12, "@graph": [null, 3, [[]]], "name": NaN}</script>',
    '<script type="application/ld+json">{"@type":"Article","headline":null,"datePublished":[],"articleSection":[1]}</script>',
    "<h1></h1>" * 500,
    "<h1>" + "<span>" * 240 + "Le port" + "</span>" * 240 + "</h1>",
    "<time datetime='99999999999999999999'>0/0/0000</time><h1>Le port</h1><time>31/31/3131</time>",
    "<base href='http://[bad'><link rel=canonical href='http://[worse'><link rel=alternate hreflang=fr href='//['>",
    "<h1><a href='http://[x'>Le port</a></h1>",
    "<h1><a href='http://a]b/'>Le port</a></h1><link rel=canonical href='http://ex℀mple.example/'>",
    "<svg><title>dessin</title></svg><h1 hidden>Le port</h1>",
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
@pytest.mark.parametrize("url", ["", NEWS, "http://[", "nonsense", "https://x.example/[a]/b"])
def test_hostile_pages_are_read_without_an_error(number: int, url: str) -> None:
    reading = read(HOSTILE[number], url, card=Card(url, "Le port", "hier"))
    assert reading.title is None or len(reading.title.value) <= 2000
    assert reading.published_on is None


def test_an_empty_tree_has_no_fields() -> None:
    assert read_fields(Tree(etree.Element("html"))) == Reading(flags=("no-title",))


TAGS = ["h1", "h2", "time", "p", "div", "span", "nav", "aside", "a", "title", "table", "script", "article", "dl", "b"]
WORDS = [
    "Communiqué",
    "Local",
    "3 mai 2021",
    "02/03/2020",
    "Mis à jour le",
    "Publié le",
    TITLE,
    "OIM | Maroc",
    "…",
    "\u202e",
    "",
    "خبر",
    "node/12",
    "31/02/2020",
]
ATTRIBUTES = [
    'class="date"',
    'class="teaser"',
    'datetime="2020"',
    'datetime="2020-01-02T03:04"',
    'itemprop="headline"',
    'id="node-1"',
    "hidden",
    'style="display:none"',
    'property="og:title"',
]


@given(
    st.recursive(
        st.sampled_from(WORDS),
        lambda inner: st.builds(
            lambda tag, attribute, parts: f"<{tag} {attribute}>{''.join(parts)}</{tag}>",
            st.sampled_from(TAGS),
            st.sampled_from(ATTRIBUTES),
            st.lists(inner, max_size=4),
        ),
        max_leaves=30,
    )
)
def test_random_markup_never_raises(markup: str) -> None:
    reading = read(f"<html><body>{markup}</body></html>", card=Card(NEWS, "Carte"))
    assert reading.title is not None
    assert reading.published_on is None or len(reading.published_on.value) == 10


@given(st.text(max_size=300), st.text(max_size=60))
def test_random_text_in_every_place_never_raises(text: str, url: str) -> None:
    tree = etree.Element("html", {"lang": "fr"})
    head, body = etree.SubElement(tree, "head"), etree.SubElement(tree, "body")
    clean = "".join(c for c in text if c.isprintable())
    for name in ("og:title", "article:published_time", "og:url", "og:site_name", "og:image"):
        etree.SubElement(head, "meta", {"property": name, "content": clean})
    etree.SubElement(head, "link", {"rel": "canonical", "href": clean})
    etree.SubElement(head, "script", {"type": "application/ld+json"}).text = clean
    etree.SubElement(body, "h1").text = clean
    etree.SubElement(body, "time", {"datetime": clean}).text = clean
    reading = read_fields(Tree(tree, url), card=Card(url, clean, clean), hints={"date": clean})
    assert isinstance(reading, Reading)
