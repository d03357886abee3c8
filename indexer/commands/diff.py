"""`archive diff`: what changed between two versions of a document, passage by passage."""

import click

from archive import called, record_folder, records, settings
from archive.errors import NotFoundError
from archive.lineage import Change, Run, RunKind, Verdict, compare
from archive.model import Passage, Record, Version
from archive.page_labels import page_label

_MARKS = {RunKind.KEPT: ("", ""), RunKind.REMOVED: ("[-", "-]"), RunKind.ADDED: ("{+", "+}")}


@click.command()
@click.argument("doc_id")
@click.argument("old", required=False)
@click.argument("new", required=False)
def diff(doc_id: str, old: str | None, new: str | None) -> None:
    """Show what became of each passage of DOC_ID between the versions OLD and NEW.

    Without them: between the last two. Words only in OLD stand in [-…-], only in NEW in {+…+}, and
    [^3] where note 3 is called.
    """
    record = records.read(record_folder.folder_of(settings.load().corpus, doc_id))
    before, after = _version(record, old, back=2), _version(record, new, back=1)
    click.echo(f"{before.version_id} {before.captured_at} → {after.version_id} {after.captured_at}")
    click.echo(_as_text(before, after))


def _version(record: Record, version_id: str | None, *, back: int) -> Version:
    versions = {version.version_id: version for version in record.versions}
    if version_id is None:
        if len(versions) < back:
            raise NotFoundError(
                f"{record.document.doc_id} has one version; `archive capture` or `archive add` "
                "with its --doc-id takes another."
            )
        return record.versions[-back]
    if version_id not in versions:
        raise NotFoundError(
            f"{record.document.doc_id} has no version '{version_id}'; it has {', '.join(versions)}."
        )
    return versions[version_id]


def _as_text(before: Version, after: Version) -> str:
    comparison = compare(before.passages, after.passages)
    words, new_words = called.marked(before.passages), called.marked(after.passages)
    lines = [
        line
        for change in comparison.changes
        for line in _lines(change, words[change.passage.passage_id])
    ]
    for passage in comparison.added:
        lines += [f"added {_place(passage)}", f"  {{+{new_words[passage.passage_id]}+}}"]
    verdicts = [change.fate.verdict for change in comparison.changes]
    counts = [f"{verdicts.count(verdict)} {verdict}" for verdict in Verdict]
    return "\n".join([*lines, f"{', '.join(counts)}, {len(comparison.added)} added"])


def _lines(change: Change, words: str) -> list[str]:
    """What is said of a change; `words` are those of the old passage."""
    verdict = change.fate.verdict
    if verdict is Verdict.EXACT:
        return []
    perhaps = "" if change.fate.is_certain else " (not certain)"
    now = "".join(f" → {_place(passage)}" for passage in change.now)
    lines = [f"{verdict}{perhaps} {_place(change.passage)}{now}"]
    if verdict is Verdict.GONE:
        lines.append(f"  [-{words}-]")
    elif change.runs:
        lines.append("  " + "".join(map(_marked, change.runs)))
    return lines


def _place(passage: Passage) -> str:
    return f"{passage.passage_id} {page_label(passage)}".rstrip()


def _marked(run: Run) -> str:
    begin, end = _MARKS[run.kind]
    return f"{begin}{run.text}{end}"
