"""The table at the end of a crawl: articles by year, fields filled, warnings, verdict, what to type next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from sqlalchemy import func, select

from osiris_crawler.cli.saying import Sayer, pasteable
from osiris_crawler.health import Verdict
from pipelines.database.models import Article, Revision, Warning_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from sqlalchemy.orm import Session

    from osiris_crawler.spiders.context import CrawlContext

COLOURS = {
    Verdict.HEALTHY: "green",
    Verdict.UNHEALTHY: "red",
    Verdict.STOPPED: "yellow",
    Verdict.FAILED: "red",
}
YEARS_IN_A_ROW = 3


def show_closing(context: CrawlContext, console: Console | None = None) -> None:
    """Print what the archive holds now, on stderr."""
    console = console or Sayer(context.data_dir, stderr=True)
    with context.database.read() as session:
        years = articles_by_year(session, context.site_id)
        filled = fields_filled(session, context.site_id)
        warnings = warnings_by_kind(session, context.site_id)
    console.print(_years_table(years) if years else "No article is stored yet.")
    if filled:
        console.print(_pairs("Fields filled", [(name, f"{share:.1f} %") for name, share in filled]))
    if warnings:
        console.print(_pairs("Warnings", [(code, f"{count:,}") for code, count in warnings]))
    health = context.health
    if health is None:
        return
    colour = COLOURS[health.verdict]
    asked = f"{context.requests:,} requests, robots.txt not counted"
    if context.confirmed:
        asked += f", {context.confirmed:,} answered 304 (unchanged)"
    console.print(
        f"[bold {colour}]{health.verdict}[/] · {asked} · data in {context.data_dir}", soft_wrap=True
    )
    for reason in health.reasons:
        console.print(reason, markup=False, soft_wrap=True)
    for note in health.notes:
        console.print(f"Note: {note}", markup=False, soft_wrap=True, style="dim")
    steps = f"Next: {'osiris export csv · ' if years else ''}osiris status"
    console.print(pasteable(steps, context.data_dir), markup=False, soft_wrap=True)


def articles_by_year(session: Session, site_id: int) -> list[tuple[str, int]]:
    """Return (year, number of articles) in order; the year is empty for articles without a date."""
    year = func.substr(Article.published_on, 1, 4)
    rows = session.execute(
        select(year, func.count()).where(Article.site_id == site_id).group_by(year).order_by(year)
    )
    return [(str(found or ""), count) for found, count in rows]


def fields_filled(session: Session, site_id: int) -> list[tuple[str, float]]:
    """Return (CSV column, percentage of articles whose value is not empty)."""
    columns = {
        "title": Revision.title,
        "published_on": Article.published_on,
        "keywords": Article.keywords,
        "section": Article.section,
        "source": Article.source,
        "source_date": Article.source_date,
        "author_line": Revision.author_line,
        "body": Revision.body,
        "kind": Article.kind,
    }
    counted = [func.count().filter(column != "") for column in columns.values()]
    row = session.execute(
        select(func.count(), *counted)
        .select_from(Article)
        .join(Revision, Revision.id == Article.current_revision_id)
        .where(Article.site_id == site_id)
    ).one()
    total = row[0]
    return (
        [(name, 100 * count / total) for name, count in zip(columns, row[1:], strict=True)] if total else []
    )


def warnings_by_kind(session: Session, site_id: int) -> list[tuple[str, int]]:
    """Return (code, number) of the warnings on articles that hold now, most frequent first."""
    rows = session.execute(
        select(Warning_.code, func.count())
        .join(Article, Article.id == Warning_.article_id)
        .where(Article.site_id == site_id, Warning_.until_at.is_(None))
        .group_by(Warning_.code)
        .order_by(func.count().desc(), Warning_.code)
    )
    return [(code, count) for code, count in rows]


def _years_table(years: Sequence[tuple[str, int]]) -> Table:
    """Lay the years out in a few columns."""
    total = sum(count for _, count in years)
    table = Table(title="1 article" if total == 1 else f"{total:,} articles", title_justify="left")
    for _ in range(YEARS_IN_A_ROW):
        table.add_column("Year")
        table.add_column("Articles", justify="right")
    cells = [(year or "no date", f"{count:,}") for year, count in years]
    rows = -(-len(cells) // YEARS_IN_A_ROW)
    for at in range(rows):
        row = cells[at::rows] if rows else []
        table.add_row(*(text for cell in row for text in cell))
    return table


def _pairs(title: str, pairs: Sequence[tuple[str, str]]) -> Table:
    """Lay names and numbers out in two columns."""
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for pair in pairs:
        table.add_row(*pair)
    return table
