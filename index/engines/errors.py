"""Why an engine cannot be had at all; what may be wrong with a cluster is told in its own room."""

from __future__ import annotations

from index.errors import DepecheError


class UnknownEngine(DepecheError):
    """There is no engine {name!r}; there is {known}."""

    hint = "Name one of these by --engine or DEPECHE_ENGINE, or none for the one on this machine."


class NoEngineUrl(DepecheError):
    """The engine {name} needs the address of its cluster."""

    hint = "Give it by --engine-url or DEPECHE_ENGINE_URL: https://HOST:PORT/NAME."


class EngineNotInstalled(DepecheError):
    """The engine {name} needs the Python package {package}, which is not installed."""

    hint = "Run: pip install 'depeche[opensearch]'"
