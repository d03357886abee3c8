"""Documents, passages and citations as JSON for programs; the types are the schema."""

from collections.abc import Iterable, Sequence
from typing import TypedDict

from archive.citation.cited import Citation
from archive.citation.csl_json import csl_item
from archive.citation.runs import as_html, plain
from archive.citation.styles import STYLES, formatted
from archive.generation import Generation
from archive.model import Document
from archive.nodes import Query
from archive.query import explain
from archive.rows import Row


class ModelJson(TypedDict):
    """The embedding model that the index was built with, by the hash of its weights."""

    name: str
    weights_sha256: str


class ByJson(TypedDict):
    """What answered: the same index and model give the same answer."""

    generation_id: str
    model: ModelJson | None


class AskedJson(TypedDict):
    """A search as it was read; `read_as` says it in words. Asked again, it is the same search."""

    q: str
    mode: str
    sort: str
    limit: int
    page: int
    expand: bool
    words: int | None
    like: str | None
    filters: dict[str, list[str]]
    read_as: str


class SearchJson(ByJson):
    """A page of an answer: documents with their best passages, facets, notes, and much more."""

    asked: AskedJson
    total: int
    total_passages: int
    hits: list[dict[str, object]]
    facets: dict[str, object]
    notes: list[str]


class ThemesJson(ByJson):
    """Every theme in words, how many positions are on it, and how right editors found it."""

    themes: list[dict[str, object]]


class PositionsJson(ByJson):
    """A page of the positions on a theme; `asked` has the filters that it was asked with."""

    asked: dict[str, str]
    theme_id: str
    total: int
    page: int
    pages: int
    positions: list[dict[str, object]]


class PairJson(ByJson):
    """Two positions, each with its words in runs: `only_here` where the other has them not."""

    share: float
    is_comparable: bool
    words_left_out: int
    first: dict[str, object]
    second: dict[str, object]


class WordingsJson(ByJson):
    """The sentences of a passage with their uses, the oldest first."""

    passage_id: str
    doc_id: str
    nearly_same_from: float
    sentences: list[dict[str, object]]


class CallsJson(ByJson):
    """A page of the calls; `states` counts those that have the other filters."""

    total: int
    page: int
    pages: int
    states: dict[str, int]
    calls: list[dict[str, object]]
    marks_without_call: list[dict[str, object]]


class DraftJson(ByJson):
    """A draft beside the archive: its paragraphs with their pairs, and what others carried.

    `goes_on_at` is the paragraph that the next part begins with, null after the last.
    """

    counts: dict[str, int]
    goes_on_at: int | None
    different_wording: int
    left_out: int
    notes: list[str]
    themes: list[dict[str, object]]
    paragraphs: list[dict[str, object]]
    omissions: list[dict[str, object]]
    compared_statements: list[dict[str, object]]


class VerdictJson(ByJson):
    """Whether words stand in a source as quoted: `outcome`, a sentence, and the places."""

    asked: dict[str, str]
    outcome: str
    sentence: str
    places: list[dict[str, object]]
    notes: list[str]


class PassageJson(TypedDict):
    """A passage; `text` is the version's own words from `start` to `end`, counted in characters."""

    passage_id: str
    doc_id: str
    version_id: str
    kind: str
    voice: str
    language: str
    text: str
    start: int
    end: int
    number: str | None
    page: int | None
    printed_page: str | None
    section: str | None
    permalink: str


class VersionJson(TypedDict):
    """The text that is searched; `origin` is `captured`, or `digest` for our own words."""

    version_id: str
    origin: str
    sha256: str | None
    captured_at: str | None


class DocumentJson(TypedDict):
    """A document; what is not known is null, an address that nobody has checked is left out."""

    doc_id: str
    title: str
    publishers: list[str]
    kind: str | None
    language: str
    issued: str | None
    issued_inferred: str | None
    url: str | None
    themes: list[str]
    rights: str | None
    permalink: str
    version: VersionJson


class FullDocumentJson(DocumentJson):
    """A document with its passages in the order of the text."""

    generation_id: str
    model: ModelJson | None
    passages: list[PassageJson]


class FoundPassageJson(ByJson):
    """A passage with its document."""

    passage: PassageJson
    document: DocumentJson


class CitedJson(TypedDict):
    """A citation in one style; `mention` is null for a style of footnotes."""

    label: str
    text: str
    html: str
    mention: str | None


class CitationJson(ByJson):
    """A document or passage in every style, and as an item of CSL-JSON."""

    permalink: str
    accessed: str
    styles: dict[str, CitedJson]
    csl: dict[str, object]


class GenerationJson(ByJson):
    """The index that answers; the same id gives the same answers."""

    built_at: str
    built_with: str
    corpus_digest: str
    documents: int
    passages: int
    analysers: str
    encoder: dict[str, object] | None
    files: list[dict[str, object]]


def by_json(generation: Generation) -> ByJson:
    """The index and its model; no model for an index of words alone."""
    encoder, model = generation.encoder, None
    if encoder is not None:
        model = ModelJson(name=encoder["name"], weights_sha256=encoder["weights_sha256"])
    return ByJson(generation_id=generation.generation_id, model=model)


def asked_json(query: Query) -> AskedJson:
    """A query by the parameters that ask it again."""
    return AskedJson(
        q=query.text,
        mode=query.mode.value,
        sort=query.sort.value,
        limit=query.limit,
        page=query.page,
        expand=query.expand,
        words=None if query.weight is None else round(query.weight * 100),
        like=query.like or None,
        filters={one.column: [*one.values] for one in query.filters},
        read_as=explain(query),
    )


def passage_json(row: Row, permalink: str) -> PassageJson:
    """The passage of `row`."""
    passage = row.passage
    return PassageJson(
        passage_id=passage.passage_id,
        doc_id=passage.doc_id,
        version_id=passage.version_id,
        kind=passage.kind.value,
        voice=passage.voice.value,
        language=passage.language,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        number=passage.number or None,
        page=passage.page,
        printed_page=passage.folio or None,
        section=passage.section or None,
        permalink=permalink,
    )


def document_json(row: Row, permalink: str) -> DocumentJson:
    """The document of `row`."""
    document: Document = row.document
    return DocumentJson(
        doc_id=document.doc_id,
        title=document.title,
        publishers=[*document.publishers],
        kind=document.kind or None,
        language=document.language,
        issued=document.issued or None,
        issued_inferred=document.issued_inferred or None,
        url=document.url if document.url and document.url_checked else None,
        themes=[*document.themes],
        rights=document.rights or None,
        permalink=permalink,
        version=VersionJson(
            version_id=row.passage.version_id,
            origin=row.origin.value,
            sha256=row.sha256 or None,
            captured_at=row.captured_at or None,
        ),
    )


def full_document_json(
    rows: Sequence[Row], permalinks: Iterable[str], *, permalink: str, generation: Generation
) -> FullDocumentJson:
    """A document from its rows in order, each with its own permalink."""
    return FullDocumentJson(
        **document_json(rows[0], permalink),
        **by_json(generation),
        passages=[passage_json(row, at) for row, at in zip(rows, permalinks, strict=True)],
    )


def citation_json(citation: Citation, generation: Generation) -> CitationJson:
    """The citation in every style."""
    styles = {}
    for style in STYLES:
        found = formatted(citation, style)
        styles[style] = CitedJson(
            label=found.label,
            text=plain(found.reference),
            html=as_html(found.reference),
            mention=plain(found.mention) or None,
        )
    return CitationJson(
        **by_json(generation),
        permalink=citation.permalink,
        accessed=citation.accessed.isoformat(),
        styles=styles,
        csl=csl_item(citation),
    )


def generation_json(generation: Generation) -> GenerationJson:
    """What is said of an index: the manifest with the hash of every file."""
    manifest = generation.manifest
    files: list[dict[str, object]] = [
        {"path": file.path, "size_bytes": file.size_bytes, "sha256": file.sha256}
        for file in manifest.files
    ]
    return GenerationJson(
        **by_json(generation),
        built_at=manifest.built_at,
        built_with=manifest.built_with,
        corpus_digest=manifest.corpus_digest,
        documents=manifest.documents,
        passages=manifest.passages,
        analysers=manifest.analysers,
        encoder=generation.encoder,
        files=files,
    )
