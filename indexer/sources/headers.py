"""What the headers of an HTTP answer say of a page (RFC 9110)."""

from __future__ import annotations

PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
PDF = "application/pdf"
FOUND = range(200, 300)
_DIGITS = 3  # of a status (RFC 9110, 15)


def content_type(stated: str) -> tuple[str, str]:
    """Divide a Content-Type into media type and charset.

    >>> content_type('Text/HTML; Charset="iso-8859-1"')
    ('text/html', 'iso-8859-1')
    """
    media_type, _, rest = stated.partition(";")
    for part in rest.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return media_type.strip().lower(), value.strip().strip("\"'")[:40]
    return media_type.strip().lower(), ""


def status_code(stated: str) -> int:
    """Return a status, 0 where what is stated is none.

    >>> status_code("404"), status_code("-1"), status_code("")
    (404, 0, 0)
    """
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) == _DIGITS else 0
