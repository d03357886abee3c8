"""What a request asks of calls and positions, for the pages and for both forms of the API."""

import re
from urllib.parse import unquote

from flask import request

from archive.errors import QueryError
from archive.messages import message
from archive.positions.calls import FILTERS, CallPage, calls
from archive.positions.stands import MOST_PAGES
from web.pages import searcher
from web.parameters import whole

MOST_ID_CHARACTERS = 200
# What stands before the id in a passage's address on its document's page, and in its permalink.
_BEFORE_ID = re.compile(r"\A.*(?:#|/p/)", re.DOTALL)


def asked_page() -> CallPage:
    """The page of calls that the request asks for; raises QueryError for no number of a page."""
    page = whole("page", request.args.get("page"), default=1, largest=MOST_PAGES)
    opened = searcher().opened
    return calls(opened, opened.marks, filters=call_filters(), page=page)


def call_filters() -> dict[str, str]:
    """The filters of the calls that the request asks for."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def passage_id(name: str) -> str:
    """The id in a parameter, held to the length of ids; an address that ends in it will do."""
    typed = request.args.get(name, "").strip()
    value = unquote(_BEFORE_ID.sub("", typed))
    if len(value) > MOST_ID_CHARACTERS:
        raise QueryError(
            message(
                "%(name)s is %(typed)s; give the id of a passage.",
                name=name,
                typed=f"“{value[:40]}…”",
            )
        )
    return value
