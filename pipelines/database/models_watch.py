"""Tables by which a crawl watches itself: requests a day, and the marks that pages are known to carry."""

from __future__ import annotations

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


class LayoutMark(Base):
    """One tag, class or id that article pages of a site carry."""

    __tablename__ = "layout_mark"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True)
    """`tag`, `tag.class` or `tag#id`, figures as 0."""
    first_run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
