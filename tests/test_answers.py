"""What answers mean: pages, errors in a page's clothes, refusals; and articles about errors and refusals."""

import pytest

from oimcrawler.answers import Answer, Expected, judge

URL = "https://morocco.iom.int/fr/news/un-atelier-rabat"
HTML = {"content-type": "text/html; charset=UTF-8"}
MENU = (
    "<header><nav><ul>"
    + "<li><a href='/fr/agir'>Agir</a>" * 40
    + "</ul><p>L'Organisation internationale pour les migrations promeut une migration humaine et ordonnée qui "
    "profite à tous, dans plus de 100 pays.</p></nav></header>"
)
PROSE = (
    "<p>Une trentaine de participants venus de Rabat, d'Oujda et de Casablanca ont pris part à cet atelier organisé avec les autorités locales.</p>"
    "<p>Les travaux ont porté sur l'accueil, la santé et le retour volontaire, avec le témoignage de plusieurs familles.</p>"
    "<p>Un second atelier aura lieu au printemps, à Tanger, avec le soutien des partenaires de la mission et de la région.</p>"
)
TEASERS = "".join(
    f"<li><a href='/fr/news/n{n}'>Une actualité</a><p>{'Un résumé assez long pour passer pour un paragraphe. ' * 3}</p></li>"
    for n in range(5)
)


def page(title: str, heading: str = "", main: str = PROSE, *, frame: str = MENU) -> bytes:
    foot = f"<footer><p>{'Tous droits réservés. ' * 10}</p></footer>"
    head = f"<!DOCTYPE html><html><head><title>{title}</title></head>"
    return f"{head}<body>{frame}<h1>{heading or title}</h1>{main}{foot}</body></html>".encode()


def outcome(
    body: bytes,
    status: int = 200,
    headers: dict[str, str] | None = None,
    *,
    final_url: str | None = None,
    expect: Expected = "article",
) -> str:
    return judge(status, HTML if headers is None else headers, body, URL, final_url=final_url, expect=expect).outcome


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, "ok"),
        (304, "not_modified"),
        (404, "gone"),
        (410, "gone"),
        (403, "refused"),
        (401, "refused"),
        (429, "refused"),
        (451, "refused"),
        (500, "failed"),
        (503, "failed"),
        (521, "failed"),
        (400, "failed"),
        (206, "failed"),
        (204, "failed"),
    ],
)
def test_statuses(status: int, expected: str) -> None:
    assert outcome(page("Un atelier"), status) == expected


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Page not found",
            "Page Not Found | IOM Morocco",
            "404",
            "404 Not Found",
            "Error 404",
            "404 - Page not found",
            "Not Found",
            "The requested page could not be found.",
            "Oops! That page can’t be found.",
        ),
        *(
            "Page introuvable",
            "Page non trouvée | OIM Maroc",
            "Erreur 404",
            "404 – Page introuvable",
            "La page demandée est introuvable",
            "Cette page n'existe pas",
            "La page demandée n’existe plus",
        ),
        *(
            "الصفحة غير موجودة",
            "الصفحة غير موجودة | المنظمة",
            "خطأ 404",
            "لم يتم العثور على الصفحة",
            "Página no encontrada",
            "Oups ! Page introuvable",
        ),
    ],
)
def test_missing_pages_with_status_200(title: str) -> None:
    for body in (
        page(title, main="<p>Revenez à l'accueil.</p>"),
        page("OIM Maroc", title, "<p>…</p>"),
        page(title, "OIM", f"<ul>{TEASERS}</ul>"),
    ):
        assert judge(200, HTML, body, URL).outcome == "failed"


@pytest.mark.parametrize(
    ("title", "main", "expected"),
    [
        ("Access denied", "<p>You are not authorized to access this page.</p>", "refused"),
        ("Accès refusé | OIM Maroc", "<p>Vous n'êtes pas autorisé.</p>", "refused"),
        ("تم رفض الوصول", "<p>…</p>", "refused"),
        ("403 Forbidden", "<p>nginx</p>", "refused"),
        ("Just a moment...", "<p>Checking your browser</p>", "refused"),
        ("Attention Required! | Cloudflare", "<p>Sorry, you have been blocked</p>", "refused"),
        ("Site under maintenance", "<p>Back soon</p>", "failed"),
        ("Site en maintenance | OIM", "<p>À bientôt</p>", "failed"),
        ("الموقع قيد الصيانة", "<p>…</p>", "failed"),
        ("503 Service Unavailable", "<p>…</p>", "failed"),
        ("Log in | IOM", "<form><input name=u><input type='password' name=p></form>", "failed"),
        ("Se connecter", "<form><input type=password></form>", "failed"),
        ("تسجيل الدخول", '<form><input type="password"></form>', "failed"),
    ],
)
def test_refusals_and_failures_with_status_200(title: str, main: str, expected: str) -> None:
    assert outcome(page(title, main=main)) == expected


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Accès refusé : les migrants face aux guichets",
            "Page not found: how families lose their papers",
            "404",
            "Access denied",
            "Page introuvable",
            "Service indisponible",
            "Just a moment",
        ),
        *(
            "Login",
            "Connexion",
            "La page est tournée",
            "Cette page de l'histoire",
            "Page",
            "La page",
            "Maintenance",
            "Erreur",
            "الصفحة غير موجودة",
            "L'accès interdit aux frontières - un récit",
            "Un instant",
        ),
    ],
)
def test_articles_about_errors_are_articles(title: str) -> None:
    assert outcome(page(f"{title} | IOM Morocco", title)) == "ok"
    about = (
        PROSE + "<p>Le site affichait « Access denied », « Error 403 » et « Page not found », puis "
        "« Checking your browser before accessing » et « 503 Service Unavailable ».</p>"
    )
    assert outcome(page("Un récit", main=about)) == "ok"


def test_ordinary_titles_need_no_prose() -> None:
    for title in (
        "Un appel",
        "Page d'accueil des réfugiés",
        "Access to justice",
        "Found: a home",
        "Erreurs et leçons",
        "404 migrants secourus",
        "500 familles relogées",
        "Connexion des jeunes à l'emploi",
        "Cette page",
        "La page",
    ):
        assert outcome(page(title, main="<p>Voir la vidéo.</p>")) == "ok", title


@pytest.mark.parametrize(
    "body",
    [
        b"<html><head><title>Just a moment...</title><script>window._cf_chl_opt={}</script></head><body></body></html>",
        b'<html><head><script src="/_Incapsula_Resource?SWJIYLWA=719"></script></head><body></body></html>',
        b"<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1>Reference "
        b"#18.2<br>https://errors.edgesuite.net/18.2</body></html>",
        b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with "
        b"your administrator.</body></html>",
    ],
)
def test_challenges_of_any_status(body: bytes) -> None:
    for status in (200, 202, 403, 503):
        assert outcome(body, status) == "refused", status
    assert outcome(page("x"), 503, {**HTML, "cf-mitigated": "challenge"}) == "refused"


def test_a_site_behind_a_firewall_is_not_a_challenge() -> None:
    assert (
        outcome(
            page(
                "Un atelier",
                main=PROSE
                + "<script src='/_Incapsula_Resource?x'></script><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
            )
        )
        == "ok"
    )


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"", HTML),
        (b"  \n ", HTML),
        (b"<html><head><title></title></head><body><!-- --></body></html>", HTML),
        (b"%PDF-1.4", {"content-type": "application/pdf"}),
        (b'{"a": 1}', {"content-type": "application/json"}),
        (b"plain words", HTML),
        (page("Un atelier")[:-300], {**HTML, "content-length": "99999"}),
        (b"<html><body><p>Un texte</p><a hre", HTML),
        (b"<html><body>The website encountered an unexpected error. Please try again later.</body></html>", HTML),
        (b"<html><body><h1>Error establishing a database connection</h1></body></html>", HTML),
    ],
)
def test_nothing_to_read(body: bytes, headers: dict[str, str]) -> None:
    assert outcome(body, headers=headers) == "failed"


def test_a_length_counted_before_unpacking_is_no_truncation() -> None:
    body = page("Un atelier")
    assert outcome(body, headers={**HTML, "content-length": "900"}) == "ok"
    assert outcome(body, headers={**HTML, "content-length": "99999", "content-encoding": "gzip"}) == "ok"


@pytest.mark.parametrize(
    ("final", "expected", "word"),
    [
        ("https://morocco.iom.int/", "failed", "front page"),
        ("https://morocco.iom.int/fr", "failed", "front page"),
        ("https://morocco.iom.int/fr/news", "failed", "listing"),
        ("https://morocco.iom.int/user/login?destination=/x", "failed", "login"),
        ("https://morocco.iom.int/404", "failed", "error page"),
        ("https://morocco.iom.int/fr/news/un-autre-nom", "ok", "redirected"),
        ("http://www.morocco.iom.int/fr/news/un-atelier-rabat/", "ok", ""),
    ],
)
def test_where_redirects_lead(final: str, expected: str, word: str) -> None:
    followed = judge(200, HTML, page("Un atelier"), URL, final_url=final)
    assert followed.outcome == expected and word in followed.reason
    told = judge(301, {"location": final}, b"", URL)
    assert told.outcome == ("failed" if expected == "failed" else "redirected")


def test_redirects_without_a_place_and_of_listings() -> None:
    assert judge(302, {}, b"", URL) == Answer("failed", "a redirect that leads nowhere (302)")
    assert judge(301, {"location": "/fr/actualites"}, b"", URL, expect="listing").outcome == "redirected"
    assert judge(302, {"location": "/user/login"}, b"", URL, expect="listing").outcome == "failed"


@pytest.mark.parametrize(
    ("expect", "body", "expected"),
    [
        ("robots", b"", "ok"),
        ("robots", b"User-agent: *\nDisallow: /user/", "ok"),
        ("robots", page("Page not found"), "gone"),
        ("feed", b'<?xml version="1.0"?><rss/>', "ok"),
        ("feed", b"\x1f\x8b\x08\x00", "ok"),
        ("feed", b"https://morocco.iom.int/fr/news/un\n", "ok"),
        ("feed", page("Accueil"), "failed"),
        ("feed", b"", "failed"),
    ],
)
def test_robots_and_feeds(expect: Expected, body: bytes, expected: str) -> None:
    assert outcome(body, headers={}, expect=expect) == expected


def test_utf16_and_odd_bytes() -> None:
    assert outcome("<html><body><p>Une page</p></body></html>".encode("utf-16")) in ("ok", "failed")
    assert outcome(b"<html>\xff\xfe\x00<p>\x80</p></html>") == "ok"
