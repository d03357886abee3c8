"""The messages of the pages in each language, read from the catalogues when they are first used."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from archive.messages import Message
from web.languages import ENGLISH

FOLDER = Path(__file__).with_name("translations")

# What parts thousands and what stands before decimals. In Arabic the figures are those of
# addresses and citations, so that a reader can compare them.
_MARKS = {"en": (",", "."), "fr": ("\u202f", ","), "es": ("\u202f", ","), "ar": (",", ".")}


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of a language; English, which the messages are written in, has none.

    It is compiled in memory: a compiled file could be older than its source.
    """
    if language == ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    with (FOLDER / f"{language}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def said(text: str, language: str) -> str:
    """A sentence of the archive in a language; what is no message stays as it is."""
    if isinstance(text, Message):
        if not text.values:
            return catalogue(language).gettext(text.template) if text else ""
        values = {name: _said(value, language) for name, value in text.values.items()}
        return catalogue(language).gettext(text.template) % values
    return text


def _said(value: object, language: str) -> object:
    if isinstance(value, str):
        return said(value, language)
    return number(value, language) if isinstance(value, int) else value


def number(value: int, language: str) -> str:
    """A whole number with its thousands parted."""
    return f"{value:,}".replace(",", _MARKS[language][0])


def decimal(value: float, language: str, *, form: str = ".2f") -> str:
    """A number with decimals, in a form of Python's format language."""
    return format(value, form).replace(".", _MARKS[language][1])
