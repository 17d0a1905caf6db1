"""The path from Accueil to an article."""

from __future__ import annotations

from tests.osiris_crawler.pages.invented import FIRST, page


def test_guillemets_of_a_title_part_no_crumbs() -> None:
    """Where `»` parts the crumbs, a quotation in the last one is not cut."""
    title = "« Nous avons perdu du temps » (le maire)"
    crumbs = f"Accueil » Articles de presse » Année 2006 » {title}"
    assert page(f"<p>{crumbs}</p><h1>{title}</h1><p>{FIRST}</p>", title=title).breadcrumb == [
        "Accueil", "Articles de presse", "Année 2006",
    ]  # fmt: skip


def test_a_short_crumb_with_its_arrow_is_a_section() -> None:
    """« Mai → » is a link and a sign, as short as it is."""
    labels = ("Accueil", "Articles de presse", "Année 2006", "Mai")
    items = "".join(
        f'<li><a href="{"./" if n == 0 else f"-{n}-.html"}">{label}</a> →</li>'
        for n, label in enumerate(labels)
    )
    found = page(
        f"<ol>{items}<li>Un titre tout à fait ordinaire</li></ol><h1>Un titre tout à fait ordinaire</h1><p>{FIRST}</p>"
    )
    assert found.breadcrumb == list(labels)
