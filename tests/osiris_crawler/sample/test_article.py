"""Tests of the article record: what it derives from its parts."""

import json
from datetime import date

from osiris_crawler.sample.archive import SampleArchive, Skin
from osiris_crawler.sample.blocks import paragraph


def test_derived_values(archive: SampleArchive) -> None:
    """The credit's parts, the day and the section are read through the article."""
    article = archive.of_variant("source_first_day")[0]
    assert article.day == date(2024, 10, 1)
    assert article.section == [
        "Accueil",
        "Articles de presse",
        "Archives 1999-2024",
        "Année 2024",
        "Octobre 2024",
    ]
    assert article.source_line == "(Source : APS, 1er octobre 2024)"
    assert (article.source_name, article.source_date, article.author_line) == ("APS", "2024-10-01", None)


def test_truth_is_plain_values(archive: SampleArchive) -> None:
    """Every article's truth can be written as JSON; the body follows the skin."""
    for article in archive.articles:
        json.dumps(article.truth())
    article = archive.of_variant("straight_quotes_by_skin")[0]
    assert article.truth(Skin.OLD)["body"] == article.body_in(Skin.OLD)
    assert article.truth()["section"] == article.section


def test_body_in_the_older_skin() -> None:
    """Only marked articles differ: straight quotes, and single breaks as blanks."""
    archive = SampleArchive()
    article = archive.of_variant("straight_quotes_by_skin")[0]
    assert '"Pirogue" veut naître. Le projet' in article.body_in(Skin.OLD)
    assert "« Pirogue » veut naître.\nLe projet" in article.body_in(Skin.STOCK)
    plain = archive.of_variant("one_line_breaks")[0]
    assert plain.body_in(Skin.OLD) == plain.body_in(Skin.NEW)


def test_adding_a_block_keeps_the_rest() -> None:
    """Standfirst, notes and layout stay."""
    article = SampleArchive().of_variant("footnotes")[0]
    article.add(paragraph("Encore."))
    assert "Encore." in article.body
    assert article.body.endswith("page 12.")
