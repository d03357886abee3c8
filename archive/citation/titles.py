"""Titles as the styles set them: capitals of English ones, quotation marks within quotation."""

import re

from archive.citation.cited import Citation
from archive.citation.runs import Run

# Words that stay small inside an English title: articles, conjunctions, prepositions (Chicago
# 8.160, APA 6.17, MLA 2.90, OSCOLA 1.6). A word with a capital anywhere is left as it is printed.
_SMALL = frozenset(
    "a an the and but for nor or so yet as at by down from in into like near of off on onto out "
    "over per pro than through till to toward towards under until up upon versus via with within "
    "without about above across after against along amid among around before behind below beneath "
    "beside between beyond despite during except inside outside since throughout vs".split()
)
_BEGINS = re.compile(r"((?:^|[:?!]|—|–)\s+[“‘\"'(]*)([^\W\d_]+)")
# Letters, with apostrophes and hyphens between them: "judges’", "ill-treatment", "al-Bashir".
# The longest of them that stay small: Chicago raises prepositions from five letters on, APA all
# words from four on; MLA and OSCOLA raise none of them.
CHICAGO_LETTERS, APA_LETTERS, ALL_LETTERS = 4, 3, 99
_WORD = re.compile(r"[^\W\d_]+(?:['’‐-][^\W\d_]+)*")


def headline(text: str, *, letters: int = ALL_LETTERS) -> str:
    """An English title with capitals on its principal words, on the first and on the last.

    Small words of at most `letters` letters stay small. A word after a colon, a question mark, an
    exclamation mark or a full stop counts as a first.
    """
    words = list(_WORD.finditer(text))
    pieces, at = [], 0
    for place, match in enumerate(words):
        pieces.append(text[at : match.start()])
        before = text[: match.start()].rstrip(" “‘\"'(«")
        is_end = not before or before[-1] in ":?!.—" or place == len(words) - 1
        word = match[0]
        is_small = word in _SMALL and len(word) <= letters
        if word.islower() and (is_end or not is_small):
            word = _raised(word)
        pieces.append(word)
        at = match.end()
    return "".join([*pieces, text[at:]])


def _raised(word: str) -> str:
    """A word with a capital, and so the principal parts of a compound: State-in-Exile."""
    parts = word.split("-")
    return "-".join(
        part if part in _SMALL and 0 < place < len(parts) - 1 else part[:1].upper() + part[1:]
        for place, part in enumerate(parts)
    )


def sentence(text: str) -> str:
    """An English title with a capital on the first word of each of its sentences (APA 6.17).

    Of what follows a colon, a dash, a question mark or an exclamation mark. Not a full stop, which
    mostly abbreviates; and a word with a capital anywhere stays as it is printed.
    """

    def begun(found: re.Match[str]) -> str:
        word = found[2]
        return found[1] + (word[:1].upper() + word[1:] if word.islower() else word)

    return _BEGINS.sub(begun, text)


def set_title(
    citation: Citation, *, capitals: bool, italic: bool, letters: int = ALL_LETTERS
) -> Run:
    """The title as one run; `capitals` are for English only: other languages keep their own."""
    is_english = citation.document.language == "en"
    text = headline(citation.title, letters=letters) if capitals and is_english else citation.title
    return Run(text=text, italic=italic, language=citation.document.language)


def within_single(text: str) -> str:
    """A title to stand between ‘ and ’: words in single quotation marks get double ones.

    An apostrophe is none: what it ends did not begin with ‘.
    """
    return re.sub(r"‘([^‘’]*(?:\w’\w[^‘’]*)*)’(?!\w)", r"“\1”", text)


def within_double(text: str) -> str:
    """A title to stand between “ and ”: its own double quotation marks become single ones."""
    text = text.translate({ord("“"): "‘", ord("”"): "’"})
    return re.sub(r'"([^"]*)"', r"‘\1’", text)
