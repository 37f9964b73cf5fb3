"""Where an archive lies on a cluster, and how it is entered."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from index.engines.opensearch.errors import BadEngineUrl

USER, PASSWORD = "DEPECHE_ENGINE_USER", "DEPECHE_ENGINE_PASSWORD"
API_KEY = "DEPECHE_ENGINE_API_KEY"
CA_FILE = "DEPECHE_ENGINE_CA"
TIMEOUT = "DEPECHE_ENGINE_TIMEOUT"
SECONDS = 30.0
"""How long one answer may take where nothing else is said."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


@dataclass(frozen=True, slots=True)
class Address:
    """The nodes to ask and the name that the archive's indices begin with."""

    nodes: tuple[str, ...]
    name: str
    seconds: float = SECONDS
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca_file: str | None = None

    @property
    def shown(self) -> str:
        """Return the address as a person wrote it."""
        return f"{','.join(self.nodes)}/{self.name}"

    @classmethod
    def of(cls, url: str) -> Address:
        """Read an address, and from the environment what enters it; raise BadEngineUrl.

        >>> Address.of("http://a:9200,b:9200/depeche").nodes
        ('http://a:9200', 'http://b:9200')
        """
        scheme, there, rest = url.strip().partition("://")
        hosts, _, name = rest.partition("/")
        name = name.strip("/")
        if scheme not in {"http", "https"} or not there:
            raise BadEngineUrl(url=url, problem="it begins with neither http:// nor https://")
        if "@" in hosts:
            shown = f"{scheme}://…@{hosts.rpartition('@')[2]}/{name}"
            raise BadEngineUrl(url=shown, problem="passwords do not belong into an address")
        if not _NAME.fullmatch(name):
            raise BadEngineUrl(url=url, problem="no name of an archive stands after the host")
        nodes = tuple(f"{scheme}://{host.strip()}" for host in hosts.split(",") if host.strip())
        for node in nodes:
            _check(node, url)
        if not nodes:
            raise BadEngineUrl(url=url, problem="it names no host")
        return cls(
            nodes,
            name,
            _seconds(),
            os.environ.get(USER, ""),
            os.environ.get(PASSWORD, ""),
            os.environ.get(API_KEY, ""),
            os.environ.get(CA_FILE) or None,
        )


def _check(node: str, url: str) -> None:
    try:
        parts = urlsplit(node)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host:
        raise BadEngineUrl(url=url, problem="it names no host, or no number as its port")


def _seconds() -> float:
    value = os.environ.get(TIMEOUT, "")
    try:
        seconds = float(value) if value else SECONDS
    except ValueError:
        seconds = 0.0
    if not seconds > 0:
        raise BadEngineUrl(url=f"{TIMEOUT}={value}", problem="it is no number of seconds")
    return seconds
