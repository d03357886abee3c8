"""The words that readers see for languages, lanes, columns and kinds of document."""

from archive.messages import Message, message
from archive.model import Document

# ISO 639-1 code → name; a code that is not listed is shown as it is.
LANGUAGES: dict[str, Message] = {
    "ar": message("Arabic"),
    "de": message("German"),
    "en": message("English"),
    "es": message("Spanish"),
    "fa": message("Persian"),
    "fr": message("French"),
    "it": message("Italian"),
    "nl": message("Dutch"),
    "pt": message("Portuguese"),
    "ru": message("Russian"),
    "sv": message("Swedish"),
    "uk": message("Ukrainian"),
    "und": message("language not known"),
    "zh": message("Chinese"),
}

# Languages written from right to left.
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

MODES: dict[str, Message] = {
    "hybrid": message("Words and meaning"),
    "keyword": message("Words"),
    "semantic": message("Meaning"),
}

# Shares of words in the mix that a reader can choose, in percent; none leaves it to the query.
WEIGHTS: tuple[str, ...] = ("", "20", "50", "80")

SORTS: dict[str, Message] = {
    "relevance": message("Relevance"),
    "newest": message("Newest"),
    "oldest": message("Oldest"),
}

# The columns that can be filtered, in the order they are shown.
COLUMNS: dict[str, Message] = {
    "theme": message("Theme"),
    "publisher": message("Publisher"),
    "kind": message("Kind"),
    "language": message("Language"),
    "year": message("Year"),
    "voice": message("Voice"),
}

VOICES: dict[str, Message] = {
    "own": message("own words only"),
    "quoted": message("quoted speech only"),
}


# The kinds of documents that have a name in each language; any other is shown as it is written.
KINDS: dict[str, Message] = {
    "page": message("page"),
    "report": message("report"),
    "statement": message("statement"),
    "joint statement": message("joint statement"),
    "press release": message("press release"),
    "principles": message("principles"),
    "treaty": message("treaty"),
    "judgment": message("judgment"),
    "resolution": message("resolution"),
}


def language(code: str) -> str:
    """The name of a language."""
    return LANGUAGES.get(code, code)


def direction(code: str) -> str:
    """The direction of a language's script, `auto` where the language is not known."""
    if code in _RIGHT_TO_LEFT:
        return "rtl"
    return "auto" if code in ("", "und") else "ltr"


def value(column: str, stored: str) -> str:
    """How a stored value of a column is shown."""
    if column == "voice":
        return VOICES.get(stored, stored)
    if column == "kind":
        return kind(stored)
    return language(stored) if column == "language" else stored


def title(document: Document) -> str:
    """The title of a document, or what it is in brackets; citations say that in English."""
    if document.title.strip():
        return document.title
    return message("[untitled %(kind)s]", kind=kind(document.kind) or message("document"))


def kind(stored: str) -> str:
    """How a kind of document is called."""
    return KINDS.get(stored, stored)
