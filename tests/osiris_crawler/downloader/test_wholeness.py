"""Pages that were cut before they were sent, and pages that end as they always did."""

from __future__ import annotations

import gzip
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from osiris_crawler.downloader.wholeness import FEW, TRIES, Wholeness
from osiris_crawler.items import Role
from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from pipelines.database.engine import open_database
from pipelines.database.frontier import FrontierPage
from pipelines.database.models import Article
from tests.osiris_crawler.cli.process import osiris

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
WHOLE = b"<html><body><h1>Un titre</h1><p>Un texte entier.</p></body></html>"
CUT = b"<html><body><h1>Un titre</h1><p>Un texte en"
NEW = "nouveau.html"


def crawled(data: Path, rewrite: Callable[[str, str], str] | None = None) -> Path:
    """Crawl a small site, its pages changed."""
    with SampleSite(SampleArchive(12, variants=False)) as site:
        site.faults.rewrite = rewrite
        code, said = osiris("crawl", "--site", site.url, "--data", str(data), "--kinds", "all")
        assert code in {0, 3}, said
    return data


@pytest.fixture(scope="module")
def closing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crawl a site that ends all its pages."""
    return crawled(tmp_path_factory.mktemp("closing"))


@pytest.fixture(scope="module")
def open_ended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crawl a site that ends none."""
    folder = tmp_path_factory.mktemp("open")
    return crawled(folder, lambda _, html: html.replace("</body>", "").replace("</html>", ""))


class Run:
    """A later run of an archive."""

    def __init__(self, data: Path) -> None:
        self.database = open_database(data)
        context: Any = SimpleNamespace(database=self.database, site_id=1, run_id=99, data_dir=data)
        self.wholeness = Wholeness(context)
        with self.database.read() as session:
            self.known = list(session.scalars(select(Article.url).order_by(Article.id)))

    def is_cut(
        self, url: str, body: bytes, *, attempts: int = 0, role: Role = Role.ARTICLE, head: bytes = HEAD
    ) -> bool:
        """Tell what it says of an answer."""
        page = FrontierPage(1, url, role, (), 0, attempts, "", "")
        return self.wholeness.is_cut(page, 200, head, body)


@pytest.fixture
def later(closing: Path) -> Iterator[Run]:
    """Begin a later run of the site that ends its pages."""
    run = Run(closing)
    yield run
    run.database.close()


def test_a_page_without_the_end_that_it_had_is_cut(later: Run) -> None:
    """Packed or not; with its end it is whole."""
    first, second, *_ = later.known
    assert later.is_cut(first, CUT)
    packed = HEAD.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n")
    assert later.is_cut(second, gzip.compress(CUT), head=packed)
    assert not later.is_cut(first, WHOLE)
    assert not later.is_cut(second, gzip.compress(WHOLE), head=packed)


def test_a_new_page_is_held_against_those_beside_it(later: Run, open_ended: Path) -> None:
    """Where the site ends its pages it is cut, where it does not it is as the others."""
    assert later.is_cut(later.known[0] + NEW, CUT)
    run = Run(open_ended)
    assert not run.is_cut(run.known[0] + NEW, CUT)
    assert not run.is_cut(run.known[0], CUT)
    run.database.close()


def test_a_page_that_stays_so_is_taken_as_it_is(later: Run) -> None:
    """After some nights nobody waits for its end any more."""
    assert later.is_cut(later.known[0], CUT, attempts=TRIES - 1)
    assert not later.is_cut(later.known[0], CUT, attempts=TRIES)


def test_a_new_page_that_stays_so_is_taken_in_the_same_run(later: Run) -> None:
    """Nothing of a site is lost whose templates do not all end alike."""
    url = later.known[0] + NEW
    assert [later.is_cut(url, CUT, attempts=tries) for tries in range(4)] == [True, True, False, False]


def test_new_pages_of_which_many_have_no_end_are_taken_at_once(later: Run) -> None:
    """Where every fifth has none, a few are asked again, and no more."""
    found = []
    for number in range(100):
        url = f"{later.known[0]}{number}"
        found.append(later.is_cut(url, WHOLE if number % 5 else CUT))
    assert sum(found) == FEW


def test_a_new_template_is_no_accident(later: Run) -> None:
    """When most pages of a role come without an end the site has another way; a few beside many whole ones do not."""
    assert [later.is_cut(url, CUT) for url in later.known[: FEW + 2]] == [True] * FEW + [False] * 2
    other = Run(later.wholeness._context.data_dir)
    assert not any(other.is_cut(url, WHOLE) for url in other.known)
    assert all(other.is_cut(url, CUT) for url in other.known[: FEW + 2])
    other.database.close()


def test_what_is_no_page_of_html_has_no_end(later: Run) -> None:
    """Nor have robots.txt, sitemaps and errors one that could lack."""
    url = later.known[0]
    assert not later.is_cut(url, b"%PDF-1.4")
    assert not later.is_cut(url, b"")
    assert not later.is_cut(url, CUT, role=Role.SITEMAP)
    assert not later.wholeness.is_cut(None, 200, HEAD, CUT)
    page = FrontierPage(1, url, Role.ARTICLE, (), 0, 0, "", "")
    assert not later.wholeness.is_cut(page, 404, HEAD, CUT)


def test_a_first_run_learns_from_its_own_pages(tmp_path: Path) -> None:
    """The first pages of a site tell how it ends them."""
    open_database(tmp_path).close()
    run = Run(tmp_path)
    assert not run.is_cut("http://presse.example/a.html", CUT)
    for name in "bcd":
        assert not run.is_cut(f"http://presse.example/{name}.html", WHOLE)
    assert run.is_cut("http://presse.example/e.html", CUT)
    run.database.close()
