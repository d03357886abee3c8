"""Positions in digests: what a document does in the words of whoever tells of it."""

import pytest
from shipped_rules import annotated

from archive.model import PassageKind


@pytest.mark.parametrize(
    ("record", "text", "act"),
    [
        ("page", "Eleven NGOs urge the Senate to reject the amnesty.", ""),
        ("page", "FIDH urges the Senate to reject the amnesty.", "demand"),
        ("page", "Eleven NGOs: no amnesty should apply to such crimes.", ""),
        ("press release", "Delegates condemn the sanctions.", ""),
        ("press release", "FIDH condemns the sanctions.", "condemn"),
        ("press release", "The sanctions must be lifted.", "demand"),
        ("joint statement", "Eleven NGOs urge the Senate to reject the amnesty.", "demand"),
    ],
)
def test_a_digest_tells_what_its_own_document_does(record: str, text: str, act: str) -> None:
    """Of a statement whoever speaks is its author; else only the publisher, or nobody named."""
    assert annotated(text, kind=PassageKind.DIGEST, record=record).act == act


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("FIDH met the judges; exiled lawyers ask Europe to act.", ""),
        ("FIDH met the judges; it asks Europe to act.", "demand"),
        ("FIDH met the judges; asks Europe to act.", "demand"),
        ("With survivors, the organisations ask the Court to investigate.", "demand"),
        ("The coalition of miners asks the Court to investigate.", ""),
        ("Welcomes the ruling and proposes a new law.", "demand"),
        ("A better funded Court is needed.", "demand"),
        ("A study of reprisals with recommendations for a safer law.", "demand"),
        ("FIDH coverage of a meeting: Egypt asks for caution.", ""),
        ("News of FIDH: asks for caution.", "demand"),
        ("The campaign prepares a session and asks States to come.", "demand"),
        ("President Ana Ruiz praises the judges.", "welcome"),
        ("European Parliament members praise the judges.", ""),
        ("The rapporteur asks States to act.", ""),
        ("Documents torture in prisons and urges States to act.", "demand"),
        ("Letter asking the Court to act.", "demand"),
        ("Survivors demand justice, and courts are slow.", ""),
        ("A call to all governments to end it.", "demand"),
        ("Launch of the review: France began, and judges rejected immunity.", ""),
        ("Launch of the review: judges upheld the warrant and rejected immunity.", ""),
        ("Answers whether the crimes are genocide, and who may judge them.", ""),
        ("Answers critics: the crimes are genocide.", "assert"),
        ("Shows how it began: the crimes are genocide.", "assert"),
        ("Pledge by the core group to make the treaty known.", "reaffirm"),
    ],
)
def test_who_acts_in_a_digest_stands_in_the_clause(text: str, act: str) -> None:
    """A publisher in another clause is not who acts, unless a pronoun or nobody goes on."""
    found = annotated(text, kind=PassageKind.DIGEST, record="report")
    assert found.act == act


def test_whose_report_a_title_says_it_is_acts_in_its_digest() -> None:
    """The rapporteur, whose words the United Nations publish."""
    text, of_one = (
        "The rapporteur asks States to act.",
        "Report of the Special Rapporteur on torture",
    )
    fields = {"by": "United Nations", "kind": PassageKind.DIGEST, "record": "report"}
    assert annotated(text, title=of_one, **fields).act == "demand"
    assert annotated(text, title="Torture", **fields).act == ""


def test_a_treaty_lays_down_duties_and_demands_nothing() -> None:
    """The digest of a law tells what it says, which is no stand of anybody."""
    text = "States must prosecute torturers."
    for record, act in (("report", "demand"), ("treaty", ""), ("principles", "")):
        found = annotated(text, kind=PassageKind.DIGEST, record=record)
        assert found.act == act


def test_a_list_of_what_should_be_done_is_a_demand() -> None:
    """A French position paper is told by its infinitives."""
    text = "Note de position : renforcer la Cour, adopter un budget, respecter les victimes."
    found = annotated(text, kind=PassageKind.DIGEST, language="fr", record="report")
    assert found.act == "demand"
