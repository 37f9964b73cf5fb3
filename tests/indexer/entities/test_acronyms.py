"""Acronyms that a text defines, and what they then stand for in it."""

import pytest

from indexer.entities import gazetteer, mentions

_FIAS = "operation:force-internationale-d-assistance-a-la-securite"
_SPVM = "organisation:service-de-police-de-la-ville-de-montreal"


def _found(text: str) -> list[tuple[str, str]]:
    return [(one.entity, one.surface) for one in mentions(text, gazetteer())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "La Force internationale d'assistance à la sécurité (XYZ) part. La XYZ, l'X.Y.Z., xyz.",
            [
                (_FIAS, "Force internationale d'assistance à la sécurité"),
                (_FIAS, "XYZ"),
                (_FIAS, "XYZ"),
                (_FIAS, "X.Y.Z."),
            ],
            id="a known name gives its acronym, dotted too, in capitals only",
        ),
        pytest.param(
            "La XYZ (Force internationale d'assistance à la sécurité) part.",
            [(_FIAS, "XYZ"), (_FIAS, "Force internationale d'assistance à la sécurité")],
            id="the other way round",
        ),
        pytest.param(
            "Le Service de police de la Ville de Montréal (SPVM). Le SPVM.",
            [
                (_SPVM, "Service de police de la Ville de Montréal"),
                (_SPVM, "SPVM"),
                (_SPVM, "SPVM"),
            ],
            id="a name that no list knows, where the letters fit",
        ),
        pytest.param(
            "Le SPVM (Service de police de la Ville de Montréal).",
            [(_SPVM, "SPVM"), (_SPVM, "Service de police de la Ville de Montréal")],
            id="it, the other way round",
        ),
        pytest.param(
            "Le Service de police de la Ville de Montréal (ABC).",
            [("place:montreal", "Montréal")],
            id="where they do not fit there is no entity",
        ),
        pytest.param(
            "L'Association canadienne de tennis (ACT). L'ACT joue.",
            [
                (
                    "organisation:association-canadienne-de-tennis",
                    "Association canadienne de tennis",
                ),
                ("organisation:association-canadienne-de-tennis", "ACT"),
                ("organisation:association-canadienne-de-tennis", "ACT"),
            ],
            id="what the text says goes before what is usual",
        ),
        pytest.param(
            "L'Organisation pour la sécurité et coopération de l'Europe (OSCE).",
            [
                (
                    "organisation:organisation-pour-la-securite-et-la-cooperation-en-europe",
                    surface,
                )
                for surface in ("Organisation pour la sécurité et coopération de l'Europe", "OSCE")
            ],
            id="another name of the known is no new body",
        ),
        pytest.param("Le Produit intérieur brut (PIB). Le PIB.", [], id="a thing is no entity"),
        pytest.param(
            "Le Programme d'action mondial (PAM), dit le PAM.",
            [],
            id="and takes its acronym with it",
        ),
        pytest.param(
            "Les Émirats arabes unis (EAU).",
            [
                ("place:emirats-arabes-unis", "Émirats arabes unis"),
                ("place:emirats-arabes-unis", "EAU"),
            ],
            id="a country by its letters",
        ),
        pytest.param("La Norvège (XYZ).", [("place:norvege", "Norvège")], id="and not without"),
        pytest.param(
            "M. Armand Teissier (ATX).",
            [("person:armand-teissier", "Armand Teissier")],
            id="nobody",
        ),
    ],
)
def test_an_acronym_stands_for_what_the_text_says(text: str, expected: list[tuple[str, str]]):
    assert _found(text) == expected


def test_a_definition_far_down_counts_for_the_whole_text():
    text = "Le SPVM part.\n\nLe Service de police de la Ville de Montréal (SPVM) revient."
    assert [entity for entity, _ in _found(text)] == [_SPVM] * 3
