"""Conditions typed as `field:value`, in the languages of the archive."""

from dataclasses import replace
from datetime import date

from archive.folding import folded
from archive.messages import message
from archive.nodes import DateRange, Field, Fuzzy, Match, Node, Phrase, Prefix, Word
from archive.query.dates import after, before, read_range
from archive.query.limits import MAX_VALUE_CHARACTERS
from archive.query.mending import as_words
from archive.query.pieces import Piece, Pieces

# Names people type, without accents → column. "since" and "before" are one-sided dates.
_NAMES = {
    "title": "title titre titulo intitle العنوان عنوان",
    "publisher": "publisher organisation organization org editeur editorial organizacion "
    "الناشر ناشر",
    "kind": "kind type genre tipo نوع النوع",
    "theme": "theme themes topic tema موضوع الموضوع",
    "voice": "voice voix voz",
    "language": "lang language langue idioma lengua لغة اللغة",
    "year": "year annee ano سنة",
    "date": "date dated fecha تاريخ",
    "since": "since depuis desde منذ",
    "after": "after apres despues بعد",
    "before": "before avant antes قبل",
    "until": "until jusque hasta",
}
_COLUMNS = {name: column for column, names in _NAMES.items() for name in names.split()}
_TIMES = frozenset({"year", "date", "since", "after", "before", "until"})
# ISO 639-1 of the archive's languages, by the names people give them (accents left out).
_LANGUAGES = {
    "en": "english anglais ingles الإنجليزية إنجليزي eng",
    "fr": "french francais frances الفرنسية فرنسي fra",
    "es": "spanish espagnol espanol castellano الإسبانية إسباني spa",
    "ar": "arabic arabe العربية عربي ara",
    "de": "german deutsch allemand aleman deu",
    "it": "italian italiano italien ita",
    "pt": "portuguese portugues portugais por",
    "nl": "dutch nederlands neerlandais neerlandes nld",
    "sv": "swedish svenska suedois sueco swe",
    "ru": "russian russe ruso rus",
}
# Kinds of documents as records name them, by the names that pages give them.
_KINDS = {
    "page": ("página", "صفحة"),
    "report": ("rapport", "informe", "تقرير"),
    "statement": ("déclaration", "declaración", "بيان"),
    "joint statement": ("déclaration commune", "declaración conjunta", "بيان مشترك"),
    "press release": ("communiqué de presse", "communiqué", "comunicado de prensa", "بيان صحفي"),
    "principles": ("principes", "principios", "مبادئ"),
    "treaty": ("traité", "tratado", "معاهدة"),
    "judgment": ("jugement", "arrêt", "sentencia", "حكم قضائي"),
    "resolution": ("résolution", "resolución", "قرار"),
}
_LANGUAGE_CODES = {name: code for code, names in _LANGUAGES.items() for name in names.split()}
_CODES_BY_NAME = {folded(name): code for name, code in _LANGUAGE_CODES.items()}
_KINDS_BY_NAME = {folded(name): kind for kind, names in _KINDS.items() for name in names}


def resolve(pieces: Pieces, today: date) -> tuple[Pieces, tuple[str, ...]]:
    """Join each field with its value; a field that cannot be read becomes plain words."""
    kept: list[Piece] = []
    notes: list[str] = []
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        place += 1
        if piece.kind != "FIELD":
            kept.append(piece)
            notes.extend(_spaced(piece) if place < len(pieces) else ())
            continue
        value = pieces[place] if place < len(pieces) else Piece(kind="END", text="")
        read = _fielded(_COLUMNS.get(folded(piece.text[:-1]), ""), value, today)
        if read is None:
            kept.extend(as_words(piece))
            notes.extend(_unread(piece, value))
            continue
        kept.append(read)
        place += 1 if read.kind != "FIELD" else 0
    return tuple(kept), tuple(notes)


def _spaced(piece: Piece) -> list[str]:
    """Say that a field with a space behind its colon is a word."""
    column = _COLUMNS.get(folded(piece.text[:-1]), "") if piece.text.endswith(":") else ""
    if not column:
        return []
    return [
        message(
            "'%(typed)s' was searched as a word: a condition has no space, as in %(column)s:…",
            typed=piece.text,
            column=column,
        )
    ]


def _unread(field: Piece, value: Piece) -> list[str]:
    """Say that a field was not read, or that there is no such field: a slip must not go unseen."""
    name = field.text
    if folded(name[:-1]) in _COLUMNS:
        typed = f"{name}{value.text}"
        return [message("'%(typed)s' could not be read: searched as plain words.", typed=typed)]
    return [message("'%(typed)s' is no condition: searched as a plain word.", typed=name)]


def _fielded(column: str, value: Piece, today: date) -> Piece | None:
    """Make one piece of a field and its value; None if they do not go together."""
    if not column:
        return None
    if value.kind == "_LPAR" and column not in _TIMES:
        return Piece(kind="FIELD", text=f"{column}:", column=column)
    if value.kind not in ("WORD", "PHRASE", "WILD", "FUZZY"):
        return None
    if column == "title":
        node = titled(value.node) if value.node else None
        return replace(value, node=node, field=Field.TITLE)
    if value.kind in ("WILD", "FUZZY"):
        return None
    timed = column in _TIMES
    node = _time(column, value.text, today) if timed else match(column, value.text)
    return Piece(kind="CONDITION", text=f"{column}:{value.text}", node=node) if node else None


def titled(node: Node) -> Node:
    """Look for a word or phrase in the title."""
    if isinstance(node, Word | Phrase | Prefix | Fuzzy):
        return replace(node, field=Field.TITLE)
    return node


def match(column: str, text: str) -> Match:
    """Make the condition that `column` has the value `text`."""
    value = text.strip(" .,;:!?")[:MAX_VALUE_CHARACTERS]
    name = folded(value)
    if column == "language":
        value = _CODES_BY_NAME.get(name, name.split("-")[0])
    if column == "kind":
        value = _KINDS_BY_NAME.get(name, value.casefold())
    return Match(column=column, value=value)


def _time(column: str, text: str, today: date) -> DateRange | None:
    """Read the value of a field of time, such as `year:` or `since:`."""
    span = read_range(text.strip(" ,;:!?"), today)
    if span is None or column in ("year", "date"):
        return span
    if column == "since":
        return DateRange(low=span.low or span.high)
    if column == "until":
        return DateRange(high=span.high or span.low)
    if column == "after":
        return DateRange(low=after(span.high or span.low))
    return DateRange(high=before(span.low or span.high))
