"""The formats by name: what programs take a citation in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from archive.citation.bibtex import bibtex
from archive.citation.cited import Citation
from archive.citation.csl_json import csl_json
from archive.citation.dublin_core import dublin_core
from archive.citation.json_ld import json_ld
from archive.citation.mods import mods
from archive.citation.ris import ris


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: its media type, the ending of its files, and what writes one citation."""

    label: str
    media_type: str
    suffix: str
    write: Callable[[Citation], str]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "ris": Format(
            label="RIS",
            media_type="application/x-research-info-systems",
            suffix="ris",
            write=ris,
        ),
        "bibtex": Format(
            label="BibTeX", media_type="application/x-bibtex", suffix="bib", write=bibtex
        ),
        "csl": Format(
            label="CSL-JSON",
            media_type="application/vnd.citationstyles.csl+json",
            suffix="json",
            write=csl_json,
        ),
        "mods": Format(label="MODS", media_type="application/mods+xml", suffix="mods", write=mods),
        "jsonld": Format(
            label="JSON-LD", media_type="application/ld+json", suffix="jsonld", write=json_ld
        ),
        "dc": Format(
            label="Dublin Core", media_type="application/xml", suffix="dc", write=dublin_core
        ),
    }
)
