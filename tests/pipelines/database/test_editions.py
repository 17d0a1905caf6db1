"""Tests of `editions`, `asof`, `spelling` and `details`: the archive as it stood, and corrections by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from osiris_crawler.errors import StorageError, UsageError
from osiris_crawler.items import Kind, PressSource, Warning_
from pipelines.database import runs
from pipelines.database.asof import moment_of
from pipelines.database.editions import CORRECTABLE, edition
from pipelines.database.engine import open_database
from pipelines.database.ledgers import bring_in
from pipelines.database.lookup import article_history, open_warnings
from pipelines.database.recording import add_snapshot
from pipelines.database.records import save
from pipelines.database.selection import Filter, count, rows
from tests.pipelines.exports.exporting import exported
from tests.pipelines.makers import HOUSE, SITE, Archive, article, at, snapshot, visit

if TYPE_CHECKING:
    from pipelines.database.selection import Row

URL = SITE + "un-accord.html"


def seen(store: Archive, hours: float, offset: int, url: str = URL, **values: Any) -> None:
    """Store what the site showed at a time."""
    with store.database.session() as session:
        page = visit(url, hours=hours, snapshot=snapshot(offset, hours=hours))
        save(session, article(url, visit=page, **values), store.run_id)


def shown(store: Archive, as_of: str = "", **chosen: Any) -> list[Row]:
    """Return the rows of an edition, and hold `count` to them."""
    with store.database.read() as session:
        then = edition(session, as_of)
        found = list(rows(session, Filter(**chosen), then))
        assert count(session, Filter(**chosen), then) == len(found)
        return found


def correct(store: Archive, *lines: dict[str, Any]) -> None:
    """Write corrections by hand and bring them in."""
    base = {"url": URL, "reason": "faute", "who": "A. Diop", "when": "2025-03-02"}
    text = "".join(json.dumps(base | line) + "\n" for line in lines)
    (store.data_dir / "corrections.jsonl").write_text(text)
    bring_in(store.database, store.data_dir)


@pytest.mark.parametrize("name", ["csv", "jsonl", "ris", "csl", "iramuteq", "graphml", "parquet"])
def test_an_edition_is_what_an_export_of_that_day_was(store: Archive, name: str) -> None:
    """Text, date, sources, keywords, section, kind, address, warnings and times are those of then: equal bytes."""
    seen(store, 0, 0, kind=None, warnings=[Warning_("odd", "title", "a; b")])
    seen(store, 1, 1, SITE + "b", sources=[], source_raw="", keywords=[], section=())
    seen(store, 2, 2)
    before = exported(store, name)
    seen(
        store, 30, 3, kind=Kind.BREVE, title="Un autre titre", body="Autre texte.", published_on="2024-10-02",
        keywords=["Fintech", "Projet"], section=("Accueil", "Autre"), author_line="B. Sarr",
        sources=[PressSource("APS", "APS", "")], source_raw="(Source : APS)",
    )  # fmt: skip
    seen(store, 31, 4, SITE + "b", keywords=["Radio"], section=HOUSE)
    seen(store, 32, 5, SITE + "c")
    longer = SITE + "un-accord-pour-la-fibre.html"
    with store.database.session() as session:
        page = visit(URL, hours=40, snapshot=snapshot(6, hours=40))
        save(session, article(longer, visit=page, title="Un autre titre"), store.run_id)
    assert exported(store, name) != before
    assert exported(store, name, as_of="2025-03-01") == before
    assert exported(store, name, as_of="2025-03-01T08:00:00Z") == before


def test_a_304_that_confirms_shows_an_article_again(store: Archive) -> None:
    """An edition of that day says so; one that confirms nothing shows nothing."""
    seen(store, 0, 0)
    with store.database.session() as session:
        for hours, revisit in ((24, True), (48, False)):
            taken = replace(snapshot(hours, hours=hours), revisit=revisit)
            add_snapshot(session, store.run_id, URL, 304, taken)
    seen(store, 72, 1)
    for day, last in (("2025-03-01", "01"), ("2025-03-02", "02"), ("2025-03-03", "02"), ("2025-03-04", "04")):
        (row,) = shown(store, day)
        assert row.last_seen_at.startswith(f"2025-03-{last}"), day


def test_filters_mean_the_edition(store: Archive) -> None:
    """A keyword that came later finds nothing then; one that ended finds it."""
    seen(store, 0, 0, keywords=["Radio"], section=("Accueil", "Une"))
    seen(store, 30, 1, keywords=["Fintech"], section=("Accueil", "Autre"), published_on="2023-01-01")
    assert shown(store, keyword=("radio",)) == []
    assert len(shown(store, "2025-03-01", keyword=("radio",), section=("une",), since="2024")) == 1
    assert shown(store, "2025-03-01", keyword=("fintech",)) == []
    assert shown(store, "2025-02-28") == []


def test_moments_are_days_months_years_runs(store: Archive) -> None:
    """The end of each is meant; a run that was killed ends by its last capture."""
    with store.database.session() as session:
        runs.finish(session, store.run_id, at(2), "healthy", 0, {})
    killed = store.new_run()
    seen(store, 30, 0)
    with store.database.read() as session:
        assert moment_of(session, "2024-02") == datetime(2024, 2, 29, 23, 59, 59, 999999, UTC)
        assert moment_of(session, "2024").month == 12
        assert moment_of(session, "2025-03-01T08:00+02:00") == at(0)
        assert moment_of(session, "1") == moment_of(session, "run:1") == at(2)
        assert moment_of(session, str(killed)) == at(30)
        for wrong in ("hier", "2024-13", "2024-02-30", "99"):
            with pytest.raises(UsageError, match="--as-of"):
                moment_of(session, wrong)


def test_corrections_show_everywhere_and_the_read_value_stays(store: Archive) -> None:
    """Rows, order, filters, warnings, nested formats and history follow; the tables of readings do not change."""
    seen(store, 0, 0)
    seen(store, 0, 1, SITE + "b", published_on="2024-11-01")
    values = {
        "title": "Un accord corrigé", "published_on": "2024-12", "keywords": "Fintech; Projet", "source": "APS",
        "section": "Accueil > Une", "author_line": "", "language": "en", "kind": "breve", "body": "Corrigé.",
        "source_name": "L’APS", "source_date": "2024-12-01",
    }  # fmt: skip
    assert set(values) == set(CORRECTABLE)
    correct(store, *({"field": name, "value": value} for name, value in values.items()))
    first, second = shown(store)
    assert first.url == SITE + "b"
    assert {name: getattr(second, name) for name in values} == values
    assert (second.date_precision, second.published_raw) == ("month", "mardi 1er octobre 2024")
    assert "title:corrected (A. Diop, 2025-03-02: faute)" in second.warnings
    for chosen in (
        {"keyword": ("projet",)}, {"source": ("aps",)}, {"source": ("l'aps",)}, {"section": ("une",)},
        {"kind": ("breve",)}, {"language": ("en",)}, {"query": "corrigé"}, {"since": "2024-12"},
    ):  # fmt: skip
        assert [row.url for row in shown(store, **chosen)] == [URL], chosen
    assert [row.url for row in shown(store, keyword=("infrastructures",))] == [SITE + "b"]
    record = json.loads(exported(store, "jsonl").splitlines()[1])
    assert (record["keywords"], record["section"]) == (["Fintech", "Projet"], ["Accueil", "Une"])
    assert record["sources"] == [{"name": "L’APS", "canonical": "APS", "date": "2024-12-01"}]
    told = {one["field"]: one["read"] for one in record["corrections"]}
    assert (told["title"], told["keywords"]) == ("Un accord pour la fibre", "Infrastructures")
    with store.database.read() as session:
        history = article_history(session, URL)
    assert history is not None
    assert history["revisions"][0]["title"] == "Un accord pour la fibre"
    assert {one["field"]: one["value"] for one in history["corrections"]} == values
    assert {one["field"]: one["read"] for one in history["corrections"]}["source_name"] == "Le Courrier"
    seen(store, 5, 2)
    assert shown(store)[1].revision == 1


def test_the_newest_correction_holds_and_can_be_taken_back(store: Archive) -> None:
    """A later one replaces an earlier one, null takes back, an edition knows those of its time."""
    seen(store, 0, 0)
    lines = [
        {"field": "title", "value": "Premier"},
        {"field": "title", "value": "Second", "when": "2025-03-05"},
    ]
    correct(store, *lines)
    assert shown(store)[0].title == "Second"
    assert shown(store, "2025-03-03")[0].title == "Premier"
    assert shown(store, "2025-03-01")[0].title == "Un accord pour la fibre"
    correct(store, *lines, {"field": "title", "value": None, "when": "2025-03-06"})
    assert (shown(store)[0].title, shown(store)[0].warnings) == ("Un accord pour la fibre", "")


def test_corrections_survive_a_rebuilt_database(store: Archive) -> None:
    """A new database obeys the file for articles that come after it was read, in CSV as people write it too."""
    store.database.close()
    folder = store.data_dir / "new"
    folder.mkdir()
    table = f"url;field;value;reason;who;when\r\n{URL};title;Corrigé à la main;faute;A. Diop;2025-03-02\r\n"
    (folder / "corrections.csv").write_bytes(b"\xef\xbb\xbf" + table.encode())
    from tests.pipelines.makers import archive

    rebuilt = archive(open_database(folder), folder)
    seen(rebuilt, 0, 0)
    rebuilt.database.close()
    rebuilt.database = open_database(folder)
    assert shown(rebuilt)[0].title == "Corrigé à la main"
    rebuilt.database.close()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"field": "source_raw", "value": "x"}, "cannot be corrected"),
        ({"field": "published_on", "value": "hier"}, "is no date"),
        ({"field": "published_on", "value": "2024-02-31"}, "is no date"),
        ({"field": "published_on", "value": 20241001}, "neither a text nor a list"),
        ({"field": "source_date", "value": "2024-10-01; hier"}, "is no date"),
        ({"field": "language", "value": "français"}, "is no language code"),
        ({"field": "keywords", "value": ["a", 5]}, "neither a text nor a list"),
        ({"field": "kind", "value": "photo"}, "is no kind"),
        ({"field": "title", "value": "x", "who": ""}, "who is missing"),
        ({"field": "title", "value": "x", "when": "demain"}, "is no date"),
        ({"field": "title", "value": "x", "url": "rien"}, "is no web address"),
    ],
)
def test_a_line_that_is_not_understood_is_named(store: Archive, line: dict[str, Any], said: str) -> None:
    """File, line and what to do; nothing changes."""
    with pytest.raises(StorageError, match=rf"corrections.jsonl, line 1: .*{said}"):
        correct(store, line)


def test_a_correction_of_an_unknown_address_is_on_the_work_list(store: Archive) -> None:
    """Nobody waits in vain for a correction that a slip of the pen made void."""
    correct(store, {"url": SITE + "coquille", "field": "title", "value": "x"})
    with store.database.read() as session:
        lines = open_warnings(session)
    assert [(line["code"], line["url"]) for line in lines] == [
        ("correction_of_unknown_address", "https://press.example/coquille")
    ]


def test_one_day_behind_two_sources_is_said_once(store: Archive) -> None:
    """Now and looking back; two days are both said, in the order printed."""
    day, other = "2024-10-01", "2024-09-30"
    for place, (name, dates) in enumerate((("a", (day, day)), ("b", (day, other, day)))):
        sources = [PressSource(f"Journal {at}", f"Journal {at}", date) for at, date in enumerate(dates)]
        seen(store, place, place, SITE + name, title=f"Titre {name}", sources=sources)
    for as_of in ("", "2100-01-01"):
        found = {row.title: row.source_date for row in shown(store, as_of)}
        assert found == {"Titre a": day, "Titre b": f"{day}; {other}"}, as_of
