"""A small corpus with everything a page can show, its index, and the application over it."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from builds import HashEncoder, keep_text, settings_in
from flask import Flask

from archive import records
from archive.generation import open_served
from archive.model import Document, Link, PassageKind
from archive.opened import open_index
from archive.search import Searcher
from archive.settings import Settings
from indexer.build import build
from web.app import create_app
from web.searchers import Searchers

# Ways to break out of text, an attribute, an address or a style.
PAYLOADS = (
    "<script>document.title='broken'</script>",
    "\"><img src=x onerror=document.title='broken'>",
    "' onmouseover='document.title=1",
    "<svg/onload=document.title='broken'>",
    "</title><script>document.title='broken'</script>",
    "javascript:document.title='broken'",
    "{{ 7*7 }}{% raw %}",
    "</mark></p><iframe srcdoc='<script>parent.document.title=1</script>'></iframe>",
    "<style>*{display:none}</style>",
    "&lt;b&gt;&amp;amp;",
    "\u202eevil\u2066<b>",
    "<!--><script>document.title='broken'</script-->",
)

# What a checked address may hold besides letters and digits.
_OF_ADDRESSES = "':/&;={}%*()"

_KINDS = (
    (PassageKind.HEADING, "What we ask of States", ""),
    (PassageKind.PARAGRAPH, "The organisations reaffirm that impunity fuels torture.", ""),
    (PassageKind.CALL, "Protect judges of the court against sanctions.", "1"),
    (PassageKind.CALL, "Fund reparation for the victims of torture.", "2"),
    (PassageKind.QUOTATION, "We will not be silent about torture, a survivor says.", ""),
    (PassageKind.CAPTION, "Families of the disappeared outside the court.", ""),
    (PassageKind.NOTE, "See the earlier statement on universal jurisdiction.", "7"),
    (PassageKind.BOILERPLATE, "About us: an alliance of organisations.", ""),
)


def put_statement(corpus: Path, doc_id: str = "statement-2025-en") -> None:
    """Keep a captured statement with each kind of passage, two pages and three links."""
    text = "\n\n".join(words for _, words, _ in _KINDS)
    document = Document(
        doc_id=doc_id,
        title="Justice needs courage",
        publishers=("FIDH", "REDRESS"),
        kind="joint statement",
        language="en",
        issued="2025-07-17",
        url="https://www.example.org/statement",
        url_checked=True,
        themes=("torture", "sanctions on the ICC"),
    )
    parts = []
    for place, (kind, words, number) in enumerate(_KINDS):
        fields: dict[str, Any] = {"kind": kind, "number": number, "page": 1 + place // 4}
        if kind is PassageKind.NOTE:
            fields["called_at"] = text.index(" fuels torture")
        if kind is PassageKind.PARAGRAPH:
            fields["links"] = _links(words, text.index(words))
        parts.append((words, fields))
    keep_text(corpus, document, parts, captured_at="2026-01-02T03:04:05+00:00")


def _links(words: str, start: int) -> tuple[Link, ...]:
    """A link that leads somewhere, one whose target was lost, and one that would run a script."""
    targets = {
        "organisations": "https://example.org/a?b=1&c=2",
        "impunity": "",
        "torture": "javascript:alert(1)",
    }
    return tuple(
        Link(
            anchor=anchor,
            start=start + words.index(anchor),
            end=start + words.index(anchor) + len(anchor),
            target=target,
        )
        for anchor, target in targets.items()
    )


def put_digest(corpus: Path, doc_id: str, **fields: object) -> None:
    """Keep a catalogue record."""
    document = Document(doc_id=doc_id, **fields)  # type: ignore[arg-type]
    records.write(corpus, records.catalogue_record(document))


def fill_site(corpus: Path) -> None:
    """Keep a captured statement, catalogue records in three languages, and hostile ones."""
    put_statement(corpus)
    put_digest(
        corpus,
        "digest-fr",
        title="Les victimes d'abord",
        digest="Les organisations demandent réparation pour les victimes de torture. "
        "Elles saluent le courage des familles.",
        publishers=("FIDH",),
        kind="report",
        language="fr",
        issued_inferred="2024-05",
        url="https://unchecked.example.org/fr",
        themes=("torture",),
    )
    put_digest(
        corpus,
        "digest-ar",
        title="العدالة للضحايا",
        digest="تطالب المنظمات بإنهاء الإفلات من العقاب وبالعدالة للضحايا.",
        publishers=("الأمم المتحدة",),
        kind="statement",
        language="ar",
        issued="2023-01-01",
        url="https://www.example.org/ar",
        url_checked=True,
        themes=("victims' rights",),
    )
    for number, payload in enumerate(PAYLOADS):
        put_digest(
            corpus,
            f"hostile-{number:02}",
            title=f"hostile {payload}",
            digest=f"hostile words {payload} and impunity",
            publishers=(payload,),
            kind=payload,
            language="en",
            issued="2020",
            url=f"https://example.org/{quote(payload, safe=_OF_ADDRESSES)}",
            url_checked=True,
            themes=(payload,),
            rights=payload,
        )


def build_site(folder: Path) -> Settings:
    """Build and publish the small corpus below `folder`."""
    settings = settings_in(folder)
    fill_site(settings.corpus)
    build(settings, encoder=HashEncoder())
    return settings


def open_small(settings: Settings) -> Searcher:
    """Open what is published as the server does, with the encoder of the tests."""
    return Searcher(open_index(open_served(settings.var)), HashEncoder())


def searchers_of(settings: Settings) -> Searchers:
    """Searchers that compare meaning with the encoder of the tests."""
    return Searchers(settings, opener=open_small)


def app_over(settings: Settings) -> Flask:
    """The application over what is published in `settings`."""
    return create_app(settings, searchers=searchers_of(settings))
