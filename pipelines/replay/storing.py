"""Stores what a recorded answer became, as the crawl stores it: article, revision, links, the page's state."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from osiris_crawler import urls
from osiris_crawler.items import Article, Kind, Outcome, Role, Visit
from osiris_crawler.reading import READER_VERSION, Asked, led_by, only_taken
from osiris_crawler.spiders.months import read_month
from osiris_crawler.spiders.scope import Scope
from pipelines.database import records
from pipelines.database.addresses import location
from pipelines.database.guises import home_digest, is_guise
from pipelines.database.identity import match
from pipelines.database.linking import as_link
from pipelines.database.menus import known_menu
from pipelines.database.recording import add_snapshot
from pipelines.database.tables import execute, page
from pipelines.database.validated import look_at_names
from pipelines.normalise import file_by_path

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from osiris_crawler.items import Link, Snapshot
    from osiris_crawler.sites import Profile
    from pipelines.database.frontier import Frontier
    from pipelines.replay.answering import Answered

PAGE = select(page).where(page.c.site_id == bindparam("site"), page.c.location == bindparam("place"))
LISTS = (Role.HOME, Role.SECTION)


@dataclass(slots=True)
class SiteInHand:
    """One site whose pages are replayed."""

    number: int
    """Among the profiles that the reading processes know."""
    profile: Profile
    site_id: int
    frontier: Frontier
    menu: frozenset[str] = frozenset()
    """As `Agenda.menu`: of the home page read last."""
    home: str = ""
    """Payload digest of the home page read last."""


class RunInHand:
    """One run whose recordings are replayed, with the wishes it had."""

    def __init__(self, site: SiteInHand, run_id: int, options: dict[str, Any], *, own: bool) -> None:
        self.site = site
        self.run_id = run_id
        self.own = own
        self._given = bool(options.get("urls"))
        self._kinds = frozenset(Kind(kind) for kind in options.get("kinds", Kind))
        since, until = (str(options.get(name) or "") for name in ("since", "until"))
        self._scope = Scope(
            site.profile.vocabulary,
            self._kinds,
            read_month(since, "--since"),
            read_month(until, "--until", last=True),
        )
        self._listings_only = False

    def assess(self, link: Link) -> int | None:
        """Return the priority that a link had in the run."""
        if self._given or not self.own:
            return None
        return self._scope.listings_only(link) if self._listings_only else self._scope.assess(link)

    def takes(self, kind: Kind | None) -> bool:
        """Tell whether the run stored articles of a kind."""
        return kind is None or self._given or kind in self._kinds

    def note_asked(self, link: Link) -> None:
        """Learn from a page that was asked: a listing that the scope does not want shows the run's last part.

        The crawl walks listings of other kinds at its end, to learn what the unlisted articles are.
        """
        if self.own and not self._given and link.role is Role.SECTION and self._scope.assess(link) is None:
            self._listings_only = True


@dataclass(slots=True)
class Tally:
    """What a replay did."""

    articles: Counter[str] = field(default_factory=Counter)
    """By `records.Change`."""
    visits: Counter[str] = field(default_factory=Counter)
    """By `Outcome`."""
    only_indexed: int = 0
    read_twice: int = 0
    """Pages that another process had read before it was known what led to them."""


class Storing:
    """Stores answers in the order in which they come."""

    def __init__(self, *, rebuilding: bool) -> None:
        """Prepare.

        Args:
            rebuilding: the database holds nothing yet but what this replay stores; else pages that were
                visited later keep what they have.
        """
        self._rebuilding = rebuilding
        self.tally = Tally()

    def begin(self, session: Session, run: RunInHand) -> None:
        """Begin a run, as the agenda does."""
        run.site.menu = known_menu(session, run.site.site_id)
        run.site.home = home_digest(session, run.site.site_id)

    def asked(self, session: Session, run: RunInHand, url: str, role: Role) -> tuple[Asked, Any]:
        """Return why a page was asked, by what is known when its turn comes, and its row in the frontier.

        What is not in the frontier was asked for what its address says, its `role`.
        """
        row = execute(session, PAGE, {"site": run.site.site_id, "place": location(url)}).one_or_none()
        if row is None:
            return Asked(role, (), 0, run.site.menu), None
        return Asked(Role(row.role), row.path, row.id, run.site.menu), row

    def index_only(self, session: Session, run: RunInHand, url: str, status: int, snapshot: Snapshot) -> None:
        """Store where an answer lies that is no page (images, robots.txt)."""
        add_snapshot(session, run.run_id, url, status, snapshot)
        self.tally.only_indexed += 1

    def store(self, session: Session, run: RunInHand, row: Any, answered: Answered) -> None:
        """Store one answer; `row` is its page in the frontier."""
        assert answered.item is not None
        if row is not None and row.last_visit_at is None:
            run.note_asked(as_link(row))
        item = only_taken(answered.item, run.takes)
        visit = item.visit if isinstance(item, Article) else item
        if isinstance(item, Article) and answered.refused:
            visit = replace(visit, outcome=Outcome.REFUSED, reason=answered.refused)
        elif not is_guise(session, run.site.site_id, visit, run.site.home) and isinstance(item, Article):
            found = match(session, item, run.site.site_id)
            item.article_id = found.article_id
            item.warnings = [*item.warnings, *found.warnings]
            saved = records.save(session, item, run.run_id, reader_version=READER_VERSION)
            self.tally.articles[saved.change] += 1
            if saved.change is records.Change.CHANGED:
                look_at_names(session, visit)
        newer = row is not None and row.last_visit_at is not None and row.last_visit_at > visit.fetched_at
        if newer and not self._rebuilding:
            add_snapshot(session, run.run_id, visit.url, visit.status, visit.snapshot)
        else:
            run.site.frontier.finish(session, visit, run.assess, run.run_id, row)
        self.tally.visits[visit.outcome] += 1
        if visit.role is Role.HOME and visit.outcome is Outcome.DONE:
            run.site.menu = frozenset(urls.key(link.url) for link in visit.links if link.role is Role.SECTION)
            run.site.home = visit.snapshot.digest if visit.snapshot else ""


def fits(answered: Answered, read_with: Asked, asked: Asked, profile: Profile) -> bool:
    """Bring an answer up to why its page was really asked; False when it has to be read again."""
    item = answered.item
    if item is None or read_with == asked:
        return True
    if isinstance(item, Article):
        if read_with.role != asked.role and Role.BREVE in {read_with.role, asked.role}:
            return False
        item.visit.page_id, item.visit.role = asked.page_id, asked.role
        led_by(item, asked.path, profile)
        file_by_path(item)
        return True
    return _visit_fits(item, read_with, asked)


def _visit_fits(visit: Visit, read_with: Asked, asked: Asked) -> bool:
    """Tell whether path and menu made no difference to a visit; they do where links were read.

    The path makes none to a listing whose breadcrumb told another.
    """
    reads_links = visit.outcome is Outcome.DONE and visit.role in LISTS
    before, now = tuple(read_with.path), tuple(asked.path)
    same_path = before == now or bool(visit.path and tuple(visit.path) != before)
    if read_with.role != asked.role or (reads_links and not (same_path and read_with.menu == asked.menu)):
        return False
    visit.page_id = asked.page_id
    if not reads_links:
        visit.path = tuple(asked.path)
    return True
