"""Searches that a newcomer can try, and the signs that a query may hold, each with its example."""

# (query, what it shows)
EXAMPLES: tuple[tuple[str, str], ...] = (
    ("sanctions against the International Criminal Court", "words and meaning together"),
    ('"universal jurisdiction" Syria', "an exact phrase beside a word"),
    ("protection of witnesses and survivors of sexual violence", "a question in plain words"),
    ("droits des victimes à la réparation", "in French"),
    ("desaparición forzada", "in Spanish"),
    ("الإفلات من العقاب", "in Arabic"),
)

# (what is typed, what it finds)
SYNTAX: tuple[tuple[str, str], ...] = (
    ('"arrest warrant"', "these words in this order and form"),
    ('"victims reparation"~5', "these words at most five apart, in any order"),
    ("victims AND reparation", "both words; also ET, Y, و"),
    ("amnesty OR pardon", "one of them or both; also OU, O, أو"),
    ("Syria NOT chemical", "the first without the second; also -chemical"),
    ("+Guatemala judges", "the first surely, the second if possible"),
    ("(Syria OR Iraq) AND torture", "groups of words"),
    ("impun*", "words that begin so, from three letters on"),
    ("Rohingia~", "words spelled almost so"),
    ("title:sanctions", "a word in the title"),
    ("publisher:FIDH torture", "documents of this publisher; also kind:, theme:, lang:, voice:"),
    ("since:2023 sanctions", "documents from a date on; also before:, date:2019..2021"),
    ("reparation /s survivors", "both in one sentence"),
)
