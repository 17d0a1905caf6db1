"""Parts of a skin: machine-readable marks, letters of the source, ways to set a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.skins.dice import Dice

PARAGRAPHS: dict[str, dict[str, float]] = {
    "html5": {"p": 88, "div": 6, "br2": 6},
    "div": {"p": 66, "br2": 18, "div": 10, "open_p": 6},
    "table": {"p": 34, "br2": 36, "open_p": 14, "font": 8, "div": 3, "row": 5},
    "spip": {"p": 94, "br2": 6},
    "bare": {"p": 40, "br2": 30, "open_p": 30},
    "utility": {"p": 84, "div": 16},
}


@dataclass(frozen=True)
class Marks:
    """Machine-readable marks, true and false ones."""

    canonical: bool
    open_graph: str
    """``none``, ``article``, or ``site`` (og:title is the name of the site)."""
    json_ld: str
    """``none``, ``true``, ``lying`` (its days are the time of the answer), or ``site`` (WebSite only)."""
    microdata: bool
    dublin_core: bool
    time_tag: str
    """``none``, ``time``, ``abbr``, ``lying`` (datetime is the time of the answer)."""
    rel_tag: bool
    modified: str
    """``none``, ``line`` (« Mis à jour le »), ``meta``, ``both``."""
    description: bool

    @classmethod
    def draw(cls, dice: Dice, frame: str) -> Marks:
        rich = 0.2 if frame in {"table", "bare"} else 1.0
        return cls(
            canonical=dice.chance(0.6 * rich),
            open_graph=dice.weighted({"none": 50, "article": 35 * rich, "site": 15 * rich}),
            json_ld=dice.weighted({"none": 62, "true": 20 * rich, "lying": 10 * rich, "site": 8 * rich}),
            microdata=dice.chance(0.12 * rich),
            dublin_core=dice.chance(0.15),
            time_tag=dice.weighted({"none": 60, "time": 18 * rich, "abbr": 16 * rich, "lying": 4 * rich}),
            rel_tag=dice.chance(0.4 * rich),
            modified=dice.weighted({"none": 74, "line": 10, "meta": 10, "both": 6}),
            description=dice.chance(0.5),
        )


@dataclass(frozen=True)
class Letters:
    """Charset, entities and spaces of the source text."""

    charset: str
    declared: str
    """``html5``, ``http-equiv`` or ``none``."""
    entities: str
    """``none``, ``named`` or ``numeric``."""
    nbsp: str
    """What stands before ``: ; ! ?``."""
    newline: str
    wrapped: bool
    """Long lines are broken at a column, as by an old editor."""
    doctype: str
    upper_tags: bool
    sloppy: bool
    """End tags that HTML lets go are left out; some attributes stand without quotes."""

    @classmethod
    def draw(cls, dice: Dice, frame: str) -> Letters:
        aged = frame in {"table", "bare"}
        modern = "<!DOCTYPE html>"
        transitional = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">'
        strict = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
        return cls(
            charset=dice.weighted({"utf-8": 40 if aged else 90, "cp1252": 60 if aged else 10}),
            declared=dice.weighted({"http-equiv": 60, "none": 20, "html5": 20})
            if aged
            else dice.pick(("html5", "http-equiv")),
            entities=dice.weighted({"none": 70, "named": 25 if aged else 8, "numeric": 8}),
            nbsp=dice.weighted({" ": 40, "&nbsp;": 22, "\u00a0": 20, "&#160;": 14, "\u202f": 4}),
            newline=dice.weighted({"\n": 70, "\n\t\t": 12, "": 8, "\n\n": 10}),
            wrapped=dice.chance(0.4 if aged else 0.05),
            doctype=dice.pick((transitional, strict, ""))
            if aged
            else dice.weighted({modern: 85, strict: 15}),
            upper_tags=aged and dice.chance(0.25),
            sloppy=dice.chance(0.5 if aged else 0.06),
        )


@dataclass(frozen=True)
class TextStyle:
    """How the text of an article becomes HTML."""

    paragraphs: str
    tail: str
    """Author and source: ``paragraphs``, ``one`` (one paragraph), ``glued`` to the last paragraph."""
    subhead: str
    items: str
    notes: str
    image: str
    decorated: float
    """Likelihood that a paragraph holds inline markup."""
    split_words: bool
    drop_cap: bool
    standfirst: str
    """Inline element around the standfirst, or nothing."""
    superscript: bool
    """Ordinals in titles are set with a raised letter."""
    split_source: bool
    nested: int
    """Elements around the text."""
    labelled: bool
    """Postscript and notes stand under a heading of their own."""

    @classmethod
    def draw(cls, dice: Dice, frame: str) -> TextStyle:
        return cls(
            paragraphs=dice.weighted(PARAGRAPHS[frame]),
            tail=dice.weighted({"paragraphs": 66, "one": 18, "glued": 16}),
            subhead=dice.weighted({"h3": 35, "h2": 20, "p+strong": 30, "strong": 15}),
            items=dice.weighted({"ul": 60, "ol": 8, "dash": 20, "dot": 12}),
            notes=dice.pick(("p", "div", "ol", "br")),
            image=dice.pick(("figure", "spip", "img", "img", "div")),
            decorated=dice.pick((0.0, 0.1, 0.3)),
            split_words=dice.chance(0.1),
            drop_cap=dice.chance(0.08),
            standfirst=dice.weighted({"": 70, "strong": 18, "em": 6, "b": 6}),
            superscript=dice.chance(0.3),
            split_source=dice.chance(0.25),
            nested=dice.number(0, 3),
            labelled=dice.chance(0.5),
        )
