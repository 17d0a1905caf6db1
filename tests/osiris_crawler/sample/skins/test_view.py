"""Tests of every skin against the truth: what an article says of itself stands on its page, in order."""

import pytest

from osiris_crawler.sample.archive import Kind, SampleArchive, SampleArticle, Skin
from osiris_crawler.sample.typography import day_line
from tests.osiris_crawler.sample.conftest import Ask, body_lines, in_order, seen_text


def _expected(article: SampleArticle, skin: Skin) -> list[str]:
    day = day_line(article.day)
    if skin is Skin.STOCK and article.language == "en":
        day = "Friday 10 February 2006"
    keywords = list(article.keywords)
    before = keywords if skin is Skin.NEW else []
    after = [] if skin is Skin.NEW or not keywords else keywords
    heading = ["Mots clés"] if skin is Skin.OLD and keywords else []
    credit = [line for line in (article.author_line, article.source_line) if line]
    body = body_lines(article, skin)
    return [article.title, day, *before, *body, *credit, *heading, *after]


@pytest.mark.parametrize("skin", list(Skin))
def test_every_page_holds_its_truth_in_order(archive: SampleArchive, ask: Ask, skin: Skin) -> None:
    """Title, day, body and credit of every published entry, keywords where the skin has them."""
    wrong = []
    for article in archive.published():
        parts = _expected(article, skin)
        if article.text.notes or article.text.postscript:
            parts = [part for part in parts if part not in (article.author_line, article.source_line)]
        missing = in_order(seen_text(ask(article.path, skin).body), parts)
        if missing is not None:
            wrong.append((article.variant, article.path, missing))
    assert wrong == []


@pytest.mark.parametrize("skin", list(Skin))
def test_what_an_article_lacks_is_not_on_its_page(archive: SampleArchive, ask: Ask, skin: Skin) -> None:
    """A page without a source line shows none, but for the false one in the older skin's side block."""
    for article in archive.published(Kind.ARTICLE):
        if article.source_line is None and "ource :" not in article.body:
            text = seen_text(ask(article.path, skin).body)
            shown = text.partition("Inscrivez-vous a BATIK")[0] if skin is Skin.OLD else text
            assert "ource :" not in shown, article.path


def test_credit_places(archive: SampleArchive, ask: Ask) -> None:
    """The source line may hang on the last sentence or stand in the postscript or outside the text."""
    stock = {place: ask(archive.of_variant(f"source_{place}")[0].path, Skin.STOCK).body.decode() for place in
             ("break", "glued", "postscript", "outside")}  # fmt: skip
    assert "<br class='autobr' />\n(Source&nbsp;: Leral" in stock["break"]
    assert " (Source&nbsp;: Xalima" in stock["glued"]
    assert '<div class="ps surlignable clearfix"><p>(Source' in stock["postscript"]
    assert '<div class="credit surlignable clearfix"><div>(Source' in stock["outside"]


def test_print_order_of_credit_behind_notes_is_the_page_s(archive: SampleArchive, ask: Ask) -> None:
    """With footnotes the source line stands before them, as SPIP prints notes last."""
    article = archive.of_variant("footnotes")[0]
    text = seen_text(ask(article.path, Skin.STOCK).body)
    assert article.source_line is not None
    assert text.index(article.source_line) < text.index(article.text.notes[0])
