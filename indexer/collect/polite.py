"""Polite requests: one at a time, as robots.txt allows, slowly, and none that could do harm.

What a server sends is bounded in size and time; redirects are followed on the same site only.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from protego import Protego
from urllib3.exceptions import HTTPError, LocationValueError

from indexer.collect.addresses import NotPublic, Wire, certificate_problem
from indexer.collect.coding import plain
from indexer.collect.errors import (
    BadCertificate,
    BadListing,
    BadStatus,
    Circular,
    Elsewhere,
    Forbidden,
    NoAnswer,
    Nowhere,
    PrivateAddress,
    RobotsUnreachable,
    ShutOut,
    ToldToWait,
    TooLarge,
    TooSlow,
    Unfetched,
)
from indexer.collect.waiting import Pace, pause, retry_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import urllib3
    from urllib3 import BaseHTTPResponse

    from indexer.collect.report import CollectOptions

AGENT = "depeche"
OK, NOT_MODIFIED = 200, 304
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TRY_AGAIN = frozenset({429, 500, 502, 503, 504})
_SHUT = frozenset({401, 403, 429})
_MANY_SHUT, _MOST_SHUT = 10, 100
"""Answers in a row that shut a program out: after so many a page that came before is asked for once
more, and where that does not come either, or after the most, the host is left."""
_MOST_REDIRECTS = 5
_BLOCK = 1 << 16
_ROBOTS_BYTES = 512_000  # RFC 9309, 2.5: at least 500 kibibytes are read


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server sent: the address asked for last, status, headers as they came, raw body.

    `hops` are the answers that led there from the address asked for first.
    """

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: dt.datetime
    hops: tuple[Answer, ...] = ()

    def header(self, name: str) -> str:
        """Return the first header of a name, in any case; "" where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass
class Polite:
    """Asks the hosts of one site; not to be shared between threads."""

    hosts: frozenset[str]
    options: CollectOptions
    delay: float = 1.0
    _robots: dict[str, Protego | RobotsUnreachable] = field(default_factory=dict)
    _shut: Counter[str] = field(default_factory=Counter)  # answers in a row, by host
    _came: dict[str, str] = field(default_factory=dict)  # what came last, by host

    def __post_init__(self) -> None:
        self._wire = Wire(private=self.options.private, ca_file=self.options.ca_file)
        self._pace = Pace(self.options)

    @property
    def agent(self) -> str:
        """The User-Agent: the program, its version, and whom to write to."""
        contact = "".join(c for c in self.options.contact if c.isprintable())
        return f"{AGENT}/{version('depeche')}" + (f" (+{contact})" if contact else "")

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Return a page (200) or that it has not been modified (304); raises Unfetched."""
        first, seen = url, [url]
        hops: tuple[Answer, ...] = ()
        while True:
            host = urlsplit(url).netloc.lower()
            if host not in self.hosts:
                raise Elsewhere(url=first, target=host or url[:200])
            delay = self._allowed(url)
            try:
                answer = self._tried(url, headers or {}, delay)
            except BadStatus as bad:
                raise self._bad_status(first, host, bad.facts["status"]) from bad
            target = answer.header("Location")
            if answer.status in _REDIRECTS and target:
                url = _joined(first, url, target)
                if url in seen or len(seen) > _MOST_REDIRECTS:
                    raise Circular(url=first, count=len(seen))
                seen.append(url)
                hops += (answer,)
                continue
            if answer.status not in {OK, NOT_MODIFIED}:
                raise self._bad_status(first, host, answer.status)
            self._shut[host], self._came[host] = 0, url
            return replace(answer, hops=hops)

    def _bad_status(self, url: str, host: str, status: object) -> Unfetched:
        """Return what a status means, after those that the host gave before."""
        self._shut[host] = self._shut[host] + 1 if status in _SHUT else 0
        count = self._shut[host]
        is_shut = count >= _MOST_SHUT or (count == _MANY_SHUT and not self._still_comes(host))
        return (
            ShutOut(url=url, host=host, count=count)
            if is_shut
            else BadStatus(url=url, status=status)
        )

    def _still_comes(self, host: str) -> bool:
        """Tell whether what came last from a host comes again: then single pages are closed."""
        url = self._came.get(host, "")
        try:
            return bool(url) and self._tried(url, {}, self._allowed(url)).status == OK
        except Unfetched:
            return False

    def close(self) -> None:
        """Close all connections."""
        self._wire.close()

    def _allowed(self, url: str) -> float:
        """Return how long to wait between requests; raises Forbidden or RobotsUnreachable."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._robots:
            self._robots[place] = self._robots_of(place)
        rules = self._robots[place]
        if isinstance(rules, RobotsUnreachable):
            raise RobotsUnreachable(url=url, problem=rules.facts["problem"])
        if not rules.can_fetch(url, AGENT):
            raise Forbidden(url=url)
        asked = [self.delay, self.options.delay, rules.crawl_delay(AGENT) or 0]
        rate = rules.request_rate(AGENT)
        if rate is not None and rate.requests:
            asked.append(rate.seconds / rate.requests)
        return min(max(asked), self.options.patience)

    def _robots_of(self, place: str) -> Protego | RobotsUnreachable:
        """Read robots.txt as RFC 9309 says: none allows all, an error of the server nothing."""
        url = f"{place}/robots.txt"
        try:
            answer = self._tried(url, {}, self.delay)
            for _ in range(_MOST_REDIRECTS):
                if answer.status not in _REDIRECTS or not answer.header("Location"):
                    break
                url = _joined(url, url, answer.header("Location"))
                if urlsplit(url).netloc.lower() not in self.hosts:
                    break
                answer = self._tried(url, {}, self.delay)
            body = plain(answer) if answer.status == OK else b""
        except BadStatus as bad:
            return RobotsUnreachable(url=url, problem=f"status {bad.facts['status']}")
        except Nowhere:
            return Protego.parse("")
        except (NoAnswer, TooSlow, TooLarge, ToldToWait, BadListing) as error:
            return RobotsUnreachable(url=url, problem=error.sentence().rstrip("."))
        return Protego.parse(body[:_ROBOTS_BYTES].decode("utf-8", "replace"))

    def _tried(self, url: str, headers: Mapping[str, str], delay: float) -> Answer:
        """Ask until there is an answer other than "later"; raises Unfetched."""
        host = urlsplit(url).netloc.lower()
        failures = 0
        while True:
            self._pace.wait(host, delay)
            wait: float | None = None
            try:
                answer = self._once(url, headers)
            except NoAnswer as error:
                last: NoAnswer | BadStatus = error
            else:
                if answer.status not in _TRY_AGAIN:
                    return answer
                last = BadStatus(url=url, status=answer.status)
                wait = retry_after(answer.header("Retry-After"), answer.at)
            failures += 1
            if wait is not None and wait > self.options.patience:
                raise ToldToWait(url=url, seconds=round(wait))
            if failures >= self.options.tries:
                raise last
            self.options.sleep(max(wait or 0.0, pause(failures, self.options.chance())))

    def _once(self, url: str, headers: Mapping[str, str]) -> Answer:
        begun = self.options.clock()
        sent = {"User-Agent": self.agent, "Accept-Encoding": "identity", "Accept": "*/*", **headers}
        response: BaseHTTPResponse | None = None
        seconds = self.options.page_seconds
        with self._wire.within(seconds) as is_cut:
            try:
                response = self._wire.pools.request(
                    "GET", url, headers=sent, preload_content=False, redirect=False, retries=False
                )
                body = self._body(url, response, begun)
            except NotPublic as error:
                raise PrivateAddress(url=url, address=error.address) from error
            except (HTTPError, LocationValueError, OSError, ValueError) as error:
                if problem := certificate_problem(error):
                    raise BadCertificate(url=url, problem=problem) from error
                if is_cut.is_set():
                    raise TooSlow(url=url, seconds=round(seconds)) from error
                raise NoAnswer(url=url, problem=_worded(error)) from error
            finally:
                if response is not None:
                    response.close()  # a connection that was left half read is not used again
        if is_cut.is_set():  # an answer without a stated length seems whole where it was cut
            raise TooSlow(url=url, seconds=round(seconds))
        return Answer(
            url=url,
            status=response.status,
            reason=response.reason or "",
            headers=_items(response.headers),
            body=body,
            at=dt.datetime.now(dt.UTC),
        )

    def _body(self, url: str, response: BaseHTTPResponse, begun: float) -> bytes:
        """Read a body as it is sent, never more than is allowed; raises TooLarge or TooSlow."""
        limit, seconds = self.options.page_bytes, self.options.page_seconds
        body = bytearray()
        while chunk := response.read1(_BLOCK, decode_content=False):
            body += chunk
            if len(body) > limit:
                raise TooLarge(url=url, limit=limit)
            if self.options.clock() - begun > seconds:
                raise TooSlow(url=url, seconds=round(seconds))
        return bytes(body)


def _joined(first: str, url: str, target: str) -> str:
    """Return where a redirect leads; raises Nowhere.

    >>> _joined("https://e.example/", "https://e.example/a/", "../b#c")
    'https://e.example/b'
    """
    try:
        joined = urljoin(url, target).partition("#")[0]
        urlsplit(joined)
    except ValueError as error:
        raise Nowhere(url=first, target=target[:200]) from error
    return joined


def _items(headers: urllib3.HTTPHeaderDict) -> tuple[tuple[str, str], ...]:
    """Return headers as they came, but for what no longer holds of a body that is in one piece."""
    pairs: Iterable[tuple[str, str]] = headers.iteritems()
    return tuple((name, value) for name, value in pairs if name.lower() != "transfer-encoding")


def _worded(error: Exception) -> str:
    """Return the cause of a failed request in a few words."""
    reason = getattr(error, "reason", None) or error
    text = str(reason).partition(": ")[2] or str(reason)
    return text.splitlines()[0][:200] if text else type(error).__name__
