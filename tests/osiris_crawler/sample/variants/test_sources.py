"""Tests of the special cases of source and author lines."""

from datetime import date

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.variants.sources import AUTHORS, NOT_SEEN, SEEN, Form


@pytest.mark.parametrize("form", [*SEEN, *NOT_SEEN], ids=lambda form: form.line)
def test_every_form_is_on_a_page(archive: SampleArchive, form: Form) -> None:
    """Each line stands on a page, with the name and day that it gives."""
    article = next(a for a in archive.of_variant(form.variant) if a.source_line == form.line)
    assert (article.source_name, article.source_date) == (form.name, form.day)
    if not form.page_day and form.day is not None:
        assert article.published_on == form.day


def test_names_stand_in_their_line() -> None:
    """What the truth gives as name is printed so."""
    for form in (*SEEN, *NOT_SEEN):
        assert all(name in form.line for name in form.name.split("; "))


def test_days_are_days() -> None:
    """Every whole day is one of the calendar."""
    for form in (*SEEN, *NOT_SEEN):
        if form.day is not None and len(form.day) == 10:
            date.fromisoformat(form.day)


def test_author_lines(archive: SampleArchive) -> None:
    """All author forms occur, and an agency before the source of another paper."""
    assert {a.author_line for a in archive.of_variant("author")} == set(AUTHORS)
    agency = archive.of_variant("agency_line")[0]
    assert (agency.author_line, agency.source_line) == ("Pana", "(Source : Le Quotidien 30 avril 2004)")


def test_pages_without_a_source(archive: SampleArchive) -> None:
    """None at all, one in the title, one inside a sentence of the body."""
    for variant in ("source_none", "source_in_title"):
        assert all(a.source_line is None for a in archive.of_variant(variant))
    assert {a.source_line is None for a in archive.of_variant("source_in_sentence")} == {True, False}
    two = archive.of_variant("source_two_lines")[0]
    assert "(Source : Le Soleil, 3 mars 2004)" in two.body.split("\n\n")
    assert two.source_name == "Seneweb"
