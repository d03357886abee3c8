"""MODS 3.7, the library's form: publishers as corporate names, an inferred date marked as such."""

from archive.citation.cited import ARCHIVE, Citation
from archive.citation.wording import note
from archive.citation.xml_text import HEAD, element, filled

NAMESPACE = "http://www.loc.gov/mods/v3"
SCHEMA = "http://www.loc.gov/standards/mods/v3/mods-3-7.xsd"


def mods(citation: Citation) -> str:
    """One XML document with the element of `mods_element`."""
    return HEAD + mods_element(citation) + "\n"


def mods_element(citation: Citation) -> str:
    """The `<mods>` element alone, as an OAI-PMH record holds it."""
    document = citation.document
    inferred = "inferred" if citation.is_inferred else ""
    date = {"encoding": "w3cdtf", "keyDate": "yes", "qualifier": inferred}
    language = filled("languageTerm", _known(document.language), {"type": "code"})
    origin = filled("dateIssued", document.date, date)
    origin += filled("dateCaptured", citation.captured_at, {"encoding": "w3cdtf"})
    place = {"displayLabel": ARCHIVE, "usage": "primary display"}
    permalink = filled("url", citation.permalink, place)
    pages = filled("start", citation.page)
    content = (
        element("titleInfo", filled("title", citation.title))
        + "".join(map(_author, citation.authors))
        + filled("typeOfResource", "text")
        + filled("genre", "report", {"authority": "marcgt"})
        + filled("genre", citation.genre, {"authority": "local"})
        + (element("originInfo", origin) if origin else "")
        + (element("language", language) if language else "")
        + "".join(element("subject", filled("topic", theme)) for theme in document.themes)
        + (element("part", element("extent", pages, {"unit": "pages"})) if pages else "")
        + element("location", permalink + filled("url", citation.source))
        + filled("note", note(citation))
        + filled("identifier", citation.permalink, {"type": "uri"})
    )
    namespaces = {
        "xmlns": NAMESPACE,
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
        "version": "3.7",
    }
    return element("mods", content, namespaces)


def _author(name: str) -> str:
    role = element("role", filled("roleTerm", "author", {"type": "text"}))
    return element("name", filled("namePart", name) + role, {"type": "corporate"})


def _known(language: str) -> str:
    return "" if language == "und" else language
