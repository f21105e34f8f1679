"""The agent names somebody who can be written to."""

import pytest

from oimcrawler.contact import contact


def test_the_named_contact_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIMCRAWLER_CONTACT", " archive@example.org ")
    assert contact() == "archive@example.org"


def test_without_one_it_is_the_user_at_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OIMCRAWLER_CONTACT", raising=False)
    user, at, host = contact().partition("@")
    assert user
    assert at
    assert host


def test_a_user_without_a_name_is_the_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise OSError("no name")

    monkeypatch.delenv("OIMCRAWLER_CONTACT", raising=False)
    monkeypatch.setattr("getpass.getuser", nameless)
    assert contact().startswith("operator@")
