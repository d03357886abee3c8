"""The positions on a theme as dated cards, what they can be narrowed by, and their years."""

from dataclasses import dataclass

import numpy as np

from archive import decisions
from archive.annotation.model import ThemeFound
from archive.annotation.rules import Term
from archive.decisions import Kind, Precision, precision
from archive.errors import NotFoundError
from archive.messages import message
from archive.opened import Opened
from archive.positions.cards import Card, card
from archive.positions.stands import (
    CARDS_A_PAGE,
    Choice,
    Stands,
    check_page,
    choices,
    narrowed,
    newest_first,
    on_theme,
    undated,
    years,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A card with the reason why it is filed under the theme."""

    card: Card
    theme: ThemeFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One page of a theme's positions, newest first; `total` over all pages.

    `years` are (year, own words, digests) from the first to the last, none left out, and
    `undated` (own words, digests) those of no year: together they are all that the filters but
    that of the year leave. `silent` is how many passages on the theme have what the filters ask for
    and take no stand.
    """

    theme: Term
    filed: tuple[Filed, ...]
    total: int
    page: int
    pages: int
    years: tuple[tuple[str, int, int], ...]
    undated: tuple[int, int]
    choices: dict[str, tuple[Choice, ...]]
    silent: int
    generation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A theme with its positions, those in documents' own words, and the year of the last one.

    `judged` is how right editors found it, None where none has decided of it.
    """

    theme: Term
    positions: int
    captured: int
    latest: str
    judged: Precision | None


def overview(opened: Opened) -> tuple[Count, ...]:
    """Every theme in the order of the rules."""
    found = precision(decisions.load(opened.generation.folder))
    judged = {one.value: one for one in found if one.kind is Kind.THEME}
    themes = opened.annotations.rules.themes
    return tuple(_count(opened, theme, judged.get(theme.term_id)) for theme in themes)


def _count(opened: Opened, theme: Term, judged: Precision | None) -> Count:
    stands = _taken(on_theme(opened, theme.term_id))
    dated = years(stands)
    return Count(
        theme=theme,
        positions=len(stands.rows),
        captured=int((~stands.is_digest).sum()),
        latest=dated[-1][0] if dated else "",
        judged=judged,
    )


def timeline(opened: Opened, theme_id: str, *, filters: dict[str, str], page: int = 1) -> Timeline:
    """The positions on a theme that have every value in `filters` (a key of FILTERS each).

    Raises NotFoundError for a theme that is not there, QueryError for a filter or page that is
    none.
    """
    theme = opened.annotations.rules.theme(theme_id)
    if theme is None:
        raise NotFoundError(
            message("There is no theme '%(name)s'; /positions lists them.", name=theme_id[:60])
        )
    check_page(page)
    on_it = on_theme(opened, theme_id)
    every = _taken(on_it)
    kept = narrowed(every, filters)
    over_time = narrowed(every, filters, but="year")
    shown = newest_first(kept)[(page - 1) * CARDS_A_PAGE : page * CARDS_A_PAGE]
    return Timeline(
        theme=theme,
        filed=tuple(_filed(opened, number, theme_id) for number in kept.rows[shown].tolist()),
        total=len(kept.rows),
        page=page,
        pages=max(1, -(-len(kept.rows) // CARDS_A_PAGE)),
        years=years(over_time),
        undated=undated(over_time),
        choices=choices(every, filters),
        silent=len(narrowed(on_it, filters).rows) - len(kept.rows),
        generation_id=opened.generation.generation_id,
    )


def _taken(stands: Stands) -> Stands:
    """Those that take a stand."""
    return stands.where(np.asarray(stands.acts > 0))


def _filed(opened: Opened, number: int, theme_id: str) -> Filed:
    shown = card(opened, number)
    theme = next(one for one in shown.annotation.themes if one.theme_id == theme_id)
    return Filed(card=shown, theme=theme)
