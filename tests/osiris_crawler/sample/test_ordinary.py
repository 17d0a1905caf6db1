"""Tests of the ordinary articles."""

from osiris_crawler.sample.archive import Kind, SampleArchive
from osiris_crawler.sample.ordinary import EXACT_MONTHS


def test_they_lie_between_first_and_last_month(archive: SampleArchive) -> None:
    """From August 1999 to April 2025."""
    days = [a.published_on for a in archive.published(Kind.ARTICLE) if not a.variant]
    assert min(days) >= "1999-08-01"
    assert max(days) <= "2025-04-30"


def test_later_years_have_more() -> None:
    """As the real archive grew."""
    articles = SampleArchive(3000).published(Kind.ARTICLE)
    early = sum(a.day.year in range(2000, 2005) for a in articles)
    late = sum(a.day.year in range(2018, 2023) for a in articles)
    assert late > 2 * early


def test_exact_months_stay_exact_in_a_large_archive() -> None:
    """Nothing is added to them when the archive grows."""
    archive = SampleArchive(3000)
    for month, count in EXACT_MONTHS.items():
        assert len(archive.catalogue.in_rubric(archive.tree.month(*month))) == count
