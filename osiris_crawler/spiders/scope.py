"""What a crawl wants, and in which order: pure, told from the link alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler import urls
from osiris_crawler.items import Kind, Link, Role
from osiris_crawler.spiders.months import Month, is_calendar, period_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from osiris_crawler.pages.vocabulary import Vocabulary

HOME = 9_000_000
SITEMAP = 8_500_000
NAVIGATION = 8_000_000
"""Sections without a year: what leads to the years."""
BASE_OF_TIME = 10
"""Months weigh `year * 14 + month` times ten; a section stands before the articles that it lists."""
UNDATED = 1_000
UNLISTED = 1

HOLDS: dict[Kind, frozenset[Kind]] = {
    Kind.ARTICLE: frozenset({Kind.BREVE}),  # SPIP files brèves below a top section
    Kind.BULLETIN: frozenset({Kind.EDITORIAL}),
}
"""Kinds that a section of another kind may hold."""


class Scope:
    """The wish of one run: kinds, first and last month."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        kinds: Collection[Kind] = frozenset(Kind),
        since: Month | None = None,
        until: Month | None = None,
        *,
        today: date | None = None,
    ) -> None:
        """Take the wish.

        Args:
            vocabulary: of the site.
            kinds: of articles.
            since: first month.
            until: last month.
            today: sections of months after the next one are not wanted yet; None where no time is known.
        """
        self.vocabulary = vocabulary
        self.kinds = frozenset(kinds)
        self.since = since
        self.until = until
        self._newest = Month(today.year + today.month // 12, today.month % 12 + 1) if today else None

    @property
    def everything(self) -> bool:
        """True when no kind is left out."""
        return self.kinds == frozenset(Kind)

    @property
    def wants_breves(self) -> bool:
        """True when brèves are wanted; SPIP's sitemap and feed do not name them."""
        return Kind.BREVE in self.kinds

    @property
    def limited_in_time(self) -> bool:
        """True with --since or --until."""
        return self.since is not None or self.until is not None

    @property
    def whole_years(self) -> bool:
        """True when --since and --until, where given, begin and end a year."""
        return (self.since is None or self.since.month == 1) and (
            self.until is None or self.until.month == 12  # noqa: PLR2004 - December
        )

    def assess(self, link: Link) -> int | None:
        """Return the priority of a link (higher is sooner), or None when this run does not want it.

        An article of which only the address is known is not wanted yet: a listing may still tell what it is,
        and what no listing names is asked at the end of the run.
        """
        match link.role:
            case Role.HOME:
                return HOME
            case Role.SITEMAP:
                return SITEMAP
            case Role.SECTION:
                return self._section(link)
            case Role.ARTICLE:
                return self._row(link, self.kind_of(link))
            case Role.BREVE:
                return self._row(link, Kind.BREVE)
            case Role.FEED | Role.ROBOTS | Role.ASSET | Role.OTHER:
                return None

    def listings_only(self, link: Link) -> int | None:
        """Assess like `assess`, but take listings of every kind: to learn what the unlisted articles are."""
        if link.role is Role.SECTION and self._in_time(link) and not _is_home_list(link.url):
            return self._weight(link, section=True)
        return self.assess(link)

    def kind_of(self, link: Link) -> Kind | None:
        """Return the kind that the path promises; None when no section is known.

        What is filed by nothing but years and months is press; what lies below other names is a plain page.
        """
        if not link.path:
            return None
        if kind := self.vocabulary.kind_of_path(link.path):
            return kind
        return Kind.ARTICLE if all(is_calendar(label) for label in link.path) else Kind.PAGE

    def holds(self, month: Month) -> bool:
        """Tell whether a month lies between --since and --until."""
        return not (self.since and month < self.since) and not (self.until and month > self.until)

    def covers_year(self, year: int) -> bool:
        """Tell whether a month of this year is wanted."""
        return not (self.since and year < self.since.year) and not (self.until and year > self.until.year)

    def _section(self, link: Link) -> int | None:
        """A section is wanted when it may hold a wanted kind in a wanted time.

        The pages of the home page's own list are not: it goes through the whole archive once more.
        """
        if _is_home_list(link.url) or (Kind.BREVE not in self.kinds and _is_list_of_breves(link.url)):
            return None
        if link.listed_by_sitemap and not link.path:
            return None  # its place is not known yet: the navigation tells it, or the end of the run asks
        kind = self.kind_of(link)
        held = {kind} | HOLDS.get(kind, frozenset()) if kind else set(self.kinds)
        if kind is Kind.ARTICLE and Kind.ARTICLE not in self.kinds and len(link.path) > 1:
            held = {kind}  # brèves stand at the top of a press section, never in its months
        return self._weight(link, section=True) if held & self.kinds and self._in_time(link) else None

    def _row(self, link: Link, kind: Kind | None) -> int | None:
        """An article is wanted when its kind is, and its month."""
        if kind not in self.kinds or not self._in_time(link):
            return None
        return self._weight(link, section=False)

    def _in_time(self, link: Link) -> bool:
        """Tell whether a link may lie between --since and --until; what names no time may."""
        year, month = period_of(link.path)
        if link.role is Role.SECTION and self._newest and year and Month(year, month or 1) > self._newest:
            return False  # a calendar goes on for ever, an archive ends today
        if not self.limited_in_time:
            return True
        if year is None and link.role is not Role.SECTION and len(link.listed_on) >= len("2024-10"):
            year, month = int(link.listed_on[:4]), int(link.listed_on[5:7])
        if year is None:
            return True
        first, last = Month(year, month or 1), Month(year, month or 12)
        return not (self.since and last < self.since) and not (self.until and first > self.until)

    def _weight(self, link: Link, *, section: bool) -> int:
        """Newest first: navigation, then for each month its listing and its articles."""
        year, month = period_of(link.path)
        if year is None and not section and len(link.listed_on) >= len("2024-10"):
            year, month = int(link.listed_on[:4]), int(link.listed_on[5:7])
        if year is not None:
            # a year's own listing (no month) stands before its months
            moment = year * 14 + (month or 13)
            return UNDATED + moment * BASE_OF_TIME + (5 if section else 0)
        return NAVIGATION - len(link.path) if section else UNDATED


def _is_home_list(url: str) -> bool:
    """Tell whether an address is a further page of a list on the home page."""
    return urls.role_of(urls.without_pagination(url)) is Role.HOME


def _is_list_of_breves(url: str) -> bool:
    """Tell whether an address is a further page of a section's brèves (`?debut_breves=10`)."""
    page = urls.pagination_of(url)
    return page is not None and "breve" in page.name.lower()
