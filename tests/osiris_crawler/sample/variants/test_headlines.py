"""Tests of the special cases of the title."""

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.variants.headlines import MARKED, TITLES


def test_every_title_is_there(archive: SampleArchive) -> None:
    """Each listed title is an article's."""
    titles = {a.title for a in archive.published()}
    assert {title for _, _, title in TITLES} <= titles
    assert {title for _, _, title, _ in MARKED} <= titles


def test_lengths_span_those_of_the_site(archive: SampleArchive) -> None:
    """From a dozen characters to nearly two hundred, and single figures or signs."""
    lengths = {len(a.title) for a in archive.published()}
    assert max(lengths) >= 190
    assert len(archive.of_variant("title_short")[0].title) <= 13


def test_equal_and_edited_titles(archive: SampleArchive) -> None:
    """Three articles of a month share a title; an edited one no longer fits its address."""
    same = archive.of_variant("same_title")
    assert len({a.title for a in same}) == 1
    assert len({a.path for a in same}) == 3
    edited = archive.of_variant("title_edited")
    assert any("toutes-nos-lignes" in a.path and "lignes" not in a.title for a in edited)
