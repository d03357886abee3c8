"""More like this: a passage of the archive turned into the query that finds its subject."""

from dataclasses import replace

from archive.errors import NotFoundError
from archive.messages import message
from archive.model import Passage
from archive.nodes import Group, Query
from archive.opened import Opened
from archive.query import pasted

SHOWN = 60  # characters of an id that is not there


def passage_of(query: Query, opened: Opened) -> Passage | None:
    """The passage that `query` wants others to be like, of an earlier version as it was then.

    Raises NotFoundError if it is not there.
    """
    if not query.like:
        return None
    number = opened.columns.row_of_passage(query.like)
    if number is not None:
        return opened.row(number).passage
    for version in reversed(opened.earlier.of_passage(query.like)):
        if found := version.passage(query.like):
            return found[0]
    raise NotFoundError(
        message(
            "There is no passage '%(passage)s' to find others like it; search for one.",
            passage=query.like[:SHOWN],
        )
    )


def with_words_of(passage: Passage | None, query: Query) -> Query:
    """`query` asked with the words and the meaning of `passage`, as if its text was pasted.

    What was typed beside it has to hold too.
    """
    if passage is None:
        return query
    words, meaning = pasted(passage.text)
    if words is None or query.tree is None:
        return replace(query, tree=query.tree or words, meaning=meaning)
    return replace(query, tree=Group(must=(query.tree,), should=(words,)), meaning=meaning)
