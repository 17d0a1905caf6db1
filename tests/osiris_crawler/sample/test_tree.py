"""Tests of the rubrics: the archive by year and month, and the January roll."""

from osiris_crawler.sample.addresses import Addresses
from osiris_crawler.sample.tree import Tree


def _titles(tree: Tree, year: int, month: int) -> list[str]:
    return [rubric.title for rubric in tree.month(year, month).trail]


def test_months_carry_the_year_from_2013_on() -> None:
    """``Décembre`` in 2012, ``Janvier 2013`` a month later."""
    tree = Tree(Addresses())
    assert _titles(tree, 2012, 12) == ["Articles de presse", "Archives 1999-2024", "Année 2012", "Décembre"]
    assert _titles(tree, 2013, 1) == [
        "Articles de presse",
        "Archives 1999-2024",
        "Année 2013",
        "Janvier 2013",
    ]


def test_the_running_year_stands_outside_the_archive() -> None:
    """2025 is filed right under the press section."""
    assert _titles(Tree(Addresses()), 2025, 3) == ["Articles de presse", "Année 2025", "Mars 2025"]


def test_months_without_a_year_have_different_addresses() -> None:
    """The second ``Mai`` gets its number."""
    tree = Tree(Addresses())
    assert tree.month(2001, 5).path == "/-Mai-.html"
    assert tree.month(2002, 5).path.startswith("/-Mai,")


def test_listing_parameters_differ() -> None:
    """Not every rubric calls its offset the same, and one has short pages."""
    tree = Tree(Addresses())
    assert tree.month(2011, 5).parameter == "debut_articles"
    assert tree.month(2010, 5).parameter == "debut_articles_rubrique"
    assert (tree.month(2024, 12).parameter, tree.month(2024, 12).step) == ("debut_art", 5)


def test_roll() -> None:
    """The label grows, the year moves in, the old address of the archive is remembered, a new year opens."""
    tree = Tree(Addresses())
    old = tree.archive.path
    tree.roll()
    assert tree.archive.title == "Archives 1999-2025"
    assert tree.archive.path == "/-Archives-1999-2025-.html"
    assert tree.resolve(old) == (tree.archive, False)
    assert tree.resolve(tree.archive.path) == (tree.archive, True)
    assert _titles(tree, 2025, 3)[:2] == ["Articles de presse", "Archives 1999-2025"]
    assert _titles(tree, 2026, 1) == ["Articles de presse", "Année 2026", "Janvier 2026"]
    assert tree.resolve("/-Rien-.html") is None
