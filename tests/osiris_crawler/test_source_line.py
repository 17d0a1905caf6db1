"""Tests of source lines: every one of the site, every likely form, and what only looks like one."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import osiris_crawler
from osiris_crawler.source_line import alias_table, announces_source, parse_source_line, split_source_line

TABLE = tomllib.loads(
    (Path(osiris_crawler.__file__).parent / "sites" / "press_names.toml").read_text("utf-8")
)
ALIASES = alias_table(TABLE)
QUICK = settings(max_examples=300, deadline=None, database=None, derandomize=True)
PAGES = (Path(__file__).parents[1] / "fixtures" / "pages_facts.jsonl").read_text("utf-8").splitlines()
SITE_LINES = [line for page in PAGES if (line := json.loads(page)["source_line"])]

# Written by hand from the printed lines: name as printed, day, month, year, canonical name.
SITE_FACTS = """\
APS,1,10,2024,APS
RFi,14,8,2017,RFI
Le Quotidien,30,4,2004,Le Quotidien
Agence Ecofin,20,11,2012,Agence Ecofin
Nettali,7,9,2007,Nettali
Le Soleil,6,3,2015,Le Soleil
Pressafrik,30,11,2011,Pressafrik
APS,21,6,2004,APS
Xibar,15,9,2010,Xibar
Leral,27,2,2013,Léral
APS,28,10,2011,APS
Agence Ecofin,19,3,2019,Agence Ecofin
Xalima,11,4,2012,Xalima
Wal Fadjri,15,1,2003,Wal Fadjri
Agence Ecofin,9,11,2012,Agence Ecofin
Le Soleil,31,3,2005,Le Soleil
CIO Mag,24,1,2022,CIO Mag
Afrique ITtnews,27,7,2015,Afrique ITnews
Le Soleil,6,8,2010,Le Soleil
Wal Fadjri,3,10,2016,Wal Fadjri
Le Soleil,14,8,2010,Le Soleil
Nettali,26,1,2012,Nettali
Dakaractu,28,10,2011,Dakar Actu
APS,23,7,2009,APS
Nettali,30,9,2011,Nettali
Dakar Actu,29,10,2014,Dakar Actu
Xalima,29,11,2018,Xalima
APS,18,2,2012,APS
Le Soleil,3,4,2010,Le Soleil
"""


@pytest.mark.parametrize(
    ("line", "fact"), list(zip(SITE_LINES, csv.reader(SITE_FACTS.splitlines()), strict=True))
)
def test_reads_every_source_line_of_the_site(line: str, fact: list[str]) -> None:
    """Name, canonical name and day of each printed line are right, without a warning."""
    name, day, month, year, canonical = fact
    parsed = parse_source_line(line, ALIASES)
    assert parsed is not None
    (source,) = parsed.sources
    assert source.date is not None
    assert (source.name, source.canonical) == (name, canonical)
    assert source.date.iso == f"{year}-{int(month):02}-{int(day):02}"
    assert (parsed.raw, parsed.warnings) == (line, ())


FORMS = [
    # seen on the site, beyond the lines above
    ("(Source :Sénégal Médias, 19 juin 2010)", "Sénégal Médias|2010-06-19", ""),
    ("(Source : Les Afriques, 12 otobre 2015)", "Les Afriques|2015-10-12", "misspelt_month"),
    ("(Source : Ferloo.com, 14 juillet 2008)", "Ferloo.com|2008-07-14", ""),
    ("(Source : Enquête, 3 mai 2010)", "Enquête|2010-05-03", ""),
    ("(Source : Tract, 3 mai 2010)", "Tract|2010-05-03", ""),
    # seen on other sites
    ("(Source Wal Fadjri).", "Wal Fadjri|", "no_colon"),
    ("source www.lefaso.net)", "www.lefaso.net|", "no_colon unbalanced_bracket"),
    ("[readon1 url=”http://x.sn”]Source :APS[/readon1]", "APS|", "no_brackets"),
    ("Source : La Gazette", "La Gazette|", "no_brackets"),
    # likely, not seen
    ("Source APS", "APS|", "no_colon no_brackets"),
    ("Source Le Clairon, 3 mai 2010", "Le Clairon|2010-05-03", "no_colon no_brackets"),
    ("( Source\u00a0:  APS , 8\u00a0août\u2009 2006 )", "APS|2006-08-08", ""),
    ("(SOURCE : LE SOLEIL, 8 AOUT 2006)", "LE SOLEIL|2006-08-08", ""),
    ("(Source: APS, 8 aou\u0302t 2006).", "APS|2006-08-08", ""),
    ("[Source : APS, 8 août 2006]", "APS|2006-08-08", ""),
    ("(Source : APS, 8 août 2006]", "APS|2006-08-08", "mixed_brackets"),
    ("(Source : APS, 8 août 2006", "APS|2006-08-08", "unbalanced_bracket"),
    ("Source : APS, 8 août 2006)", "APS|2006-08-08", "unbalanced_bracket"),
    ("((Source : APS, 8 août 2006))", "APS|2006-08-08", ""),
    ("Source : APS, 8 août 2006", "APS|2006-08-08", "no_brackets"),
    ("(Source - APS, 8 août 2006)", "APS|2006-08-08", "no_colon"),
    ("(Source(s) : APS, 8 août 2006)", "APS|2006-08-08", ""),
    ("(Sources : APS et Le Soleil, 3 mai 2010)", "APS|2010-05-03 Le Soleil|2010-05-03", "shared_source_date"),
    ("(Source : APS / Le Soleil, 3 mai 2010)", "APS|2010-05-03 Le Soleil|2010-05-03", "shared_source_date"),
    (
        "(Source : APS et Le Soleil, 8 et 9 août 2006)",
        "APS|2006-08-08 Le Soleil|2006-08-09",
        "paired_source_dates",
    ),
    (
        "(Source : APS et Le Soleil, 8 août 2006, 9 août 2006)",
        "APS|2006-08-08 Le Soleil|2006-08-09",
        "paired_source_dates",
    ),
    (
        "(Sources : APS, Le Soleil et Nettali, respectivement 30 juillet, 1er et 2 août 2006)",
        "APS|2006-07-30 Le Soleil|2006-08-01 Nettali|2006-08-02",
        "paired_source_dates",
    ),
    (
        "(Source : APS et Le Soleil, 8-9 août 2006)",
        "APS|2006-08-08 Le Soleil|2006-08-08",
        "range_first_day shared_source_date",
    ),
    (
        "(Source : APS et Le Soleil, 7, 8 et 9 août 2006)",
        "APS|2006-08-07 Le Soleil|2006-08-07",
        "range_first_day shared_source_date",
    ),
    ("(Source : APS, 8 août 2006, 9 août 2006)", "APS|2006-08-08", "range_first_day"),
    ("(Source : APS, 3 mai 2010 ; Le Soleil, 4 mai 2010)", "APS|2010-05-03 Le Soleil|2010-05-04", ""),
    ("(Source : APS)", "APS|", ""),
    ("(Source : http://www.x.sn/a.html, 3 mai 2010)", "http://www.x.sn/a.html|2010-05-03", ""),
    ("(Souce : APS, 3 mai 2010)", "APS|2010-05-03", "misspelt_source_word"),
    ("Soruce : APS, 3 mai 2010", "APS|2010-05-03", "misspelt_source_word no_brackets"),
    ("[Sourc : APS, 12 ocotbre 2015]", "APS|2015-10-12", "misspelt_source_word misspelt_month"),
    ("(Soucres : APS et Nettali)", "APS| Nettali|", "misspelt_source_word"),
    ("(Source : APS, 11 et 12 octobre 2005)", "APS|2005-10-11", "range_first_day"),
    ("(Source : Jeune Afrique, octobre 2010)", "Jeune Afrique|2010-10", ""),
    ("(Source : APS, mercredi 4 mai 2010)", "APS|2010-05-04", "weekday_mismatch"),
    ("(Source : APS, 31 février 2005)", "APS|", "unreadable_source_date"),
    ("(Source : rapport de la banque, 2010)", "rapport de la banque|2010", "unlikely_source_name"),
    ("(Source : Agence de régulation des ondes, 2010)", "Agence de régulation des ondes|2010", ""),
    ("(Source : 3 mai 2010)", "", "no_source_name"),
    ("(Source : )", "", "no_source_name"),
]


@pytest.mark.parametrize(("text", "expected", "warnings"), FORMS, ids=[form[0] for form in FORMS])
def test_reads_form(text: str, expected: str, warnings: str) -> None:
    """Each form gives its names with their dates; each doubtful reading carries its word."""
    parsed = parse_source_line(text, ALIASES)
    assert parsed is not None
    found = " ".join(f"{source.name}|{source.date.iso if source.date else ''}" for source in parsed.sources)
    assert (found, parsed.warnings) == (expected, tuple(warnings.split()))


def test_the_raw_date_stays_when_it_cannot_be_read() -> None:
    """An unreadable date is kept as printed beside the name."""
    parsed = parse_source_line("(Source : APS, 31 février 2005)")
    assert parsed is not None
    assert (parsed.sources[0].name, parsed.sources[0].date_raw) == ("APS", "31 février 2005")


@pytest.mark.parametrize(
    "text",
    [
        "(ARTP, 30 septembre 2023)",
        '("Le Soleil" du 3 novembre 2001)',
        "Selon une source proche du dossier, le projet avance.",
        "Source de revenus pour les jeunes",
        "Source de vie, 3 mai 2010",
        "La source : un mystère",
        "Source : un mystère",
        "Source : les chiffres du marché montrent que tout croît.",
        "Sources d'énergie : le solaire",
        "Sources",
        "Sources :",
        "(source sûre)",
        "(Sources concordantes)",
        "(Source de revenus pour les jeunes)",
        "Source proche du dossier (APS)",
        "(Source : APS) est une agence",
        "source (Le Soleil)",
        "Course : APS, 3 mai 2010",
        "(Sourde : APS)",
        "Ressource : APS, 3 mai 2010",
        "",
        "(Source : " * 20_000,
        "(Source : APS, " + "1 et " * 30_000,
    ],
)
def test_refuses_what_is_no_source_line(text: str) -> None:
    """Prose, headings, references without the word and hostile lengths are no source lines."""
    assert parse_source_line(text, ALIASES) is None


@pytest.mark.parametrize(
    ("paragraph", "before", "line"),
    [
        (
            "… les ministères (Source : Xalima, 3 mai 2010)",
            "… les ministères",
            "(Source : Xalima, 3 mai 2010)",
        ),
        ("Fin.\n(Source : APS, 3 mai 2010).", "Fin.", "(Source : APS, 3 mai 2010)."),
        ("Fin.(Source : APS)", "Fin.", "(Source : APS)"),
        ("Les ministères\nSource : La Gazette", "Les ministères", "Source : La Gazette"),
        ("Les ministères Souce : Xalima, 3 mai 2010", "Les ministères", "Souce : Xalima, 3 mai 2010"),
        ("au Burkina source www.lefaso.net)", "au Burkina", "source www.lefaso.net)"),
        ("M. Sèye (Source : APS 3 mai 2010)", "M. Sèye", "(Source : APS 3 mai 2010)"),
        ("Les sources : voir (Source : APS, 3 mai 2010)", "Les sources : voir", "(Source : APS, 3 mai 2010)"),
        ("(Source : APS)", "", "(Source : APS)"),
        ("x" * 100_000 + " (Source : APS)", "x" * 100_000, "(Source : APS)"),
    ],
)
def test_peels_the_line_off_a_paragraph(paragraph: str, before: str, line: str) -> None:
    """A line glued to the last sentence is parted from it, both as printed."""
    assert split_source_line(paragraph) == (before, line)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Pas de source ici.",
        "Il cite (Source : APS, 3 mai 2010) puis continue.",
        "La presse cite une source (Le Soleil)",
        "selon la source : APS",
        "Une source de revenus.",
        "(source " * 20_000,
        "source et " * 20_000,
    ],
)
def test_leaves_other_paragraphs_alone(paragraph: str) -> None:
    """A source named within a paragraph, and hostile lengths, stay where they are."""
    assert split_source_line(paragraph) == (paragraph, None)


@QUICK
@given(
    st.text(max_size=40),
    st.sampled_from(["", "(Source : ", "Source : ", "[Souce ", "(Sources : APS et "]),
    st.text(max_size=40),
    st.sampled_from(["", ")", ", 3 mai 2010)", " 31 février 2005]"]),
)
def test_any_text_is_read_or_left(head: str, label: str, name: str, tail: str) -> None:
    """Nothing raises; what is peeled off is a source line, and no letter is lost."""
    paragraph = head + label + name + tail
    parse_source_line(label + name + tail, ALIASES)
    before, line = split_source_line(paragraph)
    assert line is None or parse_source_line(line) is not None
    assert "".join((before + (line or "")).split()) == "".join(paragraph.split())


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("(Source : APS, 3 mai 2010)", True),
        ("[Source APS]", True),
        ("SOURCE: APS", True),
        ("Sources : APS et Nettali", True),
        ("Source APS", False),
        ("Une source proche du dossier", False),
        ("(APS, 3 mai 2010)", False),
        ("", False),
    ],
)
def test_tells_at_a_glance_what_begins_as_source_lines_do(text: str, does: bool) -> None:  # noqa: FBT001
    """A bracket or a colon makes the difference between a line and a sentence about a source."""
    assert announces_source(text) is does
