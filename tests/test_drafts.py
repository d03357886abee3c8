"""The draft check: what was said before beside what is about to be said."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from drafted import EARLIER, made, words_only

from archive.annotation import rules
from archive.annotation.annotate import Annotator
from archive.drafts.answer import as_json
from archive.drafts.checking import Part, check
from archive.drafts.draft import MOST_CHARACTERS, Draft
from archive.drafts.omissions import COMPARED, Radar, Subject, radar
from archive.drafts.pairing import nearest_sentences
from archive.drafts.report import Difference, Kind, Relation, Report
from archive.drafts.turns import Turns
from archive.errors import QueryError
from archive.model import Document, Passage, PassageKind, TextOrigin
from archive.quotes.differences import nearest
from archive.quotes.reading import Reading
from archive.rows import Row
from archive.search import Searcher
from archive.settings import Settings
from archive.wording import wording
from indexer import drafts

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 1, 1)


def passage(text: str, language: str = "en", **fields: object) -> Passage:
    """A paragraph of a draft."""
    made = Passage(
        passage_id="",
        doc_id="draft",
        version_id="draft",
        text=text,
        start=0,
        end=len(text),
        kind=PassageKind.PARAGRAPH,
        language=language,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def row(text: str, language: str = "en", **fields: object) -> Row:
    """A row of such a paragraph."""
    return Row(
        document=Document(doc_id="draft", title=""),
        passage=passage(text, language, **fields),
        origin=TextOrigin.CAPTURED,
    )


@cache
def turns() -> Turns:
    """The shipped rules, compiled."""
    return Turns.of(Annotator.of(rules.load(rules.source(ROOT / "corpus"))))


def aligned(draft: str, earlier: str, *, lead_in: str = "") -> dict[Kind, Difference]:
    """What differs between two texts of nearly the same words, by its kind.

    `lead_in` leads to the earlier one, which is a call then.
    """
    laid = nearest(Reading(parts=(wording(draft),)), wording(earlier))
    assert laid
    kind = PassageKind.CALL if lead_in else PassageKind.PARAGRAPH
    before = row(earlier, lead_in=lead_in, kind=kind)
    found = turns().aligned(row(draft), before, laid.changes)
    return {one.kind: one for one in found}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A small archive."""
    return made(tmp_path_factory.mktemp("drafts"))


@pytest.fixture(scope="module")
def searcher(settings: Settings) -> Searcher:
    """A searcher that looks at words alone."""
    return words_only(settings)


def checked(searcher: Searcher, *texts: str) -> Report:
    """The report on a draft of these paragraphs."""
    draft = Draft(passages=tuple(map(passage, texts)))
    return check(draft, searcher, today=TODAY, part=Part(seconds=60))


def test_the_same_words_are_reused_and_shown_as_they_stand(searcher: Searcher) -> None:
    """A paragraph that was published before is told with its place and the source's own words."""
    report = checked(searcher, EARLIER[1], f"Moreover, {EARLIER[2][:60]}")
    assert [one.relation for one in report.paragraphs] == [Relation.REUSED, Relation.REUSED]
    pair = report.paragraphs[0].pairs[0]
    assert pair.document.doc_id == "statement"
    assert pair.words in EARLIER[1]
    assert pair.share == 1.0
    assert pair.differences == ()
    assert as_json(report)["paragraphs"][0]["pairs"][0]["path"].startswith("/d/statement#")


def test_a_sentence_in_a_row_is_reused_in_a_longer_paragraph(searcher: Searcher) -> None:
    """Fifteen words of one sentence stand out of a paragraph that says much more."""
    more = "Otherwise nothing here was ever printed anywhere by anybody we know of. " * 3
    report = checked(searcher, f"{more}{EARLIER[0]} {more}")
    assert report.paragraphs[0].relation is Relation.REUSED
    assert report.paragraphs[0].pairs[0].share < 0.5


def test_other_words_are_reworded_or_new(searcher: Searcher) -> None:
    """Most words in the same order with others between are reworded; none in common is new."""
    loose = (
        "We ask all States firmly to now investigate any torture, and no one may get an amnesty."
    )
    report = checked(searcher, loose, "Pastry cooks deserve longer holidays by the sea.")
    assert [one.relation for one in report.paragraphs] == [Relation.REWORDED, Relation.NEW]


@pytest.mark.parametrize(
    ("draft", "kind", "ours", "theirs"),
    [
        ("the courts of 13 States closed 1,340 cases", Kind.NUMBER, ("13",), ("12",)),
        ("the courts of 12 States never closed 1,340 cases", Kind.NEGATION, ("never",), ()),
        ("the courts of twelve States closed all 1,340 cases", Kind.NUMBER, ("all",), ("12",)),
    ],
)
def test_a_turned_word_is_named(
    draft: str, kind: Kind, ours: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    """A number or a negation that only one of the pair has is different wording of its kind."""
    found = aligned(draft, "the courts of 12 States closed 1,340 cases")
    assert found[kind].draft == ours
    assert found[kind].earlier == theirs


def test_a_modal_a_verb_and_an_addressee_are_named() -> None:
    """Must and should, urge and call on, one addressee and another."""
    found = aligned("States must not grant amnesties", "States should not grant amnesties")
    assert (found[Kind.MODAL].draft, found[Kind.MODAL].earlier) == (("must",), ("should",))
    found = aligned("We urge all States to end torture", "We call on all States to end torture")
    assert (found[Kind.VERB].draft, found[Kind.VERB].earlier) == (("urge",), ("call on",))
    found = aligned("We urge Serbia to end torture now", "We urge Guatemala to end torture now")
    assert found[Kind.ADDRESSEE].draft == ("Serbia",)
    assert aligned("We urged all States to end it", "We urge all States to end it") == {}


@pytest.mark.parametrize(
    ("lead_in", "verbs"),
    [
        ("We call on all States to:", None),
        ("We urge all States to:", (("call on",), ("urge",))),
    ],
)
def test_the_verb_of_a_call_is_that_of_its_lead_in(
    lead_in: str, verbs: tuple[tuple[str, ...], tuple[str, ...]] | None
) -> None:
    """A draft that says in one sentence what was a lead-in and its call says it with both verbs."""
    draft = "We call on all States to execute the warrants of arrest of the Court without delay."
    found = aligned(
        draft, "execute the warrants of arrest of the Court without delay", lead_in=lead_in
    )
    verb = found.get(Kind.VERB)
    assert (verb and (verb.draft, verb.earlier)) == verbs


def test_an_addressee_is_told_by_its_id() -> None:
    """So that each page can name it in its own language."""
    found = aligned("We urge all States to end torture", "We urge companies to end torture")
    assert found[Kind.ADDRESSEE].draft == ("all-states",)
    assert found[Kind.ADDRESSEE].earlier == ("corporations",)


def test_a_negation_that_moved_is_different_wording() -> None:
    """The same words in another order say another thing."""
    found = aligned(
        "prosecute crimes not as such and only as terrorism everywhere",
        "prosecute crimes as such and not only as terrorism everywhere",
    )
    assert found[Kind.NEGATION].draft == found[Kind.NEGATION].earlier == ("not",)
    assert found[Kind.NEGATION].is_moved


def test_texts_of_one_meaning_are_compared_in_what_both_say() -> None:
    """A number against a number; nothing against nothing; between languages no words at all."""
    draft = row("In 2023 judges closed 40 cases and should go on.")
    found = turns().reworded(draft, row("In 2023 the courts ended 41 trials; they must continue."))
    assert {one.kind: (one.draft, one.earlier) for one in found} == {
        Kind.NUMBER: (("40",), ("41",)),
        Kind.MODAL: (("should",), ("must",)),
    }
    assert turns().reworded(draft, row("The courts were quick.")) == ()
    french = row("En 2023 les tribunaux n'ont pas clos 41 affaires.", "fr")
    assert [one.kind for one in turns().reworded(draft, french)] == [Kind.NUMBER]


def test_the_nearest_sentences_of_a_long_passage_are_shown() -> None:
    """Of a passage alike in meaning those sentences that share most content words."""
    source = "The weather was fine. Courts must hear victims of torture. Lunch followed."
    words, shared = nearest_sentences("Victims of torture have to be heard by courts.", source)
    assert words == "Courts must hear victims of torture."
    assert shared > 0.5
    assert nearest_sentences("xyz", source) == (source, 0.0)


def test_what_is_not_to_be_compared_is_left_out_and_counted(searcher: Searcher) -> None:
    """Headings, short lines, and a lead-in, which is compared with each of its calls."""
    lead = "We call on all States and their courts to:"
    given = (
        passage("A heading of five or six words", kind=PassageKind.HEADING),
        passage("Too short."),
        passage(lead),
        passage("investigate torture, and grant no amnesty for it", lead_in=lead),
    )
    report = check(Draft(passages=given), searcher, today=TODAY, part=Part(seconds=60))
    assert len(report.paragraphs) == 1
    assert report.left_out == 3


def test_the_limits_are_named(searcher: Searcher) -> None:
    """Too long and empty are refused with the number and the next step."""
    with pytest.raises(QueryError, match="1,000,005 characters; give at most 1,000,000"):
        checked(searcher, "a b c d " * (MOST_CHARACTERS // 8) + "e f g")
    with pytest.raises(QueryError, match="no paragraph of 5 words"):
        checked(searcher, "Two words")


def radar_of(
    searcher: Searcher,
    *theme_ids: str,
    nearness: float = 0.9,
    year: int = 2026,
    near: tuple[str, ...] = ("digest-5",),
) -> Radar:
    """What the radar tells of a draft of these themes, so near to all, .05 more to `near`."""
    opened = searcher.opened
    themes = [theme for one in theme_ids if (theme := opened.annotations.rules.theme(one))]
    subject = Subject.none(opened.columns)
    cosines = np.full(len(opened.live), nearness, dtype=np.float32)
    for doc_id in near:
        cosines[opened.columns.rows_of_document(doc_id)] += 0.05
    subject.add(cosines, opened.columns)
    return radar(themes, subject, opened, today=date(year, 1, 1), bound=0.855)


def test_themes_that_most_like_statements_carried_are_told(searcher: Searcher) -> None:
    """More than half of the nearest recent statements, never a report, with which ones."""
    found = radar_of(searcher, "torture")
    assert len(found.compared) == COMPARED
    assert all(document.kind == "press release" for document in found.compared)
    assert found.compared[0].doc_id == "digest-5"
    assert [document.doc_id for document in found.compared[1:3]] == ["digest-0", "digest-1"]
    (omission,) = [one for one in found.omissions if one.theme.term_id == "reparations"]
    assert tuple(one.document for one in omission.carried) == found.compared
    report = replace(checked(searcher, EARLIER[0]), omissions=(omission,))
    paths = [one["path"] for one in as_json(report)["omissions"][0]["statements"]]
    assert paths == [
        f"/d/{one.document.doc_id}#{one.passage.passage_id}" for one in omission.carried
    ]
    assert "torture" not in {one.theme.term_id for one in found.omissions}


def test_two_statements_are_enough_and_one_is_not(searcher: Searcher) -> None:
    """Both of two have to carry a theme; of one nothing is told, though it is named."""
    two = radar_of(searcher, "torture", nearness=0.82, near=("digest-5", "digest-0"))
    assert len(two.compared) == 2
    assert "reparations" in {one.theme.term_id for one in two.omissions}
    one = radar_of(searcher, "torture", nearness=0.82)
    assert (len(one.compared), one.omissions) == (1, ())


def test_with_too_few_statements_the_radar_says_nothing(searcher: Searcher) -> None:
    """Another subject, statements that are too old, and an archive without a model."""
    assert radar_of(searcher, "torture", nearness=0.8).omissions == ()
    assert radar_of(searcher, "torture", year=2035) == Radar()
    assert checked(searcher, EARLIER[0]).omissions == ()


def test_a_draft_is_read_like_any_file() -> None:
    """Numbered calls get their lead-in, headings are headings, in every type that is taken in."""
    text = "# Our statement\n\nWe call on all States to:\n\n1. Investigate torture everywhere.\n"
    cut = drafts.read(text.encode(), ".md").passages
    assert [one.kind for one in cut] == [
        PassageKind.HEADING,
        PassageKind.PARAGRAPH,
        PassageKind.CALL,
    ]
    assert cut[2].lead_in == "We call on all States to:"
    page = drafts.read(
        b"<!doctype html><body><p>We call on States to act now.</p>", ".html"
    ).passages
    assert page[0].text == "We call on States to act now."
