"""Any number of threads may share a searcher: nothing that one asks reaches another."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from builds import HashEncoder, fill, quick_folder, settings_in, words
from shelves import keep, opened

from archive.errors import QueryError
from archive.keyword import analysis
from archive.nodes import Filter, Query
from archive.results import ResultPage
from archive.search import Searcher
from benchmarks.threads import SWITCH_S, differing, mixed_queries

SEARCHES = 2_000
TEXTS = (
    *(words(f"question {number}", 3) for number in range(12)),
    *('"end impunity"', "tortur* -court", "tortuer~", "victims AND truth", "title:doc torture"),
    *("violación desapariciones", "العدالة للضحايا", "l'impunité d'État", "kind:report justice"),
)


class Forgetful(Searcher):
    """A searcher that keeps the last query where every thread can change it."""

    def search(self, query: Query) -> ResultPage:
        """Answer what was asked last, by whomever."""
        self.last = query
        for _ in range(2_000):
            if self.last is not query:
                break
        return super().search(self.last)


def fill_all(corpus: Path) -> None:
    fill(corpus, 8)
    keep(corpus, "es", ["La violación y las desapariciones."], language="es", kind="report")
    keep(corpus, "ar", ["العدالة للضحايا. حقوق الضحايا."], language="ar")
    keep(corpus, "fr", ["L'impunité des crimes d'État."], language="fr", issued="2024")


def test_threads_get_the_answers_of_one_alone(tmp_path: Path) -> None:
    """Whole pages, with scores, snippets, facets and notes, switched a million times a second."""
    interval = sys.getswitchinterval()
    assert interval > 100 * SWITCH_S
    with quick_folder(tmp_path) as folder:
        fill_all(settings_in(folder).corpus)
        searcher = opened(folder, HashEncoder())
        analysis.stem.cache_clear()
        assert differing(searcher, mixed_queries(TEXTS), searches=SEARCHES) == []
    assert sys.getswitchinterval() == interval


def test_a_searcher_that_mixes_threads_up_is_found_out(tmp_path: Path) -> None:
    """The comparison can fail."""
    with quick_folder(tmp_path) as folder:
        fill_all(settings_in(folder).corpus)
        sound = opened(folder, HashEncoder())
        searcher = Forgetful(sound.opened, HashEncoder())
        assert differing(searcher, mixed_queries(TEXTS[:4]), searches=200)


def test_what_a_search_raises_is_not_lost_in_its_thread(tmp_path: Path) -> None:
    """A failure in any thread is a failure of the whole."""
    with quick_folder(tmp_path) as folder:
        fill_all(settings_in(folder).corpus)
        searcher = opened(folder, HashEncoder())
        (asked, *_) = mixed_queries(["torture"])
        broken = replace(asked, filters=(Filter(column="colour", values=("red",)),))
        with pytest.raises(QueryError, match="no column 'colour'"):
            differing(searcher, [broken], searches=8)
