"""The words of a chunk of text: identifiers whole, addresses as their words."""

import re
from collections.abc import Iterator

# Letters with the marks of Latin and Arabic writing, which Python's \w leaves out.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06ed"
_LETTERS = rf"[^\W_](?:[^\W_]|[{_MARKS}])*"
_WORD = re.compile(rf"{_LETTERS}(?:['’\-]{_LETTERS})*")
# CAT/C/GC/3, S/RES/1593, 2271/96, COVID-19, 3.5: joined, with a digit somewhere.
_IDENTIFIER = re.compile(rf"(?=[^\s,;:]*\d){_LETTERS}(?:[/.\-_'’]{_LETTERS})*")
_AROUND = "\"'‘’“”„«».,;:!?()[]…،؛؟"
_LONGEST_CHUNK = 200  # characters; a longer one is no identifier, and slow to read as one
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?")
_ADDRESS = re.compile(r"(?:https?|ftp)://|www\.", re.IGNORECASE)
_ADDRESS_REST = re.compile(r"[?#].*|\.(?:html?|php|aspx?|pdf|docx?)(?=$|[?#/])", re.IGNORECASE)
# l'impunité, d'Ivoire, jusqu'ici; victim's: looked for without what hangs on by an apostrophe.
_CLITIC = re.compile(r"^(?:[ldjmtscn]|(?:jus|lors|puis)?qu)['’](?=\w\w)|['’]s$", re.IGNORECASE)
_TOKENS = re.compile(
    rf"(?P<email>{_EMAIL.pattern})|(?P<dotted>(?<!\w){_DOTTED.pattern})(?!\w)"
    rf"|(?P<identifier>{_IDENTIFIER.pattern})|(?P<word>{_WORD.pattern})"
)


def is_address(chunk: str) -> bool:
    """Say whether `chunk` is the address of a page."""
    return _ADDRESS.match(chunk.lstrip("<[")) is not None


def _words_of_address(chunk: str) -> list[str]:
    """Give the words of an address: host without www and ending, then path."""
    bare = _ADDRESS_REST.sub("", re.sub(r"^\W*(?:\w+://)?(?:www\.)?", "", chunk))
    host, _, path = bare.partition("/")
    labels = host.split(":")[0].split(".")
    kept = [*(labels[:-1] or labels), *re.split(r"[\W_]+", path)]
    return [word for word in kept if word]


def words_of(text: str) -> list[str]:
    """Split `text` into words in order, repeated ones kept.

    Identifiers with a digit and compounds with a hyphen stay whole; "I.C.C." becomes "ICC",
    "l'impunité" "impunité".
    """
    return list(each_word(text))


def each_word(text: str) -> Iterator[str]:
    """Give the words of `text` one by one, for a paste of which only the first are wanted."""
    for chunk in text.split():
        if is_address(chunk):
            yield from _words_of_address(chunk)
        elif len(chunk) > _LONGEST_CHUNK:
            yield from (match.group()[:_LONGEST_CHUNK] for match in _WORD.finditer(chunk))
        elif (bare := chunk.strip(_AROUND)).isalnum():
            yield bare
        else:
            for match in _TOKENS.finditer(chunk):
                token = match.group()
                dotted = match.lastgroup == "dotted"
                yield token.replace(".", "") if dotted else _CLITIC.sub("", token)
