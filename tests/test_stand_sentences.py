"""Customary words of stands in four languages: who does what to whom, in sentences made up."""

import tomllib
from pathlib import Path

import pytest
from shipped_rules import annotated

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
GROUPS = tomllib.loads((GOLDEN / "stand_sentences.toml").read_text(encoding="utf-8"))["group"]
NAMES = tomllib.loads((GOLDEN / "addressee_names.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("group", GROUPS, ids=lambda one: f"{one['language']}, {one['by']}")
def test_each_sentence_does_what_it_says(
    group: dict[str, list[tuple[str, str, list[str]]]],
) -> None:
    """Verbs of resolutions and of statements, and the same verbs where others use them."""
    wrong = []
    for text, act, addressees in group["sentences"]:
        found = annotated(text, language=str(group["language"]), by=str(group["by"]))
        if (found.act, sorted(found.addressees)) != (act, addressees):
            wrong.append((text, found.act, found.addressees))
    assert wrong == []


@pytest.mark.parametrize("language", sorted(NAMES))
def test_each_name_is_its_addressees(language: str) -> None:
    """Bodies, offices and groups as resolutions and statements call them."""
    sentence, wrong = NAMES[language]["sentence"], []
    for addressee, names in NAMES[language]["names"].items():
        for name in names:
            text = sentence.format(name).replace(" a el ", " al ")
            found = annotated(text, language=language, by="Amnesty")
            if found.addressees != (addressee,):
                wrong.append((text, found.addressees))
    assert wrong == []
