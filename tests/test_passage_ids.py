"""A passage's id comes from its document, its words and its occurrence, and stays for ever."""

import base64
import hashlib
from dataclasses import replace

from appeals import captured
from hypothesis import given
from hypothesis import strategies as st

from archive.records import passage_id, with_ids

# Characters that extractors exchange for one another, by the one that stands for them all.
SAME = {" ": " \n\t\u00a0\u2009", "'": "'‘’‚‛′", '"': '"“”„‟«»', "-": "-‐‑‒–—―−"}


@st.composite
def extractions(draw: st.DrawFn) -> tuple[str, str]:
    """Two extractions of one text: other spacing, quotation marks, dashes and soft hyphens."""
    text = draw(st.text("abéß ع'\"-", min_size=1, max_size=30))
    other = ""
    for character in text:
        choices = SAME.get(character, character)
        repeats = draw(st.integers(1, 3)) if character == " " else 1
        other += "".join(draw(st.sampled_from(choices)) for _ in range(repeats))
        other += draw(st.sampled_from(["", "", "\u00ad"]))
    return text, draw(st.sampled_from(["", " ", "\n"])) + other


@given(extractions(), st.integers(1, 3))
def test_another_extraction_keeps_the_passage_id(texts: tuple[str, str], occurrence: int) -> None:
    """White space, quotation marks, dashes and soft hyphens do not break a citation."""
    text, other = texts
    assert passage_id("appeal", text, occurrence) == passage_id("appeal", other, occurrence)


def test_a_passage_id_is_this_for_ever() -> None:
    """Citations hold ten years: the id is the SHA-256 that its docstring says, and is pinned."""
    content = 'appeal\0The States\' "duty" - to act\x001'
    expected = base64.b32encode(hashlib.sha256(content.encode()).digest())[:12].decode().lower()
    found = passage_id("appeal", " The\u00a0States’  “du\u00adty” –\nto act", 1)
    assert found == f"p{expected}" == "pdf7d4rrkke75"


def test_ids_tell_documents_texts_and_occurrences_apart() -> None:
    """Another document, another word, another case or another place is another passage."""
    ids = {
        passage_id("appeal", "States must act", 1),
        passage_id("appeals", "States must act", 1),
        passage_id("appeal", "States must not act", 1),
        passage_id("appeal", "states must act", 1),
        passage_id("appeal", "States must act", 2),
    }
    assert len(ids) == 5


def test_equal_passages_are_counted_in_the_order_of_the_text() -> None:
    """A call that is said twice is two passages; a passage added between changes neither id."""
    first, middle, last = captured().passages
    assert first.passage_id == passage_id("appeal", first.text, 1)
    assert last.passage_id == passage_id("appeal", first.text, 2)
    assert middle.passage_id == passage_id("appeal", middle.text, 1)
    curly = replace(last, text="States\u00a0must act now.")
    assert [p.passage_id for p in with_ids((first, curly))] == [first.passage_id, last.passage_id]
