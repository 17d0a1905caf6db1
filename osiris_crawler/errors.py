"""Every error the program raises on purpose.

OsirisError
├── UsageError            wrong option, no contact: exit 2
├── PageError             a page that cannot be read as what it should be
│   └── NotAnArticleError the address promises an article, the page shows something else
├── StorageError          the data folder cannot be used
│   ├── DatabaseError     the database is locked, damaged or of another version
│   └── SnapshotError     a recording cannot be written or read
├── SiteRefusedError      robots.txt forbids or fails, or the site cannot be reached: exit 5
└── LockedError           another run holds the data folder: exit 75
"""

from __future__ import annotations


class OsirisError(Exception):
    """Base of all; its text says what, where and what to do next. The command line prints it without a traceback."""

    exit_code = 1


class UsageError(OsirisError):
    """Raised by commands and by `sites` for input that cannot be used; nothing was changed."""

    exit_code = 2


class PageError(OsirisError):
    """Raised by `pages`; the visit ends as refused, is counted, and the crawl goes on."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason


class NotAnArticleError(PageError):
    """Raised by `pages.read` when the page is a home page, a listing or an error page; nothing is stored for it."""


class StorageError(OsirisError):
    """Base of what goes wrong with the data folder."""

    exit_code = 1


class DatabaseError(StorageError):
    """Raised by `pipelines.database`; the transaction was rolled back, nothing is lost."""


class SnapshotError(StorageError):
    """Raised by `pipelines.snapshots`; a page whose bytes could not be kept is not stored either."""


class SiteRefusedError(OsirisError):
    """Raised by the crawl when robots.txt bars the site, fails with 5xx, or nothing answers."""

    exit_code = 5


class LockedError(OsirisError):
    """Raised at the start of a crawl when another one works in the same data folder."""

    exit_code = 75
