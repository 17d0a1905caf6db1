"""Tests of the look-ups."""

from osiris_crawler.sample.archive import Kind, SampleArchive
from tests.osiris_crawler.sample.conftest import Ask


def test_only_published_entries_are_known(archive: SampleArchive) -> None:
    """Every published path, no hidden one."""
    catalogue = archive.catalogue
    assert set(catalogue.by_path) == {a.path for a in archive.published()}
    assert not {a.id for a in archive.hidden()} & set(catalogue.by_number)


def test_it_is_made_once_for_each_state() -> None:
    """The same object until something is edited."""
    archive = SampleArchive(20, variants=False)
    first = archive.catalogue
    assert archive.catalogue is first
    archive.trash(archive.articles[0].id)
    assert archive.catalogue is not first


def test_numbers_of_articles_and_breves_are_apart(archive: SampleArchive) -> None:
    """One number may be an article and a news brief."""
    catalogue = archive.catalogue
    number = next(iter(catalogue.breves_by_number))
    assert catalogue.breves_by_number[number].kind is Kind.BREVE
    assert catalogue.by_number[number].kind is not Kind.BREVE


def test_years_and_months_come_newest_first(archive: SampleArchive) -> None:
    """As on the real site; rubrics without anything published are left out."""
    catalogue = archive.catalogue
    titles = [rubric.title for rubric in catalogue.children(archive.tree.press)]
    assert titles == ["Année 2025", "Archives 1999-2024"]
    years = [rubric.title for rubric in catalogue.children(archive.tree.archive)]
    assert years == [f"Année {year}" for year in range(2024, 1998, -1)]
    months = [rubric.month for rubric in catalogue.children(archive.tree.year(2024))]
    assert months == sorted(months, reverse=True)


def test_articles_of_a_year(archive: SampleArchive) -> None:
    """By the day on the date line, not by the rubric."""
    assert all(a.day.year == 1997 for a in archive.catalogue.of_year(1997))
    assert len(archive.catalogue.of_year(1997)) == 1


def test_listing_addresses_are_all_there(archive: SampleArchive, ask: Ask) -> None:
    """One for each page of each shown rubric; they answer, and list every article of the section."""
    press = archive.tree.press
    addresses = archive.catalogue.listing_addresses(press)
    assert len(addresses) == len(set(addresses))
    assert "/-Decembre-2024-.html?debut_art=55" in addresses
    pages = b"".join(ask(address).body for address in addresses)
    articles = archive.published(Kind.ARTICLE)
    assert all(article.path[1:].encode() in pages for article in articles)
    assert len(archive.catalogue.listing_addresses()) > len(addresses)


def test_a_crawl_of_five_thousand_needs_less_than_a_request_and_a_seventh_each() -> None:
    """Articles, listing pages, a sitemap a year and three more stay below 1.15 requests an article."""
    archive = SampleArchive(5000)
    articles = len(archive.published(Kind.ARTICLE))
    listings = len(archive.catalogue.listing_addresses(archive.tree.press))
    assert (articles + listings + 27 + 3) / articles < 1.15
