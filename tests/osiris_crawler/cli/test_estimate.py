"""`osiris crawl --dry-run`."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from osiris_crawler import settings
from osiris_crawler.cli.estimate import show_estimate
from osiris_crawler.errors import UsageError
from osiris_crawler.items import Link, Outcome, Role, Visit
from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from osiris_crawler.spiders.opening import open_context
from osiris_crawler.spiders.options import options_from_text
from tests.osiris_crawler.cli.process import environment, osiris, query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE = "http://127.0.0.1:8099/"
NOW = datetime.now(UTC) - timedelta(minutes=1)


@pytest.fixture
def site() -> Iterator[SampleSite]:
    """Serve a small archive."""
    with SampleSite(SampleArchive(60, variants=False)) as served:
        yield served


def dry(site: SampleSite, data: Path, *more: str, **settings: str) -> tuple[int, str]:
    """Return exit code and what a dry run prints."""
    words = ["crawl", "--site", site.url, "--kinds", "all", "--data", str(data), "--dry-run", *more]
    done = subprocess.run(
        [sys.executable, "-m", "osiris_crawler", *words],
        env=environment(**settings), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout


def requests_told(said: str) -> int:
    """Return the first number of requests that an estimate names."""
    words = said.split("requests", maxsplit=1)[0].split()
    return int(words[-1].replace(",", ""))


def test_before_a_first_crawl_the_site_is_looked_over(site: SampleSite, tmp_path: Path) -> None:
    """The estimate comes close to what the crawl then asks, and nothing is stored."""
    code, said = dry(site, tmp_path / "data")
    assert code == 0
    assert not (tmp_path / "data").exists()
    looked = len(site.requests)
    assert f"{looked} requests were made for this estimate" in said
    assert "articles 60 (named by the site's sitemap" in said
    osiris("crawl", "--site", site.url, "--kinds", "all", "--data", str(tmp_path / "data"))
    asked = len(site.requests) - looked
    assert 0.85 * asked < requests_told(said) < 1.15 * asked


def test_without_a_sitemap_the_listings_tell(site: SampleSite, tmp_path: Path) -> None:
    """It says that the number is reckoned."""
    site.faults.sitemap = False
    code, said = dry(site, tmp_path)
    assert code == 0
    assert "reckoned from its lists" in said
    assert requests_told(said) > 60


def test_a_finished_archive_tells_what_the_next_run_asks(site: SampleSite, tmp_path: Path) -> None:
    """Home page, sitemap and newest listings by name; the run then asks exactly that, and the dry run nothing."""
    osiris("crawl", "--site", site.url, "--kinds", "all", "--data", str(tmp_path))
    before = len(site.requests)
    code, said = dry(site, tmp_path)
    assert (code, len(site.requests)) == (0, before)
    assert "The next run looks for news" in said
    assert "home page 1" in said
    osiris("crawl", "--site", site.url, "--kinds", "all", "--data", str(tmp_path))
    assert requests_told(said) == len(site.requests) - before


def test_a_stopped_first_crawl_tells_what_is_left(site: SampleSite, tmp_path: Path) -> None:
    """And a daily quota spreads it over days."""
    osiris("crawl", "--site", site.url, "--kinds", "all", "--data", str(tmp_path), "--limit", "20")
    code, said = dry(site, tmp_path, OSIRIS_QUOTA="10")
    assert code == 0
    assert "goes on with the first crawl" in said
    assert "expected of listings to be read" in said
    assert requests_told(said) > 60
    assert "at most 10 requests a day: " in said


def test_a_site_that_refuses_says_so(site: SampleSite, tmp_path: Path) -> None:
    """The exit code is the crawl's."""
    site.faults.robots_status = 503
    assert dry(site, tmp_path)[0] == 5


def test_a_live_site_needs_a_contact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A look is a visit, too: it is refused before anything is said of looking."""
    monkeypatch.setattr(settings, "OSIRIS_CONTACT", "")
    with pytest.raises(UsageError, match="OSIRIS_CONTACT"):
        show_estimate(options_from_text(site="https://www.osiris.sn/", data_dir=tmp_path))
    assert not capsys.readouterr().err


def test_given_addresses_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing else is asked with --url."""
    options = options_from_text(site=SITE, data_dir=tmp_path, urls=[f"{SITE}a.html"])
    assert show_estimate(options) == 0
    assert "2 requests: robots.txt and the addresses given" in capsys.readouterr().out


def test_failed_pages_whose_time_has_come_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are asked in the next run; the estimate leaves the frontier as it was."""
    options = options_from_text(site=SITE, data_dir=tmp_path)
    context = open_context(options)
    with context.database.session() as session:
        for name, outcome in (("", Outcome.DONE), ("a.html", Outcome.FAILED)):
            visit = Visit(f"{SITE}{name}", Role.ARTICLE if name else Role.HOME, outcome, NOW, reason="x")
            context.frontier.finish(session, visit, context.assess, context.run_id)
        listed = Link(f"{SITE}b.html", Role.ARTICLE, path=("Articles de presse", "Année 2025", "Mai 2025"))
        context.frontier.add(session, [listed], None, context.assess, seen_at=NOW)
        before = context.frontier.counts(session)
    context.close()
    assert show_estimate(options) == 0
    assert "articles 2" in capsys.readouterr().out
    again = open_context(options)
    with again.database.read() as session:
        assert again.frontier.counts(session) == before
    again.close()


def test_months_that_are_wanted_are_counted_where_they_are_listed(site: SampleSite, tmp_path: Path) -> None:
    """A sitemap does not say of what month its articles are; --limit ends the run before, and is said."""
    wanted = sum(article.published_on >= "2024" for article in site.archive.articles)
    code, said = dry(site, tmp_path, "--since", "2024", "--limit", "3")
    assert code == 0
    told = int(said.partition("articles ")[2].split()[0].replace(",", ""))
    assert abs(told - wanted) <= 0.2 * wanted + 2
    assert "--limit 3 ends the run before that" in said


def test_a_look_that_is_stopped_estimates_nothing(site: SampleSite, tmp_path: Path) -> None:
    """Half a look tells half an archive: the quota is named, and the exit code is that of a stopped run."""
    code, said = dry(site, tmp_path, OSIRIS_QUOTA="9")
    assert code == 4
    assert "A first crawl" not in said


def test_a_look_minds_what_the_archive_knows_of_the_site(site: SampleSite, tmp_path: Path) -> None:
    """A rest the site asked for, and the day's quota; and the archive learns what the look asked."""
    site.faults.unavailable_paths, site.faults.retry_after = {"/"}, "7200"
    assert osiris("crawl", "--site", site.url, "--data", str(tmp_path))[0] == 4
    before = len(site.requests)
    assert dry(site, tmp_path)[0] == 4
    assert len(site.requests) == before
    other = tmp_path / "other"
    site.faults.unavailable_paths, site.faults.robots_status = set(), 503
    assert osiris("crawl", "--site", site.url, "--data", str(other))[0] == 5
    site.faults.robots_status = 200
    before = len(site.requests)
    assert dry(site, other, OSIRIS_QUOTA="200")[0] == 0
    looked = len(site.requests) - before
    assert query(other, "select requests from day_use") == [(looked + 1,)]
    assert dry(site, other, OSIRIS_QUOTA=str(looked))[0] == 4
    assert len(site.requests) == before + looked
