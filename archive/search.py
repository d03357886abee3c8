"""The one way to ask: a query against a generation, by words, by meaning or by both."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive import alike, spelling
from archive import encoder as encoders
from archive import hits as evidence
from archive.earlier import EarlierVersion, Former
from archive.encoder import Encoder
from archive.errors import EncoderError, NotFoundError
from archive.expansion import widened
from archive.fusion import CANDIDATES
from archive.generation import Generation, open_served
from archive.grouping import Groups, grouped
from archive.keyword import gathered, highlight, terms
from archive.lanes import Found, chosen_by, find
from archive.link_states import Known
from archive.messages import Message, message
from archive.misses import NOTHING, is_far, nothing_found
from archive.model import Document
from archive.nodes import Mode, Query, Sort, matches_in
from archive.opened import Opened, is_made_by, open_index
from archive.results import Expansion, Facet, FacetValue, NothingFound, ResultPage
from archive.rows import Row
from archive.settings import Settings
from archive.stages import Stages


class Searcher:
    """Answers queries over one generation; safe to share between threads.

    `semantic_note` says in plain words why only words are looked at, or is empty.
    """

    def __init__(self, opened: Opened, encoder: Encoder | None, *, semantic_note: str = "") -> None:
        self._opened = opened
        self._encoder = encoder
        self.semantic_note = semantic_note

    @property
    def generation_id(self) -> str:
        """The generation that answers."""
        return self._opened.generation.generation_id

    @property
    def opened(self) -> Opened:
        """The index that answers, for readers that need more than a search."""
        return self._opened

    @property
    def encoder(self) -> Encoder | None:
        """The model that reads queries; None where only words are looked at."""
        return self._encoder

    @property
    def passages(self) -> int:
        """How many passages can be found."""
        return self._opened.generation.manifest.passages

    @property
    def documents(self) -> int:
        """How many documents they belong to."""
        return self._opened.generation.manifest.documents

    def search(self, query: Query) -> ResultPage:
        """Return the page that `query` asks for, with evidence, facets and true totals."""
        begin, stages = time.perf_counter(), Stages()
        columns = self._opened.columns
        like = alike.passage_of(query, self._opened)
        wanted = alike.with_words_of(like, query)
        asked, expansions = self._widened(wanted)
        found = self._found(asked, stages)
        first = (query.page - 1) * query.limit
        with stages.timed("group"):
            groups = self._ordered(self._grouped(found, asked), asked)
            groups = groups.once(self._opened.statement_of)
            documents = columns.documents_of(found.rows)
        with stages.timed("facets"):
            facets = self._facets(documents, found, query)
        with stages.timed("evidence"):
            hits = evidence.document_hits(
                groups.part(first, query.limit),
                found=found,
                opened=self._opened,
                encoder=self._encoder,
                highlighter=highlight.of_query(asked.tree, self._opened.words.index),
            )
        return ResultPage(
            query=query,
            total=int(np.count_nonzero(np.bincount(self._opened.statement_of[documents]))),
            total_passages=len(found.rows),
            generation_id=self.generation_id,
            took_ms=(time.perf_counter() - begin) * 1_000,
            hits=tuple(
                replace(hit, also=self._also(hit.document.doc_id))
                for hit in evidence.numbered(hits, first=first + 1)
            ),
            facets=facets,
            notes=self._notes(query),
            expansions=expansions,
            gathered=gathered.added_to(query.text, found.gathered),
            suggestion=spelling.suggestion(query, expansions, self._opened.words.index),
            nothing_found=None if len(found.rows) else self._nothing_found(wanted),
            like=like,
            weight=found.weight,
            stages_ms=tuple(stages.taken_ms.items()),
        )

    def rank_documents(self, query: Query, *, depth: int = CANDIDATES) -> list[tuple[str, float]]:
        """The first `depth` documents, each by its best passage, as (doc_id, score)."""
        columns = self._opened.columns
        like = alike.passage_of(query, self._opened)
        asked, _ = self._widened(alike.with_words_of(like, query))
        found = self._found(asked, Stages())
        groups = grouped(found.fused, columns.document_of_row)
        pairs = zip(groups.documents[:depth].tolist(), groups.scores[:depth].tolist(), strict=True)
        return [(columns.doc_ids[document], score) for document, score in pairs]

    def document(self, doc_id: str) -> tuple[Row, ...]:
        """The passages of a document in the order of its text.

        Raises WithdrawnError or NotFoundError.
        """
        numbers = self._opened.columns.rows_of_document(doc_id)
        if not len(numbers):
            self._opened.tombstones.refuse(doc_id)
            raise NotFoundError(
                message(
                    "There is no document '%(document)s' in this archive; search for it.",
                    document=doc_id,
                )
            )
        rows = [self._opened.row(int(number)) for number in numbers]
        return tuple(sorted(rows, key=lambda row: (row.passage.start, row.passage.end)))

    def passage(self, passage_id: str) -> Row | None:
        """The row of a passage that is searched now; None if there is none of that id."""
        number = self._opened.columns.row_of_passage(passage_id)
        return None if number is None else self._opened.row(number)

    def earlier(self, doc_id: str) -> tuple[EarlierVersion, ...]:
        """The versions of a document before the one that is searched, oldest first."""
        return self._opened.earlier.of_document(doc_id)

    def cites(self, doc_id: str) -> tuple[Document, ...]:
        """The documents that a document cites and that are here, in the order of its links."""
        return self._present(self._opened.cites.cites.get(doc_id, ()))

    def cited_by(self, doc_id: str) -> tuple[Document, ...]:
        """The documents that cite it, by their ids."""
        return self._present(self._opened.cites.cited_by.get(doc_id, ()))

    def leads(self, doc_id: str) -> tuple[tuple[Known, Document | None], ...]:
        """What is known of a document's links, each with the document here that it leads to."""
        known = self._opened.leads.get(doc_id, ())
        return tuple((one, next(iter(self._present([one.doc_id])), None)) for one in known)

    def _also(self, doc_id: str) -> tuple[Document, ...]:
        """The other documents that are the same statement, by their ids."""
        group = self._opened.statements.get(doc_id, ())
        return self._present(other for other in group if other != doc_id)

    def _present(self, doc_ids: Iterable[str]) -> tuple[Document, ...]:
        columns = self._opened.columns
        numbers = (columns.rows_of_document(doc_id) for doc_id in doc_ids)
        return tuple(self._opened.row(int(one[0])).document for one in numbers if len(one))

    def fate(self, passage_id: str) -> Former | None:
        """What became of a passage of an earlier version, the latest that has it; None without.

        An id may be of an earlier version and of the present one; if the words are the same
        ones, the fate is exact.
        """
        versions = self._opened.earlier.of_passage(passage_id)
        found = versions[-1].passage(passage_id) if versions else None
        if found is None:
            return None
        passage, fate = found
        rows = {row.passage.passage_id: row for row in self.document(passage.doc_id)}
        now = tuple(rows[one] for one in fate.passage_ids if one in rows)
        return Former(version=versions[-1], passage=passage, fate=fate, now=now)

    def _widened(self, query: Query) -> tuple[Query, tuple[Expansion, ...]]:
        index = self._opened.words.index
        return widened(query, self._opened.names, is_known=lambda name: terms.is_known(name, index))

    def _found(self, asked: Query, stages: Stages) -> Found:
        found = find(asked, opened=self._opened, encoder=self._encoder, stages=stages)
        return (
            NOTHING if is_far(found, asked, opened=self._opened, encoder=self._encoder) else found
        )

    def _nothing_found(self, query: Query) -> NothingFound | None:
        """The report; none where nothing was asked."""
        if query.tree is None and not query.filters:
            return None
        return nothing_found(query, opened=self._opened, encoder=self._encoder)

    def _notes(self, query: Query) -> tuple[str, ...]:
        is_missed = bool(self.semantic_note) and query.mode is not Mode.KEYWORD
        missed = (self.semantic_note,) if is_missed else ()
        return (*query.notes, *self._absent(query), *missed)

    def _absent(self, query: Query) -> tuple[str, ...]:
        """What is said of conditions and filters that no document has: a slip, or not in here."""
        asked = [(one.column, one.value) for one in (matches_in(query.tree) if query.tree else ())]
        asked += [(one.column, value) for one in query.filters for value in one.values]
        columns = self._opened.columns
        absent = [
            (column, value)
            for column, value in dict.fromkeys(asked)
            if not columns.rows_having(column, (value,)).any()
        ]
        return tuple(
            _absent_note(column, value, columns.values_near(column, value))
            for column, value in absent
        )

    def _grouped(self, found: Found, query: Query) -> Groups:
        """The documents; also those too far down to be ranked if page or order needs them."""
        columns = self._opened.columns
        groups = grouped(found.fused, columns.document_of_row)
        is_shown = query.order is Sort.RELEVANCE and query.page * query.limit <= len(groups)
        if is_shown or len(found.fused) == len(found.rows):
            return groups
        return grouped(found.whole(columns.id_rank), columns.document_of_row)

    def _ordered(self, groups: Groups, query: Query) -> Groups:
        """By relevance as they come; by date with undated last, then by relevance."""
        if query.order is Sort.RELEVANCE:
            return groups
        columns = self._opened.columns
        day, last = columns.first_day[groups.documents], columns.last_day[groups.documents]
        # Stable: documents of one day stay as relevant as they are.
        return groups.in_order(
            np.lexsort((day if query.order is Sort.OLDEST else -day, day > last))
        )

    def _facets(
        self, documents: NDArray[np.bool_], found: Found, query: Query
    ) -> tuple[Facet, ...]:
        """The values of `documents`; of a column with a filter those that it leaves out too."""
        counts = self._opened.columns.facets(documents)
        counts |= {
            one.column: self._unfiltered(one.column, found, query)
            for one in query.filters
            if one.column in counts
        }
        chosen = {one.column: {v.casefold() for v in one.values} for one in query.filters}
        return tuple(
            Facet(
                column=column,
                values=tuple(
                    FacetValue(
                        value=value,
                        count=count,
                        selected=value.casefold() in chosen.get(column, ()),
                    )
                    for value, count in counted
                ),
            )
            for column, counted in counts.items()
        )

    def _unfiltered(self, column: str, found: Found, query: Query) -> list[tuple[str, int]]:
        """The values of a column as its own filter would find each alone, under the others."""
        if found.unfiltered is None:
            return []
        others = [one for one in query.filters if one.column != column]
        rows = found.unfiltered[chosen_by(others, self._opened)[found.unfiltered]]
        columns = self._opened.columns
        return columns.codes[column].counts(columns.documents_of(rows))


def _absent_note(column: str, value: str, near: Sequence[str]) -> Message:
    """What is said of a condition that no document has, with the values it may have meant."""
    condition = f"{column}:{value}"
    if not near:
        return message("No document here has '%(condition)s'.", condition=condition)
    return message(
        "No document here has '%(condition)s'; there is: %(values)s.",
        condition=condition,
        values=", ".join(near),
    )


def open_searcher(settings: Settings) -> Searcher:
    """Open the published generation, with the model that its vectors were made with.

    Raises NoGenerationError or GenerationError. Where the model is absent or another one, words
    alone are looked at, and the searcher says so.
    """
    generation = open_served(settings.var)
    encoder, note = _encoder_for(generation, settings)
    return Searcher(open_index(generation), encoder, semantic_note=note)


def _encoder_for(generation: Generation, settings: Settings) -> tuple[Encoder | None, str]:
    if generation.encoder is None:
        return None, message(
            "Only words are searched: this index was built without a language model."
        )
    try:
        encoder = _loaded(settings.encoder, settings.var)
    except EncoderError as error:
        return None, message("Only words are searched: %(reason)s", reason=str(error))
    if not is_made_by(generation, encoder):
        return None, message(
            "Only words are searched: the index was built with %(built)s, the setting "
            "ARCHIVE_ENCODER names %(set)s; run `archive build`.",
            built=str(generation.encoder["name"]),
            set=settings.encoder,
        )
    return encoder, ""


@lru_cache(maxsize=2)
def _loaded(name: str, cache: Path) -> Encoder:
    """Load a model once, however many generations it reads."""
    return encoders.load(name, cache=cache)
