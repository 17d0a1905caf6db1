"""Tests of the older skin: the order of its blocks, and what it lacks."""

from osiris_crawler.sample.archive import SampleArchive, Skin
from tests.osiris_crawler.sample.conftest import Ask, in_order, seen_text


def test_order_of_blocks(archive: SampleArchive, ask: Ask) -> None:
    """Tools, title, day, body, source, keywords under a heading, then the side blocks with their figures."""
    article = archive.of_variant("source_house")[0]
    text = seen_text(ask(article.path, Skin.OLD).body)
    assert in_order(text, [
        "twitter facebook rss", "Imprimer Texte plus petit Texte plus grand", article.title,
        "mardi 8 août 2006",
        article.body.split("\n")[0], "(Source : APS, 8 août 2006)", "Mots clés", article.keywords[0],
        "Inscrivez-vous a BATIK", "Navigation par mots clés", "Navigation", "INTERNET EN CHIFFRES",
        "(ARTP, 30 septembre 2023)", "TÉLÉPHONIE EN CHIFFRES",
    ]) is None  # fmt: skip


def test_no_breadcrumb_and_no_canonical(archive: SampleArchive, ask: Ask) -> None:
    """Neither is there; a section line is, on some pages."""
    pages = [ask(a.path, Skin.OLD).body.decode() for a in archive.published()[:30]]
    assert not any("Accueil" in page or "canonical" in page for page in pages)
    sections = ['class="ariane"' in page for page in pages]
    assert any(sections)
    assert not all(sections)


def test_no_keyword_heading_without_keywords(archive: SampleArchive, ask: Ask) -> None:
    """The heading is missing when there is nothing below it."""
    for article in archive.of_variant("keyword_none"):
        assert "Mots clés" not in ask(article.path, Skin.OLD).body.decode()


def test_text_differs_from_the_newer_skin(archive: SampleArchive, ask: Ask) -> None:
    """Some articles have straight quotes here and one line break less."""
    article = archive.of_variant("straight_quotes_by_skin")[0]
    assert 'La société "Pirogue" veut naître. Le projet "Filet" aussi.' in seen_text(
        ask(article.path, Skin.OLD).body
    )
    assert "La société « Pirogue » veut naître." in seen_text(ask(article.path, Skin.NEW).body)
    assert article.body_in(Skin.OLD) != article.body_in(Skin.NEW)


def test_first_of_a_month_has_a_raised_ending(archive: SampleArchive, ask: Ask) -> None:
    """``1<sup>er</sup>`` cuts the date line in three pieces of text."""
    article = next(a for a in archive.of_variant("first_day") if a.published_on == "2015-02-01")
    assert "dimanche 1<sup>er</sup> février 2015" in ask(article.path, Skin.OLD).body.decode()
