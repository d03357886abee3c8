"""Count the notes of a DOCX text, and find the fields that call one again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from indexer.extract import notes
from indexer.extract.inline import Run

_PARTS = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
REFERENCES = frozenset(_PARTS)

# A field that shows the number of the note in a bookmark; `\f` sets it as the call of one. Else
# it is a figure of the text, as in "see note 3".
_FIELD = re.compile(r"\s*NOTEREF\s+\"?(?P<name>[^\s\"\\]+)(?P<switches>.*)", re.DOTALL)
_AS_CALL = re.compile(r"\\f\b", re.IGNORECASE)

# The part that holds a note, and its id there.
Note = tuple[str, str]


@dataclass(slots=True)
class Notes:
    """The notes that were called so far with their numbers, and the runs that call one again."""

    again: dict[BaseOxmlElement, Note | None]
    numbers: dict[Note, str] = field(default_factory=dict)

    def call(self, element: BaseOxmlElement) -> Run | None:
        """The call that a reference or a run is; None where it is neither."""
        return self._called(element) if element.tag in REFERENCES else self._again(element)

    def _called(self, reference: BaseOxmlElement) -> Run:
        """The call that a reference is; the second reference to one note calls it again."""
        note = _note(reference)
        if note in self.numbers:
            return "", notes.again(self.numbers[note])
        self.numbers[note] = str(len(self.numbers) + 1)
        return "", notes.call(self.numbers[note])

    def _again(self, run: BaseOxmlElement) -> Run | None:
        """The call that a run of such a field is; None where it is text."""
        if run not in self.again:
            return None
        note = self.again[run]
        if note is None:
            return "", None
        return ("", notes.again(self.numbers[note])) if note in self.numbers else None


def of(body: BaseOxmlElement) -> Notes:
    """The notes of a text; they are counted as they are called."""
    marked = _marked(body)
    again: dict[BaseOxmlElement, Note | None] = {}
    for name, switches, runs in _fields(body):
        raised = _AS_CALL.search(switches) or any(map(_is_raised, runs))
        if name in marked and raised and runs:
            again |= dict.fromkeys(runs)
            again[runs[0]] = marked[name]
    return Notes(again)


def _note(reference: BaseOxmlElement) -> Note:
    return _PARTS[reference.tag], reference.get(qn("w:id")) or ""


def _marked(body: BaseOxmlElement) -> dict[str, Note]:
    """The note that stands in each bookmark."""
    found: dict[str, Note] = {}
    opened: dict[str, str] = {}
    for element in body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"), *REFERENCES):
        mark_id = element.get(qn("w:id")) or ""
        if element.tag in REFERENCES:
            found |= {name: _note(element) for name in opened.values() if name not in found}
        elif element.tag == qn("w:bookmarkStart"):
            opened[mark_id] = element.get(qn("w:name")) or ""
        else:
            opened.pop(mark_id, None)
    return found


def _fields(body: BaseOxmlElement) -> Iterator[tuple[str, str, list[BaseOxmlElement]]]:
    """The bookmark, the switches and the runs of each field that shows the number of a note."""
    for simple in body.iter(qn("w:fldSimple")):
        match = _FIELD.match(simple.get(qn("w:instr")) or "")
        if match:
            yield match["name"], match["switches"], list(simple.iter(qn("w:r")))
    opened: list[_Field] = []
    for run in body.iter(qn("w:r")):
        states = [one.get(qn("w:fldCharType")) for one in run.iter(qn("w:fldChar"))]
        if "begin" in states:
            opened.append(_Field())
        if not opened:
            continue
        opened[-1].take(run, states)
        if "end" in states:
            last = opened.pop()
            match = _FIELD.match(last.instruction)
            if match:
                yield match["name"], match["switches"], last.runs


@dataclass(slots=True)
class _Field:
    """A field of several runs: its instruction, then what it shows."""

    instruction: str = ""
    shows: bool = False
    runs: list[BaseOxmlElement] = field(default_factory=list)

    def take(self, run: BaseOxmlElement, states: list[str | None]) -> None:
        """Note what a run of it holds; `states` are the marks of fields in the run."""
        self.instruction += "".join(one.text or "" for one in run.iter(qn("w:instrText")))
        if self.shows and not states and run.find(qn("w:t")) is not None:
            self.runs.append(run)
        self.shows = self.shows or "separate" in states


def _is_raised(run: BaseOxmlElement) -> bool:
    raised = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return raised is not None and raised.get(qn("w:val")) == "superscript"
