"""What a run asks first, and what it asks when its queue is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from osiris_crawler import urls
from osiris_crawler.items import Kind, Link, Outcome, Role, Visit
from osiris_crawler.reading import NOT_WANTED
from osiris_crawler.spiders import again, menus, rechecks
from osiris_crawler.spiders.newest import pages_after_grown_ones, places_of_news
from osiris_crawler.spiders.scope import SITEMAP, UNLISTED
from osiris_crawler.spiders.sitemaps import SitemapYears
from pipelines.database import requeue, runs
from pipelines.database.addresses import location
from pipelines.database.differences import census_is_due
from pipelines.database.hidden import left_menus
from pipelines.database.menus import known_menu
from pipelines.database.models import Page, PageState
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from osiris_crawler.spiders.options import CrawlOptions
    from osiris_crawler.spiders.scope import Scope
    from pipelines.database.engine import Database
    from pipelines.database.frontier import Frontier

ASSET = 2
"""Priority of images and the like with --assets: behind every page that a listing names."""
NOW = 10_000_000
"""Priority of addresses given by --url: above everything else."""
UNREAD = (PageState.FAILED, PageState.REFUSED)
VISITED = (PageState.DONE, PageState.MOVED, PageState.GONE, PageState.REFUSED, PageState.FORBIDDEN)
ASKED = (*VISITED, PageState.FAILED)
_AT_ONCE = 500


class Agenda:
    """Decides what becomes due beside the links that pages show.

    At the end of the queue, in this order: next pages of listings that grew; the sitemap year by year;
    listings of other kinds, which tell what an article is that only a sitemap names; last the articles that
    no listing names.
    """

    def __init__(
        self, database: Database, frontier: Frontier, scope: Scope, options: CrawlOptions, run_id: int
    ) -> None:
        self._database = database
        self._frontier = frontier
        self._scope = scope
        self._options = options
        self._run_id = run_id
        self._sitemaps = SitemapYears(frontier, scope, run_id)
        self._home = ""
        self._later_run_since: datetime | None = None
        self._planned = False
        self._compared = False
        self.census = False
        """The run compares the site's independent lists with what is stored, both ways."""
        self._listings_only = False
        self._promoted = False
        self.menu: frozenset[str] = frozenset()
        """`urls.key` of the sections that the home page links to; on other pages they are no children."""

    def assess(self, link: Link) -> int | None:
        """Return the priority of a link as the run stands, None when it is not wanted (yet)."""
        if link.role is Role.ASSET and self._options.assets:
            return ASSET
        if self._options.urls:
            return None
        return self._scope.listings_only(link) if self._listings_only else self._scope.assess(link)

    def takes(self, kind: Kind | None) -> bool:
        """Tell whether an article of this kind is stored (--url takes every kind)."""
        return kind is None or bool(self._options.urls) or kind in self._scope.kinds

    def begin(self, home: str, sitemaps: Iterable[str], now: datetime) -> None:
        """Fill the queue: what is unfinished, else what may show news; with --full everything."""
        base = list(dict.fromkeys(sitemaps))
        with self._database.session() as session:
            self.menu = known_menu(session, self._frontier.site_id)
            if self._options.urls:
                self._only_given(session, now)
                return
            self._home = home
            earlier = runs.completed(session, self._frontier.site_id)
            self.census = self._options.census or not earlier or census_is_due(earlier)
            if earlier and not self.census:
                base = [url for url in base if not self._sitemaps.was_none(session, url)]
            self._sitemaps.use(
                base[0] if base else "",
                every_year=self.census and bool(earlier),
                idle=not self.census and not self._scope.limited_in_time,
            )
            requeue.rescope(session, self._frontier.site_id, self.assess)
            self._take_back(session)
            links = [Link(home, Role.HOME), *(Link(url, Role.SITEMAP) for url in base)]
            self._frontier.add(session, links, None, self._scope.assess, seen_at=now, run_id=self._run_id)
            if self._options.full:
                requeue.ask_all(session, self._frontier.site_id, VISITED, self._in_scope)
            elif earlier:
                self._later_run_since = now
                self._look_for_news(session, [location(url) for url in (home, *base)], now)
            self._requeue(session, [location(url) for url in (home, *base)], UNREAD)

    def note(self, visit: Visit) -> None:
        """Remember what a visit shows, as far as the end of the queue depends on it."""
        self._sitemaps.note(visit)
        if visit.role is Role.HOME and visit.outcome is Outcome.DONE:
            self.menu = frozenset(urls.key(link.url) for link in visit.links if link.role is Role.SECTION)

    def more(self, now: datetime) -> bool:
        """Take the next step at the end of the queue; True when it made something due."""
        if self._options.urls:
            return False
        with self._database.session() as session:
            steps = (
                self._grown_listings(session)
                or self._edited(session)
                or self._sitemaps.step(session, now)
                or self._plan(session, now)
                or self._vanished(session)
                or self._left_menus(session)
                or self._other_listings(session)
                or self._unlisted_sections(session)
                or self._unlisted(session)
            )
        return bool(steps)

    def ask_again(self, places: Iterable[str]) -> None:
        """Make pages due that were visited in this run (the site answers under another host)."""
        with self._database.session() as session:
            self._requeue(session, list(places), VISITED)

    def independent_list(self, session: Session) -> str:
        """Return what a census compares with: `sitemap`, `plan`, empty when the site has neither."""
        if self._sitemaps.names_articles(session):
            return "sitemap"
        return "plan" if again.plan_names_most(session, self._frontier.site_id, self._home) else ""

    def _look_for_news(self, session: Session, first: list[str], now: datetime) -> None:
        """Ask again for what shows news, for old articles, and for those that were away or got lost."""
        site_id = self._frontier.site_id
        has_sitemap = self._sitemaps.names_articles(session)
        years = self._sitemaps.years_of_census(session)  # told by the last answer: now they become due
        news = places_of_news(session, site_id, self._scope, census=self.census)
        self._requeue(session, first + news)
        if not has_sitemap:
            feed = again.feed_of(self._home)
            links = [Link(feed, Role.FEED)]
            self._frontier.add(session, links, None, lambda _: SITEMAP, seen_at=now, run_id=self._run_id)
            self._requeue(session, [location(feed)], VISITED, SITEMAP)
        if not self._scope.limited_in_time:
            self._requeue(session, again.lost(session, site_id, now), VISITED, UNLISTED)
            self._requeue(session, again.doubtful(session, site_id, now), ASKED, UNLISTED)
            rechecks.recheck(session, site_id, self._options.recheck, now)
            count = menus.listings_wanted(self._options.recheck, len(news), years if self.census else None)
            self._requeue(session, menus.old_listings(session, site_id, self._scope, count, now, news))

    def _edited(self, session: Session) -> int:
        """Ask for the articles that the sitemap calls modified since they were read."""
        if self._later_run_since is None:
            return 0
        return self._requeue(session, again.edited(session, self._frontier.site_id, self._run_id))

    def _plan(self, session: Session, now: datetime) -> int:
        """Ask for the plan du site in a census, when no sitemap names articles."""
        if self._planned or not self.census or self._sitemaps.names_articles(session):
            return 0
        self._planned = True
        plan = again.plan_of(self._home)
        added = self._frontier.add(
            session, [Link(plan, Role.SITEMAP)], None, lambda _: SITEMAP, seen_at=now, run_id=self._run_id
        )
        return added or self._requeue(session, [location(plan)], VISITED)

    def _vanished(self, session: Session) -> int:
        """Ask for stored articles that a whole independent list names no more, before those that seem new."""
        if self._compared or self._later_run_since is None or self._scope.limited_in_time:
            return 0
        self._compared = True
        whole = self._sitemaps.base_is_whole(session)
        if self.census:
            source = self.independent_list(session)
            whole = source == "plan" or bool(source and self._sitemaps.names_all(session))
        site_id, once = self._frontier.site_id, not self.census
        return self._requeue(
            session, again.vanished(session, site_id, self._run_id, once=once) if whole else []
        )

    def _left_menus(self, session: Session) -> int:
        """Make sure of months and years that a menu named before, and names no more."""
        looks = self._later_run_since is not None and not self._scope.limited_in_time
        return self._requeue(
            session, left_menus(session, self._frontier.site_id, self._run_id) if looks else []
        )

    def _only_given(self, session: Session, now: datetime) -> None:
        """Make the addresses of --url due, and nothing else."""
        requeue.rescope(session, self._frontier.site_id, lambda _: None)
        addresses = [urls.canonical(url) for url in self._options.urls]
        links = [Link(url, urls.role_of(url)) for url in addresses]
        self._frontier.add(session, links, None, lambda _: NOW, seen_at=now, run_id=self._run_id)
        self._requeue(session, [location(url) for url in addresses], tuple(PageState), NOW)

    def _take_back(self, session: Session) -> None:
        """Ask again for pages that an earlier run met and did not take, when their kind is wanted now."""
        reasons = [f"{NOT_WANTED}:{kind}" for kind in self._scope.kinds]
        mine = (Page.site_id == self._frontier.site_id, Page.state == PageState.REFUSED)
        places = session.scalars(select(Page.location).where(*mine, Page.reason.in_(reasons))).all()
        self._requeue(session, places, (PageState.REFUSED,))

    def _in_scope(self, link: Link) -> bool:
        """Tell whether a visited page belongs to this run; unlisted ones do unless time is limited."""
        unlisted = link.role in RECORD_ROLES and not link.path and not self._scope.limited_in_time
        return unlisted or self.assess(link) is not None

    def _grown_listings(self, session: Session) -> int:
        """Follow listings that show new articles on to their next pages (in a run after the first)."""
        if self._later_run_since is None:
            return 0
        grown = pages_after_grown_ones(session, self._frontier.site_id, self._run_id, self._later_run_since)
        return self._requeue(session, grown)

    def _other_listings(self, session: Session) -> int:
        """Walk the listings of kinds that are not wanted, if articles of unknown kind remain.

        Where these articles are fewer than the listings known, it is cheaper to ask for them one by one.
        """
        if self._listings_only or self._scope.everything:
            return 0
        unlisted = (
            len(self._unlisted_in_time(session))
            if self._scope.limited_in_time
            else requeue.unlisted(session, self._frontier.site_id, sitemap_only=False)
        )
        if not unlisted or unlisted <= self._waiting_sections(session):
            return 0
        self._listings_only = True
        return requeue.rescope(session, self._frontier.site_id, self.assess)

    def _waiting_sections(self, session: Session) -> int:
        """Return how many known sections were not asked for, each with a page of its listing at least."""
        mine = (Page.site_id == self._frontier.site_id, Page.state == PageState.DISCOVERED)
        chosen = select(func.count()).where(*mine, Page.role == Role.SECTION)
        return session.execute(chosen).scalar_one()

    def _unlisted_sections(self, session: Session) -> int:
        """Ask for the sections that only a sitemap names."""
        if self._scope.limited_in_time or not self._scope.everything:
            return 0
        mine = (Page.site_id == self._frontier.site_id, Page.state == PageState.DISCOVERED, Page.path == ())
        chosen = select(Page.location).where(*mine, Page.role == Role.SECTION, Page.listed_by_sitemap)
        places = session.scalars(chosen).all()
        return self._requeue(session, places, (PageState.DISCOVERED,), UNLISTED)

    def _unlisted(self, session: Session) -> int:
        """Ask for the articles that no listing names."""
        if self._promoted:
            return 0
        self._promoted = True
        if not self._scope.limited_in_time:
            return requeue.promote_unlisted(session, self._frontier.site_id, UNLISTED, sitemap_only=False)
        return self._requeue(session, self._unlisted_in_time(session), (PageState.DISCOVERED,), UNLISTED)

    def _unlisted_in_time(self, session: Session) -> list[str]:
        """Return the articles of the limited time that a sitemap or a link beside a text names, and no listing.

        With whole years as limits they are those of the years' sitemaps; else nobody knows their time.
        """
        mine = (Page.site_id == self._frontier.site_id, Page.state == PageState.DISCOVERED)
        unlisted = (Page.role.in_(RECORD_ROLES), Page.path == ())
        places = session.scalars(select(Page.location).where(*mine, *unlisted)).all()
        named = self._sitemaps.named_in_time() if self._scope.whole_years else set()
        return [place for place in places if place in named]

    def _requeue(
        self,
        session: Session,
        places: Iterable[str],
        states: tuple[PageState, ...] = (PageState.DONE, PageState.GONE, PageState.MOVED),
        priority: int | None = None,
    ) -> int:
        """Make known addresses due, some hundred at a time."""
        chosen = list(places)
        return sum(
            requeue.requeue(
                session, self._frontier.site_id, states=states,
                locations=chosen[at : at + _AT_ONCE], priority=priority,
            )
            for at in range(0, len(chosen), _AT_ONCE)
        )  # fmt: skip
