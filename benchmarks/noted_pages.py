"""Writes known text with its notes as HTML or Markdown, marked up as common programs export it."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.typeset import Piece
from indexer.extract import media


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """How a program writes notes: `%(n)s` is the number of one, `%(note)s` its words.

    `call` stands after a word of the text, a `note` after the last paragraph, between `opens` and
    `closes`.
    """

    name: str
    call: str
    note: str
    opens: str = ""
    closes: str = ""
    media_type: str = media.HTML


PROGRAMS = (
    Program(
        name="Word",
        call='<a href="#_ftn%(n)s" name="_ftnref%(n)s" title=""><span class=MsoFootnoteReference>'
        "<span style='mso-special-character:footnote'>[%(n)s]</span></span></a>",
        note='<div style="mso-element:footnote" id="ftn%(n)s"><p class=MsoFootnoteText>'
        '<a href="#_ftnref%(n)s" name="_ftn%(n)s" title=""><span class=MsoFootnoteReference>'
        "[%(n)s]</span></a> %(note)s</p></div>",
        opens='<div style="mso-element:footnote-list"><br clear=all><hr align=left size=1>',
        closes="</div>",
    ),
    Program(
        name="LibreOffice",
        call='<a class="sdfootnoteanc" name="sdfootnote%(n)sanc" href="#sdfootnote%(n)ssym"><sup>'
        "%(n)s</sup></a>",
        note='<div id="sdfootnote%(n)s"><p class="sdfootnote"><a class="sdfootnotesym" '
        'name="sdfootnote%(n)ssym" href="#sdfootnote%(n)sanc">%(n)s</a> %(note)s</p></div>',
    ),
    Program(
        name="Google Docs",
        call='<sup><a href="#ftnt%(n)s" id="ftnt_ref%(n)s">[%(n)s]</a></sup>',
        note='<div><p><a href="#ftnt_ref%(n)s" id="ftnt%(n)s">[%(n)s]</a>'
        "<span>&nbsp;%(note)s</span></p></div>",
        opens="<hr>",
    ),
    Program(
        name="Pandoc",
        call='<a href="#fn%(n)s" class="footnote-ref" id="fnref%(n)s" role="doc-noteref">'
        "<sup>%(n)s</sup></a>",
        note='<li id="fn%(n)s"><p>%(note)s<a href="#fnref%(n)s" class="footnote-back" '
        'role="doc-backlink">↩︎</a></p></li>',
        opens='<section class="footnotes footnotes-end-of-document" role="doc-endnotes"><hr><ol>',
        closes="</ol></section>",
    ),
    Program(
        name="MediaWiki",
        call='<sup id="cite_ref-%(n)s" class="reference"><a href="#cite_note-%(n)s">'
        '<span class="cite-bracket">&#91;</span>%(n)s<span class="cite-bracket">&#93;</span></a>'
        "</sup>",
        note='<li id="cite_note-%(n)s"><span class="mw-cite-backlink"><b>'
        '<a href="#cite_ref-%(n)s">^</a></b></span> <span class="reference-text">%(note)s</span>'
        "</li>",
        opens='<h2 id="References">References</h2><div class="reflist"><ol class="references">',
        closes="</ol></div>",
    ),
    Program(
        name="plain, raised",
        call="<sup>%(n)s</sup>",
        note="<p><sup>%(n)s</sup> %(note)s</p>",
        opens="<hr>",
    ),
    Program(
        name="Markdown, [^1]",
        call="[^%(n)s]",
        note="[^%(n)s]: %(note)s\n\n",
        media_type=media.MARKDOWN,
    ),
    Program(
        name="Markdown, links",
        call="<sup>[%(n)s](#fn:%(n)s)</sup>",
        note="%(n)s. %(note)s [↩](#fnref:%(n)s)\n",
        media_type=media.MARKDOWN,
    ),
)


def page(paragraphs: Sequence[Sequence[Piece]], program: Program) -> bytes:
    """The paragraphs with their notes after them, as `program` writes them."""
    is_html = program.media_type == media.HTML
    count, bodies, notes = 0, [], []
    for paragraph in paragraphs:
        body = ""
        for piece in paragraph:
            text = html.escape(piece.text) if is_html else piece.text
            if piece.note:
                count += 1
                note = html.escape(piece.note) if is_html else piece.note
                words = text.rstrip()
                text = f"{words}{program.call % {'n': count}}{text[len(words) :]}"
                notes.append(program.note % {"n": count, "note": note})
            body += text
        bodies.append(f"<p>{body}</p>" if is_html else f"{body.rstrip()}\n\n")
    written = f"{''.join(bodies)}{program.opens}{''.join(notes)}{program.closes}"
    return (_PAGE % written if is_html else written).encode()


_PAGE = """<!doctype html><html><head><title>A text</title></head><body><nav><a href="/">Home</a>
<a href="/news">News</a></nav><main><article>%s</article></main></body></html>"""
