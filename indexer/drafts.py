"""A draft as passages: read and cut like any file that is taken in, and never written anywhere."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from archive.errors import IntakeError
from archive.model import Passage
from indexer import language
from indexer.extract import confined, media
from indexer.segment import segment


def passages(content: bytes, suffix: str) -> tuple[Passage, ...]:
    """The passages of a draft, whose file name ends in `suffix`; raises IntakeError."""
    found = confined.extract(content, media.of(content, suffix))
    text = "\n\n".join(block.text for block in found.blocks)
    spoken = language.of_document(text, stated=found.language)
    _, cut = segment(found.blocks, doc_id="draft", version_id="draft", language=spoken)
    return cut


def as_json(cut: Sequence[Passage]) -> str:
    """The passages as JSON, as `archive.rows.passage_of` reads each."""
    return json.dumps([asdict(one) for one in cut], ensure_ascii=False)


def main() -> None:
    """Answer the draft on standard input, of the suffix in the first argument, as JSON."""
    try:
        answer = as_json(passages(sys.stdin.buffer.read(), sys.argv[1]))
    except IntakeError as error:
        answer = json.dumps({"refused": str(error)})
    sys.stdout.buffer.write(answer.encode())


if __name__ == "__main__":
    main()
