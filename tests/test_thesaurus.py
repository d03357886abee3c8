"""The thesaurus: what is read, which names are recognised, and what a query finds through them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from builds import HashEncoder, put, settings_in

from archive import thesaurus
from archive.answer import as_json
from archive.errors import RecordError
from archive.expansion import MOST_NAMES, widened
from archive.generation import open_served
from archive.naming import Names
from archive.nodes import Either, Group, Mode, Node, Phrase, Query, Word
from archive.opened import open_index
from archive.query import parse
from archive.search import Searcher
from archive.settings import Settings
from archive.thesaurus import Entry
from indexer.build import build

TOML = """
checked = { en = true }

[[entry]]
id = "icc"
en = ["International Criminal Court", "ICC"]
fr = ["Cour pénale internationale", "CPI"]
es = ["Corte Penal Internacional", "CPI"]

[[entry]]
id = "rome-statute"
en = ["Rome Statute", "Rome Statute of the International Criminal Court"]
fr = ["Statut de Rome"]

[[entry]]
id = "african-union"
en = ["African Union", "AU"]
fr = ["Union africaine", "UA"]

[[entry]]
id = "assembly"
en = ["Assembly of States Parties", "ASP"]
fr = ["Assemblée des États parties", "AEP"]

[[entry]]
id = "tribunal"
fr = ["Tribunal pour l'ex-Yougoslavie"]
en = ["Tribunal for the former Yugoslavia", "ICTY"]

[[entry]]
id = "defenders"
en = ["human rights defenders", "human rights defender"]
fr = ["défenseurs des droits humains"]
"""
TEXTS = {
    "acronym": "The ICC issued arrest warrants.",
    "english": "The International Criminal Court issued warrants.",
    "french": "La Cour pénale internationale a délivré des mandats.",
    "other": "Families search for the disappeared.",
    "union": "L'Union africaine a parlé au tribunal.",
    "session": "Notes on the 24th session of the Assembly of States Parties.",
    "earlier": "Notes on the 21st session of the Assembly of States Parties.",
}


def entries_of(folder: Path, toml: str = TOML) -> tuple[Entry, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / thesaurus.SOURCE).write_text(toml, encoding="utf-8")
    return thesaurus.read(folder)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    return Names(entries_of(tmp_path_factory.mktemp("names")))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = settings_in(tmp_path_factory.mktemp("thesaurus"))
    for doc_id, text in TEXTS.items():
        put(made.corpus, doc_id, [text])
    entries_of(made.corpus)
    build(made, encoder=HashEncoder())
    return made


@pytest.fixture(scope="module")
def searcher(settings: Settings) -> Searcher:
    return Searcher(open_index(open_served(settings.var)), HashEncoder())


def found(searcher: Searcher, text: str, *, expand: bool = True) -> list[str]:
    query = replace(parse(text, mode=Mode.KEYWORD), expand=expand)
    return [doc_id for doc_id, _ in searcher.rank_documents(query)]


def added(names: Names, text: str) -> dict[str, tuple[str, ...]]:
    _, expansions = widened(parse(text), names, is_known=lambda _: True)
    return {one.typed: one.added for one in expansions}


# Reading


def test_an_entry_holds_the_names_of_all_languages_once(tmp_path: Path) -> None:
    """In the order of the file, so that the first is the full English one."""
    first = entries_of(tmp_path)[0]
    assert first.entry_id == "icc"
    assert first.names == (
        "International Criminal Court",
        "ICC",
        "Cour pénale internationale",
        "CPI",
        "Corte Penal Internacional",
    )


def test_no_file_is_no_names(tmp_path: Path) -> None:
    """An archive without a thesaurus works."""
    assert thesaurus.read(tmp_path) == ()
    assert thesaurus.load(tmp_path) == ()
    assert Names(()).found(["ICC"]) == []


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    """The writer and the reader of a generation's copy agree."""
    entries = entries_of(tmp_path)
    (tmp_path / thesaurus.STORED).write_bytes(thesaurus.as_bytes(entries))
    assert thesaurus.load(tmp_path) == entries


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ('[[entry]]\nid = "icc"\nfr = 5', "entry 1 'icc': 'fr'"),
        ('[[entry]]\nid = "icc"\nfr = "CPI"', "entry 1 'icc': 'fr'"),
        ('[[entry]]\nid = "icc"\nfr = [1]', "entry 1 'icc': fr: 1"),
        ('[[entry]]\nid = "icc"\nfr = [" "]', "entry 1 'icc'"),
        (f'[[entry]]\nid = "icc"\nfr = ["{"x" * 201}"]', "entry 1 'icc'"),
        ('[[entry]]\nid = "a"\n[[entry]]\nen = ["x"]', "entry 2: there is no 'id'"),
        ('[[entry]]\nid = "a"\n[[entry]]\nid = "a"', "'a' stands there twice"),
        (f'[[entry]]\nid = "a"\nen = {[str(n) for n in range(65)]}', "65 names"),
        ("entry = 1", "'entry' is no list"),
        ("entry = [", "cannot be read"),
    ],
)
def test_a_malformed_file_is_refused_by_entry(tmp_path: Path, toml: str, named: str) -> None:
    """The message names the file and the entry, for the editor who wrote it."""
    with pytest.raises(RecordError) as refused:
        entries_of(tmp_path, toml)
    assert thesaurus.SOURCE in str(refused.value)
    assert named in str(refused.value)


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    """A limit for every outside value."""
    with pytest.raises(RecordError, match="larger than"):
        entries_of(tmp_path, "#" * (thesaurus.MAX_BYTES + 1))


# Recognising


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("ICC", ["ICC"]),
        ("sanctions against the ICC today", ["ICC"]),
        ("icc", []),
        ("AU", ["AU"]),
        ("parler au tribunal", []),
        ("african union", ["african union"]),
        ("International criminal court judges", ["International criminal court"]),
        ("the international court is criminal", []),
        ("Cour penale internationale", ["Cour penale internationale"]),
        ("Rome Statute of the International Criminal Court", [
            "Rome Statute of the International Criminal Court"
        ]),
        ("icty and ICTY", ["icty", "ICTY"]),
        ("tribunal pour l’ex-Yougoslavie", ["tribunal pour ex Yougoslavie"]),
        ("ICC/ASP/4/Res.1", []),
    ],
)  # fmt: skip
def test_names_are_recognised_whole(names: Names, text: str, typed: Sequence[str]) -> None:
    """The longest name in any accents and case; of up to three letters only in capitals."""
    assert list(added(names, text)) == typed


def test_a_name_glued_to_its_session_is_both(names: Names) -> None:
    """ASP24 and ASP 24 ask for the 24th session of the Assembly."""
    for text in ("ASP24", "ASP 24", "the ASP24 report"):
        (named,) = names.found(text.split())
        assert (named.text, named.number) == ("ASP", "24")


# Widening


def test_the_other_names_are_added_and_not_the_plural(names: Names) -> None:
    """What is typed is found in any inflection anyway."""
    assert added(names, "human rights defender") == {
        "human rights defender": ("défenseurs des droits humains",)
    }
    assert added(names, "CPI")["CPI"] == (
        "International Criminal Court",
        "ICC",
        "Cour pénale internationale",
        "Corte Penal Internacional",
    )


def test_an_acronym_that_is_grammar_too_is_added_in_capitals(tmp_path: Path) -> None:
    """As a phrase the name AU would find every French passage."""
    names = Names(entries_of(tmp_path))
    assert added(names, "African Union") == {"African Union": ("AU", "Union africaine", "UA")}
    asked, _ = widened(parse("African Union"), names, is_known=lambda _: True)
    assert isinstance(asked.tree, Group)
    assert asked.tree.should[-1] == Either(
        parts=(Word(text="AU"), Phrase(text="Union africaine"), Phrase(text="UA"))
    )


@pytest.mark.parametrize(
    "text", ['"ICC"', "title:ICC", "+ICC +warrants", "ICC AND warrants", "publisher:ICC", "ICC*"]
)
def test_what_is_asked_for_exactly_stays_as_typed(names: Names, text: str) -> None:
    """Quotes, fields, operators and wildcards are taken at their word."""
    query = parse(text)
    assert widened(query, names, is_known=lambda _: True) == (query, ())


def test_what_is_excluded_is_not_widened(names: Names) -> None:
    """Excluding ICC excludes no passage for another name."""
    asked, expansions = widened(parse("warrants -ICC"), names, is_known=lambda _: True)
    assert expansions == ()
    assert isinstance(asked.tree, Group)
    assert asked.tree.must_not == (Word(text="ICC"),)


def test_the_words_typed_stay_wishes(names: Names) -> None:
    """The names are one more wish beside them, so nothing that was found is lost."""
    query = parse("International Criminal Court warrants")
    asked, _ = widened(query, names, is_known=lambda _: True)
    assert isinstance(query.tree, Group)
    assert isinstance(asked.tree, Group)
    assert asked.tree.should[:-1] == query.tree.should
    assert isinstance(asked.tree.should[-1], Either)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("ICC", 1.0),
        ("the ICC", 1.0),
        ("ASP24", 1.0),
        ("ICC ICTY", 1.0),
        ("ICC arrest warrants", 1 / 3),
        ("warrants of the International Criminal Court", 3 / 4),
    ],
)
def test_names_count_by_their_share_of_the_query(names: Names, text: str, weight: float) -> None:
    """Of its words without grammar: in a question the translation of one word counts little."""
    asked, _ = widened(parse(text), names, is_known=lambda _: True)
    assert isinstance(asked.tree, Group)
    added = [part for part in asked.tree.should if isinstance(part, Either)]
    assert [part.weight for part in added] == pytest.approx([weight] * len(added))
    assert added


def test_a_page_of_names_widens_a_few(tmp_path: Path) -> None:
    """The work that a query may cause has a limit."""
    entries = [Entry(entry_id=f"e{n}", names=(f"name{n} thing", f"other{n}")) for n in range(20)]
    text = " ".join(f"name{n} thing" for n in range(20))
    _, expansions = widened(parse(text), Names(entries), is_known=lambda _: True)
    assert len(expansions) == MOST_NAMES


def test_a_query_can_be_searched_as_typed(names: Names) -> None:
    """`expand` false changes nothing of the query."""
    query = replace(parse("ICC"), expand=False)
    assert widened(query, names, is_known=lambda _: True) == (query, ())


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("ICC", "International Criminal Court"),
        ("ICC ICTY", "International Criminal Court, Tribunal pour l'ex-Yougoslavie"),
        ("ASP24", "24th session of the Assembly of States Parties"),
        ("ASP11", "11th session of the Assembly of States Parties"),
        ("ICC warrants", "ICC warrants"),
        ("International Criminal Court", "International Criminal Court"),
        ('ICC "warrants"', "ICC warrants"),
    ],
)
def test_acronyms_alone_are_embedded_spelled_out(names: Names, text: str, meaning: str) -> None:
    """A model knows names, not our acronyms; beside other words they stay as typed."""
    for mode in (Mode.HYBRID, Mode.SEMANTIC):
        asked, _ = widened(parse(text, mode=mode), names, is_known=lambda _: True)
        assert asked.meaning == meaning


def test_the_semantic_lane_alone_is_told_apart(names: Names) -> None:
    """By meaning only the spelled-out name is added, and said so; the tree is not widened."""
    query = parse("ICC", mode=Mode.SEMANTIC)
    asked, (expansion,) = widened(query, names, is_known=lambda _: True)
    assert asked.tree == query.tree
    assert expansion.added == ("International Criminal Court",)


# Searching


def test_a_name_finds_what_another_name_says(searcher: Searcher) -> None:
    """All three passages on the Court, the one with the word typed first, and nothing else."""
    assert found(searcher, "ICC")[0] == "acronym"
    assert sorted(found(searcher, "ICC")) == ["acronym", "english", "french"]
    assert found(searcher, "ICC", expand=False) == ["acronym"]
    assert found(searcher, '"ICC"') == ["acronym"]


def test_a_session_is_found_by_its_short_name(searcher: Searcher) -> None:
    """The session asked for before another one."""
    assert found(searcher, "ASP24")[:2] == ["session", "earlier"]
    assert found(searcher, "ASP24", expand=False) == []


def test_the_answer_says_what_was_added(searcher: Searcher) -> None:
    """Names that no passage has are not searched and not shown; added ones are marked."""
    page = searcher.search(parse("ICC", mode=Mode.KEYWORD))
    assert as_json(page)["expansions"] == [
        {"for": "ICC", "added": ["International Criminal Court", "Cour pénale internationale"]}
    ]
    marked = {
        "".join(part.text for part in hit.passages[0].snippet if part.marked) for hit in page.hits
    }
    assert marked == {"ICC", "International Criminal Court", "Cour pénale internationale"}
    assert page.query.tree == Word(text="ICC")


def test_a_changed_thesaurus_makes_a_new_generation(tmp_path: Path) -> None:
    """Answers of a generation can be repeated: its names never change, the next build's do."""
    settings = settings_in(tmp_path)
    put(settings.corpus, "french", [TEXTS["french"]])
    first = build(settings, encoder=None)
    entries_of(settings.corpus)
    second = build(settings, encoder=None)
    assert second != first
    assert build(settings, encoder=None) == second
    for generation_id, count in ((first, 0), (second, 6)):
        assert len(thesaurus.load(settings.var / "generations" / generation_id)) == count
    entries_of(settings.corpus, TOML.replace("Cour pénale", "Cour penale"))
    assert build(settings, encoder=None) != second


def test_a_malformed_thesaurus_stops_the_build(tmp_path: Path) -> None:
    """What was served before is still served."""
    settings = settings_in(tmp_path)
    put(settings.corpus, "french", [TEXTS["french"]])
    first = build(settings, encoder=None)
    (settings.corpus / thesaurus.SOURCE).write_text("entry = 1", encoding="utf-8")
    with pytest.raises(RecordError):
        build(settings, encoder=None)
    assert open_served(settings.var).generation_id == first


def leaves(node: Node) -> set[Node]:
    """The words and phrases of a tree."""
    if isinstance(node, Group):
        return {leaf for p in (*node.must, *node.should, *node.must_not) for leaf in leaves(p)}
    return {node}


@pytest.mark.parametrize("text", ["ICC warrants", "ICC OR (ICTY AND warrants)", "ASP24 -French"])
def test_widening_never_loses_a_word(names: Names, text: str) -> None:
    """Whatever was asked for is still asked for."""
    query: Query = parse(text)
    asked, _ = widened(query, names, is_known=lambda _: True)
    assert query.tree is not None
    assert asked.tree is not None
    assert leaves(query.tree) <= leaves(asked.tree)
