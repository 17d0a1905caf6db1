"""Tests of the labels of rubrics, invented ones and every one of the site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from osiris_crawler.dates import month_of, read_date_line, year_of, year_range_of

MONTHS = [
    *("Janvier", "Février", "Mars", "Avril", "Mai", "Juin"),
    *("Juillet", "Août", "Septembre", "Octobre", "Novembre", "Décembre"),
]
PAGES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "fixtures" / "pages_facts.jsonl").read_text("utf-8").splitlines()
]
PATHS = sorted({page["breadcrumb"] for page in PAGES if page["breadcrumb"]})


@pytest.mark.parametrize(
    ("label", "month", "year", "years"),
    [
        ("Octobre 2024", 10, 2024, None),
        ("Janvier", 1, None, None),
        ("OCOTBRE", 10, None, None),
        ("fevrier", 2, None, None),
        ("févr.", 2, None, None),
        ("Mois d’août", 8, None, None),
        ("01. Janvier", 1, None, None),
        ("2024 Octobre", 10, 2024, None),
        ("10/2024", 10, 2024, None),
        ("2024-10", 10, 2024, None),
        ("13/2024", None, None, None),
        ("10/3024", None, None, None),
        ("Octobre (12)", 10, None, None),
        ("Octobre 2024 (312 articles)", 10, 2024, None),
        ("› Octobre", 10, None, None),
        ("Octobre 2024 :", 10, 2024, None),
        ("Archives octobre 2024", 10, 2024, None),
        ("Articles d’octobre 2024", 10, 2024, None),
        ("Les articles de 2024", None, 2024, None),
        ("Archives Mali", None, None, None),
        ("Année 2024", None, 2024, None),
        ("ANNEE 2024 (132)", None, 2024, None),
        ("2007", None, 2007, None),
        ("Articles de presse 2010", None, 2010, None),
        ("Archives 1999-2024", None, None, (1999, 2024)),
        ("Archives 1999 – 2025", None, None, (1999, 2025)),
        ("de 1999 à 2024", None, None, (1999, 2024)),
        ("2024-1999", None, None, None),
        ("Mali", None, None, None),
        ("Marché 2010", None, None, None),
        ("12 octobre", None, None, None),
        ("02. Janvier", None, None, None),
        ("Sénégal 2025 : cap sur le numérique", None, None, None),
        ("Points de vue", None, None, None),
        ("3000", None, None, None),
        ("", None, None, None),
        ("2007 " * 20_000, None, None, None),
    ],
)
def test_reads_label(label: str, month: int | None, year: int | None, years: tuple[int, int] | None) -> None:
    """A label is a month, a year, both, a range of years, or nothing."""
    assert (month_of(label), year_of(label), year_range_of(label)) == (month, year, years)


@pytest.mark.parametrize("path", PATHS)
def test_reads_every_breadcrumb_of_the_site(path: str) -> None:
    """Year and month of every breadcrumb seen are read as printed, and no other label has any."""
    for label in path.split(" > "):
        name, _, last = label.rpartition(" ")
        month = next((number for number, known in enumerate(MONTHS, 1) if known in (label, name)), None)
        year = int(last) if last.isdigit() else None
        years = (int(last[:4]), int(last[5:])) if name == "Archives" else None
        assert (month_of(label), year_of(label), year_range_of(label)) == (month, year, years)


def test_breadcrumbs_agree_with_date_lines() -> None:
    """Wherever a page shows both, the year and month of the breadcrumb are those of its date."""
    compared = 0
    for page in PAGES:
        line = page["date_line"] and read_date_line(page["date_line"])
        if (
            not line
            or not line.date
            or not page["breadcrumb"]
            or not page["breadcrumb"].startswith("Accueil")
        ):
            continue
        labels = page["breadcrumb"].split(" > ")
        year = next(filter(None, map(year_of, labels)), None)
        month = next(filter(None, map(month_of, labels)), None)
        assert year in (None, int(line.date.iso[:4]))
        assert month in (None, int(line.date.iso[5:7]))
        compared += year is not None
    assert compared > 50
