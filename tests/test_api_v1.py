"""The API: every answer is what its description says, and can be asked for again."""

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from builds import settings_in
from flask import Flask
from flask.testing import FlaskClient
from sites import app_over, put_statement

from indexer.build import build
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


def described_part(value: Any, schema: dict[str, Any]) -> Any:
    """An answer of a search without the fields that are not described: it has more of them."""
    if not isinstance(value, dict) or "asked" not in schema.get("properties", {}):
        return value
    return {name: one for name, one in value.items() if name in schema["properties"]}


def faults(value: Any, schema: dict[str, Any], named: dict[str, Any]) -> list[str]:
    """Where a value is not as its schema says: enough of JSON Schema for what we write."""
    value = described_part(value, schema)
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
    operations = [
        (path, operation)
        for path, item in description["paths"].items()
        for operation in item.values()
    ]
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
    check("/api/v1/positions", "/api/v1/positions")
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


def test_a_search_can_be_asked_again(client: FlaskClient) -> None:
    """The answer has every parameter as it was read; they give the same hits of the same index."""
    first = got(client, "/api/v1/search?q=torture+since:2020&theme=torture&limit=1&mode=keyword")
    asked = first["asked"]
    assert asked["read_as"] == "dated 2020 or later · words: torture · theme: torture"
    again = {name: value for name, value in asked.items() if name in ("q", "mode", "sort")}
    again |= {"limit": asked["limit"], "page": asked["page"], **asked["filters"]}
    second = json.loads(client.get("/api/v1/search", query_string=again).text)
    assert second["hits"] == first["hits"] != []
    assert (second["generation_id"], second["model"]) == (first["generation_id"], first["model"])
    assert first["model"] == {"name": "hash", "weights_sha256": "0" * 64}


def test_pages_lead_to_their_neighbours(client: FlaskClient) -> None:
    """Following `next` from the first page on gives every document once."""
    path, found = "/api/v1/search?kind=report&kind=statement&kind=joint+statement&limit=1", []
    while path:
        answer = client.get(path)
        found += [hit["doc_id"] for hit in json.loads(answer.text)["hits"]]
        header = ", ".join(answer.headers.getlist("Link"))
        links = {name: target for target, name in re.findall(r'<([^>]*)>; rel="(\w+)"', header)}
        assert ("prev" in links) == (len(found) > 1)
        path = links.get("next", "").removeprefix("http://localhost")
    assert sorted(found) == ["digest-ar", "digest-fr", DOC]


def test_positions_are_as_described(tmp_path: Path, description: dict[str, Any]) -> None:
    """Of an archive with the shipped rules: a page of a theme, with the filters it was asked by."""
    settings = settings_in(tmp_path)
    put_statement(settings.corpus)
    for vocabulary in (Path(__file__).parents[1] / "corpus").glob("*.toml"):
        shutil.copy(vocabulary, settings.corpus)
    build(settings, encoder=None)
    client = app_over(settings).test_client()
    themes = got(client, "/api/v1/positions")["themes"]
    theme_id = next(one["theme_id"] for one in themes if one["positions"])
    answer = got(client, f"/api/v1/positions/{theme_id}?origin=captured&act=&page=1")
    operation = description["paths"]["/api/v1/positions/{theme_id}"]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert faults(answer, schema, description["components"]["schemas"]) == []
    assert answer["asked"] == {"theme_id": theme_id, "origin": "captured", "page": "1"}
    assert answer["total"] > 0
    assert client.get(f"/api/v1/positions/{theme_id}?page=x").status_code == 400


def test_a_quotation_is_checked_by_post(client: FlaskClient, description: dict[str, Any]) -> None:
    """As described: a form, an answer that names index, model and what was asked."""
    operation = description["paths"]["/api/v1/quote"]["post"]
    form = operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    assert form["required"] == ["text"]
    words = "Fund reparation for the victims of torture."
    answer = json.loads(client.post("/api/v1/quote", data={"text": words, "source": DOC}).text)
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert faults(answer, schema, description["components"]["schemas"]) == []
    assert answer["outcome"] == "verified"
    assert answer["asked"] == {"text": words, "source": DOC}
    problem = client.post("/api/v1/quote", data={"text": ""})
    assert (problem.status_code, problem.mimetype) == (400, "application/problem+json")
    wrong = client.get("/api/v1/quote")
    assert (wrong.status_code, wrong.mimetype) == (405, "application/problem+json")


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
        ("/api/v1/search?q=a" + 21 * "&theme=", 400),
        ("/api/v1/positions/none", 404),
        ("/api/v1/positions/accountability?page=0", 400),
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
    """Every answer comes from the index that is described, and from its model."""
    name = got(client, "/api/v1/generation")["generation_id"]
    passage_id = got(client, f"/api/v1/documents/{DOC}")["passages"][0]["passage_id"]
    for path in (
        f"documents/{DOC}",
        f"passages/{passage_id}",
        f"citations/{DOC}",
        "search?q=torture",
        "positions",
        "generation",
    ):
        answer = got(client, f"/api/v1/{path}")
        assert (answer["generation_id"], answer["model"]["name"]) == (name, "hash")


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


def test_drafts_calls_and_pairs_are_as_described(
    client: FlaskClient, description: dict[str, Any]
) -> None:
    """What is posted and what is asked of positions has the fields that the description names."""
    named = description["components"]["schemas"]
    passage = got(client, f"/api/v1/documents/{DOC}")["passages"][0]["passage_id"]
    posted = client.post("/api/v1/draft", data={"text": "We call on all States to act at once."})
    answers = {
        "/api/v1/calls": got(client, "/api/v1/calls"),
        "/api/v1/positions/compare": got(
            client, f"/api/v1/positions/compare?a={passage}&b={passage}"
        ),
        "/api/v1/positions/wording": got(client, f"/api/v1/positions/wording?passage={passage}"),
        "/api/v1/draft": json.loads(posted.text),
    }
    for path, answer in answers.items():
        (operation,) = description["paths"][path].values()
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert faults(answer, schema, named) == [], path
