"""What a crawl wants, and in which order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.items import Kind, Link, Role
from osiris_crawler.pages.vocabulary import vocabulary
from osiris_crawler.spiders.months import Month
from osiris_crawler.spiders.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Collection

WORDS = vocabulary(
    sections={
        "Articles de presse": "article",
        "Ressources": "resource",
        "Batik": "bulletin",
        "Archives des éditoriaux": "editorial",
    }
)
PRESS = ("Articles de presse", "Archives 1999-2024")
OCTOBER = (*PRESS, "Année 2024", "Octobre 2024")
SITE = "http://127.0.0.1/"


def scope(*kinds: Kind, since: str = "", until: str = "") -> Scope:
    """Build a scope; no kinds means press articles."""

    def month(text: str) -> Month | None:
        return Month(*map(int, text.split("-"))) if text else None

    wanted: Collection[Kind] = kinds or [Kind.ARTICLE]
    return Scope(WORDS, wanted, month(since), month(until))


def section(*path: str) -> Link:
    """Make a link to a section."""
    return Link(f"{SITE}-x-.html", Role.SECTION, path=path)


def article(*path: str, listed_on: str = "", role: Role = Role.ARTICLE) -> Link:
    """Make a link to an article."""
    return Link(f"{SITE}x.html", role, path=path, listed_on=listed_on)


def test_newest_first() -> None:
    """Home, sitemap, navigation, then month by month its listing and its articles."""
    everything = scope(*Kind)
    links = [
        Link(SITE, Role.HOME),
        Link(f"{SITE}sitemap.xml", Role.SITEMAP),
        section("Articles de presse"),
        section(*PRESS),
        section("Articles de presse", "Année 2025"),
        section("Articles de presse", "Année 2025", "Mai 2025"),
        article("Articles de presse", "Année 2025", "Mai 2025"),
        section(*PRESS, "Année 2024"),
        section(*OCTOBER),
        article(*OCTOBER),
        section(*PRESS, "Année 2024", "Septembre 2024"),
        article(*PRESS, "Année 2009", "Juin"),
        article("Une rubrique sans date"),
    ]
    found = [everything.assess(link) for link in links]
    assert None not in found
    assert found == sorted(found, key=lambda priority: -(priority or 0))
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("kinds", "wanted", "refused"),
    [
        (
            (Kind.ARTICLE,),
            [("Articles de presse",), PRESS, ("Année 2025",)],
            [("Ressources",), ("Batik",), ("Liens",)],
        ),
        ((Kind.RESOURCE,), [("Ressources", "Points de vue")], [PRESS, ("Batik",)]),
        ((Kind.EDITORIAL,), [("Batik",), ("Batik", "Archives des éditoriaux")], [("Ressources",), PRESS]),
        ((Kind.BREVE,), [("Articles de presse",)], [PRESS, OCTOBER, ("Ressources",)]),
        (tuple(Kind), [("Articles de presse",), ("Ressources",), ("Batik",), ("Liens",)], []),
    ],
)
def test_sections_that_may_hold_a_wanted_kind(
    kinds: tuple[Kind, ...], wanted: list[tuple[str, ...]], refused: list[tuple[str, ...]]
) -> None:
    """A section is walked for what it may hold; others are left alone."""
    wish = scope(*kinds)
    assert all(wish.assess(section(*path)) for path in wanted)
    assert not any(wish.assess(section(*path)) for path in refused)


def test_pages_of_the_home_page_list_are_not_walked() -> None:
    """SPIP's stock home page lists the whole archive, ten at a time, which the sections list already."""
    assert scope(*Kind).assess(Link(f"{SITE}?debut_articles=10", Role.SECTION)) is None
    assert scope().listings_only(Link(f"{SITE}?debut_articles=10", Role.SECTION)) is None


def test_an_article_without_a_path_waits() -> None:
    """A listing may still tell what it is; a brève says so itself."""
    assert scope(*Kind).assess(article()) is None
    assert scope(*Kind).assess(article(role=Role.BREVE)) is not None
    assert scope().assess(article(role=Role.BREVE)) is None


def test_articles_outside_the_kinds_are_not_asked() -> None:
    """The path promises the kind."""
    assert scope().assess(article("Ressources", "2007")) is None
    assert scope(Kind.RESOURCE).assess(article("Ressources", "2007")) is not None
    assert scope().assess(article("Liens utiles")) is None


def test_since_and_until_leave_out_whole_years_and_months() -> None:
    """Years and months outside are not visited, nor is an archive root lost by its label."""
    wish = scope(since="2024-10", until="2025-02")
    assert wish.assess(section(*PRESS))
    assert wish.assess(section(*PRESS, "Année 2024"))
    assert wish.assess(section(*OCTOBER))
    assert wish.assess(article(*OCTOBER, listed_on="2024-09-30"))
    assert wish.assess(section(*PRESS, "Année 2023")) is None
    assert wish.assess(section(*PRESS, "Année 2024", "Septembre 2024")) is None
    assert wish.assess(section("Articles de presse", "Année 2025", "Mars 2025")) is None
    assert wish.assess(article(*PRESS, "Dossier", listed_on="2023-05-01")) is None


def test_listings_of_every_kind_can_be_walked() -> None:
    """They tell what an article is that only a sitemap names; its own kind still decides on an article."""
    assert scope().listings_only(section("Ressources"))
    assert scope().listings_only(article("Ressources")) is None
    assert scope(since="2024-01").listings_only(section("Ressources", "2007")) is None


def test_whole_years() -> None:
    """Only then can unlisted articles be told to lie inside the limits."""
    assert scope(since="2023-01", until="2024-12").whole_years
    assert not scope(since="2023-02").whole_years


@pytest.mark.parametrize("role", [Role.FEED, Role.ASSET, Role.OTHER, Role.ROBOTS])
def test_other_addresses_are_never_due(role: Role) -> None:
    """Feeds, files, print views and the like are not crawled."""
    assert scope(*Kind).assess(Link(f"{SITE}x", role, path=OCTOBER)) is None


@pytest.mark.parametrize(
    ("today", "path", "is_wanted"),
    [
        (date(2025, 5, 5), ("Année 2025", "Mai 2025"), True),
        (date(2025, 5, 31), ("Année 2025", "Juin 2025"), True),
        (date(2025, 5, 31), ("Année 2025", "Juillet 2025"), False),
        (date(2025, 5, 31), ("Année 2026",), False),
        (date(2025, 12, 1), ("Année 2026",), True),
        (date(2025, 12, 1), ("Année 2026", "Février"), False),
        (date(2025, 12, 1), ("Archives 1999-2099",), True),
    ],
)
def test_months_to_come_are_not_asked(today: date, path: tuple[str, ...], *, is_wanted: bool) -> None:
    """A calendar goes on for ever; articles, and runs that know no time, are not meant."""
    found = Scope(WORDS, list(Kind), today=today)
    assert (found.assess(section("Articles de presse", *path)) is not None) == is_wanted
    assert found.assess(article("Articles de presse", *path)) is not None
    assert Scope(WORDS, list(Kind)).assess(section("Articles de presse", *path)) is not None
