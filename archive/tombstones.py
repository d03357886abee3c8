"""What a generation keeps of withdrawn documents, so that an old citation still gets an answer."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive.errors import WithdrawnError
from archive.messages import message
from archive.model import Passage, Record, TextOrigin, Version
from archive.records import catalogue_record
from archive.withdrawals import Withdrawal

STORED = "withdrawn.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWords:
    """A passage of a withdrawn document; `text` is empty where it may not be shown."""

    passage_id: str
    version_id: str
    language: str
    text: str
    number: str = ""
    page: int | None = None
    folio: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastVersion:
    """A version of a withdrawn document; `captured_at` is empty for a digest."""

    version_id: str
    origin: TextOrigin
    captured_at: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """A withdrawn document: what it was, why it is not shown, and what its passages said."""

    doc_id: str
    title: str
    publishers: tuple[str, ...]
    kind: str
    language: str
    issued: str
    issued_inferred: str
    themes: tuple[str, ...]
    withdrawal: Withdrawal
    versions: tuple[LastVersion, ...]
    passages: tuple[LastWords, ...]

    def words(self, passage_id: str) -> LastWords | None:
        """The passage of that id, from the latest version that has it; None if there is none."""
        found = [one for one in self.passages if one.passage_id == passage_id]
        return found[-1] if found else None

    def origin_of(self, words: LastWords) -> TextOrigin:
        """Whether the words are the document's or those of our digest."""
        return next(v.origin for v in self.versions if v.version_id == words.version_id)


def of_record(record: Record, withdrawal: Withdrawal) -> Tombstone:
    """The tombstone of a record with its versions, oldest first, the digest among them."""
    document = record.document
    versions: Sequence[Version] = record.versions
    if record.current.origin is TextOrigin.CAPTURED and document.digest.strip():
        versions = (*catalogue_record(document).versions, *versions)
    return Tombstone(
        doc_id=document.doc_id,
        title=document.shown_title,
        publishers=document.publishers,
        kind=document.kind,
        language=document.language,
        issued=document.issued,
        issued_inferred=document.issued_inferred,
        themes=document.themes,
        withdrawal=withdrawal,
        versions=tuple(
            LastVersion(
                version_id=version.version_id,
                origin=version.origin,
                captured_at=version.captured_at,
                sha256=version.sha256,
            )
            for version in versions
        ),
        passages=tuple(
            _last_words(passage, is_hidden=withdrawal.hides_text)
            for version in versions
            for passage in version.passages
        ),
    )


def _last_words(passage: Passage, *, is_hidden: bool) -> LastWords:
    return LastWords(
        passage_id=passage.passage_id,
        version_id=passage.version_id,
        language=passage.language,
        text="" if is_hidden else passage.text,
        number=passage.number,
        page=passage.page,
        folio=passage.folio,
    )


def write(folder: Path, stones: Iterable[Tombstone]) -> None:
    """Write the tombstones, in the order of the corpus, into `folder`; nothing without any."""
    lines = [json.dumps(asdict(one), ensure_ascii=False, sort_keys=True) for one in stones]
    if lines:
        (folder / STORED).write_bytes("".join(f"{line}\n" for line in lines).encode())


class Tombstones:
    """The tombstones of a generation, by the ids of documents and of their passages."""

    def __init__(self, stones: Iterable[Tombstone] = ()) -> None:
        self.by_document = {stone.doc_id: stone for stone in stones}
        self._by_name = dict(self.by_document)
        for stone in self.by_document.values():
            for words in stone.passages:
                self._by_name.setdefault(words.passage_id, stone)

    @classmethod
    def open(cls, folder: Path) -> "Tombstones":
        """Read what `write` made in `folder`."""
        path = folder / STORED
        lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
        return cls(_stone(json.loads(line)) for line in lines)

    def of(self, name: str) -> Tombstone | None:
        """The tombstone of a document, or of the document of a passage, by its id."""
        return self._by_name.get(name)

    def refuse(self, name: str) -> None:
        """Raise WithdrawnError if the document or passage of that id was withdrawn."""
        stone = self.of(name)
        if stone is not None:
            raise WithdrawnError(
                message(
                    "%(document)s was withdrawn on %(date)s (%(reason)s); /d/%(document)s says "
                    "what it was.",
                    document=stone.doc_id,
                    date=stone.withdrawal.withdrawn_at[:10],
                    reason=stone.withdrawal.reason,
                ),
                name=name,
            )


def _stone(fields: dict[str, Any]) -> Tombstone:
    versions = ({**one, "origin": TextOrigin(one["origin"])} for one in fields["versions"])
    return Tombstone(
        **{
            **fields,
            "publishers": tuple(fields["publishers"]),
            "themes": tuple(fields["themes"]),
            "withdrawal": Withdrawal(**fields["withdrawal"]),
            "versions": tuple(LastVersion(**one) for one in versions),
            "passages": tuple(LastWords(**one) for one in fields["passages"]),
        }
    )
