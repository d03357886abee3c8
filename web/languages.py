"""The language of a page: by its address (`/fr/…`), else by what the browser asks for."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import flask
from flask import Flask, Response, current_app, request
from werkzeug.datastructures import LanguageAccept

# ISO 639-1 code → the language's name in itself, in the order of the switch.
LANGUAGES: dict[str, str] = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ar": "العربية",
}
# That of whoever asks for none of them.
ENGLISH = "en"

# Addresses of programs and files have one form and no language.
_NO_PAGE = re.compile(
    r"/(?:static|oai|unapi|healthz|api/.+?)(?:[/?#]|$)|/d/[^/?#]+/timemap(?:[?#]|$)"
    r"|[^?#]*\.[a-z]+(?:[?#]|$)"
)
_PREFIX, _LANGUAGE = "archive.prefix", "archive.language"


def prefixed(app: WSGIApplication) -> WSGIApplication:
    """`app` with its pages also at `/fr/…`: the prefix becomes part of SCRIPT_NAME.

    So addresses that are made for the page keep it.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        code, _, rest = environ.get("PATH_INFO", "")[1:].partition("/")
        if code in LANGUAGES and not _NO_PAGE.match(f"/{rest}"):
            environ[_PREFIX], environ[_LANGUAGE] = f"/{code}", code
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{code}"
            environ["PATH_INFO"] = f"/{rest}"
        return app(environ, start_response)

    return answer


def add_to(app: Flask) -> None:
    """Serve the pages of `app` by language, and say in each answer which one it has."""
    app.wsgi_app = prefixed(app.wsgi_app)  # type: ignore[assignment, method-assign]

    @app.after_request
    def _say(response: Response) -> Response:
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            response.headers["Content-Language"] = current()
            if not prefix():
                response.vary.add("Accept-Language")
        return response


def current() -> str:
    """The code of the language that this request is answered in."""
    if _LANGUAGE not in request.environ:
        request.environ[_LANGUAGE] = negotiated(request.accept_languages)
    code: str = request.environ[_LANGUAGE]
    return code


def negotiated(wanted: LanguageAccept) -> str:
    """The first of our languages among those wanted, the most wanted first; else English.

    `fr-CA` is French; of equally wanted ones the first counts. (Werkzeug's own choice gives
    English to `fr-CA, en;q=0.8`.)
    """
    for tag, quality in wanted:
        code = re.split("[-_]", tag.lower(), maxsplit=1)[0]
        if quality > 0 and code in LANGUAGES:
            return code
    return ENGLISH


def only(code: str) -> None:
    """Answer this request in one language, whatever was asked for: the page has no other."""
    request.environ[_LANGUAGE] = code


def label(labels: Mapping[str, str]) -> str:
    """What a vocabulary calls something in the language of the page, else in English."""
    return labels.get(current()) or labels.get(ENGLISH, "")


def prefix() -> str:
    """`/fr` where the address says the language, else empty."""
    found: str = request.environ.get(_PREFIX, "")
    return found


def root() -> str:
    """What stands before the path in the address of a page in this request's language."""
    return request.script_root


def site_root() -> str:
    """What stands before the path in an address that has no language."""
    return request.script_root.removesuffix(prefix())


def local(path: str) -> str:
    """The address of a path of ours: in the page's language if it is a page."""
    return (site_root() if _NO_PAGE.match(path) else root()) + path


def without(path: str) -> str:
    """A path of this site without its language."""
    return site_root() + path.removeprefix(root())


def url_for(endpoint: str, **values: object) -> str:
    """As Flask's, but an address of a program or file has no language."""
    url = flask.url_for(endpoint, **values)  # type: ignore[arg-type]
    return url if not prefix() or _is_page(endpoint) else without(url)


@cache
def _is_page(endpoint: str) -> bool:
    """Whether an endpoint answers with pages, by the form of its addresses."""
    rule = next(current_app.url_map.iter_rules(endpoint)).rule
    return not _NO_PAGE.match(re.sub("<[^>]*>", "x", rule))


def switched() -> list[tuple[str, str, str]]:
    """For each language its code, its own name, and the address of this page in it."""
    query = request.query_string.decode("latin-1")
    path = quote(request.path) + (f"?{query}" if query else "")
    return [(code, name, f"{site_root()}/{code}{path}") for code, name in LANGUAGES.items()]
