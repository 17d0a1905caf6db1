"""Names of newspapers and authors: what can be one, one key for all its spellings, several in one line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from osiris_crawler.date_words import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TOP_DOMAINS: Final = (
    "com|net|org|info|int|eu|tv|io|africa|uk|be|ch|ca|us|fr"
    "|sn|ml|bf|ci|bj|ne|tg|gn|gm|gw|cv|mr|ma|dz|tn|cm|cd|ga"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s]+"
    rf"|[\w-]{{1,60}}(?:\.[\w-]{{1,60}}){{0,3}}\.(?:{_TOP_DOMAINS})(?:/[^\s]*)?",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/:?#\s]+)", re.IGNORECASE)
_SHORT_NAME = re.compile(r"(.+?) ?\(([^()]+)\)")
_SPACED = re.compile(r" (?:et|and|&|\+|/|\|) |(?P<comma>,) ?")
_SMALL_WORDS: Final = frozenset(
    word
    for line in (
        "a al au aux avec d' da dans de des di dos du e el en et l' la le les notre nos par pour un une",
        "envoye envoyee special speciale and ben bin by in of the van von",
    )
    for word in line.split()
)
_LONGEST_NAME = 80
_MOST_ANSWERS = 500


def is_address(text: str) -> bool:
    """Tells whether the whole text is a web address or a domain (« Ferloo.com »)."""
    return _ADDRESS.fullmatch(text) is not None


def capitals_and_small(text: str) -> tuple[int, int]:
    """Counts the words with a capital or figure first, and the small words that no name is made of."""
    words = [word.lstrip("\"«“‘'([@-–") for word in text.replace("'", "' ").replace("’", "' ").split()]
    capitals = sum(word[:1].isupper() or word[:1].isdigit() for word in words)
    small = sum(word[:1].islower() and fold(word).strip(",") not in _SMALL_WORDS for word in words)
    return capitals, small


@lru_cache(maxsize=512)
def looks_like_name(text: str) -> bool:
    """Tells whether the text may be a newspaper's name standing alone, not the start of a sentence."""
    bare = text.lstrip("\"«“‘' ")
    if not bare or len(text) > _LONGEST_NAME:
        return False
    if is_address(text):
        return True
    capitals, small = capitals_and_small(text)
    begins = bare[0].isupper() or bare[0].isdigit()
    return begins and small <= capitals and not text.endswith(("?", ":", "…", "..."))


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Returns what all spellings of a name share: letters and figures, no case, accents, signs or spaces."""
    plain = fold(tidy(name.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae")))
    return "".join(filter(str.isalnum, plain))


def alias_table(names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Turns a table of canonical name -> spellings into spelling -> canonical name.

    Raises:
        ValueError: two names claim one spelling.
    """
    table: dict[str, str] = {}
    owners: dict[str, str] = {}
    for canonical, spellings in names.items():
        for spelling in (canonical, *spellings):
            if owners.setdefault(name_key(spelling), canonical) != canonical:
                raise ValueError(
                    f"{spelling!r} belongs to {owners[name_key(spelling)]!r} and to {canonical!r}"
                )
            table[spelling] = canonical
    return table


def alias_of(name: str, aliases: Mapping[str, str]) -> str | None:
    """Returns the canonical name that the table gives for a name or an address's host, else None."""
    if direct := aliases.get(name):
        return direct
    return _answers.of(name, aliases) if aliases else None


class _Answers:
    """What the table asked last said: a site is read with one table, and has the same few newspapers."""

    def __init__(self) -> None:
        self._aliases: Mapping[str, str] = {}
        self._size = 0
        self._known: dict[str, str | None] = {}

    def of(self, name: str, aliases: Mapping[str, str]) -> str | None:
        if aliases is not self._aliases or len(aliases) != self._size or len(self._known) > _MOST_ANSWERS:
            self._aliases, self._size, self._known = aliases, len(aliases), {}
        if name not in self._known:
            self._known[name] = _look_up(name, aliases)
        return self._known[name]


_answers = _Answers()


def _look_up(name: str, aliases: Mapping[str, str]) -> str | None:
    keys = {name_key(name)}
    if is_address(name) and (host := _HOST.match(name)):
        keys.add(name_key(host[1]))
    keys.discard("")
    for spelling, canonical in aliases.items():
        if name_key(spelling) in keys or name_key(canonical) in keys:
            return canonical
    return None


def canonical_name(name: str, aliases: Mapping[str, str]) -> str:
    """Returns the one name a newspaper goes by; the name as printed when the table does not know it.

    Args:
        name: as printed; case, accents, spaces, dots and dashes do not matter.
        aliases: spelling -> canonical name.
    """
    if known := alias_of(name, aliases):
        return known
    if "(" in name and (both := _SHORT_NAME.fullmatch(name)):  # « Agence de presse sénégalaise (APS) »
        return alias_of(both[1], aliases) or alias_of(both[2], aliases) or name
    return name


def split_names(
    text: str, *, plural: bool, aliases: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Parts the names of one line of sources; one name may hold « et », "&", "/" or a comma itself.

    Args:
        text: everything before the date.
        plural: the line said « Sources », so a conjunction parts names.
        aliases: spelling -> canonical name; names it knows are sure.

    Returns:
        The names, and warnings: "several_sources_possible" when the line leaves it open, "comma_in_name".
    """
    if not ("," in text or "/" in text or _SPACED.search(text)):
        return (text,), ()  # nothing to part: one name
    if is_address(text) or alias_of(text, aliases):
        return (text,), ()
    doubt = ("comma_in_name",) if "," in text else ()
    parts = _parts(text, aliases)
    if len(parts) < 2 or not all(parts):  # noqa: PLR2004 - one name only
        return (text,), doubt
    known = sum(alias_of(part, aliases) is not None for part in parts)
    if plural or known == len(parts):
        return parts, ()
    if doubt or "/" in text.replace(" / ", ""):
        return (text,), doubt or ("several_sources_possible",)
    if not all(looks_like_name(part) for part in parts):
        return (text,), ()
    return parts if known or " / " in text else (text,), ("several_sources_possible",)


def _parts(text: str, aliases: Mapping[str, str]) -> tuple[str, ...]:
    """Cuts at every conjunction, comma and stroke, but never inside an address or a known name."""
    parts: list[str] = []
    start = 0
    for cut in _SPACED.finditer(text):
        parts.append(text[start : cut.start()].strip())
        start = cut.end()
    parts.append(text[start:].strip())
    pieces: list[str] = []
    for part in parts:
        whole = is_address(part) or alias_of(part, aliases) is not None
        pieces += [part] if whole else [piece.strip() for piece in part.split("/")]
    return tuple(pieces)
