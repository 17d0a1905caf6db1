"""What was read with a guess is brought up to what was true, or read again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from osiris_crawler.items import Kind, Outcome, Role, Visit
from osiris_crawler.reading import Asked
from osiris_crawler.sites import profile_for
from pipelines.replay.answering import Answered
from pipelines.replay.storing import fits
from tests.pipelines.makers import OCTOBER, article, visit

PROFILE = profile_for("http://press.example/")


def test_the_path_that_led_to_an_article_is_filled_in_later() -> None:
    """Kind and section come from it where the page shows none."""
    item = article(kind=None, breadcrumb=[], section=())
    assert fits(Answered(item), Asked(Role.ARTICLE), Asked(Role.ARTICLE, OCTOBER, 7), PROFILE)
    assert (item.kind, item.section) == (Kind.ARTICLE, ("Accueil", *OCTOBER))
    assert (item.visit.page_id, item.visit.path) == (7, OCTOBER)


@pytest.mark.parametrize(
    ("read", "asked", "good"),
    [
        (Asked(Role.SECTION), Asked(Role.SECTION, OCTOBER), False),
        (Asked(Role.SECTION, OCTOBER), Asked(Role.SECTION, OCTOBER, 7), True),
        (Asked(Role.SECTION), Asked(Role.SECTION, (), 0, frozenset("x")), False),
        (Asked(Role.ARTICLE), Asked(Role.SECTION), False),
    ],
)
def test_a_listing_is_read_again_when_path_or_menu_differ(read: Asked, asked: Asked, good: bool) -> None:  # noqa: FBT001
    """Its links hang on both."""
    assert fits(Answered(visit(role=Role.SECTION)), read, asked, PROFILE) is good


def test_a_listing_whose_breadcrumb_told_its_path_fits_whatever_led_to_it() -> None:
    """The path by which it was reached had no say."""
    shown = visit(role=Role.SECTION, path=OCTOBER)
    assert fits(Answered(shown), Asked(Role.SECTION), Asked(Role.SECTION, OCTOBER[:2], 7), PROFILE)
    assert (shown.page_id, shown.path) == (7, OCTOBER)
    assert not fits(Answered(shown), Asked(Role.SECTION, OCTOBER), Asked(Role.SECTION, OCTOBER[:2]), PROFILE)


def test_an_ended_visit_fits_whatever_led_to_it() -> None:
    """A 404 shows no links."""
    gone: Visit = replace(visit(role=Role.SECTION), outcome=Outcome.GONE)
    assert fits(Answered(gone), Asked(Role.SECTION), Asked(Role.SECTION, OCTOBER, 7), PROFILE)
    assert (gone.page_id, gone.path) == (7, OCTOBER)
