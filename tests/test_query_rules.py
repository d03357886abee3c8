"""Rules that hold between queries: what narrows never widens, what is only form changes nothing.

A tree is tried on small documents by the definitions in archive/nodes.py alone.
"""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.nodes import (
    DateRange,
    Either,
    Fuzzy,
    Group,
    Match,
    Node,
    Phrase,
    Prefix,
    SameSentence,
    Word,
    is_condition,
)
from archive.query import parse

WORDS = ("torture", "syria", "arms", "trade", "victims")
WORD = st.sampled_from(WORDS)
EXPRESSION = st.recursive(
    st.one_of(
        WORD,
        st.tuples(WORD, WORD).map(lambda two: f'"{two[0]} {two[1]}"'),
        WORD.map(lambda word: f"{word[:4]}*"),
        st.sampled_from(["kind:report", "-kind:report", "year:2019..2020", "lang:fr"]),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" ", " AND ", " OR "]), inner).map("".join),
        inner.map(lambda one: f"({one})"),
        inner.map(lambda one: f"NOT ({one})"),
    ),
    max_leaves=5,
).filter(lambda query: query.count("*") <= 2)  # of two joined no word with * is too many


@dataclass(frozen=True)
class Paper:
    """A document as the rules see it."""

    words: tuple[str, ...]
    kind: str
    language: str
    date: str


PAPER = st.builds(
    Paper,
    words=st.lists(WORD, max_size=5).map(tuple),
    kind=st.sampled_from(["report", "letter"]),
    language=st.sampled_from(["fr", "en"]),
    date=st.sampled_from(["2018-05-01", "2019-05-01", "2021"]),
)
PAPERS = st.lists(PAPER, min_size=1, max_size=8)


def holds(node: Node, paper: Paper) -> bool:
    """Say whether a document is in the answer, by the words of archive/nodes.py."""
    match node:
        case Word():
            return node.text.casefold() in paper.words
        case Prefix():
            return any(word.startswith(node.text.casefold()) for word in paper.words)
        case Phrase():
            return tuple(node.text.casefold().split()) in pairwise(paper.words) or (
                node.text.casefold() in paper.words
            )
        case Match():
            return node.value in (paper.kind, paper.language)
        case DateRange():
            low, high = node.low or "0", node.high or "9"
            return paper.date[: len(low)] >= low and paper.date[: len(high)] <= high
        case SameSentence() | Either() | Fuzzy():
            raise NotImplementedError(node)
        case Group():
            return holds_group(node, paper)


def holds_group(group: Group, paper: Paper) -> bool:
    """Say whether the clauses of a group hold; conditions alone do not free the words."""
    if any(holds(part, paper) for part in group.must_not):
        return False
    if not all(holds(part, paper) for part in group.must):
        return False
    if group.should and all(map(is_condition, group.must)):
        return any(holds(part, paper) for part in group.should)
    return True


def found(query: str, papers: list[Paper]) -> set[int]:
    """Give the places of the documents that a query finds."""
    tree = parse(query).tree
    assert tree is not None
    return {place for place, paper in enumerate(papers) if holds(tree, paper)}


RULE = settings(max_examples=100)


@RULE
@given(EXPRESSION, EXPRESSION, PAPERS)
@example("torture kind:report", "arms", [Paper(("arms",), "report", "fr", "2021")])
def test_and_never_widens(left: str, right: str, papers: list[Paper]) -> None:
    """`a AND b` is what both find."""
    both = found(f"({left}) AND ({right})", papers)
    assert both == found(left, papers) & found(right, papers)


@RULE
@given(EXPRESSION, EXPRESSION, PAPERS)
def test_or_never_narrows(left: str, right: str, papers: list[Paper]) -> None:
    """`a OR b` is what either finds."""
    assert found(f"({left}) OR ({right})", papers) == found(left, papers) | found(right, papers)


@RULE
@given(EXPRESSION, PAPERS)
def test_not_is_the_rest(query: str, papers: list[Paper]) -> None:
    """`NOT a` finds what a does not."""
    assert found(f"NOT ({query})", papers) == set(range(len(papers))) - found(query, papers)


@RULE
@given(EXPRESSION, WORD, PAPERS)
def test_excluding_never_widens(query: str, word: str, papers: list[Paper]) -> None:
    """`a -b` is a without b."""
    assert found(f"({query}) -{word}", papers) == found(query, papers) - found(word, papers)


@RULE
@given(st.lists(WORD, min_size=1, max_size=4), PAPERS)
def test_adding_a_condition_never_widens(words: list[str], papers: list[Paper]) -> None:
    """A condition beside words leaves those of their documents that meet it."""
    plain = " ".join(words)
    for condition in ("kind:report", "lang:fr", "year:2019", "-kind:report"):
        narrowed = found(f"{plain} {condition}", papers)
        assert narrowed == found(plain, papers) & found(condition, papers)


@RULE
@given(WORD, WORD, PAPERS)
def test_quoting_never_widens(first: str, second: str, papers: list[Paper]) -> None:
    """A phrase is found only where its words are."""
    quoted = found(f'"{first} {second}"', papers)
    assert quoted <= found(f"{first} AND {second}", papers) <= found(f"{first} {second}", papers)


@RULE
@given(EXPRESSION)
def test_spacing_changes_nothing(query: str) -> None:
    """More spaces, at any place that has one, and around brackets are the same query."""
    spaced = query.replace(" ", " \u00a0\t ").replace("(", " ( ").replace(")", " ) ")
    spaced = spaced.replace("NOT  ( ", "NOT ( ")
    assert parse(spaced).tree == parse(query).tree
    assert parse(f"  {query}\n").tree == parse(query).tree


@RULE
@given(st.lists(WORD, min_size=1, max_size=6))
def test_case_changes_nothing_but_itself(words: list[str]) -> None:
    """Words in capitals are the same words."""
    plain, shouted = parse(" ".join(words)).tree, parse(" ".join(words).upper()).tree
    assert repr(shouted).casefold() == repr(plain).casefold()


@RULE
@given(EXPRESSION)
def test_brackets_around_everything_change_nothing(query: str) -> None:
    """`(a)` is `a`."""
    assert parse(f"({query})").tree == parse(query).tree


@RULE
@given(st.sampled_from(['"%s"', "“%s”", "«%s»", "« %s »", "„%s“", "‘%s’"]), WORD, WORD)
def test_quotation_marks_are_all_alike(marks: str, first: str, second: str) -> None:
    """Marks of any writing quote the same phrase."""
    assert parse(marks % f"{first} {second}").tree == Phrase(text=f"{first} {second}")
