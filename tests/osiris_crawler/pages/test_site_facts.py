"""What real pages of the site print (addresses, paths, date and source lines only) is read as printed."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

import pytest

from osiris_crawler import urls
from osiris_crawler.items import Kind, Role
from osiris_crawler.pages import Reading, read
from osiris_crawler.sites import profile_for

FACTS = Path(__file__).parents[2] / "fixtures/pages_facts.jsonl"
ROWS = [json.loads(line) for line in FACTS.read_text(encoding="utf-8").splitlines()]
PROFILE = profile_for()
TITLE = "Un titre inventé pour la page"
TEXT = "Cette phrase inventée numéro {} dit assez de choses pour être une phrase entière du texte."
ANY_ADDRESS = "https://www.osiris.sn/un-titre-invente-pour-la-page.html"
KIND_OF_SECTION = {
    "Articles de presse": Kind.ARTICLE,
    "Ressources": Kind.RESOURCE,
    "Archives des éditoriaux": Kind.EDITORIAL,
}


def address_of(row: dict[str, Any]) -> str:
    """Return the address of a row of facts; some have none."""
    url = row["url"] or ""
    listing = urls.role_of(urls.canonical(url)) is not Role.ARTICLE
    return url if url.startswith("http") and (not listing or "/+" in url) else ANY_ADDRESS


def path_of(row: dict[str, Any]) -> list[str]:
    """Return the breadcrumb; what has no `>` is the section line of the old skin."""
    parts = [part.strip() for part in (row["breadcrumb"] or "").split(" > ")]
    return parts if len(parts) > 1 else []


def reading(row: dict[str, Any]) -> Reading:
    """Read a page that prints the facts of a row in the order of the site's skin."""
    lines = [f"<h1>{TITLE}</h1>"]
    if path_of(row):
        lines.insert(0, f"<div>{escape(row['breadcrumb'] + ' > ' + TITLE)}</div>")
    elif row["breadcrumb"]:
        lines[:0] = [
            f"<div>{row['breadcrumb']}</div>",
            "<div>Imprimer Texte plus petit Texte plus grand</div>",
        ]
    if row["date_line"]:
        lines.append(f"<div>{row['date_line']}</div>")
    lines += [f"<p>{TEXT.format(number)}</p>" for number in range(3)]
    if row["source_line"]:
        lines.append(f"<p>{escape(row['source_line'])}</p>")
    page = f"<html><head><title>{TITLE} - OSIRIS</title></head><body>{''.join(lines)}</body></html>"
    return read(page.encode(), address_of(row), words=PROFILE.vocabulary, press_names=PROFILE.press_names)


@pytest.mark.parametrize("row", ROWS, ids=[str(number) for number in range(len(ROWS))])
def test_lines_are_read_as_printed(row: dict[str, Any]) -> None:
    """Path, date line and source line come back letter for letter, and nothing is invented where there is none."""
    got = reading(row)
    assert got.breadcrumb == path_of(row)
    assert (row["date_line"] or "").endswith(got.published_raw)
    assert bool(got.published) == bool(row["date_line"])
    assert got.source_line == (row["source_line"] or "")


@pytest.mark.parametrize("row", ROWS, ids=[str(number) for number in range(len(ROWS))])
def test_kind_is_right_wherever_the_page_tells(row: dict[str, Any]) -> None:
    """The deepest named section tells the kind, a brève's address too; without either no kind is guessed."""
    got = reading(row).kind
    if "/+" in address_of(row):
        assert got is Kind.BREVE
    elif named := [kind for title, kind in KIND_OF_SECTION.items() if title in (row["breadcrumb"] or "")]:
        assert got is named[-1]
    elif not row["breadcrumb"]:
        assert got is None
