"""One person under several names."""

import pytest

from indexer.entities import gazetteer, mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "M. J. P. de Hoop Scheffer", ["jaap-de-hoop-scheffer"], id="initials of a known person"
        ),
        pytest.param(
            "M. Jens P. Stoltenberg", ["jens-stoltenberg"], id="a known person with an initial"
        ),
        pytest.param(
            "M. J. P. Teissier, puis M. Jean Teissier",
            ["jean-teissier", "jean-teissier"],
            id="initials told before the name",
        ),
        pytest.param(
            "M. Jean P. Teissier, puis M. Jean Teissier",
            ["jean-p-teissier", "jean-p-teissier"],
            id="with an initial, then without",
        ),
        pytest.param(
            "M. Jean P. Teissier, puis M. Jean Q. Teissier",
            ["jean-p-teissier", "jean-q-teissier"],
            id="other initials are other persons",
        ),
        pytest.param(
            "M. Jean Teissier, M. Julien Teissier, M. J. Teissier",
            ["jean-teissier", "julien-teissier", "j-teissier"],
            id="initials that fit two",
        ),
        pytest.param(
            "M. Jean DUPRÉ, Jean Dupré, M. DUPRÉ",
            ["jean-dupre"] * 3,
            id="a surname in capitals",
        ),
        pytest.param(
            "M. Jean Teissier, Mme Jeanne Teissier",
            ["jean-teissier", "jeanne-teissier"],
            id="two given names",
        ),
    ],
)
def test_names_of_one_person(text: str, expected: list[str]):
    found = [one.entity for one in mentions(text, gazetteer())]
    assert found == [f"person:{slug}" for slug in expected]
