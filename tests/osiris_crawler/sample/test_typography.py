"""Tests of French typography: days, cuts, no-break spaces and inline marks."""

from datetime import date

from osiris_crawler.sample.typography import (
    cut,
    day_line,
    entity_laden,
    printed,
    short_day,
    with_marks,
    without_marks,
)


def test_days() -> None:
    """The first of a month is ``1er``; the weekday is right."""
    assert day_line(date(2024, 10, 1)) == "mardi 1er octobre 2024"
    assert day_line(date(1997, 7, 19)) == "samedi 19 juillet 1997"
    assert short_day(date(2007, 5, 10)) == "10 mai 2007"


def test_cut() -> None:
    """A long text is cut between words and marked; a short one is left alone."""
    assert cut("trois mots ici", 80) == "trois mots ici"
    assert cut("un deux trois quatre cinq", 18) == "un deux trois (…)"
    assert len(cut("mot " * 60, 80)) <= 80


def test_printed() -> None:
    """Characters are escaped, and no-break spaces stand before high signs and inside guillemets."""
    assert printed("« A & B » : 5 % !") == "«&nbsp;A &amp; B&nbsp;»&nbsp;: 5&nbsp;%&nbsp;!"


def test_marks() -> None:
    """Marks become tags, or vanish in the plain text."""
    line = "{{b:Gras}} et {{i:biais}}, 1{{sup:er}}, {{a:x.html|lien}}{{img:y.png|image 1 x 1}}"
    assert without_marks(line) == "Gras et biais, 1er, lien"
    html = with_marks(line)
    assert '<strong class="spip">Gras</strong>' in html
    assert "1<sup>er</sup>" in html
    assert '<a href="x.html" class="spip_in">lien</a>' in html
    assert 'alt="image 1 x 1"' in html


def test_entity_laden() -> None:
    """Nothing above ASCII is left."""
    assert entity_laden("é’") == "&#233;&#8217;"
