"""The description of the API (OpenAPI 3.1), made from the table that its addresses come from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypedDict

from archive.citation.cited import ARCHIVE
from archive.drafts.draft import MOST_CHARACTERS as MOST_DRAFT_CHARACTERS
from archive.drafts.draft import MOST_PASSAGES
from archive.nodes import Mode, Sort
from archive.positions.stands import MOST_PAGES
from archive.query.limits import (
    MAX_LIMIT,
    MAX_PAGE,
    MAX_VALUE_CHARACTERS,
    MAX_VALUES,
)
from archive.quotes.reading import MOST_CHARACTERS
from web.names import COLUMNS
from web.schema import schema_of

VERSION = "1"


class ProblemJson(TypedDict):
    """What went wrong (RFC 9457): `detail` names the value and the next step."""

    type: str
    title: str
    status: int
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of an address; one in the path is required."""

    name: str
    says: str
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})
    place: str = "query"

    @property
    def described(self) -> dict[str, Any]:
        """The parameter as OpenAPI has it."""
        return {
            "name": self.name,
            "in": self.place,
            "required": self.place == "path",
            "description": self.says,
            "schema": self.schema,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An address below `/api` with what it answers; `answer` is a type of archive.exchange."""

    path: str
    endpoint: str
    says: str
    answer: Any
    parameters: tuple[Parameter, ...] = ()
    fields: tuple[Parameter, ...] = ()
    media_type: str = "application/json"

    @property
    def method(self) -> str:
        """What asks it: a route with `fields` is posted as a form."""
        return "post" if self.fields else "get"

    @property
    def template(self) -> str:
        """The path as OpenAPI writes it, with braces."""
        return re.sub("<([a-z_]+)>", r"{\1}", self.path)


def _one_of(name: str, says: str, choices: Iterable[str]) -> Parameter:
    """A parameter with choices; an empty one is the first of them."""
    values = [*choices]
    shown = f"{says}: {', '.join(values)}; the first if empty"
    return Parameter(name=name, says=shown, schema={"type": "string", "enum": [*values, ""]})


def _whole(name: str, says: str, largest: int) -> Parameter:
    """A whole number from 1; an empty one is the default."""
    number = {"type": "integer", "minimum": 1, "maximum": largest}
    empty = {"type": "string", "maxLength": 0}
    return Parameter(name=name, says=f"{says}, 1 to {largest}", schema={"anyOf": [number, empty]})


def _filter(column: str) -> Parameter:
    """A filter that may be given several times; empty values are passed over."""
    value: dict[str, Any] = {"type": "string", "maxLength": MAX_VALUE_CHARACTERS}
    if column == "year":
        value["pattern"] = "^([0-9]{4})?$"
    return Parameter(
        name=column,
        says=f"only this {column}, up to {MAX_VALUES} times",
        schema={"type": "array", "items": value, "maxItems": MAX_VALUES},
    )


LIKE = Parameter(
    name="like",
    says="the id of a passage: others like it, in other documents, are found",
    schema={"type": "string", "maxLength": MAX_VALUE_CHARACTERS},
)
SEARCH: tuple[Parameter, ...] = (
    Parameter(name="q", says="what is searched, in the query language"),
    _one_of("mode", "which lanes answer", Mode),
    _one_of("sort", "the order", Sort),
    _whole("limit", "documents a page", MAX_LIMIT),
    _whole("page", "which page", MAX_PAGE),
    _one_of(
        "expand",
        "1 looks for other names and for words of the first passages too, 0 does not",
        ("1", "0"),
    ),
    Parameter(
        name="words",
        says="the share of words in the mix in percent, 0 to 100; left to the query if empty",
        schema={
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": 100},
                {"type": "string", "maxLength": 0},
            ]
        },
    ),
    LIKE,
    *(_filter(column) for column in COLUMNS),
)
DOC_ID = Parameter(name="doc_id", says="the id of a document", place="path")
PASSAGE_ID = Parameter(name="passage_id", says="the id of a passage", place="path")
_POSITION_FILTERS = (
    ("act", "act, as calls or condemns"),
    ("to", "addressee"),
    ("publisher", "publisher"),
    ("year", "year"),
    ("language", "language"),
    ("origin", "origin: captured or digest"),
)
THEME_ID = Parameter(name="theme_id", says="the id of a theme", place="path")
POSITIONS: tuple[Parameter, ...] = (
    *(Parameter(name=name, says=f"only this {says}") for name, says in _POSITION_FILTERS),
    _whole("page", "which page", MOST_PAGES),
)
QUOTE: tuple[Parameter, ...] = (
    Parameter(
        name="text",
        says="the quotation, from three words up",
        schema={"type": "string", "maxLength": MOST_CHARACTERS},
        place="body",
    ),
    Parameter(
        name="source",
        says="the document it is said to be from: its id, page, or words",
        place="body",
    ),
)
CALLS: tuple[Parameter, ...] = (
    Parameter(name="state", says="only this state: open, partly-met, met, overtaken, not-marked"),
    Parameter(name="theme", says="only on this theme"),
    *(Parameter(name=name, says=f"only this {says}") for name, says in _POSITION_FILTERS[1:]),
    _whole("page", "which page", MOST_PAGES),
)
COMPARED: tuple[Parameter, ...] = (
    Parameter(name="a", says="the id of a passage"),
    Parameter(name="b", says="the id of the passage beside it"),
)
WORDED = (Parameter(name="passage", says="the id of a passage"),)
DRAFT: tuple[Parameter, ...] = (
    Parameter(
        name="text",
        says="the draft, instead of which a `file` can be posted as multipart/form-data",
        schema={"type": "string", "maxLength": MOST_DRAFT_CHARACTERS},
        place="body",
    ),
    Parameter(
        name="from",
        says="the number of the paragraph to begin with: `goes_on_at` of the part before",
        schema={"type": "integer", "minimum": 1, "maximum": MOST_PASSAGES},
        place="body",
    ),
    Parameter(
        name="carried",
        says="the ids of the themes of the parts before, parted by spaces",
        schema={"type": "string"},
        place="body",
    ),
)
PASSAGE = Parameter(name="passage", says="the id of a passage of the document, to cite that")


def described(routes: Iterable[Route], *, address: str) -> dict[str, Any]:
    """The OpenAPI document of `routes`, served at `address`."""
    named: dict[str, dict[str, Any]] = {}
    problem = schema_of(ProblemJson, named)
    paths = {route.template: {route.method: _operation(route, named, problem)} for route in routes}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": ARCHIVE,
            "version": VERSION,
            "description": "Search, documents, citations, positions, calls, and the checks of "
            "quotations and drafts. "
            "Nothing asked is recorded.",
        },
        "servers": [{"url": address}],
        "paths": paths,
        "components": {"schemas": named},
    }


def _operation(
    route: Route, named: dict[str, dict[str, Any]], problem: dict[str, Any]
) -> dict[str, Any]:
    schema = schema_of(route.answer, named)
    failed = {"application/problem+json": {"schema": problem}}
    failures = {"400": "a value outside its limits", "503": "no index is served"}
    if any(one.place == "path" or one in (PASSAGE, LIKE) for one in route.parameters):
        failures["404"] = "there is nothing of that id"
        failures["410"] = "it was withdrawn; `reason` says why, `document` what it was"
    return {
        "operationId": route.endpoint,
        "summary": route.says,
        **({"requestBody": _body(route.fields)} if route.fields else {}),
        "parameters": [parameter.described for parameter in route.parameters],
        "responses": {
            "200": {"description": "found", "content": {route.media_type: {"schema": schema}}},
            **{code: {"description": says, "content": failed} for code, says in failures.items()},
        },
    }


def _body(fields: Iterable[Parameter]) -> dict[str, Any]:
    """A posted form; its first field is required."""
    given = [*fields]
    properties = {one.name: {**one.schema, "description": one.says} for one in given}
    schema = {"type": "object", "properties": properties, "required": [given[0].name]}
    return {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}
