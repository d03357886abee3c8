"""The mix of both lanes for one query: how much words count, and what else decides."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from archive import feedback
from archive.fusion import Candidates, Mix, Ranking, ranked
from archive.keyword import gathered
from archive.keyword.gathered import Gathered
from archive.keyword.stopwords import language_of
from archive.keyword.terms import is_only_names, is_question
from archive.keyword.titles import titled
from archive.nearness import groups, renewed
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
# So many of the first passages give words, and what these weigh together beside all that was asked:
# of 3, 5 and 10 the best; more weight finds more where many passages answer, less where one does.
GIVING = 5
GIVEN = 0.2
# Of fewer of them that hold a word of the query none gives words.
FEWEST_GIVING = 2
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
    towards = feedback.moved(vector, *opened.vectors.windows_of(np.sort(best[: feedback.PASSAGES])))
    near, owners = opened.vectors.cosines_of(candidates.rows, towards - opened.common)
    cosines = np.full(len(candidates.rows), -np.inf)
    np.maximum.at(cosines, np.searchsorted(candidates.rows, owners), near.astype(np.float64))
    has = np.isfinite(cosines)
    nearness = candidates.nearness.copy()
    in_group = groups(candidates.languages, opened.columns.lengths[candidates.rows])
    nearness[has] = renewed(nearness[has], cosines[has], in_group[has])
    return replace(candidates, nearness=nearness)


def gathered_of(
    query: Query, best: Ranking, words: Ranking, *, mix: Mix, opened: Opened
) -> tuple[Gathered, ...]:
    """The words that a question gains from the first of the `best`, weighted by their scores.

    Of those only that have a word of it: what meaning alone finds in other languages gives words
    that would raise its own language; and not of one passage alone, which would find its own
    accidents again. Names, quotations, operators and numbers mean what they say
    and gain none.
    """
    if query.tree is None or not query.expand or not mix.yields or not is_question(query.tree):
        return ()
    giving = np.isin(best.rows[:GIVING], words.rows)
    numbers = best.rows[:GIVING][giving].tolist()
    if len(numbers) < FEWEST_GIVING:
        return ()
    # A score may be 0 or less where all passages are far.
    scores = np.maximum(best.scores[:GIVING][giving], 1e-3)
    rows = [opened.row(number) for number in numbers]
    shares = scores / scores.sum()
    return gathered.gather(numbers, rows, shares=shares, index=opened.words.index)


def with_gathered(
    words: Ranking,
    gains: Sequence[Gathered],
    rows: NDArray[np.int64],
    *,
    asked: float,
    opened: Opened,
) -> Ranking:
    """`words` among the candidates `rows`, with GIVEN of the `asked` weight for the `gains`."""
    if not gains:
        return words
    scores = GIVEN * asked * gathered.scored(gains, rows, opened.words.index)
    scores[np.searchsorted(rows, words.rows)] += words.scores
    having = scores > 0
    return ranked(rows[having], scores[having], tie_rank=opened.columns.id_rank)
