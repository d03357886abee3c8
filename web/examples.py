"""Searches that a newcomer can try, and the signs that a query may hold, each with its example."""

from archive.messages import Message, message

# (query, what it shows)
EXAMPLES: tuple[tuple[str, Message], ...] = (
    ("sanctions against the International Criminal Court", message("words and meaning together")),
    ('"universal jurisdiction" Syria', message("an exact phrase beside a word")),
    (
        "protection of witnesses and survivors of sexual violence",
        message("a question in plain words"),
    ),
    ("droits des victimes à la réparation", message("in French")),
    ("desaparición forzada", message("in Spanish")),
    ("الإفلات من العقاب", message("in Arabic")),
)

# (what is typed, what it finds)
SYNTAX: tuple[tuple[str, Message], ...] = (
    ('"arrest warrant"', message("these words in this order and form")),
    ('"victims reparation"~5', message("these words at most five apart, in any order")),
    ("victims AND reparation", message("both words; also ET, Y, و")),
    ("amnesty OR pardon", message("one of them or both; also OU, O, أو")),
    ("Syria NOT chemical", message("the first without the second; also -chemical")),
    ("+Guatemala judges", message("the first surely, the second if possible")),
    ("(Syria OR Iraq) AND torture", message("groups of words")),
    ("impun*", message("words that begin so, from three letters on")),
    ("Rohingia~", message("words spelled almost so")),
    ("title:sanctions", message("a word in the title")),
    (
        "publisher:FIDH torture",
        message("documents of this publisher; also kind:, theme:, lang:, voice:"),
    ),
    ("since:2023 sanctions", message("documents from a date on; also before:, date:2019..2021")),
    ("reparation /s survivors", message("both in one sentence")),
)
