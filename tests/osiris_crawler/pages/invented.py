"""Reads small invented pages: only what the test at hand is about stands on them."""

from __future__ import annotations

from osiris_crawler.pages import Reading, read

ADDRESS = "http://presse.example/Sahelnet-retablit-la-liaison.html"
TITLE = "Sahelnet rétablit la liaison"
FIRST = "Le groupement Sahelnet a mis en service mardi une liaison de secours entre Thiaba et Ndar Toute."
SECOND = (
    "Selon son directeur technique, les 42 relais concernés n’avaient plus été entretenus depuis trois ans."
)
LATER = (
    "Les textes de ce site sont la propriété de leurs auteurs ; toute reproduction est interdite, même en partie. "
    "Le directeur de la publication répond du contenu du site au sens de la loi, et reçoit les droits de réponse. "
    "Écrivez à la rédaction pour toute question sur les données que ce site garde de vos visites."
)
"""A text that is no article's, and longer than the article."""


def page(body: str, *, title: str = TITLE, address: str = ADDRESS, captured_on: str = "") -> Reading:
    """Read a page of which the body element and the title element are given."""
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return read(html.encode(), address, charset="utf-8", captured_on=captured_on)


def codes(reading: Reading, column: str) -> set[str]:
    """Return the warning codes of one column."""
    return {warning.code for warning in reading.warnings if warning.field == column}
