"""Which words of a passage a query asked for, as offsets to be marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.keyword import terms
from archive.keyword.analysis import (
    fold,
    read_word,
    stem,
    tokens,
    word_spans,
    written_stem,
    written_words,
)
from archive.keyword.index import KeywordIndex
from archive.keyword.stopwords import content_words, meant
from archive.nodes import Either, Fuzzy, Group, Node, Phrase, Prefix, SameSentence, Word

Span = tuple[int, int]

# What stands between the parts of "S/RES/1593" and "co-operation".
_JOINTS = ("/", "-")


@dataclass(frozen=True, slots=True)
class Highlighter:
    """The words, word beginnings and phrases to mark: all folded, words not stemmed.

    But `acronyms` are as they are written, and are marked in capitals alone.
    """

    words: frozenset[str]
    acronyms: frozenset[str]
    forms: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]

    def spans(self, text: str, language: str) -> list[Span]:
        """Where `text`, in `language`, has what was asked for; ascending, apart."""
        written = written_words(text, 0, len(text))
        stems = {stem(word, language) for word in self.words}
        asked = {word for word in {*written} if written_stem(word, language) in stems}
        asked |= self.acronyms.intersection(written)
        if self.forms:
            asked |= {word for word in written if read_word(word)[0] in self.forms}
        marked = {place for place, word in enumerate(written) if word in asked} if asked else set()
        found = [read_word(word)[0] for word in written] if self.phrases else []
        for phrase in self.phrases:
            marked.update(_places(found, phrase))
        return _joined(text, word_spans(text), sorted(marked)) if marked else []


def of_query(tree: Node | None, index: KeywordIndex) -> Highlighter:
    """What to mark for `tree`: nothing that it excludes, no grammar words beside others."""
    asked = list(_asked(tree)) if tree is not None else []
    single = [
        (word, node.field)
        for node in asked
        if isinstance(node, Word)
        for word in written_words(node.text, 0, len(node.text))
    ]
    written = meant([word for word, _ in single])
    fields = [field for _, field in single]
    triples = zip(written, fields, content_words(written), strict=True)
    kept = [(word, field) for word, field, is_content in triples if is_content]
    acronyms = frozenset(w for w, field in kept if terms.acronym_keys(w, field, index))
    forms = [
        key.split(b"\x00", 1)[1].decode()
        for node in asked
        if isinstance(node, Prefix | Fuzzy)
        for key in terms.expanded(node, index)
    ]
    phrases = [terms.phrase_words(phrase) for node in asked for phrase in _whole(node)]
    return Highlighter(
        frozenset(fold(word) for word, _ in kept if word not in acronyms),
        acronyms,
        frozenset(forms),
        tuple(tuple(token.term for token in phrase) for phrase in phrases if phrase),
    )


def _whole(node: Node) -> Iterator[Phrase]:
    """A phrase, and an identifier, which is one too."""
    parts = terms.parts_of(node) if isinstance(node, Word) else (node,)
    return (part for part in parts if isinstance(part, Phrase))


def _asked(node: Node) -> Iterator[Node]:
    if isinstance(node, Group):
        for part in (*node.must, *node.should):
            yield from _asked(part)
    elif isinstance(node, Either | SameSentence):
        for part in node.parts:
            yield from _asked(part)
    elif isinstance(node, Phrase) and node.slop:
        yield from (Word(text=token.term) for token in tokens(node.text))
    else:
        yield node


def _places(found: Sequence[str], phrase: tuple[str, ...]) -> Iterator[int]:
    for start in range(len(found) - len(phrase) + 1):
        if all(found[start + place] == word for place, word in enumerate(phrase)):
            yield from range(start, start + len(phrase))


def _joined(text: str, found: Sequence[Span], marked: Sequence[int]) -> list[Span]:
    """Spans of the marked words; neighbours with only a space or a joint between become one."""
    spans: list[Span] = []
    for place in marked:
        begin, end = found[place]
        between = text[spans[-1][1] : begin] if spans else ""
        if between.isspace() or between in _JOINTS:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((begin, end))
    return spans
