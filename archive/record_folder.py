"""Find the folder of a record by its id, which is no path."""

from pathlib import Path

from archive.errors import NotFoundError
from archive.record_checks import RECORD


def folder_of(corpus: Path, doc_id: str) -> Path:
    """The folder of a record; raises NotFoundError if `corpus` has none of that id."""
    folder = corpus / doc_id
    if folder.name != doc_id or not (folder / RECORD).is_file():
        raise NotFoundError(f"There is no record '{doc_id:.100}' in {corpus}; search for it.")
    return folder
