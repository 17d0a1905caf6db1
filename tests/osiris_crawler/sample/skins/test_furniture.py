"""Tests of the side blocks: they hold the false friends that a reader must not take."""

from osiris_crawler.sample.skins import furniture


def test_false_friends() -> None:
    """Days in brackets, and a line that looks like a source line."""
    figures = " ".join((*furniture.INTERNET_FIGURES, *furniture.TELEPHONE_FIGURES))
    for friend in ("(ARTP, 30 septembre 2023)", "(Ookla, 31 janvier 2023)", "(NIC Sénégal, décembre 2023)"):
        assert friend in figures
    assert furniture.CREDIT_IN_FURNITURE.startswith("(Source : ")


def test_links_lead_to_example_hosts() -> None:
    """No link of the furniture names a host that could exist."""
    assert all(".example/" in address for _, address in furniture.INTERESTING_LINKS)
