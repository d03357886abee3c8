"""The fields of the keyword index and what their special terms mean."""

from archive.keyword.analysis import STEMMERS, UNSTEMMED

# Changes whenever the same rows would give other terms or lengths, or what is embedded of them: a
# generation of another version is never reused.
VERSION = "words-7"
# A title's words count as if they stood twice in the passage: best of 1, 2 and 3 on the
# development collections.
TITLE_WEIGHT = 2
# The words of a document's themes count as if they stood in the passage too: 1 and 2 are equally
# good on the development queries, where words alone gain .06 nDCG@10 from either.
THEME_WEIGHT = 1
WORDS = "words"
TITLE_WORDS = "title_words"
EXACT = "exact"
EXACT_TITLE = "exact_title"
# Acronyms that are other words without their capitals, counted as in the fields of stems.
ACRONYMS = "acronyms"
ACRONYMS_TITLE = "acronyms_title"
# Between a folded word and its accented form in the exact fields.
ACCENT_MARK = "\x01"

# Stands in the exact field at the first word of every sentence of a passage.
SENTENCE_MARK = "\x02"


def language_field(field: str, language: str) -> str:
    """The name of `field` for passages in `language`: each language's stems stand apart."""
    return f"{field}_{language if language in STEMMERS else UNSTEMMED}"
