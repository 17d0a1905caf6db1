"""Editors at work on a real SPIP: the next run finds each change, and a run with nothing new asks next to nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.osiris_crawler.cli.process import environment, query
from tests.services import spip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.service
ARTICLES = 300
RETITLED, APPENDED, TRASHED = 40, 200, 120
NOTHING_NEW = 6
CENSUS = 40
OF_ADDRESS = "(SELECT article_id FROM address WHERE url = '{}')"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[spip.SpipSite]:
    """A site of its own, since it is edited."""
    running = spip.start(tmp_path_factory.mktemp("edited"), ARTICLES)
    yield running
    spip.stop(running)


def crawl(site: spip.SpipSite, data: Path, *more: str) -> int:
    """Crawl everything, old articles left alone; return how many requests the server saw."""
    before = len(site.asked())
    words = ["crawl", "--site", site.url, "--kinds", "all", "--data", str(data), "--recheck", "0", *more]
    done = subprocess.run(
        [sys.executable, "-m", "osiris_crawler", *words],
        env=environment(), capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    # two new articles with a warning are two of two: a verdict for people
    assert done.returncode in {0, 3}, done.stderr
    return len(site.asked()) - before


def article_at(data: Path, url: str) -> tuple[int, int, str, str]:
    """Return id, number of the present revision, title and body of the article that has this address."""
    rows = query(
        data,
        "SELECT a.id, r.number, r.title, r.body FROM article a JOIN revision r "
        f"ON r.id = a.current_revision_id WHERE a.id = {OF_ADDRESS.format(url)}",
    )
    found: tuple[int, int, str, str] = rows[0]
    return found


def by_number(site: spip.SpipSite, number: int) -> dict[str, Any]:
    """Return what the site shows of an article."""
    return next(row for row in site.truth() if row["id_article"] == number)


def hidden(site: spip.SpipSite) -> list[int]:
    """Return the numbers of the drafts, those with the oldest date first."""
    lines = (site.folder / "hidden.jsonl").read_text(encoding="utf-8").splitlines()
    drafts = [row for line in lines if (row := json.loads(line))["statut"] == "prepa"]
    return [row["id_article"] for row in sorted(drafts, key=lambda row: row["date"])]


def test_each_edit_is_found_by_the_next_run(site: spip.SpipSite, tmp_path: Path) -> None:
    """Published, back-dated, retitled (under a new address), longer, and trashed; each once, nothing twice."""
    crawl(site, tmp_path)
    assert crawl(site, tmp_path) <= NOTHING_NEW
    old, trashed = by_number(site, RETITLED), by_number(site, TRASHED)["url"]
    before, longer = article_at(tmp_path, old["url"]), article_at(tmp_path, by_number(site, APPENDED)["url"])
    drafts = hidden(site)
    backdated, new = drafts[0], drafts[-1]
    for verb, number in (("publish", backdated), ("publish", new), ("retitle", RETITLED),
                         ("append", APPENDED), ("trash", TRASHED)):  # fmt: skip
        site.edit(verb, number)
    crawl(site, tmp_path)
    for number in (backdated, new):
        assert article_at(tmp_path, by_number(site, number)["url"])[1] == 1
    after = article_at(tmp_path, by_number(site, RETITLED)["url"])
    assert (after[0], after[1]) == (before[0], 2)
    assert after[2] != before[2]
    appended = article_at(tmp_path, by_number(site, APPENDED)["url"])
    assert (appended[0], appended[1]) == (longer[0], 2)
    assert len(appended[3]) > len(longer[3])
    assert query(tmp_path, f"SELECT state FROM page WHERE url = '{trashed}'") == [("gone",)]
    shown = {row["url"] for row in site.truth() if not row["virtual"]}
    stored = {url for (url,) in query(tmp_path, "SELECT url FROM article WHERE status = 'live'")}
    assert stored - {trashed} == shown
    assert crawl(site, tmp_path) <= NOTHING_NEW


def test_a_census_of_all_years_asks_few_pages(site: spip.SpipSite, tmp_path: Path) -> None:
    """A sitemap for each year at most, and the listings that show news."""
    crawl(site, tmp_path)
    assert crawl(site, tmp_path, "--census") <= CENSUS
