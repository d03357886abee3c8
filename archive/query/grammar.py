"""The grammar of the query language, loaded when the first query is read."""

from functools import cache
from pathlib import Path

from lark import Lark


@cache
def grammar() -> Lark:
    """Load `query.lark` once."""
    text = Path(__file__).with_name("query.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="basic", maybe_placeholders=False)
