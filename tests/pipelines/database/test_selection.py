"""Tests of `pipelines.database.selection` and `filtering`: the filter and the rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from osiris_crawler.errors import UsageError
from osiris_crawler.items import Kind, PressSource, Warning_
from pipelines.database.records import save
from pipelines.database.selection import COLUMNS, Filter, count, rows
from tests.pipelines.makers import HOUSE, SITE, Archive, article, snapshot, visit

if TYPE_CHECKING:
    from pathlib import Path

DESIGN_COLUMNS = (
    "id, site, url, kind, title, published_on, published_raw, date_precision, keywords, section, "
    "source_name, source, source_date, source_raw, author_line, body, language, status, revision, "
    "first_seen_at, last_seen_at, changed_at, snapshot_file, snapshot_offset, snapshot_digest, warnings"
)


def fill(store: Archive, **articles: dict[str, Any]) -> None:
    """Store one article a name."""
    with store.database.session() as session:
        for name, values in articles.items():
            save(session, article(SITE + name, **values), store.run_id)


def names(store: Archive, **chosen: Any) -> list[str]:
    """Return the names of the articles that pass a filter, and hold `count` to them."""
    wanted = Filter(**chosen)
    with store.database.read() as session:
        found = [row.url.removeprefix(SITE) for row in rows(session, wanted)]
        assert count(session, wanted) == len(found)
    return sorted(found)


def dated(day: str) -> dict[str, Any]:
    """Return an article of a date, with its precision."""
    return {"published_on": day, "date_precision": {10: "day", 7: "month", 4: "year"}.get(len(day), "")}


def test_the_columns_are_those_of_the_contract() -> None:
    """Columns never change, new ones come at the end."""
    assert ", ".join(COLUMNS) == DESIGN_COLUMNS


def test_a_row_holds_the_article_as_exports_show_it(store: Archive) -> None:
    """Every column, with lists joined and times in UTC."""
    sources = [PressSource("Pana", "PANA", ""), PressSource("Le Courrier", "Le Courrier", "2024-10-01")]
    item = article(
        visit=visit(snapshot=snapshot(42)), sources=sources, keywords=["Fintech", "Projet"],
        warnings=[Warning_("b", "title"), Warning_("a", "body", "x")],
    )  # fmt: skip
    with store.database.session() as session:
        saved = save(session, item, store.run_id)
    with store.database.read() as session:
        row = next(rows(session, Filter()))
    assert row._asdict() == {
        "id": saved.key, "site": "press", "url": item.url, "kind": "article", "title": item.title,
        "published_on": "2024-10-01", "published_raw": "mardi 1er octobre 2024", "date_precision": "day",
        "keywords": "Fintech; Projet", "section": " > ".join(HOUSE), "source_name": "Pana; Le Courrier",
        "source": "PANA; Le Courrier", "source_date": "2024-10-01", "source_raw": item.source_raw,
        "author_line": "A. Ndiaye", "body": item.body, "language": "fr", "status": "live", "revision": 1,
        "first_seen_at": "2025-03-01T06:00:00Z", "last_seen_at": "2025-03-01T06:00:00Z",
        "changed_at": "2025-03-01T06:00:00Z", "snapshot_file": "run-0001.warc.gz", "snapshot_offset": 42,
        "snapshot_digest": "sha1:AAAA", "warnings": "body:a (x); title:b",
    }  # fmt: skip


def test_what_is_not_known_is_empty(store: Archive) -> None:
    """No kind, no recording, no date: empty cells, and offset 0 is not one of them."""
    fill(store, a={"kind": None, **dated("")})
    with store.database.read() as session:
        row = next(rows(session, Filter()))
    assert (row.kind, row.snapshot_file, row.snapshot_offset, row.published_on) == ("", "", "", "")
    fill(store, b={"visit": visit(SITE + "b", snapshot=snapshot(0))})
    with store.database.read() as session:
        assert [row.snapshot_offset for row in rows(session, Filter())] == ["", 0]


def test_rows_come_by_date_then_id(store: Archive) -> None:
    """The order is that of the data alone."""
    fill(store, **{f"a{number}": dated(f"2024-10-0{number % 3 + 1}") for number in range(9)})
    with store.database.read() as session:
        found = [(row.published_on, row.id) for row in rows(session, Filter())]
    assert found == sorted(found)
    assert len(found) == 9


@pytest.mark.parametrize(
    ("since", "until", "inside"),
    [
        ("2024-10", "", ["day", "late", "month", "year"]),
        ("2024-10-15", "", ["late", "month", "year"]),
        ("2024-11", "", ["year"]),
        ("2025", "", []),
        ("", "2024", ["day", "early", "late", "month", "year"]),
        ("", "2024-09", ["early", "year"]),
        ("", "2024-10-03", ["day", "early", "month", "year"]),
        ("2024-10-03", "2024-10-03", ["day", "month", "year"]),
        ("", "2023-12-31", []),
        ("", "", ["day", "early", "late", "month", "none", "year"]),
    ],
)
def test_dates_are_inside_when_their_period_overlaps(
    store: Archive, since: str, until: str, inside: list[str]
) -> None:
    """Year, month and day mean the whole of each, on both sides."""
    days = {
        "early": "2024-02-29",
        "day": "2024-10-03",
        "late": "2024-10-31",
        "month": "2024-10",
        "year": "2024",
    }
    fill(store, none=dated(""), **{name: dated(day) for name, day in days.items()})
    assert names(store, since=since, until=until) == inside


@pytest.mark.parametrize("value", ["octobre", "2024-13", "2024-1", "01/10/2024", "2024-10-32"])
def test_a_date_in_another_form_is_refused(value: str) -> None:
    """The message says how to write one."""
    with pytest.raises(UsageError, match=r"Write 2024, 2024-10 or 2024-10-01"):
        Filter(since=value)


def test_words_are_compared_without_case_and_accents(store: Archive) -> None:
    """Keyword, source, section and query find what people type."""
    fill(
        store,
        a={"keywords": ["Économie numérique"], "sources": [PressSource("Dakaractu", "Dakar Actu")],
           "title": "L’état du cœur", "section": ("Accueil", "Articles de presse", "Année 2024")},
        b={"keywords": ["Radio"], "sources": [], "section": ("Accueil", "Droit"), "body": "Un État fort"},
    )  # fmt: skip
    assert names(store, keyword=("economie NUMERIQUE",)) == ["a"]
    assert names(store, keyword=("radio", "économie numérique")) == ["a", "b"]
    assert names(store, source=("dakar actu",)) == names(store, source=("DAKARACTU",)) == ["a"]
    assert names(store, section=("articles de presse",)) == ["a"]
    assert names(store, section=("Accueil > Articles de presse > annee 2024",)) == ["a"]
    assert names(store, section=("Articles",)) == []
    assert names(store, query="l'etat du coeur") == ["a"]
    assert names(store, query="etat") == ["a", "b"]
    assert names(store, query="100 %_") == []


def test_keywords_and_sections_that_ended_find_nothing(store: Archive) -> None:
    """Filters mean the present state."""
    fill(store, a={})
    with store.database.session() as session:
        save(
            session,
            article(SITE + "a", hours=5, keywords=["Radio"], section=("Accueil", "Autre")),
            store.run_id,
        )
    assert names(store, keyword=("Infrastructures",)) == []
    assert names(store, section=("Articles de presse",)) == []
    assert names(store, section=("Autre",), keyword=("Radio",)) == ["a"]


def test_kind_language_and_site(store: Archive) -> None:
    """Codes are codes, in any case; a site goes by name, host or address."""
    fill(store, a={"kind": Kind.ARTICLE, "language": "fr"}, b={"kind": Kind.BREVE, "language": "en"})
    assert names(store, kind=("breve",)) == ["b"]
    assert names(store, language=("fr",)) == names(store, language=("FR",)) == ["a"]
    for site in ("press", "press.example", "www.press.example", "http://press.example/"):
        assert names(store, site=site) == ["a", "b"]
    assert names(store, site="other.example") == []


def test_complete_means_title_day_body_and_section(store: Archive) -> None:
    """An article that lacks one of the four is left out."""
    gaps: dict[str, dict[str, Any]] = {
        "month": dated("2024-10"),
        "body": {"body": ""},
        "section": {"section": ()},
    }
    fill(store, whole={}, **gaps)
    assert names(store, complete=True) == ["whole"]


def test_filters_combine(store: Archive) -> None:
    """Different fields narrow each other."""
    fill(store, a={}, b={"language": "en"})
    everything = Filter(since="2024", until="2024", kind=("article",), language=("fr",), complete=True)
    with store.database.read() as session:
        assert count(session, everything) == 1
        assert count(session, replace(everything, query="absent")) == 0


def test_rows_stream_while_another_writes(store: Archive, tmp_path: Path) -> None:
    """An export sees one state of the archive, whatever a crawl commits meanwhile."""
    fill(store, **{f"a{number}": {} for number in range(5)})
    with store.database.read() as session:
        found = rows(session, Filter())
        next(found)
        fill(store, late={})
        assert len(list(found)) == 4
    assert tmp_path.exists()
