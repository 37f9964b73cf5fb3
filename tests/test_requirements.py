"""What is installed for a new user must work with every Python that is promised."""

import re
from importlib.metadata import metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
OLDEST = "3.11.0"
LOCKED = [
    line.split(";")[0].strip()
    for name in ("requirements.lock", "requirements-test.lock")
    for line in (ROOT / name).read_text("utf-8").splitlines()
    if re.match(r"\w", line)
]


@pytest.mark.parametrize("locked", LOCKED)
def test_what_is_locked_is_made_for_the_oldest_python_too(locked):
    name, _, version = locked.partition("==")
    told = metadata(re.sub(r"\[.*\]", "", name))
    assert told["Version"] == version
    assert SpecifierSet(told["Requires-Python"] or "").contains(OLDEST)
