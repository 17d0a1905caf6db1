"""Settings and their overrides by the environment."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest

from osiris_crawler import settings
from osiris_crawler.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_the_environment_overrides_in_the_type_of_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers, switches and text; an empty variable counts as not set."""
    monkeypatch.setenv("OSIRIS_X", "2.5")
    assert settings.env("X", 1.0) == 2.5
    monkeypatch.setenv("OSIRIS_X", "yes")
    assert settings.env("X", default=False) is True
    monkeypatch.setenv("OSIRIS_X", " ")
    assert settings.env("X", 7) == 7


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("DELAY", "abc", "write a number"),
        ("DELAY", "inf", "not negative"),
        ("JITTER", "-1", "not negative"),
        ("WARC_SIZE", "1.5", "write a whole number"),
        ("QUOTA", "many", "write a whole number"),
        ("QUOTA", "0.5", "write a whole number"),
        ("MAX_FAILURES", "0", "write 1 or more"),
        ("DOWNLOAD_TIMEOUT", "0", "write 1 or more"),
        ("BACK_OFF", "x", "write a number"),
        ("LOG_LEVEL", "LOUD", "write DEBUG"),
        ("NOTIFY", "sometimes", "write unhealthy or always"),
        ("PRIVATE", "maybe", "write yes or no"),
        ("CONTACT", "a@example.org\nX: y", "on one line"),
        ("CONTACT", "foo", "write a mail address"),
        ("CONTACT", "me@localhost", "write a mail address"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, says: str
) -> None:
    """The program says which variable is wrong and what to write; the import of the settings does not fail."""
    monkeypatch.setenv(f"OSIRIS_{name}", text)
    with pytest.raises(UsageError, match=f"OSIRIS_{name}=.*{says}"):
        importlib.reload(settings).check()
    monkeypatch.delenv(f"OSIRIS_{name}")
    importlib.reload(settings).check()


def test_words_and_numbers_are_taken_as_people_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Levels and words in any case, numbers kept as text where empty means another default."""
    monkeypatch.setenv("OSIRIS_LOG_LEVEL", "debug")
    monkeypatch.setenv("OSIRIS_QUOTA", "0")
    changed = importlib.reload(settings)
    assert (changed.LOG_LEVEL, changed.OSIRIS_QUOTA, changed.TROUBLES) == ("DEBUG", "0", [])
    monkeypatch.undo()
    importlib.reload(settings)


def test_the_project_folder_is_that_of_scrapy_cfg(tmp_path: Path) -> None:
    """From wherever the program is called, the checkout it runs from counts."""
    assert (settings.project_root(tmp_path) / "scrapy.cfg").is_file()


def test_nothing_listens_and_nothing_is_fetched_behind_our_back() -> None:
    """No ports that execute Python, no cookies, redirects, retries or unchecked certificates."""
    assert not settings.REMOTE_CONTROL_ENABLED
    assert not settings.TELNETCONSOLE_ENABLED
    assert not settings.COOKIES_ENABLED
    assert not settings.REDIRECT_ENABLED
    assert not settings.RETRY_ENABLED
    assert settings.DOWNLOAD_VERIFY_CERTIFICATES
    assert settings.CONCURRENT_REQUESTS == settings.CONCURRENT_ITEMS == 1


def test_the_agent_names_tool_and_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    """`osiris-mirror/VERSION (+CONTACT)`, without the bracket when there is no contact."""
    monkeypatch.setenv("OSIRIS_CONTACT", "press@example.org")
    agent = importlib.reload(settings).USER_AGENT
    assert agent == f"osiris-mirror/{settings.VERSION} (+press@example.org)"
    monkeypatch.delenv("OSIRIS_CONTACT")
    agent = importlib.reload(settings).USER_AGENT
    assert agent == f"osiris-mirror/{settings.VERSION}"


def test_sites_are_reached_by_either_kind_of_address() -> None:
    """Scrapy's own resolver knows no IPv6, not even an address written out (`http://[::1]/`)."""
    assert settings.TWISTED_DNS_RESOLVER == "scrapy.resolver.CachingHostnameResolver"


@pytest.mark.parametrize(
    "text", ["a.b@example.org", "mailto:a@example.org", "https://example.org/x", "Awa Diop <a@b.example>"]
)
def test_a_contact_is_a_mail_address_or_a_page(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A name may stand beside it."""
    monkeypatch.setenv("OSIRIS_CONTACT", text)
    changed = importlib.reload(settings)
    changed.check()
    assert text == changed.OSIRIS_CONTACT
    monkeypatch.undo()
    importlib.reload(settings)


def test_a_file_is_no_data_folder(tmp_path: Path) -> None:
    """Nor is what lies below one; a folder that is not there yet may be made."""
    file = tmp_path / "file"
    file.touch()
    for given in (file, file / "below"):
        with pytest.raises(UsageError, match=f"--data {given}: {file} is a file"):
            settings.data_folder(given)
    assert settings.data_folder(tmp_path / "a" / "b") == (tmp_path / "a" / "b").resolve()
