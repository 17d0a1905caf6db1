"""Which of the dates of a page is the day of publication."""

from __future__ import annotations

from tests.osiris_crawler.pages.invented import FIRST, SECOND, TITLE, codes, page

CRUMBS = (
    '<p><a href="./">Accueil</a> &gt; <a href="-Presse-.html">Presse</a> &gt; <a href="-Annee-2006-.html">'
    'Année 2006</a> &gt; <a href="-Mai-.html">Mai</a></p>'
)
TEXT = f"<div><p>{FIRST}</p></div>"


def test_the_day_of_the_visit_is_no_day_of_publication() -> None:
    """A date in the banner above an article without one is not taken, and the warning holds it."""
    found = page(f"<div><div>mardi 5 novembre 2024</div></div><div><h1>{TITLE}</h1>{TEXT}</div>")
    assert found.published is None
    assert codes(found, "published_on") == {"no_date", "date_of_another"}


def test_a_date_above_the_title_in_the_box_of_the_article_counts() -> None:
    """Skins may print the date first; one that says « publié » may stand anywhere above."""
    for body in (
        f"<div><p>mardi 5 novembre 2024</p><h1>{TITLE}</h1>{TEXT}</div>",
        f"<div><p>Publié le 5 novembre 2024</p></div><div><h1>{TITLE}</h1>{TEXT}</div>",
    ):
        found = page(body)
        assert found.published is not None
        assert found.published.iso == "2024-11-05"


def test_a_date_that_the_breadcrumb_contradicts_is_another_ones() -> None:
    """The date of the first comment, right below a short text, does not date the article."""
    comment = "<div>3 octobre 2024 à 10:12</div>"
    found = page(f"{CRUMBS}<h1>{TITLE}</h1>{TEXT}<div><div>Awa</div>{comment}<div>{SECOND}</div></div>")
    assert found.published is None
    assert "date_of_another" in codes(found, "published_on")


def test_a_date_below_the_text_must_say_what_it_is() -> None:
    """« Article mis en ligne le » and the like, in words or figures, with or without an author."""
    paragraphs = f"<div><p>{FIRST}</p><p>{SECOND}</p><p>{FIRST}</p><p>{SECOND}</p></div>"
    for line in (
        "Article mis en ligne le mardi 5 novembre 2024, par la rédaction",
        "Publié le 05/11/2024, par Awa Diop",
    ):
        found = page(f"<div><h1>{TITLE}</h1>{paragraphs}<p>{line}</p></div>")
        assert found.published is not None, line
        assert found.published.iso == "2024-11-05"


def test_a_date_may_share_its_line_with_keywords() -> None:
    """Links behind the date are not part of it."""
    links = '<a href="+-Internet-+.html">Internet</a> <a href="+-Genre-+.html">Genre</a>'
    found = page(f"<h1>{TITLE}</h1><p>mardi 5 novembre 2024 {links}</p>{TEXT}")
    assert found.published is not None
    assert (found.published.iso, sorted(found.keywords)) == ("2024-11-05", ["Genre", "Internet"])
