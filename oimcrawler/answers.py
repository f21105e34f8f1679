"""What an answer of the site means: an article's page, a refusal, an error in a page's clothes, nothing.

Quick looks at the bytes, no parsing. Only what a page says of itself counts (status, headers, title, first heading, a short
body): an article may well
be about an error page or about access denied.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from oimcrawler.urls import canonical_url, join_url, parse_url, path_of, same_site

Outcome = Literal["ok", "not_modified", "gone", "refused", "failed", "redirected"]
Expected = Literal["article", "listing", "robots", "feed"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome, and one line for people that says why (empty for an ordinary page)."""

    outcome: Outcome
    reason: str = ""


_HEAD: Final = 65_536  # a title or a challenge lies in here; one after it is not looked for
_SHORT: Final = 4_096
_PROSE: Final = (
    300  # characters of long paragraphs after the heading that make a page an article whatever its title says
)

_REFUSALS: Final = {
    401: "the site asks for a login (401)",
    403: "the site refuses this client (403)",
    407: "a proxy asks for a login (407)",
    429: "the site asks for fewer requests (429)",
    451: "withheld for legal reasons (451)",
}
# Each is the program's own mark, never a word that an article could use.
_CHALLENGES: Final = (
    (b"/cdn-cgi/challenge-platform/h/", "a Cloudflare challenge"),
    (b"window._cf_chl_opt", "a Cloudflare challenge"),
    (b"cf-browser-verification", "a Cloudflare challenge"),
    (b"cf-error-details", "a Cloudflare error page"),
    (b"_Incapsula_Resource", "an Incapsula challenge"),
    (b"errors.edgesuite.net", "an Akamai refusal"),
    (b"sec-if-cpt-container", "an Akamai challenge"),
    (b"geo.captcha-delivery.com", "a DataDome challenge"),
    (b"px-captcha", "a PerimeterX challenge"),
    (b"awsWafCookieDomainList", "an AWS WAF challenge"),
    (b"sucuri_cloudproxy_js", "a Sucuri challenge"),
    (b"The requested URL was rejected. Please consult with your administrator", "a refusal of the site's firewall"),
)
_CHALLENGE_TITLES: Final = re.compile(
    r"just a moment(?:\.\.\.|…)?|un instant(?:\.\.\.|…)?|attention required!?(?: \| cloudflare)?|"
    r"checking your browser.*|ddos-guard|are you (?:a )?(?:human|robot)\??|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human.*|vérif(?:iez|ication) que vous êtes (?:un )?humain.*|"
    r"pardon our interruption|security check|please wait(?:\.\.\.|…)?|"
    r"request rejected|bot verification|robot challenge screen|one moment, please(?:\.\.\.|…)?"
)
_REFUSED_TITLES: Final = re.compile(
    r"(?:(?:error|erreur|خطأ)\s*)?(?:40[13]\s*[:.-]?\s*)?(?:access (?:is )?denied|forbidden|unauthori[sz]ed|"
    r"permission denied|you are not authori[sz]ed to access this page\.?|"
    r"accès (?:refusé|interdit|non autorisé)|acceso denegado|تم رفض الوصول|الوصول مرفوض|ممنوع الوصول|"
    r"غير مصرح(?: لك)?(?: بالدخول)?)|(?:(?:error|erreur|http)\s*)?40[13](?: (?:error|erreur))?"
)
_LOST_TITLES: Final = re.compile(
    r"(?:(?:error|erreur|خطأ)\s*)?(?:(?:404|410)\s*[:.-]?\s*)?(?:(?:oops|oups|sorry|désolé|عذر[اًا]*)\s*[!,.،:]*\s*)?"
    r"(?:(?:the )?(?:requested )?(?:page|file|content|url|document)(?: you (?:are|were) looking for|"
    r" you requested)? ?(?:was |is |has |could |can(?:['’]t|not) |does |doesn['’]t )?(?:not |be |no longer |been )*"
    r"(?:found|exist|available|removed|deleted)(?: (?:here|on this (?:site|server)))?|not found|nothing found|(?:that|this) page can['’]t be found|"
    r"(?:la |cette )?(?:page|ressource)(?: demandée| que vous (?:cherchez|recherchez|demandez))?(?: est| n['’]est|"
    r" n['’]a| n['’]existe)?(?: pas| plus| été)*"
    r"(?: non)?(?: introuvable| inexistante| inconnue| trouvée| disponible| supprimée)?(?<!page)(?<!ressource)|contenu introuvable|"
    r"(?:la )?página no (?:encontrada|existe)|página não encontrada|seite nicht gefunden|pagina non trovata|"
    r"(?:ال)?صفحة(?: المطلوبة| التي تبحث عنها)? (?:غير|ليست) (?:موجودة|متوفرة|متاحة)|"
    r"لم يتم العثور على (?:ال)?صفحة(?: المطلوبة)?|(?:ال)?صفحة لا توجد)[.!]*"
    r"|(?:(?:error|erreur|http|خطأ)\s*)?(?:404|410)(?: (?:error|erreur|not found|gone))?"
)
_BROKEN_TITLES: Final = re.compile(
    r"(?:(?:error|erreur|http|خطأ)\s*)?5\d\d(?:\s*[:.-]?\s*(?:error|erreur|internal server error|bad gateway|"
    r"service (?:temporarily )?unavailable|gateway time-?out|service indisponible|"
    r"erreur interne du serveur|خطأ في الخادم))?|(?:internal )?server error|bad gateway|"
    r"service (?:temporarily )?unavailable|gateway time-?out|service (?:temporairement )?indisponible|"
    r"erreur (?:interne )?du serveur|(?:an |une )?(?:unexpected )?(?:error|erreur)(?: inattendue)?|"
    r"error establishing a database connection|database error|"
    r"(?:site |under |site under |scheduled )maintenance(?: mode)?|(?:site )?en (?:cours de )?maintenance|(?:الموقع )?(?:قيد|تحت) الصيانة|"
    r"(?:the website encountered an |le site web a rencontré une )(?:unexpected error|erreur inattendue)\..*|خطأ في الخادم"
)
_LOGIN_TITLES: Final = re.compile(
    r"(?:user |member |please )?(?:log ?in|sign ?in|login)(?: (?:required|page|to (?:your account|continue)))?|"
    r"(?:se )?connexion|(?:se |veuillez vous )connecter|"
    r"identification|authentification(?: requise)?|iniciar sesión|تسجيل (?:ال)?دخول"
)
_BROKEN_TEXTS: Final = (
    b"The website encountered an unexpected error",
    b"Le site Web a rencontr\xc3\xa9 une erreur inattendue",
    b"Error establishing a database connection",
    b"Internal Server Error",
    b"503 Service",
    b"502 Bad Gateway",
    b"504 Gateway",
    b"upstream connect error",
    b"Application error: a",
    b"Fatal error:",
    b"Uncaught exception",
)
_LOGIN_PATH: Final = re.compile(
    r"/(?:user/login|login|signin|sign-in|connexion|wp-login\.php|saml(?:_login)?|sso|adfs|oauth2?)(?:/|$)",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(rb"<title\b[^>]*>(.*?)</title", re.DOTALL | re.IGNORECASE)
_HEADING: Final = re.compile(rb"<h1\b[^>]*>(.*?)</h1", re.DOTALL | re.IGNORECASE)
_TAGS: Final = re.compile(
    rb"<script\b.*?</script\s*>|<style\b.*?</style\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE
)
_PARAGRAPH: Final = re.compile(rb"<p\b[^>]*>(.*?)(?=</p|<p\b|</div|</article|</section|$)", re.DOTALL | re.IGNORECASE)
_AFTER_ARTICLE: Final = re.compile(
    rb"<footer\b|<aside\b|<nav\b|<h[2-6]\b[^>]*>\s*<a\b|<(?:article|li)\b", re.IGNORECASE
)
_PARTS: Final = re.compile(r"\s*[|»·•]\s*|\s+[-–—]\s+")
_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")
_XML_STARTS: Final = (b"<?xml", b"<rss", b"<feed", b"<rdf", b"<urlset", b"<sitemapindex", b"\x1f\x8b", b"<!doctype rss")


def judge(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    url: str,
    *,
    final_url: str | None = None,
    expect: Expected = "article",
) -> Answer:
    """What an answer means. `headers` have lower-case names, `body` is decoded of its transfer and content encodings, `final_url`
    is where redirects led.

    ok: interpret it. not_modified: a 304. gone: the site says there is no such page (404, 410; once proves nothing). refused: this client is not
    wanted, whatever the status. failed: nothing to interpret, ask again later. redirected: a redirect that was not followed.
    """
    early = _by_status(status, headers, body, url, expect)
    if early is not None:
        return early
    challenge = _challenge(headers, body)
    if challenge:
        return Answer("refused", challenge)
    if final_url is not None and expect != "robots":
        reason = _led_elsewhere(url, final_url, expect)
        if reason:
            return Answer("failed", reason)
    if not body.strip():
        return (
            Answer("ok", "an empty robots.txt") if expect == "robots" else Answer("failed", f"empty answer ({status})")
        )
    length = headers.get("content-length", "").strip()
    if (
        length.isdigit()
        and len(body) < int(length)
        and "content-encoding" not in headers
        and body.rstrip()[-7:].lower() != b"</html>"
    ):
        return Answer("failed", f"truncated: {len(body)} of {length} bytes")
    if expect == "robots":
        return Answer("gone", "a web page in place of robots.txt") if _looks_like_html(body) else Answer("ok")
    if expect == "feed":
        start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if start.startswith(_XML_STARTS) or (not _looks_like_html(body) and (start.startswith((b"<", b"http")))):
            return Answer("ok")
        return Answer("failed", "not a feed or sitemap")
    return _judge_page(headers, body, url, final_url)


def _by_status(status: int, headers: Mapping[str, str], body: bytes, url: str, expect: Expected) -> Answer | None:
    if status == 304:
        return Answer("not_modified")
    if status in _REFUSALS:
        return Answer("refused", _challenge(headers, body) or _REFUSALS[status])
    if status in (404, 410):
        return Answer("gone", f"no such page ({status})")
    if status in (300, 301, 302, 303, 307, 308):
        target = join_url(url, headers.get("location", ""))
        if not target:
            return Answer("failed", f"a redirect that leads nowhere ({status})")
        reason = _led_elsewhere(url, target, expect) if expect != "robots" else ""
        return Answer("failed", reason) if reason else Answer("redirected", f"to {target} ({status})")
    if status >= 500 or status < 200:
        return (
            Answer("refused", challenge)
            if (challenge := _challenge(headers, body))
            else Answer("failed", f"the server failed ({status})")
        )
    if status >= 400:
        return Answer("failed", f"the request was not accepted ({status})")
    if status in (204, 205, 206):
        return Answer("failed", f"no complete page ({status})")
    return None


def _challenge(headers: Mapping[str, str], body: bytes) -> str:
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return "a Cloudflare challenge"
    if headers.get("x-amzn-waf-action", "").lower() in ("challenge", "captcha"):
        return "an AWS WAF challenge"
    if (
        len(body) > _HEAD
    ):  # challenge pages are small; their scripts' names can also stand in the pages of a site that uses them
        return ""
    for mark, name in _CHALLENGES:
        if mark in body and not (len(body) > 8 * _SHORT or _has_prose(body)):
            return name
    title = _plain(_TITLE.search(body))
    if title and _CHALLENGE_TITLES.fullmatch(title.lower()) and not _has_prose(body):
        return f"a challenge page ('{title}')"
    return ""


def _led_elsewhere(url: str, final_url: str, expect: Expected) -> str:
    start, end = path_of(url), path_of(final_url)
    if canonical_url(url) == canonical_url(final_url):
        return ""
    if _LOGIN_PATH.search(end) and not _LOGIN_PATH.search(start):
        return "redirected to a login page"
    if expect != "article" or start == end:
        return ""
    if end == "/" or re.fullmatch(r"/(?:[a-z]{2}(?:-[a-z]+)?|home|accueil|index\.\w+|[a-z]{2}/(?:home|accueil))", end):
        return "redirected to front page"
    if start.startswith(end + "/") and same_site(url, final_url):
        return "redirected to the listing"
    if re.search(r"(?:^|[/_-])(?:404|not-found|page-not-found|introuvable|error)(?:\.\w+)?$", end):
        return "redirected to an error page"
    return ""


def _judge_page(headers: Mapping[str, str], body: bytes, url: str, final_url: str | None) -> Answer:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if (
        kind
        and kind not in _HTML_TYPES
        and not (kind in ("text/plain", "application/octet-stream", "application/xml") and _looks_like_html(body))
    ) or not (_looks_like_html(body)):
        return Answer("failed", f"not HTML ({kind or 'no content type'})")
    if body.rfind(b"<") > body.rfind(b">"):
        return Answer("failed", "truncated: the page ends inside a tag")
    if len(body) < _SHORT and (reason := _short_page(body)):
        return Answer("failed", reason)
    title, heading = _plain(_TITLE.search(body, 0, _HEAD)), _plain(_HEADING.search(body))
    verdict = _by_titles(title, heading, body)
    if verdict is not None:
        return verdict
    if final_url is not None and canonical_url(url) != canonical_url(final_url):
        moved = parse_url(final_url)
        return Answer("ok", f"redirected to {moved}")
    return Answer("ok")


def _by_titles(title: str, heading: str, body: bytes) -> Answer | None:
    said = [part for text in (title, heading) for part in _phrases(text)]
    for pattern, outcome, name in _VERDICTS:
        phrase = next((part for part in said if pattern.fullmatch(part)), None)
        if phrase is None:
            continue
        if name == "a login page" and not re.search(rb"type\s*=\s*[\"']?password", body, re.IGNORECASE):
            continue
        if not _has_prose(body):
            return Answer(outcome, f"{name}: '{phrase}'")
    return None


_VERDICTS: Final[tuple[tuple[re.Pattern[str], Outcome, str], ...]] = (
    (_LOST_TITLES, "failed", "an error page"),
    (_REFUSED_TITLES, "refused", "a refusal"),
    (_BROKEN_TITLES, "failed", "an error page"),
    (_LOGIN_TITLES, "failed", "a login page"),
    (_CHALLENGE_TITLES, "refused", "a challenge page"),
)


def _phrases(text: str) -> list[str]:
    """A title and its parts between separators (`Page not found | IOM Morocco`), in small letters; long ones are sentences of an article."""
    lowered = text.lower().rstrip(" .!…") if text else ""
    parts = [lowered, *_PARTS.split(lowered)] if len(lowered) <= 160 else []
    return [part for part in parts if 0 < len(part) <= 90]


def _short_page(body: bytes) -> str:
    text = b" ".join(_TAGS.sub(b" ", body).split())
    if not text:
        return "a page without any text"
    if any(mark in body for mark in _BROKEN_TEXTS) and len(text) < 600:
        return f"an error page: '{html.unescape(text.decode('utf-8', 'replace'))[:80]}'"
    return ""


def _has_prose(body: bytes) -> bool:
    """Whether long paragraphs follow the first heading, before teasers, side columns and the footer begin: then the page is an article."""
    heading = _HEADING.search(body)
    start = heading.end() if heading else 0
    stop = _AFTER_ARTICLE.search(body, start)
    total = 0
    for match in _PARAGRAPH.finditer(body, start, stop.start() if stop else len(body)):
        text = b" ".join(_TAGS.sub(b" ", match[1]).split()).decode("utf-8", "replace")
        if len(text) >= 80:
            total += len(text)
            if total >= _PROSE:
                return True
    return False


def _plain(match: re.Match[bytes] | None) -> str:
    if match is None:
        return ""
    text = html.unescape(_TAGS.sub(b" ", match[1][:4096]).decode("utf-8", "replace"))
    return " ".join(text.split())


def _looks_like_html(body: bytes) -> bool:
    start = body[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"").lower()
    return start.startswith(b"<") and any(
        tag in start
        for tag in (
            b"<!doctype html",
            b"<html",
            b"<head",
            b"<body",
            b"<title",
            b"<div",
            b"<p",
            b"<h1",
            b"<meta",
            b"<main",
            b"<article",
        )
    )
