"""The searcher: totals, pages, facets and orders that a reader can count on."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from builds import HashEncoder, quick_folder, settings_in, words
from shelves import ask, keep, names, opened

from archive import encoder as encoders
from archive import lanes, misses
from archive.encoder import EncoderIdentity
from archive.errors import NotFoundError
from archive.nodes import Filter, Mode, Query, Sort
from archive.query import parse
from archive.results import ResultPage
from archive.search import Searcher, open_searcher
from indexer.build import build

DOCUMENTS = 36
DATES = ("2019", "2024-05", "2024-05-17", "", "2021-12-31", "2024")
QUERIES = (
    "torture",
    "victims of torture",
    "torture -court",
    '"end impunity"',
    "title:doc",
    "جريمة",
)


FRENCH = (Filter(column="language", values=("fr",)),)


def _fill(corpus: Path) -> None:
    """Documents of one to five passages, whose metadata overlap in every way."""
    for number in range(DOCUMENTS):
        name = f"doc-{number:02}"
        keep(
            corpus,
            name,
            [words(f"{name} {place}", 14) for place in range(1 + number % 5)],
            kind=("report", "statement", "")[number % 3],
            publishers=("FIDH", "REDRESS", "TRIAL")[number % 2 : number % 4],
            language=("en", "fr", "en", "es")[number % 4],
            themes=("torture", "truth")[: number % 3],
            issued=DATES[number % len(DATES)],
        )


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """The searcher over the documents of `_fill`."""
    with quick_folder(tmp_path_factory.mktemp("archive")) as folder:
        _fill(settings_in(folder).corpus)
        yield opened(folder, HashEncoder())


def pages(searcher: Searcher, query: str, *, limit: int, **options: object) -> list[ResultPage]:
    """All pages of an answer, the first empty one left out."""
    found: list[ResultPage] = []
    while not found or found[-1].hits:
        found.append(ask(searcher, query, page=len(found) + 1, limit=limit, **options))
    return found[:-1]


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("query", QUERIES)
def test_the_pages_give_each_document_once(
    searcher: Searcher, query: str, sort: Sort, mode: Mode
) -> None:
    """As many as `total` says on every page, in the order of one long page, numbered through."""
    whole = ask(searcher, query, sort=sort, mode=mode)
    found = pages(searcher, query, limit=7, sort=sort, mode=mode)
    assert {(page.total, page.total_passages) for page in found} <= {
        (whole.total, whole.total_passages)
    }
    listed = [name for page in found for name in names(page)]
    assert listed == names(whole)
    assert len(set(listed)) == len(listed) == whole.total
    ranks = [hit.rank for page in found for hit in page.hits]
    assert ranks == list(range(1, whole.total + 1))


def test_total_counts_documents_and_not_their_passages(searcher: Searcher) -> None:
    """Every passage of every document is found for a filter that all of them pass."""
    found = ask(searcher, "", filters=(Filter(column="language", values=("en", "fr", "es")),))
    assert found.total == DOCUMENTS == searcher.documents
    assert found.total_passages == sum(1 + n % 5 for n in range(DOCUMENTS)) == searcher.passages


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("query", ["torture", "victims -court", ""])
@pytest.mark.parametrize(
    "filters",
    [
        (),
        (Filter(column="publisher", values=("redress",)),),
        (
            Filter(column="language", values=("en", "es")),
            Filter(column="year", values=("2024",)),
        ),
    ],
)
def test_a_facet_counts_what_its_filter_would_find(
    searcher: Searcher, query: str, filters: tuple[Filter, ...], mode: Mode
) -> None:
    """True under every filter: no number promises what a click does not show."""
    whole = ask(searcher, query, filters=filters, mode=mode)
    for facet in whole.facets:
        others = tuple(one for one in filters if one.column != facet.column)
        assert whole.hits or others != filters or not facet.values
        for value in facet.values:
            alone = Filter(column=facet.column, values=(value.value,))
            found = ask(searcher, query, filters=(*others, alone), mode=mode)
            assert found.total == value.count > 0, (facet.column, value.value)
            if others == filters:
                assert set(names(found)) <= set(names(whole))


@pytest.mark.parametrize("query", ["torture", ""])
def test_a_filter_leaves_the_other_values_of_its_column_to_choose(
    searcher: Searcher, query: str
) -> None:
    """Several values of one filter widen it, so they are to be seen once one is chosen."""
    wide = ask(searcher, query, filters=(Filter(column="language", values=("en", "fr", "es")),))
    english = ask(searcher, query, filters=(Filter(column="language", values=("en",)),))
    assert 0 < english.total < wide.total
    before, after = (
        next(facet.values for facet in page.facets if facet.column == "language")
        for page in (wide, english)
    )
    assert [(one.value, one.count) for one in before] == [(one.value, one.count) for one in after]
    assert [one.value for one in after if one.selected] == ["en"]


def test_a_facet_lists_the_most_frequent_first_and_says_what_is_chosen(searcher: Searcher) -> None:
    """Equal counts follow the alphabet; a chosen value is known by any spelling of its case."""
    found = ask(searcher, "torture", filters=(Filter(column="publisher", values=("fidh",)),))
    for facet in found.facets:
        keys = [(-value.count, value.value) for value in facet.values]
        assert keys == sorted(keys)
    chosen = {v.value for facet in found.facets for v in facet.values if v.selected}
    assert chosen == {"FIDH"}


@pytest.mark.parametrize("query", [*QUERIES, ""])
def test_newest_and_oldest_put_the_undated_last(searcher: Searcher, query: str) -> None:
    """A year stands for its first day; documents of one day stand by relevance."""
    kinds = (Filter(column="language", values=("en", "fr")),)
    by_relevance = (
        names(ask(searcher, query, filters=kinds))
        if query
        else sorted(names(ask(searcher, query, filters=kinds)))
    )
    for sort in (Sort.NEWEST, Sort.OLDEST):
        found = ask(searcher, query, filters=kinds, sort=sort)
        dated = [f"{hit.document.date}-01-01"[:10] for hit in found.hits if hit.document.date]
        undated = [hit.document.doc_id for hit in found.hits if not hit.document.date]
        assert dated == sorted(dated, reverse=sort is Sort.NEWEST)
        assert undated == names(found)[len(dated) :]
        for one, next_one in pairwise(found.hits):
            if one.document.date == next_one.document.date:
                ids = (one.document.doc_id, next_one.document.doc_id)
                assert by_relevance.index(ids[0]) < by_relevance.index(ids[1]) or not query


def test_filters_without_words_list_the_newest_first(searcher: Searcher) -> None:
    """There is nothing to be relevant to."""
    kinds = (Filter(column="kind", values=("report",)),)
    listed = ask(searcher, "", filters=kinds)
    assert names(listed) == names(ask(searcher, "", filters=kinds, sort=Sort.NEWEST))
    assert listed.total == DOCUMENTS / 3


def test_nothing_asked_is_nothing_found(searcher: Searcher) -> None:
    """An empty query is no request for everything, and no failure to be reported."""
    found = ask(searcher, "")
    assert (found.total, found.hits, found.nothing_found) == (0, (), None)


def test_at_most_three_passages_stand_under_a_document(searcher: Searcher) -> None:
    """The best first, each with its score; `total_passages` counts the others too."""
    found = ask(searcher, "torture", mode=Mode.SEMANTIC)
    assert found.total_passages == searcher.passages
    for hit in found.hits:
        assert len(hit.passages) == min(3, 1 + int(hit.document.doc_id[-2:]) % 5)
        assert hit.score == hit.passages[0].score
        keys = [(-one.score, one.passage.passage_id) for one in hit.passages]
        assert keys == sorted(keys)
        assert {one.passage.doc_id for one in hit.passages} == {hit.document.doc_id}


def test_documents_are_ranked_as_they_are_searched(searcher: Searcher) -> None:
    """The evaluation sees the order that a reader sees."""
    for query in QUERIES:
        asked = parse(query, limit=100)
        page = searcher.search(asked)
        expected = [(hit.document.doc_id, hit.score) for hit in page.hits]
        assert searcher.rank_documents(asked) == expected
        assert searcher.rank_documents(asked, depth=3) == expected[:3]


@pytest.mark.parametrize("mode", Mode)
def test_equal_passages_stand_in_the_order_of_their_ids(tmp_path: Path, mode: Mode) -> None:
    """Equal scores are the normal case: statements share paragraphs."""
    corpus = settings_in(tmp_path).corpus
    for name in "dbeac":
        keep(corpus, name, ["States must end impunity."], title="One title")
    keep(corpus, "far", ["Something else altogether, of another length."])
    hits = ask(opened(tmp_path, HashEncoder()), "end impunity", mode=mode).hits[:5]
    assert len({hit.score for hit in hits}) == 1
    ids = {hit.document.doc_id: hit.passages[0].passage.passage_id for hit in hits}
    assert list(ids) == sorted(ids, key=ids.__getitem__) != sorted(ids)


def test_an_empty_archive_opens_and_answers(tmp_path: Path) -> None:
    """Nothing is in it, in every mode, and that is an answer."""
    searcher = opened(tmp_path, HashEncoder())
    assert (searcher.documents, searcher.passages) == (0, 0)
    for mode in Mode:
        for query in ("torture", '"end impunity"', "tortur* -court", "tortuer~", "kind:report", ""):
            found = ask(searcher, query, mode=mode)
            assert (found.total, found.total_passages, found.hits) == (0, 0, ())
            assert all(not facet.values for facet in found.facets)


def test_a_document_is_read_in_the_order_of_its_text(searcher: Searcher) -> None:
    """All of its passages, whatever order the index keeps them in."""
    rows = searcher.document("doc-09")
    assert [row.passage.text for row in rows] == [words(f"doc-09 {n}", 14) for n in range(5)]
    assert {row.document.doc_id for row in rows} == {"doc-09"}


@pytest.mark.parametrize("doc_id", ["doc-", "doc-099", "", "zzz"])
def test_a_document_that_is_not_there_is_named(searcher: Searcher, doc_id: str) -> None:
    """The message has the id that was asked for."""
    with pytest.raises(NotFoundError, match=f"no document '{doc_id}'"):
        searcher.document(doc_id)


class Stranger(HashEncoder):
    """An encoder with other weights."""

    identity = EncoderIdentity(**{**HashEncoder.identity.as_dict(), "weights_sha256": "1" * 64})  # type: ignore[arg-type]


class Renamed(HashEncoder):
    """The same encoder under another name, run by another library."""

    identity = EncoderIdentity(**{**HashEncoder.identity.as_dict(), "name": "n", "backend": "b"})  # type: ignore[arg-type]


def _asked_with(
    folder: Path, monkeypatch: pytest.MonkeyPatch, encoder: HashEncoder | None, *, built: bool
) -> tuple[Searcher, ResultPage]:
    """What a searcher answers that loads `encoder`, over an index built with or without one."""
    settings = settings_in(folder)
    keep(settings.corpus, "one", ["The torture of prisoners."])
    keep(settings.corpus, "two", ["Prosecute those who order torture."])
    build(settings, encoder=HashEncoder() if built else None)
    if encoder:
        monkeypatch.setattr(encoders, "load", lambda name, *, cache: encoder)
    searcher = open_searcher(settings)
    return searcher, ask(searcher, "torture")


@pytest.mark.parametrize(
    ("encoder", "built", "note"),
    [
        (HashEncoder(), False, "this index was built without a language model"),
        (None, True, "hash"),
        (Stranger(), True, "the setting ARCHIVE_ENCODER names hash; run `archive build`"),
    ],
)
def test_without_the_model_of_the_index_words_alone_answer_and_say_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    encoder: HashEncoder | None,
    built: bool,
    note: str,
) -> None:
    """Vectors of another model mean nothing; a search without them is half, and known to be."""
    searcher, page = _asked_with(tmp_path, monkeypatch, encoder, built=built)
    assert names(page) == ["one", "two"]
    assert {hit.passages[0].found_by for hit in page.hits} == {("keyword",)}
    assert page.notes[-1].startswith("Only words are searched: ")
    assert note in page.notes[-1]
    assert ask(searcher, "torture", mode=Mode.KEYWORD).notes == ()
    assert names(ask(searcher, "torture", mode=Mode.SEMANTIC)) == ["one", "two"]


def test_a_model_is_known_by_what_it_does_and_not_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another name or another library for the same weights makes the same vectors."""
    _, page = _asked_with(tmp_path, monkeypatch, Renamed(), built=True)
    assert page.notes == ()
    assert "semantic" in {name for hit in page.hits for name in hit.passages[0].found_by}


def test_what_cannot_be_ranked_is_counted_all_the_same(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of documents does not depend on how deep the lanes are looked at."""
    whole = ask(searcher, "torture", mode=Mode.KEYWORD)
    monkeypatch.setattr(lanes, "CANDIDATES", 5)
    shallow = ask(searcher, "torture", mode=Mode.KEYWORD)
    assert (shallow.total, shallow.total_passages) == (whole.total, whole.total_passages)
    assert shallow.facets == whole.facets


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("sort", Sort)
def test_no_page_ends_where_the_ranking_ends(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch, sort: Sort, mode: Mode
) -> None:
    """The newest of all that was found is first, not of what was ranked; every page has its part.

    What is too far down to be ranked stands behind the rest with no better score.
    """
    whole = ask(searcher, "torture", sort=sort, mode=mode)
    monkeypatch.setattr(lanes, "CANDIDATES", 5)
    shallow = ask(searcher, "torture", sort=sort, mode=mode)
    assert (shallow.total, shallow.facets) == (whole.total, whole.facets)
    listed = [
        name
        for page in pages(searcher, "torture", limit=4, sort=sort, mode=mode)
        for name in names(page)
    ]
    assert listed == names(shallow)
    assert sorted(listed) == sorted(names(whole))
    if sort is Sort.RELEVANCE:
        scores = [hit.score for hit in shallow.hits]
        assert scores == sorted(scores, reverse=True)
    else:
        dates = [[hit.document.date for hit in page.hits] for page in (shallow, whole)]
        assert dates[0] == dates[1]


@pytest.mark.parametrize("bound", [-1.0, 0.2, 0.5, 0.8, 1.0])
def test_a_filter_does_not_decide_whether_there_is_an_answer(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch, bound: float
) -> None:
    """What the facets count is found, also where no passage of it has a word or is very near."""
    monkeypatch.setattr(misses, "FAR", {"hash": bound})
    for query in ("torture", "doc-07", "wiretapping prosecute"):
        whole = ask(searcher, query)
        for facet in whole.facets:
            for value in facet.values:
                narrower = Filter(column=facet.column, values=(value.value,))
                assert ask(searcher, query, filters=(narrower,)).total == value.count


def test_the_stages_are_part_of_the_time_it_took(searcher: Searcher) -> None:
    """Each stage is named once, and together they take no longer than the search."""
    page = ask(searcher, "torture")
    stages = dict(page.stages_ms)
    assert {"encode", "vectors", "keyword", "fuse", "group", "facets", "evidence"} <= set(stages)
    assert len(stages) == len(page.stages_ms)
    assert 0 <= sum(stages.values()) <= page.took_ms


def test_the_query_comes_back_as_it_was_asked(searcher: Searcher) -> None:
    """A page can be asked for again from itself, widened or not."""
    asked: Query = parse("torture of victims", page=2, limit=5)
    page = searcher.search(asked)
    assert page.query == asked
    assert page.generation_id == searcher.generation_id


def test_a_condition_that_no_document_has_is_named(searcher: Searcher) -> None:
    """A slip in it is seen, whether it was typed or stands in the address; what is here is not."""
    found = ask(searcher, "torture kind:letter -publisher:fidh kind:report", filters=FRENCH)
    assert [*found.notes] == ["No document here has 'kind:letter'."]
    found = ask(searcher, "torture publisher:redres -theme:Tortures")
    assert [*found.notes] == [
        "No document here has 'publisher:redres'; there is: REDRESS.",
        "No document here has 'theme:Tortures'; there is: torture.",
    ]
    found = ask(searcher, "torture", filters=(Filter(column="year", values=("1950", "2024")),))
    assert [*found.notes] == ["No document here has 'year:1950'."]


@pytest.mark.parametrize(
    "query", ["kind:report", "-torture", "since:2020 -court", "(kind:report OR theme:torture)"]
)
def test_without_a_word_the_newest_come_first_and_no_lane_has_ranked_them(
    searcher: Searcher, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Conditions and exclusions make nothing more relevant than the rest, however many it is."""
    monkeypatch.setattr(lanes, "CANDIDATES", 3)
    found, newest = ask(searcher, query), ask(searcher, query, sort=Sort.NEWEST)
    assert names(found) == names(newest)
    assert len(found.hits) > 3
    assert all(not passage.lanes for hit in found.hits for passage in hit.passages)
