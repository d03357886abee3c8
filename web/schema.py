"""JSON Schema (2020-12) of the types that answers are made of."""

import types
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

_SIMPLE: dict[object, dict[str, str]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    object: {},
}


def schema_of(hint: Any, named: dict[str, dict[str, Any]]) -> dict[str, Any]:  # noqa: ANN401
    """The schema of a type; each TypedDict is added to `named` once and referred to."""
    if hint in _SIMPLE:
        return dict(_SIMPLE[hint])
    if is_typeddict(hint):
        return _reference(hint, named)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is list:
        return {"type": "array", "items": schema_of(inner[0], named)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(inner[1], named)}
    if origin in (types.UnionType, Union):
        return {"anyOf": [schema_of(one, named) for one in inner]}
    raise TypeError(f"There is no JSON Schema for {hint}.")


def _reference(hint: Any, named: dict[str, dict[str, Any]]) -> dict[str, Any]:  # noqa: ANN401
    name = hint.__name__.removesuffix("Json")
    if name not in named:
        named[name] = {}  # a type may hold itself
        fields = get_type_hints(hint)
        named[name] = {
            "type": "object",
            "description": " ".join((hint.__doc__ or "").split()),
            "properties": {field: schema_of(inner, named) for field, inner in fields.items()},
            "required": sorted(hint.__required_keys__),
        }
    return {"$ref": f"#/components/schemas/{name}"}
