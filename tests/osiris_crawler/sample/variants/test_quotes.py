"""Tests of the special cases of characters."""

import unicodedata

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.variants.quotes import NOISE, STYLES


def test_every_style_of_quotation(archive: SampleArchive) -> None:
    """One article holds all pairs, balanced or not."""
    body = archive.of_variant("quote_styles")[0].body
    assert len(STYLES) >= 10
    assert all(style.format("Le réseau tient bon") in body for style in STYLES)


def test_noise_is_kept(archive: SampleArchive) -> None:
    """What scanners and editors left is part of the expected body."""
    bodies = [a.body for a in archive.of_variant("noise")]
    assert all(any(line in body for body in bodies) for line in NOISE)


def test_texts_are_composed_and_have_plain_spaces(archive: SampleArchive) -> None:
    """The truth is NFC with one kind of space, also where the page is not."""
    for article in archive.articles:
        assert unicodedata.is_normalized("NFC", article.title + article.body)
        assert not {"\u00a0", "\u202f", "\u2009"} & set(article.body)
    assert "Un million et demi de lignes." in archive.of_variant("spaces")[0].body
