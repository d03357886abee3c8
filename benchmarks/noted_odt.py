"""Writes known text with its notes as an ODT file, through odfdo."""

import io
from collections.abc import Sequence

import odfdo

from benchmarks.typeset import Piece


def odt(paragraphs: Sequence[Sequence[Piece]]) -> bytes:
    """The paragraphs as an ODT file; each note is a footnote at the end of its piece's words."""
    document = odfdo.Document("text")
    document.body.clear()
    count = 0
    for one in paragraphs:
        paragraph = odfdo.Paragraph()
        for piece in one:
            words = piece.text.rstrip() if piece.note else piece.text
            paragraph.append_plain_text(words)
            if piece.note:
                count += 1
                paragraph.append(
                    odfdo.Note("footnote", f"ftn{count}", citation=str(count), body=piece.note)
                )
                paragraph.append_plain_text(piece.text[len(words) :])
        document.body.append(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
