"""Tables by which a crawl watches itself: requests, what a site asked of its guests, the marks of its pages."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from pipelines.database.schema import Base


class DayUse(Base):
    """How many requests a site was asked on one day, over all runs."""

    __tablename__ = "day_use"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)
    """ISO day in the site's time zone."""
    requests: Mapped[int]


class Manners(Base):
    """What the next run must know of a site before it asks anything: it may begin a second after this one."""

    __tablename__ = "manners"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)
    asked_at: Mapped[datetime | None]
    """Moment of the last request."""
    crawl_delay: Mapped[float | None]
    """Seconds between two requests that robots.txt asked for when it was read last."""
    rest_until: Mapped[datetime | None]
    """The site asked not to be asked before (Retry-After)."""


class LayoutMark(Base):
    """One tag, class or id that article pages of a site carry."""

    __tablename__ = "layout_mark"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True)
    """`tag`, `tag.class` or `tag#id`, figures as 0."""
    first_run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
