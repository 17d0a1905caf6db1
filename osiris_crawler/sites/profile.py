"""Loads the profile of a site from a TOML file; docs/adding-a-site.md explains every field."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import TYPE_CHECKING, Any

from osiris_crawler import urls
from osiris_crawler.errors import UsageError
from osiris_crawler.pages.vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DEFAULT_SITE = "https://www.osiris.sn/"
KNOWN_FIELDS = {"name", "title", "url", "hosts", "timezone", "language", "home_labels", "sections", "title_marks",
                "keywords", "furniture", "press_names"}  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """What the crawl and the reader must know of one site."""

    name: str
    """Short name; part of every article's identity, so it never changes."""
    url: str
    """Home page."""
    hosts: frozenset[str]
    """Hosts that are this site, as `urls.site_of` spells them."""
    vocabulary: Vocabulary
    press_names: Mapping[str, str] = field(default_factory=dict)
    """Spelling of a press name to its canonical name; compared by `source_line.canonical_name`."""
    timezone: str = "UTC"
    language: str = "fr"

    def owns(self, url: str) -> bool:
        """Tell whether an address belongs to this site."""
        return urls.site_of(url) in self.hosts


def profile_for(site: str = DEFAULT_SITE, folder: Path | None = None) -> Profile:
    """Return the profile of a site by its address.

    Profiles in `folder` (the data folder's `sites/`) come before those that ship with the program. A site without
    a profile of its own gets the words of the default one, under its own name and host.

    Raises:
        UsageError: the address is no http(s) address, or a profile cannot be read.
    """
    address = urls.canonical(site if "://" in site else f"https://{site}/")
    if not address:
        msg = f"--site {site}: not an http or https address. Write it as https://www.example.org/"
        raise UsageError(msg)
    host = urls.site_of(address)
    own = sorted(folder.glob("*.toml")) if folder and folder.is_dir() else []
    for file in own:
        profile = _profile(_load(file.read_bytes(), str(file)), str(file))
        if host in profile.hosts:
            return _at(profile, address)
    default = _profile(_load(_packaged("osiris.toml"), "osiris.toml"), "osiris.toml")
    if host in default.hosts:
        return _at(default, address)
    return Profile(
        name=host,
        url=_home(address),
        hosts=frozenset({host}),
        vocabulary=replace(default.vocabulary, closed=False),
        press_names=default.press_names,
        timezone=default.timezone,
        language=default.language,
    )


def _at(profile: Profile, address: str) -> Profile:
    return Profile(**{**profile.__dict__, "url": _home(address)})


def _home(address: str) -> str:
    path = address.split("?", 1)[0]
    return path if path.endswith("/") else path.rsplit("/", 1)[0] + "/"


def _packaged(name: str) -> bytes:
    return resources.files(__package__).joinpath(name).read_bytes()


def _load(content: bytes, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = (
            f"{where}: not a readable TOML file ({error}). Correct it; docs/adding-a-site.md has an example."
        )
        raise UsageError(msg) from error


def _profile(data: dict[str, Any], where: str) -> Profile:
    if unknown := sorted(set(data) - KNOWN_FIELDS):
        msg = f"{where}: unknown field {', '.join(unknown)}. Known: {', '.join(sorted(KNOWN_FIELDS))}."
        raise UsageError(msg)
    try:
        sections = {title: block["kind"] for block in data.get("sections", []) for title in block["titles"]}
        return Profile(
            name=data["name"],
            url=urls.canonical(data["url"]),
            hosts=frozenset(host.lower().removeprefix("www.") for host in data["hosts"]),
            vocabulary=vocabulary(
                keywords=data.get("keywords", {}).get("known", []),
                sections=sections,
                title_marks=data.get("title_marks", {}),
                home_labels=data.get("home_labels", []),
                furniture=data.get("furniture", {}).get("headings", []),
            ),
            press_names=_press_names() | data.get("press_names", {}),
            timezone=data.get("timezone", "UTC"),
            language=data.get("language", "fr"),
        )
    except (KeyError, ValueError, TypeError) as error:
        msg = f"{where}: {error!r}. docs/adding-a-site.md has an example of every field."
        raise UsageError(msg) from error


def _press_names() -> dict[str, str]:
    """Return spelling to canonical name, from the table that all sites share."""
    table = _load(_packaged("press_names.toml"), "press_names.toml")
    names: dict[str, list[str]] = table.get("names", table)
    return {spelling: name for name, spellings in names.items() for spelling in (name, *spellings)}
