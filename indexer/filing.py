"""File what was fetched as a version of a record, and remember what became of each link."""

import dataclasses
import mimetypes
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from archive import link_states, records, withdrawals
from archive.errors import CaptureError, DeadError, IntakeError, RecordError, RefusedError
from archive.link_states import Known
from archive.model import Document, LinkState, Record, Version
from archive.record_checks import instant_of
from indexer import intake
from indexer.capture.exchange import plain_url
from indexer.capture.fetch import Fetched, Fetcher
from indexer.capture.warc import as_warc
from indexer.description import Description
from indexer.extract.media import SUFFIXES

_NAME_LETTERS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What became of an address; `doc_id` where it is filed, `note` the reason or the outcome."""

    address: str
    state: LinkState
    doc_id: str = ""
    note: str = ""


@dataclass(slots=True)
class Filer:
    """Fetches addresses and files them in a corpus; `known` has the documents by their address."""

    corpus: intake.Corpus
    fetcher: Fetcher
    known: dict[str, Document]

    def file(self, address: str, document: Document | None = None) -> Filing:
        """Fetch an address and keep it: as a new version of `document`, or of the one with it."""
        return self._tried(address, lambda url: self._kept(url, self.fetcher.fetch(url), document))

    def keep(self, fetched: Fetched) -> Filing:
        """Keep what was fetched before, as of the time that it was."""
        return self._tried(fetched.answer.url, lambda url: self._kept(url, fetched, None))

    def _tried(self, address: str, filed: Callable[[str], Filing]) -> Filing:
        """What `filed` makes of the plain address, or the state that its error is."""
        try:
            return filed(plain_url(address))
        except DeadError as error:
            return Filing(address=address, state=LinkState.DEAD, note=str(error))
        except (RefusedError, IntakeError, RecordError) as error:
            return Filing(address=address, state=LinkState.REFUSED, note=str(error))
        except CaptureError as error:
            return Filing(address=address, state=LinkState.UNRESOLVED, note=str(error))

    def _kept(self, url: str, fetched: Fetched, document: Document | None) -> Filing:
        content, document = fetched.answer.content, document or self.known.get(url)
        same = self.corpus.owner_of(content)
        if same:
            return Filing(address=url, state=LinkState.FILED, doc_id=same, note="unchanged")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, _file_name(fetched))
            path.write_bytes(content)
            taken = intake.take(path, self.corpus, given=_description(url, document))
            taken = _as_of(taken, fetched.answer.began_at)
        version_id = taken.version.version_id
        records.write(
            self.corpus.folder,
            taken.record,
            originals={version_id: content},
            captures={version_id: as_warc(fetched)},
        )
        self.corpus.note(taken.record)
        self.known[url] = taken.document
        doc_id, count = taken.document.doc_id, len(taken.version.passages)
        without = f", {len(taken.unread)} pages without text" if taken.unread else ""
        note = f"{count} passages filed{without}"
        return Filing(address=url, state=LinkState.FILED, doc_id=doc_id, note=note)

    def follow(self, doc_id: str) -> Iterator[Filing]:
        """File what a document's current version links to, and keep each link's state.

        A target that was filed, refused or is dead is not fetched again.
        """
        folder = self.corpus.folder / doc_id
        states = link_states.read(folder)
        for target in targets(records.read(folder)):
            known = states.get(target) or Known(target=target, state=LinkState.UNRESOLVED)
            if not known.is_open:
                continue
            found = self.file(target)
            states[target] = dataclasses.replace(
                known,
                state=found.state,
                doc_id=found.doc_id,
                checked_at=datetime.now(UTC).isoformat(timespec="seconds"),
                note=found.note,
            )
            link_states.write(folder, states)
            yield found


def _as_of(taken: intake.Taken, began_at: str) -> intake.Taken:
    """What was taken as of the instant at which it was fetched, where that is one."""
    version = dataclasses.replace(taken.version, captured_at=began_at)
    if instant_of(version) is None:
        return taken
    versions = (*taken.record.versions[:-1], version)
    return dataclasses.replace(taken, record=dataclasses.replace(taken.record, versions=versions))


def checked(folder: Path, fetcher: Fetcher) -> Iterator[Known]:
    """Ask again whether each target of a record is there, and keep the answer with its time.

    A target that is filed stays so; its note says what its source answers. One that could not be
    asked keeps its state.
    """
    states = link_states.read(folder)
    for target in targets(records.read(folder)):
        known = states.get(target) or Known(target=target, state=LinkState.UNRESOLVED)
        states[target] = _asked(known, fetcher)
        link_states.write(folder, states)
        yield states[target]


def _asked(known: Known, fetcher: Fetcher) -> Known:
    state = known.state if known.is_open else LinkState.UNRESOLVED
    note = "it is there"
    try:
        fetcher.fetch(known.target)
    except DeadError as error:
        state, note = LinkState.DEAD, str(error)
    except RefusedError as error:
        state, note = LinkState.REFUSED, str(error)
    except CaptureError as error:
        state, note = known.state, str(error)
    if known.state is LinkState.FILED:
        state = known.state
    checked_at = datetime.now(UTC).isoformat(timespec="seconds")
    return dataclasses.replace(known, state=state, note=note, checked_at=checked_at)


def opened(folder: Path, fetcher: Fetcher) -> Filer:
    """A filer of the corpus in `folder`."""
    known = {}
    for document in documents(folder):
        try:
            known[plain_url(document.url)] = document
        except RefusedError:
            continue
    return Filer(intake.opened(folder), fetcher, known)


def documents(folder: Path) -> Iterator[Document]:
    """The documents of the records that can be read, by their ids."""
    for path in records.folders(folder):
        try:
            yield records.read(path).document
        except RecordError:
            continue


def missing(folder: Path) -> list[Document]:
    """The documents without a captured text whose address was checked; none that is withdrawn."""
    found = []
    for path in records.folders(folder):
        try:
            record, withdrawal = records.read(path), withdrawals.read(path)
        except RecordError:
            continue
        document = record.document
        is_wanted = document.url_checked and document.url and withdrawal is None
        if is_wanted and not _is_captured(record.versions):
            found.append(document)
    return found


def _is_captured(versions: Iterable[Version]) -> bool:
    return any(version.original for version in versions)


def targets(record: Record) -> list[str]:
    """The web addresses that the current version links to, in order, each once, not its own."""
    own = record.document.url.split("#")[0]
    found = []
    for passage in record.current.passages:
        for link in passage.links:
            target = link.target.split("#")[0]
            if target.startswith(("http://", "https://")) and target != own:
                found.append(target)
    return list(dict.fromkeys(found))


def _description(url: str, document: Document | None) -> Description:
    """What is known already; it overrules what the page says of itself."""
    if document is None:
        return Description(url=url)
    return Description(
        title=document.title,
        publishers=document.publishers,
        kind=document.kind,
        issued=document.issued,
        language=document.language if document.language != "und" else "",
        url=document.url or url,
        doc_id=document.doc_id,
    )


def _file_name(fetched: Fetched) -> str:
    """A plain name for the original: the address's last part with the suffix of its type."""
    last = unquote(urlsplit(fetched.answer.url).path).rstrip("/").rpartition("/")[2]
    stem, dot, suffix = last.rpartition(".")
    stem = re.sub(r"[^\w-]+", "-", stem if dot else last).strip("-")[:_NAME_LETTERS] or "page"
    kind = fetched.answer.header("content-type").split(";")[0].strip().lower()
    promised = {".htm": ".html"}.get(found := mimetypes.guess_extension(kind) or "", found)
    if promised not in SUFFIXES:
        promised = f".{suffix.lower()}" if f".{suffix.lower()}" in SUFFIXES else ""
    return f"{stem}{promised}"
