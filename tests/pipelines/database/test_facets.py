"""Tests of `pipelines.database.facets`: counts agree with the filter that a click would set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from osiris_crawler.items import Kind, PressSource
from pipelines.database.editions import Edition, edition
from pipelines.database.engine import open_database
from pipelines.database.facets import facets
from pipelines.database.filtering import Filter
from pipelines.database.records import save
from pipelines.database.selection import count
from tests.pipelines.makers import SITE, article, at

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive


def fill(store: Archive) -> None:
    """Store three articles of different values."""
    given: dict[str, dict[str, Any]] = {
        "a": {"keywords": ["Radio", "Fibre"], "language": "fr"},
        "b": {
            "keywords": ["Radio"], "language": "en", "kind": Kind.BREVE, "published_on": "2023",
            "date_precision": "year", "section": ("Accueil", "Brèves"), "title": "Sans le mot",
        },
        "c": {"sources": [PressSource("APS", "APS"), PressSource("Le Soleil", "Le Soleil")], "section": ()},
    }  # fmt: skip
    with store.database.session() as session:
        for name, values in given.items():
            save(session, article(SITE + name, **values), store.run_id)


def test_counts_are_those_of_the_filter(store: Archive) -> None:
    """Each value counts as many articles as the filter finds, with and without other filters."""
    fill(store)
    for chosen in (Filter(), Filter(language=("fr",)), Filter(query="accord"), Filter(source=("APS",))):
        with store.database.read() as session:
            found = facets(session, chosen, Edition())
            assert found["total"][""] == count(session, chosen)
            for name in ("source", "keyword", "section", "kind", "language"):
                for value, number in found[name].items():
                    if value:
                        narrowed: dict[str, Any] = {name: (value,)}
                        assert count(session, replace(chosen, **narrowed)) == number, (name, value)
    assert found["source"] == {"APS": 1, "Le Soleil": 1}


def test_dates_sections_and_sites(store: Archive) -> None:
    """Months and years as far as known; sections from the top down; sites by name."""
    fill(store)
    with store.database.read() as session:
        found = facets(session, Filter(), Edition())
    assert found["month"] == {"2024-10": 2, "2023": 1}
    assert found["section"]["Accueil"] == 2
    assert found["section"]["Accueil > Brèves"] == 1
    assert found["site"] == {"press": 3}
    assert found["status"] == {"live": 3}


def test_an_earlier_edition_and_corrections_count(store: Archive) -> None:
    """What was corrected is counted under its new value; an edition counts what it shows."""
    fill(store)
    with store.database.read() as session:
        assert facets(session, Filter(), Edition(as_of=at(-1)))["total"] == {"": 0}
        assert facets(session, Filter(), Edition(as_of=at(1)))["keyword"]["Radio"] == 2
    line = f"url,field,value,reason,who,when\n{SITE}a,keywords,Satellite,tri,AD,2025-03-02\n"
    (store.data_dir / "corrections.csv").write_text(line)
    store.database.close()
    store.database = open_database(store.data_dir)
    with store.database.read() as session:
        found = facets(session, Filter(), edition(session))
    store.database.close()
    assert (found["keyword"]["Satellite"], found["keyword"]["Radio"]) == (1, 1)
