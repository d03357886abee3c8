"""What is marked in a passage: what was asked for, in every form that was found."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import row

from archive.keyword import highlight, segment
from archive.keyword.index import KeywordIndex
from archive.nodes import Either, Phrase
from archive.query import parse

ENGLISH = (
    "The Court prosecuted torturers; victims of torture, a victim's family and co-operation "
    "under S/RES/1593 are no alibi for AIDS aid. Crimes against humanity remain."
)
FRENCH = "L'impunité des crimes d'État n'a pas été jugée."
SPANISH = "La desaparición y otras desapariciones."
ARABIC = "تطالب المنظمات بالعدالة والعَدَالَة للضحايا"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> KeywordIndex:
    """An index of the four texts."""
    texts = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH, "ar": ARABIC}
    rows = [row(n, text, language=code) for n, (code, text) in enumerate(texts.items())]
    folder = tmp_path_factory.mktemp("segment")
    segment.write(folder, rows)
    return KeywordIndex.open([folder], [len(rows)], np.ones(len(rows), dtype=bool))


def marked(index: KeywordIndex, query: str, text: str, language: str = "en") -> list[str]:
    """The stretches of `text` that are marked for what was typed."""
    spans = highlight.of_query(parse(query).tree, index).spans(text, language)
    return [text[begin:end] for begin, end in spans]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("victim", ["victims", "victim"]),
        ("prosecution", ["prosecuted"]),
        ("victims of torture", ["torturers", "victims", "torture", "victim"]),
        ("the of", ["The", "of"]),
        ('"victims of torture"', ["victims of torture"]),
        ('"victim of torture"', []),
        ("tortur*", ["torturers", "torture"]),
        ("tortuer~", ["torture"]),
        ("victims NOT torture", ["victims", "victim"]),
        ('court -"crimes against humanity"', ["Court"]),
        ("cooperation", []),
        ("co-operation", ["co-operation"]),
        ("S/RES/1593", ["S/RES/1593"]),
        ('"humanity crimes"~3', ["Crimes", "humanity"]),
        ("publisher:FIDH humanity", ["humanity"]),
        ("wiretapping", []),
        ("", []),
    ],
)
def test_what_is_marked_is_what_was_asked_for(
    index: KeywordIndex, query: str, expected: list[str]
) -> None:
    """Every inflection, whole phrases, expansions; nothing excluded, no grammar beside words."""
    assert marked(index, query, ENGLISH) == expected


@pytest.mark.parametrize(
    ("query", "text", "language", "expected"),
    [
        ("impunite", FRENCH, "fr", ["impunité"]),
        ("ÉTAT crime", FRENCH, "fr", ["crimes", "État"]),
        ("desaparicion", SPANISH, "es", ["desaparición", "desapariciones"]),
        ("بالعدالة", ARABIC, "ar", ["بالعدالة"]),
    ],
)
def test_every_language_is_marked_by_its_own_stems(
    index: KeywordIndex, query: str, text: str, language: str, expected: list[str]
) -> None:
    """Accents and elision are no obstacle; the marked text is that of the passage."""
    assert marked(index, query, text, language) == expected


def test_other_names_are_marked_as_phrases(index: KeywordIndex) -> None:
    """A name that was added is marked where it stands whole."""
    tree = Either(parts=(Phrase(text="crimes against humanity"), Phrase(text="victims court")))
    spans = highlight.of_query(tree, index).spans(ENGLISH, "en")
    assert [ENGLISH[a:b] for a, b in spans] == ["Crimes against humanity"]


@given(st.text(max_size=80), st.sampled_from(["victims torture", '"a b"', "co*", "S/RES/1593"]))
def test_spans_are_ascending_and_apart(text: str, query: str) -> None:
    """A snippet can be cut at them without looking back."""
    empty = KeywordIndex.open([], [], np.zeros(0, dtype=bool))
    place = 0
    for begin, end in highlight.of_query(parse(query).tree, empty).spans(f"{text} a b", "en"):
        assert place <= begin < end
        place = end
