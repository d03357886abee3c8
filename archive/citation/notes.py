"""Citations as a footnote: Chicago notes, OSCOLA and the United Nations."""

from collections.abc import Sequence

from archive.citation import dates, names, titles
from archive.citation.cited import Citation
from archive.citation.runs import Run, Runs, line, plain


def chicago(citation: Citation) -> Runs:
    """A note by the Chicago Manual of Style, 18th edition, 13.24–13.28 and 14.104."""
    authors = names.shortened(citation.authors, most=2, others=" et al.")
    place = citation.page or (f"para. {citation.number}" if citation.number else "")
    is_undated = bool(citation.source) and not citation.document.date
    accessed = f"accessed {dates.accessed_month_first(citation.accessed)}" if is_undated else ""
    rest = [part for part in (place, accessed, citation.source) if part]
    show = _chicago_report if citation.is_bookish else _chicago_page
    return line(f"{authors}, " if authors else "", show(citation, rest), ".")


def _chicago_report(citation: Citation, rest: Sequence[str]) -> Runs:
    """A title in italics, what it is and the year in round brackets, then the rest."""
    title = titles.set_title(citation, capitals=True, italic=True, letters=titles.CHICAGO_LETTERS)
    genre = f", {citation.genre}" if citation.genre else ""
    return line(title, genre, f" ({dates.year(citation) or 'n.d.'})", *(f", {one}" for one in rest))


def _chicago_page(citation: Citation, rest: Sequence[str]) -> Runs:
    """A title in quotation marks, what it is and the day, then the rest.

    The comma stands inside the quotation marks, also after a question mark (6.134).
    """
    title = titles.set_title(citation, capitals=True, italic=False, letters=titles.CHICAGO_LETTERS)
    inner = Run(text=titles.within_double(title.text), language=title.language)
    facts = [one for one in (citation.genre, dates.month_first(citation), *rest) if one]
    return line("“", inner, f",” {', '.join(facts)}" if facts else "”")


def oscola(citation: Citation) -> Runs:
    """A note by OSCOLA, 4th edition, 3.1 and 3.4.8; the source in angle brackets."""
    authors = names.shortened(citation.authors, most=3, others=" and others")
    title = titles.set_title(citation, capitals=True, italic=False)
    inner = Run(text=titles.within_single(title.text), language=title.language)
    when = dates.year(citation) if citation.is_bookish else dates.day_first(citation)
    place = citation.page or (f"para {citation.number}" if citation.number else "")
    accessed = dates.accessed_day_first(citation.accessed)
    return line(
        f"{authors}, " if authors else "",
        *("‘", inner, "’"),
        f" ({when})" if when else "",
        f" {place}" if place else "",
        f" <{citation.source}> accessed {accessed}" if citation.source else "",
        ".",
    )


def united_nations(citation: Citation) -> Runs:
    """A footnote by the United Nations Editorial Manual, outside sources, A, B and J."""
    authors = names.shortened(citation.authors, most=3, others=" and others")
    title = titles.set_title(citation, capitals=False, italic=citation.is_bookish)
    if citation.is_bookish:
        shown = line(title, f" ({dates.year(citation) or 'n.d.'})")
    else:
        inner = Run(text=titles.within_double(title.text), language=title.language)
        facts = (citation.genre, dates.day_first(citation) or "n.d.")
        shown = line("“", inner, "”", *(f", {fact}" for fact in facts if fact))
    places = (f"p. {citation.page}", f"para. {citation.number}")
    given = (citation.page, citation.number)
    pinpoint = "".join(f", {place}" for place, known in zip(places, given, strict=True) if known)
    head = line(f"{authors}, " if authors else "", shown, pinpoint)
    accessed = dates.accessed_day_first(citation.accessed)
    available = f" Available at {citation.source} (accessed on {accessed})."
    stop = "" if plain(head).endswith(".") else "."
    return line(head, stop, available if citation.source else "")
