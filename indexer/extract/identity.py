"""What a page is called: its address in one form, and the id made from it."""

from __future__ import annotations

import functools
import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Query parameters that follow a reader and do not choose a page; names as documented by Google
# Analytics, Meta, Piano (AT Internet), Matomo, Mailchimp, Microsoft and HubSpot, and session ids.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_cid|mc_eid|at_\w+|xtor|xt\w{1,4}|pk_\w+|mtm_\w+"
    r"|_ga|_gl|hsctatracking|__hs\w+|cmpid|igshid|ref_src|phpsessid|jsessionid|sid",
    re.IGNORECASE,
)
_WEB_ARCHIVE = re.compile(r"^https?://[^/]+/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?:/)", re.IGNORECASE)
_DEFAULT_PORT = re.compile(r":(?:80|443)$")


@functools.lru_cache(maxsize=256)
def clean_url(url: str) -> str:
    """Return an address without what does not choose the page: fragment, tracking, default port.

    The address inside a web archive's address is taken. "" where there is no host.

    >>> clean_url("HTTPS://WWW.Nato.int:443/cps/fr/a.htm?utm_source=x&selectedLocale=fr#top")
    'https://www.nato.int/cps/fr/a.htm?selectedLocale=fr'
    >>> clean_url("https://web.archive.org/web/20160101000000id_/http://www.nato.int/a.htm")
    'http://www.nato.int/a.htm'
    """
    url = _WEB_ARCHIVE.sub("", url.strip())
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
    host = _DEFAULT_PORT.sub("", host).rstrip(".")
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    kept = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(pair[0])
    ]  # fmt: skip
    return urlunsplit((parts.scheme, host, parts.path or "/", urlencode(kept), ""))


def canonical(url: str) -> str:
    """Return the form in which two addresses of one page are equal.

    >>> canonical("http://www.nato.int/a/?b=2&a=1#c")
    'nato.int/a?a=1&b=2'
    """
    parts = urlsplit(clean_url(url))
    host = parts.netloc.removeprefix("www.")
    path = parts.path.rstrip("/")
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{host}{path}" + (f"?{query}" if query else "")


def page_id(*, url: str, text: str) -> str:
    """Return `page:` and 12 hexadecimal figures, of the address or else of the text.

    >>> page_id(url="https://www.e.org/a/", text="") == page_id(url="http://e.org/a", text="b")
    True
    """
    key = canonical(url) if url else "\n" + text
    return "page:" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:12]
