"""What no regular expression of the project may have."""

import importlib
import re

import pytest

from tests.test_house import FILES, ROOT

parser = importlib.import_module("re._parser")

MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in FILES
    if not path.stem.startswith("__")
]


def patterns(module):
    found = list(vars(importlib.import_module(module)).values())
    if module == "index.french.split":
        found.append(importlib.import_module(module).pattern())
    return [one for one in found if isinstance(one, re.Pattern)]


def repeated(parts):
    """Yield what is repeated possessively, at any depth of a pattern that was read."""
    if isinstance(parts, parser.SubPattern):
        for name, value in parts:
            if name is parser.POSSESSIVE_REPEAT:
                yield value[2]
            yield from repeated(value)
    elif isinstance(parts, tuple | list):
        for part in parts:
            yield from repeated(part)


@pytest.mark.parametrize("module", MODULES)
def test_only_single_characters_are_repeated_possessively(module):
    """Python before 3.11.5 matches too much of anything else (gh-106052); `(?>…)` is right."""
    for pattern in patterns(module):
        for part in repeated(parser.parse(pattern.pattern, pattern.flags)):
            assert part.getwidth() == (1, 1), pattern.pattern
            assert len(part) == 1, pattern.pattern


def test_a_repeated_group_would_be_found():
    assert len(list(repeated(parser.parse("a(?:b|(?:c.)++d)[ab]*+")))) == 2
