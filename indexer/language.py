"""Tell in which language a text is written."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

# The languages that statements against impunity come in most; the fewer, the fewer mistakes.
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pt", "ru", "sv", "zh")
UNKNOWN = "und"

# A shorter text says too little: names and numbers look alike everywhere. In letters; Chinese
# says in one what others say in three.
_LEAST_LETTERS = 40
_LEAST_IDEOGRAPHS = 12
# A passage departs from its document's language only if the probability is at least this.
_SURE = 0.95
# How much of a document is looked at, in characters: some eight pages.
_SAMPLE = 20_000


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def load() -> None:
    """Load the model now: it is unpacked through a temporary file."""
    _identifier()


def of_document(text: str, *, stated: str = "") -> str:
    """Return the language of a document as an ISO 639-1 code, or "und" if the text is too short.

    What the file states counts where the text is too short, or where it is a language that
    cannot be told here.
    """
    if stated and stated not in LANGUAGES:
        return stated
    if not is_long_enough(text):
        return stated or UNKNOWN
    language, probability = _classified(text[:_SAMPLE])
    return language if probability >= _SURE or not stated else stated


def of_passage(text: str, *, document: str) -> str:
    """Return the language of a passage; that of its `document` if it is short or not clear."""
    if document not in (*LANGUAGES, UNKNOWN) or not is_long_enough(text):
        return document
    language, probability = _classified(text)
    return language if probability >= _SURE else document


def is_long_enough(text: str) -> bool:
    """Whether `text` has enough letters to tell its language, and to be worth citing."""
    letters = sum(letter.isalpha() for letter in text[:_SAMPLE])
    ideographs = sum("\u4e00" <= letter <= "\u9fff" for letter in text[:_SAMPLE])
    return letters >= _LEAST_LETTERS or ideographs >= _LEAST_IDEOGRAPHS


def _classified(text: str) -> tuple[str, float]:
    # Headings in capitals look like no language to a model trained on running text.
    language, probability = _identifier().classify(text.lower() if text.isupper() else text)
    return str(language), float(probability)
