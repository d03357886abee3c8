"""A position as lines for a terminal: what its card on a page says."""

from archive.annotation.addressees import NAMED_STATE
from archive.annotation.rules import Rules
from archive.positions.cards import Card
from indexer.terminal import OF_DIGEST, plain, publishers


def card_lines(card: Card, rules: Rules, *, state: str = "", words: str = "") -> list[str]:
    """When, who, what and to whom; the words below their lead-in; then where they stand.

    A call with its `state` says that in the place of its act, as all calls have one act. `words`
    are those of the passage where some are marked.
    """
    document, passage = card.document, card.passage
    origin = OF_DIGEST if card.is_digest else ""
    done = state or _label(card.annotation.act, rules)
    known = [document.shown_date, publishers(document), done, *_asked(card, rules), origin]
    number = f"{passage.number} " if passage.number else ""
    lines = [
        plain(" · ".join(value for value in known if value)),
        f"  {plain(passage.lead_in)}" if passage.lead_in else "",
        f"  {plain(number + (words or passage.text))}",
        f"  {plain(document.shown_title)}",
        f"  {plain(document.doc_id)}#{plain(passage.passage_id)}",
    ]
    return [line for line in lines if line]


def _asked(card: Card, rules: Rules) -> list[str]:
    """Whom it asks, and the States that it names among them."""
    states = f": {', '.join(card.annotation.states)}" if card.annotation.states else ""
    return [
        _label(one, rules) + (states if one == NAMED_STATE else "")
        for one in card.annotation.addressees
    ]


def _label(term_id: str, rules: Rules) -> str:
    labels = {one.term_id: one.label.get("en", "") for one in (*rules.acts, *rules.addressees)}
    return labels.get(term_id, term_id)
