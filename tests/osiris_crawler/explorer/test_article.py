"""Tests of `osiris_crawler.explorer.article`: one article, its versions, its references."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from sqlalchemy import insert, select

from pipelines.database import tables as t
from pipelines.database.engine import open_database
from tests.osiris_crawler.explorer.conftest import HOSTILE
from tests.pipelines.makers import SITE

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from tests.osiris_crawler.explorer.conftest import Read
    from tests.pipelines.makers import Archive


def test_the_page_holds_what_is_known(read: Read, keys: dict[str, str]) -> None:
    """Title, date as printed and its precision, source line, keywords, section, paragraphs with their lines."""
    page = read(f"/article/{keys['plain']}")
    text = page.text_content()
    assert page.cssselect("h1")[0].text == "La fibre au cœur des réseaux"
    assert page.cssselect("h1")[0].get("lang") == "fr"
    for shown in ("1er octobre 2024", "mardi 1er octobre 2024", "(au jour)", "(Source : Le Courrier, 1er octobre 2024)",
                  "A. Ndiaye", "Réseaux & Cie", keys["plain"], SITE + "plain"):  # fmt: skip
        assert shown in text, shown
    paragraphs = page.cssselect(".text p")
    assert [len(node.cssselect("br")) for node in paragraphs] == [0, 1]
    assert [node.text for node in page.cssselect(".path a")][:2] == ["Accueil", "Articles de presse"]
    assert "Sans jour" in read(page.cssselect(".path a")[0].get("href")).text_content()


def test_warnings_are_explained(read: Read, keys: dict[str, str]) -> None:
    """Code, meaning in the reader's language, detail."""
    page = read(f"/article/{keys['plain']}")
    assert page.cssselect(".warnings dt")[0].text_content() == "published_on:weekday_mismatch"
    assert "Le jour de la semaine imprimé" in page.cssselect(".warnings dd")[0].text
    english = read(f"/article/{keys['plain']}?lang=en")
    assert "The printed weekday" in english.cssselect(".warnings dd")[0].text


def test_words_of_the_search_are_marked(read: Read, keys: dict[str, str]) -> None:
    """Coming from a search, its words are found again in title and text."""
    page = read(f"/article/{keys['plain']}?q=fibre+electricite")
    assert [node.text for node in page.cssselect("mark")] == ["fibre", "électricité"]


def test_other_scripts_and_hostile_values(client: TestClient, read: Read, keys: dict[str, str]) -> None:
    """Right to left where the language is; markup in values stays text, in JSON-LD too."""
    arabic = read(f"/article/{keys['arabe']}")
    assert (arabic.cssselect(".text")[0].get("dir"), arabic.cssselect(".text")[0].get("lang")) == (
        "rtl",
        "ar",
    )
    page = read(f"/article/{keys['hostile']}")
    assert page.cssselect("h1")[0].text == HOSTILE
    assert json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])["headline"] == HOSTILE
    assert "<script>alert" not in client.get(f"/article/{keys['hostile']}").text


def test_reference_managers_find_their_marks(read: Read, keys: dict[str, str]) -> None:
    """Highwire and Dublin Core metas, JSON-LD, COinS that makes a newspaper article, links to references."""
    page = read(f"/article/{keys['plain']}")
    metas = {node.get("name"): node.get("content") for node in page.cssselect("meta[name]")}
    assert metas["citation_title"] == metas["DC.title"] == "La fibre au cœur des réseaux"
    assert (metas["citation_publication_date"], metas["DC.date"]) == ("2024/10/01", "2024-10-01")
    assert metas["DC.type"] == "newspaperArticle"
    assert metas["DC.source"] == "Le Courrier"
    coins = parse_qs(page.cssselect(".Z3988")[0].get("title"))
    assert (coins["rft.type"], coins["rft.date"]) == (["newspaperArticle"], ["2024-10-01"])
    linked = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])
    assert (linked["@type"], linked["datePublished"]) == ("NewsArticle", "2024-10-01")
    assert page.cssselect("#citation")[0].text.startswith(
        "A. Ndiaye, « La fibre au cœur des réseaux », Le Courrier"
    )


def test_references_are_downloaded(client: TestClient, keys: dict[str, str]) -> None:
    """RIS, BibTeX and CSL-JSON of one article; nothing else."""
    place = f"/article/{keys['plain']}/reference."
    assert "TY  - NEWS" in client.get(place + "ris").text
    assert client.get(place + "bib").text.startswith("@article{osiris-")
    assert client.get(place + "json").json()[0]["type"] == "article-newspaper"
    assert client.get(place + "doc").status_code == 404
    assert client.get(f"/article/{keys['secret']}/reference.ris").status_code == 404


def test_versions_are_compared(read: Read, keys: dict[str, str]) -> None:
    """Word by word, what went and what came; odd numbers give the last two."""
    page = read(f"/article/{keys['plain']}")
    address = page.cssselect(".timeline a")[0].get("href")
    for compared in (read(address), read(f"/article/{keys['plain']}/revisions?from=9&to=x")):
        assert [node.text for node in compared.cssselect(".difference del")] == ["du réseau", "deux"]
        assert [node.text for node in compared.cssselect(".difference ins")] == ["des réseaux", "trois"]
    same = read(f"/article/{keys['plain']}/revisions?from=1&to=1")
    assert "Rien ne diffère" in same.text_content()


def test_a_restricted_article_shows_the_fact_only(
    client: TestClient, read: Read, keys: dict[str, str]
) -> None:
    """Who withheld it and why; no word of it, no recording, no reference."""
    page = read(f"/article/{keys['secret']}")
    assert "plainte" in page.text_content()
    for address in ("", "/revisions"):
        assert "Zanzibar" not in client.get(f"/article/{keys['secret']}{address}").text
    assert page.cssselect("meta[name='citation_title']") == []


def test_an_address_of_the_site_leads_to_its_article(client: TestClient, keys: dict[str, str]) -> None:
    """With or without a scheme; unknown ones are not found."""
    answer = client.get(f"/address?url={SITE}plain", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/article/{keys['plain']}")
    assert client.get("/address?url=" + SITE.split("://")[1] + "plain").status_code == 200
    assert client.get(f"/address?url={SITE}nothing").status_code == 404
    assert client.get("/address").status_code == 400


def test_republications_are_linked(read: Read, keys: dict[str, str], store: Archive) -> None:
    """Articles of one group name each other."""
    with closing(open_database(store.data_dir)) as database, database.session() as session:
        rows = session.execute(select(t.article.c.url, t.article.c.current_revision_id)).all()
        number = {row[0].removeprefix(SITE): row[1] for row in rows}
        pair = sorted((number["plain"], number["hostile"]))
        session.execute(insert(t.likeness), {"revision_id": pair[0], "other_id": pair[1], "share": 80})
    page = read(f"/article/{keys['plain']}")
    assert f"/article/{keys['hostile']}" in [node.get("href") for node in page.cssselect(".paper .lines a")]
