"""Knows pages that ask the visitor to log in, in the place of an article. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osiris_crawler.pages.signs import Sign
from osiris_crawler.pages.vocabulary import fold
from osiris_crawler.source_line import parse_source_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from osiris_crawler.pages.blocks import Block, Page
    from osiris_crawler.pages.opening import Opening
    from osiris_crawler.pages.title import Title

TITLE = re.compile(
    r"(?:veuillez |merci de )?(?:se connecter|(?:vous )?(?:connecter|identifier)|connexion|connectez-vous"
    r"|identifiez-vous|identification|authentification|identifiants(?: personnels)?|mot de passe(?: oublie)?"
    r"|(?:page de )?(?:connexion|login)|(?:acces|contenu|article|page|espace|zone|section) "
    r"(?:reservee?|restreinte?|protegee?|privee?|abonnes?|membres?|adherents?)"
    r"|(?:please )?(?:log|sign)[ -]?(?:in|on)|login|password(?: required)?|authentication(?: required)?"
    r"|login required|(?:restricted|private|protected|members|subscribers)(?: only)?(?: (?:access|area|content|page))?"
    r"|access restricted|(?:members|subscribers) only)"
    r"(?: (?:aux? |to (?:your )?|(?:a )?(?:votre|mon) |for |(?:a )?l'|d'|de |des |d’)?"
    r"(?:abonnes?|membres?|adherents?|compte|espace|account|members?|subscribers?|site|continue|continuer"
    r"|abonnement|utilisateurs?|required|reserve|prive|personnel))*[.!:…]*"
)
"""The whole title of such a page, folded; « Connexion internet en hausse » is none."""
INVITES = re.compile(
    r"(?:identifiez|connectez|authentifiez|abonnez|inscrivez|enregistrez)-vous"
    r"|vous (?:identifier|connecter|authentifier)"
    r"|(?:indiquez|saisissez|entrez|tapez|renseignez) (?:ici |ci-dessous )?(?:vos|votre|un|le|les) "
    r".{0,30}(?:identifiant|mot de passe|code|login|e-?mail|adresse|pseudo)"
    r"|(?:vos|votre) (?:identifiants?|mot de passe)"
    r"|mot de passe (?:oublie|perdu)|deja (?:abonne|inscrit|membre|un compte)"
    r"|(?:creez|creer|ouvrir) (?:un|votre) compte"
    r"|reservee?s? (?:aux|a nos) (?:abonne|membre|adherent|utilisateur)|rester (?:connecte|identifie)"
    r"|(?:log|sign) ?in (?:to|with|here|below|please)|(?:please|must|need to) (?:log|sign) ?in|(?:enter|type) your"
    r"|your (?:password|username|credentials)|(?:forgot|forgotten|lost) (?:your )?password|remember me"
    r"|(?:subscribers|members) only|already (?:a |an )?(?:subscriber|member|registered|have an account)"
    r"|create an account"
)
"""What such a page says to its visitor, folded."""
PARTS = re.compile(r"\s+[-–—|:»•·]\s+|\s*\|\s*")
"""Between a page's title and the site's name."""
MUCH, LITTLE = 800, 80
"""Characters of sentences around the form at most; of these, what says nothing of a login."""


def is_login_page(page: Page, opening: Opening, title: Title, *, dated: bool) -> bool:
    """Tell whether a page asks for a login, and shows no text.

    A field for a password is no sign alone: many sites have one beside every article. So the title as a whole has
    to say it, or all sentences of the page; and of a dated page, which may keep the article's heading, both field
    and sentences without a source line.

    Args:
        page: the page taken apart.
        opening: where its text begins.
        title: its title.
        dated: it shows a date of publication.
    """
    field = page.asks_password
    titled = not dated and _is_titled(page, title)
    if not field and not titled:
        return False
    below = page.blocks[opening.start :]
    prose = [block for block in below if block.prose and not opening.furniture(block)]
    length = sum(len(block.text) for block in prose)
    if length >= MUCH:
        return False
    if titled and field:
        return True
    inviting = _inviting(prose if dated else [b for b in below if not opening.furniture(b) & ~Sign.FORM])
    if not inviting or titled:
        return bool(inviting)
    above = [block for block in page.blocks[: opening.start] if block.prose and not opening.furniture(block)]
    own = length + sum(len(block.text) for block in above) - sum(len(b.text) for b in inviting if b.prose)
    credited = dated and any(parse_source_line(block.text) for block in below)
    return own < LITTLE and not credited


def _inviting(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks that speak to a visitor who has not logged in; below a heading they are a box of the site."""
    found: list[Block] = []
    for block in blocks:
        if INVITES.search(fold(block.text)):
            found.append(block)
        elif block.heading and not found:
            break
    return found


def _is_titled(page: Page, title: Title) -> bool:
    """Tell whether the title, or the title element without the site's name, says that this is a login."""
    said = [title.text, page.title, *PARTS.split(page.title)]
    return any(TITLE.fullmatch(fold(text[:200].strip())) for text in said if text)
