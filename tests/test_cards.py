"""A position in a terminal says what its card on a page says, one thing a line."""

from dataclasses import replace
from pathlib import Path

from builds import row_named

from archive.annotation import rules
from archive.annotation.annotate import NOTHING
from archive.positions.cards import Card
from indexer.cards import card_lines

RULES = rules.load(rules.source(Path(__file__).parents[1] / "corpus"))
ROW = row_named("p")
CALL = Card(
    document=replace(ROW.document, title="T", publishers=("A", "B"), issued="2025-07"),
    passage=replace(
        ROW.passage, text="fund\x1b the search", number="2", lead_in="We urge Mali to:"
    ),
    annotation=replace(
        NOTHING, act="demand", addressees=("named-state", "icc"), states=("Mali", "Chad")
    ),
    is_digest=False,
)


def test_a_call_has_its_number_its_lead_in_and_whom_it_asks() -> None:
    """States stand behind their kind of addressee; nothing steers the terminal."""
    document, passage = CALL.document, CALL.passage
    assert card_lines(CALL, RULES) == [
        "2025-07 · A, B · calls on / urges / demands · A named State or its authorities: Mali, Chad"
        " · ICC (Prosecutor, judges, Registry)",
        "  We urge Mali to:",
        "  2 fund  the search",
        "  T",
        f"  {document.doc_id}#{passage.passage_id}",
    ]


def test_marked_words_stand_in_the_place_of_the_passage_s() -> None:
    """As in a comparison; the number stays before them."""
    assert card_lines(CALL, RULES, words="fund [-the-] search")[2] == "  2 fund [-the-] search"


def test_a_state_stands_for_the_act_and_a_digest_says_that_it_is_one() -> None:
    """Every call has one act; without a publisher that is said, and no line is empty."""
    document = replace(CALL.document, publishers=())
    passage = replace(CALL.passage, number="", lead_in="")
    digest = replace(CALL, document=document, passage=passage, annotation=NOTHING, is_digest=True)
    first, *others = card_lines(digest, RULES, state="open")
    assert first == "2025-07 · publisher not known · open · digest, not the document's words"
    assert len(others) == 3
