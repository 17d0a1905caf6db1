"""Which line of a page is the title, and where it ends."""

from __future__ import annotations

import pytest

from osiris_crawler.pages.hints import made_slug
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


def test_a_title_with_signs_of_its_own_is_whole() -> None:
    """A colon or dash in the title element parts title and site only at its ends."""
    title = "Podor : la fibre arrive - enfin"
    first, second = "Podor : la fibre", "arrive - enfin"
    text = TEXT.replace("Sahelnet", "L’opérateur")
    found = page(
        f"<h2>{first}<br>{second}</h2>{text}",
        title=f"{title} - La Presse",
        address="http://presse.example/article7.html",
    )
    assert found.title == title


def test_a_title_in_a_box_of_its_own_is_whole() -> None:
    """Lines that are nothing else in a plain box are one title where no hint equals the first alone."""
    found = page(
        f"<div>Une plateforme de transfert d’argent<br>et ce que l’Union lui reproche</div>{TEXT}",
        title="Presse",
        address="http://presse.example/Une-plateforme-de-transfert-d.html",
    )
    assert found.title == "Une plateforme de transfert d’argent et ce que l’Union lui reproche"


def test_a_date_below_the_title_in_its_heading_is_no_part_of_it() -> None:
    """The date is read as such, whatever it stands in."""
    found = page(f"<h1>{TITLE}<br><small>mardi 1er octobre 2024</small></h1><div><p>{FIRST}</p></div>")
    assert (found.title, found.published and found.published.iso) == (TITLE, "2024-10-01")


def test_a_subtitle_glued_to_the_title_is_taken_off() -> None:
    """`<small>` in a heading leaves no blank; what a hint holds as a whole is the title."""
    found = page(
        f"<h1><span>{TITLE}</span><small>Trois directeurs s’en vont</small></h1>{TEXT}",
        title=f"{TITLE} - Presse",
    )
    assert found.title == TITLE


def test_the_one_word_of_the_title_element_confirms_nothing() -> None:
    """Where the heading and the title element hold nothing but a short name, the title is doubtful."""
    found = page(f"<h1>Presse</h1>{TEXT}", title="Presse", address="http://presse.example/article7.html")
    assert "title_unconfirmed" in {warning.code for warning in found.warnings}


@pytest.mark.parametrize(
    ("cut", "rest"),
    [
        ("Le groupement dénonce un centre de données à", "Diamniadio dans trois régions"),
        ("La ville de Ndar reçoit Mame", "Coumba Fall et ses pêcheurs"),
    ],
)
def test_a_title_element_cut_without_a_sign_cuts_no_heading(cut: str, rest: str) -> None:
    """It ends in a word that ends no title, or the address goes on; a name behind it is no subtitle."""
    whole = f"{cut} {rest}"
    slug = made_slug(whole)[:79]
    found = page(
        f"<h2>{whole}</h2>{TEXT}", title=f"{cut} - La Presse", address=f"http://presse.example/{slug}.html"
    )
    assert found.title == whole


@pytest.mark.parametrize("title", ["Internet", f"{TITLE} (2)"])
def test_brackets_before_the_title_name_the_site(title: str) -> None:
    """SPIP's own skins up to 3 write `[Site] Title`; on an address that says nothing the tag says it all."""
    found = page(
        f"<p><font size=5><b>{title}</b></font><br><font size=3><i>Un chantier de dix ans</i></font><br>{TEXT[3:]}",
        title=f"[Observatoire du fleuve] {title}",
        address="http://presse.example/spip.php?article1010",
    )
    assert found.title == title


def test_brackets_of_the_title_itself_stay() -> None:
    """They stand in the heading, too."""
    found = page(f"<h1>[Tribune] {TITLE}</h1>{TEXT}", title=f"[Tribune] {TITLE}")
    assert found.title == f"[Tribune] {TITLE}"
