"""Tests of `pipelines.database.slugs`: which addresses may be one article's."""

from __future__ import annotations

import pytest

from pipelines.database.slugs import slugs_agree
from tests.pipelines.makers import SITE


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("Benefice-faramineux-de-146.html", "benefice-faramineux-de-146-milliards", True),
        ("Universite-virtuelle-du-Senegal,11676.html", "universite-virtuelle-du-senegal-remet-des", True),
        ("article2068.html", "telephonie-mobile-bye-bye", True),
        ("spip.php?article12", "un-accord", True),
        ("article12.html", "spip.php?article13", False),
        ("un-accord.html", "un-accord", True),
        ("Nouveau-plan,2672.html", "Nouveau-plan,2673.html", False),
        ("Directeur,2840.html", "Directeur.html", False),
        ("un-accord", "un-accord-2", False),
        ("un-accord-2", "un-accord-2582", False),
        ("+Controle-des-appels,4941+.html", "Controle-des-appels,5761.html", False),
        ("Un-accord-pour", "un-autre-accord", False),
        ("spip.php?page=impression&id_article=12", "un-accord.html", True),
        ("spip.php?page=impression&id_article=12", "un-accord,12.html", True),
        ("spip.php?page=impression&id_article=12", "un-accord,13.html", False),
        ("spip.php?page=impression&id_article=12", "article12.html", True),
        ("spip.php?page=impression&id_article=12", "spip.php?page=impression&id_article=13", False),
        ("spip.php?page=forum&id_article=12", "un-accord.html", False),
        ("spip.php?page=impression&id_article=12", "+une-breve+.html", False),
    ],
)
def test_which_slugs_may_be_one_article(first: str, second: str, one: bool) -> None:  # noqa: FBT001
    """A prefix, a numeric form, another suffix may; another number at the end and a brève's mark may not."""
    assert slugs_agree(SITE + first, SITE + second) is one
    assert slugs_agree(SITE + second, SITE + first) is one
