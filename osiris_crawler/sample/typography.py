"""Turns plain French text into what SPIP prints: date lines, no-break spaces, cut titles, inline marks."""

import re
from datetime import date
from html import escape

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
CUT = " (…)"
"""What SPIP puts at the end of a cut text; a real ellipsis in a title is three dots without brackets."""

_INLINE = re.compile(r"\{\{(b|i|sup|a|img):([^|}]*)(?:\|([^}]*))?\}\}")
_NARROW_BEFORE = re.compile(r" (?=[:;!?%»])")


def short_day(day: date) -> str:
    """The day as listings print it, without the weekday: ``1er octobre 2024``."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


def day_line(day: date) -> str:
    """The day as article pages print it: ``mardi 1er octobre 2024``."""
    return f"{WEEKDAYS[day.weekday()]} {short_day(day)}"


def capital(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def cut(text: str, length: int) -> str:
    """The text, or its first words followed by ` (…)` when it is longer than ``length`` characters."""
    if len(text) <= length:
        return text
    return text[: text.rfind(" ", 0, length - 4)].rstrip(" ,;") + CUT


def printed(text: str) -> str:
    """HTML of a plain text: characters escaped, no-break spaces where French typography has them."""
    html = escape(text, quote=False)
    html = _NARROW_BEFORE.sub("&nbsp;", html)
    return html.replace("« ", "«&nbsp;").replace(" (…)", "&nbsp;(…)")


def entity_laden(html: str) -> str:
    """The same HTML with every character above ASCII written as a numeric entity, as old editors saved it."""
    return html.encode("ascii", "xmlcharrefreplace").decode("ascii")


def without_marks(line: str) -> str:
    """A line as a reader sees it: ``{{i:mot}}`` gives its text, a link its label, an image nothing."""

    def text(match: re.Match[str]) -> str:
        kind, first, label = match.group(1, 2, 3)
        return "" if kind == "img" else (label or first)

    return _INLINE.sub(text, line)


def with_marks(line: str) -> str:
    """HTML of a line that may hold the inline marks of ``without_marks``."""

    def tag(match: re.Match[str]) -> str:
        kind, first, label = match.group(1, 2, 3)
        match kind:
            case "a":
                rel = "spip_out" if "://" in first else "spip_in"
                return f'<a href="{first}" class="{rel}">{label}</a>'
            case "img":
                return f'<img src="{first}" alt="{label}" class="spip_logo" />'
            case "b":
                return f'<strong class="spip">{first}</strong>'
            case "i":
                return f'<i class="spip">{first}</i>'
            case _:
                return f"<sup>{first}</sup>"

    return _INLINE.sub(tag, printed(line))
