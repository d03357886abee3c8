"""Words that carry grammar, not a subject: left out of a query that has other words.

Acronyms that would be such words without their capitals are none.
"""

from collections import Counter
from collections.abc import Sequence

from archive.keyword.analysis import fold, read_word, written_words


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


# By language; written for this archive. A word is left out only where most such words of
# the query belong to its language, so that "son" or "no" survive in another one.
STOPWORDS: dict[str, frozenset[str]] = {
    "en": _folded(
        "a about an and are as at be been being between both but by can could did do does for "
        "from had has have he her his how i if in into is it its more most of on or our s she "
        "should so some such t than that the their them then there these they this those to "
        "was we were what when where which who whom whose why will with would you your"
    ),
    "fr": _folded(
        "a au aux avec c ce ces cette d dans de des du elle elles en est et etait etaient ete "
        "etre eu fut il ils j je l la le les leur leurs lequel laquelle mais me meme n ne "
        "nous on ont ou par pas pour plus qu quand que quel quelle quelles quels qui s sa se "
        "ses son sont sur t un une vous y comment combien pourquoi"
    ),
    "es": _folded(
        "a al como con cual cuales cuando cuanta cuantas cuanto cuantos de del donde durante "
        "el ella ellos en entre era es esta este esto estos fue fueron ha han la las le les "
        "lo los mas o para pero por porque que quien quienes se segun ser si sobre son su sus "
        "tiene u un una uno y ya"
    ),
    "de": _folded(
        "als am an auf aus bei das dass dem den der des die durch ein eine einem einen einer "
        "eines er es fur hat ich im in ist mit nach nicht oder sich sie sind und uber um von "
        "vor war was welche welcher wer werden wie wird wo wurde zu zum zur"
    ),
    "ar": _folded(
        "في من على الى إلى عن ما ماذا متى أين اين كيف كم هل هو هي هذا هذه ذلك تلك التي الذي "
        "الذين مع أن ان إن كان كانت و أو او ثم لا لم لن قد كل بعد قبل بين"
    ),
}
# In any language: where it is not known which one the words are of.
GRAMMAR = frozenset[str]().union(*STOPWORDS.values())
# "us" is in no list: typed without capitals it may be the State.
_HOMOGRAPHS = GRAMMAR | {"us"}
# So many words in capitals, and nothing else, are a query typed in capitals.
_SHOUTED = 3


def is_homograph(word: str) -> bool:
    """Whether a word as it is written is an acronym that is grammar without its capitals.

    US is not us, UN is no article, WHO asks nothing.
    """
    term, _, is_acronym = read_word(word)
    return is_acronym and term in _HOMOGRAPHS


def meant(words: Sequence[str]) -> list[str]:
    """Words as they are written; where all are in capitals, those that could be grammar without.

    Capitals throughout tell of no acronym: "TELL US WHO".
    """
    if len(words) < _SHOUTED or not all(word.isupper() for word in words):
        return [*words]
    return [word.lower() if is_homograph(word) else word for word in words]


def language_of(text: str) -> str:
    """The language that most grammar words of `text` are of; empty without any.

    Among equals it is the first by its code.
    """
    words = meant(written_words(text, 0, len(text)))
    return _most_voted([fold(word) for word in words if not is_homograph(word)])


def _most_voted(words: Sequence[str]) -> str:
    votes = Counter(
        language for word in words for language, stop in STOPWORDS.items() if word in stop
    )
    return min(votes, key=lambda code: (-votes[code], code)) if votes else ""


def content_words(words: Sequence[str]) -> list[bool]:
    """For each word, as it is written or folded, whether it carries a subject.

    All do where none would be left.
    """
    pairs = [(fold(word), is_homograph(word)) for word in meant(words)]
    language = _most_voted([word for word, is_name in pairs if not is_name])
    if not language:
        return [True] * len(words)
    kept = [is_name or word not in STOPWORDS[language] for word, is_name in pairs]
    return kept if any(kept) else [True] * len(words)
