"""Tests of the views that are no articles."""

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.views import CHALLENGE, error_view, forum_view, print_view
from tests.osiris_crawler.sample.conftest import seen_text


def test_print_view_has_the_text_and_a_day_with_a_full_stop(archive: SampleArchive) -> None:
    """It repeats the article and is no page of its own: no canonical link, not to be indexed."""
    article = archive.of_variant("source_house")[0]
    page = print_view(article)
    assert "mardi 8 août 2006." in page
    assert "noindex" in page
    assert "canonical" not in page
    assert article.body.split("\n")[0] in seen_text(page.encode())


def test_forum_view_has_the_opening(archive: SampleArchive) -> None:
    """The title, the first words and a form."""
    article = archive.of_variant("source_house")[0]
    assert article.title in seen_text(forum_view(article).encode())


@pytest.mark.parametrize("status", [403, 404, 410, 500, 503])
def test_error_view(status: int) -> None:
    """The status is on the page."""
    assert f"Erreur {status}" in error_view(status)


def test_challenge_names_no_article() -> None:
    """It has a heading and nothing to read."""
    assert "<h1>Vérification" in CHALLENGE
