"""The rules of annotation, read from the corpus: themes, acts, addressees, and their wording."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from archive.errors import RecordError
from archive.record_fields import fault

THEMES, ACTS, WORDING, STATES = "themes.toml", "speech_acts.toml", "positions.toml", "states.toml"
SOURCES = (THEMES, ACTS, WORDING, STATES)
STORED = "rules.json"
# Raised when the same files would give other annotations.
VERSION = 31
# Ten times what the largest of the files holds.
MAX_BYTES = 1024 * 1024

# A list of words that cues name: "<express>".
_NAMED = re.compile(r"<([\w-]+)>")
_TABLES = ("unless", "only", "performs", "own")

Words = Mapping[str, tuple[str, ...]]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An idea of a public vocabulary: `kind` exact, close, broad or related, as SKOS has them."""

    kind: str
    vocabulary: str
    match_id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A theme, an act or an addressee, in words by language; `group` of a theme.

    A theme that `is_listed` is often named in a list of crimes that is about none of them.
    `checked` are the languages that a native speaker has read. `hints` point to a theme and count
    only where the passage is near to it in meaning too.
    """

    term_id: str
    label: Mapping[str, str]
    cues: Words
    hints: Words = field(default_factory=dict)
    definition: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    checked: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    is_position: bool = False
    is_listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one language words a stand; each field as it is described in positions.toml."""

    author: tuple[str, ...]
    itself: tuple[str, ...]
    pronoun: tuple[str, ...]
    tells: tuple[str, ...]
    reporting: tuple[str, ...]
    insists: tuple[str, ...]
    modal: tuple[str, ...]
    we: tuple[str, ...]
    to: tuple[str, ...]
    whose: tuple[str, ...]
    asking: tuple[str, ...]
    beside: tuple[str, ...]
    weak: tuple[str, ...]
    review: tuple[str, ...]
    bare: tuple[str, ...]
    titled: tuple[str, ...]
    adverbs: tuple[str, ...]
    past: tuple[str, ...]
    articles: tuple[str, ...]
    impersonal: tuple[str, ...]
    turned: tuple[str, ...]
    remarks: tuple[str, ...]
    wishes: tuple[str, ...]
    fronted: tuple[str, ...]
    back: tuple[str, ...]
    needed: tuple[str, ...]
    endings: tuple[str, ...]
    aside: tuple[str, ...]
    members: tuple[str, ...]
    organs: tuple[str, ...]
    inside: tuple[str, ...]
    part: tuple[str, ...]
    opens: tuple[str, ...]
    resolves: tuple[str, ...]
    headed: tuple[str, ...]
    listed: tuple[str, ...]
    unless: Words
    only: Words
    performs: Words
    own: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules; `groups` labels the groups of themes by id, `states` has names by language."""

    themes: tuple[Term, ...]
    acts: tuple[Term, ...]
    addressees: tuple[Term, ...]
    groups: Mapping[str, Mapping[str, str]]
    wordings: Mapping[str, Wording]
    states: Words

    @property
    def theme_ids(self) -> tuple[str, ...]:
        """The ids of the themes in their order."""
        return tuple(theme.term_id for theme in self.themes)

    @property
    def addressee_ids(self) -> tuple[str, ...]:
        """The ids of the addressees in their order."""
        return tuple(one.term_id for one in self.addressees)

    def theme(self, theme_id: str) -> Term | None:
        """The theme of that id, or None."""
        return next((theme for theme in self.themes if theme.term_id == theme_id), None)


def source(corpus: Path) -> bytes:
    """The rule files of `corpus` as canonical JSON; a file that is not there counts as empty.

    Raises RecordError naming a file that cannot be read.
    """
    content = {name: _table(corpus / name) for name in SOURCES}
    body = {"version": VERSION, "files": content}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def load(content: bytes) -> Rules:
    """The rules in what `source` gave; raises RecordError naming the file of a wrong field."""
    files: dict[str, Any] = json.loads(content)["files"]
    themes, acts, wording, states = (partial(_of_file, name, files[name]) for name in SOURCES)
    return Rules(
        themes=themes(lambda found: tuple(map(_term, found.get("theme", ())))),
        acts=acts(lambda found: tuple(map(_term, found.get("act", ())))),
        addressees=acts(lambda found: tuple(map(_term, found.get("addressee", ())))),
        groups=themes(lambda found: {one["id"]: one["label"] for one in found.get("group", ())}),
        wordings=wording(lambda found: {code: _wording(one) for code, one in found.items()}),
        states=states(lambda found: _states(found.get("state", ()))),
    )


def _of_file(name: str, table: dict[str, Any], read: Callable[[dict[str, Any]], _T]) -> _T:
    """What `read` makes of a file's `table`; raises RecordError with the file's `name`."""
    try:
        return read(table)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise RecordError(
            f"{name} of the corpus: a field is missing or wrong ({error}). Correct it or take the"
            f" corpus/{name} of this release, then run `archive build`."
        ) from error


def is_current(content: bytes) -> bool:
    """Whether what `source` gave was written by this release."""
    try:
        return bool(json.loads(content)["version"] == VERSION)
    except (ValueError, TypeError, KeyError):
        return False


def _table(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        content = path.read_bytes()
        if len(content) > MAX_BYTES:
            raise fault(path, f"it is larger than {MAX_BYTES} bytes")
        return tomllib.loads(content.decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise fault(path, f"it cannot be read ({error})") from error


def _term(fields: Mapping[str, Any]) -> Term:
    return Term(
        term_id=fields["id"],
        label=fields["label"],
        cues={code: tuple(cues) for code, cues in fields["cues"].items()},
        hints={code: tuple(hints) for code, hints in fields.get("hints", {}).items()},
        definition=_definition(fields.get("definition", {})),
        group=fields.get("group", ""),
        checked=tuple(code for code, done in fields.get("checked", {}).items() if done),
        matches=tuple(map(_match, fields.get("match", ()))),
        is_position=fields.get("is_position", "no") != "no",
        is_listed=fields.get("is_listed", "no") != "no",
    )


def _definition(found: str | Mapping[str, str]) -> Mapping[str, str]:
    """By language; one without a language is in English."""
    return {"en": found} if isinstance(found, str) else dict(found)


def _match(fields: Mapping[str, Any]) -> Match:
    names = ("kind", "vocabulary", "label")
    return Match(match_id=fields["id"], **{name: fields[name] for name in names})


def _wording(found: Mapping[str, Any]) -> Wording:
    names = [one.name for one in fields(Wording)]
    words = found.get("words", {})
    lists: dict[str, Any] = {
        name: _spelt_out(found[name], words) for name in names if name not in _TABLES
    }
    tables: dict[str, Any] = {
        name: {key: _spelt_out(cues, words) for key, cues in found[name].items()}
        for name in _TABLES
    }
    return Wording(**lists, **tables)


def _spelt_out(cues: Sequence[str], words: Mapping[str, str]) -> tuple[str, ...]:
    """`cues` with the `words` that they name; raises KeyError for a name that has none."""
    return tuple(_NAMED.sub(lambda match: words[match[1]], cue) for cue in cues)


def _states(states: tuple[Mapping[str, Any], ...]) -> dict[str, tuple[str, ...]]:
    codes = {code for state in states for code in state if code != "id"}
    return {
        code: tuple(name for state in states for name in state.get(code, ()))
        for code in sorted(codes)
    }
