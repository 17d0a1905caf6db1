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


def ask(answers: Mapping[str, tuple[int, str] | Exception]) -> Robots:
    """Ask a site that answers with (status, body or location)."""

    async def download(request: Request) -> Response:
        answer = answers[request.url]
        if isinstance(answer, Exception):
            raise answer
        status, text = answer
        headers = {"Location": text} if 300 <= status < 400 else {}
        return Response(request.url, status, headers, text.encode())

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
