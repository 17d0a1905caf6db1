"""Makes addresses as SPIP does in its "propres" scheme: an old form (capitals, short) and a new one."""

import re
import unicodedata
from enum import StrEnum
from urllib.parse import quote

OLD_LENGTH = 34
NEW_LENGTH = 79


class SlugStyle(StrEnum):
    """Which form of address an article was given when it was published."""

    OLD = "old"
    """``Benefice-de-la-regie.html``; a second article of that name gets ``,ID``."""
    NEW = "new"
    """``benefice-de-la-regie-des-liaisons.html``; a second article of that name gets ``-ID``."""
    BOTH = "both"
    """New form; the old form answers with a permanent redirect."""
    NUMERIC = "numeric"
    """``article2068.html``."""
    NUMERIC_THEN_NEW = "numeric-then-new"
    """New form; ``article2068.html`` answers with a permanent redirect."""


def words(title: str) -> str:
    """The title in ASCII letters and figures, words parted by hyphens, case kept; empty if it has none."""
    text = title.replace("œ", "oe").replace("Œ", "Oe").replace("n°", "no ")
    for sign in "’‘'`":
        text = text.replace(sign, " ")
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall(r"[A-Za-z0-9]+", text))


def old_slug(title: str) -> str:
    """The old form: at most 34 characters, cut between words where that leaves enough."""
    return _cut(words(title), OLD_LENGTH)


def new_slug(title: str) -> str:
    """The new form: lower case, at most 79 characters."""
    return _cut(words(title).lower(), NEW_LENGTH)


def _cut(slug: str, length: int) -> str:
    if len(slug) <= length:
        return slug
    edge = slug.rfind("-", 0, length + 1)
    return slug[:edge] if edge > length // 2 else slug[:length]


class Addresses:
    """Hands out paths, never the same twice: the first comer gets the plain slug, as in SPIP."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def article(self, style: SlugStyle, title: str, number: int) -> tuple[str, list[str]]:
        """The path of an article and the paths that lead to it by a permanent redirect."""
        old_paths: list[str] = []
        if not words(title):
            style = SlugStyle.NUMERIC
        match style:
            case SlugStyle.OLD:
                return self._free(old_slug(title), f",{number}"), old_paths
            case SlugStyle.NEW:
                return self._free(new_slug(title), f"-{number}"), old_paths
            case SlugStyle.BOTH:
                old_paths.append(self._free(old_slug(title), f",{number}"))
                return self._free(new_slug(title), f"-{number}"), old_paths
            case SlugStyle.NUMERIC:
                return self._free(f"article{number}", ""), old_paths
            case SlugStyle.NUMERIC_THEN_NEW:
                old_paths.append(self._free(f"article{number}", ""))
                return self._free(new_slug(title), f"-{number}"), old_paths

    def breve(self, style: SlugStyle, title: str, number: int) -> str:
        """The path of a news brief: the slug between plus signs."""
        if style is SlugStyle.OLD:
            return self._free(old_slug(title), f",{number}", "+", "+")
        return self._free(new_slug(title), f"-{number}", "+", "+")

    def rubric(self, title: str, number: int) -> str:
        """The path of a rubric: the slug between hyphens."""
        return self._free(old_slug(title), f",{number}", "-", "-")

    def keyword(self, name: str, number: int) -> str:
        """The path of a keyword page: the slug between plus and hyphen."""
        return self._free(old_slug(name), f",{number}", "+-", "-+")

    def _free(self, slug: str, suffix: str, before: str = "", after: str = "") -> str:
        path = f"/{before}{slug}{after}.html"
        if path in self._taken:
            path = f"/{before}{slug}{suffix}{after}.html"
        self._taken.add(path)
        return quote(path, safe="/+,@_-.")
