"""The OpenAPI 3.1 document, made from the types of parameters and answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from index.engine import ENTITY_FACETS
from webapp.api import models
from webapp.api.models import Problem
from webapp.api.parameters import Filtered, Language, Page, Starts, Typed
from webapp.api.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from pydantic import BaseModel

_JSON = "application/json"
_DESCRIPTION = (
    "Every answer carries an ETag that holds while the archive stays as it is. Values that cannot "
    "be honoured are left out and told in `ignored`; unknown parameters are left out. Errors are "
    "application/problem+json (RFC 9457)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One operation: where it is, what it takes and what it answers.

    `place` describes the part of the path in braces, if there is one; `errors` are the statuses
    that a question may be answered with besides 200.
    """

    path: str
    summary: str
    answer: type[BaseModel]
    takes: tuple[type[BaseModel], ...] = ()
    place: str = ""
    values: tuple[str, ...] = ()
    example: str = ""
    body: type[BaseModel] | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The first part of the path, by which the operation is called."""
        return self.path.split("/")[1]


_GONE = {"404": "There is no such thing in the archive."}
_of_release = partial(
    Described,
    place="The id of a release, as in hits.",
    example="nato:news_136011:fr",
    errors=_GONE,
)
OPERATIONS = (
    Described(
        path="/search",
        summary="Search; hits, counts of facets and the next page",
        answer=models.Search,
        takes=(Filtered, Page, Language),
        errors={"400": "The cursor is of another search.", "410": "The cursor's archive is gone."},
    ),
    Described(
        path="/timeline",
        summary="Hits of a search by year and month",
        answer=models.Timeline,
        takes=(Filtered, Language),
    ),
    Described(
        path="/complete",
        summary="Ways to go on from what was typed",
        answer=models.Completions,
        takes=(Typed, Language),
    ),
    Described(
        path="/facet/{facet}",
        summary="Values of a facet by the start of a name",
        answer=models.FacetValues,
        takes=(Filtered, Starts, Language),
        place="One of the facets whose values are entities.",
        values=tuple(facet.value for facet in ENTITY_FACETS),
        example=ENTITY_FACETS[0].value,
    ),
    _of_release(
        path="/release/{id}",
        summary="A whole release",
        answer=models.Release,
        takes=(Language,),
    ),
    _of_release(
        path="/similar/{id}",
        summary="The releases most like one",
        answer=models.Similar,
    ),
    Described(
        path="/entity/{id}",
        summary="A person, place, organisation, operation or event",
        answer=models.Entity,
        takes=(Language,),
        place="The id of an entity, as in a release.",
        example="place:iraq",
        errors=_GONE | {"301": "The id was merged into another."},
    ),
    Described(
        path="/batch",
        summary="Counts by year for up to 100 questions",
        answer=models.BatchAnswers,
        takes=(Language,),
        body=models.Batch,
        errors={"400": "The body is no list of questions.", "413": "The body is too long."},
    ),
    Described(
        path="/health",
        summary="Whether the archive can be asked, and what it holds",
        answer=models.Health,
    ),
)
"""Every operation of the API, in the order of its page."""


@cache
def openapi(root: str) -> dict[str, Any]:
    """Return the document of an API whose paths begin with `root`."""
    # Here, not above: to load it is a third of a server's start, and few ask for the document.
    from openapi_pydantic import OpenAPI  # noqa: PLC0415
    from openapi_pydantic.util import construct_open_api_with_schema_class  # noqa: PLC0415

    document = OpenAPI.model_validate(
        {
            "info": {
                "title": "Dépêche",
                "version": version("depeche"),
                "description": _DESCRIPTION,
            },
            "paths": {root + one.path: _item(one) for one in OPERATIONS},
        }
    )
    whole = construct_open_api_with_schema_class(document)
    made: dict[str, Any] = whole.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude_unset=True
    )
    return {"openapi": whole.openapi} | made


def parameters(one: Described) -> list[dict[str, Any]]:
    """Return the parameters of an operation: the part of its path, then those of the address."""
    found: list[dict[str, Any]] = []
    if one.place:
        schema = {"type": "string", "minLength": 1} | ({"enum": one.values} if one.values else {})
        name = one.path.partition("{")[2].rstrip("}")
        place = {"name": name, "in": "path", "required": True, "description": one.place}
        found.append(place | {"schema": schema, "example": one.example})
    for taken in one.takes:
        for name, schema in _flat(taken).items():
            told = schema.pop("description", "")
            found.append({"name": name, "in": "query", "description": told, "schema": schema})
    return found


def _flat(model: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """Return the JSON schema of each field, without titles and with what it refers to in place."""
    schema = model.model_json_schema(by_alias=True)
    known = schema.get("$defs", {})

    def plain(value: Any) -> Any:  # noqa: ANN401  (any JSON)
        if isinstance(value, list):
            return [plain(one) for one in value]
        if not isinstance(value, dict):
            return value
        if "$ref" in value:
            return plain(known[value["$ref"].rpartition("/")[2]] | _besides(value))
        return {key: plain(one) for key, one in value.items() if key != "title"}

    fields = {name: plain(one) for name, one in schema["properties"].items()}
    for one in fields.values():
        # An empty text or list means that the parameter is not given.
        if one.get("default", 0) in ("", []):
            del one["default"]
    return fields


def _besides(value: dict[str, Any]) -> dict[str, Any]:
    return {key: one for key, one in value.items() if key != "$ref"}


def _item(one: Described) -> dict[str, Any]:
    answers = {"200": _content(one.answer, _JSON)}
    for status, told in sorted(one.errors.items()):
        moved = status < "400"
        answers[status] = {"description": told} if moved else _content(Problem, MEDIA_TYPE, told)
    answers["503"] = _content(Problem, MEDIA_TYPE, "The archive cannot be asked now.")
    operation: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "parameters": parameters(one),
        "responses": answers,
    }
    if one.body:
        operation["requestBody"] = {"required": True, "content": _of(one.body, _JSON)}
    return {"post" if one.body else "get": operation}


def _content(model: type[BaseModel], media_type: str, told: str = "") -> dict[str, Any]:
    told = told or (model.__doc__ or "").partition("\n")[0]
    return {"description": told, "content": _of(model, media_type)}


def _of(model: type[BaseModel], media_type: str) -> dict[str, Any]:
    from openapi_pydantic.util import PydanticSchema  # noqa: PLC0415 - as in `openapi`

    return {media_type: {"schema": PydanticSchema.model_validate({"schema_class": model})}}
