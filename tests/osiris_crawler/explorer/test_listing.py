"""Tests of `osiris_crawler.explorer.listing` and `narrowing`: the first page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.osiris_crawler.explorer.conftest import HOSTILE, SECRET

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from tests.osiris_crawler.explorer.conftest import Read


def titles(page: Any) -> list[str]:
    """Return the titles of the articles of a page."""
    return [node.text_content() for node in page.cssselect(".hits h3")]


def links(page: Any, facet: str) -> dict[str, tuple[str, str]]:
    """Return the values of a facet with their counts and addresses."""
    for section in page.cssselect(".facets section"):
        if section.cssselect("h3")[0].text == facet:
            return {
                link.cssselect(".label")[0].text: (link.cssselect(".count")[0].text, link.get("href"))
                for link in section.cssselect("a")
            }
    return {}


def test_the_newest_come_first(read: Read) -> None:
    """Everything, in French, with date, source and the beginning of the text."""
    page = read("/")
    assert page.get("lang") == "fr"
    assert page.cssselect("#results-name")[0].text == "5 articles"
    assert titles(page)[-2:] == ["الألياف في دكار", "Sans jour"]
    facts = page.cssselect(".hits .facts")[-1].text_content()
    assert "mars 2022" in facts
    assert "ressource" in facts


def test_a_search_marks_what_it_finds(read: Read) -> None:
    """By relevance, the words marked in title and text; other languages carry theirs."""
    page = read("/?q=reseau")
    assert titles(page) == ["La fibre au cœur des réseaux"]
    assert [node.text for node in page.cssselect("mark")] == ["réseaux"]
    assert page.cssselect("input[name=q]")[0].get("value") == "reseau"
    assert "ar" in [node.get("lang") for node in read("/?language=ar").cssselect(".hits h3")]


def test_every_facet_leads_to_as_many_articles_as_it_says(read: Read) -> None:
    """Source, keyword, section, kind and language; a chosen value leads back, others stay in reach."""
    page = read("/")
    for facet in ("Source", "Mot-clé", "Rubrique", "Nature", "Langue"):
        found = links(page, facet)
        assert found, facet
        for number, address in found.values():
            assert read(address).cssselect("#results-name")[0].text.split()[0] == number
    chosen = read("/?kind=resource")
    assert links(chosen, "Nature")["ressource"][1] == "/"
    assert "article de presse" in links(chosen, "Nature")


def test_the_chart_counts_years_and_months(read: Read) -> None:
    """Years lead to their months, months to their articles."""
    page = read("/")
    years = {node.get("title"): node.get("href") for node in page.cssselect(".chart a[title]")}
    assert years["2024 : 3"] == "/?since=2024&until=2024"
    months = read("/?since=2024&until=2024")
    assert [node.get("title") for node in months.cssselect(".chart li > a")] == ["octobre 2024 : 3"]
    assert len(months.cssselect(".chart li")) == 12
    assert titles(read("/?since=2022-03&until=2022-03")) == ["Sans jour"]


def test_what_narrows_can_be_taken_away(read: Read) -> None:
    """A chip for each value; a new search keeps the others."""
    page = read("/?q=fibre&since=2024&keyword=Fibre&lang=en")
    assert [node.get("href") for node in page.cssselect(".chips a")] == [
        "/?since=2024&keyword=Fibre&lang=en",
        "/?q=fibre&keyword=Fibre&lang=en",
        "/?since=2024&q=fibre&lang=en",
        "/?lang=en",
    ]
    hidden = {node.get("name"): node.get("value") for node in page.cssselect(".search input[type=hidden]")}
    assert hidden == {"keyword": "Fibre", "lang": "en"}


def test_pages_follow_each_other(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each article once, forward and back."""
    monkeypatch.setattr(
        "pipelines.database.hits.page.__kwdefaults__", {"size": 2, "after": None, "before": None}
    )
    seen, address = [], "/"
    while address:
        page = read(address)
        seen.append(titles(page))
        address = next((node.get("href").split("#")[0] for node in page.cssselect(".pager a[rel=next]")), "")
    assert [len(one) for one in seen] == [2, 2, 1]
    assert len({title for one in seen for title in one}) == 5
    back = page.cssselect(".pager a[rel=prev]")[0].get("href").split("#")[0]
    assert titles(read(back)) == seen[1]


@pytest.mark.parametrize(
    "address",
    [
        "/?q=%21%21",
        "/?since=octobre",
        "/?after=x",
        "/?as_of=jamais",
        "/?q=" + "a+" * 80,
        "/?since=2024-02-30",
        "/?since=2024&until=2023",
        "/?kind=foo",
        "/?sort=best",
        "/?as_of=4711",
    ],
)
def test_what_is_not_understood_is_explained(read: Read, address: str) -> None:
    """A page with the form in the reader's language, status 400; of options of commands it does not speak."""
    for language in ("fr", "en"):
        page = read(f"{address}&lang={language}", 400)
        said = page.cssselect("[role=alert] p")[0].text
        assert said
        assert "--" not in said
        assert ("“" in said or said.startswith("The ")) == (language == "en")
        assert page.cssselect("input[name=q]")


def test_what_is_possible_is_said(read: Read) -> None:
    """With the words for it."""
    (said,) = [node.text for node in read("/?kind=foo&lang=fr", 400).cssselect("[role=alert] p")[:1]]
    assert said.startswith("« foo » n’existe pas ici. Au choix : article (article de presse), ")
    (said,) = [node.text for node in read("/?sort=foo&lang=en", 400).cssselect("[role=alert] p")[:1]]
    assert "newest" in said


def test_odd_searches_find_or_find_nothing(read: Read) -> None:
    """No syntax of the database reaches it; nothing breaks."""
    for query in (
        '"',
        "NEAR(a b)",
        "a* OR",
        "title:",
        "(((",
        "-x",
        "'; DROP TABLE article; --",
        "%00fibre",
        "{a}:b",
    ):
        read(f"/?q=fibre+{query}")


def test_hostile_texts_are_texts(client: TestClient, read: Read) -> None:
    """Titles, keywords and sources are shown as they are, and run nowhere."""
    page = read("/?q=alert")
    assert titles(page) == [HOSTILE]
    assert page.xpath("//script[not(@type)]/@src")[0].startswith("/static/")
    assert "<script>alert" not in client.get("/").text
    assert read("/?" + "keyword=" + "%3Cb%3E").cssselect(".chips b") == []


def test_restricted_texts_are_nowhere(client: TestClient, read: Read) -> None:
    """The fact is listed, no word of the text is found or shown."""
    assert "texte retiré" in read("/").text_content()
    for query in ("zanzibar", "silence", "secret", "zanz*"):
        assert titles(read(f"/?q={query}")) == []
    for address in ("/", "/feed.atom", "/download/csv", "/download/jsonl", "/download/ris"):
        assert SECRET not in client.get(address).text


def test_an_earlier_state_can_be_read(read: Read) -> None:
    """`as_of` shows and searches the archive of then."""
    assert titles(read("/?q=reseau&as_of=2025-03-01")) == ["La fibre au cœur du réseau"]
    assert read("/?as_of=2020").cssselect("#results-name")[0].text == "Aucun article"
