"""The API: every answer is what its description says, and can be asked for again."""

import hashlib
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.api_v1 import ROUTES
from web.openapi import SEARCH
from web.schema import schema_of

DOC = "statement-2025-en"
TYPES = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "object": dict,
    "array": list,
    "null": type(None),
}


def got(client: FlaskClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer.mimetype == "application/json"
    return json.loads(answer.text)


def faults(value: Any, schema: dict[str, Any], named: dict[str, Any]) -> list[str]:
    """Where a value is not as its schema says: enough of JSON Schema for what we write."""
    if "$ref" in schema:
        return faults(value, named[schema["$ref"].rpartition("/")[2]], named)
    if "anyOf" in schema:
        found = [faults(value, one, named) for one in schema["anyOf"]]
        return [] if [] in found else found[0]
    kind = TYPES.get(schema.get("type", ""), object)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        return [f"{value!r} is no {schema['type']}"]
    wrong = [f"no {name}" for name in schema.get("required", []) if name not in value]
    if isinstance(value, dict) and "properties" in schema:
        wrong += [f"unknown {name}" for name in value.keys() - schema["properties"].keys()]
        for name in value.keys() & schema["properties"].keys():
            wrong += faults(value[name], schema["properties"][name], named)
    if isinstance(value, dict) and "additionalProperties" in schema:
        wrong += [
            f for one in value.values() for f in faults(one, schema["additionalProperties"], named)
        ]
    if isinstance(value, list):
        wrong += [fault for one in value for fault in faults(one, schema.get("items", {}), named)]
    return wrong


@pytest.fixture
def description(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = got(client, "/api/openapi.json")
    return found


def test_each_address_is_described_and_there(site: Flask, description: dict[str, Any]) -> None:
    """The description has exactly the addresses of the API."""
    rules = {
        re.sub("<([a-z_]+)>", r"{\1}", rule.rule)
        for rule in site.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
    }
    assert description["openapi"] == "3.1.0"
    assert set(description["paths"]) == rules == {route.template for route in ROUTES}


def test_each_parameter_of_a_path_is_described(description: dict[str, Any]) -> None:
    """A name in braces has its parameter, and ids of operations are not used twice."""
    operations = [(path, item["get"]) for path, item in description["paths"].items()]
    for path, operation in operations:
        given = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
        assert given == set(re.findall(r"\{(\w+)\}", path))
    assert len({operation["operationId"] for _, operation in operations}) == len(operations)


def test_each_answer_is_as_described(client: FlaskClient, description: dict[str, Any]) -> None:
    """Of every document, passage and citation of the small corpus, with hostile ones."""
    named = description["components"]["schemas"]

    def check(template: str, path: str) -> Any:
        operation = description["paths"][template]["get"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        answer = got(client, path)
        assert faults(answer, schema, named) == []
        return answer

    check("/api/v1/search", "/api/v1/search?q=torture")
    check("/api/v1/generation", "/api/v1/generation")
    for doc_id in (DOC, "digest-fr", "digest-ar", *(f"hostile-{n:02}" for n in range(12))):
        document = check("/api/v1/documents/{doc_id}", f"/api/v1/documents/{doc_id}")
        check("/api/v1/citations/{doc_id}", f"/api/v1/citations/{doc_id}")
        for passage in document["passages"]:
            found = check(
                "/api/v1/passages/{passage_id}", f"/api/v1/passages/{passage['passage_id']}"
            )
            assert found["passage"] == passage
            check(
                "/api/v1/citations/{doc_id}",
                f"/api/v1/citations/{doc_id}?passage={passage['passage_id']}",
            )


def test_a_schema_that_cannot_be_written_stops_the_program() -> None:
    """A type that JSON does not have is a mistake of ours, seen at once."""
    with pytest.raises(TypeError, match="set"):
        schema_of(set[str], {})


def test_an_unchecked_address_is_not_given_out(client: FlaskClient) -> None:
    """The same rule as on the page."""
    document = got(client, "/api/v1/documents/digest-fr")
    assert document["url"] is None
    assert (document["issued"], document["issued_inferred"]) == (None, "2024-05")
    assert document["version"]["origin"] == "digest"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/documents/none", 404),
        ("/api/v1/documents/%00", 404),
        ("/api/v1/passages/none", 404),
        ("/api/v1/passages/%C3%A9", 404),
        ("/api/v1/citations/none", 404),
        (f"/api/v1/citations/{DOC}?passage=none", 404),
        ("/api/v1/search?limit=0", 400),
        ("/api/v1/search?year=x", 400),
        ("/api/v1/none", 404),
    ],
)
def test_what_goes_wrong_is_said_in_the_same_form(
    client: FlaskClient, path: str, status: int
) -> None:
    """A problem has its status, a title and the next step (RFC 9457)."""
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    problem = json.loads(answer.text)
    assert problem["status"] == status
    assert problem["detail"]


def test_nothing_served_is_said_too(bare: Flask) -> None:
    """Without an index each address says so; the description is there all the same."""
    client = bare.test_client()
    assert client.get("/api/v1/generation").status_code == 503
    assert client.get("/api/v1/documents.jsonl").status_code == 503
    assert client.get("/api/openapi.json").status_code == 200


def test_everything_comes_in_lines_with_its_sum(client: FlaskClient) -> None:
    """Each document once, as its own address gives it; the last line proves the others."""
    *lines, last = client.get("/api/v1/documents.jsonl").data.splitlines(keepends=True)
    end = json.loads(last)
    assert end == {"documents": 15, "sha256": hashlib.sha256(b"".join(lines)).hexdigest()}
    for line in lines:
        document = json.loads(line)
        assert document == got(client, f"/api/v1/documents/{document['doc_id']}")


def test_answers_name_the_index(client: FlaskClient) -> None:
    """Documents, passages and searches come from the index that is described."""
    name = got(client, "/api/v1/generation")["generation_id"]
    assert got(client, f"/api/v1/documents/{DOC}")["generation_id"] == name
    assert got(client, "/api/v1/search?q=torture")["generation_id"] == name


def test_the_limits_that_are_described_are_the_limits(client: FlaskClient) -> None:
    """The longest value and the most values are taken, one more is not."""
    for parameter in SEARCH:
        if parameter.schema.get("type") != "array" or parameter.name == "year":
            continue
        most, longest = parameter.schema["maxItems"], parameter.schema["items"]["maxLength"]
        for count, length, status in ((1, longest, 200), (1, longest + 1, 400), (most, 2, 200)):
            values = [f"{number:0{length}}" for number in range(count)]
            answer = client.get("/api/v1/search", query_string={parameter.name: values})
            assert answer.status_code == status, (parameter.name, count, length)
        values = [str(number) for number in range(most + 1)]
        assert (
            client.get("/api/v1/search", query_string={parameter.name: values}).status_code == 400
        )


def test_people_can_read_it(client: FlaskClient) -> None:
    """Every address and parameter stands on the page."""
    page = client.get("/api").text
    for route in ROUTES:
        assert route.template in page
    for parameter in SEARCH:
        assert f"<code>{parameter.name}</code>" in page
