"""Customary words of stands in four languages: who does what to whom, in sentences made up."""

import tomllib
from pathlib import Path

import pytest

from archive.annotation import rules
from archive.annotation.annotate import Annotator
from archive.model import Document, Passage, PassageKind, TextOrigin
from archive.rows import Row

ROOT = Path(__file__).parents[1]
GROUPS = tomllib.loads(
    (Path(__file__).parent / "golden" / "stand_sentences.toml").read_text(encoding="utf-8")
)["group"]


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
        passage = Passage(
            passage_id="p",
            doc_id="d",
            version_id="v",
            text=text,
            start=0,
            end=len(text),
            kind=PassageKind.PARAGRAPH,
            language=str(group["language"]),
        )
        document = Document(doc_id="d", title="A text", publishers=(str(group["by"]),))
        row = Row(document=document, passage=passage, origin=TextOrigin.CAPTURED)
        found = annotator.annotate(row)
        if (found.act, sorted(found.addressees)) != (act, addressees):
            wrong.append((text, found.act, found.addressees))
    assert wrong == []
