"""The texts of a data package: README.md and CITATION.cff."""

from __future__ import annotations

import json
from typing import Any

from pipelines.exports.columns import COLUMNS

COUNTED = ("listed", "stored", "missing", "gone", "outside")
OSIRIS = "OSIRIS, Observatoire sur les systèmes d’information, les réseaux et les inforoutes au Sénégal"
AUTHORS = {"https://www.osiris.sn/": OSIRIS}
"""Who made an archive, by its address; the address stands for others."""


def readme(facts: dict[str, Any], path: str, header: list[str]) -> str:
    """Return README.md: what is inside, what is missing, how to cite, what one may do."""
    lines = [
        "# Press archive",
        "",
        _summary(facts),
        "",
        *_selection(facts),
        f"- `{path}`: one row an article",
        "- `datapackage.json`: the columns, their types and meaning (Frictionless Data Package)",
        "- `CITATION.cff`: how to cite this edition",
        "- `manifest-sha256.txt`: digests; `sha256sum -c manifest-sha256.txt` checks them",
        "",
        "## Coverage",
        "",
        *_coverage(facts),
        "",
        "## Columns",
        "",
        "| column | meaning | signification |",
        "|---|---|---|",
        *(f"| `{name}` | {COLUMNS[name].english} | {COLUMNS[name].french} |" for name in header),
        "",
        "## Licence",
        "",
        "The articles belong to their authors and publishers. They are gathered for research.",
        "Quoting, and mining where the law allows it, need no permission; publishing them again does.",
        "The description of the archive (dates, sources, keywords, addresses) may be used freely.",
        "",
        "Les articles appartiennent à leurs auteurs et éditeurs. Ils sont réunis pour la recherche.",
        "",
        "## Made by",
        "",
        f"osiris-crawler {facts['program']}, reader {', '.join(facts['readers']) or 'none'}"
        + (f", run {facts['run']['id']} ({facts['run']['verdict']})" if facts["run"] else "")
        + ".",
    ]
    return "\n".join(lines) + "\n"


def _summary(facts: dict[str, Any]) -> str:
    sites, span = ", ".join(facts["sites"]), f"{facts['first'] or 'nowhere'} to {facts['last'] or 'nowhere'}"
    return f"{facts['articles']:,} articles of {sites}, dated {span}, captured up to {facts['captured']}."


def _selection(facts: dict[str, Any]) -> list[str]:
    found = []
    if facts["filters"]:
        chosen = json.dumps(facts["filters"], ensure_ascii=False)
        found += [f"A selection of the {facts['whole']:,} articles of the archive: `{chosen}`.", ""]
    if facts["as_of"]:
        found += [f"The archive as it stood at {facts['as_of']}.", ""]
    return found


def _coverage(facts: dict[str, Any]) -> list[str]:
    tally = facts["coverage"]
    if tally is None:
        return [
            "What the site listed at that time is not kept; the archive's present coverage says nothing here."
        ]
    return [
        "Of the whole archive, against what the site's own lists name:",
        "",
        "| listed | stored | missing | gone | not asked for |",
        "|---|---|---|---|---|",
        "| " + " | ".join(str(tally[name]) for name in COUNTED) + " |",
    ]


def citation(facts: dict[str, Any]) -> str:
    """Return CITATION.cff (1.2.0); every value is written as JSON, which YAML reads."""
    edition = facts["as_of"] or facts["captured"]
    values: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "Please cite this edition of the archive.",
        "type": "dataset",
        "title": "Press archive of " + ", ".join(facts["sites"]),
        "authors": [{"name": AUTHORS.get(site, site)} for site in facts["sites"]] or [{"name": "unknown"}],
        "version": edition or "empty",
        "date-released": edition[:10],
        "url": facts["sites"][0] if facts["sites"] else "",
        "abstract": f"{facts['articles']} articles, {facts['first']} to {facts['last']}.",
    }
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items() if value)
    return "\n".join(lines) + "\n"
