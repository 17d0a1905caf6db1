"""Tests of what stands beside the press articles."""

import re

from osiris_crawler.sample.archive import Kind, SampleArchive


def test_breves(archive: SampleArchive) -> None:
    """Eight news briefs under the press section, old and new addresses, with and without a number."""
    breves = archive.published(Kind.BREVE)
    assert len(breves) == 8
    assert all(b.path.startswith("/+") and b.path.endswith("+.html") for b in breves)
    assert all(b.section == ["Accueil", "Articles de presse"] for b in breves)
    assert any(re.search(r",\d+\+\.html$", b.path) for b in breves)
    assert any(re.search(r"[a-z]-\d+\+\.html$", b.path) for b in breves)


def test_breve_repeats_the_opening_of_an_article(archive: SampleArchive) -> None:
    """The same title, day and first paragraph under another number and address."""
    twin = archive.of_variant("breve_twin")[0]
    breve = next(b for b in archive.published(Kind.BREVE) if b.title == twin.title)
    assert twin.body.startswith(breve.body)
    assert (breve.published_on, breve.path) != (twin.published_on, twin.path)


def test_bulletins_and_editorials(archive: SampleArchive) -> None:
    """Bulletins are dated the last day of their month, but for one; editorials are signed in the body."""
    bulletins = archive.published(Kind.BULLETIN)
    assert [b.published_on for b in bulletins if b.variant == "bulletin_next_month"] == ["2016-10-04"]
    assert all(b.path.startswith(("/Batik-n", "/Batik-N", "/batik-n")) for b in bulletins)
    assert {b.published_on for b in bulletins} >= {"2012-02-29", "2010-02-28"}
    for editorial in archive.published(Kind.EDITORIAL):
        assert editorial.section[:3] == ["Accueil", "Batik", "Archives des éditoriaux"]
        assert editorial.body.endswith("Président d’une association inventée")
        assert editorial.source_line is None


def test_points_of_view_are_filed_by_bare_year(archive: SampleArchive) -> None:
    """Most have no keyword, some ``Point de vue``; some quote a paper."""
    views = archive.of_variant("point_of_view")
    assert all(re.fullmatch(r"\d{4}", v.section[-1]) for v in views)
    assert {tuple(v.keywords) for v in views} == {(), ("Point de vue",)}
    assert {v.source_line is None for v in views} == {True, False}


def test_english_page(archive: SampleArchive) -> None:
    """One page in another language, in the same rubrics."""
    page = archive.of_variant("english")[0]
    assert (page.language, page.kind) == ("en", Kind.RESOURCE)
    assert [a for a in archive.articles if a.language != "fr"] == [page]


def test_plain_pages(archive: SampleArchive) -> None:
    """Pages of the site itself lie outside press, resources and bulletin."""
    pages = archive.published(Kind.PAGE)
    assert {p.section[1] for p in pages} == {"OSIRIS", "Chiffres clés", "Opportunités"}
