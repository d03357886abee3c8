"""The styles by name, each a citation for people with the archive's own address after it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from archive.citation import author_date, dates, notes
from archive.citation.cited import ARCHIVE, Citation
from archive.citation.runs import Run, Runs, line


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A style: the citation by its own rules, and the mention in the text where it has one.

    `gives_access` says whether the style always states the day of access beside the source, `day`
    how it writes one.
    """

    label: str
    core: Callable[[Citation], Runs]
    mention: Callable[[Citation], Runs] | None = None
    gives_access: bool = False
    day: Callable[[date], str] = dates.accessed_day_first


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """A citation in one style; `mention` is empty for a style of footnotes."""

    style: str
    label: str
    reference: Runs
    mention: Runs = ()


STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "chicago": Style(
            label="Chicago 18 (note)", core=notes.chicago, day=dates.accessed_month_first
        ),
        "apa": Style(
            label="APA 7",
            core=author_date.apa,
            mention=author_date.apa_mention,
            day=dates.accessed_month_first,
        ),
        "mla": Style(
            label="MLA 9",
            core=author_date.mla,
            mention=author_date.mla_mention,
            day=dates.accessed_mla,
        ),
        "oscola": Style(label="OSCOLA", core=notes.oscola, gives_access=True),
        "harvard": Style(
            label="Harvard (Cite Them Right)",
            core=author_date.harvard,
            mention=author_date.harvard_mention,
            gives_access=True,
        ),
        "un": Style(
            label="United Nations (footnote)", core=notes.united_nations, gives_access=True
        ),
    }
)


def formatted(citation: Citation, style: str) -> Formatted:
    """The citation in one style of STYLES, with the archive's address and version after it."""
    chosen = STYLES[style]
    return Formatted(
        style=style,
        label=chosen.label,
        reference=line(chosen.core(citation), " ", _kept(citation, chosen)),
        mention=chosen.mention(citation) if chosen.mention else (),
    )


def _kept(citation: Citation, style: Style) -> Run:
    """Where the archive keeps what was read: its text, or a digest that is no quotation."""
    what = "Digest in" if citation.is_digest else "Archived in"
    is_said = bool(citation.source) and (style.gives_access or not citation.document.date)
    accessed = "" if is_said else f"accessed {style.day(citation.accessed)}"
    version = f"version {citation.version}" if citation.version else ""
    facts = ", ".join(part for part in (version, accessed) if part)
    shown = f" ({facts})" if facts else ""
    return Run(text=f"{what} the {ARCHIVE}, {citation.permalink}{shown}.")
