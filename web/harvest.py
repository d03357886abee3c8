"""OAI-PMH 2.0 at `/oai`: what libraries and aggregators harvest."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, request

from archive.citation import dublin_core, mods
from archive.citation.cited import ARCHIVE
from archive.citation.xml_text import HEAD, element, filled
from archive.datestamps import Stamp
from archive.search import Searcher
from archive.settings import Settings
from web import stamps
from web.citing import address, cited, row_of
from web.oai import OaiError, checked, listing_of, page_of, spec_of, specs_of
from web.pages import searcher

harvest = Blueprint("harvest", __name__)

# Records in one answer; a hundred are some 200 KB.
PAGE = 100
# prefix → (what writes one, namespace, schema)
FORMATS = {
    "oai_dc": (dublin_core.oai_dc, dublin_core.NAMESPACE, dublin_core.SCHEMA),
    "mods": (mods.mods_element, mods.NAMESPACE, mods.SCHEMA),
}
_OAI = "http://www.openarchives.org/OAI/2.0/"
_NAMES = {"theme": "Theme", "publisher": "Publisher"}
# The protocol wants an address: where none is set, one that is of nobody (RFC 2606).
NOBODY = "nobody@archive.invalid"


@harvest.route("/oai", methods=["GET", "POST"])
def oai() -> Response:
    """The six verbs; errors of the protocol are answers too."""
    given: dict[str, str] = {}
    try:
        verb, given = checked(_arguments())
        content = element(verb, _ANSWERS[verb](searcher(), given))
        shown = {"verb": verb, **given}
    except OaiError as error:
        content = filled("error", str(error), {"code": error.code})
        # After these two the protocol wants the address without its arguments.
        is_plain = error.code in ("badVerb", "badArgument")
        shown = {} if is_plain else dict(_arguments())
    asked = filled("request", f"{address()}/oai", shown)
    head = filled("responseDate", f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    root = {
        "xmlns": _OAI,
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:schemaLocation": f"{_OAI} {_OAI}OAI-PMH.xsd",
    }
    text = HEAD + element("OAI-PMH", head + asked + content, root) + "\n"
    return Response(text, mimetype="text/xml")


def _arguments() -> list[tuple[str, str]]:
    """The arguments of the address or, of a POST, of its body; repeated ones are repeated."""
    sent = request.form if request.method == "POST" else request.args
    return [*sent.items(multi=True)]


def _identify(answering: Searcher, _: Mapping[str, str]) -> str:
    settings: Settings = current_app.extensions["settings"]
    known = stamps.current(answering).values()
    earliest = min((one.changed_at for one in known), default="1970-01-01T00:00:00Z")
    fields = (
        ("repositoryName", ARCHIVE),
        ("baseURL", f"{address()}/oai"),
        ("protocolVersion", "2.0"),
        ("adminEmail", settings.contact or NOBODY),
        ("earliestDatestamp", earliest),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    )
    return "".join(filled(name, value) for name, value in fields)


def _formats(answering: Searcher, given: Mapping[str, str]) -> str:
    if "identifier" in given:
        _doc_id(stamps.current(answering), given["identifier"])
    return "".join(
        element(
            "metadataFormat",
            filled("metadataPrefix", prefix)
            + filled("schema", schema)
            + filled("metadataNamespace", namespace),
        )
        for prefix, (_, namespace, schema) in FORMATS.items()
    )


def _sets(answering: Searcher, given: Mapping[str, str]) -> str:
    if "resumptionToken" in given:
        raise OaiError("badResumptionToken", "All sets are in one answer; begin anew.")
    live = [one for one in stamps.current(answering).values() if not one.is_deleted]
    found = sorted({value for stamp in live for value in stamp.values})
    return "".join(
        element(
            "set",
            filled("setSpec", spec_of(column, value))
            + filled("setName", f"{_NAMES[column]}: {value}"),
        )
        for column, value in found
    )


def _record(answering: Searcher, given: Mapping[str, str]) -> str:
    known = stamps.current(answering)
    doc_id = _doc_id(known, given["identifier"])
    if given["metadataPrefix"] not in FORMATS:
        raise OaiError("cannotDisseminateFormat", f"Ask for {' or '.join(FORMATS)}.")
    return _shown(answering, known, doc_id, prefix=given["metadataPrefix"])


def _identifiers(answering: Searcher, given: Mapping[str, str]) -> str:
    return _list(answering, given, with_records=False)


def _records(answering: Searcher, given: Mapping[str, str]) -> str:
    return _list(answering, given, with_records=True)


def _list(answering: Searcher, given: Mapping[str, str], *, with_records: bool) -> str:
    listing = listing_of(given, FORMATS)
    known = stamps.current(answering)
    page, total, following = page_of(listing, known, PAGE)
    if with_records:
        shown = [_shown(answering, known, one, prefix=listing.prefix) for one in page]
    else:
        shown = [_header(known[one], one) for one in page]
    if following is None and not listing.cursor:
        return "".join(shown)
    place = {"completeListSize": str(total), "cursor": str(listing.cursor)}
    token = following.token if following else ""
    return "".join([*shown, element("resumptionToken", token, place)])


def _shown(answering: Searcher, known: Mapping[str, Stamp], doc_id: str, *, prefix: str) -> str:
    """A record with its header; a document that is gone has the header alone."""
    row = row_of(answering, doc_id)
    metadata = ""
    if row is not None and not known[doc_id].is_deleted:
        write, _, _ = FORMATS[prefix]
        metadata = element("metadata", write(cited(row)))
    return element("record", _header(known[doc_id], doc_id) + metadata)


def _header(stamp: Stamp, doc_id: str) -> str:
    sets = "".join(filled("setSpec", spec) for spec in specs_of(stamp))
    content = filled("identifier", _prefix() + doc_id) + filled("datestamp", stamp.changed_at)
    return element("header", content + sets, {"status": "deleted" if stamp.is_deleted else ""})


def _prefix() -> str:
    """What stands before a document's id in its OAI identifier."""
    return f"oai:{urlsplit(address()).hostname}:"


def _doc_id(known: Mapping[str, Stamp], identifier: str) -> str:
    doc_id = identifier.removeprefix(_prefix())
    if not identifier.startswith(_prefix()) or doc_id not in known:
        raise OaiError("idDoesNotExist", f"There is no item {identifier[:80]} here.")
    return doc_id


_ANSWERS = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _record,
    "ListIdentifiers": _identifiers,
    "ListRecords": _records,
}
