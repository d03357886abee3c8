"""How often positions are found right in passages made up as NGOs word statements.

`python -m benchmarks.made_up` prints F1, precision and recall by language on the passages that no
rule was tuned on; `--part tuned` on the others. Nobody said what they say: they were written, with
their labels, by who had not seen the rules.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from archive.annotation import rules
from archive.annotation.annotate import Annotator
from archive.annotation.model import Annotation
from archive.model import Document, PassageKind, TextOrigin
from archive.rows import Row
from benchmarks.positions import (
    ROOT,
    WHAT,
    Label,
    counted,
    intervals,
    nearness,
    passage_of,
    told,
)

PASSAGES = ROOT / "tests" / "golden" / "made_up_statements.jsonl"
PARTS = ("held-out", "tuned")
Pairs = Sequence[tuple[Annotation, Label]]


def labelled(part: str, path: Path = PASSAGES) -> list[tuple[Row, Label]]:
    """Each passage of one of PARTS as a row of a joint statement, in the order of the file.

    Its first line is a notice that nobody said any of this.
    """
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [(_row(line), _label(line)) for line in lines if line.get("part") == part]


def _row(line: dict[str, str]) -> Row:
    kind = PassageKind.CALL if line["lead_in"] else PassageKind.PARAGRAPH
    passage = passage_of(
        line["text"], kind=kind, language=line["language"], lead_in=line["lead_in"]
    )
    document = Document(
        doc_id=line["id"], title="", publishers=(line["by"],), kind="joint statement"
    )
    return Row(document=document, passage=passage, origin=TextOrigin.CAPTURED)


def _label(line: dict[str, str]) -> Label:
    addressees, themes = frozenset(line["to"]), frozenset(line["themes"])
    return Label(act=line["act"], addressees=addressees, themes=themes, source=line["id"])


def main() -> None:
    """Print the figures of a part, of all and of each language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, default=PARTS[0])
    pairs = labelled(parser.parse_args().part)
    annotator = Annotator.of(rules.load(rules.source(ROOT / "corpus")))
    near = nearness([row for row, _ in pairs], annotator).tolist()
    found = [
        (annotator.annotate(row, one), label) for (row, label), one in zip(pairs, near, strict=True)
    ]
    _print("all", found)
    for language in sorted({row.passage.language for row, _ in pairs}):
        both = zip(found, pairs, strict=True)
        _print(language, [one for one, (row, _) in both if row.passage.language == language])


def _print(name: str, pairs: Pairs) -> None:
    between, counts = intervals(pairs), counted(pairs)
    for what in WHAT:
        figures = told(counts[what], between[what])
        sys.stdout.write(f"{name:4} {len(pairs):5} {what:10} {figures}\n")


if __name__ == "__main__":
    main()
