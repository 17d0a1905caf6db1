"""The coverage ledger: what the archive lacks, and what one of the site's lists lacks, is named article by article."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.services.nights import Nights, faketime_library

if TYPE_CHECKING:
    from pathlib import Path

    from osiris_crawler.sample.server import SampleSite

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(faketime_library() is None, reason="libfaketime is not installed"),
]
MONTH = "2024-10"


def of_month(site: SampleSite) -> set[str]:
    """Return the addresses of the articles filed in the month."""
    return {site.address(one) for one in site.archive.published() if one.rubric.month == MONTH}


@pytest.mark.parametrize("belongings", [True, False], ids=["with all rows", "article alone"])
def test_seven_deleted_articles_are_named_and_come_back(
    site: SampleSite, archive: Path, tmp_path: Path, *, belongings: bool
) -> None:
    """Deleted from the database by hand, in either way; the next run reads them again, and nothing else."""
    data = tmp_path / "data"
    shutil.copytree(archive, data)
    with closing(sqlite3.connect(data / "osiris.sqlite3")) as shell, shell:
        chosen = "SELECT id FROM article ORDER BY (id * 7919) % 1009 LIMIT 7"
        deleted = {row[0] for row in shell.execute(f"SELECT url FROM article WHERE id IN ({chosen})")}
        revisions = f"SELECT id FROM revision WHERE article_id IN ({chosen})"
        if belongings:
            shell.execute(f"DELETE FROM revision_source WHERE revision_id IN ({revisions})")
            for table in ("revision", "article_keyword", "article_section", "warning", "address"):
                shell.execute(f"DELETE FROM {table} WHERE article_id IN ({chosen})")
        shell.execute(f"DELETE FROM article WHERE id IN ({chosen})")
    nights = Nights(site, data, night=1)
    code, found = nights.status()
    assert code == 3
    assert {one["url"] for one in found["missing"]} == deleted
    asked = len(site.requests)
    assert nights.crawl("--recheck", "0")[0] == 0
    again = {site.url + path[1:] for path in site.paths()[asked:]}
    assert {url for url in again if url in deleted} == deleted
    code, found = nights.status()
    assert (code, found["missing"], found["coverage"]["missing"]) == (0, [], 0)


@pytest.mark.parametrize(
    ("switch", "lacking"),
    [("hidden_in_menu", "navigation"), ("hidden_in_sitemap", "independent_list")],
)
@pytest.mark.parametrize("later", [False, True], ids=["from the first crawl on", "one night"])
def test_a_month_that_one_list_lacks_is_named(
    site: SampleSite, archive: Path, tmp_path: Path, switch: str, lacking: str, *, later: bool
) -> None:
    """All its articles are stored; the run and status end with 3, and status names each of them."""
    data = tmp_path / "data"
    if later:
        shutil.copytree(archive, data)
    nights = Nights(site, data, night=int(later))
    setattr(site.faults, switch, {MONTH})
    try:
        code, said = nights.crawl("--census", "--recheck", "0")
    finally:
        setattr(site.faults, switch, set())
    assert code == 3
    assert "Lists of the site" in said
    assert of_month(site) <= {row[0] for row in nights.all("SELECT url FROM article")}
    assert of_month(site) <= named(nights, lacking)


@pytest.mark.parametrize("month", [MONTH, "2003-05", "2016-06"])
def test_a_month_that_leaves_the_menus_is_named_the_next_night(
    site: SampleSite, archive: Path, tmp_path: Path, month: str
) -> None:
    """By an ordinary run, since a page that it reads anyway named the month; and no more once it is back."""
    data = tmp_path / "data"
    shutil.copytree(archive, data)
    nights = Nights(site, data, night=1)
    site.faults.hidden_in_menu = {month}
    try:
        code, said = nights.crawl()
    finally:
        site.faults.hidden_in_menu = set()
    gone = {site.address(one) for one in site.archive.published() if one.rubric.month == month}
    assert gone
    assert (code, month in said) == (3, True), said
    assert gone <= named(nights, "navigation")
    assert nights.crawl()[0] == 0
    assert not named(nights, "navigation")


def named(nights: Nights, lacking: str) -> set[str]:
    """Return the addresses that status names as lacking in a list; it ends with 3 when there are any."""
    code, found = nights.status()
    differing = {url for one in found["differences"] if one["lacking_in"] == lacking for url in one["urls"]}
    assert code == (3 if differing else 0)
    return differing
