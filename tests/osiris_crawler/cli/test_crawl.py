"""`osiris crawl`, the real program against the sample site."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from tests.osiris_crawler.cli.process import environment, osiris, query, start

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]


@pytest.fixture
def site() -> Iterator[SampleSite]:
    """Serve a small archive."""
    with SampleSite(SampleArchive(40, variants=False)) as served:
        yield served


def crawl(site: SampleSite, data: Path, *more: str) -> tuple[int, str]:
    """Crawl all kinds of the sample site into a folder."""
    return osiris("crawl", "--site", site.url, "--data", str(data), "--kinds", "all", *more)


def stored(data: Path) -> set[str]:
    """Return the paths of the stored articles."""
    return {"/" + url.split("/", 3)[3] for (url,) in query(data, "SELECT url FROM article")}


def test_a_crawl_takes_everything_once_and_records_it(site: SampleSite, tmp_path: Path) -> None:
    """Every article is stored, every address asked once, and each answer lies in the recordings."""
    code, said = crawl(site, tmp_path)
    assert code == 0, said
    assert len(stored(tmp_path)) == 40
    assert "40 articles" in said
    assert "Next: osiris export csv" in said
    asked = Counter(site.paths())
    assert set(asked.values()) == {1}
    (file,) = (tmp_path / "warc").glob("*.warc.gz")
    with file.open("rb") as recording:
        kinds = Counter(record.rec_type for record in ArchiveIterator(recording))
    assert kinds["response"] == kinds["request"] == len(site.paths())
    assert query(tmp_path, "SELECT verdict, exit_code FROM run") == [("healthy", 0)]


def test_the_site_of_the_archive_needs_no_name(site: SampleSite, tmp_path: Path) -> None:
    """Once it was crawled; the default site is not crawled into the archive of another one."""
    crawl(site, tmp_path)
    code, said = osiris("crawl", "--data", str(tmp_path), "--kinds", "all")
    assert code == 0, said
    assert f"Site: {site.url}, as the archive in {tmp_path} has it." in said
    assert query(tmp_path, "SELECT count(*) FROM site") == [(1,)]
    assert query(tmp_path, "SELECT count(*) FROM run") == [(2,)]


def test_a_second_run_asks_a_few_pages_and_finds_what_is_new(site: SampleSite, tmp_path: Path) -> None:
    """No article is asked again; a new one is found by sitemap and listing."""
    crawl(site, tmp_path)
    before = len(site.requests)
    assert crawl(site, tmp_path)[0] == 0
    again = site.paths()[before:]
    assert not set(again) & stored(tmp_path)
    site.add(
        "Une nouvelle inventée",
        date(2025, 4, 29),
        "Un texte inventé pour cet essai, assez long pour être lu.",
    )
    assert crawl(site, tmp_path)[0] == 0
    assert len(stored(tmp_path)) == 41


def test_new_addresses_make_no_new_articles(tmp_path: Path) -> None:
    """The site gives every article another slug; the old ones redirect: the next run stores none of them twice."""
    with SampleSite(SampleArchive(60, variants=False)) as site:
        assert crawl(site, tmp_path)[0] == 0
        before = set(query(tmp_path, "SELECT key FROM article"))
        for article in list(site.archive.published()):
            site.readdress(article.path)
        crawl(site, tmp_path, "--census")
    assert set(query(tmp_path, "SELECT key FROM article")) == before
    assert query(tmp_path, "SELECT max(revision) FROM article") == [(1,)]
    assert query(tmp_path, "SELECT count(*) FROM former WHERE field = 'url'")[0][0] > 30


def test_kill_and_signal_lose_and_repeat_nothing(site: SampleSite, tmp_path: Path) -> None:
    """After kill -9 and SIGTERM the same command ends with every article, none asked after its commit."""
    site.faults.delay = 0.02
    arguments = ("crawl", "--site", site.url, "--data", str(tmp_path), "--kinds", "all")
    for number, code in ((signal.SIGKILL, -9), (signal.SIGTERM, 4)):
        process = start(*arguments)
        already = len(site.requests)
        while len(site.requests) < already + 15 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(number)
        process.communicate(timeout=60)
        assert process.returncode == code
    assert osiris(*arguments)[0] == 0
    assert len(stored(tmp_path)) == 40
    asked = Counter(path for path in site.paths() if path.endswith(".html"))
    assert sum(count - 1 for count in asked.values()) <= 1  # the page that was in flight at the kill
    assert not list((tmp_path / "warc").glob("*.open"))
    assert len(list((tmp_path / "warc").glob("*.warc.gz"))) == 3


def test_one_run_at_a_time(site: SampleSite, tmp_path: Path) -> None:
    """The second one ends with 75 and says who holds the folder."""
    site.faults.delay = 0.2
    first = start("crawl", "--site", site.url, "--data", str(tmp_path))
    while not site.requests and first.poll() is None:
        time.sleep(0.01)
    code, said = crawl(site, tmp_path)
    first.terminate()
    first.communicate(timeout=30)
    assert code == 75
    assert f"process {first.pid}" in said


def test_robots_that_fail_stop_the_crawl(site: SampleSite, tmp_path: Path) -> None:
    """5xx means that nothing may be crawled: exit 5, and nothing else was asked."""
    site.faults.robots_status = 503
    code, said = crawl(site, tmp_path)
    assert code == 5
    assert "503" in said
    assert site.paths() == ["/robots.txt"]


def test_pages_that_robots_bar_are_not_asked(site: SampleSite, tmp_path: Path) -> None:
    """They end as forbidden in the frontier, without a request."""
    site.faults.robots_extra = "User-agent: osiris-mirror\nDisallow: /-Annee-2\n"
    assert crawl(site, tmp_path)[0] == 0
    assert not [path for path in site.paths() if path.startswith("/-Annee-2")]
    assert query(tmp_path, "SELECT count(*) FROM page WHERE state = 'forbidden'")[0][0] > 0


def test_retry_after_is_waited_for(site: SampleSite, tmp_path: Path) -> None:
    """After a 503 nothing at all is asked of the site for as long as it wants."""
    site.faults.unavailable_paths.add("/-Articles-de-presse-.html")
    site.faults.retry_after = "2"
    process = start("crawl", "--site", site.url, "--data", str(tmp_path), "--kinds", "all")
    while "/-Articles-de-presse-.html" not in site.paths()[:-1]:
        time.sleep(0.01)
    process.terminate()
    process.communicate(timeout=30)
    times = [request.time for request in site.requests]
    at = site.paths().index("/-Articles-de-presse-.html")
    assert times[at + 1] - times[at] >= 2
    state = "SELECT state, attempts FROM page WHERE url LIKE '%-Articles-de-presse-.html'"
    assert query(tmp_path, state) == [("failed", 1)]


def test_no_request_leaves_the_site(site: SampleSite, tmp_path: Path) -> None:
    """A redirect to another port of this machine is recorded and not followed."""
    with SampleSite(SampleArchive(1, variants=False)) as other:
        site.faults.redirects["/-Ressources-.html"] = f"{other.url}-Ressources-.html"
        crawl(site, tmp_path)
        assert other.requests == []
    assert query(tmp_path, "SELECT state FROM page WHERE url LIKE '%-Ressources-.html'") == [("refused",)]


def test_given_addresses_only(site: SampleSite, tmp_path: Path) -> None:
    """--url stores these addresses now and follows nothing."""
    site.faults.statuses["/absent.html"] = 404
    given = [f"{site.url}-Articles-de-presse-.html", f"{site.url}absent.html"]
    code, said = crawl(site, tmp_path, "--url", given[0], "--url", given[1])
    assert code == 0, said
    assert sorted(site.paths()) == ["/-Articles-de-presse-.html", "/absent.html", "/robots.txt"]


def test_a_file_of_addresses_is_read_as_windows_writes_it_and_never_taken_for_all(
    site: SampleSite, tmp_path: Path
) -> None:
    """A byte-order mark is no part of an address; a file without addresses is a mistake, not the whole site."""
    file = tmp_path / "addresses.txt"
    file.write_text(f"{site.url}-Articles-de-presse-.html\r\n", encoding="utf-8-sig")
    code, said = crawl(site, tmp_path, "--urls", str(file))
    assert code == 0, said
    asked = ["/-Articles-de-presse-.html", "/robots.txt"]
    assert sorted(site.paths()) == asked
    file.write_text("# none yet\n\n", encoding="utf-8")
    code, said = crawl(site, tmp_path, "--urls", str(file))
    assert code == 2
    assert "holds no address" in said
    assert sorted(site.paths()) == asked


def test_a_limit_stops_before_the_end(site: SampleSite, tmp_path: Path) -> None:
    """Exit 4: the run can be continued."""
    code, said = crawl(site, tmp_path, "--limit", "6")
    assert (code, len(site.requests)) == (4, 7)
    assert "still due" in said


def test_a_live_site_needs_a_contact(tmp_path: Path) -> None:
    """Exit 2 before anything is asked or made."""
    code, said = osiris("crawl", "--data", str(tmp_path / "none"))
    assert code == 2
    assert "OSIRIS_CONTACT" in said
    assert not (tmp_path / "none").exists()


def test_scrapy_crawl_does_the_same(site: SampleSite, tmp_path: Path) -> None:
    """`scrapy crawl archive -a …` works from a sub folder of the project."""
    wishes = {"site": site.url, "kinds": "all", "since": "2020", "until": "2024"}
    command = [sys.executable, "-m", "scrapy", "crawl", "archive"]
    for name, value in wishes.items():
        command += ["-a", f"{name}={value}"]
    where = environment(OSIRIS_DATA=str(tmp_path))
    done = subprocess.run(command, cwd=ROOT / "docs", env=where, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
    years = {year for (year,) in query(tmp_path, "SELECT DISTINCT substr(published_on, 1, 4) FROM article")}
    assert years
    assert years <= {"2020", "2021", "2022", "2023", "2024"}
    assert not [path for path in site.paths() if path.startswith(("/-Annee-2019", "/-Annee-200"))]


def test_months_that_the_archive_lacks_and_days_are_said(site: SampleSite, tmp_path: Path) -> None:
    """A later run for them is healthy, and tells that nothing lies there; a day is told to be a whole month."""
    crawl(site, tmp_path)
    code, said = crawl(site, tmp_path, "--since", "1980", "--until", "1981-02-28")
    assert code == 0, said
    assert "--until 1981-02-28: a crawl takes whole months; this one takes all of 1981-02." in said
    assert "No month of the archive lies in --since 1980-01 --until 1981-02" in said
    assert "No month" not in crawl(site, tmp_path, "--since", "2000")[1]
