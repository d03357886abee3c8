"""Words that turn what a sentence says: negations, limits, modal verbs and numbers."""

import re

# Grammar words of the four languages; a text is not told apart by language, since none of these
# is a negation or a modal in one and an everyday word of another that would mislead a reader.
NEGATIONS = frozenset(
    (
        "not no never nor neither none nobody nothing without cannot don't doesn't didn't "
        "isn't aren't wasn't weren't won't can't shouldn't mustn't wouldn't couldn't hasn't "
        "haven't hadn't ne pas jamais ni sans aucun aucune nul nulle rien non nunca jamás "
        "sin tampoco ningún ninguna ninguno nada nadie لا لم لن ليس ليست غير دون بدون ولا ولم "
        "ولن"
    ).split()
)
# "solo" and "seul" also mean "alone", which limits as well.
LIMITS = frozenset(
    (
        "only solely merely exclusively unless except excepting seulement uniquement "
        "exclusivement seul seule seuls seules sauf hormis excepté sólo solo solamente "
        "únicamente exclusivamente salvo excepto إلا فقط سوى حصرا"
    ).split()
)
MODALS = frozenset(
    (
        "must shall should may might can could will would ought doit doivent devrait "
        "devraient peut peuvent pourrait pourraient faut devra devront pourra pourront debe "
        "deben debería deberían puede pueden podría podrían deberá deberán podrá podrán يجب "
        "ينبغي يتعين يمكن يجوز قد"
    ).split()
)
_NUMBER_WORDS = frozenset(
    (
        "one two three four five six seven eight nine ten hundred thousand million millions "
        "thousands hundreds dozen dozens half all some most every first second third fourth "
        "fifth deux trois quatre cinq sept huit neuf dix cent mille tous toutes dos tres cuatro "
        "cinco seis siete ocho nueve diez cien mil todos todas"
    ).split()
)
_WORD = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+(?:['’][^\W\d_]+)?")


def turning_words(text: str) -> tuple[str, ...]:
    """The negations, limits, modals and numbers of `text`, lower-cased, in their order."""
    return tuple(word for word in _words(text) if turns(word))


def negations(text: str) -> tuple[str, ...]:
    """The negations of `text`, lower-cased, in their order."""
    return tuple(word for word in _words(text) if turns(word) == "negation")


def limits(text: str) -> tuple[str, ...]:
    """The words of `text` that let a sentence hold only so far, lower-cased, in their order."""
    return tuple(word for word in _words(text) if turns(word) == "limit")


def turns(word: str) -> str:
    """What a lower-cased word turns: "negation", "limit", "modal", "number", or nothing."""
    if word in NEGATIONS or word.startswith("n'"):
        return "negation"
    if word in LIMITS:
        return "limit"
    if word in MODALS:
        return "modal"
    return "number" if word[:1].isdigit() or word in _NUMBER_WORDS else ""


def _words(text: str) -> list[str]:
    return [match.group().lower().replace("’", "'") for match in _WORD.finditer(text)]
