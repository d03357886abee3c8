"""Seeded ways to damage a quotation in print, and to change what it says."""

import random
import re
from collections.abc import Callable

from archive.turning_words import LIMITS, MODALS, NEGATIONS

Change = Callable[[str, random.Random], str]

_NAMES = ("Guatemala", "Uganda", "Serbia", "Myanmar", "Chile", "Georgia", "Nepal", "Mali")
_PLAIN = ("lantern", "harbour", "copper", "meadow", "violin", "granite", "orchard", "saddle")
SEED = 20250717
_SUBJECTS = ("Our {n} organisations", "The families of Panama", "Judges in Kenya", "The coalition")
_VERBS = ("must never again accept", "should not forget", "shall officially document", "oppose")
_OBJECTS = (
    "the {n} files that the Office of the Prosecutor left unopened",
    "trauma-informed, survivor-centred hearings (see Article {n})",
    "“truth” without confidence and effective reparation for {n} victims",
    "a flawed amnesty—first drafted in {n}—for the officers of Peru",
    "the difficult and insufficient findings of the commission's {n} volumes",
)
_ENDS = (
    "before the {n} deadline, and no State is exempt.",
    "because international justice isn't optional; it is law number {n}.",
    "until all {n} perpetrators, of whatever rank, are identified in France.",
)


def sentences(count: int) -> list[str]:
    """Different sentences with names, numbers, negations, modals and words to hyphenate."""
    rng = random.Random(SEED)
    made = []
    for _ in range(count):
        parts = [rng.choice(kind) for kind in (_SUBJECTS, _VERBS, _OBJECTS, _ENDS)]
        made.append(" ".join(part.format(n=rng.randrange(100, 100_000)) for part in parts))
    return made


# Damage in print: the words stay.


def broken_lines(text: str, rng: random.Random) -> str:
    """Line breaks where spaces were."""
    return "".join("\n" if sign == " " and rng.random() < 0.2 else sign for sign in text)


def hyphenated(text: str, rng: random.Random) -> str:
    """Some long words cut at the end of a line."""

    def cut(match: re.Match[str]) -> str:
        if rng.random() < 0.6:
            return match.group()
        place = rng.randrange(3, len(match.group()) - 2)
        hyphen = rng.choice(("-\n", "\u00ad\n", "\u00ad", "- "))
        return match.group()[:place] + hyphen + match.group()[place:]

    return re.sub(r"(?<![\w-])[^\W\d_]{8,}(?![\w-])", cut, text)


def ligatured(text: str, _: random.Random) -> str:
    """The signs that typesetters join."""
    for plain, joined in (("ffi", "ﬃ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ")):
        text = text.replace(plain, joined)
    return text


def requoted(text: str, rng: random.Random) -> str:
    """Other quotation marks and dashes, and a pair around the whole."""
    text = text.translate(str.maketrans({"’": "'", "“": '"', "”": '"', "—": "–", "‑": "-"}))
    opening, closing = rng.choice(("“”", "«»", '""', "„“"))
    return text if opening in text or closing in text else f"{opening}{text}{closing}"


def respaced(text: str, rng: random.Random) -> str:
    """Double, hard and thin spaces."""
    kinds = ("  ", "\u00a0", "\u2009", " \u200b", "\t")
    return "".join(rng.choice(kinds) if s == " " and rng.random() < 0.3 else s for s in text)


def elided(text: str, rng: random.Random) -> str:
    """Some words in the middle left out, none of which turns the sentence."""
    words = text.split()
    if len(words) < 12:
        return text
    begin = rng.randrange(4, len(words) - 6)
    end = begin + rng.randrange(1, 3)
    if any(_bare(word) in NEGATIONS | LIMITS for word in words[begin:end]):
        return text
    mark = rng.choice(("[…]", "…", "[...]", "(...)", "..."))
    return " ".join([*words[:begin], mark, *words[end:]])


def inserted(text: str, rng: random.Random) -> str:
    """A word in brackets for one of the source's, or a remark."""
    words = text.split()
    places = [n for n in range(2, len(words) - 2) if re.fullmatch("[a-z]{3,}", words[n])]
    places = [
        n for n in places if words[n] not in NEGATIONS | LIMITS | MODALS and words[n] != "all"
    ]
    places = [n for n in places if words[n] not in {"one", "some", "most", "every", "half", "two"}]
    if not places:
        return text
    place = rng.choice(places)
    words[place] = rng.choice((f"{words[place]} [sic]", "[the Court]", "[institutions]"))
    return " ".join(words)


DAMAGE: tuple[Change, ...] = (
    broken_lines,
    hyphenated,
    ligatured,
    requoted,
    respaced,
    elided,
    inserted,
)


# Changes of what is said; each returns the text unchanged where it has nothing to change.


def one_word(text: str, rng: random.Random) -> str:
    """One word is another."""
    words = text.split()
    words[rng.randrange(len(words))] = rng.choice(_PLAIN)
    return " ".join(words)


def negation(text: str, rng: random.Random) -> str:
    """A negation dropped, or one added."""
    words = text.split()
    inside = range(1, len(words) - 1)
    places = [n for n in inside if _bare(words[n]) in NEGATIONS]
    if places:
        del words[rng.choice(places)]
    else:
        words.insert(rng.randrange(1, len(words)), "not")
    return " ".join(words)


def number(text: str, rng: random.Random) -> str:
    """A number is another."""
    found = list(re.finditer(r"\d+", text))
    if not found:
        return text
    match = rng.choice(found)
    return f"{text[: match.start()]}{int(match.group()) + 1}{text[match.end() :]}"


def modal(text: str, rng: random.Random) -> str:
    """A modal verb is another."""
    words = text.split()
    places = [n for n, word in enumerate(words) if word.lower() in MODALS]
    if not places:
        return text
    place = rng.choice(places)
    words[place] = "may" if words[place].lower() != "may" else "must"
    return " ".join(words)


def name(text: str, rng: random.Random) -> str:
    """A name within the sentence is another."""
    words = text.split()
    places = [n for n in range(1, len(words)) if words[n][:1].isupper()]
    if not places:
        return text
    words[rng.choice(places)] = rng.choice(_NAMES)
    return " ".join(words)


def order(text: str, rng: random.Random) -> str:
    """Two words side by side change places."""
    words = text.split()
    place = rng.randrange(len(words) - 1)
    words[place], words[place + 1] = words[place + 1], words[place]
    return " ".join(words)


MUTATIONS: tuple[Change, ...] = (one_word, negation, number, modal, name, order)


def _bare(word: str) -> str:
    return word.lower().strip(".,;:!?()[]“”\"'")
