"""Nights on a site that nginx serves from files: what did not change is answered by 304."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.article import Kind
from osiris_crawler.sample.server import SampleSite
from tests.osiris_crawler.cli.process import osiris
from tests.services.nginx import PROGRAM, StaticSite
from tests.services.nights import Nights, faketime_library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="needs nginx"),
    pytest.mark.skipif(faketime_library() is None, reason="needs libfaketime"),
]
ARTICLES = 24
BYTES = 1_500
"""Most that a page which answered 304 may add to the recordings, its request included."""


@pytest.fixture(params=[True, False], ids=["packed", "plain"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StaticSite]:
    """Serve a small archive by nginx; where it packs pages, it weakens their tags."""
    with StaticSite(SampleArchive(ARTICLES, variants=False), tmp_path / "site", gzip=request.param) as served:
        yield served


def _recorded(data: Path) -> int:
    return sum(path.stat().st_size for path in (data / "warc").glob("*.warc.gz"))


def _seen(nights: Nights) -> dict[str, tuple[int, str]]:
    rows = nights.all("SELECT url, revision, substr(last_seen_at, 1, 10) FROM article")
    return {url: (revision, day) for url, revision, day in rows}


def test_nights_on_files(site: StaticSite, tmp_path: Path) -> None:
    """A quiet night is 304s and no alarm; an edited file gives its article a revision, a new one is found."""
    served: Any = site
    nights = Nights(served, tmp_path / "data")
    assert nights.crawl()[0] == 0
    first, before = _recorded(nights.data), len(site.asked())

    assert nights.crawl()[0] == 0
    dead = {path for path, status, _ in site.asked()[:before] if status == 404}
    asked = [one for one in site.asked()[before:] if one[0] not in {"/robots.txt", *dead}]
    grown = _recorded(nights.data) - first
    assert {status for _, status, _ in asked} == {304}
    assert len(asked) > ARTICLES
    assert sum(size for *_, size in asked) == 0
    assert grown <= BYTES * (len(site.asked()) - before + 2)
    assert set(_seen(nights).values()) == {(1, "2025-05-06")}

    edited = site.archive.published(Kind.ARTICLE)[3]
    site.archive.append(edited.id, "Un paragraphe de plus.")
    assert edited.path in site.publish()
    before = len(site.asked())
    assert nights.crawl()[0] == 0
    asked = site.asked()[before:]
    assert (edited.path, 200) in {(path, status) for path, status, _ in asked}
    assert [url for url, (revision, _) in _seen(nights).items() if revision > 1] == [
        site.url + edited.path[1:]
    ]
    assert {day for _, day in _seen(nights).values()} == {"2025-05-07"}

    check(nights, tmp_path)


def check(nights: Nights, tmp_path: Path) -> None:
    """A replay of all nights gives the same CSV, and every record is as it was written."""
    copy = tmp_path / "copy"
    (copy / "warc").mkdir(parents=True)
    for path in (nights.data / "warc").glob("*.warc.gz"):
        (copy / "warc" / path.name).write_bytes(path.read_bytes())
    assert osiris("replay", "--data", str(copy), "--workers", "1")[0] == 0
    for folder in (nights.data, copy):
        assert osiris("export", "csv", "--data", str(folder), "-o", str(folder / "out.csv"))[0] == 0
        assert osiris("verify", "--data", str(folder))[0] == 0
    assert (copy / "out.csv").read_bytes() == (nights.data / "out.csv").read_bytes()


def test_what_a_lying_server_hides_is_found(tmp_path: Path) -> None:
    """304 to everything: the lists are seen whole after a week, the alarm names them, and the news is stored."""
    with SampleSite(SampleArchive(ARTICLES, variants=False)) as served:
        served.faults.naming = "fixed"
        nights = Nights(served, tmp_path)
        assert nights.crawl()[0] == 0
        new = served.add(
            "Une liaison neuve pour le port", served.archive.published(Kind.ARTICLE)[0].day, "Un texte."
        )
        assert nights.crawl()[0] == 0
        assert served.address(new) not in _seen(nights)
        nights.night += 6
        code, said = nights.crawl()
        assert code == 3
        assert "changed although the server names them as before" in said
        assert served.address(new) in _seen(nights)
