"""The words of a site."""

from __future__ import annotations

from osiris_crawler.items import Kind
from osiris_crawler.pages.vocabulary import Vocabulary, fold, vocabulary


def test_folded_words_are_equal() -> None:
    """Case, accents, quotes, ligatures, spaces and the blank before a colon make no difference."""
    assert fold("L’ÉTAT  au cœur\u00a0: « oui »") == fold(
        'l\'etat au coeur: "oui"'.replace('"oui"', '" oui "')
    )


def test_the_deepest_named_section_decides() -> None:
    """Editorials are filed below the newsletter, and are editorials."""
    words = vocabulary(sections={"Batik": "bulletin", "Archives des éditoriaux": "editorial"})
    assert words.kind_of_path(("Batik", "Archives des editoriaux", "Année 2004")) is Kind.EDITORIAL
    assert words.kind_of_path(("Batik", "2004")) is Kind.BULLETIN
    assert words.kind_of_path(("Ailleurs",)) is None


def test_home_labels() -> None:
    """A line that begins with the home page's label may be a breadcrumb, whatever leads it in."""
    words = Vocabulary()
    assert words.is_home("ACCUEIL")
    assert words.begins_at_home.match("Vous êtes ici : Accueil > Articles")
    assert not words.begins_at_home.match("Accueillir les élèves")
