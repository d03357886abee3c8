"""The quote check: right words are verified however they were printed, wrong words never."""

import random
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from builds import put, settings_in
from quotations import SEED, sentences
from sites import put_digest

from archive import records
from archive.errors import QueryError
from archive.generation import open_served
from archive.model import Voice
from archive.opened import Opened, open_index
from archive.quotes import candidates
from archive.quotes.alignment import blocks, longest_common, most_alike
from archive.quotes.answer import as_json, sentence
from archive.quotes.candidates import Reach, stretches
from archive.quotes.checking import check
from archive.quotes.reading import readings
from archive.quotes.repairs import needed
from archive.quotes.verdicts import Outcome, Verdict
from archive.wording import found, wording
from indexer.build import build
from indexer.commands.quote import as_text

RIGHT = (Outcome.VERIFIED, Outcome.REPAIRED)
STATEMENT = (
    "Impunity isn't a matter of the past: in 2024 the courts of 12 States closed 1,340 cases.",
    "We call on all States to investigate trauma-informed, not merely formal, complaints.",
    "The Minister said: “We will never extradite anybody to that court.” We disagree with her.",
    "States must not grant amnesties. They should fund the search for the disappeared, which "
    "no family can pay for alone, and shall publish what they find.",
    "The US, the EU and Guatemala signed; Serbia did not.",
    "Les États doivent enquêter sans délai ; l’amnistie n’est pas une réponse.",
    "على جميع الدول أن تحقق في الجرائم وألا تمنح العفو لمرتكبيها.",
    "Courts may try them only with the consent of the victims.",
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """An index of statements, a digest and a passage in somebody else's voice."""
    settings = settings_in(tmp_path_factory.mktemp("quotes"))
    put(settings.corpus, "statement", STATEMENT)
    for number in range(20):
        put(settings.corpus, f"report-{number:02}", sentences(240)[number * 12 : number * 12 + 12])
    put_digest(settings.corpus, "digest", title="A digest", digest="The court opened its doors.")
    put(settings.corpus, "speech", ["Nobody is above the law of nations, said she.", "We agree."])
    spoken = records.read(settings.corpus / "speech")
    shutil.rmtree(settings.corpus / "speech")
    version = spoken.current
    quoted = (replace(version.passages[0], voice=Voice.QUOTED), *version.passages[1:])
    records.write(
        settings.corpus,
        replace(spoken, versions=(replace(version, passages=quoted),)),
        originals={version.version_id: version.text.encode()},
    )
    build(settings, encoder=None)
    return open_index(open_served(settings.var))


def changed(verdict: Verdict) -> list[tuple[str, str]]:
    """The runs of words that differ at the first place, as (typed, source)."""
    return [(one.typed, one.source) for one in verdict.places[0].changes if one.typed != one.source]


@pytest.mark.parametrize(
    "typed",
    ["courts of 13 States closed 1,340 cases", "should fund the search for all the disappeared"],
)
def test_the_source_beside_an_altered_quotation_is_as_printed(opened: Opened, typed: str) -> None:
    """The runs with what stands between them are the source's text, commas and stops too."""
    place = check(typed, opened).places[0]
    printed = "".join(one.source + one.gap for one in place.changes)
    text = " ".join(passage.text for passage in place.passages)
    assert printed in text
    assert printed.rstrip(".") == place.words


def test_the_words_of_a_source_are_verified_as_they_stand(opened: Opened) -> None:
    """Sign for sign is verified, with and without quotation marks around it."""
    for typed in ("courts of 12 States closed 1,340 cases", "“They should fund the search.”"):
        verdict = check(typed.replace("search.", "search for the disappeared"), opened)
        assert verdict.outcome is Outcome.VERIFIED
        assert verdict.places[0].document.doc_id == "statement"


@pytest.mark.parametrize(
    ("typed", "repair"),
    [
        ("We call on all\nStates  to investigate", "line breaks and spaces"),
        ("call on all States to inves-\ntigate trauma-informed", "hyphens and dashes"),
        ("all States to investigate traumainformed", "hyphens and dashes"),
        ("all States to inves\u00adtigate", "hyphens and dashes"),
        ("the search for the disappeared which no ﬁnal", ""),
        ('The Minister said: "We will never extradite', "quotation marks"),
        ("states must not grant amnesties", "capital letters"),
        ("They should fund […] the disappeared", "ellipses"),
        ("They should fund [this] search", "insertions"),
        ("[S]tates must not grant amnesties", "insertions"),
        ("States must not [sic] grant amnesties", "remarks in brackets"),
        ("على جميع الدّول أن تحقّق في الجرائم", "ligatures and invisible signs"),
    ],
)
def test_print_is_repaired_and_named(opened: Opened, typed: str, repair: str) -> None:
    """What typing and printing change is no change of words, and the reader is told what it was."""
    verdict = check(typed, opened)
    if not repair:
        assert verdict.outcome is Outcome.ALTERED
        return
    assert verdict.outcome is Outcome.REPAIRED
    assert repair in verdict.places[0].repairs


@pytest.mark.parametrize(
    ("typed", "difference"),
    [
        ("States must grant amnesties", ("", "not")),
        ("They must fund the search", ("must", "should")),
        ("courts of 13 States closed", ("13", "12")),
        ("the courts of 12 States closed 1.340 cases", ("1.340", "1,340")),
        ("the EU and Georgia signed", ("Georgia", "Guatemala")),
        ("The us, the EU and Guatemala signed", ("us", "US")),
        ("doivent enquêter sans délai ; l’amnistie est", ("", "n")),
        ("Les États doivent enqueter sans délai", ("enqueter", "enquêter")),
        ("informed, not merely formal, complaints", ("", "trauma")),
    ],
)
def test_a_word_that_differs_is_shown(
    opened: Opened, typed: str, difference: tuple[str, str]
) -> None:
    """One other word is enough: nothing is verified, and the pair stands side by side."""
    verdict = check(typed, opened)
    assert verdict.outcome is Outcome.ALTERED
    assert difference in changed(verdict)


def test_a_word_that_a_line_parted_is_no_difference_beside_one_that_differs(
    opened: Opened,
) -> None:
    """Only the altered word is marked; a hyphen that the source has stays as it stands there."""
    verdict = check("fund the search for the disap-\npeared, which no State can pay", opened)
    assert changed(verdict) == [("State", "family")]
    verdict = check("investigate trauma-informed, not purely formal, complaints", opened)
    assert changed(verdict) == [("purely", "merely")]


@pytest.mark.parametrize(
    "typed",
    [
        "States must […] grant amnesties",
        "States must [at times] grant amnesties",
        "States [may] not grant amnesties",
        "They should fund the search […], which […] family can pay",
        "[Never] they should fund the search",
        "Courts may try them […] with the consent of the victims",
        "Courts may try them [fairly] with the consent of the victims",
        "Courts may [only] try them",
    ],
)
def test_what_is_left_out_or_put_in_may_not_turn_the_sentence(opened: Opened, typed: str) -> None:
    """An ellipsis that swallows a "not" or "only", or a bracket that adds a modal, alters it."""
    verdict = check(typed, opened)
    assert verdict.outcome is Outcome.ALTERED
    assert verdict.places[0].warning


def test_words_that_the_source_quotes_are_not_its_own(opened: Opened) -> None:
    """A passage in another's voice, or the speech inside a sentence, is told from the rest."""
    for typed in ("We will never extradite anybody", "Nobody is above the law of nations"):
        assert check(typed, opened).outcome is Outcome.OTHER_VOICE
    whole = check("that court.” We disagree with her.", opened)
    assert whole.outcome is Outcome.VERIFIED


def test_a_digest_is_no_source_of_its_document(opened: Opened) -> None:
    """Our own words are named as ours, never verified."""
    verdict = check("The court opened its doors", opened)
    assert verdict.outcome is Outcome.DIGEST
    assert verdict.places[0].is_digest
    for source in ("statement", "nowhere to be found"):
        assert check("The court opened its doors", opened, source=source).outcome is Outcome.DIGEST


@pytest.mark.parametrize(
    "source",
    [
        "GIAI joint statement",
        "giai 2025",
        "Global Initiative Against Impunity",
        "joint statement",
        "GIAI, 17 July 2025",
        "GIAI statement, 17 juillet 2025",
        "GIAI (July 2025)",
        "17 de julio de 2025",
    ],
)
def test_a_source_is_known_by_its_publishers_initials_its_kind_and_its_day(
    tmp_path: Path, source: str
) -> None:
    """As people write it in a footnote; a right quotation is not called one of another source."""
    settings = settings_in(tmp_path)
    words = "Nobody who commits such crimes may go free."
    put(settings.corpus, "d", [words])
    record = records.read(settings.corpus / "d")
    document = replace(
        record.document,
        title="Justice now",
        publishers=("Global Initiative Against Impunity",),
        kind="joint statement",
        issued="2025-07-17",
    )
    shutil.rmtree(settings.corpus / "d")
    original = record.current.text.encode()
    records.write(
        settings.corpus,
        replace(record, document=document),
        originals={record.current.version_id: original},
    )
    build(settings, encoder=None)
    opened = open_index(open_served(settings.var))
    assert check(words, opened, source=source).outcome is Outcome.VERIFIED
    assert check(words, opened, source=f"{source} 2019").outcome is Outcome.OTHER_SOURCE
    assert check(words, opened, source="GIAI, 18 July 2025").outcome is Outcome.OTHER_SOURCE


@pytest.mark.parametrize("source", ["statement", "/d/statement#p1", "http://x.org/d/statement"])
def test_a_source_is_looked_through_first(opened: Opened, source: str) -> None:
    """The right source verifies; right words of another are told as such."""
    typed = "They should fund the search for the disappeared"
    assert check(typed, opened, source=source).outcome is Outcome.VERIFIED
    assert check(typed, opened, source="report-03").outcome is Outcome.OTHER_SOURCE
    assert check(typed, opened, source="On statement 2025").outcome is Outcome.VERIFIED
    unknown = check(typed, opened, source="Nowhere at all")
    assert unknown.outcome is Outcome.OTHER_SOURCE
    assert unknown.notes
    assert "not recognised" in sentence(unknown)
    assert "another source than the one given" in sentence(check(typed, opened, source="report-03"))
    assert check("no such words at all here", opened, source=source).outcome is Outcome.NOT_FOUND


def test_altered_words_of_another_source_are_shown_beside_it(opened: Opened) -> None:
    """With a note where the source that was given has nothing near; it comes first if it has."""
    typed = "They must fund the search for the disappeared"
    verdict = check(typed, opened, source="report-03")
    assert (verdict.outcome, changed(verdict)) == (Outcome.ALTERED, [("must", "should")])
    assert "Nothing near stands in the source that was given" in verdict.notes[0]
    assert check(typed, opened, source="statement").notes == ()


def test_a_quotation_may_run_over_passages(opened: Opened) -> None:
    """Two paragraphs quoted in one go are found, with both passages."""
    verdict = check("We disagree with her.\n\nStates must not grant amnesties.", opened)
    assert verdict.outcome is Outcome.VERIFIED
    assert len(verdict.places[0].passages) == 2


def test_too_short_and_too_long_are_refused(opened: Opened) -> None:
    """Two words prove nothing; a book is no quotation."""
    with pytest.raises(QueryError, match="2 words"):
        check("the court", opened)
    with pytest.raises(QueryError, match="10,001"):
        check("a" * 10_001, opened)


def test_the_shown_words_are_the_sources_own(opened: Opened) -> None:
    """However it was typed, what is shown is a stretch of the stored text."""
    verdict = check("CALL ON ALL STATES TO INVESTI-\nGATE", opened)
    place = verdict.places[0]
    assert place.words == "call on all States to investigate"
    assert place.words in place.passages[0].text


def test_a_hyphen_is_not_the_end_of_a_word() -> None:
    """`lethal` is not found in `non-lethal`, nor `art` in `part`."""
    source = wording("non-lethal parts of the States' arms")
    assert list(found(wording("lethal parts"), source)) == []
    assert list(found(wording("arts of"), source)) == []
    assert list(found(wording("the States arms"), source)) == [(4, 7)]
    assert len(list(found(wording("nonlethal parts"), source))) == 1


@pytest.mark.parametrize("many", [3, 400])
def test_words_are_laid_side_by_side_whatever_they_hold(many: int) -> None:
    """Few words by the longest runs, many equal ones by bit vectors: blocks ascend and agree."""
    rng = random.Random(SEED)
    ours = [rng.choice("ab" if many > 3 else "abcdefgh") for _ in range(many * 5)]
    theirs = [rng.choice("ab" if many > 3 else "abcdefgh") for _ in range(many * 6)]
    found = blocks(ours, theirs)
    assert found
    at = there = 0
    for a, b, size in found:
        assert a >= at
        assert b >= there
        assert ours[a : a + size] == theirs[b : b + size]
        at, there = a + size, b + size
    assert sum(size for _, _, size in found) <= most_alike(ours, theirs)


def test_bit_vectors_find_the_longest_common_subsequence() -> None:
    """As many words as the textbook's table of lengths gives."""
    rng = random.Random(SEED)
    for _ in range(50):
        ours = [rng.choice("abcd") for _ in range(rng.randrange(1, 30))]
        theirs = [rng.choice("abcd") for _ in range(rng.randrange(1, 30))]
        lengths = [[0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
        for i, one in enumerate(ours):
            for j, other in enumerate(theirs):
                best = max(lengths[i][j + 1], lengths[i + 1][j])
                lengths[i + 1][j + 1] = lengths[i][j] + 1 if one == other else best
        assert sum(size for _, _, size in longest_common(ours, theirs)) == lengths[-1][-1]


@pytest.mark.parametrize(
    "typed",
    [
        "the " * 2_499,
        "the of and to in a is that for on " * 280,
        "\n".join(f"{n}) the States must not" for n in range(500)),
        "grant amnesties, they should fund the search, States must " * 170,
    ],
)
def test_no_quotation_takes_long(opened: Opened, typed: str) -> None:
    """A page and a half of equal words costs as little as any; it took many minutes once."""
    begin = time.process_time()
    assert check(typed[:10_000], opened).outcome in (Outcome.ALTERED, Outcome.NOT_FOUND)
    assert time.process_time() - begin < 5


def test_marks_are_limited(opened: Opened) -> None:
    """Hundreds of ellipses are no quotation."""
    with pytest.raises(QueryError, match="61 ellipses and brackets; give at most 60"):
        check("States must not " + "… grant " * 61, opened)


def test_what_was_not_compared_is_said(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the bound bites, the verdict claims no more than was looked at."""
    typed = "the officers of Peru never did before any deadline at all"
    assert check(typed, opened).is_complete
    monkeypatch.setattr(candidates, "MOST_COMPARED", 1)
    monkeypatch.setattr(candidates, "MOST_ALIKE", 2)
    monkeypatch.setattr(candidates, "_AS_LIKELY", 0.0)
    cut = check(typed, opened)
    assert not cut.is_complete
    assert "Not all passages were compared" in cut.notes[0]
    assert as_json(cut)["complete"] is False
    assert cut.outcome is not Outcome.NOT_FOUND or "compared" in as_json(cut)["sentence"]
    found = check("They should fund the search for the disappeared", opened)
    assert found.outcome is Outcome.VERIFIED
    assert found.is_complete


def test_the_words_that_are_read_are_limited(opened: Opened) -> None:
    """Once enough was read no more is, but the likeliest passage always is."""
    parts = readings("the organisations must never again accept the files")[-1].parts
    reach = Reach(words=1)
    read = list(stretches(parts, opened, allowed=opened.live, numbered=False, reach=reach))
    assert len(read) == 1
    assert reach.is_cut


def test_repairs_are_named_only_where_they_are_needed() -> None:
    """A difference in one respect names one repair."""
    assert needed("all States", "all States") == ()
    assert needed("all  States", "all States") == ("line breaks and spaces",)
    assert needed("“all” States", '"all" States') == ("quotation marks",)
    assert needed("all States, too", "all States too") == ("punctuation",)


def test_a_bracket_that_adds_is_said_to_add(opened: Opened) -> None:
    """A number put between two words of the source stands for none of its words."""
    verdict = check("They should fund [12 times] the search for the disappeared", opened)
    assert verdict.outcome is Outcome.ALTERED
    assert verdict.places[0].warning == "The bracket [12 times] says more than the source."


def test_the_terminal_says_whose_words_stand_there(opened: Opened) -> None:
    """A digest is named beside its words, and so is a source that quotes somebody."""
    digest = as_text(check("The court opened its doors", opened))
    assert "digest, not the document's words" in digest
    spoken = as_text(check("We will never extradite anybody", opened))
    assert "the source itself quotes these words" in spoken
    own = as_text(check("They should fund the search for the disappeared", opened))
    assert "digest" not in own
    assert "itself quotes" not in own
