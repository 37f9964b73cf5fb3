"""Styles, scripts and pictures: addresses that change with what is there, so that they keep.

The digest of all files stands in the address of each, before its name: files that name each other
find each other, and a browser may keep them for ever. An address of another version of the program
gets what is there now, and keeps nothing.
"""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from flask import Response, abort, request

from webapp.delivery.caching import REVALIDATED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from flask import Flask

FOR_EVER = "public, max-age=31536000, immutable"
# What the system's own tables may not know, or know otherwise.
_TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml", "woff2": "font/woff2"}


@dataclass(frozen=True, slots=True)
class _Asset:
    data: bytes
    packed: bytes
    mimetype: str


def attach(app: Flask) -> None:
    """Serve the files of webapp/static; `url_for("static", filename=…)` gives their addresses."""
    found = dict(_read(files("webapp").joinpath("static")))
    version = _digest(found)

    def static(version: str, filename: str) -> Response:
        return _answer(found, filename, FOR_EVER if version == current else REVALIDATED)

    def static_of_another_version(filename: str) -> Response:
        return _answer(found, filename, REVALIDATED)

    current = version
    app.add_url_rule("/static/<version>/<path:filename>", "static", static)
    app.add_url_rule(
        "/static/<path:filename>", "static_of_another_version", static_of_another_version
    )

    @app.url_defaults
    def of_this_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("version", current)


def _read(folder: Traversable, before: str = "") -> Iterator[tuple[str, _Asset]]:
    for entry in folder.iterdir():
        name = before + entry.name
        if entry.is_dir():
            yield from _read(entry, f"{name}/")
            continue
        data = entry.read_bytes()
        suffix = name.rpartition(".")[2]
        guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
        yield name, _Asset(data, gzip.compress(data, mtime=0), _TYPES.get(suffix, guessed))


def _digest(found: dict[str, _Asset]) -> str:
    digest = blake2b(digest_size=6)
    for name in sorted(found):
        digest.update(f"{name}\0{len(found[name].data)}\0".encode())
        digest.update(found[name].data)
    return digest.hexdigest()


def _answer(found: dict[str, _Asset], name: str, kept: str) -> Response:
    asset = found.get(name)
    if asset is None:
        abort(404)
    smaller = len(asset.packed) < len(asset.data)
    packed = smaller and bool(request.accept_encodings["gzip"])
    response = Response(asset.packed if packed else asset.data, mimetype=asset.mimetype)
    response.headers["Cache-Control"] = kept
    if smaller:
        response.vary.add("Accept-Encoding")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response
