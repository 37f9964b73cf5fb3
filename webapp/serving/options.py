"""How the web app is to be served."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """Where to listen, with how many processes and threads, and what to write down.

    `port` 0 takes any free one. Each of `workers` processes answers `threads` requests at once.
    `access_log` is a file to which a line is added for each request, "-" for standard output, ""
    for none; with `log_queries` the lines tell what was searched for. `trusted_proxies` are the
    addresses or networks ("10.0.0.0/8") whose word is taken for who asks, and how.
    """

    host: str = "127.0.0.1"
    port: int = 0
    workers: int = 1
    threads: int = 8
    access_log: str = ""
    log_queries: bool = False
    trusted_proxies: tuple[str, ...] = ()
