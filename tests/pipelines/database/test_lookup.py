"""Tests of `pipelines.database.lookup`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.items import Warning_
from pipelines.database.frontier import Frontier
from pipelines.database.lookup import article_history, open_warnings, warning_counts
from pipelines.database.records import save
from tests.pipelines.makers import HOUSE, SITE, article, snapshot, visit, wanted

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive


def test_a_history_tells_revisions_and_where_their_bytes_lie(store: Archive) -> None:
    """Each revision names what changed and its recording; dated histories tell since when and until when."""
    with store.database.session() as session:
        save(session, article(visit=visit(snapshot=snapshot(5))), store.run_id)
        later = visit(hours=24, snapshot=snapshot(900, hours=24))
        changed = article(
            visit=later, title="Nouveau", keywords=["Radio"], warnings=[Warning_("odd", "title", "x")]
        )
        save(session, changed, store.run_id)
    with store.database.read() as session:
        found = article_history(session, "http://press.example/un-accord.html")
        assert article_history(session, SITE + "unknown") is None
    assert found is not None
    first, second = found["revisions"]
    assert (first["changed"], second["changed"]) == ([], ["title"])
    assert second["snapshot"] == {
        "file": "run-0001.warc.gz", "offset": 900, "length": 100, "digest": "sha1:AAAA",
    }  # fmt: skip
    assert [(one["name"], one["until_at"]) for one in found["keywords"]] == [
        ("Infrastructures", "2025-03-02T06:00:00Z"),
        ("Radio", None),
    ]
    assert found["sections"][0]["name"] == " > ".join(HOUSE)
    assert found["addresses"][0]["how"] == "canonical"
    assert found["warnings"][0]["code"] == "odd"


def test_warnings_are_counted_and_listed_with_their_address(store: Archive) -> None:
    """Warnings of articles and of other pages stand in one work list; ended ones do not."""
    with store.database.session() as session:
        save(session, article(warnings=[Warning_("odd", "title")]), store.run_id)
        frontier = Frontier(store.site_id)
        for hours, codes in ((0, ["mojibake", "old"]), (1, ["mojibake"])):
            seen = visit(SITE + "x", hours=hours, warnings=[Warning_(code) for code in codes])
            frontier.finish(session, seen, wanted(), store.run_id)
    with store.database.read() as session:
        assert warning_counts(session) == [("", "mojibake", 1), ("title", "odd", 1)]
        listed = [(one["code"], one["url"]) for one in open_warnings(session)]
    assert listed == [("mojibake", SITE + "x"), ("odd", SITE + "un-accord.html")]
