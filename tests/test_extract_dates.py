"""A date is the document's own only where it is printed as such."""

import pytest

from indexer.extract.blocks import Block
from indexer.extract.dates import normal, printed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("July 17, 2025—In the face of threats, we remain.", "2025-07-17"),
        ("17 July 2025", "2025-07-17"),
        ("Geneva, 17 July 2025 – The undersigned", "2025-07-17"),
        ("(The Hague, 1 March 2019) We welcome", ""),
        ("Paris, le 1er juillet 2025", "2025-07-01"),
        ("Bogotá, 17 de julio de 2025.- Las organizaciones", ""),
        ("Bogotá, 17 de julio de 2025 - Las organizaciones", "2025-07-17"),
        ("17 يوليو/تموز 2025", "2025-07-17"),
        ("Date: 2025-07-17", "2025-07-17"),
        ("On July 17, 2025 the court decided.", ""),
        ("July 17, 2025 was a day of hope.", ""),
        ("31 February 2025", ""),
        ("The attack of 7 October 2023", ""),
    ],
)
def test_only_a_dateline_or_a_date_alone_counts(text: str, expected: str) -> None:
    """A date within a sentence is what the sentence is about, not when it was written."""
    assert printed([Block(text=text)]) == expected


def test_a_date_far_down_is_not_the_documents() -> None:
    """The date of issue stands at the head."""
    above = [Block(text="words")] * 12
    assert printed([*above, Block(text="17 July 2025")]) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025", "2025"),
        ("2025-07", "2025-07"),
        ("2025-07-17T10:00:00Z", "2025-07-17"),
        ("2025-13", ""),
        ("2025-02-30", ""),
        ("0001-01-01", ""),
        ("17/07/2025", ""),
        ("20250717", ""),
    ],
)
def test_a_stated_date_is_kept_as_exact_as_it_is(text: str, expected: str) -> None:
    """Nothing is made up for a missing month or day, and no impossible day is kept."""
    assert normal(text) == expected
