"""The themes as SKOS in Turtle, for other programs' vocabularies: https://www.w3.org/TR/skos-reference/."""

from collections.abc import Iterator, Mapping

from archive.annotation.rules import Match, Rules, Term

TITLE = "Themes of the Archive against Impunity"
_HEAD = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
EUROVOC = "http://eurovoc.europa.eu/"
# What gives numbers or codes and no addresses is described.
VOCABULARIES = {
    "eurovoc": "EuroVoc",
    "upr": "Issue of the Universal Periodic Review",
    "principles": "Updated Set of principles against impunity, E/CN.4/2005/102/Add.1",
}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def turtle(rules: Rules, address: str) -> str:
    """All groups and themes of `rules`, for the archive served at `address`."""
    scheme = f"{address.rstrip('/')}/positions"
    lines = [_HEAD, f"<{scheme}> a skos:ConceptScheme ;", f"  dcterms:title {_text(TITLE)}@en .\n"]
    for group_id, label in rules.groups.items():
        members = [f"<{scheme}/{one.term_id}>" for one in rules.themes if one.group == group_id]
        values = [*_worded("prefLabel", label), *(f"skos:member {member}" for member in members)]
        lines.append(_subject(f"{scheme}#group-{group_id}", "skos:Collection", values))
    lines += [_theme(theme, scheme) for theme in rules.themes]
    return "\n".join(lines)


def _theme(theme: Term, scheme: str) -> str:
    values = [
        f"skos:inScheme <{scheme}>",
        f"skos:topConceptOf <{scheme}>",
        *_worded("prefLabel", theme.label),
        *_worded("definition", theme.definition),
        *map(_match, theme.matches),
    ]
    unread = [code for code in theme.label if code not in theme.checked]
    if unread:
        note = f"Label and definition not yet read by a native speaker: {', '.join(unread)}."
        values.append(f"skos:editorialNote {_text(note)}@en")
    return _subject(f"{scheme}/{theme.term_id}", "skos:Concept", values)


def _match(match: Match) -> str:
    if match.vocabulary == "eurovoc":
        return f"skos:{match.kind}Match <{EUROVOC}{match.match_id}>"
    note = _text(VOCABULARIES[match.vocabulary])
    return (
        f"skos:{match.kind}Match [ a skos:Concept ; skos:notation {_text(match.match_id)} ; "
        f"skos:prefLabel {_text(match.label)}@en ; skos:note {note}@en ]"
    )


def _worded(name: str, words: Mapping[str, str]) -> Iterator[str]:
    return (f"skos:{name} {_text(text)}@{code}" for code, text in words.items())


def _subject(address: str, kind: str, values: list[str]) -> str:
    body = " ;\n".join(f"  {value}" for value in values)
    return f"<{address}> a {kind} ;\n{body} .\n"


def _text(value: str) -> str:
    return f'"{value.translate(_ESCAPES)}"'
