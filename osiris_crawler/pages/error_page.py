"""Knows pages that servers, archives and skins show in the place of an article, with a status that says nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osiris_crawler.pages.vocabulary import fold

if TYPE_CHECKING:
    from osiris_crawler.pages.blocks import Page
    from osiris_crawler.pages.opening import Opening
    from osiris_crawler.pages.title import Title

ERROR = re.compile(
    r"\b404\b|\berreur\b.{0,30}\b(?:40[0-9]|50[0-9])\b|page (?:introuvable|non trouvee|inexistante)|not found"
    r"|page inconnue|(?:document|article) introuvable|n'existe pas|access denied|acces (?:refuse|interdit)|forbidden"
    r"|service unavailable|checking your browser|verify you are human|just a moment|attention required"
    r"|en maintenance|site en travaux|bad gateway|internal server error|too many requests|wayback machine"
    r"|probleme technique|erreur de compilation|site inaccessible|redirection"
)
"""What the title of an error page says."""
NO_PAGE = re.compile(
    r"\b404\b|page (?:introuvable|non trouvee|inexistante)|document introuvable|page not found"
)
SAID = re.compile(
    r"has not archived|http \d{3} response at crawl time|not found on this server|(?:nom de domaine|domain).{0,30}"
    r"(?:a vendre|for sale)|erreur(?:\(s\)|s)? dans le squelette|serveur sql|(?:fatal|parse) error.{0,200} on line"
    r"|allez etre redirige|page que vous (?:cherchez|demandez)|ne correspond a cette adresse"
    r"|(?:reessayer|revenir) (?:plus tard|dans quelques)|try again later|security of your connection"
)
"""What the text of a short page says that is none of the site's."""
LITTLE, FEW_WORDS = 800, 400
"""Characters of prose that an error page has at most, when its title or its text gives it away."""
NO_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|urlset|sitemapindex|rdf:rdf)\b",
    re.IGNORECASE | re.DOTALL,
)
MAIL = re.compile(
    r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,30}?content-type:\s*multipart/related", re.IGNORECASE
)
"""The head of a page saved as MHTML (RFC 2557)."""
HEAD = 2000


def is_no_html(text: str) -> bool:
    """Tell whether a body that came as a page is a feed, a sitemap, a PDF or a page saved as MHTML."""
    head = text[:HEAD].lstrip()
    if head[:5].lower() in {"<html", "<!doc"}:
        return False
    return head.startswith("%PDF") or bool(NO_HTML.match(head) or MAIL.match(head))


def is_error_page(page: Page, opening: Opening, title: Title) -> bool:
    """Tell whether an undated page says in its title or short text that it is none of the site's articles."""
    prose = [b.text for b in page.blocks[opening.start :] if b.prose and not opening.furniture(b)]
    length = sum(map(len, prose))
    said = fold(f"{page.title} {title.text}"[:300])
    if ERROR.search(said) and (length < LITTLE or NO_PAGE.search(said)):
        return True
    return length < FEW_WORDS and SAID.search(fold(" ".join((title.text, *prose)))) is not None
