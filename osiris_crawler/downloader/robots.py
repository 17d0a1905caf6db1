"""robots.txt by RFC 9309: asked once a run, recorded like any page, obeyed before a request is made."""

from __future__ import annotations

import codecs
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from protego import Protego
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError

from osiris_crawler import urls
from osiris_crawler.downloader.politeness import SLOT
from osiris_crawler.downloader.recorder import CUT_OFF
from osiris_crawler.errors import SiteRefusedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy.http import Response

AGENT = "osiris-mirror"
"""Product token by which robots.txt may name this program."""
MAX_REDIRECTS = 5
"""RFC 9309, 2.3.1.2."""
_MAX_BYTES = 500 * 1024
"""RFC 9309, 2.5: more need not be read."""
_TOO_MANY = 429
_COMMA = re.compile(r"(?im)^([ \t]*crawl-delay[ \t]*:[ \t]*\d+),(?=\d)")
_OUR_VERSION = re.compile(rf"(?im)^([ \t]*user-agent[ \t]*:[ \t]*{AGENT})/[^\r\n#]*")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Robots:
    """What a site's robots.txt says to us."""

    text: str = ""
    """As sent; empty when there is none."""
    authority: str = ""
    """Address of the site (scheme and host) that answered in the end."""
    _rules: Protego | None = None

    @classmethod
    def parse(cls, text: str, authority: str = "") -> Robots:
        """Read the text of a robots.txt, and what people write by mistake: a decimal comma, our version."""
        plain = _OUR_VERSION.sub(r"\1", _COMMA.sub(r"\1.", text.removeprefix("\ufeff")))
        return cls(text, authority, Protego.parse(plain))

    def allows(self, url: str) -> bool:
        """Tell whether an address may be asked for."""
        return self._rules is None or bool(self._rules.can_fetch(url, AGENT))

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between two requests that the site asks for, by Crawl-delay or Request-rate."""
        if self._rules is None:
            return None
        seconds, rate = self._rules.crawl_delay(AGENT), self._rules.request_rate(AGENT)
        asked = [float(seconds)] if seconds is not None else []
        if rate is not None and rate.requests:
            asked.append(rate.seconds / rate.requests)
        return max(asked, default=None)

    @property
    def sitemaps(self) -> list[str]:
        """Addresses of the sitemaps that the file names."""
        return list(self._rules.sitemaps) if self._rules else []


async def ask_robots(
    site: str, owns: Callable[[str], bool], download: Callable[[Request], Awaitable[Response]]
) -> Robots:
    """Ask a site for its robots.txt.

    Args:
        site: home address.
        owns: tells whether an address is this site's; a redirect elsewhere is not followed.
        download: asks and records one address.

    Returns:
        The rules; 4xx, more than five redirects and redirects to elsewhere mean that there are none.

    Raises:
        SiteRefusedError: 5xx, 429 or no answer, so nothing may be crawled now.
    """
    url = urls.canonical("/robots.txt", site)
    for _ in range(MAX_REDIRECTS + 1):
        response = await _answer(url, download)
        status = response.status
        if status >= 500 or status == _TOO_MANY:  # noqa: PLR2004 - RFC 9309, 2.3.1.4: server errors
            raise SiteRefusedError(
                f"{url} answers {status}: by RFC 9309 nothing may be crawled now. Try again later"
            )
        location = response.headers.get("Location")
        if 300 <= status < 400 and location:  # noqa: PLR2004 - redirects
            url = urls.canonical(location.decode("latin-1"), url)
            if not owns(url):
                logger.warning("robots.txt redirects to another site (%s): read as if there were none", url)
                return Robots(authority=site)
            continue
        if CUT_OFF in response.flags:
            raise SiteRefusedError(
                f"{url} broke off before its end, so nobody knows what it forbids. Try again later"
            )
        authority = urls.canonical("/", url) if url.endswith("/robots.txt") else site
        if status != 200:  # noqa: PLR2004 - 4xx: the site has no rules
            return Robots(authority=authority)
        return Robots.parse(_text(_first(response.body)), authority)
    return Robots(authority=site)


def _first(body: bytes) -> bytes:
    """Return as much as is read, in whole lines: half a line would forbid more or less than the whole one."""
    return body if len(body) <= _MAX_BYTES else body[: body.rfind(b"\n", 0, _MAX_BYTES) + 1]


def _text(body: bytes) -> str:
    """Return the text; RFC 9309 wants UTF-8, and an editor's UTF-16 says so by its first bytes."""
    wide = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return body.decode("utf-16" if wide else "utf-8", errors="replace")


async def _answer(url: str, download: Callable[[Request], Awaitable[Response]]) -> Response:
    """Ask once; every failure means that the site cannot be reached."""
    request = Request(url, dont_filter=True, meta={"download_slot": SLOT})
    try:
        return await download(request)
    except DownloadCancelledError as error:
        raise SiteRefusedError(f"{url}: {error}") from error
    except OSError as error:
        raise _unreachable(url, error) from error
    except Exception as error:
        if type(error).__module__.startswith(
            ("scrapy.", "twisted.", "OpenSSL", "osiris_crawler.downloader.wire")
        ):
            raise _unreachable(url, error) from error
        raise


def _unreachable(url: str, error: Exception) -> SiteRefusedError:
    """Say what to look at."""
    return SiteRefusedError(
        f"{url}: the site cannot be reached ({type(error).__name__}: {error}). Nothing was crawled; "
        "check the address and the network"
    )
