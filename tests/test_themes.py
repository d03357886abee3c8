"""Themes: phrases found whole, hints that count only with nearness, and nearness without luck."""

import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builds import row_named
from hypothesis import given
from hypothesis import strategies as st

from archive.annotation import rules
from archive.annotation.cues import cue_pattern
from archive.annotation.model import Basis
from archive.annotation.nearness import HIGHEST, LOWEST, TAUGHT, Nearness
from archive.annotation.phrases import Found, PhraseBook, apart
from archive.annotation.rules import Rules, Term
from archive.annotation.skos import turtle
from archive.annotation.themes import ThemeFinder
from archive.annotation.weighing import SURE, Signs, confidence
from archive.model import PassageKind

CORPUS = Path(__file__).parents[1] / "corpus"
PHRASES = ("torture", "ill treatment", "head|heads of state", "2271/96", "crimes d’État", "ASP")


@pytest.fixture(scope="module")
def finder() -> ThemeFinder:
    """The shipped themes, compiled."""
    return ThemeFinder.of(rules.load(rules.source(CORPUS)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Torture and ill-treatment", ["Torture", "ill-treatment"]),
        ("Heads of State", ["Heads of State"]),
        ("Regulation 2271/96.", ["2271/96"]),
        ("Crimes d'État", ["Crimes d'État"]),
        ("the ASP, not an asp", ["ASP"]),
        ("tortured, non-torture, and/torture, torture/abuse", []),
    ],
)
def test_phrases_are_found_whole(text: str, found: list[str]) -> None:
    """In any capitals but for acronyms; never inside another word."""
    book = PhraseBook.of((phrase, 0) for phrase in PHRASES)
    assert [text[one.start : one.end] for one in book.find(text)] == found


@given(st.lists(st.sampled_from(["war", "crimes", "of", "war-crimes", "x/war", ",", "Wars"])))
def test_phrases_are_what_their_pattern_finds(words: list[str]) -> None:
    """The book finds the same places as the regular expression of the rules' acts."""
    text = " ".join(words)
    book = PhraseBook.of((phrase, 0) for phrase in ("war", "war crimes"))
    places = [(one.start, one.end) for one in apart(book.find(text))]
    assert places == [match.span() for match in cue_pattern(["war", "war crimes"]).finditer(text)]


def test_overlapping_phrases_count_once() -> None:
    """The longest of those that begin together, then the next behind it."""
    spans = [Found(0, 0, 3), Found(0, 0, 9), Found(0, 4, 9), Found(0, 10, 12)]
    assert [(one.start, one.end) for one in apart(spans)] == [(0, 9), (10, 12)]


def test_the_confidence_is_the_written_formula() -> None:
    """A logistic function of the signs; nothing without a cue or a hint, however near."""
    signs = Signs(has_cue=True, count=2, words=120, in_title=False, nearness=2.0)
    total = -0.33 + 1.34 + 0.75 * 2 / 2 + 0.51 * 2
    assert confidence(signs) == pytest.approx(1 / (1 + np.exp(-total)))
    of_digest = replace(signs, in_title=True, is_title_cue=True, is_digest=True)
    total += 0.52 + 1.69 + 0.41
    assert confidence(of_digest) == pytest.approx(1 / (1 + np.exp(-total)))
    of_words = replace(of_digest, different=2, longest=3)
    total += -0.15 * 2 + 0.09 * 3
    assert confidence(of_words) == pytest.approx(1 / (1 + np.exp(-total)))
    nothing = Signs(has_cue=False, count=0, words=9, in_title=False, nearness=9.0)
    assert confidence(nothing) == 0
    total = -0.33 + 0.52 + 0.14 + 0.51 * 9
    only_title = confidence(replace(nothing, in_title=True))
    assert only_title == pytest.approx(1 / (1 + np.exp(-total)))


def test_a_hint_counts_only_with_nearness(finder: ThemeFinder) -> None:
    """The word witnesses says nothing alone; near to witness protection it does."""
    ids = [theme.term_id for theme in finder.themes]
    text = "Two witnesses disappeared from the village before the hearing began that week."
    flat = [-5.0] * len(ids)
    near = [1.5 if name == "witness-protection" else -5.0 for name in ids]
    assert "witness-protection" not in _found(finder, text, flat)
    found = _found(finder, text, near)["witness-protection"]
    assert (found.cue, found.nearness) == ("witnesses", 1.5)
    assert text[found.start :].startswith(found.cue)
    assert found.confidence >= SURE


def test_a_call_is_filed_by_a_phrase_whatever_it_is_near_to(finder: ThemeFinder) -> None:
    """It asks for several things in few words; of a paragraph the nearness decides, too."""
    ids = [theme.term_id for theme in finder.themes]
    text = "Take action against smear campaigns, with adequate means and in due course, together."
    far = [-6.0] * len(ids)
    passage = replace(row_named("p").passage, text=text, language="en")
    call = replace(passage, kind=PassageKind.CALL)
    (found,) = finder.weigh(call, title="", nearness=far)
    assert (found.theme_id, found.cue) == ("attacks-un-experts", "smear campaigns")
    assert found.confidence >= SURE
    assert finder.weigh(passage, title="", nearness=far) == ()


def test_the_title_speaks_for_a_digest_alone(finder: ThemeFinder) -> None:
    """A digest stands for its document: what the title names and it is near to is its theme."""
    ids = [theme.term_id for theme in finder.themes]
    near = [1.0 if name == "amnesties" else -5.0 for name in ids]
    passage = replace(row_named("p").passage, text="The court has to decide.", language="en")
    digest = replace(passage, kind=PassageKind.DIGEST)
    title = "Against the amnesty law"
    (found,) = finder.weigh(digest, title=title, nearness=near)
    assert (found.theme_id, found.start, found.basis) == ("amnesties", -1, Basis.RECORD)
    assert found.cue in title
    assert finder.weigh(passage, title=title, nearness=near) == ()


def test_arabic_writes_small_words_before_a_word() -> None:
    """An "and", an "in", a "to the" before the first word of a phrase do not hide it."""
    book = PhraseBook.of([("التعذيب", 0), ("مجلس الأمن", 1)])
    owners = [one.owner for one in book.find("والتعذيب للتعذيب بالتعذيب ومجلس الأمن")]
    assert owners == [0, 0, 0, 1]


def _found(finder: ThemeFinder, text: str, nearness: list[float]) -> dict[str, object]:
    passage = replace(row_named("p").passage, text=text)
    themes = finder.weigh(passage, title="A statement", nearness=nearness)
    return {theme.theme_id: theme for theme in themes}


def _rules() -> Rules:
    themes = tuple(
        Term(
            term_id=name,
            label={"en": name},
            cues={"en": (cue,)},
            definition={"en": f"about {name}"},
        )
        for name, cue in (("a", "one"), ("b", "two"), ("c", "three"))
    )
    return Rules(themes=themes, acts=(), addressees=(), groups={}, wordings={}, states={})


def test_nearness_is_of_the_mean_direction_and_bounded() -> None:
    """A row without a vector is far from all; of what was not taught nothing is said."""
    axes = np.eye(2, dtype=np.float32)
    matrix = np.array([[1, 0], [0, 40], [np.nan, np.nan]], dtype=np.float32)
    near = Nearness(matrix, np.array([-0.5, 0, np.nan], dtype=np.float32))
    found = near.of_rows(np.array([0, 0, 2], dtype=np.int32), axes[[0, 1, 0]], rows=3)
    assert found[0, :2].tolist() == pytest.approx([2**-0.5 - 0.5, HIGHEST])
    assert found[1, :2].tolist() == [LOWEST, LOWEST]
    assert found[2, :2].tolist() == pytest.approx([0.5, 0])
    assert np.isnan(found[:, 2]).all()


def test_every_shipped_theme_was_taught_for_one_encoder_alone() -> None:
    """The weights are for the vectors of one encoder; a theme that is new to them has none."""
    known = rules.load(rules.source(CORPUS))
    with np.load(TAUGHT, allow_pickle=False) as taught:
        encoder = str(taught["encoder"])
    near = Nearness.of(known, weights_sha256=encoder)
    assert near is not None
    assert len(near.matrix) == len(known.themes)
    assert np.isfinite(near.matrix).all()
    assert np.isfinite(near.offsets).all()
    assert Nearness.of(known, weights_sha256="0" * 64) is None
    other = Nearness.of(_rules(), weights_sha256=encoder)
    assert other is not None
    assert np.isnan(other.offsets).all()
    without = Nearness.of(replace(known, themes=()), weights_sha256=encoder)
    assert without is not None
    assert without.of_rows(np.zeros(1, np.int32), near.matrix[:1], rows=1).shape == (1, 0)


def test_a_theme_that_was_not_taught_is_filed_by_its_cues_alone(finder: ThemeFinder) -> None:
    """As where nothing is compared: a hint files nothing, a label does."""
    text = "The witness protection programme protects witnesses, and torture is a crime."
    unknown = [math.nan] * len(finder.themes)
    found = _found(finder, text, unknown)
    by_cues = finder.find(text, "en", is_call=False)
    assert [*found.values()] == [*by_cues]
    assert "witness-protection" in found


def test_every_theme_has_hints_in_the_language_of_its_cues() -> None:
    """A language that has cues has hints too, and none is a regular expression by mistake."""
    for theme in rules.load(rules.source(CORPUS)).themes:
        assert set(theme.cues) <= set(theme.hints), theme.term_id
        for hint in (hint for hints in theme.hints.values() for hint in hints):
            assert not re.search(r"[()\[\]*+?\\^$]", hint), hint


PATTERNS = {
    "eurovoc": r"[0-9]+",
    "upr": r"[A-H][0-9]+",
    "principles": r"[1-9]|[12][0-9]|3[0-8]",
}


def test_skos_has_every_theme_and_only_ids_that_were_looked_up() -> None:
    """A theme is a concept with its labels and definitions; a public id has its label there."""
    known = rules.load(rules.source(CORPUS))
    text = turtle(known, "https://archive.example.org/")
    for theme in known.themes:
        assert f"<https://archive.example.org/positions/{theme.term_id}> a skos:Concept" in text
        for code, label in theme.label.items():
            assert f'skos:prefLabel "{label}"@{code}' in text
        for code, words in theme.definition.items():
            assert f'skos:definition "{words}"@{code}' in text
        for match in theme.matches:
            assert match.kind in ("exact", "close", "broad", "related")
            assert match.label
            assert re.fullmatch(PATTERNS[match.vocabulary], match.match_id)
    assert "skos:exactMatch <http://eurovoc.europa.eu/4467>" in text
    assert 'skos:closeMatch [ a skos:Concept ; skos:notation "24" ; skos:prefLabel "Restr' in text
    assert text.count(" .\n") == 2 + 1 + len(known.groups) + len(known.themes)


def test_a_definition_without_a_language_is_english(tmp_path: Path) -> None:
    """A file of themes that has one sentence for each goes on being read."""
    (tmp_path / "themes.toml").write_text(
        '[[theme]]\nid = "a"\nlabel = { en = "A" }\ncues = {}\ndefinition = "About a."\n'
    )
    (theme,) = rules.load(rules.source(tmp_path)).themes
    assert theme.definition == {"en": "About a."}


def test_what_would_break_turtle_is_escaped() -> None:
    """A quotation mark, a backslash or a line's end stays inside its literal."""
    theme = Term(term_id="a", label={"en": 'say "so"\\'}, cues={}, definition={"en": "two\nlines"})
    known = Rules(themes=(theme,), acts=(), addressees=(), groups={}, wordings={}, states={})
    text = turtle(known, "https://a.example")
    assert 'skos:prefLabel "say \\"so\\"\\\\"@en' in text
    assert 'skos:definition "two\\nlines"@en' in text


def test_a_publisher_that_names_itself_is_no_theme(finder: ThemeFinder) -> None:
    """The Security Council reports to itself; of anybody else's text it is what is spoken of."""
    text = "Requests the Secretary-General to report to the Security Council. The Council waits."
    near = [2.0 if one.term_id == "security-council-veto" else -5.0 for one in finder.themes]
    passage = replace(row_named("p").passage, text=text)
    for publishers, is_theme in (((), True), (("United Nations Security Council",), False)):
        found = finder.weigh(passage, title="", nearness=near, publishers=publishers)
        assert ("security-council-veto" in {one.theme_id for one in found}) is is_theme


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Selective responses to atrocities weaken the law."),
        ("fr", "Cette indignation sélective affaiblit le droit."),
        ("es", "Esta indignación selectiva debilita el derecho."),
    ],
)
def test_selective_reactions_are_double_standards(
    finder: ThemeFinder, language: str, text: str
) -> None:
    """Also where no standard is named."""
    found = finder.find(text, language, is_call=False)
    assert [one.theme_id for one in found] == ["double-standards"]
