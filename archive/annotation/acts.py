"""What a passage does: the author's own act in it, told from what it reports of others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from archive.annotation.cues import NEVER, name_pattern
from archive.annotation.lexicon import Lexicon
from archive.turning_words import negations

# Where a passage does several things, it is filed under the first of these.
ORDER = (
    *("demand", "oppose", "condemn", "concern", "welcome", "reaffirm"),
    *("tribute", "recall-law", "assert", "act"),
)
BY_VERB, BY_MODAL = 3, 2
# So many verbs of one pattern are looked at in a sentence, since each costs a look at all that
# stands before it; of 18,936 sentences of statements, reports and treaties none had more than 4.
MOST_VERBS = 24
# A negation this near before a verb turns it: "does not condemn".
_WORDS_TURNED = 3
_WORDS_MODAL = 2
_QUOTED = re.compile(r"“[^“”]*(?:”|$)|«[^«»]*(?:»|$)|\"[^\"]*(?:\"|$)")
# What parts the subject of a modal from what was said before.
_CLAUSE = re.compile(r"[;:—–()]|,\s(?=(?:and|but|so|et|mais|donc|pero|y)\b)")
_SUBJECT_WORDS = 14
# Who reports stands so near before the verb.
_WORDS_WHO = 8
# "I believe", "we are told": the first person stands just before.
_WORDS_FIRST = 2
# "It is essential that States act": who is asked comes next.
_THAT = (" that", " que", " for", "أن", " de")
# "Should the Council find", at the beginning: a condition.
_IF = "should"
_OF = re.compile(r"\s(?:of|by)\b")
# "should be made by the Registry", "must be the duty of all": who is asked stands behind.
_BY = re.compile(
    r"\s+(?:not )?be\s[^.;]{2,40}?\s(?:by|(?:priority|task|duty|job|role|business) (?:of|for))"
    r"\s([^.;]{3,80})"
)
# Who is bound or asked stands before such a verb: "Slovenia is invited to".
# What a clause stands behind, digits being those of notes and paragraphs.
_PARTING = tuple(',;:)]”"0123456789')
# "Decides: (a) To call upon": each point is a clause.
_POINT = re.compile(r"(?<=[;:,.] )(?:\([a-z]{1,4}\) )?To (?=[a-z])")
_POINTED = re.compile(r"^\W*\([a-z]{1,4}\)\s*")
_PARTICIPLE = re.compile(r"\w+(?:ing|ando|endo|ant)\b")
_PAST = re.compile(r"(?!concerned|alarmed)\w+ed\b")
_COMPLEMENT = re.compile(r"\bthat\s+(?=\S+\s)")
_AUXILIARY = re.compile(r"(?:is|are|was|were|has|have|had|do|does|did|will|can|may)\b")
_QUESTION = ("?", "؟")
_BEING = re.compile(r"is|are|am|was|were|been|being|be", re.IGNORECASE)
# Somebody by name, as a press release quotes its publisher's people: "President Ana Ruiz".
_PERSON = re.compile(
    r"\W*(?!.*\b(?:Assembl|Association|Commi|Council|Court|European|Government|Group|International"
    r"|Ministr|Nation|Network|NGO|Parliament|Rights|State|Union|United))"
    r"(?:[A-Z][\w.-]+\s){2,4}(?:\w+ly\s)?"
)
_SHOWS = re.compile(
    r"\W*(?:This|These|That|Ce|Cette|Ces|Esto|Est[ea]s?)\b(?:\s[\w’'-]+){0,4}\s", re.IGNORECASE
)
# "The State, instead of looking away, must": what parts the subject from its verb.
_INSERTED = re.compile(r",[^,]*,\s*$")
# Things named one after the other before the last of them: "States, companies, ".
_LIST = re.compile(r"(?:^\W*|\bthat\s)((?:[^,;:.]{2,45},\s)+)$")
# Whom a participle before it speaks of: ", the countries have".
_SUBJECT = re.compile(
    r",\s(?:the|these|this|many|some|l[aeo]s?|los|ces?|cette|est[aeo]s?)\s(?:\w+\s){1,4}?"
    r"(?:has|have|is|are|was|were|will|han?|es|son|fue|fueron|ont|est|sont|était|étaient)\b"
)
_SIGNS = " \t\n0123456789.()[]-–—*•"
_PASSIVE = re.compile(r"(?:is|are|be|est|sont|es|son|está|están|duty)\b", re.IGNORECASE)
_NOBODYS = re.compile(rf"{_PASSIVE.pattern}|se\b", re.IGNORECASE)
# How far behind a publisher's name somebody is named who speaks for it, in characters.
_APPOSITION = 200
_SURNAME = re.compile(r"\b([^\W\d_][\w-]+)\s*$")
_SHORTEST_SURNAME = 4
# An organisation with this behind its name is called by the rest of it.
_WORLDWIDE = "International"


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


class Telling(Enum):
    """In whose words a passage is: its author's, or a digest's, which tells of the document.

    A digest of a statement tells what its speakers do (STATEMENT); another one what its publisher
    does (RELEASE), and one of a page also what others say in it (PAGE).
    """

    NONE = 0
    STATEMENT = 1
    RELEASE = 2
    PAGE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Whose acts are the author's: `names` of its publishers and of those who speak for them.

    `is_ours` where the lead-in of the passage is in the first person: "we therefore:".
    """

    names: re.Pattern[str]
    telling: Telling = Telling.NONE
    is_ours: bool = False


def speaker(
    publishers: Sequence[str],
    text: str,
    lexicon: Lexicon,
    *,
    telling: Telling = Telling.NONE,
    is_ours: bool = False,
) -> Speaker:
    """Who speaks in a passage with `text` in a document of `publishers`."""
    names, short = set(publishers), set[str]()
    for name in publishers:
        words = [word for word in re.findall(r"\w+", name) if word[:1].isupper()]
        if len(words) > 1:
            names.add("".join(word[0] for word in words))
        if len(words) > 1:
            short.update(f"{article} {words[0]}" for article in ("the", "The", "la", "La"))
            if telling is not Telling.NONE:  # "The Prosecutor" of the "Office of the Prosecutor"
                short.update(f"The {word}" for word in words)
            is_short = words[0].isupper() or words[1:] == [_WORLDWIDE]  # "TRIAL", "Amnesty"
            names.update([words[0]] if is_short else [])
    names |= set(_spokespersons(text, _names(names, short), lexicon))
    return Speaker(names=_names(names, short), telling=telling, is_ours=is_ours)


def _names(whole: set[str], short: set[str]) -> re.Pattern[str]:
    """Any of `whole`, or of `short` where the name does not go on: "the United Kingdom"."""
    return re.compile(rf"{name_pattern(whole).pattern}|{name_pattern(short).pattern}(?! [A-Z])")


def _spokespersons(text: str, publishers: re.Pattern[str], lexicon: Lexicon) -> Iterator[str]:
    """The surnames of those who are said to speak behind a publisher's name."""
    for publisher in publishers.finditer(text):
        end = min(len(text), publisher.end() + _APPOSITION)
        for verb in lexicon.reporting.finditer(text, publisher.end(), end):
            who = _SURNAME.search(text[publisher.end() : verb.start()])
            if who and who[1][0].isupper() and len(who[1]) >= _SHORTEST_SURNAME:
                yield who[1]


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
    if sentence.rstrip().endswith(_QUESTION):
        return
    for act in ORDER:
        for kind, patterns in (("own", lexicon.own), ("performs", lexicon.performs)):
            for match in islice(patterns.get(act, NEVER).finditer(sentence), MOST_VERBS):
                if _is_refused(sentence, match, lexicon, who, act=act):
                    continue
                if kind == "own":
                    is_meant = not _is_told_of_others(sentence, match, lexicon, who)
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


class _Turn(Enum):
    """Whom what asks names: its subject, who stands behind it, or nobody."""

    MODAL = 0
    BEHIND = 1
    NOBODY = 2


def _turns(sentence: str, lexicon: Lexicon, who: Speaker) -> Iterator[tuple[re.Match[str], _Turn]]:
    """What asks in `sentence`, by its place and then by the order of the turns."""
    nobody = lexicon.impersonal if who.telling is Telling.NONE else lexicon.needed
    found = [
        *((one, _Turn.MODAL) for one in islice(lexicon.modal.finditer(sentence), MOST_VERBS)),
        *((one, _Turn.BEHIND) for one in islice(lexicon.turned.finditer(sentence), MOST_VERBS)),
        *((one, _Turn.NOBODY) for one in islice(nobody.finditer(sentence), MOST_VERBS)),
    ]
    yield from sorted(found, key=lambda one: (one[0].start(), one[1].value))


def asked(sentence: str, lexicon: Lexicon, who: Speaker) -> Iterator[Performed]:
    """What modal verbs ask of their subjects, where nobody else is reported to ask it."""
    if sentence.rstrip().endswith(_QUESTION):
        return
    for match, turn in _turns(sentence, lexicon, who):
        before = sentence[: match.start()]
        is_others = who.telling is not Telling.STATEMENT and _is_reported(
            before, lexicon, who.names
        )
        if is_others or _in_quotation(sentence, match.start()):
            continue
        is_named = who.names.search(before) is not None
        if who.telling is Telling.PAGE and not is_named:
            continue
        clause = _clause(before)
        if not _asks(match.group(), clause, before, lexicon, is_named=is_named):
            continue
        words = _INSERTED.sub(" ", _told_in(clause)).split()
        by = _BY.match(sentence, match.end())
        subject = by.group(1) if by else " ".join(words[-_SUBJECT_WORDS:])
        is_modal = lexicon.modal.match(match.group()) is not None  # "must be ended"
        if (turn is not _Turn.MODAL and not is_modal) or match.group().endswith(_THAT):
            head = match.group().rpartition(" ")[0]  # it may name who is asked
            behind = " ".join(sentence[match.end() :].split()[:_SUBJECT_WORDS])
            until = lexicon.to.search(behind, 1)
            subject = f"{head} {behind[: until.start()] if until else behind}"
        yield Performed(
            act="demand",
            strength=BY_MODAL,
            start=match.start(),
            end=match.end(),
            subject=subject or sentence[match.end() : match.end() + 60],
            is_impersonal=turn is _Turn.NOBODY or who.telling is not Telling.NONE,
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
    is_said = is_named or lexicon.reporting.search(before) is not None
    is_relative = not is_said and lexicon.whose.search(" ".join(words[-2:]))
    is_noun = words[-1].casefold() in lexicon.articles  # "the need to"
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


def _is_refused(
    sentence: str, match: re.Match[str], lexicon: Lexicon, who: Speaker, *, act: str
) -> bool:
    """Whether words before or behind a verb of acting show that it is no act of anybody's."""
    begin = max((one.end() for one in who.names.finditer(sentence, 0, match.start())), default=0)
    before = sentence[begin : match.start()].split()  # a name may have a "no" in it
    words = before[-_WORDS_TURNED:]
    if _is_about(match.group(), words, lexicon) or negations(" ".join(words)):
        return True
    if not lexicon.opening.fullmatch(sentence, 0, match.start()):
        if act == ORDER[0] and " " not in match.group() and _OF.match(sentence, match.end()):
            return True  # a noun: "a key demand of families"
        if words[-1:] == ["to"]:
            return True  # an aim, not an act: "a letter to reaffirm"
    only = lexicon.only.get(act)
    is_whole = only is None or only.search(sentence, match.start())
    return not is_whole or bool(lexicon.unless.get(act, NEVER).search(sentence, match.end()))


def _is_about(verb: str, words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether `words` before `verb` make it tell of somebody: "members should oppose"."""
    if lexicon.modal.search(" ".join(words[-_WORDS_MODAL:])):
        return True
    last = words[-1] if words else ""
    is_done = _BEING.fullmatch(last) and _PAST.fullmatch(verb)  # "we are reminded"
    is_relative = lexicon.whose.fullmatch(last) and _NOBODYS.match(verb)  # "that are required to"
    return bool(is_done or is_relative)


def _is_told_of_others(sentence: str, match: re.Match[str], lexicon: Lexicon, who: Speaker) -> bool:
    """Whether a digest tells it of somebody who is not its author."""
    if who.telling is not Telling.PAGE:
        return False
    before = sentence[: match.start()]
    return not lexicon.opening.fullmatch(before) and not who.names.search(before)


def _speaks(sentence: str, match: re.Match[str], lexicon: Lexicon, who: Speaker) -> bool:
    """Whether it is the author who acts: named before, or nobody is and a verb begins."""
    place = match.start()
    quotation = _in_quotation(sentence, place)
    before = sentence[: quotation.start() if quotation else place]
    if not quotation and lexicon.opening.fullmatch(before):
        return who.is_ours or (
            _is_capital(sentence) and not _is_of_others(sentence, match, lexicon, who)
        )
    if before.split()[-1:] and before.split()[-1].casefold() in lexicon.articles:
        return False  # a noun: "the demand"
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
    if lexicon.first.match(clause) and lexicon.joined.search(before):
        return True  # "The campaign prepares a session and asks"
    named = before if lexicon.pronoun.fullmatch(clause) else clause
    return who.names.search(named) is not None or _goes_on(sentence, match, before, lexicon)


def _last_clause(before: str, who: Speaker) -> str:
    """What stands behind the last semicolon, or a colon unless a name is just before that."""
    clause = before.rpartition(";")[2]
    label, colon, content = clause.rpartition(":")
    ends = [one.end() for one in who.names.finditer(label)]
    return clause if not colon or len(label.rstrip()) in ends else content


def _is_of_others(sentence: str, match: re.Match[str], lexicon: Lexicon, who: Speaker) -> bool:
    """Whether a verb that opens a clause says what the subject behind it does.

    "Reaffirming it, the States are"; a verb in the past that Arabic puts before its subject.
    """
    if lexicon.past.fullmatch(match.group()):
        behind = " ".join(sentence[match.end() :].split()[:_WORDS_WHO])
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
    return not (_PARTICIPLE.search(begins.group()) and _PAST.match(match.group()))


def _in_quotation(sentence: str, place: int) -> re.Match[str] | None:
    for match in _QUOTED.finditer(sentence):
        if match.start() < place < match.end():
            return match
    return None
