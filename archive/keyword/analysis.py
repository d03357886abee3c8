"""From text to index terms: the same functions read passages at build and words of a query."""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

# Snowball's stemmer for each ISO 639-1 code; passages in other languages are not stemmed.
STEMMERS: dict[str, str] = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
}
UNSTEMMED = "und"
LONGEST_TERM = 64

# Han, kana and hangul are written without spaces, so each sign is a term of its own.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
# Signs inside a word that are no letters: accents set apart, Arabic vowel marks, soft hyphens
# and joiners.
_INSIDE = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200c\u200d"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}](?:[^\W_{_UNSPACED}]|[{_INSIDE}])*")
_SILENT = re.compile("[\u0640\u00ad\u200c\u200d]")
# A stop, its closing marks and a space, unless the next sign shows that the sentence goes on.
_SENTENCE_END = re.compile(
    r"[.!?\u061f\u2026][\"'\u00bb\u201d\u2019)\]]*\s+(?=\S)(?![a-z\u00df-\u00ff,;:])"
)
# The short form of a title, after which a sentence goes on.
_TITLE = re.compile(
    r"\b(?:Prof|Dr|Mr|Mrs|Ms|Hon|Amb|Rep|Sen|Gen|St|M|MM|Mme|Mmes|Mlle|Mgr|Pr|Sr|Sra|Dra)\.\s+$"
)
_TITLE_LONG = 10
_ACRONYM_LETTERS = range(2, 7)
# Words whose forms are remembered, in each of three lists: 10 MiB when they are full. A server
# that remembered four times as many grew by 14 kB a search for thousands of searches.
_REMEMBERED = 32_768
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, folded, with its offsets in characters.

    `accented` is the lower-cased word where folding took accents away, else empty.
    """

    term: str
    start: int
    end: int
    accented: str
    is_acronym: bool


def tokens(text: str) -> list[Token]:
    """Cut `text` into its words, in order."""
    return [
        Token(term, match.start(), match.end(), accented, is_acronym)
        for match in _TOKEN.finditer(text)
        for term, accented, is_acronym in [read_word(match.group())]
    ]


def written_words(text: str, start: int, end: int) -> list[str]:
    """The words of `text[start:end]` as they stand there, in order; no word may cross an end."""
    return _TOKEN.findall(text, start, end)


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where each of the words of `text` begins and ends, in characters."""
    return [match.span() for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=_REMEMBERED)
def read_word(word: str) -> tuple[str, str, bool]:
    """The fields `term`, `accented` and `is_acronym` of the token that `word` is."""
    term = fold(word)
    lowered = unicodedata.normalize("NFC", _SILENT.sub("", word).lower())[:LONGEST_TERM]
    is_acronym = len(word) in _ACRONYM_LETTERS and word.isupper() and word.isalpha()
    return term, lowered if lowered != term else "", is_acronym


def fold(word: str) -> str:
    """Lower-case `word` without accents, Arabic vowel marks, tatweel and soft hyphens."""
    if word.isascii():
        return word.lower()[:LONGEST_TERM]
    decomposed = unicodedata.normalize("NFKD", _SILENT.sub("", word))
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return bare.casefold()[:LONGEST_TERM]


@lru_cache(maxsize=_REMEMBERED)
def stem(term: str, language: str) -> str:
    """The stem of a folded `term` in `language` (a key of STEMMERS), itself in any other.

    Spanish -ción and -sión get back the accent that the stemmer needs to know the ending, so
    that "violacion", "violación" and "violaciones" are one term.
    """
    if language not in STEMMERS:
        return term
    if language == "es" and term.endswith(("cion", "sion")):
        term = term[:-2] + "ón"
    stemmers = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        # A Snowball stemmer is not safe to share between threads.
        stemmers[language] = Stemmer.Stemmer(STEMMERS[language])
    return fold(stemmers[language].stemWord(term))


@lru_cache(maxsize=_REMEMBERED)
def written_stem(word: str, language: str) -> str:
    """The stem of a word as it stands in a text, in one look instead of two."""
    return stem(read_word(word)[0], language)


def index_terms(text_tokens: list[Token], language: str) -> list[str]:
    """The stemmed terms of a passage; an acronym counts as itself and, if different, its stem."""
    return [
        term
        for token in text_tokens
        for term in word_terms(token.term, language, is_acronym=token.is_acronym)
    ]


def word_terms(term: str, language: str, *, is_acronym: bool) -> tuple[str, ...]:
    """What one folded word counts as in `language`: its stem, and an acronym itself as well."""
    stemmed = stem(term, language)
    return (stemmed, term) if is_acronym and stemmed != term else (stemmed,)


def sentence_starts(text: str) -> list[int]:
    """Where the sentences of `text` begin, in characters; the first at 0."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return [0, *(at for at in ends if not _TITLE.search(text, max(0, at - _TITLE_LONG), at))]
