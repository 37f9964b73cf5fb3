"""One way to a cluster: each call is sent again where that may help, and what fails has a name.

A node that does not answer is left out for a while and the next one is asked; an answer that says
"too busy" is waited for, longer each time and for a time drawn by chance, so that many writers do
not come back all at once (M. Brooker, "Exponential Backoff And Jitter", 2015).
"""

from __future__ import annotations

import base64
import logging
import math
import random
import ssl
import time
from typing import TYPE_CHECKING, Any, Final

from opensearchpy import OpenSearch, exceptions

from index import deadline
from index.engines.opensearch.again import NamingConnection, SentAgain
from index.engines.opensearch.errors import (
    EngineFailed,
    EngineReadOnly,
    EngineRefused,
    EngineSlow,
    EngineUnreachable,
    EngineUntrusted,
    EngineVersionWrong,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.engines.opensearch.address import Address

TRIES: Final = 6
"""Times that a writer sends something before it gives up: with waits of some ten seconds in all."""
FEW_TRIES: Final = 3
"""Likewise for a question, which somebody waits for."""
FIRST_WAIT: Final = 0.2
LONGEST_WAIT: Final = 10.0
BUSY: Final = frozenset({429, 502, 503, 504})
LEAST: Final = (2, 11)
"""Version from which on a cluster has all that is asked of it; tried with 2.19."""
_BELOW: Final = (4, 0)
_REFUSED: Final = frozenset({401, 403})
_BLOCKS: Final = ("cluster_block_exception", "index_create_block_exception")
_NOT_FOUND: Final = 404
_SHORTEST: Final = 0.001
_OUT_OF_TIME: Final = "Time exceeded"
"""What a shard says that has not finished within a search's own time."""
# It tells each request that fails on stderr, and we say what that means.
logging.getLogger("opensearch").setLevel(logging.CRITICAL)


class Client:
    """Asks a cluster; safe to share between threads."""

    def __init__(self, address: Address, tries: int = FEW_TRIES) -> None:
        """Take the address and how often at most something is sent; each node is asked once."""
        self.address = address
        self._tries = max(tries, len(address.nodes) + 1)
        self.sent_again = SentAgain()
        try:
            self._client = OpenSearch(
                list(address.nodes),
                timeout=address.seconds,
                max_retries=0,
                http_compress=True,
                verify_certs=True,
                ca_certs=address.ca_file,
                maxsize=16,
                connection_class=NamingConnection,
                headers=_headers(address),
            )
        except (OSError, ssl.SSLError) as error:
            problem = f"the file of authorities {address.ca_file}: {error.strerror or error}"
            raise EngineUnreachable(url=address.shown, problem=problem) from error
        self._client.transport.retry_on_timeout = False

    def check(self) -> None:
        """Raise where the cluster cannot be used."""
        answer = self.ask("GET", "/")
        found = (answer.get("version") if isinstance(answer, dict) else None) or {}
        number = str(found.get("number", "?"))
        kind = str(found.get("distribution", "another product"))
        parts = tuple(int(part) for part in number.split(".")[:2] if part.isdigit())
        if kind != "opensearch" or not LEAST <= parts < _BELOW:
            needed = f"OpenSearch {'.'.join(map(str, LEAST))} or later, before 4"
            raise EngineVersionWrong(
                url=self.address.shown, found=f"{kind} {number}", needed=needed
            )

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,  # noqa: ANN401 - what JSON can say
        params: Mapping[str, Any] | None = None,
        *,
        missing: bool = False,
    ) -> Any:  # noqa: ANN401
        """Return the answer to a request; None for what is not there, where `missing` may be so.

        The time that `index.deadline` leaves is kept. Raises one of `errors`, or TookTooLong.
        """
        tries = 0
        while True:
            tries += 1
            deadline.check()
            seconds = max(min(self.address.seconds, deadline.left()), _SHORTEST)
            try:
                return self._client.transport.perform_request(
                    method, path, params={"request_timeout": seconds, **(params or {})}, body=body
                )
            except exceptions.TransportError as error:
                if missing and error.status_code == _NOT_FOUND:
                    return None
                failure = self._failure(error, tries, seconds)
                if failure is not None:
                    raise failure from error
                self.sent_again.note(error)
                wait(tries, len(self.address.nodes))
            except exceptions.SerializationError as error:
                problem = "its answer is no JSON"
                raise EngineFailed(url=self.address.shown, status=200, problem=problem) from error

    def search(self, path: str, body: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """Return what a search finds; raise TookTooLong after the time `index.deadline` leaves it.

        What some shards alone have found is no answer: totals and counts would be wrong.
        """
        seconds = deadline.left()
        if seconds < math.inf:
            body = body | {"timeout": f"{max(round(seconds * 1000), 1)}ms"}
        found = self.ask("POST", path, body, {"allow_partial_search_results": "false"})
        if found["timed_out"]:
            raise deadline.over()
        return found

    def _failure(
        self, error: exceptions.TransportError, tries: int, seconds: float
    ) -> Exception | None:
        """Return what is to be told of a try that failed, None where another may help."""
        url, last = self.address.shown, tries == self._tries
        if isinstance(error, exceptions.ConnectionTimeout):
            deadline.check()
            return EngineSlow(url=url, seconds=seconds) if tries > 1 else None
        if isinstance(error, exceptions.SSLError):
            return EngineUntrusted(url=url, problem=_cause(error))
        if isinstance(error, exceptions.ConnectionError):
            return EngineUnreachable(url=url, problem=_cause(error)) if last else None
        info, status = error.info or error.error, error.status_code
        if _OUT_OF_TIME in str(info):
            return deadline.over()
        if is_block(info):
            return EngineReadOnly(url=url, problem=told(info))
        if status in _REFUSED:
            return EngineRefused(url=url, status=status, problem=told(info))
        if status in BUSY and not last:
            return None
        return EngineFailed(url=url, status=status or "no status", problem=told(info))

    def close(self) -> None:
        """Close all connections."""
        self._client.close()


def _headers(address: Address) -> dict[str, str]:
    """Return what enters a cluster; opensearch-py itself would send a password as Latin-1."""
    if address.api_key:
        return {"Authorization": f"ApiKey {address.api_key}"}
    if not address.user:
        return {}
    pair = base64.b64encode(f"{address.user}:{address.password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def wait(tries: int, nodes: int) -> None:
    """Wait before something is sent for another time; shorter where other nodes can be asked."""
    longest = min(LONGEST_WAIT, FIRST_WAIT * 2**tries)
    time.sleep(random.uniform(0, longest if tries >= nodes else FIRST_WAIT))  # noqa: S311 - jitter


def is_block(info: object) -> bool:
    """Tell whether an answer says that writing is blocked, mostly for want of disk.

    >>> is_block({"error": {"type": "cluster_block_exception"}})
    True
    """
    text = str(info)
    return any(block in text for block in _BLOCKS)


def told(info: object) -> str:
    """Return what an answer says is wrong.

    >>> told({"error": {"type": "x", "reason": "no such thing"}})
    'no such thing'
    """
    error = info.get("error", info) if isinstance(info, dict) else info
    while isinstance(error, dict):
        causes = error.get("root_cause") or error.get("failed_shards") or []
        cause = causes[0] if isinstance(causes, list) and causes else None
        inner = cause.get("reason", cause) if isinstance(cause, dict) else None
        error = inner or error.get("reason") or error.get("type") or str(error)
    return str(error)


def _cause(error: exceptions.ConnectionError) -> str:
    info = error.info
    reason = getattr(info, "reason", info)
    text = str(getattr(reason, "args", (reason,))[-1] or reason)
    # urllib3 names an object of its own first
    return text.rpartition("): ")[2]
