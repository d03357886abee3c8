"""The basket: passages that a reader has put together, cited in one style, taken in one file."""

from flask import Blueprint, Response, request

from archive.citation.cited import Citation
from archive.citation.formats import FORMATS
from archive.citation.runs import as_html
from archive.citation.styles import STYLES, formatted
from archive.citation.together import TOGETHER, in_style
from archive.errors import NotFoundError, QueryError
from archive.messages import message
from web import fates, kept
from web.citing import cited
from web.fates import Pointed
from web.pages import searcher
from web.rendering import render

basket = Blueprint("basket", __name__)

_BY_SUFFIX = {FORMATS[name].suffix: name for name in TOGETHER}
_TEXT = "txt"


@basket.get("/basket")
def page() -> str:
    """What is kept, each passage with its citation in the style that `style` names."""
    found, style = _kept(), _style()
    citations = {one.passage_id: cited(one.row, as_passage=True) for one in found if one.row}
    return render(
        "basket.html",
        found=found,
        formatted={name: formatted(one, style) for name, one in citations.items()},
        style=style,
        styles=STYLES,
        formats={suffix: FORMATS[name].label for suffix, name in _BY_SUFFIX.items()},
        as_html=as_html,
        told=fates.told,
    )


@basket.get("/basket.<suffix>")
def export(suffix: str) -> Response:
    """The citations of all that is kept as one file: `ris`, `bib`, `json` (CSL), or `txt`."""
    if suffix not in (*_BY_SUFFIX, _TEXT):
        raise NotFoundError(
            f"There is no format '.{suffix[:20]}' of a basket; give one of "
            f"{', '.join([*sorted(_BY_SUFFIX), _TEXT, 'zip'])}."
        )
    citations = _citations()
    if suffix == _TEXT:
        content, media_type = in_style(citations, _style()), "text/plain"
    else:
        name = _BY_SUFFIX[suffix]
        content, media_type = TOGETHER[name](citations), FORMATS[name].media_type
    return Response(
        content,
        content_type=f"{media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="basket.{suffix}"'},
    )


def _style() -> str:
    """The style asked for, the first one by default; raises QueryError."""
    style = request.args.get("style") or next(iter(STYLES))
    if style not in STYLES:
        raise QueryError(
            message(
                "%(name)s is %(typed)s; give one of %(choices)s.",
                name="style",
                typed=f"“{style[:40]}”",
                choices=", ".join(STYLES),
            )
        )
    return style


def _kept() -> list[Pointed]:
    """What each id leads to; raises QueryError for too many."""
    asked = kept.asked()
    if len(asked) > kept.MOST:
        raise QueryError(
            message(
                "A basket holds at most %(most)s passages, and this address names %(number)s; take "
                "some out, or make two of it.",
                most=kept.MOST,
                number=len(asked),
            )
        )
    answering = searcher()
    return [fates.pointed(answering, one) for one in asked]


def _citations() -> list[Citation]:
    """The citations of what can be cited; raises NotFoundError where nothing can."""
    found = [cited(one.row, as_passage=True) for one in _kept() if one.row]
    if not found:
        raise NotFoundError("There is nothing in this basket; keep passages first.")
    return found
