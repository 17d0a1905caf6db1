"""Tests of the sample archive: determinism, size, and edits."""

import time
from collections import Counter
from datetime import date

import pytest

from osiris_crawler.sample.archive import Kind, SampleArchive, read_keywords


def _facts(archive: SampleArchive) -> list[tuple[object, ...]]:
    return [
        (a.id, a.path, a.title, a.published_on, tuple(a.section), tuple(a.keywords), a.kind, a.skin, a.status,
         a.variant, a.credit, tuple(a.old_paths), a.body)
        for a in archive.articles
    ]  # fmt: skip


def test_same_seed_gives_equal_archives() -> None:
    """Two archives of one number and seed hold the same facts and texts."""
    assert _facts(SampleArchive(430, 7)) == _facts(SampleArchive(430, 7))


def test_another_seed_gives_another_archive() -> None:
    """The seed decides."""
    assert _facts(SampleArchive(430, 1)) != _facts(SampleArchive(430, 2))


def test_it_holds_as_many_published_entries_as_asked(archive: SampleArchive) -> None:
    """The number counts what the site shows; hidden entries come on top."""
    assert len(archive.published()) == 430
    assert len(archive.hidden()) == 8
    assert len(SampleArchive(900).published()) == 900


def test_it_covers_the_years_from_1999_to_2025(archive: SampleArchive) -> None:
    """Every year has a press article."""
    years = {a.day.year for a in archive.published(Kind.ARTICLE)}
    assert set(range(1999, 2026)) <= years


def test_every_kind_is_there(archive: SampleArchive) -> None:
    """Press articles are most, and no kind is missing."""
    kinds = Counter(a.kind for a in archive.published())
    assert set(kinds) == set(Kind)
    assert kinds[Kind.ARTICLE] > 330


def test_addresses_are_unique(archive: SampleArchive) -> None:
    """No path, old or present, is given to two entries."""
    paths = [path for a in archive.articles for path in (a.path, *a.old_paths)]
    assert len(paths) == len(set(paths))


def test_numbers_are_unique_but_for_news_briefs(archive: SampleArchive) -> None:
    """Articles share one sequence; news briefs have their own, which overlaps with it."""
    numbers = [a.id for a in archive.articles if a.kind is not Kind.BREVE]
    briefs = [a.id for a in archive.articles if a.kind is Kind.BREVE]
    assert len(numbers) == len(set(numbers))
    assert len(briefs) == len(set(briefs))
    assert set(briefs) & set(numbers)


def test_too_few_articles_are_refused_with_the_number_needed() -> None:
    """The message says how many the special cases need."""
    with pytest.raises(ValueError, match=r"need \d+ articles"):
        SampleArchive(20)


def test_a_small_archive_without_variants() -> None:
    """Without the special cases any number will do."""
    archive = SampleArchive(12, variants=False)
    assert len(archive.articles) == 12
    assert {a.variant for a in archive.articles} == {""}


def test_large_archives_are_made_quickly() -> None:
    """5,000 articles take well under two seconds, since texts are made when asked for."""
    start = time.process_time()
    archive = SampleArchive(5000)
    assert len(archive.published()) == 5000
    assert time.process_time() - start < 2


def test_keywords_are_those_of_the_site() -> None:
    """78 names with their weights."""
    keywords = read_keywords()
    assert len(keywords) == 78
    assert sum(keywords.values()) == 45_719


def test_publish_shows_a_hidden_article() -> None:
    """A hidden article appears in the catalogue once it is published."""
    archive = SampleArchive()
    article = archive.hidden()[0]
    assert article.path not in archive.catalogue.by_path
    archive.publish(article)
    assert archive.catalogue.by_path[article.path] is article


def test_trash_hides_an_article() -> None:
    """A binned article leaves the catalogue."""
    archive = SampleArchive()
    article = archive.published(Kind.ARTICLE)[5]
    archive.trash(article.id)
    assert article.path not in archive.catalogue.by_path


def test_retitle_keeps_the_address() -> None:
    """As in SPIP, the slug stays what it was."""
    archive = SampleArchive()
    article = archive.published(Kind.ARTICLE)[5]
    path = article.path
    archive.retitle(article.path, "Un autre titre")
    assert (article.title, article.path) == ("Un autre titre", path)


def test_append_adds_a_paragraph() -> None:
    """The body ends with the new paragraph."""
    archive = SampleArchive()
    article = archive.published(Kind.ARTICLE)[5]
    before = article.body
    archive.append(article.id, "Un ajout.")
    assert article.body == f"{before}\n\nUn ajout."


def test_readdress_keeps_the_old_path() -> None:
    """The earlier path is remembered as one that redirects."""
    archive = SampleArchive()
    article = archive.of_variant("old_slug_late")[0]
    old = article.path
    new = archive.readdress(article.id)
    assert new != old
    assert article.old_paths == [old]
    assert archive.catalogue.moved[old] is article


def test_a_new_article_is_filed_under_its_month() -> None:
    """A draft gets a number above all others and a new rubric where the month has none."""
    archive = SampleArchive()
    article = archive.draft("Une annonce de mai", date(2025, 5, 2), "Un.\n\nDeux.")
    assert article.section == ["Accueil", "Articles de presse", "Année 2025", "Mai 2025"]
    assert article.body == "Un.\n\nDeux."
    assert article.id == max(a.id for a in archive.articles)


def test_year_roll_moves_the_running_year_into_the_archive() -> None:
    """Every section changes, and no address of an article does."""
    archive = SampleArchive()
    article = archive.of_variant("running_year")[0]
    older = archive.of_variant("leap_day")[0]
    paths = [a.path for a in archive.articles]
    assert article.section[:3] == ["Accueil", "Articles de presse", "Année 2025"]
    archive.roll_year()
    assert article.section[1:4] == ["Articles de presse", "Archives 1999-2025", "Année 2025"]
    assert older.section[2] == "Archives 1999-2025"
    assert [a.path for a in archive.articles] == paths


def test_find_knows_numbers_and_paths(archive: SampleArchive) -> None:
    """A number is an article's, a path anything's; what is missing raises."""
    breve = archive.published(Kind.BREVE)[0]
    assert archive.find(breve.path) is breve
    assert archive.find(breve.id).kind is not Kind.BREVE
    with pytest.raises(KeyError):
        archive.find("/nirgends.html")
