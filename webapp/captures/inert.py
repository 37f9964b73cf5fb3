r"""A page that was read → the same page with nothing in it that leads or connects elsewhere.

A policy keeps a page from loading things. It does not keep a reader's click on a link from leaving
(navigate-to was never built), nor a browser from connecting early to the host of a <link> or an
<iframe>. So the tags that could are given names that mean nothing; the rest stays byte by byte.

Tags are found in the bytes, before any decoding: "<" and the letters of a name are themselves in
every encoding of the web but UTF-16, where zeros stand between them, and ISO-2022-JP, whose decoder
drops the escapes between them (Encoding Standard, 12.2 and 14).
"""

from __future__ import annotations

import re

# A void tag becomes the forgotten <basefont>, which is void, may stand in the head and does nothing
# (HTML, 13.2.6.4.4); a link becomes <g>, which SVG shows as a group and HTML as its text.
_NAMES = {
    b"link": b"basefont",
    b"base": b"basefont",
    b"a": b"g",
    b"area": b"basefont",
    b"iframe": b"x-frame",
    b"frame": b"basefont",
    b"object": b"x-object",
    b"embed": b"basefont",
    b"applet": b"x-object",
    b"math": b"x-math",  # Firefox follows the href of any element of MathML
}
_BETWEEN = rb"(?>(?:\x00|\x1b..)*)"
# What ends the name of a tag (HTML, 13.2.5.8), or the end of the page.
_END = rb"(?=" + _BETWEEN + rb"(?:[\t\n\f\r />]|\Z))"
_TAG = re.compile(
    rb"(?is)<"
    + _BETWEEN
    + rb"(?P<closing>/?)"
    + _BETWEEN  # possessive: a page of zeros is not looked at again and again
    + rb"(?P<name>"
    + rb"|".join(_BETWEEN.join(bytes([letter]) for letter in name) for name in _NAMES)
    + rb")"
    + _END
)
_FOREIGN = re.compile(rb"\x00|\x1b..")
# For the reader's eyes alone: it may miss odd spellings. Its length is bounded for the time's sake.
_ADDRESS = re.compile(rb"(?is)(<g\s(?:[^<>]{0,2000}?[\s\"'])?)href(?=\s*=)")
_LOOK = b"<style>g[title]{color:#0b4f8a;text-decoration:underline dotted;cursor:help}</style>"


def inert(page: bytes) -> bytes:
    r"""Return a page whose links are text that bears its address as title, without hosts or frames.

    >>> inert(b"<p>Le <A class=b href='https://a.example/'>texte</A>").partition(b"<style>")[0]
    b"<p>Le <g class=b title='https://a.example/'>texte</g>"
    >>> inert(b"<abbr><link rel=preconnect href=//a.example>")
    b'<abbr><basefont rel=preconnect href=//a.example>'
    >>> inert("<iframe src=//a.example>".encode("utf-16-le")).decode("utf-16-le")
    '<x-frame src=//a.example>'
    """
    renamed = _TAG.sub(_renamed, page)
    if b"\0" in page:  # UTF-16, to which nothing can be added without knowing its order
        return renamed
    shown, links = _ADDRESS.subn(rb"\1title", renamed)
    return shown + _LOOK if links else shown


def _renamed(found: re.Match[bytes]) -> bytes:
    name = _NAMES[_FOREIGN.sub(b"", found["name"]).lower()]
    between = b"\0" if b"\0" in found[0] else b""
    return between.join(bytes([letter]) for letter in b"<" + found["closing"] + name)
