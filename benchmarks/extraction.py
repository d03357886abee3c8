"""Measures how true the texts are that are read from files, beside plain readers: EXTRACTION.md."""

import gzip
import html
import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import mean

import click
from lxml import html as lxml_html

from archive import durable
from benchmarks import accuracy, machine, noted, scanned
from benchmarks.readings import READERS, Reader, Reading
from benchmarks.tables import table
from benchmarks.typeset import Piece, Printed, Source, printed
from indexer.extract import media

ROOT = Path(__file__).parents[1]
HEAD = ("set as PDF", "reader", "characters", "paragraphs F1", "furniture", "links", "notes")

_LINK = re.compile(r"\[([^\][]+)\]\((https?://[^\s()]+)(?:\s\"[^\"]*\")?\)(?:\{:[^}]*\})?")
_MARKUP = re.compile(r"[<>{}|\\`]|^\s*(?:#|[-*+]\s|\d+\.\s|!\[|>)|\]\(")
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path), default=ROOT / "EXTRACTION.md")
def run(folder: Path, out: Path) -> None:
    """Measure the readers on the documents in FOLDER."""
    lines = ["# Extraction", "", *_PREAMBLE, ""]
    lines += [*(f"- {fact}" for fact in machine.description()), ""]
    lines += ["## Typeset from known texts", "", *_TYPESET, "", *_typeset_table(folder), ""]
    lines += ["## Notes", "", *noted.TOLD, "", *noted.of_programs(sources(folder)), ""]
    lines += [*noted.TOLD_OF_FILES, "", *noted.of_files(folder), ""]
    lines += ["## Scans", "", *scanned.TOLD, "", *_scans_table(folder), ""]
    lines += ["## Pages of news sites", "", *_NEWS, "", *_news_table(folder), ""]
    lines += ["## United Nations reports", "", *_TWINS, "", *_twins_table(folder), ""]
    durable.write(out, "\n".join(lines).encode())
    click.echo(f"{out} is written.")


_PREAMBLE = (
    "How true the texts are that `archive add` and `archive capture` keep, beside readers used",
    "plainly: `pypdf` and `pdfplumber` with `extract_text()` on every page, `trafilatura` with",
    "`extract()`. Written by `python -m benchmarks.extraction FOLDER`; plain readers are measured",
    "where `pip install pypdf pdfplumber` put them. Needs Debian's chromium and fonts-liberation.",
)
_TYPESET = (
    "Real texts, set by Chromium in one or two columns with a running head and page numbers, in",
    "Liberation Serif (another type breaks lines and pages elsewhere), and read back.",
    "*characters*: accuracy, one less the edits (Levenshtein) by the true characters; notes are",
    "left out of both. *paragraphs*: F1 of the boundaries, each told by the twelve letters before",
    "and after it (of the plain readers the better of blank lines and line ends). *furniture*:",
    "heads left in the text, of those printed. *links*: kept with anchor and address. *notes*:",
    "tied to the place of their call, word for word. –: the reader does not give it.",
)
_NEWS = (
    "181 pages of the article extraction benchmark (Zyte, 2020) with its measure: shingles of four",
    "words, precision and recall averaged over the pages. Captions are left out; the archive keeps",
    "the title as well, which the measure counts against it; the second row is without the heading",
    "that is the title.",
)
_TWINS = (
    "Recommendations that a word processor's file (DOCX) lists, found in the report (PDF) of the",
    "same session. *inside*: the recommendation's letters stand in one piece in the text.",
    "*passage*: they stand in one paragraph.",
)


# Typeset


def sources(folder: Path) -> list[Source]:
    """What is typeset: real texts of the folder."""
    statements = _statements(folder / "icjtoday" / "news")
    report = _report(folder / "cvr-peru-es")
    statute = _statute(folder / "treaties" / "RomeStatute.en.json")
    french = _articles(folder / "udhr" / "fra.html")
    arabic = _articles(folder / "udhr" / "arb.html")
    return [
        Source(
            name="statements, en, links",
            language="en",
            paragraphs=statements,
            furniture="International Criminal Justice Today",
        ),
        Source(
            name="report, es, notes, hyphens",
            language="es",
            paragraphs=_annotated(report[:60], report[60:75]),
            furniture="Comisión de la Verdad y Reconciliación",
            is_hyphenated=True,
        ),
        Source(
            name="statute, en, two columns, hyphens",
            language="en",
            paragraphs=statute[:150],
            furniture="Rome Statute of the International Criminal Court",
            columns=2,
            is_hyphenated=True,
        ),
        Source(
            name="declaration, fr, two columns, notes, hyphens",
            language="fr",
            paragraphs=_annotated(french[:-12], french[-12:]),
            furniture="Déclaration universelle des droits de l’homme",
            columns=2,
            is_hyphenated=True,
        ),
        Source(
            name="declaration, ar",
            language="ar",
            paragraphs=arabic,
            furniture="الإعلان العالمي لحقوق الإنسان – الأمم المتحدة",
        ),
        Source(
            name="declaration, ar, two columns, notes",
            language="ar",
            paragraphs=_annotated(arabic[:-12], arabic[-12:]),
            furniture="الإعلان العالمي لحقوق الإنسان – الأمم المتحدة",
            columns=2,
        ),
    ]


_Paragraphs = tuple[tuple[Piece, ...], ...]


def _statements(folder: Path) -> _Paragraphs:
    """The plain paragraphs of press statements with their links."""
    found: list[tuple[Piece, ...]] = []
    for path in sorted(folder.glob("*.md"))[:24]:
        body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
        for part in html.unescape(body).split("\n\n"):
            pieces = _pieces(" ".join(part.split()))
            if pieces and sum(len(piece.text) for piece in pieces) > 80:
                found.append(pieces)
    return tuple(found)


def _pieces(text: str) -> tuple[Piece, ...]:
    """A paragraph of Markdown as pieces; none if it has other markup than links and emphasis."""
    if _MARKUP.search(_LINK.sub("", text)):
        return ()
    pieces, end = [], 0
    for match in _LINK.finditer(text):
        pieces.append(Piece(text=_EMPHASIS.sub("", text[end : match.start()])))
        pieces.append(Piece(text=_EMPHASIS.sub("", match[1]), target=match[2]))
        end = match.end()
    pieces.append(Piece(text=_EMPHASIS.sub("", text[end:])))
    return tuple(piece for piece in pieces if piece.text)


def _report(path: Path) -> _Paragraphs:
    names = ("prefacio.md", "introduccion.md", "capitulo-1-los-periodos-de-la-violencia.md")
    whole = "\n\n".join((path / name).read_text(encoding="utf-8") for name in names)
    texts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", whole)]
    is_plain = re.compile(r"[^<>\[|#*]{120,}")
    return tuple((Piece(text=text),) for text in texts if is_plain.fullmatch(text))


def _statute(path: Path) -> _Paragraphs:
    articles = [one["article"] for one in json.loads(path.read_text("utf-8")) if "article" in one]
    return tuple(
        (Piece(text=" ".join(line.split())),)
        for article in articles
        for line in article["text"].split("\n")
        if line.strip()
    )


def _articles(path: Path) -> _Paragraphs:
    root = lxml_html.fromstring(path.read_text(encoding="utf-8"))
    texts = [" ".join(one.text_content().split()) for one in root.iter("p", "li")]
    return tuple((Piece(text=text),) for text in texts if text)


def _annotated(body: _Paragraphs, notes: _Paragraphs) -> _Paragraphs:
    """`body` with `notes` called from every so many paragraphs, after a word in the middle."""
    step = max(1, len(body) // len(notes))
    found = list(body)
    for place, note in enumerate(notes):
        words = body[place * step][0].text.split(" ")
        half = (len(words) + 1) // 2
        called = Piece(text=" ".join(words[:half]) + " ", note=note[0].text)
        rest = Piece(text=" ".join(words[half:]))
        found[place * step] = (called, rest) if rest.text else (called,)
    return tuple(found)


# So many paragraphs of the declaration fill two pages.
_SCANNED_PARAGRAPHS = 30
_REPORT_PARAGRAPHS = 10


def _scans_table(folder: Path) -> list[str]:
    names = {"en": "eng", "fr": "fra", "es": "spa", "ar": "arb"}
    texts = [
        ("declaration", language, _articles(folder / "udhr" / f"{name}.html")[:_SCANNED_PARAGRAPHS])
        for language, name in names.items()
    ]
    texts += [
        ("report", "es", _report(folder / "cvr-peru-es")[:_REPORT_PARAGRAPHS]),
        (
            "statute",
            "en",
            _statute(folder / "treaties" / "RomeStatute.en.json")[:_SCANNED_PARAGRAPHS],
        ),
    ]
    given = [
        Source(name=name, language=language, paragraphs=paragraphs, furniture="")
        for name, language, paragraphs in texts
    ]
    return scanned.of_languages(printed(given) if not scanned.missing() else [])


def _typeset_table(folder: Path) -> list[str]:
    rows = []
    for one in printed(sources(folder)):
        for reader in _installed(media.PDF):
            reading = reader(one.content, media.PDF)
            rows.append((one.source.name, reader.__name__, *measured(one, reading)))
    return table(HEAD, rows)


def measured(one: Printed, reading: Reading) -> tuple[str, ...]:
    """The figures of a reading, as HEAD names them after the first two."""
    source = one.source
    body = _without_notes(reading, source.notes)
    spoken = [accuracy.boundaries(source.texts, way) for way in (body, reading.lines) if way]
    left = _times(source.furniture, reading.lines or reading.paragraphs)
    left -= _times(source.furniture, source.texts)
    return (
        f"{accuracy.characters(source.texts, body):.4f}",
        f"{max(spoken):.3f}",
        f"{max(0, left)} of {one.pages}",
        _share(reading.links, source.links, lambda wanted, found: wanted in found),
        _share(reading.notes, noted.calls(source), noted.is_tied),
    )


def _times(words: str, texts: Iterable[str]) -> int:
    return sum(text.count(words) for text in texts)


def _without_notes(reading: Reading, notes: Sequence[str]) -> Sequence[str]:
    """The paragraphs; a plain reader's notes are taken out where they stand word for word."""
    if reading.notes is not None:
        return reading.paragraphs
    whole = " ".join(" ".join(reading.paragraphs).split())
    for note in notes:
        whole = whole.replace(note, "", 1)
    return [whole]


_Pairs = Sequence[tuple[str, str]]


def _share(
    found: _Pairs | None, wanted: _Pairs, holds: Callable[[tuple[str, str], _Pairs], bool]
) -> str:
    if not wanted or found is None:
        return "–" if wanted else ""
    return f"{sum(holds(one, found) for one in wanted)} of {len(wanted)}"


# Pages of news sites

_BODY = "archive, without the title"


def _news_table(folder: Path) -> list[str]:
    place = folder / "html-extraction"
    truth = json.loads((place / "ground-truth.json").read_text(encoding="utf-8"))
    scores: dict[str, list[tuple[float, float]]] = {}
    for name in sorted(truth):
        content = gzip.decompress((place / "html" / f"{name}.html.gz").read_bytes())
        for reader in _installed(media.HTML):
            reading, true = reader(content, media.HTML), truth[name]["articleBody"]
            body = [text for text in reading.paragraphs if text != reading.title]
            for row, texts in ((reader.__name__, reading.paragraphs), (_BODY, body)):
                if row != _BODY or reading.title or reader.__name__ == "archive":
                    found = accuracy.shingles(true, "\n".join(texts))
                    scores.setdefault(row, []).append(found)
    rows = []
    for row, figures in scores.items():
        precision, recall = (mean(column) for column in zip(*figures, strict=True))
        f1 = 2 * precision * recall / (precision + recall)
        rows.append((row, f"{f1:.3f}", f"{precision:.3f}", f"{recall:.3f}"))
    return table(("reader", "F1", "precision", "recall"), rows)


# Twins


_SESSIONS = (
    ("2ndcycleunoriginal/UPR20__Slovenia_ThematicListRecommendations_E.docx", "g1423930.pdf"),
    ("3rdcycleunoriginal/UPR34_Slovenia_Thematic_list_of_Recommendations.docx", "g1934994.pdf"),
    ("4thcycleunoriginal/upr48-slovenia-thematic-list-of-recommendatio.docx", "g2502644.pdf"),
)


def _twins_table(folder: Path) -> list[str]:
    place = folder / "upr-slovenia"
    rows = []
    for name, report in _SESSIONS:
        given = (place / name).read_bytes()
        wanted = sorted(set(_recommendations(READERS[media.PDF][0](given, media.DOCX))))
        content = ((place / name).parent / report).read_bytes()
        for reader in _installed(media.PDF):
            reading = reader(content, media.PDF)
            parts = [noted.letters(text) for text in reading.paragraphs]
            whole = "".join(parts)
            inside = sum(one in whole for one in wanted)
            passage = sum(any(one in part for part in parts) for one in wanted)
            cells = (f"{inside} of {len(wanted)}", f"{passage} of {len(wanted)}")
            rows.append((report, reader.__name__, *cells))
    return table(("report", "reader", "inside", "passage"), rows)


_RECOMMENDATION = re.compile(r"\d+\.\d+\.?\s(.{40,}?)\s*\([\w\s,'’()-]+\)\s*;\s*Source", re.ASCII)


def _recommendations(listed: Reading) -> Iterable[str]:
    """The letters of each recommendation, without its number and who made it."""
    for text in listed.paragraphs:
        match = _RECOMMENDATION.match(text)
        if match:
            yield noted.letters(match[1])


def _installed(media_type: str) -> list[Reader]:
    found = []
    for reader in READERS[media_type]:
        try:
            __import__(reader.__name__)
        except ImportError:
            click.echo(f"{reader.__name__} is not installed and is left out.")
            continue
        found.append(reader)
    return found


if __name__ == "__main__":
    run()
