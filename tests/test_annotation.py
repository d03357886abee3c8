"""The rules of positions: who does what to whom, and on which theme."""

from pathlib import Path

import pytest

from archive.annotation import rules
from archive.annotation.annotate import Annotator
from archive.annotation.model import Annotation
from archive.model import Document, Passage, PassageKind, TextOrigin, Voice
from archive.rows import Row

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator.of(rules.load(rules.source(CORPUS)))


def _annotated(
    annotator: Annotator,
    text: str,
    *,
    kind: PassageKind = PassageKind.PARAGRAPH,
    voice: Voice = Voice.OWN,
    lead_in: str = "",
) -> Annotation:
    passage = Passage(
        passage_id="p1",
        doc_id="statement",
        version_id="v1",
        text=text,
        start=0,
        end=len(text),
        kind=kind,
        language="en",
        voice=voice,
        lead_in=lead_in,
    )
    document = Document(doc_id="statement", title="A statement", publishers=("FIDH",))
    return annotator.annotate(Row(document=document, passage=passage, origin=TextOrigin.CAPTURED))


def test_an_author_who_urges_all_states_demands_of_all_states(annotator: Annotator) -> None:
    """The author's own verb gives the act, its object the addressee."""
    found = _annotated(annotator, "FIDH urges all States to cooperate with the Court.")
    assert (found.act, found.addressees) == ("demand", ("all-states",))


def test_a_numbered_call_does_what_its_lead_in_says(annotator: Annotator) -> None:
    """A call inherits act and addressee, and has themes of its own."""
    found = _annotated(
        annotator,
        "Ensure reparations for all victims of enforced disappearance.",
        kind=PassageKind.CALL,
        lead_in="The organisations urge all States to:",
    )
    assert (found.act, found.addressees, found.inherited) == ("demand", ("all-states",), True)
    assert {"reparations", "enforced-disappearance"} <= {one.theme_id for one in found.themes}


def test_the_words_of_others_are_no_stand_of_the_author(annotator: Annotator) -> None:
    """What is an act in the author's voice is none in a quoted one."""
    text = "We urge all States to cooperate with the Court."
    assert _annotated(annotator, text).act == "demand"
    assert _annotated(annotator, text, voice=Voice.QUOTED).act == ""


def test_what_tells_about_the_issuer_is_not_annotated(annotator: Annotator) -> None:
    """Boilerplate has neither theme nor act."""
    text = "FIDH condemns torture and calls on all States to end it."
    assert _annotated(annotator, text, kind=PassageKind.BOILERPLATE) == Annotation()
