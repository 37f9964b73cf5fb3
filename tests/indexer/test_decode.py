from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indexer.decode import LIMIT, accents_lost, decode, is_mojibake
from indexer.refusal import BinaryPage, EmptyPage, PageIsPdf, PageTooLarge, Refused

FRENCH = "L’été à Nîmes : cœur, Œuvre, « déjà » – 10 €"


def html(charset: str = "") -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}</head><body><p>{FRENCH}</p></body></html>"


@pytest.mark.parametrize(
    "declared", ["", "utf-8", "iso-8859-1", "windows-1252", "utf-16", "x-nonsense"]
)
@pytest.mark.parametrize("actual", ["utf-8", "cp1252"])
@pytest.mark.parametrize("server", ["", "utf-8", "iso-8859-1", "rot13"])
def test_no_declaration_true_or_false_costs_an_accent(
    declared: str, actual: str, server: str
) -> None:
    data = html(declared).encode(actual)
    assert FRENCH in decode(data, origin="p", charset=server).text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_marks_and_wide_encodings_are_seen(encoding: str) -> None:
    text = decode(html().encode(encoding), origin="p").text
    assert FRENCH in text
    assert "\ufeff" not in text


def test_big_endian_mark_is_seen() -> None:
    data = codecs.BOM_UTF16_BE + html().encode("utf-16-be")
    assert FRENCH in decode(data, origin="p").text


def test_other_declared_charsets_are_used() -> None:
    data = '<meta charset="windows-1251"><p>Пресс-релиз</p>'.encode("windows-1251")
    assert "Пресс-релиз" in decode(data, origin="p").text


def test_one_damaged_byte_leaves_the_other_accents_alone() -> None:
    decoded = decode(html().encode() + b"\x92", origin="p")
    assert FRENCH in decoded.text
    assert decoded.text.endswith("’")
    assert decoded.source == "UTF-8 with damaged bytes"


def test_bytes_undefined_in_cp1252_are_marked_not_raised() -> None:
    assert "\ufffd" in decode(b"<p>\xe9t\xe9 \x81\x8d</p>", origin="p").text


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyPage),
        (b" \n\x00 ", EmptyPage),
        (b"\xef\xbb\xbf", EmptyPage),
        (b"%PDF-1.4\n...", PageIsPdf),
        (b"\x89PNG\r\n\x1a\n", BinaryPage),
        (b"PK\x03\x04 archive", BinaryPage),
        (bytes(range(32)) * 50, BinaryPage),
        (b" " * (LIMIT + 1), PageTooLarge),
    ],
)
def test_what_is_no_page_is_refused_by_name(data: bytes, error: type[Refused]) -> None:
    with pytest.raises(error) as caught:
        decode(data, origin="a.html")
    assert "a.html" in str(caught.value)


def test_a_stray_nul_does_not_make_a_page_binary() -> None:
    assert decode(b"<p>a\x00b</p>", origin="p").text == "<p>a b</p>"


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Le secr?taire g?n?ral a salu? les r?sultats", True),
        ("Le secr\ufffdtaire", True),
        ("\ufffdtat", True),
        ("Libert\ufffd !", True),
        ("Le secrétaire général ? Oui, voir a?b", False),
        ("voir page.html?nom=x et liste?id=2", False),
        ("", False),
    ],
)
def test_lost_accents_are_told_from_questions(*, text: str, lost: bool) -> None:
    assert accents_lost(text) is lost


@given(st.binary(max_size=400), st.text(max_size=12))
@settings(max_examples=150)
def test_any_bytes_give_text_or_a_refusal(data: bytes, charset: str) -> None:
    try:
        text = decode(data, origin="p", charset=charset).text
    except Refused:
        return
    assert text.strip()
    assert "\x00" not in text


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1).filter(
        str.strip
    )
)
def test_utf8_text_comes_back_whole(text: str) -> None:
    assume(not is_mojibake(text))
    assert decode(text.encode(), origin="p").text.removeprefix("\ufeff") == text.removeprefix(
        "\ufeff"
    )


TWICE = "Le secrétaire général s’est félicité de l’été, déjà".encode().decode("cp1252", "ignore")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_was_encoded_twice_is_mended(encoding: str) -> None:
    page = f"<p>{TWICE.replace('dÃ©jÃ', 'dÃ©')}</p>\n<p>Une ligne déjà juste</p>"
    decoded = decode(page.encode(encoding), origin="a")
    assert "secrétaire général s’est félicité de l’été, dé" in decoded.text
    assert "Une ligne déjà juste" in decoded.text
    assert decoded.source.endswith("mended where it was encoded twice")


@pytest.mark.parametrize(
    "text", ["CHÂTEAU À VENDRE", "Ångström, Ä, São", "l’été « déjà »", "prix : 5 €"]
)
def test_what_is_right_is_left_as_it_is(text: str) -> None:
    decoded = decode(text.encode(), origin="a")
    assert (decoded.text, decoded.source) == (text, "valid UTF-8")


@given(st.text(st.sampled_from("ÂÃÅâ€™©¢ aé\n\u0153"), max_size=40))
def test_pairs_of_characters_are_those_of_a_search_for_both(text: str) -> None:
    pair = "[ÂÃÅ][\x80-\xbfŒœŠšŸŽžƒˆ˜–-›€™]|â€."
    assert is_mojibake(text) == (len(re.findall(pair, text)) > 1)
