"""The OpenAPI document laid out for people: operations with their fields, answers and scopes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import resolve

ORDER: Final = ("get", "post", "put", "patch", "delete")
PLACE: Final = re.compile(r"\{\w+\}")
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field of a body or an answer."""

    name: str
    kind: str
    is_needed: bool
    says: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    id: str
    method: str
    path: str
    summary: str
    says: str
    scopes: tuple[str, ...]
    parameters: tuple[Field, ...]
    body: str
    answers: tuple[tuple[str, str, str], ...]  # status, what it says, name of the schema


@dataclass(frozen=True, slots=True)
class Documented:
    """The whole document."""

    title: str
    version: str
    says: str
    operations: tuple[Operation, ...]
    schemas: tuple[tuple[str, str, tuple[Field, ...]], ...]  # name, what it says, fields


def documented(document: Schema, opens: Mapping[tuple[str, str], frozenset[str]]) -> Documented:
    """The document laid out; opens gives the scopes of an operation by method and name of its URL."""
    info = document["info"]
    operations = tuple(_operations(document["paths"], opens))
    named = document["components"]["schemas"].items()
    schemas = tuple((name, each.get("description", ""), tuple(_fields(each))) for name, each in named)
    return Documented(info["title"], info["version"], info["description"], operations, schemas)


def _url_name(path: str) -> str:
    return resolve(PLACE.sub(str(UUID(int=0)), path)).view_name


def _operations(paths: Schema, opens: Mapping[tuple[str, str], frozenset[str]]) -> Iterator[Operation]:
    for path, methods in paths.items():
        for method in (each for each in ORDER if each in methods):
            found = methods[method]
            yield Operation(
                id=found["operationId"],
                method=method.upper(),
                path=path,
                summary=found["summary"],
                says=found.get("description", ""),
                scopes=tuple(sorted(opens.get((method.upper(), _url_name(path)), ()))),
                parameters=tuple(_parameter(each) for each in found.get("parameters", ())),
                body=_body(found),
                answers=tuple(_answers(found["responses"])),
            )


def _parameter(found: Schema) -> Field:
    says = found.get("description") or found["schema"].get("description", "")
    return Field(found["name"], f"{found['in']}, {_kind(found['schema'])}", found.get("required", False), says)


def _body(operation: Schema) -> str:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return _kind(content["schema"]) if content else ""


def _answers(responses: Schema) -> Iterator[tuple[str, str, str]]:
    for status, answer in sorted(responses.items(), key=lambda each: str(each[0])):
        content = next(iter(answer["content"].values()))
        yield str(status), answer["description"], _kind(content["schema"])


def _fields(schema: Schema) -> Iterator[Field]:
    needed = schema.get("required", ())
    for name, each in schema.get("properties", {}).items():
        yield Field(name, _kind(each), name in needed, each.get("description", ""))


def _kind(schema: Schema) -> str:
    """A schema in words: "text, at most 40", "one of: in, out", "list of ClockOut"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return "one of: " + ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    longest = f", at most {schema['maxLength']}" if "maxLength" in schema else ""
    words = {"string": "text", "null": "nothing", "integer": "whole number", "boolean": "true or false"}
    kind = str(schema.get("format") or schema.get("type") or "anything")
    return words.get(kind, kind) + longest
