"""Recommendations: demands by their form, of a review of States or of a document of them."""

import pytest
from shipped_rules import annotated

from archive.model import PassageKind


@pytest.mark.parametrize(
    ("text", "language", "state"),
    [
        ("Ratify the Convention without delay (Uruguay);", "en", "Uruguay"),
        ("Ratifier la Convention sans tarder (Uruguay) ;", "fr", "Uruguay"),
        ("100.4 Poursuivre les auteurs de disparitions forcées (Argentine).", "fr", "Argentine"),
        ("Ratificar la Convención sin demora (Uruguay);", "es", "Uruguay"),
        ("التصديق على الاتفاقية دون تأخير (أورغواي)؛", "ar", "أورغواي"),
    ],
)
def test_what_a_state_recommends_in_a_review_is_a_demand(
    text: str, language: str, state: str
) -> None:
    """By its form, the State that recommends it in brackets behind; the one reviewed is asked."""
    found = annotated(text, language=language)
    assert (found.act, found.addressees) == ("demand", ("named-state",))
    assert annotated(text.replace(state, "Annexe"), language=language).act == ""


@pytest.mark.parametrize(
    ("text", "language", "title"),
    [
        ("Fully involve civil society in its follow-up.", "en", "Kenya: recommendation by Ghana"),
        ("As a first step, consider a moratorium.", "en", "Kenya: recommendation by Ghana"),
        ("That all death sentences be commuted.", "en", "Recommendations to Kenya"),
        ("Adhérer au Statut de Rome.", "fr", "Kenya : recommandations de la FIDH"),
        ("Adherirse al Estatuto de Roma.", "es", "Recomendaciones a Kenia"),
        ("الانضمام إلى نظام روما الأساسي", "ar", "كينيا: توصيات"),
    ],
)
def test_a_bare_recommendation_is_a_demand_where_the_title_says_so(
    text: str, language: str, title: str
) -> None:
    """It asks the State that the title names; under another title the same words ask nobody."""
    found = annotated(text, language=language, title=title)
    assert (found.act, found.addressees) == ("demand", ("named-state",))
    assert annotated(text, language=language, title="Kenya").act == ""


def test_what_stands_beside_recommendations_is_none() -> None:
    """A document of recommendations tells other things too, and a digest is in our words."""
    title = "Recommendations to Kenya"
    for text in (
        "The Assembly meets in December.",
        "ADVANCE QUESTIONS TO KENYA",
        "Review of alternative ways to handle petty crime",
        "Following the reform, what plans are there to consider a moratorium?",
    ):
        assert annotated(text, title=title).act == ""
    told = annotated("Ratify the Statute, it says.", title=title, kind=PassageKind.DIGEST)
    assert told.act == ""
