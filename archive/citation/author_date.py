"""Citations as a reference with its mention in the text: APA, MLA and Harvard."""

from dataclasses import replace

from archive.citation import dates, names, titles
from archive.citation.cited import Citation
from archive.citation.runs import Run, Runs, line, plain, stopped


def apa(citation: Citation) -> Runs:
    """A reference by the APA Publication Manual, 7th edition, 10.4 and 10.16."""
    authors = names.at_most_twenty(citation.authors)
    when = dates.year(citation) if citation.is_bookish else dates.year_first(citation)
    title = titles.set_title(citation, capitals=False, italic=True)
    if citation.document.language == "en":
        title = replace(title, text=titles.sentence(title.text))
    # What a plain report is needs no word (9.21).
    genre = "" if citation.genre in ("", "report") else f" [{citation.genre.capitalize()}]"
    retrieved = f"Retrieved {dates.accessed_month_first(citation.accessed)}, from "
    date = f"({when or 'n.d.'})"
    if authors:
        head = line(stopped(line(authors)), f" {date}. ", stopped(line(title, genre)))
    else:
        head = line(stopped(line(title, genre)), f" {date}.")
    return line(
        head,
        f" {'' if citation.document.date else retrieved}{citation.source}"
        if citation.source
        else "",
    )


def apa_mention(citation: Citation) -> Runs:
    """The mention in the text: (FIDH & REDRESS, 2025, p. 3)."""
    authors = citation.authors
    who = f"{authors[0]} et al." if len(authors) > 2 else " & ".join(authors)
    place = _places(citation, page="p. ", number="para. ")
    when = f", {dates.year(citation) or 'n.d.'}"
    return _mention(citation, line(who), when, letters=titles.APA_LETTERS, place=place)


def mla(citation: Citation) -> Runs:
    """An entry by the MLA Handbook, 9th edition, 5.3–5.119.

    What the document is stands at the end, as a supplement; of a report it is not said.
    """
    authors = names.shortened(citation.authors, most=2, others=", et al.")
    title = titles.set_title(citation, capitals=True, italic=True)
    genre = "" if citation.genre in ("", "report") else f" {citation.genre.capitalize()}."
    when = dates.day_first(citation, months=dates.MLA_MONTHS)
    facts = ", ".join(part for part in (when, citation.source) if part)
    accessed = dates.accessed_mla(citation.accessed)
    return line(
        stopped(line(authors)) if authors else "",
        " " if authors else "",
        stopped(line(title)),
        f" {facts}." if facts else "",
        f" Accessed {accessed}." if citation.source and not when else "",
        genre,
    )


def mla_mention(citation: Citation) -> Runs:
    """The mention in the text: (FIDH and REDRESS 3)."""
    who = names.shortened(citation.authors, most=2, others=" et al.")
    number = f", par. {citation.number}" if citation.number else ""
    place = f" {citation.page}" if citation.page else number
    return _mention(citation, line(who), "", letters=titles.ALL_LETTERS, place=place)


def harvard(citation: Citation) -> Runs:
    """A reference by Cite Them Right, 12th edition."""
    date = f"({dates.year(citation) or 'no date'})"
    title = titles.set_title(citation, capitals=False, italic=True)
    accessed = dates.accessed_day_first(citation.accessed)
    available = f" Available at: {citation.source} (Accessed: {accessed})."
    who = _harvard_authors(citation)
    head = line(who, f" {date} ", stopped(line(title))) if who else line(title, f" {date}.")
    return line(head, available if citation.source else "")


def harvard_mention(citation: Citation) -> Runs:
    """The mention in the text: (FIDH and REDRESS, 2025, p. 3)."""
    date = f", {dates.year(citation) or 'no date'}"
    place = _places(citation, page="p. ", number="para. ")
    return _mention(citation, _harvard_authors(citation), date, letters=0, place=place)


def _harvard_authors(citation: Citation) -> Runs:
    if len(citation.authors) > 3:
        return line(f"{citation.authors[0]} ", Run(text="et al.", italic=True))
    return line(names.listed(citation.authors, last="and", serial=False))


def _places(citation: Citation, *, page: str, number: str) -> str:
    """The page, and the number of the paragraph or call, each after a comma."""
    shown = f", {page}{citation.page}" if citation.page else ""
    return shown + (f", {number}{citation.number}" if citation.number else "")


def _mention(citation: Citation, who: Runs, when: str, *, letters: int, place: str) -> Runs:
    """Who, when and where in round brackets; the title where nobody is known to have said it.

    `letters` is the length of the longest word of it that stays small; 0 sets no capitals.
    """
    if not plain(who):
        title = titles.set_title(citation, capitals=letters > 0, italic=True, letters=letters)
        who = line(title)
    return line("(", who, when, place, ")")
