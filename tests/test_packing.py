"""Evidence packs: whole, checkable without us, and holding nothing that may not be passed on."""

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sites import app_over, put_statement

from archive import packing, records
from archive.citation.formats import FORMATS
from archive.generation import open_served
from archive.opened import open_index
from archive.packing import Reading, evidence_pack, is_open, kept_versions
from archive.rows import Row
from archive.search import Searcher
from archive.settings import Settings
from indexer.cli import archive

DOC = "statement-2025-en"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture
def rows(site_settings: Settings) -> tuple[Row, ...]:
    """The passages of the captured statement."""
    return Searcher(open_index(open_served(site_settings.var)), None).document(DOC)


def packed(rows: tuple[Row, ...], corpus: Path) -> bytes:
    reading = Reading(
        address="https://archive.example", accessed=date(2026, 11, 3), generation_id="g1"
    )
    return evidence_pack(rows, reading, kept_versions(corpus, rows))


def opened(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The same passages of a document whose licence is open."""
    document = replace(rows[0].document, rights=LICENCE)
    return tuple(replace(row, document=document) for row in rows)


def unpacked(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None
        pack.extractall(folder)
    return folder


def verified(folder: Path) -> tuple[int, str]:
    """What the script in the pack says, run alone, without the archive's code."""
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py")],
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_a_pack_is_checked_without_us(
    rows: tuple[Row, ...], site_settings: Settings, tmp_path: Path
) -> None:
    """The script finds a fresh pack whole."""
    folder = unpacked(packed(opened(rows), site_settings.corpus), tmp_path)
    status, said = verified(folder)
    assert (status, said.splitlines()[0]) == (0, "Every file is as it was packed, and all agree.")


def test_the_script_names_each_change(
    rows: tuple[Row, ...], site_settings: Settings, tmp_path: Path
) -> None:
    """An altered, a missing and a foreign file are each named; one letter is enough."""
    folder = unpacked(packed(opened(rows), site_settings.corpus), tmp_path)
    passage = next((folder / "passages").iterdir())
    passage.write_bytes(passage.read_bytes() + b".")
    (folder / "citations.txt").unlink()
    (folder / "more.txt").write_text("x", encoding="utf-8")
    status, said = verified(folder)
    assert status == 1
    assert said.splitlines()[:3] == [
        "citations.txt: missing",
        f"passages/{passage.name}: altered",
        "more.txt: not part of the pack",
    ]


def test_the_script_sees_what_a_new_manifest_hides(
    rows: tuple[Row, ...], site_settings: Settings, tmp_path: Path
) -> None:
    """Who alters a passage and its hashes too is contradicted by the text and the original."""
    forged = tuple(
        replace(row, passage=replace(row.passage, text="We withdraw our call.")) for row in rows[:1]
    )
    folder = unpacked(packed(opened(forged), site_settings.corpus), tmp_path)
    status, said = verified(folder)
    assert status == 1
    assert "not at its place in the text" in said


def test_the_original_goes_only_with_an_open_licence(
    rows: tuple[Row, ...], site_settings: Settings, tmp_path: Path
) -> None:
    """Rights that are not known keep the original and the whole text out."""
    closed = unpacked(packed(rows, site_settings.corpus), tmp_path / "closed")
    inside = f"documents/{DOC}/{rows[0].passage.version_id}"
    assert [path.name for path in (closed / inside).iterdir()] == ["document.json"]
    assert "rights are not known" in (closed / "README.txt").read_text(encoding="utf-8")
    assert verified(closed)[0] == 0
    free = unpacked(packed(opened(rows), site_settings.corpus), tmp_path / "free")
    text = (free / inside / "text.txt").read_text(encoding="utf-8")
    assert (free / inside / "original" / "original.txt").read_text(encoding="utf-8") == text
    assert f"are in {inside}" in (free / "README.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("rights", "allowed"),
    [
        (LICENCE, True),
        ("CC BY-SA 4.0", True),
        ("Public domain", True),
        ("", False),
        ("© FIDH. All rights reserved", False),
        ("not CC BY", False),
        ("https://example.org/creativecommons.org/licenses/by/", False),
    ],
)
def test_only_a_named_licence_is_open(rights: str, allowed: bool) -> None:
    """What is not said is not allowed."""
    assert is_open(rights) is allowed


def test_another_version_in_the_corpus_is_not_packed(rows: tuple[Row, ...], tmp_path: Path) -> None:
    """The original has to be the one that the index was built from; none at all is no error."""
    assert kept_versions(tmp_path, opened(rows)) == {}
    put_statement(tmp_path, DOC)
    version = rows[0].passage.version_id
    assert kept_versions(tmp_path, opened(rows)).keys() == {version}
    (tmp_path / DOC / records.VERSIONS / version / "original.txt").write_bytes(b"other")
    assert kept_versions(tmp_path, opened(rows)) == {}


def test_originals_have_a_limit_together(
    rows: tuple[Row, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that does not fit any more stays out, and the pack says so."""
    put_statement(tmp_path, DOC)
    monkeypatch.setattr(packing, "MOST_ORIGINALS_BYTES", 10)
    assert kept_versions(tmp_path, opened(rows)) == {}


def test_the_same_day_gives_the_same_bytes(rows: tuple[Row, ...], site_settings: Settings) -> None:
    """A pack can be made again and compared."""
    assert packed(rows, site_settings.corpus) == packed(rows, site_settings.corpus)


def test_the_page_gives_a_pack(client: FlaskClient, tmp_path: Path) -> None:
    """Of all passages, of those that are named, and of a digest, which says that it is one."""
    whole = unpacked(client.get(f"/d/{DOC}/evidence.zip").data, tmp_path / "whole")
    names = sorted(path.stem for path in (whole / "passages").iterdir())
    assert len(names) == 8
    assert len([*(whole / "citations").rglob("*.*")]) == 9 * len(FORMATS) + 3
    asked = f"/d/{DOC}/evidence.zip?passage={names[3]}&passage={names[1]}&passage={names[3]}"
    some = unpacked(client.get(asked).data, tmp_path / "some")
    listed = json.loads((some / "passages.json").read_text(encoding="utf-8"))
    assert {one["passage_id"] for one in listed} == {names[1], names[3]}
    digest = unpacked(client.get("/d/digest-ar/evidence.zip").data, tmp_path / "digest")
    assert "holds a digest" in (digest / "README.txt").read_text(encoding="utf-8")
    for folder in (whole, some, digest):
        assert verified(folder)[0] == 0
    assert client.get(f"/d/{DOC}/evidence.zip?passage=none").status_code == 404
    assert client.get("/d/none/evidence.zip").status_code == 404


def test_hostile_records_stay_inside_the_pack(client: FlaskClient, tmp_path: Path) -> None:
    """No name in a pack leads out of its folder."""
    for number in range(12):
        content = client.get(f"/d/hostile-{number:02}/evidence.zip").data
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            assert all(not name.startswith("/") and ".." not in name for name in pack.namelist())
        assert verified(unpacked(content, tmp_path / str(number)))[0] == 0


def test_the_command_writes_the_same_pack(
    site_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`archive cite --pack` gives what the page gives."""
    monkeypatch.setenv("ARCHIVE_VAR", str(site_settings.var))
    monkeypatch.setenv("ARCHIVE_CORPUS", str(site_settings.corpus))
    monkeypatch.setenv("ARCHIVE_ADDRESS", "http://localhost")
    target = tmp_path / "pack.zip"
    done = CliRunner().invoke(archive, ["cite", DOC, "--pack", str(target)])
    assert done.exit_code == 0, done.output
    page = app_over(site_settings).test_client().get(f"/d/{DOC}/evidence.zip").data
    assert target.read_bytes() == page
