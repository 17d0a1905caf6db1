"""The columns of a table in words and types: what datapackage.json says of them, in English and French."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from osiris_crawler.items import Kind
from pipelines.database.models import ArticleStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
DATES = rf"{DATE}(; {DATE})*"


@dataclass(frozen=True)
class Column:
    """One column: its Frictionless type and constraints, and what it means."""

    english: str
    french: str
    type: str = "string"
    constraints: tuple[tuple[str, Any], ...] = ()


_REQUIRED = ("required", True)
COLUMNS = {
    "id": Column(
        "Stable identifier, made from site and first address.",
        "Identifiant stable, formé du site et de la première adresse.",
        constraints=(_REQUIRED, ("unique", True), ("pattern", "[0-9a-f]{16}")),
    ),
    "site": Column("Name of the site.", "Nom du site.", constraints=(_REQUIRED,)),
    "url": Column("Present address.", "Adresse actuelle.", constraints=(_REQUIRED,)),
    "kind": Column(
        "What it is; empty when nothing tells.",
        "Nature du document ; vide si rien ne l’indique.",
        constraints=(("enum", [kind.value for kind in Kind]),),
    ),
    "title": Column("Title, whole.", "Titre complet."),
    "published_on": Column(
        "Date of publication, ISO 8601, only as precise as the page is.",
        "Date de publication, ISO 8601, avec la seule précision que donne la page.",
        constraints=(("pattern", DATE),),
    ),
    "published_raw": Column("Date as printed.", "Date telle qu’imprimée."),
    "date_precision": Column(
        "How much of the date is known.",
        "Précision de la date.",
        constraints=(("enum", ["day", "month", "year"]),),
    ),
    "keywords": Column("Keywords, joined by `; `.", "Mots-clés, séparés par « ; »."),
    "section": Column("Breadcrumb, joined by « > ».", "Fil d’Ariane, séparé par « > »."),
    "source_name": Column("Press source as printed.", "Source de presse telle qu’imprimée."),
    "source": Column("Press source, canonical name.", "Source de presse, nom normalisé."),
    "source_date": Column(
        "Date in the source line.",
        "Date de la ligne de source.",
        constraints=(("pattern", DATES),),
    ),
    "source_raw": Column("Source line as printed.", "Ligne de source telle qu’imprimée."),
    "author_line": Column("Author line as printed.", "Ligne d’auteur telle qu’imprimée."),
    "body": Column("Text; blank lines part paragraphs.", "Texte ; une ligne vide entre paragraphes."),
    "language": Column("Language (BCP 47).", "Langue (BCP 47)."),
    "status": Column(
        "live, gone from the site, or restricted here.",
        "live : en ligne ; gone : disparu du site ; restricted : retiré de la diffusion.",
        constraints=(_REQUIRED, ("enum", [status.value for status in ArticleStatus])),
    ),
    "revision": Column(
        "Number of the revision shown.",
        "Numéro de la version montrée.",
        "integer",
        (_REQUIRED, ("minimum", 1)),
    ),
    "first_seen_at": Column("First capture, UTC.", "Première capture, UTC.", "datetime", (_REQUIRED,)),
    "last_seen_at": Column("Newest capture, UTC.", "Dernière capture, UTC.", "datetime", (_REQUIRED,)),
    "changed_at": Column("Capture of it, UTC.", "Capture de cette version, UTC.", "datetime", (_REQUIRED,)),
    "snapshot_file": Column("WARC file of the recording.", "Fichier WARC de l’enregistrement."),
    "snapshot_offset": Column("Offset of its record.", "Position dans ce fichier, en octets.", "integer"),
    "snapshot_digest": Column("Digest of the recorded payload.", "Empreinte du contenu enregistré."),
    "warnings": Column(
        "What a person should know: field:code (detail).",
        "Ce qu’il faut savoir de ces valeurs : champ:code (détail).",
    ),
    "republication": Column(
        "Id of the first of several articles that print one text; empty for others.",
        "Identifiant du premier des articles qui reprennent un même texte ; vide sinon.",
    ),
}  # fmt: skip


def schema(header: list[str], types: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the table schema of a header.

    Args:
        header: the columns.
        types: those that differ from the usual type.
    """
    fields = []
    for name in header:
        column = COLUMNS[name]
        one: dict[str, Any] = {"name": name, "type": (types or {}).get(name, column.type)}
        one |= {"description": column.english, "description_fr": column.french}
        if column.constraints:
            one["constraints"] = dict(column.constraints)
        fields.append(one)
    found: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    return found | ({"primaryKey": ["id"]} if "id" in header else {})
