"""A reader's basket: the ids of passages, which travel in the addresses and are stored nowhere."""

import re
from collections.abc import Sequence
from contextlib import suppress
from html import escape
from urllib.parse import urlencode

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from web import languages

# The parameter that holds an id, as often as there are passages.
NAME = "p"
# 50 ids are 800 bytes of an address, which may have some 8,000.
MOST = 50
_ID = re.compile(r"p[a-z2-7]{12}")
# A link or a button of a page to another page of ours. Values are escaped, so no `>` is in one.
_LINK = re.compile(r'(<(?:a|button)\b[^>]*? (?:href|formaction)=")(/[^"#]*)([^"]*")')
_FORM = re.compile(r'<form\b[^>]*? action="/[^>]*>')
# Addresses that show no page on which the basket could be seen.
_NO_PAGE = re.compile(r"/(p|static|oai|unapi|api)(/|$)|.*\.[a-z]+$")


def asked() -> tuple[str, ...]:
    """What the request gives as ids, each once, in the order it was kept."""
    given = request.args.getlist(NAME)
    # Of a body that cannot be read, the page that says so needs no basket.
    with suppress(HTTPException):
        given += request.form.getlist(NAME)
    return tuple(dict.fromkeys(one for one in given if one))


def ids() -> tuple[str, ...]:
    """The ids that can be of passages, at most MOST; read once, a page asks a hundred times."""
    if "kept_ids" not in g:
        g.kept_ids = tuple(one for one in asked() if _ID.fullmatch(one))[:MOST]
    found: tuple[str, ...] = g.kept_ids
    return found


def toggled(passage_id: str) -> str:
    """The address of this page with the passage kept, or not kept any more."""
    now = ids()
    kept = [one for one in now if one != passage_id] if passage_id in now else [*now, passage_id]
    return _with(languages.root() + request.path, _others(), kept)


def _others() -> str:
    """What the request gives beside the ids, as in an address."""
    if "kept_beside" not in g:
        given = request.args.items(multi=True)
        g.kept_beside = urlencode([(name, value) for name, value in given if name != NAME])
    found: str = g.kept_beside
    return found


def address(kept: Sequence[str] | None = None, *, path: str = "/basket", **more: str) -> str:
    """The address of the basket, or of a file of it, with what is kept now or with `kept`."""
    return _with(languages.local(path), urlencode(more), ids() if kept is None else kept)


def carried(target: str) -> str:
    """An address of ours, without fragment, with the basket in it."""
    path, _, query = target.partition("?")
    is_page = not _NO_PAGE.match(languages.without(path))
    return _with(path, query, ids()) if is_page else target


def _with(path: str, query: str, kept: Sequence[str]) -> str:
    parts = [query, urlencode([(NAME, one) for one in kept])]
    given = "&".join(part for part in parts if part)
    return f"{path}?{given}" if given else path


def add_to(app: Flask) -> None:
    """Make every page lead on with the basket that it was asked with, in links and in forms.

    It is done to the finished page: a link that forgot the basket would lose it. Links that have
    it already are of the class `with-basket`.
    """
    app.jinja_env.globals["basket"] = {
        "ids": ids,
        "toggled": toggled,
        "address": address,
        "most": MOST,
    }

    @app.after_request
    def _carry(response: Response) -> Response:
        if not ids():
            return response
        response.headers["X-Robots-Tag"] = "noindex"
        if request.method == "POST":
            # Beside a text of the reader's, ids that the link of another site may have chosen:
            # compressed, the page's length would say what they have in common (BREACH).
            response.cache_control.no_transform = True
        location = response.headers.get("Location", "")
        if location.startswith("/"):
            target, hash_sign, fragment = location.partition("#")
            response.headers["Location"] = f"{carried(target)}{hash_sign}{fragment}"
        elif response.mimetype == "text/html" and not response.is_streamed:
            page = _LINK.sub(_carried_link, response.get_data(as_text=True))
            response.set_data(_FORM.sub(_carried_form, page))
        return response


def _carried_link(found: re.Match[str]) -> str:
    before, target, after = found.groups()
    if ' class="with-basket' in before:
        return found[0]
    return f"{before}{escape(carried(target.replace('&amp;', '&')))}{after}"


def _carried_form(found: re.Match[str]) -> str:
    # The buttons of this form have addresses of their own.
    if ' id="again"' in found[0]:
        return found[0]
    hidden = (f'<input type="hidden" name="{NAME}" value="{one}">' for one in ids())
    return found[0] + "".join(hidden)
