"""Page layouts that a site never showed before, beside what its earlier runs saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from osiris_crawler.spiders.marks import LayoutWatch
from pipelines.database import runs
from pipelines.database.engine import open_database
from tests.pipelines.makers import Archive, archive, at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = b"<html><body class='page_article'><div class='texte'><p>Un texte.</p></div></body></html>"
WITH_MORE = PAGE.replace(b"Un texte.", b"Un <sup>2</sup> texte.")
MONTH = {"kinds": ["article"], "since": "2024-10", "until": "2024-10"}
ALL: dict[str, Any] = {"kinds": ["article"], "since": None, "until": None}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    """Give an archive in which nothing was crawled yet."""
    database = open_database(tmp_path)
    yield archive(database, tmp_path)
    database.close()


def warned(store: Archive, options: dict[str, Any], *pages: bytes) -> list[str]:
    """Look at pages in a run of its own; return the codes of the warnings on the last of them."""
    with store.database.session() as session:
        run = runs.start(session, store.site_id, "crawl", options, at(0), reader_version="1")
    watch = LayoutWatch(store.database, store.site_id, run)
    found = [watch.look(page) for page in pages]
    with store.database.session() as session:
        runs.finish(session, run, at(1), "healthy", 0, {})
    return [warning.code for warning in found[-1]]


def test_a_first_crawl_knows_nothing_to_compare_with(store: Archive) -> None:
    """The second one does; what it met is known to the third."""
    assert warned(store, ALL, PAGE, WITH_MORE) == []
    assert warned(store, ALL, WITH_MORE) == []
    assert warned(store, ALL, WITH_MORE.replace(b"sup", b"sub")) == ["new_marks"]
    assert warned(store, ALL, WITH_MORE.replace(b"sup", b"sub")) == []


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        (MONTH, ALL, []),
        (MONTH, MONTH | {"since": "2020"}, []),
        (MONTH, MONTH, ["new_marks"]),
        (ALL, MONTH, ["new_marks"]),
        (MONTH | {"since": None}, MONTH, ["new_marks"]),
    ],
)
def test_a_run_of_some_months_says_nothing_of_others(
    store: Archive, first: dict[str, Any], then: dict[str, Any], expected: list[str]
) -> None:
    """Where people try one month before all, the rest of the archive shows what that month did not."""
    assert warned(store, first, PAGE) == []
    assert warned(store, then, WITH_MORE) == expected
