"""Tests of sitemap, feed and robots.txt."""

from datetime import date
from html import unescape
from xml.etree import ElementTree as ET

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.feeds import FEED_LENGTH, SITEMAP_CAP
from tests.osiris_crawler.sample.conftest import ROOT, Ask

_NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _places(body: bytes) -> list[str]:
    return [str(element.text).removeprefix(ROOT) for element in ET.fromstring(body).iter(f"{_NS}loc")]


def test_sitemap_lists_rubrics_and_articles(archive: SampleArchive, ask: Ask) -> None:
    """Every article and shown rubric, no hidden one, no news brief."""
    places = _places(ask("/sitemap.xml").body)
    assert {a.path[1:] for a in archive.catalogue.newest} <= set(places)
    assert "-Octobre-2024-.html" in places
    assert not {a.path[1:] for a in (*archive.hidden(), *archive.catalogue.breves)} & set(places)


def test_sitemap_of_a_year(archive: SampleArchive, ask: Ask) -> None:
    """That year's articles by their day, and the home page."""
    expected = {a.path[1:] for a in archive.catalogue.newest if a.day.year == 2015}
    assert set(_places(ask("/sitemap.xml?annee=2015").body)) == expected | {""}


def test_sitemap_is_capped_with_the_last_modified_first(ask: Ask) -> None:
    """2,000 articles; one edited a moment ago leads them and has a day of modification."""
    archive = SampleArchive(2500, variants=False)
    oldest = archive.articles[0]
    archive.append(oldest.id, "Un ajout.")
    body = ask("/sitemap.xml", archive=archive).body
    places = [place for place in _places(body) if not place.startswith("-") and place]
    assert len(places) == SITEMAP_CAP
    assert places[0] == oldest.path[1:]
    assert body.count(b"<lastmod>") == 1


def test_feed_has_the_full_text_of_the_newest(archive: SampleArchive, ask: Ask) -> None:
    """Ten items by day, straight apostrophes, with the source line."""
    items = list(ET.fromstring(ask("/spip.php?page=backend").body).iter("item"))
    newest = archive.catalogue.newest[:FEED_LENGTH]
    assert [item.findtext("link") for item in items] == [ROOT + a.path[1:] for a in newest]
    content = items[0].findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    last = newest[0].body.split("\n")[-1].replace("’", "'")
    assert last[:20] in unescape(content).replace("\u00a0", " ")
    assert "’" not in content


def test_back_dated_articles_do_not_surface_in_the_feed(ask: Ask) -> None:
    """What is entered late under an old day is not among the newest."""
    archive = SampleArchive()
    late = archive.draft("Un rattrapage de 2004", date(2004, 4, 1), "Un.")
    archive.publish(late)
    assert late.path.encode() not in ask("/spip.php?page=backend", archive=archive).body


def test_feed_of_a_rubric(archive: SampleArchive, ask: Ask) -> None:
    """Only what is filed in or below it."""
    batik = archive.tree.batik.number
    items = list(ET.fromstring(ask(f"/spip.php?page=backend&id_rubrique={batik}").body).iter("item"))
    expected = [a for a in archive.catalogue.newest if a.section[1] == "Batik"][:FEED_LENGTH]
    assert [item.findtext("link") for item in items] == [ROOT + a.path[1:] for a in expected]


def test_robots(ask: Ask) -> None:
    """SPIP's usual lines, a delay of a second, and where the sitemap is."""
    text = ask("/robots.txt").body.decode()
    for line in (
        "User-agent: *",
        "Disallow: /spip.php?action=*",
        "Crawl-delay: 1",
        f"Sitemap: {ROOT}sitemap.xml",
    ):
        assert f"{line}\n" in text
