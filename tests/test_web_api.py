"""The API: the same answer as the page, limits said plainly, errors as problem+json."""

from typing import Any
from urllib.parse import quote

import pytest
from builds import HashEncoder
from flask import Flask
from flask.testing import FlaskClient

from archive.answer import as_json
from archive.query import parse
from web.searchers import Searchers


def problem(client: FlaskClient, address: str, status: int) -> dict[str, Any]:
    """The problem that an address answers with."""
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    found: dict[str, Any] = answer.get_json()
    assert (found["type"], found["status"]) == ("about:blank", status)
    return found


def test_the_api_gives_what_the_searcher_finds(site: Flask, client: FlaskClient) -> None:
    """One Searcher behind the page, the API and the command line: the same hits and scores."""
    searchers: Searchers = site.extensions["searchers"]
    expected = as_json(searchers.current().search(parse("torture victims", limit=3, page=2)))
    found = client.get("/api/search?q=torture+victims&limit=3&page=2").get_json()
    assert found["took_ms"] >= 0
    assert {**found, "took_ms": 0} == {**expected, "took_ms": 0}
    assert found["hits"]


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "semantic"])
def test_a_mode_uses_its_lanes(client: FlaskClient, mode: str) -> None:
    """Words only never answers by meaning, and the other way round."""
    found = client.get(f"/api/search?q=torture&mode={mode}").get_json()
    lanes = {lane for hit in found["hits"] for lane in hit["found_by"]}
    assert found["mode"] == mode
    assert lanes == ({"keyword", "semantic"} if mode == "hybrid" else {mode})


def test_filters_may_be_repeated(client: FlaskClient) -> None:
    """Values of one filter widen, another filter narrows."""
    base = "/api/search?q=torture+impunity+victims&mode=semantic"
    one = client.get(f"{base}&theme=torture").get_json()
    narrower = client.get(f"{base}&theme=torture&language=fr").get_json()
    wider = client.get(f"{base}&theme=torture&theme=victims'+rights").get_json()
    assert narrower["total"] == 1 < one["total"] == 2 < wider["total"] == 3
    assert {"value": "torture", "count": 2, "selected": True} in one["facets"]["theme"]


@pytest.mark.parametrize("path", ["/api/search", "/api/v1/search"])
def test_a_parameter_that_is_none_is_named(client: FlaskClient, path: str) -> None:
    """A program that asks for `lang` is told that nothing was filtered; a page says nothing."""
    asked = "?q=torture&lang=fr&language=fr&mode=keyword"
    assert client.get(path + asked).get_json()["notes"] == [
        "There is no parameter “lang”; it was left out."
    ]
    assert "no parameter" not in client.get("/search" + asked).text


def test_letters_go_out_as_they_are(client: FlaskClient) -> None:
    """Arabic in the answer is Arabic, not escapes: half the size, and readable."""
    answer = client.get("/api/search?q=" + quote("العدالة"))
    assert "العدالة للضحايا" in answer.text
    assert answer.mimetype == "application/json"


@pytest.mark.parametrize(
    ("parameter", "named"),
    [
        ("limit=0", "limit is “0”; give a whole number from 1 to 100"),
        ("limit=101", "limit is “101”; give a whole number from 1 to 100"),
        ("limit=ten", "limit is “ten”"),
        ("limit=٣", "limit is “٣”"),
        ("page=0", "page is “0”; give a whole number from 1 to 100"),
        ("page=101", "page is “101”"),
        ("page=-1", "page is “-1”"),
        ("page=1e1", "page is “1e1”"),
        ("page=" + "9" * 400, "page is “" + "9" * 40 + "…”"),
        ("mode=fast", "mode is “fast”; give one of hybrid, keyword, semantic"),
        ("sort=best", "sort is “best”; give one of relevance, newest, oldest"),
        ("year=25", "year is “25”; give four digits"),
        ("theme=" + "x" * 201, "201 characters"),
        ("&".join(f"publisher={n}" for n in range(21)), "21 times"),
        ("q=" + "x" * 40_001, "40,000"),
    ],
)
def test_a_value_outside_its_limit_is_named(
    client: FlaskClient, parameter: str, named: str
) -> None:
    """The message holds the value and the limit, so the caller can mend it alone."""
    assert named in problem(client, f"/api/search?{parameter}&q=a", 400)["detail"]


@pytest.mark.parametrize(
    "parameter",
    [
        "limit=1",
        "limit=100",
        "page=100",
        "theme=" + "x" * 200,
        "&".join(f"publisher={n}" for n in range(20)),
        "mode=&sort=&limit=&page=&kind=",
        "unknown=1",
    ],
)
def test_a_value_at_its_limit_is_answered(client: FlaskClient, parameter: str) -> None:
    """The limits themselves are allowed; empty means not given; unknown names are ignored."""
    assert client.get(f"/api/search?q=torture&{parameter}").status_code == 200


@pytest.mark.parametrize(
    "text", ["%00", "%ff%fe", "%ed%a0%80", "(" * 3000, "%22" * 501, "*a*", "NOT " * 200, "a~9", "-"]
)
def test_odd_text_is_answered(client: FlaskClient, text: str) -> None:
    """No wording breaks the search."""
    assert client.get(f"/api/search?q={text}").status_code == 200


def test_filters_without_words_list_what_they_allow(client: FlaskClient) -> None:
    """A theme can be read from its newest document on; nothing asked finds nothing."""
    found = client.get("/api/search?theme=torture").get_json()
    dates = [hit["issued"] or hit["issued_inferred"] for hit in found["hits"]]
    assert dates == ["2025-07-17", "2024-05"]
    assert client.get("/api/search").get_json()["total"] == 0


def test_a_wrong_address_or_method_is_a_problem(client: FlaskClient) -> None:
    """Programs get JSON for every error, with the methods that would do."""
    assert problem(client, "/api/nothing", 404)["title"]
    answer = client.post("/api/search")
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert "GET" in answer.headers["Allow"]


def test_without_an_index_the_api_says_the_next_step(bare: Flask) -> None:
    """503 and not an empty answer: nothing was searched."""
    assert "archive build" in problem(bare.test_client(), "/api/search?q=a", 503)["detail"]


def test_health_names_what_is_served(client: FlaskClient) -> None:
    """A probe sees which generation answers, and by which model run how."""
    found = client.get("/healthz").get_json()
    assert found["status"] == "ok"
    assert found["generation_id"] == client.get("/api/search?q=a").get_json()["generation_id"]
    assert found["documents"] > 10
    identity = HashEncoder.identity
    assert found["model"] == {
        "name": identity.name,
        "backend": identity.backend,
        "precision": identity.precision,
    }


def test_health_without_an_index_is_503(bare: Flask) -> None:
    """A balancer sends nobody here."""
    answer = bare.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.get_json()["generation_id"] is None
