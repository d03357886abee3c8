"""Searches that a newcomer can try, each of which finds something in the corpus that ships."""

# (query, what it shows)
EXAMPLES: tuple[tuple[str, str], ...] = (
    ("sanctions against the International Criminal Court", "words and meaning together"),
    ('"universal jurisdiction" Syria', "an exact phrase beside a word"),
    ("protection of witnesses and survivors of sexual violence", "a question in plain words"),
    ("droits des victimes à la réparation", "in French"),
    ("desaparición forzada", "in Spanish"),
    ("الإفلات من العقاب", "in Arabic"),
)
