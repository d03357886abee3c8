"""A result page as the JSON object that the API and the command line print."""

from typing import Any

from archive.model import Document, PassageKind
from archive.results import DocumentHit, Facet, PassageHit, ResultPage


def as_json(page: ResultPage) -> dict[str, Any]:
    """The whole answer in JSON types; `snippet` is plain text, what is not known is null."""
    return {
        "query": page.query.text,
        "mode": page.query.mode.value,
        "like": page.query.like or None,
        "weights": _weights(page),
        "total": page.total,
        "total_passages": page.total_passages,
        "page": page.query.page,
        "limit": page.query.limit,
        "generation_id": page.generation_id,
        "took_ms": round(page.took_ms, 1),
        "hits": [_document_hit(hit) for hit in page.hits],
        "facets": {facet.column: _facet(facet) for facet in page.facets},
        "notes": [*page.notes],
        "expansions": [{"for": one.typed, "added": [*one.added]} for one in page.expansions],
        "gathered": [*page.gathered],
        "suggestion": page.suggestion or None,
        "nothing_found": _nothing_found(page) if page.nothing_found else None,
    }


def _weights(page: ResultPage) -> dict[str, Any] | None:
    """Each lane's share of the mix and whether it was asked for; null where nothing was mixed."""
    if page.weight is None:
        return None
    return {
        "keyword": page.weight,
        "semantic": round(1 - page.weight, 6),
        "chosen": page.query.weight is not None,
    }


def _nothing_found(page: ResultPage) -> dict[str, Any]:
    """What can be cited of an answer without a hit; `nearest` does not match the query."""
    report = page.nothing_found
    assert report is not None
    newest = report.newest
    return {
        "read_as": report.read_as,
        "unmet": [*report.unmet],
        "filters": {one.column: [*one.values] for one in page.query.filters},
        "nearest": [_document_hit(hit) for hit in report.nearest],
        "newest_document": newest and {"doc_id": newest.doc_id, "date": newest.date},
        "built_at": report.built_at,
        "documents": report.documents,
        "passages": report.passages,
    }


def _document_hit(hit: DocumentHit) -> dict[str, Any]:
    """A document: its rank and metadata, its best passage's fields, and up to three passages."""
    return {
        "rank": hit.rank,
        **_passage_hit(hit.passages[0]),
        **_metadata(hit.document),
        "passages": [_passage_hit(passage) for passage in hit.passages],
        "also": [document.doc_id for document in hit.also],
    }


def _metadata(document: Document) -> dict[str, Any]:
    """What is shown of a document; an address nobody has checked is not given out."""
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "kind": document.kind or None,
        "language": document.language,
        "issued": document.issued or None,
        "issued_inferred": document.issued_inferred or None,
        "publishers": [*document.publishers],
        "url": document.url if document.url and document.url_checked else None,
        "url_checked": document.url_checked,
    }


def _passage_hit(hit: PassageHit) -> dict[str, Any]:
    """A passage with the evidence for it; `score` is higher for a better passage."""
    return {
        "score": hit.score,
        "passage_id": hit.passage.passage_id,
        "passage_kind": hit.passage.kind.value,
        "origin": "digest" if hit.passage.kind is PassageKind.DIGEST else "captured",
        "snippet": "".join(fragment.text for fragment in hit.snippet),
        "by_meaning": hit.by_meaning,
        "found_by": [*hit.found_by],
        "lanes": [
            {"lane": lane.lane, "rank": lane.rank, "score": lane.score} for lane in hit.lanes
        ],
    }


def _facet(facet: Facet) -> list[dict[str, Any]]:
    """The values of one column with their counts."""
    return [
        {"value": value.value, "count": value.count, "selected": value.selected}
        for value in facet.values
    ]
