"""Tests of the stock skin: the public marks that readers of SPIP sites know."""

from parsel import Selector

from osiris_crawler.sample.archive import SampleArchive, Skin
from osiris_crawler.sample.skins.view import LEAF_LENGTH
from osiris_crawler.sample.typography import cut
from tests.osiris_crawler.sample.conftest import Ask, squeezed


def test_marks_of_an_article(archive: SampleArchive, ask: Ask) -> None:
    """Body class, title, machine-readable day, breadcrumb, text and keyword carry their public names."""
    article = archive.of_variant("source_house")[0]
    page = Selector(text=ask(article.path, Skin.STOCK).body.decode())
    assert "page_article" in page.xpath("string(//body/@class)").get("").split()
    assert squeezed(page.xpath("string(//h1[contains(@class, 'entry-title')])").get("")) == article.title
    assert page.xpath("//abbr[@class='published']/@title").get("").startswith("2006-08-08T")
    crumbs = [
        squeezed(text) for text in page.xpath("//p[@class='arbo']//text()").getall() if text.strip(" >")
    ]
    assert crumbs == [*article.section, cut(article.title, LEAF_LENGTH)]
    assert page.xpath("//a[@rel='tag']/text()").getall() == article.keywords
    assert len(page.xpath("//div[contains(@class, 'texte')]")) == 1


def test_parts_of_the_text(archive: SampleArchive, ask: Ask) -> None:
    """Standfirst, postscript and notes have elements of their own."""
    for variant, name in (("standfirst", "chapo"), ("postscript", "ps"), ("footnotes", "notes")):
        page = ask(archive.of_variant(variant)[0].path, Skin.STOCK).body.decode()
        assert f'<div class="{name} surlignable' in page


def test_listing_marks(ask: Ask) -> None:
    """A listing names its kind, and its items carry the day without the weekday."""
    page = Selector(text=ask("/-Novembre-2023-.html", Skin.STOCK).body.decode())
    assert "page_rubrique" in page.xpath("string(//body/@class)").get("").split()
    assert len(page.xpath("//li[contains(@class, 'hentry')]")) == 10
    assert all(" novembre 2023" in day for day in page.xpath("//li/small/text()").getall())
