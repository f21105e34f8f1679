"""Cleaning without archive and network."""

from oimcrawler.cleaning_api import clean_documents
from tests.extraction.sites import SITES


def test_documents_come_back_in_order_each_with_its_sites_help() -> None:
    names = ["drupal_new", "react", "arabic"]
    given = [(f"https://{name}.example/{n}", SITES[name](n)[0]) for n in (1, 2, 3) for name in names]
    documents = list(clean_documents(given))
    assert [document.url for document in documents] == [url for url, _ in given]
    for document, (url, _) in zip(documents, given, strict=True):
        name = url.split("//")[1].split(".")[0]
        assert document.body.split("\n") == SITES[name](int(url[-1]))[1]
        assert document.title
        assert document.removed
    assert {document.lang for document in documents} == {"fr", "en", "ar"}


def test_bytes_and_nonsense_are_taken() -> None:
    documents = list(clean_documents([("", b""), ("http://[broken", b"\xff\xfe\0"), ("x", "<p>")]))
    assert [document.body for document in documents] == ["", "", ""]
    assert all("empty-body" in document.quality for document in documents)


def test_nothing_gives_nothing() -> None:
    assert list(clean_documents([])) == []
