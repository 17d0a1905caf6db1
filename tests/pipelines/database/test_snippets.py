"""Tests of `pipelines.database.snippets`: what is marked, and which passage is shown."""

from __future__ import annotations

from pipelines.database.queries import parse, wanted
from pipelines.database.snippets import LENGTH, marked, passage

LONG = "Un début. " * 60 + "Le cœur du réseau bat à Kaolack, dit-on. " + "Une fin. " * 60


def shown(text: str, query: str, column: str = "") -> str:
    """Return a whole text with what is marked in brackets."""
    return "".join(f"[{p.text}]" if p.marked else p.text for p in marked(text, wanted(parse(query)), column))


def test_words_are_marked_as_printed() -> None:
    """Accents, ligatures, other numbers, beginnings and phrases; what must not stand there is not marked."""
    text = "L’État et les réseaux : haut débit au cœur de Kaolack"
    assert shown(text, 'etat réseau "haut debit" coeur kao* -les') == (
        "L’[État] et les [réseaux] : [haut débit] au [cœur] de [Kaolack]"
    )


def test_a_phrase_for_the_title_marks_no_body() -> None:
    """`title:` words are marked in titles only."""
    assert shown("La fibre", "title:fibre", "body") == "La fibre"
    assert shown("La fibre", "title:fibre", "title") == "La [fibre]"


def test_the_passage_holds_the_words() -> None:
    """It is about as long as asked, cut between words, and says so."""
    pieces = passage(LONG, wanted(parse("kaolack coeur")))
    text = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.marked] == ["cœur", "Kaolack"]
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) <= LENGTH + 2


def test_without_words_the_text_begins() -> None:
    """The first signs, on one line; short texts whole; an empty text gives nothing."""
    assert "".join(p.text for p in passage("Un.\n\nDeux.", [])) == "Un. Deux."
    assert "".join(p.text for p in passage(LONG, [])).startswith("Un début.")
    assert passage("", []) == []


def test_every_sign_is_shown_once() -> None:
    """The pieces together are the text."""
    for query in ("un", "debut fin", '"une fin"', "u*", "absent"):
        assert "".join(p.text for p in marked(LONG, wanted(parse(query)))) == LONG
