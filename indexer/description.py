"""What is said about a document from outside its text: by options, a side file, or its file."""

import dataclasses
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.errors import IntakeError
from indexer.extract import dates, frontmatter
from indexer.extract.blocks import Extraction

# How the name of a side file ends.
SIDE = ".meta.toml"
# A side file holds a few lines, in bytes.
SIDE_FILE_MAX_BYTES = 64 * 1024
# Lengths of a made doc_id's parts, in characters: it stands in addresses and is read aloud.
_PUBLISHER_LENGTH, _TITLE_LENGTH = 20, 48
_DOC_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Some fields of a document; an empty one is not stated here."""

    title: str = ""
    publishers: tuple[str, ...] = ()
    kind: str = ""
    issued: str = ""
    language: str = ""
    url: str = ""
    doc_id: str = ""


def checked(values: Mapping[str, object], where: str) -> Description:
    """Return the fields in `values`; raises IntakeError, naming the field, for a wrong one."""
    picked = frontmatter.fields(values)
    stated = Description(**picked)  # type: ignore[arg-type]
    if stated.issued and dates.normal(stated.issued) != stated.issued:
        raise IntakeError(f"{where}: issued is '{stated.issued}'; give YYYY, YYYY-MM or YYYY-MM-DD")
    if stated.doc_id and not _DOC_ID.fullmatch(stated.doc_id):
        raise IntakeError(f"{where}: doc_id is '{stated.doc_id}'; give 1-100 of a-z, 0-9 and '-'")
    if stated.language and not _LANGUAGE.fullmatch(stated.language):
        raise IntakeError(f"{where}: language is '{stated.language}'; give an ISO 639 code")
    if stated.url and not stated.url.startswith(("https://", "http://")):
        raise IntakeError(f"{where}: url is '{stated.url}'; give a whole web address")
    return stated


def beside(path: Path) -> Description:
    """Read `<name>.meta.toml` beside the file, its name with or without its suffix.

    Raises IntakeError if there is one that cannot be read, or with a field that is not known.
    """
    for name in (f"{path.name}{SIDE}", f"{path.stem}{SIDE}"):
        side = path.with_name(name)
        if side.is_file():
            return _read(side)
    return Description()


def alone(path: Path) -> list[Path]:
    """The side files of a folder that describe a document which is not there, in order."""
    if path.is_symlink() or not path.is_dir():
        return []
    there = {one for one in path.rglob("*") if not one.name.endswith(SIDE)}
    described = there | {one.with_suffix("") for one in there}
    sides = sorted(one for one in path.rglob(f"*{SIDE}") if one.is_file())
    return [one for one in sides if one.with_name(one.name.removesuffix(SIDE)) not in described]


def _read(side: Path) -> Description:
    try:
        with side.open("rb") as file:
            content = file.read(SIDE_FILE_MAX_BYTES + 1)
        values = tomllib.loads(content.decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise IntakeError(f"{side.name}: it is no readable TOML ({error}); correct it") from error
    if len(content) > SIDE_FILE_MAX_BYTES:
        raise IntakeError(f"{side.name}: above {SIDE_FILE_MAX_BYTES} bytes; shorten it")
    unknown = sorted(key for key in values if not frontmatter.fields({key: "x"}))
    if unknown:
        raise IntakeError(f"{side.name}: there is no field '{unknown[0]}'; take it out")
    return checked(values, side.name)


def of_file(found: Extraction) -> Description:
    """What the file says itself; a doc_id, address or language there that is no such is left."""
    return Description(
        title=found.title,
        publishers=found.publishers,
        kind=found.kind,
        issued=found.issued,
        language=found.language if _LANGUAGE.fullmatch(found.language) else "",
        url=found.url if found.url.startswith(("https://", "http://")) else "",
        doc_id=found.doc_id if _DOC_ID.fullmatch(found.doc_id) else "",
    )


def first_of(*stated: Description) -> Description:
    """Return each field from the first of `stated` that has it."""
    whole = Description()
    for one in reversed(stated):
        said = {
            field.name: getattr(one, field.name)
            for field in dataclasses.fields(one)
            if getattr(one, field.name)
        }
        whole = dataclasses.replace(whole, **said)
    return whole


def made_doc_id(stated: Description, *, language: str, name: str) -> str:
    """Return a doc_id of publisher, date, title and language in ASCII.

    `name` is the file's; it stands for a title that is missing or has no Latin letter.
    """
    publisher = slug(stated.publishers[0] if stated.publishers else "", _PUBLISHER_LENGTH)
    title = slug(stated.title, _TITLE_LENGTH) or slug(name, _TITLE_LENGTH) or "document"
    return "-".join(part for part in (publisher, stated.issued, title, language) if part)


def slug(text: str, length: int) -> str:
    """Return the Latin letters and digits of `text`, joined by hyphens, cut between words."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    cut = ""
    for word in words:
        if cut and len(cut) + len(word) + 1 > length:
            break
        cut = f"{cut}-{word}" if cut else word[:length]
    return cut
