"""Addresses in the forms of the site: slugs cut from titles, old and new, and numeric ones."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from tests.skins.truth import Kind

if TYPE_CHECKING:
    from tests.skins.dice import Dice
    from tests.skins.story import Story

HOSTS = ("https://www.osiris.sn/", "https://osiris.sn/", "http://www.osiris.sn/", "http://osiris.sn/")


def slug(title: str, limit: int) -> str:
    """Make a slug of at most ``limit`` characters, cut at a word where there is one."""
    plain = unicodedata.normalize("NFKD", title.replace("œ", "oe").replace("n°", "no"))
    words = re.findall(r"[A-Za-z0-9]+", plain.encode("ascii", "ignore").decode())
    words = (
        re.findall(r"[A-Za-z0-9]+", re.sub(r"[’'‘\"«»“”]", " ", plain).encode("ascii", "ignore").decode())
        or words
    )
    out = words[0][:limit] if words else "article"
    for word in words[1:]:
        if len(out) + 1 + len(word) > limit:
            break
        out += f"-{word}"
    return out


def article_address(dice: Dice, story: Story) -> tuple[str, str]:
    """Give the address asked for and the canonical one; they differ when the page is asked by its number."""
    host = dice.pick(HOSTS)
    aged = story.moment.year < 2012 or dice.chance(0.12)
    name = slug(story.title, 34) if aged else slug(story.title, 79).lower()
    if dice.chance(0.08):
        name += f",{story.number}" if aged else f"-{story.number}"
    if story.kind is Kind.BREVE:
        name = f"+{name}+"
    canonical = f"{host}{name}.html"
    if story.kind is not Kind.BREVE and dice.chance(0.06):
        numeric = dice.pick(
            ("article{n}.html", "spip.php?article{n}", "spip.php?page=article&id_article={n}")
        )
        return host + numeric.format(n=story.number), canonical
    return canonical, canonical
