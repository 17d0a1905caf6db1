"""Pages under the address of an article that are none: the home page itself, or a list where an article is stored.

A site in trouble serves them with 200. They say so by SPIP's marks, which `osiris_crawler.pages` knows; in a skin
without such marks only what is stored tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from osiris_crawler.items import Outcome, Role
from pipelines.database import tables as t
from pipelines.database.addresses import location
from pipelines.database.identity import owned
from pipelines.database.showing import RECORD_ROLES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from osiris_crawler.items import Visit

LISTED = "listing"
"""Reason of a visit that found a list where an article is stored."""
HOME = (
    select(t.snapshot.c.digest)
    .join(t.page, t.page.c.snapshot_id == t.snapshot.c.id)
    .where(t.page.c.site_id == bindparam("site"), t.page.c.role == Role.HOME)
    .order_by(t.page.c.last_visit_at.desc())
    .limit(1)
)
ASKED = select(t.page.c.role).where(
    t.page.c.site_id == bindparam("site"), t.page.c.location == bindparam("place")
)


def home_digest(session: Session, site_id: int) -> str:
    """Return the payload digest of the home page as it was seen last; empty when it was not."""
    return t.execute(session, HOME, {"site": site_id}).scalar() or ""


def is_guise(session: Session, site_id: int, visit: Visit, home: str) -> bool:
    """Tell whether a visit found no article where one is promised; it ends as refused then.

    Args:
        session: a session.
        site_id: row of the site.
        visit: what was found; outcome, reason and role are set, and its links left out.
        home: `home_digest`.
    """
    if visit.outcome is not Outcome.DONE or visit.role not in (*RECORD_ROLES, Role.SECTION):
        return False
    same = bool(home and visit.snapshot and visit.snapshot.digest == home)
    if not same and visit.role is not Role.SECTION:
        return False
    place = location(visit.url)
    stored = bool(owned(session, site_id, [place]))
    asked = t.execute(session, ASKED, {"site": site_id, "place": place}).scalar() if same else None
    if not (stored or asked in RECORD_ROLES):
        return False
    visit.outcome, visit.reason, visit.links = Outcome.REFUSED, "home_page" if same else LISTED, []
    if visit.role is Role.SECTION:
        visit.role = Role(asked) if asked in RECORD_ROLES else Role.ARTICLE
    return True
