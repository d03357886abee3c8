"""The one error tree: each message names the offending value and the next step.

ArchiveError
├── RecordError            a stored record cannot be read or written
├── IntakeError            a file that was offered cannot be taken in
├── CaptureError           a source cannot be fetched now
│   ├── RefusedError       our rules or the source's forbid fetching it
│   └── DeadError          the source is not there any more
├── QueryError             a request has a value outside its limits
├── NotFoundError          a document, passage or generation that is not there
│   └── WithdrawnError     a document or passage that an editor withdrew
├── EncoderError           the model is absent, altered or not the one the index was built with
├── GenerationError        a built index is damaged, foreign or of another format
│   └── NoGenerationError  nothing has been published yet
└── BuildInProgressError   another build holds the lock
"""


class ArchiveError(Exception):
    """Something the archive can say plainly to a person."""


class RecordError(ArchiveError):
    """A stored record cannot be read or written."""


class IntakeError(ArchiveError):
    """A file that was offered cannot be taken in."""


class CaptureError(ArchiveError):
    """A source cannot be fetched now."""


class RefusedError(CaptureError):
    """Our rules or the source's forbid fetching it."""


class DeadError(CaptureError):
    """The source is not there any more."""


class QueryError(ArchiveError):
    """A request has a value outside its limits."""


class NotFoundError(ArchiveError):
    """A document, passage or generation that is not there."""


class WithdrawnError(NotFoundError):
    """A document or passage that an editor withdrew; `name` is the id that was asked for."""

    def __init__(self, message: str, *, name: str) -> None:
        super().__init__(message)
        self.name = name


class EncoderError(ArchiveError):
    """The model is absent, altered or not the one the index was built with."""


class GenerationError(ArchiveError):
    """A built index is damaged, foreign or of another format."""


class NoGenerationError(GenerationError):
    """Nothing has been published yet."""


class BuildInProgressError(ArchiveError):
    """Another build holds the lock."""
