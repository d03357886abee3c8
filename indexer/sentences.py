"""Cut a long paragraph at the ends of its sentences."""

import re

import sentencex  # type: ignore[import-untyped]

# sentencex ends a sentence after these, which no sentence ends with (French and Spanish titles,
# months and references).
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«“])(?:MM?|Mmes?|Mlles?|Mgr|Me|Dr|Dra|Pr|Prof|Sr|Sra|Sres|St|Ste|art|arts|al|cf|no|nos"
    r"|núm|pág|págs|párr|vol|vols|ed|éd|p|pp|janv|févr|avr|juil|sept|oct|nov|déc|ene|feb|abr|ago"
    r"|dic|Jan|Feb|Aug|Sept|Oct|Nov|Dec|U\.S|U\.N|EE|UU)\.\s*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?<=[;:,،؛])\s+")
_WORD = re.compile(r"\S+")


def sentences(text: str, language: str) -> list[str]:
    """Return the sentences of `text` with the white space after them; together they are `text`."""
    pieces: list[str] = []
    for piece in sentencex.segment(language, text):
        if pieces and _ABBREVIATION.search(pieces[-1]):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces if "".join(pieces) == text else [text]


def parts(text: str, language: str, *, words: int) -> list[tuple[int, int]]:
    """Return spans of `text`, white space at their ends left out, of at most `words` words each.

    The spans end with sentences where a sentence is short enough, else with clauses, else with
    words, and are of much the same length.
    """
    count = len(_WORD.findall(text))
    if count <= words:
        return _trimmed(text, [len(text)])
    goal = count / -(-count // words)
    ends: list[int] = []
    position = 0
    held = 0
    for piece in _pieces(text, language, words=words):
        size = len(_WORD.findall(piece))
        if held and (held + size > words or held >= goal):
            ends.append(position)
            held = 0
        position += len(piece)
        held += size
    return _trimmed(text, [*ends, len(text)])


def _pieces(text: str, language: str, *, words: int) -> list[str]:
    pieces = []
    for sentence in sentences(text, language):
        if len(_WORD.findall(sentence)) <= words:
            pieces.append(sentence)
            continue
        for clause in _split_after(_CLAUSE, sentence):
            short = len(_WORD.findall(clause)) <= words
            pieces.extend([clause] if short else _split_after(_SPACE, clause))
    return pieces


_SPACE = re.compile(r"\s+")


def _split_after(pattern: re.Pattern[str], text: str) -> list[str]:
    ends = [match.end() for match in pattern.finditer(text)]
    starts = [0, *ends]
    return [text[start:end] for start, end in zip(starts, [*ends, len(text)], strict=True)]


def _trimmed(text: str, ends: list[int]) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for end in ends:
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        if piece.strip():
            spans.append((left, left + len(piece.strip())))
        start = end
    return spans
