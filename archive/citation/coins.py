"""COinS: a citation in the title of an empty `<span>`, for lists of results only."""

from urllib.parse import urlencode

from archive.citation.cited import Citation


def coins(citation: Citation) -> str:
    """The OpenURL context object (Z39.88-2004, Dublin Core profile), not yet escaped for HTML."""
    document = citation.document
    fields = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "report"),
        ("rft.title", citation.title),
        *(("rft.aucorp", name) for name in citation.authors),
        *(("rft.publisher", name) for name in citation.authors[:1]),
        ("rft.date", document.issued),
        ("rft.language", document.language),
        ("rft.identifier", citation.source or citation.permalink),
    ]
    return urlencode([(name, value) for name, value in fields if value])
