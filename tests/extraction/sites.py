"""Small sites in the manner of many systems, each page with the text that a person would call its article.

Every builder takes a page number and gives `(html, gold)`; the texts are put together from invented sentences, so that no two pages share prose.
"""

# ruff: noqa: E501 (pages are written as the systems write them: long lines)

import json
import random
from collections.abc import Callable

_FR = (
    "la délégation régionale|les équipes mobiles|une vingtaine d'associations|le comité local|les familles accueillies|des bénévoles|la coopérative|les élus|l'institut|"
    "le centre d'écoute",
    "a présenté|ont visité|prépare|soutiennent|a ouvert|ont inauguré|suit depuis un an|a financé|accompagnent|veut étendre",
    "un atelier de formation|le nouveau dispensaire|un programme de retour volontaire|la rénovation de l'école|un guichet unique|trois caravanes de santé|"
    "une étude sur les parcours|des cours du soir|le jardin partagé|un fonds d'appui",
    "dans les quartiers nord|au bord de l'oued|près de la gare|avec l'appui de la commune|malgré les pluies|pour la deuxième année|en présence de la presse|sans attendre l'été|"
    "à la demande des habitants|au profit des jeunes",
    "et les résultats seront publiés au printemps|ce qui réduit les délais d'attente|alors que la demande augmente|afin que chacun connaisse ses droits|"
    "et près de {n} personnes y ont pris part|selon le bilan remis hier|comme l'a rappelé la directrice|dont la moitié sont des femmes",
)
_EN = (
    "the regional office|mobile teams|a dozen associations|the local committee|host families|volunteers|the cooperative|council members|the institute|the listening centre",
    "presented|visited|is preparing|support|opened|inaugurated|has followed|financed|accompany|wants to extend",
    "a training workshop|the new clinic|a voluntary return programme|the repair of a school|a one-stop desk|three health caravans|a study of journeys|evening classes|a shared garden|"
    "a support fund",
    "in the northern districts|along the river|near the station|with help from the town|despite the rain|for the second year|in front of the press|before summer|"
    "at the request of residents|for young people",
    "and the results will be out in spring|which shortens the waiting time|while demand keeps growing|so that everyone knows their rights|and nearly {n} people took part|"
    "according to the report handed in yesterday|as the director recalled|half of whom are women",
)
_AR = (
    "نظم المكتب الجهوي|افتتحت الجمعية المحلية|قدمت الفرق المتنقلة|زار المتطوعون|أعلن المعهد عن|يواصل مركز الاستماع|أطلقت التعاونية",
    "ورشة تكوينية|برنامجا للعودة الطوعية|دراسة حول مسارات الهجرة|قافلة صحية|دروسا مسائية|شباكا موحدا",
    "لفائدة الشباب|في الأحياء الشمالية|قرب محطة القطار|بدعم من الجماعة|للسنة الثانية على التوالي|بحضور ممثلي الصحافة",
    "وقد شارك فيها حوالي {n} شخص|وستنشر النتائج في فصل الربيع|حتى يعرف كل واحد حقوقه|حسب التقرير المقدم أمس|ونصف المستفيدين من النساء",
    "كما أكدت المديرة في كلمتها|رغم تزايد الطلبات خلال الأشهر الأخيرة|مما يقلص مدة الانتظار بشكل ملحوظ",
)
_PARTS = {"fr": _FR, "en": _EN, "ar": _AR}


class Writer:
    """Sentences, paragraphs and headlines of one page; the same for the same seed."""

    def __init__(self, seed: str, lang: str = "fr") -> None:
        self.random = random.Random(seed)
        self.lang = lang

    def sentence(self) -> str:
        words = [self.random.choice(part.split("|")) for part in _PARTS[self.lang]]
        text = " ".join(words).replace("{n}", str(self.random.randint(20, 900)))
        return text[0].upper() + text[1:] + "."

    def paragraph(self, most: int = 4) -> str:
        return " ".join(self.sentence() for _ in range(self.random.randint(2, most)))

    def title(self) -> str:
        words = [self.random.choice(part.split("|")) for part in _PARTS[self.lang][:4]]
        text = " ".join(words)
        return text[0].upper() + text[1:]

    def paragraphs(self, number: int) -> list[str]:
        return [self.paragraph() for _ in range(number)]


def menu(words: str) -> str:
    """A list of links."""
    return "<ul>" + "".join(f'<li><a href="/{n}">{word}</a></li>' for n, word in enumerate(words.split("|"))) + "</ul>"


def ps(lines: list[str]) -> str:
    """Paragraph elements."""
    return "\n".join(f"<p>{line}</p>" for line in lines)


Made = tuple[str, list[str]]


def drupal_old(n: int) -> Made:
    w = Writer(f"drupal-old-{n}")
    t, body, teasers = w.title(), w.paragraphs(4), [(w.title(), w.sentence()) for _ in range(3)]
    points = [w.sentence() for _ in range(3)]
    contact = [
        "Pour plus d'informations, prière de contacter :",
        "Mme Salma Idrissi - Chargée de communication : sidrissi@mission.example",
    ]
    html = f"""<html><head><title>{t} | Mission d'appui</title></head><body class="not-front page-node sidebar-second">
<div id="header"><div id="logo">Mission d'appui</div><div class="block-menu">{menu("Accueil|Qui sommes-nous|Nos domaines|Santé|Retour|Données|Contact")}</div></div>
<div class="breadcrumb"><a href="/">Accueil</a> » <a href="/a">Actualités</a></div>
<div id="main"><div id="content" class="column"><h1 class="title" id="page-title">{t}</h1>
<div class="node node-article clearfix"><div class="submitted">Soumis par admin le mar, 0{n}/03/2016 - 10:2{n}</div>
<div class="content"><div class="field field-name-field-image"><img src="a.jpg"><div class="caption">Vue de la salle pendant la séance d'ouverture</div></div>
<div class="field field-name-body field-type-text-with-summary"><div class="field-items"><div class="field-item even" property="content:encoded">
{ps(body[:2])}<ul>{"".join(f"<li>{p}</li>" for p in points)}</ul><h3>Perspectives</h3>{ps(body[2:])}{ps(contact)}</div></div></div>
<div class="field field-name-field-tags"><div class="field-label">Mots-clés:&nbsp;</div><a href="/t1">Santé</a><a href="/t2">Jeunesse</a></div></div>
<ul class="links inline"><li><a href="/print">Version imprimable</a></li></ul></div></div>
<div class="region-sidebar-second"><div class="block-views"><h2>Dernières actualités</h2>{"".join(f'<div class="views-row"><h4><a href="/x">{a}</a></h4><p>{b}</p></div>' for a, b in teasers)}</div></div></div>
<div id="footer"><p>Mission d'appui aux communes, 12 rue des Orangers, Rabat. Tous droits réservés aux auteurs et partenaires.</p></div></body></html>"""
    return html, [*body[:2], *points, "Perspectives", *body[2:], *contact]


def drupal_new(n: int) -> Made:
    w = Writer(f"drupal-new-{n}")
    t, body, related = w.title(), w.paragraphs(5), [w.title() for _ in range(3)]
    html = f"""<!DOCTYPE html><html lang="fr"><head><title>{t} | Organisation</title><meta property="og:title" content="{t}"></head><body>
<a href="#main-content" class="visually-hidden skip-link">Aller au contenu principal</a>
<header role="banner"><nav>{menu("Qui sommes nous|Notre travail|Agir|Structure|Données et ressources|2030 Agenda")}<p>L'Organisation a été créée il y a longtemps, elle compte 174 Etats membres et des bureaux partout.</p></nav></header>
<main role="main"><div class="banner-note"><p>Notre site change : la consultation publique sur le nouveau plan est ouverte à tous jusqu'à la fin du mois.</p></div>
<article class="node node--type-news"><div class="tag">Communiqué</div><div class="scope">Local</div><h1><span>{t}</span></h1><div class="date">1{n} aout 2024</div>
<div class="media media--type-image"><img alt="{t}"><div class="field--name-field-caption">Photo : Organisation {n}</div></div>
<div class="narrow-content"><div class="field field--type-text-with-summary">{ps(body)}</div></div>
<div class="sharethis-wrapper"><span>Partager</span> <a href="#f">Facebook</a> <a href="#x">X</a></div>
<div class="related-content"><h2>À lire également</h2>{"".join(f'<div class="article-detail"><div class="tag">Communiqué</div><h5 class="title"><a href="/z">{r}</a></h5><div class="date">01 mai 2024</div></div>' for r in related)}</div>
</article></main><footer role="contentinfo">{menu("Plan du site|Mentions légales|Emplois")}</footer></body></html>"""
    return html, body


def wordpress(n: int) -> Made:
    w = Writer(f"wordpress-{n}", "en")
    t, body, comments = w.title(), w.paragraphs(6), [w.paragraph(3) for _ in range(4)]
    quote, other = w.sentence(), [w.title() for _ in range(4)]
    html = f"""<!DOCTYPE html><html lang="en"><head><title>{t} - The River Post</title><meta property="og:title" content="{t}"/></head>
<body class="post-template-default single single-post postid-{n}12 single-format-standard has-sidebar">
<div id="page" class="site"><header id="masthead" class="site-header"><p class="site-title"><a href="/">The River Post</a></p><p class="site-description">News from both banks, every morning since the bridge was built.</p><nav id="site-navigation">{menu("Home|Town|Sports|Culture|Opinion|About")}</nav></header>
<div id="content" class="site-content"><main id="main"><article id="post-{n}12" class="post-{n}12 post type-post status-publish category-town tag-river">
<header class="entry-header"><h1 class="entry-title">{t}</h1><div class="entry-meta"><span class="posted-on">March {n}, 2021</span> <span class="byline"> by <a href="/author/j">Jane Roe</a></span></div></header>
<div class="entry-content">{ps(body[:2])}<figure class="wp-block-image"><img src="i.jpg"><figcaption>The bridge at dawn, seen from the old mill. Photo by a reader.</figcaption></figure>
<blockquote class="wp-block-quote"><p>{quote}</p></blockquote>{ps(body[2:4])}<p><strong>Read also:</strong> <a href="/q">{other[3]}</a></p>{ps(body[4:])}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li><a href="#">Twitter</a></li><li><a href="#">Facebook</a></li></ul></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3><em>Related</em></h3></div></div>
<footer class="entry-footer"><span class="cat-links">Posted in <a href="/c">Town</a></span></footer></article>
<div class="author-box"><h4>Jane Roe</h4><p>Jane Roe has covered the town council for ten years and lives near the harbour with two cats.</p></div>
<nav class="post-navigation"><a href="/p">Previous: {other[0]}</a> <a href="/n">Next: {other[1]}</a></nav>
<div id="comments" class="comments-area"><h2>4 thoughts on “{t}”</h2><ol class="comment-list">{"".join(f'<li class="comment"><div class="comment-author">reader {k}</div><div class="comment-content"><p>{c}</p></div></li>' for k, c in enumerate(comments))}</ol><div id="respond"><form><p>Your email address will not be published. Required fields are marked.</p></form></div></div>
</main><aside id="secondary" class="widget-area"><section class="widget"><h2>Recent Posts</h2>{menu("|".join(other))}</section><section class="widget widget_text"><p>Support our work: a small monthly gift keeps the paper free for every reader in the valley.</p></section></aside></div>
<footer id="colophon"><p>The River Post is published by an association of readers. Copyright, all rights reserved.</p></footer></div></body></html>"""
    return html, [*body[:2], quote, *body[2:]]


def tables(n: int) -> Made:
    w = Writer(f"tables-{n}")
    t, body = w.title(), w.paragraphs(4)
    html = f"""<html><head><title>Bulletin de la vallée</title></head><body bgcolor=white><center><table width=760 border=0><tr><td colspan=3><img src=logo.gif><font size=5 color=navy>Bulletin de la vallée</font></td></tr>
<tr><td width=140 valign=top><table><tr><td><a href=i.htm>Accueil</a></td></tr><tr><td><a href=a.htm>Archives</a></td></tr><tr><td><a href=l.htm>Liens</a></td></tr><tr><td><a href=c.htm>Nous écrire</a></td></tr></table></td>
<td valign=top><font face=Arial size=4><b>{t}</b></font><br><br><font face=Arial size=2>{"<br><br>".join(body[:3])}<br>
<br>{body[3]}</font><br><br><p align=center><a href=i.htm>Retour à l'accueil</a></td>
<td width=150 valign=top><font size=1><b>A savoir</b><br>Le bulletin paraît chaque mois et se trouve dans toutes les mairies de la vallée.<br><br>Prochaine réunion du comité : salle des fêtes.</font></td></tr>
<tr><td colspan=3 align=center><font size=1>Bulletin de la vallée, page mise à jour par le comité de rédaction. Optimisé pour un écran de 800 sur 600.</font></td></tr></table></center></body></html>"""
    return html, body


def react(n: int) -> Made:
    w = Writer(f"react-{n}", "en")
    t, body, more = w.title(), w.paragraphs(6), [(w.title(), w.sentence()) for _ in range(4)]
    html = f"""<!DOCTYPE html><html><head><title>{t}</title><meta property="og:title" content="{t}"></head><body><div id="root"><div class="css-1a2b3"><div class="css-9f8e7">{"".join(f'<div class="css-m1"><a href="/s{k}">{x}</a></div>' for k, x in enumerate(("World", "Politics", "Health", "Climate", "Arts")))}</div>
<div class="css-77aa"><div class="css-h1h1"><h1 class="css-t1">{t}</h1><div class="css-b1">By <a href="/a">Ana Lima</a></div><div class="css-d1">March {n}, 2023</div></div>
<div class="css-img"><img><div class="css-cap">A market street in the rain (Archive)</div></div>
{"".join(f'<div class="css-txt"><div class="css-p0">{p}</div></div>' for p in body[:3])}<div class="css-nl"><div class="css-nlt">Get the morning letter</div><div class="css-nld">The five stories that matter, in your mailbox before breakfast, free of charge.</div></div>
{"".join(f'<div class="css-txt"><div class="css-p0">{p}</div></div>' for p in body[3:])}</div>
<div class="css-more"><div class="css-mt">More stories</div>{"".join(f'<div class="css-card"><a href="/m"><div class="css-ct">{a}</div></a><div class="css-cd">{b}</div></div>' for a, b in more)}</div>
<div class="css-ft"><div>We are a reader-funded newsroom. All material may be quoted with a link to the source page.</div></div></div></div></body></html>"""
    return html, body


def state_only(n: int) -> Made:
    w = Writer(f"state-{n}", "en")
    t, body = w.title(), w.paragraphs(5)
    data = {
        "props": {
            "pageProps": {
                "menu": ["Home", "News"],
                "article": {"headline": t, "content": [{"type": "paragraph", "text": p} for p in body]},
                "footer": "All rights reserved",
            }
        }
    }
    html = f"""<!DOCTYPE html><html><head><title>{t}</title></head><body><div id="__next"><div class="spinner">Loading</div></div><script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script></body></html>"""
    return html, body


def ld_only(n: int) -> Made:
    w = Writer(f"ld-{n}", "fr")
    t, body = w.title(), w.paragraphs(4)
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Le Fil"},
            {"@type": "NewsArticle", "headline": t, "articleBody": "\n\n".join(body)},
        ],
    }
    return (
        f"""<html><head><title>{t}</title><script type="application/ld+json">{json.dumps(data)}</script></head><body><div id="app"></div><noscript>Veuillez activer JavaScript.</noscript></body></html>""",
        body,
    )


def arabic(n: int) -> Made:
    w = Writer(f"arabic-{n}", "ar")
    t, body, other = w.title(), w.paragraphs(5), [w.title() for _ in range(4)]
    html = f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>{t} | المنظمة</title><meta property="og:title" content="{t}"></head><body><header><nav>{menu("الرئيسية|من نحن|أخبار|اتصل بنا")}</nav></header>
<div class="container"><div class="article-box"><div class="cat">أخبار</div><h1>{t}</h1><div class="pub-date">نشر في 1{n} مارس 2022</div><div class="share-icons"><a href="#">شارك</a></div>
<div class="txt">{ps(body[:3])}<p><a href="/r">اقرأ أيضا: {other[0]}</a></p>{ps(body[3:])}</div><div class="keywords">الوسوم: <a href="/k">هجرة</a> <a href="/k2">صحة</a></div></div>
<div class="side"><h3>الأكثر قراءة</h3>{menu("|".join(other[1:]))}</div></div><footer><p>جميع الحقوق محفوظة للمنظمة وشركائها في جميع أنحاء المملكة منذ تأسيس الموقع.</p></footer></body></html>"""
    return html, body


def amp(n: int) -> Made:
    w = Writer(f"amp-{n}", "en")
    t, body = w.title(), w.paragraphs(5)
    html = f"""<!doctype html><html ⚡ lang="en"><head><meta charset="utf-8"><title>{t}</title><style amp-boilerplate>body{{}}</style></head><body>
<amp-sidebar id="s" layout="nodisplay">{menu("Home|Latest|Video")}</amp-sidebar><header class="top"><a href="/">The Courier</a></header><main><article><h1>{t}</h1><p class="meta">By Tom Reed, 0{n}/02/2022</p><amp-img src="x.jpg" width=1 height=1></amp-img><p class="caption">Workers on the dam, last week</p>
<div class="body">{ps(body[:2])}<amp-ad type="x"><div>Advertisement text that nobody wants to keep in the archive at all.</div></amp-ad>{ps(body[2:])}</div><amp-social-share type="x"></amp-social-share>
<section class="next"><h3>Up next</h3><amp-list><div><a href="/1">Another story about something else entirely</a></div></amp-list></section></article></main><amp-consent><div>We use cookies to measure the audience of this page and to remember your choice of edition.</div></amp-consent><footer>© The Courier</footer></body></html>"""
    return html, body


def paywall(n: int) -> Made:
    w = Writer(f"paywall-{n}", "fr")
    t, body = w.title(), w.paragraphs(2)
    html = f"""<html><head><title>{t} - Le Soir du Port</title></head><body><header><nav>{menu("Une|Politique|Économie|Abonnés")}</nav></header><main><article><h1 class="article-title">{t}</h1><div class="article-infos">Par Léa Morin - le 1{n} mai 2022 - 3 min</div>
<div class="article-body">{ps(body)}<p class="fade">{w.sentence()[:-1]}…</p></div><div class="paywall"><h2>Cet article est réservé aux abonnés</h2><p>Il vous reste 80 % de cet article à lire. Profitez de tous nos articles pour un euro le premier mois.</p><a href="/abo">Je m'abonne</a></div></article></main>
<footer><p>Le Soir du Port, édité par la Société des lecteurs du port. Toute reproduction est interdite sans accord.</p></footer></body></html>"""
    return html, [*body, _paywall_tail(n)]


def _paywall_tail(n: int) -> str:
    w = Writer(f"paywall-{n}", "fr")
    w.title(), w.paragraphs(2)
    return w.sentence()[:-1] + "…"


def gallery(n: int) -> Made:
    w = Writer(f"gallery-{n}", "en")
    t, body = w.title(), [w.paragraph(2)]
    shots = "".join(
        f'<div class="slide"><figure><img src="{k}.jpg"><figcaption>{w.sentence()}</figcaption></figure></div>'
        for k in range(6)
    )
    html = f"""<html><head><title>{t} | Pictures</title></head><body><nav>{menu("News|Pictures|Video")}</nav><div class="gallery-page"><h1>{t}</h1><div class="intro">{ps(body)}</div><div class="slides">{shots}</div></div><footer>Pictures desk</footer></body></html>"""
    return html, body


def live(n: int) -> Made:
    w = Writer(f"live-{n}", "en")
    t, intro, posts = w.title(), w.paragraph(2), [(f"1{k}:0{n}", w.title(), w.paragraphs(2)) for k in range(6)]
    html = f"""<html><head><title>{t} - live</title><meta property="og:title" content="{t}"></head><body><nav>{menu("News|Sport|Live")}</nav><main><h1>{t}</h1><div class="live-intro"><p>{intro}</p></div><div class="live-feed">
{"".join(f'<article class="live-post"><time>{a}</time><h2>{b}</h2>{ps(c)}<div class="share"><a href="#">Share</a></div></article>' for a, b, c in posts)}</div></main><footer><p>Live coverage by our reporters on the ground, with agencies and readers in every district.</p></footer></body></html>"""
    gold = [intro]
    for _, b, c in posts:
        gold += [b, *c]
    return html, gold


def listing(n: int) -> Made:
    w = Writer(f"listing-{n}", "en")
    cards = "".join(
        f'<div class="item"><h3><a href="/n{k}">{w.title()}</a></h3><div class="d">03/0{n}/2021</div><p>{w.sentence()}</p></div>'
        for k in range(12)
    )
    return (
        f"""<html><head><title>News</title></head><body><nav>{menu("Home|News|Contact")}</nav><main><h1>News</h1><div class="items">{cards}</div><ul class="pager"><li><a href="?page=1">Next</a></li></ul></main><footer>Office</footer></body></html>""",
        [],
    )


def video(n: int) -> Made:
    w = Writer(f"video-{n}", "en")
    t, body = w.title(), [w.sentence() + " " + w.sentence()]
    more = "".join(
        f'<li class="vid"><a href="/v{k}"><span>{w.title()}</span></a><span class="dur">2:1{k}</span></li>'
        for k in range(8)
    )
    return (
        f"""<html><head><title>{t} | Channel</title><meta property="og:title" content="{t}"></head><body><header><a href="/">Channel</a></header><div class="player"><video src="a"></video></div><div class="info"><h1>{t}</h1><span class="views">1{n}02 views</span><div class="desc"><p>{body[0]}</p></div></div><ul class="playlist">{more}</ul><footer>Channel, all rights reserved</footer></body></html>""",
        body,
    )


def webforms(n: int) -> Made:
    w = Writer(f"webforms-{n}", "fr")
    t, body = w.title(), w.paragraphs(4)
    return (
        f"""<html><head><title>Ministère - communiqués</title></head><body><form name="aspnetForm" method="post" action="x.aspx" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="abc"><div id="ctl00_top"><span id="ctl00_m">{menu("Accueil|Le ministère|Presse")}</span></div>
<div id="ctl00_center"><span id="ctl00_lblTitre" class="titre">{t}</span><span id="ctl00_lblDate">1{n}/04/2009</span><div id="ctl00_texte"><div>{"</div><div>".join(body)}</div></div></div><div id="ctl00_bas">Ministère des quartiers et des campagnes, avenue des Palmiers, Rabat. Conception du service informatique.</div></form></body></html>""",
        body,
    )


def pieces(n: int) -> Made:
    w = Writer(f"pieces-{n}", "en")
    t, body, lead = w.title(), w.paragraphs(6), w.sentence()
    cut = [body[:2], body[2:4], body[4:]]
    note = "Before you go: join thousands of readers who receive our weekly digest of the best reporting."
    parts = [
        f'<section class="txt-block">{ps(piece)}</section><div class="ad-slot">Advertisement</div>' for piece in cut
    ]
    parts.insert(1, f'<div class="inline-signup"><p>{note}</p><input type="email"></div>')
    rows = [("District", "Families", "Schools"), ("North", f"{n}20", "4"), ("South", f"{n}35", "7")]
    table = "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"
    html = f"""<html><head><title>{t} | Daily</title><meta property="og:title" content="{t}"></head><body><header>{menu("One|Two|Three")}</header><main><article><header><h1>{t}</h1><p class="standfirst">{lead}</p><div class="byline">By our staff</div></header>{"".join(parts)}<section class="txt-block">{table}</section><section class="bio"><p>The author is a reporter on the regional desk of this paper.</p></section></article></main>
<section class="also"><h2>Also in the paper</h2>{"".join(f'<article><h3><a href="/k">{w.title()}</a></h3><p>{w.sentence()}</p></article>' for _ in range(4))}</section><footer>Daily</footer></body></html>"""
    return html, [lead, *body, *(" | ".join(row) for row in rows)]


def plain(n: int) -> Made:
    w = Writer(f"plain-{n}", "fr")
    t, body = w.title(), w.paragraphs(4)
    return (
        f"""<html><head><title>{t}</title></head><body><p><a href="i">Accueil</a> | <a href="j">Nouvelles</a> | <a href="k">Contact</a></p><h1>{t}</h1>{ps(body)}<hr><p><a href="n">Suite</a></p><address>Le webmestre de la ville</address></body></html>""",
        body,
    )


SITES: dict[str, Callable[[int], Made]] = {
    builder.__name__: builder
    for builder in (
        drupal_old, drupal_new, wordpress, tables, react, state_only, ld_only, arabic, amp, paywall, gallery, live, listing, video, webforms, pieces, plain,
    )
}  # fmt: skip
