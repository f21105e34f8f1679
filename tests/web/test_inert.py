"""A captured page can do nothing, whatever stands in it."""

import re

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.web.inert import inert

ACTIVE = [
    "<script>x()</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=x()>",
    "<img src='https://evil.example/pixel.gif' srcset='//evil.example/2x 2x'>",
    "<img src='data:image/svg+xml,<svg onload=x()>'>",
    "<svg onload=x()><script>x()</script><a xlink:href='javascript:x()'>a</a></svg>",
    "<math><mtext><script>x()</script></mtext></math>",
    "<iframe srcdoc='<script>x()</script>'></iframe>",
    "<object data=//evil.example></object><embed src=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css><link rel=preload as=image href=//evil.example/x>",
    "<form action=//evil.example><input name=a><button formaction='javascript:x()'>b</button></form>",
    "<a href='javascript:x()' ping=//evil.example>a</a><a href='https://evil.example'>b</a>",
    "<style>@import url(//evil.example/a.css); p{background:url(//evil.example/b)}</style>",
    "<style>p{background:u\\72l(//evil.example/b)}</style>",
    "<style>@import '//evil.example/c.css'</style>",
    "<p style='background:url(//evil.example/d)'>a</p><td background=//evil.example/e>",
    "<p style='background:image-set(\"//evil.example/d\" 1x)'>a</p>",
    "<video src=//evil.example poster=//evil.example/p></video><audio src=//evil.example></audio>",
    "<noscript><p title='</noscript><img src=x onerror=x()>'></noscript>",
    "<template><script>x()</script></template>",
    "<x-card onclick=x()>a</x-card>",
    "<!--[if IE]><script>x()</script><![endif]--><?php x() ?>",
    "<textarea><script>x()</script></textarea><title></title><img src=x onerror=x()>",
    "<p onclick\x00=x()>a</p><p \x00onclick=x()>b</p>",
    "<body background=//evil.example onload=x()>",
    "<table><caption><noembed><img src=x onerror=x()></noembed></caption></table>",
]


def check(text: str) -> lxml.html.HtmlElement:
    page = lxml.html.document_fromstring(inert(text))
    for element in page.iter():
        assert isinstance(element.tag, str)
        assert element.tag not in (
            "script",
            "iframe",
            "object",
            "embed",
            "form",
            "input",
            "button",
            "base",
            "link",
            "svg",
            "math",
            "video",
            "audio",
            "template",
            "noscript",
        )
        assert element.tag != "meta" or dict(element.attrib) == {"charset": "utf-8"}
        for name, value in element.attrib.items():
            assert not name.startswith("on") and name not in (
                "href",
                "srcset",
                "action",
                "ping",
                "background",
                "formaction",
                "poster",
                "xlink:href",
            ), name
            assert name != "src" or re.match(r"data:image/(png|gif|jpeg|webp|avif);base64,", value), value
            assert name != "style" or "url" not in value
        if element.tag == "style":
            assert not re.search(r"url\s*\(|@import|\\|image-set|<", element.text or ""), element.text
    return page


@pytest.mark.parametrize("active", ACTIVE)
def test_what_is_active_goes_and_the_text_stays(active: str) -> None:
    page = check(f"<html><head><title>t</title></head><body><h1>Avant</h1>{active}<p>Après</p></body></html>")
    assert "evil.example" not in inert(active)
    if "noscript" not in active and "textarea" not in active:
        assert "Avant" in page.text_content() and "Après" in page.text_content()


@given(
    st.lists(
        st.sampled_from(
            [
                *ACTIVE,
                "<p>",
                "</p>",
                "<table>",
                "<tr><td>",
                "'",
                '"',
                ">",
                "<",
                "<!--",
                "-->",
                "]]>",
                "<style>",
                "</style>",
                "text\x00",
                "<b",
                "&lt;script&gt;",
            ]
        ),
        max_size=12,
    )
)
def test_no_mixture_of_them_is_active(pieces: list[str]) -> None:
    check("".join(pieces))
    check("".join(pieces).replace(" ", "/"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "<",
        '<?xml version="1.0" encoding="utf-8"?><html><body><p>Bonjour</p></body></html>',
        "\ud800",
        "<p>" * 5000,
        "<!DOCTYPE html>",
    ],
)
def test_anything_becomes_a_document(text: str) -> None:
    assert inert(text).startswith("<!DOCTYPE html>")
    if "Bonjour" in text:
        assert "<p>Bonjour</p>" in inert(text)


def test_the_shape_of_a_page_stays() -> None:
    shown = inert(
        "<main class='a' dir=rtl lang=ar><h2 id=b>Titre</h2><table><tr><td colspan=2 style='color: red'>x</td></tr></table></main>"
        "<img alt='Une photo' src='data:image/gif;base64,R0lGOD=='>"
    )
    for wanted in (
        'class="a"',
        'dir="rtl"',
        'lang="ar"',
        '<h2 id="b">Titre</h2>',
        'colspan="2"',
        "color: red",
        'alt="Une photo"',
        "data:image/gif;base64,R0lGOD==",
    ):
        assert wanted in shown
