"""Customary words of stands in four languages: who does what to whom, in sentences made up."""

import tomllib
from pathlib import Path

import pytest

from archive.annotation import rules
from archive.annotation.annotate import Annotator
from archive.annotation.model import Annotation
from archive.model import Document, Passage, PassageKind, TextOrigin
from archive.rows import Row

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
GROUPS = tomllib.loads((GOLDEN / "stand_sentences.toml").read_text(encoding="utf-8"))["group"]
NAMES = tomllib.loads((GOLDEN / "addressee_names.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator.of(rules.load(rules.source(ROOT / "corpus")))


@pytest.mark.parametrize("group", GROUPS, ids=lambda one: f"{one['language']}, {one['by']}")
def test_each_sentence_does_what_it_says(
    annotator: Annotator, group: dict[str, list[tuple[str, str, list[str]]]]
) -> None:
    """Verbs of resolutions and of statements, and the same verbs where others use them."""
    wrong = []
    for text, act, addressees in group["sentences"]:
        found = annotated(annotator, text, str(group["language"]), by=str(group["by"]))
        if (found.act, sorted(found.addressees)) != (act, addressees):
            wrong.append((text, found.act, found.addressees))
    assert wrong == []


@pytest.mark.parametrize("language", sorted(NAMES))
def test_each_name_is_its_addressees(annotator: Annotator, language: str) -> None:
    """Bodies, offices and groups as resolutions and statements call them."""
    sentence, wrong = NAMES[language]["sentence"], []
    for addressee, names in NAMES[language]["names"].items():
        for name in names:
            text = sentence.format(name).replace(" a el ", " al ")
            found = annotated(annotator, text, language, by="Amnesty")
            if found.addressees != (addressee,):
                wrong.append((text, found.addressees))
    assert wrong == []


def annotated(annotator: Annotator, text: str, language: str, *, by: str) -> Annotation:
    """What is found in a text of that language and publisher."""
    passage = Passage(
        passage_id="p",
        doc_id="d",
        version_id="v",
        text=text,
        start=0,
        end=len(text),
        kind=PassageKind.PARAGRAPH,
        language=language,
    )
    document = Document(doc_id="d", title="A text", publishers=(by,))
    return annotator.annotate(Row(document=document, passage=passage, origin=TextOrigin.CAPTURED))
