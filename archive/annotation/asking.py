"""What modal verbs and turns of phrase ask, and of whom: "States should", "it is up to"."""

import re
from collections.abc import Iterator
from enum import Enum
from itertools import islice

from archive.annotation.acts import BY_MODAL, MOST_VERBS, QUESTION, Performed, in_quotation
from archive.annotation.lexicon import Lexicon
from archive.annotation.speakers import Speaker, Telling

# What parts the subject of a modal from what was said before.
_CLAUSE = re.compile(r"[;:—–()]|,\s(?=(?:and|but|so|et|mais|donc|pero|y)\b)")
_SUBJECT_WORDS = 14
# "It is vital that States protect the Court": who is asked stands first.
_WORDS_BEHIND = 7
# "Que Minsk libère": who is wished to act stands nearer.
_WISHED_WORDS = 5
# Who reports stands so near before the verb.
_WORDS_WHO = 8
# "I believe", "we are told": the first person stands just before.
_WORDS_FIRST = 2
# "It is essential that States act": who is asked comes next.
_THAT = (" that", " que", " for", "أن", " de")
# "Should the Council find", at the beginning: a condition.
_IF = "should"
# "should be made by the Registry", "must be the duty of all": who is asked stands behind.
_BY = re.compile(
    r"\s+(?:not )?be\s[^.;]{2,40}?\s(?:by|(?:priority|task|duty|job|role|business) (?:of|for))"
    r"\s([^.;]{3,80})"
)
_COMPLEMENT = re.compile(r"\bthat\s+(?=\S+\s)")
_AUXILIARY = re.compile(r"(?:is|are|was|were|has|have|had|do|does|did|will|can|may)\b")
_SHOWS = re.compile(
    r"\W*(?:This|These|That|Ce|Cette|Ces|Esto|Est[ea]s?)\b(?:\s[\w’'-]+){0,4}\s", re.IGNORECASE
)
# A subject by itself, where "the need to" is a noun.
_THIS = re.compile(r"\W*(?:This|These|Those|That)\s*", re.IGNORECASE)
_MAYBE = ("may", "might", "could", "would")
# "The State, instead of looking away, must": what parts the subject from its verb.
_INSERTED = re.compile(r",[^,]*,\s*$")
# Things named one after the other before the last of them: "States, companies, ".
_LIST = re.compile(r"(?:^\W*|\bthat\s)((?:[^,;:.]{2,45},\s)+)$")


class _Turn(Enum):
    """Whom what asks names: its subject, who stands behind it, perhaps nobody."""

    MODAL = 0
    BEHIND = 1
    NOBODY = 2
    WISH = 3


def _turns(sentence: str, lexicon: Lexicon, who: Speaker) -> Iterator[tuple[re.Match[str], _Turn]]:
    """What asks in `sentence`, by its place and then by the order of the turns."""
    nobody = lexicon.impersonal if who.telling is Telling.NONE else lexicon.needed
    found = [
        *((one, _Turn.MODAL) for one in islice(lexicon.modal.finditer(sentence), MOST_VERBS)),
        *((one, _Turn.BEHIND) for one in islice(lexicon.turned.finditer(sentence), MOST_VERBS)),
        *((one, _Turn.NOBODY) for one in islice(nobody.finditer(sentence), MOST_VERBS)),
        *((one, _Turn.WISH) for one in _wishes(sentence, lexicon)),
    ]
    yield from sorted(found, key=lambda one: (one[0].start(), one[1].value))


def _wishes(sentence: str, lexicon: Lexicon) -> Iterator[re.Match[str]]:
    """Where a sentence or clause wishes that somebody act: "Let", "Que", "فل"."""
    for pattern in lexicon.wishes:
        yield from islice(pattern.finditer(sentence), MOST_VERBS)


def asked(sentence: str, lexicon: Lexicon, who: Speaker) -> Iterator[Performed]:
    """What modal verbs ask of their subjects, where nobody else is reported to ask it."""
    if sentence.rstrip().endswith(QUESTION):
        return
    for match, turn in _turns(sentence, lexicon, who):
        before = sentence[: match.start()]
        is_others = who.telling is not Telling.STATEMENT and _is_reported(
            before, lexicon, who.names
        )
        if is_others or _is_quoted(sentence, match.start(), who):
            continue
        is_named = who.names.search(before) is not None
        if who.telling is Telling.PAGE and not is_named:
            continue
        clause = _clause(before)
        if _is_remark(sentence, match, lexicon) or not _asks(
            match.group(), clause, before, lexicon, is_named=is_named
        ):
            continue
        words = _INSERTED.sub(" ", _told_in(clause)).split()
        by = _BY.match(sentence, match.end())
        subject = by.group(1) if by else " ".join(words[-_SUBJECT_WORDS:])
        is_modal = lexicon.modal.match(match.group()) is not None  # "must be ended"
        if turn is _Turn.WISH:
            subject = " ".join(sentence[match.end() :].split()[:_WISHED_WORDS])
        elif turn is not _Turn.MODAL and (not is_modal or match.group().endswith(_THAT)):
            head = match.group().rpartition(" ")[0]  # it may name who is asked
            behind = " ".join(sentence[match.end() :].split()[:_WORDS_BEHIND])
            until = lexicon.to.search(behind, 1)
            subject = f"{head}; {behind[: until.start()] if until else behind}"
        yield Performed(
            act="demand",
            strength=BY_MODAL,
            start=match.start(),
            end=match.end(),
            subject=subject or sentence[match.end() : match.end() + 60],
            is_impersonal=turn in (_Turn.NOBODY, _Turn.WISH) or who.telling is not Telling.NONE,
        )


def _is_remark(sentence: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether the author only comments, in the turn or behind it: "it should be noted that"."""
    within = lexicon.remarks.search(match.group())
    return bool(within or lexicon.remarks.match(sentence, match.end()))


def _is_quoted(sentence: str, place: int, who: Speaker) -> bool:
    """Whether somebody else's speech is around `place`: nobody of ours is named outside it."""
    around = in_quotation(sentence, place)
    if around is None:
        return False
    return not any(
        who.names.search(one) for one in (sentence[: around.start()], sentence[around.end() :])
    )


def _clause(before: str) -> str:
    """The clause at the end of `before`, with all of a list: "States, firms, and banks"."""
    start = max((one.end() for one in _CLAUSE.finditer(before)), default=0)
    listed = _LIST.search(before, 0, start)
    return before[listed.start(1) if listed else start :]


def _told_in(clause: str) -> str:
    """What is said in `clause` behind the last "that": "I argued before the Court that States".

    A relative clause is none: it begins with its verb.
    """
    behind = next(
        (clause[match.end() :] for match in reversed([*_COMPLEMENT.finditer(clause)])), clause
    )
    return clause if _AUXILIARY.match(behind) or not behind.strip() else behind


def _asks(modal: str, clause: str, before: str, lexicon: Lexicon, *, is_named: bool) -> bool:
    """Whether a modal behind `clause` asks: no relative clause, condition, question or noun."""
    words = clause.split()
    if not words:
        return modal.casefold() != _IF
    if words[-1].casefold() in _MAYBE:
        return False  # "they may have to decide"
    is_said = is_named or lexicon.reporting.search(before) is not None
    is_relative = not is_said and lexicon.whose.search(" ".join(words[-2:]))
    is_noun = words[-1].casefold() in lexicon.articles and not _THIS.fullmatch(clause)
    return not (is_relative or is_noun or lexicon.asking.search(_told_in(clause)))


def _is_reported(before: str, lexicon: Lexicon, names: re.Pattern[str]) -> bool:
    """Whether somebody else is said to speak, think or ask: the author is not just before."""
    for match in lexicon.reporting.finditer(before):
        if lexicon.insists.fullmatch(match.group()) and lexicon.opening.fullmatch(
            before, 0, match.start()
        ):
            continue  # a clause of its own: "Emphasizes that States should"
        if _SHOWS.fullmatch(before, 0, match.start()):
            continue  # what the author has said shows it: "This case highlights that"
        who = " ".join(before[: match.start()].split()[-_WORDS_WHO:])
        own = lexicon.author.search(" ".join(who.split()[-_WORDS_FIRST:]))
        if not own and not names.search(who):
            return True
    return False
