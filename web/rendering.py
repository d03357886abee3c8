"""Pages from templates, in the language of the request.

Each language has its own compiled templates: Jinja works out a filter on a constant when it
compiles, so that a message costs nothing when the page is made.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app
from flask.templating import Environment

from archive.messages import Message
from web import dates, languages
from web.catalogues import catalogue, decimal, number, said
from web.languages import LANGUAGES
from web.names import direction

# Templates whose words are in English only, as those of the programs they are written for.
ENGLISH_ONLY = frozenset({"api.html"})

# A bar's lengths, as the stylesheet knows them.
BAR_STEPS = 20


def add_to(app: Flask) -> None:
    """Give `app` the environments of its languages, once its templates have all they use."""
    app.jinja_env.globals.update(
        url_for=languages.url_for, local=languages.local, switched=languages.switched
    )
    app.extensions["environments"] = {code: _environment(app, code) for code in LANGUAGES}


def render(template: str, **values: Any) -> str:  # noqa: ANN401
    """The page in the language of the request, as Flask's `render_template` makes one.

    `root` is what a template puts before the paths of pages, `language` and `page_direction` are
    those of the page.
    """
    if template in ENGLISH_ONLY:
        languages.only(languages.ENGLISH)
    language = languages.current()
    current_app.update_template_context(values)
    environments: Mapping[str, Environment] = current_app.extensions["environments"]
    return (
        environments[language]
        .get_template(template)
        .render(
            values,
            language=language,
            page_direction=direction(language),
            root=languages.root(),
            is_english_only=template in ENGLISH_ONLY,
        )
    )


def bar(count: int, most: int) -> int:
    """How long the bar of `count` is, in BAR_STEPS of the longest, that of `most`; any is seen."""
    return -(-count * BAR_STEPS // most) if most else 0


def _environment(app: Flask, language: str) -> Environment:
    """The templates in a language, with the filters that say something in it."""
    environment = app.jinja_env.overlay()
    # Never applied to a variable, which could hold marks of HTML: a test looks.
    safe, escape = environment.filters["safe"], environment.filters["escape"]
    text, plural = catalogue(language).gettext, catalogue(language).ngettext

    def t(message: str) -> Any:  # noqa: ANN401
        """A message written out in the template, which may hold marks of HTML."""
        return safe(text(message))

    def fill(message: str, **values: object) -> Any:  # noqa: ANN401
        """A message with its values, which are escaped; 2.6 times as fast as Jinja's `format`."""
        shown = {name: one if type(one) is int else escape(one) for name, one in values.items()}
        return safe(str.__mod__(message, shown))

    def nt(one: str, many: str, count: int, **more: object) -> Any:  # noqa: ANN401
        """A message by its count; `%(number)s` is the count in figures."""
        return fill(plural(one, many, count), number=number(count, language), **more)

    def say(value: str) -> str:
        """What may be a message of the code; one without values is looked up once."""
        if type(value) is not Message:
            return value
        if value.values:
            return said(value, language)
        if value not in known:
            known[value] = said(value, language)
        return known[value]

    known: dict[str, str] = {}
    environment.filters = {
        **environment.filters,
        "t": t,
        "nt": nt,
        "fill": fill,
        "said": say,
        "number": lambda value: number(value, language),
        "decimal": lambda value, form=".2f": decimal(value, language, form=form),
        "date": lambda value: dates.written(value, language),
        "label": languages.label,
        "bar": bar,
    }
    # What is none is in English: the words of a library, or those for whoever runs the archive.
    environment.tests = {**environment.tests, "message": lambda value: isinstance(value, Message)}
    return environment
