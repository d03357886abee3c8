"""Which documents a source means that was given with a quotation."""

import re
from urllib.parse import unquote, urlsplit

import numpy as np
from numpy.typing import NDArray

from archive.errors import QueryError
from archive.keyword.analysis import fold, tokens
from archive.keyword.postings import key
from archive.keyword.schema import EXACT_TITLE
from archive.keyword.stopwords import content_words
from archive.messages import message
from archive.nodes import DateRange
from archive.opened import Opened
from archive.query.plain_dates import read_when

MOST_CHARACTERS = 500
_PAGE = re.compile(r"(?:^|/)d/([^/?#]+)")


def rows_of(source: str, opened: Opened) -> NDArray[np.bool_]:
    """The rows of the documents that `source` names: (rows,) bool.

    An id, an address of this archive, or words that all stand in the title, the publishers or
    their initials, the kind, the date or the id; a date may be written out, "12 June 2020".
    Raises QueryError if it is too long.
    """
    if len(source) > MOST_CHARACTERS:
        raise QueryError(
            message(
                "The source has %(number)s characters; give at most %(most)s.",
                number=len(source),
                most=MOST_CHARACTERS,
            )
        )
    named = _named(source.strip(), opened)
    if named is not None:
        return named
    when, words = _dated([token.term for token in tokens(source)])
    kept = [word for word, keep in zip(words, content_words(words), strict=True) if keep]
    allowed = opened.live.copy() if kept or when else np.zeros(len(opened.live), dtype=bool)
    if when:
        allowed &= opened.columns.rows_dated(DateRange(low=when, high=when))
    publishers = {
        name: {*_words(name), _initials(name)} for name in opened.columns.codes["publisher"].values
    }
    kinds = {name: _words(name) for name in opened.columns.codes["kind"].values}
    documents = [_words(doc_id) for doc_id in opened.columns.doc_ids]
    for word in kept:
        having = opened.columns.rows_having("year", [word])
        having[opened.words.index.occurrences([key(EXACT_TITLE, word.encode())]).rows] = True
        named_by = [name for name, found in publishers.items() if word in found]
        having |= opened.columns.rows_having("publisher", named_by)
        of_kind = [name for name, found in kinds.items() if word in found]
        having |= opened.columns.rows_having("kind", of_kind)
        in_id = np.array([word in found for found in documents], dtype=bool)
        having |= np.append(in_id, False)[opened.columns.document_of_row]
        allowed &= having
    return allowed


def _dated(words: list[str]) -> tuple[str, list[str]]:
    """The first date with a month among the words, as `YYYY-MM[-DD]` or "", and the other words."""
    for start in range(len(words)):
        when, end = read_when(words, start)
        if len(when) > len("2020"):
            return when, words[:start] + words[end:]
    return "", words


def _named(source: str, opened: Opened) -> NDArray[np.bool_] | None:
    """The rows of the one document whose id or page is given, or None."""
    page = _PAGE.search(urlsplit(source).path if "://" in source else source)
    doc_id = unquote(page.group(1)) if page else source.partition("#")[0]
    numbers = opened.columns.rows_of_document(doc_id)
    if not len(numbers):
        return None
    allowed = np.zeros(len(opened.live), dtype=bool)
    allowed[numbers] = True
    return allowed


def _initials(name: str) -> str:
    """The first letters of the words that have a capital: GIAI of an initiative's long name."""
    return fold("".join(word[0] for word in name.split() if word[0].isupper()))


def _words(text: str) -> set[str]:
    return {fold(token.term) for token in tokens(text)}
