"""The query language: what was typed becomes a tree that both lanes read, and words again."""

from archive.query.reading import parse, pasted
from archive.query.wording import explain

__all__ = ["explain", "parse", "pasted"]
