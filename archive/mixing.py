"""The mix of both lanes for one query: how much words count, and what else decides."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from archive import feedback
from archive.fusion import Candidates, Mix
from archive.keyword.stopwords import language_of
from archive.keyword.terms import is_only_names
from archive.keyword.titles import titled
from archive.nearness import renewed
from archive.nodes import Query
from archive.opened import Opened

# The keyword lane's share of the mix, the best of 0.3 to 0.6 on the development collections.
KEYWORD_WEIGHT = 0.4
# What is left of it for a question in a language of which the archive has nothing; of 0 to 1 in
# quarters the best on the development collections.
OWN_WEIGHT = 0.5
# Its share of a query of nothing but acronyms and numbers, which a model reads badly: on those of
# the development queries .98 is as good, .9 loses .05 nDCG@10 and 1 loses .04.
NAMES_WEIGHT = 0.97
# The languages of a model that reads but some, by its name, and the words' share of a question in
# another one: MiniLM finds .05 nDCG@10 on Arabic paragraphs where words find .93.
READ_BY: Mapping[str, tuple[str, ...]] = MappingProxyType({"minilm": ("en",)})
UNREAD_WEIGHT = 0.9
# How much of the words' weight goes to meaning for a passage of a language that has none of them:
# of 0 to 1 in quarters the middle one, since the higher ones lose queries of names.
YIELDS = 0.5
# What a document that is called by its title or number gets: above any mix, which is seldom over 1.
KNOWN_ITEM = 1.0
# What "About us" and the like lose: as much as a passage with half of the query's words has.
BOILERPLATE = 0.3


def mix_of(query: Query, opened: Opened, *, known: float) -> Mix:
    """How the lanes are mixed for `query`, of which the index has `known` (0 to 1).

    The words' weight is the one asked for, else the query's own. Words find answers in their own
    language only: the fewer of the archive's passages are in it, the less they count. Where the
    model does not read the query's language, nearly all is theirs.
    """
    is_names = query.tree is not None and is_only_names(query.tree)
    weight = query.weight
    if weight is None:
        weight = NAMES_WEIGHT if is_names else _own_weight(query.meaning, opened)
    return Mix(weight=weight, known=known, yields=0.0 if is_names else YIELDS)


def _own_weight(text: str, opened: Opened) -> float:
    language = language_of(text)
    read = READ_BY.get((opened.generation.encoder or {}).get("name", ""))
    if language and read is not None and language not in read:
        return UNREAD_WEIGHT
    share = opened.columns.share_in(language) if language else 1.0
    return KEYWORD_WEIGHT * (OWN_WEIGHT + (1 - OWN_WEIGHT) * share)


def candidates_of(
    query: Query, rows: NDArray[np.int64], *, opened: Opened, nearness: NDArray[np.float64]
) -> Candidates:
    """What is known of `rows`; what words find is as near as it is, however far that may be."""
    near = nearness[rows]
    return Candidates(
        rows=rows,
        nearness=np.where(np.isfinite(near), near, 0.0),
        languages=opened.columns.language_of_row[rows],
        added=_added(query, opened)[rows],
    )


def _added(query: Query, opened: Opened) -> NDArray[np.float64]:
    """What neither lane knows: (rows,) float64 to add to each row's score."""
    added = np.where(opened.columns.is_boilerplate, -BOILERPLATE, 0.0)
    if query.tree is not None:
        named = titled(query.text, query.tree, opened.words.index)
        added[named.rows] += KNOWN_ITEM * named.scores
    return added


def nearer(
    candidates: Candidates,
    best: NDArray[np.int64],
    *,
    opened: Opened,
    vector: NDArray[np.float32],
) -> Candidates:
    """The candidates as near as they are to the query and the first of the `best` together."""
    assert opened.vectors is not None
    windows, owners = opened.vectors.windows_of(candidates.rows)
    if not len(owners):
        return candidates
    is_best = np.isin(owners, best[: feedback.PASSAGES])
    towards = feedback.moved(vector, windows[is_best], owners[is_best])
    cosines = np.full(len(candidates.rows), -np.inf)
    places = np.searchsorted(candidates.rows, owners)
    np.maximum.at(cosines, places, np.vecdot(windows, towards).astype(np.float64))
    has = np.isfinite(cosines)
    nearness = candidates.nearness.copy()
    nearness[has] = renewed(nearness[has], cosines[has], candidates.languages[has])
    return replace(candidates, nearness=nearness)
