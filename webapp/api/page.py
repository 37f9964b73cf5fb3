"""The API described: as an OpenAPI document for programs, as a page for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, jsonify, url_for

from index.errors import DepecheError
from webapp.api import problems
from webapp.api.answers import blueprint
from webapp.api.document import OPERATIONS, openapi
from webapp.pages import ask, own_pairs, render_page
from webapp.words import Words

if TYPE_CHECKING:
    from webapp.api.document import Described

_SCHEMAS = "#/components/schemas/"


@blueprint.get("/v1/openapi.json")
def document() -> Response:
    """Answer with the OpenAPI document."""
    return jsonify(openapi(_root()))


# No redirect to the address with the slash: it would repeat the host that a client names.
@blueprint.get("/v1/", strict_slashes=False)
def page() -> str:
    """Show every operation, with a form that tries it, and every type and problem."""
    asked = ask()
    words = Words(asked.language)
    found = openapi(_root())
    lang = tuple(pair for pair in own_pairs(asked) if pair[0] == "lang")
    return render_page(
        "api.html",
        words,
        lang,
        path=url_for(".page"),
        document=url_for(".document"),
        operations=[_operation(one, found) for one in OPERATIONS],
        types=[
            _type(name, schema)
            for name, schema in found["components"]["schemas"].items()
            if "properties" in schema
        ],
        problems=[
            {
                "slug": problems.slug(one.__name__),
                "title": problems.title(one.__name__),
                "error": one,
            }
            for one in _errors(words)
        ],
        kept=lang,
    )


def _root() -> str:
    return url_for(".page").rstrip("/")


def _operation(one: Described, document: dict[str, Any]) -> dict[str, Any]:
    path = _root() + one.path
    ((method, told),) = document["paths"][path].items()
    parameters = [
        parameter | {"takes": takes(parameter["schema"]), "choices": choices(parameter["schema"])}
        for parameter in told["parameters"]
    ]
    return {
        "name": one.name,
        "method": method.upper(),
        "path": path,
        "summary": one.summary,
        "parameters": parameters,
        "answer": one.answer.__name__,
        "body": one.body.__name__ if one.body else "",
        "responses": told["responses"],
        "try": path.partition("{")[0] + one.example if method == "get" else "",
    }


def choices(schema: dict[str, Any]) -> list[str]:
    """Return the values that a parameter takes, [] where it takes any of its type."""
    found: list[str] = schema.get("items", schema).get("enum", [])
    return found


def takes(schema: dict[str, Any]) -> str:
    """Return in a few words what a schema takes.

    >>> takes({"type": "array", "items": {"$ref": "#/components/schemas/Hit"}})
    'Hit[]'
    >>> takes({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]})
    'date | null'
    """
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_SCHEMAS)
    if "anyOf" in schema:
        return " | ".join(takes(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if schema.get("type") == "array":
        inner = takes(schema["items"]) if "items" in schema else "any"
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if isinstance(values := schema.get("additionalProperties"), dict):
        return f"{{name: {takes(values)}}}"
    told = str(schema.get("const") or schema.get("format") or schema.get("type", "any"))
    if "minimum" in schema and "maximum" in schema:
        told += f" {schema['minimum']:.0f}…{schema['maximum']:.0f}"
    return told


def _type(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    required = schema.get("required", [])
    return {
        "name": name,
        "about": schema.get("description", ""),
        "members": [
            {
                "name": member,
                "takes": takes(one),
                "about": one.get("description", ""),
                "optional": member not in required,
            }
            for member, one in schema["properties"].items()
        ],
    }


def _errors(words: Words) -> list[type[DepecheError]]:
    """Return every error that an answer may name, those that have words for readers."""
    # by name: a class is there twice where its module was imported twice
    known = {one.__name__: one for one in DepecheError.__subclasses__()}
    return [known[name] for name in sorted(known) if words.has(f"error.{name}")]
