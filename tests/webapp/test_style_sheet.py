"""The colours of the style sheet can be read by everyone (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from importlib.resources import files

import pytest

_SHEET = files("webapp").joinpath("static", "depeche.css").read_text("utf-8")
_LIGHT, _DARK, _PRINT = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))
    for block in re.findall(r":root \{(.*?)\}", _SHEET, re.DOTALL)
)
SCHEMES = {"light": _LIGHT, "dark": _LIGHT | _DARK, "print": _LIGHT | _PRINT}
TEXT = [
    ("ink", "paper"),
    ("ink", "sheet"),
    ("ink", "accent-soft"),
    ("ink", "notice"),
    ("quiet", "paper"),
    ("quiet", "sheet"),
    ("quiet", "accent-soft"),
    ("accent", "paper"),
    ("accent", "accent-soft"),
    ("paper", "accent"),
    ("mark-ink", "mark"),
]
GRAPHICS = [("bar", "paper"), ("bar-out", "paper"), ("bad", "sheet"), ("accent", "sheet")]


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast ratio as WCAG 2.2 defines it, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_the_one_of_wcag():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_stand_apart(scheme):
    colours = SCHEMES[scheme]
    measured = {
        (front, back): contrast(colours[front], colours[back]) for front, back in TEXT + GRAPHICS
    }
    assert not {pair: measured[pair] for pair in TEXT if measured[pair] < 4.5}
    assert not {pair: measured[pair] for pair in GRAPHICS if measured[pair] < 3}


def test_nothing_is_loaded_from_elsewhere():
    assert "url(" not in _SHEET
    assert "@import" not in _SHEET
