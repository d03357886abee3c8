"""How often acts, addressees and themes are found right, on passages labelled by hand.

`python -m benchmarks.positions` prints F1, precision and recall on the part that is held out, with
the middle 95 of 100 resamplings of its documents, and by kind and language; `--part tuned` on the
part that rules may be tuned on. Labels name passages of the shared documents and digests of the
shared catalogue.
"""

import argparse
import gzip
import hashlib
import json
import random
import re
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive import encoder as encoders
from archive import settings
from archive.annotation import rules
from archive.annotation.annotate import Annotator
from archive.annotation.model import Annotation
from archive.annotation.nearness import Nearness
from archive.model import Document, Passage, PassageKind, TextOrigin
from archive.rows import Row
from indexer.embed import embed
from indexer.embedding_cache import EmbeddingCache
from indexer.extract import child, media
from indexer.segment import segment

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
LABELS = ROOT / "tests" / "golden" / "position_labels.toml"
HASH_DIGITS = 16
_CHOOSING = ("dev", "test", "fresh", "second", "final", "third", "fourth", "fifth")
PARTS = {
    "held-out": ("seventh",),
    "eighth": ("eighth",),
    "tuned": (*_CHOOSING, "extra", "sixth"),
    # The passages that cues of themes were chosen on, and those that weights are fitted on.
    "choosing": _CHOOSING,
    "weighed": ("extra", "sixth", "eighth"),
}
MEDIA = {
    ".md": media.MARKDOWN,
    ".txt": media.TEXT,
    ".html": media.HTML,
    ".docx": media.DOCX,
    ".pdf": media.PDF,
}
# Where the clauses of a resolution begin, in a collection that has it on one line.
_CLAUSE = re.compile(
    r"(?<=[,;:.])(?: \d{1,3})? (?=\d{1,2}\. [A-Z]|(?:Deeply|Gravely|Also|Further|Strongly|Again"
    r"|Once|Bearing|Mindful|Convinced|Conscious|Alarmed|Concerned|Determined|Disturbed|[A-Z][a-z]+ing)\b)"
)
WHAT = ("act", "addressee", "theme")
# How the figures are told apart: by the first of these that a file's path begins with.
KINDS = {
    "ir/unsc": "resolutions",
    "documents/unga": "resolutions",
    "documents/icjtoday/news": "news",
    "documents/icjtoday": "articles",
    "documents/upr": "reviews",
    "documents/cvr": "a truth commission",
    "documents/echr": "judgments",
}
SEED, RESAMPLINGS = 1, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a passage was labelled with; `source` is its document, `path` the file of that."""

    act: str
    addressees: frozenset[str]
    themes: frozenset[str]
    source: str = ""
    path: str = ""


def labelled(part: str) -> list[tuple[Row, Label]]:
    """Each labelled passage of one of PARTS as a row, in the order of the labels."""
    found = []
    for file in tomllib.loads(LABELS.read_text(encoding="utf-8"))["file"]:
        wanted = {one["hash"]: one for one in file["passages"] if one["split"] in PARTS[part]}
        if not wanted:
            continue
        for row in _rows(file):
            name = hashlib.sha256(row.passage.text.encode()).hexdigest()[:HASH_DIGITS]
            if name in wanted:
                one = wanted.pop(name)
                themes = frozenset(one["themes"])
                label = Label(
                    act=one["act"],
                    addressees=frozenset(one["to"]),
                    themes=themes,
                    source=f"{file['path']} {file.get('record', '')} {row.document.doc_id}",
                    path=file["path"],
                )
                found.append((row, label))
    return found


def _rows(file: dict[str, str]) -> Iterator[Row]:
    """The passages of a file under its name as a title."""
    path = SHARED / file["path"]
    if path.suffix == ".jsonl" and "record" not in file:
        yield from map(_digest, path.read_text(encoding="utf-8").splitlines())
        return
    language = file.get("language") or ("es" if "-es/" in file["path"] else "en")
    record = _records(path)[file["record"]] if "record" in file else None
    passages = _cut(*_clauses(record["text"]), language) if record else _passages(path, language)
    title = record["title"] if record else path.stem.replace("-", " ")
    document = Document(doc_id="d", title=title, publishers=tuple(file["publishers"]))
    for passage in passages:
        yield Row(document=document, passage=passage, origin=TextOrigin.CAPTURED)


@cache
def _records(path: Path) -> dict[str, dict[str, str]]:
    """The documents of a collection by id."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {line["_id"]: line for line in lines}


@cache
def _passages(path: Path, language: str) -> tuple[Passage, ...]:
    """The passages of a file, read once: files have labels of several rounds, by publisher."""
    return _cut(*_content(path), language)


def _cut(content: bytes, media_type: str, language: str) -> tuple[Passage, ...]:
    """The passages of a text, as they are cut when it is taken in."""
    blocks = child.read(content, media_type).blocks
    return segment(blocks, doc_id="d", version_id="v", language=language)[1]


def _clauses(text: str) -> tuple[bytes, str]:
    """A document of a collection, which has all of it on one line, and its media type."""
    return "\n\n".join(_CLAUSE.split(text)).encode(), media.TEXT


def _content(path: Path) -> tuple[bytes, str]:
    """What to extract and its media type."""
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes()), MEDIA[Path(path.stem).suffix]
    return path.read_bytes(), MEDIA[path.suffix]


def _digest(line: str) -> Row:
    """A record of the catalogue with its digest, without the themes that it was filed under."""
    record = json.loads(line)
    document = Document(
        doc_id=record["doc_id"],
        title=record["title"],
        publishers=tuple(record["publishers"]),
        kind=record["kind"],
    )
    passage = passage_of(record["digest"], kind=PassageKind.DIGEST, language=record["language"])
    return Row(document=document, passage=passage, origin=TextOrigin.DIGEST)


def passage_of(text: str, *, kind: PassageKind, language: str, lead_in: str = "") -> Passage:
    """A passage of no version, that is all of its document."""
    return Passage(
        passage_id="",
        doc_id="",
        version_id="",
        text=text,
        start=0,
        end=len(text),
        kind=kind,
        lead_in=lead_in,
        language=language,
    )


def counted(
    pairs: Sequence[tuple[Annotation, Label]],
) -> dict[str, Counter[str]]:
    """Of acts, addressees and themes how many are found and wanted: `both`, `found`, `missed`."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in WHAT}
    for found, label in pairs:
        sets = {
            "act": ({found.act} - {""}, {label.act} - {""}),
            "addressee": (set(found.addressees), set(label.addressees)),
            "theme": ({one.theme_id for one in found.themes}, set(label.themes)),
        }
        for name, (given, wanted) in sets.items():
            counts[name]["both"] += len(given & wanted)
            counts[name]["found"] += len(given - wanted)
            counts[name]["missed"] += len(wanted - given)
    return counts


def f1(counts: Counter[str]) -> float:
    """The micro-averaged F1: 2 × both / (2 × both + found + missed)."""
    return 2 * counts["both"] / max(1, 2 * counts["both"] + counts["found"] + counts["missed"])


def told(counts: Counter[str], between: tuple[float, float] | None) -> str:
    """F1, with the figures that it is `between` if they are known, precision and recall."""
    given = max(1, counts["both"] + counts["found"])
    wanted = max(1, counts["both"] + counts["missed"])
    interval = f" ({between[0]:.3f} to {between[1]:.3f})" if between else ""
    return (
        f"F1 {f1(counts):.3f}{interval}  precision {counts['both'] / given:.3f}  "
        f"recall {counts['both'] / wanted:.3f}  ({wanted} wanted)"
    )


def intervals(pairs: Sequence[tuple[Annotation, Label]]) -> dict[str, tuple[float, float]]:
    """Of each, the F1 between which 95 of 100 resamplings of the documents are."""
    of_source: dict[str, dict[str, Counter[str]]] = {}
    for source, group in groupby(sorted(pairs, key=_source), key=_source):
        of_source[source] = counted([*group])
    sources, chosen = sorted(of_source), random.Random(SEED)  # noqa: S311 (the same in every run)
    figures: dict[str, list[float]] = {name: [] for name in WHAT}
    for _ in range(RESAMPLINGS):
        drawn = chosen.choices(sources, k=len(sources))
        for name in WHAT:
            total = sum((of_source[one][name] for one in drawn), Counter[str]())
            figures[name].append(f1(total))
    low, high = round(RESAMPLINGS * 0.025), round(RESAMPLINGS * 0.975) - 1
    return {name: (sorted(found)[low], sorted(found)[high]) for name, found in figures.items()}


def _source(pair: tuple[Annotation, Label]) -> str:
    return pair[1].source


def apart(
    pairs: Sequence[tuple[Annotation, Label]], rows: Sequence[Row]
) -> dict[str, list[tuple[Annotation, Label]]]:
    """The pairs of each kind of text and of each language."""
    found: dict[str, list[tuple[Annotation, Label]]] = {}
    for pair, row in zip(pairs, rows, strict=True):
        of_path = (kind for begin, kind in KINDS.items() if pair[1].path.startswith(begin))
        kind = next(of_path, "other texts")
        if row.passage.kind is PassageKind.DIGEST:
            is_statement = row.document.kind.endswith("statement")
            kind = "digests of statements" if is_statement else "other digests"
        for name in (kind, f"language {row.passage.language}"):
            found.setdefault(name, []).append(pair)
    return dict(sorted(found.items()))


def vectors(rows: Sequence[Row]) -> tuple[str, NDArray[np.int32], NDArray[np.float32]]:
    """The SHA-256 of the weights of the encoder as it is set, and owners and vectors of `rows`."""
    chosen = settings.load()
    encoder = encoders.load(chosen.encoder, cache=chosen.var)
    with (
        tempfile.TemporaryDirectory() as folder,
        EmbeddingCache(Path(folder), encoder.identity) as cache,
    ):
        return encoder.identity.weights_sha256, *embed(rows, encoder=encoder, cache=cache)


def nearness(rows: Sequence[Row], annotator: Annotator) -> NDArray[np.float32]:
    """(rows, themes) float32; raises SystemExit if nothing was taught for the encoder set."""
    weights, owners, matrix = vectors(rows)
    taught = Nearness.of(annotator.rules, weights_sha256=weights)
    if taught is None:
        raise SystemExit("The weights of themes are for another encoder than the one that is set.")
    return taught.of_rows(owners, matrix, len(rows))


def main() -> None:
    """Print the figures, by words alone and with meaning."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=sorted(PARTS), default="held-out")
    asked = parser.parse_args()
    pairs = labelled(asked.part)
    annotator = Annotator.of(rules.load(rules.source(ROOT / "corpus")))
    near = nearness([row for row, _ in pairs], annotator).tolist()
    rows = [row for row, _ in pairs]
    words = [(annotator.annotate(row), label) for row, label in pairs]
    both = [
        (annotator.annotate(row, one), label) for (row, label), one in zip(pairs, near, strict=True)
    ]
    sys.stdout.write(f"{len(pairs)} passages, {asked.part}\n")
    between, by_words = intervals(both), counted(words)["theme"]
    for name, counts in (*counted(both).items(), ("theme, by words", by_words)):
        sys.stdout.write(f"{name:20} {told(counts, between.get(name))}\n")
    for name, some in apart(both, rows).items():
        figures = "  ".join(
            f"{what} {f1(counts):.2f} of {counts['both'] + counts['missed']}"
            for what, counts in counted(some).items()
        )
        sys.stdout.write(f"{name:20} {len(some):4}  {figures}\n")


if __name__ == "__main__":
    main()
