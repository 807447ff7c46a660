"""The JSON form of every type in `model`, both ways, derived from the types themselves so that it cannot drift from them.

Rules: a dataclass is an object with its fields as keys; a `Span` is `[start, end]`; a field named `span` becomes the three
keys `start`, `end`, `text`; a date is its ISO form; a tuple is an array. An extraction has in addition `id`, the name its
document goes by, and its claims have `passage`. Reading back cuts the words of every span from the document's text anew.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from datetime import date
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from reportedly import model
from reportedly.model import Claim, Document, Extraction, Span

T = TypeVar("T")


def to_json(value: object) -> Any:
    """`value` as what `json.dumps` takes."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        out: dict[str, Any] = {}
        if isinstance(value, Extraction):
            out["id"] = value.document.name
        for name in _fields(type(value)):
            item = getattr(value, name)
            if name == "span" and (item is None or isinstance(item, Span)):
                out["start"], out["end"], out["text"] = (item.start, item.end, item.text) if item else (None,) * 3
            else:
                out[name] = to_json(item)
        if isinstance(value, Claim):
            out["passage"] = value.passage
        return out
    return value


def from_json(kind: type[T], data: Any, text: str = "") -> T:
    """`data`, as `to_json` made it, as an object of type `kind`. `text` is the document's; an Extraction brings its own.

    Raises KeyError, TypeError or ValueError where `data` is not of that form.
    """
    if kind is Extraction:
        text = data["document"]["text"]
    elif kind is Document:
        text = data["text"]
    return typing.cast(T, _read(kind, data, text))


@functools.cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(kind))


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, vars(model))


def _read(kind: Any, data: Any, text: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        if data is None:
            return None
        kind = next(k for k in get_args(kind) if k is not type(None))
        origin = get_origin(kind)
    if origin is tuple:
        args = get_args(kind)
        each = [args[0]] * len(data) if args[-1] is Ellipsis else list(args)
        return tuple(_read(k, item, text) for k, item in zip(each, data, strict=True))
    if origin is typing.Literal:
        if data not in get_args(kind):
            raise ValueError(f"{data!r} is not one of {', '.join(map(repr, get_args(kind)))}")
        return data
    if kind is Span:
        start, end = data
        return Span.cut(text, start, end)
    if kind is date:
        return date.fromisoformat(data)
    if dataclasses.is_dataclass(kind):
        values = {}
        for name, hint in _hints(typing.cast(type, kind)).items():
            if name == "span":
                start = data["start"]
                values[name] = None if start is None else Span.cut(text, start, data["end"])
            elif name in data:
                values[name] = _read(hint, data[name], text)
        return typing.cast(Any, kind)(**values)
    if kind is float and isinstance(data, int):
        return float(data)
    return data


def schema(kind: type = Extraction) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the JSON form of `kind`."""
    definitions: dict[str, Any] = {}
    top = _schema(kind, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"reportedly {kind.__name__}",
        **top,
        "$defs": definitions,
    }


_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(k, definitions) for k in get_args(kind)]}
    if kind is type(None):
        return {"type": "null"}
    if origin is tuple:
        args = get_args(kind)
        if args[-1] is Ellipsis:
            return {"type": "array", "items": _schema(args[0], definitions)}
        return {"type": "array", "prefixItems": [_schema(k, definitions) for k in args], "minItems": len(args)}
    if origin is typing.Literal:
        return {"enum": list(get_args(kind))}
    if kind is Span:
        definitions["Span"] = {
            "type": "array",
            "items": {"type": "integer", "minimum": 0},
            "minItems": 2,
            "maxItems": 2,
            "description": "[start, end) in code points of the document's text",
        }
        return {"$ref": "#/$defs/Span"}
    if kind is date:
        return {"type": "string", "format": "date"}
    if dataclasses.is_dataclass(kind):
        name = typing.cast(type, kind).__name__
        if name not in definitions:
            definitions[name] = {}
            properties: dict[str, Any] = {"id": {"type": "string"}} if kind is Extraction else {}
            for key, hint in _hints(typing.cast(type, kind)).items():
                if key == "span":
                    none = [{"type": "null"}] if hint is not Span else []
                    for part, word in (("start", "integer"), ("end", "integer"), ("text", "string")):
                        properties[part] = {"anyOf": [{"type": word}, *none]} if none else {"type": word}
                else:
                    properties[key] = _schema(hint, definitions)
            if kind is Claim:
                properties["passage"] = {"type": "string"}
            definitions[name] = {
                "type": "object",
                "properties": properties,
                "required": list(properties),
                "additionalProperties": False,
            }
        return {"$ref": f"#/$defs/{name}"}
    return {"type": _PLAIN[kind]}
