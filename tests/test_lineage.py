"""What became of a passage: after any edit the answer is right, or says that it is not sure."""

import random
import time

import pytest
from edits import BOILERPLATE, SAME, answered, document, edited, passages
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.lineage import Fate, RunKind, Verdict, difference, trace
from archive.passage_ids import normalised

FIRST = "The commission heard forty families of the disappeared in the old court house of the town."
SECOND = (
    "It found that the army had closed the road to the village before the night of the killings."
)
THIRD = "No officer was ever charged, and the archive of the brigade is still under seal today."


def fates(old: list[str], new: list[str]) -> list[Fate]:
    """What became of each text of `old` in `new`."""
    return list(trace(passages(old), passages(new, "v2")))


def places(fate: Fate, new: list[str]) -> list[int]:
    """Where in the new version the words are."""
    ids = [passage.passage_id for passage in passages(new, "v2")]
    return [ids.index(one) for one in fate.passage_ids]


# One passage and what can become of it


@pytest.mark.parametrize(
    ("new", "verdict", "found"),
    [
        ([FIRST, SECOND, THIRD], Verdict.EXACT, [0]),
        (["A new heading", FIRST, SECOND, THIRD], Verdict.EXACT, [1]),
        ([SECOND, THIRD, FIRST], Verdict.MOVED, [2]),
        ([FIRST.replace("forty", "fifty"), SECOND, THIRD], Verdict.EDITED, [0]),
        ([FIRST.replace("families", "fami-\nlies"), SECOND, THIRD], Verdict.EDITED, [0]),
        ([FIRST.replace("families", "fami\u00adlies"), SECOND, THIRD], Verdict.EXACT, [0]),
        ([FIRST[:50], FIRST[51:], SECOND, THIRD], Verdict.SPLIT, [0, 1]),
        ([f"{FIRST} {SECOND}", THIRD], Verdict.MERGED, [0]),
        ([SECOND, THIRD], Verdict.GONE, []),
        ([], Verdict.GONE, []),
    ],
)
def test_each_verdict(new: list[str], verdict: Verdict, found: list[int]) -> None:
    """The first of three passages, after one edit, is found where it is now."""
    fate = fates([FIRST, SECOND, THIRD], new)[0]
    assert (fate.verdict, places(fate, new), fate.is_certain) == (verdict, found, True)


def test_a_repeated_text_is_told_by_its_neighbours() -> None:
    """Of three copies the middle one is dropped: its id does not silently pass to the third."""
    old = [BOILERPLATE, FIRST, BOILERPLATE, SECOND, BOILERPLATE]
    new = [BOILERPLATE, FIRST, SECOND, BOILERPLATE]
    first, _, middle, _, last = fates(old, new)
    assert (first.verdict, places(first, new)) == (Verdict.EXACT, [0])
    assert (last.verdict, places(last, new)) == (Verdict.EXACT, [3])
    assert middle.verdict is Verdict.GONE
    assert not middle.is_certain
    assert len(middle.alternatives) == 2


def test_two_that_fit_as_well_are_both_named() -> None:
    """A call that two calls of its form may come from is never given as certain."""
    form = "We call on the Government to ratify the Convention on enforced disappearance"
    (fate,) = fates([f"{form} now."], [f"{form} soon.", f"{form} here."])
    assert fate.verdict is Verdict.EDITED
    assert not fate.is_certain
    assert len({*fate.passage_ids, *fate.alternatives}) == 2


def test_a_new_call_of_the_old_form_is_not_the_old_call() -> None:
    """A dropped call and another one of the same form are not one, or at least not surely."""
    form = "We call on the Government to ratify the Convention on"
    calls = [f"{form} {what}." for what in ("torture", "migrants", "disability", "genocide")]
    new = [*calls[:3], f"{form} statelessness and nationality."]
    fate = fates(calls, new)[3]
    assert fate.verdict is Verdict.GONE or not fate.is_certain


# Any edits


def test_no_answer_is_silently_wrong() -> None:
    """After 1,500 random edits each old passage is rightly answered, or the answer is unsure.

    Only among copies of the same words that are as many as before is one taken for another: that
    a copy went and one came cannot be seen.
    """
    found = answered(320)
    assert found.edits.total() >= 1400
    assert found.wrong == []
    rights = sum(count for (_, right), count in found.answers.items() if right)
    assert rights / found.answers.total() > 0.97, found.answers
    assert found.unsure / found.answers.total() < 0.08


@settings(max_examples=60)
@given(st.lists(st.text("ab .", max_size=12), max_size=12), st.randoms(use_true_random=False))
def test_texts_of_any_kind_are_answered(texts: list[str], rng: random.Random) -> None:
    """One fate for each passage in order; an exact or moved one has the same words."""
    new = [text for text in texts if rng.random() < 0.8] + texts[:1]
    rng.shuffle(new)
    after = passages(new, "v2")
    words = {passage.passage_id: normalised(passage.text) for passage in after}
    found = trace(passages(texts), after)
    assert [fate.passage_id for fate in found] == [one.passage_id for one in passages(texts)]
    for fate, text in zip(found, texts, strict=True):
        assert (fate.verdict is Verdict.GONE) == (not fate.passage_ids)
        if fate.verdict in SAME:
            assert [words[one] for one in fate.passage_ids] == [normalised(text)]


def test_an_unchanged_version_is_exact_throughout() -> None:
    """The same text again gives the same ids, each exact and certain."""
    texts = document(random.Random(7))
    for fate in fates(texts, texts):
        assert (fate.verdict, fate.passage_ids) == (Verdict.EXACT, (fate.passage_id,))
        assert fate.is_certain


def test_a_long_report_is_traced_within_seconds() -> None:
    """600 passages, one in four edited: half a second of processor time, at each build."""
    rng = random.Random(1)
    texts = [text for _ in range(30) for text in document(rng)]
    work = edited(rng, texts, len(texts) // 4)
    new = passages([piece.text for piece in work.pieces], "v2")
    begin = time.process_time()
    trace(passages(texts), new)
    assert time.process_time() - begin < 3


# Word by word


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_difference_gives_both_wordings_back(old: str, new: str) -> None:
    """What is kept and removed is the old wording, what is kept and added the new one."""
    runs = difference(old, new)
    assert "".join(run.text for run in runs if run.kind is not RunKind.ADDED) == old
    assert "".join(run.text for run in runs if run.kind is not RunKind.REMOVED) == new


def test_a_difference_is_of_whole_words() -> None:
    """A changed word is shown whole, the rest as kept."""
    kinds = [(run.kind, run.text) for run in difference("States must act.", "States may act.")]
    assert kinds == [
        (RunKind.KEPT, "States "),
        (RunKind.REMOVED, "must"),
        (RunKind.ADDED, "may"),
        (RunKind.KEPT, " act."),
    ]
