"""Tests of the desk that articles are drafted at."""

import random
from collections import Counter
from datetime import date

from osiris_crawler.sample.addresses import Addresses, SlugStyle
from osiris_crawler.sample.archive import Skin, read_keywords
from osiris_crawler.sample.draft import Desk, skin_by_chance, slug_style
from osiris_crawler.sample.tree import Tree


def _desk() -> Desk:
    weights = read_keywords()
    return Desk(random.Random(1), Tree(Addresses()), list(weights), list(weights.values()))


def test_a_press_article_is_filed_under_its_month() -> None:
    """The rubric follows the day."""
    draft = _desk().press("Un titre", date(2024, 10, 1))
    assert draft.rubric.title == "Octobre 2024"


def test_special_cases_take_turns_in_the_skins() -> None:
    """Three in a row have three skins, a credit in house form and one keyword."""
    desk = _desk()
    drafts = [desk.special("x", date(2024, 10, day)) for day in (1, 2, 3)]
    assert {draft.skin for draft in drafts} == set(Skin)
    assert all(draft.credit.line and len(draft.keywords) == 1 for draft in drafts)


def test_keywords_are_mostly_one() -> None:
    """None and two are rare."""
    desk = _desk()
    counts = Counter(len(desk.some_keywords()) for _ in range(1000))
    assert counts[1] > 900
    assert set(counts) == {0, 1, 2}


def test_forms_of_address_follow_the_era_mostly() -> None:
    """Old to 2011 (some moved), new later (some old ones since 2018)."""
    rng = random.Random(1)
    early = Counter(slug_style(rng, date(2005, 1, 1)) for _ in range(300))
    late = Counter(slug_style(rng, date(2020, 1, 1)) for _ in range(300))
    assert set(early) == {SlugStyle.OLD, SlugStyle.BOTH}
    assert late[SlugStyle.NEW] > late[SlugStyle.OLD] > 0
    assert {slug_style(rng, date(2014, 1, 1)) for _ in range(50)} == {SlugStyle.NEW}


def test_every_skin_comes_by_chance() -> None:
    """None is rare."""
    rng = random.Random(1)
    assert min(Counter(skin_by_chance(rng) for _ in range(300)).values()) > 50
