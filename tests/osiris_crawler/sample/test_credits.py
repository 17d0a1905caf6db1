"""Tests of the house form of source lines."""

import random
from datetime import date

from osiris_crawler.sample.credits import by_chance, house, medium


def test_house_form_and_its_era() -> None:
    """A comma after the name, but for 2003 and 2004."""
    assert house("APS", date(2024, 10, 1)).line == "(Source : APS, 1er octobre 2024)"
    assert house("APS", date(2004, 6, 21)).line == "(Source : APS 21 juin 2004)"
    assert house("APS", date(2005, 3, 31)).line == "(Source : APS, 31 mars 2005)"


def test_names_fit_their_time() -> None:
    """No site of today is quoted in 2001."""
    rng = random.Random(1)
    early = {medium(rng, 2001) for _ in range(200)}
    assert "Seneweb" not in early
    assert "Seneweb" in {medium(rng, 2020) for _ in range(500)}


def test_some_have_an_author_line() -> None:
    """About one in three."""
    rng = random.Random(1)
    authors = [by_chance(rng, date(2015, 5, 5)).author for _ in range(300)]
    assert 60 < sum(author is not None for author in authors) < 140
