"""Tests of the slugs: old and new form, collisions, and titles without letters."""

import pytest

from osiris_crawler.sample.addresses import Addresses, SlugStyle, new_slug, old_slug, words


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Là-bas, l’été : n° 13 & œuvres", "La-bas-l-ete-no-13-oeuvres"),
        ("« Ça va ? » 100 %", "Ca-va-100"),
        ("???", ""),
    ],
)
def test_words(title: str, slug: str) -> None:
    """Accents and signs go, the number sign becomes ``no``, ligatures two letters."""
    assert words(title) == slug


def test_lengths() -> None:
    """The old form keeps capitals and at most 34 characters, the new one is lower case and at most 79."""
    title = "Un Très long titre " * 8
    assert len(old_slug(title)) <= 34
    assert old_slug(title)[0] == "U"
    assert 34 < len(new_slug(title)) <= 79
    assert new_slug(title) == new_slug(title).lower()


def test_collisions() -> None:
    """The first comer gets the plain slug; later ones a comma or hyphen and their number."""
    addresses = Addresses()
    assert addresses.article(SlugStyle.OLD, "Un câble", 1) == ("/Un-cable.html", [])
    assert addresses.article(SlugStyle.OLD, "Un câble", 2) == ("/Un-cable,2.html", [])
    assert addresses.article(SlugStyle.NEW, "Un câble", 3) == ("/un-cable.html", [])
    assert addresses.article(SlugStyle.NEW, "Un câble", 4) == ("/un-cable-4.html", [])
    assert addresses.article(SlugStyle.BOTH, "Un câble", 5) == ("/un-cable-5.html", ["/Un-cable,5.html"])


def test_numeric_addresses() -> None:
    """A numeric address stands alone, redirects, or serves a title that has no letters."""
    addresses = Addresses()
    assert addresses.article(SlugStyle.NUMERIC, "Un câble", 7) == ("/article7.html", [])
    assert addresses.article(SlugStyle.NUMERIC_THEN_NEW, "Un", 8) == ("/un.html", ["/article8.html"])
    assert addresses.article(SlugStyle.NEW, "!!!", 9) == ("/article9.html", [])


def test_marks_of_other_pages() -> None:
    """Rubric, keyword and news brief have their signs around the slug, a number inside them."""
    addresses = Addresses()
    assert addresses.rubric("Août 2024", 1) == "/-Aout-2024-.html"
    assert addresses.rubric("Août 2024", 2) == "/-Aout-2024,2-.html"
    assert addresses.keyword("Big Data/Données ouvertes", 1) == "/+-Big-Data-Donnees-ouvertes-+.html"
    assert addresses.breve(SlugStyle.OLD, "Un câble", 1) == "/+Un-cable+.html"
    assert addresses.breve(SlugStyle.OLD, "Un câble", 2) == "/+Un-cable,2+.html"
    assert addresses.breve(SlugStyle.NEW, "Un câble", 3) == "/+un-cable+.html"
