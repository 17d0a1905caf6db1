"""Turns that few pages take, whatever their skin: what archives and browsers do to a page, and what stands oddly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.skins.dice import Dice
from tests.skins.labels import COMMENTS, READERS
from tests.skins.sources import french
from tests.skins.story import Block, Form, Story

CAPTURES = {"": 88, "wayback": 5, "saved": 4, "httrack": 3}
SHORT = ("La mairie a ouvert son site.", "Le réseau est de retour à Podor.", "Trois relais sont en panne.")
_ADDRESS = re.compile(r'(?<= href=")(?![a-z]+:|#|\?)([^"]*)')
_TIME = "20240605101112"
_TOOLBAR = (
    '<div id="wm-ipp-base" style="display:none"><a href="/web/">Wayback Machine</a> 12 captures<br>'
    "10 Jan 2010 - 05 Nov 2024</div>\n"
)


@dataclass(frozen=True)
class Turns:
    """What is odd about one page."""

    capture: str = ""
    """How the page was kept: rewritten by the Wayback Machine, saved by a browser, mirrored by HTTrack."""
    broken_title: bool = False
    """The title stands on two lines, of one heading."""
    source_first: bool = False
    """The source line heads the text."""
    strangers: bool = False
    """Comments below the article, without a heading and without a telling class."""
    invitation: bool = False
    """A form below the article, with a sentence above it."""
    tiny: bool = False
    """The text is one short sentence."""


def draw_turns(seed: int) -> Turns:
    """Draw the turns of one page."""
    dice = Dice(f"turns {seed}")
    return Turns(
        capture=dice.weighted(CAPTURES),
        broken_title=dice.chance(0.04),
        source_first=dice.chance(0.03),
        strangers=dice.chance(0.05),
        invitation=dice.chance(0.05),
        tiny=dice.chance(0.03),
    )


def turned(story: Story, turns: Turns) -> Story:
    """Give the story its turns, as far as it can take them."""
    if turns.tiny:
        story.blocks = [Block(Form.PARAGRAPH, (SHORT[story.number % len(SHORT)],))]
        story.standfirst = story.postscript = None
        story.notes, story.source_in_postscript = [], False
    heads = turns.source_first and story.source and not story.author and not story.source_in_postscript
    story.source_first = bool(heads and story.blocks[0].form is Form.PARAGRAPH)
    story.broken_title = turns.broken_title and story.title.count(" ") > 3
    return story


def below(turns: Turns, story: Story) -> str:
    """Write what strangers leave below an article, in boxes that say nothing of themselves."""
    html = ""
    if turns.invitation:
        sentence = "Inscrivez-vous à notre lettre pour ne rien manquer de l’actualité du secteur."
        html += f'<div><b>Recevez nos articles</b><p>{sentence}</p><form action="#"><input name="a"></form></div>\n'
    if turns.strangers:
        dice = Dice(f"strangers {story.number}")
        html += "<div>\n"
        for _ in range(dice.number(2, 4)):
            head = f"<div>{dice.pick(READERS)}</div><div>{french(story.moment.date())} à 12:3{dice.number(0, 9)}</div>"
            html += f"<div>{head}<div>{dice.pick(COMMENTS)}</div></div>\n"
        html += "</div>\n"
    return html


def captured(html: bytes, url: str, turns: Turns) -> bytes:
    """Give the page as it was kept."""
    folder = url[: url.rfind("/") + 1].encode()
    plain = _ADDRESS.pattern.encode()
    match turns.capture:
        case "wayback":
            wrapped = re.sub(
                plain, lambda m: f"/web/{_TIME}/".encode() + folder + m[1].removeprefix(b"./"), html
            )
            return re.sub(rb"(<body[^>]*>)", rb"\1" + _TOOLBAR.encode(), wrapped, count=1)
        case "saved":
            whole = re.sub(plain, lambda m: folder + m[1].removeprefix(b"./"), html)
            return b"<!-- saved from url=(0042)" + url.encode() + b" -->\n" + whole
        case "httrack":
            note = f"<!-- Mirrored from {url} by HTTrack Website Copier, Tue, 05 Nov 2024 10:10:10 GMT -->\n"
            return html.replace(b'href="./"', b'href="index.html"') + note.encode()
        case _:
            return html
