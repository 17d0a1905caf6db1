"""Tells whether two addresses may be one article's: slugs that SPIP cut or a site changed, numbers, print views."""

from __future__ import annotations

import re

from osiris_crawler import urls
from osiris_crawler.items import Role
from osiris_crawler.url_views import is_view

_NUMBER_AT_END = re.compile(r"[,-]\d+$")
_OBJECT_NUMBER = re.compile(r",\d+$")


def slugs_agree(first: str, second: str) -> bool:
    """Tell whether one address may be the older spelling of the other, or another view of the same.

    SPIP cut slugs at 34 characters and later at 79; a slug without `.html` or in other case is the same slug.
    A numeric address (`article12.html`) says nothing against a slug without a number of its own, but never is another
    number; that of a view (`spip.php?page=impression&id_article=12`) is a numeric one.
    """
    if _role(first) != _role(second):
        return False
    one, two = urls.slug_of(first).casefold(), urls.slug_of(second).casefold()
    if not one and not two:
        number = urls.number_of(first)
        return number is not None and number == urls.number_of(second)
    if not one or not two:
        said, number = _OBJECT_NUMBER.search(one or two), urls.number_of(second if one else first)
        return said is None or number is None or said[0] == f",{number}"
    if one == two:
        return True
    if _NUMBER_AT_END.sub("", one) == _NUMBER_AT_END.sub("", two):
        return False
    one, two = _OBJECT_NUMBER.sub("", one), _OBJECT_NUMBER.sub("", two)
    return one.startswith(two) or two.startswith(one)


def _role(url: str) -> Role:
    return Role.ARTICLE if is_view(url) else urls.role_of(url)
