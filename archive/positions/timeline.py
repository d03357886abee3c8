"""The positions on a theme as dated cards, what they can be narrowed by, and their years."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from archive.annotation.model import Annotation, ThemeFound
from archive.annotation.rules import Term
from archive.errors import NotFoundError, QueryError
from archive.model import Document, Passage, TextOrigin
from archive.opened import Opened

CARDS_A_PAGE = 40
MOST_PAGES = 1_000
FILTERS = ("act", "to", "publisher", "year", "language", "origin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One position: the words are `passage.text`, `theme` says why it is filed here."""

    document: Document
    passage: Passage
    annotation: Annotation
    theme: ThemeFound
    is_digest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that the cards can be narrowed to, and how many of them have it."""

    value: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One page of a theme's positions, newest first; `total` over all pages.

    `years` are (year, own words, digests) from the first to the last, none left out. `silent` is
    how many passages are on the theme without taking a stand.
    """

    theme: Term
    cards: tuple[Card, ...]
    total: int
    page: int
    pages: int
    years: tuple[tuple[str, int, int], ...]
    choices: dict[str, tuple[Choice, ...]]
    silent: int
    generation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A theme with its positions, those in documents' own words, and the year of the last one."""

    theme: Term
    positions: int
    captured: int
    latest: str = field(default="")


def overview(opened: Opened) -> tuple[Count, ...]:
    """Every theme in the order of the rules."""
    found: dict[str, list[tuple[bool, str]]] = {}
    for number, annotation in _stands(opened):
        row = opened.row(number)
        for theme in annotation.themes:
            is_captured = row.origin is TextOrigin.CAPTURED
            found.setdefault(theme.theme_id, []).append((is_captured, row.document.date))
    return tuple(
        Count(
            theme=theme,
            positions=len(of_theme),
            captured=sum(is_captured for is_captured, _ in of_theme),
            latest=max((date for _, date in of_theme), default="")[:4],
        )
        for theme in opened.annotations.rules.themes
        for of_theme in [found.get(theme.term_id, [])]
    )


def timeline(opened: Opened, theme_id: str, *, filters: dict[str, str], page: int = 1) -> Timeline:
    """The positions on a theme that have every value in `filters` (a key of FILTERS each).

    Raises NotFoundError for a theme that is not there, QueryError for a filter or page that is
    none.
    """
    theme = opened.annotations.rules.theme(theme_id)
    if theme is None:
        raise NotFoundError(f"There is no theme '{theme_id:.60}'; /positions lists them.")
    for name in filters:
        if name not in FILTERS:
            raise QueryError(f"There is no filter '{name:.60}'; use one of {', '.join(FILTERS)}.")
    if not 1 <= page <= MOST_PAGES:
        raise QueryError(f"page is {page}; give a whole number from 1 to {MOST_PAGES}.")
    every = _cards(opened, theme_id)
    kept = [card for card in every if _has_all(card, filters)]
    ordered = sorted(kept, key=_place)
    first = (page - 1) * CARDS_A_PAGE
    return Timeline(
        theme=theme,
        cards=tuple(ordered[first : first + CARDS_A_PAGE]),
        total=len(kept),
        page=page,
        pages=max(1, -(-len(kept) // CARDS_A_PAGE)),
        years=_years(kept),
        choices={name: _choices(every, name, filters) for name in FILTERS},
        silent=_silent(opened, theme_id),
        generation_id=opened.generation.generation_id,
    )


def _stands(opened: Opened) -> Iterable[tuple[int, Annotation]]:
    """The live rows that take a stand."""
    for number, annotation in opened.annotations.by_row.items():
        if annotation.act and opened.live[number]:
            yield number, annotation


def _silent(opened: Opened, theme_id: str) -> int:
    return sum(
        any(theme.theme_id == theme_id for theme in annotation.themes)
        for number, annotation in opened.annotations.by_row.items()
        if not annotation.act and opened.live[number]
    )


def _cards(opened: Opened, theme_id: str) -> list[Card]:
    cards = []
    for number, annotation in _stands(opened):
        for theme in annotation.themes:
            if theme.theme_id == theme_id:
                row = opened.row(number)
                cards.append(
                    Card(
                        document=row.document,
                        passage=row.passage,
                        annotation=annotation,
                        theme=theme,
                        is_digest=row.origin is TextOrigin.DIGEST,
                    )
                )
    return cards


def _place(card: Card) -> tuple[bool, tuple[int, ...], str, int]:
    """Newest first, undated last, then by document and place in its text."""
    date = card.document.date
    numbers = [-int(part) for part in date.split("-") if part.isdecimal()]
    return not date, tuple(numbers), card.document.doc_id, card.passage.start


def _values(card: Card, name: str) -> Sequence[str]:
    readers: dict[str, Callable[[], Sequence[str]]] = {
        "act": lambda: [card.annotation.act],
        "to": lambda: card.annotation.addressees,
        "publisher": lambda: card.document.publishers,
        "year": lambda: [card.document.date[:4]] if card.document.date else [],
        "language": lambda: [card.passage.language],
        "origin": lambda: ["digest" if card.is_digest else "captured"],
    }
    return readers[name]()


def _has_all(card: Card, filters: dict[str, str]) -> bool:
    return all(value in _values(card, name) for name, value in filters.items())


def _choices(cards: Sequence[Card], name: str, filters: dict[str, str]) -> tuple[Choice, ...]:
    """The values of one filter among the cards that have the others', by -count, then value."""
    others = {key: value for key, value in filters.items() if key != name}
    counts = Counter(
        value for card in cards if _has_all(card, others) for value in _values(card, name)
    )
    return tuple(
        Choice(value=value, count=count, selected=filters.get(name) == value)
        for value, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _years(cards: Sequence[Card]) -> tuple[tuple[str, int, int], ...]:
    dated = [(card.document.date[:4], card.is_digest) for card in cards if card.document.date]
    if not dated:
        return ()
    counts = Counter(dated)
    years = sorted(int(year) for year, _ in dated)
    return tuple(
        (str(year), counts[str(year), False], counts[str(year), True])
        for year in range(years[0], years[-1] + 1)
    )
