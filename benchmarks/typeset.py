"""Typesets known text as PDF with Chromium, as a publisher would: what is read back has a truth."""

import html
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
# A word of more letters may be broken after every third, but not near its ends: in characters.
_BREAKABLE_LETTERS, _KEPT_TOGETHER = 8, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of a paragraph: with the address they link to, or ending with the call of a note."""

    text: str
    target: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is set, and how: `paragraphs` in order, `furniture` on the head of every page."""

    name: str
    language: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    furniture: str
    columns: int = 1
    is_hyphenated: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The true text of each paragraph."""
        return tuple("".join(piece.text for piece in one) for one in self.paragraphs)

    @property
    def notes(self) -> tuple[str, ...]:
        """The true text of each note, in the order of their calls."""
        return tuple(piece.note for one in self.paragraphs for piece in one if piece.note)

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Anchor and address of each link."""
        pieces = (piece for one in self.paragraphs for piece in one if piece.target)
        return tuple((piece.text.strip(), piece.target) for piece in pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A source as PDF, with the number of its pages."""

    source: Source
    content: bytes
    pages: int


def printed(sources: Sequence[Source]) -> list[Printed]:
    """Set each of `sources`; needs Debian's chromium."""
    found = []
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for source in sources:
            page = browser.new_page()
            page.set_content(_PAGE % _settings(source))
            pages = page.evaluate("set(paragraphs, furniture)")
            content = page.pdf(prefer_css_page_size=True)
            found.append(Printed(source=source, content=content, pages=pages))
            page.close()
        browser.close()
    return found


def _settings(source: Source) -> dict[str, object]:
    """The values that the page's script sets; each word is a token of its own."""
    numbers = iter(range(1, 1 + len(source.notes)))
    breaks = random.Random(1)  # noqa: S311 - the same breaks in every run
    paragraphs = []
    for one in source.paragraphs:
        tokens: list[dict[str, object]] = []
        for piece in one:
            # The call stands at the last word; the space after it is set by the page's script.
            words = (piece.text.rstrip() if piece.note else piece.text).split(" ")
            for at, word in enumerate(words):
                shown = _hyphenated(word, breaks) if source.is_hyphenated else word
                space = " " if at < len(words) - 1 else ""
                tokens.append({"text": shown + space, "target": piece.target})
            if piece.note:
                tokens[-1] |= {"note": piece.note, "number": next(numbers)}
        paragraphs.append(tokens)
    return {
        "language": source.language,
        "direction": "rtl" if source.language == "ar" else "ltr",
        "columns": source.columns,
        "align": "justify" if source.is_hyphenated else "start",
        "paragraphs": json.dumps(paragraphs).replace("<", "\\u003c"),
        "furniture": json.dumps(html.escape(source.furniture)),
    }


def _hyphenated(word: str, breaks: random.Random) -> str:
    """The word with a soft hyphen somewhere inside, if it is a long one of letters alone."""
    if len(word) < _BREAKABLE_LETTERS or not word.isalpha():
        return word
    at = breaks.randint(_KEPT_TOGETHER, len(word) - _KEPT_TOGETHER)
    return f"{word[:at]}\u00ad{word[at:]}"


# Fills one page after the other word by word, so that a page holds what fits with the notes that
# are called on it.
_PAGE = """<!doctype html><html lang="%(language)s" dir="%(direction)s"><style>
@page { size: 210mm 297mm; margin: 0 }
* { box-sizing: border-box }
body { margin: 0; font: 11pt/1.3 "Liberation Serif", "DejaVu Sans", serif }
.sheet { width: 210mm; height: 296.5mm; padding: 12mm 22mm; display: flex; flex-direction: column;
  break-after: page; overflow: hidden }
.head, .foot { flex: none; font-size: 9pt; height: 10mm; text-align: center }
.text { flex: 1; min-height: 0; columns: %(columns)s; column-gap: 9mm; column-fill: auto;
  text-align: %(align)s; overflow: hidden }
.text p { margin: 0 0 7pt; orphans: 1; widows: 1 }
.notes { flex: none; font-size: 8.5pt; padding-top: 4mm }
.notes p { margin: 0 0 2pt }
sup { font-size: 60%%; line-height: 0 }
a { color: navy }
</style><body><script>
const paragraphs = %(paragraphs)s, furniture = %(furniture)s
let text, notes, count = 0
function sheet(furniture) {
  count += 1
  if (text) text.parentElement.style.display = "none"
  const page = document.createElement("div")
  page.className = "sheet"
  page.innerHTML = `<div class=head>${furniture}</div><div class=text></div>
    <div class=notes></div><div class=foot>${count}</div>`
  document.body.append(page)
  text = page.querySelector(".text"), notes = page.querySelector(".notes")
}
function overflows() {
  return text.scrollHeight > text.clientHeight + 1 || text.scrollWidth > text.clientWidth + 1
}
function shown(token) {
  const span = document.createElement(token.target ? "a" : "span")
  if (token.target) span.href = token.target
  span.textContent = token.text
  if (token.note) {
    span.textContent = token.text.trimEnd()
    const call = document.createElement("sup")
    call.textContent = token.number
    span.append(call)
    span.style.whiteSpace = "nowrap"
    const note = document.createElement("p")
    note.innerHTML = `<sup>${token.number}</sup> `
    note.append(token.note)
    return [span, note]
  }
  return [span, null]
}
function set(paragraphs, furniture) {
  sheet(furniture)
  for (const tokens of paragraphs) {
    let paragraph = document.createElement("p")
    text.append(paragraph)
    for (const token of tokens) {
      let [span, note] = shown(token)
      paragraph.append(span)
      if (note) notes.append(note), paragraph.append(" ")
      if (overflows()) {
        span.remove()
        if (note) note.remove()
        if (!paragraph.textContent) paragraph.remove()
        sheet(furniture)
        paragraph = document.createElement("p")
        text.append(paragraph)
        paragraph.append(span)
        if (note) notes.append(note), paragraph.append(" ")
      }
    }
  }
  for (const page of document.querySelectorAll(".sheet")) page.style.display = ""
  return count
}
</script></body></html>"""
