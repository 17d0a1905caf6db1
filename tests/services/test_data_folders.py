"""Data folders that are moved, merged, restored and brought up to date."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from pipelines.database import migrating
from pipelines.database.engine import open_database
from tests.osiris_crawler.cli.process import osiris, query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.service
ARTICLES = 40
TEXT = "Un texte inventé pour cet essai, assez long pour être lu comme un article."


@pytest.fixture
def site() -> Iterator[SampleSite]:
    """Serve a small archive."""
    with SampleSite(SampleArchive(ARTICLES, variants=False)) as served:
        yield served


def done(*words: str, data: Path) -> str:
    """Run a command; only a verdict for people may be against it."""
    code, said = osiris(*words, "--data", str(data))
    assert code in {0, 3}, said
    return said


def crawl(site: SampleSite, data: Path) -> int:
    """Crawl everything; return how many requests that took."""
    before = len(site.requests)
    done("crawl", "--site", site.url, "--kinds", "all", "--recheck", "0", data=data)
    return len(site.requests) - before


def whole(data: Path, articles: int) -> None:
    """Hold a folder to what it should be: so many articles, each once, every record whole and known."""
    assert query(data, "SELECT count(*), count(DISTINCT url) FROM article") == [(articles, articles)]
    assert osiris("verify", "--data", str(data))[0] == 0
    assert osiris("database", "check", "--data", str(data))[0] == 0


def rows(data: Path) -> bytes:
    """Return the exported table."""
    done("export", "csv", "-o", str(data / "out.csv"), data=data)
    return (data / "out.csv").read_bytes()


def test_a_folder_goes_on_at_another_place(site: SampleSite, tmp_path: Path) -> None:
    """Nothing in it knows where it lay; the next run asks no article again."""
    crawl(site, tmp_path / "here")
    before = rows(tmp_path / "here")
    shutil.move(tmp_path / "here", tmp_path / "there")
    assert crawl(site, tmp_path / "there") <= 6
    whole(tmp_path / "there", ARTICLES)
    assert len(rows(tmp_path / "there")) == len(before)


def test_two_folders_of_one_site_become_one(site: SampleSite, tmp_path: Path) -> None:
    """The recordings of the other are replayed: what only it had is added, what both had stays one article."""
    one, other = tmp_path / "one", tmp_path / "other"
    crawl(site, one)
    site.add("Une nouvelle que l’autre a lue", date(2025, 4, 29), TEXT)
    crawl(site, other)
    recordings = [str(path) for path in sorted((other / "warc").glob("*.warc.gz"))]
    done("replay", *recordings, data=one)
    whole(one, ARTICLES + 1)
    assert crawl(site, one) <= 6
    done("replay", *recordings, data=one)
    whole(one, ARTICLES + 1)


def test_a_backup_and_the_recordings_give_everything_back(site: SampleSite, tmp_path: Path) -> None:
    """What was captured after the backup comes from the recordings."""
    data, saved = tmp_path / "data", tmp_path / "saved.sqlite3"
    crawl(site, data)
    done("database", "backup", str(saved), data=data)
    site.add("Une nouvelle après la copie", date(2025, 4, 29), TEXT)
    crawl(site, data)
    before = rows(data)
    for file in data.glob("osiris.sqlite3*"):
        file.write_bytes(b"no database any more" * 1000)
    done("database", "restore", str(saved), data=data)
    done("replay", data=data)
    whole(data, ARTICLES + 1)
    assert rows(data) == before
    assert crawl(site, data) <= 6


@pytest.mark.parametrize("revision", [name for name in migrating.known() if name != migrating.HEAD])
def test_an_archive_of_an_older_version_is_brought_up_to_date(
    site: SampleSite, tmp_path: Path, revision: str
) -> None:
    """By any command, without losing an article; the next run asks nothing again."""
    crawl(site, tmp_path)
    database = open_database(tmp_path)
    with database.engine.begin() as connection:
        migrating.downgrade(connection, revision)
    database.close()
    assert crawl(site, tmp_path) <= 6
    with sqlite3.connect(tmp_path / "osiris.sqlite3") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (migrating.HEAD,)
    whole(tmp_path, ARTICLES)
