"""robots.txt by RFC 9309."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import DownloadConnectionRefusedError
from scrapy.http import Response

from osiris_crawler.downloader.robots import Robots, ask_robots
from osiris_crawler.errors import SiteRefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy import Request

SITE = "https://www.example.org/"
TEXT = """User-agent: *
Disallow: /ecrire/
Disallow: /*.api/
Crawl-delay: 3

User-agent: osiris-mirror
Disallow: /secret
Crawl-delay: 7

Sitemap: https://www.example.org/sitemap.xml
"""


def ask(answers: Mapping[str, tuple[int, str] | Exception], encoding: str = "utf-8") -> Robots:
    """Ask a site that answers with (status, body or location)."""

    async def download(request: Request) -> Response:
        answer = answers[request.url]
        if isinstance(answer, Exception):
            raise answer
        status, text = answer
        headers = {"Location": text} if 300 <= status < 400 else {}
        return Response(request.url, status, headers, text.encode(encoding))

    return asyncio.run(ask_robots(SITE, lambda url: "example.org" in url.split("/")[2], download))


def test_the_group_that_names_us_counts_alone() -> None:
    """RFC 9309, 2.2.1: the general group is for those no group names."""
    robots = Robots.parse(TEXT)
    assert not robots.allows(f"{SITE}secret.html")
    assert robots.allows(f"{SITE}ecrire/")
    assert robots.crawl_delay == 7
    assert robots.sitemaps == [f"{SITE}sitemap.xml"]


def test_rules_for_all_hold_when_none_names_us() -> None:
    """Wildcards included."""
    robots = Robots.parse(TEXT.replace("osiris-mirror", "other"))
    assert not robots.allows(f"{SITE}ecrire/index.html")
    assert not robots.allows(f"{SITE}prive.api/x")
    assert robots.crawl_delay == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_without_a_file_everything_is_allowed(status: int) -> None:
    """RFC 9309, 2.3.1.3: 4xx means that there are no rules."""
    assert ask({f"{SITE}robots.txt": (status, "")}).allows(f"{SITE}ecrire/")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_failing_server_is_not_crawled(status: int) -> None:
    """RFC 9309, 2.3.1.4: server errors mean complete disallow; 429 asks us to stay away too."""
    with pytest.raises(SiteRefusedError, match=str(status)):
        ask({f"{SITE}robots.txt": (status, "")})


def test_no_answer_means_no_crawl() -> None:
    """A refused connection says which address and why."""
    with pytest.raises(SiteRefusedError, match="cannot be reached"):
        ask({f"{SITE}robots.txt": DownloadConnectionRefusedError("refused")})


def test_redirects_on_the_site_are_followed_and_tell_its_spelling() -> None:
    """The host that answers in the end is the one to ask."""
    robots = ask(
        {
            f"{SITE}robots.txt": (301, "http://example.org/robots.txt"),
            "http://example.org/robots.txt": (200, TEXT),
        }
    )
    assert robots.authority == "http://example.org/"
    assert not robots.allows("http://example.org/secret")


def test_a_redirect_elsewhere_is_not_followed() -> None:
    """No request goes to another host; the site then has no rules."""
    assert ask({f"{SITE}robots.txt": (302, "https://elsewhere.net/robots.txt")}).allows(f"{SITE}ecrire/")


def test_more_than_five_redirects_count_as_no_file() -> None:
    """RFC 9309, 2.3.1.2."""
    assert ask({f"{SITE}robots.txt": (302, "/robots.txt")}).allows(f"{SITE}ecrire/")


def test_a_byte_order_mark_hides_no_rule() -> None:
    """Editors of some systems put one before the first line."""
    robots = Robots.parse("\ufeffUser-agent: *\nDisallow: /\nCrawl-delay: 4\n")
    assert not robots.allows(SITE)
    assert robots.crawl_delay == 4


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 2.5", 2.5),
        ("crawl-delay : 2,5", 2.5),
        ("Crawl-delay: soon", None),
        ("Crawl-delay: -1", None),
        ("Request-rate: 1/10", 10),
        ("Crawl-delay: 3\nRequest-rate: 30/1m", 3),
    ],
)
def test_delays_are_read_as_people_write_them(line: str, seconds: float | None) -> None:
    """Decimals with a point or a comma, and a rate; what is no number asks for nothing."""
    assert Robots.parse(f"User-agent: *\n{line}\nDisallow: /x\n").crawl_delay == seconds


def test_our_name_with_a_version_is_our_name() -> None:
    """RFC 9309 wants the product token alone; people copy the whole agent."""
    assert not Robots.parse("User-agent: Osiris-Mirror/0.1 (+x)\nDisallow: /\n").allows(SITE)


def test_a_huge_file_is_read_in_whole_lines() -> None:
    """Half a line at the limit would forbid another part of the site."""
    rules = "User-agent: *\nDisallow: /ecrire/\n" + "# padding\n" * 51_130
    text = rules + "Disallow: /" + "x" * 5_000_000
    assert len(rules) < 500 * 1024 < len(text)
    robots = ask({f"{SITE}robots.txt": (200, text)})
    assert robots.allows(SITE)
    assert not robots.allows(f"{SITE}ecrire/")


def test_a_file_that_broke_off_is_no_answer() -> None:
    """What it forbids further down is not known."""

    async def download(request: Request) -> Response:
        return Response(request.url, 200, body=b"User-agent: *\nDisall", flags=["dataloss"])

    with pytest.raises(SiteRefusedError, match="broke off"):
        asyncio.run(ask_robots(SITE, lambda _: True, download))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_an_editor_wrote_before_the_text_does_not_hide_it(encoding: str) -> None:
    """A byte order mark, of UTF-8 or of UTF-16."""
    robots = ask({f"{SITE}robots.txt": (200, "User-agent: *\nDisallow: /secret")}, encoding)
    assert not robots.allows(f"{SITE}secret")
    assert robots.allows(f"{SITE}open")
