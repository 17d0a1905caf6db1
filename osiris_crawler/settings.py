"""All settings in one place: what Scrapy is told, what is ours, and where things lie.

What may be changed without harm is read from the environment too, as `OSIRIS_<NAME>`.
"""

from __future__ import annotations

import math
import os
import re
from pathlib import Path
from typing import TypeVar

from osiris_crawler.errors import UsageError

VERSION = "0.1.0"

_Value = TypeVar("_Value", bool, int, float, str)
CONTACT = re.compile(r"[^\s@<>]+@[\w-]+(\.[\w-]+)+|https?://[\w-]+(\.[\w-]+)+", re.IGNORECASE)
YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


TROUBLES: list[str] = []
"""What is wrong with the environment; `check` refuses to go on with it."""


def env(
    name: str,
    default: _Value,
    *,
    words: tuple[str, ...] = (),
    numeric: bool = False,
    whole: bool = False,
    least: int = 0,
    line: bool = False,
) -> _Value:
    """Return the environment's `OSIRIS_<name>` in the type of the default; empty counts as not set.

    A value that cannot be used gives the default and a line of TROUBLES, since settings are read on import.

    Args:
        name: without `OSIRIS_`.
        default: what holds when nothing is set.
        words: the only texts that may be given, in any case.
        numeric: the text must be a number although the default is a text.
        whole: and a whole one.
        least: the smallest number that can be used.
        line: the text must be one line of what can be printed.
    """
    text = os.environ.get(f"OSIRIS_{name}", "").strip()
    if not text:
        return default
    try:
        if numeric or whole or (not isinstance(default, str | bool)):
            _number(text, whole=whole or isinstance(default, int), least=least)
        return _read(text, default, words, line=line)
    except ValueError as error:
        TROUBLES.append(f"OSIRIS_{name}={text!r}: {error}")
        return default


def _read(text: str, default: _Value, words: tuple[str, ...], *, line: bool) -> _Value:
    """Return the text as a value of the default's type; a ValueError says what may be written."""
    if isinstance(default, bool):
        if text.lower() not in YES | NO:
            raise ValueError("write yes or no")
        return text.lower() in YES
    if words:
        found = next((word for word in words if word.lower() == text.lower()), None)
        if found is None:
            raise ValueError(f"write {', '.join(words[:-1])} or {words[-1]}")
        return type(default)(found)
    if line and not text.isprintable():
        raise ValueError("write it on one line, without characters that print nothing")
    return type(default)(text)


def _number(text: str, *, whole: bool, least: int) -> None:
    try:
        value = int(text) if whole else float(text)
    except ValueError:
        raise ValueError("write a whole number" if whole else "write a number") from None
    if not 0 <= value < math.inf:
        raise ValueError("write a number that is not negative")
    if value < least:
        raise ValueError(f"write {least} or more")


def contact(text: str) -> str:
    """Return a text that holds a mail address or that of a page; of another one a line of TROUBLES, and nothing."""
    if not text or CONTACT.search(text):
        return text
    TROUBLES.append(
        f"OSIRIS_CONTACT={text!r}: write a mail address (you@example.org) or the address of a page "
        "(https://example.org/contact)"
    )
    return ""


def check() -> None:
    """Refuse to work with an environment that cannot be understood.

    Raises:
        UsageError: a variable holds what its setting cannot be.
    """
    if TROUBLES:
        raise UsageError("; ".join(TROUBLES))


def data_folder(given: Path | None) -> Path:
    """Return the data folder that a command works in: what --data names, else OSIRIS_DATA.

    Raises:
        UsageError: a file stands there, or above it.
    """
    folder = (given or OSIRIS_DATA).expanduser().resolve()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if there.is_dir():
        return folder
    name = "OSIRIS_DATA" if given is None else "--data"
    raise UsageError(f"{name} {given or OSIRIS_DATA}: {there} is a file. Name a folder, a new one too")


def project_root(start: Path | None = None) -> Path:
    """Return the folder of scrapy.cfg: this checkout, else the nearest above `start`, else `start`."""
    checkout = Path(__file__).resolve().parent.parent
    here = (start or Path.cwd()).resolve()
    for folder in (checkout, here, *here.parents):
        if (folder / "scrapy.cfg").is_file():
            return folder
    return here


# 1. Scrapy: each line says why it differs from Scrapy's own default
BOT_NAME = "osiris"
SPIDER_MODULES = ["osiris_crawler.spiders"]
SCHEDULER = (
    "osiris_crawler.downloader.scheduler.Scheduler"  # the queue is the database, JOBDIR loses pages at a kill
)
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "osiris_crawler.downloader.recorder.RecorderHandler",  # only here are the bytes still as received
    "https": "osiris_crawler.downloader.recorder.RecorderHandler",
    "data": None,  # a link can never make the crawl read anything but the site
    "file": None,
    "ftp": None,
    "s3": None,
}
ITEM_PIPELINES = {
    "pipelines.normalise.NormalisePipeline": 100,
    "pipelines.validate.ValidatePipeline": 200,
    "pipelines.deduplicate.DeduplicatePipeline": 300,
    "pipelines.store.StorePipeline": 400,
}
EXTENSIONS = {
    "osiris_crawler.spiders.run.RunExtension": 0,
    "scrapy.extensions.memusage.MemoryUsage": None,  # it sends mail
    "scrapy.extensions.logstats.LogStats": None,  # the progress line says more
}
CONCURRENT_ITEMS = env(
    "CONCURRENT_ITEMS", 1
)  # 100 starts that many tasks a response: 16.1 s CPU against 9.9 s
CONCURRENT_REQUESTS = env("CONCURRENT_REQUESTS", 1)  # a guest asks one thing at a time
CONCURRENT_REQUESTS_PER_DOMAIN = CONCURRENT_REQUESTS
REMOTE_CONTROL_ENABLED = False  # on by default: a local port that executes Python
TELNETCONSOLE_ENABLED = False  # the same, older
COOKIES_ENABLED = False  # the first Set-Cookie would fetch the public suffix list from elsewhere
REDIRECT_ENABLED = False  # each hop is recorded, checked and queued by the frontier
RETRY_ENABLED = False  # attempts and pauses are kept in the frontier, over restarts
METAREFRESH_ENABLED = False  # a page's own wish is no redirect
HTTPERROR_ALLOW_ALL = True  # a 404 is an outcome to store, not an error to swallow
HTTPCACHE_ENABLED = False  # replay from the recordings is our cache
HTTPPROXY_ENABLED = env(
    "HTTPPROXY_ENABLED", default=False
)  # with a proxy the recorded address is the proxy's
REFERER_ENABLED = False  # requests come from the queue, not from a page
ROBOTSTXT_OBEY = (
    False  # downloader/robots.py obeys it more strictly: Scrapy allows everything when robots.txt fails
)
TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"  # the default one knows no IPv6
DOWNLOAD_VERIFY_CERTIFICATES = env("DOWNLOAD_VERIFY_CERTIFICATES", default=True)  # off by default in Scrapy
DOWNLOAD_MAXSIZE = env("DOWNLOAD_MAXSIZE", 64 * 1024 * 1024)  # bytes; 1 GiB by default, held in memory
DOWNLOAD_WARNSIZE = 0  # the snapshot knows the size
DOWNLOAD_TIMEOUT = env(
    "DOWNLOAD_TIMEOUT", 60, least=1
)  # seconds; SPIP takes 0.04 s a page, 180 s would hold the only connection
DOWNLOAD_FAIL_ON_DATALOSS = False  # a body cut off is recorded as such, and the page comes back later
DOWNLOAD_DELAY = 0.0  # the queue waits, by --delay, Crawl-delay, Retry-After and slow answers
DOWNLOAD_DELAY_JITTER = 0.0  # the same; Scrapy's goes below the delay, ours only above
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "fr",  # Scrapy says "en", which a multilingual SPIP follows
    "Accept-Encoding": "gzip",  # every reader of recordings can decode it
}
URLLENGTH_LIMIT = 4096  # an address is asked as the site writes it
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_LEVEL = env("LOG_LEVEL", "INFO", words=LOG_LEVELS)  # DEBUG writes a line for each response
LOG_FORMATTER = (
    "osiris_crawler.spiders.log.LogFormatter"  # a whole article in the log for each refused one is too much
)
STATS_DUMP = env("STATS_DUMP", default=False)  # the closing table and the run's row hold what matters

# 2. Ours
OSIRIS_SITE = env("SITE", "https://www.osiris.sn/")  # any SPIP press archive
OSIRIS_SITE_GIVEN = bool(env("SITE", ""))  # else the site of the archive that is continued comes before it
OSIRIS_CONTACT = contact(
    env("CONTACT", "", line=True)
)  # mail address or page of who runs the crawl; no live crawl without
OSIRIS_DELAY = env("DELAY", 1.0)  # seconds between two requests; Crawl-delay may ask for more
OSIRIS_JITTER = env(
    "JITTER", "", numeric=True
)  # up to this share of the delay more, so that requests keep no beat; empty: 0.2, loopback 0
OSIRIS_QUOTA = env(
    "QUOTA", "", whole=True
)  # requests a day; empty: 20,000 elsewhere, no limit on a loopback site; 0: none
OSIRIS_WINDOW = env("WINDOW", "")  # hours in the site's time zone in which it may be asked, as 22:00-06:00
OSIRIS_BACK_OFF = env(
    "BACK_OFF", "", numeric=True
)  # pause >= so many times the answer's time; empty: 2, loopback 0
OSIRIS_RETRY_WAIT = env(
    "RETRY_WAIT", 120.0
)  # seconds a run waits at its end for pages that may be asked again
OSIRIS_RETRY_AFTER_DEFAULT = env(
    "RETRY_AFTER_DEFAULT", 60.0
)  # seconds of rest after a 429 or 503 that names none
OSIRIS_REST_WAIT = env(
    "REST_WAIT", 3600.0
)  # seconds; when the site wants a longer rest (Retry-After) the run ends, and goes on later
OSIRIS_MAX_FAILURES = env(
    "MAX_FAILURES", 20, least=1
)  # failed requests in a row after which the site counts as not reachable
OSIRIS_VALIDATORS = env(
    "VALIDATORS", default=True
)  # asks for known pages by ETag and Last-Modified; no for a server whose 304 is not to be believed
OSIRIS_NOTIFY = env("NOTIFY", "unhealthy", words=("unhealthy", "always"))  # or always: which runs are told of
OSIRIS_NOTIFY_COMMAND = env("NOTIFY_COMMAND", "")  # run by the shell, the end of the run as JSON on its input
OSIRIS_NOTIFY_WEBHOOK = env("NOTIFY_WEBHOOK", "")  # gets the same JSON by POST
OSIRIS_LOG_JSON = env("LOG_JSON", default=False)  # the run's log in JSON lines, for programs that read logs
OSIRIS_PRIVATE = env("PRIVATE", default=False)  # allows a site whose name leads to a private address
OSIRIS_WARC_SIZE = env(
    "WARC_SIZE", 1_000_000_000, least=1
)  # bytes; a new file after that, as the archivists' tools expect
OSIRIS_LEFT_OUT = {  # off above, and large: Scrapy loads whatever its lists hold, and what is named None too
    "EXTENSIONS_BASE": ("scrapy.extensions.remote_control.RemoteControl",),  # 7 MB of memory
    "DOWNLOADER_MIDDLEWARES_BASE": ("scrapy.downloadermiddlewares.cookies.CookiesMiddleware",),  # 3 MB
}
OSIRIS_PROGRESS_SECONDS = env(
    "PROGRESS_SECONDS", 60.0
)  # between two progress lines where there is no terminal
USER_AGENT = f"osiris-mirror/{VERSION}" + (f" (+{OSIRIS_CONTACT})" if OSIRIS_CONTACT else "")
# the name holds no word of SPIP's list of robots (bot, crawler, python, archive …), which get stale pages

# 3. Paths
OSIRIS_ROOT = project_root()
OSIRIS_DATA = Path(env("DATA", str(OSIRIS_ROOT / "data")))  # everything a crawl makes
OSIRIS_DATABASE_URL = env("DATABASE_URL", "")  # SQLAlchemy address instead of DATA/osiris.sqlite3
