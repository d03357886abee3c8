"""Known items: documents that a query calls by their title or by an identifier in it."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from archive.keyword import matches, phrases, terms
from archive.keyword.analysis import tokens
from archive.keyword.index import KeywordIndex
from archive.keyword.matches import NOTHING, Matches
from archive.keyword.postings import key
from archive.keyword.schema import EXACT_TITLE
from archive.nodes import Group, Node, Phrase, Word


def titled(text: str, tree: Node, index: KeywordIndex) -> Matches:
    """The rows of documents that `text`, read as `tree`, calls by name, with scores up to 1.

    The score is the share of the title that was typed, squared: 1 for a whole title, little for
    two words of a long one. A title with an identifier of the query scores 1.
    """
    parts = [_identified(word, index) for word in _identifiers(tree)]
    words = len(tokens(text))
    if words > 1:
        rows = _with_title(text, index)
        shares = np.minimum(1.0, words / np.maximum(1, index.title_lengths[rows]))
        parts.append(Matches(rows, shares**2))
    return matches.best(parts, len(index.live)) if parts else NOTHING


def _identified(word: Word, index: KeywordIndex) -> Matches:
    rows = _with_title(word.text, index)
    return Matches(rows, np.ones(len(rows)))


def _with_title(text: str, index: KeywordIndex) -> NDArray[np.int64]:
    """The rows whose title has the words of `text` side by side."""
    words = terms.phrase_words(Phrase(text=text))
    # Most questions have a word that is in no title; where the others stand need not be read.
    if not all(index.has([key(EXACT_TITLE, word.term.encode())]) for word in words):
        return np.zeros(0, dtype=np.int64)
    places = [terms.places(word, EXACT_TITLE, index) for word in words]
    return phrases.counted(phrases.exact(places))[0]


def _identifiers(node: Node) -> Iterator[Word]:
    if isinstance(node, Group):
        for part in (*node.must, *node.should):
            yield from _identifiers(part)
    elif isinstance(node, Word) and any(isinstance(one, Phrase) for one in terms.parts_of(node)):
        yield node
