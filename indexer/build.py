"""From the records to a published generation, reusing what the last one has already."""

import shutil
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive import (
    cites,
    columns,
    decisions,
    durable,
    earlier,
    keyword,
    leads,
    ledger,
    link_states,
    statements,
    thesaurus,
    tombstones,
)
from archive import manifest as manifests
from archive.annotation import rules
from archive.annotation import stored as annotations
from archive.annotation.annotate import Annotator
from archive.earlier import Earlier
from archive.encoder import Encoder, EncoderIdentity
from archive.errors import GenerationError, NotFoundError
from archive.generation import Generation, open_generation, read_generation
from archive.link_states import Known
from archive.manifest import FileEntry, Manifest, SegmentEntry
from archive.rows import Row
from archive.settings import Settings
from archive.texts import Texts
from archive.tombstones import Tombstones
from indexer import publish, reading, seen, segments, verified
from indexer.plan import Held, Plan, plan
from indexer.reading import Reading
from indexer.seen import Seen
from indexer.segments import Progress

EMBEDDINGS = "embeddings"
_BUILT_WITH = ("numpy", "whoosh-reloaded")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One build: what it works with from its first step to its last."""

    settings: Settings
    encoder: Encoder | None
    progress: Progress
    served: Generation | None
    rules: bytes


def build(settings: Settings, *, encoder: Encoder | None, progress: Progress | None = None) -> str:
    """Build the records into a generation, publish it, and return its id.

    Without an `encoder` the generation answers by words only. Where nothing changed since the
    served one, nothing is written and `progress` hears of no stage. Raises BuildInProgressError
    while another build runs, RecordError for a damaged record, and GenerationError where the
    disk refuses; what was served before then still is.
    """
    with publish.lock(settings.var):
        try:
            publish.remove_left_overs(settings.var)
            source = rules.source(settings.corpus)
            job = _Job(
                settings=settings,
                encoder=encoder,
                progress=progress or _silent,
                served=_reusable(settings.var, encoder, source),
                rules=source,
            )
            return _build(job)
        finally:
            shutil.rmtree(settings.var / publish.STAGING, ignore_errors=True)


def _build(job: _Job) -> str:
    corpus, var = job.settings.corpus, job.settings.var
    known = seen.load(var)
    looked = seen.look(corpus, known)
    records = {} if looked.is_known else looked.records()
    digest = known.digest if looked.is_known else seen.digest(records.values())
    copied = _copied(corpus)
    if job.served is not None and _is_made_from(job.served, digest=digest, copied=copied):
        if not looked.is_known:
            seen.save(var, records)
        if len(verified.paths(var, job.served)) < len(job.served.manifest.files):
            verified.save(var, job.served)
        # A build that was killed once it had published left what it would have removed.
        _prune(job, Tombstones.open(job.served.folder).by_document)
        return job.served.generation_id
    read = _read(job, records or looked.records())
    wanted = read.wanted
    if read.changed:
        digest = ""  # Somebody wrote while we read: no digest is true, so the next build reads.
    staged = var / publish.STAGING / "new"
    durable.make_folder(staged)
    hidden = {one.doc_id for one in read.stones if one.withdrawal.hides_text}
    made = plan(wanted, _held(job.served, hidden))
    fresh = read.rows(corpus, made.fresh)
    entries = [*_keep(job, made, staged), *_add(job, made.fresh, fresh, staged)]
    for name, content in copied.items():
        (staged / name).write_bytes(content)
    (staged / rules.STORED).write_bytes(job.rules)
    earlier.write(staged, read.before)
    cites.write(staged, read.gathering.cites())
    leads.write(staged, _leads(corpus, {*wanted.values()}, read.seen))
    tombstones.write(staged, read.stones)
    manifest = _manifest(job, staged, digest=digest, doc_ids=wanted.values(), entries=entries)
    seen.save(var, read.seen)
    files = len(manifest.files)
    job.progress("verify", 0, files)
    generation_id = publish.publish(var, staged, manifest, held=_linked(job.served, staged))
    job.progress("verify", files, files)
    _prune(job, {stone.doc_id for stone in read.stones})
    # Last, since a file that gets or loses a name is one whose status changed.
    verified.save(var, read_generation(var, generation_id))
    return generation_id


def _leads(
    corpus: Path, shown: Iterable[str], looked: Mapping[str, Seen]
) -> dict[str, Iterable[Known]]:
    """What is known of the links of the documents `shown`, of those that have a list of it."""
    listed = [one for one in sorted(shown) if f"{one}/{link_states.NAME}" in looked[one].paths]
    return {one: link_states.read(corpus / one).values() for one in listed}


def _copied(corpus: Path) -> dict[str, bytes]:
    """What a generation holds beside its segments, by file name: names and editors' entries."""
    return {
        thesaurus.STORED: thesaurus.as_bytes(thesaurus.read(corpus)),
        ledger.STORED: ledger.as_bytes(ledger.read(corpus)),
        decisions.STORED: decisions.as_bytes(decisions.read(corpus)),
        statements.STORED: statements.as_bytes(statements.groups(statements.read(corpus).values())),
    }


def _is_made_from(served: Generation, *, digest: str, copied: Mapping[str, bytes]) -> bool:
    """Whether nothing changed since: neither the records nor what is copied beside them."""
    same = all(
        (served.folder / name).exists() and (served.folder / name).read_bytes() == content
        for name, content in copied.items()
    )
    return served.manifest.corpus_digest == digest and same


def _reusable(var: Path, encoder: Encoder | None, source: bytes) -> Generation | None:
    """The published generation if it is sound and made as this build would make it."""
    try:
        served = open_generation(var, verified=partial(verified.paths, var))
        made_with = EncoderIdentity(**served.encoder).key if served.encoder else None
    except (GenerationError, NotFoundError, TypeError):
        return None  # Damaged, of another format, or of a model described otherwise: start anew.
    is_same = served.manifest.analysers == keyword.VERSION and made_with == (
        encoder.identity.key if encoder else None
    )
    is_same = is_same and annotations.is_made_by(served.folder, source)
    is_same = is_same and earlier.is_current(served.folder)
    return served if is_same else None


def _read(job: _Job, looked: Mapping[str, Seen]) -> Reading:
    """What the records hold; the fates that the served generation found are taken over."""
    job.progress("read", 0, 0)
    return reading.read(
        job.settings.corpus,
        looked,
        traced=Earlier.open(job.served.folder).all() if job.served else (),
        progress=lambda number: job.progress("read", number, 0),
    )


def _prune(job: _Job, withdrawn: Iterable[str]) -> None:
    """Remove generations that are too old, or that show what is `withdrawn` now.

    These are not kept to roll back to: that would show it again.
    """
    hidden = {*withdrawn}

    def is_fit(generation: Generation) -> bool:
        return hidden <= Tombstones.open(generation.folder).by_document.keys()

    publish.prune(job.settings.var, keep=job.settings.keep_generations, is_fit=is_fit)


def _held(served: Generation | None, hidden: set[str]) -> list[Held]:
    """The segments that can be kept: none whose files hold words that may not be shown."""
    if served is None:
        return []
    return [
        Held(segment_id=name, keys=Texts.open(served.segment(name)).keys)
        for name in served.segment_ids
        if not hidden or not hidden & columns.documents_in(served.segment(name))
    ]


def _keep(job: _Job, made: Plan, staged: Path) -> list[SegmentEntry]:
    """Link the kept segments into `staged` with their live rows."""
    entries = []
    for kept in made.kept:
        assert job.served is not None  # Only a served generation has segments to keep.
        source = job.served.segment(kept.segment_id)
        segments.link(source, staged / "segments" / kept.segment_id)
        entries.append(_live(staged, kept.segment_id, kept.live))
    return entries


def _add(
    job: _Job, keys: Sequence[bytes], fresh: Sequence[Row], staged: Path
) -> list[SegmentEntry]:
    """Write the one new segment into `staged`, if there are rows for one."""
    if not fresh:
        return []
    name = segments.segment_id(keys)
    segments.write(
        staged / "segments" / name,
        fresh,
        encoder=job.encoder,
        annotator=Annotator.of(rules.load(job.rules)),
        embeddings=job.settings.var / EMBEDDINGS,
        progress=job.progress,
    )
    return [_live(staged, name, np.ones(len(fresh), dtype=np.bool_))]


def _live(staged: Path, segment_id: str, live: NDArray[np.bool_]) -> SegmentEntry:
    """Write which rows of a segment are wanted."""
    folder = staged / "live"
    folder.mkdir(exist_ok=True)
    np.save(folder / f"{segment_id}.npy", live)
    return SegmentEntry(segment_id=segment_id, rows=len(live), live_rows=int(live.sum()))


def _manifest(
    job: _Job,
    staged: Path,
    *,
    digest: str,
    doc_ids: Collection[str],
    entries: Sequence[SegmentEntry],
) -> Manifest:
    return Manifest(
        encoder=job.encoder.identity.as_dict() if job.encoder else None,
        analysers=keyword.VERSION,
        corpus_digest=digest,
        documents=len(set(doc_ids)),
        passages=len(doc_ids),
        segments=tuple(entries),
        files=_files(job.served, staged),
        built_at=datetime.now(UTC).isoformat(timespec="microseconds"),
        built_with=f"Python {sys.version.split()[0]}, {', '.join(map(_pinned, _BUILT_WITH))}",
    )


def _files(served: Generation | None, staged: Path) -> tuple[FileEntry, ...]:
    """Hash the new files; a kept segment's are verified, now or by an earlier build."""
    old = {entry.path: entry for entry in served.manifest.files} if served else {}
    known = {path: entry for path, entry in old.items() if path.startswith("segments/")}
    return tuple(
        known.get(path) or manifests.entry(staged, path) for path in manifests.paths(staged)
    )


def _linked(served: Generation | None, staged: Path) -> frozenset[str]:
    """The files in `staged` that are the served generation's, which are verified."""
    if served is None:
        return frozenset()
    paths = (entry.path for entry in served.manifest.files)
    both = ((path, staged / path, served.folder / path) for path in paths)
    return frozenset(path for path, new, old in both if new.exists() and new.samefile(old))


def _pinned(package: str) -> str:
    return f"{package} {version(package)}"


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody watches."""
