"""A quotation as it was typed, read as parts with what was left out or put in between them."""

import re
from dataclasses import dataclass

from archive.errors import QueryError
from archive.messages import message
from archive.wording import Wording, wording

# A page and a half of print; a longer text is a draft, not a quotation.
MOST_CHARACTERS = 10_000
# Two words stand everywhere and prove nothing.
FEWEST_WORDS = 3
# Ellipses and brackets of one quotation; a page of print has a handful.
MOST_MARKS = 60

_DOTS = r"(?:…|\.\s?\.\s?\.(?:\s?\.)?)"
_ELLIPSIS = re.compile(rf"\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|{_DOTS}")
_REMARK = re.compile(
    r"\[\s*(?:sic|emphasis added|emphasis mine|italics added|nous soulignons|énfasis añadido"
    r"|\d{1,3})\s*[.!]?\s*\]",
    re.IGNORECASE,
)
# "[T]he": a capital that the quotation changed.
_CHANGED_LETTER = re.compile(r"\[(\w)\](?=\w)")
_INSERTION = re.compile(r"\[([^\[\]]{1,120})\]")
_MARK = re.compile(f"{_ELLIPSIS.pattern}|{_INSERTION.pattern}")
_PAIRS = {"“": "”", "«": "»", "„": "“", '"': '"', "‘": "’", "'": "'", "”": "”", "‹": "›"}
_PRINTED_NUMBER = re.compile(r"(?:^|\s)\(?[\da-z]{1,3}[.)]\s")
_TAKEN_AWAY = (
    (_REMARK, "", message("remarks in brackets")),
    (_CHANGED_LETTER, r"\1", message("insertions")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Between two parts: words left out (`typed` empty), or words put in for others."""

    typed: str = ""

    @property
    def is_insertion(self) -> bool:
        """Whether it stands in brackets for words of the source."""
        return bool(self.typed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read a quotation: `parts` with one of `gaps` between each two.

    `edges` are the gaps before the first and behind the last, `repairs` what was taken away.
    """

    parts: tuple[Wording, ...]
    gaps: tuple[Gap, ...] = ()
    edges: tuple[Gap, ...] = ()
    repairs: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """The names of the repairs that the reading itself made."""
        put_in, left_out = message("insertions"), message("ellipses")
        gaps = (*self.gaps, *self.edges)
        return (*self.repairs, *(put_in if gap.is_insertion else left_out for gap in gaps))


def readings(text: str) -> tuple[Reading, ...]:
    """The ways to read a quotation, the most literal first.

    Raises QueryError if it is too short to be checked, or too long.
    """
    if len(text) > MOST_CHARACTERS:
        raise QueryError(
            message(
                "The quotation has %(number)s characters; give at most %(most)s.",
                number=len(text),
                most=MOST_CHARACTERS,
            )
        )
    bare = unquoted(text)
    literal = wording(bare)
    if len(literal) < FEWEST_WORDS:
        raise QueryError(
            message(
                "The quotation has %(number)s words; give at least %(least)s.",
                number=len(literal),
                least=FEWEST_WORDS,
            )
        )
    marks = len(_MARK.findall(bare))
    if marks > MOST_MARKS:
        raise QueryError(
            message(
                "The quotation has %(number)s ellipses and brackets; give at most %(most)s.",
                number=marks,
                most=MOST_MARKS,
            )
        )
    found = [Reading(parts=(literal,))]
    plain, repairs = bare, []
    for pattern, by, name in _TAKEN_AWAY:
        cleaned = pattern.sub(by, plain)
        repairs += [name] if cleaned != plain else []
        plain = cleaned
        found.append(_marked(plain, tuple(repairs)))
    found.append(_marked(bare, ()))
    return tuple(dict.fromkeys(one for one in found if _size(one) >= FEWEST_WORDS))


def _size(reading: Reading) -> int:
    return sum(len(part) for part in reading.parts)


def has_numbers(reading: Reading) -> bool:
    """Whether a printed number may have been copied with the words of a call."""
    return any(_PRINTED_NUMBER.search(part.text) for part in reading.parts)


def unquoted(text: str) -> str:
    """The text without white space and one pair of quotation marks around it."""
    bare = text.strip()
    closing = _PAIRS.get(bare[:1])
    stripped = bare.rstrip(".,;")
    if closing and len(stripped) > 1 and stripped.endswith(closing):
        inner = stripped[1:-1]
        if closing not in inner and bare[0] not in inner:
            return inner.strip()
    return bare


def _marked(text: str, repairs: tuple[str, ...]) -> Reading:
    """The text cut at its ellipses and bracketed words."""
    parts: list[Wording] = []
    gaps: list[Gap] = []
    edges: list[Gap] = []
    at = 0
    waiting: Gap | None = None
    for match in [*_MARK.finditer(text), None]:
        piece = wording(text[at : match.start() if match else len(text)])
        if len(piece):
            if waiting:
                (gaps if parts else edges).append(waiting)
            parts.append(piece)
            waiting = None
        if match is None:
            break
        waiting = _joined(waiting, match.group(1) or "")
        at = match.end()
    edges += [waiting] if waiting else []
    return Reading(parts=tuple(parts), gaps=tuple(gaps), edges=tuple(edges), repairs=repairs)


def _joined(before: Gap | None, typed: str) -> Gap:
    """Marks side by side are one gap."""
    earlier = before.typed if before else ""
    return Gap(typed=" ".join(piece for piece in (earlier, typed.strip()) if piece))
