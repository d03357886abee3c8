"""The keyword lane: analysis, Whoosh segments, their postings as arrays, and the evaluator."""

from archive.keyword.schema import VERSION

__all__ = ["VERSION"]
