"""The tables that `osiris status` prints for people; what they show is gathered in `cli.status`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from osiris_crawler.cli.saying import Sayer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MISSING_SHOWN = 20
QUOTED = 100
"""Characters of a corrected value."""
LISTED = ("missing", "away", "gone")
FIGURES = "osiris/health/"
COUNTED = ("listed", "stored", "missing", "gone", "outside")


def show_overview(found: dict[str, Any], console: Console | None = None) -> None:
    """Print coverage, runs, what is missing, and what to type next."""
    console = console or Sayer()
    console.print(f"{found['database']}: {_articles(found['articles'])}", markup=False, soft_wrap=True)
    if not found["articles"]:
        console.print("Nothing is stored yet. Next: osiris crawl", markup=False, soft_wrap=True)
    else:
        console.print(months_table(found["months"]))
    if any(row[name] for row in found["months"] for name in COUNTED):
        console.print(lists_table(found["months"]))
        console.print("Outside: listed, and not asked for by any crawl.", style="dim")
    _show_lacking_months(found["months"], console)
    _show_missing(found["missing"], console)
    _show_gone(found, console)
    show_checks(found, console)
    if found["warnings"]:
        kinds = ", ".join(f"{_sign(one)} {one['count']:,}" for one in found["warnings"][:8])
        console.print(f"Warnings: {kinds}", markup=False)
    if found["runs"]:
        console.print(_runs_table(found["runs"]))
        _show_figures(found["runs"], console)
        _show_reasons(found["runs"][0], console)
    console.print(f"Next run due: {found['schedule']}", markup=False)
    steps = ("osiris export csv", "osiris status --warnings", "osiris status --article URL")
    console.print("Next: " + " · ".join(steps), markup=False, soft_wrap=True)


def months_table(months: list[dict[str, Any]]) -> Table:
    """Return one row a year: the articles stored, by the month of their own date."""
    table = _table("Stored articles by date", ("Year", *MONTHS, "?", "All"))
    for year, rows in _by_year(months):
        by_month = {row["month"] or 0: row["published"] for row in rows}
        if total := sum(by_month.values()):
            table.add_row(
                year, *(_number(by_month.get(month, 0)) for month in (*range(1, 13), 0)), _number(total)
            )
    return table


def lists_table(months: list[dict[str, Any]]) -> Table:
    """Return one row a year: what the site's own listings name, beside what is stored of it."""
    table = _table("Listed by the site", ("Year", *(name.capitalize() for name in COUNTED)))
    for year, rows in _by_year(months):
        sums = {name: sum(row[name] for row in rows) for name in COUNTED}
        if any(sums.values()):
            cells = {name: _number(value) for name, value in sums.items()}
            if sums["missing"]:
                cells["missing"] = f"[red]{cells['missing']}[/]"
            table.add_row(year, *cells.values())
    return table


def _table(title: str, columns: tuple[str, ...]) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in columns:
        least = len("2024") if name == "Year" else None
        table.add_column(name, justify="left" if least else "right", no_wrap=True, min_width=least)
    return table


def _by_year(months: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    years: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for month in months:
        years[month["year"] or 0].append(month)
    return [(str(year) if year else "none", rows) for year, rows in sorted(years.items())]


def _articles(number: int) -> str:
    return "1 article" if number == 1 else f"{number:,} articles"


def _number(value: int) -> str:
    return f"{value:,}" if value else "·"


def _sign(warning: dict[str, Any]) -> str:
    return f"{warning['field']}:{warning['code']}" if warning["field"] else str(warning["code"])


def _show_lacking_months(months: list[dict[str, Any]], console: Console) -> None:
    """Print the months in which the archive lacks what the site lists."""
    lacking = [row for row in reversed(months) if row["missing"]]
    if lacking:
        console.print("Lacking, by month:")
    for row in lacking[:MISSING_SHOWN]:
        when = f"{row['year'] or 'no year'}" + (f"-{row['month']:02}" if row["month"] else "")
        counts = " · ".join(f"{name} {row[name]:,}" for name in COUNTED[:4])
        console.print(f"  {when}: {counts}", style="red", highlight=False)
    if len(lacking) > MISSING_SHOWN:
        console.print("  … all of them: osiris status --sections", markup=False)


def show_sections(found: dict[str, Any], console: Console | None = None) -> None:
    """Print the ledger: each section and month, what the site lists in it, and what became of that."""
    console = console or Sayer()
    table = _table("Listed by the site", tuple(name.capitalize() for name in COUNTED))
    table.add_column("Section", overflow="fold")
    for row in found["sections"]:
        name = " > ".join(row["path"]) or "in no section, only in the sitemap"
        style = "red" if row["missing"] else None
        table.add_row(*(_number(row[column]) for column in COUNTED), escape(name), style=style)
    console.print(table)
    _show_missing(found["missing"], console)


def _show_gone(found: dict[str, Any], console: Console) -> None:
    """Print how many addresses are dead links, tombstones, or away at the moment."""
    texts = {"gone": "listed and gone (404, 410)", "away": "stored, and away when last asked"}
    said = [f"{len(found[name]):,} {text}" for name, text in texts.items() if found[name]]
    if said:
        console.print(f"Beside that: {', '.join(said)}: osiris status --warnings", style="dim")


def _show_figures(runs: list[dict[str, Any]], console: Console) -> None:
    """Print what the verdict on the newest crawl that came to its end rests on."""
    for run in runs:
        figures = {
            name.removeprefix(FIGURES): value
            for name, value in run["stats"].items()
            if name.startswith(FIGURES)
        }
        if not figures:
            continue
        rates = (
            f"{figures['asked']:,} pages asked: {figures['failed']:,} failed, {figures['refused']:,} refused"
        )
        console.print(
            f"Run {run['id']}: {figures['found']:,} articles of {figures['expected']:,} listed; {rates}; "
            f"{figures['new']:,} new, {figures['reread']:,} read again, {figures['changed']:,} changed",
            soft_wrap=True, highlight=False,
        )  # fmt: skip
        filled = [
            f"{name.removeprefix('filled/')} {value:.0f} % (usual {figures.get('usual/' + name[7:], value):.0f} %)"
            for name, value in figures.items()
            if name.startswith("filled/")
        ]
        if filled:
            console.print(f"  new articles have: {', '.join(filled)}", soft_wrap=True, highlight=False)
        return


def _show_missing(missing: list[dict[str, Any]], console: Console) -> None:
    if not missing:
        return
    console.print(
        f"Missing: {_articles(len(missing))} that the site lists and the archive lacks", style="red"
    )
    for one in missing[:MISSING_SHOWN]:
        why = f" ({one['reason']})" if one["reason"] else ""
        console.print(f"  {one['url']} {one['state']}{why}", markup=False, soft_wrap=True, highlight=False)
    if len(missing) > MISSING_SHOWN:
        console.print("  … all of them: osiris status --warnings", markup=False)


def show_checks(found: dict[str, Any], console: Console) -> None:
    """Print whether the site has a list beside its navigation, and where the two contradict each other."""
    for check in found["checked"]:
        if check["source"] == "none":
            console.print(
                f"{check['site']}: not independently checked; no sitemap or plan du site names its articles "
                "(or no census was made yet: osiris crawl --census)",
                style="yellow", soft_wrap=True,
            )  # fmt: skip
        elif not check["whole"]:
            console.print(
                f"{check['site']}: its {check['source']} names {check['named']:,} of {check['stored']:,} stored "
                "articles: no whole list, so not independently checked for what it leaves out",
                style="yellow", soft_wrap=True,
            )  # fmt: skip
        else:
            console.print(f"{check['site']}: checked against its {check['source']} on {check['at']}")
    for lacking, where in (("navigation", "the navigation"), ("independent_list", "the site's own list")):
        single = 0
        for one in found["differences"]:
            if one["lacking_in"] != lacking:
                continue
            if not one["most_of_month"]:
                single += len(one["urls"])
                continue
            console.print(f"{one['month']}: {len(one['urls'])} articles that {where} lacks", style="red")
            for url in one["urls"]:
                console.print(f"  {url}", markup=False, soft_wrap=True, highlight=False)
        if single:
            console.print(
                f"{single} single articles that {where} lacks: osiris status --warnings", style="dim"
            )


def _show_reasons(run: dict[str, Any], console: Console) -> None:
    """Print why the last run was not healthy, and what it noted."""
    for line in str(run["stats"].get("osiris/run/reasons", "")).splitlines():
        console.print(line, markup=False, soft_wrap=True, style="red" if run["exit_code"] == 3 else "yellow")  # noqa: PLR2004
    for line in str(run["stats"].get("osiris/run/notes", "")).splitlines():
        console.print(f"Note: {line}", markup=False, soft_wrap=True, style="dim")


def _runs_table(runs: list[dict[str, Any]]) -> Table:
    table = Table(title="Last runs", title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in ("Run", "Command", "Started", "Ended", "Verdict", "Exit"):
        table.add_column(name)
    for run in runs:
        ended = run["ended_at"] or ("at work" if run.get("at_work") else run["verdict"] or "not told")
        code = "" if run["exit_code"] is None else str(run["exit_code"])
        table.add_row(str(run["id"]), run["command"], run["started_at"], ended, run["verdict"] or "", code)
    return table


def show_warnings(found: dict[str, Any], console: Console | None = None) -> None:
    """Print every warning that holds and every missing article, one a line."""
    console = console or Sayer()
    for one in found["warnings"]:
        detail = f" ({one['detail']})" if one["detail"] else ""
        console.print(f"{_sign(one)}{detail} {one['url']}", markup=False, soft_wrap=True, highlight=False)
    for name in LISTED:
        for one in found[name]:
            where, why = " > ".join(one["path"]), one["reason"] or one["state"]
            line = f"{name}:{why} ({where}) {one['url']}"
            console.print(line, markup=False, soft_wrap=True, highlight=False)
    for one in found["differences"]:
        for url in one["urls"]:
            code = f"not_in_{one['lacking_in']}"
            console.print(f"{code} ({one['month']}) {url}", markup=False, soft_wrap=True, highlight=False)
    if not any(found[name] for name in ("warnings", "differences", *LISTED)):
        console.print("No warnings, nothing missing.")


def _decisions(found: dict[str, Any]) -> Iterator[str]:
    """Give a line for each correction by hand, and for a restriction."""
    for one in found["corrections"]:
        value = "as read" if one["value"] is None else _quoted(one["value"])
        page = "" if one["read"] is None else f" (the page says {_quoted(one['read'])})"
        yield f"corrected {one['field']} {value}{page} by {one['who']}, {one['when'][:10]}: {one['reason']}"
    if withheld := found["restriction"]:
        yield f"restricted since {withheld['since_at']} by {withheld['who']}: {withheld['reason']}"


def _quoted(text: str) -> str:
    short = " ".join(text.split())
    return f"« {short if len(short) <= QUOTED else short[: QUOTED - 1] + '…'} »" if short else "nothing"


def show_article(found: dict[str, Any], console: Console | None = None) -> None:
    """Print one article's history: addresses, revisions and their recordings, sections, keywords."""
    console = console or Sayer()

    def line(text: str) -> None:
        console.print(text, markup=False, soft_wrap=True, highlight=False)

    line(f"{found['url']}")
    line(f"id {found['id']} · {found['kind'] or 'kind unknown'} · {found['status']}")
    line(
        f"first seen {found['first_seen_at']} · last seen {found['last_seen_at']} · "
        f"changed {found['changed_at']}"
    )
    for one in found["addresses"]:
        line(f"address  {one['url']} ({one['how']}, {one['first_seen_at']})")
    for one in found["revisions"]:
        what = f" changed {', '.join(one['changed'])}" if one["changed"] else ""
        line(f"revision {one['number']} {one['captured_at']} « {one['title']} » {one['published_on']}{what}")
        if recorded := one["snapshot"]:
            line(
                f"         {recorded['file']} at {recorded['offset']}, {recorded['length']} bytes, "
                f"{recorded['digest']}; reader {one['reader_version']}"
            )
    for name in ("sections", "keywords"):
        for one in found[name]:
            line(f"{name[:-1]:<8} {one['name']} {one['since_at']} – {one['until_at'] or 'now'}")
    for text in _decisions(found):
        line(text)
    for one in found["warnings"]:
        if one["until_at"] is None:
            line(f"warning  {_sign(one)} {one['detail']}")
