"""The menu of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler import urls
from osiris_crawler.items import Role
from pipelines.database.frontier import Frontier
from pipelines.database.menus import known_menu
from tests.pipelines.makers import SITE, link, unwanted, visit

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive


def test_the_sections_that_the_home_page_named_are_the_menu(store: Archive) -> None:
    """Articles, and sections that other pages named, are not."""
    section, other = link("-Presse-.html", Role.SECTION), link("-Annee-.html", Role.SECTION)
    with store.database.session() as session:
        frontier = Frontier(store.site_id)
        home = visit(SITE, role=Role.HOME, links=[section, link("un.html")])
        frontier.finish(session, home, unwanted, store.run_id)
        below = visit(section.url, role=Role.SECTION, links=[other])
        frontier.finish(session, below, unwanted, store.run_id)
        assert known_menu(session, store.site_id) == {urls.key(section.url)}
