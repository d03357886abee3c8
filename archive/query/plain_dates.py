"""Dates in plain language, "since May 2024", read as a range of dates of issue.

A year in a query is often when something happened, not when a document was issued. So a date is
read only where the words say so: "since" and "after", and any of them behind a word for a document
("statements … in 2019"), right before one, right behind a verb of saying ("what did we say in
2019") or in "FIDH on …". Before 2000 and in questions such a word has to stand right in front, but
"since" and "after" may follow such a verb anywhere: "what did NGOs say on sanctions since 2021".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.messages import message
from archive.nodes import DateRange
from archive.query.dates import DIGITS, after, before, read_date
from archive.query.limits import MAX_SENTENCE_WORDS
from archive.query.pieces import Piece, Pieces
from archive.query.wording import dated

_FIRST_YEAR = "2000"

_MONTHS = (
    "january janvier enero يناير كانون-الثاني",
    "february février fevrier febrero فبراير شباط",
    "march mars marzo مارس آذار",
    "april avril abril أبريل نيسان",
    "may mai mayo مايو أيار",
    "june juin junio يونيو حزيران",
    "july juillet julio يوليو تموز",
    "august août aout agosto أغسطس آب",
    "september septembre septiembre setiembre سبتمبر أيلول",
    "october octobre octubre أكتوبر",
    "november novembre noviembre نوفمبر",
    "december décembre decembre diciembre ديسمبر",
)
_MONTH_NUMBERS = {
    name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()
}
_OPENERS = {
    "since": ("since", "depuis", "desde", "منذ"),
    "after": ("after", "après", "apres", "después de", "despues de", "بعد"),
    "before": ("before", "avant", "antes de", "قبل"),
    "until": ("until", "till", "jusqu'en", "jusqu’en", "jusqu'à", "jusqu’à", "hasta", "حتى"),
    "in": ("in", "during", "en", "durante", "في"),
    "between": ("between", "entre", "from", "de", "بين"),
}
_OPENER_WORDS = sorted(
    ((tuple(words.split()), kind) for kind, many in _OPENERS.items() for words in many),
    key=lambda opener: (-len(opener[0]), opener),
)
_LINKS = frozenset({"and", "to", "et", "à", "y", "a", "و"})
_FILLERS = frozenset({"the", "year", "le", "l'année", "el", "año", "عام", "سنة"})
_DOCUMENTS = frozenset(
    "statement statements report reports release releases resolution resolutions letter letters "
    "document documents publication publications submission submissions judgment judgments "
    "published issued released adopted dated declaration declarations "
    "déclaration déclarations rapport rapports communiqué communiqués résolution résolutions "
    "lettre lettres arrêt arrêts publié publiés publiée publiées "
    "declaración declaraciones informe informes comunicado comunicados resolución resoluciones "
    "sentencia sentencias carta cartas documento documentos publicado publicados publicada "
    "publicadas بيان بيانات تقرير تقارير قرار قرارات".split()
)
# What a question asks for: "Which statements in 2019…", but not "What was published in 1937?".
_ASKED_FOR = frozenset(word for word in _DOCUMENTS if word.endswith("s")) | {"بيانات", "تقارير"}
_SAYING = frozenset(
    "say says said saying dit dits dite dites disent disons disait disaient déclaré "
    "dice dicen decimos dijo dijeron dijimos dicho قال قالت قالوا قلنا تقول يقول".split()
)
# "FIDH on Palestine": who speaks, then of what.
_ABOUT = frozenset({"on", "about", "sur", "sobre"})
_ASKING = frozenset(
    "who what when where why how which whose did does do is are was were has have can should "
    "qui que quoi quand où comment pourquoi quel quelle quels quelles combien "
    "quién quiénes qué cuándo dónde cómo cuál cuáles cuánto cuánta cuántos cuántas "
    "هل متى من ما ماذا كيف كم لماذا أين".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A date expression: pieces `start` to `end` (excluded) mean `span`."""

    kind: str
    start: int
    end: int
    span: DateRange


def read_plain_dates(pieces: Pieces) -> tuple[Pieces, tuple[str, ...]]:
    """Turn the first date in plain language into a condition, with a note that says so."""
    if not 1 < len(pieces) <= MAX_SENTENCE_WORDS:
        return pieces, ()
    words = [_plain(piece) for piece in pieces]
    for start in range(len(words)):
        found = _expression(words, start)
        if found and _is_issue(found, pieces, words):
            typed = " ".join(piece.text for piece in pieces[found.start : found.end]).rstrip(
                "?؟!.,;"
            )
            condition = Piece(kind="CONDITION", text=typed, node=found.span)
            note = message(
                "'%(typed)s' was read as: %(date)s. Quote it to search for the words.",
                typed=typed,
                date=dated(found.span),
            )
            return (*pieces[: found.start], condition, *pieces[found.end :]), (note,)
    return pieces, ()


def _plain(piece: Piece) -> str:
    """Give the one word of a piece in lower case, "" for any other piece."""
    return (
        piece.words[0].casefold().translate(DIGITS)
        if piece.kind == "WORD" and len(piece.words) == 1
        else ""
    )


def _is_issue(found: _Found, pieces: Pieces, words: Sequence[str]) -> bool:
    """Say whether a date is when a document was issued, by the words around it."""
    earlier, later = words[: found.start], words[found.end :]
    is_recent = min(found.span.low or "9", found.span.high or "9") >= _FIRST_YEAR
    is_onward = found.kind in ("since", "after")
    if earlier and earlier[-1] in _SAYING:
        return is_recent
    if words[0] in _ASKING or pieces[0].text[0] == "¿" or pieces[-1].text[-1] in "?؟":
        is_said = is_recent and is_onward and not _SAYING.isdisjoint(earlier)
        return is_said or (bool(earlier) and earlier[-1] in _ASKED_FOR)
    if len(words) == found.end - found.start or (earlier and earlier[-1] in _DOCUMENTS):
        return True
    is_led = not _DOCUMENTS.isdisjoint([*earlier, *later[:1]])
    is_by = len(words) > 1 and words[1] in _ABOUT and pieces[0].text[:1].isupper()
    return is_recent and (is_led or is_by or is_onward)


def _expression(words: Sequence[str], start: int) -> _Found | None:
    """Read an expression of time that begins at `start`."""
    for opener, kind in _OPENER_WORDS:
        if tuple(words[start : start + len(opener)]) == opener:
            first, end = read_when(words, start + len(opener))
            if not first:
                continue
            if kind != "between":
                return _Found(kind=kind, start=start, end=end, span=_span(kind, first))
            last, last_end = read_when(words, end + 1) if end < len(words) else ("", 0)
            if last and words[end] in _LINKS:
                span = DateRange(low=min(first, last), high=max(first, last))
                return _Found(kind=kind, start=start, end=last_end, span=span)
            if opener == ("de",):
                return _Found(kind="in", start=start, end=end, span=_span("in", first))
    return None


def _span(kind: str, when: str) -> DateRange:
    """Give the dates that a word like "since" asks for."""
    ranges = {
        "since": (when, ""),
        "after": (after(when), ""),
        "before": ("", before(when)),
        "until": ("", when),
        "in": (when, when),
    }
    low, high = ranges[kind]
    return DateRange(low=low, high=high)


def read_when(words: Sequence[str], start: int) -> tuple[str, int]:
    """Read `2024`, `May 2024`, `17 de mayo de 2024` or `May 17 2024` from lower-case words.

    Returns the date as `YYYY[-MM[-DD]]` and where it ends; "" where none begins at `start`.
    """
    numbers: list[str] = []
    month = 0
    place = start
    while place < len(words) and place < start + 6:
        word = words[place]
        place += 1
        if word in _FILLERS or (word == "de" and month):
            continue
        if word in _MONTH_NUMBERS and not month:
            month = _MONTH_NUMBERS[word]
        elif word[:2] in ("19", "20") and len(word) >= 4:
            return _dated_by(word, month, numbers), place
        elif (day := word.removesuffix("er").removesuffix("st").removesuffix("th")).isdecimal():
            numbers.append(day)
        elif word != "de":
            break
    return "", start


def _dated_by(year: str, month: int, numbers: list[str]) -> str:
    """Join the parts of a date; "" if they are none."""
    if not month:
        return "" if numbers else read_date(year)
    if len(numbers) > 1 or not year.isdecimal():
        return ""
    return read_date("-".join([year, str(month), *numbers]))
