"""What a document's headers say to machines: Signposting (FAIR profile) and Memento (RFC 7089)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from flask import Blueprint, Response, jsonify, request
from werkzeug.http import http_date

from archive.citation.cited import Citation
from archive.citation.formats import FORMATS
from archive.citation.json_ld import SCHEMA
from archive.rows import Row
from web.citing import address, cited, row_of
from web.pages import searcher

signposting = Blueprint("signposting", __name__)

Link = Mapping[str, str]


def links(citation: Citation) -> Iterator[tuple[str, Link]]:
    """Each relation of a document with its target's `href` and, where it has one, its `type`."""
    page = f"{address()}/d/{citation.document.doc_id}"
    yield "cite-as", {"href": page}
    yield "type", {"href": f"{SCHEMA}/AboutPage"}
    yield "type", {"href": f"{SCHEMA}/{'Report' if citation.is_bookish else 'CreativeWork'}"}
    for form in FORMATS.values():
        yield "describedby", {"href": f"{page}.{form.suffix}", "type": form.media_type}
    if citation.document.rights.startswith("https://"):
        yield "license", {"href": citation.document.rights.split()[0]}
    yield "item", {"href": page, "type": "text/html"}


def header(relations: Sequence[tuple[str, Link]]) -> str:
    """The relations as a Link header (RFC 8288)."""
    return ", ".join(
        f'<{_safe(link["href"])}>; rel="{relation}"'
        + (f'; type="{link["type"]}"' if "type" in link else "")
        for relation, link in relations
    )


@signposting.get("/d/<doc_id>/linkset.json")
def linkset(doc_id: str) -> Response:
    """All relations of a document in one file (RFC 9264)."""
    citation = cited(searcher().document(doc_id)[0])
    page = f"{address()}/d/{doc_id}"
    relations: dict[str, list[Link]] = {}
    for relation, link in links(citation):
        relations.setdefault(relation, []).append(link)
    described = [
        {"anchor": f"{page}.{form.suffix}", "describes": [{"href": page, "type": "text/html"}]}
        for form in FORMATS.values()
    ]
    answer = jsonify(linkset=[{"anchor": page, **relations}, *described])
    answer.mimetype = "application/linkset+json"
    return answer


@signposting.get("/d/<doc_id>/timemap")
def timemap(doc_id: str) -> Response:
    """The captured versions of a document as a Memento TimeMap."""
    answering = searcher()
    row = answering.document(doc_id)[0]
    page = f"{address()}/d/{doc_id}"
    entries = [
        f'<{_safe(cited(row).source or page)}>; rel="original"',
        f'<{page}/timemap>; rel="self"; type="application/link-format"',
    ]
    captures = [
        (f"{page}/v/{version.version_id}", version.captured_at)
        for version in answering.earlier(doc_id)
        if version.captured_at
    ]
    if row.captured_at:
        captures.append((page, row.captured_at))
    entries += [f'<{at}>; rel="memento"; datetime="{_when(seen)}"' for at, seen in captures]
    return Response(",\n".join(entries) + "\n", mimetype="application/link-format")


@signposting.after_app_request
def sign(response: Response) -> Response:
    """Add the links to a document's page, and when its text was captured."""
    is_page = request.endpoint == "pages.document" and request.method in ("GET", "HEAD")
    if not is_page or response.status_code != 200:
        return response
    row = row_of(searcher(), (request.view_args or {})["doc_id"])
    if row is None:
        return response
    response.headers["Link"] = header(_of_page(row))
    response.vary.add("Accept")
    if row.captured_at:
        response.headers["Memento-Datetime"] = _when(row.captured_at)
    return response


def _of_page(row: Row) -> list[tuple[str, Link]]:
    citation = cited(row)
    page = f"{address()}/d/{row.document.doc_id}"
    versions = {"href": f"{page}/timemap", "type": "application/link-format"}
    found = [one for one in links(citation) if one[0] != "item"]
    found.append(("linkset", {"href": f"{page}/linkset.json", "type": "application/linkset+json"}))
    found.append(("timemap", versions))
    return [*found, *([("original", {"href": citation.source})] if citation.source else [])]


def _safe(target: str) -> str:
    """An address that cannot leave its angle brackets or its header."""
    return "".join(
        sign if sign.isascii() and sign.isprintable() and sign not in ' <>"' else _percent(sign)
        for sign in target
    )


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode())


def _when(captured_at: str) -> str:
    """An ISO 8601 instant as HTTP writes one."""
    return http_date(datetime.fromisoformat(captured_at))
