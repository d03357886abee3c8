"""Check an evidence pack of the Archive against Impunity: `python3 verify.py`, in its folder.

Needs Python 3.9 or newer and nothing else, and asks nobody: it reads the files beside it.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any


def faults(folder: Path) -> list[str]:
    """What is not as the pack says, each in one line; none for a pack that is whole."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    found = []
    for name, expected in sorted(manifest["files"].items()):
        path = folder / name
        if not path.is_file():
            found.append(f"{name}: missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            found.append(f"{name}: altered")
    listed = {*manifest["files"], "manifest.json", "verify.py"}
    inside = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    found += [f"{name}: not part of the pack" for name in sorted(inside - listed)]
    return found or _disagreements(folder, manifest)


def _disagreements(folder: Path, manifest: "dict[str, Any]") -> "list[str]":
    """Where the files contradict each other: passages, the text they stand in, the original."""
    found = []
    texts = {}
    for document in manifest["documents"]:
        if document["text"]:
            text = (folder / document["text"]).read_bytes().decode("utf-8")
            texts[document["doc_id"], document["version_id"]] = text
        if document["original"]:
            content = (folder / document["original"]).read_bytes()
            if hashlib.sha256(content).hexdigest() != document["version_sha256"]:
                found.append(f"{document['original']}: not the version that is cited")
    for passage in json.loads((folder / "passages.json").read_text(encoding="utf-8")):
        alone = (folder / "passages" / (passage["passage_id"] + ".txt")).read_bytes()
        if alone.decode("utf-8") != passage["text"]:
            found.append(f"{passage['passage_id']}: its two copies differ")
        whole = texts.get((passage["doc_id"], passage["version_id"]))
        if whole is not None and whole[passage["start"] : passage["end"]] != passage["text"]:
            found.append(f"{passage['passage_id']}: not at its place in the text")
    return found


def main() -> int:
    """Print the faults, or that there are none; the exit status is 1 if there are."""
    folder = Path(__file__).resolve().parent
    found = faults(folder)
    manifest = (folder / "manifest.json").read_bytes()
    lines = found or ["Every file is as it was packed, and all agree."]
    lines.append(f"SHA-256 of manifest.json: {hashlib.sha256(manifest).hexdigest()}")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
