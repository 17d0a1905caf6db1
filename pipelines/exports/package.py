"""A data package to publish or deposit: the table, what its columns mean, coverage, citation, digests."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from osiris_crawler import settings
from pipelines.database import coverage, selection
from pipelines.database import tables as t
from pipelines.database.selection import moment
from pipelines.exports import by_name
from pipelines.exports.columns import schema
from pipelines.exports.package_texts import citation, readme

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.exports.extract import Extract

READ_AT_ONCE = 1 << 20
OF_PARQUET = {"snapshot_offset": "number"}
"""Frictionless reads Parquet by pandas, where whole numbers with gaps are numbers, and counts no bytes."""
LICENCE = {
    "name": "other-closed",
    "title": "Texts belong to their authors and publishers; the description of the archive is free to use.",
}


def write(extract: Extract, folder: Path, *, table: str = "csv") -> int:
    """Write the package; return how many rows its table has.

    Args:
        extract: what goes in.
        folder: an empty folder.
        table: `csv` or `parquet`.
    """
    form = by_name(table)
    assert form is not None
    path = f"data/articles{form.suffix}"
    (folder / "data").mkdir()
    with (folder / path).open("wb") as file:
        joined = replace(extract, options=replace(extract.options, lists=False))
        number: int = form.writer()(joined, file)
    facts = gather(extract, number)
    package = _descriptor(extract, facts, path, _facts_of_file(folder / path), number)
    _write(folder / "datapackage.json", json.dumps(package, ensure_ascii=False, indent=2) + "\n")
    _write(folder / "README.md", readme(facts, path, extract.header))
    _write(folder / "CITATION.cff", citation(facts))
    names = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    lines = (f"{_facts_of_file(folder / name)[0]}  {name}\n" for name in names)
    _write(folder / "manifest-sha256.txt", "".join(lines))
    return number


def gather(extract: Extract, number: int) -> dict[str, Any]:
    """Return what the texts of a package tell of the archive; every date comes from the data."""
    session, shown = extract.session, extract.shown
    connection = session.connection()
    run = connection.execute(select(t.run).order_by(t.run.c.id.desc()).limit(1)).first()
    versions = connection.execute(
        select(t.revision.c.reader_version)
        .select_from(t.article)
        .join(t.revision, shown.revision_is)
        .where(*extract.chosen.where(shown))
        .distinct()
    ).scalars()
    day = shown.column("published_on")
    first, last = connection.execute(
        select(func.min(func.nullif(day, "")), func.max(day))
        .select_from(t.article)
        .join(t.revision, shown.revision_is)
        .where(*extract.chosen.where(shown))
    ).one()
    newest = extract.newest()
    chosen = {name: value for name, value in asdict(extract.chosen).items() if value}
    return {
        "articles": number,
        "first": first or "",
        "last": last or "",
        "captured": moment(newest) if newest else "",
        "as_of": moment(shown.as_of) if shown.as_of else "",
        "filters": chosen,
        "sites": list(connection.execute(select(t.site.c.base_url).order_by(t.site.c.name)).scalars()),
        "coverage": asdict(coverage.total(session)) if shown.as_of is None else None,
        "run": {"id": run.id, "verdict": run.verdict or "not ended"} if run and not shown.as_of else None,
        "program": settings.VERSION,
        "readers": sorted(version for version in versions if version),
        "whole": selection.count(session, type(extract.chosen)(), shown),
    }


def _descriptor(
    extract: Extract, facts: dict[str, Any], path: str, file: tuple[str, int], number: int
) -> dict[str, Any]:
    digest, size = file
    header = extract.header
    as_csv = path.endswith(".csv")
    resource: dict[str, Any] = {
        "name": "articles",
        "type": "table",
        "path": path,
        "format": "csv" if as_csv else "parquet",
        "mediatype": "text/csv" if as_csv else "application/vnd.apache.parquet",
        "hash": f"sha256:{digest}",
        "rows": number,
        "fields": len(header),
        "schema": schema(header, None if as_csv else OF_PARQUET),
    }
    if as_csv:
        dialect = {"csv": {"lineTerminator": "\r\n"}}
        resource |= {"bytes": size, "encoding": "utf-8", "dialect": dialect}
    package = {
        "name": "press-archive",
        "title": "Press archive: " + ", ".join(facts["sites"]),
        "description": "Press articles as the site shows them, with dates, sources and recordings.",
        "created": facts["captured"],
        "licenses": [LICENCE],
        "sources": [{"title": site, "path": site} for site in facts["sites"]],
        "resources": [resource],
    }
    return {name: value for name, value in package.items() if value}


def _facts_of_file(path: Path) -> tuple[str, int]:
    """Return SHA-256 and size."""
    made, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while part := file.read(READ_AT_ONCE):
            made.update(part)
            size += len(part)
    return made.hexdigest(), size


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
