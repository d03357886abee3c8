"""The messages that stand in the code and in templates; run as a program it updates the catalogues.

`python tests/messages.py` adds to each catalogue what is new, with nothing for a translation, and
takes out what is not there any more.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from web.catalogues import FOLDER
from web.languages import ENGLISH, LANGUAGES

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted((ROOT / "web" / "templates").glob("*.html"))
TRANSLATED = [code for code in LANGUAGES if code != ENGLISH]

# A sentence, or (of one, of many).
Wording = str | tuple[str, str]


def in_python() -> Iterator[tuple[str, int, Wording]]:
    """Each `message("…")` of the archive, the indexer and the web with its file and line."""
    for folder in ("archive", "indexer", "web"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            with path.open("rb") as file:
                for line, _, wording, _ in extract_python(file, ["message"], [], {}):
                    text = wording[0] if isinstance(wording, tuple) else wording
                    if text:
                        yield path.relative_to(ROOT).as_posix(), line, text


def parsed(path: Path) -> nodes.Template:
    """A template as Jinja reads it."""
    return Environment().parse(path.read_text(encoding="utf-8"))


def filters(path: Path) -> Iterator[nodes.Filter]:
    """The filters of a template that say a message."""
    return (one for one in parsed(path).find_all(nodes.Filter) if one.name in ("t", "nt"))


def in_templates() -> Iterator[tuple[str, int, Wording]]:
    """Each `"…"|t` and `"…"|nt("…", …)` of the templates with its file and line."""
    for path in TEMPLATES:
        for one in filters(path):
            texts = [
                node.value for node in (one.node, *one.args[:1]) if isinstance(node, nodes.Const)
            ]
            wording = (texts[0], texts[1]) if one.name == "nt" else texts[0]
            yield path.relative_to(ROOT).as_posix(), one.lineno, wording


def extracted() -> Catalog:
    """All messages, without translations."""
    catalog = Catalog(charset="utf-8")
    for file, line, wording in (*in_python(), *in_templates()):
        catalog.add(wording, locations=[(file, line)])
    return catalog


def catalogue(code: str) -> Catalog:
    """The catalogue of a language as it is kept."""
    with (FOLDER / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def main() -> None:
    """Update the catalogues in place."""
    found = extracted()
    for code in TRANSLATED:
        kept = catalogue(code)
        kept.update(found, no_fuzzy_matching=True)
        kept.obsolete.clear()
        path, entries = FOLDER / f"{code}.po", BytesIO()
        write_po(entries, kept, width=100, no_location=True, sort_output=True, omit_header=True)
        head = path.read_text(encoding="utf-8").split("\n\n")[0]
        path.write_text(f"{head}\n\n{entries.getvalue().decode().strip()}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
