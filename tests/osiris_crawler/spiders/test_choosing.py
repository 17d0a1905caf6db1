"""Which site a crawl means that was told none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from osiris_crawler import settings
from osiris_crawler.errors import UsageError
from osiris_crawler.sites import profile_for
from osiris_crawler.spiders.choosing import Choice, choose_site
from pipelines.database import runs
from pipelines.database.engine import open_database
from pipelines.database.frontier import Frontier
from tests.pipelines.makers import at, visit, wanted

if TYPE_CHECKING:
    from pathlib import Path

HERE, THERE = "http://127.0.0.1:8099/", "http://127.0.0.1:8100/"


@pytest.fixture(autouse=True)
def _no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "OSIRIS_SITE", "https://www.osiris.sn/")
    monkeypatch.setattr(settings, "OSIRIS_SITE_GIVEN", False)


def crawled(data: Path, *sites: str, answered: bool = True) -> Path:
    """Return a data folder with the archive of some sites."""
    database = open_database(data)
    with database.session() as session:
        for url in sites:
            site_id = runs.site_id(session, profile_for(url).name, url)
            run_id = runs.start(session, site_id, "crawl", {}, at(0))
            if answered:
                Frontier(site_id).finish(session, visit(url), wanted(), run_id)
    database.close()
    return data


def test_the_one_site_of_the_archive_comes_before_the_default(tmp_path: Path) -> None:
    """It is said, since nobody typed it."""
    choice = choose_site(None, crawled(tmp_path, HERE))
    assert (choice.url, choice.from_archive) == (HERE, True)
    assert choice.said == f"Site: {HERE}, as the archive in {tmp_path} has it"


def test_without_an_archive_it_is_the_default(tmp_path: Path) -> None:
    """A new folder is not made, and a site that never answered is no archive yet."""
    assert choose_site(None, tmp_path / "new") == Choice("https://www.osiris.sn/")
    assert not (tmp_path / "new").exists()
    assert choose_site(None, crawled(tmp_path, HERE, answered=False)) == Choice("https://www.osiris.sn/")


def test_what_is_given_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Option before setting; a site that is not the archive's is taken beside it, and said."""
    crawled(tmp_path, HERE)
    assert choose_site(HERE, tmp_path) == Choice(HERE)
    other = choose_site(THERE, tmp_path)
    assert (other.url, other.from_archive) == (THERE, False)
    assert f"holds the archive of {HERE}; --site {THERE} is another site" in other.said
    monkeypatch.setattr(settings, "OSIRIS_SITE", THERE)
    monkeypatch.setattr(settings, "OSIRIS_SITE_GIVEN", True)
    assert f"OSIRIS_SITE {THERE} is another site" in choose_site(None, tmp_path).said
    assert choose_site(HERE, tmp_path) == Choice(HERE)


def test_one_site_in_another_spelling_is_the_same(tmp_path: Path) -> None:
    """With or without www, http or https."""
    crawled(tmp_path, "https://www.presse.example/")
    assert choose_site("http://presse.example", tmp_path) == Choice("http://presse.example")


def test_of_several_sites_one_has_to_be_named(tmp_path: Path) -> None:
    """Unless the default is one of them."""
    crawled(tmp_path / "two", HERE, THERE)
    with pytest.raises(
        UsageError, match=r"8099/ and http://127\.0\.0\.1:8100/\. Name the one that is meant by --site"
    ):
        choose_site(None, tmp_path / "two")
    assert choose_site(THERE, tmp_path / "two") == Choice(THERE)
    crawled(tmp_path / "with", HERE, "https://www.osiris.sn/")
    assert choose_site(None, tmp_path / "with") == Choice("https://www.osiris.sn/")


def test_an_archive_that_cannot_be_read_is_told_by_the_crawl(tmp_path: Path) -> None:
    """Choosing a site damages nothing and hides no error."""
    (tmp_path / "osiris.sqlite3").write_bytes(b"no database at all")
    assert choose_site(HERE, tmp_path) == Choice(HERE)
