"""Tests of newspaper names: one key for all spellings, aliases, and several names in one line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import osiris_crawler
from osiris_crawler.names import (
    alias_of,
    alias_table,
    canonical_name,
    is_address,
    looks_like_name,
    name_key,
    split_names,
)

TABLE = tomllib.loads(
    (Path(osiris_crawler.__file__).parent / "sites" / "press_names.toml").read_text("utf-8")
)
ALIASES = alias_table(TABLE)


@pytest.mark.parametrize(
    ("spelling", "canonical"),
    [
        ("Dakar Actu", "Dakar Actu"),
        ("Dakaractu", "Dakar Actu"),
        ("DAKAR-ACTU", "Dakar Actu"),
        ("Leral", "Léral"),
        ("Le\u0301ral", "Léral"),
        ("Afrique ITtnews", "Afrique ITnews"),
        ("Wal Fadjri", "Wal Fadjri"),
        ("Walf Fadjri", "Wal Fadjri"),
        ("Walfadjri", "Wal Fadjri"),
        ("Walfadjiri", "Wal Fadjri"),
        ("RFi", "RFI"),
        ("A.P.S.", "APS"),
        ("« Le Soleil »", "Le Soleil"),
        ("LE SOLEIL", "Le Soleil"),
        ("Agence de presse sénégalaise (APS)", "APS"),
        ("http://www.lefaso.net/spip.php?article12", "Lefaso"),
        ("Ferloo.com", "Ferloo"),
        ("Le Clairon de Nulle-Part", "Le Clairon de Nulle-Part"),
        ("", ""),
    ],
)
def test_spellings_lead_to_one_name(spelling: str, canonical: str) -> None:
    """Case, accents, spaces, dots and dashes do not matter; an unknown name stays as printed."""
    assert canonical_name(spelling, ALIASES) == canonical


def test_every_entry_of_the_table_leads_to_its_name() -> None:
    """No spelling is claimed twice, and each leads to its canonical name."""
    for canonical, spellings in TABLE.items():
        for spelling in (canonical, *spellings):
            assert canonical_name(spelling, ALIASES) == canonical


def test_a_spelling_of_two_names_is_refused() -> None:
    """A table in which two names claim one spelling is wrong, and says which."""
    with pytest.raises(ValueError, match=r"'walf' belongs to 'Wal Fadjri' and to 'Walf TV'"):
        alias_table({"Wal Fadjri": ["Walf"], "Walf TV": ["walf"]})


def test_key_and_lookup_of_signs_alone() -> None:
    """Signs have no key, so they match no name."""
    assert name_key("… !") == ""
    assert alias_of("… !", {"?": "Nobody"}) is None


@pytest.mark.parametrize(
    "text", ["Ferloo.com", "www.lefaso.net", "http://www.x.sn/a,12.html", "itmag.sn/une/page"]
)
def test_addresses(text: str) -> None:
    """Domains and full addresses are known as such."""
    assert is_address(text)


@pytest.mark.parametrize("text", ["Le Soleil", "M.Sagna", "p. 4", "Ferloo.com et APS", "a." * 50_000])
def test_no_addresses(text: str) -> None:
    """Names, initials and hostile lengths are no addresses."""
    assert not is_address(text)


@pytest.mark.parametrize("text", ["Le Soleil", "La Voix du Nord", "24 Heures", "« Enquête »", "Tract"])
def test_names(text: str) -> None:
    """Capitals outweigh small words in a newspaper's name."""
    assert looks_like_name(text)


@pytest.mark.parametrize(
    "text", ["de revenus pour les jeunes", "Les chiffres du marché montrent que", "", "x" * 500]
)
def test_no_names(text: str) -> None:
    """The start of a sentence is no name."""
    assert not looks_like_name(text)


SPLITS = [
    ("APS et Le Soleil", True, ("APS", "Le Soleil"), ()),
    ("APS et Le Soleil", False, ("APS", "Le Soleil"), ()),
    ("APS/Le Soleil", False, ("APS", "Le Soleil"), ()),
    ("APS, Nettali et Le Soleil", True, ("APS", "Nettali", "Le Soleil"), ()),
    ("Le Cri et La Voix", True, ("Le Cri", "La Voix"), ()),
    ("Le Cri et La Voix", False, ("Le Cri et La Voix",), ("several_sources_possible",)),
    ("Le Cri et APS", False, ("Le Cri", "APS"), ("several_sources_possible",)),
    ("Le Cri / La Voix", False, ("Le Cri", "La Voix"), ("several_sources_possible",)),
    ("Le Cri/La Voix", False, ("Le Cri/La Voix",), ("several_sources_possible",)),
    ("Le Cri & Cie", False, ("Le Cri & Cie",), ("several_sources_possible",)),
    ("Le Soleil, Dakar", False, ("Le Soleil, Dakar",), ("comma_in_name",)),
    ("http://www.x.sn/a,12/b.html", True, ("http://www.x.sn/a,12/b.html",), ()),
    ("http://www.x.sn/a/b.html et APS", True, ("http://www.x.sn/a/b.html", "APS"), ()),
    ("Agence Ecofin", True, ("Agence Ecofin",), ()),
    ("ministère et presse", False, ("ministère et presse",), ()),
]


@pytest.mark.parametrize(("text", "plural", "names", "warnings"), SPLITS)
def test_parts_several_names(
    text: str,
    plural: bool,  # noqa: FBT001 - a column of the table
    names: tuple[str, ...],
    warnings: tuple[str, ...],
) -> None:
    """Names are parted where the line or the table is sure, and a warning stands where it is not."""
    assert split_names(text, plural=plural, aliases=ALIASES) == (names, warnings)
