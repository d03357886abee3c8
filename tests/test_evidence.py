"""A snippet is the passage's own characters, cut at its sentences and words."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archive.evidence import CUT, SNIPPET_CHARACTERS, Span, sentence_span, snippet
from archive.keyword.analysis import sentence_starts, tokens
from archive.results import Fragment

WORDS = st.lists(st.sampled_from("victims must. See justice! عدالة réparation a".split()))
TEXTS = WORDS.map(" ".join) | st.text(max_size=900)


def shown(text: str, *words: str) -> tuple[Fragment, ...]:
    """The snippet of `text` with these words marked."""
    spans = [(t.start, t.end) for t in tokens(text) if text[t.start : t.end] in words]
    return snippet(text, spans, sentence_starts(text))


def own(fragments: tuple[Fragment, ...]) -> str:
    """What a snippet shows, without the ellipses for what it leaves out."""
    return "".join(one.text for one in fragments if one.text not in (f"{CUT} ", f" {CUT}"))


def marked(fragments: tuple[Fragment, ...]) -> list[str]:
    return [one.text for one in fragments if one.marked]


@st.composite
def spanned(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text with stretches of it, ascending and apart."""
    text = draw(TEXTS.map(lambda one: one * draw(st.integers(1, 6))))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    return text, list(pairwise(cuts))[::2]


@given(spanned())
def test_every_character_is_the_passage_s(one: tuple[str, list[Span]]) -> None:
    """Whatever is marked, what is shown is one stretch of the text, short, and marked truly."""
    text, spans = one
    fragments = snippet(text, spans, sentence_starts(text))
    assert own(fragments) in text
    assert len(own(fragments)) <= SNIPPET_CHARACTERS
    parts = [text[a:b] for a, b in spans]
    assert all(part in parts for part in marked(fragments))
    if len(text) <= SNIPPET_CHARACTERS:
        assert own(fragments) == text
        assert marked(fragments) == parts


def test_a_short_passage_is_shown_whole() -> None:
    """Nothing is cut from what fits, and neighbours of a mark stay apart from it."""
    fragments = shown("States must end impunity.", "must", "impunity")
    assert [(one.text, one.marked) for one in fragments] == [
        ("States ", False),
        ("must", True),
        (" end ", False),
        ("impunity", True),
        (".", False),
    ]


def test_a_long_passage_is_shown_from_the_sentence_with_the_match() -> None:
    """What is before and behind it is told by an ellipsis each, as fragments of their own."""
    filler = "Nothing of note happened on that day. " * 20
    fragments = shown(f"{filler}The victims asked for truth. {filler}", "victims", "truth")
    assert [one.text for one in fragments][:4] == ["… ", "The ", "victims", " asked for "]
    assert fragments[-1].text == " …"
    assert own(fragments).startswith("The victims asked for truth. Nothing of")
    assert own(fragments).split()[-1] in filler.split()


def test_the_window_with_most_different_words_wins() -> None:
    """Two words of the query once say more than one of them twice; the first wins a tie."""
    gap = "Nothing of note happened on that day. " * 15
    text = f"First the victims and victims. {gap}Then victims and truth. {gap}Last truth, victims."
    fragments = shown(text, "victims", "truth")
    assert [one.text for one in fragments][1] == "Then "


def test_a_match_far_into_a_long_sentence_is_shown() -> None:
    """A sentence longer than a snippet cannot hide what was found at its end."""
    text = "and so on, " * 100 + "until the victims spoke"
    fragments = shown(text, "victims")
    assert marked(fragments) == ["victims"]


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    """Where no word ends within the length, the length ends it."""
    assert own(shown("国" * 1_000)) == "国" * SNIPPET_CHARACTERS


def test_a_passage_without_a_match_is_shown_from_its_beginning() -> None:
    """There is nothing better to show, and only what is behind is cut."""
    fragments = shown("word " * 200)
    assert own(fragments).startswith("word word")
    assert [one.text for one in fragments if CUT in one.text] == [" …"]


def test_a_sentence_ends_before_its_space() -> None:
    """Marking a sentence does not mark the white space behind it."""
    text = "One here. Two there.  \n Three."
    starts = sentence_starts(text)
    spans = [sentence_span(text, starts, number) for number in range(len(starts))]
    assert [text[a:b] for a, b in spans] == ["One here.", "Two there.", "Three."]
