"""The interface as one object: what ninja makes of our operations, with its document completed by what they share."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from linli.api.answers import Problem
from linli.api.entry import Door
from linli.api.problems import MEDIA_TYPE, handle

FAULTS = {
    "400": "The request could not be read.",
    "401": "Nobody has signed in, or the token is not in force.",
    "403": "This is not open to you.",
    "404": "It is not there, or not open to you.",
    "409": "A rule refuses it, with a sentence; or the idempotency key came with another body.",
    "412": "The version in If-Match is not the present one.",
    "422": "A value is missing or not of the right kind.",
}
SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token bound to one post."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "linli",
        "description": "The sign-in of the pages.",
    },
    "receipt": {
        "type": "apiKey",
        "in": "header",
        "name": "Receipt",
        "description": "NUMBER CODE: opens one case without an account.",
    },
}
SIGNED_IN: list[dict[str, list[str]]] = [{"token": []}, {"session": []}]
ANYBODY = [{}, {"receipt": []}, *SIGNED_IN]


class LinliAPI(NinjaAPI):
    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**kwargs)
        document["components"]["securitySchemes"] = SCHEMES
        document["components"]["schemas"].update(problem_schemas())
        for operations in document["paths"].values():
            for operation in operations.values():
                complete(operation)
        return document


def problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}


def complete(operation: dict[str, Any]) -> None:
    """Every operation declares its refusals, and who may call it."""
    refers = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = without_null(parameter["schema"])
    operation["responses"] = {str(status): shape for status, shape in operation["responses"].items()}
    for status, words in FAULTS.items():
        operation["responses"][status] = {"description": words, "content": {MEDIA_TYPE: refers}}
    policies = [name for scheme in operation.get("security", ()) for name in scheme]
    assert policies == ["Door"], f"{operation['operationId']} names no door"
    operation["security"] = ANYBODY if operation.pop("x-open", False) else SIGNED_IN


def without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is left out or has a value: an address and a header know no null."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if not choices:
        return schema
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**rest, **choices[0]} if len(choices) == 1 else {**rest, "anyOf": choices}


api = LinliAPI(
    title="Linli",
    version="1",
    description="Cases of a neighbourhood, from a resident's words to a published result.",
    docs_url=None,
    urls_namespace="api",
    auth=Door("closed"),
)
handle(api)
