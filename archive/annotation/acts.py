"""What a passage does: the author's own act in it, told from what it reports of others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from archive.annotation.cues import NEVER
from archive.annotation.lexicon import Lexicon
from archive.annotation.speakers import Speaker, Telling
from archive.turning_words import negations

# Where a passage does several things, it is filed under the first of these.
ORDER = (
    *("demand", "oppose", "condemn", "concern", "welcome", "reaffirm"),
    *("tribute", "recall-law", "assert", "act"),
)
_HOLDS = "assert"
BY_VERB, BY_MODAL = 3, 2
# So many verbs of one pattern are looked at in a sentence, since each costs a look at all that
# stands before it; of 18,936 sentences of statements, reports and treaties none had more than 4.
MOST_VERBS = 24
# What a question ends with.
QUESTION = ("?", "؟")
# A negation this near before a verb turns it: "does not condemn".
_WORDS_TURNED = 3
_WORDS_MODAL = 2
_QUOTED = re.compile(r"“[^“”]*(?:”|$)|«[^«»]*(?:»|$)|\"[^\"]*(?:\"|$)")
# Arabic names who acts so near behind the verb.
_WORDS_BEHIND = 8
_OF = re.compile(r"\s(?:of|by)\b")
# A word that is no form of an English verb by its end: "launch", not "launches" or "launching".
_BARE = re.compile(r"\w+(?<!s)(?<!ing)(?<!ed)")
# What a clause stands behind, digits being those of notes and paragraphs.
_PARTING = tuple(',;:)]”"0123456789')
# "Decides: (a) To call upon": each point is a clause.
_POINT = re.compile(r"(?<=[;:,.] )(?:\([a-z]{1,4}\) )?To (?=[a-z])")
_POINTED = re.compile(r"^\W*\([a-z]{1,4}\)\s*")
_CLAUSES = re.compile(r"[,;:]")
_PARTICIPLE = re.compile(r"\w+(?:ing|ando|endo|ant)\b")
_PAST = re.compile(r"(?!concerned|alarmed)\w+ed\b")
_BEING = re.compile(r"is|are|am|was|were|been|being|be", re.IGNORECASE)
# Somebody by name, as a press release quotes its publisher's people: "President Ana Ruiz".
_PERSON = re.compile(
    r"\W*(?!.*\b(?:Assembl|Association|Commi|Council|Court|European|Government|Group|International"
    r"|Ministr|Nation|Network|NGO|Parliament|Rights|State|Union|United))"
    r"(?:[A-Z][\w.-]+\s){2,4}(?:\w+ly\s)?"
)
# Whom a participle before it speaks of: ", the countries have".
_SUBJECT = re.compile(
    r",\s(?:the|these|this|many|some|l[aeo]s?|los|ces?|cette|est[aeo]s?)\s(?:\w+\s){1,4}?"
    r"(?:has|have|is|are|was|were|will|han?|es|son|fue|fueron|ont|est|sont|était|étaient)\b"
)
_RELATIVE = re.compile(r",?\s(?:who|which|that|qui)\s*$")
# "associations (including ours) say": who is named in brackets does not act.
_ASIDE = re.compile(r"\((?!\w{1,4}\))[^()]*\)")
_SIGNS = " \t\n0123456789.()[]-–—*•"
# Who is bound or asked stands before such a verb: "Slovenia is invited to".
_PASSIVE = re.compile(r"(?:is|are|be|est|sont|es|son|está|están|duty)\b", re.IGNORECASE)
_NOBODYS = re.compile(rf"{_PASSIVE.pattern}|se\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """An act in a sentence: its cue at `start` to `end`; `subject` is what a modal asks.

    `is_bound` where the cue says of somebody named before it what he is bound to;
    `is_impersonal` where it need not name who is asked: "it is imperative that", or a digest.
    """

    act: str
    strength: int
    start: int
    end: int
    subject: str = ""
    is_bound: bool = False
    is_impersonal: bool = False


def clause_starts(text: str, lexicon: Lexicon, publishers: Sequence[str]) -> Iterator[int]:
    """Where clauses begin inside sentences, as resolutions run on: "Having met, Recommends".

    A verb in a capital opens one behind a comma or the like, a number, or a publisher's last word.
    """
    bodies = {name.split()[-1] for name in publishers if name.strip()}
    for match in lexicon.capital.finditer(text):
        before = text[: match.start()].rstrip()
        is_parted = before.endswith(_PARTING) or before.rpartition(" ")[2] in bodies
        if is_parted:
            yield match.start()
    for match in _POINT.finditer(text):
        yield match.start()


def performed(sentence: str, lexicon: Lexicon, who: Speaker) -> Iterator[Performed]:
    """The acts of the author in `sentence` by its verbs, in ORDER."""
    if sentence.rstrip().endswith(QUESTION):
        return
    for act in ORDER:
        for kind, patterns in (("own", lexicon.own), ("performs", lexicon.performs)):
            for match in islice(patterns.get(act, NEVER).finditer(sentence), MOST_VERBS):
                if _is_refused(sentence, match, lexicon, who, act=act):
                    continue
                if kind == "own":
                    is_meant = not (
                        _is_told_of_others(sentence, match, lexicon, who)
                        or (act == _HOLDS and _is_asked(sentence, match, lexicon))
                    )
                else:
                    is_meant = _speaks(sentence, match, lexicon, who)
                if is_meant:
                    yield Performed(
                        act=act,
                        strength=BY_VERB,
                        start=match.start(),
                        end=match.end(),
                        is_bound=kind == "own" and bool(_PASSIVE.match(match.group())),
                    )


def _is_refused(
    sentence: str, match: re.Match[str], lexicon: Lexicon, who: Speaker, *, act: str
) -> bool:
    """Whether words before or behind a verb of acting show that it is no act of anybody's."""
    begin = max((one.end() for one in who.names.finditer(sentence, 0, match.start())), default=0)
    before = sentence[begin : match.start()].split()  # a name may have a "no" in it
    words = before[-_WORDS_TURNED:]
    if _is_about(match.group(), words, lexicon) or negations(" ".join(words)):
        return True
    if _is_noun(sentence, match):
        return True
    if not lexicon.opening.fullmatch(sentence, 0, match.start()):
        if match.group()[0].isupper():
            return True  # a name: "the Court of Appeals for the District"
        if act == ORDER[0] and " " not in match.group() and _OF.match(sentence, match.end()):
            return True  # a noun: "a key demand of families"
        if words[-1:] == ["to"]:
            return True  # an aim, not an act: "a letter to reaffirm"
    only = lexicon.only.get(act)
    is_whole = only is None or only.search(sentence, match.start())
    return not is_whole or bool(lexicon.unless.get(act, NEVER).search(sentence, match.end()))


def _is_noun(sentence: str, match: re.Match[str]) -> bool:
    """Whether a verb's bare form is a noun there: "Launch of the review"."""
    is_of = sentence.startswith(" of ", match.end())
    return is_of and bool(_BARE.fullmatch(match.group()))


def _is_about(verb: str, words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether `words` before `verb` make it tell of somebody: "members should oppose"."""
    if lexicon.modal.search(" ".join(words[-_WORDS_MODAL:])):
        return True
    last = words[-1] if words else ""
    is_done = _BEING.fullmatch(last) and _PAST.fullmatch(verb)  # "we are reminded"
    is_relative = lexicon.whose.fullmatch(last) and _NOBODYS.match(verb)  # "that are required to"
    return bool(is_done or is_relative)


def _is_asked(sentence: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether it is a question in its clause: "whether the crimes are genocide"."""
    clause = _CLAUSES.split(sentence[: match.start()])[-1]
    return bool(lexicon.asking.search(clause))


def _is_told_of_others(sentence: str, match: re.Match[str], lexicon: Lexicon, who: Speaker) -> bool:
    """Whether a digest tells it of somebody who is not its author."""
    if who.telling is not Telling.PAGE:
        return False
    before = sentence[: match.start()]
    return not lexicon.opening.fullmatch(before) and not who.names.search(before)


def _speaks(sentence: str, match: re.Match[str], lexicon: Lexicon, who: Speaker) -> bool:
    """Whether it is the author who acts: named before, or nobody is and a verb begins."""
    place = match.start()
    quotation = in_quotation(sentence, place)
    before = _ASIDE.sub("", sentence[: quotation.start() if quotation else place])
    if not quotation and lexicon.opening.fullmatch(before):
        return who.is_ours or (
            _is_capital(sentence) and not _is_of_others(sentence, match, lexicon, who)
        )
    if before.split()[-1:] and before.split()[-1].casefold() in lexicon.articles:
        return False  # a noun: "the demand"
    relative = _RELATIVE.search(before)
    if relative and not _ends_with_name(before[: relative.start()].rstrip(), who):
        return False  # "a panel that called for it"
    if who.telling in (Telling.RELEASE, Telling.PAGE):
        return _tells_of(sentence, match, before, lexicon, who)
    is_named = who.names.search(before) is not None
    if is_named or who.telling is not Telling.NONE:
        return is_named or not (before[:1].islower() or _says_of_others(before, lexicon))
    return _is_ours(sentence, match, before, lexicon, who)


def _says_of_others(before: str, lexicon: Lexicon) -> bool:
    """Whether a statement says that somebody else acts: "the group says that women demand"."""
    clause = before.rpartition(";")[2]
    ends = [one.end() for one in lexicon.reporting.finditer(clause)]
    is_told = bool(ends) and len(clause[ends[-1] :].split()) > 1
    return is_told and not lexicon.joined.search(before)


def _is_ours(
    sentence: str, match: re.Match[str], before: str, lexicon: Lexicon, who: Speaker
) -> bool:
    """Whether "we" act, or a clause that a verb begins goes on, and nobody else is reported."""
    reporting = lexicon.reporting.search(before)
    author = lexicon.author.search(before)
    if author is not None:
        return reporting is None or author.start() < reporting.start()
    if reporting is not None and not lexicon.opening.fullmatch(before, 0, reporting.start()):
        return False  # not the clause's own verb: "Notes that it has met and urges it"
    return (who.is_ours and reporting is None) or _goes_on(sentence, match, before, lexicon)


def _tells_of(
    sentence: str, match: re.Match[str], before: str, lexicon: Lexicon, who: Speaker
) -> bool:
    """Whether a digest tells of its publisher what `match` says: who acts stands in its clause.

    A pronoun goes on with whom the sentence named before.
    """
    clause = _last_clause(before, who)
    if not clause.strip() or lexicon.opening.fullmatch(clause) or lexicon.itself.search(clause):
        return True
    if who.telling is Telling.RELEASE and _PERSON.fullmatch(clause):
        return True
    is_going_on = lexicon.joined.search(before) or _PARTICIPLE.match(match.group())
    is_told = who.telling is Telling.RELEASE and lexicon.tells.match(clause)
    if is_going_on and (is_told or lexicon.first.match(clause)):
        return True  # "The campaign prepares a session and asks", "Letter asking"
    named = before if lexicon.pronoun.fullmatch(clause) else clause
    return who.names.search(named) is not None or _goes_on(sentence, match, before, lexicon)


def _last_clause(before: str, who: Speaker) -> str:
    """What stands behind the last semicolon, or a colon unless a name is just before that."""
    clause = before.rpartition(";")[2]
    label, colon, content = clause.rpartition(":")
    return clause if not colon or _ends_with_name(label.rstrip(), who) else content


def _ends_with_name(text: str, who: Speaker) -> bool:
    return any(one.end() == len(text) for one in who.names.finditer(text))


def _is_of_others(sentence: str, match: re.Match[str], lexicon: Lexicon, who: Speaker) -> bool:
    """Whether a verb that opens a clause says what the subject behind it does.

    "Reaffirming it, the States are"; a verb in the past that Arabic puts before its subject.
    """
    if lexicon.past.fullmatch(match.group()):
        behind = " ".join(sentence[match.end() :].split()[:_WORDS_BEHIND])
        return not (lexicon.author.search(behind) or who.names.search(behind))
    subject = _PARTICIPLE.search(match.group()) and _SUBJECT.search(sentence, match.end())
    return bool(subject) and not who.names.search(sentence, match.end())


def _is_capital(sentence: str) -> bool:
    """Whether the first word behind a number or a point, as "(a)", has a capital."""
    return not _POINTED.sub("", sentence, count=1).lstrip(_SIGNS)[:1].islower()


def _goes_on(sentence: str, match: re.Match[str], before: str, lexicon: Lexicon) -> bool:
    """Whether a clause that a verb begins goes on: "Welcomes the report and requests".

    "Recalling that it met and urged" tells what was done.
    """
    first = len(sentence) - len(_POINTED.sub("", sentence, count=1).lstrip(_SIGNS))
    begins = lexicon.clause.match(sentence, first)
    if begins is None or not _is_capital(sentence) or not lexicon.joined.search(before):
        return False
    if _is_noun(sentence, begins):
        return False
    return not (_PARTICIPLE.search(begins.group()) and _PAST.match(match.group()))


def in_quotation(sentence: str, place: int) -> re.Match[str] | None:
    """The quotation around `place`, if there is one."""
    for match in _QUOTED.finditer(sentence):
        if match.start() < place < match.end():
            return match
    return None
