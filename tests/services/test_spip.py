"""The whole job on a real SPIP 4.4: crawl it, export it, hold every row against what the site shows."""

from __future__ import annotations

import csv
import sqlite3
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from osiris_crawler import urls
from osiris_crawler.items import Role
from tests.services import spip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARTICLES = 1000
Rows = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[spip.SpipSite]:
    """A site of a thousand articles."""
    running = spip.start(tmp_path_factory.mktemp("spip"), ARTICLES)
    yield running
    spip.stop(running)


@pytest.fixture(scope="module")
def data(site: spip.SpipSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of one whole crawl of the site."""
    folder = tmp_path_factory.mktemp("data")
    osiris("crawl", "--site", site.url, "--kinds", "all", "--data", str(folder))
    return folder


@pytest.fixture(scope="module")
def rows(data: Path) -> Rows:
    """The exported rows, by address."""
    osiris("export", "csv", "--data", str(data))
    csv.field_size_limit(sys.maxsize)
    with (data / "exports/articles.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    by_address = {row["url"]: row for row in listed}
    assert len(by_address) == len(listed), "an article is exported twice"
    return by_address


@pytest.fixture(scope="module")
def shown(site: spip.SpipSite) -> list[dict[str, Any]]:
    """The articles that the site shows under an address of their own."""
    return [row for row in site.truth() if not row["virtual"]]


def osiris(*words: str) -> str:
    """Run the program as people do."""
    done = subprocess.run(
        [sys.executable, "-m", "osiris_crawler", *words],
        text=True,
        capture_output=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, f"{words} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_every_article_is_stored_once_and_nothing_else(
    site: spip.SpipSite, shown: list[dict[str, Any]], rows: Rows
) -> None:
    """Recall and precision are 1, no two articles are one row, and nothing hidden is found."""
    assert set(rows) == {row["url"] for row in shown}
    assert not site.hidden_titles() & {row["title"] for row in rows.values()}


def test_fields_agree_with_what_the_site_shows(shown: list[dict[str, Any]], rows: Rows) -> None:
    """Title, date, keywords, source and body are as the site has them."""
    found = spip.score(shown, rows)
    listed = "\n".join(found.wrong[:20])
    assert found.share("title") >= 0.995, listed
    assert found.share("published_on") == 1.0, listed
    assert found.share("keywords") >= 0.99, listed
    assert found.share("source_name") >= 0.98, listed
    assert found.share("source_date") >= 0.98, listed
    assert found.body_f1 >= 0.995


def test_each_address_is_asked_once_and_within_the_budget(
    site: spip.SpipSite, shown: list[dict[str, Any]], rows: Rows
) -> None:
    """A first crawl asks for articles, listings, navigation, a sitemap a year, and three addresses more."""
    assert rows
    asked = [path for path in site.asked() if "robots.txt" not in path]
    repeated = [path for path, count in Counter(asked).items() if count > 1]
    assert not repeated
    roles = Counter(urls.role_of(urls.canonical(path, site.url)) for path in asked)
    redirecting = len(site.truth()) - len(shown)
    years = {row["date"][:4] for row in shown}
    assert roles[Role.ARTICLE] <= len(shown) + redirecting
    assert roles[Role.SITEMAP] <= len(years) + 1
    assert len(asked) <= len(site.truth()) + roles[Role.SECTION] + len(years) + 3
    forbidden = ("/ecrire/", "/prive/", "/lib/", "action=", "page=login")
    assert not [path for path in asked if any(word in unquote(path) for word in forbidden)]


def test_redirecting_articles_are_recorded_as_redirects(site: spip.SpipSite, data: Path) -> None:
    """An article that only redirects is no row; its address and where it leads are kept."""
    database = data / "osiris.sqlite3"
    virtual = [row["url"] for row in site.truth() if row["virtual"]]
    assert virtual
    with sqlite3.connect(database) as connection:
        states = dict(connection.execute("SELECT url, state || ' ' || reason FROM page"))
    assert {states[url].split()[0] for url in virtual} <= {"moved", "refused"}, states
