"""What a passage does: the author's own act in it, told from what it reports of others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.annotation.cues import NEVER, cue_pattern, name_pattern
from archive.annotation.rules import Rules, Wording
from archive.turning_words import negations

# Where a passage does several things, it is filed under the first of these.
ORDER = (
    *("demand", "oppose", "condemn", "concern", "welcome", "reaffirm"),
    *("tribute", "recall-law", "assert", "act"),
)
BY_VERB, BY_MODAL = 3, 2
# A negation this near before a verb turns it: "does not condemn".
_WORDS_TURNED = 3
_QUOTED = re.compile(r"“[^“”]*(?:”|$)|«[^«»]*(?:»|$)|\"[^\"]*(?:\"|$)")
# What parts the subject of a modal from what was said before.
_CLAUSE = re.compile(r"[;:—–()]|,\s(?=and|but|et|pero|y)\b")
_SUBJECT_WORDS = 14
# Who reports stands so near before the verb.
_WORDS_WHO = 8
# "It is essential that States act": who is asked comes next.
_THAT = (" that", " que")
_ARTICLES = frozenset({"the", "a", "no", "this", "any"})
# "should be made by the Registry": who is asked stands behind.
_BY = re.compile(r"\s+be\s[^.;]{2,40}?\sby\s([^.;]{3,80})")
# A dateline before the first sentence: "Washington, D.C., June 12, 2020 - ".
_OPENING = re.compile(r"[\W\d_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """An act in a sentence: its cue at `start` to `end`; `subject` is what a modal asks.

    `is_bound` where the cue says of somebody named before it what he is bound to.
    """

    act: str
    strength: int
    start: int
    end: int
    subject: str = ""
    is_bound: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's wording, compiled."""

    author: re.Pattern[str]
    reporting: re.Pattern[str]
    modal: re.Pattern[str]
    we: re.Pattern[str]
    to: re.Pattern[str]
    whose: re.Pattern[str]
    asking: re.Pattern[str]
    review: tuple[re.Pattern[str], ...]
    unless: dict[str, re.Pattern[str]]
    performs: dict[str, re.Pattern[str]]
    own: dict[str, re.Pattern[str]]

    @classmethod
    def of(cls, words: Wording) -> "Lexicon":
        """Compile `words`."""
        return cls(
            cue_pattern(words.author),
            cue_pattern(words.reporting),
            cue_pattern(words.modal),
            cue_pattern(words.we),
            cue_pattern(words.to),
            cue_pattern(words.whose),
            cue_pattern(words.asking),
            tuple(re.compile(pattern, re.DOTALL) for pattern in words.review),
            {act: cue_pattern(cues) for act, cues in words.unless.items()},
            {act: cue_pattern(cues) for act, cues in words.performs.items()},
            {act: cue_pattern(cues) for act, cues in words.own.items()},
        )


def lexicons(rules: Rules) -> dict[str, Lexicon]:
    """The wording of each language."""
    return {code: Lexicon.of(words) for code, words in rules.wordings.items()}


def publisher_pattern(publishers: Sequence[str]) -> re.Pattern[str]:
    """A pattern for the publishers' names and acronyms, and "the Coalition" for one so called."""
    names = set(publishers)
    for name in publishers:
        words = [word for word in re.findall(r"\w+", name) if word[:1].isupper()]
        if len(words) > 2:
            names.add("".join(word[0] for word in words))
        if len(words) > 1:
            names.update(f"{article} {words[0]}" for article in ("the", "The", "la", "La"))
    return name_pattern(names) if names else NEVER


def performed(
    sentence: str, lexicon: Lexicon, *, publishers: re.Pattern[str], is_told: bool
) -> Iterator[Performed]:
    """The acts of the author in `sentence` by its verbs, in ORDER.

    `is_told` for a digest, which tells what its document's author does without naming it.
    """
    if sentence.rstrip().endswith("?"):
        return
    for act in ORDER:
        for kind, patterns in (("own", lexicon.own), ("performs", lexicon.performs)):
            for match in patterns.get(act, NEVER).finditer(sentence):
                if _is_refused(sentence, match, lexicon, act=act):
                    continue
                speaker = _speaker(sentence, match.start(), lexicon, publishers)
                if (
                    kind == "own"
                    or speaker
                    or (is_told and not _reported(sentence, match, lexicon))
                ):
                    yield Performed(
                        act=act,
                        strength=BY_VERB,
                        start=match.start(),
                        end=match.end(),
                        is_bound=act == "recall-law" and kind == "own",
                    )


def asked(sentence: str, lexicon: Lexicon, *, publishers: re.Pattern[str]) -> Iterator[Performed]:
    """What modal verbs ask of their subjects, where nobody else is reported to ask it."""
    if sentence.rstrip().endswith("?"):
        return
    for match in lexicon.modal.finditer(sentence):
        before = sentence[: match.start()]
        if _is_reported(before, lexicon, publishers):
            continue
        if _in_quotation(sentence, match.start()):
            continue
        clause = before[max((one.end() for one in _CLAUSE.finditer(before)), default=0) :]
        subject = " ".join(clause.split()[-_SUBJECT_WORDS:])
        is_told = publishers.search(before) is not None
        whose = not is_told and lexicon.whose.search(" ".join(clause.split()[-2:]))
        if whose or lexicon.asking.search(clause):
            continue
        if clause.split()[-1:] and clause.split()[-1].casefold() in _ARTICLES:
            continue  # a noun: "the need to"
        by = _BY.match(sentence, match.end())
        subject = by.group(1) if by else subject
        if match.group().endswith(_THAT):
            subject = " ".join(sentence[match.end() :].split()[:_SUBJECT_WORDS])
        yield Performed(
            act="demand",
            strength=BY_MODAL,
            start=match.start(),
            end=match.end(),
            subject=subject or sentence[match.end() : match.end() + 60],
        )


def _is_reported(before: str, lexicon: Lexicon, publishers: re.Pattern[str]) -> bool:
    """Whether somebody else is said to speak, think or ask: the publisher is not just before."""
    for match in lexicon.reporting.finditer(before):
        who = " ".join(before[: match.start()].split()[-_WORDS_WHO:])
        if not publishers.search(who):
            return True
    return False


def _is_refused(sentence: str, match: re.Match[str], lexicon: Lexicon, *, act: str) -> bool:
    before = " ".join(sentence[: match.start()].split()[-_WORDS_TURNED:])
    unless = lexicon.unless.get(act, NEVER)
    if before.endswith(" to"):
        return True  # an aim, not an act: "a letter to reaffirm"
    return bool(negations(before)) or bool(unless.search(sentence, match.end()))


def _speaker(sentence: str, place: int, lexicon: Lexicon, publishers: re.Pattern[str]) -> bool:
    """Whether the author speaks at `place`: named before, or nobody is and a verb begins."""
    quotation = _in_quotation(sentence, place)
    before = sentence[: quotation.start() if quotation else place]
    if not quotation and _OPENING.fullmatch(before):
        return True
    if publishers.search(before):
        return True
    reporting = lexicon.reporting.search(before)
    author = lexicon.author.search(before)
    return author is not None and (reporting is None or author.start() < reporting.start())


def _reported(sentence: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether somebody else is reported to speak, or nobody is: "the call for", "was urged"."""
    before = sentence[: match.start()]
    return bool(lexicon.reporting.search(before)) or not before[:1].isupper()


def _in_quotation(sentence: str, place: int) -> re.Match[str] | None:
    for match in _QUOTED.finditer(sentence):
        if match.start() < place < match.end():
            return match
    return None
