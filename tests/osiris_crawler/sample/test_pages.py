"""Tests of the listings: a walk over the archive finds every article once, and nothing else."""

import re
from collections import Counter
from urllib.parse import unquote

import pytest
from parsel import Selector

from osiris_crawler.sample.archive import Kind, SampleArchive, Skin
from osiris_crawler.sample.ordinary import EXACT_MONTHS
from osiris_crawler.sample.pages import introduction
from tests.osiris_crawler.sample.conftest import Ask, seen_text


def _links(page: bytes) -> list[str]:
    hrefs = Selector(text=page.decode()).xpath("//a/@href").getall()
    return ["/" + unquote(href).partition("#")[0] for href in hrefs]


def _walk(ask: Ask, start: str, skin: Skin | None) -> Counter[str]:
    """Article paths by how many listing pages link to them, following rubrics and their offsets."""
    seen, todo, found = {start}, [start], Counter[str]()
    while todo:
        target = todo.pop()
        links = set(_links(ask(target, skin).body))
        for link in links:
            path = link.partition("?")[0]
            is_listing = re.fullmatch(r"/-.+-\.html(\?debut_\w+=\d+)?", link)
            if is_listing and "PHPSESSID" not in link and link not in seen:
                seen.add(link)
                todo.append(link)
            elif re.fullmatch(r"/[^/+.?-][^/?]*\.html|/\+[^-].*\.html", path):
                found[path] += 1
    return found


@pytest.mark.parametrize("skin", [None, *Skin])
def test_a_walk_over_the_rubrics_finds_every_entry(
    archive: SampleArchive, ask: Ask, skin: Skin | None
) -> None:
    """From the home page by rubric links and offsets alone, in each skin and mixed."""
    found = _walk(ask, "/", skin)
    assert {unquote(a.path) for a in archive.published()} == set(found)


@pytest.mark.parametrize(("month", "count"), EXACT_MONTHS.items())
def test_exact_months(archive: SampleArchive, month: tuple[int, int], count: int) -> None:
    """Months of a known length hold nothing else."""
    assert len(archive.catalogue.in_rubric(archive.tree.month(*month))) == count


def test_listing_is_newest_first_with_days_without_weekday(archive: SampleArchive, ask: Ask) -> None:
    """Title, day and cut introduction of each item, in falling order of days."""
    articles = archive.catalogue.in_rubric(archive.tree.month(2023, 11))
    text = seen_text(ask("/-Novembre-2023-.html", Skin.NEW).body)
    assert [a.published_on for a in articles] == sorted((a.published_on for a in articles), reverse=True)
    assert articles[9].title in text
    assert articles[10].title not in text
    assert "(…)" in text


def test_introduction_is_cut(archive: SampleArchive) -> None:
    """At most 300 characters, marked when something is missing."""
    for article in archive.published(Kind.ARTICLE)[:50]:
        text = introduction(article)
        assert len(text) <= 300
        assert text.endswith("(…)") or text == article.body.replace("\n\n", " ").replace("\n", " ")


def test_past_the_end_is_the_last_page(ask: Ask) -> None:
    """With status 200 and the same bytes."""
    last = ask("/-Novembre-2023-.html?debut_articles=20")
    beyond = ask("/-Novembre-2023-.html?debut_articles=990")
    assert (beyond.status, beyond.body) == (200, last.body)


def test_a_long_listing_has_a_gap(ask: Ask) -> None:
    """Twelve pages of five: ten are linked, an ellipsis, and the last."""
    page = ask("/-Decembre-2024-.html").body.decode()
    offsets = re.findall(r"debut_art=(\d+)", page)
    assert [int(offset) for offset in offsets] == [*range(5, 50, 5), 55]


def test_points_of_view_of_2007(archive: SampleArchive, ask: Ask) -> None:
    """As on the real site: ten on the first page, four on the second."""
    rubric = next(r for r in archive.tree.rubrics if r.title == "2007")
    assert len(archive.catalogue.in_rubric(rubric)) == 14
    assert rubric.path == "/-2007-.html"
    assert ask("/-2007-.html?debut_articles=10").status == 200


def test_keyword_page_crosses_two_paginations(archive: SampleArchive, ask: Ask) -> None:
    """Each pagination keeps the other's offset."""
    rubrics = {word: {a.rubric.path for a in found} for word, found in archive.catalogue.by_keyword.items()}
    name = max(rubrics, key=lambda word: len(rubrics[word]))
    path = next(keyword.path for keyword in archive.keywords if keyword.name == name)
    page = ask(f"{path}?debut_articles=10", Skin.STOCK).body.decode()
    assert "debut_articles=10&amp;debut_rubriques=10" in page
    page = ask(f"{path}?debut_rubriques=10", Skin.STOCK).body.decode()
    assert "debut_rubriques=10&amp;debut_articles=10" in page


def test_press_section_lists_its_breves(archive: SampleArchive, ask: Ask) -> None:
    """Five a page, on a pagination of their own."""
    shown = archive.published(Kind.BREVE)
    links = {
        *_links(ask("/-Articles-de-presse-.html").body),
        *_links(ask("/-Articles-de-presse-.html?debut_breves=5").body),
    }
    assert {unquote(a.path) for a in shown} <= links


def test_hidden_articles_are_linked_from_nowhere(archive: SampleArchive, ask: Ask) -> None:
    """No listing, menu or plan names them."""
    for target in ("/", "/spip.php?page=plan", "/-Fevrier-2025-.html", "/-Articles-de-presse-.html"):
        assert b"BROUILLON" not in ask(target).body
    assert archive.hidden()
