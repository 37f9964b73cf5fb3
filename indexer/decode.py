"""bytes → str: the encoding a page really has, whatever it says about itself.

Tried in this order: byte order mark, strict UTF-8, the declared charset where it is neither
UTF-8 nor Latin (HTTP, then meta, then XML), UTF-8 with a few damaged bytes, cp1252. Text that was
encoded twice is mended where that is certain. ISO-8859-1
and ASCII are read as cp1252, as browsers do (WHATWG Encoding Standard, section 4.2).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ftfy

from indexer.refusal import BinaryPage, EmptyPage, PageIsPdf, PageTooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 20_000_000  # bytes; a page beyond it is a mistake, and the parsers' cost must be bounded

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# First bytes of files that are named as pages by mistake (file(1)'s magic numbers).
_MAGIC = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x7fELF",
    b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"OggS", b"ID3", b"\x00\x00\x01\x00",
)  # fmt: skip
_META = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([\w:.\-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w:.\-]+)", re.IGNORECASE)
_TEXT_CHARSET = re.compile(
    r"utf-?8|(?:iso[-_]?8859|latin)[-_]?\d+|(?:windows|cp|ibm)-?\d{3,4}|(?:mac-?roman|macintosh)"
    r"|koi8-[ru]|gb2312|gbk|gb18030|big5|shift[-_]jis|euc-(?:jp|kr)|(?:us-)?ascii",
    re.IGNORECASE,
)
_READ_AS_CP1252 = {"iso8859-1", "ascii", "cp1252"}
_DECLARED_WITHIN = 4096
_SAMPLE = 65_536
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_EACH_CONTROL = tuple(bytes([control]) for control in _CONTROLS)
_MOST_CONTROLS = 0.02
_BLANK = b"\x00 \t\r\n\f"
_CONTROL_CHARS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\udc80-\udcff]")
# One sign first, what stands before it second: so only signs are looked at.
_LOST = re.compile(r"\?(?<=[^\W\d_].)(?=[^\W\d_]+(?![\w=]))")
_MARKED_BEHIND = re.compile(r"\ufffd(?<=[^\W\d_].)")
_MARKED_BEFORE = re.compile(r"\ufffd(?=[^\W\d_])")
# UTF-8 that was read as cp1252 or Latin-1 and written again: "Ã©" for é, "â€™" for ’.
_TWICE = re.compile(
    "[\u00c2\u00c3\u00c5\u00e2](?:(?<!\u00e2)[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192"
    "\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|(?<=\u00e2)\u20ac.)"
)
_SIGNS_OF_TWICE = "\u00c2\u00c3\u00c5"  # no such text is without one of them, or without â€
_MOST_MENDED = 300_000  # characters of one page, of the lines with such pairs; a second's work
_LONG_LINE = 20_000  # characters; of pages without line breaks
_AFTER_TAG = re.compile("(?<=>)")
_ACCENTED = re.compile("[à-öø-ÿœÀ-ÖØ-ÞŒ]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the encoding it was read by, and how that was known.

    `utf8` are the page's bytes where they are the text in UTF-8, else it is empty.
    """

    text: str
    encoding: str
    source: str
    utf8: bytes = b""


def decode(data: bytes, *, origin: str, charset: str = "") -> Decoded:
    """Return the text of a page; `charset` is what the server said, or "".

    Raises EmptyPage, PageTooLarge, PageIsPdf or BinaryPage; never for a wrong declaration.
    Control characters become spaces.

    >>> decode("déjà".encode("cp1252"), origin="x", charset="utf-8").text
    'déjà'
    """
    if len(data) > LIMIT:
        raise PageTooLarge(origin=origin, size=len(data), limit=LIMIT)
    if not data[:_DECLARED_WITHIN].strip(_BLANK) and not data.strip(_BLANK):
        raise EmptyPage(origin=origin)
    if b"%PDF-" in data[:1024]:
        raise PageIsPdf(origin=origin)
    decoded = _by_mark(data)
    has_controls = any(control in data for control in _EACH_CONTROL)
    if decoded is None:
        if data.startswith(_MAGIC) or (has_controls and _is_binary(data)):
            raise BinaryPage(origin=origin)
        decoded = _by_content(data, charset)
    text = decoded.text
    if has_controls:
        text = _CONTROL_CHARS.sub(" ", text)
    if not text or text.isspace():
        raise EmptyPage(origin=origin)
    mended = _mended(text)
    twice = ", mended where it was encoded twice" * (mended != text)
    utf8 = decoded.utf8 if mended is decoded.text else b""
    return Decoded(mended, decoded.encoding, decoded.source + twice, utf8)


def _mended(text: str) -> str:
    """Return a text with the lines put right that were encoded twice, where ftfy is certain of it.

    What is beyond the limit of a page stays as it is, and the page is flagged for it.

    >>> _mended("Le secrÃ©taire gÃ©nÃ©ral de lâ€™OTAN") == "Le secrétaire général de l’OTAN"
    True
    >>> _mended("CHÂTEAU Â vendre, Ã la française")
    'CHÂTEAU Â vendre, Ã la française'
    """
    if not is_mojibake(text):
        return text
    left = _MOST_MENDED
    result = []
    for line in text.splitlines(keepends=True):
        for part in _AFTER_TAG.split(line) if len(line) > _LONG_LINE else (line,):
            if len(part) <= left and _TWICE.search(part):
                left -= len(part)
                result.append(ftfy.fix_encoding(part))
            else:
                result.append(part)
    return "".join(result)


def is_mojibake(text: str) -> bool:
    """Tell whether letters still stand for others after all that could be mended.

    One such pair of characters proves nothing.

    >>> is_mojibake("Le secrÃ©taire gÃ©nÃ©ral"), is_mojibake("Le château, l’été")
    (True, False)
    """
    # Looking for a sign by itself takes a hundredth of the pattern's time, and a tenth of a pair's.
    if not any(sign in text for sign in _SIGNS_OF_TWICE) and not (
        "\u20ac" in text and "\u00e2\u20ac" in text
    ):
        return False
    reached = pairs = 0
    for start in sorted(_places_of_signs(text)):
        pair = _TWICE.match(text, start)
        if pair and start >= reached:
            reached = pair.end()
            pairs += 1
    return pairs > 1


def _places_of_signs(text: str) -> Iterator[int]:
    """Yield where a text that was encoded twice can begin; the pattern alone looks longer for it.

    >>> sorted(_places_of_signs("lâ€™Ãâ"))
    [1, 4]
    """
    for sign in (*_SIGNS_OF_TWICE, "\u00e2\u20ac"):
        start = text.find(sign)
        while start >= 0:
            yield start
            start = text.find(sign, start + 1)


def _by_mark(data: bytes) -> Decoded | None:
    """Return the text of a page that opens with a byte order mark, or with UTF-16's NULs."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :] if encoding == "utf-8" else data
            return Decoded(body.decode(encoding, "replace"), encoding, "byte order mark")
    for start, encoding in ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be")):
        if data.startswith(start) and data.count(b"\x00", 0, 200) > len(data[:200]) // 3:
            return Decoded(data.decode(encoding, "replace"), encoding, "pattern of NULs")
    return None


def _is_binary(data: bytes) -> bool:
    """Tell data from text by the share of control bytes."""
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(2, len(sample) * _MOST_CONTROLS)


def _by_content(data: bytes, charset: str) -> Decoded:
    """Return the text by what the bytes are first, and by what is declared second."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # Windows text in French that happens to be valid UTF-8 is next to impossible, so a
        # single-byte declaration over valid UTF-8 is wrong. Seven-bit text is the same in all.
        return Decoded(text, "utf-8", "valid UTF-8", data)
    declared = _declared(data, charset)
    for name, source in declared:
        if name != "utf-8" and name not in _READ_AS_CP1252:
            try:
                return Decoded(data.decode(name), name, source)
            except UnicodeDecodeError:
                continue
    lenient = data.decode("utf-8", "surrogateescape")
    damaged = len(_SURROGATE.findall(lenient))
    sound = len(data) - len(lenient)  # each multi-byte character saves at least one
    if sound > damaged:
        mended = _SURROGATE.sub(
            lambda byte: bytes([ord(byte[0]) - 0xDC00]).decode("cp1252", "replace"), lenient
        )
        return Decoded(mended, "utf-8", "UTF-8 with damaged bytes")
    sources = [source for name, source in declared if name in _READ_AS_CP1252]
    source = sources[0] if sources else "no valid declaration"
    return Decoded(data.decode("cp1252", "replace"), "cp1252", source)


def _declared(data: bytes, charset: str) -> list[tuple[str, str]]:
    """Return (Python codec name, where declared) of each declaration of a text encoding."""
    head = data[:_DECLARED_WITHIN]
    labels = [(charset, "HTTP charset")]
    for pattern, source in ((_META, "meta charset"), (_XML, "XML declaration")):
        match = pattern.search(head)
        if match:
            labels.append((match[1].decode("ascii", "ignore"), source))
    result = []
    for label, source in labels:
        if _TEXT_CHARSET.fullmatch(label.strip()):
            try:
                result.append((codecs.lookup(label.strip()).name, source))
            except LookupError:
                continue
    return result


def accents_lost(text: str) -> bool:
    """Tell whether accents were destroyed before the page was saved.

    Reads extracted text, not markup: in URLs a '?' between letters means something else.

    >>> accents_lost("Le secr?taire g?n?ral a d?clar?"), accents_lost("Qui ? Lui.")
    (True, False)
    """
    is_marked = "\ufffd" in text
    if not is_marked and "?" not in text:
        return False
    signs = (_LOST, _MARKED_BEHIND, _MARKED_BEFORE) if is_marked else (_LOST,)
    lost = sum(len(sign.findall(text)) for sign in signs)
    if lost < 2 - is_marked:  # one question mark may be a missing space
        return False
    return lost * 4 > len(_ACCENTED.findall(text))
