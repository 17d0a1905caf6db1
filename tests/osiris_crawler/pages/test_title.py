"""Which line of a page is the title, and where it ends."""

from __future__ import annotations

from tests.osiris_crawler.pages.invented import FIRST, TITLE, page

TEXT = f"<p>mardi 1er octobre 2024</p><div><p>{FIRST}</p></div>"


def test_a_title_broken_into_lines_is_whole() -> None:
    """Lines that tag and address hold together are one title, whichever of them is found first."""
    found = page(
        f"<h1>« Le réseau de la ville<br>ne sera pas vendu »</h1>{TEXT}",
        title="« Le réseau de la ville ne sera pas vendu » - La Presse",
        address="http://presse.example/le-reseau-de-la-ville-ne-sera-pas-vendu.html",
    )
    assert found.title == "« Le réseau de la ville ne sera pas vendu »"


def test_a_subtitle_in_the_same_heading_is_no_part_of_the_title() -> None:
    """What neither tag nor address hold is another line's."""
    found = page(
        f"<h1>{TITLE}<br>Trois directeurs quittent la maison</h1>{TEXT}", title=f"{TITLE} - La Presse"
    )
    assert found.title == TITLE


def test_a_cut_crumb_is_never_the_title() -> None:
    """A line that ends with « (…) » gives way to the whole one."""
    crumb = f"<div>{TITLE} entre Thiaba et (…)</div>"
    found = page(f"{crumb}<div>{TITLE} entre Thiaba et Ndar Toute</div>{TEXT}", title="La Presse")
    assert found.title == f"{TITLE} entre Thiaba et Ndar Toute"


def test_the_name_of_the_site_is_no_title() -> None:
    """Of the parts of the title element the shorter one is mostly the site's, even in a bigger heading."""
    found = page(
        f"<h1>Presse</h1><h3>{TITLE}</h3>{TEXT}",
        title=f"{TITLE} - Presse",
        address="http://presse.example/article912.html",
    )
    assert found.title == TITLE
