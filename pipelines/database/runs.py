"""Sites and runs: who wrote what, when, with which options, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, or_, select, update

from pipelines.database.models import Article, Page, Run, Site, Snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

KILLED = "killed"
"""Verdict of a run that ended without a word; the next one that takes the lock gives it."""


def site_id(session: Session, name: str, base_url: str) -> int:
    """Return the row of a site by the name of its profile, made when it is new."""
    known = session.scalar(select(Site.id).where(Site.name == name))
    if known is not None:
        return known
    return session.execute(insert(Site).returning(Site.id), {"name": name, "base_url": base_url}).scalar_one()


def sites_with_pages(session: Session) -> list[Site]:
    """Return the sites of which a page was read or an article is stored; a site that never answered is none."""
    read = select(Page.id).where(Page.site_id == Site.id, Page.last_visit_at.is_not(None)).exists()
    stored = select(Article.id).where(Article.site_id == Site.id).exists()
    return list(session.scalars(select(Site).where(or_(stored, read)).order_by(Site.id)))


def start(
    session: Session, site: int, command: str, options: Mapping[str, Any], started_at: datetime, *,
    reader_version: str = "",
) -> int:  # fmt: skip
    """Store the beginning of a run; return its row."""
    return session.execute(
        insert(Run).returning(Run.id),
        {
            "site_id": site, "command": command, "options": dict(options), "reader_version": reader_version,
            "started_at": started_at, "ended_at": None, "verdict": None, "exit_code": None, "stats": {},
        },
    ).scalar_one()  # fmt: skip


def finish(
    session: Session, run_id: int, ended_at: datetime, verdict: str, exit_code: int, stats: Mapping[str, Any]
) -> None:
    """Store the end of a run; values of `stats` that JSON does not know are kept as text."""
    plain = {
        name: value if isinstance(value, int | float | str | bool) else str(value)
        for name, value in stats.items()
    }
    session.execute(
        update(Run)
        .where(Run.id == run_id)
        .values(ended_at=ended_at, verdict=verdict, exit_code=exit_code, stats=plain),
        execution_options={"synchronize_session": False},
    )


def end_killed(session: Session, since: datetime) -> list[Run]:
    """Note the end of the runs that began since then and did not come to tell it; return them.

    They ended when they were heard of last: with their last answer, or page stored, else at their start. Runs that
    a replay made again of old recordings have no end either, and began before.

    Args:
        session: a write session.
        since: when the killed process took the lock, which nobody else had after that.
    """
    found = list(session.scalars(select(Run).where(Run.ended_at.is_(None), Run.started_at >= since)))
    for run in found:
        heard = (
            session.scalar(select(func.max(Snapshot.captured_at)).where(Snapshot.run_id == run.id)),
            session.scalar(select(func.max(Page.last_visit_at)).where(Page.last_run_id == run.id)),
        )
        run.ended_at = max((at for at in heard if at is not None), default=run.started_at)
        run.verdict = KILLED
        said = f"Killed, or the machine lost its power: last heard of {run.ended_at:%Y-%m-%d %H:%M:%S} UTC."
        run.stats = {**run.stats, "osiris/run/reasons": f"{said} The next run goes on there."}
    session.flush()
    return found


def completed(session: Session, site: int, limit: int | None = 30) -> list[Run]:
    """Return the crawls of a site that came to their end, whatever their verdict, newest first.

    Runs that asked for given addresses only, and other commands, are left out.
    """
    chosen = (
        select(Run)
        .where(Run.site_id == site, Run.verdict.in_(("healthy", "unhealthy")))
        .order_by(Run.id.desc())
        .limit(limit)
    )
    return [run for run in session.scalars(chosen) if "kinds" in run.options and not run.options.get("urls")]


def last(session: Session, limit: int = 10, site: int | None = None) -> Sequence[Run]:
    """Return the newest runs, newest first."""
    chosen = select(Run).order_by(Run.id.desc()).limit(limit)
    return session.scalars(chosen if site is None else chosen.where(Run.site_id == site)).all()
