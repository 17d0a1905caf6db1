"""Profiles of sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from osiris_crawler.errors import UsageError
from osiris_crawler.items import Kind
from osiris_crawler.sites import profile_for

if TYPE_CHECKING:
    from pathlib import Path

OWN = """
name = "gazette"
url = "https://gazette.example/"
hosts = ["gazette.example", "www.gazette.example"]
home_labels = ["Une"]
[[sections]]
kind = "resource"
titles = ["Dossiers"]
[press_names]
"Le Clair" = "Le Clairon"
"""


def test_the_default_site_has_its_profile() -> None:
    """osiris.sn is known by every spelling of its address."""
    for site in ("https://www.osiris.sn/", "http://osiris.sn", "osiris.sn"):
        profile = profile_for(site)
        assert profile.name == "osiris"
        assert profile.owns("http://osiris.sn/A.html")
        assert not profile.owns("https://elsewhere.example/")
    assert profile.vocabulary.kind_of_path(("Articles de presse", "Année 2024")) is Kind.ARTICLE


def test_an_unknown_site_gets_its_host_as_its_name() -> None:
    """Any SPIP site can be crawled by its address alone; the port belongs to its name."""
    profile = profile_for("http://127.0.0.1:8099/")
    assert (profile.name, profile.url) == ("127.0.0.1:8099", "http://127.0.0.1:8099/")
    assert not profile.owns("http://127.0.0.1:8098/")


def test_a_profile_of_the_data_folder_comes_first(tmp_path: Path) -> None:
    """A file in DATA/sites is found by its hosts."""
    (tmp_path / "gazette.toml").write_text(OWN, encoding="utf-8")
    profile = profile_for("https://www.gazette.example/", tmp_path)
    assert profile.name == "gazette"
    assert profile.press_names["Le Clair"] == "Le Clairon"
    assert profile.vocabulary.kind_of_path(("Dossiers",)) is Kind.RESOURCE
    assert profile.vocabulary.is_home("Une")
    assert profile_for("https://other.example/", tmp_path).name == "other.example"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "not a readable TOML file"),
        (OWN + '[colours]\nred = "1"\n', "unknown field colours"),
        (OWN.replace('name = "gazette"', ""), "docs/adding-a-site.md"),
        (OWN.replace('"resource"', '"novel"'), "novel"),
    ],
)
def test_a_profile_that_cannot_be_read_says_why(tmp_path: Path, text: str, said: str) -> None:
    """The message names the file and what to correct."""
    (tmp_path / "gazette.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said) as caught:
        profile_for("https://gazette.example/", tmp_path)
    assert "gazette.toml" in str(caught.value)


def test_what_is_no_address_is_refused() -> None:
    """A site must be an http or https address."""
    with pytest.raises(UsageError, match="not an http or https address"):
        profile_for("ftp://gazette.example/")
