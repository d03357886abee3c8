"""The JSON answer: the agreed names, plain values, nothing given out that was not checked."""

import json
from dataclasses import replace

from archive.answer import as_json
from archive.model import Document, Passage, PassageKind
from archive.nodes import Query, Word
from archive.results import (
    DocumentHit,
    Expansion,
    Facet,
    FacetValue,
    Fragment,
    LaneRank,
    PassageHit,
    ResultPage,
)

DOCUMENT = Document(
    doc_id="a-en",
    title="Justice needs courage",
    publishers=("FIDH", "REDRESS"),
    kind="joint statement",
    language="en",
    issued_inferred="2025-07",
    url="https://example.org/a",
    url_checked=True,
)
PASSAGE = Passage(
    passage_id="p1",
    doc_id="a-en",
    version_id="v1",
    text="End impunity now.",
    start=0,
    end=17,
    kind=PassageKind.PARAGRAPH,
    language="en",
)
FOUND = PassageHit(
    passage=PASSAGE,
    score=0.75,
    snippet=(Fragment(text="End "), Fragment(text="impunity", marked=True), Fragment(text=" now.")),
    lanes=(
        LaneRank(lane="keyword", rank=1, score=3.5),
        LaneRank(lane="semantic", rank=4, score=0.4),
    ),
)
PAGE = ResultPage(
    query=Query(text="impunity", tree=Word(text="impunity"), meaning="impunity", limit=5, page=2),
    total=6,
    total_passages=9,
    generation_id="g1",
    took_ms=1.25,
    hits=(DocumentHit(rank=6, document=DOCUMENT, passages=(FOUND, FOUND)),),
    facets=(Facet(column="language", values=(FacetValue(value="en", count=6, selected=True),)),),
    notes=("read so",),
    expansions=(Expansion(typed="ICC", added=("CPI",)),),
    gathered=("graves",),
)


def test_the_answer_has_the_agreed_names_and_values() -> None:
    """Programs rely on these names: a change here is a change for every user of the API."""
    assert as_json(PAGE) == {
        "query": "impunity",
        "mode": "hybrid",
        "like": None,
        "weights": None,
        "total": 6,
        "total_passages": 9,
        "page": 2,
        "limit": 5,
        "generation_id": "g1",
        "took_ms": 1.2,
        "hits": [
            {
                "rank": 6,
                "score": 0.75,
                "passage_id": "p1",
                "passage_kind": "paragraph",
                "origin": "captured",
                "snippet": "End impunity now.",
                "by_meaning": False,
                "found_by": ["keyword", "semantic"],
                "lanes": [
                    {"lane": "keyword", "rank": 1, "score": 3.5},
                    {"lane": "semantic", "rank": 4, "score": 0.4},
                ],
                "doc_id": "a-en",
                "title": "Justice needs courage",
                "kind": "joint statement",
                "language": "en",
                "issued": None,
                "issued_inferred": "2025-07",
                "publishers": ["FIDH", "REDRESS"],
                "url": "https://example.org/a",
                "url_checked": True,
                "passages": [as_json(PAGE)["hits"][0]["passages"][0]] * 2,
                "also": [],
            }
        ],
        "facets": {"language": [{"value": "en", "count": 6, "selected": True}]},
        "notes": ["read so"],
        "expansions": [{"for": "ICC", "added": ["CPI"]}],
        "gathered": ["graves"],
        "suggestion": None,
        "nothing_found": None,
    }


def test_each_passage_of_a_document_has_its_own_evidence() -> None:
    """The fields of the best passage stand in the hit and again as the first of `passages`."""
    hit = as_json(PAGE)["hits"][0]
    assert [entry["passage_id"] for entry in hit["passages"]] == ["p1", "p1"]
    assert {name: hit[name] for name in hit["passages"][0]} == hit["passages"][0]


def test_an_address_nobody_checked_is_not_given_out() -> None:
    """A shortened or guessed address would be cited as a source."""
    hit = replace(PAGE.hits[0], document=replace(DOCUMENT, url_checked=False))
    entry = as_json(replace(PAGE, hits=(hit,)))["hits"][0]
    assert (entry["url"], entry["url_checked"]) == (None, False)


def test_a_digest_says_so() -> None:
    """A digest must never be quoted as the document's words."""
    digest = replace(FOUND, passage=replace(PASSAGE, kind=PassageKind.DIGEST))
    hit = replace(PAGE.hits[0], passages=(digest,))
    entry = as_json(replace(PAGE, hits=(hit,)))["hits"][0]
    assert (entry["passage_kind"], entry["origin"]) == ("digest", "digest")


def test_the_answer_is_json() -> None:
    """Only JSON types: it goes out as it is."""
    answer = as_json(PAGE)
    assert json.loads(json.dumps(answer)) == answer
