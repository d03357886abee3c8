"""Did you mean: a query with the words that the archive does not have set right."""

from collections.abc import Iterable, Iterator

from archive.keyword import terms
from archive.keyword.analysis import Token, tokens
from archive.keyword.edits import edits
from archive.keyword.index import KeywordIndex
from archive.keyword.nearby import nearby
from archive.keyword.postings import key
from archive.keyword.schema import ACCENT_MARK, EXACT
from archive.nodes import Either, Field, Group, Node, Phrase, Query, SameSentence, Word
from archive.results import Expansion

# More unknown words than that are another language, not slips.
MOST_WORDS = 3
# A longer text is a paste, whose slips do not matter.
MOST_TOKENS = 64
# Shorter words are near to everything; up to seven letters one slip is all that is set right.
SHORTEST = 4
ONE_SLIP = 7
MOST_DISTANCE = 2
MOST_FORMS = 16


def suggestion(query: Query, expansions: Iterable[Expansion], index: KeywordIndex) -> str:
    """The text of `query` with each word that no live row has replaced by a near one, else "".

    The nearest word is taken, of equally near ones the most frequent, then the first in the
    alphabet. Quotation marks and operators stay; names that the thesaurus knows are no slips.
    """
    typed = tokens(query.text)
    if query.tree is None or len(typed) > MOST_TOKENS:
        return ""
    asked = {token.term for text in _asked(query.tree) for token in tokens(text)}
    named = {token.term for one in expansions for token in tokens(one.typed)}
    unknown = [t for t in typed if t.term in asked - named and _is_slip(t, query.text, index)]
    if len({token.term for token in unknown}) > MOST_WORDS:
        return ""
    text = query.text
    for token in reversed(unknown):
        better = _better(token.term, index)
        if better:
            typed_word = text[token.start : token.end]
            better = better.capitalize() if typed_word[0].isupper() else better
            text = text[: token.start] + better + text[token.end :]
    return text if text != query.text else ""


def _asked(node: Node) -> Iterator[str]:
    """The texts of the words and phrases that are asked for, not of those excluded."""
    if isinstance(node, Group):
        for part in (*node.must, *node.should):
            yield from _asked(part)
    elif isinstance(node, Either | SameSentence):
        for part in node.parts:
            yield from _asked(part)
    elif isinstance(node, Word | Phrase):
        yield node.text


def _is_slip(token: Token, text: str, index: KeywordIndex) -> bool:
    """Whether a word is long enough, of letters alone, no acronym, and in no live row."""
    if len(token.term) < SHORTEST or not token.term.isalpha() or token.is_acronym:
        return False
    word = Word(text=text[token.start : token.end])
    return not index.has([*terms.exact_keys(token.term, Field.ANY), *terms.stems(word, index)])


def _better(term: str, index: KeywordIndex) -> str:
    """The nearest word of a live row, written as it mostly is there; "" where none is near."""
    near = nearby(term, index, 1 if len(term) <= ONE_SLIP else MOST_DISTANCE)
    counted = [(edits(term, word, MOST_DISTANCE), -_frequency(word, index), word) for word in near]
    live = [one for one in counted if one[1]]
    return _accented(min(live)[2], index) if live else ""


def _frequency(word: str, index: KeywordIndex) -> int:
    return len(index.occurrences(terms.exact_keys(word, Field.ANY)).rows)


def _accented(word: str, index: KeywordIndex) -> str:
    """The word with the accents that most of its rows give it."""
    begin = f"{word}{ACCENT_MARK}"
    forms = index.terms_starting(EXACT, begin, MOST_FORMS)
    counted = [(len(index.occurrences([key(EXACT, f.encode())]).rows), f) for f in forms]
    most = max(counted, default=(0, ""))
    return most[1].removeprefix(begin) if 2 * most[0] > _frequency(word, index) else word
