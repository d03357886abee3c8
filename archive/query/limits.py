"""The limits of the query language, each with its unit."""

MAX_TEXT_CHARACTERS = 40_000  # a 5,000-word paste has about 32,000
MAX_PLAIN_CHARACTERS = 1_000  # a longer text is a paste: nobody types that many operators
MAX_PLAIN_WORDS = 32  # a longer text without operators is a paragraph, its quotes are prose
MAX_WORDS = 256  # words in a tree; the next ones only count for the meaning
MAX_MEANT_WORDS = 1_000  # words whose meaning is looked at: eight windows of 160, 40 in common
MAX_OPERATORS = 32
MAX_DEPTH = 10  # brackets within brackets
MAX_WILDCARDS = 4
MAX_FUZZY = 4
MIN_STEM_LETTERS = 3  # before `*` and `~`: shorter stems match half the vocabulary
MAX_DISTANCE = 2  # edits
MAX_SLOP = 50  # positions
MAX_SENTENCE_WORDS = 12  # dates and exclusions in plain language are read up to this length
MAX_SHORT_WORDS = 6  # "Y", "O" and Arabic operators are read between so many words at most
MAX_LIMIT = 100  # documents a page
MAX_PAGE = 100
MAX_VALUES = 20  # of one filter
MAX_VALUE_CHARACTERS = 200
FILTER_COLUMNS = ("kind", "publisher", "language", "theme", "year", "voice")
