"""Tests of `pipelines.database.periods`."""

from __future__ import annotations

import pytest

from pipelines.database.periods import period_of


@pytest.mark.parametrize(
    ("path", "listed_on", "period"),
    [
        (("Articles de presse", "Archives 1999-2024", "Année 2024", "Octobre 2024"), "", (2024, 10)),
        (("Articles de presse", "Archives 1999-2025", "Année 2009", "Juin"), "", (2009, 6)),
        (("Articles de presse", "Année 2025", "Mai 2025"), "", (2025, 5)),
        (
            ("Archives 1999-2024", "Année 2002", "Janvier", "Sud NTIC n° 9 vendredi 18 janvier 2002"),
            "",
            (2002, 1),
        ),
        (("Ressources", "Points de vue", "2007"), "2007-05-10", (2007, 5)),
        (("Ressources", "Points de vue", "2007"), "2006-12-31", (2007, None)),
        (("Ressources", "Lois"), "2013-02", (2013, 2)),
        (("Articles de presse", "Archives 1999-2024"), "", (None, None)),
        (("Batik", "Mai des TIC"), "", (None, None)),
        ((), "2024", (2024, None)),
        ((), "", (None, None)),
    ],
)
def test_year_and_month_of_a_section(
    path: tuple[str, ...], listed_on: str, period: tuple[int | None, int | None]
) -> None:
    """Titles say it, a span of years says nothing, and the date in the listing completes a year."""
    assert period_of(path, listed_on) == period
