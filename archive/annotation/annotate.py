"""A row and the rules give its annotation: a pure function, the same at every build."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.annotation import acts, asking
from archive.annotation.acts import Performed
from archive.annotation.addressees import NAMED_STATE, AddresseeFinder, Asked
from archive.annotation.cues import NEVER, first_of
from archive.annotation.lexicon import Lexicon, Lexicons
from archive.annotation.model import Annotation, Basis, ThemeFound
from archive.annotation.rules import Rules
from archive.annotation.speakers import Speaker, Telling, speaker
from archive.annotation.themes import ThemeFinder
from archive.keyword.analysis import sentence_starts
from archive.model import PassageKind
from archive.rows import Row

NOTHING = Annotation()
# Kinds that are no words of the document's own in which it takes a stand.
_SILENT = (PassageKind.HEADING, PassageKind.CAPTION, PassageKind.NOTE, PassageKind.BOILERPLATE)
# Kinds of document in which whoever speaks is its author.
_STATEMENTS = ("", "statement", "joint statement", "resolution")
_PAGE = "page"
# Kinds whose words lay down duties, which is no demand of their author.
_LAYS_DOWN = ("treaty", "principles")
# Signs of vowels and of doubled letters, and the line that stretches a word.
_VOWEL_SIGNS = re.compile("[\u064b-\u0652\u0670\u0640]")
# How much of a long cue is kept, in characters.
_CUE = 60
# Acts that are done to somebody.
_RECALLED = "recall-law"
_ADDRESSED = ("demand", "oppose", _RECALLED)
# A theme that the record's own words name exactly.
BY_RECORD = 0.9
# How far behind a verb its addressee may stand, in characters: about two lines.
_REACH = 220
# Without a word that says where what is asked begins, he stands nearer.
_NEAR = 90
# "urges, as in its last resolution, all States to"
_PARENTHESIS = re.compile(r"^,[^,]*,")
_CLAUSE_END = re.compile(r"[;:](?=\s)|(?<=[a-z])\.(?=\s)")
# "asks that States act": who is asked comes next.
_THAT = ("that", "que", "qu", "أن")
_SUBJECT_WORDS = 8
# Where the subject of such a clause ends.
_AUXILIARY = re.compile(r"\b(?:will|shall|be|must|should|would|doivent|doit|deben|debe)\b")
# "demands that it be respected by": who is asked stands behind.
_AGENT = re.compile(r"\b(?:be|soi(?:en)?t|sean?)\s[^.;,]{2,60}?\s(?:by|par|por)\s([^.;,]{3,80})")
# "Report of the Special Rapporteur on torture": whose words a digest tells of.
_TITLED = re.compile(
    r"(?:.*: )?(?:[A-Z]\w+ )?(?:Report|Statement|Letter|Submission|Remarks|Speech|Opinion)"
    r" (?:of|by|from) (?:the )?((?:[A-Z][\w-]+ ?)+)"
)
_NAMED = re.compile(r"[A-Z][\w-]+")
_BRACKETS = re.compile(r"\(([^)]*)")
# "calls upon Israel to desist and upon all parties to": the same is asked of others.
_ALSO = re.compile(r"\band (?:up)?on ([^,;.]{3,80}?) to\b")
# "The parties have met; urges them to": who is asked was named before.
_PRONOUN = re.compile(r"\s+(?:them|it|him|her)\s+")
# "recommends to the Assembly that"
_TO_WHOM = re.compile(r"\s+(?:the|all|[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """An act, the words that show it, its strength, and who is asked."""

    act: str
    cue: str
    strength: int
    told: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotator:
    """The compiled rules."""

    rules: Rules
    themes: ThemeFinder
    addressees: AddresseeFinder
    lexicons: Lexicons
    of_words: dict[str, str]

    @classmethod
    def of(cls, rules: Rules) -> "Annotator":
        """Compile `rules`; the wording of a language waits for its first text."""
        themes, addressees = ThemeFinder.of(rules), AddresseeFinder.of(rules)
        return cls(rules, themes, addressees, Lexicons(rules.wordings), _of_words(rules))

    def annotate(self, row: Row, nearness: Sequence[float] | None = None) -> Annotation:
        """The themes of the row's passage, and what its author does in it and to whom.

        `nearness` has a number for each theme of the rules; without it, cues alone give themes.
        """
        passage = row.passage
        if passage.kind is PassageKind.BOILERPLATE:
            return NOTHING
        themes = self._themes(row, nearness)
        lexicon = self.lexicons.get(passage.language)
        is_law = passage.kind is PassageKind.DIGEST and row.document.kind in _LAYS_DOWN
        if lexicon is None or passage.is_quoted or passage.kind in _SILENT or is_law:
            return Annotation(themes=themes)
        bare = _without_vowel_signs(row)
        found = self._inherited(bare, lexicon) or self._own(bare, lexicon)
        if found is None:
            return Annotation(themes=themes)
        said = f"{passage.lead_in} {passage.text}"
        cue = found.cue if bare is row else _as_printed(found.cue, said)
        states = {one.state for one in found.told if one.state}
        return Annotation(
            themes=themes,
            act=found.act,
            strength=found.strength,
            cue=cue,
            inherited=bool(passage.lead_in) and cue in passage.lead_in,
            addressees=tuple(dict.fromkeys(one.addressee for one in found.told)),
            states=tuple(sorted(states, key=lambda state: (said.find(state), state))),
        )

    def _themes(self, row: Row, nearness: Sequence[float] | None) -> tuple[ThemeFound, ...]:
        """By its words; a digest, which stands for its document, also by the archivist's."""
        passage = row.passage
        if nearness is None:
            is_call = passage.kind is PassageKind.CALL
            found = self.themes.find(passage.text, passage.language, is_call=is_call)
        else:
            found = self.themes.weigh(
                passage,
                title=row.document.title,
                nearness=nearness,
                publishers=row.document.publishers,
            )
        if passage.kind is not PassageKind.DIGEST:
            return found
        known = {theme.theme_id for theme in found}
        given = {
            theme_id: word
            for word in reversed(row.document.themes)
            if (theme_id := self.of_words.get(word.casefold())) and theme_id not in known
        }
        by_record = [
            ThemeFound(
                theme_id=theme_id, cue=word, start=-1, confidence=BY_RECORD, basis=Basis.RECORD
            )
            for theme_id, word in given.items()
        ]
        return tuple(sorted([*found, *by_record], key=lambda one: (-one.confidence, one.theme_id)))

    def _inherited(self, row: Row, lexicon: Lexicon) -> Stand | None:
        """A call does what its lead-in or itself says; one under a heading alone is a demand."""
        passage = row.passage
        if passage.kind is not PassageKind.CALL:
            return None
        lead = passage.lead_in or passage.section
        found = self._sentence(lead, row, lexicon, _speaker(row, lead, lexicon))
        own = None if found and passage.lead_in else self._own(row, lexicon)
        if found or own:
            return own or found
        return _demand(lead, self._find(lead, row))

    def _own(self, row: Row, lexicon: Lexicon) -> Stand | None:
        if printed := self._printed(row, lexicon):
            return printed
        text = row.passage.text
        who = _speaker(row, text, lexicon)
        starts = acts.clause_starts(text, lexicon, row.document.publishers)
        begins = [*sorted({*sentence_starts(text), *starts}), len(text)]
        clauses = (
            (text[begin:end], text[max(0, begin - _REACH) : begin])
            for begin, end in pairwise(begins)
        )
        found = [
            one
            for clause, before in clauses
            if (one := self._clause(clause, row, lexicon, who, before=before))
        ]
        if not found:
            lead = row.passage.lead_in if who.is_ours else ""
            return self._sentence(lead, row, lexicon, _speaker(row, lead, lexicon))
        # The first act in ORDER wins, then the stronger, then the first in the text.
        first = min(found, key=lambda one: (acts.ORDER.index(one.act), -one.strength))
        if first.strength < acts.BY_VERB:
            return first
        # The clauses of a resolution ask one after the other.
        alike = [one for one in found if (one.act, one.strength) == (first.act, first.strength)]
        return replace(first, told=self._ordered({name for one in alike for name in one.told}))

    def _clause(
        self, clause: str, row: Row, lexicon: Lexicon, who: Speaker, *, before: str
    ) -> Stand | None:
        """What a clause does; one with "count on it" asks whom the words `before` it name."""
        found = self._sentence(clause, row, lexicon, who)
        back = first_of(lexicon.back, clause)
        if found is None or found.act != acts.ORDER[0] or found.told or back is None:
            return found
        said = before + clause[: back.start()]
        return replace(found, told=self._find(said[-_REACH:], row))

    def _printed(self, row: Row, lexicon: Lexicon) -> Stand | None:
        """The demand that the form of the text shows: of a review, to whom it is headed, a list."""
        text = row.passage.text
        match = first_of(lexicon.review, text)
        if match and self._is_by_a_state(match.group(), row.passage.language):
            return _demand(_begun(match.group()), (Asked(NAMED_STATE),))
        title = row.document.title
        titled = first_of(lexicon.titled, title)
        is_digest = row.passage.kind is PassageKind.DIGEST
        if titled and not is_digest and first_of(lexicon.bare, text):
            named = self._find(title[: titled.start()], row) or self._find(title, row)
            return _demand(_begun(text), named)
        match = first_of(lexicon.headed, text)
        if match and (named := self._find(match.group(1), row)):
            return _demand(_begun(match.group()), named)
        match = first_of(lexicon.listed, text)
        if match and is_digest:
            return _demand(_begun(match.group()))
        return None

    def _is_by_a_state(self, text: str, language: str) -> bool:
        """Whether a State stands in brackets, as behind what it recommends in a review."""
        states = self.addressees.states.get(language, NEVER)
        return any(states.search(one) for one in _BRACKETS.findall(text))

    def _told(self, sentence: str, verbs: Sequence[Performed], row: Row) -> tuple[Asked, ...]:
        """Who is spoken to by any of the verbs: "urging States to act and urging France to"."""
        lexicon = self.lexicons[row.passage.language]
        told: set[Asked] = set()
        for one in verbs:
            if told and _PRONOUN.match(sentence, one.end):
                continue  # "calls upon the parties to meet, and urges them"
            places = _named(sentence, one, lexicon)
            told.update(next(filter(None, (self._find(place, row) for place in places)), ()))
            if one.act == acts.ORDER[0] and (further := _ALSO.search(sentence, one.end)):
                told.update(self._find(further[1], row))
        if not told and verbs[0].act == acts.ORDER[0]:
            before = sentence[: verbs[0].start]
            if first_of(lexicon.fronted, before):  # "To the rebels, we say: lay down"
                told.update(self._find(before, row))
            for match in lexicon.part.finditer(sentence):
                told.update(self._find(_until(sentence[match.end() :], lexicon), row))
        return self._ordered(told)

    def _find(self, text: str, row: Row) -> tuple[Asked, ...]:
        """The addressees that `text`, of the row's passage, names."""
        context = "\n".join((row.document.title, *row.document.publishers, row.passage.text))
        authors = row.document.publishers
        return self.addressees.find(text, row.passage.language, context=context, authors=authors)

    def _sentence(self, sentence: str, row: Row, lexicon: Lexicon, who: Speaker) -> Stand | None:
        """The first act of one sentence, its words, its strength and its addressees."""
        verbs = [*acts.performed(sentence, lexicon, who)]
        asked = [
            (one, named)
            for one in asking.asked(sentence, lexicon, who)
            if (named := self._find(one.subject, row))
            or one.is_impersonal
            or lexicon.we.search(one.subject)
        ]
        if verbs and (not asked or _comes_first(verbs[0], asked[0][0], sentence)):
            first = verbs[0]
            told = self._told(sentence, [one for one in verbs if one.act == first.act], row)
            if first.act == acts.ORDER[0] and not told:  # "it would be useful for it, as we urged"
                told = self._ordered({name for _, named in asked for name in named})
        elif asked:
            first = asked[0][0]
            told = self._ordered({name for _, named in asked for name in named})
        else:
            return None
        cue = sentence[first.start : first.end]
        return Stand(act=first.act, cue=cue, strength=first.strength, told=told)

    def _ordered(self, told: set[Asked]) -> tuple[Asked, ...]:
        ids = self.rules.addressee_ids
        return tuple(sorted(told, key=lambda one: (ids.index(one.addressee), one.state)))


def _demand(cue: str, told: tuple[Asked, ...] = ()) -> Stand:
    """What is asked by its form."""
    return Stand(act=acts.ORDER[0], cue=cue, strength=acts.BY_VERB, told=told)


def _without_vowel_signs(row: Row) -> Row:
    """The row as Arabic mostly is written, since the rules are: without signs of vowels."""
    passage = row.passage
    if not _VOWEL_SIGNS.search(passage.lead_in) and not _VOWEL_SIGNS.search(passage.text):
        return row
    lead_in, text = (_VOWEL_SIGNS.sub("", part) for part in (passage.lead_in, passage.text))
    return replace(row, passage=replace(passage, lead_in=lead_in, text=text))


def _as_printed(cue: str, said: str) -> str:
    """The words of `said` that are `cue` but for their signs of vowels."""
    found = re.search(f"{_VOWEL_SIGNS.pattern}*".join(map(re.escape, cue)), said)
    return found.group() if found else cue


def _begun(words: str) -> str:
    """Whole words from the beginning, as many as show where they stand."""
    kept = words[:_CUE].rpartition(" ")[0] if words[_CUE : _CUE + 1].strip() else words[:_CUE]
    return (kept or words[:_CUE]).strip(" :")


def _speaker(row: Row, text: str, lexicon: Lexicon) -> Speaker:
    """Who speaks in `text`, the row's passage or its lead-in."""
    telling, kind = Telling.NONE, row.document.kind
    if row.passage.kind is PassageKind.DIGEST:
        telling = Telling.PAGE if kind == _PAGE else Telling.RELEASE
        telling = Telling.STATEMENT if kind in _STATEMENTS else telling
    lead = row.passage.lead_in
    is_ours = text != lead and lead.rstrip().endswith(":") and bool(lexicon.author.search(lead))
    authors = row.document.publishers
    if telling is not Telling.NONE:
        authors = (*authors, *_titled(row.document.title))
    return speaker(authors, text, lexicon, telling=telling, is_ours=is_ours)


def _titled(title: str) -> list[str]:
    """How a digest calls who a title says that the document is by: "The rapporteur"."""
    author = _TITLED.match(title)
    words = _NAMED.findall(author[1]) if author else []
    return [f"The {word}" for one in words for word in (one, one.lower(), " ".join(words))]


def _of_words(rules: Rules) -> dict[str, str]:
    """The theme that each label and cue names, of those that name one theme only."""
    owners: dict[str, set[str]] = {}
    for theme in rules.themes:
        for word in (*theme.label.values(), *(cue for cues in theme.cues.values() for cue in cues)):
            owners.setdefault(word.casefold(), set()).add(theme.term_id)
    return {word: min(themes) for word, themes in owners.items() if len(themes) == 1}


def _named(sentence: str, one: Performed, lexicon: Lexicon) -> tuple[str, ...]:
    """Where the addressee of a verb is named: behind it, or before one by which he is bound."""
    if one.act not in _ADDRESSED:
        return ()
    return (sentence[: one.start],) if one.is_bound else _behind(sentence, one, lexicon)


def _behind(sentence: str, one: Performed, lexicon: Lexicon) -> tuple[str, ...]:
    """Where he is named who is asked: before what is asked for, else its subject."""
    rest = _CLAUSE_END.split(_PARENTHESIS.sub("", sentence[one.end : one.end + _REACH]))[0]
    agent = _AGENT.search(rest)
    aside = lexicon.aside.search(rest, 1)
    rest = rest[: aside.start()] if aside else rest
    for match in lexicon.to.finditer(rest):
        before, behind = rest[: match.start()], rest[match.end() :]
        subject = _AUXILIARY.split(" ".join(behind.split()[:_SUBJECT_WORDS]))[0]
        if match.group().casefold() in _THAT:
            further = lexicon.to.search(subject)
            subject = subject[: further.start()] if further else subject
            return (before, agent[1], subject) if agent else (before, subject)
        if _PRONOUN.fullmatch(before):
            return (sentence[: one.start],)
        if before.strip():
            return (before,)
        if not _TO_WHOM.match(behind):
            return ()  # "calls to act": nobody is named
    return (rest[:_NEAR],)


def _comes_first(verb: Performed, asked: Performed, sentence: str) -> bool:
    """Whether a sentence does what its verb says rather than what its modal asks.

    "Recalls that no State should": the duty is recalled, not asked for.
    """
    recalls = verb.act == _RECALLED and verb.start < asked.start
    is_that = sentence[verb.start : verb.end].casefold().endswith(_THAT)
    return verb.act == acts.ORDER[0] or (recalls and is_that)


def _until(rest: str, lexicon: Lexicon) -> str:
    """The beginning of `rest`, up to the end of the clause or to what is asked for."""
    near = _CLAUSE_END.split(rest[:_REACH])[0]
    begin = lexicon.to.search(near, 1)
    return near[: begin.start()] if begin else near
