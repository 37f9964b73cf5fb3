"""What had to be sent again: how often, to which node, and why."""

from __future__ import annotations

from collections import Counter
from threading import Lock
from typing import Any

from opensearchpy import Urllib3HttpConnection, exceptions


class NamingConnection(Urllib3HttpConnection):
    """A connection to one node, by which what fails bears the node's address."""

    def perform_request(self, *given: Any, **more: Any) -> Any:  # noqa: ANN401 - what the client passes
        """Send one request; the client's errors themselves tell no node."""
        try:
            return super().perform_request(*given, **more)
        except exceptions.TransportError as error:
            vars(error)["node"] = self.host
            raise


class SentAgain:
    """Counts what is sent again; safe to share between threads."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._counting = Lock()

    def note(self, error: exceptions.TransportError) -> None:
        """Count a request that failed and is sent again."""
        with self._counting:
            self._counts[vars(error).get("node", "no node"), _reason(error)] += 1

    def __len__(self) -> int:
        return self._counts.total()

    def __str__(self) -> str:
        """Tell each node, why and how often.

        >>> again = SentAgain()
        >>> str(again), len(again)
        ('', 0)
        """
        return ", ".join(f"{count} × {node}: {why}" for (node, why), count in self._counts.items())


def _reason(error: exceptions.TransportError) -> str:
    """Say in few words what went wrong.

    >>> _reason(exceptions.TransportError(429, "", {}))
    'status 429'
    >>> _reason(exceptions.ConnectionTimeout("TIMEOUT", "", None))
    'no answer in time'
    """
    if isinstance(error, exceptions.ConnectionTimeout):
        return "no answer in time"
    if isinstance(error, exceptions.ConnectionError):
        return "no connection"
    return f"status {error.status_code}"
