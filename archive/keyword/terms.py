"""From the words of a query to the index's terms: stems, exact forms, expansions, sentences."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from archive.keyword import phrases
from archive.keyword.analysis import Token, fold, stem, tokens
from archive.keyword.edits import within_distance
from archive.keyword.index import KeywordIndex
from archive.keyword.postings import key
from archive.keyword.schema import (
    ACCENT_MARK,
    ACRONYMS,
    ACRONYMS_TITLE,
    EXACT,
    EXACT_TITLE,
    SENTENCE_MARK,
    TITLE_WEIGHT,
    TITLE_WORDS,
    WORDS,
    language_field,
)
from archive.keyword.stopwords import content_words, is_homograph
from archive.nodes import Either, Field, Fuzzy, Group, Node, Phrase, Prefix, Word

# At most as many words stand for one `word*` or `word~`; 64 cost 60 to 70 ms in Whoosh.
MOST_EXPANSIONS = 64
# A longer query says enough itself: of 20, 30 and 100 words the one with which no development
# collection loses.
LONGEST_QUESTION = 20
# How many words with the same first letter a `word~` is compared with.
_MOST_COMPARED = 20_000


def parts_of(word: Word) -> tuple[Word | Phrase, ...]:
    """The nodes that a typed word stands for.

    "well-known" is two words, in any place. A word with a digit or a slash between its parts is
    an identifier ("CAT/C/GC/3", "EO 14203"), whose parts have to stand together.
    """
    found = tokens(word.text)
    if len(found) > 1 and any(sign.isdigit() or sign == "/" for sign in word.text):
        return (Phrase(text=word.text, field=word.field),)
    return tuple(Word(text=word.text[token.start : token.end], field=word.field) for token in found)


def is_only_names(node: Node) -> bool:
    """Whether all words of a query are acronyms or have a digit; grammar words do not count."""
    words = [word.text for word in _words(node)]
    kept = content_words(words)
    return bool(words) and all(
        _is_name(word) for word, is_kept in zip(words, kept, strict=True) if is_kept
    )


def is_question(node: Node) -> bool:
    """Whether a query is some plain words: nothing quoted, required, excluded or by number.

    Two words that are no grammar words at least, and LONGEST_QUESTION words in all at most.
    Other names of what it names, which the thesaurus adds, do not count.
    """
    if not isinstance(node, Group) or node.must or node.must_not:
        return False
    parts = [part for part in node.should if not isinstance(part, Either)]
    plain = [part for part in parts if isinstance(part, Word) and part.field is Field.ANY]
    singles = [one for part in plain for one in parts_of(part)]
    is_plain = len(plain) == len(parts) and not any(isinstance(one, Phrase) for one in singles)
    if not is_plain or len(singles) > LONGEST_QUESTION:
        return False
    return sum(content_words([one.text for one in singles])) > 1


def _words(node: Node) -> Iterator[Word]:
    if isinstance(node, Group):
        for part in (*node.must, *node.should):
            yield from _words(part)
    elif isinstance(node, Word):
        yield node


def _is_name(word: str) -> bool:
    has_digit = any(sign.isdigit() for sign in word)
    return has_digit or any(token.is_acronym for token in tokens(word))


def stems(word: Word, index: KeywordIndex) -> list[bytes]:
    """The keys of the stems of a single word, one for each language of the index.

    An acronym stands for itself, so that AIDS is not aid, unless it is nowhere; US is never us.
    """
    if own := acronym_keys(word.text, word.field, index):
        return own
    name = WORDS if word.field is Field.ANY else TITLE_WORDS
    token = tokens(word.text)[0]
    if token.is_acronym:
        itself = [key(language_field(name, code), token.term.encode()) for code in index.languages]
        if len(index.occurrences(itself).rows):
            return itself
    return [
        key(language_field(name, code), stem(token.term, code).encode()) for code in index.languages
    ]


def acronym_keys(word: str, field: Field, index: KeywordIndex) -> list[bytes]:
    """The key of an acronym that is another word without its capitals; none for other words.

    None either where the index has no such acronym, as one of an older program.
    """
    name = ACRONYMS if field is Field.ANY else ACRONYMS_TITLE
    if not is_homograph(word) or not index.terms_starting(name, "", 1):
        return []
    return [key(name, fold(word).encode())]


def exact_fields(field: Field) -> list[tuple[str, int]]:
    """The fields of unstemmed words that `field` covers, with what an occurrence counts."""
    title = (EXACT_TITLE, 1 if field is Field.TITLE else TITLE_WEIGHT)
    return [title] if field is Field.TITLE else [(EXACT, 1), title]


def exact_keys(term: str, field: Field) -> list[bytes]:
    """The keys of an unstemmed term in the fields that `field` covers."""
    return [key(name, term.encode()) for name, _ in exact_fields(field)]


def phrase_words(phrase: Phrase) -> list[Token]:
    """The words of a phrase; `accented` is set where the accents are asked for as typed."""
    found = tokens(phrase.text)
    if phrase.accents:
        return [Token(t.term, t.start, t.end, t.accented or t.term, t.is_acronym) for t in found]
    return [Token(t.term, t.start, t.end, "", t.is_acronym) for t in found]


def places(word: Token, field: str, index: KeywordIndex) -> phrases.Places:
    """Where a word of a phrase stands in `field`, in any accents or, if it says so, as typed."""
    anywhere = index.positions([key(field, word.term.encode())])
    if not word.accented:
        return anywhere
    marked = f"{word.term}{ACCENT_MARK}"
    if word.accented != word.term:
        return index.positions([key(field, f"{marked}{word.accented}".encode())])
    others = index.terms_starting(field, marked, MOST_EXPANSIONS)
    return phrases.without(anywhere, index.positions([key(field, one.encode()) for one in others]))


def is_known(text: str, index: KeywordIndex) -> bool:
    """Whether every word of `text` stands in the index, in any accents and any place.

    US does in capitals alone.
    """
    if is_homograph(text):
        return index.has(acronym_keys(text, Field.ANY, index))
    return all(index.has(exact_keys(token.term, Field.ANY)) for token in tokens(text))


def expanded(node: Prefix | Fuzzy, index: KeywordIndex) -> list[bytes]:
    """The keys of the words that a `word*` or `word~` stands for, at most MOST_EXPANSIONS.

    For `word*` the first in alphabetical order, for `word~` the nearest, then alphabetical.
    """
    typed = "".join(token.term for token in tokens(node.text))
    if not typed:
        return []
    found: set[str] = set()
    for name, _ in exact_fields(node.field):
        if isinstance(node, Prefix):
            words = index.terms_starting(name, typed, 2 * MOST_EXPANSIONS)
        else:
            words = index.terms_starting(name, typed[0], _MOST_COMPARED)
        found.update(word for word in words if ACCENT_MARK not in word)
    chosen = sorted(found)
    if isinstance(node, Fuzzy):
        chosen = within_distance(typed, chosen, node.distance)
    return [one for word in chosen[:MOST_EXPANSIONS] for one in exact_keys(word, node.field)]


def sentences(node: Node, index: KeywordIndex) -> NDArray[np.int64]:
    """The sentences of passages that hold a word, phrase or `word*`, as typed: unique int64."""
    if isinstance(node, Phrase):
        found = phrases.exact([places(word, EXACT, index) for word in phrase_words(node)])
    elif isinstance(node, Prefix | Fuzzy):
        found = index.positions([k for k in expanded(node, index) if k.startswith(key(EXACT, b""))])
    else:
        text = node.text if isinstance(node, Word) else ""
        found = phrases.exact([places(word, EXACT, index) for word in tokens(text)])
    return phrases.sentences_of(found, index.positions([key(EXACT, SENTENCE_MARK.encode())]))
