"""Tables of the crawl: sites, runs, recorded responses, and the frontier."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from pipelines.database.schema import Base


class PageState(StrEnum):
    """Where a page of the frontier stands."""

    DISCOVERED = "discovered"
    """Known, and not wanted by the scope so far."""
    DUE = "due"
    IN_FLIGHT = "in_flight"
    DONE = "done"
    MOVED = "moved"
    FAILED = "failed"
    """No usable answer; due again at `next_at`."""
    GONE = "gone"
    REFUSED = "refused"
    FORBIDDEN = "forbidden"


class Site(Base):
    """One press archive; `name` is part of the identity of its articles and never changes."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    """Name of the profile: `osiris`, or the host (and odd port) of a site without a profile of its own."""
    base_url: Mapped[str]


class Run(Base):
    """One run of a command that writes; its options and its end are what a verdict can be checked against."""

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    command: Mapped[str]
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    reader_version: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """None while the run works, and when a replay made it again; see `runs.end_killed`."""
    verdict: Mapped[str | None]
    exit_code: Mapped[int | None]
    stats: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (Index(None, "site_id", "started_at"),)


class Snapshot(Base):
    """Where the recorded bytes of one response lie; the files are below the data folder's `warc/`."""

    __tablename__ = "snapshot"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    url: Mapped[str]
    file: Mapped[str]
    offset: Mapped[int] = mapped_column(BigInteger)
    length: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str]
    status: Mapped[int]
    """HTTP status of the recorded response."""
    captured_at: Mapped[datetime]
    revisit: Mapped[bool]
    """The record holds the head only; the body lies in an earlier record of the same digest."""

    __table_args__ = (
        UniqueConstraint("file", "offset"),
        Index(None, "url"),
        Index(None, "captured_at"),
        Index(None, "digest"),
    )


class Recording(Base):
    """One WARC file of the archive, and when its bytes were last found to be those that were written."""

    __tablename__ = "recording"

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(unique=True)
    """Name inside the data folder's `warc/`."""
    origin: Mapped[str]
    """`own`, or for a foreign file the path it was taken from."""
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes when it was last verified or taken in."""
    records: Mapped[int]
    added_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    """Last time that every digest was computed again and nothing was wrong."""
    damage: Mapped[str]
    """What the last verification found; empty when all was well."""


class Page(Base):
    """One address of the frontier and all that is known of it before and after it was asked for."""

    __tablename__ = "page"

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    location: Mapped[str]
    """Path and significant query: the same for http and https, with and without www."""
    url: Mapped[str]
    role: Mapped[str]
    state: Mapped[str]
    rank: Mapped[int]
    """Minus the priority, so that one plain index gives the queue in order."""
    path: Mapped[tuple[str, ...]]
    """Section titles, as `items.Link.path`; empty when no navigation lists the page."""
    year: Mapped[int | None]
    """Of the section, else of the date printed in the listing."""
    month: Mapped[int | None]
    text: Mapped[str]
    listed_on: Mapped[str]
    listed_by_sitemap: Mapped[bool]
    independent_run_id: Mapped[int | None]
    """Run in which a list beside the navigation (sitemap, plan du site) last named the address."""
    modified_at: Mapped[str]
    """As a sitemap prints it."""
    discovered_at: Mapped[datetime]
    from_page_id: Mapped[int | None]
    """Page that named this address first."""
    listing_page_id: Mapped[int | None]
    """Page that listed this address (with a path) last."""
    listing_run_id: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(server_default=sql("0"))
    """Visits in a row that failed, or found the page away or refused."""
    next_at: Mapped[datetime | None]
    """Not to be asked for before."""
    last_run_id: Mapped[int | None]
    last_status: Mapped[int | None]
    last_visit_at: Mapped[datetime | None]
    missing_since_at: Mapped[datetime | None]
    """First of the answers 404 or 410 in a row."""
    reason: Mapped[str]
    redirect_location: Mapped[str]
    """Location of the redirect's target on the same site; empty when there is none."""
    redirect_to: Mapped[str]
    redirect_permanent: Mapped[bool]
    articles_digest: Mapped[str]
    """SHA-256 of the set of article addresses on a listing; empty for other pages."""
    shows_articles: Mapped[int] = mapped_column(server_default=sql("0"))
    """How many articles the page named when it was read last: listings, sitemaps, the home page."""
    shows_sections: Mapped[int] = mapped_column(server_default=sql("0"))
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshot.id"))
    """Of the last answer, whatever it was."""
    etag: Mapped[str] = mapped_column(server_default="")
    """As the server names the state that `whole_snapshot_id` shows; empty when it does not."""
    last_modified: Mapped[str] = mapped_column(server_default="")
    whole_snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshot.id"))
    """Of the last answer 200, while every visit since has confirmed it; else None."""

    __table_args__ = (
        UniqueConstraint("site_id", "location"),
        Index("ix_page_queue", "site_id", "state", "rank", "id"),
        Index("ix_page_waiting", "site_id", "state", "next_at"),
        Index("ix_page_redirect", "site_id", "redirect_location", sqlite_where=sql("redirect_location <> ''"),
              postgresql_where=sql("redirect_location <> ''")),
        Index("ix_page_calendar", "site_id", "role", "year", "month"),
    )  # fmt: skip
