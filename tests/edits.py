"""Random edits of a document's passages whose outcome is known, for the tests of lineage."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from archive.lineage import Fate, Verdict, trace
from archive.model import Passage, PassageKind
from archive.passage_ids import normalised, with_ids

SAME = {Verdict.EXACT, Verdict.MOVED}

WORDS = (
    "accountability amnesty appeal archive arrest asylum authorities borders campaign chamber "
    "children civilians coalition commission communities complaint conflict convention court "
    "crimes decision delegation detention dignity disappearance document embassy enquiry "
    "evidence exile families federation fighters forces funding government guarantee hearing "
    "history hospital impunity indictment inquiry journalists judges judgment jurisdiction "
    "justice killings law lawyers massacre mechanism memory military ministry monitor mothers "
    "movement obligation observers office orders parliament peace police prison prosecutor "
    "protection protesters reform refugees region remedy reparation report resolution review "
    "sanctions security sentence silence society soldiers statute survivors testimony torture "
    "transfer treaty trial tribunal truth union verdict victims villages violence warrant "
    "weapons witnesses women workers"
).split()
VERBS = "must should will did could shall may never always rarely openly again".split()
BOILERPLATE = "States must act now."
LEAD = "We call on the Government to ratify the Convention on"


def sentence(rng: random.Random, words: int) -> str:
    """A sentence of so many words."""
    chosen = [rng.choice(WORDS if rng.random() < 0.85 else VERBS) for _ in range(words)]
    return " ".join(chosen).capitalize() + "."


def document(rng: random.Random) -> list[str]:
    """The texts of 12 to 30 passages: headings, paragraphs, calls of one form, boilerplate."""
    texts: list[str] = []
    while len(texts) < rng.randint(12, 30):
        kind = rng.random()
        if kind < 0.15:
            text = " ".join(rng.sample(WORDS, 2)).title()
        elif kind < 0.35:
            text = f"{LEAD} {' '.join(rng.sample(WORDS, 5))}."
        elif kind < 0.5:
            text = BOILERPLATE
        else:
            text = " ".join(sentence(rng, rng.randint(6, 20)) for _ in range(rng.randint(2, 6)))
        # But for boilerplate no text stands twice: a second one would be the same passage.
        if text == BOILERPLATE or text not in texts:
            texts.append(text)
    return texts


@dataclass(slots=True)
class Piece:
    """A passage of the new version, and the old ones whose words it holds."""

    text: str
    sources: tuple[int, ...]


@dataclass(slots=True)
class Edited:
    """A document under edit; `verdicts` says of each old passage what was done to it."""

    rng: random.Random
    pieces: list[Piece]
    verdicts: dict[int, Verdict]
    counts: Counter[str] = field(default_factory=Counter)

    def untouched(self, fits: Callable[[str], bool] = bool) -> list[int]:
        """Places of pieces that nothing was done to and whose text `fits`."""
        return [
            place
            for place, piece in enumerate(self.pieces)
            if len(piece.sources) == 1
            and self.verdicts[piece.sources[0]] is Verdict.EXACT
            and fits(piece.text)
        ]

    def holding(self, old: int) -> list[int]:
        """Places of the pieces with words of the old passage."""
        return [place for place, piece in enumerate(self.pieces) if old in piece.sources]


def typo(rng: random.Random, text: str) -> str:
    """The text with one letter dropped, doubled, swapped with the next or replaced."""
    places = [at for at, letter in enumerate(text[:-1]) if letter.isalpha()]
    at = rng.choice(places)
    return rng.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + rng.choice("abcdefghijklmnopqrstuvwxyz") + text[at + 1 :],
        ]
    )


def _reword(edited: Edited, place: int, text: str) -> None:
    piece = edited.pieces[place]
    if text != piece.text:
        edited.verdicts[piece.sources[0]] = Verdict.EDITED
        piece.text = text


def with_typos(edited: Edited, place: int) -> None:
    """One to three wrong letters."""
    text = edited.pieces[place].text
    for _ in range(edited.rng.randint(1, 3 if len(text) > 60 else 1)):
        text = typo(edited.rng, text)
    _reword(edited, place, text)


def with_other_words(edited: Edited, place: int) -> None:
    """Up to a fifth of the words are others."""
    words = edited.pieces[place].text.split(" ")
    for _ in range(max(1, len(words) // 5)):
        words[edited.rng.randrange(len(words))] = edited.rng.choice(WORDS)
    _reword(edited, place, " ".join(words))


def with_a_sentence_more(edited: Edited, place: int) -> None:
    """A sentence is added."""
    _reword(edited, place, f"{edited.pieces[place].text} {sentence(edited.rng, 8)}")


def with_a_sentence_less(edited: Edited, place: int) -> None:
    """The last sentence is dropped."""
    _reword(edited, place, edited.pieces[place].text.rsplit(". ", 1)[0] + ".")


def hyphenated(edited: Edited, place: int) -> None:
    """Long words are cut at the end of a line, as an extraction leaves them."""
    words = edited.pieces[place].text.split(" ")
    for at, word in enumerate(words):
        if len(word) > 7 and edited.rng.random() < 0.4:
            words[at] = (
                f"{word[:4]}-\n{word[4:]}"
                if edited.rng.random() < 0.5
                else (f"{word[:4]}\u00ad{word[4:]}")
            )
    text = " ".join(words)
    if "-\n" in text:
        _reword(edited, place, text)
    else:
        edited.pieces[place].text = text


def moved(edited: Edited, place: int) -> None:
    """The passage stands elsewhere."""
    piece = edited.pieces.pop(place)
    edited.verdicts[piece.sources[0]] = Verdict.MOVED
    edited.pieces.insert(edited.rng.randint(0, len(edited.pieces)), piece)


def split(edited: Edited, place: int) -> None:
    """A paragraph is cut at the end of a sentence."""
    piece = edited.pieces[place]
    sentences = piece.text.split(". ")
    cut = edited.rng.randrange(1, len(sentences))
    first, second = ". ".join(sentences[:cut]) + ".", ". ".join(sentences[cut:])
    edited.pieces[place : place + 1] = [Piece(first, piece.sources), Piece(second, piece.sources)]
    edited.verdicts[piece.sources[0]] = Verdict.SPLIT


def merged(edited: Edited, place: int) -> None:
    """A passage and the untouched one after it become one."""
    if place + 1 not in edited.untouched():
        return
    one, other = edited.pieces[place : place + 2]
    sources = (*one.sources, *other.sources)
    edited.pieces[place : place + 2] = [Piece(f"{one.text} {other.text}", sources)]
    edited.verdicts |= dict.fromkeys(sources, Verdict.MERGED)


def deleted(edited: Edited, place: int) -> None:
    """The passage is dropped."""
    edited.verdicts[edited.pieces.pop(place).sources[0]] = Verdict.GONE


def inserted(edited: Edited, place: int) -> None:
    """A new passage: a paragraph, a call of the old form, or boilerplate once more."""
    text = edited.rng.choice(
        [sentence(edited.rng, 30), f"{LEAD} {' '.join(edited.rng.sample(WORDS, 5))}.", BOILERPLATE]
    )
    edited.pieces.insert(place, Piece(text, ()))


EDITS: tuple[tuple[Callable[[Edited, int], None], Callable[[str], bool]], ...] = (
    (with_typos, lambda text: True),
    (with_other_words, lambda text: len(text.split()) >= 10),
    (with_a_sentence_more, lambda text: len(text.split()) >= 10),
    (with_a_sentence_less, lambda text: text.count(". ") >= 2),
    (hyphenated, lambda text: True),
    (moved, lambda text: True),
    (split, lambda text: ". " in text),
    (merged, lambda text: True),
    (deleted, lambda text: True),
    (inserted, lambda text: True),
)


def edited(rng: random.Random, texts: Sequence[str], edits: int) -> Edited:
    """The document after so many edits, each of a passage of its own."""
    pieces = [Piece(text, (at,)) for at, text in enumerate(texts)]
    work = Edited(rng, pieces, dict.fromkeys(range(len(texts)), Verdict.EXACT))
    while edits:
        edit, fits = rng.choice(EDITS)
        places = work.untouched(fits)
        if places:
            edit(work, rng.choice(places))
            work.counts[edit.__name__] += 1
        edits -= 1
    return work


def passages(texts: Sequence[str], version_id: str = "v1") -> tuple[Passage, ...]:
    """Passages of these texts in order, parted by blank lines."""
    made, start = [], 0
    for text in texts:
        made.append(
            Passage(
                passage_id="",
                doc_id="doc",
                version_id=version_id,
                text=text,
                start=start,
                end=start + len(text),
                kind=PassageKind.PARAGRAPH,
                language="en",
            )
        )
        start += len(text) + 2
    return with_ids(made)


@dataclass(slots=True)
class Outcome:
    """What was answered: by verdict and whether it is right, how many unsure, and wrong ones.

    `wrong` are answers given as certain that are not what was done, with their seed and place;
    `copies` counts those among copies of the same words that are as many as before: that a copy
    went and one came cannot be seen.
    """

    edits: Counter[str] = field(default_factory=Counter)
    answers: Counter[tuple[Verdict, bool]] = field(default_factory=Counter)
    unsure: int = 0
    copies: int = 0
    wrong: list[tuple[int, int, Verdict, Fate]] = field(default_factory=list)


def answered(documents: int) -> Outcome:
    """Edit so many documents at random, and ask of each old passage what became of it."""
    found = Outcome()
    for seed in range(documents):
        rng = random.Random(seed)
        texts = document(rng)
        work = edited(rng, texts, rng.randint(1, 8))
        found.edits += work.counts
        new = passages([piece.text for piece in work.pieces], "v2")
        old_keys = [normalised(text) for text in texts]
        new_keys = [normalised(piece.text) for piece in work.pieces]
        for at, fate in enumerate(trace(passages(texts), new)):
            truth = tuple(new[place].passage_id for place in work.holding(at))
            right = is_right(fate, work.verdicts[at], truth)
            found.answers[fate.verdict, right] += 1
            found.unsure += not fate.is_certain
            copies = old_keys.count(old_keys[at]), new_keys.count(old_keys[at])
            like_before = fate.verdict is Verdict.EXACT and copies[0] == copies[1]
            if right or not fate.is_certain:
                continue
            if like_before:
                found.copies += 1
            else:
                found.wrong.append((seed, at, work.verdicts[at], fate))
    return found


def is_right(fate: Fate, verdict: Verdict, truth: tuple[str, ...]) -> bool:
    """Whether the answer is what was done; which of two passages moved past which is not told."""
    is_same = fate.verdict in SAME and verdict in SAME
    return fate.passage_ids == truth and (fate.verdict is verdict or is_same)
