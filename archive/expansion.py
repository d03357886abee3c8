"""A query widened by the thesaurus: the other names of what it names are looked for too."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from archive.keyword.analysis import stem
from archive.keyword.stopwords import content_words, is_homograph, meant
from archive.naming import Named, Names, read, terms_of
from archive.nodes import Either, Field, Group, Mode, Node, Phrase, Query, Word
from archive.results import Expansion

# So many names of one query are widened; a pasted page has words of its own.
MOST_NAMES = 8
# The languages of the thesaurus whose plurals are other words.
_INFLECTED = ("de", "en", "es", "fr")

# Says whether the index has every word of a name.
Known = Callable[[str], bool]


def widened(query: Query, names: Names, *, is_known: Known) -> tuple[Query, tuple[Expansion, ...]]:
    """`query` with the other names of what it names, and which ones those are.

    They are wishes beside the plain words; what is quoted, required by an operator, looked for in
    a field or excluded stays as typed. Names that the index cannot have are left out. The text
    that is embedded stays too, unless it is nothing but names: then acronyms are spelled out.
    """
    if query.tree is None or not query.expand:
        return query, ()
    meaning = _spelled_out(query.tree, names)
    asked = replace(query, meaning=meaning or query.meaning)
    if query.mode is Mode.SEMANTIC:
        return asked, (Expansion(typed=query.meaning, added=(meaning,)),) if meaning else ()
    widening = _Widening(names, is_known)
    tree = widening.of(query.tree)
    return replace(asked, tree=tree), tuple(widening.expansions.values())


class _Widening:
    """The way of one tree through the thesaurus; `expansions` by the name that was typed."""

    def __init__(self, names: Names, is_known: Known) -> None:
        self.expansions: dict[str, Expansion] = {}
        self._names = names
        self._is_known = is_known

    def of(self, node: Node) -> Node:
        """The node with the wishes that its plain words ask for."""
        if isinstance(node, Word):
            wishes = self._wishes([node])
            return Group(should=(node, *wishes)) if wishes else node
        if not isinstance(node, Group):
            return node
        must = [self.of(part) if isinstance(part, Group) else part for part in node.must]
        should = [self.of(part) if isinstance(part, Group) else part for part in node.should]
        wishes = self._wishes(node.should)
        return Group(must=tuple(must), should=(*should, *wishes), must_not=node.must_not)

    def _wishes(self, nodes: Sequence[Node]) -> list[Node]:
        wishes: list[Node] = []
        words = _plain_words(nodes)
        found = self._names.found(words)
        weight = _share(found, words) if found else 0.0
        for named in found:
            if len(self.expansions) == MOST_NAMES and named.text not in self.expansions:
                break
            others = tuple(filter(self._is_known, _others(named)))
            numbered = tuple(filter(self._is_known, _numbered(named)))
            if others or numbered:
                self.expansions[named.text] = Expansion(
                    typed=named.text, added=(*others, *numbered)
                )
            # With a number glued to it, the name itself is a word that was not typed.
            parts = (named.text, *others) if named.number else others
            wishes += [_either(some, weight) for some in (parts, numbered) if some]
        return wishes


def _either(names: Sequence[str], weight: float) -> Either:
    """The names as one wish; an acronym that is another word too is one word, in capitals."""
    parts = (Word(text=name) if is_homograph(name) else Phrase(text=name) for name in names)
    return Either(parts=tuple(parts), weight=weight)


def _share(found: Sequence[Named], words: Sequence[str]) -> float:
    """How much of what was asked for are names: what their other names count.

    A name that is the whole query is what is looked for; in a question it is one word of many,
    and its translations would bring passages that have nothing else of it.
    """
    asked = sum(content_words([word.text for word in read(words)]))
    named = sum(len(one.words) + bool(one.number) for one in found)
    return min(1.0, named / asked)


def _plain_words(nodes: Sequence[Node]) -> list[str]:
    plain = (node for node in nodes if isinstance(node, Word) and node.field is Field.ANY)
    return meant([node.text for node in plain])


def _others(named: Named) -> tuple[str, ...]:
    """The names to add, in the order of the thesaurus: none as typed.

    What is typed is found in any inflection, so that its plural is not another name.
    """
    typed = terms_of(named.text)
    seen = {typed, *(_stems(typed, language) for language in _INFLECTED)}
    kept = []
    for name in named.names:
        terms = terms_of(name)
        forms = {terms, *(_stems(terms, language) for language in _INFLECTED)}
        if not forms & seen:
            kept.append(name)
        seen.add(terms)
    return tuple(kept)


def _stems(terms: Sequence[str], language: str) -> tuple[str, ...]:
    return tuple(stem(term, language) for term in terms)


def _numbered(named: Named) -> tuple[str, ...]:
    """How texts write the session of that number: 24th, 24e, 24ª, ASP24 and ASP 24."""
    if not named.number:
        return ()
    acronyms = [name for name in named.names if " " not in name and name.isupper()]
    glued = [f"{name}{between}{named.number}" for name in acronyms for between in ("", " ")]
    return (_ordinal(named.number), f"{named.number}e", f"{named.number}ª", *glued)


def _spelled_out(tree: Node, names: Names) -> str:
    """The full names of a query that is nothing but names with an acronym among them, else ""."""
    group = tree if isinstance(tree, Group) else Group(should=(tree,))
    words = _plain_words(group.should)
    if len(words) < len(group.should) or group.must or group.must_not:
        return ""
    found = names.found(words)
    covered = sum(len(named.words) + bool(named.number) for named in found)
    if not any(named.is_acronym for named in found) or covered < len(list(read(words))):
        return ""
    return ", ".join(map(_full_name, found))


def _full_name(named: Named) -> str:
    name = named.names[0] if named.is_acronym else named.text
    return f"{_ordinal(named.number)} session of the {name}" if named.number else name


def _ordinal(number: str) -> str:
    """The English ordinal: 1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
    return f"{number}{'th' if number[-2:-1] == '1' else ending}"
