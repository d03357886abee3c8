"""Editors' entries: what became of a call, and whether a theme, act or addressee is right."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from archive import decisions, ledger
from archive.annotation.acts import ORDER
from archive.annotation.model import Annotation
from archive.annotation.rules import Rules
from archive.decisions import Decision, Kind
from archive.errors import NotFoundError, QueryError
from archive.followed import follow
from archive.ledger import Mark
from archive.opened import Opened
from archive.positions.calls import CALL
from archive.records import only_writer


def now() -> str:
    """The present instant in UTC, ISO 8601 with seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def found_row(opened: Opened, passage_id: str) -> int:
    """The row of a passage that is searched now, by its present or an earlier id.

    Raises NotFoundError for one that is not there.
    """
    followed = follow([passage_id], columns=opened.columns, earlier=opened.earlier)[passage_id]
    if followed.row is None:
        raise NotFoundError(
            f"There is no passage '{passage_id:.60}' in the index; "
            "a card or `archive search --json` names it."
        )
    return followed.row


def mark(corpus: Path, opened: Opened, entry: Mark) -> Mark:
    """Write a mark on a call, under its present passage id.

    Raises NotFoundError for a passage that is not there, QueryError for one that makes no call or
    for a value outside its limits.
    """
    row = found_row(opened, entry.passage_id)
    passage = opened.row(row).passage
    if opened.annotations.of(row).act != CALL:
        raise QueryError(
            f"'{passage.passage_id}' makes no call; if it does, run "
            f"`archive annotations accept {passage.passage_id} {CALL}` and build."
        )
    evidence_id = ""
    if entry.evidence_id:
        evidence_id = opened.row(found_row(opened, entry.evidence_id)).passage.passage_id
    made = ledger.checked(
        replace(
            entry, passage_id=passage.passage_id, doc_id=passage.doc_id, evidence_id=evidence_id
        )
    )
    if made.date > made.marked_at[: len(made.date)]:
        raise QueryError(f"'{made.date}' is still to come; give the date when it had come to that.")
    with only_writer(corpus):
        ledger.add(corpus, made)
    return made


def decide(opened: Opened, *, passage_id: str, value: str, accepted: bool, by: str) -> Decision:
    """The decision on `value`, a theme, an act or an addressee of the rules; nothing is written.

    `theme:`, `act:` or `addressee:` before it tells those apart that have one id. Raises
    NotFoundError for a passage that is not there, QueryError for a value that is none.
    """
    row = found_row(opened, passage_id)
    kind, name = _kind(value, opened.annotations.rules)
    passage = opened.row(row).passage
    return Decision(
        passage_id=passage.passage_id,
        doc_id=passage.doc_id,
        kind=kind,
        value=name,
        accepted=accepted,
        found=name in _values(opened.annotations.found(row), kind),
        by=by,
        decided_at=now(),
    )


def keep(corpus: Path, decision: Decision) -> None:
    """Write a decision; raises QueryError for a name outside its limits, RecordError."""
    with only_writer(corpus):
        decisions.add(corpus, decision)


def _kind(value: str, rules: Rules) -> tuple[Kind, str]:
    kind, _, name = value.rpartition(":")
    if kind and kind not in list(Kind):
        raise QueryError(f"'{kind:.60}' is none of {', '.join(Kind)}; write as theme:torture.")
    known = {Kind.THEME: rules.theme_ids, Kind.ACT: ORDER, Kind.ADDRESSEE: rules.addressee_ids}
    having = [one for one in Kind if name in known[one] and kind in ("", one)]
    if len(having) != 1:
        which = " or ".join(f"{one}:{name}" for one in having)
        raise QueryError(
            f"'{name:.60}' is several things; write {which}."
            if having
            else f"There is no theme, act or addressee '{name:.60}'; "
            "`archive positions` lists the themes."
        )
    return having[0], name


def _values(found: Annotation, kind: Kind) -> tuple[str, ...]:
    if kind is Kind.THEME:
        return tuple(theme.theme_id for theme in found.themes)
    return (found.act,) if kind is Kind.ACT else found.addressees
