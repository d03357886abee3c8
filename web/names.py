"""The words that readers see for languages, lanes, columns and kinds of passage."""

# ISO 639-1 code → English name; a code that is not listed is shown as it is.
LANGUAGES: dict[str, str] = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "uk": "Ukrainian",
    "und": "language not known",
    "zh": "Chinese",
}

# Languages written from right to left.
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

LANES: dict[str, str] = {"keyword": "words", "semantic": "meaning"}

MODES: dict[str, str] = {
    "hybrid": "Words and meaning",
    "keyword": "Words",
    "semantic": "Meaning",
}

# Shares of words in the mix that a reader can choose, in percent; none leaves it to the query.
WEIGHTS: tuple[str, ...] = ("", "20", "50", "80")

SORTS: dict[str, str] = {"relevance": "Relevance", "newest": "Newest", "oldest": "Oldest"}

# The columns that can be filtered, in the order they are shown.
COLUMNS: dict[str, str] = {
    "theme": "Theme",
    "publisher": "Publisher",
    "kind": "Kind",
    "language": "Language",
    "year": "Year",
    "voice": "Voice",
}

VOICES: dict[str, str] = {"own": "own words only", "quoted": "quoted speech only"}


def language(code: str) -> str:
    """The English name of a language."""
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
    return language(stored) if column == "language" else stored


def ordinal(number: int) -> str:
    """The number with its ending: 1st, 2nd, 3rd, 4th, 11th, 21st."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else endings.get(number % 10, 'th')}"


def lane(name: str) -> str:
    """How a lane is called."""
    return LANES.get(name, name)
