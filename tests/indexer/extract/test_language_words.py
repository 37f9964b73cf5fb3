"""The words that a language is known by: those of a pattern, found by another way."""

from __future__ import annotations

import re

from indexer.extract.language import guess, words_of


def coded(word: str) -> bytes:
    """Return a word in cp1252, each letter that it lacks as ÿ."""
    return b"".join(char.encode("cp1252", "ignore") or "ÿ".encode("cp1252") for char in word)


def test_every_character_parts_words_as_the_pattern_does() -> None:
    for code in range(0x3100):
        text = f"le{chr(code)}l’a {code} "
        assert words_of(text) == list(map(coded, re.findall(r"[^\W\d_]+", text))), hex(code)


def test_a_text_with_signs_of_other_codes_is_known_by_its_words() -> None:
    text = "Le\u2009ministre a reçu à Łódź − dans les locaux de la ville ⚠ les élus qui le voient."
    assert guess(text) == "fr"


def test_letters_of_other_alphabets_are_no_part_of_function_words() -> None:
    assert guess(" ".join(f"ř{word} {word}ř" for word in ("le", "les", "des", "dans", "une"))) == ""
