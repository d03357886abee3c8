"""Dublin Core: the fifteen elements, in the form that OAI-PMH asks for."""

from collections.abc import Iterator

from archive.citation.cited import Citation
from archive.citation.wording import note
from archive.citation.xml_text import HEAD, element, filled

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"


def dc_elements(citation: Citation) -> Iterator[tuple[str, str]]:
    """Each element's name with its value; an inferred date in square brackets."""
    document = citation.document
    yield "title", citation.title
    for name in citation.authors:
        yield "creator", name
        yield "publisher", name
    yield "date", document.issued or (f"[{document.date}]" if document.date else "")
    yield "type", citation.genre or "text"
    yield "language", "" if document.language == "und" else document.language
    yield "identifier", citation.permalink
    yield "source", citation.source
    for theme in document.themes:
        yield "subject", theme
    if citation.is_digest:
        yield "description", document.digest
    yield "description", note(citation)
    yield "rights", document.rights


def oai_dc(citation: Citation) -> str:
    """The `<oai_dc:dc>` element alone, as an OAI-PMH record holds it."""
    content = "".join(filled(f"dc:{name}", value) for name, value in dc_elements(citation))
    namespaces = {
        "xmlns:oai_dc": NAMESPACE,
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
    }
    return element("oai_dc:dc", content, namespaces)


def dublin_core(citation: Citation) -> str:
    """One XML document with the element of `oai_dc`."""
    return HEAD + oai_dc(citation) + "\n"
